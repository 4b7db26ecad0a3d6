/* SPDX-License-Identifier: ISC */
/* Typing and pasting on the full screen's face: what a paste becomes, when a
 * finding comes and goes, what keys make of it. */
#include <config.h>

#include <string.h>

#include "tests/lib/facing.h"
#include "tests/unit/unit.h"
#include "tui/face_part.h"

static struct facing facing; /* too big for a stack */
static struct face *const face = &facing.face;
static const struct wizard *const wizard = &facing.desk.wizard;

static int
begin(void **state)
{
	(void)state;
	facing_make(&facing);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	facing_remove(&facing);
	return 0;
}

static const char *
text(void)
{
	return editor_text(&face->editor);
}

static void
at_values(void)
{
	assert_true(facing_answer_to(&facing, STEP_VALUES, NULL));
}

static void
req_06_a_paste_with_blanks_and_a_newline_is_the_value_and_no_enter(void **state)
{
	(void)state;
	at_values();
	facing_paste(&facing, "  \t" FACING_CLIENT " \n");
	assert_string_equal(text(), FACING_CLIENT);
	assert_int_equal(face->editor.len, 36);
	assert_int_equal(wizard->field, 0);
	assert_int_equal(wizard->step, STEP_VALUES);
}

static void
req_07_typed_in_pieces_it_is_the_same_value(void **state)
{
	(void)state;
	at_values();
	facing_type(&facing, "  " FACING_CLIENT " ");
	facing_press(&facing, STROKE_ENTER);
	assert_string_equal(answers_get(&wizard->answers,
	    "registration.client_id"), FACING_CLIENT);
	assert_int_equal(wizard->field, 1);
}

static void
req_08_far_too_long_a_paste_is_refused_as_a_whole(void **state)
{
	char much[4097];

	(void)state;
	memset(much, 'x', sizeof(much) - 1);
	much[sizeof(much) - 1] = '\0';
	assert_true(facing_answer_to(&facing, STEP_SECRET, NULL));
	facing_paste(&facing, much);
	assert_int_equal(face->editor.len, 0);
	assert_true(face_finding(face)->text[0] != '\0');
	assert_null(strstr(face_finding(face)->text, "xx"));
	facing_press(&facing, STROKE_TOO_MUCH);
	assert_non_null(strstr(face_finding(face)->text, "more than 16384"));
}

static void
req_21_a_secret_pasted_into_another_field_is_never_shown(void **state)
{
	char secret[41];

	(void)state;
	memset(secret, 'x', sizeof(secret) - 1);
	secret[sizeof(secret) - 1] = '\0';
	memcpy(secret, "abc8Q~", 6);
	at_values();
	facing_paste(&facing, secret);
	assert_string_equal(text(), "");
	assert_non_null(strstr(face_finding(face)->text, "client secret"));
	assert_null(strstr(face_finding(face)->text, "abc8"));
	facing_type(&facing, "6");
	assert_string_equal(face_finding(face)->text, "");
}

static void
req_09_findings_come_on_enter_or_leaving_and_go_with_the_next_key(void **state)
{
	(void)state;
	at_values();
	facing_type(&facing, "6731de76");
	assert_string_equal(face_finding(face)->text, "");
	facing_press(&facing, STROKE_ENTER);
	assert_non_null(strstr(face_finding(face)->text, "8 of 36"));
	assert_string_equal(text(), "6731de76");
	facing_type(&facing, "-");
	assert_string_equal(face_finding(face)->text, "");
	assert_string_equal(text(), "6731de76-");
	facing_press(&facing, STROKE_TAB);
	assert_int_equal(wizard->field, 1);
	assert_non_null(strstr(wizard->fields[STEP_VALUES][0].finding.text,
	    "9 of 36"));
	facing_press(&facing, STROKE_BACKTAB);
	assert_string_equal(text(), "6731de76-");
}

static void
a_paste_takes_the_place_of_what_was_refused(void **state)
{
	(void)state;
	at_values();
	facing_type(&facing, "6731de76");
	facing_press(&facing, STROKE_ENTER);
	facing_paste(&facing, FACING_CLIENT);
	assert_string_equal(text(), FACING_CLIENT);
	/* Behind a key of one's own it goes in where the cursor is. */
	facing_press(&facing, STROKE_HOME);
	facing_paste(&facing, "ab");
	assert_string_equal(text(), "ab" FACING_CLIENT);
}

static void
a_refused_paste_leaves_what_was_there(void **state)
{
	(void)state;
	at_values();
	facing_paste(&facing, FACING_CLIENT);
	facing_press(&facing, STROKE_ENTER);
	facing_press(&facing, STROKE_BACKTAB);
	facing_paste(&facing, "two lines\nof nothing known");
	assert_string_equal(text(), FACING_CLIENT);
	assert_non_null(strstr(face_finding(face)->text, "several lines"));
}

static void
what_is_proposed_makes_room_for_the_first_letter(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_REGISTER, NULL));
	assert_non_null(strstr(text(), "postfrank on "));
	facing_type(&facing, "My app");
	assert_string_equal(text(), "My app");
	facing_press(&facing, STROKE_ENTER);
	assert_string_equal(answers_get(&wizard->answers,
	    "registration.name"), "My app");
	/* What was answered is added to. */
	facing_press(&facing, STROKE_UP);
	facing_type(&facing, "s");
	assert_string_equal(text(), "My apps");
}

static void
what_is_proposed_can_be_edited(void **state)
{
	size_t len;

	(void)state;
	assert_true(facing_answer_to(&facing, STEP_REGISTER, NULL));
	len = strlen(text());
	facing_press(&facing, STROKE_BACKSPACE);
	facing_type(&facing, "5");
	assert_int_equal(strlen(text()), len);
}

