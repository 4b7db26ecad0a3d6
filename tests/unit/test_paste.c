/* SPDX-License-Identifier: ISC */
/* What people paste after the browser failed to reach localhost. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "oauth/paste.h"

#define STATE "Jm3tq0XrJm3tq0XrJm3tq0XrJm3tq0XrJm3tq0XrJm4"
#define BACK "http://localhost:8765/postfrank?"
#define CODE "1.AXkAUnyeO4Qdek_madeup"

static struct pending pending;
static struct paste paste;
static struct fault why;

static int
begin(void **state)
{
	(void)state;
	pending_init(&pending);
	secret_adds(&pending.state, STATE);
	paste_init(&paste);
	fault_clear(&why);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	paste_clear(&paste);
	pending_clear(&pending);
	return 0;
}

static bool
read_paste(const char *text)
{
	return paste_read(text, strlen(text), &pending, &paste, &why);
}

static void
assert_code(const char *text)
{
	if (!read_paste(text))
		fail_msg("refused \"%s\": %s", text, why.what);
	assert_int_equal(paste.kind, PASTE_CODE);
	assert_string_equal(secret_open(&paste.code), CODE);
	secret_close(&paste.code);
}

static void
assert_kind(const char *text, enum paste_kind kind, const char *part)
{
	assert_false(read_paste(text));
	if (paste.kind != kind)
		fail_msg("\"%s\" is kind %d: %s", text, paste.kind, why.what);
	if (strstr(why.what, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, why.what);
	assert_true(secret_is_empty(&paste.code));
	assert_int_not_equal(strlen(why.what), 0);
	assert_int_not_equal(strlen(why.next), 0);
}

static void
a_code_is_found_in_every_shape_that_an_address_takes(void **state)
{
	(void)state;
	assert_code(BACK "code=" CODE "&state=" STATE "&session_state=x");
	assert_code(BACK "state=" STATE "&code=" CODE);
	assert_code("  \"" BACK "code=" CODE "&state=" STATE "\"\r\n");
	assert_code("code=" CODE "&state=" STATE);
	assert_code("?code=" CODE "&state=" STATE);
	assert_code("localhost:8765/postfrank?code=" CODE "&state=" STATE "#");
	assert_code(BACK "code=1.AXkAUnye\nO4Qdek_ma\n  deup&sta\r\nte=" STATE);
	assert_code(BACK "code=" CODE "&amp;state=" STATE);
	assert_code(BACK "code=1%2EAXkAUnyeO4Qdek%5fmadeup&state=" STATE);
	assert_code("https://login.microsoftonline.com/common/oauth2/"
	    "nativeclient?code=" CODE "&state=" STATE);
	assert_code(BACK "code=" CODE "&state=" STATE
	    "&client_info=abc&error_uri=x");
}

static void
a_truncated_address_is_told_by_the_part_that_is_missing(void **state)
{
	(void)state;
	assert_kind(BACK "code=" CODE, PASTE_INCOMPLETE, "\"state=\"");
	assert_kind(BACK "code=" CODE "&state=Jm3tq", PASTE_INCOMPLETE,
	    "\"state=\" is cut");
	assert_kind(BACK "code=" CODE "&state=", PASTE_INCOMPLETE,
	    "\"state=\" is cut");
	assert_kind(BACK "code=" CODE "&sta", PASTE_INCOMPLETE, "\"state=\"");
	assert_kind(BACK "code=1%2", PASTE_INCOMPLETE, "\"code=\"");
	assert_kind(BACK "state=" STATE, PASTE_INCOMPLETE, "\"code=\"");
	assert_kind(BACK "state=" STATE "&code=", PASTE_INCOMPLETE,
	    "\"code=\"");
	assert_kind("http://localhost:8765/postfrank", PASTE_INCOMPLETE,
	    "\"code=\"");
	assert_kind(CODE "_and_the_rest_of_a_long_code", PASTE_INCOMPLETE,
	    "code alone");
}

static void
an_answer_of_another_sign_in_is_told_apart(void **state)
{
	(void)state;
	assert_kind(BACK "code=" CODE "&state=x" STATE, PASTE_OTHER, "another");
	assert_kind(BACK "code=" CODE "&state=" STATE "x", PASTE_OTHER,
	    "another");
	assert_kind(BACK "error=access_denied&state=other", PASTE_OTHER,
	    "another");
	secret_clear(&pending.state);
	assert_false(read_paste(BACK "code=" CODE "&state="));
	assert_false(read_paste(BACK "code=" CODE "&state=" STATE));
}

static void
an_error_of_the_server_comes_with_its_advice(void **state)
{
	(void)state;
	assert_kind(BACK "error=access_denied&error_subcode=cancel&state=" STATE
	    "&error_description=AADSTS65004%3a+Somebody+pressed+No.%0d%0a"
	    "Trace+ID%3a+abc", PASTE_ERROR, "declined");
	assert_string_equal(why.code, "AADSTS65004");
	assert_string_equal(why.server, "AADSTS65004: Somebody pressed No.");
	assert_kind(BACK "error=consent_required&error_description="
	    "AADSTS90094%3a+ask&state=" STATE, PASTE_ERROR, "approve");
	assert_int_equal(why.turn, TURN_ADMIN);
	assert_kind("error=temporarily_unavailable", PASTE_ERROR, "busy");
	assert_int_equal(why.kind, FAULT_LATER);
}

static void
a_number_or_a_whole_error_page_is_understood(void **state)
{
	(void)state;
	assert_kind("AADSTS50020", PASTE_ERROR, "another organisation");
	assert_kind("50105", PASTE_ERROR, "assigned");
	assert_kind("Sign in\nSorry, but we\xe2\x80\x99re having trouble\n"
	    "AADSTS700016: something\nRequest Id: 1\nTimestamp: x",
	    PASTE_ERROR, "no application with that client id");
	assert_kind("the page says invalid_client", PASTE_ERROR, "client");
}

static void
an_administrators_consent_is_no_code_but_an_answer(void **state)
{
	(void)state;
	assert_true(read_paste(BACK "admin_consent=True&tenant="
	    "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40&state=" STATE));
	assert_int_equal(paste.kind, PASTE_CONSENT);
	assert_string_equal(paste.tenant,
	    "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40");
	assert_true(secret_is_empty(&paste.code));
	assert_true(read_paste("admin_consent=True&tenant=x"));
	assert_kind(BACK "admin_consent=True&tenant=x&state=other",
	    PASTE_OTHER, "another");
	assert_kind("admin_consent=False", PASTE_ERROR, "consented");
}

static void
other_things_are_named(void **state)
{
	char secret[64];

	(void)state;
	assert_kind("", PASTE_NOTHING, "nothing");
	assert_kind(" \r\n\t", PASTE_NOTHING, "nothing");
	assert_kind("https://login.microsoftonline.com/x/oauth2/v2.0/authorize?"
	    "client_id=6f2c&response_type=code&state=" STATE,
	    PASTE_LOGIN_PAGE, "sign-in page");
	assert_kind("https://login.microsoftonline.com/common/login",
	    PASTE_LOGIN_PAGE, "sign-in page");
	assert_kind("hello there", PASTE_NONSENSE, "neither");
	assert_kind("https://www.example.net/?q=1", PASTE_NONSENSE, "neither");
	/* Built here, so that no file holds the shape of a real one. */
	snprintf(secret, sizeof(secret), "abc8%s%s", "Q~",
	    "Zr0pTn5LbVxC7dYhA2sMf9uEjGqK4iWo6P");
	assert_kind(secret, PASTE_SECRET, "client secret");
	assert_null(strstr(why.what, secret));
}

