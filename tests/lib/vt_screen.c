/* SPDX-License-Identifier: ISC */
/* What is on the screen of a program under test: libvterm behind plain
 * functions. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/lib/vt.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>

#include "tests/lib/vt_inside.h"

static int
set_property(VTermProp which, VTermValue *value, void *user)
{
	struct vt *vt = user;

	if (which == VTERM_PROP_ALTSCREEN)
		vt->props.is_alternate = value->boolean;
	else if (which == VTERM_PROP_CURSORVISIBLE)
		vt->props.has_cursor = value->boolean;
	else if (which == VTERM_PROP_MOUSE)
		vt->props.has_mouse = value->number != VTERM_PROP_MOUSE_NONE;
	return 1;
}

/* What a terminal says by itself: answers to queries, markers of a paste. */
static void
answer(const char *bytes, size_t len, void *user)
{
	struct vt *vt = user;

	if (vt->is_probed)
		vt->answered += len;
	else
		vt_send(vt, bytes, len);
}

void
vt_screen_open(struct vt *vt, int rows, int columns)
{
	static const VTermScreenCallbacks callbacks = {
		.settermprop = set_property,
	};

	vt->terminal = vterm_new(rows, columns);
	assert_non_null(vt->terminal);
	vterm_set_utf8(vt->terminal, 1);
	vterm_output_set_callback(vt->terminal, answer, vt);
	vt->screen = vterm_obtain_screen(vt->terminal);
	vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	text_init(&vt->page, VT_ROWS_MAX * VT_ROW_BYTES);
	vt->props.has_cursor = true;
}

void
vt_screen_feed(struct vt *vt, const char *bytes, size_t len)
{
	vterm_input_write(vt->terminal, bytes, len);
}

int
vt_rows(const struct vt *vt)
{
	int rows, columns;

	vterm_get_size(vt->terminal, &rows, &columns);
	return rows;
}

int
vt_columns(const struct vt *vt)
{
	int rows, columns;

	vterm_get_size(vt->terminal, &rows, &columns);
	return columns;
}

/* One code point in UTF-8; returns its bytes. */
static size_t
encode(uint32_t c, char out[static 4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static int
colour(const VTermColor *of)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(of) || VTERM_COLOR_IS_DEFAULT_BG(of))
		return -1;
	return VTERM_COLOR_IS_INDEXED(of) ? of->indexed.idx : -2;
}

struct vt_cell
vt_cell(struct vt *vt, int row, int column)
{
	VTermPos at = { row, column };
	VTermScreenCell from;
	struct vt_cell cell = { .text = " ", .width = 1 };
	size_t len = 0;
	int i;

	memset(&from, 0, sizeof(from));
	if (!vterm_screen_get_cell(vt->screen, at, &from))
		return cell;
	for (i = 0; i < VTERM_MAX_CHARS_PER_CELL && from.chars[i] != 0; i++)
		/* the right half of a wide character is told as -1 */
		if (from.chars[i] != UINT32_MAX)
			len += encode(from.chars[i], cell.text + len);
	if (len > 0)
		cell.text[len] = '\0';
	else if (from.chars[0] == UINT32_MAX)
		cell.text[0] = '\0';
	cell.width = from.width;
	cell.bold = from.attrs.bold;
	cell.underline = from.attrs.underline != 0;
	cell.reverse = from.attrs.reverse;
	cell.blink = from.attrs.blink;
	cell.fg = colour(&from.fg);
	cell.bg = colour(&from.bg);
	return cell;
}

const char *
vt_row(struct vt *vt, int row)
{
	struct vt_cell cell;
	size_t len = 0, bytes;
	int column;

	for (column = 0; column < vt_columns(vt); column++) {
		cell = vt_cell(vt, row, column);
		bytes = strlen(cell.text);
		if (len + bytes >= sizeof(vt->row))
			break;
		memcpy(vt->row + len, cell.text, bytes);
		len += bytes;
	}
	while (len > 0 && vt->row[len - 1] == ' ')
		len--;
	vt->row[len] = '\0';
	return vt->row;
}

const char *
vt_screen(struct vt *vt)
{
	int row;

	text_reset(&vt->page);
	for (row = 0; row < vt_rows(vt); row++) {
		text_adds(&vt->page, vt_row(vt, row));
		text_adds(&vt->page, "\n");
	}
	return vt->page.at;
}

static size_t
squeeze(const char *from, char *to)
{
	size_t len = 0;

	for (; *from != '\0'; from++) {
		if (*from != ' ' && *from != '\n')
			to[len++] = *from;
		else if (len > 0 && to[len - 1] != ' ')
			to[len++] = ' ';
	}
	to[len] = '\0';
	return len;
}

const char *
vt_words(struct vt *vt)
{
	vt_screen(vt);
	vt->page.len = squeeze(vt->page.at, vt->page.at);
	return vt->page.at;
}

bool
vt_shows(struct vt *vt, const char *text)
{
	return strstr(vt_screen(vt), text) != NULL ||
	    strstr(vt_words(vt), text) != NULL;
}

bool
vt_find(struct vt *vt, const char *text, int *row, int *column)
{
	const char *line, *found;
	size_t bytes;
	int r, c;

	for (r = 0; r < vt_rows(vt); r++) {
		line = vt_row(vt, r);
		found = strstr(line, text);
		if (found == NULL)
			continue;
		bytes = (size_t)(found - line);
		for (c = 0; bytes > 0; c++)
			bytes -= strlen(vt_cell(vt, r, c).text);
		if (row != NULL)
			*row = r;
		if (column != NULL)
			*column = c;
		return true;
	}
	return false;
}

int
vt_row_of(struct vt *vt, const char *text)
{
	int row = -1;

	if (!vt_find(vt, text, &row, NULL)) {
		vt_show(vt);
		fail_msg("no row of the screen holds \"%s\"", text);
	}
	return row;
}

void
vt_cursor(struct vt *vt, int *row, int *column)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(vt->terminal), &at);
	*row = at.row;
	*column = at.col;
}

bool
vt_cursor_is_visible(const struct vt *vt)
{
	return vt->props.has_cursor;
}

bool
vt_is_alternate(const struct vt *vt)
{
	return vt->props.is_alternate;
}

bool
vt_has_mouse(const struct vt *vt)
{
	return vt->props.has_mouse;
}

/* libvterm tells the mode only by what it does on a paste. */
bool
vt_marks_pastes(struct vt *vt)
{
	vt->is_probed = true;
	vt->answered = 0;
	vterm_keyboard_start_paste(vt->terminal);
	vt->is_probed = false;
	return vt->answered > 0;
}

bool
vt_is_cooked(const struct vt *vt)
{
	struct termios modes;

	assert_int_equal(tcgetattr(vt->slave, &modes), 0);
	return (modes.c_lflag & ICANON) != 0 && (modes.c_lflag & ECHO) != 0;
}

void
vt_show(struct vt *vt)
{
	int row;

	for (row = 0; row < vt_rows(vt); row++)
		print_message("# |%s|\n", vt_row(vt, row));
}
