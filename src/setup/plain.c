/* SPDX-License-Identifier: ISC */
/* The plain face's loop: shows what the wizard is about, asks, and hands it
 * what was answered. */
#include <config.h>

#include "setup/plain.h"

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/plain_part.h"

int64_t
plain_now(const struct plain *plain)
{
	return plain->now != NULL ? plain->now() : moment_now();
}

static void
end(struct plain *plain, int code)
{
	plain->is_over = true;
	plain->code = code;
}

/* The draft, or a secret, cannot be kept: going on would lose what is typed. */
void
plain_fail(struct plain *plain, const struct fault *why)
{
	prompt_fault(plain->prompt, why);
	end(plain, fault_exit(why->kind));
}

static void
/* NOLINTNEXTLINE(misc-no-recursion) */
start_action(struct plain *plain, enum action action,
    const struct secret *secret)
{
	struct wizard *wizard = &plain->desk->wizard;
	struct order order = { .action = action, .answers = &wizard->answers,
		.now = plain_now(plain) };
	struct outcome outcome;
	struct event failed = { .kind = EVENT_RESULT, .outcome = &outcome };

	if (plain->is_running)
		plain->ops->cancel(plain->ops_self);
	if (action == ACTION_SIGNIN_FINISH)
		order.pasted = secret;
	if (wizard->mode == WIZARD_WORKING)
		prompt_say(plain->prompt, "%s ...", action_words(action));
	memset(&outcome, 0, sizeof(outcome));
	outcome.action = action;
	plain->is_running = plain->ops->start(plain->ops_self, &order,
	    &outcome.why);
	if (!plain->is_running)
		plain_event(plain, &failed);
}

static void
/* NOLINTNEXTLINE(misc-no-recursion) */
obey(struct plain *plain, const struct event *event,
    const struct request *request)
{
	struct fault why;

	fault_clear(&why);
	if (request->keep != NULL)
		plain->ops->settle(plain->ops_self);
	if (request->keep != NULL && !desk_keep(plain->desk, request->keep,
	    event->secret, &why)) {
		plain_fail(plain, &why);
		return;
	}
	if (request->save && !desk_save(plain->desk, plain_now(plain), &why)) {
		plain_fail(plain, &why);
		return;
	}
	switch (request->kind) {
	case REQUEST_START:
		start_action(plain, request->action, event->secret);
		break;
	case REQUEST_CANCEL:
		plain->ops->cancel(plain->ops_self);
		plain->is_running = false;
		break;
	case REQUEST_ANSWER:
		plain->ops->answer(plain->ops_self, request->yes);
		break;
	case REQUEST_REMOVE:
		plain->is_removed = true;
		end(plain, 0);
		break;
	case REQUEST_QUIT:
		plain->is_over = true;
		break;
	default:
		break;
	}
}

/* What is found and what went wrong is told once: again only when the person
 * has answered since. */
static void
note_what_is_due(struct plain *plain, const struct event *event)
{
	const struct wizard *wizard = &plain->desk->wizard;

	if (event->kind == EVENT_TICK ||
	    (event->kind == EVENT_RESULT && wizard->is_quiet))
		return;
	plain->has_told_finding = plain->has_told_verdict = false;
}

/* What was found out about this machine, while its step is asked. */
static void
show_look(struct plain *plain, const struct event *event)
{
	const struct wizard *wizard = &plain->desk->wizard;

	if (event->kind == EVENT_RESULT && event->outcome->good &&
	    event->outcome->action == ACTION_LOOK_AROUND &&
	    wizard->step == STEP_START && event->outcome->note[0] != '\0')
		prompt_say(plain->prompt, "%s", event->outcome->note);
}

/* An action that cannot begin is an event of its own; that one begins nothing,
 * so that this comes back after one turn. */
void
/* NOLINTNEXTLINE(misc-no-recursion) */
plain_event(struct plain *plain, struct event *event)
{
	struct wizard *wizard = &plain->desk->wizard;
	struct request request;
	char before[NOTE_SIZE];

	event->now = plain_now(plain);
	note_what_is_due(plain, event);
	snprintf(before, sizeof(before), "%s", wizard->note);
	if (event->kind != EVENT_TICK && event->kind != EVENT_RESULT)
		before[0] = '\0';
	wizard_handle(wizard, event, &request);
	show_look(plain, event);
	if (wizard->note[0] != '\0' && strcmp(before, wizard->note) != 0)
		prompt_say(plain->prompt, "%s", wizard->note);
	obey(plain, event, &request);
}

static void
say_how_to_go_on(struct plain *plain)
{
	char date[MOMENT_SIZE];

	/* A finished account that was only looked at leaves no draft. */
	if (plain->desk->saved == 0)
		return;
	prompt_say(plain->prompt, "Draft saved %s. Go on with:",
	    moment_words(date, plain->desk->saved));
	prompt_carry(plain->prompt, plain->again);
}

