/* SPDX-License-Identifier: ISC */
/* How the terminal is taken and given back: leaving, suspending, crashing, a
 * line that drops, another size. */
#include <config.h>

#include "tests/unit/unit.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/vt_inside.h"
#include "tests/tui/probing.h"

enum { HUNG_UP = 129, ENDED = 143, SPIN_MS = 500, REPAINTS = 100, LOOKS = 20 };

static void
leaving_gives_the_terminal_back(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .script = "echo before; read a; "
		"\"$PROBE\" \"$LOG\" form; echo status $?; read a" };
	struct termios modes;
	struct vt *vt;

	probing_start(probing, &wish);
	vt = probing->vt;
	vt_see(vt, "before");
	modes = probing_modes(probing);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Esc Back");
	assert_true(vt_is_alternate(vt));
	assert_true(vt_cursor_is_visible(vt));
	assert_true(vt_marks_pastes(vt));
	assert_false(vt_has_mouse(vt));
	assert_false(vt_is_cooked(vt));
	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "status 0");
	probing_given_back(probing, &modes);
	assert_true(vt_shows(vt, "before"));
	assert_false(vt_shows(vt, "Esc Back"));
}

static void
it_can_be_taken_a_second_time(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	vt_type(vt, VT_CTRL('G'));
	assert_true(vt_is_alternate(vt));
	assert_true(vt_marks_pastes(vt));
	assert_false(vt_is_cooked(vt));
	vt_type(vt, "abc");
	vt_see(vt, "> abc");
	assert_true(vt_shows(vt, "Esc Back"));
	probing_tells(probing, "help\ntext abc\n");
}

static void
a_child_that_crashes_leaves_it_alone(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct termios modes;
	struct vt *vt = probing_shown(probing, &wish);

	modes = probing_modes(probing);
	vt_mark(vt);
	vt_type(vt, VT_CTRL('N'));
	probing_tells(probing, "new\nchild crashed\n");
	assert_int_equal(vt_count(vt), 0);
	assert_int_equal(probing_modes(probing).c_lflag, modes.c_lflag);
	vt_type(vt, VT_CTRL('X'));
	assert_int_equal(vt_status(vt), 0);
	assert_true(vt_is_cooked(vt));
}

/* Curses' pictures, which may show a secret, are nothing for a browser. */
static void
a_program_that_is_started_inherits_nothing(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	vt_type(vt, VT_CTRL('B'));
	probing_tells(probing, "browser\nnothing inherited\n");
}

static void
req_13_a_line_that_drops_ends_it(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	int i;

	for (i = 0; i < 2; i++) {
		wish.ignores_hangup = i == 1;
		probing_shown(probing, &wish);
		vt_type(probing->vt, "abc");
		vt_hangup(probing->vt);
		assert_int_equal(vt_status(probing->vt), HUNG_UP);
		assert_in_range(vt_cpu_ms(probing->vt), 0, SPIN_MS);
		assert_string_equal(probing_told(probing),
		    "text abc\nhangup\nclosed\n");
	}
}

static void
req_13_signals_from_outside_end_it_with_the_terminal_given_back(void **state)
{
	static const struct {
		int number;
		int status;
		const char *told;
	} rows[] = {
		{ SIGHUP, HUNG_UP, "hangup\nclosed\n" },
		{ SIGTERM, ENDED, "end\nclosed\n" },
		{ SIGINT, ENDED, "end\nclosed\n" },
	};
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct termios modes;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		probing_start(probing, &wish);
		modes = probing_modes(probing);
		vt_see(probing->vt, "Esc Back");
		vt_settle(probing->vt);
		vt_signal(probing->vt, rows[i].number);
		assert_int_equal(vt_status(probing->vt), rows[i].status);
		probing_tells(probing, rows[i].told);
		probing_given_back(probing, &modes);
	}
}

