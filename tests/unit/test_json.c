/* SPDX-License-Identifier: ISC */
/* Values of JSON: reading, writing, ranges, and wiping what was freed. */
#include <config.h>

#include "tests/unit/unit.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/json.h"

static struct json *
parse(const char *text)
{
	struct fault why;
	struct json *json = json_parse(text, strlen(text), &why);

	if (json == NULL)
		fail_msg("%s: %s", text, why.what);
	return json;
}

static void
members_are_found_by_their_exact_name(void **state)
{
	struct json *json = parse("{\"Access_Token\":\"A\","
	    "\"access_token\":\"b\",\"n\":1,\"o\":{\"x\":null}}");

	(void)state;
	assert_string_equal(json_string(json, "access_token"), "b");
	assert_null(json_string(json, "ACCESS_TOKEN"));
	assert_null(json_string(json, "n"));
	assert_null(json_string(json, "none"));
	assert_null(json_member(json_member(json, "n"), "x"));
	assert_null(json_member(NULL, "x"));
	assert_int_equal(
	    json_kind_of(json_member(json_member(json, "o"), "x")),
	    JSON_NULL);
	json_free(json);
	json_free(NULL);
}

static void
a_key_that_stands_twice_is_named_and_refused(void **state)
{
	static const char *const texts[] = { "{\"k\":1,\"k\":1}",
		"{\"a\":1,\"k\":2,\"b\":3,\"k\":4}",
		"{\"k\":1,\"\\u006b\":2}",
		"[1,[{\"o\":{\"k\":[],\"k\":{}}}]]" };
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_null(json_parse(texts[i], strlen(texts[i]), &why));
		assert_int_equal(why.kind, FAULT_DATA);
		assert_non_null(strstr(why.what, "\"k\" stands twice"));
	}
	json_free(parse("{\"k\":{\"k\":1},\"K\":2}"));
}

static const struct {
	const char *value;
	int64_t min, max;
	bool good;
	int64_t is;
} ints[] = {
	{ "3600", 0, 10000, true, 3600 },
	{ "\"3600\"", 0, 10000, true, 3600 },
	{ "3600.0", 0, 10000, true, 3600 },
	{ "36e2", 0, 10000, true, 3600 },
	{ "3600.9", 0, 10000, false, 0 },
	{ "-1", -1, 1, true, -1 },
	{ "-2", -1, 1, false, 0 },
	{ "2", -1, 1, false, 0 },
	{ "1", -1, 1, true, 1 },
	{ "-0", 0, 0, true, 0 },
	{ "1e400", INT64_MIN, INT64_MAX, false, 0 },
	{ "-1e400", INT64_MIN, INT64_MAX, false, 0 },
	{ "99999999999999999999", INT64_MIN, INT64_MAX, false, 0 },
	{ "9007199254740991", 0, INT64_MAX, true, 9007199254740991 },
	{ "9007199254740992", 0, INT64_MAX, false, 0 },
	{ "9007199254740993", 0, INT64_MAX, false, 0 },
	{ "\"999999999999999999\"", 0, INT64_MAX, true, 999999999999999999 },
	{ "\"-999999999999999999\"", INT64_MIN, 0, true,
	    -999999999999999999 },
	{ "\"9999999999999999999\"", 0, INT64_MAX, false, 0 },
	{ "\"\"", 0, 1, false, 0 },
	{ "\"-\"", -1, 1, false, 0 },
	{ "\"--1\"", -1, 1, false, 0 },
	{ "\" 1\"", 0, 1, false, 0 },
	{ "\"1 \"", 0, 1, false, 0 },
	{ "\"+1\"", 0, 1, false, 0 },
	{ "\"0x1\"", 0, 1, false, 0 },
	{ "\"1e0\"", 0, 1, false, 0 },
	{ "true", 0, 1, false, 0 },
	{ "null", 0, 1, false, 0 },
	{ "[1]", 0, 1, false, 0 },
	{ "{}", 0, 1, false, 0 },
};

