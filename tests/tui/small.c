/* SPDX-License-Identifier: ISC */
/* Every field of every step in the smallest window that a form is drawn in. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tests/tui/stage.h"

static const struct stage_wish small = { .rows = 12, .columns = 40 };

/* Each field once; of two with one setting the one that the cloud has. */
static bool
is_asked(const struct field *field, const char *cloud)
{
	struct answers answers = { .count = 0 };

	answers_set(&answers, "cloud", cloud, true);
	answers_set(&answers, "backup.host", "relay.contoso.com", true);
	answers_set(&answers, "test.taken", "yes", true);
	return field_is_needed(field, &answers);
}

/* A value that this field refuses; NULL: it takes anything. */
static const char *
wrong_for(const struct field *field, const char *cloud)
{
	struct answers answers = { .count = 0 };
	struct known known = { &answers, "server01", 0 };
	char value[ANSWER_SIZE] = ",";
	struct finding found;

	answers_set(&answers, "cloud", cloud, true);
	if (field->kind == FIELD_SECRET)
		return "abc";
	if (field->kind != FIELD_LINE && field->kind != FIELD_DATE)
		return NULL;
	return field_judge(field, value, &known, &found) ? NULL : ",";
}

/* The label, or as much of it as a row of 40 columns certainly has. */
static void
label_of(struct stage *stage, const struct field *field, char out[static 31])
{
	struct known known = wizard_known(stage_draft(stage), 0);
	struct text label;

	text_init(&label, 512);
	field_label(field, &known, &label);
	snprintf(out, 31, "%s", label.at);
	text_clear(&label);
}

/* The row of the field, with its label above it. */
static int
field_row(struct vt *vt, const char *label)
{
	int row, i;

	for (row = vt_rows(vt) - 1; row > 0; row--)
		if (vt_row(vt, row)[0] == '>')
			break;
	for (i = row - 1; i >= 0; i--)
		if (strstr(vt_row(vt, i), label) != NULL)
			return row;
	vt_show(vt);
	fail_msg("%s: where is the field?", label);
	return -1;
}

/* All of it is on the screen at once: the label, below it the field, below that
 * the finding, and the cursor on one of the two. */
static void
assert_finding(struct vt *vt, const char *label, const char *wrong)
{
	int row, cursor, column;
	const char *finding;

	vt_type(vt, wrong);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	vt_settle(vt);
	row = field_row(vt, label);
	vt_cursor(vt, &cursor, &column);
	finding = vt_row(vt, row + 1);
	if (finding[strspn(finding, " ")] == '!' && cursor >= row &&
	    cursor <= row + 1 && vt_cursor_is_visible(vt))
		return;
	vt_show(vt);
	fail_msg("%s: finding or cursor is not at the field", label);
}

static void
try_field(void **state, const struct field *field, const char *cloud)
{
	const char *const others[] = { "cloud", cloud, "smtp.host",
		"mail.example.com", "backup.host", "relay.contoso.com", NULL };
	struct stage *stage = *state;
	const char *wrong = wrong_for(field, cloud);
	char label[31];
	struct vt *vt;

	stage_begin(state);
	stage_fill(stage, field->setting, others);
	label_of(stage, field, label);
	vt = stage_resume(stage, &small);
	vt_see(vt, label);
	if (field->kind == FIELD_LINE || field->kind == FIELD_SECRET ||
	    field->kind == FIELD_DATE) {
		vt_settle(vt);
		field_row(vt, label);
	}
	if (wrong != NULL) {
		vt_type(vt, VT_CTRL('U'));
		assert_finding(vt, label, wrong);
	}
	vt_free(vt);
}

static void
try_steps(void **state, const char *cloud, enum step_id first,
    enum step_id last)
{
	const struct field *field;
	size_t step, i, n = 0;

	for (step = first; step <= (size_t)last; step++)
		for (i = 0; i < step_field_count((enum step_id)step); i++) {
			field = step_field((enum step_id)step, i);
			/* what the browser brings has a test of its own */
			if (!is_asked(field, cloud) ||
			    field->kind == FIELD_PASTE)
				continue;
			try_field(state, field, cloud);
			n++;
		}
	assert_true(n > 0);
}

static void
req_17_fields_of_the_portal_are_whole_at_40x12(void **state)
{
	try_steps(state, "global", STEP_START, STEP_PERMISSIONS);
}

static void
req_17_fields_behind_the_sign_in_are_whole_at_40x12(void **state)
{
	try_steps(state, "global", STEP_TEST, STEP_CARE);
}

static void
req_17_fields_of_another_server_are_whole_at_40x12(void **state)
{
	try_steps(state, "custom", STEP_VALUES, STEP_SERVER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_17_fields_of_the_portal_are_whole_at_40x12),
		CASE(req_17_fields_behind_the_sign_in_are_whole_at_40x12),
		CASE(req_17_fields_of_another_server_are_whole_at_40x12),
	};

	return cmocka_run_group_tests(tests, stage_open_alone, stage_close);
}