/* Until no more fits the line's buffer. */
static void
fill_the_line(struct vt *vt, const char *keys, size_t len)
{
	int64_t limit = vt_clock_ms() + VT_LIMIT_MS;
	int before = -1, now = 0, same = 0;

	assert_int_equal(write(vt->master, keys, len), len);
	while (same < LOOKS && vt_clock_ms() < limit) {
		assert_int_equal(ioctl(vt->master, FIONREAD, &now), 0);
		same = now == before && now > 0 ? same + 1 : 0;
		before = now;
		poll(NULL, 0, VT_LOOK_MS);
	}
	assert_int_equal(same, LOOKS);
}

/* It ends although nobody reads what it wrote. */
static bool
ends_unread(const struct vt *vt)
{
	int64_t limit = vt_clock_ms() + VT_LIMIT_MS;
	siginfo_t info = { 0 };

	while (info.si_pid == 0 && vt_clock_ms() < limit) {
		waitid(P_PID, (id_t)vt->pid, &info,
		    WEXITED | WNOHANG | WNOWAIT);
		poll(NULL, 0, VT_LOOK_MS);
	}
	return info.si_pid == vt->pid;
}

/* A silent line whose buffer is full. */
static void
req_13_a_line_that_takes_nothing_holds_nobody(void **state)
{
	static const int numbers[] = { SIGTERM, SIGHUP };
	struct probing *probing = *state;
	struct probing_wish wish = { .picture = "address" };
	char keys[REPAINTS];
	size_t i;

	memset(keys, 0x0c, sizeof(keys));
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		probing_shown(probing, &wish);
		fill_the_line(probing->vt, keys, sizeof(keys));
		vt_signal(probing->vt, numbers[i]);
		assert_true(ends_unread(probing->vt));
		assert_int_equal(vt_status(probing->vt),
		    numbers[i] == SIGHUP ? HUNG_UP : ENDED);
	}
}

/* The modes of a line that nothing has been done to. */
static struct termios
fresh_modes(struct probing *probing)
{
	const struct probing_wish wish = { .script = "echo here; read a" };

	probing_start(probing, &wish);
	vt_see(probing->vt, "here");
	return probing_modes(probing);
}

static void
req_14_a_crash_gives_the_terminal_back(void **state)
{
	static const struct {
		const char *key;
		int number;
	} rows[] = {
		{ VT_F2, SIGSEGV }, /* a real one */
		{ "\022", SIGABRT },
		{ NULL, SIGBUS },
		{ NULL, SIGFPE },
		{ NULL, SIGILL },
		{ NULL, SIGQUIT },
	};
	struct probing *probing = *state;
	struct termios modes = fresh_modes(probing);
	struct probing_wish wish = { 0 };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		probing_shown(probing, &wish);
		assert_true(vt_is_alternate(probing->vt));
		if (rows[i].key != NULL)
			vt_send(probing->vt, rows[i].key,
			    strlen(rows[i].key));
		else
			vt_signal(probing->vt, rows[i].number);
		assert_int_equal(vt_status(probing->vt), 128 + rows[i].number);
		probing_given_back(probing, &modes);
	}
}

static void
req_15_a_suspended_program_leaves_a_cooked_line(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .script = "set -m; echo before; "
		"\"$PROBE\" \"$LOG\" form; echo stopped; read a; fg; "
		"echo status $?; read a" };
	struct termios modes = fresh_modes(probing);
	struct vt *vt;

	vt = probing_shown(probing, &wish);
	vt_type(vt, "abc");
	vt_type(vt, VT_CTRL('Z'));
	vt_see(vt, "stopped");
	probing_given_back(probing, &modes);
	assert_false(vt_shows(vt, "Esc Back"));
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Esc Back");
	assert_true(vt_shows(vt, "> abc"));
	assert_false(vt_shows(vt, "stopped"));
	assert_true(vt_is_alternate(vt));
	assert_true(vt_marks_pastes(vt));
	assert_false(vt_is_cooked(vt));
	vt_type(vt, "d");
	vt_see(vt, "> abcd");
	probing_tells(probing, "text abc\nsuspend\ntext d\n");
	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "status 0");
	probing_given_back(probing, &modes);
}

