/* SPDX-License-Identifier: ISC */
/* Pictures of the screen: cells, cutting, wrapping, rules, the unbroken
 * address, and what ASCII makes of it. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "tui/screen.h"

#define E_ACUTE	 "\xc3\xa9"
#define KANJI	 "\xe6\xbc\xa2"
#define ACCENT	 "\xcc\x81" /* combines with what stands before it */
#define UNKNOWN	 "\xef\xbf\xbd"
#define H_LINE	 "\xe2\x94\x80"
#define V_LINE	 "\xe2\x94\x82"

/* The screen looks like this. */
static void
assert_looks(const struct screen *screen, const char *looks)
{
	struct text text;

	text_init(&text, 1 << 20);
	assert_true(screen_print(screen, &text));
	assert_string_equal(text.at, looks);
	text_clear(&text);
}

static const struct cell *
cell(const struct screen *screen, int row, int column)
{
	return &screen->cells[row * screen->columns + column];
}

static void
a_new_screen_is_blank_and_of_a_size_that_can_be(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 2, 3, true);
	assert_looks(&screen, "\n\n");
	assert_string_equal(cell(&screen, 1, 2)->text, " ");
	screen_reset(&screen, 0, -4);
	assert_int_equal(screen.rows, 1);
	assert_int_equal(screen.columns, 1);
	screen_reset(&screen, 100000, 100000);
	assert_int_equal(screen.rows, SCREEN_ROWS_MAX);
	assert_int_equal(screen.columns, SCREEN_COLUMNS_MAX);
	screen_clear(&screen);
	assert_null(screen.cells);
}

static void
text_is_cut_at_the_edges(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 3, 5, true);
	assert_int_equal(screen_put(&screen, 0, 3, STYLE_PLAIN, "abcd"), 7);
	assert_int_equal(screen_put(&screen, 1, -2, STYLE_TITLE, "abcd"), 2);
	screen_put(&screen, 3, 0, STYLE_PLAIN, "below");
	screen_put(&screen, -1, 0, STYLE_PLAIN, "above");
	assert_looks(&screen, "   ab\ncd\n\n");
	assert_int_equal(cell(&screen, 1, 0)->style, STYLE_TITLE);
	assert_int_equal(cell(&screen, 0, 3)->style, STYLE_PLAIN);
	screen_clear(&screen);
}

static void
what_is_cut_to_an_area_says_so(void **state)
{
	struct screen screen;
	struct area area = { 0, 1, 1, 8 };

	(void)state;
	screen_init(&screen, 2, 20, true);
	assert_int_equal(screen_put_cut(&screen, area, STYLE_PLAIN,
	    "exactly8"), 9);
	area.row = 1;
	assert_int_equal(screen_put_cut(&screen, area, STYLE_PLAIN,
	    "more than 8"), 9);
	assert_looks(&screen, " exactly8\n more ...\n");
	screen_clear(&screen);
}

static void
a_wide_character_is_whole_or_not_there(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 1, 4, true);
	assert_int_equal(screen_put(&screen, 0, 1, STYLE_PLAIN, KANJI KANJI),
	    5);
	assert_string_equal(cell(&screen, 0, 1)->text, KANJI);
	assert_string_equal(cell(&screen, 0, 2)->text, "");
	assert_string_equal(cell(&screen, 0, 3)->text, " ");
	screen_put(&screen, 0, 2, STYLE_PLAIN, "x");
	assert_looks(&screen, "  x\n");
	screen_put(&screen, 0, 1, STYLE_PLAIN, KANJI);
	screen_put(&screen, 0, 1, STYLE_PLAIN, "y");
	assert_looks(&screen, " y\n");
	screen_put(&screen, 0, 0, STYLE_PLAIN, KANJI KANJI);
	screen_put(&screen, 0, 1, STYLE_PLAIN, KANJI);
	assert_looks(&screen, " " KANJI "\n");
	screen_clear(&screen);
}

