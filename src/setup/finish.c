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
struct signing {
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
	struct signing *signing = arg;

	prompt_say(signing->prompt, "%s", line);
}

static bool
confirm(void *arg, const struct fault *question)
{
	struct signing *signing = arg;

	/* Nobody is there to be asked. */
	return signing->prompt->is_terminal &&
	    plain_confirm(signing->prompt, question);
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
was_begun(struct signing *signing, struct fault *why)
{
	struct signin_place place = work_place(&signing->work);
	struct secret kept;
	bool ok;

	if (!signing->finish->only_finish || (signing->desk != NULL &&
	    signing->desk->wizard.step > STEP_SIGNIN))
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

/* Begins; the address is in signing->begun. Nothing to begin when the draft's
 * sign-in is done (*done). */
static bool
begin(struct signing *signing, bool *done, struct fault *why)
{
	struct event event = { .kind = EVENT_OPEN };
	struct wizard *wizard;
	enum action action = signing->finish->fresh ? ACTION_SIGNIN_RENEW
						    : ACTION_SIGNIN_BEGIN;

	*done = false;
	if (!was_begun(signing, why))
		return false;
	if (signing->desk == NULL) {
		if (signing->finish->only_finish ||
		    driver_act(&signing->driver, action, NULL,
		    &signing->begun))
			return true;
		*why = signing->begun.why;
		return false;
	}
	wizard = &signing->desk->wizard;
	if (!driver_event(&signing->driver, &event, why))
		return false;
	event.kind = EVENT_RENEW;
	if (wizard->mode == WIZARD_SIGNIN && signing->finish->fresh &&
	    !driver_event(&signing->driver, &event, why))
		return false;
	*done = wizard->mode == WIZARD_ASKING && wizard->step > STEP_SIGNIN;
	if (wizard->mode != WIZARD_SIGNIN && !*done)
		return not_so_far(wizard, why);
	snprintf(signing->begun.address, sizeof(signing->begun.address), "%s",
	    wizard->address);
	snprintf(signing->begun.user_code, sizeof(signing->begun.user_code),
	    "%s", wizard->user_code);
	signing->begun.until = wizard->until;
	return true;
}

/* Hands over what came back; true: signed in. */
static bool
redeem(struct signing *signing, struct secret *pasted, struct fault *why)
{
	struct event event = { .kind = EVENT_SECRET, .secret = pasted };
	const struct wizard *wizard;
	struct outcome outcome;

	if (signing->desk == NULL) {
		if (driver_act(&signing->driver, ACTION_SIGNIN_FINISH, pasted,
		    &outcome)) {
			prompt_say(signing->prompt, "%s", outcome.note);
			return true;
		}
		*why = outcome.why;
		return false;
	}
	wizard = &signing->desk->wizard;
	if (!driver_event(&signing->driver, &event, why))
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
ask_again(struct signing *signing, struct fault *why)
{
	if (signing->desk == NULL ||
	    signing->desk->wizard.mode == WIZARD_SIGNIN)
		return true;
	return driver_text(&signing->driver, "", why) &&
	    signing->desk->wizard.mode == WIZARD_SIGNIN;
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
wait_for_answer(struct signing *signing, struct secret *pasted,
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
		wish.other_count = signin_poll(&signing->signin, fds,
		    &wish.timeout_ms);
		end = prompt_read(signing->prompt, &wish, pasted);
		if (end == PROMPT_LINE)
			break;
		if (end == PROMPT_TOO_LONG) {
			prompt_say(signing->prompt, "Error: that is far too "
			    "long.");
			continue;
		}
		if (end != PROMPT_OTHER && end != PROMPT_TIME)
			return left(why);
		switch (signin_look(&signing->signin, pasted, &failed)) {
		case SIGNIN_CAME:
			prompt_say(signing->prompt, "The browser came back.");
			return true;
		case SIGNIN_FAILED:
			prompt_fault(signing->prompt, &failed);
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
converse(struct signing *signing, struct fault *why)
{
	struct secret pasted;
	bool ok = false, again = true;

	secret_init(&pasted, PROMPT_MAX);
	while (!ok && again) {
		again = wait_for_answer(signing, &pasted, why);
		if (!again || secret_is_empty(&pasted))
			continue;
		ok = redeem(signing, &pasted, why);
		if (ok)
			break;
		again = why->kind == FAULT_SIGNIN || why->kind == FAULT_DATA ||
		    why->kind == FAULT_USAGE;
		if (again) {
			prompt_fault(signing->prompt, why);
			again = ask_again(signing, why);
		}
	}
	secret_clear(&pasted);
	return ok;
}

/* --finish: one answer, from the terminal or all of standard input. */
static bool
read_once(struct signing *signing, struct fault *why)
{
	struct prompt_wish wish = { .words = "What the browser ended on: ",
		.timeout_ms = -1 };
	struct secret pasted;
	bool ok = true;

	secret_init(&pasted, PROMPT_MAX);
	if (signing->prompt->is_terminal)
		ok = prompt_read(signing->prompt, &wish, &pasted) ==
		    PROMPT_LINE || left(why);
	else if (!secret_read(&pasted, signing->prompt->in))
		ok = fault_set(why, FAULT_INPUT, "cannot read standard input: "
		    "%s", strerror(errno));
	if (ok && secret_is_empty(&pasted))
		ok = left(why);
	ok = ok && redeem(signing, &pasted, why);
	secret_clear(&pasted);
	return ok;
}

static void
show_address(struct signing *signing)
{
	const struct outcome *begun = &signing->begun;
	char until[MOMENT_SIZE], host[72];
	struct session who;

	prompt_say(signing->prompt, "Open the address below in a private "
	    "browser window, on any computer, and sign in as %s.",
	    account_sign_in_as(&signing->account));
	if (begun->user_code[0] != '\0') {
		plain_show_code(signing->prompt, begun->address,
		    begun->user_code);
		prompt_say(signing->prompt, "It is good until %s.",
		    moment_words(until, begun->until));
		return;
	}
	prompt_carry(signing->prompt, begun->address);
	if (gethostname(host, sizeof(host)) != 0)
		snprintf(host, sizeof(host), "HOST");
	host[sizeof(host) - 1] = '\0';
	session_find(&who, host);
	plain_show_tunnel(signing->prompt, &signing->signin, &who);
	prompt_say(signing->prompt, "At the end the browser shows a page that "
	    "it cannot load, which is as it should be. Copy the address of "
	    "that page and paste it here; or paste what else it shows.");
}

/* The address alone on standard output, for whoever reads it there. */
static bool
hand_over(struct signing *signing, struct fault *why)
{
	prompt_carry(signing->prompt, signing->begun.address);
	if (signing->begun.user_code[0] != '\0')
		prompt_carry(signing->prompt, signing->begun.user_code);
	fault_set(why, FAULT_SIGNIN, "somebody has to open this address and "
	    "sign in as %s", account_sign_in_as(&signing->account));
	return fault_next(why, "Hand what the browser ended on to the "
	    "standard input of: postfrank signin --finish");
}

static bool
sign_in(struct signing *signing, struct fault *why)
{
	struct secret nothing;

	if (signing->finish->only_finish)
		return read_once(signing, why);
	if (signing->finish->device) {
		show_address(signing);
		secret_init(&nothing, 1);
		prompt_say(signing->prompt, "Waiting for it; ^C gives up.");
		return redeem(signing, &nothing, why);
	}
	if (!signing->prompt->is_terminal)
		return hand_over(signing, why);
	show_address(signing);
	return converse(signing, why);
}

/* The login shows that the sign-in serves for what it was made. */
static bool
prove(struct signing *signing, struct fault *why)
{
	char note[NOTE_SIZE];
	struct outcome outcome;

	if (signing->desk != NULL) {
		if (!finish_rest(&signing->driver, note, why))
			return false;
		prompt_say(signing->prompt, "%s", note);
		prompt_say(signing->prompt, "The account is in use now.");
		return true;
	}
	if (!driver_act(&signing->driver, ACTION_TEST_MAIL, NULL, &outcome)) {
		*why = outcome.why;
		return false;
	}
	prompt_say(signing->prompt, "The mail server accepts this sign-in. "
	    "Mail can go out again.");
	return true;
}

/* A draft's answers count once the wizard has judged them. */
static bool
name_account(struct signing *signing, struct fault *why)
{
	if (signing->desk == NULL)
		return true;
	account_clear(&signing->account);
	return desk_account(signing->desk, &signing->desk->wizard.answers,
	    &signing->account, why);
}

static bool
run(struct signing *signing, struct fault *why)
{
	bool done, ok;

	signing->work.desk = signing->desk;
	signing->work.live = &signing->account;
	signing->work.signin = &signing->signin;
	signing->work.listens = signing->prompt->is_terminal &&
	    !signing->finish->only_finish;
	signing->work.device = signing->finish->device;
	signing->work.tell = tell;
	signing->work.arg = signing;
	signing->driver = (struct driver){ .desk = signing->desk,
		.ops = &work_ops, .ops_self = &signing->work,
		.tell = signing->prompt->is_terminal ||
			signing->finish->only_finish ? tell : NULL,
		.confirm = confirm,
		.arg = signing, .prompt = signing->prompt };
	ok = begin(signing, &done, why) && name_account(signing, why) &&
	    (done || sign_in(signing, why)) &&
	    prove(signing, why);
	work_close(&signing->work);
	signin_clear(&signing->signin);
	return ok;
}

/* The draft when there is no account yet, or when it has come to the sign-in;
 * else what is broken is the account's. */
static bool
choose(struct signing *signing, struct fault *why)
{
	const struct finish *finish = signing->finish;
	bool live = account_exists(finish->layout, finish->name);
	struct desk *desk;

	if (live && !desk_has_draft(finish->layout, finish->name))
		return settings_load(finish->layout, finish->name,
		    &signing->account, why);
	if (!live && !desk_has_draft(finish->layout, finish->name)) {
		fault_set(why, FAULT_SETTINGS, "no account \"%s\" is set up",
		    finish->name);
		return fault_next(why, "Begin with: postfrank setup");
	}
	desk = must_alloc(1, sizeof(*desk));
	if (!plain_open(signing->prompt, desk, finish->layout, finish->name,
	    why)) {
		free(desk);
		return false;
	}
	if (live && desk->wizard.step < STEP_SIGNIN) {
		account_copy(&signing->account, &desk->live);
		desk_close(desk);
		free(desk);
		return true;
	}
	signing->desk = desk;
	return true;
}

bool
finish_run(const struct finish *finish, struct fault *why)
{
	struct signing *signing = must_alloc(1, sizeof(*signing));
	bool ok;

	signing->finish = finish;
	signing->prompt = finish->prompt;
	account_init(&signing->account);
	signin_init(&signing->signin);
	work_init(&signing->work, finish->layout);
	ok = choose(signing, why);
	ok = ok && run(signing, why);
	if (signing->desk != NULL)
		desk_close(signing->desk);
	free(signing->desk);
	account_clear(&signing->account);
	free(signing);
	return ok;
}
