/* SPDX-License-Identifier: ISC */
/* What the person chooses among, in every place where something is chosen: how
 * many rows there are, what they say, and what taking one does. */
#include <config.h>

#include <string.h>

#include "tui/face_part.h"

/* One kind of list. */
struct list {
	size_t (*count)(const struct face *face);
	bool (*words)(const struct face *face, size_t index, struct text *out);
	void (*take)(struct face *face, size_t index);
	size_t (*first)(const struct face *face); /* NULL: 0 */
};

static const struct wizard *
wizard_of(const struct face *face)
{
	return &face->desk->wizard;
}

/* A list of fixed sentences. */
static bool
fixed(const char *const *words, size_t index, struct text *out)
{
	text_adds(out, words[index]);
	return true;
}

static size_t
two(const struct face *face)
{
	(void)face;
	return 2;
}

/* Somebody else works on the draft. */
static bool
words_take_over(const struct face *face, size_t index, struct text *out)
{
	static const char *const words[] = {
		"Take over: it saves and leaves, nothing is lost",
		"Leave it alone" };

	(void)face;
	return fixed(words, index, out);
}

static void
take_take_over(struct face *face, size_t index)
{
	face_end(face, index == 0 ? 0 : FACE_LEFT);
}

/* A draft that was left, or could not be read. */
static size_t
count_resume(const struct face *face)
{
	return face->desk->is_resumed ? 3 : 1;
}

static bool
words_resume(const struct face *face, size_t index, struct text *out)
{
	static const char *const words[] = { "Go on from there",
		"Show it from the start, with all answers (s)",
		"Drop the draft and begin anew (d)" };
	static const char *const anew[] = { "Begin anew" };

	return fixed(face->desk->is_resumed ? words : anew, index, out);
}

/* The steps. */
enum step_id
face_row_step(const struct face *face, size_t index)
{
	size_t step;

	for (step = STEP_START; step < STEP_COUNT; step++)
		if (step_is_needed((enum step_id)step,
		    &wizard_of(face)->answers) && index-- == 0)
			break;
	return (enum step_id)step;
}

static size_t
count_steps(const struct face *face)
{
	size_t step, count = 0;

	for (step = STEP_START; step < STEP_COUNT; step++)
		count += step_is_needed((enum step_id)step,
		    &wizard_of(face)->answers);
	return count;
}

static bool
words_step(const struct face *face, size_t index, struct text *out)
{
	const struct wizard *wizard = wizard_of(face);
	enum step_id step = face_row_step(face, index);

	if (step == STEP_START || step == STEP_DONE)
		text_addf(out, "   %s", steps[step].title);
	else
		text_addf(out, "%2u %s", step_number(step, &wizard->answers),
		    steps[step].title);
	text_adds(out, ": ");
	wizard_step_words(wizard, step, out);
	return wizard_may_jump(wizard, step);
}

static void
take_step(struct face *face, size_t index)
{
	enum step_id step = face_row_step(face, index);

	face_close(face);
	face_jump(face, step);
}

static size_t
first_step(const struct face *face)
{
	size_t i;

	for (i = 0; i < count_steps(face); i++)
		if (face_row_step(face, i) == wizard_of(face)->step)
			return i;
	return 0;
}

/* Other ways, when the portal will not let one. */
static size_t
count_ways(const struct face *face)
{
	return steps[wizard_of(face)->step].door_count;
}

static bool
words_way(const struct face *face, size_t index, struct text *out)
{
	const struct door *door = &steps[wizard_of(face)->step].doors[index];

	text_addf(out, "%s%s", door->label,
	    door->later != NULL ? " (comes later)" : "");
	return door->later == NULL;
}

static void
take_way(struct face *face, size_t index)
{
	const struct door *door = &steps[wizard_of(face)->step].doors[index];
	struct event event = { .kind = EVENT_DOOR, .number = index };

	if (door->later != NULL) {
		face_say(face, "%s", door->later);
		return;
	}
	face_close(face);
	face_event(face, &event);
}

/* The account is to be removed. */
static bool
words_remove(const struct face *face, size_t index, struct text *out)
{
	static const char *const words[] = { "Keep it",
		"Remove its settings, secret and sign-in from this machine" };

	(void)face;
	return fixed(words, index, out);
}

static void
take_remove(struct face *face, size_t index)
{
	struct event event = { .kind = EVENT_CHOICE,
		.number = field_choice(wizard_field(wizard_of(face)),
		    "remove") };

	face_close(face);
	if (index == 1)
		face_event(face, &event);
}

