/* SPDX-License-Identifier: ISC */
/* Bytes of keys and pastes, in one piece and in many. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tui/decoder.h"

enum { TOLD = 65536 };

static const char guid[] = "6731de76-14a6-49ae-97bc-6eba6914391e";

static void
tell_bytes(struct text *told, const char *word, const char *bytes, size_t len)
{
	text_addf(told, "%s<%.*s> ", word, (int)len, bytes);
}

static void
tell(struct text *told, struct press *press)
{
	if (press->stroke == STROKE_TEXT) {
		tell_bytes(told, "text", press->bytes, press->len);
	} else if (press->stroke == STROKE_PASTE) {
		tell_bytes(told, "paste", secret_open(&press->pasted),
		    press->pasted.len);
		secret_close(&press->pasted);
	} else {
		text_addf(told, "%d ", (int)press->stroke);
	}
	press_clear(press);
}

/* All presses that there are now; with is_patient also those that only a
 * pause tells from the beginning of something longer. */
static void
take(struct decoder *decoder, bool is_patient, struct text *told)
{
	enum decoder_state state;
	struct press press;
	bool is_quiet = false;

	press_init(&press);
	for (;;) {
		state = decoder_next(decoder, is_quiet, &press);
		if (state == DECODER_PRESS)
			tell(told, &press);
		else if (state == DECODER_EMPTY || !is_patient || is_quiet)
			break;
		is_quiet = state != DECODER_PRESS;
	}
	press_clear(&press);
}

static void
feed(struct decoder *decoder, const char *bytes, size_t len)
{
	size_t size;
	unsigned char *room = decoder_room(decoder, &size);

	assert_true(len <= size);
	memcpy(room, bytes, len);
	decoder_came(decoder, len);
}

static void
compare(struct decoder *decoder, struct text *told, const char *expected)
{
	size_t i;

	assert_string_equal(told->at, expected);
	/* nothing of what was typed is left */
	for (i = 0; i < DECODER_HELD; i++)
		assert_int_equal(decoder->held[i], 0);
	text_clear(told);
	decoder_clear(decoder);
}

/* What the bytes become in one go and a pause. */
static void
expect_in(bool is_utf8, const char *bytes, const char *expected)
{
	struct decoder decoder;
	struct text told;

	text_init(&told, TOLD);
	decoder_init(&decoder, is_utf8);
	feed(&decoder, bytes, strlen(bytes));
	take(&decoder, true, &told);
	compare(&decoder, &told, expected);
}

static void
expect(const char *bytes, const char *expected)
{
	expect_in(true, bytes, expected);
}

/* The same bytes, one at a time and no pause between. */
static void
expect_slowly(const char *bytes, const char *expected)
{
	struct decoder decoder;
	struct text told;

	text_init(&told, TOLD);
	decoder_init(&decoder, true);
	for (; *bytes != '\0'; bytes++) {
		feed(&decoder, bytes, 1);
		take(&decoder, false, &told);
	}
	take(&decoder, true, &told);
	compare(&decoder, &told, expected);
}

static void
expect_key(const char *bytes, enum stroke stroke)
{
	char expected[16];

	snprintf(expected, sizeof(expected), "%d ", (int)stroke);
	expect(bytes, expected);
	expect_slowly(bytes, expected);
}

static void
control_keys_are_what_the_table_of_keys_says(void **state)
{
	static const struct {
		char key;
		enum stroke stroke;
	} rows[] = {
		{ 'A', STROKE_HOME },
		{ 'B', STROKE_BROWSER },
		{ 'C', STROKE_BREAK },
		{ 'D', STROKE_HAND_OVER },
		{ 'E', STROKE_LINE_END },
		{ 'G', STROKE_HELP },
		{ 'H', STROKE_BACKSPACE },
		{ 'I', STROKE_TAB },
		{ 'J', STROKE_ENTER },
		{ 'K', STROKE_KILL_AFTER },
		{ 'L', STROKE_REPAINT },
		{ 'M', STROKE_ENTER },
		{ 'N', STROKE_NEW },
		{ 'O', STROKE_PAGE },
		{ 'P', STROKE_OTHER_WAY },
		{ 'R', STROKE_REVEAL },
		{ 'T', STROKE_STEPS },
		{ 'U', STROKE_KILL_BEFORE },
		{ 'W', STROKE_KILL_WORD },
		{ 'X', STROKE_LEAVE },
		{ 'Y', STROKE_COPY },
		{ 'Z', STROKE_SUSPEND },
		{ '\\', STROKE_BREAK },
	};
	char key[2] = "";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		key[0] = (char)(rows[i].key & 0x1f);
		expect_key(key, rows[i].stroke);
	}
	expect_key("\177", STROKE_BACKSPACE);
	/* flow control and the rest mean nothing */
	expect_key("\021\023\006\026\032", STROKE_SUSPEND);
}