static void
hostile_input_does_no_harm(void **state)
{
	static char large[PASTE_MAX + 2];
	static const char binary[] = "code=\0\x01\xff&state=\x1b]52;c;x\x07";
	size_t i;

	(void)state;
	memset(large, '&', sizeof(large) - 1);
	assert_false(paste_read(large, PASTE_MAX, &pending, &paste, &why));
	assert_false(paste_read(large, PASTE_MAX + 1, &pending, &paste, &why));
	memset(large, 'A', sizeof(large) - 1);
	memcpy(large, "code=", 5);
	assert_false(paste_read(large, PASTE_MAX, &pending, &paste, &why));
	assert_int_equal(paste.kind, PASTE_INCOMPLETE);
	assert_false(paste_read(binary, sizeof(binary) - 1, &pending, &paste,
	    &why));
	assert_kind("error=x&error_description=%1b%5d52%3bc%3bAAAA%07",
	    PASTE_ERROR, "");
	for (i = 0; why.server[i] != '\0'; i++)
		assert_true((unsigned char)why.server[i] >= 0x20);
}

static void
the_code_is_in_no_fault(void **state)
{
	static const char *const texts[] = { BACK "code=CANARY1234&state=x",
		BACK "code=CANARY1234", "1.CANARY1234CANARY1234CANARY",
		BACK "code=CANARY1234&state=Jm3t" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_false(read_paste(texts[i]));
		assert_null(strstr(why.what, "CANARY"));
		assert_null(strstr(why.next, "CANARY"));
		assert_null(strstr(why.server, "CANARY"));
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

static bool
is_ending(const char *text)
{
	enum paste_kind kind;

	return paste_is_ending(text, strlen(text), &kind, &why);
}

static void
without_the_pending_one_it_is_told_what_can_have_been_an_end(void **state)
{
	(void)state;
	assert_true(is_ending(BACK "code=" CODE "&state=" STATE));
	assert_true(is_ending(BACK "error=access_denied&state=" STATE));
	assert_true(is_ending("AADSTS53003"));
	assert_false(is_ending(BACK "code=" CODE));
	assert_false(is_ending("banana"));
	assert_int_not_equal(strlen(why.next), 0);
	assert_false(is_ending(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_code_is_found_in_every_shape_that_an_address_takes),
		CASE(a_truncated_address_is_told_by_the_part_that_is_missing),
		CASE(an_answer_of_another_sign_in_is_told_apart),
		CASE(an_error_of_the_server_comes_with_its_advice),
		CASE(a_number_or_a_whole_error_page_is_understood),
		CASE(an_administrators_consent_is_no_code_but_an_answer),
		CASE(other_things_are_named),
		CASE(hostile_input_does_no_harm),
		CASE(the_code_is_in_no_fault),
		CASE(
		    without_the_pending_one_it_is_told_what_can_have_been_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
