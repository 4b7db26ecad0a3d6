/* SPDX-License-Identifier: ISC */
/* What every face of the set-up needs before and after: whose files, with whose
 * rights, what is known about the person and the machine, the command that goes
 * on later, and the plain face itself. */
#ifndef SETUP_VISIT_H
#define SETUP_VISIT_H

#include <stdbool.h>

#include "account/layout.h"
#include "base/fault.h"
#include "setup/desk.h"
#include "setup/plain.h"
#include "setup/session.h"
#include "setup/survey.h"

enum { VISIT_COMMAND_SIZE = 1200 };

/* Fill in the first two, zero the rest. */
struct visit {
	struct layout_wish wish;
	const char *account; /* as it was given, NULL: the default one */

	struct layout layout;
	struct session session;
	struct survey survey;
	const char *name; /* of the account */
	bool is_sudo;	  /* root's rights were lent */
	char again[VISIT_COMMAND_SIZE];
};

/*
 * Looks around with the caller's rights, chooses and makes the directories, and
 * becomes the service user where these are the system's (hands_split: it may
 * return in another process). FAULT_SIGNIN when only root may.
 */
bool visit_begin(struct visit *visit, struct fault *why);

/* "sudo postfrank --home DIR --account NAME VERB", with what leads back here;
 * returns out. */
const char *visit_command(const struct visit *visit, const char *verb,
    char out[static VISIT_COMMAND_SIZE]);

/* Tells the wizard of an open desk what is known about the terminal. */
void visit_tell(const struct visit *visit, struct desk *desk);

/* Can a browser be opened on this machine, for the person who sits there? */
bool visit_has_browser(const struct visit *visit);

/* The plain face from its first line to its end; reason: why it is this one, or
 * NULL. The exit code, or -1 with why when it could not begin. */
int visit_plain(struct visit *visit, struct desk *desk, const char *reason,
    struct fault *why);
/* The same on a desk that is open already, for a face that has no room. */
int visit_plain_on(struct visit *visit, struct desk *desk,
    struct fault *why);

/* The person wants the account removed. */
bool visit_remove(const struct visit *visit, struct fault *why);

#endif
