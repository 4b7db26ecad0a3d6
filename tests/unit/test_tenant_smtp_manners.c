/* SPDX-License-Identifier: ISC */
/* The stand-in tenant notes what a careful client never does, and how often the
 * client had to wait for an answer. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tenant/smtp_fixture.h"

/* Were there so many violations, one of which says this? */
static void
expect_violation(struct fixture *fixture, long times, const char *words)
{
	char *events;

	fixture_wait(fixture, "violation", times);
	assert_int_equal(event_count(fixture->store, "violation"), times);
	events = fixture_read(fixture, "events.jsonl");
	if (strstr(events, words) == NULL)
		fail_msg("\"%s\" is not in %s", words, events);
	free(events);
}

/* Sends a body that ends in a dot, after a login. */
static void
send_body(struct fixture *fixture, const char *body, size_t len,
    const char *begin)
{
	struct client client;

	fixture_reach(fixture, &client, STAGE_DATA);
	client_expect(&client, "354 ");
	client_say(&client, "From: " FIXTURE_USER "\r\n");
	client_send(&client, body, len);
	client_say(&client, "\r\n.");
	client_expect(&client, begin);
	client_close(&client);
}

static void
lines_with_bare_ends_zeros_and_too_much_are_noted(void **state)
{
	static const struct {
		const char *body;
		size_t len;
		const char *begin;
		const char *words;
	} cases[] = {
		{ "a\nb", 3, "550 5.6.11 ", "bare LF in the message" },
		{ "a\rb", 3, "250 ", "bare CR in the message" },
		{ "a\0b", 3, "250 ", "NUL byte in the message" },
		{ "\xc3\xa4", 2, "250 ", "8-bit byte in the message" },
	};
	char line[1000];

	for (size_t i = 0; i < 4; i++) {
		send_body(*state, cases[i].body, cases[i].len, cases[i].begin);
		expect_violation(*state, (long)i + 1, cases[i].words);
	}
	memset(line, 'x', sizeof(line));
	send_body(*state, line, 998, "250 ");
	send_body(*state, line, 999, "250 ");
	expect_violation(*state, 5, "line over 998 bytes in the message");
}

static void
eight_bits_are_good_once_they_were_declared(void **state)
{
	struct client client;

	fixture_login(*state, &client);
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER "> BODY=8BITMIME",
	    "250 ");
	client_ask(&client, "RCPT TO:<a@example.net>", "250 ");
	client_ask(&client, "DATA", "354 ");
	client_ask(&client, "From: " FIXTURE_USER "\r\n\r\n\xc3\xa4\r\n.",
	    "250 ");
	client_close(&client);
	assert_int_equal(event_count(((struct fixture *)*state)->store,
	    "violation"), 0);
}

static void
the_next_mail_behind_the_final_dot_is_noted(void **state)
{
	struct fixture *fixture = *state;
	struct client client;

	fixture_reach(fixture, &client, STAGE_BODY);
	client_say(&client, ".\r\nMAIL FROM:<" FIXTURE_USER ">");
	client_expect(&client, "250 2.0.0 ");
	client_expect(&client, "250 2.1.0 ");
	client_close(&client);
	expect_violation(fixture, 1, "MAIL FROM:<alerts@co behind the final");
	fixture_switch(fixture, "smtp.delay", "dot:300");
	fixture_reach(fixture, &client, STAGE_DOT);
	fixture_wait(fixture, "smtp.mail:ok", 2);
	client_say(&client, "NOOP");
	client_expect(&client, "250 2.0.0 ");
	client_expect(&client, "250 2.0.0 ");
	client_close(&client);
	expect_violation(fixture, 2, "NOOP behind the final dot");
}

static void
what_is_said_too_early_is_noted(void **state)
{
	struct fixture *fixture = *state;
	struct client client;
	unsigned status;

	fixture_reach(fixture, &client, STAGE_GREETING);
	client_expect(&client, "220 ");
	client_ask(&client, "EHLO a.example\r\nNOOP", "250 ");
	client_expect(&client, "250 ");
	expect_violation(fixture, 1, "6 bytes behind EHLO");
	client_say(&client, "STARTTLS\r\nEHLO smuggled.example");
	client_expect(&client, "220 ");
	expect_violation(fixture, 2, "bytes behind STARTTLS");
	assert_int_equal(client_tls(&client, fixture->ca_file, &status), 0);
	client_ask(&client, "MAIL FROM:<a@b>", "503 5.5.2 Send hello first");
	client_close(&client);
	fixture_secure(fixture, &client);
	client_ask(&client, "MAIL FROM:<a@b>", "530 5.7.57 ");
	client_close(&client);
	expect_violation(fixture, 3, "MAIL without a login");
}

