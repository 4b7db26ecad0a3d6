/* SPDX-License-Identifier: ISC */
/* Inside the terminal: what terminfo says, the line, and painting. For
 * terminal*.c alone. */
#ifndef TUI_TERMINAL_PART_H
#define TUI_TERMINAL_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

#include "base/fault.h"
#include "tui/decoder.h"
#include "tui/screen.h"
#include "tui/terminal_wire.h"

enum { LINGO_NAME = 64, LINGO_SEQUENCE = 48 };

/* How this terminal is spoken to. */
struct lingo {
	char name[LINGO_NAME]; /* for curses: TERM, or what stands in for it */
	bool is_stand_in;
	bool is_ansi; /* it knows CSI, and passes over what it does not know */
	bool wraps;   /* by itself, at the last column */
	bool is_slow_to_forget; /* its normal screen survives ours */
	int colours;
	int usual_rows, usual_columns; /* 0: not said */
	char plain[LINGO_SEQUENCE];  /* attributes off */
	char cursor[LINGO_SEQUENCE]; /* cursor on */
	char leave[LINGO_SEQUENCE];  /* to the normal screen */
};

/* Which entry of terminfo serves TERM; false with a fault when none does. */
bool lingo_choose(struct lingo *lingo, struct fault *why);
/* The rest, of the terminal that curses uses now. */
void lingo_read(struct lingo *lingo);
/* What the keys send that a person needs. */
void lingo_teach(struct decoder *decoder);
/* Could it take a copy (OSC 52), does it draw a QR code right? By its name. */
bool lingo_may_copy(const struct lingo *lingo);
bool lingo_may_draw_code(void);
/* Does the locale speak UTF-8? */
bool lingo_is_utf8(void);

/* The line to it (terminal_line.c), which is standard input's. */
struct line {
	struct termios found, raw;
};

bool line_find(struct line *line, struct fault *why);
/* Raw keys; false: the line is gone. */
bool line_take(const struct line *line);
void line_give_back(const struct line *line);
/* What was typed and not read is no shell's business: it may be a secret. */
void line_drop_keys(void);
/* Of a serial line nobody knows the size but the person and terminfo. */
void line_measure(const struct lingo *lingo, int *high, int *wide);

/* What is on the screen, as far as curses does not know it. */
struct painter {
	bool has_colour;
	bool has_pairs;	    /* colours were begun */
	bool is_stale;	    /* the next picture is sent whole */
	uint64_t unbroken;  /* of the address that was sent as one run */
};

/* Draws a picture with curses and adds it to the wire. */
void painter_paint(struct painter *painter, const struct lingo *lingo,
    const struct screen *screen, struct wire *wire);

#endif
