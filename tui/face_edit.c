/* SPDX-License-Identifier: ISC */
/* The field that is typed: what its editor begins with, what keys and pastes do
 * to it, and how its text reaches the wizard. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "setup/portal_paste.h"
#include "setup/validate.h"
#include "tui/face_part.h"

static const struct field *
edited_field(const struct face *face)
{
	return step_field(face->edited_step, face->edited_field);
}

bool
face_is_editing(const struct face *face)
{
	enum scene scene = face_scene(face);

	/* A code is entered elsewhere; nothing comes back from there. */
	return scene == SCENE_WHO || (face->is_edited &&
	    (scene == SCENE_TEXT || (scene == SCENE_SIGNIN &&
	    face->desk->wizard.user_code[0] == '\0')));
}

const struct finding *
face_finding(const struct face *face)
{
	if (face->found.text[0] != '\0')
		return &face->found;
	return wizard_finding(&face->desk->wizard);
}

/* What was answered before; else what is proposed, unless the field only shows
 * what follows from other answers. */
static void
fill(struct face *face, const struct field *field)
{
	const struct wizard *wizard = &face->desk->wizard;
	const char *typed = answers_typed(&wizard->answers, field->setting);
	struct known known = wizard_known(wizard, face_now(face));
	struct text value;

	text_init(&value, ANSWER_SIZE - 1);
	if (typed[0] != '\0')
		editor_set(&face->editor, typed);
	else if (!field->follows && field_default(field, &known, &value))
		face->is_proposed = editor_set(&face->editor, value.at);
	text_clear(&value);
}

void
face_load(struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	const struct field *field = wizard_field(wizard);

	editor_clear(&face->editor);
	editor_init(&face->editor, NULL);
	finding_clear(&face->found);
	face->is_edited = false;
	face->is_fresh = true;
	face->is_proposed = false;
	face->offered = 0;
	if (field == NULL || field->kind == FIELD_CHOICE ||
	    field->kind == FIELD_CONFIRM || (wizard->mode != WIZARD_ASKING &&
	    wizard->mode != WIZARD_SIGNIN))
		return;
	face->is_edited = true;
	face->edited_step = wizard->step;
	face->edited_field = wizard->field;
	if (field->kind == FIELD_SECRET) {
		editor_init_secret(&face->editor, FACE_SECRET_MAX);
	} else if (field->kind == FIELD_PASTE) {
		editor_init_secret(&face->editor, SECRET_MAX);
		editor_show(&face->editor, true);
	} else {
		/* The wizard tidies what is entered, behind its look for
		 * secrets in the wrong place; a paste must not before. */
		fill(face, field);
	}
}

/* A finding goes with the next key, and the text is the person's own now. */
static void
touch(struct face *face)
{
	finding_clear(&face->found);
	face->is_fresh = face->is_proposed = false;
	face->offered = 0;
	if (face->overlay == OVERLAY_NONE &&
	    wizard_finding(&face->desk->wizard)->text[0] != '\0')
		face_tell_wizard(face, EVENT_TOUCHED);
}

static void
empty_editor(struct face *face)
{
	editor_key(&face->editor, EDITOR_END);
	editor_key(&face->editor, EDITOR_KILL_BEFORE);
}

void
face_type(struct face *face, struct press *press)
{
	if (face->is_proposed)
		empty_editor(face);
	touch(face);
	editor_insert(&face->editor, press->bytes, press->len, &face->found);
}

/* A secret in a field for something else would stand there for all to read. */
static bool
is_misplaced(const struct face *face, const char *bytes, size_t len)
{
	char text[EDITOR_SIZE];
	bool is_secret;

	if (face->editor.is_secret || len >= sizeof(text))
		return false;
	memcpy(text, bytes, len);
	text[len] = '\0';
	is_secret = validate_is_like_secret(text);
	explicit_bzero(text, sizeof(text));
	return is_secret;
}

/* Puts a paste in; what stood there unchanged makes room for it, and comes back
 * when it is refused. */
