/* SPDX-License-Identifier: ISC */
/* Transactions that end badly: what is said, what may be tried again, and
 * whether the message was perhaps delivered. */
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

struct outcome {
	struct smtp_result result;
	struct fault why;
	bool alive;
};

static struct message *
make_message(void)
{
	struct letter letter = { .from = &sender, .subject = "x",
		.body = "hello\n", .body_len = 6, .date = 1795446000 };

	return message_compose(&letter, NULL);
}

static bool
send_message(void *office, struct message *message, struct outcome *outcome)
{
	struct smtp_recipient to = { .address = "ops@example.net" };
	struct smtp_mail mail = { .from = OFFICE_USER, .to = &to, .count = 1,
		.message = message };
	struct smtp *smtp = smtp_new(office_submission(office), NULL);
	bool ok;

	memset(outcome, 0, sizeof(*outcome));
	if (!smtp_open(smtp, office_login(office), &outcome->why))
		fail_msg("%s; %s", outcome->why.what, outcome->why.server);
	ok = smtp_send(smtp, &mail, &outcome->result, &outcome->why);
	outcome->alive = smtp_is_alive(smtp);
	assert_int_equal(ok, outcome->result.accepted);
	smtp_close(smtp);
	return ok;
}

/* Answers at a stage, and what must come of them. */
static const struct {
	const char *stage;
	const char *answer;
	enum reply_class class;
	enum fault_kind kind;
	const char *words;
} answers[] = {
	{ "mail", "530 5.7.57 Client not authenticated to send mail",
	    REPLY_AUTH, FAULT_SIGNIN, "wants a login" },
	{ "mail", "550 5.1.8 Access denied, bad outbound sender",
	    REPLY_POLICY, FAULT_SIGNIN, "blocked this mailbox" },
	{ "mail", "552 5.3.4 Message size exceeds fixed maximum message size",
	    REPLY_SIZE, FAULT_REFUSED, "larger than the server takes" },
	{ "mail", "421 4.3.2 Service not available", REPLY_TRANSIENT,
	    FAULT_LATER, "closed the session" },
	{ "rcpt", "452 4.5.3 Too many recipients", REPLY_TRANSIENT,
	    FAULT_LATER, "no more recipients" },
	{ "rcpt", "550 5.1.1 User unknown", REPLY_RECIPIENT, FAULT_REFUSED,
	    "no such recipient" },
	{ "rcpt", "554 5.7.1 Relay access denied", REPLY_POLICY,
	    FAULT_SETTINGS, "does not pass on mail" },
	{ "data", "451 4.7.500 Server busy. Please try again later (AS77)",
	    REPLY_THROTTLE, FAULT_LATER, "slows this machine" },
	{ "data", "550 5.7.705 Access denied, tenant exceeded threshold",
	    REPLY_POLICY, FAULT_SIGNIN, "stopped the organisation" },
	{ "dot", "550 5.7.60 SMTP; Client does not have permissions to send "
	    "as this sender", REPLY_SENDER, FAULT_SIGNIN,
	    "may not send as alerts@" },
	{ "dot", "554 5.2.252 SendAsDenied; a@x.example not allowed to send "
	    "as b@x.example", REPLY_SENDER, FAULT_SIGNIN,
	    "may not send as alerts@" },
	{ "dot", "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:"
	    "QuotaExceededException", REPLY_MAILBOX_FULL, FAULT_LATER,
	    "mailbox that sends is full" },
	{ "dot", "554 5.2.0 STOREDRV.Submission.Exception:"
	    "SubmissionQuotaExceededException", REPLY_THROTTLE, FAULT_LATER,
	    "as many recipients as it may" },
	{ "dot", "432 4.3.2 Concurrent connections limit exceeded. Visit "
	    "https://aka.ms/concurrent_sending", REPLY_THROTTLE, FAULT_LATER,
	    "at the same time" },
	{ "dot", "430 4.2.0 STOREDRV; mailbox logon failure; "
	    "MapiExceptionLogonFailed", REPLY_TRANSIENT, FAULT_LATER,
	    "no right to the mailbox" },
	{ "dot", "552 5.3.4 Message too large", REPLY_SIZE, FAULT_REFUSED,
	    "larger than the server takes" },
	{ "dot", "550 5.7.512 must be RFC 5322 compliant", REPLY_MESSAGE,
	    FAULT_REFUSED, "no proper From" },
	{ "dot", "451 4.7.0 Temporary server error. PRX4", REPLY_TRANSIENT,
	    FAULT_LATER, "passing trouble" },
};