static void
commands_may_come_together_only_where_that_is_offered(void **state)
{
	struct fixture *fixture = *state;
	struct client client;

	fixture_login(fixture, &client);
	client_say(&client, "MAIL FROM:<" FIXTURE_USER ">\r\n"
	    "RCPT TO:<a@example.net>\r\nDATA");
	client_expect(&client, "250 2.1.0 ");
	client_expect(&client, "250 2.1.5 ");
	client_expect(&client, "354 ");
	client_close(&client);
	assert_int_equal(event_count(fixture->store, "violation"), 0);
	fixture_switch(fixture, "smtp.no-pipelining", "1");
	fixture_login(fixture, &client);
	client_say(&client, "MAIL FROM:<" FIXTURE_USER ">\r\n"
	    "RCPT TO:<a@example.net>");
	client_expect(&client, "250 2.1.0 ");
	client_expect(&client, "250 2.1.5 ");
	client_close(&client);
	expect_violation(fixture, 1, "MAIL pipelined though not offered");
}

static void
parameters_that_were_not_offered_are_noted(void **state)
{
	struct fixture *fixture = *state;
	struct client client;

	fixture_switch(fixture, "smtp.no-size", "1");
	fixture_switch(fixture, "smtp.no-8bitmime", "1");
	fixture_login(fixture, &client);
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER "> SIZE=1", "501 ");
	expect_violation(fixture, 1, "parameter SIZE not offered");
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER "> BODY=8BITMIME",
	    "501 ");
	expect_violation(fixture, 2, "parameter BODY not offered");
	client_ask(&client, "MAIL FROM: <" FIXTURE_USER ">", "250 ");
	expect_violation(fixture, 3, "blank behind MAIL FROM:");
	client_close(&client);
}

static void
a_token_nobody_asked_for_is_noted_and_not_written(void **state)
{
	struct fixture *fixture = *state;
	struct client client;
	char *events;

	fixture_reach(fixture, &client, STAGE_EHLO);
	client_expect(&client, "250 ");
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "530 5.7.0 ");
	client_close(&client);
	expect_violation(fixture, 1, "AUTH without TLS");
	fixture_switch(fixture, "smtp.mechanisms", "LOGIN PLAIN");
	fixture_secure(fixture, &client);
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "504 5.7.4 ");
	client_close(&client);
	expect_violation(fixture, 2, "AUTH that was not offered");
	events = fixture_read(fixture, "events.jsonl");
	assert_null(strstr(events, "YXV0aD1CZWFyZXIg"));
	assert_null(strstr(events, FIXTURE_TOKEN));
	free(events);
}

static void
endless_and_broken_commands_are_noted(void **state)
{
	struct fixture *fixture = *state;
	struct client client;
	char line[20000];

	memset(line, 'x', sizeof(line));
	fixture_reach(fixture, &client, STAGE_GREETING);
	client_expect(&client, "220 ");
	client_send(&client, "NOOP\n", 5);
	client_expect(&client, "250 ");
	expect_violation(fixture, 1, "bare LF behind a command");
	client_send(&client, "NO\0OP\r\n", 7);
	client_expect(&client, "500 5.3.3 ");
	expect_violation(fixture, 2, "NUL in a command");
	client_send(&client, line, sizeof(line));
	client_expect(&client, "500 5.3.3 ");
	client_close(&client);
	expect_violation(fixture, 3, "endless command line");
}

/* From the log: the flights of the event that closed a connection. */
static long
flights_at_close(struct fixture *fixture)
{
	char *events = fixture_read(fixture, "events.jsonl");
	const char *close = strstr(events, "\"smtp.close\"");
	const char *flights;
	long n;

	assert_non_null(close);
	flights = strstr(close, "\"flights\":");
	assert_non_null(flights);
	n = strtol(flights + strlen("\"flights\":"), NULL, 10);
	free(events);
	return n;
}

static void
flights_are_counted_by_what_the_client_waited_for(void **state)
{
	struct fixture *fixture = *state;
	struct client client;

	/* EHLO, STARTTLS, hello of TLS, its end with EHLO, AUTH, the token,
	 * the envelope in one, the message, QUIT. */
	fixture_login(fixture, &client);
	client_say(&client, "MAIL FROM:<" FIXTURE_USER ">\r\n"
	    "RCPT TO:<a@example.net>\r\nDATA");
	client_expect(&client, "250 2.1.0 ");
	client_expect(&client, "250 2.1.5 ");
	client_expect(&client, "354 ");
	client_say(&client, "From: " FIXTURE_USER "\r\n");
	client_say(&client, "Text\r\n.");
	client_expect(&client, "250 2.0.0 ");
	client_say(&client, "QUIT");
	client_close(&client);
	fixture_wait(fixture, "smtp.close", 1);
	assert_int_equal(flights_at_close(fixture), 9);
}

#define CASE(name) \
	cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(lines_with_bare_ends_zeros_and_too_much_are_noted),
		CASE(eight_bits_are_good_once_they_were_declared),
		CASE(the_next_mail_behind_the_final_dot_is_noted),
		CASE(what_is_said_too_early_is_noted),
		CASE(commands_may_come_together_only_where_that_is_offered),
		CASE(parameters_that_were_not_offered_are_noted),
		CASE(a_token_nobody_asked_for_is_noted_and_not_written),
		CASE(endless_and_broken_commands_are_noted),
		CASE(flights_are_counted_by_what_the_client_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
