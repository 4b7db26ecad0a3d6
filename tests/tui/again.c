/* SPDX-License-Identifier: ISC */
/* A finished account that needs its person again: the sign-in has ended, or the
 * client secret has. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tests/tui/stage.h"

static int
command(struct stage *stage, const char *verb, const char *more)
{
	struct text out;
	int status = stage_command(stage, (const char *const[]){ verb, more,
	    NULL }, NULL, &out);

	if (getenv("SHOW") != NULL)
		print_message("# %s: %d\n# %s\n", verb, status, out.at);
	text_clear(&out);
	return status;
}

/* Its access token is an hour old, so that the next use has to refresh. */
static void
age(struct stage *stage)
{
	char line[4400];
	const char *top = getenv("top_builddir");

	snprintf(line, sizeof(line), "'%s/tests/lib/oauth_drive' '%s' age "
	    ">/dev/null", top != NULL ? top : ".", stage->home);
	assert_int_equal(system(line), 0);
}

static void
assert_sends(struct stage *stage)
{
	size_t mails = beside_mails(stage->tenant);

	assert_int_equal(command(stage, "test", "ops@contoso.example"), 0);
	assert_int_equal(beside_mails(stage->tenant), mails + 1);
}

static struct vt *
start(struct stage *stage)
{
	static const struct stage_wish wish = { .by_command = true };

	return stage_start(stage, &wish);
}

static void
bring(struct stage *stage, struct vt *vt)
{
	char landed[4096];

	stage_browse(stage, vt, "alerts", landed, sizeof(landed));
	vt_paste(vt, landed);
	vt_type(vt, VT_ENTER);
}

static void
an_expired_sign_in_shows_the_address_after_one_enter(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_live(stage);
	beside_post(stage->tenant, "/revoke", "upn=alerts@contoso.example");
	age(stage);
	assert_int_equal(command(stage, "test", "ops@contoso.example"), 77);
	vt = start(stage);
	vt_see(vt, "Sign in again");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "https://");
	bring(stage, vt);
	/* one Enter more, and the shell is there */
	vt_see(vt, "Enter ends the set-up");
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 0);
	assert_sends(stage);
}

static void
an_expired_secret_opens_at_the_secret(void **state)
{
	struct stage *stage = *state;
	char form[512];
	struct vt *vt;

	stage_live(stage);
	snprintf(form, sizeof(form), "app=%s",
	    beside_value(stage->tenant, "client_id"));
	beside_post(stage->tenant, "/expire-secret", form);
	age(stage);
	assert_int_equal(command(stage, "test", "ops@contoso.example"), 77);
	snprintf(form, sizeof(form), "id=%s&secret_expires=0",
	    beside_value(stage->tenant, "client_id"));
	beside_post(stage->tenant, "/app", form);
	vt = start(stage);
	vt_see(vt, "Replace the client secret");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Client secret (Value)");
	vt_paste(vt, beside_file(stage->tenant, "secret_file"));
	vt_type(vt, VT_ENTER);
	vt_see(vt, "as the portal shows it");
	vt_type(vt, VT_ENTER);
	/* it is tried by the sign-in that is there, and by a mail */
	vt_see(vt, "Send a test mail to");
	vt_paste(vt, "ops@contoso.example");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Has it arrived");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Enter ends the set-up");
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 0);
	assert_sends(stage);
}

static void
its_test_mail_is_two_keys_away(void **state)
{
	struct stage *stage = *state;
	size_t mails;
	struct vt *vt;

	stage_live(stage);
	mails = beside_mails(stage->tenant);
	vt = start(stage);
	vt_see(vt, "4 Send a test mail");
	vt_type(vt, "4");
	vt_see(vt, "Send a test mail to");
	vt_paste(vt, "ops@contoso.example");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Has it arrived");
	assert_int_equal(beside_mails(stage->tenant), mails + 1);
	/* it has not: there is advice, and it may be said again */
	vt_type(vt, "2");
	vt_see(vt, "Junk");
	vt_settle(vt);
	assert_true(stage_is_live(stage));
}

static void
removing_it_is_asked_twice_and_leaves_nothing(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_live(stage);
	vt = start(stage);
	vt_see(vt, "5 Remove this account");
	vt_type(vt, "5");
	vt_see(vt, "Remove the account default?");
	/* what is proposed is to keep it */
	vt_type(vt, VT_ENTER);
	vt_lose(vt, "Remove the account default?");
	assert_true(stage_is_live(stage));
	vt_type(vt, "5");
	vt_see(vt, "Remove the account default?");
	vt_type(vt, VT_DOWN);
	vt_type(vt, VT_ENTER);
	assert_int_equal(vt_status(vt), 0);
	assert_false(stage_is_live(stage));
	assert_null(stage_draft(stage));
}

/* Looked at and left: nothing is begun. */
static void
leaving_it_as_it_is_leaves_no_draft(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	stage_live(stage);
	vt = start(stage);
	vt_see(vt, "Sign in again");
	vt_type(vt, VT_CTRL('X'));
	if (!vt_has_ended(vt))
		vt_type(vt, VT_ENTER);
	vt_status(vt);
	assert_null(stage_draft(stage));
	assert_int_equal(command(stage, "status", NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_expired_sign_in_shows_the_address_after_one_enter),
		CASE(an_expired_secret_opens_at_the_secret),
		CASE(its_test_mail_is_two_keys_away),
		CASE(removing_it_is_asked_twice_and_leaves_nothing),
		CASE(leaving_it_as_it_is_leaves_no_draft),
	};

	return cmocka_run_group_tests(tests, stage_open_tenant, stage_close);
}
