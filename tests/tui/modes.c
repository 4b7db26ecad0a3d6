/* SPDX-License-Identifier: ISC */
/* What the terminal is left in, and what is sent to it: hang-ups, crashes, a
 * suspended program, other sizes. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/stage.h"

enum { SPIN_MS = 2000 };

/* At the field for the mailbox, with something typed. */
static struct vt *
half_typed(struct stage *stage, const struct stage_wish *wish)
{
	struct vt *vt;

	if (stage_draft(stage) == NULL)
		stage_fill(stage, "mailbox", NULL);
	vt = stage_resume(stage, wish);
	vt_see(vt, "Mailbox that mail is sent from");
	vt_type(vt, "half@typed");
	vt_see(vt, "> half@typed");
	return vt;
}

static void
hang_up(struct stage *stage, bool ignores)
{
	const struct stage_wish wish = { .ignores_hangup = ignores };
	struct vt *vt = half_typed(stage, &wish);

	vt_hangup(vt);
	assert_int_equal(vt_status(vt), 129);
	assert_in_range(vt_cpu_ms(vt), 0, SPIN_MS);
	assert_string_not_equal(stage_answer(stage, "registration.client_id"),
	    "");
	assert_int_equal(stage_draft(stage)->step, STEP_MAILBOX);
}

static void
req_13_a_closed_line_ends_it_with_129(void **state)
{
	hang_up(*state, false);
}

static void
req_13_also_where_the_signal_is_ignored(void **state)
{
	hang_up(*state, true);
}

static void
req_13_a_hang_up_signal_alone_ends_it_too(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = half_typed(stage, NULL);

	vt_signal(vt, SIGHUP);
	assert_int_equal(vt_status(vt), 129);
	assert_true(vt_is_cooked(vt));
	assert_int_equal(stage_draft(stage)->step, STEP_MAILBOX);
}

static void
assert_given_back(struct vt *vt)
{
	if (vt_is_cooked(vt) && !vt_is_alternate(vt) &&
	    vt_cursor_is_visible(vt) && !vt_marks_pastes(vt) &&
	    !vt_has_mouse(vt))
		return;
	fail_msg("cooked %d, main screen %d, cursor %d, pastes %d",
	    vt_is_cooked(vt), !vt_is_alternate(vt), vt_cursor_is_visible(vt),
	    vt_marks_pastes(vt));
}

static void
assert_taken(struct vt *vt)
{
	assert_false(vt_is_cooked(vt));
	assert_true(vt_is_alternate(vt));
	assert_true(vt_cursor_is_visible(vt));
	assert_true(vt_marks_pastes(vt));
	assert_false(vt_has_mouse(vt));
}

static void
req_14_a_crash_gives_the_terminal_back(void **state)
{
	static const int signals[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL,
		SIGQUIT };
	struct stage *stage = *state;
	struct vt *vt;
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		vt = half_typed(stage, NULL);
		assert_taken(vt);
		vt_signal(vt, signals[i]);
		assert_int_equal(vt_status(vt), 128 + signals[i]);
		assert_given_back(vt);
		vt_free(vt);
	}
}

static void
req_14_and_so_does_every_other_end(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = half_typed(stage, NULL);

	vt_signal(vt, SIGTERM);
	vt_status(vt);
	assert_given_back(vt);
	vt = half_typed(stage, NULL);
	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "Leave");
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 75);
	assert_given_back(vt);
	vt_see(vt, "setup");
	vt = half_typed(stage, NULL);
	vt_type(vt, VT_CTRL('C'));
	vt_type(vt, VT_CTRL('C'));
	assert_int_equal(vt_status(vt), 75);
	assert_given_back(vt);
}

/* In a shell with job control, as a person has it. */
static void
req_15_suspended_it_gives_all_back_and_comes_again(void **state)
{
	struct stage *stage = *state;
	char command[4096];
	const char *const argv[] = { "sh", "-i", NULL };
	const char *const environment[] = { "PS1=ready: ", "ENV", NULL };
	const struct vt_wish wish = { .argv = argv,
		.environment = environment };
	struct vt *vt;

	stage_fill(stage, "mailbox", NULL);
	vt = vt_start(&wish);
	vt_see(vt, "ready: ");
	snprintf(command, sizeof(command), "%s/postfrank-setup --home %s\r",
	    getenv("top_builddir"), stage->home);
	vt_type(vt, command);
	vt_see(vt, "You were at");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Mailbox that mail is sent from");
	vt_type(vt, "half@typed");
	vt_see(vt, "> half@typed");
	assert_taken(vt);
	vt_type(vt, VT_CTRL('Z'));
	vt_see(vt, "topped");
	vt_see(vt, "ready: ");
	assert_given_back(vt);
	assert_false(vt_shows(vt, "half@typed"));
	vt_type(vt, "echo still $((6 * 7))\r");
	vt_see(vt, "still 42");
	vt_type(vt, "fg\r");
	vt_see(vt, "> half@typed");
	vt_settle(vt);
	assert_taken(vt);
	vt_type(vt, "!");
	vt_see(vt, "> half@typed!");
	vt_type(vt, VT_CTRL('X'));
	vt_type(vt, VT_ENTER);
	vt_see(vt, "ready: ");
	vt_settle(vt);
	assert_given_back(vt);
}