/* Somebody else than expected has signed in. */
static bool
words_question(const struct face *face, size_t index, struct text *out)
{
	static const char *const words[] = {
		"Do not use it; sign in again, in a private window",
		"It is right: keep this sign-in" };

	(void)face;
	return fixed(words, index, out);
}

static void
take_question(struct face *face, size_t index)
{
	struct event event = { .kind = EVENT_CHOICE, .number = index };

	face_event(face, &event);
}

/* A field's choices. */
static size_t
count_choices(const struct face *face)
{
	return wizard_field(wizard_of(face))->choice_count;
}

static bool
words_choice(const struct face *face, size_t index, struct text *out)
{
	const struct choice *choice =
	    &wizard_field(wizard_of(face))->choices[index];

	text_addf(out, "%s%s", choice->label,
	    choice->later ? " (comes later)" : "");
	return !choice->later;
}

static void
take_choice(struct face *face, size_t index)
{
	const struct field *field = wizard_field(wizard_of(face));
	struct event event = { .kind = EVENT_CHOICE, .number = index };

	if (strcmp(field->setting, "start.what") == 0 &&
	    strcmp(field->choices[index].value, "remove") == 0)
		face_open(face, OVERLAY_REMOVE);
	else
		face_event(face, &event);
}

static size_t
first_choice(const struct face *face)
{
	const struct field *field = wizard_field(wizard_of(face));
	struct known known = wizard_known(wizard_of(face), face_now(face));
	struct text value;
	size_t index;

	text_init(&value, ANSWER_SIZE);
	field_default(field, &known, &value);
	index = field_choice(field, value.at);
	text_clear(&value);
	return index < field->choice_count ? index : 0;
}

static const struct list lists[SCENE_COUNT] = {
	[SCENE_TAKE_OVER] = { two, words_take_over, take_take_over, NULL },
	[SCENE_RESUME] = { count_resume, words_resume, face_resume, NULL },
	[SCENE_STEPS] = { count_steps, words_step, take_step, first_step },
	[SCENE_WAYS] = { count_ways, words_way, take_way, NULL },
	[SCENE_REMOVE] = { two, words_remove, take_remove, NULL },
	[SCENE_QUESTION] = { two, words_question, take_question, NULL },
	[SCENE_VERDICT] = { face_remedies, face_remedy_words, face_remedy_take,
	    NULL },
	[SCENE_CHOICE] = { count_choices, words_choice, take_choice,
	    first_choice },
};

size_t
face_rows(const struct face *face)
{
	const struct list *list = &lists[face_scene(face)];

	return list->count != NULL ? list->count(face) : 0;
}

bool
face_row(const struct face *face, size_t index, struct text *out)
{
	const struct list *list = &lists[face_scene(face)];

	return list->words != NULL && index < list->count(face) &&
	    list->words(face, index, out);
}

size_t
face_first_row(const struct face *face)
{
	const struct list *list = &lists[face_scene(face)];

	return list->first != NULL ? list->first(face) : 0;
}

void
face_move_row(struct face *face, bool is_back)
{
	size_t count = face_rows(face);

	if (count > 0)
		face->choice = (face->choice + (is_back ? count - 1 : 1)) %
		    count;
}

void
face_take_row(struct face *face)
{
	lists[face_scene(face)].take(face, face->choice);
}

/* Dropping a draft takes an Enter of its own, and so does a step. */
static bool
is_taken_at_once(const struct face *face, size_t index)
{
	enum scene scene = face_scene(face);

	return scene != SCENE_STEPS && scene != SCENE_REMOVE &&
	    (scene != SCENE_RESUME || index < 2);
}

/* The row that a key names; face_rows() for none. */
static size_t
row_of_key(const struct face *face, char key)
{
	size_t i, count = face_rows(face);
	enum step_id step;

	if (face_scene(face) == SCENE_RESUME && count > 1 &&
	    (key == 's' || key == 'd'))
		return key == 's' ? 1 : 2;
	if (key < '1' || key > '9')
		return count;
	if (face_scene(face) != SCENE_STEPS)
		return (size_t)(key - '1') < count ? (size_t)(key - '1')
						   : count;
	for (i = 0; i < count; i++) {
		step = face_row_step(face, i);
		if (step != STEP_START && step != STEP_DONE && step_number(step,
		    &wizard_of(face)->answers) == (unsigned)(key - '0'))
			break;
	}
	return i;
}

void
face_pick(struct face *face, char key)
{
	size_t row = row_of_key(face, key);

	if (row >= face_rows(face))
		return;
	face->choice = row;
	if (is_taken_at_once(face, row))
		face_take_row(face);
	else if (face_scene(face) == SCENE_RESUME)
		face_say(face, "Enter drops it: all that was entered is lost.");
}
