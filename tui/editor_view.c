/* SPDX-License-Identifier: ISC */
/* The visible part of a line that may be longer than its field. */
#include <config.h>

#include "tui/editor.h"

#include <string.h>

#include "tui/width.h"

/* What editor_view() works on. */
struct view {
	struct editor *editor;
	const char *bytes;
	size_t columns;
	bool is_masked;
	char *out;
	size_t size;
	size_t len;
	size_t column;
};

static size_t
columns_at(const struct view *view, size_t at, size_t n)
{
	return view->is_masked ? 1 : width_columns(view->bytes + at, n);
}

/* Columns from byte from to byte to. */
static size_t
columns_of(const struct view *view, size_t from, size_t to)
{
	size_t columns = 0, n;

	for (; from < to; from += n) {
		n = width_next(view->bytes + from, view->editor->len - from);
		columns += columns_at(view, from, n);
	}
	return columns;
}

/* The mark for what is hidden at the left. */
static size_t
left_mark(size_t scroll)
{
	return scroll > 0 ? 1 : 0;
}

/* Does all of it, with the cursor behind its end, fit from scroll on? */
static bool
rest_fits(const struct view *view, size_t scroll)
{
	return left_mark(scroll) +
	    columns_of(view, scroll, view->editor->len) < view->columns;
}

/* Is the cursor in sight when the view begins at scroll? Beside the mark at the
 * right there must be room for what it stands on, which may be wide. */
static bool
is_in_sight(const struct view *view, size_t scroll)
{
	return rest_fits(view, scroll) ||
	    (view->editor->cursor < view->editor->len &&
	     left_mark(scroll) +
	     columns_of(view, scroll, view->editor->cursor) + 2 <
	     view->columns);
}

/* No further than needed, and back as soon as the rest fits again. */
static void
follow_cursor(const struct view *view)
{
	struct editor *editor = view->editor;
	size_t back;

	if (editor->scroll > editor->cursor)
		editor->scroll = editor->cursor;
	while (editor->scroll > 0) {
		back = editor->scroll -
		    width_before(view->bytes, editor->scroll);
		if (!rest_fits(view, back))
			break;
		editor->scroll = back;
	}
	while (editor->scroll < editor->cursor &&
	    !is_in_sight(view, editor->scroll))
		editor->scroll += width_next(view->bytes + editor->scroll,
		    editor->len - editor->scroll);
}

static bool
put(struct view *view, const char *bytes, size_t len, size_t columns)
{
	if (len >= view->size - view->len)
		return false;
	memcpy(view->out + view->len, bytes, len);
	view->len += len;
	view->column += columns;
	return true;
}

/* Characters from the scroll on, as many as fit before the column limit. */
static void
put_characters(struct view *view, size_t limit)
{
	size_t at, n, width;
	bool fits = true;

	for (at = view->editor->scroll; at < view->editor->len && fits;
	     at += n) {
		n = width_next(view->bytes + at, view->editor->len - at);
		width = columns_at(view, at, n);
		if (view->column + width > limit)
			break;
		fits = view->is_masked ? put(view, "*", 1, 1)
				       : put(view, view->bytes + at, n, width);
	}
}

static void
paint(struct view *view, size_t *cursor)
{
	size_t scroll = view->editor->scroll;

	if (scroll > 0)
		put(view, "<", 1, 1);
	*cursor = view->column +
	    columns_of(view, scroll, view->editor->cursor);
	if (rest_fits(view, scroll)) {
		put_characters(view, view->columns);
		return;
	}
	put_characters(view, view->columns - 1);
	/* A wide character may leave a gap before the mark. */
	while (view->column + 1 < view->columns && put(view, " ", 1, 1))
		continue;
	put(view, ">", 1, 1);
}

size_t
editor_view(struct editor *editor, size_t columns, char *out, size_t size,
    size_t *cursor)
{
	struct view view = { .editor = editor, .columns = columns,
		.is_masked = editor->is_secret && !editor->is_shown,
		.out = out, .size = size };

	view.bytes = editor->is_secret ? secret_open(&editor->secret)
				       : editor->line;
	follow_cursor(&view);
	paint(&view, cursor);
	if (editor->is_secret)
		secret_close(&editor->secret);
	out[view.len] = '\0';
	return view.len;
}
