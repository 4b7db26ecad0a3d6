/* SPDX-License-Identifier: ISC */
/* The face's turns: hands the wizard what happened, does what it asks for, and
 * keeps choice, scroll and editor with the place that it is at. */
#include <config.h>

#include "tui/face.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "setup/sheet.h"
#include "tui/face_part.h"

int64_t
face_now(const struct face *face)
{
	return face->now != NULL ? face->now() : moment_now();
}

static enum scene
scene_asking(const struct face *face)
{
	const struct field *field = wizard_field(&face->desk->wizard);

	if (field == NULL)
		return SCENE_DONE;
	if (field->kind == FIELD_CHOICE)
		return SCENE_CHOICE;
	return field->kind == FIELD_CONFIRM ? SCENE_CONFIRM : SCENE_TEXT;
}

enum scene
face_scene(const struct face *face)
{
	static const enum scene overlays[] = {
		[OVERLAY_TAKE_OVER] = SCENE_TAKE_OVER,
		[OVERLAY_RESUME] = SCENE_RESUME,
		[OVERLAY_HELP] = SCENE_HELP,
		[OVERLAY_STEPS] = SCENE_STEPS,
		[OVERLAY_WHO] = SCENE_WHO,
		[OVERLAY_SHEET] = SCENE_SHEET,
		[OVERLAY_WAYS] = SCENE_WAYS,
		[OVERLAY_REMOVE] = SCENE_REMOVE,
		[OVERLAY_PAGE] = SCENE_PAGE,
	};
	static const enum scene modes[] = {
		[WIZARD_WORKING] = SCENE_WORKING,
		[WIZARD_SIGNIN] = SCENE_SIGNIN,
		[WIZARD_QUESTION] = SCENE_QUESTION,
		[WIZARD_VERDICT] = SCENE_VERDICT,
		[WIZARD_GONE] = SCENE_GONE,
	};
	enum wizard_mode mode = face->desk->wizard.mode;

	if (face->overlay == OVERLAY_PAGE)
		return SCENE_PAGE;
	if (face->shape == SHAPE_NONE)
		return SCENE_SMALL;
	if (mode == WIZARD_LEAVING)
		return SCENE_LEAVING;
	if (face->overlay != OVERLAY_NONE)
		return overlays[face->overlay];
	return mode == WIZARD_ASKING ? scene_asking(face) : modes[mode];
}

void
face_say(struct face *face, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (vsnprintf(face->say, sizeof(face->say), format, args) < 0)
		face->say[0] = '\0';
	va_end(args);
}

void
face_end(struct face *face, int code)
{
	face->is_over = true;
	face->code = code;
}

/* The draft, or a secret, cannot be kept: going on would lose what is typed. */
void
face_fail(struct face *face, const struct fault *why)
{
	face->failed = *why;
	face_end(face, fault_exit(why->kind));
}

static void
/* NOLINTNEXTLINE(misc-no-recursion) */
start_action(struct face *face, enum action action,
    const struct secret *secret)
{
	struct wizard *wizard = &face->desk->wizard;
	struct order order = { .action = action, .answers = &wizard->answers,
		.now = face_now(face) };
	struct outcome outcome;
	struct event failed = { .kind = EVENT_RESULT, .outcome = &outcome };

	if (face->is_running)
		face->ops->cancel(face->ops_self);
	if (action == ACTION_SIGNIN_FINISH)
		order.pasted = secret;
	/* Putting into use is the end of the test mail before it. */
	if (!wizard->is_quiet && action != ACTION_GO_LIVE)
		face->progress_count = 0;
	memset(&outcome, 0, sizeof(outcome));
	outcome.action = action;
	face->is_running = face->ops->start(face->ops_self, &order,
	    &outcome.why);
	if (!face->is_running)
		face_event(face, &failed);
}

/* The walkthrough has ended. When it was at its end and all of it is in the
 * account, nothing is left to be gone on with. */
static void
quit(struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct fault why;

	if (wizard->step != STEP_DONE || wizard->is_changed) {
		face_end(face, FACE_LEFT);
		return;
	}
	face_end(face, 0);
	if (!desk_drop(face->desk, &why))
		face_fail(face, &why);
}

