/* SPDX-License-Identifier: ISC */
/* The walkthrough's engine: the whole way, back, jumps, faults, "not yet", and
 * rules that hold in every state for every event. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "setup/wizard_part.h"

#define NOW    INT64_C(1795435200) /* 23 Nov 2026 */
#define APP    "6731de76-14a6-49ae-97bc-6eba6914391e"
#define TENANT "9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"

/* Large, so not on the stack. */
static struct wizard wizard;
static struct wizard before;
static struct request request;
static int64_t now;

static int
begin(void **state)
{
	(void)state;
	now = NOW;
	wizard_init(&wizard, "server01");
	return 0;
}

static void
send_event(struct event *event)
{
	event->now = now;
	wizard_handle(&wizard, event, &request);
}

static void
send(enum event_kind kind)
{
	struct event event = { .kind = kind };

	send_event(&event);
}

static void
type(const char *text)
{
	struct event event = { .kind = EVENT_TEXT, .text = text };

	send_event(&event);
}

static void
jump(enum step_id step)
{
	struct event event = { .kind = EVENT_JUMP, .number = step };

	send_event(&event);
}

static void
give_secret(const char *bytes)
{
	struct event event = { .kind = EVENT_SECRET };
	struct secret secret;

	secret_init(&secret, SECRET_MAX);
	secret_adds(&secret, bytes);
	event.secret = &secret;
	send_event(&event);
	secret_clear(&secret);
}

/* Made at run time: no file holds the shape of a real one. */
static const char *
client_secret(void)
{
	static char secret[41];
	int i;

	memcpy(secret, "k3w8Q", 5);
	secret[5] = '~';
	for (i = 6; i < 40; i++)
		secret[i] = (char)('a' + i % 26);
	return secret;
}

static void
finish_with(const struct outcome *outcome)
{
	struct event event = { .kind = EVENT_RESULT, .outcome = outcome };

	send_event(&event);
}

/* The running action ends well. */
static void
succeed(enum action action)
{
	static struct outcome outcome;

	assert_int_equal(wizard.running, action);
	memset(&outcome, 0, sizeof(outcome));
	outcome.action = action;
	outcome.good = true;
	if (action == ACTION_SIGNIN_BEGIN)
		snprintf(outcome.address, sizeof(outcome.address),
		    "https://login.example/authorize?x");
	finish_with(&outcome);
}

static void
fail_action(enum action action, const char *step, bool recent)
{
	static struct outcome outcome;

	assert_int_equal(wizard.running, action);
	memset(&outcome, 0, sizeof(outcome));
	outcome.action = action;
	fault_set(&outcome.why, FAULT_REFUSED, "the server said no");
	snprintf(outcome.why.step, sizeof(outcome.why.step), "%s", step);
	outcome.why.recent = recent;
	finish_with(&outcome);
}

static void
assert_at(enum step_id step, const char *setting)
{
	if (wizard.step != step)
		fail_msg("at \"%s\" instead of \"%s\": %s",
		    steps[wizard.step].id, steps[step].id,
		    wizard_finding(&wizard)->text);
	if (setting != NULL)
		assert_string_equal(wizard_field(&wizard)->setting, setting);
}

static void
walk_to_values(void)
{
	send(EVENT_OPEN);
	assert_at(STEP_START, "cloud");
	type("");
	type("1");
	type("smtp");
	assert_at(STEP_REGISTER, "registration.name");
	type("");
	type("");
	assert_at(STEP_VALUES, "registration.client_id");
}

static void
walk_to_server(void)
{
	walk_to_values();
	type(APP);
	type(TENANT);
	succeed(ACTION_DISCOVER);
	assert_at(STEP_MAILBOX, "mailbox");
	type("alerts@contoso.com");
	type("");
	type("");
	type("");
	assert_at(STEP_SERVER, "smtp.host");
}

static void
walk_to_secret(void)
{
	walk_to_server();
	type("");
	type("");
	type("");
	type("");
	succeed(ACTION_PROBE_SERVER);
	assert_at(STEP_SECRET, "secrets.client_secret");
}

static void
walk_to_signin(void)
{
	walk_to_secret();
	give_secret(client_secret());
	assert_string_equal(request.keep, "client_secret");
	type("2028-11-12");
	succeed(ACTION_PROBE_CREDENTIALS);
	assert_at(STEP_PERMISSIONS, "done.permissions");
	type("");
	assert_at(STEP_SIGNIN, "signin.pasted");
	assert_int_equal(wizard.mode, WIZARD_WORKING);
	assert_int_equal(request.action, ACTION_SIGNIN_BEGIN);
}

