/* SPDX-License-Identifier: ISC */
/* A picture of the screen in memory: cells, a cursor, and one address that has
 * to stay in one piece. Views draw into it; it knows no terminal. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum {
	SCREEN_ROWS_MAX = 300,
	SCREEN_COLUMNS_MAX = 600,
	CELL_BYTES = 16, /* one character with its marks, and a NUL */
	UNBROKEN_SIZE = 4096
};

/* What a piece of text is, not how it looks; terminal.c has the table. */
enum style {
	STYLE_PLAIN,
	STYLE_TITLE,   /* bold */
	STYLE_CHOSEN,  /* reverse: the row the cursor is on */
	STYLE_FINDING, /* begins with "! " in any case */
	STYLE_DONE,    /* says "done" or "ok" in any case */
	STYLE_CODE,    /* modules of a QR code: white on black, or none */
	STYLE_COUNT
};

struct cell {
	char text[CELL_BYTES]; /* UTF-8; "" behind a wide character */
	uint8_t style;
};

struct screen {
	int rows, columns;
	bool is_utf8; /* false: only 0x20 to 0x7e is ever put into a cell */
	struct cell *cells;
	int cursor_row, cursor_column;
	/* An address drawn from column 0 over whole rows, to be sent to the
	 * terminal once more as one run, so that it can be selected whole. */
	char unbroken[UNBROKEN_SIZE]; /* "" for none */
	int unbroken_row;
};

/* A part of a screen. */
struct area {
	int row, column, rows, columns;
};

/* Blank. The sizes are held to 1..SCREEN_..._MAX. */
void screen_init(struct screen *screen, int rows, int columns, bool is_utf8);
/* Blank again, in another size. */
void screen_reset(struct screen *screen, int rows, int columns);
/* Frees, and wipes: a secret may have been shown. */
void screen_clear(struct screen *screen);

/* Puts a text on one row, cut at the screen's edge; never wraps. What has no
 * place in ASCII becomes its nearest likeness there, or '?'. Returns the column
 * behind it. Control characters are never put. */
int screen_put(struct screen *screen, int row, int column, enum style style,
    const char *text);
/* Columns that a text takes. */
int screen_columns(const char *text);
/* On the area's first row, at most its columns; what had to be cut ends in
 * "...". */
int screen_put_cut(struct screen *screen, struct area area, enum style style,
    const char *text);
/* Wraps by words into an area, a newline begins a new paragraph, whose blanks
 * at the beginning are the indent of all its rows; returns the rows it takes,
 * which may be more than there are: the rest is not drawn. With screen NULL it
 * only counts. */
int screen_wrap(struct screen *screen, struct area area, enum style style,
    const char *text);
/* The same from a row of the text on, for what is scrolled. */
int screen_wrap_from(struct screen *screen, struct area area, enum style style,
    const char *text, int first);
/* A line over the whole width, or from top to bottom at a column. */
void screen_rule(struct screen *screen, int row);
void screen_divide(struct screen *screen, struct area column);
/* An address from column 0 over as many whole rows as it takes, which are
 * returned; 0 and nothing drawn when it does not fit above row `end`. The first
 * one becomes `unbroken`, unless it has characters that are not one column
 * each: then its rows are only drawn. */
int screen_unbroken(struct screen *screen, int row, int end,
    const char *address);
/* Where the hardware cursor goes. */
void screen_point(struct screen *screen, int row, int column);

/* All rows as text, blanks at their ends taken off, a newline behind each: for
 * tests. */
bool screen_print(const struct screen *screen, struct text *out);

#endif
