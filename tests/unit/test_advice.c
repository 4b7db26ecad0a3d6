/* SPDX-License-Identifier: ISC */
/* Advice for the sign-in server's errors: every number that Microsoft's list
 * and ours name has a row, and words decide where number and word differ. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "oauth/advice.h"

/* The numbers of microsoft.md section 4, as they stand there. */
static const unsigned numbers[] = { 16000, 28002, 28003, 50000, 50001, 500011,
	50002, 500021, 50011, 50012, 50013, 500133, 50014, 51004, 50020, 50033,
	50034, 50053, 50055, 50056, 50057, 50058, 50059, 50072, 50074, 50076,
	50078, 50079, 50085, 50089, 50087, 50088, 50097, 50129, 50155, 50187,
	50105, 50107, 50126, 50128, 50131, 50132, 50133, 50134, 50135, 50140,
	50199, 50144, 50146, 50147, 501491, 501481, 50158, 50173, 50194, 50196,
	500112, 500113, 500208, 500212, 500213, 51000, 53000, 53001, 53002,
	53003, 53004, 53010, 53011, 530032, 530035, 54005, 65001, 65002, 65004,
	65005, 650056, 650052, 650053, 650057, 67003, 70001, 7000112, 70000,
	700003, 700005, 70002, 70003, 70004, 70007, 70008, 700016, 70011, 70012,
	70016, 70017, 70018, 70019, 70020, 700020, 700022, 700023, 700024,
	700025, 700027, 700030, 70043, 700054, 700082, 700084, 7000215, 7000218,
	7000222, 7000229, 75001, 80001, 80002, 80003, 80004, 80005, 80006,
	80007, 80008, 80009, 80010, 80011, 80012, 80013, 80014, 90002, 90006,
	90012, 90024, 90033, 90090, 900023, 90013, 90014, 900144, 90100,
	9002313, 90015, 90019, 90023, 9001023, 9002325, 9002326, 9002327,
	9002332, 90038, 900382, 900432, 90055, 90056, 900561, 90072, 90094,
	90095, 900971, 901002, 90119, 90120, 90123, 1000031, 1002016, 130004,
	130005, 130006, 130007, 130008, 135010, 135011, 399284 };

static void
every_number_of_the_list_has_a_row(void **state)
{
	struct advice none = advice_for(NULL, NULL, 0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct advice row = advice_for(NULL, NULL, numbers[i]);

		if (row.meaning == none.meaning)
			fail_msg("AADSTS%u has no row", numbers[i]);
		assert_int_equal(row.number, numbers[i]);
	}
}

static void
every_row_says_what_and_what_next_within_bounds(void **state)
{
	static const char *const steps[] = { "", "start", "register", "values",
		"mailbox", "server", "secret", "permissions", "signin",
		"test" };
	const struct advice *row;
	struct fault why;
	size_t i, s;

	(void)state;
	for (i = 0; (row = advice_row(i)) != NULL; i++) {
		for (s = 0; s < sizeof(steps) / sizeof(steps[0]); s++)
			if (strcmp(row->step, steps[s]) == 0)
				break;
		assert_true(s < sizeof(steps) / sizeof(steps[0]));
		assert_true(strlen(row->meaning) > 10);
		assert_true(strlen(row->meaning) < sizeof(why.what));
		assert_true(strlen(row->next) + 100 < sizeof(why.next));
		assert_true(row->meaning[strlen(row->meaning) - 1] != '.');
		assert_true(row->next[strlen(row->next) - 1] != '.');
		assert_true(row->kind != FAULT_NONE);
	}
	assert_true(i > 100);
}

static void
the_word_decides_what_is_done_and_the_number_what_is_said(void **state)
{
	struct advice advice;

	(void)state;
	/* A number that fits its word refines it. */
	advice = advice_for("invalid_grant", "bad_token", 50173);
	assert_int_equal(advice.kind, FAULT_SIGNIN);
	assert_non_null(strstr(advice.meaning, "revoked"));
	/* A number of passing trouble under a word that is final: the word. */
	advice = advice_for("invalid_grant", NULL, 90033);
	assert_int_equal(advice.kind, FAULT_SIGNIN);
	/* And the other way round. */
	advice = advice_for("temporarily_unavailable", NULL, 700082);
	assert_int_equal(advice.kind, FAULT_LATER);
	/* Too many requests is "later" under any word. */
	advice = advice_for("invalid_grant", NULL, 50196);
	assert_int_equal(advice.kind, FAULT_LATER);
}

