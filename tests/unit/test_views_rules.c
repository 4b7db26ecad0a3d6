/* SPDX-License-Identifier: ISC */
/* What holds of every state's picture at every size: nothing is lost, values
 * stand alone, secrets are stars, states are words. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "setup/step.h"
#include "tests/lib/looks.h"

/* Of a finding that is as long as a page, below a list, the help shows the
 * rest. */
enum { FOUND_SEEN = 110 };

static void
check_frame(const struct look *look)
{
	const char *rule = look->scene->is_ascii ? "--" : "\xe2\x94\x80";
	const struct plan *plan = &look->plan;
	char row[LOOK_ROW];
	int i, between = 0;

	look_row(look, plan->top_rule, row);
	look_true(look, strncmp(row, rule, strlen(rule)) == 0);
	look_row(look, plan->bottom_rule, row);
	look_true(look, strncmp(row, rule, strlen(rule)) == 0);
	look_row(look, plan->footer.row, row);
	look_true(look, row[0] != '\0');
	for (i = plan->whole.row; i < plan->bottom_rule; i++) {
		look_row(look, i, row);
		between += row[0] != '\0';
	}
	look_true(look, between >= 2);
}

static void
every_picture_has_its_frame_and_something_in_it(void **state)
{
	(void)state;
	look_at_all(check_frame);
}

static void
check_letters(const struct look *look)
{
	size_t i;

	for (i = 0; look->scene->is_ascii && i < look->text.len; i++)
		look_true(look, look->text.at[i] == '\n' ||
		    (look->text.at[i] >= 0x20 && look->text.at[i] < 0x7f));
	/* What was not filled in, and what cannot be shown. */
	look_true(look, strchr(look->text.at, '{') == NULL);
	look_true(look, strstr(look->text.at, "(null)") == NULL);
	look_true(look, strstr(look->text.at, "\\x") == NULL);
	look_true(look, strstr(look->text.at, "\xef\xbf\xbd") == NULL);
}

static void
in_ascii_there_is_nothing_else(void **state)
{
	(void)state;
	look_at_all(check_letters);
}

static void
check_field(const struct look *look)
{
	const struct wizard *wizard = &look->facing->desk.wizard;
	struct known known = wizard_known(wizard, facing_now);
	const struct finding *found = face_finding(&look->facing->face);
	char beginning[sizeof(found->text)];
	struct text label;

	/* Beside other panes a row is not the field's alone. */
	if (!look_is_form(look) || look->plan.shape == SHAPE_WIDE)
		return;
	text_init(&label, 512);
	field_label(wizard_field(wizard), &known, &label);
	look_true(look, look_has(look, label.at));
	text_clear(&label);
	look_true(look, strstr(look->text.at, "\n>") != NULL ||
	    strstr(look->text.at, "\n  >") != NULL);
	if (found->text[0] == '\0')
		return;
	/* Its first letter may have become a capital one. */
	snprintf(beginning, face_rows(&look->facing->face) > 0 ? FOUND_SEEN
	    : sizeof(beginning), "%s", found->text + 1);
	look_true(look, look_has(look, beginning));
}

static void
req_17_field_label_and_finding_are_in_sight_at_every_size(void **state)
{
	(void)state;
	look_at_all(check_field);
}

static void
check_address(const struct look *look)
{
	const struct wizard *wizard = &look->facing->desk.wizard;
	char row[LOOK_ROW], whole[LOOK_ROW] = "";
	size_t len = strlen(wizard->address);
	int i;

	if (wizard->mode != WIZARD_SIGNIN || wizard->user_code[0] != '\0' ||
	    look->facing->face.overlay != OVERLAY_NONE)
		return;
	if (strcmp(look->screen.unbroken, wizard->address) != 0) {
		/* Not a piece of it, and where to find it. */
		look_true(look, strstr(look->text.at, "oauth2") == NULL);
		look_true(look, look_has(look, "^O shows it alone"));
		return;
	}
	for (i = look->screen.unbroken_row; strlen(whole) < len; i++) {
		look_row(look, i, row);
		look_true(look, row[0] != '\0' && strncmp(row,
		    wizard->address + strlen(whole), strlen(row)) == 0);
		memcpy(whole + strlen(whole), row, strlen(row) + 1);
	}
}

static void
req_18_the_sign_in_address_is_one_run_or_not_there(void **state)
{
	(void)state;
	look_at_all(check_address);
}

static void
check_secret(const struct look *look)
{
	char part[9];

	if (strcmp(look->scene->name, "secret-shown") == 0)
		return;
	memcpy(part, scene_secret() + 6, 8);
	part[8] = '\0';
	look_true(look, strstr(look->text.at, part) == NULL);
	if (strcmp(look->scene->name, "secret-masked") == 0)
		look_true(look, strstr(look->text.at,
		    "********************************") != NULL);
}

static void
req_21_a_masked_secret_is_stars_alone(void **state)
{
	(void)state;
	look_at_all(check_secret);
}

/* What colour says, words say: a finding has its mark, done its word. */
static bool
says_so(const struct cell *cell)
{
	static const char *const words[] = { "! ", "done", "ok" };
	size_t i, k;

	while (strcmp(cell->text, " ") == 0)
		cell++;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		for (k = 0; words[i][k] != '\0'; k++)
			if (cell[k].text[0] != words[i][k])
				break;
		if (words[i][k] == '\0')
			return true;
	}
	return false;
}

