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
	for (i = 0; i < step_field_count(step); i++)
		if (wizard->fields[step][i].state == FIELD_FITS)
			wizard->fields[step][i].state = FIELD_CONFIRMED;
}

/* What the person would have said, had somebody else told. */
static void
say_done(struct wizard *wizard, enum step_id step)
{
	const struct field *field;
	size_t i;

	for (i = 0; i < step_field_count(step); i++) {
		field = step_field(step, i);
		if (field->kind != FIELD_CONFIRM ||
		    !field_is_needed(field, &wizard->answers))
			continue;
		answers_set(&wizard->answers, field->setting, "yes", true);
		wizard->fields[step][i].state = FIELD_FITS;
	}
}

/* A mail that was taken proves all that was not known, waited for or doubted
 * before. */
static void
confirm_proved(struct wizard *wizard)
{
	enum step_state state;
	size_t i;

	for (i = STEP_REGISTER; i < STEP_TEST; i++) {
		state = wizard->steps[i].state;
		if (state != STEP_NOT_YET && state != STEP_WAITING &&
		    state != STEP_PROBLEM)
			continue;
		say_done(wizard, (enum step_id)i);
		if (step_fits(wizard, (enum step_id)i))
			confirm_step(wizard, (enum step_id)i, "");
	}
}

/* Until the code has been typed, with the code on the screen. */
void
wizard_poll_code(struct wizard *wizard, struct call *call)
{
	if (wizard->running == ACTION_SIGNIN_FINISH) {
		wizard_say(wizard, "Nobody has signed in with this code yet. "
		    "It is asked about every few seconds.");
		return;
	}
	wizard_start(wizard, ACTION_SIGNIN_FINISH, STEP_SIGNIN, call);
	wizard->mode = WIZARD_SIGNIN;
}

void
wizard_forget_signin(struct wizard *wizard)
{
	wizard->address[0] = wizard->user_code[0] = '\0';
	wizard->until = 0;
}

static void
show_signin(struct wizard *wizard, const struct outcome *outcome,
    struct call *call)
{
	memcpy(wizard->address, outcome->address, sizeof(wizard->address));
	memcpy(wizard->user_code, outcome->user_code,
	    sizeof(wizard->user_code));
	wizard->until = outcome->until;
	wizard->mode = WIZARD_SIGNIN;
	if (wizard->user_code[0] != '\0')
		wizard_poll_code(wizard, call);
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
		show_signin(wizard, outcome, call);
		break;
	case ACTION_GO_LIVE:
		wizard_advance(wizard, call);
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
	/* Who looks at the verdict is waiting for this. */
	bool is_awaited = wizard->mode == WIZARD_VERDICT &&
	    wizard->step == step;
	bool is_quiet = wizard->is_quiet && !is_awaited;

	learn(wizard, outcome);
	call->request->save = true;
	if (outcome->note[0] != '\0')
		wizard_say(wizard, "%s", outcome->note);
	if (outcome->action == ACTION_GO_LIVE)
		went_live(wizard);
	else if (outcome->action == steps[step].action)
		confirm_step(wizard, step, outcome->note);
	if (outcome->action == ACTION_SIGNIN_FINISH)
		wizard_forget_signin(wizard);
	if (outcome->action == ACTION_TEST_MAIL) {
		confirm_proved(wizard);
		answers_set(&wizard->answers, "test.taken", "yes", true);
	}
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
	const struct step_record *record = &wizard->steps[step];
	int64_t made;

	if (!why->recent || made_in == STEP_COUNT)
		return false;
	if (step == STEP_TEST && record->tried != 0 &&
	    now - record->tried <= TEST_PATIENCE)
		return true;
	made = wizard->steps[made_in].made;
	return made != 0 && now - made >= 0 && now - made <= RECENT_SECONDS;
}

/* A mail once a minute; what only asks a server two minutes long every ten
 * seconds, and a last time when it can no longer be called recent. */
