/* SPDX-License-Identifier: ISC */
/* What the terminal is left in, and what is sent to it: hang-ups, crashes, a
 * suspended program, other sizes, no colours, no UTF-8. */
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

/* Is there an SGR parameter that is a colour? */
static bool
has_colour(const char *bytes, size_t len)
{
	const char *at = bytes, *end = bytes + len;
	long number;
	char *behind;

	for (;;) {
		at = memmem(at, (size_t)(end - at), "\033[", 2);
		if (at == NULL)
			return false;
		at += 2;
		if (at[strspn(at, "0123456789;:")] != 'm')
			continue;
		while (*at != 'm') {
			number = strtol(at, &behind, 10);
			if ((number >= 30 && number <= 38) ||
			    (number >= 40 && number <= 48) ||
			    (number >= 90 && number <= 107))
				return true;
			at = *behind == 'm' ? behind : behind + 1;
		}
	}
}

/* Fields, findings, what is done, help, steps, leaving. */
static struct vt *
look_around(struct stage *stage, const char *const *environment)
{
	const struct stage_wish wish = { .environment = environment };
	struct vt *vt = half_typed(stage, &wish);

	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "done");
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "half@typed");
	vt_type(vt, VT_CTRL('G'));
	vt_see(vt, "person's");
	vt_type(vt, VT_CTRL('G'));
	vt_resize(vt, 40, 120);
	vt_see(vt, "Register the app");
	vt_see(vt, "done");
	return vt;
}

static void
req_23_no_color_sends_no_colour(void **state)
{
	const char *const environment[] = { "NO_COLOR=1", NULL };
	struct stage *stage = *state;
	struct vt *vt = look_around(stage, environment);
	const char *log;
	size_t len;

	log = vt_log(vt, &len);
	assert_false(has_colour(log, len));
	vt_free(vt);
	/* the test can tell */
	vt = look_around(stage, NULL);
	log = vt_log(vt, &len);
	assert_true(has_colour(log, len));
}

static void
assert_only_ascii(struct vt *vt, const char *environment)
{
	const char *log;
	size_t len, i;

	log = vt_log(vt, &len);
	for (i = 0; i < len; i++) {
		if ((log[i] >= 0x20 && log[i] < 0x7f) || log[i] == 0x1b ||
		    (log[i] != 0 &&
			strchr("\b\t\r\n", log[i]) != NULL))
			continue;
		vt_show(vt);
		fail_msg("%s: byte 0x%02x was sent", environment,
		    (unsigned char)log[i]);
	}
}

static void
req_24_without_utf8_only_ascii_is_sent(void **state)
{
	static const char *const locales[] = { "LANG=C", "LANG=POSIX",
		"LANG=de_DE.ISO-8859-1", "LANG" };
	struct stage *stage = *state;
	const char *environment[2] = { NULL };
	struct vt *vt;
	size_t i;

	for (i = 0; i < sizeof(locales) / sizeof(locales[0]); i++) {
		environment[0] = locales[i];
		vt = look_around(stage, environment);
		assert_only_ascii(vt, locales[i]);
		assert_true(vt_shows(vt, "------------------------"));
		vt_free(vt);
	}
}

static void
req_24_in_utf8_no_line_drawing_shift_is_sent(void **state)
{
	static const char *const terms[] = { "TERM=xterm",
		"TERM=xterm-256color", "TERM=linux", "TERM=screen",
		"TERM=tmux", "TERM=vt100" };
	struct stage *stage = *state;
	const char *environment[2] = { NULL };
	const char *log;
	struct vt *vt;
	size_t i, len;

	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		environment[0] = terms[i];
		vt = look_around(stage, environment);
		log = vt_log(vt, &len);
		if (memmem(log, len, "\033(0", 3) != NULL ||
		    memmem(log, len, "\033)0", 3) != NULL ||
		    memchr(log, 0x0e, len) != NULL)
			fail_msg("%s: line drawing is switched on", terms[i]);
		assert_true(vt_shows(vt, "\xe2\x94\x80\xe2\x94\x80"));
		vt_free(vt);
	}
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
		CASE(req_16_another_size_keeps_text_cursor_and_focus),
		CASE(req_16_a_finding_stays),
		CASE(req_16_in_help_steps_and_leaving_too),
		CASE(req_16_the_question_about_the_draft_too),
		CASE(req_16_too_small_from_the_first),
		CASE(req_23_no_color_sends_no_colour),
		CASE(req_24_without_utf8_only_ascii_is_sent),
		CASE(req_24_in_utf8_no_line_drawing_shift_is_sent),
	};

	return cmocka_run_group_tests(tests, stage_open_alone, stage_close);
}