static void
walk_to_test(void)
{
	walk_to_signin();
	succeed(ACTION_SIGNIN_BEGIN);
	assert_int_equal(wizard.mode, WIZARD_SIGNIN);
	assert_true(strlen(wizard.address) > 0);
	give_secret("http://localhost:8765/postfrank?code=made-up&state=x");
	assert_int_equal(request.action, ACTION_SIGNIN_FINISH);
	assert_null(request.keep);
	succeed(ACTION_SIGNIN_FINISH);
	assert_string_equal(wizard.address, "");
	assert_at(STEP_TEST, "test.to");
}

static void
the_whole_way_ends_live(void **state)
{
	(void)state;
	walk_to_test();
	type("admin@contoso.com");
	succeed(ACTION_TEST_MAIL);
	assert_int_equal(request.action, ACTION_GO_LIVE);
	assert_false(wizard.is_live);
	succeed(ACTION_GO_LIVE);
	assert_true(wizard.is_live);
	assert_at(STEP_TEST, "test.arrived");
	type("");
	assert_at(STEP_MACHINE, "root_to");
	type("");
	assert_string_equal(answers_get(&wizard.answers, "root_to"),
	    "admin@contoso.com");
	assert_int_equal(request.action, ACTION_GO_LIVE);
	succeed(ACTION_GO_LIVE);
	assert_at(STEP_CARE, "notice.to");
	type("");
	type("");
	assert_at(STEP_CARE, "done.care");
	type("");
	assert_at(STEP_DONE, NULL);
	type("");
	assert_int_equal(request.kind, REQUEST_QUIT);
	assert_int_equal(wizard.mode, WIZARD_GONE);
}

static void
proposals_are_taken_by_enter_and_followed_ones_not_stored(void **state)
{
	(void)state;
	walk_to_secret();
	assert_string_equal(answers_get(&wizard.answers, "cloud"), "global");
	assert_string_equal(answers_get(&wizard.answers, "registration.name"),
	    "postfrank on server01 for emailing via Office365");
	assert_string_equal(answers_get(&wizard.answers, "smtp.port"), "587");
	assert_string_equal(answers_get(&wizard.answers, "scope"), "");
	assert_string_equal(answers_get(&wizard.answers, "smtp.host"), "");
	assert_string_equal(answers_get(&wizard.answers, "sign_in_as"), "");
}

static void
a_wrong_value_stays_and_no_server_is_asked(void **state)
{
	(void)state;
	walk_to_values();
	type("6731de76");
	assert_at(STEP_VALUES, "registration.client_id");
	assert_int_equal(request.kind, REQUEST_NONE);
	assert_true(request.save);
	assert_non_null(strstr(wizard_finding(&wizard)->text, "8 of 36"));
	assert_string_equal(answers_typed(&wizard.answers,
	    "registration.client_id"), "6731de76");
	assert_string_equal(answers_get(&wizard.answers,
	    "registration.client_id"), "");
	send(EVENT_TOUCHED);
	assert_string_equal(wizard_finding(&wizard)->text, "");
	type(APP);
	assert_at(STEP_VALUES, "registration.tenant");
	type(APP);
	assert_int_equal(request.kind, REQUEST_NONE);
	assert_non_null(strstr(wizard_finding(&wizard)->text, "twice"));
}

static void
back_keeps_half_a_value(void **state)
{
	struct event event = { .kind = EVENT_BACK, .text = "half@" };

	(void)state;
	walk_to_values();
	type(APP);
	type(TENANT);
	succeed(ACTION_DISCOVER);
	send_event(&event);
	assert_at(STEP_VALUES, NULL);
	assert_string_equal(answers_typed(&wizard.answers, "mailbox"),
	    "half@");
	assert_string_equal(answers_get(&wizard.answers,
	    "registration.client_id"), APP);
	jump(STEP_MAILBOX);
	assert_at(STEP_MAILBOX, "mailbox");
	assert_int_equal(wizard.fields[STEP_MAILBOX][0].state, FIELD_EDITED);
}

/* A step's mistake is one thing; a secret in the draft would be another. */
static void
half_a_text_that_looks_like_a_secret_is_not_kept(void **state)
{
	static const enum event_kind ways[] = { EVENT_BACK, EVENT_LEAVE };
	char secret[] = "xYz@Q~abcdefghijklmnopqrstuvwxyz01234567";
	struct event event = { .text = secret };
	size_t i;

	(void)state;
	/* the shape of a client secret is made here, and stands nowhere */
	secret[3] = '8';
	walk_to_values();
	for (i = 0; i < 2; i++) {
		jump(STEP_VALUES);
		event.kind = ways[i];
		send_event(&event);
		assert_string_equal(answers_typed(&wizard.answers,
		    "registration.client_id"), "");
	}
}

