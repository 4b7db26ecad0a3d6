/* SPDX-License-Identifier: ISC */
/* Signing in from the command line. */
#include <config.h>

#include "setup/finish.h"

#include <stdio.h>
#include <stdlib.h>

#include "account/settings.h"
#include "base/alloc.h"
#include "oauth/paste.h"
#include "setup/chest.h"
#include "setup/finish_part.h"
#include "setup/plain.h"

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

bool
finish_is_by_code(const struct signing *signing)
{
	return signing->begun.user_code[0] != '\0' ||
	    signing->finish->device || signing->account.grant == GRANT_DEVICE;
}

bool
finish_redeem(struct signing *signing, struct secret *pasted, struct fault *why)
{
	struct event event = { .kind = EVENT_SECRET, .secret = pasted };
	const struct wizard *wizard;
	struct outcome outcome;
	enum paste_kind kind;
	bool ok;

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
	ok = finish_is_by_code(signing)
	    ? driver_poll(&signing->driver, why)
	    : driver_event(&signing->driver, &event, why);
	if (!ok)
		return false;
	if (wizard->mode == WIZARD_VERDICT) {
		*why = wizard->fault;
		return false;
	}
	if (wizard->mode != WIZARD_SIGNIN)
		return true;
	fault_set(why, FAULT_SIGNIN, "%s", wizard_finding(wizard)->text);
	/* The finding is short; here is room for the next step, too. */
	paste_is_ending(secret_open(pasted), pasted->len, &kind, why);
	secret_close(pasted);
	return false;
}

/* A test mail that was not taken before is tried first, and then all is in
 * use already. */
static bool
is_proved(const struct desk *desk)
{
	const struct wizard *wizard = &desk->wizard;

	return wizard->is_live && !wizard->is_changed &&
	    answers_is(&wizard->answers, "test.taken", "yes");
}

/* The login shows that the sign-in serves for what it was made. */
static bool
prove(struct signing *signing, struct fault *why)
{
	char note[NOTE_SIZE];
	struct outcome outcome;

	if (signing->desk != NULL) {
		if (is_proved(signing->desk))
			return desk_drop(signing->desk, why);
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
	    (done || finish_ask(signing, why)) &&
	    prove(signing, why);
	work_close(&signing->work);
	signin_clear(&signing->signin);
	return ok;
}

/* The draft when there is no account yet, or when it has come to the sign-in
 * and holds something that is not in use;
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
	if (live && (desk->wizard.step < STEP_SIGNIN ||
	    (desk->wizard.step > STEP_SIGNIN && !desk->wizard.is_changed))) {
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
