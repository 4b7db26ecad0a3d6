/* SPDX-License-Identifier: ISC */
/* The wizard while servers answer, stall, or say no. What comes first is
 * asserted, never how long it takes. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/lib/home.h"
#include "tests/tui/stage.h"

/* Enter at the last field of the step Mail server: the probe is on its way and
 * gets no answer. */
static struct vt *
stalled(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "smtp.user", NULL);
	beside_switch(stage->tenant, "smtp.silent", "greeting");
	vt = stage_resume(stage, NULL);
	vt_see(vt, "Login name at the server");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "gives it up");
	return vt;
}

static void
req_03_a_key_is_painted_while_a_transfer_stalls(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = stalled(stage);

	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "1 Register the app");
	vt_type(vt, VT_CTRL('T'));
	vt_lose(vt, "1 Register the app");
	vt_type(vt, VT_CTRL('G'));
	vt_settle(vt);
	vt_type(vt, VT_CTRL('G'));
	/* nobody has answered meanwhile */
	assert_int_equal(beside_count(stage->tenant, "smtp.ehlo"), 0);
}

static void
req_03_esc_returns_to_the_field_at_once(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = stalled(stage);

	vt_send(vt, VT_ESC, 1);
	vt_see(vt, "Login name at the server");
	vt_type(vt, "x");
	vt_see(vt, "> x");
	assert_int_equal(beside_count(stage->tenant, "smtp.ehlo"), 0);
}

static void
req_10_leaving_works_while_a_transfer_stalls(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = stalled(stage);

	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "Leave");
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 75);
	assert_string_equal(stage_answer(stage, "smtp.host"), "localhost");
}

static void
req_10_back_works_while_a_sign_in_is_waited_for(void **state)
{
	char address[8192], again[8192];
	struct stage *stage = *state;
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, NULL);
	stage_address(vt, address, sizeof(address));
	vt_type(vt, "half an addr");
	vt_send(vt, VT_ESC, 1);
	vt_see(vt, "Client secret");
	vt_lose(vt, "https://");
	/* forward again: the same address */
	vt_type(vt, VT_ENTER);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	stage_address(vt, again, sizeof(again));
	assert_string_equal(again, address);
}

static void
req_03_also_while_a_sign_in_is_redeemed(void **state)
{
	struct stage *stage = *state;
	char landed[4096];
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, NULL);
	stage_browse(stage, vt, "alerts", landed, sizeof(landed));
	vt_paste(vt, landed);
	/* the answer is kept back until a switch is set */
	beside_switch(stage->tenant, "token.fault", "1:hold/99");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "gives it up");
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "All steps");
	vt_type(vt, VT_CTRL('T'));
	vt_lose(vt, "All steps");
	assert_int_equal(stage_draft(stage)->step, STEP_SIGNIN);
	beside_switch(stage->tenant, "token.fault", "");
	vt_see(vt, "Send a test mail to");
}

/* The listener beside the paste-back: a browser that reaches this machine. */
static void
a_browser_that_comes_back_by_itself_needs_no_key(void **state)
{
	struct stage *stage = *state;
	char address[8192], said[8192];
	struct beside_visit visit = { .who = "alerts", .address = address,
		.option = "--follow" };
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, NULL);
	stage_address(vt, address, sizeof(address));
	vt_type(vt, "something half typed");
	assert_int_equal(beside_browse(stage->tenant, &visit, said,
	    sizeof(said)), 0);
	vt_see(vt, "Send a test mail to");
	vt_see(vt, "Signed in as alerts@contoso.example");
}

/* To the question that is asked when another account signs in. */
static struct vt *
wrong_person(struct stage *stage)
{
	char landed[4096];
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, NULL);
	stage_browse(stage, vt, "ops", landed, sizeof(landed));
	vt_paste(vt, landed);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "ops@contoso.example");
	return vt;
}

