/* SPDX-License-Identifier: ISC */
/* Does the walkthrough's actions for real. Whatever speaks to a server runs in
 * a child of its own, so that a face stays responsive and this process never
 * holds a connection; what only touches files is done on the spot. */
#ifndef SETUP_WORK_H
#define SETUP_WORK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "account/account.h"
#include "account/layout.h"
#include "setup/action.h"
#include "setup/desk.h"
#include "setup/signin.h"

enum {
	WORK_PATIENCE = 10, /* seconds from SIGTERM to SIGKILL */
	WORK_LEAVERS = 4
};

/* A child that was given up and has not gone yet. */
struct work_leaver {
	pid_t pid; /* 0: none */
	int life;  /* a pipe that ends with it */
	int64_t since;
};

/* An order that waits until they have gone, with answers of its own. */
struct work_put_off {
	struct order order;
	struct answers answers;
};

/* Set layout and the rest up to arg, then zero the others. */
struct work {
	const struct layout *layout;
	struct desk *desk;	    /* NULL: the finished account itself */
	const struct account *live; /* when there is no desk */
	struct signin *signin;
	bool listens;		    /* a listener is wanted for sign-ins */
	bool device;		    /* sign in by device code, whatever the
				     * account says */
	/* Told in the parent while ended() runs: a line about what has been
	 * done. */
	void (*tell)(void *arg, const char *line);
	void *arg;

	pid_t child;		    /* 0: none */
	int life;		    /* a pipe that ends with it; -1 */
	int channel;		    /* to the child; -1 */
	struct work_leaver leaving[WORK_LEAVERS];
	struct work_put_off *put_off; /* NULL: none */
	bool is_asking;		    /* the child waits for answer() */
	bool has_asked;		    /* asked() has handed it out */
	struct fault question;
	bool is_done;		    /* outcome waits for ended() */
	struct outcome outcome;
};

extern const struct action_ops work_ops; /* self is a struct work */

void work_init(struct work *work, const struct layout *layout);
/* Ends a child that still runs. */
void work_close(struct work *work);

/* Where the pending sign-in of this work is kept. */
struct signin_place work_place(const struct work *work);

#endif
