/* SPDX-License-Identifier: ISC */
/* The terminal in memory itself, on small shell programs: what it sees, and
 * that it does not see what is not there. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <string.h>

#include "tests/lib/vt.h"

enum { SHORT_MS = 300 };

static struct vt *
shell(const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	const struct vt_wish wish = { .argv = argv };

	return vt_start(&wish);
}

static bool
is_shown(struct vt *vt, void *arg)
{
	return vt_shows(vt, arg);
}

static void
what_is_printed_is_seen_and_nothing_else(void **state)
{
	struct vt *vt = shell("printf 'one two\\n  three'; read a");
	char never[] = "four";

	(void)state;
	vt_see(vt, "one two");
	vt_see(vt, "two three");
	assert_string_equal(vt_row(vt, 1), "  three");
	assert_int_equal(vt_row_of(vt, "three"), 1);
	vt_patience(vt, SHORT_MS);
	assert_false(vt_wait(vt, is_shown, never));
	assert_false(vt_has_ended(vt));
}

static void
waiting_ends_with_the_program(void **state)
{
	struct vt *vt = shell("printf bye; exit 7");
	char never[] = "welcome";

	(void)state;
	assert_false(vt_wait(vt, is_shown, never));
	assert_int_equal(vt_status(vt), 7);
	assert_true(vt_shows(vt, "bye"));
	vt = shell("kill -9 $$");
	assert_int_equal(vt_status(vt), 128 + SIGKILL);
}

static void
keys_and_pastes_arrive_as_they_are_typed(void **state)
{
	struct vt *vt = shell("stty raw -echo; printf ready; "
			      "dd bs=1 count=3 2>/dev/null | od -An -tx1; "
			      "printf '\\033[?2004h'; "
			      "dd bs=1 count=15 2>/dev/null | od -An -c");

	(void)state;
	vt_see(vt, "ready");
	assert_false(vt_is_cooked(vt));
	vt_type(vt, VT_CTRL('X'));
	vt_type(vt, "\xc3\xa9");
	vt_see(vt, "18 c3 a9");
	vt_see_bytes(vt, "2004h");
	assert_true(vt_marks_pastes(vt));
	vt_paste(vt, "a\nb");
	vt_see(vt, "033 [ 2 0 0 ~ a \\r b 033 [ 2 0 1 ~");
}

static void
a_bare_paste_has_no_markers(void **state)
{
	struct vt *vt = shell("stty raw -echo; printf '\\033[?2004hready'; "
			      "dd bs=1 count=3 2>/dev/null | od -An -c");

	(void)state;
	vt_see(vt, "ready");
	vt_paste_bare(vt, "a\nb");
	vt_see(vt, "a \\r b");
	assert_false(vt_shows(vt, "2 0 0"));
}

static void
attributes_and_colours_are_told_apart(void **state)
{
	struct vt *vt = shell("printf 'a\\033[1mb\\033[0;7mc\\033[0;31md"
			      "\\033[0;37;40me\\033[0m\\342\\224\\200'; "
			      "read a");

	(void)state;
	vt_see(vt, "abcde");
	assert_false(vt_cell(vt, 0, 0).bold);
	assert_int_equal(vt_cell(vt, 0, 0).fg, -1);
	assert_true(vt_cell(vt, 0, 1).bold);
	assert_true(vt_cell(vt, 0, 2).reverse);
	assert_int_equal(vt_cell(vt, 0, 3).fg, 1);
	assert_int_equal(vt_cell(vt, 0, 4).fg, 7);
	assert_int_equal(vt_cell(vt, 0, 4).bg, 0);
	assert_string_equal(vt_cell(vt, 0, 5).text, "\xe2\x94\x80");
}

static void
the_modes_of_the_terminal_are_known(void **state)
{
	struct vt *vt = shell("printf '\\033[?1049h\\033[?25lin'; read a; "
			      "printf '\\033[?1049l\\033[?25hout'; read a");
	int row, column;

	(void)state;
	vt_see(vt, "in");
	assert_true(vt_is_alternate(vt));
	assert_false(vt_cursor_is_visible(vt));
	assert_false(vt_marks_pastes(vt));
	assert_false(vt_has_mouse(vt));
	assert_true(vt_is_cooked(vt));
	vt_type(vt, VT_ENTER);
	vt_see(vt, "out");
	assert_false(vt_is_alternate(vt));
	assert_true(vt_cursor_is_visible(vt));
	vt_cursor(vt, &row, &column);
	assert_int_equal(column, 3);
}

static void
another_size_is_told_to_the_program(void **state)
{
	struct vt *vt = shell("trap 'stty size' WINCH; stty size; "
			      "while :; do read a; done");

	(void)state;
	vt_see(vt, "24 80");
	vt_resize(vt, 12, 40);
	vt_see(vt, "12 40");
	assert_int_equal(vt_rows(vt), 12);
	assert_int_equal(vt_columns(vt), 40);
}

static void
bytes_are_counted_from_a_mark(void **state)
{
	struct vt *vt = shell("stty -echo; printf abc; read a; printf defg; "
			      "read a");
	size_t len;

	(void)state;
	vt_see(vt, "abc");
	vt_mark(vt);
	assert_int_equal(vt_count(vt), 0);
	vt_type(vt, VT_ENTER);
	vt_see_bytes(vt, "defg");
	assert_memory_equal(vt_since(vt, &len), "defg", 4);
	assert_int_equal(len, 4);
	vt_log(vt, &len);
	assert_int_equal(len, 7);
}

static void
the_environment_is_what_was_wished(void **state)
{
	const char *const argv[] = { "sh", "-c",
		"echo \"<$TERM><$LANG><${NO_COLOR-none}><${USER-none}>\"; "
		"read a", NULL };
	const char *const environment[] = { "TERM=vt100", "LANG",
		"NO_COLOR=1", NULL };
	const struct vt_wish wish = { .argv = argv,
		.environment = environment };
	struct vt *vt = vt_start(&wish);

	(void)state;
	vt_see(vt, "<vt100><><1><none>");
}

static void
a_hang_up_reaches_who_does_not_ignore_it(void **state)
{
	const char *const argv[] = { "sh", "-c", "echo in; read a; exit 3",
		NULL };
	struct vt_wish wish = { .argv = argv };
	struct vt *vt = vt_start(&wish);

	(void)state;
	vt_see(vt, "in");
	vt_hangup(vt);
	assert_int_equal(vt_status(vt), 128 + SIGHUP);
	wish.ignores_hangup = true;
	vt = vt_start(&wish);
	vt_see(vt, "in");
	vt_hangup(vt);
	assert_int_equal(vt_status(vt), 3);
	assert_true(vt_cpu_ms(vt) >= 0);
}

static void
memory_is_measured(void **state)
{
	struct vt *vt = shell("echo in; read a");

	(void)state;
	vt_see(vt, "in");
	assert_in_range(vt_peak_kib(vt), 100, 1 << 20);
}

static void
settling_waits_for_a_busy_program(void **state)
{
	struct vt *vt = shell("stty -echo; echo in; read a; i=0; "
			      "while [ $i -lt 50000 ]; do i=$((i + 1)); done; "
			      "echo done; read a");

	(void)state;
	vt_see(vt, "in");
	vt_type(vt, VT_ENTER);
	assert_true(vt_shows(vt, "done"));
}

#define CASE(function) cmocka_unit_test_teardown(function, vt_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_printed_is_seen_and_nothing_else),
		CASE(waiting_ends_with_the_program),
		CASE(keys_and_pastes_arrive_as_they_are_typed),
		CASE(a_bare_paste_has_no_markers),
		CASE(attributes_and_colours_are_told_apart),
		CASE(the_modes_of_the_terminal_are_known),
		CASE(another_size_is_told_to_the_program),
		CASE(bytes_are_counted_from_a_mark),
		CASE(the_environment_is_what_was_wished),
		CASE(a_hang_up_reaches_who_does_not_ignore_it),
		CASE(memory_is_measured),
		CASE(settling_waits_for_a_busy_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
