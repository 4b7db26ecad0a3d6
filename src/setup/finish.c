/* SPDX-License-Identifier: ISC */
/* Signing in from the command line. */
#include <config.h>

#include "setup/finish.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/settings.h"
#include "base/alloc.h"
#include "base/moment.h"
#include "oauth/paste.h"
#include "setup/chest.h"
#include "setup/plain.h"
#include "setup/work.h"

/* One sign-in under way; desk is NULL on a finished account. */
struct session {
	const struct finish *finish;
	struct prompt *prompt;
	struct desk *desk;
	struct account account; /* as it is, or would be */
	struct signin signin;
	struct work work;
	struct driver driver;
	struct outcome begun;
};

static void
tell(void *arg, const char *line)
{
	struct session *session = arg;

	prompt_say(session->prompt, "%s", line);
}

static bool
confirm(void *arg, const struct fault *question)
{
	struct session *session = arg;
	struct plain plain = { .prompt = session->prompt };
	bool yes;

	/* Nobody is there to be asked. */
	if (!session->prompt->is_terminal)
		return false;
	secret_init(&plain.typed, PROMPT_MAX);
	yes = plain_confirm(&plain, question);
	secret_clear(&plain.typed);
	return yes;
}

/* What of the account is missing before somebody can sign in. */
static bool
not_so_far(const struct wizard *wizard, struct fault *why)
{
	if (wizard->mode == WIZARD_VERDICT) {
		*why = wizard->fault;
		return false;
	}
	fault_set(why, FAULT_SETTINGS, "the set-up has not come to the sign-in "
	    "yet: it is at step %u (%s)",
	    step_number(wizard->step, &wizard->answers),
	    steps[wizard->step].title);
	return fault_next(why, "Go on with: postfrank setup");
}

/* --finish ends what was begun; a new address would only mislead. */
static bool
was_begun(struct session *session, struct fault *why)
{
	struct signin_place place = work_place(&session->work);
	struct secret kept;
	bool ok;

	if (!session->finish->only_finish || (session->desk != NULL &&
	    session->desk->wizard.step > STEP_SIGNIN))
		return true;
	secret_init(&kept, SECRET_MAX);
	ok = chest_peek(&place.vault, VAULT_PENDING_SIGNIN, &kept, why);
	if (ok && secret_is_empty(&kept)) {
		ok = fault_set(why, FAULT_SIGNIN,
		    "no sign-in has been begun, or it was already used");
		fault_next(why, "Begin one with: postfrank signin");
	}
	secret_clear(&kept);
	return ok;
}

/* Begins; the address is in session->begun. Nothing to begin when the draft's
 * sign-in is done (*done). */
static bool
begin(struct session *session, bool *done, struct fault *why)
{
	struct event event = { .kind = EVENT_OPEN };
	struct wizard *wizard;
	enum action action = session->finish->fresh ? ACTION_SIGNIN_RENEW
						    : ACTION_SIGNIN_BEGIN;

	*done = false;
	if (!was_begun(session, why))
		return false;
	if (session->desk == NULL) {
		if (session->finish->only_finish ||
		    driver_act(&session->driver, action, NULL,
		    &session->begun))
			return true;
		*why = session->begun.why;
		return false;
	}
	wizard = &session->desk->wizard;
	if (!driver_event(&session->driver, &event, why))
		return false;
	event.kind = EVENT_RENEW;
	if (wizard->mode == WIZARD_SIGNIN && session->finish->fresh &&
	    !driver_event(&session->driver, &event, why))
		return false;
	*done = wizard->mode == WIZARD_ASKING && wizard->step > STEP_SIGNIN;
	if (wizard->mode != WIZARD_SIGNIN && !*done)
		return not_so_far(wizard, why);
	snprintf(session->begun.address, sizeof(session->begun.address), "%s",
	    wizard->address);
	snprintf(session->begun.user_code, sizeof(session->begun.user_code),
	    "%s", wizard->user_code);
	session->begun.until = wizard->until;
	return true;
}

/* Hands over what came back; true: signed in. */
static bool
redeem(struct session *session, struct secret *pasted, struct fault *why)
{
	struct event event = { .kind = EVENT_SECRET, .secret = pasted };
	const struct wizard *wizard;
	struct outcome outcome;

	if (session->desk == NULL) {
		if (driver_act(&session->driver, ACTION_SIGNIN_FINISH, pasted,
		    &outcome)) {
			prompt_say(session->prompt, "%s", outcome.note);
			return true;
		}
		*why = outcome.why;
		return false;
	}
	wizard = &session->desk->wizard;
	if (!driver_event(&session->driver, &event, why))
		return false;
	if (wizard->mode == WIZARD_VERDICT) {
		*why = wizard->fault;
		return false;
	}
	if (wizard->mode == WIZARD_SIGNIN)
		return fault_set(why, FAULT_SIGNIN, "%s",
		    wizard_finding(wizard)->text);
	return true;
}

