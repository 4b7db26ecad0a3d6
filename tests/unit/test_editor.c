/* SPDX-License-Identifier: ISC */
/* The line editor: text, cursor, what is visible, pastes, secrets. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "base/random.h"
#include "tui/editor.h"
#include "tui/width.h"

#define E_ACUTE "e\xcc\x81"		/* e and a combining accent */
#define KANJI	"\xe6\xbc\xa2"		/* two columns */
#define FAMILY	"\xf0\x9f\x91\xa9"	/* an emoji */

static void
type(struct editor *editor, const char *text)
{
	struct finding found;

	assert_true(editor_insert(editor, text, strlen(text), &found));
}

/* A view of so many columns looks like this, with the cursor there. */
static void
assert_view(struct editor *editor, size_t columns, const char *looks,
    size_t cursor)
{
	char out[256];
	size_t at;

	editor_view(editor, columns, out, sizeof(out), &at);
	assert_string_equal(out, looks);
	assert_int_equal(at, cursor);
}

static void
typing_and_deleting_go_where_the_cursor_is(void **state)
{
	struct editor editor;

	(void)state;
	editor_init(&editor, NULL);
	type(&editor, "held");
	editor_key(&editor, EDITOR_LEFT);
	type(&editor, "lo wor");
	editor_key(&editor, EDITOR_END);
	assert_true(editor_key(&editor, EDITOR_BACKSPACE));
	type(&editor, "ld");
	assert_string_equal(editor_text(&editor), "hello world");
	editor_key(&editor, EDITOR_HOME);
	assert_false(editor_key(&editor, EDITOR_BACKSPACE));
	assert_true(editor_key(&editor, EDITOR_DELETE));
	assert_string_equal(editor_text(&editor), "ello world");
	assert_false(editor_key(&editor, EDITOR_LEFT));
	editor_key(&editor, EDITOR_END);
	assert_false(editor_key(&editor, EDITOR_DELETE));
	assert_false(editor_key(&editor, EDITOR_RIGHT));
	editor_clear(&editor);
	assert_string_equal(editor_text(&editor), "");
}

static void
kills_take_what_they_say(void **state)
{
	struct editor editor;

	(void)state;
	editor_init(&editor, NULL);
	type(&editor, "one two  three");
	assert_true(editor_key(&editor, EDITOR_KILL_WORD));
	assert_string_equal(editor_text(&editor), "one two  ");
	assert_true(editor_key(&editor, EDITOR_KILL_WORD));
	assert_string_equal(editor_text(&editor), "one ");
	type(&editor, "two");
	editor_key(&editor, EDITOR_LEFT);
	assert_true(editor_key(&editor, EDITOR_KILL_AFTER));
	assert_string_equal(editor_text(&editor), "one tw");
	assert_false(editor_key(&editor, EDITOR_KILL_AFTER));
	editor_key(&editor, EDITOR_LEFT);
	assert_true(editor_key(&editor, EDITOR_KILL_BEFORE));
	assert_string_equal(editor_text(&editor), "w");
	assert_false(editor_key(&editor, EDITOR_KILL_BEFORE));
}

static void
a_character_with_its_marks_is_one_step(void **state)
{
	struct editor editor;

	(void)state;
	editor_init(&editor, NULL);
	type(&editor, "a" E_ACUTE KANJI FAMILY);
	editor_key(&editor, EDITOR_LEFT);
	assert_int_equal(editor.cursor, 1 + 3 + 3);
	editor_key(&editor, EDITOR_LEFT);
	assert_int_equal(editor.cursor, 1 + 3);
	editor_key(&editor, EDITOR_LEFT);
	assert_int_equal(editor.cursor, 1);
	editor_key(&editor, EDITOR_RIGHT);
	assert_true(editor_key(&editor, EDITOR_BACKSPACE));
	assert_string_equal(editor_text(&editor), "a" KANJI FAMILY);
	assert_true(editor_key(&editor, EDITOR_DELETE));
	assert_string_equal(editor_text(&editor), "a" FAMILY);
}

