/* SPDX-License-Identifier: ISC */
/* Forms, queries, decoding, and which addresses are taken. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "base/http.h"
#include "base/text.h"

static void
expect_bytes(const struct secret *secret, const char *bytes)
{
	assert_int_equal(secret->len, strlen(bytes));
	assert_string_equal(secret_open(secret), bytes);
	secret_close(secret);
}

static void
a_form_encodes_all_that_is_not_unreserved(void **state)
{
	struct secret form;

	(void)state;
	secret_init(&form, 1000);
	http_form_add(&form, "grant type", "a+b&c=d");
	http_form_add(&form, "x", "AZaz09-._~");
	http_form_add(&form, "u", "\xc3\xa4\x01%");
	http_form_add(&form, "none", "");
	expect_bytes(&form, "grant%20type=a%2Bb%26c%3Dd&x=AZaz09-._~"
			    "&u=%C3%A4%01%25&none=");
	secret_clear(&form);
}

static void
a_secret_goes_into_a_form_with_every_byte(void **state)
{
	struct secret form, value;
	char decoded[256];
	unsigned byte;

	(void)state;
	secret_init(&form, 2000);
	secret_init(&value, 1000);
	for (byte = 1; byte < 256; byte++) {
		decoded[byte - 1] = (char)byte;
		secret_add(&value, &decoded[byte - 1], 1);
	}
	decoded[255] = '\0';
	http_form_add_secret(&form, "s", &value);
	secret_clear(&value);
	assert_int_equal(form.len, 2 + 66 + 189 * 3);
	assert_true(http_form_decode(secret_open(&form) + 2, form.len - 2,
	    &value));
	secret_close(&form);
	expect_bytes(&value, decoded);
	secret_clear(&value);
	secret_clear(&form);
}

static void
a_value_longer_than_any_block_is_encoded_whole(void **state)
{
	static const size_t lengths[] = { 98, 99, 100, 101, 1000 };
	char value[1001];
	struct secret form;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		memset(value, '/', sizeof(value));
		value[lengths[i]] = '\0';
		secret_init(&form, 4000);
		http_form_add(&form, "v", value);
		assert_int_equal(form.len, 2 + lengths[i] * 3);
		assert_memory_equal(secret_open(&form) + form.len - 6,
		    "%2F%2F", 6);
		secret_close(&form);
		secret_clear(&form);
	}
}

static void
a_query_is_joined_behind_its_question_mark(void **state)
{
	struct text query;

	(void)state;
	text_init(&query, 100);
	text_adds(&query, "https://h.example/a?");
	assert_true(http_query_add(&query, "scope", "a b/c"));
	assert_true(http_query_add(&query, "state", "x"));
	assert_string_equal(query.at,
	    "https://h.example/a?scope=a%20b%2Fc&state=x");
	text_clear(&query);
}

static void
a_query_that_does_not_fit_says_so(void **state)
{
	struct text query;

	(void)state;
	text_init(&query, 8);
	assert_false(http_query_add(&query, "name", "value"));
	text_clear(&query);
}

static const struct {
	const char *from;
	const char *to; /* NULL: refused */
} decodings[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "a+b%2Bc", "a b+c" },
	{ "%41%4a%4A%7e", "AJJ~" },
	{ "%", NULL },
	{ "x%4", NULL },
	{ "%4g", NULL },
	{ "%g4", NULL },
	{ "%`1", NULL },
	{ "%%41", NULL },
	{ "%00", NULL },
	{ "a%00b", NULL },
	{ "123456789", NULL }, /* one more than fits */
};

static void
form_values_are_decoded_or_refused(void **state)
{
	struct secret out;
	size_t i;
	bool good;

	(void)state;
	for (i = 0; i < sizeof(decodings) / sizeof(decodings[0]); i++) {
		secret_init(&out, 8);
		good = http_form_decode(decodings[i].from,
		    strlen(decodings[i].from), &out);
		if (good != (decodings[i].to != NULL))
			fail_msg("decoding \"%s\"", decodings[i].from);
		if (good)
			expect_bytes(&out, decodings[i].to);
		secret_clear(&out);
	}
	secret_init(&out, 8);
	assert_false(http_form_decode("a\0b", 3, &out));
	secret_clear(&out);
}

static void
decoding_reads_no_further_than_the_length_it_was_given(void **state)
{
	struct secret out;

	(void)state;
	secret_init(&out, 8);
	assert_false(http_form_decode("ab%41", 4, &out));
	secret_clear(&out);
	assert_true(http_form_decode("ab%41", 2, &out));
	expect_bytes(&out, "ab");
	secret_clear(&out);
}

static const char *const safe[] = {
	"https://login.microsoftonline.com/common/oauth2/v2.0/token",
	"HTTPS://Login.example.org",
	"https://localhost:8443/token?x=1",
	"https://h.example?query=a@b:c",
	"https://h.example/path@with:signs",
	"https://127.0.0.1:1/",
	"https://[::1]:65535/token",
	"https://[2001:db8::1]",
	"https://[::ffff:127.0.0.1]/",
	"https://xn--lgin-0qa.example/",
	"https://under_score.example/",
};

