/* SPDX-License-Identifier: ISC */
/* What can be done about a verdict, in the order in which it helps. */
#include <config.h>

#include "tui/face_part.h"

enum remedy {
	REMEDY_CURE,  /* go to the step that cures it */
	REMEDY_HERE,  /* correct what was entered in this one */
	REMEDY_AGAIN, /* try again */
	REMEDY_SKIP,  /* go on all the same */
	REMEDY_HAND_OVER,
	REMEDY_WAYS,
	REMEDY_COUNT
};

static bool
can_be_corrected(const struct face *face, enum step_id cure)
{
	const struct wizard *wizard = &face->desk->wizard;
	const struct field *field = step_field(wizard->step, 0);

	return field != NULL && field->kind != FIELD_PASTE &&
	    (cure == wizard->step || cure == STEP_COUNT);
}

/* Where only time helps, trying again comes first. */
static size_t
list_remedies(const struct face *face,
    enum remedy remedies[static REMEDY_COUNT])
{
	const struct wizard *wizard = &face->desk->wizard;
	enum step_id cure = wizard_cure(wizard);
	bool waits = wizard->fault.turn == TURN_WAIT ||
	    wizard->steps[wizard->step].state == STEP_NOT_YET;
	size_t n = 0;

	if (waits)
		remedies[n++] = REMEDY_AGAIN;
	if (cure < STEP_COUNT && cure != wizard->step &&
	    wizard_may_jump(wizard, cure))
		remedies[n++] = REMEDY_CURE;
	if (can_be_corrected(face, cure))
		remedies[n++] = REMEDY_HERE;
	if (!waits)
		remedies[n++] = REMEDY_AGAIN;
	if (face_hand_step(face) < STEP_COUNT)
		remedies[n++] = REMEDY_HAND_OVER;
	if (steps[wizard->step].door_count > 0)
		remedies[n++] = REMEDY_WAYS;
	remedies[n++] = REMEDY_SKIP;
	return n;
}

size_t
face_remedies(const struct face *face)
{
	enum remedy remedies[REMEDY_COUNT];

	return list_remedies(face, remedies);
}

bool
face_remedy_words(const struct face *face, size_t index, struct text *out)
{
	static const char *const words[] = {
		[REMEDY_HERE] = "Correct what was entered in this step",
		[REMEDY_AGAIN] = "Try again",
		[REMEDY_SKIP] = "Go on all the same",
		[REMEDY_HAND_OVER] = "Somebody else has to do this" };
	const struct wizard *wizard = &face->desk->wizard;
	enum remedy remedies[REMEDY_COUNT];
	enum step_id cure = wizard_cure(wizard);
	const char *ways = steps[wizard->step].doors_words;

	list_remedies(face, remedies);
	if (remedies[index] == REMEDY_CURE)
		text_addf(out, "Go to step %u, %s",
		    step_number(cure, &wizard->answers), steps[cure].title);
	else if (remedies[index] == REMEDY_WAYS)
		text_adds(out, ways != NULL ? ways : "Other ways");
	else if (remedies[index] == REMEDY_AGAIN &&
	    wizard->step == STEP_SIGNIN)
		text_adds(out, "Sign in again");
	else
		text_adds(out, words[remedies[index]]);
	return true;
}

void
face_remedy_take(struct face *face, size_t index)
{
	enum remedy remedies[REMEDY_COUNT];
	struct event event = { .kind = EVENT_TEXT, .text = "" };

	list_remedies(face, remedies);
	switch (remedies[index]) {
	case REMEDY_CURE:
		face_jump(face, wizard_cure(&face->desk->wizard));
		break;
	case REMEDY_HERE:
		/* To its first field, not to its last. */
		face_jump(face, face->desk->wizard.step);
		break;
	case REMEDY_SKIP:
		face_tell_wizard(face, EVENT_SKIP);
		break;
	case REMEDY_HAND_OVER:
		face_hand_over(face);
		break;
	case REMEDY_WAYS:
		face_open(face, OVERLAY_WAYS);
		break;
	default:
		face_event(face, &event);
	}
}
