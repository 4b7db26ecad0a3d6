/* SPDX-License-Identifier: ISC */
/* Back from everywhere, with what was typed still there on return; and a screen
 * that stands still while nothing happens, its cursor where the person is. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tests/tui/stage.h"

enum { STILL_MS = 2500 };

static void
cursor(struct vt *vt, int *row)
{
	int column;

	vt_settle(vt);
	vt_cursor(vt, row, &column);
	assert_true(vt_cursor_is_visible(vt));
}

/* At the first field of a step, at 80x24. */
static struct vt *
at_step(struct stage *stage, enum step_id step)
{
	static const char *const others[] = { "cloud", "global", "backup.host",
		"relay.contoso.com", NULL };
	struct vt *vt;

	stage_fill(stage, step_field(step, 0)->setting, others);
	vt = stage_resume(stage, NULL);
	vt_see(vt, steps[step].title);
	vt_settle(vt);
	return vt;
}

/* Some wrong words: half of what belongs there. */
static bool
type_half(struct vt *vt, const struct field *field)
{
	if (field->kind != FIELD_LINE && field->kind != FIELD_DATE)
		return false;
	vt_type(vt, VT_CTRL('U'));
	vt_type(vt, "half,typed");
	vt_see(vt, "> half,typed");
	return true;
}

static void
req_10_esc_goes_back_from_every_step_and_keeps_the_text(void **state)
{
	struct stage *stage = *state;
	const struct field *field;
	size_t step;
	bool typed;
	struct vt *vt;

	for (step = STEP_REGISTER; step < STEP_DONE; step++) {
		if (step == STEP_SIGNIN)
			continue; /* network.c */
		stage_begin(state);
		vt = at_step(stage, (enum step_id)step);
		field = step_field((enum step_id)step, 0);
		typed = type_half(vt, field);
		vt_send(vt, VT_ESC, 1);
		vt_see(vt, steps[step - 1].title);
		vt_lose(vt, "half,typed");
		vt_type(vt, VT_CTRL('T'));
		vt_see(vt, "All steps");
		vt_type(vt, VT_DOWN);
		vt_type(vt, VT_ENTER);
		vt_lose(vt, "All steps");
		vt_see(vt, steps[step].title);
		if (typed)
			vt_see(vt, "> half,typed");
		vt_free(vt);
	}
}

static void
req_10_with_a_finding_and_with_nothing_typed_too(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = at_step(stage, STEP_MAILBOX);

	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	vt_send(vt, VT_ESC, 1);
	vt_see(vt, "Application values");
	vt_type(vt, VT_ESC);
	vt_see(vt, "Register the app");
	vt_send(vt, VT_ESC, 1);
	vt_see(vt, "Welcome");
	/* on the first screen it is the same as leaving */
	vt_send(vt, VT_ESC, 1);
	vt_see(vt, "Leave?");
	vt_send(vt, VT_ESC, 1);
	vt_lose(vt, "Leave?");
	vt_see(vt, "Welcome");
}

static void
req_10_a_half_typed_text_survives_leaving(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = at_step(stage, STEP_MAILBOX);

	vt_type(vt, "half,typed");
	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "Leave?");
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 75);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "> half,typed");
}

static void
req_27_nothing_is_painted_while_nothing_happens(void **state)
{
	static const char *const settings[] = { "mailbox", "signin.pasted",
		"done.register" };
	struct stage *stage = *state;
	static const char *const others[] = { "cloud", "custom", "smtp.host",
		"localhost", NULL };
	struct vt *vt;
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		stage_begin(state);
		stage_fill(stage, settings[i], others);
		vt = stage_resume(stage, NULL);
		stage_see_field(stage, vt, settings[i]);
		vt_settle(vt);
		vt_mark(vt);
		/* a clock, a spinner or a countdown would show by then */
		assert_false(vt_take(vt, STILL_MS));
		assert_int_equal(vt_count(vt), 0);
		vt_free(vt);
	}
}

static void
req_27_the_cursor_is_on_the_field_or_on_its_finding(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = at_step(stage, STEP_MAILBOX);
	int row, finding;

	cursor(vt, &row);
	assert_non_null(strstr(vt_row(vt, row - 1), "Mailbox that mail"));
	assert_non_null(strstr(vt_row(vt, row), ">"));
	vt_type(vt, "half,typed");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	finding = vt_row_of(vt, "! ");
	cursor(vt, &row);
	assert_true(row == finding || row == vt_row_of(vt, "> half,typed"));
	vt_type(vt, VT_TAB);
	cursor(vt, &row);
	assert_non_null(strstr(vt_row(vt, row - 1), "Who signs in"));
}

static void
req_27_of_a_choice_and_a_list_it_is_on_the_chosen_row(void **state)
{
	static const char *const others[] = { "cloud", "global", NULL };
	struct stage *stage = *state;
	struct vt *vt;
	int row;

	stage_fill(stage, "smtp.security", others);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "STARTTLS");
	cursor(vt, &row);
	assert_non_null(strstr(vt_row(vt, row), "> 1"));
	vt_type(vt, VT_DOWN);
	cursor(vt, &row);
	assert_non_null(strstr(vt_row(vt, row), "> 2"));
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "All steps");
	cursor(vt, &row);
	assert_non_null(strstr(vt_row(vt, row), "Mail server"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    req_10_esc_goes_back_from_every_step_and_keeps_the_text),
		CASE(req_10_with_a_finding_and_with_nothing_typed_too),
		CASE(req_10_a_half_typed_text_survives_leaving),
		CASE(req_27_nothing_is_painted_while_nothing_happens),
		CASE(req_27_the_cursor_is_on_the_field_or_on_its_finding),
		CASE(req_27_of_a_choice_and_a_list_it_is_on_the_chosen_row),
	};

	return cmocka_run_group_tests(tests, stage_open_alone, stage_close);
}