void
plain_leave(struct plain *plain, int code)
{
	struct event leave = { .kind = EVENT_HANGUP };

	plain_event(plain, &leave);
	if (plain->is_running)
		plain->ops->cancel(plain->ops_self);
	plain->is_running = false;
	if (plain->code == 0)
		plain->code = code;
	plain->is_over = true;
	/* By a line that dropped this reaches nobody; it is meant for the
	 * terminal from which another session took over. */
	if (code == PLAIN_HANGUP)
		prompt_say(plain->prompt, "Ended from outside: by another "
		    "session that took over, or a line that dropped.");
	say_how_to_go_on(plain);
}

bool
plain_look(struct plain *plain, int wait_ms)
{
	const struct action_ops *ops = plain->ops;
	struct outcome outcome;
	struct event event = { .kind = EVENT_RESULT, .outcome = &outcome };

	if (!plain->is_running)
		return false;
	if (ops->ended(plain->ops_self, wait_ms, &outcome)) {
		plain->is_running = false;
	} else {
		memset(&outcome, 0, sizeof(outcome));
		event.kind = EVENT_ASKED;
		if (ops->asked == NULL ||
		    !ops->asked(plain->ops_self, &outcome.why))
			return false;
	}
	plain_event(plain, &event);
	return true;
}

/* The browser may have come to the listener. */
static void
look_at_listener(struct plain *plain)
{
	struct event event = { .kind = EVENT_SECRET };
	struct secret pasted;
	struct fault why;
	enum signin_news news;

	secret_init(&pasted, PROMPT_MAX);
	news = signin_look(plain->signin, &pasted, &why);
	if (news == SIGNIN_FAILED)
		prompt_fault(plain->prompt, &why);
	if (news == SIGNIN_CAME &&
	    plain->desk->wizard.mode == WIZARD_SIGNIN) {
		prompt_say(plain->prompt, "The browser came back.");
		event.secret = &pasted;
		plain_event(plain, &event);
	}
	secret_clear(&pasted);
}

/* Milliseconds until a step is tried again by itself; -1: none is. */
static int
time_to_tick(const struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	int64_t next = 0, left;
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		if (wizard->steps[i].next != 0 &&
		    (next == 0 || wizard->steps[i].next < next))
			next = wizard->steps[i].next;
	if (wizard->mode == WIZARD_SIGNIN && wizard->until != 0 &&
	    (next == 0 || wizard->until < next))
		next = wizard->until;
	if (next == 0 || plain->is_running)
		return -1;
	left = next - plain_now(plain);
	if (left > 3600)
		left = 3600;
	return left < 0 ? 0 : (int)left * 1000;
}

/* Takes in what has happened; true: the question is another one now. */
static bool
has_moved(struct plain *plain, enum prompt_end what)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct event tick = { .kind = EVENT_TICK };
	enum wizard_mode mode = wizard->mode;
	enum step_id step = wizard->step;
	size_t field = wizard->field;

	if (what == PROMPT_TIME)
		plain_event(plain, &tick);
	if (plain->signin != NULL)
		look_at_listener(plain);
	plain_look(plain, 0);
	return plain->is_over || wizard->mode != mode ||
	    wizard->step != step || wizard->field != field;
}

/* What else can end the waiting beside a line. */
static void
watch_others(struct plain *plain, struct prompt_wish *wish,
    struct pollfd fds[static PROMPT_OTHERS])
{
	int work = plain->is_running
	    ? plain->ops->descriptor(plain->ops_self) : -1;

	wish->others = fds;
	wish->timeout_ms = time_to_tick(plain);
	wish->other_count = signin_poll(plain->signin, fds, &wish->timeout_ms);
	if (work >= 0)
		fds[wish->other_count++] = (struct pollfd){ work, POLLIN, 0 };
}

/* Waits for a line, for news, or for time to pass. News that leave the question
 * as it is leave what was typed as it is, too. */
enum prompt_end
plain_wait(struct plain *plain, struct prompt_wish *wish)
{
	struct pollfd fds[PROMPT_OTHERS];
	enum prompt_end what;
	bool has_begun = false;

	for (;;) {
		/* Work without a descriptor is done already. */
		if (plain->is_running &&
		    plain->ops->descriptor(plain->ops_self) < 0 &&
		    has_moved(plain, PROMPT_OTHER))
			break;
		watch_others(plain, wish, fds);
		wish->goes_on = has_begun && !plain->prompt->is_begun;
		what = prompt_read(plain->prompt, wish, &plain->typed);
		has_begun = true;
		wish->others = NULL;
		if (what != PROMPT_OTHER && what != PROMPT_TIME)
			return what;
		if (has_moved(plain, what))
			break;
	}
	prompt_forget(plain->prompt);
	return PROMPT_OTHER;
}
