/* SPDX-License-Identifier: ISC */
/* The real program answered as a person would, field by field; where it is, the
 * draft on disk tells. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/tui/stage.h"

#include <stdio.h>
#include <string.h>

struct place {
	struct stage *stage;
	enum step_id step;
	size_t field;
};

/* Where the draft is; before there is one, at the first question. */
static void
find_place(struct stage *stage, struct place *place)
{
	const struct wizard *wizard = stage_draft(stage);

	place->stage = stage;
	place->step = STEP_START;
	if (wizard == NULL) {
		field_find("cloud", NULL, &place->field);
		return;
	}
	place->step = wizard->step;
	place->field = wizard->field;
}

static bool
is_at(struct vt *vt, void *arg)
{
	const struct place *place = arg;
	struct place now;

	(void)vt;
	find_place(place->stage, &now);
	return now.step == place->step && now.field == place->field;
}

static bool
is_elsewhere(struct vt *vt, void *arg)
{
	return !is_at(vt, arg);
}

void
stage_see_field(struct stage *stage, struct vt *vt, const char *setting)
{
	struct place place = { .stage = stage };

	assert_non_null(field_find(setting, &place.step, &place.field));
	if (vt_wait(vt, is_at, &place))
		return;
	vt_show(vt);
	fail_msg("the draft does not come to %s", setting);
}

static void
paste_secret(struct stage *stage, struct vt *vt)
{
	vt_paste(vt, beside_file(stage->tenant, "secret_file"));
}

static void
choose(struct vt *vt, const struct field *field, const char *value)
{
	const char number[] = { (char)('1' + (int)field_choice(field, value)),
		'\0' };

	vt_type(vt, value[0] == '\0' ? VT_ENTER : number);
}

void
stage_answer_field(struct stage *stage, struct vt *vt,
    const char *const *others)
{
	const struct field *field;
	struct place place;
	char landed[4096];
	const char *value;

	find_place(stage, &place);
	field = step_field(place.step, place.field);
	assert_non_null(field);
	value = stage_value(stage, field->setting, others);
	if (field->kind == FIELD_CHOICE) {
		choose(vt, field, value);
	} else {
		if (field->kind == FIELD_SECRET) {
			paste_secret(stage, vt);
		} else if (field->kind == FIELD_PASTE) {
			stage_browse(stage, vt, "alerts", landed,
			    sizeof(landed));
			vt_paste(vt, landed);
		} else if (value[0] != '\0') {
			vt_type(vt, VT_CTRL('U'));
			vt_paste(vt, value);
		}
		vt_type(vt, VT_ENTER);
	}
	if (vt_wait(vt, is_elsewhere, &place))
		return;
	vt_show(vt);
	fail_msg("%s was answered and the draft stays there", field->setting);
}

const char *
stage_title(struct vt *vt)
{
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		if (strstr(vt_row(vt, 0), steps[i].title) != NULL)
			return steps[i].title;
	return "";
}

void
stage_try_again(struct vt *vt)
{
	const char *row;
	int i;

	vt_settle(vt);
	for (i = 0; i < vt_rows(vt); i++) {
		row = vt_row(vt, i);
		row += strspn(row, " >");
		if (row[0] < '1' || row[0] > '9' ||
		    strstr(row, "Try again") == NULL)
			continue;
		vt_type(vt, (const char[]){ row[0], '\0' });
		return;
	}
	vt_show(vt);
	fail_msg("it cannot be tried again");
}
