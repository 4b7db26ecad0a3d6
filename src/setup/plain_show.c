/* SPDX-License-Identifier: ISC */
/* What the plain face prints: every fact on a line of its own, message first,
 * values to be carried over alone on their line. Asks nothing. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "base/text.h"
#include "setup/plain_part.h"

enum { SHOW_MAX = 8192 };

static struct known
known(const struct plain *plain)
{
	return wizard_known(&plain->desk->wizard, plain_now(plain));
}

static void
show_carries(struct plain *plain, enum step_id step)
{
	struct known now = known(plain);
	struct text label, value;
	size_t i;

	for (i = 0; i < steps[step].carry_count; i++) {
		text_init(&label, SHOW_MAX);
		text_init(&value, SHOW_MAX);
		if (step_carry(step, i, &now, &label, &value)) {
			prompt_say(plain->prompt, "%s:", label.at);
			prompt_carry(plain->prompt, value.at);
		}
		text_clear(&label);
		text_clear(&value);
	}
}

static void
show_title(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	unsigned number = step_number(wizard->step, &wizard->answers);

	prompt_say(plain->prompt, " ");
	if (wizard->step == STEP_START || wizard->step == STEP_DONE)
		prompt_say(plain->prompt, "%s", steps[wizard->step].title);
	else
		prompt_say(plain->prompt, "Step %u of %u: %s", number,
		    step_total(&wizard->answers), steps[wizard->step].title);
}

/* "Entra ID, App registrations": an arrow is read out as a sign. */
static void
show_path(struct plain *plain, const char *path)
{
	struct text words;
	const char *arrow;

	text_init(&words, SHOW_MAX);
	for (;;) {
		arrow = strstr(path, " > ");
		if (arrow == NULL)
			break;
		text_add(&words, path, (size_t)(arrow - path));
		text_adds(&words, ", ");
		path = arrow + 3;
	}
	text_adds(&words, path);
	prompt_say(plain->prompt, "In the portal: %s.", words.at);
	text_clear(&words);
}

/* Where to click, and what to do there. */
static void
show_body(struct plain *plain)
{
	enum step_id step = plain->desk->wizard.step;
	struct known now = known(plain);
	struct text text;

	text_init(&text, SHOW_MAX);
	if (step_path(step, &now, &text))
		show_path(plain, text.at);
	text_reset(&text);
	if (step_advice(step, &now, &text))
		prompt_say(plain->prompt, "%s", text.at);
	text_reset(&text);
	if (step == STEP_START && plain->survey != NULL &&
	    survey_words(plain->survey, &plain->desk->wizard, &text))
		prompt_say(plain->prompt, "%s", text.at);
	text_clear(&text);
	show_carries(plain, step);
}

void
show_step(struct plain *plain)
{
	show_title(plain);
	show_body(plain);
	plain->shown = plain->desk->wizard.step;
	plain->has_shown = true;
	plain->is_reminded = false;
}

static void
show_choices(struct plain *plain, const struct field *field)
{
	size_t i;

	for (i = 0; i < field->choice_count; i++)
		prompt_say(plain->prompt, "%zu %s%s", i + 1,
		    field->choices[i].label,
		    field->choices[i].later ? " (comes later)" : "");
}

/* The letters that mean something at this question, in words, except those that
 * have been told. */
static void
show_keys(struct plain *plain, const char *except)
{
	static const struct {
		char key;
		const char *words;
	} rows[] = {
		{ 'u', "u the page's address" },
		{ 'f', "f a file with it" },
		{ 'b', "b a browser here opens it" },
		{ 'n', "n a new one" },
		{ 'w', "w somebody else has to do this" },
		{ 'o', "o another way" },
	};
	char keys[KEYS_SIZE];
	struct text words;
	size_t i;

	plain_keys(plain, keys);
	text_init(&words, SHOW_MAX);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strchr(keys, rows[i].key) != NULL &&
		    strchr(except, rows[i].key) == NULL)
			text_addf(&words, "%s%s", words.len > 0 ? ", " : "",
			    rows[i].words);
	if (words.len > 0)
		prompt_say(plain->prompt, "Also: %s.", words.at);
	text_clear(&words);
}

