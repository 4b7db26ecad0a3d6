/* SPDX-License-Identifier: ISC */
/* The walkthrough answered by a file: every check of it, as far as it goes
 * without a person, and nothing twice. */
#ifndef SETUP_UNATTENDED_H
#define SETUP_UNATTENDED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"
#include "setup/answers_file.h"
#include "setup/driver.h"

enum unattended_end {
	UNATTENDED_NOTHING, /* the account is finished and says the same */
	UNATTENDED_SIGNIN,  /* a person has to open the address */
	UNATTENDED_LIVE	    /* the account is finished now */
};

/* Is everything there and right as far as it can be told here? FAULT_SETTINGS
 * names the first key that is not, in one sentence. has_secret: one is kept
 * already. */
bool unattended_check(const struct answers_file *file, const char *host,
    int64_t now, bool has_secret, struct fault *why);

/* Goes as far as it can; the draft is kept. address is added for
 * UNATTENDED_SIGNIN. On false why names key or step; FAULT_SETTINGS for an
 * answer, else what the server said. */
bool unattended_run(struct driver *driver, struct answers_file *file,
    enum unattended_end *end, struct text *address, struct fault *why);

#endif
