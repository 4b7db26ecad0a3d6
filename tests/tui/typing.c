/* SPDX-License-Identifier: ISC */
/* Keys, pastes and fields of the real program on a terminal in memory. */
#include <config.h>

#include "tests/unit/unit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "tests/tui/stage.h"

#define CLIENT_ID "6731de76-14a6-49ae-97bc-6eba6914391e"

enum { FIRST_SCREEN_BYTES = 1600, CURSOR_BYTES = 24, TYPED_BYTES = 4,
	SPLIT_MS = 40, SPLIT_LIMIT_MS = 80, LONG_SPLIT_MS = 300,
	LONG_LIMIT_MS = 800, TRIES = 20 };

static int
cursor_row(struct vt *vt)
{
	int row, column;

	vt_cursor(vt, &row, &column);
	return row;
}

static int
cursor_column(struct vt *vt)
{
	int row, column;

	vt_cursor(vt, &row, &column);
	return column;
}

static bool
cursor_is_above(struct vt *vt, void *row)
{
	return cursor_row(vt) < *(int *)row;
}

static bool
has_footer(struct vt *vt, void *arg)
{
	(void)arg;
	return strstr(vt_row(vt, vt_rows(vt) - 1), "^X") != NULL;
}

static void
req_01_the_first_screen_takes_few_bytes(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = stage_start(stage, NULL);
	const char *log, *at, *last;
	size_t len;

	if (!vt_wait(vt, has_footer, NULL)) {
		vt_show(vt);
		fail_msg("there is no footer");
	}
	assert_true(vt_shows(vt, "Welcome"));
	/* the footer is painted last, and then the cursor is placed; what was
	 * looked at meanwhile may have been told behind that, but never the
	 * footer again */
	vt_settle(vt);
	log = vt_log(vt, &len);
	last = log;
	for (at = memmem(log, len, "Leave", 5); at != NULL;
	     at = memmem(last + 1, (size_t)(log + len - last - 1), "Leave", 5))
		last = at;
	assert_true(last > log);
	if ((size_t)(last - log) + CURSOR_BYTES < len)
		len = (size_t)(last - log) + CURSOR_BYTES;
	print_message("# %zu bytes\n", len);
	assert_in_range(len, 1, FIRST_SCREEN_BYTES);
}

static void
req_02_a_typed_character_takes_few_bytes(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "mailbox", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Mailbox that mail is sent from");
	vt_type(vt, "a");
	vt_see(vt, "> a");
	vt_mark(vt);
	vt_type(vt, "b");
	vt_see(vt, "> ab");
	assert_in_range(vt_count(vt), 1, TYPED_BYTES);
}

static void
req_02_a_typed_character_of_a_secret_is_one_star(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "secrets.client_secret", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Client secret (Value)");
	vt_type(vt, "z");
	vt_see(vt, "> *");
	assert_false(vt_shows(vt, "> z"));
	vt_mark(vt);
	vt_type(vt, "z");
	vt_see(vt, "> **");
	assert_in_range(vt_count(vt), 1, TYPED_BYTES);
}

static void
req_04_esc_alone_is_answered_without_another_key(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "mailbox", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Mailbox that mail is sent from");
	vt_send(vt, VT_ESC, 1);
	vt_see(vt, "Application values");
	vt_see(vt, "Application (client) ID");
}

/* Cursor on the tenant, the second of two fields. */
static struct vt *
at_the_second_field(struct stage *stage, const struct stage_wish *wish)
{
	struct vt *vt;

	if (stage_draft(stage) == NULL)
		stage_fill(stage, "registration.tenant", NULL);
	vt = stage_resume(stage, wish);
	vt_see(vt, "Directory (tenant) ID");
	vt_settle(vt);
	assert_non_null(strstr(vt_row(vt, cursor_row(vt) - 1),
	    "Directory (tenant) ID"));
	return vt;
}

static long
pause_ms(long ms)
{
	struct timespec begin, now, gap = { 0, ms * 1000000 };

	clock_gettime(CLOCK_MONOTONIC, &begin);
	nanosleep(&gap, NULL);
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - begin.tv_sec) * 1000 +
	    (now.tv_nsec - begin.tv_nsec) / 1000000;
}

/* The gap is what is tried here; on a machine so busy that it grows beyond what
 * a person's line would show, it is tried again. */
