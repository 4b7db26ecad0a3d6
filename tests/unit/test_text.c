/* SPDX-License-Identifier: ISC */
/* Growing text: maximum, overflow, hand-over. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdlib.h>

#include "base/text.h"

static void
a_new_text_is_the_empty_string(void **state)
{
	struct text text;

	(void)state;
	text_init(&text, 10);
	assert_string_equal(text.at, "");
	text_clear(&text);
}

static void
text_grows_up_to_its_maximum_and_no_further(void **state)
{
	struct text text;

	(void)state;
	text_init(&text, 10);
	assert_true(text_adds(&text, "12345"));
	assert_true(text_addf(&text, "%d", 67890));
	assert_false(text_addc(&text, '!'));
	assert_true(text.overflow);
	assert_string_equal(text.at, "1234567890");
	text_clear(&text);
}

static void
after_an_overflow_nothing_is_added_until_reset(void **state)
{
	struct text text;

	(void)state;
	text_init(&text, 4);
	assert_false(text_adds(&text, "too long"));
	assert_false(text_addc(&text, 'x'));
	assert_int_equal(text.len, 0);
	text_reset(&text);
	assert_true(text_adds(&text, "fits"));
	text_clear(&text);
}

static void
a_formatted_piece_that_does_not_fit_adds_nothing(void **state)
{
	struct text text;

	(void)state;
	text_init(&text, 5);
	assert_true(text_adds(&text, "ab"));
	assert_false(text_addf(&text, "%s", "cdef"));
	assert_string_equal(text.at, "ab");
	text_clear(&text);
}

static void
taking_hands_the_bytes_over_and_empties(void **state)
{
	struct text text;
	char *bytes;

	(void)state;
	text_init(&text, 100);
	text_adds(&text, "mine");
	bytes = text_take(&text);
	assert_string_equal(bytes, "mine");
	assert_string_equal(text.at, "");
	free(bytes);
	text_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_text_is_the_empty_string),
		cmocka_unit_test(text_grows_up_to_its_maximum_and_no_further),
		cmocka_unit_test(
		    after_an_overflow_nothing_is_added_until_reset),
		cmocka_unit_test(
		    a_formatted_piece_that_does_not_fit_adds_nothing),
		cmocka_unit_test(taking_hands_the_bytes_over_and_empties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
