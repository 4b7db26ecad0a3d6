/* SPDX-License-Identifier: ISC */
/* Answers of servers: their form, the table that judges them, and explaining
 * them offline. What each means at its place is in test_smtp_send too. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "mail/reply.h"
#include "mail/reply_table.h"

static int
line(struct reply *reply, const char *text)
{
	return reply_line(reply, text, strlen(text));
}

static void
lines_are_read_with_code_and_enhanced_code(void **state)
{
	struct reply reply = { .code = 0 };

	(void)state;
	assert_int_equal(line(&reply, "550-5.7.60 SMTP; first"), 0);
	assert_int_equal(line(&reply, "550 5.7.60 second"), 1);
	assert_int_equal(reply.code, 550);
	assert_string_equal(reply.enhanced, "5.7.60");
	assert_string_equal(reply.text, "SMTP; first second");
	reply = (struct reply){ .code = 0 };
	assert_int_equal(line(&reply, "354"), 1);
	assert_string_equal(reply.enhanced, "");
	reply = (struct reply){ .code = 0 };
	assert_int_equal(line(&reply, "250 5.7.1.2 is no enhanced code"), 1);
	assert_string_equal(reply.enhanced, "");
	reply = (struct reply){ .code = 0 };
	assert_int_equal(line(&reply, "421 4.3.2"), 1);
	assert_string_equal(reply.enhanced, "4.3.2");
}

static void
what_is_no_answer_is_refused(void **state)
{
	static const char *const bad[] = { "", "2", "25", "2x0 ok", "abc",
		"250x", "199 x", "600 x", "HTTP/1.1 200 OK", " 250 ok",
		"2500 x" };
	struct reply reply;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		reply = (struct reply){ .code = 0 };
		assert_int_equal(line(&reply, bad[i]), -1);
	}
	reply = (struct reply){ .code = 0 };
	assert_int_equal(line(&reply, "250-a"), 0);
	assert_int_equal(line(&reply, "550 b"), -1);
}

static void
a_token_that_the_server_repeats_is_blotted_out(void **state)
{
	struct reply reply = { .code = 0 };
	char text[400] = "535 5.7.3 you said ";
	char out[400];
	size_t n = strlen(text);
	struct fault why;

	(void)state;
	memset(text + n, 'E', 300);
	memcpy(text + n + 300, " and no", 8);
	assert_int_equal(line(&reply, text), 1);
	assert_string_equal(reply.text, "you said [...] and no");
	reply_explain(text, &why);
	assert_null(strstr(why.server, "EEEE"));
	assert_string_equal(reply_challenge(out, sizeof(out), text + n),
	    "[...] and no");
}

static void
a_long_answer_is_cut_and_not_written_beyond(void **state)
{
	struct reply reply = { .code = 0 };
	char text[1200] = "550-";
	size_t n;
	int i;

	(void)state;
	for (n = 4; n < sizeof(text) - 1; n++)
		text[n] = n % 50 == 0 ? ' ' : 'x';
	for (i = 0; i < 50; i++)
		assert_int_equal(line(&reply, text), 0);
	assert_int_equal(strlen(reply.text), REPLY_TEXT_SIZE - 1);
}

static enum reply_class
judge(const char *text, enum reply_place place, struct fault *why)
{
	struct reply reply = { .code = 0 };

	assert_int_equal(line(&reply, text), 1);
	return reply_judge(&reply, place, "alerts@contoso.example", why);
}

static const struct {
	const char *text;
	enum reply_place place;
	enum reply_class class;
	enum fault_kind kind;
	enum turn turn;
	const char *step;
} cases[] = {
	{ "535 5.7.3 Authentication unsuccessful [X 2024-02-14T14:50:26.590Z "
	    "08DC2D372B4C3DED]", PLACE_AUTH, REPLY_AUTH, FAULT_SIGNIN,
	    TURN_YOU, "permissions" },
	{ "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication "
	    "is disabled for the Tenant. Visit https://aka.ms/x", PLACE_AUTH,
	    REPLY_AUTH, FAULT_SIGNIN, TURN_ADMIN, "server" },
	{ "535 5.7.139 Authentication unsuccessful, basic authentication is "
	    "disabled.", PLACE_AUTH, REPLY_AUTH, FAULT_SIGNIN, TURN_YOU,
	    "server" },
	{ "535 5.7.139 Authentication unsuccessful, the request did not meet "
	    "the criteria to be authenticated successfully.", PLACE_AUTH,
	    REPLY_AUTH, FAULT_SIGNIN, TURN_ADMIN, "signin" },
	{ "535 5.7.139 Authentication unsuccessful, federated STS service was "
	    "unreachable.", PLACE_AUTH, REPLY_AUTH, FAULT_SIGNIN, TURN_ADMIN,
	    "signin" },
	{ "550 5.7.30 Basic authentication is not supported for Client "
	    "Submission.", PLACE_AUTH, REPLY_AUTH, FAULT_SIGNIN, TURN_YOU,
	    "server" },
	{ "501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon "
	    "error", PLACE_AUTH, REPLY_AUTH, FAULT_LATER, TURN_WAIT, "" },
	{ "504 5.7.4 Unrecognized authentication type", PLACE_AUTH,
	    REPLY_PROTOCOL, FAULT_SETTINGS, TURN_YOU, "server" },
	{ "530 5.7.0 Must issue a STARTTLS command first", PLACE_MAIL,
	    REPLY_PROTOCOL, FAULT_SETTINGS, TURN_YOU, "server" },
	{ "454 4.7.0 Temporary authentication failure", PLACE_AUTH,
	    REPLY_TRANSIENT, FAULT_LATER, TURN_WAIT, "" },
	{ "421 4.7.0 Try later", PLACE_AUTH, REPLY_TRANSIENT, FAULT_LATER,
	    TURN_WAIT, "" },
	{ "550 5.7.60 SMTP; Client does not have permissions to send as this "
	    "sender", PLACE_DOT, REPLY_SENDER, FAULT_SIGNIN, TURN_ADMIN,
	    "mailbox" },
	{ "554 5.2.251 SendAsDenied", PLACE_DOT, REPLY_SENDER, FAULT_SIGNIN,
	    TURN_ADMIN, "mailbox" },
	{ "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException."
	    "MapiExceptionSendAsDenied", PLACE_DOT, REPLY_SENDER, FAULT_SIGNIN,
	    TURN_ADMIN, "mailbox" },
	{ "554 5.2.2 mailbox full", PLACE_DOT, REPLY_MAILBOX_FULL, FAULT_LATER,
	    TURN_ADMIN, "" },
	{ "552 5.2.2 mailbox full", PLACE_RCPT, REPLY_RECIPIENT, FAULT_REFUSED,
	    TURN_YOU, "" },
	{ "550 5.2.2 Submission quota exceeded", PLACE_DOT, REPLY_THROTTLE,
	    FAULT_LATER, TURN_WAIT, "" },
	{ "550 5.7.233 limit", PLACE_DOT, REPLY_THROTTLE, FAULT_LATER,
	    TURN_WAIT, "" },
	{ "550 5.7.502 banned", PLACE_DOT, REPLY_POLICY, FAULT_SIGNIN,
	    TURN_ADMIN, "" },
	{ "550 5.7.708 Access denied, traffic not accepted from this IP",
	    PLACE_DOT, REPLY_POLICY, FAULT_SIGNIN, TURN_ADMIN, "" },
	{ "451 4.7.652 The mail server has exceeded", PLACE_MAIL,
	    REPLY_THROTTLE, FAULT_LATER, TURN_WAIT, "" },
	/* Unknown ones go by their place and first digit. */
	{ "450 what is this", PLACE_RCPT, REPLY_TRANSIENT, FAULT_LATER,
	    TURN_WAIT, "" },
	{ "599 what is this", PLACE_RCPT, REPLY_RECIPIENT, FAULT_REFUSED,
	    TURN_YOU, "" },
	{ "599 what is this", PLACE_MAIL, REPLY_SENDER, FAULT_REFUSED,
	    TURN_YOU, "mailbox" },
	{ "599 what is this", PLACE_DOT, REPLY_MESSAGE, FAULT_REFUSED,
	    TURN_YOU, "" },
	{ "599 what is this", PLACE_AUTH, REPLY_AUTH, FAULT_SIGNIN, TURN_YOU,
	    "signin" },
};

