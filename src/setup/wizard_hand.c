/* SPDX-License-Identifier: ISC */
/* Steps that wait for somebody else, what can be done meanwhile, what is tried
 * first on return, and the other doors of a step. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/wizard_part.h"

/* A step rests only on earlier ones, so that one pass finds all. One that is
 * waited for is out of the way once it has been looked at in this session. */
unsigned
wizard_blocked(const struct wizard *wizard)
{
	const struct step_record *record;
	unsigned blocked = 0;
	size_t i;

	for (i = STEP_START; i < STEP_DONE; i++) {
		record = &wizard->steps[i];
		if (step_is_passed(wizard, (enum step_id)i))
			continue;
		if ((record->state == STEP_WAITING && record->is_seen) ||
		    (record->state != STEP_WAITING &&
		     (steps[i].rests_on & blocked) != 0))
			blocked |= 1u << i;
	}
	return blocked;
}

/* "Anna (Register the app), Bob (API permissions)" */
static void
name_waiting(const struct wizard *wizard, struct text *out)
{
	size_t i;

	for (i = STEP_START; i < STEP_DONE; i++)
		if (wizard->steps[i].state == STEP_WAITING &&
		    step_is_needed((enum step_id)i, &wizard->answers))
			text_addf(out, "%s%s (%s)", out->len > 0 ? ", " : "",
			    wizard->steps[i].waiting_for, steps[i].title);
}

/* Nothing is left that could be done now; back shows what is waited for. */
void
wizard_leave_waiting(struct wizard *wizard, struct call *call)
{
	struct text names;
	size_t i;

	for (i = STEP_START; i < STEP_DONE; i++)
		if (wizard->steps[i].state == STEP_WAITING &&
		    step_is_needed((enum step_id)i, &wizard->answers))
			break;
	wizard_stand(wizard, (enum step_id)i, call);
	wizard->before_leaving = wizard->mode;
	wizard->mode = WIZARD_LEAVING;
	text_init(&names, NOTE_SIZE);
	name_waiting(wizard, &names);
	wizard_say(wizard, "All else is done. Waiting for %.320s. When it has "
	    "been done, come back: it is tried first.", names.at);
	text_clear(&names);
}

/* Whoever is named again has been waited for since the first time. */
static void
set_whom(struct wizard *wizard, struct step_record *record,
    const struct event *event)
{
	const char *whom = event->text;

	if (whom == NULL || whom[0] == '\0')
		whom = record->state == STEP_WAITING ? record->waiting_for
						     : wizard->whom;
	if (whom[0] == '\0')
		whom = "somebody else";
	if (record->state != STEP_WAITING ||
	    strcmp(record->waiting_for, whom) != 0)
		record->since = event->now;
	/* The name may be the record's own. */
	if (whom != record->waiting_for)
		snprintf(record->waiting_for, sizeof(record->waiting_for),
		    "%s", whom);
	if (whom != wizard->whom && strcmp(whom, "somebody else") != 0)
		snprintf(wizard->whom, sizeof(wizard->whom), "%s", whom);
}

void
wizard_wait(struct wizard *wizard, struct call *call)
{
	struct step_record *record = &wizard->steps[wizard->step];
	enum step_id step = wizard->step;
	char name[sizeof(record->waiting_for)];

	if (step == STEP_START || step == STEP_DONE ||
	    record->state == STEP_CONFIRMED)
		return;
	set_whom(wizard, record, call->event);
	record->state = STEP_WAITING;
	record->is_seen = true;
	record->is_passed_over = false;
	record->tried = record->next = 0;
	record->tries = 0;
	snprintf(name, sizeof(name), "%s", record->waiting_for);
	wizard_advance(wizard, call);
	/* Of another step that waits that step has told. */
	if (wizard->mode != WIZARD_LEAVING &&
	    wizard->steps[wizard->step].state != STEP_WAITING)
		wizard_say(wizard, "Step \"%s\" waits for %s. This can be "
		    "done meanwhile.", steps[step].title, name);
	call->request->save = true;
}

/* Somebody else had a turn: see whether it has been done. */
void
wizard_try(struct wizard *wizard, enum step_id step, struct call *call)
{
	struct step_record *record = &wizard->steps[step];
	enum action action = step_action(step, &wizard->answers);
	char since[MOMENT_SIZE];

	wizard_enter(wizard, step, call);
	if (record->state != STEP_WAITING)
		return;
	wizard_say(wizard, "This step waits for %s since %s.",
	    record->waiting_for, moment_words(since, record->since));
	if (wizard->running == ACTION_NONE && action != ACTION_NONE &&
	    step_fits(wizard, step))
		wizard_start(wizard, action, step, call);
}

/* A test mail that was refused because something was not known yet. */
static void
try_test(struct wizard *wizard, struct call *call)
{
	wizard_enter(wizard, STEP_TEST, call);
	wizard_say(wizard, "The test mail was not taken before you left: "
	    "what it needs was not known everywhere yet. It is tried again "
	    "now.");
	wizard_start(wizard, ACTION_TEST_MAIL, STEP_TEST, call);
}

/* What was given up by leaving is tried behind the person's back. */
static void
wake_not_yets(struct wizard *wizard, int64_t now)
{
	enum action action;
	size_t i;

	for (i = 0; i < STEP_COUNT; i++) {
		action = step_action((enum step_id)i, &wizard->answers);
		if (wizard->steps[i].state == STEP_NOT_YET &&
		    wizard->steps[i].next == 0 && action_is_repeatable(action))
			wizard->steps[i].next = now;
	}
}

void
wizard_resume(struct wizard *wizard, struct call *call)
{
	enum step_id step;
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		wizard->steps[i].is_seen = false;
	wake_not_yets(wizard, call->event->now);
	if (wizard->steps[STEP_TEST].state == STEP_NOT_YET &&
	    step_fits(wizard, STEP_TEST)) {
		try_test(wizard, call);
		return;
	}
	for (i = STEP_START; i < STEP_DONE; i++)
		if (wizard->steps[i].state == STEP_WAITING &&
		    step_is_needed((enum step_id)i, &wizard->answers)) {
			wizard_try(wizard, (enum step_id)i, call);
			return;
		}
	step = wizard->step;
	if (steps[step].begins_quietly)
		wizard_look(wizard, call);
	else if (steps[step].begin != ACTION_NONE)
		wizard_enter(wizard, step, call);
}

/* One of the step's other ways was chosen. */
void
wizard_take_door(struct wizard *wizard, struct call *call)
{
	const struct step *step = &steps[wizard->step];
	const struct door *door;

	if (call->event->number >= step->door_count)
		return;
	door = &step->doors[call->event->number];
	if (door->later != NULL || door->grant == NULL) {
		wizard_say(wizard, "%s.", door->later != NULL ? door->later
							       : door->help);
		return;
	}
	wizard_answer(wizard, "grant", door->grant, call);
	/* The old address or code is not this way's. */
	wizard_forget_signin(wizard);
	wizard->steps[STEP_SIGNIN].state = STEP_PARTLY;
	step_update(wizard, STEP_SIGNIN);
	wizard_enter(wizard, wizard_first_open(wizard), call);
}