static void
each_refusal_has_its_class_and_words(void **state)
{
	struct message *message = make_message();
	struct outcome outcome;
	char name[40], value[200];
	size_t i;

	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		snprintf(name, sizeof(name), "smtp.reply.%s",
		    answers[i].stage);
		snprintf(value, sizeof(value), "1*%s", answers[i].answer);
		office_switch(*state, name, value);
		assert_false(send_message(*state, message, &outcome));
		if (outcome.result.class != answers[i].class ||
		    strstr(outcome.why.what, answers[i].words) == NULL)
			fail_msg("%s gave %s: %s", answers[i].answer,
			    reply_class_words(outcome.result.class),
			    outcome.why.what);
		assert_int_equal(outcome.why.kind, answers[i].kind);
		assert_false(outcome.result.uncertain);
		assert_memory_equal(outcome.why.server, answers[i].answer, 20);
		assert_true(outcome.why.next[0] != '\0');
		assert_int_equal(outcome.alive,
		    strncmp(answers[i].answer, "421", 3) != 0);
	}
	assert_int_equal(office_count(*state, "smtp.mail:ok"), 0);
	assert_int_equal(office_count(*state, "violation"), 0);
	message_free(message);
}

static void
a_break_before_the_dot_is_certain(void **state)
{
	static const char *const stages[] = { "mail", "rcpt", "data" };
	static const char *const ways[] = { "smtp.close", "smtp.reset" };
	struct message *message = make_message();
	struct outcome outcome;
	char value[40];
	size_t i, j;

	for (i = 0; i < 3; i++)
		for (j = 0; j < 2; j++) {
			snprintf(value, sizeof(value), "1*%s", stages[i]);
			office_switch(*state, ways[j], value);
			assert_false(send_message(*state, message, &outcome));
			assert_int_equal(outcome.why.kind, FAULT_LATER);
			assert_false(outcome.result.uncertain);
			assert_false(outcome.alive);
		}
	message_free(message);
}

static void
a_break_after_the_dot_is_uncertain(void **state)
{
	static const char *const values[] = { "1*dot", "1*dot:after" };
	struct message *message = make_message();
	struct outcome outcome;
	size_t i;

	for (i = 0; i < 2; i++) {
		office_switch(*state, "smtp.close", values[i]);
		assert_false(send_message(*state, message, &outcome));
		assert_int_equal(outcome.why.kind, FAULT_LATER);
		assert_true(outcome.result.uncertain);
		assert_non_null(strstr(outcome.why.next, "may have arrived"));
	}
	/* Sent again it has the same id, so that it can be recognised. */
	assert_true(send_message(*state, message, &outcome));
	assert_int_equal(office_count(*state, "smtp.mail:ok"), 2);
	message_free(message);
}

static void
silence_and_garbage_end_in_time(void **state)
{
	struct smtp_server *server = office_submission(*state);
	struct message *message = make_message();
	struct outcome outcome;

	server->stage_ms = 1000;
	server->final_ms = 200;
	office_switch(*state, "smtp.silent", "1*mail");
	assert_false(send_message(*state, message, &outcome));
	assert_non_null(strstr(outcome.why.what, "did not answer in time"));
	assert_false(outcome.result.uncertain);
	office_switch(*state, "smtp.silent", "1*dot");
	assert_false(send_message(*state, message, &outcome));
	assert_true(outcome.result.uncertain);
	office_switch(*state, "smtp.garbage", "1*rcpt");
	assert_false(send_message(*state, message, &outcome));
	assert_non_null(strstr(outcome.why.what, "no SMTP answer"));
	office_switch(*state, "smtp.garbage", "1*dot");
	assert_false(send_message(*state, message, &outcome));
	assert_true(outcome.result.uncertain);
	office_switch(*state, "smtp.endless", "1*data");
	assert_false(send_message(*state, message, &outcome));
	assert_non_null(strstr(outcome.why.what, "answer without end"));
	message_free(message);
}

/* A message with a sparse file of so many bytes attached. */
static struct message *
with_file(const char *path, long bytes)
{
	const char *files[] = { path };
	struct letter letter = { .from = &sender, .body = "x", .body_len = 1,
		.files = files, .file_count = 1, .date = 1 };
	struct message *message;

	assert_int_equal(truncate(path, bytes), 0);
	message = message_compose(&letter, NULL);
	assert_non_null(message);
	return message;
}

static void
an_early_answer_ends_a_large_message(void **state)
{
	char path[] = "/tmp/test-smtp-XXXXXX";
	int fd = mkstemp(path);
	struct message *message = with_file(path, 12 * 1024 * 1024);
	struct outcome outcome;

	office_switch(*state, "smtp.reply.body", "1*552 5.3.4 Message too "
	    "large");
	assert_false(send_message(*state, message, &outcome));
	assert_int_equal(outcome.result.class, REPLY_SIZE);
	assert_false(outcome.result.uncertain);
	assert_false(outcome.alive);
	message_free(message);
	close(fd);
	unlink(path);
}

