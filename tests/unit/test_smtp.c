/* SPDX-License-Identifier: ISC */
/* Sending by SMTP when all is well: stages, envelopes, bursts, large bodies. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mail/compose.h"
#include "mail/smtp.h"
#include "tests/lib/postoffice.h"

static const struct address sender = { .spec = OFFICE_USER };

static struct message *
make_message(const char *body)
{
	struct letter letter = { .from = &sender, .subject = "disk full",
		.body = body, .body_len = strlen(body), .date = 1795446000 };
	struct fault why;
	struct message *message = message_compose(&letter, &why);

	if (message == NULL)
		fail_msg("%s", why.what);
	return message;
}

static struct smtp *
must_open(void *office, const struct smtp_watch *watch)
{
	struct smtp *smtp = smtp_new(office_submission(office), watch);
	struct fault why;

	if (!smtp_open(smtp, office_login(office), &why))
		fail_msg("%s; %s", why.what, why.server);
	return smtp;
}

static void
must_send(struct smtp *smtp, struct message *message,
    struct smtp_result *result)
{
	struct smtp_recipient to = { .address = "ops@example.net" };
	struct smtp_mail mail = { .from = OFFICE_USER, .to = &to, .count = 1,
		.message = message };
	struct fault why;

	if (!smtp_send(smtp, &mail, result, &why))
		fail_msg("%s; %s", why.what, why.server);
	assert_true(to.accepted);
}

static void
note_stage(void *arg, enum smtp_stage stage, int64_t ms, const char *detail)
{
	char *log = arg;
	size_t len = strlen(log);

	assert_true(ms >= 0);
	snprintf(log + len, 1000 - len, "%s=%s|", smtp_stage_words(stage),
	    detail);
}

static void
each_stage_is_told_in_order_and_the_id_noted(void **state)
{
	char log[1000] = "";
	struct smtp_watch watch = { .passed = note_stage, .arg = log };
	struct message *message = make_message("hello\n");
	struct smtp_result result;
	struct smtp *smtp;

	office_submission(*state)->host = "localhost";
	smtp = must_open(*state, &watch);
	assert_int_equal(smtp_login_result(smtp), SMTP_LOGIN_DONE);
	must_send(smtp, message, &result);
	assert_true(result.accepted);
	assert_false(result.uncertain);
	assert_int_equal(result.recipients, 1);
	assert_int_equal(result.id[0], '<');
	assert_non_null(strchr(result.id, '@'));
	assert_non_null(strstr(log, "name resolution=127.0.0.1|connect="));
	assert_non_null(strstr(log, "|TLS=TLS 1.3|login=2.7.0 Auth"));
	assert_non_null(strstr(log, "|sender accepted=2.1.0"));
	assert_non_null(strstr(log, "|recipient accepted=2.1.5"));
	assert_non_null(strstr(log, "|message accepted=2.0.0"));
	smtp_close(smtp);
	message_free(message);
}

static void
what_arrives_is_what_was_composed(void **state)
{
	struct message *message = make_message(".\n..two\nend\n.");
	struct smtp *smtp = must_open(*state, NULL);
	struct smtp_result result;
	char *mail;

	must_send(smtp, message, &result);
	smtp_close(smtp);
	mail = office_read(*state, "mail/0001.eml");
	assert_non_null(mail);
	assert_non_null(strstr(mail, "Subject: disk full\r\n"));
	assert_non_null(strstr(mail, message_id(message)));
	assert_non_null(strstr(mail, "\r\n\r\n.\r\n..two\r\nend\r\n.\r\n"));
	assert_int_equal(office_count(*state, "violation"), 0);
	free(mail);
	message_free(message);
}

/* The highest "flights" of the log: how often we sent after hearing. */
static long
flights(void *office)
{
	char *log = office_log(office);
	const char *p = log;
	long most = 0;

	while ((p = strstr(p, "\"flights\":")) != NULL) {
		long n = strtol(p + 10, NULL, 10);

		if (n > most)
			most = n;
		p += 10;
	}
	free(log);
	return most;
}

