/* SPDX-License-Identifier: ISC */
/* See the header. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/lib/rider.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "setup/draft.h"

static void
clear(struct rider *rider)
{
	text_clear(&rider->saved);
	memset(rider, 0, sizeof(*rider));
	rider->now = RIDER_NOW;
	text_init(&rider->saved, DRAFT_MAX);
	wizard_init(&rider->wizard, "server01");
}

void
rider_begin(struct rider *rider)
{
	clear(rider);
	rider_send(rider, EVENT_OPEN);
}

void
rider_begin_live(struct rider *rider)
{
	static const char *const rows[][2] = {
		{ "mailbox", "alerts@contoso.com" },
		{ "registration.client_id", RIDER_APP },
		{ "registration.tenant", RIDER_TENANT },
		{ "registration.secret_expires", "2027-01-01" },
		{ "root_to", "admin@contoso.com, oncall@contoso.com" },
		{ "id", "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9" },
	};
	size_t i;

	clear(rider);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		answers_set(&rider->wizard.answers, rows[i][0], rows[i][1],
		    true);
	rider->wizard.is_live = true;
	rider_send(rider, EVENT_OPEN);
	rider_at(rider, STEP_START, "start.what");
}

void
rider_end(struct rider *rider)
{
	text_clear(&rider->saved);
}

void
rider_event(struct rider *rider, struct event *event)
{
	event->now = rider->now;
	wizard_handle(&rider->wizard, event, &rider->request);
	if (!rider->request.save)
		return;
	text_reset(&rider->saved);
	assert_true(draft_print(&rider->wizard, rider->now, &rider->saved));
}

void
rider_send(struct rider *rider, enum event_kind kind)
{
	struct event event = { .kind = kind };

	rider_event(rider, &event);
}

void
rider_type(struct rider *rider, const char *text)
{
	struct event event = { .kind = EVENT_TEXT, .text = text };

	rider_event(rider, &event);
}

void
rider_number(struct rider *rider, enum event_kind kind, size_t number)
{
	struct event event = { .kind = kind, .number = number };

	rider_event(rider, &event);
}

void
rider_wait(struct rider *rider, const char *whom)
{
	struct event event = { .kind = EVENT_WAITING, .text = whom };

	rider_event(rider, &event);
}

void
rider_give(struct rider *rider, const char *bytes)
{
	struct event event = { .kind = EVENT_SECRET };
	struct secret secret;

	secret_init(&secret, SECRET_MAX);
	secret_adds(&secret, bytes);
	event.secret = &secret;
	rider_event(rider, &event);
	secret_clear(&secret);
}

static void
hand_over(struct rider *rider, enum action action)
{
	struct event event = { .kind = EVENT_RESULT,
		.outcome = &rider->outcome };

	if (rider->wizard.running != action)
		fail_msg("at work is \"%s\" and not \"%s\"",
		    action_id(rider->wizard.running), action_id(action));
	rider->outcome.action = action;
	rider_event(rider, &event);
	memset(&rider->outcome, 0, sizeof(rider->outcome));
}

void
rider_good(struct rider *rider, enum action action)
{
	struct outcome *outcome = &rider->outcome;

	outcome->good = true;
	if (action == ACTION_SIGNIN_BEGIN || action == ACTION_SIGNIN_RENEW) {
		snprintf(outcome->address, sizeof(outcome->address),
		    RIDER_ADDRESS);
		if (rider->gives_code) {
			snprintf(outcome->user_code,
			    sizeof(outcome->user_code), "CKJ4PQWZ7");
			outcome->until = rider->now + 900;
		}
	}
	hand_over(rider, action);
}

void
rider_bad(struct rider *rider, enum action action, const char *step)
{
	struct fault *why = &rider->outcome.why;

	if (why->kind == FAULT_NONE)
		fault_set(why, FAULT_REFUSED, "the server said no");
	fault_next(why, "Mend it.");
	snprintf(why->step, sizeof(why->step), "%s", step);
	hand_over(rider, action);
}

void
rider_early(struct rider *rider, enum action action, const char *step)
{
	fault_set(&rider->outcome.why, FAULT_REFUSED, "not known yet");
	rider->outcome.why.recent = true;
	rider_bad(rider, action, step);
}

void
rider_ask(struct rider *rider)
{
	struct event event = { .kind = EVENT_ASKED,
		.outcome = &rider->outcome };

	fault_set(&rider->outcome.why, FAULT_SIGNIN, "ops@contoso.com signed "
	    "in, and not alerts@contoso.com");
	rider_event(rider, &event);
	memset(&rider->outcome, 0, sizeof(rider->outcome));
}

/* As desk.c does: what no question is about is not judged again. */
static void
trust(struct answers *answers)
{
	size_t i;

	for (i = 0; i < answers->count; i++)
		if (field_find(answers->rows[i].setting, NULL, NULL) == NULL)
			answers->rows[i].fits = true;
}