static void
whole_numbers_are_taken_within_their_range_only(void **state)
{
	struct json *object, *value;
	int64_t is;
	size_t i;
	bool good;

	(void)state;
	for (i = 0; i < sizeof(ints) / sizeof(ints[0]); i++) {
		value = parse(ints[i].value);
		object = json_new_object();
		json_set(object, "n", value);
		is = 4711;
		good = json_int(object, "n", ints[i].min, ints[i].max, &is);
		if (good != ints[i].good ||
		    is != (ints[i].good ? ints[i].is : 4711))
			fail_msg("%s", ints[i].value);
		assert_false(json_int(object, "m", 0, 1, &is));
		json_free(object);
	}
}

static void
only_true_and_false_are_booleans(void **state)
{
	struct json *json =
	    parse("{\"t\":true,\"f\":false,\"n\":1,\"s\":\"true\"}");
	bool is = false;

	(void)state;
	assert_true(json_bool(json, "t", &is));
	assert_true(is);
	assert_true(json_bool(json, "f", &is));
	assert_false(is);
	assert_false(json_bool(json, "n", &is));
	assert_false(json_bool(json, "s", &is));
	assert_false(json_bool(json, "none", &is));
	json_free(json);
}

static void
children_come_in_the_order_of_the_text(void **state)
{
	struct json *json = parse("{\"b\":1,\"a\":[true,\"x\"],\"c\":null}");
	struct json *child = json_first(json);

	(void)state;
	assert_int_equal(json_count(json), 3);
	assert_string_equal(json_key(child), "b");
	child = json_next(child);
	assert_string_equal(json_key(child), "a");
	assert_int_equal(json_count(child), 2);
	assert_null(json_key(json_first(child)));
	assert_string_equal(json_string_at(json_next(json_first(child))), "x");
	child = json_next(child);
	assert_null(json_next(child));
	assert_null(json_first(child));
	assert_int_equal(json_count(child), 0);
	assert_int_equal(json_count(NULL), 0);
	json_free(json);
}

static void
each_kind_has_words_for_messages(void **state)
{
	static const struct {
		const char *text;
		const char *words;
	} kinds[] = { { "null", "null" }, { "true", "true or false" },
		{ "false", "true or false" }, { "1", "a number" },
		{ "\"x\"", "a string" }, { "[]", "a list" },
		{ "{}", "an object" } };
	struct json *json;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		json = parse(kinds[i].text);
		assert_string_equal(json_kind_words(json_kind_of(json)),
		    kinds[i].words);
		json_free(json);
	}
	assert_string_equal(json_kind_words(json_kind_of(NULL)), "nothing");
}

static void
expect_print(const struct json *json, bool pretty, const char *words)
{
	struct text text;

	text_init(&text, 1000);
	assert_true(json_print(json, pretty, &text));
	assert_string_equal(text.at, words);
	text_clear(&text);
}

static void
a_built_object_is_printed_as_people_like_it(void **state)
{
	struct json *json = json_new_object(), *list = json_new_array();

	(void)state;
	json_set_string(json, "name", "old");
	json_set_string(json, "name", "\"new\"\n\x7f\xc3\xa4");
	json_set_int(json, "at", 4102444800);
	json_set_bool(json, "yes", true);
	json_set_null(json, "nothing");
	json_set_string(json, "none", NULL);
	json_set_int(json, "gone", 1);
	json_remove(json, "gone");
	json_remove(json, "gone");
	json_append(list, json_new_string("x"));
	json_append(list, json_new_object());
	json_set(json, "list", list);
	json_set(json, "empty", json_new_array());
	expect_print(json, false, "{\"name\":\"\\\"new\\\"\\n\\u007f\xc3\xa4\","
	    "\"at\":4102444800,\"yes\":true,\"nothing\":null,\"none\":null,"
	    "\"list\":[\"x\",{}],\"empty\":[]}");
	json_remove(json, "name");
	json_remove(json, "at");
	expect_print(json, true, "{\n  \"yes\": true,\n  \"nothing\": null,\n"
	    "  \"none\": null,\n  \"list\": [\n    \"x\",\n    {}\n  ],\n"
	    "  \"empty\": []\n}\n");
	json_free(json);
}

