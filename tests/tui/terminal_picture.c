/* SPDX-License-Identifier: ISC */
/* What is sent for a picture: how much of it, and which bytes. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tests/lib/vt_inside.h"
#include "tests/tui/probing.h"

enum { FIRST_SCREEN = 1600, TYPED = 4, FOCUS = 16, UNSUITED = 64 };

static const char begin[] = "https://login.example.com/9a1f7c52";
static const char end[] = "&prompt=select_account";

static void
req_01_the_first_picture_is_small(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	assert_in_range(vt_count(vt), 1, FIRST_SCREEN);
	wish.picture = "address";
	vt = probing_shown(probing, &wish);
	assert_in_range(vt_count(vt), 1, FIRST_SCREEN);
}

static void
req_02_a_typed_character_is_one_byte(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "address" };
	struct vt *vt = probing_shown(probing, &wish);

	vt_mark(vt);
	vt_type(vt, "a");
	vt_see(vt, "> a");
	assert_in_range(vt_count(vt), 1, TYPED);
	vt_mark(vt);
	vt_type(vt, VT_TAB);
	assert_in_range(vt_count(vt), 1, FOCUS);
	/* nothing has changed: nothing is sent */
	vt_mark(vt);
	vt_type(vt, VT_UP);
	probing_tells(probing, "text a\ntab\nup\n");
	assert_int_equal(vt_count(vt), 0);
}

static void
styles_are_more_than_colours(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "styles" };
	struct vt *vt = probing_shown(probing, &wish);

	assert_true(vt_cell(vt, 0, 1).bold);
	assert_true(vt_cell(vt, 2, 2).bold);
	assert_int_equal(vt_cell(vt, 2, 2).fg, 1);
	assert_int_equal(vt_cell(vt, 3, 2).fg, 2);
	assert_true(vt_cell(vt, 4, 2).reverse);
	assert_int_equal(vt_cell(vt, 4, 2).fg, -1);
	assert_int_equal(vt_cell(vt, 7, 2).fg, 7);
	assert_int_equal(vt_cell(vt, 7, 2).bg, 0);
	assert_string_equal(vt_row(vt, 5),
	    "  J\303\266rg \346\274\242\345\255\227 e\314\201");
}

static void
req_23_without_colour_only_a_code_has_any(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "styles",
		.setting = "NO_COLOR=1" };
	struct vt *vt = probing_shown(probing, &wish);
	int row, column;

	for (row = 0; row < vt_rows(vt); row++)
		for (column = 0; column < vt_columns(vt); column++)
			if (row != 7 || column < 2 || column > 3) {
				struct vt_cell cell = vt_cell(vt, row, column);

				assert_int_equal(cell.fg, -1);
				assert_int_equal(cell.bg, -1);
			}
	assert_true(vt_cell(vt, 2, 2).bold);
	assert_int_equal(vt_cell(vt, 7, 2).fg, 7);
	/* and where there is no code, nothing that sets a colour is sent */
	wish.locale = "C";
	vt = probing_shown(probing, &wish);
	assert_null(strstr(vt_log(vt, NULL), "[39;49m"));
	assert_null(strstr(vt_log(vt, NULL), "[31m"));
	assert_int_equal(vt_cell(vt, 7, 2).fg, -1);
}

static void
req_20_no_code_where_it_would_not_come_out_right(void **state)
{
	static const struct {
		const char *term;
		const char *locale;
	} rows[] = { { "linux", NULL }, { "vt100", NULL }, { NULL, "C" } };
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "styles" };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		wish.term = rows[i].term;
		wish.locale = rows[i].locale;
		probing_shown(probing, &wish);
		assert_string_equal(vt_row(probing->vt, 7), "");
	}
}

/* What is left of the output without escape sequences and what moves the
 * cursor: CR, LF, BS. */
static size_t
strip(const char *bytes, size_t len, char *out)
{
	size_t i = 0, n = 0;

	while (i < len) {
		if (bytes[i] == '\033' && i + 1 < len && bytes[i + 1] == '[') {
			for (i += 2; i < len &&
			    (bytes[i] < 0x40 || bytes[i] > 0x7e);)
				i++;
			i++;
		} else if (bytes[i] == '\033') {
			i += 2;
		} else if (strchr("\r\n\b", bytes[i]) != NULL) {
			i++;
		} else {
			out[n++] = bytes[i++];
		}
	}
	return n;
}