static void
req_04_an_arrow_in_two_packets_moves_and_never_leaves(void **state)
{
	struct stage *stage = *state;
	long gap = SPLIT_LIMIT_MS;
	struct vt *vt = NULL;
	int i, row = 0;

	for (i = 0; i < TRIES && gap >= SPLIT_LIMIT_MS; i++) {
		vt_teardown(NULL);
		vt = at_the_second_field(stage, NULL);
		row = cursor_row(vt);
		vt_send(vt, VT_ESC, 1);
		gap = pause_ms(SPLIT_MS);
		vt_send(vt, "OA", 2);
	}
	if (!vt_wait(vt, cursor_is_above, &row)) {
		vt_show(vt);
		fail_msg("the cursor did not move");
	}
	assert_true(vt_shows(vt, "Application values"));
	assert_false(vt_shows(vt, "OA"));
}

/* A gap that would be Esc by itself, for a line that is slower. */
static void
req_04_the_limit_of_esc_can_be_set(void **state)
{
	const char *const environment[] = { "ESCDELAY=1000", NULL };
	const struct stage_wish wish = { .environment = environment };
	struct stage *stage = *state;
	long gap = LONG_LIMIT_MS;
	struct vt *vt = NULL;
	int i, row = 0;

	for (i = 0; i < TRIES && gap >= LONG_LIMIT_MS; i++) {
		vt_teardown(NULL);
		vt = at_the_second_field(stage, &wish);
		row = cursor_row(vt);
		vt_send(vt, VT_ESC, 1);
		gap = pause_ms(LONG_SPLIT_MS);
		vt_send(vt, "OA", 2);
	}
	assert_true(vt_wait(vt, cursor_is_above, &row));
	assert_true(vt_shows(vt, "Application values"));
}

static bool
knows_terminal(const char *name)
{
	char command[128];

	snprintf(command, sizeof(command), "infocmp %s >/dev/null 2>&1", name);
	return system(command) == 0;
}

static void
req_05_both_kinds_of_arrows_move(void **state)
{
	static const char *const terms[] = { "xterm", "xterm-256color", "linux",
		"screen", "tmux", "putty", "vt100" };
	static const char *const ups[] = { "\033[A", "\033OA" };
	struct stage *stage = *state;
	char term[64];
	const char *const environment[] = { term, NULL };
	const struct stage_wish wish = { .environment = environment };
	struct vt *vt;
	size_t i, k;
	int row;

	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		if (!knows_terminal(terms[i])) {
			print_message("# %s is not known here\n", terms[i]);
			continue;
		}
		snprintf(term, sizeof(term), "TERM=%s", terms[i]);
		for (k = 0; k < 2; k++) {
			vt = at_the_second_field(stage, &wish);
			row = cursor_row(vt);
			vt_type(vt, ups[k]);
			if (!vt_wait(vt, cursor_is_above, &row)) {
				vt_show(vt);
				fail_msg("%s: ESC%s does not move", terms[i],
				    ups[k] + 1);
			}
			vt_free(vt);
		}
	}
}

