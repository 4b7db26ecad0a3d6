/* SPDX-License-Identifier: ISC */
/* Every failure of the stand-in, met by a person in the wizard: what happened
 * and what to do is on the screen, nothing goes live, and there is always a way
 * on: once the cause is gone, the same keys lead to the next step. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tests/tui/failures.h"
#include "tests/tui/stage.h"

static void
must_show(struct vt *vt, const char *words)
{
	if (vt_shows(vt, words))
		return;
	vt_show(vt);
	fail_msg("\"%s\" is not there", words);
}

/* Back and forth from the verdict: no mode is a dead end. */
static void
look_for_ways_out(struct vt *vt, const struct failure *failure)
{
	vt_type(vt, VT_CTRL('X'));
	vt_see(vt, "Leave?");
	vt_send(vt, VT_ESC, 1);
	vt_lose(vt, "Leave?");
	must_show(vt, failure->what);
	vt_type(vt, VT_CTRL('T'));
	vt_see(vt, "All steps");
	vt_type(vt, VT_CTRL('T'));
	vt_lose(vt, "All steps");
	must_show(vt, failure->what);
}

static bool
has_verdict(struct vt *vt, void *arg)
{
	(void)arg;
	return vt_shows(vt, "! ");
}

/* Looks at what is said; then the cause is gone. */
static void
hear(struct stage *stage, struct vt *vt, const struct failure *failure)
{
	if (!vt_wait(vt, has_verdict, NULL)) {
		vt_show(vt);
		fail_msg("nothing is said");
	}
	vt_settle(vt);
	must_show(vt, failure->what);
	must_show(vt, failure->next);
	assert_false(stage_is_live(stage));
	look_for_ways_out(vt, failure);
	beside_reset(stage->tenant);
}

/* Hands in what stands ready. */
static void
meet(struct stage *stage, struct vt *vt, const struct failure *failure)
{
	vt_type(vt, VT_ENTER);
	hear(stage, vt, failure);
}

static const struct stage_wish tall = { .rows = 40, .columns = 100 };

/* Of a step that a server judges: its last field, and the field behind it. */
static void
try_step(struct stage *stage, const struct failure *failure, const char *last,
    const char *ahead)
{
	struct vt *vt;

	stage_fill(stage, last, NULL);
	vt = stage_resume(stage, &tall);
	stage_see_field(stage, vt, last);
	vt_settle(vt);
	beside_switch(stage->tenant, failure->name, failure->value);
	meet(stage, vt, failure);
	stage_try_again(vt);
	stage_see_field(stage, vt, ahead);
}

static void
try_server(struct stage *stage, const struct failure *failure)
{
	try_step(stage, failure, "smtp.user", "secrets.client_secret");
}

static void
try_secret(struct stage *stage, const struct failure *failure)
{
	try_step(stage, failure, "registration.secret_expires",
	    "signin.pasted");
}

static struct vt *
at_signin(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, &tall);
	vt_see(vt, "https://");
	return vt;
}

/* The account is live behind the mail; the next question is whether it came. */
static void
try_mail(struct stage *stage, const struct failure *failure)
{
	size_t mails = beside_mails(stage->tenant);
	struct vt *vt = at_signin(stage);

	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
	vt_paste(vt, "ops@contoso.example");
	beside_switch(stage->tenant, failure->name, failure->value);
	meet(stage, vt, failure);
	assert_int_equal(beside_mails(stage->tenant), mails);
	stage_try_again(vt);
	vt_see(vt, "Has it arrived");
	assert_true(stage_is_live(stage));
}

/* A sign-in that was refused is done once more, from a new session. */
static void
sign_in_again(struct stage *stage, struct vt *vt)
{
	vt_free(vt);
	vt = stage_resume(stage, &tall);
	vt_settle(vt);
	if (!vt_shows(vt, "https://"))
		vt_type(vt, VT_CTRL('N'));
	vt_see(vt, "https://");
	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
}

/* What was made minutes ago may not be known yet: it is told, and the person
 * goes on meanwhile. */
static void
try_recent(struct stage *stage, const struct failure *failure)
{
	struct vt *vt;

	stage_fill(stage, "registration.secret_expires", NULL);
	vt = stage_resume(stage, &tall);
	stage_see_field(stage, vt, "registration.secret_expires");
	vt_settle(vt);
	beside_switch(stage->tenant, failure->name, failure->value);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	vt_see(vt, failure->what);
	vt_see(vt, failure->next);
	beside_reset(stage->tenant);
	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
}

/* The person types the code elsewhere. */
static int
enter_code(struct stage *stage, struct vt *vt)
{
	char code[32], address[512], said[4096];
	struct beside_visit visit = { .who = "alerts", .address = address,
		.code = code };

	stage_code(vt, address, sizeof(address), code);
	return beside_browse(stage->tenant, &visit, said, sizeof(said));
}

