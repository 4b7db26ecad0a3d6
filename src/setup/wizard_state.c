/* SPDX-License-Identifier: ISC */
/* States of fields and steps: what follows from what, and for how long. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/wizard_part.h"

void
wizard_init(struct wizard *wizard, const char *host)
{
	memset(wizard, 0, sizeof(*wizard));
	snprintf(wizard->host, sizeof(wizard->host), "%s", host);
	wizard->is_changed = true;
}

struct known
wizard_known(const struct wizard *wizard, int64_t now)
{
	return (struct known){ &wizard->answers, wizard->host, now };
}

const struct field *
wizard_field(const struct wizard *wizard)
{
	return step_field(wizard->step, wizard->field);
}

struct field_record *
field_record(struct wizard *wizard)
{
	return &wizard->fields[wizard->step][wizard->field];
}

const struct finding *
wizard_finding(const struct wizard *wizard)
{
	return &wizard->fields[wizard->step][wizard->field].finding;
}

void
wizard_say(struct wizard *wizard, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (vsnprintf(wizard->note, sizeof(wizard->note), format, args) < 0)
		wizard->note[0] = '\0';
	va_end(args);
}

static bool
field_fits(const struct field_record *record)
{
	return record->state == FIELD_FITS || record->state == FIELD_CONFIRMED;
}

/* Does the step depend on this field? What is asked afterwards holds nothing
 * up, and what a browser ended on is kept nowhere once it has been used. */
static bool
counts(const struct wizard *wizard, enum step_id step, size_t index)
{
	const struct field *field = step_field(step, index);

	return field_is_needed(field, &wizard->answers) &&
	    !field->afterwards && (field->kind != FIELD_PASTE ||
	     wizard->steps[step].state != STEP_CONFIRMED);
}

/* How many of a step's needed fields there are, and how many fit. */
static void
count_fields(const struct wizard *wizard, enum step_id step, size_t *needed,
    size_t *fit)
{
	size_t i;

	*needed = *fit = 0;
	for (i = 0; i < step_field_count(step); i++) {
		if (!counts(wizard, step, i))
			continue;
		*needed += 1;
		if (field_fits(&wizard->fields[step][i]))
			*fit += 1;
	}
}

bool
step_fits(const struct wizard *wizard, enum step_id step)
{
	size_t needed, fit;

	count_fields(wizard, step, &needed, &fit);
	return needed == fit;
}

bool
step_is_finished(const struct wizard *wizard, enum step_id step)
{
	enum step_state state = wizard->steps[step].state;

	return !step_is_needed(step, &wizard->answers) ||
	    state == STEP_CONFIRMED || state == STEP_NOT_NEEDED ||
	    (state == STEP_FILLED &&
		step_action(step, &wizard->answers) == ACTION_NONE);
}

bool
step_is_passed(const struct wizard *wizard, enum step_id step)
{
	const struct step_record *record = &wizard->steps[step];

	return step_is_finished(wizard, step) || record->is_passed_over ||
	    record->state == STEP_NOT_YET;
}

void
step_update(struct wizard *wizard, enum step_id step)
{
	struct step_record *record = &wizard->steps[step];
	size_t needed, fit;

	if (record->state != STEP_NEW && record->state != STEP_PARTLY &&
	    record->state != STEP_FILLED)
		return;
	count_fields(wizard, step, &needed, &fit);
	record->state = fit == 0 ? STEP_NEW : STEP_PARTLY;
	if (fit == needed && needed > 0)
		record->state = STEP_FILLED;
}

/* A step that nothing but the person can confirm is asked again. */
static void
take_back_confirmations(struct wizard *wizard, enum step_id step)
{
	const struct field *field;
	size_t i;

	for (i = 0; i < step_field_count(step); i++) {
		field = step_field(step, i);
		if (field->kind != FIELD_CONFIRM)
			continue;
		answers_set(&wizard->answers, field->setting, "", false);
		wizard->fields[step][i].state = FIELD_EMPTY;
	}
}

void
wizard_forget_test(struct wizard *wizard)
{
	enum step_id step;
	size_t index;

	answers_set(&wizard->answers, "test.taken", "", false);
	answers_set(&wizard->answers, "test.arrived", "", false);
	if (field_find("test.arrived", &step, &index) != NULL)
		memset(&wizard->fields[step][index], 0,
		    sizeof(wizard->fields[step][index]));
}

/* What a finished account confirmed without having an answer is a question
 * again. */
static void
unconfirm_field(struct wizard *wizard, enum step_id step, size_t index)
{
	const struct field *field = step_field(step, index);
	struct field_record *record = &wizard->fields[step][index];
	bool is_open = field->kind == FIELD_LINE && !field->optional &&
	    answers_typed(&wizard->answers, field->setting)[0] == '\0';

	if (record->state == FIELD_CONFIRMED)
		record->state = is_open ? FIELD_EMPTY : FIELD_FITS;
}

static void
unconfirm_step(struct wizard *wizard, enum step_id step)
{
	struct step_record *record = &wizard->steps[step];
	size_t i;

	for (i = 0; i < step_field_count(step); i++)
		unconfirm_field(wizard, step, i);
	if (step == STEP_TEST)
		wizard_forget_test(wizard);
	/* What was found out about this machine is about no answer. */
	if (steps[step].begins_quietly)
		return;
	if (record->state != STEP_WAITING)
		record->state = STEP_PARTLY;
	record->tried = record->next = 0;
	record->tries = 0;
	record->is_passed_over = false;
	record->note[0] = '\0';
	step_update(wizard, step);
	/* What a repetition finds out now is about values that are gone. */
	if (wizard->running != ACTION_NONE && wizard->is_quiet &&
	    wizard->running_for == step)
		wizard->running = ACTION_NONE;
}

