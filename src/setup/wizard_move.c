/* SPDX-License-Identifier: ISC */
/* From field to field, from step to step, and when work begins. */
#include <config.h>

#include <string.h>

#include "setup/wizard_part.h"

void
wizard_start(struct wizard *wizard, enum action action, enum step_id step,
    struct call *call)
{
	wizard->mode = WIZARD_WORKING;
	wizard->running = action;
	wizard->is_quiet = false;
	wizard->running_for = step;
	wizard->running_since = call->event->now;
	call->request->kind = REQUEST_START;
	call->request->action = action;
	call->request->save = true;
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
wizard_find_place(struct wizard *wizard)
{
	const struct field *field = wizard_field(wizard);

	if (field != NULL && !field_is_needed(field, &wizard->answers))
		wizard->field = first_field(wizard, wizard->step);
}

void
wizard_enter(struct wizard *wizard, enum step_id step, struct call *call)
{
	wizard->step = step;
	wizard->field = first_field(wizard, step);
	wizard->mode = WIZARD_ASKING;
	call->request->save = true;
	if (steps[step].begin != ACTION_NONE &&
	    wizard->steps[step].state != STEP_CONFIRMED)
		wizard_start(wizard, steps[step].begin, step, call);
}

void
wizard_advance(struct wizard *wizard, struct call *call)
{
	size_t i;

	for (i = (size_t)wizard->step + 1; i < STEP_DONE; i++)
		if (!step_is_finished(wizard, (enum step_id)i))
			break;
	wizard_enter(wizard, i < STEP_DONE ? (enum step_id)i : STEP_DONE, call);
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
	} doors[] = {
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
	for (i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
		if (strcmp(doors[i].what, what) != 0)
			continue;
		if (doors[i].step != STEP_VALUES)
			begin_again(wizard, doors[i].step);
		wizard_enter(wizard, doors[i].step, call);
		return;
	}
	wizard_advance(wizard, call);
}

/* Every field of the step fits: have it checked, or go on. */
static void
finish_step(struct wizard *wizard, struct call *call)
{
	struct step_record *record = &wizard->steps[wizard->step];
	enum action action = steps[wizard->step].action;

	if (record->made == 0)
		record->made = call->event->now;
	step_update(wizard, wizard->step);
	if (record->state == STEP_NOT_NEEDED)
		record->state = STEP_FILLED;
	if (action == ACTION_NONE) {
		if (record->state != STEP_CONFIRMED)
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