static void
/* NOLINTNEXTLINE(misc-no-recursion) */
do_request(struct face *face, const struct event *event,
    const struct request *request)
{
	switch (request->kind) {
	case REQUEST_START:
		start_action(face, request->action, event->secret);
		break;
	case REQUEST_CANCEL:
		face->ops->cancel(face->ops_self);
		face->is_running = false;
		break;
	case REQUEST_ANSWER:
		face->ops->answer(face->ops_self, request->yes);
		break;
	case REQUEST_REMOVE:
		face->is_removed = true;
		face_end(face, 0);
		break;
	case REQUEST_QUIT:
		quit(face);
		break;
	default:
		break;
	}
}

/* An action that cannot begin is an event of its own; that one begins nothing,
 * so that this comes back after one turn. */
void
/* NOLINTNEXTLINE(misc-no-recursion) */
face_event(struct face *face, struct event *event)
{
	struct request request;
	struct fault why;

	fault_clear(&why);
	event->now = face_now(face);
	wizard_handle(&face->desk->wizard, event, &request);
	if (request.keep != NULL)
		face->ops->settle(face->ops_self);
	if (request.keep != NULL &&
	    !desk_keep(face->desk, request.keep, event->secret, &why)) {
		face_fail(face, &why);
		return;
	}
	if (request.save && !desk_save(face->desk, event->now, &why)) {
		face_fail(face, &why);
		return;
	}
	do_request(face, event, &request);
}

void
face_tell_wizard(struct face *face, enum event_kind kind)
{
	struct event event = { .kind = kind };

	face_event(face, &event);
}

void
face_settle(struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;

	/* "Leave?" lies over the place without moving it. */
	if (wizard->mode == WIZARD_LEAVING || wizard->mode == WIZARD_GONE ||
	    face->overlay == OVERLAY_TAKE_OVER)
		return;
	if (face->seen_mode == wizard->mode &&
	    face->seen_step == wizard->step &&
	    face->seen_field == wizard->field)
		return;
	if (face->seen_step != wizard->step)
		face->carry = face->carry_next = 0;
	face->seen_mode = wizard->mode;
	face->seen_step = wizard->step;
	face->seen_field = wizard->field;
	face_load(face);
	face->scroll = 0;
	face->kept_scroll = 0;
	if (face->overlay == OVERLAY_NONE)
		face->choice = face_first_row(face);
	else
		face->kept_choice = SIZE_MAX;
}

void
face_begin(struct face *face)
{
	const struct desk *desk = face->desk;

	text_init(&face->sheet, SHEET_MAX);
	secret_init(&face->came, SECRET_MAX);
	face->is_over = false;
	face->overlay = OVERLAY_NONE;
	if (desk->is_resumed || desk->damaged.kind != FAULT_NONE) {
		face->overlay = OVERLAY_RESUME;
		face->choice = 0;
	} else
		face_tell_wizard(face, EVENT_OPEN);
	face->seen_step = STEP_COUNT; /* nothing yet */
	face_settle(face);
}

void
face_clear(struct face *face)
{
	if (face->is_running)
		face->ops->cancel(face->ops_self);
	face->is_running = false;
	editor_clear(&face->editor);
	editor_clear(&face->stash);
	secret_clear(&face->came);
	text_clear(&face->sheet);
}

/* The running action has ended, or wants to know something. */
static bool
look_at_action(struct face *face)
{
	struct outcome outcome;
	struct event event = { .kind = EVENT_RESULT, .outcome = &outcome };

	if (!face->is_running)
		return false;
	if (face->ops->ended(face->ops_self, 0, &outcome)) {
		face->is_running = false;
		/* What comes of it is said by the wizard. */
		face->say[0] = '\0';
		face_event(face, &event);
		return true;
	}
	if (face->ops->asked == NULL)
		return false;
	memset(&outcome, 0, sizeof(outcome));
	if (!face->ops->asked(face->ops_self, &outcome.why))
		return false;
	event.kind = EVENT_ASKED;
	face_event(face, &event);
	return true;
}

