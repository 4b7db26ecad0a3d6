/* SPDX-License-Identifier: ISC */
/* A bar for large messages, on a terminal alone. */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool shown; /* standard error is a terminal that can go back a line */
	int last;   /* the percentage on the screen, -1: none */
};

/* wanted false: nothing is ever shown. */
void progress_begin(struct progress *progress, bool wanted);
/* Bytes of a whole; arg is the struct progress. Messages below a megabyte are
 * over before a bar says anything, and get none. */
void progress_show(void *arg, uint64_t sent, uint64_t total);
/* Takes the bar off the screen. */
void progress_end(struct progress *progress);

#endif
