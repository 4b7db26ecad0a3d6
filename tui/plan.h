/* SPDX-License-Identifier: ISC */
/* Where things go on a screen of a given size. Pure arithmetic. */
#ifndef TUI_PLAN_H
#define TUI_PLAN_H

#include <stdbool.h>

#include "tui/screen.h"

enum shape {
	SHAPE_WIDE,   /* >= 110 x 24: steps, form, help side by side */
	SHAPE_NORMAL, /* >= 60 x 18: title, form, footer */
	SHAPE_SMALL,  /* >= 40 x 12: one field at a time */
	SHAPE_NONE    /* smaller: a word about it, and plain questions */
};

struct plan {
	enum shape shape;
	struct area title;  /* one row; SHAPE_SMALL: the whole width */
	struct area rail;   /* SHAPE_WIDE, else empty */
	struct area form;   /* at most 72 columns */
	struct area whole;  /* between the two rules, full width */
	struct area help;   /* SHAPE_WIDE, else empty */
	int top_rule, bottom_rule; /* rows */
	int status;	    /* row above the footer's rule; SHAPE_SMALL: -1 */
	struct area footer; /* one row */
};

enum { PLAN_TEXT_COLUMNS = 72, PLAN_RAIL = 27, PLAN_HELP_MIN = 30 };

struct plan plan_for(int rows, int columns);

#endif
