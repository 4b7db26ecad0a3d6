/* SPDX-License-Identifier: ISC */
/* What vt.c and vt_screen.c share. */
#ifndef TESTS_LIB_VT_INSIDE_H
#define TESTS_LIB_VT_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <vterm.h>

#include "base/text.h"
#include "tests/lib/vt.h"

enum {
	VT_LOG_MAX = 64 * 1024 * 1024,
	VT_LOOK_MS = 5,
	VT_ROWS_MAX = 300,
	VT_ROW_BYTES = 4096
};

struct vt {
	pid_t pid;
	int master, slave; /* slave: ours, for looking at its modes */
	bool has_ended;
	int status;
	long cpu_ms;
	int patience;
	struct text log;
	size_t mark;
	VTerm *terminal;
	VTermScreen *screen;
	struct vt_face {
		bool is_alternate, has_cursor, has_mouse;
	} props;
	bool is_probed; /* what the terminal answers is kept from the program */
	size_t answered; /* bytes of it */
	struct text page;
	char row[VT_ROW_BYTES];
	struct vt *next;
};

/* All that were started and not freed. */
extern struct vt *vt_all;

int64_t vt_clock_ms(void);
/* A terminal of that size in memory. */
void vt_screen_open(struct vt *vt, int rows, int columns);
/* Bytes that the program printed. */
void vt_screen_feed(struct vt *vt, const char *bytes, size_t len);

#endif