static void
a_server_that_stops_reading_stalls_the_message(void **state)
{
	char path[] = "/tmp/test-smtp-XXXXXX";
	int fd = mkstemp(path);
	struct message *message = with_file(path, 12 * 1024 * 1024);
	struct outcome outcome;

	office_submission(*state)->stall_ms = 200;
	office_switch(*state, "smtp.reset", "1*body");
	assert_false(send_message(*state, message, &outcome));
	assert_int_equal(outcome.why.kind, FAULT_LATER);
	assert_false(outcome.result.uncertain);
	message_free(message);
	close(fd);
	unlink(path);
}

static void
a_file_that_changes_meanwhile_delivers_nothing(void **state)
{
	char path[] = "/tmp/test-smtp-XXXXXX";
	int fd = mkstemp(path);
	struct message *message = with_file(path, 100000);
	struct outcome outcome;

	assert_int_equal(truncate(path, 500), 0);
	assert_false(send_message(*state, message, &outcome));
	assert_int_equal(outcome.why.kind, FAULT_INPUT);
	assert_non_null(strstr(outcome.why.what, "changed while"));
	assert_int_equal(office_count(*state, "smtp.mail:ok"), 0);
	message_free(message);
	close(fd);
	unlink(path);
}

static void
what_is_larger_than_size_is_not_even_announced(void **state)
{
	char path[] = "/tmp/test-smtp-XXXXXX";
	int fd = mkstemp(path);
	struct message *message = with_file(path, 100000);
	struct outcome outcome;

	office_switch(*state, "smtp.size", "50000");
	assert_false(send_message(*state, message, &outcome));
	assert_int_equal(outcome.result.class, REPLY_SIZE);
	assert_non_null(strstr(outcome.why.what, "takes 48 KB"));
	assert_non_null(strstr(outcome.why.next, "send a link"));
	assert_int_equal(office_count(*state, "smtp.command:MAIL"), 0);
	assert_true(outcome.alive);
	message_free(message);
	close(fd);
	unlink(path);
}

static void
eight_bit_is_declared_or_refused(void **state)
{
	static const char raw[] = "Subject: x\n\ncaf\xc3\xa9\n";
	struct message_rules rules = { .from = &sender, .date = 1 };
	struct message *message = message_from_bytes(raw, sizeof(raw) - 1,
	    &rules, NULL);
	struct outcome outcome;
	char *log;

	assert_non_null(message);
	assert_true(send_message(*state, message, &outcome));
	log = office_log(*state);
	assert_non_null(strstr(log, "BODY=8BITMIME"));
	free(log);
	office_switch(*state, "smtp.no-8bitmime", "1");
	assert_false(send_message(*state, message, &outcome));
	assert_non_null(strstr(outcome.why.what, "8-bit"));
	message_free(message);
	rules.seven_bit = true;
	message = message_from_bytes(raw, sizeof(raw) - 1, &rules, NULL);
	assert_true(send_message(*state, message, &outcome));
	assert_int_equal(office_count(*state, "violation"), 0);
	message_free(message);
}

static void
addresses_that_would_inject_commands_go_nowhere(void **state)
{
	struct smtp_recipient to = {
		.address = "a@b.example>\r\nRCPT TO:<c@d" };
	struct smtp_mail mail = { .from = OFFICE_USER, .to = &to, .count = 1,
		.message = make_message() };
	struct smtp *smtp = smtp_new(office_submission(*state), NULL);
	struct smtp_result result;
	struct fault why;

	assert_true(smtp_open(smtp, office_login(*state), &why));
	assert_false(smtp_send(smtp, &mail, &result, &why));
	assert_int_equal(why.kind, FAULT_DATA);
	to.address = "ops@example.net";
	mail.from = "a@b.example> SIZE=1";
	assert_false(smtp_send(smtp, &mail, &result, &why));
	assert_int_equal(why.kind, FAULT_DATA);
	mail.from = OFFICE_USER;
	mail.count = 0;
	assert_false(smtp_send(smtp, &mail, &result, &why));
	assert_int_equal(why.kind, FAULT_USAGE);
	assert_int_equal(office_count(*state, "smtp.command:MAIL"), 0);
	smtp_close(smtp);
	message_free(mail.message);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, office_open, \
    office_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(each_refusal_has_its_class_and_words),
		CASE(a_break_before_the_dot_is_certain),
		CASE(a_break_after_the_dot_is_uncertain),
		CASE(silence_and_garbage_end_in_time),
		CASE(an_early_answer_ends_a_large_message),
		CASE(a_server_that_stops_reading_stalls_the_message),
		CASE(a_file_that_changes_meanwhile_delivers_nothing),
		CASE(what_is_larger_than_size_is_not_even_announced),
		CASE(eight_bit_is_declared_or_refused),
		CASE(addresses_that_would_inject_commands_go_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
