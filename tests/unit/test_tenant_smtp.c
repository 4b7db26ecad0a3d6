/* SPDX-License-Identifier: ISC */
/* The stand-in tenant's SMTP as Exchange Online does it: what is offered, who
 * may log in, which order commands have. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/tenant/smtp_fixture.h"

static void
ehlo_offers_what_exchange_offers_in_its_order(void **state)
{
	static const char before[] = "\r\n250-SIZE 157286400\r\n"
	    "250-PIPELINING\r\n250-DSN\r\n250-ENHANCEDSTATUSCODES\r\n"
	    "250-STARTTLS\r\n250-8BITMIME\r\n250-BINARYMIME\r\n"
	    "250-CHUNKING\r\n250 SMTPUTF8\r\n";
	struct client client;
	unsigned status;

	fixture_reach(*state, &client, STAGE_EHLO);
	client_expect(&client, "250 ");
	assert_true(client_reply_has(&client,
	    "250-standin.outlook.example Hello [127.0.0.1]"));
	assert_true(client_reply_has(&client, before));
	client_ask(&client, "STARTTLS", "220 2.0.0 ");
	assert_int_equal(client_tls(&client,
	    ((struct fixture *)*state)->ca_file, &status), 0);
	client_ask(&client, "EHLO client.example", "250 SMTPUTF8");
	assert_true(client_reply_has(&client, "250-ENHANCEDSTATUSCODES\r\n"
	    "250-AUTH LOGIN XOAUTH2\r\n250-8BITMIME\r\n"));
	assert_false(client_reply_has(&client, "STARTTLS"));
	client_close(&client);
}

static void
what_a_switch_takes_away_is_not_offered(void **state)
{
	static const char *const words[][2] = {
		{ "smtp.no-starttls", "STARTTLS" },
		{ "smtp.no-pipelining", "PIPELINING" },
		{ "smtp.no-8bitmime", "8BITMIME" },
		{ "smtp.no-size", "SIZE" }, { "smtp.no-dsn", "DSN" },
		{ "smtp.no-smtputf8", "SMTPUTF8" },
	};
	struct client client;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		fixture_switch(*state, words[i][0], "1");
		fixture_reach(*state, &client, STAGE_EHLO);
		client_expect(&client, "250 ");
		assert_false(client_reply_has(&client, words[i][1]));
		client_close(&client);
	}
	fixture_switch(*state, "smtp.no-starttls", "0");
	fixture_switch(*state, "smtp.mechanisms", "LOGIN PLAIN");
	fixture_secure(*state, &client);
	assert_true(client_reply_has(&client, "AUTH LOGIN PLAIN\r\n"));
	client_close(&client);
	fixture_switch(*state, "smtp.no-auth", "1");
	fixture_secure(*state, &client);
	assert_false(client_reply_has(&client, "AUTH"));
	client_close(&client);
}

static void
both_forms_of_auth_and_a_token_of_8_kb_are_taken(void **state)
{
	struct fixture *fixture = *state;
	char token[8200];
	struct client client;

	memset(token, 't', sizeof(token));
	token[sizeof(token) - 1] = '\0';
	fixture_token(fixture, token, FIXTURE_USER);
	fixture_login(fixture, &client);
	client_close(&client);
	fixture_secure(fixture, &client);
	client_login(&client, FIXTURE_USER, token,
	    "235 2.7.0 Authentication successful");
	client_close(&client);
	assert_int_equal(event_count(fixture->store, "smtp.auth:ok"), 2);
}

static void
expire(struct token_facts *facts)
{
	facts->exp = 1;
}

static void
revoke(struct token_facts *facts)
{
	facts->revoked = true;
}

static void
aim_at_graph(struct token_facts *facts)
{
	strcpy(facts->aud, "https://graph.microsoft.com");
}

static void
permit_reading_only(struct token_facts *facts)
{
	strcpy(facts->scp, "IMAP.AccessAsUser.All");
}

static void
a_token_that_opens_nothing_is_refused_with_its_reason(void **state)
{
	static const struct {
		void (*spoil)(struct token_facts *);
		const char *reason;
	} cases[] = {
		{ expire, "token expired" },
		{ revoke, "token revoked" },
		{ aim_at_graph, "token for another audience" },
		{ permit_reading_only, "token without the permission" },
	};
	struct fixture *fixture = *state;
	struct client client;
	char *events;
	char value[16];

	for (size_t i = 0; i < 4; i++) {
		snprintf(value, sizeof(value), "bad-%zu", i);
		cases[i].spoil(fixture_token(fixture, value, FIXTURE_USER));
		fixture_secure(fixture, &client);
		client_login(&client, FIXTURE_USER, value, "535 5.7.3 ");
		assert_true(client_reply_has(&client,
		    " [standin.outlook.example 20"));
		client_close(&client);
		events = fixture_read(fixture, "events.jsonl");
		assert_non_null(strstr(events, cases[i].reason));
		assert_null(strstr(events, value));
		free(events);
	}
	fixture_secure(fixture, &client);
	client_login(&client, FIXTURE_USER, "never-issued", "535 5.7.3 ");
	client_close(&client);
}

static void
the_login_name_is_who_signed_in_and_no_shared_mailbox(void **state)
{
	struct fixture *fixture = *state;
	struct client client;

	fixture_token(fixture, "delegate", "delegate@contoso.example");
	fixture_secure(fixture, &client);
	client_login(&client, "shared@contoso.example", "delegate",
	    "535 5.7.3");
	client_login(&client, "ops@contoso.example", "delegate", "535 5.7.3");
	client_login(&client, "nobody@contoso.example", "delegate",
	    "535 5.7.3");
	client_login(&client, "Delegate@Contoso.example", "delegate", "235 ");
	fixture_send(&client, "shared@contoso.example", "ops@example.net",
	    "250 2.0.0 OK <");
	client_close(&client);
}

/* A token of an application by itself. */
static void
add_app_token(struct fixture *fixture, const char *value, const char *appid)
{
	struct token_facts *facts = fixture_token(fixture, value, "");

	facts->scp[0] = '\0';
	strcpy(facts->roles, "SMTP.SendAsApp");
	snprintf(facts->appid, sizeof(facts->appid), "%s", appid);
}

