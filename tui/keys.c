/* SPDX-License-Identifier: ISC */
/* The table of keys, and when each of them does something. */
#include <config.h>

#include "tui/keys.h"

#include "tui/face_part.h"

#define BIT(scene) (1u << (scene))
#define BIT_FIELDS (BIT(SCENE_TEXT) | BIT(SCENE_CHOICE) | BIT(SCENE_CONFIRM))
#define BIT_STEP (BIT_FIELDS | BIT(SCENE_SIGNIN) | BIT(SCENE_DONE))
#define BIT_VIEWS (BIT_STEP | BIT(SCENE_VERDICT))

static bool
is_in(const struct face *face, unsigned scenes)
{
	return (BIT(face_scene(face)) & scenes) != 0;
}

static bool
acts_always(const struct face *face)
{
	return !is_in(face, BIT(SCENE_GONE));
}

static bool
acts_leave(const struct face *face)
{
	return !is_in(face, BIT(SCENE_GONE) | BIT(SCENE_PAGE));
}

static bool
acts_enter(const struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct text words;
	bool may;

	switch (face_scene(face)) {
	case SCENE_WORKING:
	case SCENE_GONE:
		return false;
	case SCENE_SIGNIN:
		return wizard->user_code[0] == '\0';
	case SCENE_STEPS:
		text_init(&words, NOTE_SIZE);
		may = face_row(face, face->choice, &words);
		text_clear(&words);
		return may;
	default:
		return true;
	}
}

static bool
acts_esc(const struct face *face)
{
	return !is_in(face, BIT(SCENE_GONE) | BIT(SCENE_SMALL));
}

/* Between the fields of a step, round its ends. */
static bool
acts_tab(const struct face *face)
{
	return is_in(face, BIT_FIELDS) &&
	    face_other_field(face, false) != face->desk->wizard.field;
}

static bool
scrolls_by_row(const struct face *face)
{
	return is_in(face, BIT(SCENE_HELP) | BIT(SCENE_SHEET));
}

static bool
acts_up(const struct face *face)
{
	if (scrolls_by_row(face))
		return face->scroll > 0;
	return face_rows(face) > 1 || face_offers(face) ||
	    (!is_in(face, BIT(SCENE_CHOICE)) && acts_tab(face));
}

static bool
acts_down(const struct face *face)
{
	if (scrolls_by_row(face))
		return face->scroll < face->scroll_max;
	return acts_up(face);
}

static bool
has_room(const struct face *face)
{
	return !is_in(face, BIT(SCENE_SMALL) | BIT(SCENE_PAGE) |
	    BIT(SCENE_GONE));
}

static bool
acts_page_up(const struct face *face)
{
	if (!has_room(face))
		return false;
	return face->scroll > 0 ||
	    (face->scroll_max == 0 && is_in(face, BIT_VIEWS));
}

static bool
acts_page_down(const struct face *face)
{
	return has_room(face) && face->scroll < face->scroll_max;
}

static bool
acts_help(const struct face *face)
{
	return is_in(face, BIT_VIEWS | BIT(SCENE_WORKING) |
	    BIT(SCENE_QUESTION) | BIT(SCENE_HELP));
}

static bool
acts_steps(const struct face *face)
{
	return is_in(face, BIT_VIEWS | BIT(SCENE_WORKING) | BIT(SCENE_STEPS));
}

static bool
acts_reveal(const struct face *face)
{
	const struct field *field = wizard_field(&face->desk->wizard);

	return is_in(face, BIT(SCENE_TEXT)) && field->kind == FIELD_SECRET &&
	    face->editor.len > 0;
}

static bool
acts_copy(const struct face *face)
{
	struct text out;
	bool has;

	if (!face->has_copy || !is_in(face, BIT_STEP))
		return false;
	text_init(&out, FACE_PAGE_MAX);
	has = face_copy(face, &out);
	text_clear(&out);
	return has;
}

static bool
acts_page(const struct face *face)
{
	struct text out;
	bool has;

	if (!is_in(face, BIT_STEP | BIT(SCENE_SHEET)))
		return false;
	text_init(&out, FACE_PAGE_MAX);
	has = face_page(face, &out);
	text_clear(&out);
	return has;
}

static bool
acts_new(const struct face *face)
{
	return is_in(face, BIT(SCENE_SIGNIN));
}

static bool
acts_hand_over(const struct face *face)
{
	return is_in(face, BIT_FIELDS | BIT(SCENE_SIGNIN) |
	    BIT(SCENE_VERDICT)) && face_hand_step(face) < STEP_COUNT;
}