void
show_reminder(struct plain *plain, const char *what)
{
	if (plain->is_reminded)
		return;
	plain->is_reminded = true;
	prompt_say(plain->prompt, "%s, or < back, ? help, ! clear, = status, "
	    "q save and leave.", what);
	show_keys(plain, plain->desk->wizard.mode == WIZARD_SIGNIN ? "uf" : "");
}

/* The question in full; the line to type on is the prompt's. */
void
show_question(struct plain *plain)
{
	const struct field *field = wizard_field(&plain->desk->wizard);
	struct known now = known(plain);
	struct text label;

	text_init(&label, SHOW_MAX);
	field_label(field, &now, &label);
	if (field->kind == FIELD_CHOICE) {
		prompt_say(plain->prompt, "%s:", label.at);
		show_choices(plain, field);
	} else if (field->kind == FIELD_CONFIRM)
		prompt_say(plain->prompt, "%s?", label.at);
	else
		prompt_say(plain->prompt, "%s. Example: %s", label.at,
		    field->example);
	show_reminder(plain, field->kind == FIELD_CHOICE ? "Type the number"
	    : field->kind == FIELD_CONFIRM ? "Press Enter when it is so"
	    : "Type the value");
	text_clear(&label);
}

void
show_finding(struct plain *plain)
{
	const struct finding *found = wizard_finding(&plain->desk->wizard);
	const struct field *field = wizard_field(&plain->desk->wizard);
	struct known now = known(plain);
	struct text label;

	if (found->text[0] == '\0' || plain->has_told_finding)
		return;
	plain->has_told_finding = true;
	text_init(&label, SHOW_MAX);
	/* A question's own words would stand there as a statement, and a
	 * paste's are what was pasted. */
	if (field->kind != FIELD_CHOICE && field->kind != FIELD_CONFIRM &&
	    field->kind != FIELD_PASTE) {
		field_label(field, &now, &label);
		text_adds(&label, ": ");
	}
	/* An example is to be read as it stands, without our full stop. */
	prompt_say(plain->prompt, "%s: %s%s%s",
	    found->is_warning ? "Note" : "Error", label.at, found->text,
	    strstr(found->text, "Example: ") != NULL ? "" : ".");
	if (found->suggestion[0] != '\0') {
		prompt_say(plain->prompt, "Type 1 to take this:");
		prompt_carry(plain->prompt, found->suggestion);
	}
	if (found->other[0] != '\0') {
		prompt_say(plain->prompt, "Type 2 to take this:");
		prompt_carry(plain->prompt, found->other);
	}
	if (found->is_warning && field->kind != FIELD_CHOICE)
		prompt_say(plain->prompt, "Enter keeps it as it is.");
	text_clear(&label);
}

/* About the wizard's field, and each of its choices. */
static void
show_field_help(struct plain *plain)
{
	const struct field *field = wizard_field(&plain->desk->wizard);
	struct known now = known(plain);
	struct text help;
	size_t i;

	if (field == NULL)
		return;
	text_init(&help, SHOW_MAX);
	if (field_help(field, &now, &help))
		prompt_say(plain->prompt, "%s", help.at);
	for (i = 0; i < field->choice_count; i++)
		prompt_say(plain->prompt, "%zu %s: %s", i + 1,
		    field->choices[i].label, field->choices[i].help);
	text_clear(&help);
}

void
show_help(struct plain *plain, const struct question *question)
{
	if (question->help != NULL)
		prompt_say(plain->prompt, "%s", question->help);
	else
		show_field_help(plain);
	if (plain->desk->wizard.mode == WIZARD_SIGNIN)
		show_signin_help(plain);
	if (question->keys != NULL)
		show_keys(plain, "");
	prompt_say(plain->prompt, "< goes back, ! clears the value, = shows "
	    "all steps, q saves and leaves. A value that is one of these "
	    "characters alone is typed twice.");
}

void
show_status(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct text words;
	size_t i;

	for (i = STEP_START + 1; i < STEP_DONE; i++) {
		if (!step_is_needed((enum step_id)i, &wizard->answers))
			continue;
		text_init(&words, SHOW_MAX);
		wizard_step_words(wizard, (enum step_id)i, &words);
		prompt_say(plain->prompt, "%u %s: %s",
		    step_number((enum step_id)i, &wizard->answers),
		    steps[i].title, words.at);
		text_clear(&words);
	}
}