static void
put_paste(struct face *face, const char *bytes, size_t len)
{
	bool replaces = face->is_fresh && face->editor.len > 0;
	char before[EDITOR_SIZE];

	snprintf(before, sizeof(before), "%s", editor_text(&face->editor));
	touch(face);
	if (is_misplaced(face, bytes, len)) {
		finding_set(&face->found, 0, "this looks like a client secret "
		    "or a token, which does not belong here; it was not "
		    "taken. A field for a secret shows stars, for example: "
		    "****");
		return;
	}
	if (replaces)
		empty_editor(face);
	if (!editor_paste(&face->editor, bytes, len, &face->found) &&
	    replaces && !face->editor.is_secret)
		editor_set(&face->editor, before);
}

static bool
is_line_break(char c)
{
	return c == '\n' || c == '\r';
}

static bool
is_blank(char c)
{
	return is_line_break(c) || c == ' ' || c == '\t';
}

/* An address that a window wrapped comes in several lines: they are joined, and
 * the blanks around the breaks go. */
static void
join_lines(const char *bytes, size_t len, struct secret *out)
{
	size_t i = 0, end, next;

	while (i < len) {
		while (i < len && is_blank(bytes[i]))
			i++;
		for (next = i; next < len && !is_line_break(bytes[next]);)
			next++;
		for (end = next; end > i && is_blank(bytes[end - 1]);)
			end--;
		secret_add(out, bytes + i, end - i);
		i = next;
	}
}

static bool
has_lines(const char *bytes, size_t len)
{
	size_t start, i;

	len = tidy_secret(bytes, len, &start);
	for (i = start; i < start + len; i++)
		if (is_line_break(bytes[i]))
			return true;
	return false;
}

/*
 * A block with labels, as the portal shows it, goes to the wizard as it is: it
 * fills in all that is found in it. In the last field of a step that would be
 * the same as Enter, which a paste never is: there only this field's own value
 * is taken out of it.
 */
static bool
take_block(struct face *face, const char *bytes, size_t len)
{
	const struct field *field = edited_field(face);
	struct event event = { .kind = EVENT_TEXT, .text = bytes };
	struct portal_paste paste;
	const char *value;

	if (face->overlay != OVERLAY_NONE || field->kind != FIELD_LINE ||
	    !has_lines(bytes, len))
		return false;
	portal_paste_read(bytes, len, &paste);
	if (!paste.recognised)
		return false;
	if (face_other_field(face, false) > face->edited_field) {
		touch(face);
		face_event(face, &event);
		face_load(face);
		return true;
	}
	value = portal_paste_value(&paste, field->setting);
	if (value != NULL)
		put_paste(face, value, strlen(value));
	return value != NULL;
}

void
face_paste(struct face *face, struct press *press)
{
	const char *bytes = secret_open(&press->pasted);
	struct secret joined;

	if (face->overlay == OVERLAY_NONE &&
	    edited_field(face)->kind == FIELD_PASTE) {
		secret_init(&joined, SECRET_MAX);
		join_lines(bytes, press->pasted.len, &joined);
		put_paste(face, secret_open(&joined), joined.len);
		secret_close(&joined);
		secret_clear(&joined);
	} else if (!take_block(face, bytes, press->pasted.len)) {
		put_paste(face, bytes, press->pasted.len);
	}
	secret_close(&press->pasted);
}

void
face_too_much(struct face *face, struct press *press)
{
	(void)press;
	touch(face);
	finding_set(&face->found, 0, "more than %d characters were pasted; "
	    "nothing of it was taken", PRESS_PASTE_MAX);
}