static void
req_28_a_wrong_account_is_named_and_nothing_goes_live(void **state)
{
	struct stage *stage = *state;
	struct vt *vt = wrong_person(stage);

	vt_see(vt, "alerts@contoso.example");
	vt_see(vt, "private");
	assert_false(stage_is_live(stage));
	/* what is proposed is no: the right one's sign-in is waited for */
	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	assert_int_equal(stage_draft(stage)->step, STEP_SIGNIN);
	assert_false(stage_is_live(stage));
}

static void
req_28_the_right_account_then_completes_it(void **state)
{
	char landed[4096];
	struct stage *stage = *state;
	struct vt *vt = wrong_person(stage);

	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	stage_browse(stage, vt, "alerts", landed, sizeof(landed));
	vt_paste(vt, landed);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Send a test mail to");
}

static void
keep_file(const char *path, struct stat *st, struct text *bytes)
{
	assert_int_equal(stat(path, st), 0);
	file_get(path, bytes);
}

static bool
is_same_file(const char *path, const struct stat *st, const struct text *bytes)
{
	struct text now;
	struct stat is;
	bool same;

	keep_file(path, &is, &now);
	same = is.st_ino == st->st_ino && now.len == bytes->len &&
	    memcmp(now.at, bytes->at, now.len) == 0;
	text_clear(&now);
	return same;
}

/* To a step by its number in the list. */
static void
jump(struct vt *vt, const char *number, const char *title)
{
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "All steps");
	vt_type(vt, number);
	vt_type(vt, VT_ENTER);
	vt_lose(vt, "All steps");
	vt_see(vt, title);
}

/* Another name beside the address is entered, and the test mail is next. */
static struct vt *
changed_name(struct stage *stage)
{
	struct vt *vt = stage_start(stage, NULL);

	vt_see(vt, "Change one thing");
	vt_type(vt, "3");
	vt_see(vt, "Application (client) ID");
	jump(vt, "3", "Mailbox and scope");
	vt_type(vt, VT_TAB);
	vt_type(vt, VT_TAB);
	vt_type(vt, VT_CTRL('U'));
	vt_type(vt, "Another Name");
	vt_type(vt, VT_ENTER);
	stage_see_field(stage, vt, "scope");
	jump(vt, "7", "Send a test mail to");
	vt_type(vt, VT_CTRL('U'));
	vt_paste(vt, "ops@contoso.example");
	return vt;
}

static void
req_29_live_settings_stay_until_the_test_mail_was_taken(void **state)
{
	struct stage *stage = *state;
	const char *path;
	struct text bytes;
	struct stat st;
	struct vt *vt;

	stage_live(stage);
	path = home_path(stage->layout, LAYOUT_SETTINGS, "default");
	keep_file(path, &st, &bytes);
	vt = changed_name(stage);
	assert_true(is_same_file(path, &st, &bytes));
	beside_switch(stage->tenant, "smtp.reply.dot", "554 5.2.0 refused");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Try again");
	assert_true(is_same_file(path, &st, &bytes));
	beside_reset(stage->tenant);
	stage_try_again(vt);
	vt_see(vt, "Has it arrived");
	assert_false(is_same_file(path, &st, &bytes));
	text_clear(&bytes);
	file_get(path, &bytes);
	assert_non_null(strstr(bytes.at, "Another Name"));
	text_clear(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_03_a_key_is_painted_while_a_transfer_stalls),
		CASE(req_03_esc_returns_to_the_field_at_once),
		CASE(req_03_also_while_a_sign_in_is_redeemed),
		CASE(a_browser_that_comes_back_by_itself_needs_no_key),
		CASE(req_10_leaving_works_while_a_transfer_stalls),
		CASE(req_10_back_works_while_a_sign_in_is_waited_for),
		CASE(req_28_a_wrong_account_is_named_and_nothing_goes_live),
		CASE(req_28_the_right_account_then_completes_it),
		CASE(req_29_live_settings_stay_until_the_test_mail_was_taken),
	};

	return cmocka_run_group_tests(tests, stage_open_tenant, stage_close);
}