static void
marks_stay_with_their_character(void **state)
{
	struct screen screen;
	char many[64] = "a";
	int i;

	(void)state;
	screen_init(&screen, 1, 8, true);
	assert_int_equal(screen_put(&screen, 0, 0, STYLE_PLAIN,
	    "e" ACCENT "x"), 2);
	assert_string_equal(cell(&screen, 0, 0)->text, "e" ACCENT);
	/* A terminal would put it on what stands before. */
	screen_put(&screen, 0, 2, STYLE_PLAIN, ACCENT);
	assert_string_equal(cell(&screen, 0, 2)->text, UNKNOWN);
	for (i = 0; i < 20; i++)
		strcat(many, ACCENT);
	screen_put(&screen, 0, 4, STYLE_PLAIN, many);
	assert_string_equal(cell(&screen, 0, 4)->text,
	    "a" ACCENT ACCENT ACCENT ACCENT);
	/* What prints nothing, or sets a direction, goes. */
	screen_put(&screen, 0, 6, STYLE_PLAIN, "e" ACCENT "\xe2\x80\x8f"
	    "\xe2\x81\xa0" ACCENT "\xef\xbb\xbf");
	assert_string_equal(cell(&screen, 0, 6)->text, "e" ACCENT);
	screen_clear(&screen);
}

static void
nothing_that_a_terminal_obeys_gets_in(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 1, 12, true);
	screen_put(&screen, 0, 0, STYLE_PLAIN,
	    "a\033[2\x7f\xc2\x9b" "b\xff\n\tc\xe2\x80\xae");
	assert_looks(&screen, "a" UNKNOWN "[2" UNKNOWN UNKNOWN "b" UNKNOWN
	    "  c" UNKNOWN "\n");
	screen_clear(&screen);
	screen_init(&screen, 1, 10, false);
	screen_put(&screen, 0, 0, STYLE_PLAIN,
	    "a\033[2\x7f\xc2\x9b" "b\xff\n\t");
	assert_looks(&screen, "a?[2??b?\n");
	screen_clear(&screen);
}

static void
ascii_shows_the_nearest_likeness_in_as_many_columns(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 3, 12, false);
	assert_int_equal(screen_put(&screen, 0, 0, STYLE_PLAIN, "caf" E_ACUTE
	    " \xe2\x80\x93 " KANJI "e" ACCENT), 10);
	screen_rule(&screen, 1);
	screen_divide(&screen, (struct area){ 2, 3, 1, 1 });
	assert_looks(&screen, "cafe - ? e\n------------\n   |\n");
	screen_clear(&screen);
}

static void
rules_cross_the_whole_screen(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 4, 3, true);
	screen_rule(&screen, 0);
	screen_divide(&screen, (struct area){ 1, 1, 2, 1 });
	assert_looks(&screen, H_LINE H_LINE H_LINE "\n " V_LINE "\n " V_LINE
	    "\n\n");
	screen_clear(&screen);
}

static void
words_are_wrapped_into_an_area(void **state)
{
	struct screen screen;
	struct area area = { 1, 2, 3, 9 };

	(void)state;
	screen_init(&screen, 5, 14, true);
	assert_int_equal(screen_wrap(&screen, area, STYLE_PLAIN,
	    "one two three four five"), 3);
	assert_looks(&screen, "\n  one two\n  three\n  four five\n\n");
	assert_int_equal(screen_wrap(NULL, area, STYLE_PLAIN, ""), 0);
	assert_int_equal(screen_wrap(NULL, area, STYLE_PLAIN, "a\n\nb"), 3);
	assert_int_equal(screen_wrap(NULL, area, STYLE_PLAIN, "a\n"), 1);
	screen_clear(&screen);
}

static void
what_does_not_fit_is_counted_and_not_drawn(void **state)
{
	struct screen screen;
	struct area area = { 0, 0, 2, 5 };

	(void)state;
	screen_init(&screen, 3, 8, true);
	assert_int_equal(screen_wrap(&screen, area, STYLE_PLAIN,
	    "one two three"), 3);
	assert_looks(&screen, "one\ntwo\n\n");
	screen_reset(&screen, 3, 8);
	assert_int_equal(screen_wrap_from(&screen, area, STYLE_PLAIN,
	    "one two three", 1), 3);
	assert_looks(&screen, "two\nthree\n\n");
	screen_clear(&screen);
}