/* Under "ssh -t" there is no shell to come back from: nothing stops. */
static void
req_15_without_a_shell_it_is_only_drawn_again(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = half_typed(stage, NULL);

	vt_mark(vt);
	vt_type(vt, VT_CTRL('Z'));
	vt_see_bytes(vt, "half@typed");
	vt_see(vt, "> half@typed");
	vt_settle(vt);
	assert_false(vt_has_ended(vt));
	assert_taken(vt);
	vt_type(vt, "!");
	vt_see(vt, "> half@typed!");
}

/* What has to be there after any change of the size: a text, and the cursor
 * behind a text ("": it is not looked at). */
struct place {
	const char *text;
	const char *cursor_behind;
};

static void
assert_place(struct vt *vt, const struct place *place)
{
	int row, column, text_row, text_column;

	vt_see(vt, place->text);
	vt_settle(vt);
	assert_true(vt_cursor_is_visible(vt));
	if (place->cursor_behind[0] == '\0')
		return;
	vt_cursor(vt, &row, &column);
	if (!vt_find(vt, place->cursor_behind, &text_row, &text_column)) {
		vt_show(vt);
		fail_msg("where is %s?", place->cursor_behind);
	}
	assert_int_equal(row, text_row);
	assert_int_equal(column,
	    text_column + (int)strlen(place->cursor_behind));
}

static void
resize_through(struct vt *vt, const struct place *place)
{
	static const int sizes[][2] = { { 12, 40 }, { 40, 120 }, { 8, 30 },
		{ 24, 80 } };
	char *before;
	size_t i;

	assert_place(vt, place);
	before = strdup(vt_screen(vt));
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		vt_resize(vt, sizes[i][0], sizes[i][1]);
		if (sizes[i][0] >= 12)
			assert_place(vt, place);
		else
			vt_see(vt, "larger");
		assert_false(vt_has_ended(vt));
	}
	if (strcmp(vt_screen(vt), before) != 0) {
		print_message("# before:\n%s", before);
		vt_show(vt);
		fail_msg("the screen is another one than before");
	}
	free(before);
}

static void
req_16_another_size_keeps_text_cursor_and_focus(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = half_typed(stage, NULL);
	const struct place typed = { "> half@typed", "half@typed" };

	resize_through(vt, &typed);
	vt_type(vt, "!");
	vt_see(vt, "> half@typed!");
}

static void
req_16_a_finding_stays(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = half_typed(stage, NULL);
	const struct place finding = { "! ", "" };

	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	resize_through(vt, &finding);
}

static void
req_16_in_help_steps_and_leaving_too(void **state)
{
	const struct place help = { "person's", "" };
	const struct place list = { "Register the app", "" };
	const struct place leave = { "Leave", "" };
	struct stage *stage = *state;
	struct vt *vt = half_typed(stage, NULL);

	vt_type(vt, VT_CTRL('G'));
	resize_through(vt, &help);
	vt_type(vt, VT_CTRL('G'));
	vt_see(vt, "> half@typed");
	vt_type(vt, VT_CTRL('T'));
	resize_through(vt, &list);
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "> half@typed");
	vt_type(vt, VT_CTRL('X'));
	resize_through(vt, &leave);
	vt_type(vt, VT_ESC);
	vt_see(vt, "> half@typed");
}

static void
req_16_the_question_about_the_draft_too(void **state)
{
	const struct place question = { "You were at", "" };
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "mailbox", NULL);
	vt = stage_start(stage, NULL);
	resize_through(vt, &question);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Mailbox that mail is sent from");
}

static void
req_16_too_small_from_the_first(void **state)
{
	const struct stage_wish wish = { .rows = 8, .columns = 30 };
	struct stage *stage = *state;
	struct vt *vt = stage_start(stage, &wish);

	vt_see(vt, "larger");
	vt_resize(vt, 24, 80);
	vt_see(vt, "Welcome");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_13_a_closed_line_ends_it_with_129),
		CASE(req_13_also_where_the_signal_is_ignored),
		CASE(req_13_a_hang_up_signal_alone_ends_it_too),
		CASE(req_14_a_crash_gives_the_terminal_back),
		CASE(req_14_and_so_does_every_other_end),
		CASE(req_15_suspended_it_gives_all_back_and_comes_again),
		CASE(req_15_without_a_shell_it_is_only_drawn_again),
		CASE(req_16_another_size_keeps_text_cursor_and_focus),
		CASE(req_16_a_finding_stays),
		CASE(req_16_in_help_steps_and_leaving_too),
		CASE(req_16_the_question_about_the_draft_too),
		CASE(req_16_too_small_from_the_first),
	};

	return cmocka_run_group_tests(tests, stage_open_alone, stage_close);
}
