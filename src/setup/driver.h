/* SPDX-License-Identifier: ISC */
/* Drives the wizard without a person: an event and all that follows from it,
 * until it wants an answer again. */
#ifndef SETUP_DRIVER_H
#define SETUP_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "setup/action.h"
#include "setup/desk.h"
#include "setup/prompt.h"
#include "setup/wizard.h"

struct driver {
	struct desk *desk;
	const struct action_ops *ops;
	void *ops_self;
	void (*tell)(void *arg, const char *line); /* NULL: in silence */
	/* What the work asks and only a person can answer ("you signed in as
	 * ..."); NULL: the answer is no. */
	bool (*confirm)(void *arg, const struct fault *question);
	void *arg;
	struct prompt *prompt; /* open: ^C and a hang-up end an action; NULL:
				* they end the process */
	int64_t (*now)(void); /* NULL: moment_now */
};

/* False: the draft cannot be kept. What the wizard says about the event is in
 * its mode: asking with a finding, signing in, or a verdict with its fault. */
bool driver_event(struct driver *driver, struct event *event,
    struct fault *why);

/* Waits until somebody has signed in with the code that the wizard shows; what
 * came of it is in the wizard's mode. */
bool driver_poll(struct driver *driver, struct fault *why);

/* The same for an Enter on a text. */
bool driver_text(struct driver *driver, const char *text, struct fault *why);

/* Does one action outside of the wizard's order; pasted for a sign-in's end,
 * else NULL. Without a desk it is about the finished account. */
bool driver_act(struct driver *driver, enum action action,
    const struct secret *pasted, struct outcome *outcome);

/* The same with other answers than the draft's. */
bool driver_ask(struct driver *driver, enum action action,
    const struct answers *answers, struct outcome *outcome);

#endif