static void
both_families_of_keys_are_known(void **state)
{
	static const struct {
		const char *bytes;
		enum stroke stroke;
	} rows[] = {
		{ "\033[A", STROKE_UP },
		{ "\033OA", STROKE_UP },
		{ "\033[B", STROKE_DOWN },
		{ "\033OB", STROKE_DOWN },
		{ "\033[C", STROKE_RIGHT },
		{ "\033OC", STROKE_RIGHT },
		{ "\033[D", STROKE_LEFT },
		{ "\033OD", STROKE_LEFT },
		{ "\033[1;5D", STROKE_LEFT },
		{ "\033\033[A", STROKE_UP },
		{ "\033[H", STROKE_HOME },
		{ "\033OH", STROKE_HOME },
		{ "\033[1~", STROKE_HOME },
		{ "\033[7~", STROKE_HOME },
		{ "\033[F", STROKE_LINE_END },
		{ "\033OF", STROKE_LINE_END },
		{ "\033[4~", STROKE_LINE_END },
		{ "\033[8~", STROKE_LINE_END },
		{ "\033[3~", STROKE_DELETE },
		{ "\033[5~", STROKE_PAGE_UP },
		{ "\033[6~", STROKE_PAGE_DOWN },
		{ "\033[Z", STROKE_BACKTAB },
		{ "\033OP", STROKE_HELP },
		{ "\033[11~", STROKE_HELP },
		{ "\033[[A", STROKE_HELP },
		{ "\033OQ", STROKE_STEPS },
		{ "\033[12~", STROKE_STEPS },
		{ "\033[[B", STROKE_STEPS },
		{ "\033OM", STROKE_ENTER },
		{ "\033\177", STROKE_KILL_WORD },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_key(rows[i].bytes, rows[i].stroke);
	expect("\033Oq\033Or", "text<1> text<2> ");
}

static void
a_key_of_this_terminal_alone_is_learned(void **state)
{
	struct decoder decoder;
	struct text told;
	char expected[32];

	(void)state;
	text_init(&told, TOLD);
	decoder_init(&decoder, true);
	decoder_learn(&decoder, "\033[224z", STROKE_HELP);
	decoder_learn(&decoder, "\033I", STROKE_BACKTAB);
	/* what is a character of its own keeps its meaning */
	decoder_learn(&decoder, "\010", STROKE_LEFT);
	decoder_learn(&decoder, "", STROKE_LEFT);
	feed(&decoder, "\033[224z\033I\010", 9);
	take(&decoder, true, &told);
	snprintf(expected, sizeof(expected), "%d %d %d ", STROKE_HELP,
	    STROKE_BACKTAB, STROKE_BACKSPACE);
	compare(&decoder, &told, expected);
}

/* Esc alone is Esc only after a pause. */
static void
req_04_esc_is_told_from_the_first_byte_of_a_key(void **state)
{
	struct decoder decoder;
	struct press press;

	(void)state;
	press_init(&press);
	decoder_init(&decoder, true);
	feed(&decoder, "\033", 1);
	assert_int_equal(decoder_next(&decoder, false, &press), DECODER_ESC);
	assert_int_equal(press.stroke, STROKE_NONE);
	feed(&decoder, "OA", 2);
	assert_int_equal(decoder_next(&decoder, false, &press), DECODER_PRESS);
	assert_int_equal(press.stroke, STROKE_UP);
	feed(&decoder, "\033", 1);
	press_clear(&press);
	assert_int_equal(decoder_next(&decoder, true, &press), DECODER_PRESS);
	assert_int_equal(press.stroke, STROKE_ESC);
	press_clear(&press);
	assert_int_equal(decoder_next(&decoder, true, &press), DECODER_EMPTY);
	decoder_clear(&decoder);
}

static void
two_escs_are_two(void **state)
{
	char expected[16];

	(void)state;
	snprintf(expected, sizeof(expected), "%d %d ", STROKE_ESC, STROKE_ESC);
	expect("\033\033", expected);
}

static void
what_is_no_key_is_swallowed_whole(void **state)
{
	(void)state;
	expect("\033x", "");
	expect("\033\303\251a", "text<a> ");
	expect("\033[", "");
	expect("\033O", "");
	expect("\033[24;80Ra", "text<a> ");
	expect("\033[?1;2ca", "text<a> ");
	expect("\033[<0;10;10Ma", "text<a> ");
	expect("\033[M !!a", "text<a> ");
	expect("\033[Ia", "text<a> ");
	expect("\033(Ba", "text<a> ");
	expect("\033]11;rgb:0000/0000/0000\033\\a", "text<a> ");
	expect("\033]52;c;aGVsbG8=\007a", "text<a> ");
	expect("\033P>|tmux 3.3a\033\\a", "text<a> ");
	expect_slowly("\033P>|tmux 3.3a\033\\a", "text<a> ");
	expect("\033[201~a", "text<a> ");
	/* a key in the middle of what never was one */
	expect_key("\033[12\003", STROKE_BREAK);
}

static void
characters_come_whole(void **state)
{
	struct decoder decoder;
	struct text told;

	(void)state;
	expect("J\303\266rg", "text<J\303\266rg> ");
	text_init(&told, TOLD);
	decoder_init(&decoder, true);
	feed(&decoder, "a\346\274", 3);
	take(&decoder, false, &told);
	assert_string_equal(told.at, "text<a> ");
	feed(&decoder, "\242b", 2);
	take(&decoder, false, &told);
	compare(&decoder, &told, "text<a> text<\346\274\242b> ");
}

/* The editor says what is wrong with it. */
static void
a_broken_byte_comes_alone(void **state)
{
	(void)state;
	expect("a\351b", "text<a> text<\351> text<b> ");
	expect("\351", "text<\351> ");
	expect("\300\257", "text<\300> text<\257> ");
	expect_in(false, "a\303\266", "text<a> text<\303> text<\266> ");
}

static void
typed_ahead_keys_stay_keys(void **state)
{
	char expected[64];

	(void)state;
	snprintf(expected, sizeof(expected), "text<587> %d ", STROKE_ENTER);
	expect("587\r", expected);
	expect("587\r\n", expected);
	snprintf(expected, sizeof(expected), "%d text<25> %d ", STROKE_TAB,
	    STROKE_ENTER);
	expect("\t25\r", expected);
	snprintf(expected, sizeof(expected), "text<contoso.com> %d ",
	    STROKE_TAB);
	expect("contoso.com\t", expected);
}

static void
req_06_a_marked_paste_is_one_press_and_no_enter(void **state)
{
	char bytes[128], expected[128];

	(void)state;
	snprintf(bytes, sizeof(bytes), "\033[200~  %s \r\n\033[201~", guid);
	snprintf(expected, sizeof(expected), "paste<  %s \n> ", guid);
	expect(bytes, expected);
	expect_slowly(bytes, expected);
	expect("\033[200~ab\033[201~c", "paste<ab> text<c> ");
	/* an ESC of its own is not the end */
	expect("\033[200~a\033[2b\033[201~", "paste<a\033[2b> ");
	expect("\033[200~a\rb\nc\r\rd\033[201~", "paste<a\nb\nc\n\nd> ");
	expect("\033[200~\033[201~", "");
}

static void
req_07_a_burst_without_markers_is_a_paste_too(void **state)
{
	char bytes[128], expected[128];

	(void)state;
	snprintf(bytes, sizeof(bytes), "  %s \r\n", guid);
	snprintf(expected, sizeof(expected), "paste<  %s \n> ", guid);
	expect(bytes, expected);
	snprintf(bytes, sizeof(bytes), "\r\n\r\n%s\r", guid);
	snprintf(expected, sizeof(expected), "paste<\n\n%s\n> ", guid);
	expect(bytes, expected);
	/* up to what is no text: that is a key again */
	snprintf(expected, sizeof(expected), "paste<abcdefgh\n> %d ",
	    STROKE_LEAVE);
	expect("abcdefgh\r\030", expected);
}

static void
a_burst_may_come_in_pieces(void **state)
{
	struct decoder decoder;
	struct press press;
	struct text told;

	(void)state;
	text_init(&told, TOLD);
	press_init(&press);
	decoder_init(&decoder, true);
	feed(&decoder, "  6731de76-14", 13);
	assert_int_equal(decoder_next(&decoder, false, &press), DECODER_FLOW);
	feed(&decoder, "a6\r", 3);
	assert_int_equal(decoder_next(&decoder, false, &press), DECODER_FLOW);
	assert_int_equal(press.stroke, STROKE_NONE);
	feed(&decoder, "x", 1);
	take(&decoder, true, &told);
	compare(&decoder, &told, "paste<  6731de76-14a6\nx> ");
}

/* 4 kB and more come in several reads. */
static void
expect_long(size_t len, bool is_marked, const char *expected)
{
	static char block[1000];
	struct decoder decoder;
	struct text told;
	size_t one;

	memset(block, 'x', sizeof(block));
	text_init(&told, TOLD);
	decoder_init(&decoder, true);
	if (is_marked)
		feed(&decoder, "\033[200~", 6);
	for (; len > 0; len -= one) {
		one = len < sizeof(block) ? len : sizeof(block);
		feed(&decoder, block, one);
		take(&decoder, false, &told);
	}
	if (is_marked)
		feed(&decoder, "\033[201~", 6);
	take(&decoder, true, &told);
	feed(&decoder, "z", 1);
	take(&decoder, true, &told);
	if (expected == NULL) {
		assert_memory_equal(told.at, "paste<xxx", 9);
		assert_non_null(strstr(told.at, "x> text<z> "));
		expected = told.at;
	}
	compare(&decoder, &told, expected);
}

static void
req_08_a_paste_that_is_too_long_is_dropped_as_a_whole(void **state)
{
	char expected[32];

	(void)state;
	snprintf(expected, sizeof(expected), "%d text<z> ", STROKE_TOO_MUCH);
	expect_long(PRESS_PASTE_MAX, true, NULL);
	expect_long(PRESS_PASTE_MAX, false, NULL);
	expect_long(PRESS_PASTE_MAX + 1, true, expected);
	expect_long(PRESS_PASTE_MAX + 1, false, expected);
	expect_long(50000, true, expected);
}

static void
a_paste_whose_end_was_lost_can_be_ended(void **state)
{
	struct decoder decoder;
	struct text told;

	(void)state;
	text_init(&told, TOLD);
	decoder_init(&decoder, true);
	feed(&decoder, "\033[200~abc", 9);
	take(&decoder, true, &told);
	assert_string_equal(told.at, "");
	assert_false(decoder_is_waiting(&decoder));
	decoder_end_paste(&decoder);
	take(&decoder, true, &told);
	feed(&decoder, "d", 1);
	assert_true(decoder_is_waiting(&decoder));
	take(&decoder, true, &told);
	compare(&decoder, &told, "paste<abc> text<d> ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_keys_are_what_the_table_of_keys_says),
		cmocka_unit_test(both_families_of_keys_are_known),
		cmocka_unit_test(a_key_of_this_terminal_alone_is_learned),
		cmocka_unit_test(
		    req_04_esc_is_told_from_the_first_byte_of_a_key),
		cmocka_unit_test(two_escs_are_two),
		cmocka_unit_test(what_is_no_key_is_swallowed_whole),
		cmocka_unit_test(characters_come_whole),
		cmocka_unit_test(a_broken_byte_comes_alone),
		cmocka_unit_test(typed_ahead_keys_stay_keys),
		cmocka_unit_test(
		    req_06_a_marked_paste_is_one_press_and_no_enter),
		cmocka_unit_test(req_07_a_burst_without_markers_is_a_paste_too),
		cmocka_unit_test(a_burst_may_come_in_pieces),
		cmocka_unit_test(
		    req_08_a_paste_that_is_too_long_is_dropped_as_a_whole),
		cmocka_unit_test(a_paste_whose_end_was_lost_can_be_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
