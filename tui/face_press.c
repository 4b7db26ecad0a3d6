/* SPDX-License-Identifier: ISC */
/* What each press does: one function for each key, and for Enter and Esc one
 * for each thing that they are for at the moment. */
#include <config.h>

#include "tui/face_part.h"

/* Away from the wizard: half a text is kept, and so is a secret that fits. */
static void
leave(struct face *face, struct press *press)
{
	struct event event = { .kind = EVENT_LEAVE };
	enum scene scene = face_scene(face);

	(void)press;
	if (scene == SCENE_TAKE_OVER || scene == SCENE_SMALL) {
		if (scene == SCENE_SMALL)
			face_tell_wizard(face, EVENT_HANGUP);
		face_end(face, FACE_LEFT);
		return;
	}
	if (scene == SCENE_DONE && !face->desk->wizard.is_changed) {
		event.kind = EVENT_TEXT;
		event.text = "";
		face_event(face, &event);
		return;
	}
	if (face->overlay != OVERLAY_NONE && face->overlay != OVERLAY_RESUME)
		face_close(face);
	if (scene != SCENE_LEAVING) {
		face_keep_secret(face, false);
		event.text = face_typed(face, false);
	}
	face_event(face, &event);
}

static void
hang_up(struct face *face, struct press *press)
{
	int code = press->stroke == STROKE_HANGUP ? FACE_HANGUP : FACE_LEFT;

	if (face->overlay != OVERLAY_TAKE_OVER) {
		if (face->overlay == OVERLAY_WHO)
			face_close(face);
		if (face->desk->wizard.mode != WIZARD_LEAVING)
			leave(face, press);
		face_tell_wizard(face, EVENT_HANGUP);
	}
	if (face->is_running)
		face->ops->cancel(face->ops_self);
	face->is_running = false;
	if (face->failed.kind == FAULT_NONE)
		face_end(face, code);
}

static void
enter_plainly(struct face *face)
{
	face->wants_plain = true;
}

/* Nothing is typed there: yes, leave; done; ready. */
static void
enter_yes(struct face *face)
{
	struct event event = { .kind = EVENT_TEXT, .text = "" };

	face_event(face, &event);
}

static void
enter(struct face *face, struct press *press)
{
	static void (*const does[SCENE_COUNT])(struct face *) = {
		[SCENE_PAGE] = face_close,
		[SCENE_SMALL] = enter_plainly,
		[SCENE_LEAVING] = enter_yes,
		[SCENE_TAKE_OVER] = face_take_row,
		[SCENE_RESUME] = face_take_row,
		[SCENE_HELP] = face_close,
		[SCENE_STEPS] = face_take_row,
		[SCENE_WHO] = face_write_sheet,
		[SCENE_SHEET] = face_give_away,
		[SCENE_WAYS] = face_take_row,
		[SCENE_REMOVE] = face_take_row,
		[SCENE_QUESTION] = face_take_row,
		[SCENE_VERDICT] = face_take_row,
		[SCENE_SIGNIN] = face_submit,
		[SCENE_TEXT] = face_submit,
		[SCENE_CHOICE] = face_take_row,
		[SCENE_CONFIRM] = enter_yes,
		[SCENE_DONE] = enter_yes,
	};

	(void)press;
	does[face_scene(face)](face);
}

static void
go_back(struct face *face)
{
	struct event event = { .kind = EVENT_BACK };

	face_keep_secret(face, false);
	event.text = face_typed(face, false);
	face_event(face, &event);
}

static void
esc(struct face *face, struct press *press)
{
	switch (face_scene(face)) {
	case SCENE_TAKE_OVER:
	case SCENE_RESUME:
		leave(face, press);
		break;
	case SCENE_LEAVING:
		face_tell_wizard(face, EVENT_BACK);
		break;
	default:
		if (face->overlay != OVERLAY_NONE)
			face_close(face);
		else
			go_back(face);
	}
}

/* To another field of the step; what was typed is judged and stays. */
static void
move_field(struct face *face, bool is_back)
{
	struct event event = { .kind = EVENT_FIELD,
		.number = face_other_field(face, is_back) };

	face_keep_secret(face, true);
	event.text = face_typed(face, true);
	face_event(face, &event);
}

static void
tab(struct face *face, struct press *press)
{
	move_field(face, press->stroke == STROKE_BACKTAB);
}

static void
up_or_down(struct face *face, struct press *press)
{
	bool is_up = press->stroke == STROKE_UP;
	enum scene scene = face_scene(face);

	if (scene == SCENE_HELP || scene == SCENE_SHEET) {
		face->scroll += is_up ? -1 : 1;
	} else if (face_rows(face) > 1) {
		if (scene == SCENE_CHOICE)
			face_tell_wizard(face, EVENT_TOUCHED);
		face_move_row(face, is_up);
	} else if (face_offers(face)) {
		face_offer(face, is_up);
	} else {
		move_field(face, is_up);
	}
}