static void
a_burst_uses_one_login_and_two_flights_a_message(void **state)
{
	struct message *message = make_message("hello\n");
	struct smtp *smtp = must_open(*state, NULL);
	struct smtp_result result;
	long first;
	int i;

	must_send(smtp, message, &result);
	first = flights(*state);
	/* EHLO, STARTTLS, hello of TLS, its end with EHLO, AUTH, token,
	 * envelope, message. */
	assert_true(first <= 8);
	for (i = 0; i < 20; i++)
		must_send(smtp, message, &result);
	assert_int_equal(flights(*state) - first, 40);
	assert_int_equal(office_count(*state, "smtp.auth:ok"), 1);
	assert_int_equal(office_count(*state, "smtp.mail:ok"), 21);
	assert_int_equal(office_count(*state, "violation"), 0);
	smtp_close(smtp);
	message_free(message);
}

static void
without_pipelining_it_works_one_by_one(void **state)
{
	struct message *message = make_message("hello\n");
	struct smtp_result result;
	struct smtp *smtp;

	office_switch(*state, "smtp.no-pipelining", "1");
	office_switch(*state, "smtp.no-size", "1");
	smtp = must_open(*state, NULL);
	assert_false(smtp_offer(smtp)->pipelining);
	must_send(smtp, message, &result);
	must_send(smtp, message, &result);
	assert_int_equal(office_count(*state, "smtp.mail:ok"), 2);
	assert_int_equal(office_count(*state, "violation"), 0);
	smtp_close(smtp);
	message_free(message);
}

static void
tls_from_the_first_byte_works_too(void **state)
{
	struct message *message = make_message("hello\n");
	char log[1000] = "";
	struct smtp_watch watch = { .passed = note_stage, .arg = log };
	struct smtp *smtp = smtp_new(office_tls(*state), &watch);
	struct smtp_result result;
	struct fault why;

	if (!smtp_open(smtp, office_login(*state), &why))
		fail_msg("%s; %s", why.what, why.server);
	must_send(smtp, message, &result);
	assert_non_null(strstr(log, "|TLS=TLS 1.3|login="));
	smtp_close(smtp);
	message_free(message);
}

static void
a_relay_takes_mail_without_login(void **state)
{
	const struct smtp_login none = { .how = SMTP_NO_LOGIN };
	struct message *message = make_message("hello\n");
	struct smtp *smtp = smtp_new(office_relay(*state), NULL);
	struct smtp_result result;
	struct fault why;
	char *mail;

	if (!smtp_open(smtp, &none, &why))
		fail_msg("%s; %s", why.what, why.server);
	assert_int_equal(smtp_login_result(smtp), SMTP_LOGIN_NONE);
	must_send(smtp, message, &result);
	mail = office_read(*state, "relay/0001.eml");
	assert_non_null(mail);
	free(mail);
	smtp_close(smtp);
	message_free(message);
}

static void
each_recipient_has_its_own_answer(void **state)
{
	struct smtp_recipient to[3] = { { .address = "a@example.net" },
		{ .address = "b@example.net" },
		{ .address = "c@example.net" } };
	struct smtp_mail mail = { .from = OFFICE_USER, .to = to, .count = 3,
		.message = make_message("hello\n") };
	struct smtp *smtp = must_open(*state, NULL);
	struct smtp_result result;
	struct fault why;

	office_switch(*state, "smtp.reply.rcpt", "1*550 5.1.1 User unknown");
	assert_true(smtp_send(smtp, &mail, &result, &why));
	assert_int_equal(result.recipients, 2);
	assert_false(to[0].accepted);
	assert_int_equal(to[0].class, REPLY_RECIPIENT);
	assert_int_equal(to[0].why.kind, FAULT_REFUSED);
	assert_non_null(strstr(to[0].why.server, "User unknown"));
	assert_true(to[1].accepted && to[2].accepted);
	/* Nobody is left: the next message still goes, after RSET. */
	office_switch(*state, "smtp.reply.rcpt", "3*550 5.1.1 User unknown");
	assert_false(smtp_send(smtp, &mail, &result, &why));
	assert_int_equal(result.class, REPLY_RECIPIENT);
	assert_int_equal(why.kind, FAULT_REFUSED);
	assert_true(smtp_is_alive(smtp));
	assert_true(smtp_send(smtp, &mail, &result, &why));
	assert_int_equal(result.recipients, 3);
	assert_int_equal(office_count(*state, "violation"), 0);
	smtp_close(smtp);
	message_free(mail.message);
}

