/* SPDX-License-Identifier: ISC */
/* The stand-in tenant's SMTP: bodies on the wire, and pieces of text. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "tests/tenant/smtp_body.h"
#include "tests/tenant/smtp_parse.h"

/* Feeds a string in blocks of that many bytes; returns what was taken. */
static size_t
feed_by(struct smtp_body *body, const char *bytes, size_t len, size_t block)
{
	size_t taken = 0;

	smtp_body_init(body, 1 << 20);
	while (taken < len && !body->done) {
		size_t n = len - taken < block ? len - taken : block;
		size_t got = smtp_body_feed(body, bytes + taken, n);

		taken += got;
		if (got < n)
			break;
	}
	return taken;
}

static void
dots_are_taken_out_whatever_the_blocks(void **state)
{
	static const char wire[] = "a\r\n..b\r\n...\r\n\r\n.\r\nMAIL";
	struct smtp_body body;

	(void)state;
	for (size_t block = 1; block < sizeof(wire); block++) {
		assert_int_equal(feed_by(&body, wire, sizeof(wire) - 1, block),
		    sizeof(wire) - 5);
		assert_true(body.done);
		assert_string_equal(body.bytes.at, "a\r\n.b\r\n..\r\n\r\n");
		for (int i = 0; i < FLAWS; i++)
			assert_int_equal(body.flaw[i], 0);
		smtp_body_clear(&body);
	}
}

static void
an_empty_message_is_a_dot(void **state)
{
	struct smtp_body body;

	(void)state;
	assert_int_equal(feed_by(&body, ".\r\n", 3, 3), 3);
	assert_true(body.done);
	assert_int_equal(body.bytes.len, 0);
	smtp_body_clear(&body);
}

static void
expect_flaw(const char *bytes, size_t len, enum smtp_flaw flaw, unsigned times)
{
	struct smtp_body body;

	for (size_t block = 1; block <= len; block++) {
		feed_by(&body, bytes, len, block);
		assert_int_equal(body.flaw[flaw], times);
		smtp_body_clear(&body);
	}
}

static void
bare_ends_of_lines_are_counted(void **state)
{
	(void)state;
	expect_flaw("a\rb\r\r\n", 6, FLAW_BARE_CR, 2);
	expect_flaw("a\nb\n\r\n", 6, FLAW_BARE_LF, 2);
	expect_flaw("a\r\nb\r\n", 6, FLAW_BARE_CR, 0);
	expect_flaw("a\r\nb\r\n", 6, FLAW_BARE_LF, 0);
	expect_flaw(".\rb\r\n", 5, FLAW_BARE_CR, 1);
}

static void
a_bare_line_feed_cannot_end_a_message(void **state)
{
	struct smtp_body body;

	(void)state;
	feed_by(&body, "a\n.\n", 4, 4);
	assert_false(body.done);
	smtp_body_clear(&body);
	feed_by(&body, "a\n.\r\n", 5, 5);
	assert_false(body.done);
	assert_string_equal(body.bytes.at, "a\n.\r\n");
	smtp_body_clear(&body);
}

static void
zeros_and_high_bytes_are_counted(void **state)
{
	(void)state;
	expect_flaw("a\0b\r\n", 5, FLAW_NUL, 1);
	expect_flaw("\xc3\xa4\r\n", 4, FLAW_8BIT, 2);
}

static void
a_line_of_998_bytes_is_good_and_of_999_is_not(void **state)
{
	char line[1001];

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line + 998, "\r\n", 2);
	expect_flaw(line, 1000, FLAW_LONG_LINE, 0);
	memset(line, 'x', sizeof(line));
	memcpy(line + 999, "\r\n", 2);
	expect_flaw(line, 1001, FLAW_LONG_LINE, 1);
}

static void
paths_are_read_with_their_parameters(void **state)
{
	struct smtp_path path;
	char value[32];

	(void)state;
	assert_true(smtp_path_parse(&path, "FROM",
	    "FROM:<a@b.example> SIZE=12 BODY=8BITMIME SMTPUTF8"));
	assert_string_equal(path.address, "a@b.example");
	assert_true(smtp_parameter(&path, "SIZE", value, sizeof(value)));
	assert_string_equal(value, "12");
	assert_true(smtp_parameter(&path, "body", value, sizeof(value)));
	assert_string_equal(value, "8BITMIME");
	assert_true(smtp_parameter(&path, "SMTPUTF8", value, sizeof(value)));
	assert_string_equal(value, "");
	assert_false(smtp_parameter(&path, "RET", value, sizeof(value)));
	assert_true(smtp_path_parse(&path, "FROM", "from:<>"));
	assert_string_equal(path.address, "");
	assert_true(smtp_path_parse(&path, "TO", "TO:<\"a>b\"@c.example>"));
	assert_string_equal(path.address, "\"a>b\"@c.example");
	assert_true(smtp_path_parse(&path, "TO", "TO: <a@b>"));
	assert_true(path.blank_after_colon);
}

