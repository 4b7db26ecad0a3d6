/* SPDX-License-Identifier: ISC */
/* A picture of the screen in memory, character by character. */
#include <config.h>

#include "tui/screen.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clean.h"
#include "tui/width.h"

enum { CELL_POINTS = 5 }; /* curses keeps no more code points in a cell */

static const char unknown[] = "\xef\xbf\xbd"; /* U+FFFD */

static int
hold(int value, int max)
{
	if (value < 1)
		return 1;
	return value > max ? max : value;
}

static struct cell *
cell_at(const struct screen *screen, int row, int column)
{
	return &screen->cells[row * screen->columns + column];
}

static bool
is_inside(const struct screen *screen, int row, int column)
{
	return row >= 0 && row < screen->rows && column >= 0 &&
	    column < screen->columns;
}

void
screen_init(struct screen *screen, int rows, int columns, bool is_utf8)
{
	memset(screen, 0, sizeof(*screen));
	screen->is_utf8 = is_utf8;
	screen_reset(screen, rows, columns);
}

void
screen_reset(struct screen *screen, int rows, int columns)
{
	size_t i, count;

	screen_clear(screen);
	screen->rows = hold(rows, SCREEN_ROWS_MAX);
	screen->columns = hold(columns, SCREEN_COLUMNS_MAX);
	count = (size_t)screen->rows * (size_t)screen->columns;
	screen->cells = must_alloc(count, sizeof(*screen->cells));
	for (i = 0; i < count; i++)
		screen->cells[i].text[0] = ' ';
}

/* A secret may have been shown in it. */
void
screen_clear(struct screen *screen)
{
	bool is_utf8 = screen->is_utf8;

	if (screen->cells != NULL)
		explicit_bzero(screen->cells, sizeof(*screen->cells) *
		    (size_t)screen->rows * (size_t)screen->columns);
	free(screen->cells);
	memset(screen, 0, sizeof(*screen));
	screen->is_utf8 = is_utf8;
}

/* What is nearest in ASCII to a character of that many bytes. */
static char
likeness(const char *bytes, size_t len)
{
	static const struct {
		const char *from;
		char to;
	} table[] = {
		{ "\xe2\x94\x80", '-' }, { "\xe2\x94\x82", '|' },
		{ "\xe2\x80\x93", '-' }, { "\xe2\x80\x94", '-' },
		{ "\xe2\x80\x98", '\'' }, { "\xe2\x80\x99", '\'' },
		{ "\xe2\x80\x9c", '"' }, { "\xe2\x80\x9d", '"' },
		{ "\xe2\x80\xa2", '*' }, { "\xe2\x80\xa6", '.' },
		{ "\xc2\xa0", ' ' },
	};
	/* U+00C0 to U+00FF */
	static const char latin[] =
	    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
	    "aaaaaaaceeeeiiiidnooooo/ouuuuyty";
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(table[i].from, bytes, len) == 0 &&
		    strlen(table[i].from) == len)
			return table[i].to;
	if (len == 2 && (unsigned char)bytes[0] == 0xc3)
		return latin[(unsigned char)bytes[1] & 0x3f];
	return '?';
}

/* Bytes of the first code point, and of as many marks as a cell takes. */
static size_t
cell_bytes(const char *bytes, size_t len, size_t *base)
{
	size_t i, points = 0, fit = 0;

	*base = len;
	for (i = 0; i <= len; i++) {
		if (i < len && ((unsigned char)bytes[i] & 0xc0) == 0x80)
			continue;
		if (points == 1)
			*base = i;
		if (points > CELL_POINTS || i >= CELL_BYTES)
			break;
		fit = i;
		points++;
		if (i > 0 && i < len && width_is_hidden(bytes + i))
			break;
	}
	return fit;
}

/* Would a terminal take it for a mark on what stands before it? */
static bool
is_lone_mark(const char *bytes, size_t len)
{
	char probe[CELL_BYTES] = "a";

	if ((unsigned char)bytes[0] < 0x80 || len > sizeof(probe) - 1)
		return false;
	memcpy(probe + 1, bytes, len);
	return width_next(probe, 1 + len) > 1;
}

