/* SPDX-License-Identifier: ISC */
/* The plain face's turns: which question the wizard's mode calls for, until the
 * session is over. */
#include <config.h>

#include "setup/plain_part.h"

/* While the network works: < gives it up, q leaves, the rest can wait. */
static void
attend(struct plain *plain)
{
	static const struct question nothing = { .words = "",
		.help = "The network is asked; this ends by itself. < gives "
			"it up and goes back to the question." };
	struct prompt_wish deaf = { .words = "", .is_deaf = true };
	struct event event = { .kind = EVENT_BACK };
	enum prompt_end what;

	if (!plain->is_running || plain->ops->descriptor(plain->ops_self) < 0) {
		plain_look(plain, -1);
		return;
	}
	/* What a pipe holds are the answers to come. */
	if (!plain->prompt->is_terminal) {
		what = plain_wait(plain, &deaf);
		if (what != PROMPT_OTHER)
			plain_leave(plain, what == PROMPT_HANGUP
			    ? PLAIN_HANGUP : PLAIN_LEFT);
		return;
	}
	switch (plain_ask(plain, &nothing)) {
	case ANSWER_BACK:
		plain_event(plain, &event);
		prompt_say(plain->prompt, "Given up.");
		break;
	case ANSWER_TEXT:
		prompt_say(plain->prompt, "Still at work: %s. < gives it up, q "
		    "saves and leaves.",
		    action_words(plain->desk->wizard.running));
		break;
	default:
		break;
	}
}

/* Something was asked to be left, or nothing is left that can be done. */
static void
ask_leave(struct plain *plain)
{
	static const struct question question = {
		.words = "Leave? The draft is saved. Enter = leave, < = "
			 "stay: ",
		.help = "The next start goes on where you left, with every "
			"answer there.",
		.may_jump = true,
	};
	struct event event = { .kind = EVENT_BACK };

	switch (plain_ask(plain, &question)) {
	case ANSWER_BACK:
		plain->has_asked = false;
		plain_event(plain, &event);
		break;
	case ANSWER_TEXT:
		if (secret_is_empty(&plain->typed))
			plain_leave(plain, PLAIN_LEFT);
		else
			prompt_say(plain->prompt, "Error: Enter or < is "
			    "wanted here.");
		break;
	default:
		break;
	}
}

static void
ask_done(struct plain *plain)
{
	static const struct question question = {
		.words = "Enter ends the set-up: ", .has_leave = true,
		.may_jump = true,
		.help = "Everything is in use. \"postfrank setup\" comes back "
			"to it, \"postfrank status\" shows how it is.",
	};
	struct event event = { .kind = EVENT_TEXT, .text = "" };
	struct fault why;

	switch (plain_ask(plain, &question)) {
	case ANSWER_BACK:
		event.kind = EVENT_BACK;
		plain_event(plain, &event);
		break;
	case ANSWER_TEXT:
	case ANSWER_LEAVE:
		plain_event(plain, &event);
		/* All of it is in the account now. */
		if (!plain->desk->wizard.is_changed &&
		    !desk_drop(plain->desk, &why))
			plain_fail(plain, &why);
		break;
	default:
		break;
	}
}

static void
turn(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;

	if (wizard->mode == WIZARD_WORKING) {
		attend(plain);
		return;
	}
	if (wizard->mode == WIZARD_LEAVING) {
		ask_leave(plain);
		return;
	}
	if (wizard->mode == WIZARD_QUESTION) {
		plain_question(plain);
		return;
	}
	if (!plain->has_shown || plain->shown != wizard->step)
		show_step(plain);
	if (wizard->mode == WIZARD_VERDICT)
		plain_verdict(plain);
	else if (wizard->mode == WIZARD_SIGNIN)
		plain_signin(plain);
	else if (wizard_field(wizard) == NULL)
		ask_done(plain);
	else
		plain_field(plain);
}

int
plain_run(struct plain *plain)
{
	struct event open = { .kind = EVENT_OPEN };

	secret_init(&plain->typed, PROMPT_MAX);
	plain_announce(plain->prompt);
	if (plain_resume(plain))
		plain_event(plain, &open);
	if (plain->shows_start) {
		struct event jump = { .kind = EVENT_JUMP,
			.number = STEP_START };

		plain_event(plain, &jump);
	}
	while (!plain->is_over)
		turn(plain);
	if (plain->is_running)
		plain->ops->cancel(plain->ops_self);
	secret_clear(&plain->typed);
	return plain->code;
}
