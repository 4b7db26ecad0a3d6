/* SPDX-License-Identifier: ISC */
/* Header fields: golden cases of RFC 2047 and RFC 2231, folding, safety. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "mail/header.h"

static void
check_text(const char *value, const char *expected)
{
	struct text out;

	text_init(&out, HEADER_MAX);
	assert_true(header_text(&out, "Subject", value));
	assert_string_equal(out.at, expected);
	text_clear(&out);
}

static void
plain_subjects_stay_as_they_are(void **state)
{
	(void)state;
	check_text("disk full", "Subject: disk full\r\n");
	check_text("", "Subject: \r\n");
	check_text("two  blanks", "Subject: two  blanks\r\n");
}

static void
long_subjects_fold_at_blanks(void **state)
{
	(void)state;
	check_text("one two three four five six seven eight nine ten eleven "
	    "twelve thirteen fourteen",
	    "Subject: one two three four five six seven eight nine ten eleven "
	    "twelve\r\n thirteen fourteen\r\n");
}

static void
the_shorter_encoding_is_taken(void **state)
{
	(void)state;
	/* Few foreign characters: Q; many: B. */
	check_text("the disk is fuller, gr\xc3\xb6\xc3\x9f" "er",
	    "Subject: =?UTF-8?Q?the_disk_is_fuller=2C_gr=C3=B6=C3=9Fer?=\r\n");
	check_text("\xe7\xa3\x81\xe7\x9b\x98\xe5\xb7\xb2\xe6\xbb\xa1",
	    "Subject: =?UTF-8?B?56OB55uY5bey5ruh?=\r\n");
}

static void
what_looks_encoded_or_would_lose_blanks_is_encoded(void **state)
{
	(void)state;
	check_text("=?UTF-8?Q?x?=",
	    "Subject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=\r\n");
	check_text(" x", "Subject: =?UTF-8?Q?_x?=\r\n");
}

/* Undoes what header_text did, strictly; the test's own reading of RFC 2047. */
static void
decode_words(const char *from, char *out)
{
	while (*from != '\0') {
		const char *begin = strstr(from, "=?UTF-8?");
		const char *end;

		if (begin == NULL)
			break;
		end = strstr(begin + 10, "?=");
		assert_non_null(end);
		assert_true(end + 2 - begin <= 75);
		assert_int_equal(begin[8], 'Q');
		for (begin += 10; begin < end; begin++) {
			if (*begin == '_') {
				*out++ = ' ';
			} else if (*begin == '=') {
				char hex[3] = { begin[1], begin[2], 0 };

				*out++ = (char)strtol(hex, NULL, 16);
				begin += 2;
			} else {
				*out++ = *begin;
			}
		}
		from = end + 2;
		/* Each word alone is UTF-8: no character was split. */
	}
	*out = '\0';
}

static void
long_text_is_split_between_characters_within_75_columns(void **state)
{
	char value[400] = "", back[400];
	struct text out;
	const char *line;
	size_t i;

	(void)state;
	for (i = 0; i < 20; i++)
		strncat(value, "abcde fgh \xc3\xa9", sizeof(value) -
		    strlen(value) - 1);
	text_init(&out, HEADER_MAX);
	assert_true(header_text(&out, "Subject", value));
	decode_words(out.at, back);
	assert_string_equal(back, value);
	for (line = out.at; *line != '\0'; line = strchr(line, '\n') + 1)
		assert_true(strcspn(line, "\r") <= 76);
	/* A character cut in two would end a word in =C3 and begin one in
	 * =A9. */
	assert_null(strstr(out.at, "=C3?="));
	assert_null(strstr(out.at, "?=A9"));
	text_clear(&out);
}

