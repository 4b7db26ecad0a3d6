/* SPDX-License-Identifier: ISC */
/* The plain face's questions: one for each thing the wizard can be about. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "base/text.h"
#include "setup/plain_part.h"

enum { WORDS_MAX = 160, WORDS_COLUMNS = 60 };

static bool
is_wrong(const struct finding *found)
{
	return found->text[0] != '\0' && !found->is_warning;
}

/* "Label (Enter = default): " when it fits, else the default before it. */
static void
write_words(struct plain *plain, char words[static WORDS_MAX])
{
	const struct wizard *wizard = &plain->desk->wizard;
	const struct field *field = wizard_field(wizard);
	struct known known = wizard_known(wizard, plain_now(plain));
	struct text label, value;
	bool given = wizard->fields[wizard->step][wizard->field].is_given;

	text_init(&label, WORDS_COLUMNS);
	text_init(&value, ANSWER_SIZE);
	field_label(field, &known, &label);
	if (field->kind == FIELD_CHOICE) {
		size_t i;

		field_default(field, &known, &value);
		i = field_choice(field, value.at);
		snprintf(words, WORDS_MAX, i < field->choice_count
		    ? "Number (Enter = %zu): " : "Number: ", i + 1);
	} else if (field->kind == FIELD_CONFIRM)
		snprintf(words, WORDS_MAX, "Enter when it is done, w if "
		    "somebody else does it: ");
	else if (field->kind == FIELD_SECRET)
		snprintf(words, WORDS_MAX, "%s (%snot shown): ", label.at,
		    given ? "Enter = the one given before, " : "");
	else if (is_wrong(wizard_finding(wizard)))
		snprintf(words, WORDS_MAX, "%s: ", label.at);
	else if (!field_default(field, &known, &value))
		snprintf(words, WORDS_MAX, "%s%s: ", label.at,
		    field->optional ? " (Enter = none)" : "");
	else if (label.len + value.len < WORDS_COLUMNS)
		snprintf(words, WORDS_MAX, "%s (Enter = %s): ", label.at,
		    value.at);
	else {
		prompt_say(plain->prompt, "Enter takes:");
		prompt_carry(plain->prompt, value.at);
		snprintf(words, WORDS_MAX, "%s: ", label.at);
	}
	text_clear(&label);
	text_clear(&value);
}

/* Hands over by whom the wizard waits, and leaves. */
static void
wait_for_somebody(struct plain *plain)
{
	struct question question = { .words = "Who does it (Enter = somebody "
	    "else, < = back): " };
	struct event event = { .kind = EVENT_WAITING };
	enum answer_kind kind = plain_ask(plain, &question);

	if (kind == ANSWER_LEAVE)
		plain_leave(plain, PLAIN_LEFT);
	if (kind != ANSWER_TEXT)
		return;
	event.text = secret_open(&plain->typed);
	plain_event(plain, &event);
	secret_close(&plain->typed);
	prompt_say(plain->prompt, "This step waits. When it has been done, go "
	    "on from here: it is tried first.");
	if (!plain->is_over)
		plain_leave(plain, PLAIN_LEFT);
}

static void
ask_step(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct question question = { .words = "Number of a step to go to "
	    "(Enter = stay): " };
	struct event event = { .kind = EVENT_JUMP };
	size_t number, i;

	show_status(plain);
	if (plain_ask(plain, &question) != ANSWER_TEXT)
		return;
	number = plain_number(plain, STEP_DONE, 0);
	if (number == 0)
		return;
	for (i = STEP_START + 1; i < STEP_DONE; i++)
		if (step_is_needed((enum step_id)i, &wizard->answers) &&
		    step_number((enum step_id)i, &wizard->answers) == number)
			break;
	if (i == STEP_DONE || !wizard_may_jump(wizard, (enum step_id)i)) {
		prompt_say(plain->prompt, "Error: the steps before it come "
		    "first.");
		return;
	}
	event.number = i;
	plain_event(plain, &event);
	plain->has_shown = false;
}

/* One question back: within the step, else to the step before. */
static void
go_back(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	size_t before = wizard_field_before(wizard);
	struct event event = { .kind = EVENT_BACK };

	if (wizard->mode == WIZARD_ASKING && before < FIELDS_MAX) {
		event.kind = EVENT_FIELD;
		event.number = before;
	}
	plain_event(plain, &event);
	plain->has_asked = false;
}

/* True when the answer was a command that all questions have. */
static bool
take_command(struct plain *plain, enum answer_kind kind)
{
	struct event event = { .kind = EVENT_CLEAR };

	switch (kind) {
	case ANSWER_TEXT:
		return false;
	case ANSWER_BACK:
		go_back(plain);
		break;
	case ANSWER_HELP:
		show_help(plain);
		break;
	case ANSWER_CLEAR:
		plain_event(plain, &event);
		prompt_say(plain->prompt, "Cleared.");
		break;
	case ANSWER_STATUS:
		ask_step(plain);
		break;
	case ANSWER_LEAVE:
		plain_leave(plain, PLAIN_LEFT);
		break;
	default:
		break;
	}
	return true;
}

/* A 1 or 2 below a finding that offers values takes one of them. */
static const char *
offered(struct plain *plain, const struct finding *found, const char *typed)
{
	(void)plain;
	if (strcmp(typed, "1") == 0 && found->suggestion[0] != '\0')
		return found->suggestion;
	if (strcmp(typed, "2") == 0 && found->other[0] != '\0')
		return found->other;
	return typed;
}

