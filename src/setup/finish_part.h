/* SPDX-License-Identifier: ISC */
/* What the files of the sign-in from the command line share; others use
 * finish.h. */
#ifndef SETUP_FINISH_PART_H
#define SETUP_FINISH_PART_H

#include "setup/finish.h"
#include "setup/work.h"

/* One sign-in under way; desk is NULL on a finished account. */
struct signing {
	const struct finish *finish;
	struct prompt *prompt;
	struct desk *desk;
	struct account account; /* as it is, or would be */
	struct signin signin;
	struct work work;
	struct driver driver;
	struct outcome begun;
};

/* finish.c */
/* Nothing comes back then: the server is asked whether the code was typed. */
bool finish_is_by_code(const struct signing *signing);
/* Hands over what came back; true: signed in. */
bool finish_redeem(struct signing *signing, struct secret *pasted,
    struct fault *why);

/* finish_ask.c */
/* Shows the address and takes what comes of it; true: signed in. */
bool finish_ask(struct signing *signing, struct fault *why);

#endif
