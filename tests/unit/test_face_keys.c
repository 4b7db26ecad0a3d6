/* SPDX-License-Identifier: ISC */
/* The table of keys held against what keys do: in every state each key that it
 * lists changes something, and each that it does not list changes nothing. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "setup/sheet.h"
#include "tests/lib/facing.h"
#include "tests/unit/unit.h"
#include "tui/face_part.h"
#include "tui/keys.h"

static struct facing facing; /* too big for a stack */
static struct face *const face = &facing.face;
static struct wizard *const wizard = &facing.desk.wizard;

/* What a press can change, but for the texts that it finds. */
struct print {
	struct wizard wizard;
	struct editor editor;
	struct finding found;
	enum overlay overlay;
	size_t choice, carry, script, cancelled;
	int scroll, code;
	bool wants_page, wants_copy, wants_browser, wants_repaint, wants_plain;
	bool is_removed, is_over, was_answered;
	char say[NOTE_SIZE];
};

static struct print before, after;

static void
take_print(struct print *print)
{
	memset(print, 0, sizeof(*print));
	memcpy(&print->wizard, wizard, sizeof(*wizard));
	memcpy(&print->editor, &face->editor, sizeof(face->editor));
	print->found = face->found;
	print->overlay = face->overlay;
	print->choice = face->choice;
	print->carry = face->carry;
	print->script = facing.script.count;
	print->cancelled = facing.script.cancelled;
	print->scroll = face->scroll;
	print->code = face->code;
	print->wants_page = face->wants_page;
	print->wants_copy = face->wants_copy;
	print->wants_browser = face->wants_browser;
	print->wants_repaint = face->wants_repaint;
	print->wants_plain = face->wants_plain;
	print->is_removed = face->is_removed;
	print->is_over = face->is_over;
	print->was_answered = facing.script.was_answered;
	memcpy(print->say, face->say, sizeof(face->say));
}

/* One state: a place in the walkthrough, and what lies over it. */
struct spot {
	enum step_id step;
	size_t field;
	enum wizard_mode mode;
	enum overlay overlay;
	bool is_filled; /* the field has a text */
	bool has_code;
	bool is_small;
	int scroll_max;
};

static struct wizard filled; /* with answers to everything */

static void
go_to(const struct spot *spot)
{
	struct fault why;

	face_clear(face);
	memset(&facing.script, 0, sizeof(facing.script));
	memcpy(wizard, &filled, sizeof(filled));
	wizard->step = spot->step;
	wizard->field = spot->field;
	wizard->mode = spot->mode;
	*face = (struct face){ .desk = &facing.desk, .ops = &scripted_ops,
		.ops_self = &facing.script, .again = "x", .now = face->now,
		.has_copy = true, .has_browser = true, .shape = SHAPE_NORMAL };
	text_init(&face->sheet, SHEET_MAX);
	face->seen_step = STEP_COUNT;
	if (spot->mode == WIZARD_SIGNIN) {
		snprintf(wizard->address, sizeof(wizard->address), "%s",
		    FACING_ADDRESS);
		snprintf(wizard->user_code, sizeof(wizard->user_code), "%s",
		    spot->has_code ? "CKJ4PQWZ7" : "");
	}
	fault_set(&why, FAULT_REFUSED, "no");
	snprintf(why.step, sizeof(why.step), "%s", steps[STEP_VALUES].id);
	wizard->fault = why;
	wizard->failed = steps[spot->step].action;
	wizard->running = spot->mode == WIZARD_WORKING ||
	    spot->mode == WIZARD_QUESTION ? ACTION_SIGNIN_FINISH : ACTION_NONE;
	facing.script.is_held = true;
	face_settle(face);
	if (spot->is_filled && face_is_editing(face)) {
		editor_key(&face->editor, EDITOR_END);
		editor_key(&face->editor, EDITOR_KILL_BEFORE);
		editor_insert(&face->editor, "ab cd", 5, &face->found);
		editor_key(&face->editor, EDITOR_LEFT);
		face->is_fresh = face->is_proposed = false;
	}
	if (spot->overlay == OVERLAY_RESUME || spot->overlay ==
	    OVERLAY_TAKE_OVER)
		face->overlay = spot->overlay;
	else if (spot->overlay == OVERLAY_WHO)
		face_hand_over(face);
	else if (spot->overlay != OVERLAY_NONE)
		face_open(face, spot->overlay);
	face->scroll_max = spot->scroll_max;
	face->scroll = spot->scroll_max / 2;
	if (spot->is_small)
		face->shape = SHAPE_NONE;
}