/* A token that the mail server will not take. */
static void
try_token(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_signin(stage);

	beside_switch(stage->tenant, failure->name, failure->value);
	stage_answer_field(stage, vt, NULL);
	stage_see_field(stage, vt, "test.to");
	vt_paste(vt, "ops@contoso.example");
	meet(stage, vt, failure);
	stage_try_again(vt);
	vt_see(vt, "Has it arrived");
}

/* At the sign-in by a code; the app allows it. */
static struct vt *
at_code(struct stage *stage, const struct failure *failure)
{
	static const char *const others[] = { "grant", "device_code", NULL };
	char form[256];
	struct vt *vt;

	snprintf(form, sizeof(form), "id=%s&allow_public=1",
	    beside_value(stage->tenant, "client_id"));
	beside_post(stage->tenant, "/app", form);
	stage_fill(stage, "signin.pasted", others);
	beside_switch(stage->tenant, "device.interval", "1");
	beside_switch(stage->tenant, failure->name, failure->value);
	vt = stage_start(stage, &tall);
	vt_see(vt, "You were at");
	return vt;
}

/* With a new code it goes well. */
static void
by_new_code(struct stage *stage, struct vt *vt)
{
	beside_switch(stage->tenant, "device.interval", "1");
	vt_settle(vt);
	vt_type(vt, vt_shows(vt, "enter this code") ? VT_CTRL('N') : "1");
	vt_see(vt, "enter this code");
	assert_int_equal(enter_code(stage, vt), 0);
	stage_see_field(stage, vt, "test.to");
}

/* None is given out, or it ends before it was used. */
static void
try_device(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_code(stage, failure);

	meet(stage, vt, failure);
	by_new_code(stage, vt);
}

/* It is used, and the sign-in is refused. */
static void
try_code(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_code(stage, failure);

	vt_type(vt, VT_ENTER);
	vt_see(vt, "enter this code");
	enter_code(stage, vt);
	hear(stage, vt, failure);
	/* "Sign in again": it was entered, and nothing stands against it now */
	vt_type(vt, "1");
	stage_see_field(stage, vt, "test.to");
}

/* What the browser brought is handed in, and the server refuses it. */
static void
try_signin(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_signin(stage);
	char landed[4096];

	stage_browse(stage, vt, "alerts", landed, sizeof(landed));
	vt_paste(vt, landed);
	beside_switch(stage->tenant, failure->name, failure->value);
	meet(stage, vt, failure);
	sign_in_again(stage, vt);
}

/* The browser itself shows an error; its words are pasted. */
static void
try_page(struct stage *stage, const struct failure *failure)
{
	struct vt *vt = at_signin(stage);
	char page[4096];

	beside_switch(stage->tenant, failure->name, failure->value);
	stage_browse(stage, vt, "alerts", page, sizeof(page));
	vt_paste(vt, page);
	meet(stage, vt, failure);
	sign_in_again(stage, vt);
}

enum { FAILURES_MAX = 200, NAME_SIZE = 160, PARTS = 3 };

static void (*const meetings[MEETINGS])(struct stage *stage,
    const struct failure *failure) = {
	[AT_SERVER] = try_server,
	[AT_SECRET] = try_secret,
	[AT_RECENT] = try_recent,
	[AT_MAIL] = try_mail,
	[AT_TOKEN] = try_token,
	[AT_DEVICE] = try_device,
	[AT_CODE] = try_code,
	[AT_SIGNIN] = try_signin,
	[AT_PAGE] = try_page,
};

static struct stage *the_stage;

static int
open_all(void **state)
{
	void *stage = NULL;
	int code = stage_open_tenant(&stage);

	(void)state; /* a group's would take the place of the rows */
	the_stage = stage;
	return code;
}

static int
close_all(void **state)
{
	void *stage = the_stage;

	(void)state;
	return stage_close(&stage);
}

/* The row comes as the case's own state. */
static int
begin_row(void **state)
{
	void *stage = the_stage;

	(void)state;
	return stage_begin(&stage);
}

static int
end_row(void **state)
{
	void *stage = the_stage;

	(void)state;
	return stage_end(&stage);
}

static void
try_row(void **state)
{
	const struct failure *failure = *state;

	meetings[failure->meeting](the_stage, failure);
}

/* Three programs share them (Makefile.am), to run side by side. ONLY=WORDS in
 * the environment: those whose names have them. */
int
main(void)
{
	static struct CMUnitTest tests[FAILURES_MAX];
	static char names[FAILURES_MAX][NAME_SIZE];
	const char *only = getenv("ONLY");
	size_t i, n = 0;

	for (i = PART; i < failure_count; i += PARTS) {
		snprintf(names[n], NAME_SIZE, "%s=%s is told, and a way on",
		    failures[i].name, failures[i].value);
		if (only != NULL && strstr(names[n], only) == NULL)
			continue;
		tests[n] = (struct CMUnitTest)
		    cmocka_unit_test_prestate_setup_teardown(try_row,
			begin_row, end_row,
			(void *)(uintptr_t)&failures[i]);
		tests[n].name = names[n];
		n++;
	}
	return _cmocka_run_group_tests("failures", tests, n, open_all,
	    close_all);
}
