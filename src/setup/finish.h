/* SPDX-License-Identifier: ISC */
/* The sign-in without the wizard, and what is left to do after it: who signed
 * in, the login, the test mail, and the account in use. */
#ifndef SETUP_FINISH_H
#define SETUP_FINISH_H

#include <stdbool.h>

#include "account/layout.h"
#include "base/fault.h"
#include "setup/driver.h"
#include "setup/prompt.h"

struct finish {
	const struct layout *layout;
	const char *name;	/* of the account */
	struct prompt *prompt;	/* open */
	bool only_finish;	/* --finish: no address, only what came back */
	bool device;		/* --device */
	bool fresh;		/* --new */
};

/* Signs in on the finished account, or on the draft when there is none or it
 * has come that far, and does the rest. False: why (FAULT_SIGNIN when it is
 * left to the person; the address was printed then). */
bool finish_run(const struct finish *finish, struct fault *why);

/* After a sign-in on a draft: login, test mail when test.to is known, live.
 * note: what to tell. */
bool finish_rest(struct driver *driver, char note[static NOTE_SIZE],
    struct fault *why);

#endif