static void
back_from_the_first_step_asks_whether_to_leave(void **state)
{
	(void)state;
	send(EVENT_OPEN);
	send(EVENT_BACK);
	assert_int_equal(wizard.mode, WIZARD_LEAVING);
	send(EVENT_BACK);
	assert_int_equal(wizard.mode, WIZARD_ASKING);
	send(EVENT_LEAVE);
	assert_int_equal(wizard.mode, WIZARD_LEAVING);
	assert_int_equal(request.kind, REQUEST_NONE);
	send(EVENT_LEAVE);
	assert_int_equal(request.kind, REQUEST_QUIT);
	assert_true(request.save);
	type("x");
	assert_int_equal(request.kind, REQUEST_NONE);
}

static void
work_is_given_up_by_back_and_its_late_answer_ignored(void **state)
{
	static struct outcome late;

	(void)state;
	walk_to_values();
	type(APP);
	type(TENANT);
	assert_int_equal(wizard.mode, WIZARD_WORKING);
	type("keys do nothing meanwhile");
	assert_int_equal(wizard.mode, WIZARD_WORKING);
	send(EVENT_BACK);
	assert_int_equal(request.kind, REQUEST_CANCEL);
	assert_at(STEP_VALUES, "registration.tenant");
	memset(&late, 0, sizeof(late));
	late.action = ACTION_DISCOVER;
	late.good = true;
	finish_with(&late);
	assert_at(STEP_VALUES, "registration.tenant");
	type("");
	succeed(ACTION_DISCOVER);
	assert_at(STEP_MAILBOX, NULL);
}

static void
a_fault_leads_to_the_step_that_cures_it(void **state)
{
	(void)state;
	walk_to_secret();
	give_secret(client_secret());
	type("2028-11-12");
	fail_action(ACTION_PROBE_CREDENTIALS, "values", false);
	assert_int_equal(wizard.mode, WIZARD_VERDICT);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_PROBLEM);
	assert_int_equal(wizard_cure(&wizard), STEP_VALUES);
	type("");
	assert_int_equal(request.action, ACTION_PROBE_CREDENTIALS);
	fail_action(ACTION_PROBE_CREDENTIALS, "values", false);
	jump(STEP_VALUES);
	assert_at(STEP_VALUES, "registration.client_id");
	/* Another ID shakes what rests on it; the way back is short. */
	type("0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9");
	type("");
	succeed(ACTION_DISCOVER);
	assert_at(STEP_SECRET, NULL);
	type("");
	type("");
	succeed(ACTION_PROBE_CREDENTIALS);
	assert_at(STEP_PERMISSIONS, NULL);
}

static void
what_was_just_made_is_not_yet_and_not_wrong(void **state)
{
	int i;

	(void)state;
	walk_to_secret();
	give_secret(client_secret());
	type("2028-11-12");
	now += 5;
	fail_action(ACTION_PROBE_CREDENTIALS, "secret", true);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_NOT_YET);
	assert_at(STEP_PERMISSIONS, NULL);
	assert_int_equal(wizard.mode, WIZARD_ASKING);
	assert_non_null(strstr(wizard.note, "by itself"));
	/* Quietly for two minutes, with the person going on meanwhile. */
	for (i = 0; i < 12; i++) {
		send(EVENT_TICK);
		assert_int_equal(request.kind, REQUEST_NONE);
		now += RETRY_SECONDS;
		send(EVENT_TICK);
		assert_int_equal(request.kind, REQUEST_START);
		assert_int_equal(wizard.mode, WIZARD_ASKING);
		fail_action(ACTION_PROBE_CREDENTIALS, "secret", true);
		assert_int_equal(wizard.mode, WIZARD_ASKING);
	}
	now += QUIETLY_SECONDS;
	send(EVENT_TICK);
	assert_int_equal(request.kind, REQUEST_NONE);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_NOT_YET);
	/* After ten minutes it is said as it is. */
	now += RECENT_SECONDS;
	send(EVENT_TICK);
	assert_int_equal(request.action, ACTION_PROBE_CREDENTIALS);
	fail_action(ACTION_PROBE_CREDENTIALS, "secret", true);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_PROBLEM);
	assert_at(STEP_PERMISSIONS, NULL);
	assert_non_null(strstr(wizard.note, "Client secret"));
	now += 3600;
	send(EVENT_TICK);
	assert_int_equal(request.kind, REQUEST_NONE);
}

