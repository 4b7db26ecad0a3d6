/* SPDX-License-Identifier: ISC */
/* The stand-in tenant's SMTP: every fault at every stage, over real sockets. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tenant/smtp_fixture.h"

/* Sets smtp.NAME to a stage (and what is behind it) and goes there. */
static void
reach_with(struct fixture *fixture, struct client *client, const char *name,
    enum smtp_stage stage, const char *behind)
{
	char value[64];

	snprintf(value, sizeof(value), "1*%s%s", smtp_stage_name(stage),
	    behind);
	fixture_switch(fixture, name, value);
	fixture_reach(fixture, client, stage);
}

static void
silence_is_had_at_each_stage(void **state)
{
	struct fixture *fixture = *state;
	struct client client;
	long times = 0;

	for (int i = STAGE_GREETING; i <= STAGE_DOT; i++) {
		reach_with(fixture, &client, "smtp.silent",
		    (enum smtp_stage)i, "");
		fixture_wait(fixture, "smtp.fault:silent", ++times);
		client_say(&client, "NOOP");
		assert_false(client_has_input(&client));
		client_close(&client);
		fixture_wait(fixture, "smtp.close", times);
	}
}

static void
the_connection_is_reset_at_each_stage(void **state)
{
	struct client client;

	for (int i = STAGE_GREETING; i <= STAGE_DOT; i++) {
		reach_with(*state, &client, "smtp.reset", (enum smtp_stage)i,
		    "");
		assert_int_equal(client_wait_end(&client), END_RESET);
		client_close(&client);
	}
}

static void
the_connection_is_closed_at_each_stage(void **state)
{
	struct client client;

	for (int i = STAGE_GREETING; i <= STAGE_DOT; i++) {
		reach_with(*state, &client, "smtp.close", (enum smtp_stage)i,
		    "");
		assert_int_equal(client_wait_end(&client), END_CLOSED);
		assert_string_equal(client.reply.at, "");
		client_close(&client);
	}
}

static void
an_endless_reply_does_not_end(void **state)
{
	static const enum smtp_stage stages[] = { STAGE_GREETING, STAGE_EHLO,
		STAGE_AUTH, STAGE_DOT };
	struct client client;

	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		reach_with(*state, &client, "smtp.endless", stages[i], "");
		assert_true(client_read(&client, 1 << 20) >= 1 << 20);
		assert_memory_equal(client.in.at, "250-", 4);
		assert_null(strstr(client.in.at, "250 "));
		client_close(&client);
	}
}

static void
garbage_and_a_captive_portal_greet(void **state)
{
	struct client client;

	reach_with(*state, &client, "smtp.garbage", STAGE_GREETING, "");
	assert_int_equal(client_read(&client, 15), 15);
	assert_memory_equal(client.in.at, "\xff\0\x1b]0;", 5);
	client_close(&client);
	reach_with(*state, &client, "smtp.http", STAGE_GREETING, "");
	assert_int_equal(client_wait_end(&client), END_CLOSED);
	assert_true(client_reply_has(&client, "HTTP/1.1 302"));
	client_close(&client);
}

static void
answers_can_drip_and_be_late(void **state)
{
	struct fixture *fixture = *state;
	struct client client;

	fixture_switch(fixture, "smtp.delay", "ehlo:20");
	reach_with(fixture, &client, "smtp.drip", STAGE_EHLO, ":1");
	assert_int_equal(client_read(&client, 1), 1);
	assert_string_equal(client.in.at, "2");
	client_expect(&client, "250 SMTPUTF8");
	client_close(&client);
}

/* Stages at which an answer of a switch is given, with one of its kind. */
static const struct {
	enum smtp_stage stage;
	const char *words;
} replies[] = {
	{ STAGE_GREETING, "554 5.3.2 No service here" },
	{ STAGE_EHLO, "550 5.7.1 Not you" },
	{ STAGE_STARTTLS, "454 4.7.0 TLS not available" },
	{ STAGE_AUTH_START, "504 5.7.4 Unrecognized authentication type" },
	{ STAGE_AUTH, "454 4.7.0 Temporary authentication failure" },
	{ STAGE_MAIL, "451 4.7.0 Temporary server error. PRX2" },
	{ STAGE_RCPT, "452 4.5.3 Too many recipients" },
	{ STAGE_DATA, "550 5.7.705 Access denied, tenant over threshold" },
	{ STAGE_BODY, "552 5.3.4 Message too large" },
	{ STAGE_DOT, "550 5.7.501 Spam abuse detected from your address" },
};

static void
any_words_can_be_said_at_each_stage(void **state)
{
	struct fixture *fixture = *state;
	struct client client;
	char name[64], value[128];

	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
		snprintf(name, sizeof(name), "smtp.reply.%s",
		    smtp_stage_name(replies[i].stage));
		snprintf(value, sizeof(value), "1*%s", replies[i].words);
		fixture_switch(fixture, name, value);
		fixture_reach(fixture, &client, replies[i].stage);
		client_expect(&client, replies[i].words);
		client_close(&client);
	}
	assert_null(fixture_read(fixture, "mail/0001.eml"));
}