static void
req_24_outside_utf8_only_ascii_is_sent(void **state)
{
	static const char *const terms[] = { "xterm-256color", "xterm", "linux",
		"vt100", "screen", "tmux" };
	static char left[65536];
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "styles", .locale = "C" };
	size_t i, j, len, n;
	const char *log;

	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		wish.term = terms[i];
		probing_shown(probing, &wish);
		vt_type(probing->vt, VT_CTRL('O'));
		vt_type(probing->vt, VT_ENTER);
		vt_type(probing->vt, VT_CTRL('X'));
		assert_int_equal(vt_status(probing->vt), 0);
		log = vt_log(probing->vt, &len);
		n = strip(log, len, left);
		assert_true(n > 100);
		for (j = 0; j < n; j++)
			assert_in_range((unsigned char)left[j], 0x20, 0x7e);
	}
}

static void
req_24_no_shift_to_line_drawing_is_ever_sent(void **state)
{
	static const char *const terms[] = { "xterm-256color", "xterm", "linux",
		"vt100", "screen", "tmux", "putty" };
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "styles" };
	size_t i, j, len;
	const char *log;

	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		wish.term = terms[i];
		probing_shown(probing, &wish);
		assert_memory_equal(vt_row(probing->vt, 1), "\342\224\200", 3);
		vt_type(probing->vt, VT_CTRL('L'));
		vt_type(probing->vt, VT_CTRL('X'));
		assert_int_equal(vt_status(probing->vt), 0);
		log = vt_log(probing->vt, &len);
		for (j = 0; j + 1 < len; j++) {
			assert_int_not_equal(log[j], 0x0e);
			assert_int_not_equal(log[j], 0x0f);
			if (log[j] == '\033')
				assert_null(strchr("()*+", log[j + 1]));
		}
	}
}

static void
req_25_a_terminal_that_cannot_gets_one_sentence(void **state)
{
	static const struct {
		const char *term;
		const char *script;
		const char *words;
	} rows[] = {
		{ "dumb", NULL, "\"dumb\"" },
		{ "nonsense", NULL, "\"nonsense\"" },
		{ "", NULL, "TERM is not set" },
		{ NULL, "unset TERM; exec \"$PROBE\" \"$LOG\" form",
		    "TERM is not set" },
		{ NULL, "\"$PROBE\" \"$LOG\" form < /dev/null",
		    "input is no terminal" },
		{ NULL, "e=$(\"$PROBE\" \"$LOG\" form 2>&1); r=$?; echo \"$e\";"
			" exit $r",
		    "output is no terminal" },
	};
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	size_t i, len;
	const char *log;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		wish.term = rows[i].term;
		wish.script = rows[i].script;
		probing_start(probing, &wish);
		assert_int_equal(vt_status(probing->vt), UNSUITED);
		assert_true(vt_shows(probing->vt, rows[i].words));
		assert_true(vt_shows(probing->vt, "postfrank setup --plain"));
		log = vt_log(probing->vt, &len);
		assert_null(memchr(log, '\033', len));
	}
}

static void
a_modern_name_that_is_unknown_here_is_an_xterm(void **state)
{
	static const char *const terms[] = { "xterm-kitty", "xterm-ghostty",
		"foot", "foot-extra", "wezterm", "alacritty", "putty" };
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "styles",
		.setting = "TERMINFO_DIRS=/lib/terminfo" };
	size_t i;

	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		wish.term = terms[i];
		probing_shown(probing, &wish);
		vt_see(probing->vt, "done 1 Register the app");
	}
}

/* Once for each time its rows are painted anew, and no more often. */
static size_t
runs_since(struct vt *vt)
{
	size_t len, n = 0;
	const char *at = vt_since(vt, &len), *stop = at + len;

	/* only as one run does its end follow without a move of the cursor */
	while ((at = memmem(at, (size_t)(stop - at), begin,
		    strlen(begin))) != NULL) {
		const char *to = memmem(at, (size_t)(stop - at), end,
		    strlen(end));

		if (to != NULL && memchr(at, '\033', (size_t)(to - at)) == NULL)
			n++;
		at++;
	}
	return n;
}