/* "ssh host -t postfrank-setup": nobody could continue it. */
static void
req_15_without_a_shell_above_it_goes_on_at_once(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	vt_type(vt, "abc");
	vt_type(vt, VT_CTRL('Z'));
	probing_tells(probing, "text abc\nsuspend\n");
	vt_see(vt, "> abc");
	assert_true(vt_shows(vt, "Esc Back"));
	assert_true(vt_is_alternate(vt));
	assert_true(vt_marks_pastes(vt));
	assert_false(vt_is_cooked(vt));
	vt_signal(vt, SIGTSTP);
	probing_tells(probing, "suspend\n");
	vt_settle(vt);
	assert_false(vt_is_cooked(vt));
	assert_true(vt_shows(vt, "Esc Back"));
}

/* SIGSTOP cannot be caught: what the line was made is found afterwards. */
static void
req_15_a_stop_that_was_not_asked_for_is_mended(void **state)
{
	struct probing *probing = *state;
	struct termios modes = fresh_modes(probing);
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	vt_signal(vt, SIGSTOP);
	assert_int_equal(tcsetattr(vt->slave, TCSANOW, &modes), 0);
	vt_mark(vt);
	vt_signal(vt, SIGCONT);
	probing_tells(probing, "suspend\n");
	vt_see_bytes(vt, "Esc Back");
	vt_settle(vt);
	assert_false(vt_is_cooked(vt));
	assert_true(vt_marks_pastes(vt));
}

static void
req_16_any_storm_of_sizes_ends_in_the_same_picture(void **state)
{
	static const struct {
		int rows, columns;
	} sizes[] = { { 12, 40 }, { 40, 120 }, { 8, 30 }, { 1, 1 }, { 2, 3 },
		{ 300, 600 }, { 24, 80 } };
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);
	char before[4096];
	size_t i;
	int row, column, row_now, column_now;

	vt_type(vt, "abc");
	vt_cursor(vt, &row, &column);
	snprintf(before, sizeof(before), "%s", vt_screen(vt));
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		vt_resize(vt, sizes[i].rows, sizes[i].columns);
		/* the footer stands in the last row of any size that has
		 * room for it */
		if (sizes[i].columns >= 30) {
			vt_see(vt, "Esc Back");
			assert_int_equal(vt_row_of(vt, "Esc Back"),
			    sizes[i].rows - 1);
		}
	}
	vt_settle(vt);
	assert_string_equal(vt_screen(vt), before);
	vt_cursor(vt, &row_now, &column_now);
	assert_int_equal(row_now, row);
	assert_int_equal(column_now, column);
	probing_tells(probing, "text abc\nresize 40x12\nresize 120x40\n"
	    "resize 30x8\nresize 1x1\nresize 3x2\nresize 600x300\n"
	    "resize 80x24\n");
	assert_false(vt_has_ended(vt));
}

static void
another_size_while_suspended_is_found(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .script = "set -m; "
		"\"$PROBE\" \"$LOG\" form; echo stopped; read a; fg" };
	struct vt *vt = probing_shown(probing, &wish);

	vt_type(vt, VT_CTRL('Z'));
	vt_see(vt, "stopped");
	vt_resize(vt, 30, 100);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Esc Back");
	probing_tells(probing, "resize 100x30\n");
	assert_int_equal(vt_row_of(vt, "Esc Back"), 29);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(leaving_gives_the_terminal_back),
		CASE(it_can_be_taken_a_second_time),
		CASE(a_child_that_crashes_leaves_it_alone),
		CASE(a_program_that_is_started_inherits_nothing),
		CASE(req_13_a_line_that_drops_ends_it),
		CASE(
		    req_13_signals_from_outside_end_it_with_the_terminal_given_back),
		CASE(req_13_a_line_that_takes_nothing_holds_nobody),
		CASE(req_14_a_crash_gives_the_terminal_back),
		CASE(req_15_a_suspended_program_leaves_a_cooked_line),
		CASE(req_15_without_a_shell_above_it_goes_on_at_once),
		CASE(req_15_a_stop_that_was_not_asked_for_is_mended),
		CASE(req_16_any_storm_of_sizes_ends_in_the_same_picture),
		CASE(another_size_while_suspended_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
