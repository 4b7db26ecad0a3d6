/* SPDX-License-Identifier: ISC */
/* What actions tell: confirmed, wrong, or made so short ago that it is not
 * known everywhere yet. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "setup/wizard_part.h"

static void
learn(struct wizard *wizard, const struct outcome *outcome)
{
	size_t i;

	if (outcome->learned_count > 0)
		wizard->is_changed = true;
	for (i = 0; i < outcome->learned_count && i < OUTCOME_LEARNED; i++)
		answers_set(&wizard->answers, outcome->learned[i].setting,
		    outcome->learned[i].value, true);
}

static void
confirm_step(struct wizard *wizard, enum step_id step, const char *note)
{
	struct step_record *record = &wizard->steps[step];
	size_t i;

	record->state = STEP_CONFIRMED;
	record->tried = record->next = 0;
	record->is_passed_over = false;
	snprintf(record->note, sizeof(record->note), "%s", note);
	for (i = 0; i < FIELDS_MAX; i++)
		if (wizard->fields[step][i].state == FIELD_FITS)
			wizard->fields[step][i].state = FIELD_CONFIRMED;
}

/* A mail that arrived proves all that was not known yet. */
static void
confirm_not_yets(struct wizard *wizard)
{
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		if (wizard->steps[i].state == STEP_NOT_YET)
			confirm_step(wizard, (enum step_id)i, "");
}

static void
show_signin(struct wizard *wizard, const struct outcome *outcome)
{
	memcpy(wizard->address, outcome->address, sizeof(wizard->address));
	memcpy(wizard->user_code, outcome->user_code,
	    sizeof(wizard->user_code));
	wizard->until = outcome->until;
	wizard->mode = WIZARD_SIGNIN;
}

static void
went_live(struct wizard *wizard)
{
	wizard->is_live = true;
	wizard->is_changed = false;
	wizard_say(wizard, "These settings are in use now.");
}

/* The work went well while the person looked on. */
static void
go_on(struct wizard *wizard, const struct outcome *outcome, struct call *call)
{
	switch (outcome->action) {
	case ACTION_SIGNIN_BEGIN:
	case ACTION_SIGNIN_RENEW:
		show_signin(wizard, outcome);
		break;
	case ACTION_GO_LIVE:
		wizard_advance(wizard, call);
		call->request->save = false;
		break;
	default:
		wizard_after_step(wizard, call);
	}
}

/* The same behind the person's back: nothing moves, but a test mail that was
 * taken at last puts the settings into use. */
static void
go_on_quietly(struct wizard *wizard, const struct outcome *outcome,
    struct call *call)
{
	enum wizard_mode mode = wizard->mode;

	if (outcome->action == ACTION_TEST_MAIL && wizard->is_changed) {
		wizard_start(wizard, ACTION_GO_LIVE, STEP_TEST, call);
		wizard->is_quiet = true;
		wizard->mode = mode;
	}
}

static void
result_good(struct wizard *wizard, const struct outcome *outcome,
    enum step_id step, struct call *call)
{
	bool is_quiet = wizard->is_quiet;

	learn(wizard, outcome);
	call->request->save = true;
	if (outcome->note[0] != '\0')
		wizard_say(wizard, "%s", outcome->note);
	if (outcome->action == ACTION_GO_LIVE)
		went_live(wizard);
	else if (outcome->action == steps[step].action)
		confirm_step(wizard, step, outcome->note);
	if (outcome->action == ACTION_SIGNIN_FINISH)
		wizard->address[0] = wizard->user_code[0] = '\0';
	if (outcome->action == ACTION_TEST_MAIL)
		confirm_not_yets(wizard);
	if (is_quiet)
		go_on_quietly(wizard, outcome, call);
	else
		go_on(wizard, outcome, call);
}

/* When the thing was made that the server does not know: in the step that the
 * fault names, else in the one that was tried. */
static bool
is_recent(const struct wizard *wizard, const struct fault *why,
    enum step_id step, int64_t now)
{
	enum step_id made_in = why->step[0] != '\0' ? step_find(why->step)
						    : step;
	int64_t made;

	if (!why->recent || made_in == STEP_COUNT)
		return false;
	made = wizard->steps[made_in].made;
	return made != 0 && now - made >= 0 && now - made <= RECENT_SECONDS;
}