static void
a_not_yet_that_became_known_is_confirmed_quietly(void **state)
{
	(void)state;
	walk_to_secret();
	give_secret(client_secret());
	type("2028-11-12");
	fail_action(ACTION_PROBE_CREDENTIALS, "", true);
	now += RETRY_SECONDS;
	send(EVENT_TICK);
	succeed(ACTION_PROBE_CREDENTIALS);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_CONFIRMED);
	assert_at(STEP_PERMISSIONS, NULL);
}

static void
an_old_thing_that_is_unknown_is_wrong(void **state)
{
	(void)state;
	walk_to_secret();
	give_secret(client_secret());
	type("2028-11-12");
	now += RECENT_SECONDS + 1;
	fail_action(ACTION_PROBE_CREDENTIALS, "secret", true);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_PROBLEM);
	assert_int_equal(wizard.mode, WIZARD_VERDICT);
}

static void
a_test_mail_that_is_taken_late_goes_live_behind_other_questions(void **state)
{
	(void)state;
	walk_to_test();
	type("admin@contoso.com");
	fail_action(ACTION_TEST_MAIL, "permissions", true);
	assert_int_equal(wizard.steps[STEP_TEST].state, STEP_NOT_YET);
	send(EVENT_SKIP);
	assert_at(STEP_MACHINE, NULL);
	now += TEST_SECONDS;
	send(EVENT_TICK);
	assert_int_equal(request.action, ACTION_TEST_MAIL);
	succeed(ACTION_TEST_MAIL);
	assert_int_equal(request.action, ACTION_GO_LIVE);
	assert_int_equal(wizard.mode, WIZARD_ASKING);
	succeed(ACTION_GO_LIVE);
	assert_true(wizard.is_live);
	assert_at(STEP_MACHINE, NULL);
}

static void
a_refused_sign_in_shows_its_address_again(void **state)
{
	(void)state;
	walk_to_signin();
	succeed(ACTION_SIGNIN_BEGIN);
	give_secret("http://localhost:8765/postfrank?code=made-up&state=x");
	fail_action(ACTION_SIGNIN_FINISH, "permissions", true);
	assert_int_equal(wizard.mode, WIZARD_VERDICT);
	assert_int_equal(wizard.steps[STEP_SIGNIN].state, STEP_NOT_YET);
	now += RETRY_SECONDS;
	send(EVENT_TICK);
	assert_int_equal(request.kind, REQUEST_NONE);
	type("");
	assert_int_equal(request.action, ACTION_SIGNIN_BEGIN);
	succeed(ACTION_SIGNIN_BEGIN);
	assert_int_equal(wizard.mode, WIZARD_SIGNIN);
	send(EVENT_RENEW);
	assert_int_equal(request.action, ACTION_SIGNIN_RENEW);
}

static void
a_code_that_ended_is_renewed(void **state)
{
	(void)state;
	walk_to_signin();
	succeed(ACTION_SIGNIN_BEGIN);
	wizard.until = now + 60;
	send(EVENT_TICK);
	assert_int_equal(request.kind, REQUEST_NONE);
	now += 60;
	send(EVENT_TICK);
	assert_int_equal(request.action, ACTION_SIGNIN_RENEW);
}

static void
a_warning_holds_once(void **state)
{
	(void)state;
	walk_to_secret();
	give_secret("an-old-secret-of-another-shape");
	assert_string_equal(request.keep, "client_secret");
	assert_at(STEP_SECRET, "secrets.client_secret");
	assert_true(wizard_finding(&wizard)->is_warning);
	type("");
	assert_at(STEP_SECRET, "registration.secret_expires");
	type("");
	assert_true(wizard_finding(&wizard)->is_warning);
	assert_int_equal(request.kind, REQUEST_NONE);
	type("");
	assert_int_equal(request.action, ACTION_PROBE_CREDENTIALS);
}

/* Somebody who is asked for a client ID pastes what is in the clipboard. */
static void
a_secret_pasted_into_another_field_is_not_kept(void **state)
{
	const char *texts[3];
	char address[300], token[400];
	struct event leave = { .kind = EVENT_BACK };
	size_t i, j;

	(void)state;
	send(EVENT_OPEN);
	for (i = 0; i < 5; i++)
		type("");
	snprintf(address, sizeof(address), "http://localhost:8765/postfrank"
	    "?code=1.%0120d&state=x", 7);
	snprintf(token, sizeof(token), "eyJ%0200d", 7);
	texts[0] = client_secret();
	texts[1] = address;
	texts[2] = token;
	for (i = 0; i < 3; i++) {
		type(texts[i]);
		assert_int_equal(wizard.step, STEP_VALUES);
		assert_non_null(wizard_finding(&wizard));
		assert_non_null(strstr(wizard_finding(&wizard)->text, "kept"));
		assert_null(strstr(wizard_finding(&wizard)->text, texts[i]));
		leave.text = texts[i];
		send_event(&leave);
		for (j = 0; j < wizard.answers.count; j++)
			assert_string_not_equal(wizard.answers.rows[j].value,
			    texts[i]);
		while (wizard.step == STEP_REGISTER)
			type("");
	}
}

