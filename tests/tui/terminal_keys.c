/* SPDX-License-Identifier: ISC */
/* Keys and pastes through a real line to the terminal. */
#include <config.h>

#include "tests/unit/unit.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "tests/lib/vt_inside.h"
#include "tests/tui/probing.h"

enum { GAP_MS = 40, GAP_MAX_MS = 80, LONG_PASTE = 16384, TRIES = 20 };

static const char guid[] = "6731de76-14a6-49ae-97bc-6eba6914391e";

static void
req_04_esc_alone_is_esc_and_no_letter(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	vt_send(vt, VT_ESC, 1);
	probing_tells(probing, "esc\n");
	vt_type(vt, "\033x");
	vt_type(vt, "a");
	probing_tells(probing, "text a\n");
}

/* A key whose bytes come in two packets. Where this machine was too busy for
 * the gap, it is tried again. */
static void
req_04_an_arrow_in_two_packets_is_an_arrow(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);
	int64_t before;
	int i;

	for (i = 0; i < TRIES; i++) {
		before = vt_clock_ms();
		vt_send(vt, VT_ESC, 1);
		poll(NULL, 0, GAP_MS);
		vt_send(vt, "OA", 2);
		if (vt_clock_ms() - before <= GAP_MAX_MS)
			break;
		probing = *state;
		vt = probing_shown(probing, &wish);
	}
	assert_true(i < TRIES);
	probing_tells(probing, "up\n");
}

static void
req_04_escdelay_says_how_long_esc_is_waited_for(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { .setting = "ESCDELAY=5000" };
	struct vt *vt = probing_shown(probing, &wish);

	vt_send(vt, VT_ESC, 1);
	poll(NULL, 0, 3 * GAP_MAX_MS);
	vt_send(vt, "[B", 2);
	probing_tells(probing, "down\n");
}

static void
req_05_both_families_of_arrows_move_under_every_name(void **state)
{
	static const char *const terms[] = { "xterm", "xterm-256color", "linux",
		"screen", "tmux", "putty", "vt100", "xterm-kitty", "foot" };
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	size_t i;

	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		wish.term = terms[i];
		probing_shown(probing, &wish);
		vt_type(probing->vt, "\033[A");
		vt_type(probing->vt, "\033OA");
		vt_type(probing->vt, "\033[D");
		vt_type(probing->vt, "\033OD");
		vt_type(probing->vt, "\033[1~");
		vt_type(probing->vt, "\033OF");
		vt_type(probing->vt, "\033[11~");
		vt_type(probing->vt, "\033OP");
		probing_tells(probing, "up\nup\nleft\nleft\nhome\nline-end\n"
		    "help\nhelp\n");
	}
}

static void
req_06_a_marked_paste_does_not_submit(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);
	char bytes[80], told[80];

	assert_true(vt_marks_pastes(vt));
	snprintf(bytes, sizeof(bytes), "  %s \n", guid);
	snprintf(told, sizeof(told), "paste 40   %s \\x0a\n", guid);
	vt_paste(vt, bytes);
	probing_tells(probing, told);
}

static void
req_07_a_paste_without_markers_is_the_same(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);
	char bytes[80], told[80];

	snprintf(bytes, sizeof(bytes), "  %s \n", guid);
	snprintf(told, sizeof(told), "paste 40   %s \\x0a\n", guid);
	vt_paste_bare(vt, bytes);
	probing_tells(probing, told);
	vt_type(vt, "587\r");
	probing_tells(probing, "text 587\nenter\n");
}

/* More than the kernel hands over in one read(2). */
static void
req_08_a_long_paste_arrives_whole_or_not_at_all(void **state)
{
	static char bytes[LONG_PASTE + 2], told[LONG_PASTE + 64];
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	memset(bytes, 'Q', LONG_PASTE);
	snprintf(told, sizeof(told), "paste %d %s\n", LONG_PASTE, bytes);
	vt_paste(vt, bytes);
	probing_tells(probing, told);
	vt_paste_bare(vt, bytes);
	probing_tells(probing, told);
	bytes[LONG_PASTE] = 'Q';
	vt_mark(vt);
	vt_paste(vt, bytes);
	probing_tells(probing, "too-much\n");
	vt_paste_bare(vt, bytes);
	probing_tells(probing, "too-much\n");
	assert_int_equal(vt_count(vt), 0);
	vt_type(vt, "z");
	probing_tells(probing, "text z\n");
}

static void
characters_of_several_bytes_come_whole(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	vt_send(vt, "\303", 1);
	vt_send(vt, "\266", 1);
	probing_tells(probing, "text \\xc3\\xb6\n");
	vt_see(vt, "> \303\266");
	vt_send(vt, "\351", 1);
	probing_tells(probing, "text \\xe9\n");
}

static void
keys_that_came_together_are_all_taken(void **state)
{
	struct probing *probing = *state;
	struct probing_wish wish = { 0 };
	struct vt *vt = probing_shown(probing, &wish);

	vt_type(vt, "\t\033[Aab\033OB\014\025");
	probing_tells(probing,
	    "tab\nup\ntext ab\ndown\nrepaint\nkill-before\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_04_esc_alone_is_esc_and_no_letter),
		CASE(req_04_an_arrow_in_two_packets_is_an_arrow),
		CASE(req_04_escdelay_says_how_long_esc_is_waited_for),
		CASE(req_05_both_families_of_arrows_move_under_every_name),
		CASE(req_06_a_marked_paste_does_not_submit),
		CASE(req_07_a_paste_without_markers_is_the_same),
		CASE(req_08_a_long_paste_arrives_whole_or_not_at_all),
		CASE(characters_of_several_bytes_come_whole),
		CASE(keys_that_came_together_are_all_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