static const char *
bytes_for(void)
{
	if (face_is_editing(face))
		return "x";
	if (face_rows(face) > 0)
		return face->choice == 1 ? "1" : "2";
	return "?";
}

/* What a list of steps, or a draft to be dropped, only selects. */
static void
press_here(enum stroke stroke)
{
	struct press press = { .stroke = stroke, .len = 1 };

	press.bytes[0] = bytes_for()[0];
	secret_init(&press.pasted, PRESS_PASTE_MAX);
	if (stroke == STROKE_PASTE)
		secret_adds(&press.pasted, "pasted");
	face_press(face, &press);
	secret_clear(&press.pasted);
}

static size_t looked_at, acted;

static void
try_all_keys(const struct spot *spot)
{
	size_t stroke;
	bool acts, changed;

	for (stroke = STROKE_TEXT; stroke < STROKE_COUNT; stroke++) {
		if (stroke == STROKE_SUSPEND || stroke == STROKE_RESIZE)
			continue; /* the terminal's */
		go_to(spot);
		acts = face_acts(face, (enum stroke)stroke);
		take_print(&before);
		press_here((enum stroke)stroke);
		take_print(&after);
		changed = memcmp(&before, &after, sizeof(before)) != 0;
		looked_at++;
		acted += acts;
		if (acts != changed)
			print_error("step %s field %zu mode %d overlay %d "
			    "stroke %zu: %s\n", steps[spot->step].id,
			    spot->field, spot->mode, spot->overlay, stroke,
			    acts ? "listed and does nothing"
				 : "not listed and does something");
		assert_true(acts == changed);
	}
}

static void
req_30_in_every_field_each_key_acts_if_and_only_if_it_is_listed(void **state)
{
	struct spot spot = { .mode = WIZARD_ASKING };
	size_t step, i, full;

	(void)state;
	for (step = STEP_START; step < STEP_COUNT; step++)
		for (i = 0; i < step_field_count((enum step_id)step) ||
		     (i == 0 && step == STEP_DONE); i++)
			for (full = 0; full < 2; full++) {
				spot.step = (enum step_id)step;
				spot.field = i;
				spot.is_filled = full == 1;
				if (step == STEP_DONE || field_is_needed(
				    step_field(spot.step, i),
				    &filled.answers))
					try_all_keys(&spot);
			}
	assert_true(looked_at > 500 && acted > 200);
}

