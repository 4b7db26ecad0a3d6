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

/* Where to click, the portal's direct address, what to do there. */
static void
show_body(struct plain *plain)
{
	enum step_id step = plain->desk->wizard.step;
	struct known now = known(plain);
	struct text text;

	text_init(&text, SHOW_MAX);
	if (step_path(step, &now, &text))
		prompt_say(plain->prompt, "In the portal: %s", text.at);
	text_reset(&text);
	if (step_address(step, &now, &text)) {
		prompt_say(plain->prompt, "Its address:");
		prompt_carry(plain->prompt, text.at);
	}
	text_reset(&text);
	if (step_advice(step, &now, &text))
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

static void
show_reminder(struct plain *plain, const struct field *field)
{
	if (plain->is_reminded)
		return;
	plain->is_reminded = true;
	prompt_say(plain->prompt, "%s, or < back, ? help, ! clear, = status, "
	    "q save and leave.", field->kind == FIELD_CHOICE
	    ? "Type the number" : field->kind == FIELD_CONFIRM
	    ? "Press Enter when it is done, w if somebody else does it"
	    : "Type the value");
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
	show_reminder(plain, field);
	text_clear(&label);
}

void
show_finding(struct plain *plain)
{
	const struct finding *found = wizard_finding(&plain->desk->wizard);
	const struct field *field = wizard_field(&plain->desk->wizard);
	struct known now = known(plain);
	struct text label;

	if (found->text[0] == '\0')
		return;
	text_init(&label, SHOW_MAX);
	field_label(field, &now, &label);
	prompt_say(plain->prompt, "%s: %s: %s.",
	    found->is_warning ? "Note" : "Error", label.at, found->text);
	if (found->suggestion[0] != '\0') {
		prompt_say(plain->prompt, "Type 1 to take this:");
		prompt_carry(plain->prompt, found->suggestion);
	}
	if (found->other[0] != '\0') {
		prompt_say(plain->prompt, "Type 2 to take this:");
		prompt_carry(plain->prompt, found->other);
	}
	if (found->is_warning)
		prompt_say(plain->prompt, "Enter keeps it as it is.");
	text_clear(&label);
}

void
show_help(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	const struct field *field = wizard_field(wizard);
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
	prompt_say(plain->prompt, "< goes back, ! clears the value, = shows "
	    "all steps, q saves and leaves. A value that is one of these "
	    "characters alone is typed twice.");
	text_clear(&help);
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

void
plain_show_tunnel(struct prompt *prompt, const struct signin *signin,
    const char *host)
{
	unsigned port;

	if (signin == NULL || signin->redirect == NULL)
		return;
	port = redirect_port(signin->redirect);
	prompt_say(prompt, "With a tunnel it is enough to open "
	    "http://localhost:%u/ and nothing need be pasted. The tunnel:",
	    port);
	prompt_say(prompt, "ssh -L %u:localhost:%u %s", port, port, host);
}

void
show_signin(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	char until[MOMENT_SIZE];

	prompt_say(plain->prompt, "The address to open. It is one unbroken "
	    "line:");
	prompt_carry(plain->prompt, wizard->address);
	if (wizard->user_code[0] != '\0') {
		prompt_say(plain->prompt, "The code to type there:");
		prompt_carry(plain->prompt, wizard->user_code);
	}
	if (wizard->until != 0)
		prompt_say(plain->prompt, "Good until %s.",
		    moment_words(until, wizard->until));
	plain_show_tunnel(plain->prompt, plain->signin, wizard->host);
	prompt_say(plain->prompt, "Paste what the browser ended on, or < back, "
	    "? help, n new address, w somebody else signs in, = status, q save "
	    "and leave.");
}

/* What went wrong and what can be done: how many choices there are, and which
 * of them leads to the cure (0: none does). */
void
show_verdict(struct plain *plain, size_t *choices, size_t *cure_at)
{
	const struct wizard *wizard = &plain->desk->wizard;
	enum step_id cure = wizard_cure(wizard);
	size_t n = 1;

	prompt_fault(plain->prompt, &wizard->fault);
	prompt_say(plain->prompt, "1 Try again");
	prompt_say(plain->prompt, "2 Go on all the same");
	prompt_say(plain->prompt, "3 Somebody else has to do this");
	n = 3;
	*cure_at = 0;
	if (cure < STEP_COUNT && wizard_may_jump(wizard, cure)) {
		n++;
		*cure_at = n;
		prompt_say(plain->prompt, "%zu Go to step %u, %s", n,
		    step_number(cure, &wizard->answers), steps[cure].title);
	}
	*choices = n;
}
