/* SPDX-License-Identifier: ISC */
/* Looking things up in the tables of steps, filling in their texts, judging
 * by a field's rules. */
#include <config.h>

#include "setup/step.h"

#include <string.h>

#include "setup/portal.h"
#include "setup/step_tables.h"
#include "setup/validate.h"

const struct field *
step_field(enum step_id step, size_t index)
{
	return index < step_fields[step].count ? &step_fields[step].at[index]
					       : NULL;
}

size_t
step_field_count(enum step_id step)
{
	return step_fields[step].count;
}

enum step_id
step_find(const char *id)
{
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		if (strcmp(steps[i].id, id) == 0)
			break;
	return (enum step_id)i;
}

bool
step_is_needed(enum step_id step, const struct answers *answers)
{
	return steps[step].needed == NULL || steps[step].needed(answers);
}

bool
field_is_needed(const struct field *field, const struct answers *answers)
{
	return field->needed == NULL || field->needed(answers);
}

enum action
step_action(enum step_id step, const struct answers *answers)
{
	bool acts = steps[step].acts == NULL || steps[step].acts(answers);

	return acts ? steps[step].action : ACTION_NONE;
}

unsigned
step_number(enum step_id step, const struct answers *answers)
{
	unsigned number = 0;
	size_t i;

	for (i = STEP_START + 1; i <= (size_t)step && i < STEP_DONE; i++)
		if (step_is_needed((enum step_id)i, answers))
			number++;
	return number;
}

unsigned
step_total(const struct answers *answers)
{
	return step_number(STEP_DONE, answers);
}

const struct field *
field_find(const char *setting, enum step_id *step, size_t *index)
{
	size_t s, i;

	for (s = 0; s < STEP_COUNT; s++)
		for (i = 0; i < step_fields[s].count; i++) {
			if (strcmp(step_fields[s].at[i].setting, setting) != 0)
				continue;
			if (step != NULL)
				*step = (enum step_id)s;
			if (index != NULL)
				*index = i;
			return &step_fields[s].at[i];
		}
	return NULL;
}

static bool
fill(const char *template, const struct known *known, struct text *out)
{
	size_t before = out->len;

	/* Of a text that depends on what was chosen nothing may be left. */
	return template != NULL && portal_fill(template, known, out) &&
	    out->len > before;
}

bool
step_path(enum step_id step, const struct known *known, struct text *out)
{
	return needs_microsoft(known->answers) &&
	    fill(steps[step].path, known, out);
}

bool
step_address(enum step_id step, const struct known *known, struct text *out)
{
	return needs_microsoft(known->answers) &&
	    fill(steps[step].address, known, out);
}

bool
step_advice(enum step_id step, const struct known *known, struct text *out)
{
	if (steps[step].advice_live != NULL &&
	    answers_is(known->answers, "start.live", "yes"))
		return fill(steps[step].advice_live, known, out);
	if (needs_custom(known->answers) && steps[step].advice_custom != NULL)
		return fill(steps[step].advice_custom, known, out);
	return fill(steps[step].advice, known, out);
}

bool
step_carry(enum step_id step, size_t index, const struct known *known,
    struct text *label, struct text *value)
{
	const struct carry *carry;

	if (index >= steps[step].carry_count)
		return false;
	carry = &steps[step].carries[index];
	if (carry->needed != NULL && !carry->needed(known->answers))
		return false;
	return fill(carry->label, known, label) &&
	    fill(carry->value, known, value);
}

bool
field_label(const struct field *field, const struct known *known,
    struct text *out)
{
	return fill(field->label, known, out);
}

bool
field_help(const struct field *field, const struct known *known,
    struct text *out)
{
	return fill(field->help, known, out);
}

bool
field_default(const struct field *field, const struct known *known,
    struct text *out)
{
	const char *typed = answers_typed(known->answers, field->setting);
	size_t before = out->len;

	if (typed[0] != '\0')
		return text_adds(out, typed);
	fill(field->fallback, known, out);
	return out->len > before;
}

size_t
field_choice(const struct field *field, const char *value)
{
	size_t i;

	for (i = 0; i < field->choice_count; i++)
		if (strcmp(field->choices[i].value, value) == 0)
			break;
	return i;
}

static bool
judge_choice(const struct field *field, const char *value,
    struct finding *found)
{
	size_t i = field_choice(field, value);

	if (i == field->choice_count)
		return finding_set(found, 0, "none of the choices. Example: "
		    "%s", field->choices[0].value);
	if (field->choices[i].later)
		return finding_set(found, 0, "\"%s\" comes with a later "
		    "version of postfrank. Choose another, for example \"%s\"",
		    field->choices[i].label, field->choices[0].label);
	return true;
}

/* Control characters are nobody's value; a line break tells of a paste. */
static bool
judge_characters(const struct field *field, const char *value,
    struct finding *found)
{
	size_t i;

	for (i = 0; value[i] != '\0'; i++)
		if (value[i] == '\n' || value[i] == '\r')
			return finding_set(found, i + 1, "several lines were "
			    "pasted, but one value is wanted here. Example: "
			    "%s", field->example);
		else if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f)
			return finding_set(found, i + 1, "a control character "
			    "at position %zu. Example: %s", i + 1,
			    field->example);
	return true;
}

bool
field_judge(const struct field *field, char value[static ANSWER_SIZE],
    const struct known *known, struct finding *found)
{
	char day[11];

	finding_clear(found);
	if (validate_is_like_secret(value))
		return finding_set(found, 0, "this looks like a client secret "
		    "or a token; it was not kept. The secret is asked for in "
		    "the step Client secret. Here, for example: %s",
		    field->example);
	if (field->tidy != NULL)
		field->tidy(value);
	if (field->kind == FIELD_CHOICE)
		return judge_choice(field, value, found) &&
		    (field->check == NULL ||
		     field->check(value, known, found));
	if (field->kind == FIELD_CONFIRM)
		return strcmp(value, "yes") == 0 ||
		    finding_set(found, 0, "this is no answer here. Press "
			"Enter when it is so. Example: %s", field->example);
	if (!judge_characters(field, value, found))
		return false;
	if (value[0] == '\0' && !field->optional)
		return finding_set(found, 0, "nothing was typed. Example: %s",
		    field->example);
	if (value[0] == '\0' && field->kind != FIELD_DATE)
		return true;
	if (field->check != NULL && !field->check(value, known, found))
		return false;
	if (field->kind == FIELD_DATE && date_normal(value, day))
		memcpy(value, day, sizeof(day));
	return true;
}

bool
field_judge_secret(const struct field *field, const struct secret *secret,
    const struct known *known, struct finding *found)
{
	const char *bytes = secret_open(secret);
	bool fits;

	finding_clear(found);
	if (strlen(bytes) != secret->len)
		fits = finding_set(found, strlen(bytes) + 1, "the character "
		    "at position %zu cannot stand here", strlen(bytes) + 1);
	else
		fits = field->check(bytes, known, found);
	secret_close(secret);
	return fits;
}