static void
each_answer_has_its_meaning(void **state)
{
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum reply_class class = judge(cases[i].text, cases[i].place,
		    &why);

		if (class != cases[i].class || why.kind != cases[i].kind ||
		    why.turn != cases[i].turn ||
		    strcmp(why.step, cases[i].step) != 0)
			fail_msg("%s gave class %s, kind %d, turn %d, step "
			    "%s: %s", cases[i].text, reply_class_words(class),
			    (int)why.kind, (int)why.turn, why.step, why.what);
		assert_true(why.server[0] != '\0');
	}
	assert_int_equal(judge("250 2.0.0 OK", PLACE_DOT, &why), REPLY_OK);
	assert_int_equal(judge("354 go on", PLACE_DATA, &why), REPLY_OK);
}

static void
advice_names_the_mailbox(void **state)
{
	struct fault why;

	(void)state;
	judge("535 5.7.139 SmtpClientAuthentication is disabled for the "
	    "Mailbox", PLACE_AUTH, &why);
	assert_non_null(strstr(why.next, "Set-CASMailbox -Identity "
	    "alerts@contoso.example -SmtpClientAuthenticationDisabled"));
	assert_true(why.recent);
	assert_null(strstr(why.next, "{"));
}

static void
every_row_speaks_and_fits(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < reply_rule_count; i++) {
		const struct reply_rule *rule = &reply_rules[i];
		size_t len = strlen(rule->what);

		assert_true(len > 10 && len < 200);
		assert_true(rule->what[len - 1] != '.');
		assert_true(strlen(rule->next) > 10);
		assert_true(strlen(rule->next) < 400);
		assert_int_not_equal(rule->class, REPLY_OK);
		assert_int_not_equal(rule->kind, FAULT_NONE);
		assert_true(rule->step == NULL || strlen(rule->step) < 16);
		assert_true(rule->last == 0 || rule->last >= rule->first);
	}
}

