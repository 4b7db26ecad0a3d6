/* SPDX-License-Identifier: ISC */
/* From field to field, from step to step, and when work begins. */
#include <config.h>

#include <string.h>

#include "setup/wizard_part.h"

/* One action runs at a time: a repetition behind the person's back comes
 * later. */
static void
put_off(struct wizard *wizard, int64_t now)
{
	struct step_record *record = &wizard->steps[wizard->running_for];

	if (wizard->running != ACTION_NONE && wizard->is_quiet &&
	    record->state == STEP_NOT_YET && record->next == 0)
		record->next = now + RETRY_SECONDS;
}

void
wizard_start(struct wizard *wizard, enum action action, enum step_id step,
    struct call *call)
{
	put_off(wizard, call->event->now);
	wizard->mode = WIZARD_WORKING;
	wizard->running = action;
	wizard->is_quiet = false;
	wizard->is_declined = false;
	wizard->running_for = step;
	wizard->running_since = call->event->now;
	call->request->kind = REQUEST_START;
	call->request->action = action;
	call->request->save = true;
}

/* What the person waited for is no longer wanted. */
void
wizard_give_up(struct wizard *wizard, struct call *call)
{
	if (wizard->running == ACTION_NONE || wizard->is_quiet)
		return;
	wizard->running = ACTION_NONE;
	if (call->request->kind == REQUEST_NONE)
		call->request->kind = REQUEST_CANCEL;
}

void
wizard_look(struct wizard *wizard, struct call *call)
{
	struct step_record *record = &wizard->steps[wizard->step];
	enum wizard_mode mode = wizard->mode;
	bool save = call->request->save;

	/* It was, or would be, about the hosts of another cloud. */
	if (wizard->running == steps[wizard->step].begin) {
		wizard->running = ACTION_NONE;
		call->request->kind = REQUEST_CANCEL;
	}
	record->note[0] = '\0';
	record->is_passed_over = false;
	if (record->state == STEP_PROBLEM)
		record->state = STEP_NEW;
	step_update(wizard, wizard->step);
	/* Behind an answers file nobody looks on. */
	if (wizard->running != ACTION_NONE ||
	    answers_is(&wizard->answers, "start.file", "yes"))
		return;
	wizard_start(wizard, steps[wizard->step].begin, wizard->step, call);
	wizard->is_quiet = true;
	wizard->mode = mode;
	call->request->save = save;
}

/* Where a step begins: at the first thing that is still to be answered. */
static size_t
first_field(const struct wizard *wizard, enum step_id step)
{
	size_t i, first = FIELDS_MAX;
	enum field_state state;

	for (i = 0; i < step_field_count(step); i++) {
		if (!field_is_needed(step_field(step, i), &wizard->answers))
			continue;
		state = wizard->fields[step][i].state;
		if (state != FIELD_FITS && state != FIELD_CONFIRMED)
			return i;
		if (first == FIELDS_MAX)
			first = i;
	}
	return first == FIELDS_MAX ? 0 : first;
}

void
wizard_find_place(struct wizard *wizard, struct call *call)
{
	const struct field *field = wizard_field(wizard);

	if (!step_is_needed(wizard->step, &wizard->answers))
		wizard_enter(wizard, wizard_first_open(wizard), call);
	else if (field != NULL && !field_is_needed(field, &wizard->answers))
		wizard->field = first_field(wizard, wizard->step);
}

void
wizard_ask(struct wizard *wizard)
{
	bool has_address = wizard->step == STEP_SIGNIN &&
	    wizard->address[0] != '\0' &&
	    wizard->steps[STEP_SIGNIN].state != STEP_CONFIRMED;

	wizard->mode = has_address ? WIZARD_SIGNIN : WIZARD_ASKING;
}

void
wizard_stand(struct wizard *wizard, enum step_id step, struct call *call)
{
	wizard_give_up(wizard, call);
	wizard->step = step;
	wizard->field = first_field(wizard, step);
	wizard->steps[step].is_seen = true;
	wizard_ask(wizard);
	call->request->save = true;
}

void
wizard_enter(struct wizard *wizard, enum step_id step, struct call *call)
{
	wizard_stand(wizard, step, call);
	if (steps[step].begins_quietly)
		wizard_look(wizard, call);
	else if (steps[step].begin != ACTION_NONE &&
	    wizard->steps[step].state != STEP_CONFIRMED)
		wizard_start(wizard, steps[step].begin, step, call);
}

/* The step's first question about what came of its action that has no answer;
 * FIELDS_MAX: none. */
static size_t
afterwards(const struct wizard *wizard, enum step_id step)
{
	const struct field *field;
	enum field_state state;
	size_t i;

	for (i = 0; i < step_field_count(step); i++) {
		field = step_field(step, i);
		state = wizard->fields[step][i].state;
		if (field->afterwards && state != FIELD_FITS &&
		    state != FIELD_CONFIRMED &&
		    field_is_needed(field, &wizard->answers))
			return i;
	}
	return FIELDS_MAX;
}

/* Is there nothing but "Ready" left to be said? */
static bool
may_end(const struct wizard *wizard)
{
	return (wizard->is_live && !wizard->is_changed) ||
	    wizard->steps[STEP_TEST].state == STEP_CONFIRMED;
}