static void
give_text(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct event event = { .kind = EVENT_TEXT };
	char chosen[sizeof(((struct finding *)0)->other)];
	const char *typed = secret_open(&plain->typed);

	event.text = offered(plain, wizard_finding(wizard), typed);
	if (event.text != typed) {
		snprintf(chosen, sizeof(chosen), "%s", event.text);
		event.text = chosen;
	}
	plain_event(plain, &event);
	secret_close(&plain->typed);
}

/* Without a terminal the echo cannot be switched off, and a secret in a pipe
 * has usually been on a command line. */
static bool
refuse_secret(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	bool given = wizard->fields[wizard->step][wizard->field].is_given;

	if (plain->prompt->is_terminal ||
	    (given && secret_is_empty(&plain->typed)))
		return false;
	prompt_say(plain->prompt, "Error: a secret is only read from a "
	    "terminal. Give it by \"secrets\" in an answers file: postfrank "
	    "setup --answers FILE.");
	plain_leave(plain, PLAIN_LEFT);
	return true;
}

static void
give_secret(struct plain *plain)
{
	struct event event = { .kind = EVENT_SECRET, .secret = &plain->typed };

	if (refuse_secret(plain))
		return;
	if (!secret_is_empty(&plain->typed))
		prompt_say(plain->prompt, "%zu characters read.",
		    plain->typed.len);
	plain_event(plain, &event);
}

bool
plain_is_lone(const struct plain *plain, char c)
{
	bool same = plain->typed.len == 1 && *secret_open(&plain->typed) == c;

	if (plain->typed.len == 1)
		secret_close(&plain->typed);
	return same;
}

void
plain_field(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	const struct field *field = wizard_field(wizard);
	char words[WORDS_MAX];
	struct question question = { .words = words,
		.is_hidden = field->kind == FIELD_SECRET,
		.keeps_lines = field->kind == FIELD_LINE };
	bool again = plain->has_asked && plain->asked_step == wizard->step &&
	    plain->asked_field == wizard->field;
	enum answer_kind kind;

	if (!again)
		show_question(plain);
	show_finding(plain);
	write_words(plain, words);
	plain->has_asked = true;
	plain->asked_step = wizard->step;
	plain->asked_field = wizard->field;
	if (field->kind == FIELD_SECRET && !plain->prompt->is_terminal &&
	    !wizard->fields[wizard->step][wizard->field].is_given) {
		refuse_secret(plain);
		return;
	}
	kind = plain_ask(plain, &question);
	if (take_command(plain, kind))
		return;
	if (field->kind == FIELD_CONFIRM && plain_is_lone(plain, 'w'))
		wait_for_somebody(plain);
	else if (field->kind == FIELD_SECRET || field->kind == FIELD_PASTE)
		give_secret(plain);
	else
		give_text(plain);
}

void
plain_signin(struct plain *plain)
{
	struct question question = { .words = "What the browser ended on: " };
	struct event event = { .kind = EVENT_RENEW };

	if (!plain->has_asked || plain->asked_step != STEP_SIGNIN)
		show_signin(plain);
	show_finding(plain);
	plain->has_asked = true;
	plain->asked_step = STEP_SIGNIN;
	plain->asked_field = FIELDS_MAX;
	if (take_command(plain, plain_ask(plain, &question)))
		return;
	if (plain_is_lone(plain, 'w')) {
		wait_for_somebody(plain);
	} else if (plain_is_lone(plain, 'n')) {
		plain->has_asked = false;
		plain_event(plain, &event);
	} else if (secret_is_empty(&plain->typed)) {
		plain->has_asked = false;
	} else {
		event.kind = EVENT_SECRET;
		event.secret = &plain->typed;
		plain_event(plain, &event);
	}
}

/* What came back from the browser was no sign-in, and only another one helps:
 * the address is shown again without a question. */
static bool
signs_in_again(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	enum step_id cure = wizard_cure(wizard);
	struct event again = { .kind = EVENT_TEXT, .text = "" };

	if (wizard->failed != ACTION_SIGNIN_FINISH ||
	    (cure != STEP_SIGNIN && cure != STEP_COUNT))
		return false;
	if (!plain->is_declined)
		prompt_fault(plain->prompt, &wizard->fault);
	plain->is_declined = false;
	plain->has_asked = false;
	plain_event(plain, &again);
	return true;
}

void
plain_verdict(struct plain *plain)
{
	static const enum event_kind kinds[] = { EVENT_TEXT, EVENT_SKIP };
	struct question question = { .words = "Number (Enter = 1): " };
	struct event event = { .text = "" };
	size_t choices, cure_at, number;
	enum answer_kind kind;

	if (signs_in_again(plain))
		return;
	show_verdict(plain, &choices, &cure_at);
	plain->has_asked = false;
	kind = plain_ask(plain, &question);
	if (take_command(plain, kind))
		return;
	number = plain_number(plain, choices, 1);
	if (number == 3) {
		wait_for_somebody(plain);
		return;
	}
	if (number == 0) {
		prompt_say(plain->prompt, "Error: type a number from 1 to %zu.",
		    choices);
		return;
	}
	event.kind = number == cure_at ? EVENT_JUMP : kinds[number - 1];
	event.number = wizard_cure(&plain->desk->wizard);
	plain_event(plain, &event);
	plain->has_shown = plain->has_shown && event.kind != EVENT_JUMP;
}
