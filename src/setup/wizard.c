/* SPDX-License-Identifier: ISC */
/* Which event means what in which mode. */
#include <config.h>

#include "setup/wizard.h"

#include <stdio.h>
#include <string.h>

#include "setup/step_tables.h"
#include "setup/wizard_part.h"

/* Nobody said that there is no other way, so that is still to be asked. */
static void
open_care(struct wizard *wizard)
{
	if (needs_backup(&wizard->answers))
		return;
	memset(wizard->fields[STEP_CARE], 0, sizeof(wizard->fields[STEP_CARE]));
	wizard->steps[STEP_CARE].state = STEP_NOT_NEEDED;
}

/* The account's own values count as checked: it has sent mail. */
static void
open_finished(struct wizard *wizard)
{
	size_t step, i;

	answers_set(&wizard->answers, "start.live", "yes", true);
	wizard->is_changed = false;
	for (step = STEP_START; step < STEP_DONE; step++) {
		for (i = 0; i < step_field_count((enum step_id)step); i++)
			wizard->fields[step][i].state = FIELD_CONFIRMED;
		wizard->steps[step].state = STEP_CONFIRMED;
	}
	wizard->fields[STEP_SECRET][0].is_given = true;
	open_care(wizard);
	/* What to do with it is asked each time. */
	wizard->fields[STEP_START][0].state = FIELD_EMPTY;
	answers_set(&wizard->answers, "start.what", "", false);
}

static bool
is_untouched(const struct wizard *wizard)
{
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		if (wizard->steps[i].state != STEP_NEW)
			return false;
	return true;
}

/* A finished account that was only looked at leaves no draft behind. */
static bool
is_worth_keeping(const struct wizard *wizard)
{
	return !wizard->is_live || wizard->is_changed ||
	    wizard->step != STEP_START ||
	    answers_typed(&wizard->answers, "start.what")[0] != '\0';
}

static void
handle_open(struct wizard *wizard, struct call *call)
{
	if (wizard->is_live && is_untouched(wizard))
		open_finished(wizard);
	wizard_judge_all(wizard, call->event->now);
	if (wizard->mode == WIZARD_ASKING)
		wizard_resume(wizard, call);
}

static void
handle_jump(struct wizard *wizard, struct call *call)
{
	size_t number = call->event->number;

	if (number < STEP_COUNT && wizard_may_jump(wizard,
	    (enum step_id)number))
		wizard_enter(wizard, (enum step_id)number, call);
}

/* What came of the test mail may stay unknown. */
static bool
skip_afterwards(struct wizard *wizard, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	const char *typed;

	if (field == NULL || !field->afterwards)
		return false;
	typed = answers_typed(&wizard->answers, field->setting);
	wizard_answer(wizard, field->setting,
	    typed[0] != '\0' ? typed : "later", call);
	wizard_advance(wizard, call);
	return true;
}

/* Forward without what the step asks for: only where nothing depends on it, or
 * where all of it is there and merely not confirmed. */
static void
handle_skip(struct wizard *wizard, struct call *call)
{
	struct step_record *record = &wizard->steps[wizard->step];
	struct field_record *field = field_record(wizard);

	if (wizard->step == STEP_DONE || skip_afterwards(wizard, call))
		return;
	if (steps[wizard->step].optional && !step_fits(wizard, wizard->step)) {
		record->state = STEP_NOT_NEEDED;
	} else if (!step_fits(wizard, wizard->step) &&
	    record->state != STEP_WAITING && record->state != STEP_CONFIRMED &&
	    record->state != STEP_PROBLEM && record->state != STEP_NOT_YET) {
		field->state = FIELD_FINDING;
		finding_set(&field->finding, 0, "this is needed before the "
		    "next step. Example: %s", wizard_field(wizard)->example);
		return;
	}
	if (!step_is_finished(wizard, wizard->step))
		record->is_passed_over = true;
	wizard_advance(wizard, call);
}

static void
handle_waiting(struct wizard *wizard, struct call *call)
{
	if (!skip_afterwards(wizard, call))
		wizard_wait(wizard, call);
}

static void
handle_leave(struct wizard *wizard, struct call *call)
{
	wizard->before_leaving = wizard->mode;
	wizard->mode = WIZARD_LEAVING;
	call->request->save = is_worth_keeping(wizard);
}

static void
quit(struct wizard *wizard, struct call *call)
{
	wizard->mode = WIZARD_GONE;
	call->request->kind = REQUEST_QUIT;
	call->request->save = is_worth_keeping(wizard);
}

static void
handle_field(struct wizard *wizard, struct call *call)
{
	const struct field *to = step_field(wizard->step, call->event->number);

	if (to == NULL || !field_is_needed(to, &wizard->answers))
		return;
	wizard_leave_text(wizard, true, call);
	if (field_is_needed(to, &wizard->answers))
		wizard->field = call->event->number;
}

static void
handle_touched(struct wizard *wizard)
{
	struct field_record *record = field_record(wizard);

	if (record->state != FIELD_FINDING)
		return;
	record->state = FIELD_EDITED;
	finding_clear(&record->finding);
}

/* Away from the question; a text that was begun stays. */
static void
handle_moving(struct wizard *wizard, struct call *call)
{
	switch (call->event->kind) {
	case EVENT_BACK:
		wizard_leave_text(wizard, false, call);
		wizard_back(wizard, call);
		break;
	case EVENT_JUMP:
		wizard_leave_text(wizard, true, call);
		handle_jump(wizard, call);
		break;
	case EVENT_SKIP:
		handle_skip(wizard, call);
		break;
	case EVENT_WAITING:
		handle_waiting(wizard, call);
		break;
	case EVENT_DOOR:
		wizard_take_door(wizard, call);
		break;
	case EVENT_RENEW:
		if (wizard->step == STEP_SIGNIN)
			wizard_start(wizard, ACTION_SIGNIN_RENEW, wizard->step,
			    call);
		break;
	case EVENT_LEAVE:
		wizard_leave_text(wizard, false, call);
		handle_leave(wizard, call);
		break;
	default:
		break;
	}
}