static void
an_application_without_a_right_learns_it_behind_the_dot(void **state)
{
	struct fixture *fixture = *state;
	struct client client;

	add_app_token(fixture, "app", "6f2c1d3e-7a54-4c0b-9e61-0b8a5d2f4c14");
	add_app_token(fixture, "foreign", "no-such-application");
	fixture_secure(fixture, &client);
	client_login(&client, FIXTURE_USER, "app", "235 ");
	fixture_send(&client, FIXTURE_USER, "ops@example.net", "250 2.0.0 ");
	client_close(&client);
	fixture_secure(fixture, &client);
	client_login(&client, FIXTURE_USER, "foreign", "235 ");
	fixture_send(&client, FIXTURE_USER, "ops@example.net",
	    "430 4.2.0 STOREDRV; mailbox logon failure");
	client_close(&client);
}

static void
smtp_auth_can_be_off_for_tenant_and_mailbox(void **state)
{
	struct client client;

	fixture_switch(*state, "smtp.tenant-disabled", "1");
	fixture_secure(*state, &client);
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "535 5.7.139 ");
	assert_true(client_reply_has(&client, "SmtpClientAuthentication is "
					      "disabled for the Tenant."));
	fixture_switch(*state, "smtp.mailbox-disabled", "1");
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "535 5.7.139 ");
	assert_true(client_reply_has(&client, "disabled for the Mailbox."));
	client_close(&client);
}

static void
a_challenge_comes_before_the_refusal_when_asked_for(void **state)
{
	struct client client;

	fixture_switch(*state, "smtp.challenge", "1");
	fixture_secure(*state, &client);
	client_login(&client, FIXTURE_USER, "wrong", "334 eyJzdGF0dXMiOi");
	client_ask(&client, "", "535 5.7.3 ");
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "235 ");
	client_close(&client);
}

