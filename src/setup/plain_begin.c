/* SPDX-License-Identifier: ISC */
/* The plain face's questions outside the steps: a draft that somebody else
 * works on or that was left, and who signed in. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/moment.h"
#include "setup/plain_part.h"

/* Where the draft was left; false: the session has ended already. */
bool
plain_resume(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct question question = { .words = "Enter = go on, s = show from "
	    "the start, d = drop the draft: " };
	char span[MOMENT_SIZE];
	struct fault why;
	enum answer_kind kind;

	if (plain->desk->damaged.kind != FAULT_NONE)
		prompt_fault(plain->prompt, &plain->desk->damaged);
	if (plain->desk->ended.kind != FAULT_NONE)
		prompt_say(plain->prompt, "%s", plain->desk->ended.what);
	if (!plain->desk->is_resumed)
		return true;
	prompt_say(plain->prompt, "You were at step %u of %u (%s), %s ago.",
	    step_number(wizard->step, &wizard->answers),
	    step_total(&wizard->answers), steps[wizard->step].title,
	    moment_span(span, plain_now(plain) - plain->desk->saved));
	for (;;) {
		kind = plain_ask(plain, &question);
		if (kind == ANSWER_OVER)
			return false;
		if (kind == ANSWER_LEAVE) {
			plain_leave(plain, PLAIN_LEFT);
			return false;
		}
		if (kind != ANSWER_TEXT)
			continue;
		if (secret_is_empty(&plain->typed))
			return true;
		if (plain_is_lone(plain, 's'))
			plain->shows_start = true;
		else if (!plain_is_lone(plain, 'd'))
			continue;
		else if (!desk_drop(plain->desk, &why))
			prompt_fault(plain->prompt, &why);
		return true;
	}
}

void
plain_tell(void *arg, const char *line)
{
	struct plain *plain = arg;

	prompt_say(plain->prompt, "%s", line);
}

bool
plain_confirm(struct plain *plain, const struct fault *question)
{
	struct prompt_wish wish = { .words = "Number (Enter = 1): ",
		.timeout_ms = -1 };
	bool yes;

	prompt_say(plain->prompt, "%s.", question->what);
	if (question->next[0] != '\0')
		prompt_say(plain->prompt, "%s", question->next);
	prompt_say(plain->prompt,
	    "1 Do not use it; sign in again, in a private window");
	prompt_say(plain->prompt, "2 It is right: keep this sign-in");
	yes = prompt_read(plain->prompt, &wish, &plain->typed) == PROMPT_LINE &&
	    plain_number(plain, 2, 1) == 2;
	plain->is_declined = !yes;
	return yes;
}

/* How long nobody has typed there: a terminal's time of last access. */
static void
write_idle(const struct lock_holder *holder, int64_t now, char *out,
    size_t size)
{
	char path[128], span[MOMENT_SIZE];
	struct stat st;

	snprintf(out, size, "%s", "");
	if (holder->tty[0] == '\0' || snprintf(path, sizeof(path), "%s%s",
	    holder->tty[0] == '/' ? "" : "/dev/", holder->tty) >=
	    (int)sizeof(path) || stat(path, &st) != 0)
		return;
	snprintf(out, size, " on %s, idle for %s", holder->tty,
	    moment_span(span, now - (int64_t)st.st_atime));
}

static bool
ask_take_over(struct prompt *prompt, const struct lock_holder *holder)
{
	struct prompt_wish wish = { .words = "Enter = take over from it, "
	    "q = leave it alone: ", .timeout_ms = -1 };
	char since[MOMENT_SIZE], idle[160];
	struct secret typed;
	bool yes;

	write_idle(holder, moment_now(), idle, sizeof(idle));
	prompt_say(prompt, "Process %ld works on this set-up%s, since %s.",
	    (long)holder->pid, idle, moment_words(since, holder->since));
	prompt_say(prompt, "Taking over makes it save and leave; nothing is "
	    "lost.");
	secret_init(&typed, PROMPT_MAX);
	yes = prompt_read(prompt, &wish, &typed) == PROMPT_LINE &&
	    secret_is_empty(&typed);
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
