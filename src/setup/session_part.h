/* SPDX-License-Identifier: ISC */
/* What session.c looks at, so that a test can put something else there; others
 * use session.h. */
#ifndef SETUP_SESSION_PART_H
#define SETUP_SESSION_PART_H

#include <sys/types.h>

#include "setup/session.h"

/* All borrowed. */
struct session_view {
	const char *proc;	  /* "/proc" */
	const char *const *environment; /* ours, NULL behind the last */
	pid_t parent;		  /* the nearest ancestor */
	/* What the login record of our terminal says; "": nothing. */
	const char *login_user;
	const char *login_from;
	const char *host;	  /* this machine's name */
	const char *tty;	  /* of the terminal, without /dev/; "": none */
};

/* session_find() on what is given. */
void session_look(struct session *session, const struct session_view *view);

#endif
