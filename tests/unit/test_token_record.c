/* SPDX-License-Identifier: ISC */
/* When a token is still good, by clocks that jump, and how long to wait after a
 * refresh that failed. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "oauth/token.h"
#include "oauth/token_record.h"
#include "oauth/token_trouble.h"

enum { START = 1795442400, LIFE = 3600 };

static const struct token_record issued = { .issued_at = START,
	.expires_at = START + LIFE, .boot_ms = 500000, .boot_id = "boot-1" };

static bool
is_fresh(int64_t wall, int64_t boot, const char *boot_id)
{
	struct token_time time = { .now = START + wall,
		.boot_ms = 500000 + boot * 1000, .boot_id = boot_id };

	return token_record_is_fresh(&issued, &time);
}

static void
a_token_is_fresh_until_five_minutes_and_the_skew_before_its_end(void **state)
{
	const int64_t last = LIFE - TOKEN_SPARE - TOKEN_SKEW;

	(void)state;
	assert_true(is_fresh(0, 0, "boot-1"));
	assert_true(is_fresh(last, last, "boot-1"));
	assert_false(is_fresh(last + 1, last + 1, "boot-1"));
	assert_false(is_fresh(LIFE * 2, LIFE * 2, "boot-1"));
}

static void
clocks_that_disagree_make_it_old(void **state)
{
	(void)state;
	assert_true(is_fresh(100 + TOKEN_SKEW, 100, "boot-1"));
	assert_false(is_fresh(101 + TOKEN_SKEW, 100, "boot-1"));
	assert_false(is_fresh(100, 101 + TOKEN_SKEW, "boot-1"));
	/* Back by ten years, with and without a boot in between. */
	assert_false(is_fresh(-315360000, 100, "boot-1"));
	assert_false(is_fresh(-315360000, 5, "boot-2"));
	/* After a boot only the wall clock counts. */
	assert_true(is_fresh(1000, -490, "boot-2"));
}

static void
a_token_that_lives_shortly_is_used_for_most_of_its_life(void **state)
{
	struct token_record record = { .issued_at = START,
		.expires_at = START + 300 };
	struct token_time time = { .now = START + 225, .boot_id = "" };

	(void)state;
	assert_true(token_record_is_fresh(&record, &time));
	time.now++;
	assert_false(token_record_is_fresh(&record, &time));
	record = (struct token_record){ 0 };
	assert_false(token_record_is_fresh(&record, &time));
}

static void
note(struct state *state, enum fault_kind kind, const char *code,
    unsigned retry_after)
{
	struct fault why = { 0 };

	fault_set(&why, kind, "trouble of the test");
	fault_code(&why, "%s", code);
	why.retry_after = retry_after;
	token_trouble_note(state, 7, START, &why);
}

static int64_t
wait_of(struct state *state)
{
	return state->refresh_not_before - START;
}

static void
the_server_says_how_long_to_wait_within_an_hour(void **unused)
{
	struct state state;

	(void)unused;
	state_init(&state);
	note(&state, FAULT_LATER, "AADSTS90055", 30);
	assert_int_equal(wait_of(&state), 30);
	note(&state, FAULT_LATER, "AADSTS90055", 86400);
	assert_int_equal(wait_of(&state), 3600);
	state_clear(&state);
}

static void
waits_grow_and_end_with_a_success(void **unused)
{
	struct state state;
	int i;

	(void)unused;
	state_init(&state);
	note(&state, FAULT_LATER, "", 0);
	assert_int_equal(wait_of(&state), TROUBLE_NETWORK);
	note(&state, FAULT_LATER, "", 0);
	assert_int_equal(wait_of(&state), 2 * TROUBLE_NETWORK);
	for (i = 0; i < 2000; i++)
		note(&state, FAULT_LATER, "", 0);
	assert_int_equal(wait_of(&state), TROUBLE_MAX);
	assert_false(state.signin_needed);
	token_trouble_end(&state);
	assert_int_equal(state.refresh_not_before, 0);
	note(&state, FAULT_LATER, "server_error", 0);
	assert_int_equal(wait_of(&state), TROUBLE_SERVER);
	state_clear(&state);
}

static bool
blocks(const struct state *state, int64_t generation, int64_t after,
    bool insist, struct fault *why)
{
	const struct trouble_look look = { .generation = generation,
		.now = START + after, .insist = insist };

	fault_clear(why);
	return token_trouble_blocks(state, &look, why);
}

static void
a_needed_sign_in_is_told_again_without_asking_the_server(void **unused)
{
	struct state state;
	struct fault why;

	(void)unused;
	state_init(&state);
	note(&state, FAULT_SIGNIN, "AADSTS700082", 0);
	assert_true(state.signin_needed);
	assert_int_equal(state.signin_needed_since, START);
	assert_true(blocks(&state, 7, 60, false, &why));
	assert_int_equal(why.kind, FAULT_SIGNIN);
	assert_string_equal(why.code, "AADSTS700082");
	assert_string_equal(why.what, "trouble of the test");
	assert_false(blocks(&state, 7, TROUBLE_SIGNIN, false, &why));
	/* Another secret or token in the vault, or somebody who waits. */
	assert_false(blocks(&state, 8, 60, false, &why));
	assert_false(blocks(&state, 7, 60, true, &why));
	/* A clock that went back ten years must not stop mail for ten. */
	assert_false(blocks(&state, 7, -315360000, false, &why));
	token_trouble_end(&state);
	assert_false(blocks(&state, 7, 60, false, &why));
	assert_false(state.signin_needed);
	state_clear(&state);
}

static void
throttling_holds_for_those_who_wait_too(void **unused)
{
	struct state state;
	struct fault why;

	(void)unused;
	state_init(&state);
	note(&state, FAULT_LATER, "AADSTS90055", 30);
	assert_true(blocks(&state, 7, 29, true, &why));
	assert_int_equal(why.kind, FAULT_LATER);
	assert_int_equal(why.retry_after, 1);
	assert_false(blocks(&state, 7, 30, true, &why));
	state_clear(&state);
}

static void
what_is_wrong_in_the_settings_is_not_remembered(void **unused)
{
	struct state state;
	struct fault why;

	(void)unused;
	state_init(&state);
	note(&state, FAULT_SETTINGS, "", 0);
	assert_false(blocks(&state, 7, 0, false, &why));
	assert_int_equal(state.refresh_not_before, 0);
	state_clear(&state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_token_is_fresh_until_five_minutes_and_the_skew_before_its_end),
		cmocka_unit_test(clocks_that_disagree_make_it_old),
		cmocka_unit_test(
		    a_token_that_lives_shortly_is_used_for_most_of_its_life),
		cmocka_unit_test(
		    the_server_says_how_long_to_wait_within_an_hour),
		cmocka_unit_test(waits_grow_and_end_with_a_success),
		cmocka_unit_test(
		    a_needed_sign_in_is_told_again_without_asking_the_server),
		cmocka_unit_test(throttling_holds_for_those_who_wait_too),
		cmocka_unit_test(
		    what_is_wrong_in_the_settings_is_not_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
