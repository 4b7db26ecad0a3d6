/* SPDX-License-Identifier: ISC */
/* The probe (tests/tui/probe.c) on a terminal in memory, and what it tells of
 * the presses. */
#ifndef TESTS_TUI_PROBING_H
#define TESTS_TUI_PROBING_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "tests/lib/vt.h"

struct probing {
	struct vt *vt;
	char dir[64];
	char log[80]; /* what the probe tells goes there */
	char seen[65536];
};

struct probing_wish {
	const char *picture; /* NULL: form */
	const char *term;    /* NULL: xterm-256color */
	const char *locale;  /* NULL: C.UTF-8 */
	const char *setting; /* one more NAME=VALUE, or NULL */
	/* Run by sh in place of the probe alone, which it finds in $PROBE, with
	 * $LOG and $PICTURE; or NULL. */
	const char *script;
	int rows, columns; /* 0: 24 and 80 */
	bool ignores_hangup;
};

/* For cmocka. */
int probing_setup(void **state);
int probing_teardown(void **state);
#define CASE(function) \
	cmocka_unit_test_setup_teardown(function, probing_setup, \
	    probing_teardown)

/* Starts it; for a second time in one case the first one is ended. */
void probing_start(struct probing *probing, const struct probing_wish *wish);
/* ... and its picture is there. */
struct vt *probing_shown(struct probing *probing,
    const struct probing_wish *wish);
/* What it has told so far. */
const char *probing_told(struct probing *probing);
/* Waits until these lines were told, and nothing else since it was asked for
 * last (or since the start). */
void probing_tells(struct probing *probing, const char *lines);

/* The line's modes as they are now. */
struct termios probing_modes(const struct probing *probing);
/* Everything is as a shell wants it: those modes, the main screen, the cursor,
 * no marked pastes. */
void probing_given_back(struct probing *probing, const struct termios *modes);

#endif