/* What the browser brought is used where the wizard waits for it; elsewhere it
 * is kept until the person comes there. */
static bool
use_what_came(struct face *face)
{
	struct event event = { .kind = EVENT_SECRET, .secret = &face->came };

	if (!face->has_come || face->desk->wizard.mode != WIZARD_SIGNIN)
		return false;
	face->has_come = false;
	face_event(face, &event);
	secret_clear(&face->came);
	face_say(face, "The browser came back.");
	return true;
}

/* The browser may have come to the listener. */
static bool
look_at_listener(struct face *face)
{
	struct fault why;

	if (face->signin == NULL)
		return false;
	switch (signin_look(face->signin, &face->came, &why)) {
	case SIGNIN_CAME:
		face->has_come = true;
		if (face->desk->wizard.mode != WIZARD_SIGNIN)
			face_say(face, "The browser came back; step \"%s\" "
			    "goes on with it.", steps[STEP_SIGNIN].title);
		return true;
	case SIGNIN_FAILED:
		finding_set(&face->found, 0, "the browser brought an error: "
		    "%s. %s", why.what, why.next);
		return true;
	default:
		return false;
	}
}

/* When the wizard has to be told the time; 0: never. */
static int64_t
next_tick(const struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	int64_t next = 0;
	size_t i;

	if (face->is_running || face->is_over)
		return 0;
	for (i = 0; i < STEP_COUNT; i++)
		if (wizard->steps[i].next != 0 &&
		    (next == 0 || wizard->steps[i].next < next))
			next = wizard->steps[i].next;
	if (wizard->mode == WIZARD_SIGNIN && wizard->until != 0 &&
	    (next == 0 || wizard->until < next))
		next = wizard->until;
	/* A tick that changed nothing is not repeated at once. */
	if (next != 0 && next <= face->ticked)
		next = face->ticked + 1;
	return next;
}

static bool
look_at_clock(struct face *face)
{
	int64_t next = next_tick(face), now = face_now(face);

	if (next == 0 || next > now)
		return false;
	face->ticked = now;
	face_tell_wizard(face, EVENT_TICK);
	return true;
}

bool
face_look(struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	enum wizard_mode mode = wizard->mode;
	enum step_id step = wizard->step;
	bool moved;

	if (face->is_over || face->overlay == OVERLAY_TAKE_OVER)
		return false;
	face->has_news = false;
	moved = look_at_action(face);
	moved = look_at_listener(face) || moved;
	moved = use_what_came(face) || moved;
	moved = look_at_clock(face) || moved;
	/* What lay over the view was about what is gone now. */
	if ((wizard->mode != mode || wizard->step != step) &&
	    face->overlay != OVERLAY_NONE && face->overlay != OVERLAY_RESUME &&
	    wizard->mode != WIZARD_LEAVING)
		face_close(face);
	face_settle(face);
	return moved || face->has_news;
}

int
face_timeout(const struct face *face)
{
	int64_t next, left;

	if (face->is_over || face->overlay == OVERLAY_TAKE_OVER)
		return -1;
	if (face->is_running && face->ops->descriptor(face->ops_self) < 0)
		return 0;
	next = next_tick(face);
	if (next == 0)
		return -1;
	left = next - face_now(face);
	if (left > 3600)
		left = 3600;
	return left < 0 ? 0 : (int)left * 1000;
}

void
face_tell(void *arg, const char *line)
{
	struct face *face = arg;
	struct progress *row;

	/* What is tried again behind the person's back tells nothing. */
	if (face->desk->wizard.is_quiet)
		return;
	if (face->progress_count == PROGRESS_LINES) {
		memmove(face->progress, face->progress + 1,
		    sizeof(face->progress) - sizeof(face->progress[0]));
		face->progress_count--;
	}
	row = &face->progress[face->progress_count++];
	row->at = face_now(face);
	snprintf(row->words, sizeof(row->words), "%s", line);
	face->has_news = true;
}