static const struct {
	const char *url;
	const char *reason; /* a word of the fault */
} unsafe[] = {
	{ "", "https://" },
	{ "http://login.example.org/token", "https://" },
	{ "https:/login.example.org", "https://" },
	{ "ftp://login.example.org", "https://" },
	{ "file:///etc/passwd", "https://" },
	{ "login.example.org/token", "https://" },
	{ " https://login.example.org", "https://" },
	{ "https://", "no host" },
	{ "https:///token", "no host" },
	{ "https://?x", "no host" },
	{ "https://user@login.example.org/", "user name" },
	{ "https://login.example.org:443@evil.example/", "user name" },
	{ "https://@h.example/", "user name" },
	{ "https://evil.example\\@login.example.org/", "user name" },
	{ "https://evil.example\\.login.example.org/", "cannot be" },
	{ "https://:443/", "cannot be" },
	{ "https://h.example:/", "cannot be" },
	{ "https://h.example:0/", "cannot be" },
	{ "https://h.example:65536/", "cannot be" },
	{ "https://h.example:99999999999/", "cannot be" },
	{ "https://h.example:44x/", "cannot be" },
	{ "https://h.example:1:2/", "cannot be" },
	{ "https://login%2eexample.org/", "cannot be" },
	{ "https://a,b/", "cannot be" },
	{ "https://::1/", "cannot be" },
	{ "https://[::1/", "cannot be" },
	{ "https://[::1]x/", "cannot be" },
	{ "https://[]/", "cannot be" },
	{ "https://[fe80::1%25eth0]/", "cannot be" },
	{ "https://h.example/#part", "fragment" },
	{ "https://h.example/a b", "blank" },
	{ "https://h.example/a\r\nHost: evil", "blank" },
	{ "https://h.example/\t", "blank" },
	{ "https://h.example/\x7f", "blank" },
	{ "https://l\xc3\xb6gin.example.org/", "ASCII" },
	{ "https://login.microsoftonline.c\xd0\xbem/", "ASCII" },
};

static void
addresses_that_are_plain_https_are_taken(void **state)
{
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		if (!http_url_is_safe(safe[i], &why))
			fail_msg("%s: %s", safe[i], why.what);
}

static void
addresses_that_mislead_are_refused_with_the_reason(void **state)
{
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++) {
		fault_clear(&why);
		if (http_url_is_safe(unsafe[i].url, &why))
			fail_msg("taken: %s", unsafe[i].url);
		assert_int_equal(why.kind, FAULT_SETTINGS);
		if (strstr(why.what, unsafe[i].reason) == NULL)
			fail_msg("%s: %s", unsafe[i].url, why.what);
		assert_string_not_equal(why.next, "");
	}
}

static void
a_refused_address_is_told_without_password_and_query(void **state)
{
	static const char *const urls[] = {
		"https://user:hunter2@h.example/token",
		"http://user:hunter2@h.example/token",
		"https://user:hun/hunter2@h.example/token",
		"https://user:#hunter2@h.example/token",
		"user:hunter2@h.example/token",
		"http://h.example/token?code=hunter2",
		"https://h.example/token#hunter2",
	};
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		assert_false(http_url_is_safe(urls[i], &why));
		assert_null(strstr(why.what, "hunter2"));
		assert_null(strstr(why.next, "hunter2"));
		assert_non_null(strstr(why.what, "h.example/token"));
	}
}

static const struct {
	const char *url;
	const char *host;
} hosts[] = {
	{ "https://Login.Example.ORG/token", "login.example.org" },
	{ "https://h.example:8443/x:y", "h.example" },
	{ "https://h.example?u=https://evil.example", "h.example" },
	{ "h.example/?u=https://evil.example/", "h.example" },
	{ "https://user:pass@h.example:1/", "h.example" },
	{ "https://[::1]:8443/x", "[::1]" },
	{ "https://[2001:DB8::1]", "[2001:db8::1]" },
	{ "smtp://mail.example:587", "mail.example" },
	{ "mail.example:587", "mail.example" },
	{ "https://", "" },
	{ "", "" },
};

static void
the_host_is_found_without_user_and_port(void **state)
{
	char host[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		assert_string_equal(
		    http_host(hosts[i].url, host, sizeof(host)),
		    hosts[i].host);
}

static void
a_host_too_long_for_its_place_is_cut(void **state)
{
	char host[5];

	(void)state;
	assert_string_equal(
	    http_host("https://abcdefgh/", host, sizeof(host)), "abcd");
	assert_string_equal(http_host("https://abcdefgh/", host, 1), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_encodes_all_that_is_not_unreserved),
		cmocka_unit_test(a_secret_goes_into_a_form_with_every_byte),
		cmocka_unit_test(
		    a_value_longer_than_any_block_is_encoded_whole),
		cmocka_unit_test(a_query_is_joined_behind_its_question_mark),
		cmocka_unit_test(a_query_that_does_not_fit_says_so),
		cmocka_unit_test(form_values_are_decoded_or_refused),
		cmocka_unit_test(
		    decoding_reads_no_further_than_the_length_it_was_given),
		cmocka_unit_test(addresses_that_are_plain_https_are_taken),
		cmocka_unit_test(
		    addresses_that_mislead_are_refused_with_the_reason),
		cmocka_unit_test(
		    a_refused_address_is_told_without_password_and_query),
		cmocka_unit_test(the_host_is_found_without_user_and_port),
		cmocka_unit_test(a_host_too_long_for_its_place_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
