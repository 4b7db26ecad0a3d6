/* SPDX-License-Identifier: ISC */
/* Hostile JSON: what is refused, where, and that its words are not repeated. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_scan.h"

static const char *const good[] = {
	"{}", "[]", "\"\"", "0", "-0", "1", "-1.5e+10", "1E400", "true",
	"false", "null", " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
	"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"", "\"\\ud83d\\udce7\"",
	"\"\\uD83D\\uDCE7\"", "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x93\xa7\"",
	"\"\x7f\"", "\"\\u0001\"", "{\"\":{\"\":[]}}",
	"123456789012345678901234567890123456789012345678901234567890123",
};

static const struct {
	const char *text;
	const char *reason;
} bad[] = {
	{ "", "line 1, column 1: it ends too early" },
	{ "  ", "column 3: it ends too early" },
	{ "{", "column 2: a key" },
	{ "[1", "column 3: a comma or ]" },
	{ "[1,]", "column 4: no value" },
	{ "[,1]", "no value" },
	{ "{\"a\"}", "column 5: a colon" },
	{ "{\"a\":}", "no value" },
	{ "{\"a\":1,}", "a key in double quotes" },
	{ "{\"a\":1 \"b\":2}", "a comma or }" },
	{ "{a:1}", "a key in double quotes" },
	{ "{'a':1}", "a key in double quotes" },
	{ "{1:1}", "a key in double quotes" },
	{ "[1}", "a comma or ]" },
	{ "{\"a\":1]", "a comma or }" },
	{ "{}\n {}", "line 2, column 2: something stands behind" },
	{ "{}x", "something stands behind" },
	{ "{},", "something stands behind" },
	{ "1 2", "something stands behind" },
	{ "nulll", "something stands behind" },
	{ "nul", "no value" },
	{ "True", "no value" },
	{ "NaN", "no value" },
	{ "Infinity", "no value" },
	{ "-Infinity", "a number without digits" },
	{ "//c\n1", "no value" },
	{ "\xef\xbb\xbf{}", "column 1: no value" },
	{ "01", "something stands behind" },
	{ "-", "a number without digits" },
	{ "+1", "no value" },
	{ ".5", "no value" },
	{ "1.", "a number without digits" },
	{ "1.e5", "a number without digits" },
	{ "1e", "a number without digits" },
	{ "1e+", "a number without digits" },
	{ "0x10", "something stands behind" },
	{ "1234567890123456789012345678901234567890123456789012345678901234",
	    "63 characters" },
	{ "\"abc", "a string without its end" },
	{ "\"abc\\", "a backslash" },
	{ "\"abc\\\"", "a string without its end" },
	{ "\"\\x41\"", "a backslash" },
	{ "\"\\'\"", "a backslash" },
	{ "\"a\nb\"", "a control character" },
	{ "\"a\tb\"", "a control character" },
	{ "\"\x1f\"", "a control character" },
	{ "\"\\u0000\"", "\\u0000" },
	{ "\"\\u00\"", "four hexadecimal" },
	{ "\"\\u00g0\"", "four hexadecimal" },
	{ "\"\\u+123\"", "four hexadecimal" },
	{ "\"\\ud83d\"", "half a surrogate" },
	{ "\"\\ud83dx\"", "half a surrogate" },
	{ "\"\\ud83d\\n\"", "half a surrogate" },
	{ "\"\\ud83d\\u0041\"", "half a surrogate" },
	{ "\"\\ud83d\\ud83d\"", "half a surrogate" },
	{ "\"\\ud83d\\u\"", "half a surrogate" },
	{ "\"\\udce7\"", "half a surrogate" },
	{ "\"\\ud83d\\", "half a surrogate" },
	{ "\"\x80\"", "not UTF-8" },
	{ "\"\xff\"", "not UTF-8" },
	{ "\"\xc3\"", "not UTF-8" },
	{ "\"\xc0\xaf\"", "not UTF-8" },
	{ "\"\xe0\x80\xaf\"", "not UTF-8" },
	{ "\"\xed\xa0\x80\"", "not UTF-8" },
	{ "\"\xf0\x80\x80\xaf\"", "not UTF-8" },
	{ "\"\xf4\x90\x80\x80\"", "not UTF-8" },
	{ "\"\xe2\x82", "not UTF-8" },
	{ "{\"\xff\":1}", "not UTF-8" },
};

static void
sound_texts_pass_scan_and_parser(void **state)
{
	struct fault why;
	struct json *json;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (!json_scan(good[i], strlen(good[i]), &why))
			fail_msg("%s: %s", good[i], why.what);
		json = json_parse(good[i], strlen(good[i]), &why);
		if (json == NULL)
			fail_msg("%s: %s", good[i], why.what);
		json_free(json);
	}
}

static void
hostile_texts_are_refused_with_place_and_reason(void **state)
{
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (json_scan(bad[i].text, strlen(bad[i].text), &why))
			fail_msg("taken: %s", bad[i].text);
		assert_int_equal(why.kind, FAULT_DATA);
		if (strstr(why.what, bad[i].reason) == NULL)
			fail_msg("%s: %s", bad[i].text, why.what);
		assert_null(json_parse(bad[i].text, strlen(bad[i].text), &why));
		assert_int_equal(why.kind, FAULT_DATA);
	}
}

static void
every_beginning_of_a_sound_text_is_refused(void **state)
{
	static const char text[] = "{\"key\":[1.5e3,true,\"\\ud83d\\udce7"
	    "\xe2\x82\xac\"],\"b\":{\"c\":null}}";
	struct fault why;
	size_t len;
	char *copy;

	(void)state;
	/* From the heap, so that reading too far is seen by the checkers. */
	for (len = 0; len < sizeof(text) - 1; len++) {
		copy = malloc(len + 1);
		memcpy(copy, text, len);
		copy = realloc(copy, len > 0 ? len : 1);
		if (json_scan(copy, len, &why))
			fail_msg("%zu bytes were taken", len);
		free(copy);
	}
	assert_true(json_scan(text, sizeof(text) - 1, &why));
}