static enum step_id
next_open(const struct wizard *wizard, size_t from, unsigned blocked)
{
	size_t i;

	for (i = from; i < STEP_DONE; i++)
		if (!step_is_finished(wizard, (enum step_id)i) &&
		    (blocked & 1u << i) == 0)
			break;
	return (enum step_id)i;
}

/* Behind the last step: what was left open before it, or the end. */
static void
come_round(struct wizard *wizard, unsigned blocked, struct call *call)
{
	enum step_id open = wizard_first_open(wizard);

	if (open == STEP_DONE && blocked == 0 && !may_end(wizard))
		open = next_open(wizard, STEP_START, 0);
	if (open == STEP_DONE && blocked != 0)
		wizard_leave_waiting(wizard, call);
	else if (open == STEP_DONE &&
	    afterwards(wizard, STEP_TEST) < FIELDS_MAX)
		wizard_stand(wizard, STEP_TEST, call);
	else
		wizard_try(wizard, open, call);
}

void
wizard_advance(struct wizard *wizard, struct call *call)
{
	unsigned blocked = wizard_blocked(wizard);
	size_t question = afterwards(wizard, wizard->step);
	enum step_id next;

	if (question < FIELDS_MAX &&
	    wizard->steps[wizard->step].state == STEP_CONFIRMED) {
		wizard_stand(wizard, wizard->step, call);
		wizard->field = question;
		return;
	}
	next = next_open(wizard, (size_t)wizard->step + 1, blocked);
	if (next == STEP_DONE)
		come_round(wizard, blocked, call);
	else
		wizard_try(wizard, next, call);
}

/* Nothing becomes the account before a test mail was taken; after that, every
 * step that changes something does. */
void
wizard_after_step(struct wizard *wizard, struct call *call)
{
	if (wizard->is_changed &&
	    wizard->steps[STEP_TEST].state == STEP_CONFIRMED)
		wizard_start(wizard, ACTION_GO_LIVE, wizard->step, call);
	else
		wizard_advance(wizard, call);
}

/* A step of a finished account is done anew. Of the old secret's end nothing
 * follows for the new one. */
static void
begin_again(struct wizard *wizard, enum step_id step)
{
	memset(&wizard->steps[step], 0, sizeof(wizard->steps[step]));
	memset(wizard->fields[step], 0, sizeof(wizard->fields[step]));
	if (step == STEP_TEST)
		wizard_forget_test(wizard);
	if (step == STEP_SIGNIN)
		wizard_forget_signin(wizard);
	if (step == STEP_SECRET)
		answers_set(&wizard->answers, "registration.secret_expires",
		    "", false);
}

static void
open_account(struct wizard *wizard, struct call *call)
{
	static const struct {
		const char *what;
		enum step_id step;
	} ways[] = {
		{ "signin", STEP_SIGNIN },
		{ "secret", STEP_SECRET },
		{ "change", STEP_VALUES },
		{ "test", STEP_TEST },
	};
	const char *what = answers_get(&wizard->answers, "start.what");
	size_t i;

	if (strcmp(what, "remove") == 0) {
		wizard->mode = WIZARD_GONE;
		call->request->kind = REQUEST_REMOVE;
		return;
	}
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(ways[i].what, what) != 0)
			continue;
		if (ways[i].step != STEP_VALUES)
			begin_again(wizard, ways[i].step);
		wizard_enter(wizard, ways[i].step, call);
		return;
	}
	wizard_advance(wizard, call);
}

/* Every field of the step fits: have it checked, or go on. */
static void
finish_step(struct wizard *wizard, struct call *call)
{
	struct step_record *record = &wizard->steps[wizard->step];
	enum action action = step_action(wizard->step, &wizard->answers);

	if (record->made == 0)
		record->made = call->event->now;
	step_update(wizard, wizard->step);
	if (record->state == STEP_NOT_NEEDED)
		record->state = STEP_FILLED;
	if (action == ACTION_NONE) {
		/* What was found out about this machine stays said. */
		if (record->state != STEP_CONFIRMED &&
		    !steps[wizard->step].begins_quietly)
			record->state = STEP_FILLED;
		wizard_after_step(wizard, call);
	} else if (record->state == STEP_CONFIRMED) {
		wizard_after_step(wizard, call);
	} else {
		wizard_start(wizard, action, wizard->step, call);
	}
}

void
wizard_next_field(struct wizard *wizard, struct call *call)
{
	size_t i;

	call->request->save = true;
	/* On a finished account the first answer says where to go. */
	if (wizard->step == STEP_START &&
	    strcmp(wizard_field(wizard)->setting, "start.what") == 0) {
		open_account(wizard, call);
		return;
	}
	for (i = wizard->field + 1; i < step_field_count(wizard->step); i++)
		if (field_is_needed(step_field(wizard->step, i),
		    &wizard->answers)) {
			wizard->field = i;
			return;
		}
	if (step_fits(wizard, wizard->step))
		finish_step(wizard, call);
	else
		wizard->field = first_field(wizard, wizard->step);
}

void
wizard_back(struct wizard *wizard, struct call *call)
{
	size_t i;

	for (i = wizard->step; i > STEP_START; i--)
		if (step_is_needed((enum step_id)(i - 1), &wizard->answers))
			break;
	call->request->save = true;
	if (i == STEP_START) {
		wizard->before_leaving = wizard->mode;
		wizard->mode = WIZARD_LEAVING;
		return;
	}
	wizard_enter(wizard, (enum step_id)(i - 1), call);
}
