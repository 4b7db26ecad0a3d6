/* SPDX-License-Identifier: ISC */
/* What the browser ended on, as text that a person pasted or that came with a
 * request to the listener: what was pasted decides. Pure. */
#ifndef OAUTH_PASTE_H
#define OAUTH_PASTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/secret.h"
#include "oauth/pending.h"

enum { PASTE_MAX = 65536 };

enum paste_kind {
	PASTE_NOTHING,	  /* empty */
	PASTE_CODE,	  /* a code of this sign-in */
	PASTE_CONSENT,	  /* an administrator has granted the permissions */
	PASTE_ERROR,	  /* the server's error, in why */
	PASTE_INCOMPLETE, /* a part is missing; why says which */
	PASTE_OTHER,	  /* of another sign-in: the state differs */
	PASTE_LOGIN_PAGE, /* the address of the sign-in page itself */
	PASTE_SECRET,	  /* looks like a client secret, not like a code */
	PASTE_NONSENSE
};

struct paste {
	enum paste_kind kind;
	struct secret code;
	char tenant[64]; /* of an admin consent */
};

/* Has the answer in this address the state that is waited for? */
bool paste_has_state(const char *bytes, size_t len,
    const struct pending *pending);

void paste_init(struct paste *paste);
void paste_clear(struct paste *paste);

/*
 * True for PASTE_CODE and PASTE_CONSENT; the code is then in paste->code. False
 * otherwise, with the reason and the next step in why and the kind in
 * paste->kind. state is compared in constant time.
 */
bool paste_read(const char *bytes, size_t len, const struct pending *pending,
    struct paste *paste, struct fault *why);

/* The same without a pending sign-in: can one have ended on this? Whose it is
 * and whether it serves stays open. kind as in struct paste. */
bool paste_is_ending(const char *bytes, size_t len, enum paste_kind *kind,
    struct fault *why);

#endif
