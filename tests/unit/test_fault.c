/* SPDX-License-Identifier: ISC */
/* Faults: kinds, exit codes, and texts that stay within bounds and clean. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "base/fault.h"

static void
setting_a_fault_forgets_the_one_before(void **state)
{
	struct fault why;

	(void)state;
	memset(&why, 0x55, sizeof(why));
	assert_false(fault_set(&why, FAULT_IO, "cannot read %s", "x"));
	assert_int_equal(why.kind, FAULT_IO);
	assert_string_equal(why.what, "cannot read x");
	assert_string_equal(why.next, "");
	assert_string_equal(why.server, "");
	assert_string_equal(why.code, "");
	assert_string_equal(why.step, "");
	assert_int_equal(why.retry_after, 0);
	assert_false(why.recent);
}

static void
a_fault_may_be_built_from_its_own_words(void **state)
{
	struct fault why;

	(void)state;
	fault_set(&why, FAULT_IO, "inner");
	fault_next(&why, "first");
	fault_next(&why, "%s, then second", why.next);
	assert_string_equal(why.next, "first, then second");
	fault_set(&why, FAULT_LATER, "outer: %s", why.what);
	assert_string_equal(why.what, "outer: inner");
}

static void
nobody_needs_to_want_the_reason(void **state)
{
	(void)state;
	fault_clear(NULL);
	assert_false(fault_set(NULL, FAULT_IO, "x"));
	assert_false(fault_next(NULL, "x"));
	assert_false(fault_server(NULL, "x", 1));
	assert_false(fault_code(NULL, "x"));
}

static void
each_kind_implies_whose_turn_it_is(void **state)
{
	struct fault why;

	(void)state;
	fault_set(&why, FAULT_LATER, "x");
	assert_int_equal(why.turn, TURN_WAIT);
	fault_set(&why, FAULT_BUG, "x");
	assert_int_equal(why.turn, TURN_US);
	fault_set(&why, FAULT_SETTINGS, "x");
	assert_int_equal(why.turn, TURN_YOU);
	assert_string_equal(turn_words(TURN_ADMIN), "Your administrator: ");
}

static void
texts_are_cleaned_and_cut(void **state)
{
	char words[4000];
	struct fault why;

	(void)state;
	memset(words, 'x', sizeof(words));
	words[sizeof(words) - 1] = '\0';
	fault_set(&why, FAULT_IO, "%s", words);
	assert_int_equal(strlen(why.what), sizeof(why.what) - 1);
	assert_string_equal(why.what + sizeof(why.what) - 5, "x...");
	fault_code(&why, "%s", words);
	assert_int_equal(strlen(why.code), sizeof(why.code) - 1);
	fault_server(&why, "a\x1b[2J\nb\0c", 9);
	assert_string_equal(why.server, "a\\x1b[2J b\\x00c");
	fault_next(&why, "a\rb");
	assert_string_equal(why.next, "a b");
}

static const struct {
	enum fault_kind kind;
	int code;
} codes[] = {
	{ FAULT_NONE, 0 }, { FAULT_USAGE, 64 }, { FAULT_DATA, 65 },
	{ FAULT_INPUT, 66 }, { FAULT_REFUSED, 69 }, { FAULT_BUG, 70 },
	{ FAULT_OS, 71 }, { FAULT_CREATE, 73 }, { FAULT_IO, 74 },
	{ FAULT_LATER, 75 }, { FAULT_SIGNIN, 77 }, { FAULT_SETTINGS, 78 },
	{ FAULT_KINDS, 70 },
};

static void
each_kind_has_its_documented_exit_code(void **state)
{
	size_t i;

	(void)state;
	assert_int_equal(sizeof(codes) / sizeof(codes[0]), FAULT_KINDS + 1);
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		assert_int_equal(fault_exit(codes[i].kind), codes[i].code);
}

static void
the_worse_of_two_follows_the_order_of_the_exit_codes(void **state)
{
	static const enum fault_kind order[] = { FAULT_NONE, FAULT_LATER,
		FAULT_SIGNIN, FAULT_SETTINGS };
	size_t a, b;

	(void)state;
	for (a = 0; a < 4; a++)
		for (b = 0; b < 4; b++)
			assert_int_equal(fault_worse(order[a], order[b]),
			    order[a > b ? a : b]);
	assert_int_equal(fault_worse(FAULT_NONE, FAULT_DATA), FAULT_DATA);
	assert_int_equal(fault_worse(FAULT_DATA, FAULT_SIGNIN), FAULT_SIGNIN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(setting_a_fault_forgets_the_one_before),
		cmocka_unit_test(a_fault_may_be_built_from_its_own_words),
		cmocka_unit_test(nobody_needs_to_want_the_reason),
		cmocka_unit_test(each_kind_implies_whose_turn_it_is),
		cmocka_unit_test(texts_are_cleaned_and_cut),
		cmocka_unit_test(each_kind_has_its_documented_exit_code),
		cmocka_unit_test(
		    the_worse_of_two_follows_the_order_of_the_exit_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
