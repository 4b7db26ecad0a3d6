/* SPDX-License-Identifier: ISC */
/* Nothing that moves a cursor, hides or reorders leaves clean_text(). */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"

#define U_FFFD "\xef\xbf\xbd"

static const struct {
	const char *from;
	const char *to;
} rows[] = {
	{ "", "" },
	{ "plain text", "plain text" },
	{ "  a \t\r\n\v\f b  ", "a b" },
	{ " \n ", "" },
	{ "a\x1b[31mb", "a\\x1b[31mb" },
	{ "\x1b]52;c;eA==\x07", "\\x1b]52;c;eA==\\x07" },
	{ "a\bb\x7f", "a\\x08b\\x7f" },
	{ "\xc2\x9b" "31m", "\\x9b31m" },		/* C1 CSI */
	{ "\xc2\x85", "\\x85" },			/* C1 NEL */
	{ "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f" },
	{ "\xe6\xbc\xa2\xe5\xad\x97", "\xe6\xbc\xa2\xe5\xad\x97" },
	{ "\xf0\x9f\x93\xa7", "\xf0\x9f\x93\xa7" },	/* an envelope */
	{ "\xe2\x80\xae" "evil", U_FFFD "evil" },	/* bidi override */
	{ "\xe2\x81\xa6x\xe2\x81\xa9", U_FFFD "x" U_FFFD },
	{ "\xd8\x9cx", U_FFFD "x" },			/* Arabic mark */
	{ "a\xe2\x80\x8b" "b", "a" U_FFFD "b" },	/* zero width */
	{ "\xe2\x80\xa8", U_FFFD },			/* line separator */
	{ "\xef\xbb\xbfx", U_FFFD "x" },		/* BOM */
	{ "a\xcc\x81\xcc\x81", "a" U_FFFD U_FFFD },	/* combining */
	{ "\xef\xbf\xbe", U_FFFD },			/* no character */
	{ "\xf0\x9f\xbf\xbe", U_FFFD },			/* no character */
	{ "\xf3\xa0\x81\xa1", U_FFFD },			/* a tag */
	{ "\xee\x80\x80", U_FFFD },			/* private use */
	{ "\xd8\x80" "1", U_FFFD "1" },			/* number sign */
	{ "\xff\xfe", U_FFFD U_FFFD },
	{ "\x80", U_FFFD },
	{ "a\xc3", "a" U_FFFD },
	{ "\xc3(", U_FFFD "(" },
	{ "\xc0\xaf", U_FFFD U_FFFD },			/* overlong */
	{ "\xe0\x80\xaf", U_FFFD U_FFFD U_FFFD },
	{ "\xf0\x80\x80\x9b", U_FFFD U_FFFD U_FFFD U_FFFD },
	{ "\xed\xa0\x80", U_FFFD },			/* a surrogate */
	{ "\xf4\x90\x80\x80", U_FFFD U_FFFD U_FFFD U_FFFD },
	{ "\xe2\x82", U_FFFD U_FFFD },
};

static void
each_kind_of_text_has_its_harmless_rendering(void **state)
{
	char out[CLEAN_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    clean_string(out, sizeof(out), rows[i].from), rows[i].to);
}

static void
a_nul_inside_is_shown_and_not_an_end(void **state)
{
	char out[CLEAN_SIZE];

	(void)state;
	assert_string_equal(clean_text(out, sizeof(out), "a\0b", 3),
	    "a\\x00b");
	assert_string_equal(clean_text(out, sizeof(out), "abc", 2), "ab");
}

static void
cleaning_twice_changes_nothing_more(void **state)
{
	char once[CLEAN_SIZE], twice[CLEAN_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		clean_string(once, sizeof(once), rows[i].from);
		clean_string(twice, sizeof(twice), once);
		assert_string_equal(once, twice);
	}
}

static void
the_line_ends_at_its_columns_with_three_dots(void **state)
{
	char from[CLEAN_COLUMNS + 2], out[CLEAN_SIZE];

	(void)state;
	memset(from, 'x', sizeof(from));
	clean_text(out, sizeof(out), from, CLEAN_COLUMNS);
	assert_int_equal(strlen(out), CLEAN_COLUMNS);
	assert_int_equal(out[CLEAN_COLUMNS - 1], 'x');
	clean_text(out, sizeof(out), from, CLEAN_COLUMNS + 1);
	assert_int_equal(strlen(out), CLEAN_COLUMNS);
	assert_string_equal(out + CLEAN_COLUMNS - 4, "x...");
}