static void
what_is_hidden_is_marked_at_its_side(void **state)
{
	struct editor editor;

	(void)state;
	editor_init(&editor, NULL);
	assert_view(&editor, 10, "", 0);
	type(&editor, "123456789");
	assert_view(&editor, 10, "123456789", 9);
	type(&editor, "0");
	assert_view(&editor, 10, "<34567890", 9);
	type(&editor, "abc");
	assert_view(&editor, 10, "<67890abc", 9);
	editor_key(&editor, EDITOR_HOME);
	assert_view(&editor, 10, "123456789>", 0);
	editor_key(&editor, EDITOR_RIGHT);
	assert_view(&editor, 10, "123456789>", 1);
	editor_key(&editor, EDITOR_END);
	editor_key(&editor, EDITOR_KILL_BEFORE);
	assert_view(&editor, 10, "", 0);
}

static void
wide_characters_take_two_columns(void **state)
{
	struct editor editor;

	(void)state;
	editor_init(&editor, NULL);
	type(&editor, KANJI KANJI "a" E_ACUTE);
	assert_view(&editor, 8, KANJI KANJI "a" E_ACUTE, 6);
	type(&editor, KANJI KANJI);
	assert_view(&editor, 8, "<a" E_ACUTE KANJI KANJI, 7);
	editor_key(&editor, EDITOR_HOME);
	assert_view(&editor, 8, KANJI KANJI "a" E_ACUTE " >", 0);
	assert_view(&editor, 9, KANJI KANJI "a" E_ACUTE KANJI ">", 0);
}

/* Whatever the keys, the view keeps its width and shows the cursor. */
static void
the_cursor_is_always_in_sight(void **state)
{
	static const char *const pieces[] = { "a", KANJI, E_ACUTE, FAMILY,
		"bc" };
	struct editor editor;
	struct finding found;
	unsigned char choice[2];
	char out[256];
	size_t columns, cursor, i, at, used, len;

	(void)state;
	editor_init(&editor, NULL);
	for (i = 0; i < 20000; i++) {
		random_bytes(choice, sizeof(choice));
		if (choice[0] < 160)
			editor_insert(&editor, pieces[choice[0] % 5],
			    strlen(pieces[choice[0] % 5]), &found);
		else if (choice[0] < 250)
			editor_key(&editor, choice[0] % 6);
		else
			editor_key(&editor, choice[0] % EDITOR_KEYS);
		columns = 4 + choice[1] % 20;
		len = editor_view(&editor, columns, out, sizeof(out), &cursor);
		for (at = used = 0; at < len;) {
			size_t n = width_next(out + at, len - at);

			used += width_columns(out + at, n);
			at += n;
		}
		assert_true(width_is_utf8(out, len));
		assert_true(used <= columns);
		assert_true(cursor < columns);
		assert_true(cursor <= used);
		assert_true(editor.cursor <= editor.len);
	}
}

static void
a_paste_is_tidied_and_whole(void **state)
{
	struct editor editor;
	struct finding found;
	char big[4096];

	(void)state;
	editor_init(&editor, tidy_guid);
	assert_true(editor_paste(&editor, " {6731DE76}\r\n", 13, &found));
	assert_string_equal(editor_text(&editor), "6731de76");
	assert_false(editor_paste(&editor, "two\nlines", 9, &found));
	assert_non_null(strstr(found.text, "several lines"));
	assert_false(editor_paste(&editor, "a\033[0m", 5, &found));
	assert_non_null(strstr(found.text, "control"));
	/* CSI as one character of UTF-8, and one that turns the order */
	assert_false(editor_paste(&editor, "a\xc2\x9b" "0m", 5, &found));
	assert_non_null(strstr(found.text, "control"));
	assert_false(editor_paste(&editor, "a\xe2\x80\xae" "b", 5, &found));
	assert_non_null(strstr(found.text, "control"));
	assert_false(editor_paste(&editor, "\xc3\x28", 2, &found));
	assert_non_null(strstr(found.text, "UTF-8"));
	memset(big, 'x', sizeof(big));
	assert_false(editor_paste(&editor, big, sizeof(big), &found));
	assert_non_null(strstr(found.text, "too long"));
	assert_string_equal(editor_text(&editor), "6731de76");
	editor_key(&editor, EDITOR_KILL_BEFORE);
	assert_true(editor_paste(&editor, big, EDITOR_SIZE - 1, &found));
	assert_false(editor_insert(&editor, "y", 1, &found));
	assert_int_equal(editor.len, EDITOR_SIZE - 1);
}

