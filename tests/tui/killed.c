/* SPDX-License-Identifier: ISC */
/* The session ends at every field and in the middle of a sign-in, in every way
 * that a session can end; the next start is there again and completes it. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tests/tui/stage.h"

/* Ends the first session; returns the next one, which goes on. */
typedef struct vt *interruption(struct stage *stage, struct vt *vt);

static struct vt *
go_on(struct stage *stage, struct vt *vt)
{
	vt_free(vt);
	return stage_resume(stage, NULL);
}

static struct vt *
by_kill(struct stage *stage, struct vt *vt)
{
	vt_signal(vt, SIGKILL);
	assert_int_equal(vt_status(vt), 128 + SIGKILL);
	return go_on(stage, vt);
}

static struct vt *
by_closing(struct stage *stage, struct vt *vt)
{
	vt_hangup(vt);
	assert_int_equal(vt_status(vt), 129);
	return go_on(stage, vt);
}

static struct vt *
by_signal(struct stage *stage, struct vt *vt)
{
	vt_signal(vt, SIGHUP);
	assert_int_equal(vt_status(vt), 129);
	return go_on(stage, vt);
}

/* The first one stays open, on another terminal, until the second asks it to
 * leave. */
static struct vt *
by_taking_over(struct stage *stage, struct vt *vt)
{
	struct vt *second = stage_start(stage, NULL);

	vt_see(second, "works on this set-up");
	vt_type(second, VT_ENTER);
	vt_see(second, "You were at");
	assert_int_equal(vt_status(vt), 129);
	vt_free(vt);
	vt_type(second, VT_ENTER);
	vt_lose(second, "You were at");
	return second;
}

/* It is there, and does not even hear a signal. */
static struct vt *
by_taking_over_from_a_dead_one(struct stage *stage, struct vt *vt)
{
	struct vt *second;

	vt_signal(vt, SIGSTOP);
	second = stage_start(stage, NULL);
	vt_see(second, "works on this set-up");
	vt_type(second, VT_ENTER);
	vt_see(second, "You were at");
	assert_int_equal(vt_status(vt), 128 + SIGKILL);
	vt_free(vt);
	vt_type(second, VT_ENTER);
	vt_lose(second, "You were at");
	return second;
}

static interruption *const ways[] = { by_kill, by_closing, by_signal,
	by_taking_over };

enum { WAYS = sizeof(ways) / sizeof(ways[0]), FIELDS_BOUND = 60 };

/* The field that the draft is at is on the screen, with what was answered. */
static void
assert_is_back(struct stage *stage, struct vt *vt, const char *setting)
{
	struct text label, typed;
	struct known known;
	const char *value;

	stage_see_field(stage, vt, setting);
	known = wizard_known(stage_draft(stage), 0);
	text_init(&label, 512);
	text_init(&typed, 2048);
	field_label(field_find(setting, NULL, NULL), &known, &label);
	/* of the sign-in the address tells where one is */
	vt_see(vt, strcmp(setting, "signin.pasted") == 0 ? "https://"
	    : label.at);
	value = stage_answer(stage, setting);
	if (value[0] != '\0') {
		text_addf(&typed, "> %.20s", value);
		vt_see(vt, typed.at);
	}
	text_clear(&label);
	text_clear(&typed);
}

static const char *
current_setting(struct stage *stage)
{
	const struct wizard *wizard = stage_draft(stage);

	assert_non_null(wizard);
	return step_field(wizard->step, wizard->field)->setting;
}

static void
finish(struct stage *stage, struct vt *vt)
{
	vt_see(vt, "Has it arrived");
	assert_true(stage_is_live(stage));
	assert_int_equal(beside_count(stage->tenant, "violation"), 0);
}

/* From the first question on; each interruption at each field once in four
 * runs, so that one run suffices for each field and each way. */
