/* SPDX-License-Identifier: ISC */
/* What the files of the face share; others use face.h. */
#ifndef TUI_FACE_PART_H
#define TUI_FACE_PART_H

#include "tui/face.h"

/* What the keys are for now: the uppermost of what lies over one another. */
enum scene {
	SCENE_PAGE, /* as OVERLAY_PAGE, and so on */
	SCENE_SMALL, /* there is no room to draw */
	SCENE_LEAVING,
	SCENE_TAKE_OVER,
	SCENE_RESUME,
	SCENE_HELP,
	SCENE_STEPS,
	SCENE_WHO,
	SCENE_SHEET,
	SCENE_WAYS,
	SCENE_REMOVE,
	SCENE_WORKING,
	SCENE_QUESTION,
	SCENE_VERDICT,
	SCENE_SIGNIN,
	SCENE_TEXT, /* a field that is typed */
	SCENE_CHOICE,
	SCENE_CONFIRM,
	SCENE_DONE,
	SCENE_GONE,
	SCENE_COUNT
};

enum {
	FACE_LEFT = 75, /* exit codes, as the plain face's */
	FACE_HANGUP = 129,
	FACE_SECRET_MAX = 1024, /* more is no client secret */
	FACE_PAGE_MAX = 16384   /* bytes of the plain page */
};

/* face.c */
enum scene face_scene(const struct face *face);
int64_t face_now(const struct face *face);
void face_event(struct face *face, struct event *event);
/* An event that is nothing but its kind. */
void face_tell_wizard(struct face *face, enum event_kind kind);
void face_end(struct face *face, int code);
void face_fail(struct face *face, const struct fault *why);
void face_say(struct face *face, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The wizard may be elsewhere now: what belongs to the place follows. */
void face_settle(struct face *face);

/* face_edit.c: the editor and the field it is for. */
/* Puts the current field's value into the editor, or empties it. */
void face_load(struct face *face);
void face_type(struct face *face, struct press *press);
void face_paste(struct face *face, struct press *press);
void face_too_much(struct face *face, struct press *press);
void face_edit(struct face *face, struct press *press);
void face_reveal(struct face *face, struct press *press);
/* Enter on a field that is typed. */
void face_submit(struct face *face);
/* What was typed, for events that leave the field; NULL for none. What is only
 * proposed counts when the field is left as answered. */
const char *face_typed(const struct face *face, bool is_answered);
/* A typed secret is kept before its field is left, when it fits; judge: else it
 * gets its finding. */
void face_keep_secret(struct face *face, bool judge);
/* The needed field of this step behind or before the current one, round its
 * ends; the current one when it is alone. */
size_t face_other_field(const struct face *face, bool is_back);
/* Another reading of what the finding is about; false: there is none. */
bool face_offers(const struct face *face);
void face_offer(struct face *face, bool is_back);

/* face_rows.c: what is chosen among. */
size_t face_first_row(const struct face *face);
void face_move_row(struct face *face, bool is_back);
/* Takes the row that is chosen. */
void face_take_row(struct face *face);
/* A digit or letter in a list. */
void face_pick(struct face *face, char key);
enum step_id face_row_step(const struct face *face, size_t index);

/* face_remedy.c: rows of a verdict. */
size_t face_remedies(const struct face *face);
bool face_remedy_words(const struct face *face, size_t index,
    struct text *out);
void face_remedy_take(struct face *face, size_t index);

/* face_over.c: what lies over the view. */
void face_open(struct face *face, enum overlay overlay);
void face_close(struct face *face);
/* The step that somebody else can be asked to do now; STEP_COUNT: none. */
enum step_id face_hand_step(const struct face *face);
void face_hand_over(struct face *face);
void face_write_sheet(struct face *face);
void face_give_away(struct face *face);
void face_jump(struct face *face, enum step_id step);
void face_resume(struct face *face, size_t row);

/* face_page.c: what goes out of the window. */
bool face_carry(const struct face *face, size_t index, struct text *label,
    struct text *value);
void face_offer_copy(struct face *face);

#endif