static void
classes_say_what_to_do_with_route_and_message(void **state)
{
	(void)state;
	assert_true(reply_stops_route(REPLY_AUTH));
	assert_true(reply_stops_route(REPLY_MAILBOX_FULL));
	assert_false(reply_stops_route(REPLY_RECIPIENT));
	assert_true(reply_may_pass(REPLY_THROTTLE));
	assert_false(reply_may_pass(REPLY_SIZE));
}

static void
codes_are_explained_offline(void **state)
{
	struct fault why;

	(void)state;
	assert_true(reply_explain("5.7.60", &why));
	assert_string_equal(why.code, "5.7.60");
	assert_string_equal(why.step, "mailbox");
	assert_true(reply_explain("535 5.7.139 Authentication unsuccessful, "
	    "SmtpClientAuthentication is disabled for the Tenant. [X "
	    "2024-02-14T14:50:26.590Z 08DC2D372B4C3DED]", &why));
	assert_non_null(strstr(why.what, "whole organisation"));
	assert_true(reply_explain("smtp; 554 5.2.252 SendAsDenied", &why));
	assert_string_equal(why.code, "554 5.2.252");
	assert_true(reply_explain("MapiExceptionSendAsDenied", &why));
	assert_int_equal(why.kind, FAULT_SIGNIN);
	assert_true(reply_explain("5.7.139", &why));
	assert_int_equal(why.kind, FAULT_SIGNIN);
	assert_true(reply_explain("535", &why));
	assert_int_equal(why.kind, FAULT_SIGNIN);
	assert_true(reply_explain("4.4.1", &why));
	assert_int_equal(why.kind, FAULT_LATER);
	assert_true(reply_explain("250 2.1.5 ok", &why));
	assert_int_equal(why.kind, FAULT_NONE);
	assert_false(reply_explain("AADSTS7000215: Invalid client secret",
	    &why));
	assert_false(reply_explain("hello", &why));
	assert_false(reply_explain("", &why));
}

static void
challenges_become_clean_words(void **state)
{
	char out[200];

	(void)state;
	assert_string_equal(reply_challenge(out, sizeof(out),
	    "334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIiwic2NvcGUiOiJ4"
	    "In0="), "status 401, schemes bearer, scope x");
	assert_string_equal(reply_challenge(out, sizeof(out), "not base64"),
	    "not base64");
	assert_string_equal(reply_challenge(out, sizeof(out), "334 "), "334");
	/* {"s":"\u001b]0;x\u0007"}: no escape sequence comes out. */
	reply_challenge(out, sizeof(out),
	    "eyJzIjoiXHUwMDFiXTA7eFx1MDAwNyJ9");
	assert_null(strchr(out, '\x1b'));
	assert_non_null(strstr(out, "\\x1b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read_with_code_and_enhanced_code),
		cmocka_unit_test(what_is_no_answer_is_refused),
		cmocka_unit_test(
		    a_token_that_the_server_repeats_is_blotted_out),
		cmocka_unit_test(a_long_answer_is_cut_and_not_written_beyond),
		cmocka_unit_test(each_answer_has_its_meaning),
		cmocka_unit_test(advice_names_the_mailbox),
		cmocka_unit_test(every_row_speaks_and_fits),
		cmocka_unit_test(classes_say_what_to_do_with_route_and_message),
		cmocka_unit_test(codes_are_explained_offline),
		cmocka_unit_test(challenges_become_clean_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
