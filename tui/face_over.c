/* SPDX-License-Identifier: ISC */
/* What lies over the view: opening and closing it, the draft that was left, and
 * handing a step over to somebody else. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "setup/sheet_file.h"
#include "setup/validate.h"
#include "tui/face_part.h"

void
face_open(struct face *face, enum overlay overlay)
{
	if (face->overlay == OVERLAY_NONE) {
		face->kept_choice = face->choice;
		face->kept_scroll = face->scroll;
	}
	face->overlay = overlay;
	face->choice = face_first_row(face);
	face->scroll = 0;
}

/* The name that was being typed goes, the field's text comes back. */
static void
take_stash_back(struct face *face)
{
	editor_clear(&face->editor);
	face->editor = face->stash;
	memset(&face->stash, 0, sizeof(face->stash));
	face->is_fresh = face->stash_fresh;
	face->is_proposed = face->stash_proposed;
	finding_clear(&face->found);
}

void
face_close(struct face *face)
{
	enum overlay was = face->overlay;

	if (was == OVERLAY_PAGE && face->under != OVERLAY_NONE) {
		face->overlay = face->under;
		face->under = OVERLAY_NONE;
		return;
	}
	if (was == OVERLAY_WHO)
		take_stash_back(face);
	face->overlay = OVERLAY_NONE;
	face->choice = face->kept_choice;
	face->scroll = face->kept_scroll;
	if (face->choice >= face_rows(face))
		face->choice = face_first_row(face);
}

enum step_id
face_hand_step(const struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	enum step_id cure;

	if (wizard->mode == WIZARD_VERDICT) {
		cure = wizard_cure(wizard);
		if (cure < STEP_COUNT && cure != STEP_SIGNIN &&
		    sheet_is_for(cure) && wizard_may_jump(wizard, cure))
			return cure;
	}
	if (!sheet_is_for(wizard->step) ||
	    (wizard->step == STEP_SIGNIN && wizard->address[0] == '\0'))
		return STEP_COUNT;
	return wizard->step;
}

void
face_hand_over(struct face *face)
{
	/* Who was named last is likely to be asked again. */
	const char *name = face->desk->wizard.whom;

	face->hand_step = face_hand_step(face);
	face->stash = face->editor;
	face->stash_fresh = face->is_fresh;
	face->stash_proposed = face->is_proposed;
	editor_init(&face->editor, tidy_words);
	face->editor.max = sizeof(face->whom) - 1;
	face_open(face, OVERLAY_WHO);
	face->is_fresh = true;
	face->is_proposed = editor_set(&face->editor, name) && name[0] != '\0';
}

/* Enter behind the name: the page is written where it can be fetched. */
void
face_write_sheet(struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct sheet sheet = { .whom = face->whom };
	struct fault why;

	if (validate_is_like_secret(editor_text(&face->editor))) {
		finding_set(&face->found, 0, "this looks like a secret, and "
		    "the sheet is for others to read. Example: Anna");
		return;
	}
	snprintf(face->whom, sizeof(face->whom), "%s",
	    editor_text(&face->editor));
	if (face->hand_step == STEP_SIGNIN)
		sheet.address = wizard->address;
	text_reset(&face->sheet);
	take_stash_back(face);
	if (!sheet_keep(face->desk, face->hand_step, &sheet, &face->sheet,
	    face->sheet_path, &why)) {
		face->sheet_path[0] = '\0';
		face_say(face, "%s. %s", why.what, why.next);
	}
	/* A page that could not be kept can be read here all the same. */
	face->overlay = OVERLAY_SHEET;
	face->scroll = 0;
	if (face->sheet.len == 0)
		face_close(face);
}

/* Enter behind the sheet: the step waits for somebody. */
void
face_give_away(struct face *face)
{
	struct event event = { .kind = EVENT_WAITING, .text = face->whom };

	face_close(face);
	if (face->desk->wizard.step != face->hand_step)
		face_jump(face, face->hand_step);
	face_event(face, &event);
}

void
face_jump(struct face *face, enum step_id step)
{
	struct event event = { .kind = EVENT_JUMP, .number = step };

	face_keep_secret(face, false);
	/* What runs is given up. */
	if (face->desk->wizard.mode == WIZARD_WORKING)
		face_tell_wizard(face, EVENT_BACK);
	event.text = face_typed(face, false);
	face_event(face, &event);
}

void
face_resume(struct face *face, size_t row)
{
	struct fault why;

	face->overlay = OVERLAY_NONE;
	face->seen_step = STEP_COUNT;
	if (row == 2 && !desk_drop(face->desk, &why)) {
		face_fail(face, &why);
		return;
	}
	face_tell_wizard(face, EVENT_OPEN);
	if (row == 1)
		face_jump(face, STEP_START);
}