static void
a_secret_is_stars_until_it_is_shown(void **state)
{
	struct editor editor;
	struct secret taken;
	struct finding found;
	char big[512];

	(void)state;
	editor_init_secret(&editor, 256);
	type(&editor, "top");
	assert_true(editor_paste(&editor, " secret\n", 8, &found));
	assert_string_equal(editor_text(&editor), "");
	assert_view(&editor, 20, "*********", 9);
	assert_view(&editor, 6, "<****", 5);
	editor_show(&editor, true);
	assert_view(&editor, 20, "topsecret", 9);
	editor_show(&editor, false);
	assert_view(&editor, 20, "*********", 9);
	editor_key(&editor, EDITOR_HOME);
	editor_key(&editor, EDITOR_DELETE);
	type(&editor, "T");
	editor_key(&editor, EDITOR_END);
	editor_key(&editor, EDITOR_BACKSPACE);
	memset(big, 'x', sizeof(big));
	assert_false(editor_paste(&editor, big, sizeof(big), &found));
	assert_null(strstr(found.text, "xx"));
	secret_init(&taken, 256);
	editor_take(&editor, &taken);
	assert_string_equal(secret_open(&taken), "Topsecre");
	secret_close(&taken);
	assert_int_equal(editor.len, 0);
	assert_view(&editor, 20, "", 0);
	secret_clear(&taken);
	type(&editor, "a b");
	editor_key(&editor, EDITOR_KILL_WORD);
	assert_int_equal(editor.len, 0);
	editor_clear(&editor);
}

static void
a_text_is_set_whole_or_not_at_all(void **state)
{
	struct editor editor;
	char big[EDITOR_SIZE + 1];

	(void)state;
	editor_init(&editor, NULL);
	assert_true(editor_set(&editor, "first"));
	assert_true(editor_set(&editor, "second"));
	assert_string_equal(editor_text(&editor), "second");
	assert_int_equal(editor.cursor, 6);
	memset(big, 'x', EDITOR_SIZE);
	big[EDITOR_SIZE] = '\0';
	assert_false(editor_set(&editor, big));
	assert_string_equal(editor_text(&editor), "second");
	assert_true(editor_set(&editor, ""));
	assert_int_equal(editor.len, 0);
}

static void
broken_bytes_are_characters_of_their_own(void **state)
{
	(void)state;
	assert_false(width_is_utf8("\xed\xa0\x80", 3));
	assert_false(width_is_utf8("\xc0\xaf", 2));
	assert_false(width_is_utf8("\xf4\x90\x80\x80", 4));
	assert_true(width_is_utf8(KANJI E_ACUTE, 6));
	assert_int_equal(width_next("\x80z", 2), 1);
	assert_int_equal(width_before("a\x80\x80", 3), 1);
	assert_int_equal(width_before(E_ACUTE, 3), 3);
	assert_int_equal(width_before("\xcc\x81", 2), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing_and_deleting_go_where_the_cursor_is),
		cmocka_unit_test(kills_take_what_they_say),
		cmocka_unit_test(a_character_with_its_marks_is_one_step),
		cmocka_unit_test(what_is_hidden_is_marked_at_its_side),
		cmocka_unit_test(wide_characters_take_two_columns),
		cmocka_unit_test(the_cursor_is_always_in_sight),
		cmocka_unit_test(a_paste_is_tidied_and_whole),
		cmocka_unit_test(a_secret_is_stars_until_it_is_shown),
		cmocka_unit_test(a_text_is_set_whole_or_not_at_all),
		cmocka_unit_test(broken_bytes_are_characters_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