static void
a_word_that_cannot_be_folded_is_encoded(void **state)
{
	char value[3000];
	struct text out;
	const char *line;

	(void)state;
	memset(value, 'x', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	text_init(&out, HEADER_MAX);
	assert_true(header_text(&out, "Subject", value));
	for (line = out.at; *line != '\0'; line = strchr(line, '\n') + 1)
		assert_true(strcspn(line, "\r") <= 998);
	text_clear(&out);
}

static void
check_address(const char *name, const char *expected)
{
	struct address one = { .spec = "a@b.example" };
	struct text out;

	strncpy(one.name, name, sizeof(one.name) - 1);
	text_init(&out, HEADER_MAX);
	assert_true(header_addresses(&out, "From", &one, 1));
	assert_string_equal(out.at, expected);
	text_clear(&out);
}

static void
names_are_quoted_or_encoded_as_needed(void **state)
{
	(void)state;
	check_address("", "From: a@b.example\r\n");
	check_address("Ann Onym", "From: Ann Onym <a@b.example>\r\n");
	check_address("Onym, Ann", "From: \"Onym, Ann\" <a@b.example>\r\n");
	check_address("a \"b\" \\", "From: \"a \\\"b\\\" \\\\\" "
	    "<a@b.example>\r\n");
	check_address("J\xc3\xbcrgen",
	    "From: =?UTF-8?Q?J=C3=BCrgen?= <a@b.example>\r\n");
}

static void
long_lists_fold_between_addresses(void **state)
{
	struct address_list list = { .count = 0 };
	struct address one = { .spec = "somebody@department.example" };
	struct text out;
	const char *line;
	size_t i;

	(void)state;
	for (i = 0; i < 50; i++)
		address_list_add(&list, &one, NULL);
	text_init(&out, HEADER_MAX);
	assert_true(header_addresses(&out, "To", list.at, list.count));
	for (line = out.at; *line != '\0'; line = strchr(line, '\n') + 1)
		assert_true(strcspn(line, "\r") <= 79);
	assert_true(strncmp(out.at, "To: somebody@", 13) == 0);
	text_clear(&out);
	address_list_clear(&list);
}

static void
check_parameter(const char *value, const char *expected)
{
	struct text out;

	text_init(&out, HEADER_MAX);
	assert_true(header_parameter(&out, "filename", value));
	assert_string_equal(out.at, expected);
	text_clear(&out);
}

static void
file_names_are_tokens_strings_or_rfc_2231(void **state)
{
	(void)state;
	check_parameter("log.txt", ";\r\n filename=log.txt");
	check_parameter("my log.txt", ";\r\n filename=\"my log.txt\"");
	check_parameter("a\"b\\.txt", ";\r\n filename=\"a\\\"b\\\\.txt\"");
	check_parameter("gr\xc3\xb6\xc3\x9f" "e.txt",
	    ";\r\n filename*=utf-8''gr%C3%B6%C3%9Fe.txt");
	check_parameter("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
	    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9.txt",
	    ";\r\n filename*0*=utf-8''%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9"
	    "%C3%A9%C3%A9%C3%A9"
	    ";\r\n filename*1*=%C3%A9%C3%A9.txt");
}

static void
values_from_options_cannot_begin_another_field(void **state)
{
	struct fault why;

	(void)state;
	assert_true(header_is_safe("the subject", "gr\xc3\xbc\xc3\x9f\tok",
	    &why));
	assert_false(header_is_safe("the subject", "x\r\nBcc: y", &why));
	assert_int_equal(why.kind, FAULT_DATA);
	assert_non_null(strstr(why.what, "the subject"));
	assert_non_null(strstr(why.what, "position 2"));
	assert_false(header_is_safe("the subject", "x\ny", &why));
	assert_false(header_is_safe("the subject", "x\x1b]0;", &why));
	assert_non_null(strstr(why.what, "control character"));
	assert_false(header_is_safe("the subject", "caf\xe9", &why));
	assert_non_null(strstr(why.what, "not UTF-8"));
}

static void
utf8_is_judged_as_rfc_3629_says(void **state)
{
	(void)state;
	assert_true(utf8_is_valid("\xf0\x9f\x93\xac", 4));
	assert_false(utf8_is_valid("\xc0\xaf", 2));
	assert_false(utf8_is_valid("\xe0\x80\xaf", 3));
	assert_false(utf8_is_valid("\xed\xa0\x80", 3));
	assert_false(utf8_is_valid("\xf4\x90\x80\x80", 4));
	assert_false(utf8_is_valid("\xe2\x82", 2));
	assert_false(utf8_is_valid("\x80", 1));
}

static void
message_ids_are_new_and_never_of_localhost(void **state)
{
	char one[MESSAGE_ID_SIZE], two[MESSAGE_ID_SIZE];

	(void)state;
	message_id_make(one, "contoso.example");
	message_id_make(two, "contoso.example");
	assert_string_not_equal(one, two);
	assert_non_null(strstr(one, "@contoso.example>"));
	assert_int_equal(one[0], '<');
	message_id_make(one, "localhost");
	assert_null(strstr(one, "localhost"));
	message_id_make(one, "localhost.localdomain");
	assert_null(strstr(one, "localhost"));
	message_id_make(one, "host");
	assert_non_null(strstr(one, "@postfrank.invalid>"));
	message_id_make(one, "x.example>\r\nBcc: y");
	assert_null(strstr(one, "Bcc"));
}

static void
the_date_has_the_form_of_rfc_5322(void **state)
{
	struct text out;

	(void)state;
	text_init(&out, 100);
	setenv("TZ", "UTC", 1);
	header_date(&out, 1795446000);
	assert_string_equal(out.at, "Date: Mon, 23 Nov 2026 15:00:00 +0000"
	    "\r\n");
	text_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_subjects_stay_as_they_are),
		cmocka_unit_test(long_subjects_fold_at_blanks),
		cmocka_unit_test(the_shorter_encoding_is_taken),
		cmocka_unit_test(
		    what_looks_encoded_or_would_lose_blanks_is_encoded),
		cmocka_unit_test(
		    long_text_is_split_between_characters_within_75_columns),
		cmocka_unit_test(a_word_that_cannot_be_folded_is_encoded),
		cmocka_unit_test(names_are_quoted_or_encoded_as_needed),
		cmocka_unit_test(long_lists_fold_between_addresses),
		cmocka_unit_test(file_names_are_tokens_strings_or_rfc_2231),
		cmocka_unit_test(
		    values_from_options_cannot_begin_another_field),
		cmocka_unit_test(utf8_is_judged_as_rfc_3629_says),
		cmocka_unit_test(message_ids_are_new_and_never_of_localhost),
		cmocka_unit_test(the_date_has_the_form_of_rfc_5322),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