static void
a_refused_sender_leaves_the_session_usable(void **state)
{
	struct smtp_recipient to = { .address = "a@example.net" };
	struct smtp_mail mail = { .from = OFFICE_USER, .to = &to, .count = 1,
		.message = make_message("hello\n") };
	struct smtp *smtp = must_open(*state, NULL);
	struct smtp_result result;
	struct fault why;

	office_switch(*state, "smtp.reply.mail", "1*451 4.7.0 Temporary "
	    "server error. PRX2");
	assert_false(smtp_send(smtp, &mail, &result, &why));
	assert_int_equal(result.class, REPLY_TRANSIENT);
	assert_int_equal(why.kind, FAULT_LATER);
	assert_true(smtp_is_alive(smtp));
	assert_true(smtp_send(smtp, &mail, &result, &why));
	smtp_close(smtp);
	message_free(mail.message);
}

static void
the_null_sender_and_dsn_are_said_when_asked_and_offered(void **state)
{
	const struct smtp_login none = { .how = SMTP_NO_LOGIN };
	struct smtp_recipient to = { .address = "a@example.net" };
	struct smtp_mail mail = { .from = "", .to = &to, .count = 1,
		.message = make_message("hello\n"), .dsn_ret = "HDRS",
		.dsn_notify = "FAILURE,DELAY" };
	struct smtp *smtp = smtp_new(office_relay(*state), NULL);
	struct smtp_result result;
	struct fault why;
	char *log;

	if (!smtp_open(smtp, &none, &why))
		fail_msg("%s; %s", why.what, why.server);
	if (!smtp_send(smtp, &mail, &result, &why))
		fail_msg("%s; %s", why.what, why.server);
	log = office_log(*state);
	assert_non_null(strstr(log, "FROM:<>"));
	assert_true(smtp_offer(smtp)->dsn);
	assert_non_null(strstr(log, "RET=HDRS"));
	assert_non_null(strstr(log, "NOTIFY=FAILURE,DELAY"));
	free(log);
	smtp_close(smtp);
	message_free(mail.message);
}

static void
note_progress(void *arg, uint64_t sent, uint64_t total)
{
	uint64_t *last = arg;

	assert_true(sent > *last && sent <= total);
	*last = sent;
}

static void
a_large_attachment_goes_in_blocks_with_progress(void **state)
{
	char path[] = "/tmp/test-smtp-XXXXXX";
	int fd = mkstemp(path);
	const char *files[] = { path };
	struct letter letter = { .from = &sender, .body = "x", .body_len = 1,
		.files = files, .file_count = 1, .date = 1 };
	uint64_t last = 0;
	struct smtp_watch watch = { .progress = note_progress, .arg = &last };
	struct smtp *smtp = must_open(*state, &watch);
	struct smtp_result result;
	struct message *message;

	assert_int_equal(ftruncate(fd, 6 * 1024 * 1024), 0);
	message = message_compose(&letter, NULL);
	assert_non_null(message);
	must_send(smtp, message, &result);
	assert_int_equal(last, message_size(message));
	assert_int_equal(office_count(*state, "violation"), 0);
	smtp_close(smtp);
	message_free(message);
	close(fd);
	unlink(path);
}

static void
a_probe_tells_in_words_what_is_offered(void **state)
{
	struct smtp_offer offer;
	char words[SMTP_PROBE_WORDS];
	struct fault why;

	assert_true(smtp_probe(office_submission(*state), &offer, words,
	    &why));
	assert_true(offer.xoauth2 && offer.pipelining && offer.eight_bit);
	assert_int_equal(offer.size_max, 157286400);
	assert_non_null(strstr(words, "TLS 1.3"));
	assert_non_null(strstr(words, "takes sign-in tokens (XOAUTH2)"));
	assert_non_null(strstr(words, "150 MB"));
	office_switch(*state, "smtp.mechanisms", "LOGIN PLAIN");
	assert_false(smtp_probe(office_submission(*state), &offer, words,
	    &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.what, "LOGIN PLAIN"));
	assert_int_equal(office_count(*state, "smtp.auth"), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, office_open, \
    office_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_stage_is_told_in_order_and_the_id_noted),
		CASE(what_arrives_is_what_was_composed),
		CASE(a_burst_uses_one_login_and_two_flights_a_message),
		CASE(without_pipelining_it_works_one_by_one),
		CASE(tls_from_the_first_byte_works_too),
		CASE(a_relay_takes_mail_without_login),
		CASE(each_recipient_has_its_own_answer),
		CASE(a_refused_sender_leaves_the_session_usable),
		CASE(the_null_sender_and_dsn_are_said_when_asked_and_offered),
		CASE(a_large_attachment_goes_in_blocks_with_progress),
		CASE(a_probe_tells_in_words_what_is_offered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
