/* SPDX-License-Identifier: ISC */
/* The plain face's questions outside the steps: a draft that somebody else
 * works on or that was left, and who signed in. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/plain_part.h"

void
plain_announce(struct prompt *prompt)
{
	if (prompt->has_printed)
		return;
	prompt_say(prompt, "postfrank setup, plain questions. ? alone is "
	    "help, at any of them.");
	if (prompt->is_terminal && !prompt->is_echoed)
		prompt_say(prompt, "This terminal shows by itself what is "
		    "typed, a secret too. In emacs, type a secret by "
		    "M-x send-invisible.");
}

/* Where the draft was left; false: the session has ended already. */
static bool
ask_resume(struct plain *plain)
{
	static const struct question question = {
		.words = "Enter = go on, s = show from the start, d = drop the "
			 "draft: ",
		.keys = "sd",
		.help = "The draft holds everything that was entered. s begins "
			"at the first step with all answers there; d throws "
			"them away, and a finished account stays as it is.",
	};
	struct fault why;

	for (;;) {
		switch (plain_ask(plain, &question)) {
		case ANSWER_OVER:
			return false;
		case ANSWER_KEY:
			plain->shows_start = plain->key == 's';
			if (plain->key == 'd' && !desk_drop(plain->desk, &why))
				prompt_fault(plain->prompt, &why);
			return true;
		case ANSWER_BACK:
			prompt_say(plain->prompt, "This is the first "
			    "question.");
			break;
		case ANSWER_TEXT:
			if (secret_is_empty(&plain->typed))
				return true;
			prompt_say(plain->prompt, "Error: Enter, s or d is "
			    "wanted here.");
			break;
		default:
			break;
		}
	}
}

/* Neither the first page nor the last has a number. */
static void
show_place(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	unsigned number = step_number(wizard->step, &wizard->answers);
	unsigned total = step_total(&wizard->answers);
	const char *title = steps[wizard->step].title;
	char span[MOMENT_SIZE];

	moment_span(span, plain_now(plain) - plain->desk->saved);
	if (number == 0 || number > total)
		prompt_say(plain->prompt, "You were at \"%s\", %s ago.", title,
		    span);
	else
		prompt_say(plain->prompt, "You were at step %u of %u (%s), %s "
		    "ago.", number, total, title, span);
}

bool
plain_resume(struct plain *plain)
{
	if (plain->desk->damaged.kind != FAULT_NONE)
		prompt_fault(plain->prompt, &plain->desk->damaged);
	if (plain->desk->ended.kind != FAULT_NONE)
		prompt_say(plain->prompt, "%s", plain->desk->ended.what);
	if (!plain->desk->is_resumed)
		return true;
	show_place(plain);
	return ask_resume(plain);
}

void
plain_tell(void *arg, const char *line)
{
	struct plain *plain = arg;

	prompt_say(plain->prompt, "%s", line);
}

/* Is it this character and nothing else? */
static bool
is_typed(const struct secret *typed, char c)
{
	bool same = typed->len == 1 && *secret_open(typed) == c;

	if (typed->len == 1)
		secret_close(typed);
	return same;
}

bool
plain_confirm(struct prompt *prompt, const struct fault *question)
{
	struct prompt_wish wish = { .words = "Number (Enter = 1, do not use "
	    "it): ", .timeout_ms = -1 };
	struct secret typed;
	bool yes;

	show_asked(prompt, question);
	secret_init(&typed, PROMPT_MAX);
	yes = prompt_read(prompt, &wish, &typed) == PROMPT_LINE &&
	    is_typed(&typed, '2');
	secret_clear(&typed);
	return yes;
}

static void
show_holder(struct prompt *prompt, const struct lock_holder *holder)
{
	char since[MOMENT_SIZE], span[MOMENT_SIZE], idle[160] = "";
	int64_t seconds = desk_idle(holder, moment_now());

	if (seconds >= 0)
		snprintf(idle, sizeof(idle), " on %s, idle for %s",
		    holder->tty, moment_span(span, seconds));
	prompt_say(prompt, "Process %ld works on this set-up%s, since %s.",
	    (long)holder->pid, idle, moment_words(since, holder->since));
}

/* No wizard yet: the commands are done here. */
static bool
ask_take_over(struct prompt *prompt, const struct lock_holder *holder)
{
	static const char help[] = "Taking over makes the other session save "
		"and leave; nothing is lost. = shows who it is again, < or q "
		"leaves it alone, and there is nothing to clear.";
	struct prompt_wish wish = { .words = "Enter = take over from it, "
	    "q = leave it alone: ", .timeout_ms = -1 };
	enum prompt_end end;
	struct secret typed;
	bool yes = false, again = true;

	show_holder(prompt, holder);
	secret_init(&typed, PROMPT_MAX);
	while (again) {
		end = prompt_read(prompt, &wish, &typed);
		yes = end == PROMPT_LINE && secret_is_empty(&typed);
		again = !yes && (end == PROMPT_TOO_LONG ||
		    (end == PROMPT_LINE && !is_typed(&typed, 'q') &&
		     !is_typed(&typed, '<')));
		if (again && is_typed(&typed, '='))
			show_holder(prompt, holder);
		else if (again)
			prompt_say(prompt, "%s", help);
	}
	secret_clear(&typed);
	return yes;
}

bool
plain_open(struct prompt *prompt, struct desk *desk,
    const struct layout *layout, const char *name, struct fault *why)
{
	struct lock_holder holder;

	if (desk_open(desk, layout, name, why))
		return true;
	if (why->kind != FAULT_LATER || !desk_holder(layout, name, &holder))
		return false;
	if (!ask_take_over(prompt, &holder)) {
		fault_set(why, FAULT_LATER, "the set-up was left to process "
		    "%ld", (long)holder.pid);
		return fault_next(why, "Run this again when it is free, or to "
		    "take over.");
	}
	return desk_take_over(layout, name, why) &&
	    desk_open(desk, layout, name, why);
}