static void
the_end_of_a_secret_is_never_guessed(void **state)
{
	const struct finding *found;

	(void)state;
	walk_to_secret();
	give_secret(client_secret());
	type("11/10/2028");
	assert_at(STEP_SECRET, "registration.secret_expires");
	assert_int_equal(request.kind, REQUEST_NONE);
	found = wizard_finding(&wizard);
	assert_string_equal(found->suggestion, "2028-11-10");
	assert_string_equal(found->other, "2028-10-11");
	type("");
	assert_int_equal(request.kind, REQUEST_NONE);
	type(found->other);
	assert_int_equal(request.action, ACTION_PROBE_CREDENTIALS);
	assert_string_equal(answers_get(&wizard.answers,
	    "registration.secret_expires"), "2028-10-11");
}

static void
a_pasted_block_fills_what_it_holds(void **state)
{
	(void)state;
	walk_to_values();
	type("Application (client) ID\n" APP "\nObject ID\n"
	    "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9\nDirectory (tenant) ID\n"
	    TENANT "\n");
	assert_at(STEP_VALUES, "registration.tenant");
	assert_string_equal(answers_get(&wizard.answers,
	    "registration.client_id"), APP);
	assert_string_equal(answers_get(&wizard.answers,
	    "registration.tenant"), TENANT);
	assert_non_null(strstr(wizard.note, "Directory (tenant) ID"));
	type("");
	assert_int_equal(request.action, ACTION_DISCOVER);
}

static void
an_address_in_another_field_fills_its_own(void **state)
{
	(void)state;
	walk_to_values();
	type("https://login.microsoftonline.us/" TENANT "/oauth2/v2.0/token");
	assert_at(STEP_VALUES, "registration.client_id");
	assert_string_equal(answers_get(&wizard.answers,
	    "registration.tenant"), TENANT);
	assert_string_equal(answers_get(&wizard.answers, "cloud"),
	    "usgov-high");
	assert_string_equal(answers_get(&wizard.answers,
	    "registration.client_id"), "");
	assert_int_equal(request.kind, REQUEST_NONE);
	assert_non_null(strstr(wizard_finding(&wizard)->text, "not in it"));
}

static void
a_portal_address_is_no_secret(void **state)
{
	(void)state;
	walk_to_secret();
	give_secret("https://entra.microsoft.com/#view/x/appId/" APP);
	assert_null(request.keep);
	assert_at(STEP_SECRET, "secrets.client_secret");
	give_secret(" \"");
	assert_false(wizard.fields[STEP_SECRET][0].is_given &&
	    request.keep == NULL);
	give_secret(APP);
	assert_null(request.keep);
	assert_non_null(strstr(wizard_finding(&wizard)->text, "Secret ID"));
}

static void
somebody_else_has_a_turn(void **state)
{
	struct event event = { .kind = EVENT_WAITING, .text = "Anna" };
	struct text words;

	(void)state;
	walk_to_secret();
	give_secret(client_secret());
	type("2028-11-12");
	fail_action(ACTION_PROBE_CREDENTIALS, "secret", false);
	send_event(&event);
	assert_at(STEP_PERMISSIONS, NULL);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_WAITING);
	text_init(&words, 200);
	assert_true(wizard_step_words(&wizard, STEP_SECRET, &words));
	assert_non_null(strstr(words.at, "waiting for Anna since"));
	text_clear(&words);
	/* Coming back tries first whether it has been done. */
	send(EVENT_OPEN);
	assert_int_equal(request.action, ACTION_PROBE_CREDENTIALS);
	succeed(ACTION_PROBE_CREDENTIALS);
	assert_at(STEP_PERMISSIONS, NULL);
	assert_int_equal(wizard.steps[STEP_SECRET].state, STEP_CONFIRMED);
}

static void
what_is_needed_cannot_be_skipped_and_what_is_not_can(void **state)
{
	(void)state;
	walk_to_values();
	send(EVENT_SKIP);
	assert_at(STEP_VALUES, "registration.client_id");
	assert_true(strlen(wizard_finding(&wizard)->text) > 0);
	type(APP);
	type(TENANT);
	fail_action(ACTION_DISCOVER, "", false);
	send(EVENT_SKIP);
	assert_at(STEP_MAILBOX, NULL);
	jump(STEP_SECRET);
	assert_at(STEP_MAILBOX, NULL);
}