/* Back to the question: the same address still serves. */
static bool
ask_again(struct session *session, struct fault *why)
{
	if (session->desk == NULL ||
	    session->desk->wizard.mode == WIZARD_SIGNIN)
		return true;
	return driver_text(&session->driver, "", why) &&
	    session->desk->wizard.mode == WIZARD_SIGNIN;
}

static bool
left(struct fault *why)
{
	fault_set(why, FAULT_SIGNIN, "the sign-in has not been finished");
	return fault_next(why, "The address stays good. Bring back what the "
	    "browser ended on with: postfrank signin --finish");
}

/* Whatever comes first: the person's paste or the browser itself. */
static bool
wait_for_answer(struct session *session, struct secret *pasted,
    struct fault *why)
{
	struct pollfd fds[PROMPT_OTHERS];
	struct prompt_wish wish = { .words = "What the browser ended on (q "
	    "leaves): ", .others = fds };
	struct fault failed;
	enum prompt_end end;
	bool quit;

	for (;;) {
		wish.timeout_ms = -1;
		wish.other_count = signin_poll(&session->signin, fds,
		    &wish.timeout_ms);
		end = prompt_read(session->prompt, &wish, pasted);
		if (end == PROMPT_LINE)
			break;
		if (end == PROMPT_TOO_LONG) {
			prompt_say(session->prompt, "Error: that is far too "
			    "long.");
			continue;
		}
		if (end != PROMPT_OTHER && end != PROMPT_TIME)
			return left(why);
		switch (signin_look(&session->signin, pasted, &failed)) {
		case SIGNIN_CAME:
			prompt_say(session->prompt, "The browser came back.");
			return true;
		case SIGNIN_FAILED:
			prompt_fault(session->prompt, &failed);
			break;
		default:
			break;
		}
	}
	quit = pasted->len == 1 && *secret_open(pasted) == 'q';
	if (pasted->len == 1)
		secret_close(pasted);
	return !quit || left(why);
}

/* A wrong paste is explained and asked for again; what the network or the
 * settings are to blame for ends it. */
static bool
converse(struct session *session, struct fault *why)
{
	struct secret pasted;
	bool ok = false, again = true;

	secret_init(&pasted, PROMPT_MAX);
	while (!ok && again) {
		again = wait_for_answer(session, &pasted, why);
		if (!again || secret_is_empty(&pasted))
			continue;
		ok = redeem(session, &pasted, why);
		if (ok)
			break;
		again = why->kind == FAULT_SIGNIN || why->kind == FAULT_DATA ||
		    why->kind == FAULT_USAGE;
		if (again) {
			prompt_fault(session->prompt, why);
			again = ask_again(session, why);
		}
	}
	secret_clear(&pasted);
	return ok;
}

/* --finish: one answer, from the terminal or all of standard input. */
static bool
read_once(struct session *session, struct fault *why)
{
	struct prompt_wish wish = { .words = "What the browser ended on: ",
		.timeout_ms = -1 };
	struct secret pasted;
	bool ok = true;

	secret_init(&pasted, PROMPT_MAX);
	if (session->prompt->is_terminal)
		ok = prompt_read(session->prompt, &wish, &pasted) ==
		    PROMPT_LINE || left(why);
	else if (!secret_read(&pasted, session->prompt->in))
		ok = fault_set(why, FAULT_INPUT, "cannot read standard input: "
		    "%s", strerror(errno));
	if (ok && secret_is_empty(&pasted))
		ok = left(why);
	ok = ok && redeem(session, &pasted, why);
	secret_clear(&pasted);
	return ok;
}

static void
show_address(struct session *session)
{
	const struct outcome *begun = &session->begun;
	char until[MOMENT_SIZE], host[72];

	prompt_say(session->prompt, "Open this address in a private browser "
	    "window, on any computer, and sign in as %s:",
	    account_sign_in_as(&session->account));
	prompt_carry(session->prompt, begun->address);
	if (begun->user_code[0] != '\0') {
		prompt_say(session->prompt, "The code to type there:");
		prompt_carry(session->prompt, begun->user_code);
		prompt_say(session->prompt, "It is good until %s.",
		    moment_words(until, begun->until));
		return;
	}
	if (gethostname(host, sizeof(host)) != 0)
		snprintf(host, sizeof(host), "HOST");
	host[sizeof(host) - 1] = '\0';
	plain_show_tunnel(session->prompt, &session->signin, host);
	prompt_say(session->prompt, "At the end the browser shows a page that "
	    "it cannot load, which is as it should be. Copy the address of "
	    "that page and paste it here; or paste what else it shows.");
}