/* A question is on the screen. */
static void
handle_asking(struct wizard *wizard, struct call *call)
{
	const struct event *event = call->event;

	switch (event->kind) {
	case EVENT_TEXT:
		wizard_take_text(wizard, event->text != NULL ? event->text : "",
		    call);
		break;
	case EVENT_SECRET:
		wizard_take_secret(wizard, call);
		break;
	case EVENT_CHOICE:
		wizard_take_choice(wizard, event->number, call);
		break;
	case EVENT_CLEAR:
		wizard_clear_answer(wizard, call);
		break;
	case EVENT_TOUCHED:
		handle_touched(wizard);
		break;
	case EVENT_FIELD:
		handle_field(wizard, call);
		break;
	default:
		handle_moving(wizard, call);
	}
}

static void
handle_working(struct wizard *wizard, struct call *call)
{
	if (call->event->kind == EVENT_LEAVE) {
		handle_leave(wizard, call);
	} else if (call->event->kind == EVENT_JUMP) {
		handle_jump(wizard, call);
	} else if (call->event->kind == EVENT_BACK) {
		wizard_give_up(wizard, call);
		wizard_ask(wizard);
	}
}

/* Is who signed in right? Enter says no, since a mistake is cheap that way. */
static void
handle_question(struct wizard *wizard, struct call *call)
{
	const struct event *event = call->event;
	const char *text = event->text != NULL ? event->text : "";

	switch (event->kind) {
	case EVENT_TEXT:
		if (text[0] == '\0' || strcmp(text, "1") == 0)
			wizard_reply(wizard, false, call);
		else if (strcmp(text, "2") == 0)
			wizard_reply(wizard, true, call);
		else
			wizard_say(wizard, "Type 1 or 2. Example: 1");
		break;
	case EVENT_CHOICE:
		if (event->number < 2)
			wizard_reply(wizard, event->number == 1, call);
		break;
	case EVENT_BACK:
		wizard_reply(wizard, false, call);
		break;
	case EVENT_JUMP:
		handle_jump(wizard, call);
		break;
	case EVENT_LEAVE:
		handle_leave(wizard, call);
		break;
	default:
		break;
	}
}

static void
try_again(struct wizard *wizard, struct call *call)
{
	enum action action = wizard->failed;

	/* What was pasted is used up; the address shown may not be. */
	if (action == ACTION_SIGNIN_FINISH)
		action = ACTION_SIGNIN_BEGIN;
	wizard_start(wizard, action, wizard->step, call);
}

static void
handle_verdict(struct wizard *wizard, struct call *call)
{
	switch (call->event->kind) {
	case EVENT_TEXT:
	case EVENT_SECRET:
		try_again(wizard, call);
		break;
	case EVENT_BACK:
		wizard_ask(wizard);
		break;
	case EVENT_LEAVE:
		handle_leave(wizard, call);
		break;
	case EVENT_JUMP:
	case EVENT_SKIP:
	case EVENT_WAITING:
	case EVENT_DOOR:
		handle_moving(wizard, call);
		break;
	default:
		break;
	}
}

static void
handle_leaving(struct wizard *wizard, struct call *call)
{
	if (call->event->kind == EVENT_BACK)
		wizard->mode = wizard->before_leaving;
	else if (call->event->kind == EVENT_JUMP)
		handle_jump(wizard, call);
	else if (call->event->kind == EVENT_TEXT ||
	    call->event->kind == EVENT_LEAVE)
		quit(wizard, call);
}

/* What is said once was said before the next answer. */
static bool
is_answer(enum event_kind kind)
{
	return kind != EVENT_TICK && kind != EVENT_RESULT &&
	    kind != EVENT_ASKED && kind != EVENT_TOUCHED &&
	    kind != EVENT_OPEN;
}

/* A code on the screen is always asked about, however one came back to it. */
static void
keep_asking_about_code(struct wizard *wizard, struct call *call)
{
	if (wizard->mode == WIZARD_SIGNIN && wizard->user_code[0] != '\0' &&
	    wizard->running == ACTION_NONE)
		wizard_poll_code(wizard, call);
}

void
wizard_handle(struct wizard *wizard, const struct event *event,
    struct request *request)
{
	static void (*const handlers[])(struct wizard *, struct call *) = {
		[WIZARD_ASKING] = handle_asking,
		[WIZARD_LEAVING] = handle_leaving,
		[WIZARD_WORKING] = handle_working,
		[WIZARD_SIGNIN] = handle_asking,
		[WIZARD_QUESTION] = handle_question,
		[WIZARD_VERDICT] = handle_verdict,
	};
	struct call call = { event, request };

	memset(request, 0, sizeof(*request));
	if (wizard->mode == WIZARD_GONE)
		return;
	if (is_answer(event->kind))
		wizard->note[0] = '\0';
	if (event->kind == EVENT_OPEN)
		handle_open(wizard, &call);
	else if (event->kind == EVENT_RESULT)
		wizard_result(wizard, &call);
	else if (event->kind == EVENT_ASKED)
		wizard_asked(wizard, &call);
	else if (event->kind == EVENT_TICK)
		wizard_tick(wizard, &call);
	else if (event->kind == EVENT_HANGUP)
		quit(wizard, &call);
	else
		handlers[wizard->mode](wizard, &call);
	if (wizard->mode != WIZARD_GONE)
		wizard_find_place(wizard, &call);
	keep_asking_about_code(wizard, &call);
}