void
wizard_shake(struct wizard *wizard, enum step_id step, size_t index)
{
	unsigned bits = step_field(step, index)->shakes;
	size_t i;

	wizard->is_changed = true;
	wizard->steps[step].made = 0;
	unconfirm_step(wizard, step);
	for (i = 0; i < STEP_COUNT; i++) {
		if ((bits & 1u << i) == 0)
			continue;
		take_back_confirmations(wizard, (enum step_id)i);
		unconfirm_step(wizard, (enum step_id)i);
	}
}

/* What came from a file without being asked for here holds when it is right;
 * nobody is told when it is not, since nobody could answer. */
static void
judge_unasked(struct wizard *wizard, const struct field *field,
    char value[static ANSWER_SIZE], const struct known *known)
{
	struct finding found;

	if (!answers_fit(&wizard->answers, field->setting) &&
	    field_judge(field, value, known, &found))
		answers_set(&wizard->answers, field->setting, value, true);
}

static void
judge_one(struct wizard *wizard, enum step_id step, size_t index, int64_t now)
{
	const struct field *field = step_field(step, index);
	struct field_record *record = &wizard->fields[step][index];
	struct known known = wizard_known(wizard, now);
	char value[ANSWER_SIZE];
	const char *typed = answers_typed(&wizard->answers, field->setting);
	bool fits;

	if (typed[0] == '\0' || setting_is_secret(field->setting))
		return;
	snprintf(value, sizeof(value), "%s", typed);
	if (!field_is_needed(field, &wizard->answers)) {
		judge_unasked(wizard, field, value, &known);
		return;
	}
	fits = field_judge(field, value, &known, &record->finding);
	if (fits && record->state != FIELD_CONFIRMED &&
	    record->state != FIELD_FITS)
		record->state = record->finding.text[0] != '\0'
		    ? FIELD_FINDING : FIELD_FITS;
	if (fits && record->state != FIELD_FINDING)
		finding_clear(&record->finding);
	if (!fits)
		record->state = FIELD_FINDING;
	answers_set(&wizard->answers, field->setting, fits ? value : typed,
	    record->state != FIELD_FINDING);
}

void
wizard_judge_all(struct wizard *wizard, int64_t now)
{
	size_t step, i;

	for (step = 0; step < STEP_COUNT; step++) {
		for (i = 0; i < step_field_count((enum step_id)step); i++)
			judge_one(wizard, (enum step_id)step, i, now);
		if (!step_fits(wizard, (enum step_id)step) &&
		    (wizard->steps[step].state == STEP_CONFIRMED ||
		     wizard->steps[step].state == STEP_NOT_YET))
			wizard->steps[step].state = STEP_PARTLY;
		step_update(wizard, (enum step_id)step);
	}
}

enum step_id
wizard_first_open(const struct wizard *wizard)
{
	unsigned blocked = wizard_blocked(wizard);
	size_t i;

	for (i = 0; i < STEP_DONE; i++)
		if (!step_is_passed(wizard, (enum step_id)i) &&
		    (blocked & 1u << i) == 0)
			break;
	return (enum step_id)i;
}

enum step_id
wizard_cure(const struct wizard *wizard)
{
	return wizard->fault.step[0] != '\0' ? step_find(wizard->fault.step)
					     : STEP_COUNT;
}

bool
wizard_may_jump(const struct wizard *wizard, enum step_id step)
{
	if (step >= STEP_COUNT || !step_is_needed(step, &wizard->answers))
		return false;
	if (wizard->mode == WIZARD_VERDICT && step == wizard_cure(wizard))
		return true;
	if (step == STEP_DONE && wizard_blocked(wizard) != 0)
		return false;
	return step <= wizard_first_open(wizard);
}

size_t
wizard_field_before(const struct wizard *wizard)
{
	size_t i;

	for (i = wizard->field; i > 0; i--)
		if (field_is_needed(step_field(wizard->step, i - 1),
		    &wizard->answers))
			return i - 1;
	return FIELDS_MAX;
}

bool
wizard_step_words(const struct wizard *wizard, enum step_id step,
    struct text *out)
{
	static const char *const words[] = {
		[STEP_NEW] = "to do",	      [STEP_PARTLY] = "begun",
		[STEP_FILLED] = "done",	      [STEP_CONFIRMED] = "done",
		[STEP_NOT_YET] = "not known everywhere yet",
		[STEP_WAITING] = "waiting",   [STEP_PROBLEM] = "problem",
		[STEP_NOT_NEEDED] = "skipped",
	};
	const struct step_record *record = &wizard->steps[step];
	char since[MOMENT_SIZE];

	if (!step_is_needed(step, &wizard->answers))
		return text_adds(out, "not needed");
	if (step == wizard->step)
		text_adds(out, "here, ");
	text_adds(out, record->state == STEP_FILLED &&
		!step_is_finished(wizard, step) ? "to be checked"
						: words[record->state]);
	if (record->state == STEP_NOT_YET)
		text_addf(out, " (tried %u time%s)", record->tries,
		    record->tries == 1 ? "" : "s");
	if (record->state == STEP_WAITING)
		text_addf(out, " for %s since %s", record->waiting_for,
		    moment_words(since, record->since));
	return !out->overflow;
}