/* Writes what a cell shows of one character. */
static void
write_text(const struct screen *screen, const char *bytes, size_t len,
    char out[static CELL_BYTES])
{
	char clean[16];
	size_t base, fit = cell_bytes(bytes, len, &base);
	bool is_plain = bytes[0] >= 0x20 && bytes[0] < 0x7f;

	memset(out, 0, CELL_BYTES);
	if (is_plain && (len == 1 || !screen->is_utf8)) {
		out[0] = bytes[0];
		return;
	}
	if (bytes[0] == '\n' || bytes[0] == '\t') {
		out[0] = ' ';
		return;
	}
	if (!screen->is_utf8) {
		out[0] = likeness(bytes, base);
		return;
	}
	/* Only what cleaning leaves as it is may reach a terminal. */
	clean_text(clean, sizeof(clean), bytes, base);
	if ((!is_plain && strncmp(clean, bytes, base) != 0) ||
	    is_lone_mark(bytes, base))
		memcpy(out, unknown, sizeof(unknown));
	else
		memcpy(out, bytes, fit);
}

/* Half of a wide character is none. */
static void
part(struct screen *screen, int row, int column)
{
	struct cell *cell;

	if (!is_inside(screen, row, column))
		return;
	cell = cell_at(screen, row, column);
	if (cell->text[0] != '\0')
		return;
	memcpy(cell->text, " ", 2);
	cell = cell_at(screen, row, column - 1);
	memset(cell->text, 0, CELL_BYTES);
	cell->text[0] = ' ';
}

static void
set_cell(struct screen *screen, int row, int column, const struct cell *to)
{
	part(screen, row, column);
	*cell_at(screen, row, column) = *to;
}

/* One character of so many bytes; returns its columns. What would stand in part
 * outside is not put. */
static int
put_character(struct screen *screen, const struct area *at, enum style style,
    const char *bytes, size_t len)
{
	int columns = (int)width_columns(bytes, len);
	struct cell cell = { .style = (uint8_t)style };

	if (screen == NULL || !is_inside(screen, at->row, at->column) ||
	    !is_inside(screen, at->row, at->column + columns - 1))
		return columns;
	part(screen, at->row, at->column + columns);
	write_text(screen, bytes, len, cell.text);
	set_cell(screen, at->row, at->column, &cell);
	if (columns == 2) {
		memset(cell.text, 0, CELL_BYTES);
		/* Two columns in ASCII too, so that all agree on places. */
		if (!screen->is_utf8 || memcmp(cell_at(screen, at->row,
		    at->column)->text, unknown, sizeof(unknown)) == 0)
			cell.text[0] = ' ';
		*cell_at(screen, at->row, at->column + 1) = cell;
	}
	return columns;
}

/* So many bytes of a text. */
static int
put_bytes(struct screen *screen, struct area at, enum style style,
    const char *text, size_t len)
{
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = width_next(text + i, len - i);
		at.column += put_character(screen, &at, style, text + i, n);
	}
	return at.column;
}

int
screen_put(struct screen *screen, int row, int column, enum style style,
    const char *text)
{
	return put_bytes(screen, (struct area){ row, column, 1, 0 }, style,
	    text, strlen(text));
}

int
screen_columns(const char *text)
{
	return put_bytes(NULL, (struct area){ 0, 0, 1, 0 }, STYLE_PLAIN, text,
	    strlen(text));
}

/* Bytes of the characters at its beginning that take at most so many
 * columns. */
static size_t
bytes_in(const char *text, size_t len, int columns)
{
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = width_next(text + i, len - i);
		columns -= (int)width_columns(text + i, n);
		if (columns < 0)
			break;
	}
	return i;
}

int
screen_put_cut(struct screen *screen, struct area area, enum style style,
    const char *text)
{
	size_t len = strlen(text), fit = bytes_in(text, len, area.columns);

	if (fit == len || area.columns < 4)
		return put_bytes(screen, area, style, text, fit);
	area.column = put_bytes(screen, area, style, text,
	    bytes_in(text, len, area.columns - 3));
	return put_bytes(screen, area, style, "...", 3);
}

/* One row of a wrapped text. */
struct strip {
	const char *at;
	size_t len;
	int indent;
};

/* How much of a paragraph's rest goes into one row: whole words, or of a word
 * that is longer than a row as much as fits. */
static size_t
words_in(const char *rest, size_t len, int columns)
{
	size_t fit = bytes_in(rest, len, columns), end;

	if (fit == len || fit == 0)
		return fit > 0 ? fit : width_next(rest, len);
	for (end = fit; end > 0 && rest[end] != ' ';)
		end--;
	while (end > 0 && rest[end - 1] == ' ')
		end--;
	return end > 0 ? end : fit;
}