static void
a_nul_byte_is_refused_wherever_it_stands(void **state)
{
	static const char text[] = "{\"a\": [1, \"b\"]}";
	char copy[sizeof(text)];
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text) - 1; i++) {
		memcpy(copy, text, sizeof(text));
		copy[i] = '\0';
		assert_false(json_scan(copy, sizeof(text) - 1, &why));
	}
	assert_false(json_scan(text, sizeof(text), &why));
}

static void
nesting_is_taken_up_to_its_limit(void **state)
{
	static const char *const opening[] = { "[", "{\"k\":" };
	static const char closing[] = "]}";
	char text[JSON_DEPTH * 8];
	struct json *json;
	struct fault why;
	size_t kind, depth, i;

	(void)state;
	for (kind = 0; kind < 2; kind++)
		for (depth = JSON_DEPTH; depth <= JSON_DEPTH + 1; depth++) {
			text[0] = '\0';
			for (i = 0; i < depth; i++)
				memcpy(text + i * strlen(opening[kind]),
				    opening[kind], strlen(opening[kind]) + 1);
			i = strlen(text);
			text[i++] = '1';
			memset(text + i, closing[kind], depth);
			json = json_parse(text, i + depth, &why);
			if (depth <= JSON_DEPTH) {
				assert_non_null(json);
			} else {
				assert_null(json);
				assert_non_null(strstr(why.what, "nesting"));
			}
			json_free(json);
		}
}

static void
a_million_brackets_do_not_exhaust_the_stack(void **state)
{
	char *bomb = malloc(JSON_MAX);
	struct fault why;

	(void)state;
	memset(bomb, '[', JSON_MAX);
	assert_null(json_parse(bomb, JSON_MAX, &why));
	assert_non_null(strstr(why.what, "column 33: too many levels"));
	free(bomb);
}

static void
a_mebibyte_is_taken_and_one_byte_more_is_not(void **state)
{
	char *text = malloc(JSON_MAX + 1);
	struct json *json;
	struct fault why;

	(void)state;
	memset(text, 'x', JSON_MAX + 1);
	text[0] = '"';
	text[JSON_MAX - 1] = '"';
	text[JSON_MAX] = ' ';
	json = json_parse(text, JSON_MAX, &why);
	assert_non_null(json);
	assert_int_equal(strlen(json_string_at(json)), JSON_MAX - 2);
	json_free(json);
	assert_null(json_parse(text, JSON_MAX + 1, &why));
	assert_int_equal(why.kind, FAULT_DATA);
	assert_non_null(strstr(why.what, "1048577"));
	free(text);
}

static void
the_fault_says_nothing_of_what_the_text_says(void **state)
{
	static const char *const texts[] = { "{\"canary\": canary}",
		"[\"canary\", \"canary\\", "\"canary\\u0000\"",
		"{\"canary\":1,\"canary\":2}", "canary",
		"{\"canary\":1} \"canary\"" };
	struct secret secret;
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		secret_init(&secret, 100);
		secret_adds(&secret, texts[i]);
		fault_clear(&why);
		assert_null(json_parse_secret(&secret, &why));
		assert_int_equal(why.kind, FAULT_DATA);
		assert_null(strstr(why.what, "canary"));
		assert_int_equal(secret.open, 0);
		secret_clear(&secret);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_texts_pass_scan_and_parser),
		cmocka_unit_test(
		    hostile_texts_are_refused_with_place_and_reason),
		cmocka_unit_test(every_beginning_of_a_sound_text_is_refused),
		cmocka_unit_test(a_nul_byte_is_refused_wherever_it_stands),
		cmocka_unit_test(nesting_is_taken_up_to_its_limit),
		cmocka_unit_test(a_million_brackets_do_not_exhaust_the_stack),
		cmocka_unit_test(a_mebibyte_is_taken_and_one_byte_more_is_not),
		cmocka_unit_test(
		    the_fault_says_nothing_of_what_the_text_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