static void
optional_steps_may_be_skipped(void **state)
{
	(void)state;
	walk_to_test();
	type("admin@contoso.com");
	succeed(ACTION_TEST_MAIL);
	succeed(ACTION_GO_LIVE);
	send(EVENT_SKIP);
	assert_at(STEP_MACHINE, NULL);
	send(EVENT_SKIP);
	assert_at(STEP_CARE, NULL);
	assert_int_equal(wizard.steps[STEP_MACHINE].state, STEP_NOT_NEEDED);
	send(EVENT_SKIP);
	assert_at(STEP_DONE, NULL);
	jump(STEP_MACHINE);
	type("root@contoso.com");
	assert_int_equal(request.action, ACTION_GO_LIVE);
}

/* What the account's file would give. */
static void
open_account(void)
{
	wizard_init(&wizard, "server01");
	answers_set(&wizard.answers, "mailbox", "alerts@contoso.com", true);
	answers_set(&wizard.answers, "registration.client_id", APP, true);
	answers_set(&wizard.answers, "registration.tenant", TENANT, true);
	answers_set(&wizard.answers, "registration.secret_expires",
	    "2027-01-01", true);
	wizard.is_live = true;
	send(EVENT_OPEN);
	assert_at(STEP_START, "start.what");
}

static void
a_finished_account_offers_its_doors(void **state)
{
	(void)state;
	open_account();
	type("signin");
	assert_at(STEP_SIGNIN, NULL);
	assert_int_equal(request.action, ACTION_SIGNIN_BEGIN);
	succeed(ACTION_SIGNIN_BEGIN);
	give_secret("http://localhost:8765/postfrank?code=made-up&state=x");
	succeed(ACTION_SIGNIN_FINISH);
	assert_at(STEP_DONE, NULL);

	open_account();
	type("test");
	assert_at(STEP_TEST, "test.to");
	type("admin@contoso.com");
	succeed(ACTION_TEST_MAIL);

	open_account();
	type("change");
	assert_at(STEP_VALUES, NULL);
	jump(STEP_CARE);
	assert_at(STEP_CARE, NULL);

	open_account();
	type("remove");
	assert_int_equal(request.kind, REQUEST_REMOVE);
}

static void
a_new_secret_asks_for_its_own_end_and_a_test(void **state)
{
	(void)state;
	open_account();
	type("secret");
	assert_at(STEP_SECRET, "secrets.client_secret");
	type("");
	assert_at(STEP_SECRET, "secrets.client_secret");
	give_secret(client_secret());
	assert_string_equal(answers_typed(&wizard.answers,
	    "registration.secret_expires"), "");
	type("2028-11-12");
	succeed(ACTION_PROBE_CREDENTIALS);
	assert_at(STEP_TEST, "test.to");
	type("admin@contoso.com");
	succeed(ACTION_TEST_MAIL);
	assert_int_equal(request.action, ACTION_GO_LIVE);
}

static void
a_hang_up_saves_and_ends_everywhere(void **state)
{
	(void)state;
	walk_to_signin();
	send(EVENT_HANGUP);
	assert_int_equal(request.kind, REQUEST_QUIT);
	assert_true(request.save);
	assert_int_equal(wizard.mode, WIZARD_GONE);
}

static void
a_server_of_ones_own_is_asked_for_its_addresses(void **state)
{
	(void)state;
	send(EVENT_OPEN);
	type("custom");
	type("");
	type("");
	type("");
	type("");
	assert_at(STEP_VALUES, "registration.client_id");
	type("postfrank-server01");
	assert_at(STEP_VALUES, "registration.authorization_url");
	type("https://login.example.com/oauth2/authorize");
	type("https://login.example.com/oauth2/token");
	assert_at(STEP_VALUES, "ca_file");
	type("");
	assert_int_equal(request.action, ACTION_DISCOVER);
	succeed(ACTION_DISCOVER);
	type("alerts@example.com");
	type("");
	type("");
	type("");
	assert_at(STEP_SERVER, "smtp.host");
	type("");
	assert_at(STEP_SERVER, "smtp.host");
	type("mail.example.com");
	assert_at(STEP_SERVER, "smtp.port");
}

/* --- Rules for every state and event ------------------------------------ */

static uint32_t seed;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

static bool
leaves_answers_alone(const struct event *event)
{
	switch (event->kind) {
	case EVENT_TEXT:
	case EVENT_SECRET:
	case EVENT_CHOICE:
	case EVENT_CLEAR:
	case EVENT_DOOR:
		return false;
	default:
		return event->text == NULL || event->kind == EVENT_WAITING;
	}
}

