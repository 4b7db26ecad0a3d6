/* SPDX-License-Identifier: ISC */
/* NAME.events: what happened to the last messages, one JSON object a line (at,
 * what, id, to, note), the newest last. A file of its own beside the state, so
 * that a message adds a line and rewrites nothing. No secret; readable by
 * everyone; can be lost without harm to mail, so it is not synced. */
#ifndef ACCOUNT_EVENTS_H
#define ACCOUNT_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "account/layout.h"
#include "base/fault.h"

enum {
	EVENTS_KEPT = 200,	     /* so many at least */
	EVENTS_TRIM = 128 * 1024     /* bytes, from which on older ones go */
};

/* Strings may be NULL, and are cleaned. */
struct event {
	int64_t at;
	const char *what; /* "sent", "failed", "deferred", "held" ... */
	const char *id;	  /* Message-ID or spool id */
	const char *to;
	const char *note; /* the server's words, a reason */
};

/*
 * Adds a line, under the account's lock. What a power cut left of the line
 * before stays a line of its own: readers skip what is no JSON. FAULT_IO or
 * FAULT_CREATE: the file is then as it was.
 */
bool event_add(const struct layout *layout, const char *name,
    const struct event *event, struct fault *why);

#endif
