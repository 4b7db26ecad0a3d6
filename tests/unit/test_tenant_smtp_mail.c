/* SPDX-License-Identifier: ISC */
/* The stand-in tenant's SMTP as Exchange Online does it: who may send as whom,
 * which limits hold, what is kept and where. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tenant/smtp_fixture.h"

static void
a_message_is_kept_as_sent_with_its_envelope(void **state)
{
	static const char *const facts[] = { "\"kind\":\"mail\"",
		"\"user\":\"alerts@contoso.example\"", "\"tls\":true",
		"\"helo\":\"client.example\"",
		"\"from\":\"alerts@contoso.example\"",
		"\"to\":[\"ops@example.net\"]", "@standin.outlook.example>" };
	struct fixture *fixture = *state;
	struct client client;
	char *mail, *envelope;

	fixture_login(fixture, &client);
	fixture_send(&client, FIXTURE_USER, "ops@example.net",
	    "250 2.0.0 OK <");
	assert_true(client_reply_has(&client,
	    "[Hostname=standin.outlook.example]"));
	assert_false(client_reply_has(&client, "ours@client.example"));
	client_close(&client);
	mail = fixture_read(fixture, "mail/0001.eml");
	assert_string_equal(mail, "From: Name <" FIXTURE_USER ">\r\n"
	    "To: ops@example.net\r\nSubject: x\r\n"
	    "Message-ID: <ours@client.example>\r\n\r\n.dot\r\n");
	envelope = fixture_read(fixture, "mail/0001.json");
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		assert_non_null(strstr(envelope, facts[i]));
	free(mail);
	free(envelope);
	assert_int_equal(event_count(fixture->store, "violation"), 0);
}

static void
who_may_not_send_as_somebody_learns_it_behind_the_dot(void **state)
{
	struct client client;

	fixture_login(*state, &client);
	fixture_send(&client, "shared@contoso.example", "ops@example.net",
	    "550 5.7.60 SMTP; Client does not have permissions to send as");
	fixture_switch(*state, "smtp.sendas", "5.2.252");
	fixture_send(&client, "shared@contoso.example", "ops@example.net",
	    "554 5.2.252 SendAsDenied; alerts@contoso.example not allowed");
	fixture_send(&client, "alarm@contoso.example", "ops@example.net",
	    "250 2.0.0 ");
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER ">", "250 ");
	client_ask(&client, "RCPT TO:<ops@example.net>", "250 ");
	client_ask(&client, "DATA", "354 ");
	client_ask(&client, "Subject: no sender\r\n\r\nx\r\n.", "550 5.7.512 ");
	client_close(&client);
}

static void
recipients_are_answered_by_their_names(void **state)
{
	struct client client;

	fixture_switch(*state, "smtp.recipients", "2");
	fixture_login(*state, &client);
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER ">", "250 ");
	client_ask(&client, "RCPT TO:<refused-1@example.net>", "550 5.4.1 ");
	client_ask(&client, "RCPT TO:<later-1@example.net>", "451 4.7.500 ");
	client_ask(&client, "RCPT TO:<unknown-1@example.net>", "250 2.1.5 ");
	client_ask(&client, "RCPT TO:<a@example.net>", "250 2.1.5 ");
	client_ask(&client, "RCPT TO:<b@example.net>", "452 4.5.3 ");
	client_ask(&client, "RCPT TO:nobody", "501 5.5.4 ");
	client_close(&client);
}

static void
an_unknown_recipient_comes_back_as_a_report(void **state)
{
	struct client client;
	char *report, *envelope;

	fixture_switch(*state, "smtp.report", "1");
	fixture_login(*state, &client);
	fixture_send(&client, FIXTURE_USER, "unknown-1@example.net", "250 ");
	client_close(&client);
	report = fixture_read(*state, "mail/0002.eml");
	assert_non_null(strstr(report, "rfc822; unknown-1@example.net\r\n"));
	envelope = fixture_read(*state, "mail/0002.json");
	assert_non_null(strstr(envelope, "\"kind\":\"report\""));
	assert_non_null(strstr(envelope, "\"to\":[\"" FIXTURE_USER "\"]"));
	free(report);
	free(envelope);
}

static void
what_is_too_large_is_refused_as_early_as_can_be(void **state)
{
	struct client client;

	fixture_login(*state, &client);
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER "> SIZE=36700160",
	    "250 ");
	client_ask(&client, "RSET", "250 ");
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER "> SIZE=36700161",
	    "552 5.3.4 ");
	fixture_switch(*state, "smtp.max-bytes", "20");
	fixture_send(&client, FIXTURE_USER, "a@example.net", "552 5.3.4 ");
	client_close(&client);
}

static void
limits_hold_once_they_are_switched_on(void **state)
{
	struct client client, other;

	fixture_switch(*state, "smtp.connections", "1");
	fixture_login(*state, &client);
	fixture_send(&client, FIXTURE_USER, "a@example.net", "250 ");
	fixture_login(*state, &other);
	fixture_send(&client, FIXTURE_USER, "a@example.net", "432 4.3.2 ");
	client_close(&other);
	fixture_wait(*state, "smtp.close", 1);
	fixture_switch(*state, "smtp.connections", "0");
	fixture_switch(*state, "smtp.quota", "1");
	fixture_send(&client, FIXTURE_USER, "a@example.net", "550 5.1.90 ");
	fixture_switch(*state, "smtp.quota", "0");
	fixture_switch(*state, "smtp.full", "1");
	fixture_send(&client, FIXTURE_USER, "a@example.net", "554 5.2.2 ");
	fixture_switch(*state, "smtp.full", "0");
	fixture_switch(*state, "smtp.rate-delay-ms", "5");
	fixture_switch(*state, "smtp.rate", "1");
	fixture_send(&client, FIXTURE_USER, "a@example.net", "250 ");
	fixture_wait(*state, "smtp.delayed", 1);
	client_close(&client);
}

static void
bdat_carries_a_message_too(void **state)
{
	static const char message[] = "From: " FIXTURE_USER "\r\n\r\n.\r\n";
	struct client client;
	char *mail;

	fixture_login(*state, &client);
	client_ask(&client, "MAIL FROM:<" FIXTURE_USER "> BODY=BINARYMIME",
	    "250 ");
	client_ask(&client, "RCPT TO:<a@example.net>", "250 ");
	client_say(&client, "BDAT 6");
	client_send(&client, message, 6);
	client_expect(&client, "250 ");
	client_say(&client, "BDAT %zu LAST", sizeof(message) - 1 - 6);
	client_send(&client, message + 6, sizeof(message) - 1 - 6);
	client_expect(&client, "250 2.0.0 OK ");
	client_close(&client);
	mail = fixture_read(*state, "mail/0001.eml");
	assert_string_equal(mail, message);
	free(mail);
}

static void
the_tls_port_needs_no_starttls(void **state)
{
	struct fixture *fixture = *state;
	struct client client;
	unsigned status;

	client_open(&client, smtp_port(fixture->server, PORT_TLS));
	assert_int_equal(client_tls(&client, fixture->ca_file, &status), 0);
	client_expect(&client, "220 ");
	client_ask(&client, "EHLO client.example", "250 ");
	assert_true(client_reply_has(&client, "250-AUTH LOGIN XOAUTH2"));
	client_login(&client, FIXTURE_USER, FIXTURE_TOKEN, "235 ");
	client_close(&client);
}

static void
the_plain_port_keeps_relayed_mail_apart(void **state)
{
	struct fixture *fixture = *state;
	struct client client;
	char *envelope;

	client_open(&client, smtp_port(fixture->server, PORT_RELAY));
	client_expect(&client, "220 ");
	client_ask(&client, "EHLO relay.example", "250 ");
	assert_false(client_reply_has(&client, "AUTH"));
	assert_false(client_reply_has(&client, "STARTTLS"));
	client_ask(&client, "AUTH XOAUTH2", "500 5.3.3 ");
	fixture_send(&client, "any@where.example", "ops@example.net", "250 ");
	fixture_switch(fixture, "relay.reply.dot", "1*451 4.3.0 Not now");
	fixture_send(&client, "any@where.example", "ops@example.net",
	    "451 4.3.0 Not now");
	client_close(&client);
	envelope = fixture_read(fixture, "relay/0001.json");
	assert_non_null(strstr(envelope, "\"user\":\"\""));
	free(envelope);
	assert_null(fixture_read(fixture, "relay/0002.json"));
	assert_null(fixture_read(fixture, "mail/0001.json"));
}

#define CASE(name) \
	cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_message_is_kept_as_sent_with_its_envelope),
		CASE(who_may_not_send_as_somebody_learns_it_behind_the_dot),
		CASE(recipients_are_answered_by_their_names),
		CASE(an_unknown_recipient_comes_back_as_a_report),
		CASE(what_is_too_large_is_refused_as_early_as_can_be),
		CASE(limits_hold_once_they_are_switched_on),
		CASE(bdat_carries_a_message_too),
		CASE(the_tls_port_needs_no_starttls),
		CASE(the_plain_port_keeps_relayed_mail_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
