/* SPDX-License-Identifier: ISC */
/*
 * A draft becomes the live account, so that a crash at any point leaves the old
 * account whole or is finished at the next start (design.md 3).
 *
 * Under the account's lock: (0) NAME.golive holds the settings to come and a
 * random mark; (1) the draft's secrets go into the live vault, all others stay
 * except tokens of an older sign-in when the draft brings a new one, and the
 * vault is written together with the mark; (2) NAME.json is replaced: the
 * commit; (3) draft, draft vault and NAME.golive are removed. A NAME.golive
 * whose mark is in the vault got past (1) and is finished; any other never
 * did and is removed, the draft stays a draft.
 */
#ifndef ACCOUNT_GOLIVE_H
#define ACCOUNT_GOLIVE_H

#include <stdbool.h>

#include "account/account.h"
#include "account/layout.h"
#include "base/fault.h"

enum golive_step {
	GOLIVE_PREPARED,  /* (0) done */
	GOLIVE_MERGED,	  /* (1) */
	GOLIVE_COMMITTED, /* (2) */
	GOLIVE_CLEANED	  /* (3) */
};

struct golive {
	const struct layout *layout;
	struct account *account; /* complete; gets an id when it has none */
	void (*after)(enum golive_step step, void *arg); /* NULL; for tests */
	void *arg;
};

/* Takes the account's lock itself: the caller must not hold it. */
bool golive(const struct golive *job, struct fault *why);

/* At start-up: finishes what a crash left. True when there is nothing to do,
 * which costs one stat. */
bool golive_finish(const struct layout *layout, const char *name,
    struct fault *why);

#endif