static void
what_is_no_path_is_refused(void **state)
{
	static const char *const bad[] = { "", "TO", "TO:", "TO:a@b",
		"TO:<a@b", "TO:<a@b>x", "FROM:<a@b>" };
	struct smtp_path path;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(smtp_path_parse(&path, "TO", bad[i]));
}

static void
names_behind_ehlo_are_checked(void **state)
{
	(void)state;
	assert_true(smtp_domain_is_valid("host.example"));
	assert_true(smtp_domain_is_valid("[127.0.0.1]"));
	assert_true(smtp_domain_is_valid("[IPv6:::1]"));
	assert_false(smtp_domain_is_valid(""));
	assert_false(smtp_domain_is_valid("my_host"));
	assert_false(smtp_domain_is_valid("a b"));
	assert_false(smtp_domain_is_valid("[]"));
}

static void
the_address_is_found_in_a_folded_from_field(void **state)
{
	static const char message[] = "Subject: x\r\nFrom: Name\r\n"
	    "\t<Alerts@Contoso.example>\r\nTo: a@b\r\n\r\nFrom: no@no\r\n";
	static const char none[] = "Subject: x\r\n\r\nFrom: no@no\r\n";
	char address[SMTP_ADDRESS_SIZE];

	(void)state;
	assert_true(smtp_header_address(message, sizeof(message) - 1, "From",
	    address));
	assert_string_equal(address, "alerts@contoso.example");
	assert_true(smtp_header_address(message, sizeof(message) - 1, "to",
	    address));
	assert_string_equal(address, "a@b");
	assert_false(smtp_header_address(none, sizeof(none) - 1, "From",
	    address));
}

static void
base64_goes_there_and_back(void **state)
{
	static const char *const pairs[][2] = { { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" } };
	unsigned char bytes[8];
	char encoded[16];
	size_t len;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		smtp_base64_encode(encoded,
		    (const unsigned char *)pairs[i][0], strlen(pairs[i][0]));
		assert_string_equal(encoded, pairs[i][1]);
		assert_true(smtp_base64_decode(bytes, &len, encoded,
		    strlen(encoded)));
		assert_int_equal(len, strlen(pairs[i][0]));
		assert_memory_equal(bytes, pairs[i][0], len);
	}
	assert_false(smtp_base64_decode(bytes, &len, "Zg", 2));
	assert_false(smtp_base64_decode(bytes, &len, "Z===", 4));
	assert_false(smtp_base64_decode(bytes, &len, "Z g=", 4));
	assert_false(smtp_base64_decode(bytes, &len, "", 0));
}

static void
the_published_xoauth2_message_is_read(void **state)
{
	static const char message[] = "user=test@contoso.onmicrosoft.com\1"
	    "auth=Bearer EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA\1\1";
	struct smtp_bearer bearer;

	(void)state;
	assert_true(smtp_bearer_parse(&bearer, message, sizeof(message) - 1));
	assert_string_equal(bearer.user, "test@contoso.onmicrosoft.com");
	assert_string_equal(bearer.token,
	    "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA");
	assert_false(smtp_bearer_parse(&bearer, message, sizeof(message) - 2));
	assert_false(smtp_bearer_parse(&bearer, "user=a\1", 7));
	assert_false(smtp_bearer_parse(&bearer, "", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dots_are_taken_out_whatever_the_blocks),
		cmocka_unit_test(an_empty_message_is_a_dot),
		cmocka_unit_test(bare_ends_of_lines_are_counted),
		cmocka_unit_test(a_bare_line_feed_cannot_end_a_message),
		cmocka_unit_test(zeros_and_high_bytes_are_counted),
		cmocka_unit_test(a_line_of_998_bytes_is_good_and_of_999_is_not),
		cmocka_unit_test(paths_are_read_with_their_parameters),
		cmocka_unit_test(what_is_no_path_is_refused),
		cmocka_unit_test(names_behind_ehlo_are_checked),
		cmocka_unit_test(the_address_is_found_in_a_folded_from_field),
		cmocka_unit_test(base64_goes_there_and_back),
		cmocka_unit_test(the_published_xoauth2_message_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