/* The address alone on standard output, for whoever reads it there. */
static bool
hand_over(struct session *session, struct fault *why)
{
	prompt_carry(session->prompt, session->begun.address);
	if (session->begun.user_code[0] != '\0')
		prompt_carry(session->prompt, session->begun.user_code);
	fault_set(why, FAULT_SIGNIN, "somebody has to open this address and "
	    "sign in as %s", account_sign_in_as(&session->account));
	return fault_next(why, "Hand what the browser ended on to the "
	    "standard input of: postfrank signin --finish");
}

static bool
sign_in(struct session *session, struct fault *why)
{
	struct secret nothing;

	if (session->finish->only_finish)
		return read_once(session, why);
	if (session->finish->device) {
		show_address(session);
		secret_init(&nothing, 1);
		prompt_say(session->prompt, "Waiting for it; ^C gives up.");
		return redeem(session, &nothing, why);
	}
	if (!session->prompt->is_terminal)
		return hand_over(session, why);
	show_address(session);
	return converse(session, why);
}

/* The login shows that the sign-in serves for what it was made. */
static bool
prove(struct session *session, struct fault *why)
{
	char note[NOTE_SIZE];
	struct outcome outcome;

	if (session->desk != NULL) {
		if (!finish_rest(&session->driver, note, why))
			return false;
		prompt_say(session->prompt, "%s", note);
		prompt_say(session->prompt, "The account is in use now.");
		return true;
	}
	if (!driver_act(&session->driver, ACTION_TEST_MAIL, NULL, &outcome)) {
		*why = outcome.why;
		return false;
	}
	prompt_say(session->prompt, "The mail server accepts this sign-in. "
	    "Mail can go out again.");
	return true;
}

/* A draft's answers count once the wizard has judged them. */
static bool
name_account(struct session *session, struct fault *why)
{
	if (session->desk == NULL)
		return true;
	account_clear(&session->account);
	return desk_account(session->desk, &session->desk->wizard.answers,
	    &session->account, why);
}

static bool
run(struct session *session, struct fault *why)
{
	bool done, ok;

	session->work.desk = session->desk;
	session->work.live = &session->account;
	session->work.signin = &session->signin;
	session->work.listens = session->prompt->is_terminal &&
	    !session->finish->only_finish;
	session->work.device = session->finish->device;
	session->work.tell = tell;
	session->work.arg = session;
	session->driver = (struct driver){ .desk = session->desk,
		.ops = &work_ops, .ops_self = &session->work,
		.tell = session->prompt->is_terminal ||
			session->finish->only_finish ? tell : NULL,
		.confirm = confirm,
		.arg = session, .prompt = session->prompt };
	ok = begin(session, &done, why) && name_account(session, why) &&
	    (done || sign_in(session, why)) &&
	    prove(session, why);
	work_close(&session->work);
	signin_clear(&session->signin);
	return ok;
}

/* The draft when there is no account yet, or when it has come to the sign-in;
 * else what is broken is the account's. */
static bool
choose(struct session *session, struct fault *why)
{
	const struct finish *finish = session->finish;
	bool live = account_exists(finish->layout, finish->name);
	struct desk *desk;

	if (live && !desk_has_draft(finish->layout, finish->name))
		return settings_load(finish->layout, finish->name,
		    &session->account, why);
	if (!live && !desk_has_draft(finish->layout, finish->name)) {
		fault_set(why, FAULT_SETTINGS, "no account \"%s\" is set up",
		    finish->name);
		return fault_next(why, "Begin with: postfrank setup");
	}
	desk = must_alloc(1, sizeof(*desk));
	if (!plain_open(session->prompt, desk, finish->layout, finish->name,
	    why)) {
		free(desk);
		return false;
	}
	if (live && desk->wizard.step < STEP_SIGNIN) {
		account_copy(&session->account, &desk->live);
		desk_close(desk);
		free(desk);
		return true;
	}
	session->desk = desk;
	return true;
}

bool
finish_run(const struct finish *finish, struct fault *why)
{
	struct session *session = must_alloc(1, sizeof(*session));
	bool ok;

	session->finish = finish;
	session->prompt = finish->prompt;
	account_init(&session->account);
	signin_init(&session->signin);
	work_init(&session->work, finish->layout);
	ok = choose(session, why);
	ok = ok && run(session, why);
	if (session->desk != NULL)
		desk_close(session->desk);
	free(session->desk);
	account_clear(&session->account);
	free(session);
	return ok;
}