static void
wide_characters_count_for_two_columns(void **state)
{
	char from[CLEAN_COLUMNS * 3], out[CLEAN_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(from); i += 3)
		memcpy(from + i, "\xe6\xbc\xa2", 3);
	clean_text(out, sizeof(out), from, CLEAN_COLUMNS / 2 * 3);
	assert_int_equal(strlen(out), CLEAN_COLUMNS / 2 * 3);
	clean_text(out, sizeof(out), from, CLEAN_COLUMNS / 2 * 3 + 3);
	/* 254 of them and three dots: 511 columns. */
	assert_int_equal(strlen(out), 254 * 3 + 3);
}

static void
the_most_expensive_text_fits_into_what_always_suffices(void **state)
{
	static const char *const pieces[] = { "\x80", "\x01", "\xc3\xa4",
		"\xe0\xa4\x95", "\xe6\xbc\xa2", "\xf0\x9f\x93\xa7", "\xff " };
	char from[8192], out[CLEAN_SIZE + 1];
	size_t i, at, len;

	(void)state;
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		len = strlen(pieces[i]);
		for (at = 0; at + len <= sizeof(from); at += len)
			memcpy(from + at, pieces[i], len);
		out[CLEAN_SIZE] = '#';
		clean_text(out, CLEAN_SIZE, from, at);
		assert_int_equal(out[CLEAN_SIZE], '#');
		assert_non_null(strstr(out, "..."));
	}
}

static void
a_small_place_never_holds_half_a_character(void **state)
{
	char out[16];
	size_t size;

	(void)state;
	for (size = 1; size < sizeof(out); size++) {
		memset(out, '#', sizeof(out));
		clean_string(out, size,
		    "\xc3\xa4\xe2\x82\xac\xf0\x9f\x93\xa7 \x1b end");
		assert_true(strlen(out) < size);
		assert_int_equal(out[size], '#');
		/* What was cut in the middle would now be replaced. */
		assert_null(strstr(clean_string(out, size, out), U_FFFD));
	}
}

static void
a_cut_before_a_blank_leaves_no_blank(void **state)
{
	char out[8];

	(void)state;
	assert_string_equal(clean_string(out, sizeof(out), "abc defgh"),
	    "abc...");
}

static bool
is_forbidden(const unsigned char *at)
{
	return at[0] < 0x20 || at[0] == 0x7f ||
	    (at[0] == 0xc2 && at[1] < 0xa0) ||
	    (at[0] == 0xe2 && at[1] == 0x80 &&
		((at[2] >= 0x8b && at[2] <= 0x8f) ||
		    (at[2] >= 0xa8 && at[2] <= 0xae)));
}

static void
random_bytes_leave_nothing_that_moves_a_cursor(void **state)
{
	unsigned char from[64];
	char out[CLEAN_SIZE];
	size_t round, i;

	(void)state;
	srandom(1);
	for (round = 0; round < 20000; round++) {
		for (i = 0; i < sizeof(from); i++)
			from[i] = (unsigned char)random();
		/* Half of them where the dangerous sequences begin. */
		if (round % 2 == 0)
			memcpy(from + 20, "\xe2\x80", 2);
		clean_text(out, sizeof(out), (const char *)from, sizeof(from));
		for (i = 0; out[i] != '\0'; i++)
			if (is_forbidden((unsigned char *)out + i))
				fail_msg("round %zu, byte %zu", round, i);
	}
}

static void
a_control_is_told_from_what_people_type(void **state)
{
	static const char *const has[] = { "\t", "a\x7f", "a\xc2\x9b" "31m",
		"a\xe2\x80\xae" "b", "\xe2\x81\xa6", "\xd8\x9c",
		"\xe2\x80\xa8" };
	static const char *const none[] = { "", "Zo\xc3\xab", "Zoe\xcc\x88",
		"\xe6\xbc\xa2", "\xc2\xa0", "a\x9b", "\xe2\x80\x8d" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(has) / sizeof(has[0]); i++) {
		assert_true(clean_has_control(has[i], strlen(has[i])));
		assert_false(clean_has_control(none[i], strlen(none[i])));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_text_has_its_harmless_rendering),
		cmocka_unit_test(a_nul_inside_is_shown_and_not_an_end),
		cmocka_unit_test(cleaning_twice_changes_nothing_more),
		cmocka_unit_test(the_line_ends_at_its_columns_with_three_dots),
		cmocka_unit_test(wide_characters_count_for_two_columns),
		cmocka_unit_test(
		    the_most_expensive_text_fits_into_what_always_suffices),
		cmocka_unit_test(a_small_place_never_holds_half_a_character),
		cmocka_unit_test(a_cut_before_a_blank_leaves_no_blank),
		cmocka_unit_test(
		    random_bytes_leave_nothing_that_moves_a_cursor),
		cmocka_unit_test(a_control_is_told_from_what_people_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