static void
assert_answers_kept(const struct event *event)
{
	const struct answer *row;
	size_t i;

	for (i = 0; i < before.answers.count; i++) {
		row = &before.answers.rows[i];
		/* A mail that was taken says that all was done. */
		if (event->kind == EVENT_RESULT &&
		    strncmp(row->setting, "done.", 5) == 0)
			continue;
		if (strcmp(answers_typed(&wizard.answers, row->setting),
		    row->value) != 0 &&
		    strcmp(row->setting, "registration.secret_expires") != 0)
			fail_msg("event %d at %s lost %s", event->kind,
			    steps[before.step].id, row->setting);
	}
}

static void
assert_rules(const struct event *event)
{
	const struct field *field = wizard_field(&wizard);
	bool moved_on = wizard.step > before.step;

	assert_true(wizard.step < STEP_COUNT);
	assert_true(wizard.mode <= WIZARD_GONE);
	if (wizard.step != STEP_DONE)
		assert_non_null(field);
	if (leaves_answers_alone(event))
		assert_answers_kept(event);
	if (moved_on && event->kind != EVENT_JUMP &&
	    event->kind != EVENT_SKIP && event->kind != EVENT_WAITING &&
	    event->kind != EVENT_OPEN &&
	    step_is_needed(before.step, &wizard.answers) &&
	    strcmp(wizard_field(&before) != NULL ?
		wizard_field(&before)->setting : "", "start.what") != 0 &&
	    !step_fits(&wizard, before.step))
		fail_msg("event %d left %s forward with an unjudged field",
		    event->kind, steps[before.step].id);
	if (request.kind == REQUEST_START) {
		assert_int_equal(wizard.running, request.action);
		if (steps[wizard.running_for].action == request.action &&
		    !step_fits(&wizard, wizard.running_for))
			fail_msg("%s asks a server about wrong values",
			    steps[wizard.running_for].id);
	}
	if (request.action == ACTION_GO_LIVE)
		assert_int_equal(wizard.steps[STEP_TEST].state,
		    STEP_CONFIRMED);
	if (wizard.mode == WIZARD_WORKING && wizard.running == ACTION_NONE)
		fail_msg("event %d at %s leaves %d with nothing at work",
		    event->kind, steps[before.step].id, before.mode);
	assert_string_equal(answers_typed(&wizard.answers,
	    "secrets.client_secret"), "");
}

static const char *const texts[] = { "", "x", APP, TENANT, "contoso.com",
	"alerts@contoso.com", "587", "1", "custom", "global", "yes",
	"2028-11-12", "11/12/2028", "relay.contoso.com", "signin",
	"https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/token",
	"https://id.example.com/t", "2", "two\nlines" };
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static struct outcome outcome_of_dice;

static void
random_outcome(void)
{
	static const char *const cures[] = { "", "values", "secret",
		"permissions", "signin", "nonsense" };
	struct outcome *outcome = &outcome_of_dice;

	memset(outcome, 0, sizeof(*outcome));
	outcome->action = dice(8) > 0 ? wizard.running
				      : (enum action)dice(ACTION_COUNT);
	outcome->good = dice(3) > 0;
	if (outcome->good)
		return;
	fault_set(&outcome->why, FAULT_REFUSED, "no");
	snprintf(outcome->why.step, sizeof(outcome->why.step), "%s",
	    cures[dice(6)]);
	outcome->why.recent = dice(2) > 0;
}

/* One event of a kind with everything that it may carry. */
static void
random_event(enum event_kind kind, struct secret *secret)
{
	struct event event = { .kind = kind };

	if (kind == EVENT_TEXT || dice(3) == 0)
		event.text = texts[dice(TEXTS)];
	event.number = dice(STEP_COUNT + 1);
	if (kind == EVENT_SECRET && dice(4) > 0) {
		secret_clear(secret);
		secret_init(secret, SECRET_MAX);
		secret_adds(secret, dice(2) > 0 ? client_secret()
						: texts[dice(TEXTS)]);
		event.secret = secret;
	}
	random_outcome();
	event.outcome = &outcome_of_dice;
	memcpy(&before, &wizard, sizeof(wizard));
	send_event(&event);
	assert_rules(&event);
}

static void
begin_somewhere(void)
{
	static void (*const walks[])(void) = { walk_to_values, walk_to_server,
		walk_to_secret, walk_to_signin, walk_to_test, open_account };

	wizard_init(&wizard, "server01");
	now = NOW;
	walks[dice(6)]();
}