static void
what_is_printed_is_read_again_the_same(void **state)
{
	static const char words[] = "{\"a\\\"\\\\\\n\\u0001\":[1,-2.5,1e+100,"
	    "true,null,\"\xf0\x9f\x93\xa7\"],\"b\":{\"c\":\"\\t\"}}";
	struct json *json = parse(words), *copy = json_copy(json);
	struct text text;

	(void)state;
	json_free(json);
	expect_print(copy, false, words);
	text_init(&text, 10);
	assert_false(json_print(copy, false, &text));
	text_clear(&text);
	json_free(copy);
}

static void
a_number_without_end_is_printed_as_valid_json(void **state)
{
	struct json *json = parse("[1e400]");

	(void)state;
	expect_print(json, false, "[null]");
	json_free(json);
}

static void
json_goes_into_a_secret_whole_or_not_at_all(void **state)
{
	struct json *json = parse("{\"k\":\"v\"}");
	struct secret secret;

	(void)state;
	secret_init(&secret, 9);
	assert_true(json_print_secret(json, &secret));
	assert_string_equal(secret_open(&secret), "{\"k\":\"v\"}");
	secret_close(&secret);
	secret_clear(&secret);
	secret_init(&secret, 8);
	assert_false(json_print_secret(json, &secret));
	assert_true(secret_is_empty(&secret));
	json_free(json);
}

static void
only_visible_ascii_of_bounded_length_is_a_token(void **state)
{
	static const struct {
		const char *value;
		bool good;
	} values[] = { { "\"abc ~!\"", true }, { "\"12345678\"", true },
		{ "\"123456789\"", false }, { "\"\"", false },
		{ "\"a\\nb\"", false }, { "\"a\\u0001\"", false },
		{ "\"a\\u007f\"", false }, { "\"\xc3\xa4\"", false },
		{ "1", false }, { "null", false }, { "[\"a\"]", false } };
	struct secret secret;
	struct json *object;
	size_t i;

	(void)state;
	secret_init(&secret, 8);
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		object = json_new_object();
		json_set(object, "t", parse(values[i].value));
		secret_adds(&secret, "before");
		if (json_secret(object, "t", &secret) != values[i].good)
			fail_msg("%s", values[i].value);
		assert_int_equal(secret_is_empty(&secret), !values[i].good);
		json_free(object);
		secret_clear(&secret);
	}
}

/* The heap of the test program is watched through free() (Makefile.am). */
static const char canary[] = "canary-in-a-token";
/* volatile: the compiler believes that free() looks at neither. */
static volatile unsigned leaked, watched;

void __real_free(void *at);
void __wrap_free(void *at);

void
__wrap_free(void *at)
{
	if (at != NULL && watched > 0) {
		watched++;
		if (memmem(at, malloc_usable_size(at), canary,
			sizeof(canary)) != NULL)
			leaked++;
	}
	__real_free(at);
}

static void
freed_values_are_wiped_first(void **state)
{
	struct json *json = parse("{\"t\":\"canary-in-a-token\"}");
	char *plain;

	(void)state;
	assert_string_equal(json_string(json, "t"), canary);
	watched = 1;
	json_free(json);
	assert_int_equal(watched, 5); /* two items, one key, one string */
	watched = 0;
	assert_int_equal(leaked, 0);

	/* What is not wiped would have been seen. */
	plain = must_strdup(canary);
	watched = 1;
	free(plain);
	watched = 0;
	assert_int_equal(leaked, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_found_by_their_exact_name),
		cmocka_unit_test(a_key_that_stands_twice_is_named_and_refused),
		cmocka_unit_test(
		    whole_numbers_are_taken_within_their_range_only),
		cmocka_unit_test(only_true_and_false_are_booleans),
		cmocka_unit_test(children_come_in_the_order_of_the_text),
		cmocka_unit_test(each_kind_has_words_for_messages),
		cmocka_unit_test(a_built_object_is_printed_as_people_like_it),
		cmocka_unit_test(what_is_printed_is_read_again_the_same),
		cmocka_unit_test(a_number_without_end_is_printed_as_valid_json),
		cmocka_unit_test(json_goes_into_a_secret_whole_or_not_at_all),
		cmocka_unit_test(
		    only_visible_ascii_of_bounded_length_is_a_token),
		cmocka_unit_test(freed_values_are_wiped_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