static void
an_optional_value_can_be_taken_back(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_MAILBOX, NULL));
	facing_paste(&facing, "alerts@contoso.com");
	facing_press(&facing, STROKE_ENTER);
	facing_press(&facing, STROKE_ENTER);
	assert_string_equal(wizard_field(wizard)->setting, "sender.name");
	facing_type(&facing, "Alerts");
	facing_press(&facing, STROKE_ENTER);
	assert_string_equal(answers_get(&wizard->answers, "sender.name"),
	    "Alerts");
	facing_press(&facing, STROKE_BACKTAB);
	facing_press(&facing, STROKE_KILL_BEFORE);
	facing_press(&facing, STROKE_ENTER);
	assert_string_equal(answers_get(&wizard->answers, "sender.name"), "");
	assert_string_equal(wizard_field(wizard)->setting, "scope");
}

static void
a_block_of_the_portal_fills_all_its_fields_in(void **state)
{
	(void)state;
	at_values();
	facing_paste(&facing, "Application (client) ID\n" FACING_CLIENT "\n"
	    "Directory (tenant) ID\n" FACING_TENANT "\n");
	assert_string_equal(answers_get(&wizard->answers,
	    "registration.client_id"), FACING_CLIENT);
	assert_string_equal(text(), FACING_TENANT);
	assert_int_equal(scripted_times(&facing.script, ACTION_DISCOVER), 0);
}

static void
a_block_in_the_last_field_begins_nothing(void **state)
{
	(void)state;
	at_values();
	facing_paste(&facing, FACING_CLIENT);
	facing_press(&facing, STROKE_ENTER);
	facing_paste(&facing, "Application (client) ID\n" FACING_CLIENT "\n"
	    "Directory (tenant) ID\n" FACING_TENANT "\n");
	assert_string_equal(text(), FACING_TENANT);
	assert_int_equal(wizard->mode, WIZARD_ASKING);
	assert_int_equal(scripted_times(&facing.script, ACTION_DISCOVER), 0);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(scripted_times(&facing.script, ACTION_DISCOVER), 1);
}

static void
an_address_that_was_wrapped_becomes_whole_again(void **state)
{
	const char *bytes;

	(void)state;
	assert_true(facing_answer_to(&facing, STEP_SIGNIN, NULL));
	facing_work(&facing);
	facing_paste(&facing, "http://localhost:8765/postfrank?code=0.AAAA  \n"
	    "AAAAAAAAAAAAAAAAAAAA&state=y\n");
	bytes = secret_open(&face->editor.secret);
	assert_string_equal(bytes, FACING_BACK);
	secret_close(&face->editor.secret);
	assert_true(face->editor.is_shown);
}

static void
a_secret_in_the_wrong_field_goes_no_further(void **state)
{
	size_t i;

	(void)state;
	at_values();
	facing_paste(&facing, facing_secret());
	facing_press(&facing, STROKE_ENTER);
	assert_true(face_finding(face)->text[0] != '\0');
	assert_string_equal(text(), "");
	/* Nothing of it is left behind the text's end either. */
	for (i = 0; i < sizeof(face->editor.line); i++)
		assert_int_equal(face->editor.line[i], 0);
}

static void
a_wrong_secret_stays_to_be_looked_at(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_SECRET, NULL));
	facing_type(&facing, FACING_CLIENT);
	facing_press(&facing, STROKE_ENTER);
	assert_true(face_finding(face)->text[0] != '\0');
	assert_int_equal(face->editor.len, 36);
	facing_paste(&facing, facing_secret());
	assert_int_equal(face->editor.len, 40);
	facing_press(&facing, STROKE_ENTER);
	assert_true(wizard->fields[STEP_SECRET][0].is_given);
	assert_int_equal(wizard->field, 1);
}

static void
both_readings_of_a_date_are_one_key_away(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_SECRET, NULL));
	facing_paste(&facing, facing_secret());
	facing_press(&facing, STROKE_ENTER);
	facing_type(&facing, "11/12/2028");
	facing_press(&facing, STROKE_ENTER);
	assert_true(face_offers(face));
	facing_press(&facing, STROKE_DOWN);
	assert_string_equal(text(), "2028-11-12");
	facing_press(&facing, STROKE_DOWN);
	assert_string_equal(text(), "2028-12-11");
	facing_press(&facing, STROKE_DOWN);
	assert_string_equal(text(), "11/12/2028");
	facing_press(&facing, STROKE_UP);
	facing_press(&facing, STROKE_ENTER);
	assert_string_equal(answers_get(&wizard->answers,
	    "registration.secret_expires"), "2028-12-11");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_06_a_paste_with_blanks_and_a_newline_is_the_value_and_no_enter),
		CASE(req_07_typed_in_pieces_it_is_the_same_value),
		CASE(req_08_far_too_long_a_paste_is_refused_as_a_whole),
		CASE(req_21_a_secret_pasted_into_another_field_is_never_shown),
		CASE(req_09_findings_come_on_enter_or_leaving_and_go_with_the_next_key),
		CASE(a_paste_takes_the_place_of_what_was_refused),
		CASE(a_refused_paste_leaves_what_was_there),
		CASE(what_is_proposed_makes_room_for_the_first_letter),
		CASE(what_is_proposed_can_be_edited),
		CASE(an_optional_value_can_be_taken_back),
		CASE(a_block_of_the_portal_fills_all_its_fields_in),
		CASE(a_block_in_the_last_field_begins_nothing),
		CASE(an_address_that_was_wrapped_becomes_whole_again),
		CASE(a_secret_in_the_wrong_field_goes_no_further),
		CASE(a_wrong_secret_stays_to_be_looked_at),
		CASE(both_readings_of_a_date_are_one_key_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