/* The next row of a text of which *from is the rest; false: there is none. A
 * paragraph's blanks at its beginning are those of all its rows. */
static bool
next_strip(const char **from, bool *is_within, int columns,
    struct strip *strip)
{
	size_t len = strcspn(*from, "\n");

	if (**from == '\0')
		return false;
	if (!*is_within) {
		strip->indent = (int)strspn(*from, " ");
		if (strip->indent > columns / 2)
			strip->indent = columns / 2;
	}
	while (len > 0 && **from == ' ') {
		*from += 1;
		len--;
	}
	strip->at = *from;
	strip->len = len == 0 ? 0
	    : words_in(*from, len, columns - strip->indent);
	*from += strip->len;
	while (**from == ' ')
		*from += 1;
	*is_within = **from != '\n' && **from != '\0';
	if (**from == '\n')
		*from += 1;
	return true;
}

int
screen_wrap_from(struct screen *screen, struct area area, enum style style,
    const char *text, int first)
{
	struct strip strip = { NULL, 0, 0 };
	bool is_within = false;
	struct area at;
	int rows;

	if (area.columns < 1)
		area.columns = 1;
	for (rows = 0; next_strip(&text, &is_within, area.columns, &strip);
	     rows++) {
		if (screen == NULL || rows < first ||
		    rows - first >= area.rows)
			continue;
		at = area;
		at.row += rows - first;
		at.column += strip.indent;
		put_bytes(screen, at, style, strip.at, strip.len);
	}
	return rows;
}

int
screen_wrap(struct screen *screen, struct area area, enum style style,
    const char *text)
{
	return screen_wrap_from(screen, area, style, text, 0);
}

void
screen_rule(struct screen *screen, int row)
{
	struct area at = { row, 0, 1, 0 };

	for (; at.column < screen->columns; at.column++)
		put_character(screen, &at, STYLE_PLAIN, "\xe2\x94\x80", 3);
}

void
screen_divide(struct screen *screen, struct area column)
{
	int end = column.row + column.rows;

	for (; column.row < end; column.row++)
		put_character(screen, &column, STYLE_PLAIN, "\xe2\x94\x82", 3);
}

/* Can it be sent once more as one run, with the same cells coming of it? */
static bool
is_simple(const char *text, bool is_utf8)
{
	size_t i, n, len = strlen(text);

	for (i = 0; i < len; i += n) {
		n = width_next(text + i, len - i);
		if (n == 1 && text[i] >= 0x20 && text[i] < 0x7f)
			continue;
		if (n == 1 || !is_utf8 || width_columns(text + i, n) != 1)
			return false;
	}
	return len > 0;
}

int
screen_unbroken(struct screen *screen, int row, int end, const char *address)
{
	struct area at = { row, 0, 1, screen->columns };
	size_t done = 0, fit, len = strlen(address);
	int columns = screen->columns;
	int rows = (screen_columns(address) + columns - 1) / columns;

	if (row < 0 || end > screen->rows || rows > end - row)
		return 0;
	if (screen->unbroken[0] == '\0' && len < sizeof(screen->unbroken) &&
	    is_simple(address, screen->is_utf8)) {
		memcpy(screen->unbroken, address, len + 1);
		screen->unbroken_row = row;
	}
	for (; done < len; done += fit) {
		fit = bytes_in(address + done, len - done, columns);
		if (fit == 0 || at.row >= end)
			break;
		put_bytes(screen, at, STYLE_PLAIN, address + done, fit);
		at.row++;
	}
	return at.row - row;
}

void
screen_point(struct screen *screen, int row, int column)
{
	screen->cursor_row = row < 0 ? 0 : row;
	screen->cursor_column = column < 0 ? 0 : column;
	if (screen->cursor_row >= screen->rows)
		screen->cursor_row = screen->rows - 1;
	if (screen->cursor_column >= screen->columns)
		screen->cursor_column = screen->columns - 1;
}

bool
screen_print(const struct screen *screen, struct text *out)
{
	int row, column, end;

	for (row = 0; row < screen->rows; row++) {
		for (end = screen->columns; end > 0 && strcmp(
		    cell_at(screen, row, end - 1)->text, " ") == 0;)
			end--;
		for (column = 0; column < end; column++)
			text_adds(out, cell_at(screen, row, column)->text);
		text_addc(out, '\n');
	}
	return !out->overflow;
}