static void
a_suberror_is_more_exact_than_its_error(void **state)
{
	struct advice advice = advice_for("invalid_grant", "message_only", 0);

	(void)state;
	assert_int_equal(advice.turn, TURN_ADMIN);
	advice = advice_for("invalid_grant", "something_new", 0);
	assert_int_equal(advice.turn, TURN_YOU);
	assert_int_equal(advice.kind, FAULT_SIGNIN);
	advice = advice_for("interaction_required", "user_password_expired", 0);
	assert_non_null(strstr(advice.meaning, "password"));
}

static void
an_unknown_number_gets_the_rule_of_its_word_and_the_lookup_address(void **state)
{
	struct fault why;

	(void)state;
	advice_fault(&why, "invalid_client", NULL, 7999999);
	assert_int_equal(why.kind, FAULT_SIGNIN);
	assert_string_equal(why.step, "secret");
	assert_string_equal(why.code, "AADSTS7999999");
	assert_non_null(strstr(why.next, "/error?code=7999999"));
	advice_fault(&why, "server_error", NULL, 7999999);
	assert_int_equal(why.kind, FAULT_LATER);
	advice_fault(&why, "never_heard_of", NULL, 0);
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_string_equal(why.code, "never_heard_of");
	assert_int_not_equal(strlen(why.what), 0);
}

static void
what_was_made_minutes_ago_may_not_be_known_yet(void **state)
{
	static const unsigned recent[] = { 700016, 7000215, 65001, 7000229 };
	static const unsigned never[] = { 7000222, 50020, 90002, 54005 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(recent) / sizeof(recent[0]); i++)
		assert_true(advice_for("invalid_client", NULL, recent[i])
				.recent);
	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		assert_false(advice_for("invalid_grant", NULL, never[i])
				 .recent);
}

static unsigned
number_in(const char *text)
{
	return advice_number(text, strlen(text));
}

static void
a_number_is_found_in_any_text_but_not_in_every_number(void **state)
{
	(void)state;
	assert_int_equal(number_in("AADSTS7000215"), 7000215);
	assert_int_equal(number_in("aadsts50020: User account"), 50020);
	assert_int_equal(number_in(" 7000215\n"), 7000215);
	assert_int_equal(number_in("Sorry, trouble.\r\nAADSTS53003 at 14:02"),
	    53003);
	assert_int_equal(number_in("https://x.example/error?code=50058"),
	    50058);
	assert_int_equal(number_in("{\"error_codes\":[65001]}"), 65001);
	assert_int_equal(number_in("call 7000215 now"), 0);
	assert_int_equal(number_in("AADSTS"), 0);
	assert_int_equal(number_in("AADSTS999999999999999999999"), 0);
	assert_int_equal(number_in("535"), 0);
	assert_int_equal(number_in(""), 0);
}

static bool
explains(const char *text, struct advice *advice)
{
	return advice_explain(text, strlen(text), advice);
}

static void
explain_takes_codes_words_and_whole_texts(void **state)
{
	struct advice advice;

	(void)state;
	assert_true(explains("AADSTS7000215", &advice));
	assert_string_equal(advice.step, "secret");
	assert_true(explains("7000222", &advice));
	assert_true(explains("Something failed: error=access_denied here",
	    &advice));
	assert_string_equal(advice.word, "access_denied");
	assert_true(explains("Invalid_Grant", &advice));
	assert_false(explains("my_invalid_grant_x", &advice));
	assert_false(explains("hello", &advice));
	assert_false(explains("AADSTS7999999", &advice));
	assert_int_equal(advice.number, 7999999);
	assert_int_not_equal(strlen(advice.meaning), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_of_the_list_has_a_row),
		cmocka_unit_test(
		    every_row_says_what_and_what_next_within_bounds),
		cmocka_unit_test(
		    the_word_decides_what_is_done_and_the_number_what_is_said),
		cmocka_unit_test(a_suberror_is_more_exact_than_its_error),
		cmocka_unit_test(
		    an_unknown_number_gets_the_rule_of_its_word_and_the_lookup_address),
		cmocka_unit_test(
		    what_was_made_minutes_ago_may_not_be_known_yet),
		cmocka_unit_test(
		    a_number_is_found_in_any_text_but_not_in_every_number),
		cmocka_unit_test(explain_takes_codes_words_and_whole_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