/* Pastes into the client ID, and looks that it is taken but not handed in. */
static void
paste_client_id(struct stage *stage, void (*paste)(struct vt *, const char *))
{
	struct vt *vt;
	int row;

	stage_fill(stage, "registration.client_id", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Application (client) ID");
	vt_settle(vt);
	row = cursor_row(vt);
	paste(vt, " \t \n  " CLIENT_ID " \n ");
	vt_see(vt, "> " CLIENT_ID);
	vt_settle(vt);
	assert_int_equal(cursor_row(vt), row);
	assert_int_equal(cursor_column(vt),
	    (int)strlen(CLIENT_ID) +
		(int)strcspn(vt_row(vt, row), CLIENT_ID));
	assert_string_equal(stage_answer(stage, "registration.client_id"), "");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Directory (tenant) ID");
	assert_string_equal(stage_answer(stage, "registration.client_id"),
	    CLIENT_ID);
}

static void
req_06_a_paste_is_tidied_and_does_not_submit(void **state)
{
	paste_client_id(*state, vt_paste);
}

static void
req_07_a_paste_without_markers_gives_the_same(void **state)
{
	paste_client_id(*state, vt_paste_bare);
}

/* A line break as the very last byte, too. */
static void
req_07_nor_does_a_line_break_at_its_very_end_submit(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "registration.client_id", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Application (client) ID");
	vt_paste_bare(vt, CLIENT_ID "\n");
	vt_see(vt, "> " CLIENT_ID);
	vt_settle(vt);
	assert_string_equal(stage_answer(stage, "registration.client_id"), "");
}

static void
refuse_paste(struct stage *stage, void (*paste)(struct vt *, const char *))
{
	char much[4097];
	struct vt *vt;
	size_t i, len;

	for (i = 0; i < sizeof(much) - 1; i++)
		much[i] = "Zq7Xv"[i % 5];
	much[i] = '\0';
	stage_fill(stage, "secrets.client_secret", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Client secret (Value)");
	vt_settle(vt);
	vt_mark(vt);
	paste(vt, much);
	vt_see(vt, "! ");
	assert_false(vt_shows(vt, "***"));
	/* at no time, not even for a moment */
	assert_null(memmem(vt_since(vt, &len), vt_count(vt), "Zq7", 3));
	assert_null(memmem(vt_since(vt, &len), vt_count(vt), "Xv", 2));
}

static void
req_08_a_huge_paste_into_a_secret_is_refused_unseen(void **state)
{
	refuse_paste(*state, vt_paste);
}

static void
req_08_without_markers_too(void **state)
{
	refuse_paste(*state, vt_paste_bare);
}

/* The row of the finding, which begins with "!" behind the indent. */
static int
finding_row(struct vt *vt)
{
	const char *row;
	int i;

	vt_see(vt, "! ");
	for (i = 0; i < vt_rows(vt); i++) {
		row = vt_row(vt, i);
		if (row[strspn(row, " ")] == '!')
			return i;
	}
	vt_show(vt);
	fail_msg("no row begins with \"!\"");
	return -1;
}

static void
judge_findings(struct stage *stage, const struct stage_wish *wish)
{
	struct vt *vt;

	stage_fill(stage, "registration.client_id", NULL);
	vt = stage_resume(stage, wish);
	vt_see(vt, "Application (client) ID");
	vt_type(vt, "6731de76");
	/* silent while typing */
	assert_false(vt_shows(vt, "! "));
	vt_type(vt, VT_ENTER);
	assert_int_equal(finding_row(vt),
	    vt_row_of(vt, "> 6731de76") + 1);
	assert_true(vt_shows(vt, "36"));
	vt_type(vt, "-");
	vt_lose(vt, "! ");
	/* on leaving, too */
	vt_type(vt, VT_TAB);
	assert_int_equal(finding_row(vt),
	    vt_row_of(vt, "  6731de76-") + 1);
	vt_free(vt);
}

static void
req_09_findings_come_on_enter_and_leaving_and_go(void **state)
{
	judge_findings(*state, NULL);
}

static void
req_09_they_begin_with_a_mark_in_every_colour_mode(void **state)
{
	static const char *const modes[] = { "NO_COLOR=1", "TERM=vt100",
		"TERM=linux", "LANG=C" };
	struct stage_wish wish = { .rows = 0 };
	const char *environment[2] = { NULL };
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		environment[0] = modes[i];
		wish.environment = environment;
		stage_begin(state);
		judge_findings(*state, &wish);
	}
}

static void
req_09_they_name_the_place_and_one_example(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "registration.tenant", NULL);
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Directory (tenant) ID");
	vt_type(vt, "contoso,com");
	vt_type(vt, VT_ENTER);
	finding_row(vt);
	assert_true(vt_shows(vt, "position 8"));
	assert_true(vt_shows(vt, "Example: contoso.com"));
	assert_true(vt_cell(vt, finding_row(vt), 2).bold);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_01_the_first_screen_takes_few_bytes),
		CASE(req_02_a_typed_character_takes_few_bytes),
		CASE(req_02_a_typed_character_of_a_secret_is_one_star),
		CASE(req_04_esc_alone_is_answered_without_another_key),
		CASE(req_04_an_arrow_in_two_packets_moves_and_never_leaves),
		CASE(req_04_the_limit_of_esc_can_be_set),
		CASE(req_05_both_kinds_of_arrows_move),
		CASE(req_06_a_paste_is_tidied_and_does_not_submit),
		CASE(req_07_a_paste_without_markers_gives_the_same),
		CASE(
		    req_07_nor_does_a_line_break_at_its_very_end_submit),
		CASE(req_08_a_huge_paste_into_a_secret_is_refused_unseen),
		CASE(req_08_without_markers_too),
		CASE(req_09_findings_come_on_enter_and_leaving_and_go),
		CASE(req_09_they_begin_with_a_mark_in_every_colour_mode),
		CASE(req_09_they_name_the_place_and_one_example),
	};

	return cmocka_run_group_tests(tests, stage_open_alone, stage_close);
}
