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
#include "setup/session.h"
#include "setup/signin.h"
#include "setup/survey.h"

enum { PLAIN_LEFT = 75, PLAIN_HANGUP = 129 }; /* exit codes */

/* Fill in the first part, zero the rest; prompt is open. */
struct plain {
	struct prompt *prompt;
	struct desk *desk;
	const struct action_ops *ops;
	void *ops_self;
	const char *again;	/* the command that goes on with the draft */
	struct signin *signin;	/* its listener; NULL: none */
	const struct session *session; /* who sits there; NULL: not known */
	const struct survey *survey; /* what is here already; NULL: not
				      * looked */
	bool has_browser;	/* one can be opened here */
	int64_t (*now)(void);	/* NULL: moment_now */

	struct secret typed;
	char key;		/* ANSWER_KEY */
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
	bool has_told_finding;	/* what was found is printed once */
	bool has_told_verdict;
	bool shows_start;	/* begin at the first step */
};

/* Runs to the end. The exit code: 0 finished, 75 left or end of input with the
 * draft saved, 129 hang-up, another one for a draft that cannot be kept. */
int plain_run(struct plain *plain);

/* The first line of the first screen: which face this is. Nothing when
 * something was printed before. */
void plain_announce(struct prompt *prompt);

/* For struct work: arg is a struct plain. */
void plain_tell(void *arg, const char *line);
/* Asks whether who signed in is right; true: it is. For whoever has no
 * wizard. */
bool plain_confirm(struct prompt *prompt, const struct fault *question);

/* Tells how to open a tunnel to the listener, when there is one. session may be
 * NULL. */
void plain_show_tunnel(struct prompt *prompt, const struct signin *signin,
    const struct session *session);

/* The page to open and the code to type there, for eye and ear. */
void plain_show_code(struct prompt *prompt, const char *address,
    const char *code);

/* desk_open() that asks whether to take over from another session; false: why,
 * or the person said no. */
bool plain_open(struct prompt *prompt, struct desk *desk,
    const struct layout *layout, const char *name, struct fault *why);

#endif
