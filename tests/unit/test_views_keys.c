/* SPDX-License-Identifier: ISC */
/* Of every state's picture at every size: the cursor is at the focus, and the
 * keys that it names are those that act. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "tests/lib/looks.h"
#include "tui/keys.h"

/* Does the cell so many columns before the cursor show this? */
static bool
is_at_cursor(const struct look *look, int back, const char *text)
{
	const struct screen *screen = &look->screen;
	int column = screen->cursor_column - back;

	return column >= 0 && strcmp(screen->cells[screen->cursor_row *
	    screen->columns + column].text, text) == 0;
}

/* Columns from the mark before the field to the cursor in it. */
static int
cursor_in_field(const struct look *look)
{
	size_t columns = (size_t)look->plan.form.columns - 2, cursor;
	char view[LOOK_ROW];

	editor_view(&look->facing->face.editor, columns, view, sizeof(view),
	    &cursor);
	explicit_bzero(view, sizeof(view));
	return 2 + (int)cursor;
}

static void
check_cursor(const struct look *look)
{
	const struct face *face = &look->facing->face;
	bool is_signin = face->overlay == OVERLAY_NONE &&
	    face->desk->wizard.mode == WIZARD_SIGNIN;
	bool is_found = (look_is_form(look) || is_signin) &&
	    face_finding(face)->text[0] != '\0';

	look_true(look, look->screen.cursor_row >= look->plan.whole.row &&
	    look->screen.cursor_row < look->plan.bottom_rule);
	if (is_found)
		look_true(look, is_at_cursor(look, 0, "!"));
	else if (face_rows(face) > 0)
		look_true(look, is_at_cursor(look, 2, ">"));
	else if (face_is_editing(face) &&
	    look->facing->desk.wizard.user_code[0] == '\0')
		look_true(look, is_at_cursor(look, cursor_in_field(look),
		    ">"));
}

static void
req_27_the_cursor_is_at_the_focus_or_the_finding(void **state)
{
	(void)state;
	look_at_all(check_cursor);
}

/* "^G Help" is in the footer. */
static bool
is_shown(const struct look *look, const struct key_row *row)
{
	const char *word = key_words(row, &look->facing->face), *at;
	char footer[LOOK_ROW], words[128];

	if (word == NULL)
		return false;
	look_row(look, look->screen.rows - 1, footer);
	snprintf(words, sizeof(words), "%s %s", row->name, word);
	at = strstr(footer, words);
	if (at == NULL)
		return false;
	at += strlen(words);
	return at[0] == '\0' || at[0] == ' ';
}

static void
check_footer(const struct look *look)
{
	const struct face *face = &look->facing->face;
	bool is_spacious = look->screen.columns >= 200, acts;
	size_t i, shown = 0;

	for (i = 0; i < key_row_count; i++) {
		acts = face_acts(face, key_rows[i].stroke);
		if (is_shown(look, &key_rows[i])) {
			look_true(look, acts);
			shown++;
		} else if (is_spacious && acts) {
			look_true(look, key_words(&key_rows[i], face) == NULL);
		}
	}
	look_true(look, shown >= 1);
}

static void
req_30_the_footer_has_exactly_the_keys_that_act(void **state)
{
	(void)state;
	look_at_all(check_footer);
}

/* Pressed there, the help opens; what it lists is what acts below it. */
static void
check_help_of(const struct scene *scene)
{
	struct look look;
	struct face *face;
	char line[256];
	size_t i;

	look_begin(&look, scene);
	face = &look.facing->face;
	if (face->overlay == OVERLAY_NONE &&
	    face_acts(face, STROKE_HELP)) {
		facing_press(look.facing, STROKE_HELP);
		assert_int_equal(face->overlay, OVERLAY_HELP);
		look_draw(&look, 300, 100);
		facing_press(look.facing, STROKE_ESC);
		assert_int_equal(face->overlay, OVERLAY_NONE);
	}
	for (i = 0; look.text.len > 0 && i < key_row_count; i++) {
		snprintf(line, sizeof(line), "\n  %-11s%.20s",
		    key_rows[i].name, key_rows[i].help);
		look_true(&look, (strstr(look.text.at, line) != NULL) ==
		    face_acts(face, key_rows[i].stroke));
	}
	look_end(&look);
}

static void
req_30_the_help_has_exactly_the_keys_that_act(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; scene_at(i) != NULL; i++)
		check_help_of(scene_at(i));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    req_27_the_cursor_is_at_the_focus_or_the_finding),
		cmocka_unit_test(
		    req_30_the_footer_has_exactly_the_keys_that_act),
		cmocka_unit_test(req_30_the_help_has_exactly_the_keys_that_act),
	};

	return cmocka_run_group_tests_name("views_keys", tests, NULL, NULL);
}