void
rider_kill(struct rider *rider)
{
	struct fault why;
	int64_t saved;

	assert_true(rider->saved.len > 0);
	wizard_init(&rider->wizard, "server01");
	if (!draft_parse(rider->saved.at, rider->saved.len, &rider->wizard,
	    &saved, &why))
		fail_msg("%s", why.what);
	trust(&rider->wizard.answers);
	rider_send(rider, EVENT_OPEN);
}

const char *
rider_secret(void)
{
	static char secret[41];
	int i;

	memcpy(secret, "k3w8Q", 5);
	secret[5] = '~';
	for (i = 6; i < 40; i++)
		secret[i] = (char)('a' + i % 26);
	return secret;
}

/* What is typed on the way, field by field; "" takes what is proposed. */
static const char *
value_for(const char *setting)
{
	static const char *const rows[][2] = {
		{ "registration.client_id", RIDER_APP },
		{ "registration.tenant", RIDER_TENANT },
		{ "mailbox", "alerts@contoso.com" },
		{ "registration.secret_expires", "2028-11-12" },
		{ "test.to", "admin@contoso.com" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i][0], setting) == 0)
			return rows[i][1];
	return "";
}

static void
go_on(struct rider *rider)
{
	const struct wizard *wizard = &rider->wizard;
	const struct field *field = wizard_field(wizard);

	if (wizard->mode == WIZARD_WORKING || (wizard->mode == WIZARD_SIGNIN &&
	    wizard->running != ACTION_NONE))
		rider_good(rider, wizard->running);
	else if (field->kind == FIELD_SECRET)
		rider_give(rider, rider_secret());
	else if (field->kind == FIELD_PASTE)
		rider_give(rider, RIDER_LANDED);
	else
		rider_type(rider, value_for(field->setting));
}

void
rider_to(struct rider *rider, enum step_id step)
{
	size_t turns;

	for (turns = 0; rider->wizard.step < step; turns++) {
		if (turns > 100)
			fail_msg("stuck at \"%s\"",
			    steps[rider->wizard.step].id);
		go_on(rider);
	}
	rider_at(rider, step, NULL);
}

void
rider_at(const struct rider *rider, enum step_id step, const char *setting)
{
	const struct wizard *wizard = &rider->wizard;

	if (wizard->step != step)
		fail_msg("at \"%s\" instead of \"%s\": %s",
		    steps[wizard->step].id, steps[step].id,
		    wizard_finding(wizard)->text);
	if (setting != NULL)
		assert_string_equal(wizard_field(wizard)->setting, setting);
}

void
rider_words(const struct rider *rider, enum step_id step, const char *piece)
{
	struct text words;

	text_init(&words, 400);
	assert_true(wizard_step_words(&rider->wizard, step, &words));
	if (strstr(words.at, piece) == NULL)
		fail_msg("\"%s\" is \"%s\", without \"%s\"", steps[step].id,
		    words.at, piece);
	text_clear(&words);
}