static void
long_words_are_broken_and_blanks_at_the_beginning_indent(void **state)
{
	struct screen screen;
	struct area area = { 0, 0, 9, 8 };

	(void)state;
	screen_init(&screen, 6, 8, true);
	assert_int_equal(screen_wrap(&screen, area, STYLE_PLAIN,
	    "  abcdefghij k l\nnext one"), 4);
	assert_looks(&screen, "  abcdef\n  ghij k\n  l\nnext one\n\n\n");
	screen_reset(&screen, 6, 8);
	area.columns = 3;
	assert_int_equal(screen_wrap(&screen, area, STYLE_PLAIN,
	    KANJI KANJI), 2);
	assert_looks(&screen, KANJI "\n" KANJI "\n\n\n\n\n");
	screen_clear(&screen);
}

static void
an_address_goes_over_whole_rows_from_column_0(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 5, 4, true);
	assert_int_equal(screen_unbroken(&screen, 1, 3, "http://ab"), 0);
	assert_string_equal(screen.unbroken, "");
	assert_int_equal(screen_unbroken(&screen, 1, 4, "http://ab"), 3);
	assert_string_equal(screen.unbroken, "http://ab");
	assert_int_equal(screen.unbroken_row, 1);
	assert_looks(&screen, "\nhttp\n://a\nb\n\n");
	/* There is one only; another one is drawn. */
	assert_int_equal(screen_unbroken(&screen, 4, 5, "x"), 1);
	assert_string_equal(screen.unbroken, "http://ab");
	assert_looks(&screen, "\nhttp\n://a\nb\nx\n");
	screen_reset(&screen, 2, 4);
	assert_string_equal(screen.unbroken, "");
	assert_int_equal(screen_unbroken(&screen, 0, 2, "abc" KANJI), 2);
	assert_int_equal(screen_unbroken(&screen, 0, 2, "a\033b"), 1);
	assert_string_equal(screen.unbroken, "");
	assert_int_equal(screen_unbroken(&screen, 0, 3, "12345678"), 0);
	assert_int_equal(screen_unbroken(&screen, 0, 2, "12345678"), 2);
	screen_clear(&screen);
}

static void
the_cursor_stays_inside(void **state)
{
	struct screen screen;

	(void)state;
	screen_init(&screen, 5, 4, true);
	screen_point(&screen, 2, 3);
	assert_int_equal(screen.cursor_row, 2);
	assert_int_equal(screen.cursor_column, 3);
	screen_point(&screen, 5, 4);
	assert_int_equal(screen.cursor_row, 4);
	assert_int_equal(screen.cursor_column, 3);
	screen_point(&screen, -1, -1);
	assert_int_equal(screen.cursor_row, 0);
	assert_int_equal(screen.cursor_column, 0);
	screen_clear(&screen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_new_screen_is_blank_and_of_a_size_that_can_be),
		cmocka_unit_test(text_is_cut_at_the_edges),
		cmocka_unit_test(what_is_cut_to_an_area_says_so),
		cmocka_unit_test(a_wide_character_is_whole_or_not_there),
		cmocka_unit_test(marks_stay_with_their_character),
		cmocka_unit_test(nothing_that_a_terminal_obeys_gets_in),
		cmocka_unit_test(
		    ascii_shows_the_nearest_likeness_in_as_many_columns),
		cmocka_unit_test(rules_cross_the_whole_screen),
		cmocka_unit_test(words_are_wrapped_into_an_area),
		cmocka_unit_test(what_does_not_fit_is_counted_and_not_drawn),
		cmocka_unit_test(
		    long_words_are_broken_and_blanks_at_the_beginning_indent),
		cmocka_unit_test(an_address_goes_over_whole_rows_from_column_0),
		cmocka_unit_test(the_cursor_stays_inside),
	};

	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
