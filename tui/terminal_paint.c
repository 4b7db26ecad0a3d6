/* SPDX-License-Identifier: ISC */
/* A picture's cells into curses, which finds out what has changed; an address
 * that must stay in one piece once more behind it. */
#include <config.h>

#include "tui/terminal_part.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { PAIR_NONE, PAIR_FINDING, PAIR_DONE, PAIR_CODE };

/* How each style looks. A colour is never all that tells it. */
static const struct look {
	attr_t attributes;
	short pair;
	short colour, ground; /* of the pair; -1: the terminal's own */
} looks[STYLE_COUNT] = {
	[STYLE_PLAIN] = { A_NORMAL, PAIR_NONE, 0, 0 },
	[STYLE_TITLE] = { A_BOLD, PAIR_NONE, 0, 0 },
	[STYLE_CHOSEN] = { A_REVERSE, PAIR_NONE, 0, 0 },
	[STYLE_FINDING] = { A_BOLD, PAIR_FINDING, COLOR_RED, -1 },
	[STYLE_DONE] = { A_NORMAL, PAIR_DONE, COLOR_GREEN, -1 },
	/* Here colour is data: readers want dark on light, in any theme. */
	[STYLE_CODE] = { A_NORMAL, PAIR_CODE, COLOR_WHITE, COLOR_BLACK },
};

/* Begun late: a picture without colours costs nothing for them, and under
 * NO_COLOR nothing but a QR code ever begins them. */
static void
begin_colours(struct painter *painter)
{
	size_t i;

	if (painter->has_pairs)
		return;
	painter->has_pairs = true;
	start_color();
	use_default_colors();
	for (i = 0; i < STYLE_COUNT; i++)
		if (looks[i].pair != PAIR_NONE)
			init_pair(looks[i].pair, looks[i].colour,
			    looks[i].ground);
}

static short
pair_of(struct painter *painter, enum style style)
{
	short pair = looks[style].pair;

	if (pair == PAIR_NONE || !has_colors() ||
	    (pair != PAIR_CODE && !painter->has_colour))
		return PAIR_NONE;
	begin_colours(painter);
	return pair;
}

/* A cell's text as curses wants it, '?' for what cannot be shown. */
static int
widen(const struct cell *cell, wchar_t wide[static CCHARW_MAX + 1])
{
	size_t n = mbstowcs(wide, cell->text, CCHARW_MAX);
	int width;

	if (n != (size_t)-1 && n > 0) {
		wide[n] = L'\0';
		width = wcwidth(wide[0]);
		if (width > 0)
			return width;
	}
	wide[0] = cell->text[0] == '\0' ? L' ' : L'?';
	wide[1] = L'\0';
	return 1;
}

/*
 * One cell; returns how many of them it took. Where curses' idea of a width is
 * not ours, ours holds: what follows must not be pushed aside.
 */
static int
put_cell(struct painter *painter, const struct screen *screen, int row,
    int column)
{
	const struct cell *cell =
	    &screen->cells[row * screen->columns + column];
	bool is_wide = column + 1 < screen->columns && cell->text[0] != '\0' &&
	    cell[1].text[0] == '\0';
	wchar_t wide[CCHARW_MAX + 1];
	cchar_t one;
	int width = widen(cell, wide);

	if (width == 2 && !is_wide) {
		wide[0] = L'?';
		wide[1] = L'\0';
		width = 1;
	}
	if (cell->style == STYLE_PLAIN && wcscmp(wide, L" ") == 0)
		return 1; /* erased already */
	setcchar(&one, wide, looks[cell->style].attributes,
	    pair_of(painter, cell->style), NULL);
	mvadd_wch(row, column, &one);
	return width;
}

static void
put_cells(struct painter *painter, const struct screen *screen)
{
	int row, column, rows, columns;

	getmaxyx(stdscr, rows, columns);
	erase();
	for (row = 0; row < screen->rows && row < rows; row++)
		for (column = 0;
		    column < screen->columns && column < columns;)
			column += put_cell(painter, screen, row, column);
	move(screen->cursor_row < rows ? screen->cursor_row : rows - 1,
	    screen->cursor_column < columns ? screen->cursor_column :
					      columns - 1);
}

/* FNV-1a: which address stands where. */
static uint64_t
mark_of(const struct screen *screen)
{
	uint64_t mark = 0xcbf29ce484222325u;
	const char *at;

	mark = (mark ^ (unsigned)screen->columns) * 0x100000001b3u;
	mark = (mark ^ (unsigned)screen->unbroken_row) * 0x100000001b3u;
	for (at = screen->unbroken; *at != '\0'; at++)
		mark = (mark ^ (unsigned char)*at) * 0x100000001b3u;
	return mark;
}

/* Are the cells those of the address, so that sending it changes none? */
static bool
is_unbroken(const struct screen *screen)
{
	size_t len = strlen(screen->unbroken), i;
	size_t first = (size_t)screen->unbroken_row *
	    (size_t)screen->columns;
	size_t all = (size_t)screen->rows * (size_t)screen->columns;

	/* The last row is left out: a terminal might scroll. */
	if (len == 0 || screen->unbroken_row < 0 || screen->columns != COLS ||
	    screen->rows > LINES ||
	    first + len > all - (size_t)screen->columns)
		return false;
	for (i = 0; i < len; i++) {
		const struct cell *cell = &screen->cells[first + i];

		if (cell->text[0] != screen->unbroken[i] ||
		    cell->text[1] != '\0' || cell->style != STYLE_PLAIN)
			return false;
	}
	return true;
}

/*
 * The same characters once more, as one run: the terminal breaks the line by
 * itself, remembers that, and gives it back whole when it is selected. Curses'
 * picture stays true. Only after those rows were painted anew.
 */
static void
put_unbroken(struct painter *painter, const struct lingo *lingo,
    const struct screen *screen, struct wire *wire)
{
	uint64_t mark = mark_of(screen);
	char move[32];

	if (!lingo->is_ansi || !lingo->wraps || !is_unbroken(screen)) {
		painter->unbroken = 0;
		return;
	}
	if (mark == painter->unbroken)
		return;
	painter->unbroken = mark;
	snprintf(move, sizeof(move), "\033[%dH", screen->unbroken_row + 1);
	wire_puts(wire, move);
	wire_puts(wire, screen->unbroken);
	snprintf(move, sizeof(move), "\033[%d;%dH", getcury(stdscr) + 1,
	    getcurx(stdscr) + 1);
	wire_puts(wire, move);
}

void
painter_paint(struct painter *painter, const struct lingo *lingo,
    const struct screen *screen, struct wire *wire)
{
	put_cells(painter, screen);
	if (painter->is_stale) {
		clearok(curscr, TRUE);
		painter->unbroken = 0;
	}
	painter->is_stale = false;
	refresh();
	wire_collect(wire);
	put_unbroken(painter, lingo, screen, wire);
}
