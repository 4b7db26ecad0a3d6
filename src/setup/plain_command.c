/* SPDX-License-Identifier: ISC */
/* The plain face's answers: what was typed is a command, a letter that means
 * something at this question, or an answer. */
#include <config.h>

#include <string.h>

#include "setup/plain_part.h"

static const struct question which_step = {
	.words = "Number of a step to go to (Enter = stay): ",
	.help = "Type the number of a step, 1 for the first, to go there; only "
		"a step to which all before it lead. Enter or < stays.",
};

/* A lone character is a command; doubled it is itself. */
static enum answer_kind
read_command(struct plain *plain, const struct question *question)
{
	static const char commands[] = "<?!=q";
	static const enum answer_kind kinds[] = { ANSWER_BACK, ANSWER_HELP,
		ANSWER_CLEAR, ANSWER_STATUS, ANSWER_LEAVE };
	const char *keys = question->keys != NULL ? question->keys : "";
	size_t len = plain->typed.len;
	const char *typed, *at;
	enum answer_kind kind = ANSWER_TEXT;
	bool doubled, is_key;

	if (len == 0 || len > 2)
		return ANSWER_TEXT;
	typed = secret_open(&plain->typed);
	at = typed[0] != '\0' ? strchr(commands, typed[0]) : NULL;
	is_key = typed[0] != '\0' && strchr(keys, typed[0]) != NULL;
	if (len == 1 && at != NULL) {
		kind = kinds[at - commands];
	} else if (len == 1 && is_key) {
		kind = ANSWER_KEY;
		plain->key = typed[0];
	}
	doubled = len == 2 && typed[1] == typed[0] && (at != NULL || is_key);
	secret_close(&plain->typed);
	if (doubled)
		secret_drop(&plain->typed, 1);
	return kind;
}

static enum answer_kind
read_answer(struct plain *plain, const struct question *question)
{
	struct prompt_wish wish = { .words = question->words,
		.is_hidden = question->is_hidden,
		.keeps_lines = question->keeps_lines };

	for (;;) {
		switch (plain_wait(plain, &wish)) {
		case PROMPT_LINE:
			return read_command(plain, question);
		case PROMPT_TOO_LONG:
			prompt_say(plain->prompt, "Error: more than %d "
			    "characters. Nothing was taken.", PROMPT_MAX);
			continue;
		case PROMPT_EOF:
		case PROMPT_STOPPED:
			plain_leave(plain, PLAIN_LEFT);
			return ANSWER_OVER;
		case PROMPT_HANGUP:
			plain_leave(plain, PLAIN_HANGUP);
			return ANSWER_OVER;
		default:
			return plain->is_over ? ANSWER_OVER : ANSWER_MOVED;
		}
	}
}

size_t
plain_number(const struct plain *plain, size_t count, size_t fallback)
{
	const char *typed = secret_open(&plain->typed);
	size_t number = 0, i = 0;

	if (typed[0] == '\0')
		number = fallback;
	else if (plain->typed.len < 4)
		for (; typed[i] >= '0' && typed[i] <= '9'; i++)
			number = number * 10 + (size_t)(typed[i] - '0');
	if (typed[i] != '\0')
		number = 0;
	secret_close(&plain->typed);
	return number <= count ? number : 0;
}

void
plain_no_number(struct plain *plain, size_t count)
{
	prompt_say(plain->prompt, "Error: there is no such choice. Type a "
	    "number from 1 to %zu. Example: 1", count);
}

/* To the step whose number was typed; false: there is no way there. */
static bool
jump(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct event event = { .kind = EVENT_JUMP };
	unsigned total = step_total(&wizard->answers);
	size_t number = plain_number(plain, total, 0), i;

	if (number == 0) {
		plain_no_number(plain, total);
		return false;
	}
	for (i = STEP_START + 1; i < STEP_DONE; i++)
		if (step_is_needed((enum step_id)i, &wizard->answers) &&
		    step_number((enum step_id)i, &wizard->answers) == number)
			break;
	if (i == STEP_DONE || !wizard_may_jump(wizard, (enum step_id)i)) {
		prompt_say(plain->prompt, "Error: the steps before it come "
		    "first.");
		return false;
	}
	event.number = i;
	plain_event(plain, &event);
	plain->has_shown = plain->has_asked = false;
	return true;
}

/* A command that means the same at every question; true: it was one. */
static bool
obey_everywhere(struct plain *plain, enum answer_kind kind,
    const struct question *question)
{
	if (kind == ANSWER_HELP)
		show_help(plain, question);
	else if (kind == ANSWER_CLEAR && !question->has_value)
		prompt_say(plain->prompt, "There is nothing to clear here.");
	else if (kind == ANSWER_STATUS)
		show_status(plain);
	else
		return false;
	return true;
}

enum answer_kind
plain_ask(struct plain *plain, const struct question *question)
{
	const struct question *now = question;
	enum answer_kind kind;

	for (;;) {
		kind = read_answer(plain, now);
		if (kind == ANSWER_LEAVE && !question->has_leave) {
			plain_leave(plain, PLAIN_LEFT);
			return ANSWER_OVER;
		}
		if (obey_everywhere(plain, kind, now)) {
			if (kind == ANSWER_STATUS && question->may_jump)
				now = &which_step;
			continue;
		}
		if (now == question || kind == ANSWER_OVER ||
		    kind == ANSWER_LEAVE || kind == ANSWER_MOVED)
			return kind;
		/* The question about a step has its answer. */
		if (kind == ANSWER_TEXT && !secret_is_empty(&plain->typed) &&
		    jump(plain))
			return ANSWER_MOVED;
		now = question;
	}
}