void
face_edit(struct face *face, struct press *press)
{
	static const enum editor_key keys[STROKE_COUNT] = {
		[STROKE_LEFT] = EDITOR_LEFT,
		[STROKE_RIGHT] = EDITOR_RIGHT,
		[STROKE_HOME] = EDITOR_HOME,
		[STROKE_LINE_END] = EDITOR_END,
		[STROKE_BACKSPACE] = EDITOR_BACKSPACE,
		[STROKE_DELETE] = EDITOR_DELETE,
		[STROKE_KILL_BEFORE] = EDITOR_KILL_BEFORE,
		[STROKE_KILL_WORD] = EDITOR_KILL_WORD,
		[STROKE_KILL_AFTER] = EDITOR_KILL_AFTER,
	};

	touch(face);
	editor_key(&face->editor, keys[press->stroke]);
}

void
face_reveal(struct face *face, struct press *press)
{
	(void)press;
	editor_show(&face->editor, !face->editor.is_shown);
}

bool
face_offers(const struct face *face)
{
	return face_scene(face) == SCENE_TEXT && face->is_edited &&
	    !face->editor.is_secret && face->is_fresh &&
	    face->found.text[0] == '\0' &&
	    wizard_finding(&face->desk->wizard)->suggestion[0] != '\0';
}

/* What was typed, the first reading of it, the second, round and round. */
void
face_offer(struct face *face, bool is_back)
{
	const struct wizard *wizard = &face->desk->wizard;
	const struct finding *found = wizard_finding(wizard);
	const char *readings[3] = {
		answers_typed(&wizard->answers, edited_field(face)->setting),
		found->suggestion, found->other };
	size_t count = found->other[0] != '\0' ? 3 : 2;

	face->offered = (face->offered + (is_back ? count - 1 : 1)) % count;
	editor_set(&face->editor, readings[face->offered]);
}

/* The wizard may tidy it, keep it, or leave it for correction. */
static void
give_secret(struct face *face)
{
	struct event event = { .kind = EVENT_SECRET };
	const struct wizard *wizard = &face->desk->wizard;
	struct secret typed;

	secret_init(&typed, face->editor.max);
	editor_take(&face->editor, &typed);
	event.secret = &typed;
	face_event(face, &event);
	face->is_fresh = true;
	if (wizard->step == face->edited_step &&
	    wizard->field == face->edited_field &&
	    face_finding(face)->text[0] != '\0' && !secret_is_empty(&typed))
		editor_give(&face->editor, &typed);
	secret_clear(&typed);
}

static void
give_line(struct face *face)
{
	struct event event = { .kind = EVENT_CLEAR };
	const struct wizard *wizard = &face->desk->wizard;
	char text[EDITOR_SIZE];

	snprintf(text, sizeof(text), "%s", editor_text(&face->editor));
	/* Enter alone would take what was answered before. */
	if (text[0] == '\0' && answers_typed(&wizard->answers,
	    edited_field(face)->setting)[0] != '\0')
		face_event(face, &event);
	event.kind = EVENT_TEXT;
	event.text = text;
	face_event(face, &event);
	explicit_bzero(text, sizeof(text));
	face_load(face);
}

void
face_submit(struct face *face)
{
	finding_clear(&face->found);
	if (face->editor.is_secret)
		give_secret(face);
	else
		give_line(face);
}

const char *
face_typed(const struct face *face, bool is_answered)
{
	if (!face->is_edited || face->editor.is_secret ||
	    (face->is_proposed && !is_answered))
		return NULL;
	return editor_text(&face->editor);
}

void
face_keep_secret(struct face *face, bool judge)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct known known = wizard_known(wizard, face_now(face));
	struct finding found;

	if (!face->is_edited || face->editor.len == 0 ||
	    edited_field(face)->kind != FIELD_SECRET)
		return;
	if (judge || (field_judge_secret(edited_field(face),
	    &face->editor.secret, &known, &found) && found.text[0] == '\0'))
		give_secret(face);
}

size_t
face_other_field(const struct face *face, bool is_back)
{
	const struct wizard *wizard = &face->desk->wizard;
	size_t count = step_field_count(wizard->step), i = wizard->field;

	if (count == 0)
		return i;
	do
		i = (i + (is_back ? count - 1 : 1)) % count;
	while (i != wizard->field && !field_is_needed(
	    step_field(wizard->step, i), &wizard->answers));
	return i;
}