static int64_t
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
a_refusal_can_be_late_and_an_acceptance_is_not(void **state)
{
	struct client client;
	int64_t begin;

	fixture_switch(*state, "smtp.auth-delay-ms", "120");
	fixture_secure(*state, &client);
	begin = milliseconds();
	client_login(&client, FIXTURE_USER, "wrong", "535 5.7.3 ");
	assert_true(milliseconds() - begin >= 120);
	fixture_switch(*state, "smtp.auth-delay-ms", "60000");
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "235 ");
	client_close(&client);
}

static void
a_plain_tenant_asks_for_nothing_of_microsofts(void **state)
{
	struct token_facts *facts = fixture_token(*state, "plain",
	    FIXTURE_USER);
	struct client client;

	strcpy(facts->aud, "postfrank");
	strcpy(facts->scp, "mail");
	fixture_secure(*state, &client);
	client_login(&client, FIXTURE_USER, "plain", "535 5.7.3 ");
	fixture_switch(*state, "plain", "1");
	client_login(&client, FIXTURE_USER, "plain", "235 ");
	client_close(&client);
}

static void
passwords_and_malformed_logins_are_refused(void **state)
{
	struct client client;

	fixture_secure(*state, &client);
	client_ask(&client, "AUTH LOGIN", "334 VXNlcm5hbWU6");
	client_ask(&client, "YWxlcnRz", "334 UGFzc3dvcmQ6");
	client_ask(&client, "c2VjcmV0", "535 5.7.139 ");
	client_ask(&client, "AUTH PLAIN AGEAYg==", "504 5.7.4 ");
	client_ask(&client, "AUTH XOAUTH2 ?", "501 5.5.2 ");
	client_ask(&client, "AUTH XOAUTH2 Zm9v", "501 5.5.4 ");
	client_ask(&client, "AUTH XOAUTH2", "334 ");
	client_ask(&client, "*", "501 5.0.0 ");
	client_close(&client);
}

static void
commands_out_of_order_are_refused(void **state)
{
	struct client client;

	fixture_reach(*state, &client, STAGE_GREETING);
	client_expect(&client, "220 ");
	client_ask(&client, "MAIL FROM:<a@b>", "503 5.5.2 ");
	client_ask(&client, "EHLO my_host", "501 5.5.4 Invalid domain name");
	client_ask(&client, "EHLO client.example", "250 ");
	client_ask(&client, "MAIL FROM:<a@b>", "530 5.7.0 ");
	client_ask(&client, "AUTH XOAUTH2", "530 5.7.0 ");
	client_ask(&client, "FEED ME", "500 5.3.3 ");
	client_close(&client);
	fixture_secure(*state, &client);
	client_ask(&client, "MAIL FROM:<a@b>", "530 5.7.57 ");
	client_close(&client);
	fixture_login(*state, &client);
	client_ask(&client, "RCPT TO:<a@b>", "503 5.5.2 Need mail");
	client_ask(&client, "MAIL FROM:<a@b>", "250 ");
	client_ask(&client, "MAIL FROM:<a@b>", "503 5.5.2 Sender already");
	client_ask(&client, "DATA", "503 5.5.2 Need rcpt");
	client_ask(&client, "RSET", "250 ");
	client_ask(&client, "QUIT", "221 ");
	assert_int_equal(client_wait_end(&client), END_CLOSED);
	client_close(&client);
}

#define CASE(name) \
	cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(ehlo_offers_what_exchange_offers_in_its_order),
		CASE(what_a_switch_takes_away_is_not_offered),
		CASE(both_forms_of_auth_and_a_token_of_8_kb_are_taken),
		CASE(a_token_that_opens_nothing_is_refused_with_its_reason),
		CASE(the_login_name_is_who_signed_in_and_no_shared_mailbox),
		CASE(an_application_without_a_right_learns_it_behind_the_dot),
		CASE(smtp_auth_can_be_off_for_tenant_and_mailbox),
		CASE(a_challenge_comes_before_the_refusal_when_asked_for),
		CASE(a_refusal_can_be_late_and_an_acceptance_is_not),
		CASE(a_plain_tenant_asks_for_nothing_of_microsofts),
		CASE(passwords_and_malformed_logins_are_refused),
		CASE(commands_out_of_order_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