static bool
acts_other_way(const struct face *face)
{
	return is_in(face, BIT_FIELDS | BIT(SCENE_SIGNIN) |
	    BIT(SCENE_VERDICT) | BIT(SCENE_WAYS)) &&
	    steps[face->desk->wizard.step].door_count > 0;
}

static bool
acts_browser(const struct face *face)
{
	struct text out;
	bool has;

	if (!face->has_browser || !is_in(face, BIT_STEP))
		return false;
	text_init(&out, FACE_PAGE_MAX);
	has = face_address(face, &out);
	text_clear(&out);
	return has;
}

static bool
acts_before(const struct face *face)
{
	return face_is_editing(face) && face->editor.cursor > 0;
}

static bool
acts_behind(const struct face *face)
{
	return face_is_editing(face) && face->editor.cursor < face->editor.len;
}

static bool
acts_typing(const struct face *face)
{
	return face_is_editing(face) || face_rows(face) > 0 ||
	    is_in(face, BIT(SCENE_CONFIRM));
}

const struct key_row key_rows[] = {
	{ STROKE_ENTER, "Enter", "Next",
	    "accepts the field and goes to the next; behind the last one the "
	    "step is checked", 0, acts_enter },
	{ STROKE_ESC, "Esc", "Back",
	    "closes what lies on top, else goes to the step before; nothing "
	    "is lost", 1, acts_esc },
	{ STROKE_TAB, "Tab", "Other field", "to the next field of this step",
	    7, acts_tab },
	{ STROKE_BACKTAB, "Shift-Tab", NULL, "to the field before", 90,
	    acts_tab },
	{ STROKE_UP, "Up", NULL, "to the row or field above", 90, acts_up },
	{ STROKE_DOWN, "Down", NULL, "to the row or field below; below a "
	    "finding that offers a value, that value", 90, acts_down },
	{ STROKE_COPY, "^Y", "Copy",
	    "offers the address, the code or the value for the portal to your "
	    "terminal's clipboard", 7, acts_copy },
	{ STROKE_PAGE, "^O", "Plain page",
	    "shows them alone on the normal screen, to be selected", 3,
	    acts_page },
	{ STROKE_NEW, "^N", "New address", "a new address or code", 7,
	    acts_new },
	{ STROKE_BROWSER, "^B", "Open here", "opens the page in a browser on "
	    "this machine", 9, acts_browser },
	{ STROKE_REVEAL, "^R", "Show", "shows the secret, or hides it again",
	    6, acts_reveal },
	{ STROKE_HAND_OVER, "^D", "Hand over",
	    "somebody else must do this: writes a page for them, and the step "
	    "waits", 8, acts_hand_over },
	{ STROKE_OTHER_WAY, "^P", "Other ways",
	    "when the portal will not let you do this", 8, acts_other_way },
	{ STROKE_HELP, "^G", "Help", "about this field, and all keys (also "
	    "F1)", 4, acts_help },
	{ STROKE_STEPS, "^T", "Steps", "the list of steps; Enter goes to one "
	    "(also F2)", 10, acts_steps },
	{ STROKE_PAGE_UP, "PageUp", NULL, "scrolls; without scrolling as Esc",
	    90, acts_page_up },
	{ STROKE_PAGE_DOWN, "PageDown", "More", "scrolls", 5, acts_page_down },
	{ STROKE_LEFT, "Left", NULL, "one character to the left", 91,
	    acts_before },
	{ STROKE_RIGHT, "Right", NULL, "one character to the right", 91,
	    acts_behind },
	{ STROKE_HOME, "Home", NULL, "to the beginning (also ^A)", 91,
	    acts_before },
	{ STROKE_LINE_END, "End", NULL, "to the end (also ^E)", 91,
	    acts_behind },
	{ STROKE_BACKSPACE, "Backspace", NULL, "deletes before the cursor", 91,
	    acts_before },
	{ STROKE_DELETE, "Delete", NULL, "deletes at the cursor", 91,
	    acts_behind },
	{ STROKE_KILL_BEFORE, "^U", NULL, "deletes all before the cursor", 91,
	    acts_before },
	{ STROKE_KILL_WORD, "^W", NULL, "deletes the word before the cursor",
	    91, acts_before },
	{ STROKE_KILL_AFTER, "^K", NULL, "deletes all behind the cursor", 91,
	    acts_behind },
	{ STROKE_REPAINT, "^L", NULL, "draws everything again", 92,
	    acts_always },
	{ STROKE_SUSPEND, "^Z", NULL, "to the shell; \"fg\" comes back", 92,
	    acts_always },
	{ STROKE_LEAVE, "^X", "Leave", "leaves; the draft is saved", 2,
	    acts_leave },
	{ STROKE_BREAK, "^C", NULL, "as ^X; twice leaves at once", 92,
	    acts_leave },
};

