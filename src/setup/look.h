/* SPDX-License-Identifier: ISC */
/* What was seen on the way to the sign-in server and the mail server, before
 * anything depends on it, and what to say about that. Looks at nothing itself:
 * job_look.c does. */
#ifndef SETUP_LOOK_H
#define SETUP_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "setup/action.h"

enum { LOOK_TOLERANCE = 300 }; /* seconds that clocks may differ */

enum look_end {
	LOOK_NOT_TRIED, /* there is no such server yet */
	LOOK_REACHED,
	LOOK_NO_NAME,	/* its name cannot be resolved */
	LOOK_CLOSED,	/* no connection comes about */
	LOOK_NO_PROXY,	/* not even to the proxy */
	LOOK_OTHER	/* why says it */
};

struct look_place {
	const char *host; /* borrowed */
	unsigned port;
	unsigned usual;	  /* a port that people need not be told */
	enum look_end end;
	struct fault why; /* unless reached */
};

struct look {
	struct look_place login, smtp;
	const char *proxy;   /* NULL: none; borrowed */
	int64_t here, there; /* the clocks, there 0: not told */
};

/* True: all is well, or nothing could be tried, and note says so. False: why,
 * with a next step for each thing that is not. */
bool look_judge(const struct look *look, char note[static NOTE_SIZE],
    struct fault *why);

#endif