static void
the_rules_hold_on_any_way(void **state)
{
	struct secret secret;
	int i;

	(void)state;
	seed = 2026;
	secret_init(&secret, SECRET_MAX);
	for (i = 0; i < 20000; i++) {
		if (i % 100 == 0 || wizard.mode == WIZARD_GONE)
			begin_somewhere();
		now += dice(40);
		/* Mostly forward, so that far states are reached. */
		if (wizard.mode == WIZARD_WORKING && dice(4) > 0)
			random_event(EVENT_RESULT, &secret);
		else if (dice(3) > 0)
			random_event(EVENT_TEXT, &secret);
		else
			random_event((enum event_kind)dice(EVENT_HANGUP),
			    &secret);
	}
	secret_clear(&secret);
}

/* Each step in each condition and mode gets each event. */
static void
prepare(enum step_id step, unsigned condition, enum wizard_mode mode)
{
	size_t i;

	wizard_init(&wizard, "server01");
	now = NOW;
	walk_to_test();
	for (i = 0; i < step_field_count(step); i++) {
		if (condition == 0)
			memset(&wizard.fields[step][i], 0,
			    sizeof(wizard.fields[step][i]));
		if (condition == 1 && i == 0)
			wizard.fields[step][i].state = FIELD_EDITED;
		if (condition == 2 && i == 0)
			wizard.fields[step][i].state = FIELD_FINDING;
	}
	if (condition < 3)
		wizard.steps[step].state = STEP_PARTLY;
	wizard.step = step;
	wizard.field = 0;
	wizard.mode = mode;
	wizard.running = ACTION_NONE;
	/* Work and its verdict come only after fields that fit. */
	if (mode == WIZARD_WORKING && step_fits(&wizard, step)) {
		wizard.running = steps[step].action;
		wizard.running_for = step;
	}
	if (mode == WIZARD_WORKING && wizard.running == ACTION_NONE)
		wizard.mode = WIZARD_ASKING;
	if (mode == WIZARD_VERDICT && step_fits(&wizard, step))
		wizard.failed = steps[step].action;
	if (mode == WIZARD_VERDICT && wizard.failed == ACTION_NONE)
		wizard.mode = WIZARD_ASKING;
}

static void
the_rules_hold_in_every_state_for_every_event(void **state)
{
	struct secret secret;
	int step, mode, kind;
	unsigned condition, round;

	(void)state;
	seed = 1;
	secret_init(&secret, SECRET_MAX);
	for (step = 0; step < STEP_COUNT; step++)
		for (condition = 0; condition < 4; condition++)
			for (mode = 0; mode < WIZARD_GONE; mode++)
				for (kind = 0; kind <= EVENT_LEAVE; kind++)
					for (round = 0; round < 2; round++) {
						prepare((enum step_id)step,
						    condition,
						    (enum wizard_mode)mode);
						random_event(
						    (enum event_kind)kind,
						    &secret);
					}
	secret_clear(&secret);
}

#define CASE(name) cmocka_unit_test_setup(name, begin)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_whole_way_ends_live),
		CASE(proposals_are_taken_by_enter_and_followed_ones_not_stored),
		CASE(a_wrong_value_stays_and_no_server_is_asked),
		CASE(back_keeps_half_a_value),
		CASE(half_a_text_that_looks_like_a_secret_is_not_kept),
		CASE(back_from_the_first_step_asks_whether_to_leave),
		CASE(work_is_given_up_by_back_and_its_late_answer_ignored),
		CASE(a_fault_leads_to_the_step_that_cures_it),
		CASE(what_was_just_made_is_not_yet_and_not_wrong),
		CASE(a_not_yet_that_became_known_is_confirmed_quietly),
		CASE(an_old_thing_that_is_unknown_is_wrong),
		CASE(a_test_mail_that_is_taken_late_goes_live_behind_other_questions),
		CASE(a_refused_sign_in_shows_its_address_again),
		CASE(a_code_that_ended_is_renewed),
		CASE(a_warning_holds_once),
		CASE(a_secret_pasted_into_another_field_is_not_kept),
		CASE(the_end_of_a_secret_is_never_guessed),
		CASE(a_pasted_block_fills_what_it_holds),
		CASE(an_address_in_another_field_fills_its_own),
		CASE(a_portal_address_is_no_secret),
		CASE(somebody_else_has_a_turn),
		CASE(what_is_needed_cannot_be_skipped_and_what_is_not_can),
		CASE(optional_steps_may_be_skipped),
		CASE(a_finished_account_offers_its_doors),
		CASE(a_new_secret_asks_for_its_own_end_and_a_test),
		CASE(a_hang_up_saves_and_ends_everywhere),
		CASE(a_server_of_ones_own_is_asked_for_its_addresses),
		CASE(the_rules_hold_on_any_way),
		CASE(the_rules_hold_in_every_state_for_every_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
