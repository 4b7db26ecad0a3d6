/* SPDX-License-Identifier: ISC */
/* The plain face's questions: one for each thing the wizard can be about. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "base/text.h"
#include "setup/plain_part.h"

enum { WORDS_MAX = 160, WORDS_COLUMNS = 60, NUMBER_MAX = 3 };

static bool
is_wrong(const struct finding *found)
{
	return found->text[0] != '\0' && !found->is_warning;
}

/* "Number (Enter = 1, STARTTLS): ": the default in words, too. */
static void
write_choice_words(const struct field *field, const char *value,
    char words[static WORDS_MAX])
{
	size_t i = field_choice(field, value);

	if (i < field->choice_count)
		snprintf(words, WORDS_MAX, "Number (Enter = %zu, %s): ", i + 1,
		    field->choices[i].label);
	else
		snprintf(words, WORDS_MAX, "Number: ");
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
		field_default(field, &known, &value);
		write_choice_words(field, value.at, words);
	} else if (field->kind == FIELD_CONFIRM)
		snprintf(words, WORDS_MAX, "Enter = %s: ",
		    steps[wizard->step].is_portal ? "it is done" : "yes");
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

/* The last question of the step; FIELDS_MAX: there is none. */
static size_t
last_field(const struct wizard *wizard)
{
	size_t i = step_field_count(wizard->step);

	while (i > 0)
		if (field_is_needed(step_field(wizard->step, --i),
		    &wizard->answers))
			return i;
	return FIELDS_MAX;
}

void
plain_back(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	size_t before = wizard_field_before(wizard);
	struct event event = { .kind = EVENT_BACK };
	enum step_id step = wizard->step;

	if (wizard->mode == WIZARD_ASKING && before < FIELDS_MAX) {
		event.kind = EVENT_FIELD;
		event.number = before;
	}
	plain_event(plain, &event);
	plain->has_asked = false;
	/* The question before this one is the last of the step before. */
	event.kind = EVENT_FIELD;
	event.number = last_field(wizard);
	if (wizard->mode == WIZARD_ASKING && wizard->step < step &&
	    event.number < FIELDS_MAX)
		plain_event(plain, &event);
}