static void
req_30_and_in_every_mode(void **state)
{
	static const struct spot spots[] = {
		{ STEP_SIGNIN, 0, WIZARD_SIGNIN, 0, false, false, false, 0 },
		{ STEP_SIGNIN, 0, WIZARD_SIGNIN, 0, true, false, false, 0 },
		{ STEP_SIGNIN, 0, WIZARD_SIGNIN, 0, false, true, false, 0 },
		{ STEP_SIGNIN, 0, WIZARD_SIGNIN, 0, false, false, false, 4 },
		{ STEP_SIGNIN, 0, WIZARD_VERDICT, 0, false, false, false, 0 },
		{ STEP_VALUES, 1, WIZARD_VERDICT, 0, false, false, false, 0 },
		{ STEP_TEST, 0, WIZARD_VERDICT, 0, false, false, false, 4 },
		{ STEP_SECRET, 0, WIZARD_VERDICT, 0, false, false, false, 0 },
		{ STEP_VALUES, 1, WIZARD_WORKING, 0, false, false, false, 0 },
		{ STEP_TEST, 0, WIZARD_WORKING, 0, false, false, false, 0 },
		{ STEP_SIGNIN, 0, WIZARD_QUESTION, 0, false, false, false, 0 },
		{ STEP_VALUES, 0, WIZARD_LEAVING, 0, false, false, false, 0 },
		{ STEP_VALUES, 0, WIZARD_ASKING, 0, true, false, true, 0 },
		{ STEP_VALUES, 0, WIZARD_ASKING, 0, true, false, false, 4 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(spots) / sizeof(spots[0]); i++)
		try_all_keys(&spots[i]);
}

static void
req_30_and_under_whatever_lies_over_it(void **state)
{
	static const enum overlay overlays[] = { OVERLAY_TAKE_OVER,
		OVERLAY_RESUME, OVERLAY_HELP, OVERLAY_STEPS, OVERLAY_WHO,
		OVERLAY_SHEET, OVERLAY_WAYS, OVERLAY_PAGE };
	struct spot spot = { .mode = WIZARD_ASKING, .step = STEP_SECRET };
	size_t i;

	(void)state;
	facing.desk.is_resumed = true;
	for (i = 0; i < sizeof(overlays) / sizeof(overlays[0]); i++) {
		if (overlays[i] == OVERLAY_WAYS &&
		    steps[STEP_SECRET].door_count == 0)
			continue;
		spot.overlay = overlays[i];
		spot.scroll_max = 0;
		try_all_keys(&spot);
		spot.scroll_max = 4;
		try_all_keys(&spot);
	}
	facing.desk.is_resumed = false;
	spot = (struct spot){ .step = STEP_START, .overlay = OVERLAY_REMOVE };
	try_all_keys(&spot);
}

static void
every_key_that_a_person_has_is_in_the_table_once(void **state)
{
	size_t stroke, i, times;

	(void)state;
	for (stroke = STROKE_ENTER; stroke < STROKE_COUNT; stroke++) {
		for (times = 0, i = 0; i < key_row_count; i++)
			times += key_rows[i].stroke == (enum stroke)stroke;
		assert_int_equal(times, 1);
	}
}

static void
enter_says_what_it_will_do(void **state)
{
	struct spot spot = { .step = STEP_VALUES };

	(void)state;
	go_to(&spot);
	assert_string_equal(key_words(&key_rows[0], face), "Next");
	spot.mode = WIZARD_LEAVING;
	go_to(&spot);
	assert_string_equal(key_words(&key_rows[0], face), "Yes, leave");
	assert_string_equal(key_words(&key_rows[1], face), "Stay");
	spot = (struct spot){ .step = STEP_SIGNIN, .mode = WIZARD_SIGNIN,
		.has_code = true };
	go_to(&spot);
	assert_string_equal(key_words(&key_rows[6], face), "Copy code");
}

static int
make(void **state)
{
	(void)state;
	facing_make(&facing);
	/* As at the end of a set-up that has not gone live. */
	scripted_fail(&facing.script, ACTION_TEST_MAIL, FAULT_REFUSED, "test");
	facing_answer_to(&facing, STEP_TEST, NULL);
	memcpy(&filled, wizard, sizeof(filled));
	filled.mode = WIZARD_ASKING;
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	facing_remove(&facing);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    req_30_in_every_field_each_key_acts_if_and_only_if_it_is_listed),
		cmocka_unit_test(req_30_and_in_every_mode),
		cmocka_unit_test(req_30_and_under_whatever_lies_over_it),
		cmocka_unit_test(
		    every_key_that_a_person_has_is_in_the_table_once),
		cmocka_unit_test(enter_says_what_it_will_do),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