static void
check_words(const struct look *look)
{
	const struct cell *cells = look->screen.cells;
	size_t i, columns = (size_t)look->screen.columns;
	uint8_t style;

	/* Where a coloured text begins: not below another row of it. */
	for (i = columns; i < columns * (size_t)look->screen.rows; i++) {
		style = cells[i].style;
		if ((style == STYLE_DONE || style == STYLE_FINDING) &&
		    cells[i - 1].style != style &&
		    cells[i - columns].style != style)
			look_true(look, says_so(&cells[i]));
	}
	if (face_rows(&look->facing->face) > 0)
		look_true(look, strstr(look->text.at, "> ") != NULL);
}

static void
req_23_states_and_choices_are_words(void **state)
{
	(void)state;
	look_at_all(check_words);
}

static void
check_carries(const struct look *look)
{
	const struct wizard *wizard = &look->facing->desk.wizard;
	struct known known = wizard_known(wizard, facing_now);
	struct text label, value;
	size_t i;

	/* Narrower ones have longer values on several rows. */
	if (!look_is_form(look) || look->screen.columns < 59)
		return;
	for (i = 0; i < steps[wizard->step].carry_count; i++) {
		text_init(&label, 512);
		text_init(&value, 4096);
		if (step_carry(wizard->step, i, &known, &label, &value))
			look_true(look, look_has_row(look, value.at));
		text_clear(&label);
		text_clear(&value);
	}
}

static void
req_33_values_for_the_portal_stand_alone_from_column_0(void **state)
{
	(void)state;
	look_at_all(check_carries);
}

static void
req_33_a_value_longer_than_a_row_is_one_run(void **state)
{
	struct look look;

	(void)state;
	look_begin(&look, scene_find("register"));
	look_draw(&look, 12, 40);
	assert_string_equal(look.screen.unbroken,
	    "postfrank on server01 for emailing via Office365");
	assert_true(look_has_row(&look,
	    "postfrank on server01 for emailing via O"));
	look_end(&look);
}

static void
too_small_a_window_says_so_and_keeps_everything(void **state)
{
	struct look look;

	(void)state;
	look_begin(&look, scene_find("values-finding"));
	look_draw(&look, 8, 30);
	assert_string_equal(look.text.at, "Make the window larger, or\n"
	    "press Enter for plain\nquestions.\n\n\n\n\n\n");
	look_draw(&look, 1, 1);
	look_draw(&look, 24, 80);
	assert_true(look_has(&look, "> contoso,com"));
	look_end(&look);
}

static void
however_far_it_was_scrolled_the_end_is_shown(void **state)
{
	struct look look;
	struct face *face;

	(void)state;
	look_begin(&look, scene_find("help"));
	face = &look.facing->face;
	look_draw(&look, 24, 80);
	assert_true(look_has(&look, "(more: PageDown)"));
	assert_true(face->scroll_max > 0);
	face->scroll = 10000;
	look_draw(&look, 24, 80);
	assert_true(look_has(&look, "(more: PageUp)"));
	assert_true(look_has(&look, "The portal's wording"));
	look_draw(&look, 200, 80);
	assert_int_equal(face->scroll_max, 0);
	assert_false(look_has(&look, "(more"));
	look_end(&look);
}

static void
a_note_too_long_for_a_sign_in_is_begun_and_the_help_has_it(void **state)
{
	static const char note[] = "The client secret is not right, which is "
	    "usual for what was made minutes ago: it is tried again by itself.";
	struct look look;
	struct face *face;

	(void)state;
	look_begin(&look, scene_find("signin"));
	face = &look.facing->face;
	snprintf(face->desk->wizard.note, NOTE_SIZE, "%s", note);
	face->say[0] = '\0';
	look_draw(&look, 18, 60);
	assert_true(look_has(&look, "The client secret is not right"));
	assert_false(look_has(&look, note));
	look_draw(&look, 24, 80);
	assert_true(look_has(&look, note));
	look_draw(&look, 18, 60);
	face_press(face, &(struct press){ .stroke = STROKE_HELP });
	look_draw(&look, 18, 60);
	assert_true(look_has(&look, note));
	look_end(&look);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_picture_has_its_frame_and_something_in_it),
		cmocka_unit_test(in_ascii_there_is_nothing_else),
		cmocka_unit_test(
		    req_17_field_label_and_finding_are_in_sight_at_every_size),
		cmocka_unit_test(
		    req_18_the_sign_in_address_is_one_run_or_not_there),
		cmocka_unit_test(req_21_a_masked_secret_is_stars_alone),
		cmocka_unit_test(req_23_states_and_choices_are_words),
		cmocka_unit_test(
		    req_33_values_for_the_portal_stand_alone_from_column_0),
		cmocka_unit_test(req_33_a_value_longer_than_a_row_is_one_run),
		cmocka_unit_test(
		    too_small_a_window_says_so_and_keeps_everything),
		cmocka_unit_test(however_far_it_was_scrolled_the_end_is_shown),
		cmocka_unit_test(
		    a_note_too_long_for_a_sign_in_is_begun_and_the_help_has_it),
	};

	return cmocka_run_group_tests_name("views_rules", tests, NULL, NULL);
}