const size_t key_row_count = sizeof(key_rows) / sizeof(key_rows[0]);

bool
face_acts(const struct face *face, enum stroke stroke)
{
	size_t i;

	for (i = 0; i < key_row_count; i++)
		if (key_rows[i].stroke == stroke)
			return key_rows[i].acts(face);
	switch (stroke) {
	case STROKE_TEXT:
		return acts_typing(face);
	case STROKE_PASTE:
	case STROKE_TOO_MUCH:
		return face_is_editing(face);
	case STROKE_HANGUP:
	case STROKE_END:
		return true;
	default:
		return false;
	}
}

/* What Enter on a step's last field begins. */
static const char *
words_of_action(const struct wizard *wizard)
{
	if (wizard->steps[wizard->step].state == STEP_CONFIRMED)
		return "Next";
	switch (step_action(wizard->step, &wizard->answers)) {
	case ACTION_NONE:
		return "Next";
	case ACTION_TEST_MAIL:
		return "Send it";
	default:
		return "Check";
	}
}

static const char *
words_of_field(const struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;

	if (face_other_field(face, false) > wizard->field)
		return "Next";
	return words_of_action(wizard);
}

static const char *
words_of_enter(const struct face *face)
{
	switch (face_scene(face)) {
	case SCENE_SMALL:
		return "Plain questions";
	case SCENE_LEAVING:
		return "Yes, leave";
	case SCENE_STEPS:
		return "Go there";
	case SCENE_WHO:
		return "Write the page";
	case SCENE_SHEET:
		return "It waits for them";
	case SCENE_HELP:
		return "Close";
	case SCENE_PAGE:
		return "Return";
	case SCENE_SIGNIN:
		return "Check";
	case SCENE_CONFIRM:
		return "Done, next";
	case SCENE_DONE:
		return "Finish";
	case SCENE_TEXT:
	case SCENE_CHOICE:
		return words_of_field(face);
	default:
		return "Choose";
	}
}

static const char *
words_of_esc(const struct face *face)
{
	switch (face_scene(face)) {
	case SCENE_LEAVING:
		return "Stay";
	case SCENE_TAKE_OVER:
	case SCENE_RESUME:
		return "Leave";
	case SCENE_WORKING:
		return "Give up";
	case SCENE_QUESTION:
		return "No";
	case SCENE_PAGE:
		return "Return";
	default:
		if (face->overlay != OVERLAY_NONE)
			return "Close";
		/* There is nothing before the first step. */
		return face_scene(face) != SCENE_VERDICT &&
		    face->desk->wizard.step == STEP_START ? "Leave" : "Back";
	}
}

unsigned
key_rank(const struct key_row *row, const struct face *face)
{
	/* Who may not do it in the portal has to see that there is a way. */
	if (face_scene(face) == SCENE_SIGNIN)
		return row->rank;
	if (row->stroke == STROKE_OTHER_WAY)
		return 5;
	return row->stroke == STROKE_HAND_OVER ? 6 : row->rank;
}

const char *
key_words(const struct key_row *row, const struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	bool has_code = wizard->user_code[0] != '\0' &&
	    wizard->mode == WIZARD_SIGNIN;

	switch (row->stroke) {
	case STROKE_ENTER:
		return words_of_enter(face);
	case STROKE_ESC:
		return words_of_esc(face);
	case STROKE_COPY:
		if (wizard->mode != WIZARD_SIGNIN)
			return "Copy";
		return has_code ? "Copy code" : "Copy address";
	case STROKE_NEW:
		return has_code ? "New code" : "New address";
	case STROKE_REVEAL:
		return face->editor.is_shown ? "Hide" : "Show";
	case STROKE_PAGE:
		return face->shape == SHAPE_SMALL ? "Page" : row->words;
	case STROKE_LEAVE:
		/* Enter says it. */
		return face_scene(face) == SCENE_LEAVING ? NULL : row->words;
	case STROKE_HELP:
	case STROKE_STEPS:
	case STROKE_OTHER_WAY:
		/* It closes what it opened, as Esc says. */
		return face->overlay != OVERLAY_NONE ? NULL : row->words;
	default:
		return row->words;
	}
}