static void
interrupt_everywhere(struct stage *stage, size_t first_way)
{
	struct vt *vt = stage_start(stage, NULL);
	size_t i, mails = beside_mails(stage->tenant);
	char setting[SETTING_SIZE];

	vt_see(vt, "Where the mailbox is");
	stage_answer_field(stage, vt, NULL);
	for (i = first_way; i < first_way + FIELDS_BOUND; i++) {
		snprintf(setting, sizeof(setting), "%s",
		    current_setting(stage));
		vt = ways[i % WAYS](stage, vt);
		assert_is_back(stage, vt, setting);
		if (strcmp(setting, "test.to") == 0)
			break;
		stage_answer_field(stage, vt, NULL);
	}
	assert_string_equal(setting, "test.to");
	vt_paste(vt, "ops@contoso.example");
	vt_type(vt, VT_ENTER);
	finish(stage, vt);
	assert_int_equal(beside_mails(stage->tenant), mails + 1);
}

static void
req_12_every_field_is_there_again_and_the_set_up_completes(void **state)
{
	interrupt_everywhere(*state, 0);
}

static void
req_12_in_another_order_of_ends_too(void **state)
{
	interrupt_everywhere(*state, 2);
}

/* Interrupted after the address was shown; the person signs in meanwhile, and
 * pastes what the browser ended on into the next session. */
static void
sign_in_between(struct stage *stage, interruption *way)
{
	char address[8192], again[8192], landed[4096];
	struct beside_visit visit = { .who = "alerts", .address = address,
		.option = "--print-address" };
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, NULL);
	stage_address(vt, address, sizeof(address));
	vt_type(vt, "half");
	vt = way(stage, vt);
	beside_browse(stage->tenant, &visit, landed, sizeof(landed));
	stage_address(vt, again, sizeof(again));
	assert_string_equal(again, address);
	vt_type(vt, VT_CTRL('U'));
	vt_paste(vt, landed);
	vt_type(vt, VT_ENTER);
	stage_see_field(stage, vt, "test.to");
	stage_answer_field(stage, vt, NULL);
	finish(stage, vt);
	vt_free(vt);
}

static void
an_interrupted_sign_in_is_finished_by_the_next_session(void **state)
{
	size_t i;

	for (i = 0; i < WAYS; i++) {
		stage_begin(state);
		sign_in_between(*state, ways[i]);
	}
}

static void
req_31_also_when_the_first_session_is_silent_and_deaf(void **state)
{
	sign_in_between(*state, by_taking_over_from_a_dead_one);
}

/* By a code nothing at all has to be brought back. */
static void
code_between(struct stage *stage, interruption *way)
{
	static const char *const others[] = { "grant", "device_code", NULL };
	char code[32], address[512], said[4096];
	struct beside_visit visit = { .who = "alerts", .address = address,
		.code = code };
	struct vt *vt;

	stage_fill(stage, "signin.pasted", others);
	vt = stage_resume(stage, NULL);
	stage_code(vt, address, sizeof(address), code);
	vt = way(stage, vt);
	assert_int_equal(beside_browse(stage->tenant, &visit, said,
	    sizeof(said)), 0);
	stage_see_field(stage, vt, "test.to");
	stage_answer_field(stage, vt, NULL);
	finish(stage, vt);
	vt_free(vt);
}

static void
a_code_entered_meanwhile_completes_the_next_session(void **state)
{
	struct stage *stage = *state;
	char form[256];
	size_t i;

	snprintf(form, sizeof(form), "id=%s&allow_public=1",
	    beside_value(stage->tenant, "client_id"));
	beside_post(stage->tenant, "/app", form);
	beside_switch(stage->tenant, "device.interval", "1");
	for (i = 0; i < WAYS; i++) {
		stage_begin(state);
		code_between(stage, ways[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    req_12_every_field_is_there_again_and_the_set_up_completes),
		CASE(req_12_in_another_order_of_ends_too),
		CASE(
		    an_interrupted_sign_in_is_finished_by_the_next_session),
		CASE(req_31_also_when_the_first_session_is_silent_and_deaf),
		CASE(
		    a_code_entered_meanwhile_completes_the_next_session),
	};

	return cmocka_run_group_tests(tests, stage_open_tenant, stage_close);
}