static int64_t
next_try(const struct step_record *record, enum step_id step, int64_t now)
{
	if (step == STEP_TEST)
		return now + TEST_SECONDS;
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
	record->next = is_repeatable ? next_try(record, step, now) : 0;
	snprintf(record->note, sizeof(record->note), "%s", outcome->why.what);
	if (wizard->is_quiet)
		return;
	if (step == STEP_TEST) {
		wizard_say(wizard, "What was made or granted minutes ago may "
		    "not be known everywhere yet. While you stay here it is "
		    "tried again every minute, for an hour.");
		wizard->mode = WIZARD_VERDICT;
		return;
	}
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

/* Whoever signed in was not wanted: another sign-in, without a question. The
 * code that was typed is used up, the address is not. */
static void
sign_in_again(struct wizard *wizard, struct call *call)
{
	bool by_code = wizard->user_code[0] != '\0';

	wizard->steps[STEP_SIGNIN].state = STEP_PARTLY;
	step_update(wizard, STEP_SIGNIN);
	wizard_say(wizard, "That sign-in is not used. Sign in again, in a "
	    "private window of the browser.");
	wizard_start(wizard, by_code ? ACTION_SIGNIN_RENEW
				     : ACTION_SIGNIN_BEGIN, STEP_SIGNIN, call);
}

/* A code serves once; only where nothing was heard it may still do. */
static void
forget_code(struct wizard *wizard, const struct outcome *outcome)
{
	if (outcome->action == ACTION_SIGNIN_FINISH &&
	    wizard->user_code[0] != '\0' && outcome->why.kind != FAULT_LATER)
		wizard_forget_signin(wizard);
}

/* Told once, where it is looked at. */
static void
show_fault(struct wizard *wizard, const struct outcome *outcome,
    enum step_id step)
{
	bool is_awaited = wizard->mode == WIZARD_VERDICT &&
	    wizard->step == step;

	if (wizard->is_quiet && !is_awaited)
		return;
	wizard->failed = outcome->action;
	wizard->fault = outcome->why;
}

static void
result_bad(struct wizard *wizard, const struct outcome *outcome,
    enum step_id step, struct call *call)
{
	struct step_record *record = &wizard->steps[step];
	bool is_its_own;

	call->request->save = true;
	show_fault(wizard, outcome, step);
	if (outcome->action == ACTION_SIGNIN_FINISH && wizard->is_declined) {
		sign_in_again(wizard, call);
		return;
	}
	forget_code(wizard, outcome);
	/* Somebody else's turn it is still, if it was. */
	is_its_own = outcome->action != ACTION_GO_LIVE &&
	    record->state != STEP_WAITING;
	if (is_its_own &&
	    is_recent(wizard, &outcome->why, step, call->event->now)) {
		not_yet(wizard, outcome, step, call);
		return;
	}
	if (is_its_own)
		record->state = STEP_PROBLEM;
	record->tried = record->next = 0;
	snprintf(record->note, sizeof(record->note), "%s", outcome->why.what);
	if (wizard->is_quiet)
		wizard_say(wizard, "Step \"%s\" has a problem.",
		    steps[step].title);
	else
		wizard->mode = WIZARD_VERDICT;
}

/* What was found out about this machine stands beside the first step's
 * questions and is in nobody's way. */
static void
result_of_look(struct wizard *wizard, const struct outcome *outcome,
    enum step_id step)
{
	struct step_record *record = &wizard->steps[step];

	snprintf(record->note, sizeof(record->note), "%s", outcome->note);
	if (outcome->good)
		return;
	snprintf(record->note, sizeof(record->note), "%.200s. %.270s",
	    outcome->why.what, outcome->why.next);
	record->state = STEP_PROBLEM;
	record->is_passed_over = true;
	wizard_say(wizard, "Found while you read: %.450s", record->note);
}

void
wizard_asked(struct wizard *wizard, struct call *call)
{
	/* What goes on behind the person's back never asks. */
	if (wizard->running == ACTION_NONE || wizard->is_quiet ||
	    call->event->outcome == NULL)
		return;
	wizard->fault = call->event->outcome->why;
	if (wizard->mode == WIZARD_LEAVING)
		wizard->before_leaving = WIZARD_QUESTION;
	else
		wizard->mode = WIZARD_QUESTION;
}

void
wizard_reply(struct wizard *wizard, bool yes, struct call *call)
{
	/* It may have ended without waiting for this. */
	if (wizard->running == ACTION_NONE) {
		wizard_ask(wizard);
		return;
	}
	wizard->is_declined = !yes;
	wizard->mode = WIZARD_WORKING;
	call->request->kind = REQUEST_ANSWER;
	call->request->yes = yes;
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
	if (steps[step].begins_quietly &&
	    outcome->action == steps[step].begin) {
		result_of_look(wizard, outcome, step);
		return;
	}
	if (is_leaving)
		wizard->mode = wizard->before_leaving;
	if (outcome->good)
		result_good(wizard, outcome, step, call);
	else
		result_bad(wizard, outcome, step, call);
	wizard->is_declined = false;
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
	enum action action;
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
		action = step_action((enum step_id)i, &wizard->answers);
		if (action == ACTION_NONE)
			continue;
		wizard_start(wizard, action, (enum step_id)i, call);
		wizard->is_quiet = true;
		wizard->mode = mode;
		return;
	}
}
