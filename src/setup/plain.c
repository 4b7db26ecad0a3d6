/* SPDX-License-Identifier: ISC */
/* The plain face's loop: shows what the wizard is about, asks, and hands it
 * what was answered. */
#include <config.h>

#include "setup/plain.h"

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/plain_part.h"

enum { WORDS_MAX = 160 };

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
	snprintf(before, sizeof(before), "%s", wizard->note);
	if (event->kind != EVENT_TICK && event->kind != EVENT_RESULT)
		before[0] = '\0';
	wizard_handle(wizard, event, &request);
	if (wizard->note[0] != '\0' && strcmp(before, wizard->note) != 0)
		prompt_say(plain->prompt, "%s", wizard->note);
	obey(plain, event, &request);
}

static void
say_how_to_go_on(struct plain *plain)
{
	char date[MOMENT_SIZE];

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

/* The action may have ended. */
bool
plain_look(struct plain *plain, int wait_ms)
{
	struct outcome outcome;
	struct event event = { .kind = EVENT_RESULT, .outcome = &outcome };
	struct fault question;

	if (!plain->is_running)
		return false;
	if (!plain->ops->ended(plain->ops_self, wait_ms, &outcome)) {
		if (plain->ops->asked != NULL &&
		    plain->ops->asked(plain->ops_self, &question))
			plain->ops->answer(plain->ops_self,
			    plain_confirm(plain, &question));
		return false;
	}
	plain->is_running = false;
	plain_event(plain, &event);
	return true;
}

/* The browser may have come to the listener. */
static bool
look_at_listener(struct plain *plain)
{
	struct event event = { .kind = EVENT_SECRET };
	struct secret pasted;
	struct fault why;
	enum signin_news news;

	if (plain->signin == NULL)
		return false;
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
	return news != SIGNIN_NOTHING;
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

static bool
has_moved(struct plain *plain, enum prompt_end what)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct event tick = { .kind = EVENT_TICK };
	enum wizard_mode mode = wizard->mode;
	enum step_id step = wizard->step;
	bool told = false;

	if (what == PROMPT_TIME)
		plain_event(plain, &tick);
	if (plain->signin != NULL)
		told = look_at_listener(plain);
	plain_look(plain, 0);
	/* A line that was printed meanwhile has ended the one being typed. */
	return told || plain->is_over || wizard->mode != mode ||
	    wizard->step != step || !plain->prompt->is_begun;
}

/* Waits for a line, for news, or for time to pass. */
enum prompt_end
plain_wait(struct plain *plain, struct prompt_wish *wish)
{
	struct pollfd fds[PROMPT_OTHERS];
	enum prompt_end what = PROMPT_OTHER;
	bool done = false;

	while (!done) {
		wish->others = fds;
		wish->timeout_ms = time_to_tick(plain);
		wish->other_count = plain->signin == NULL ? 0
		    : signin_poll(plain->signin, fds, &wish->timeout_ms);
		if (plain->is_running &&
		    plain->ops->descriptor(plain->ops_self) >= 0)
			fds[wish->other_count++] = (struct pollfd){
				plain->ops->descriptor(plain->ops_self),
				POLLIN, 0 };
		what = prompt_read(plain->prompt, wish, &plain->typed);
		wish->others = NULL;
		done = what != PROMPT_OTHER && what != PROMPT_TIME;
		if (!done && has_moved(plain, what)) {
			prompt_forget(plain->prompt);
			what = PROMPT_OTHER;
			done = true;
		}
	}
	return what;
}

/* A lone character is a command; doubled it is itself. */
static enum answer_kind
read_command(struct plain *plain)
{
	static const char commands[] = "<?!=q";
	static const enum answer_kind kinds[] = { ANSWER_BACK, ANSWER_HELP,
		ANSWER_CLEAR, ANSWER_STATUS, ANSWER_LEAVE };
	const char *typed = secret_open(&plain->typed);
	const char *at = plain->typed.len > 0
	    ? strchr(commands, typed[0]) : NULL;
	enum answer_kind kind = ANSWER_TEXT;
	bool doubled = false;

	if (at != NULL && *at != '\0' && plain->typed.len == 1)
		kind = kinds[at - commands];
	else if (at != NULL && plain->typed.len == 2)
		doubled = typed[1] == typed[0];
	secret_close(&plain->typed);
	if (doubled)
		secret_drop(&plain->typed, 1);
	return kind;
}

enum answer_kind
plain_ask(struct plain *plain, const struct question *question)
{
	struct prompt_wish wish = { .words = question->words,
		.is_hidden = question->is_hidden,
		.keeps_lines = question->keeps_lines };

	for (;;) {
		switch (plain_wait(plain, &wish)) {
		case PROMPT_LINE:
			return read_command(plain);
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
	size_t number = 0, i;

	if (typed[0] == '\0')
		number = fallback;
	else if (plain->typed.len < 4)
		for (i = 0; typed[i] >= '0' && typed[i] <= '9'; i++)
			number = number * 10 + (size_t)(typed[i] - '0');
	secret_close(&plain->typed);
	return number <= count ? number : 0;
}
