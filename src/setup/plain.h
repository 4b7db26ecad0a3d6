/* SPDX-License-Identifier: ISC */
/* The walkthrough as plain questions: one fact a line, on any terminal or a
 * pipe, for screen readers and TERM=dumb. Drives the wizard and decides
 * nothing. */
#ifndef SETUP_PLAIN_H
#define SETUP_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "account/layout.h"
#include "base/fault.h"
#include "base/secret.h"
#include "setup/action.h"
#include "setup/desk.h"
#include "setup/prompt.h"
#include "setup/signin.h"

enum { PLAIN_LEFT = 75, PLAIN_HANGUP = 129 }; /* exit codes */

/* Fill in the first five, zero the rest; prompt is open. */
struct plain {
	struct prompt *prompt;
	struct desk *desk;
	const struct action_ops *ops;
	void *ops_self;
	const char *again;	/* the command that goes on with the draft */
	struct signin *signin;	/* its listener; NULL: none */
	int64_t (*now)(void);	/* NULL: moment_now */

	struct secret typed;
	bool is_running;	/* an action */
	bool is_over;
	bool is_removed;	/* the person wants the account removed */
	int code;		/* to exit with */
	enum step_id shown;	/* the step whose head was printed */
	bool has_shown;
	bool is_reminded;	/* of the commands, in this step */
	enum step_id asked_step; /* and field: what was last asked in full */
	size_t asked_field;
	bool has_asked;
	bool is_declined; /* the person did not want who signed in */
	bool shows_start;	/* begin at the first step */
};

/* Runs to the end. The exit code: 0 finished, 75 left or end of input with the
 * draft saved, 129 hang-up, another one for a draft that cannot be kept. */
int plain_run(struct plain *plain);

/* For struct work: arg is a struct plain. */
void plain_tell(void *arg, const char *line);
/* Asks whether who signed in is right; true: it is. */
bool plain_confirm(struct plain *plain, const struct fault *question);

/* Tells how to open a tunnel to the listener, when there is one. */
void plain_show_tunnel(struct prompt *prompt, const struct signin *signin,
    const char *host);

/* desk_open() that asks whether to take over from another session; false: why,
 * or the person said no. */
bool plain_open(struct prompt *prompt, struct desk *desk,
    const struct layout *layout, const char *name, struct fault *why);

#endif