/* Two minutes long every ten seconds, and a last time when it can no longer
 * be called recent. */
static int64_t
next_try(const struct step_record *record, int64_t now)
{
	if (now + RETRY_SECONDS - record->tried <= QUIETLY_SECONDS)
		return now + RETRY_SECONDS;
	return record->made + RECENT_SECONDS + 1;
}

static void
not_yet(struct wizard *wizard, const struct outcome *outcome,
    enum step_id step, struct call *call)
{
	struct step_record *record = &wizard->steps[step];
	int64_t now = call->event->now;
	bool is_repeatable = action_is_repeatable(outcome->action);

	record->state = STEP_NOT_YET;
	if (record->tried == 0)
		record->tried = now;
	record->tries++;
	record->next = is_repeatable ? next_try(record, now) : 0;
	snprintf(record->note, sizeof(record->note), "%s", outcome->why.what);
	if (wizard->is_quiet)
		return;
	if (is_repeatable) {
		/* Behind an answers file nobody waits. */
		wizard_say(wizard, "%s (%s). That is usual for what was made "
		    "minutes ago%s", outcome->why.what, outcome->why.code,
		    answers_is(&wizard->answers, "start.file", "yes") ?
		    ", so this goes on; what is older is wrong and must be "
		    "mended in the file." :
		    ": it is tried again by itself for two minutes; go on "
		    "meanwhile.");
		wizard_advance(wizard, call);
		return;
	}
	wizard_say(wizard, "This was made minutes ago and may not be known "
	    "everywhere yet: wait a minute and try again.");
	wizard->mode = WIZARD_VERDICT;
}

static void
result_bad(struct wizard *wizard, const struct outcome *outcome,
    enum step_id step, struct call *call)
{
	struct step_record *record = &wizard->steps[step];

	call->request->save = true;
	if (!wizard->is_quiet) {
		wizard->failed = outcome->action;
		wizard->fault = outcome->why;
	}
	if (outcome->action != ACTION_GO_LIVE &&
	    is_recent(wizard, &outcome->why, step, call->event->now)) {
		not_yet(wizard, outcome, step, call);
		return;
	}
	if (outcome->action != ACTION_GO_LIVE)
		record->state = STEP_PROBLEM;
	record->tried = record->next = 0;
	snprintf(record->note, sizeof(record->note), "%s", outcome->why.what);
	if (wizard->is_quiet)
		wizard_say(wizard, "Step \"%s\" has a problem.",
		    steps[step].title);
	else
		wizard->mode = WIZARD_VERDICT;
}

void
wizard_result(struct wizard *wizard, struct call *call)
{
	const struct outcome *outcome = call->event->outcome;
	bool is_leaving = wizard->mode == WIZARD_LEAVING;
	enum step_id step = wizard->running_for;

	/* An answer to something that was given up. */
	if (outcome == NULL || wizard->running == ACTION_NONE ||
	    outcome->action != wizard->running)
		return;
	wizard->running = ACTION_NONE;
	if (is_leaving)
		wizard->mode = wizard->before_leaving;
	if (outcome->good)
		result_good(wizard, outcome, step, call);
	else
		result_bad(wizard, outcome, step, call);
	if (is_leaving && wizard->mode != WIZARD_GONE) {
		wizard->before_leaving = wizard->mode;
		wizard->mode = WIZARD_LEAVING;
	}
}

void
wizard_tick(struct wizard *wizard, struct call *call)
{
	enum wizard_mode mode = wizard->mode;
	int64_t now = call->event->now;
	size_t i;

	if (wizard->running != ACTION_NONE)
		return;
	if (mode == WIZARD_SIGNIN && wizard->until != 0 &&
	    now >= wizard->until) {
		wizard_start(wizard, ACTION_SIGNIN_RENEW, wizard->step, call);
		return;
	}
	for (i = 0; i < STEP_COUNT; i++) {
		if (wizard->steps[i].next == 0 || wizard->steps[i].next > now)
			continue;
		wizard->steps[i].next = 0;
		wizard_start(wizard, steps[i].action, (enum step_id)i, call);
		wizard->is_quiet = true;
		wizard->mode = mode;
		return;
	}
}