/* Rows that a page scrolls by: less than any view has. */
static int
page_rows(const struct face *face)
{
	static const int rows[] = { [SHAPE_WIDE] = 16, [SHAPE_NORMAL] = 10,
		[SHAPE_SMALL] = 4, [SHAPE_NONE] = 1 };

	return rows[face->shape];
}

static void
page_up(struct face *face, struct press *press)
{
	if (face->scroll == 0) {
		esc(face, press);
		return;
	}
	face->scroll -= page_rows(face);
	if (face->scroll < 0)
		face->scroll = 0;
}

static void
page_down(struct face *face, struct press *press)
{
	(void)press;
	face->scroll += page_rows(face);
	if (face->scroll > face->scroll_max)
		face->scroll = face->scroll_max;
}

/* The same key closes what it opened. */
static void
toggle(struct face *face, enum overlay overlay)
{
	if (face->overlay == overlay)
		face_close(face);
	else
		face_open(face, overlay);
}

static void
help(struct face *face, struct press *press)
{
	(void)press;
	toggle(face, OVERLAY_HELP);
}

static void
list_steps(struct face *face, struct press *press)
{
	(void)press;
	toggle(face, OVERLAY_STEPS);
}

static void
other_way(struct face *face, struct press *press)
{
	(void)press;
	toggle(face, OVERLAY_WAYS);
}

static void
hand_over(struct face *face, struct press *press)
{
	(void)press;
	face_hand_over(face);
}

static void
copy(struct face *face, struct press *press)
{
	(void)press;
	face_offer_copy(face);
}

static void
show_page(struct face *face, struct press *press)
{
	enum overlay below = face->overlay;

	(void)press;
	if (below == OVERLAY_NONE)
		face_open(face, OVERLAY_PAGE);
	else
		face->overlay = OVERLAY_PAGE;
	face->under = below;
	face->wants_page = true;
}

static void
renew(struct face *face, struct press *press)
{
	(void)press;
	/* It belongs to the address that ends here. */
	face->has_come = false;
	secret_clear(&face->came);
	face_tell_wizard(face, EVENT_RENEW);
}

static void
open_here(struct face *face, struct press *press)
{
	(void)press;
	face->wants_browser = true;
	face_say(face, "The browser on this machine was asked to open it.");
}

static void
repaint(struct face *face, struct press *press)
{
	(void)press;
	face->wants_repaint = true;
}

/* Into the field; in a list a digit takes a row, and ? is help. */
static void
type(struct face *face, struct press *press)
{
	struct press asks = { .stroke = STROKE_HELP };

	if (face_is_editing(face))
		face_type(face, press);
	else if (press->len != 1)
		return;
	else if (press->bytes[0] != '?')
		face_pick(face, press->bytes[0]);
	else if (face_acts(face, STROKE_HELP))
		help(face, &asks);
}

void
face_press(struct face *face, struct press *press)
{
	static void (*const does[STROKE_COUNT])(struct face *,
	    struct press *) = {
		[STROKE_TEXT] = type,
		[STROKE_PASTE] = face_paste,
		[STROKE_TOO_MUCH] = face_too_much,
		[STROKE_HANGUP] = hang_up,
		[STROKE_END] = hang_up,
		[STROKE_ENTER] = enter,
		[STROKE_ESC] = esc,
		[STROKE_TAB] = tab,
		[STROKE_BACKTAB] = tab,
		[STROKE_UP] = up_or_down,
		[STROKE_DOWN] = up_or_down,
		[STROKE_LEFT] = face_edit,
		[STROKE_RIGHT] = face_edit,
		[STROKE_HOME] = face_edit,
		[STROKE_LINE_END] = face_edit,
		[STROKE_PAGE_UP] = page_up,
		[STROKE_PAGE_DOWN] = page_down,
		[STROKE_BACKSPACE] = face_edit,
		[STROKE_DELETE] = face_edit,
		[STROKE_KILL_BEFORE] = face_edit,
		[STROKE_KILL_WORD] = face_edit,
		[STROKE_KILL_AFTER] = face_edit,
		[STROKE_HELP] = help,
		[STROKE_STEPS] = list_steps,
		[STROKE_REVEAL] = face_reveal,
		[STROKE_COPY] = copy,
		[STROKE_PAGE] = show_page,
		[STROKE_NEW] = renew,
		[STROKE_HAND_OVER] = hand_over,
		[STROKE_OTHER_WAY] = other_way,
		[STROKE_BROWSER] = open_here,
		[STROKE_REPAINT] = repaint,
		[STROKE_LEAVE] = leave,
		[STROKE_BREAK] = leave,
	};

	if (face->is_over || !face_acts(face, press->stroke) ||
	    does[press->stroke] == NULL)
		return;
	face->say[0] = '\0';
	does[press->stroke](face, press);
	if (!face->is_over)
		face_settle(face);
}