/* True when it was a command and no answer. */
static bool
take_command(struct plain *plain, enum answer_kind kind)
{
	struct event clear = { .kind = EVENT_CLEAR };

	switch (kind) {
	case ANSWER_TEXT:
		return false;
	case ANSWER_BACK:
		plain_back(plain);
		break;
	case ANSWER_CLEAR:
		plain_event(plain, &clear);
		prompt_say(plain->prompt, "Cleared.");
		break;
	case ANSWER_KEY:
		plain_obey_key(plain);
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

/* A finished account goes only when that was meant. */
static bool
means_to_remove(struct plain *plain)
{
	static const struct question really = {
		.words = "Number (Enter = 1, keep it): ",
		.help = "Removing deletes the settings, the secret and the "
			"sign-in from this machine. The app in the portal "
			"stays; delete it there when nothing uses it.",
	};
	const struct field *field = wizard_field(&plain->desk->wizard);
	size_t remove = field_choice(field, "remove") + 1;

	if (strcmp(field->setting, "start.what") != 0 ||
	    plain_number(plain, field->choice_count, 0) != remove)
		return true;
	prompt_say(plain->prompt, "Really remove this account?");
	prompt_say(plain->prompt, "1 Keep it");
	prompt_say(plain->prompt, "2 Remove it");
	if (plain_ask(plain, &really) != ANSWER_TEXT ||
	    plain_number(plain, 2, 1) != 2)
		return false;
	secret_clear(&plain->typed);
	secret_init(&plain->typed, PROMPT_MAX);
	secret_adds(&plain->typed, "remove");
	return true;
}

/* The question in full when it is a new one, and what was found about the last
 * answer. */
static void
show_field(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;

	if (!plain->has_asked || plain->asked_step != wizard->step ||
	    plain->asked_field != wizard->field)
		show_question(plain);
	show_finding(plain);
	plain->has_asked = true;
	plain->asked_step = wizard->step;
	plain->asked_field = wizard->field;
}

static void
take_field(struct plain *plain, const struct field *field)
{
	if (field->kind == FIELD_SECRET || field->kind == FIELD_PASTE)
		give_secret(plain);
	else if (field->kind != FIELD_CHOICE || means_to_remove(plain))
		give_text(plain);
}

void
plain_field(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	const struct field *field = wizard_field(wizard);
	char words[WORDS_MAX], keys[KEYS_SIZE];
	struct question question = { .words = words,
		.keys = plain_keys(plain, keys),
		.is_hidden = field->kind == FIELD_SECRET,
		.keeps_lines = field->kind == FIELD_LINE,
		.has_value = true, .may_jump = true };

	show_field(plain);
	write_words(plain, words);
	if (field->kind == FIELD_SECRET && !plain->prompt->is_terminal &&
	    !wizard->fields[wizard->step][wizard->field].is_given) {
		refuse_secret(plain);
		return;
	}
	if (!take_command(plain, plain_ask(plain, &question)))
		take_field(plain, field);
}

/* Enter shows it again. By a code it also asks once more, should that have
 * been given up. */
static void
show_signin_again(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct event ask = { .kind = EVENT_TEXT, .text = "" };

	plain->has_asked = false;
	if (wizard->user_code[0] != '\0' && wizard->running == ACTION_NONE)
		plain_event(plain, &ask);
}

void
plain_signin(struct plain *plain)
{
	static const char code_help[] = "The page asks for the code, then for "
		"the account and its password. When all of that has been "
		"given there, this goes on by itself. n makes a new code, "
		"when this one has ended or was mistyped.";
	const struct wizard *wizard = &plain->desk->wizard;
	bool has_code = wizard->user_code[0] != '\0';
	char keys[KEYS_SIZE];
	struct question question = { .keys = plain_keys(plain, keys),
		.help = has_code ? code_help : NULL,
		.has_value = !has_code, .may_jump = true,
		.words = has_code ? "Enter = show the code again: "
				  : "What the browser ended on: " };
	struct event event = { .kind = EVENT_SECRET, .secret = &plain->typed };

	if (!plain->has_asked || plain->asked_step != STEP_SIGNIN)
		show_signin(plain);
	show_finding(plain);
	plain->has_asked = true;
	plain->asked_step = STEP_SIGNIN;
	plain->asked_field = FIELDS_MAX;
	if (take_command(plain, plain_ask(plain, &question)))
		return;
	if (secret_is_empty(&plain->typed))
		show_signin_again(plain);
	else
		plain_event(plain, &event);
}

static void
take_way(struct plain *plain, enum event_kind kind)
{
	const struct wizard *wizard = &plain->desk->wizard;
	/* A text with a jump would be what was left behind in the field. */
	struct event event = { .kind = kind,
		.text = kind == EVENT_TEXT ? "" : NULL,
		.number = wizard_cure(wizard) };

	plain->has_asked = false;
	switch (kind) {
	case EVENT_WAITING:
		plain_hand_over(plain);
		break;
	case EVENT_DOOR:
		plain_other_way(plain);
		break;
	case EVENT_FIELD:
		/* To the step's first question, not to its last. */
		event.kind = EVENT_JUMP;
		event.number = wizard->step;
		plain_event(plain, &event);
		break;
	default:
		plain_event(plain, &event);
	}
}

/* A failed sign-in is asked about, and something else is pasted instead of a
 * number: it is the answer to the sign-in that begins again. */
static bool
is_pasted_again(const struct plain *plain)
{
	return plain->desk->wizard.failed == ACTION_SIGNIN_FINISH &&
	    plain->typed.len > NUMBER_MAX;
}

static void
take_pasted(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct event again = { .kind = EVENT_TEXT, .text = "" };
	struct event paste = { .kind = EVENT_SECRET, .secret = &plain->typed };

	plain->has_asked = false;
	plain_event(plain, &again);
	while (plain->is_running && wizard->mode == WIZARD_WORKING &&
	    plain_look(plain, -1))
		continue;
	if (wizard->mode == WIZARD_SIGNIN && wizard->user_code[0] == '\0')
		plain_event(plain, &paste);
}

void
plain_verdict(struct plain *plain)
{
	char keys[KEYS_SIZE], words[WORDS_MAX];
	struct question question = { .keys = plain_keys(plain, keys),
		.words = words, .may_jump = true };
	struct way ways[WAYS_MAX];
	size_t count, number;

	count = show_verdict(plain, ways);
	snprintf(words, sizeof(words), "Number%s (Enter = 1, %c%.78s): ",
	    plain->desk->wizard.failed == ACTION_SIGNIN_FINISH
	    ? ", or paste again" : "",
	    ways[0].words[0] | 0x20, ways[0].words + 1);
	if (take_command(plain, plain_ask(plain, &question)))
		return;
	number = plain_number(plain, count, 1);
	if (number == 0 && is_pasted_again(plain))
		take_pasted(plain);
	else if (number == 0)
		plain_no_number(plain, count);
	else
		take_way(plain, ways[number - 1].kind);
}

void
plain_question(struct plain *plain)
{
	static const struct question which = {
		.words = "Number (Enter = 1, do not use it): ",
		.help = "Mail would be sent by the account that signed in, if "
			"it may send as the mailbox. When it is the wrong one, "
			"sign in again: in a private window the browser asks "
			"for the account instead of taking the one it knows.",
	};
	struct event event = { .kind = EVENT_TEXT, .text = "" };

	if (!plain->has_told_verdict)
		show_asked(plain->prompt, &plain->desk->wizard.fault);
	plain->has_told_verdict = true;
	switch (plain_ask(plain, &which)) {
	case ANSWER_BACK:
		event.kind = EVENT_BACK;
		break;
	case ANSWER_TEXT:
		if (plain_number(plain, 2, 1) == 2) {
			event.kind = EVENT_CHOICE;
			event.number = 1;
		} else if (plain_number(plain, 2, 1) == 0) {
			plain_no_number(plain, 2);
			return;
		}
		break;
	default:
		return;
	}
	plain->has_asked = false;
	plain_event(plain, &event);
}