static void
req_18_an_address_is_sent_as_one_run_when_its_rows_were(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "address" };
	struct vt *vt = probing_shown(probing, &wish);
	int row, column;

	vt_mark(vt);
	vt_type(vt, VT_CTRL('L'));
	assert_int_equal(runs_since(vt), 1);
	vt_cursor(vt, &row, &column);
	assert_int_equal(column, 4);
	vt_mark(vt);
	vt_type(vt, "abc");
	vt_type(vt, VT_TAB);
	assert_int_equal(runs_since(vt), 0);
	vt_resize(vt, 30, 132);
	assert_int_equal(runs_since(vt), 1);
	vt_mark(vt);
	vt_type(vt, VT_CTRL('Z'));
	assert_int_equal(runs_since(vt), 1);
	/* where there is no room for it, nothing is sent */
	vt_mark(vt);
	vt_resize(vt, 5, 40);
	assert_int_equal(runs_since(vt), 0);
}

static void
req_19_the_plain_page_has_it_alone_and_comes_back(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "address" };
	struct vt *vt = probing_shown(probing, &wish);
	char before[4096];

	vt_type(vt, "abc");
	snprintf(before, sizeof(before), "%s", vt_screen(vt));
	vt_mark(vt);
	vt_type(vt, VT_CTRL('O'));
	vt_see(vt, "Press Enter to return.");
	assert_false(vt_is_alternate(vt));
	assert_int_equal(runs_since(vt), 1);
	/* what would control the terminal is not sent: CSI is one character */
	assert_true(vt_shows(vt, "?2J?[2J"));
	assert_false(vt_shows(vt, "Esc Back"));
	/* nothing is painted over it */
	vt_mark(vt);
	vt_type(vt, VT_UP);
	assert_int_equal(vt_count(vt), 0);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Esc Back");
	assert_true(vt_is_alternate(vt));
	assert_string_equal(vt_screen(vt), before);
	vt_type(vt, VT_CTRL('O'));
	vt_type(vt, VT_CTRL('X'));
	assert_int_equal(vt_status(vt), 0);
	assert_true(vt_is_cooked(vt));
	assert_false(vt_marks_pastes(vt));
	assert_true(vt_shows(vt, "Press Enter to return."));
}

static void
the_clipboard_is_offered_where_that_makes_sense(void **state)
{
	static const char *const without[] = { "linux", "vt100", "screen",
		"screen-256color" };
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "address" };
	struct vt *vt = probing_shown(probing, &wish);
	size_t i;

	vt_mark(vt);
	vt_type(vt, VT_CTRL('Y'));
	vt_see_bytes(vt, "\033]52;c;aHR0cHM6Ly9sb2dpbi5leGFtcGxlLmNvbS");
	for (i = 0; i < sizeof(without) / sizeof(without[0]); i++) {
		wish.term = without[i];
		vt = probing_shown(probing, &wish);
		vt_mark(vt);
		vt_type(vt, VT_CTRL('Y'));
		probing_tells(probing, "copy\n");
		assert_int_equal(vt_count(vt), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_01_the_first_picture_is_small),
		CASE(req_02_a_typed_character_is_one_byte),
		CASE(styles_are_more_than_colours),
		CASE(req_18_an_address_is_sent_as_one_run_when_its_rows_were),
		CASE(req_19_the_plain_page_has_it_alone_and_comes_back),
		CASE(req_20_no_code_where_it_would_not_come_out_right),
		CASE(req_23_without_colour_only_a_code_has_any),
		CASE(req_24_outside_utf8_only_ascii_is_sent),
		CASE(req_24_no_shift_to_line_drawing_is_ever_sent),
		CASE(req_25_a_terminal_that_cannot_gets_one_sentence),
		CASE(a_modern_name_that_is_unknown_here_is_an_xterm),
		CASE(the_clipboard_is_offered_where_that_makes_sense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