static void
a_refused_login_can_be_followed_by_an_accepted_one(void **state)
{
	struct client client;

	fixture_switch(*state, "smtp.reply.auth", "1*535 5.7.3 Authentication "
	    "unsuccessful");
	fixture_reach(*state, &client, STAGE_AUTH);
	client_expect(&client, "535 5.7.3");
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "235 2.7.0 ");
	client_close(&client);
}

static void
a_421_closes_the_connection(void **state)
{
	struct client client;

	fixture_switch(*state, "smtp.reply.greeting", "421 4.3.2 Not now");
	fixture_reach(*state, &client, STAGE_GREETING);
	assert_int_equal(client_wait_end(&client), END_CLOSED);
	assert_string_equal(client.reply.at, "421 4.3.2 Not now\r\n");
	client_close(&client);
}

static void
friendly_words_of_a_switch_still_do_the_work(void **state)
{
	struct client client;
	char *mail;

	fixture_switch(*state, "smtp.reply.dot", "250-2.0.0 two\\n250 lines");
	fixture_reach(*state, &client, STAGE_DOT);
	client_expect(&client, "250 lines");
	assert_true(client_reply_has(&client, "250-2.0.0 two\r\n"));
	mail = fixture_read(*state, "mail/0001.eml");
	assert_non_null(mail);
	free(mail);
	client_close(&client);
}

static void
after_the_dot_a_message_is_kept_or_lost_without_a_word(void **state)
{
	struct client client;
	char *mail;

	reach_with(*state, &client, "smtp.close", STAGE_DOT, "");
	assert_int_equal(client_wait_end(&client), END_CLOSED);
	client_close(&client);
	assert_null(fixture_read(*state, "mail/0001.eml"));
	reach_with(*state, &client, "smtp.close", STAGE_DOT, ":after");
	assert_int_equal(client_wait_end(&client), END_CLOSED);
	assert_string_equal(client.reply.at, "");
	client_close(&client);
	mail = fixture_read(*state, "mail/0001.eml");
	assert_non_null(mail);
	free(mail);
}

static void
an_early_reply_comes_in_the_middle_of_the_message(void **state)
{
	struct client client;

	fixture_switch(*state, "smtp.body-after", "60");
	fixture_switch(*state, "smtp.reply.body", "452 4.3.1 Out of room");
	fixture_reach(*state, &client, STAGE_BODY);
	client_say(&client, "more and more and more and more");
	client_expect(&client, "452 4.3.1 Out of room");
	client_close(&client);
}

static void
a_line_in_clear_is_injected_behind_starttls(void **state)
{
	struct client client;

	fixture_switch(*state, "smtp.inject", "250 injected");
	fixture_reach(*state, &client, STAGE_STARTTLS);
	client_expect(&client, "220 ");
	client_expect(&client, "250 injected");
	client_close(&client);
}

static void
a_server_that_knows_only_tls_1_1_gets_no_handshake(void **state)
{
	struct client client;
	unsigned status;

	fixture_switch(*state, "smtp.tls", "1.1");
	fixture_reach(*state, &client, STAGE_TLS);
	assert_true(client_tls(&client, ((struct fixture *)*state)->ca_file,
			&status) < 0);
	client_close(&client);
	fixture_wait(*state, "smtp.tls:failed", 1);
}

static void
bad_certificates_are_bad_in_the_way_they_should(void **state)
{
	static const struct {
		const char *word;
		unsigned flag;
	} certificates[] = {
		{ "good", 0 },
		{ "expired", GNUTLS_CERT_EXPIRED },
		{ "early", GNUTLS_CERT_NOT_ACTIVATED },
		{ "wronghost", GNUTLS_CERT_UNEXPECTED_OWNER },
		{ "untrusted", GNUTLS_CERT_SIGNER_NOT_FOUND },
	};
	struct fixture *fixture = *state;
	struct client client;
	unsigned status;

	for (size_t i = 0; i < 5; i++) {
		fixture_switch(fixture, "smtp.cert", certificates[i].word);
		fixture_reach(fixture, &client, STAGE_TLS);
		assert_int_equal(client_tls(&client, fixture->ca_file,
		    &status), 0);
		assert_int_equal(status & certificates[i].flag,
		    certificates[i].flag);
		assert_int_equal(status == 0, certificates[i].flag == 0);
		client_close(&client);
	}
}

#define CASE(name) \
	cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(silence_is_had_at_each_stage),
		CASE(the_connection_is_reset_at_each_stage),
		CASE(the_connection_is_closed_at_each_stage),
		CASE(an_endless_reply_does_not_end),
		CASE(garbage_and_a_captive_portal_greet),
		CASE(answers_can_drip_and_be_late),
		CASE(any_words_can_be_said_at_each_stage),
		CASE(a_refused_login_can_be_followed_by_an_accepted_one),
		CASE(a_421_closes_the_connection),
		CASE(friendly_words_of_a_switch_still_do_the_work),
		CASE(after_the_dot_a_message_is_kept_or_lost_without_a_word),
		CASE(an_early_reply_comes_in_the_middle_of_the_message),
		CASE(a_line_in_clear_is_injected_behind_starttls),
		CASE(a_server_that_knows_only_tls_1_1_gets_no_handshake),
		CASE(bad_certificates_are_bad_in_the_way_they_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
