/* SPDX-License-Identifier: ISC */
/* What the tests of the wizard stand on: drafts, accounts and the tenant. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "base/text.h"
#include "tests/tui/stage.h"

static void
a_draft_is_made_up_to_a_field_and_not_further(void **state)
{
	struct stage *stage = *state;

	stage_fill(stage, "sign_in_as", NULL);
	assert_string_equal(stage_answer(stage, "mailbox"),
	    "alerts@contoso.example");
	assert_string_equal(stage_answer(stage, "sign_in_as"), "");
	assert_string_equal(stage_answer(stage, "registration.client_id"),
	    beside_value(stage->tenant, "client_id"));
	assert_int_equal(stage_draft(stage)->step, STEP_MAILBOX);
	assert_false(stage_is_live(stage));
}

static void
answers_of_a_case_take_the_place_of_the_usual_ones(void **state)
{
	static const char *const others[] = { "cloud", "global", "mailbox",
		"other@contoso.example", NULL };
	struct stage *stage = *state;

	stage_fill(stage, "signin.pasted", others);
	assert_string_equal(stage_answer(stage, "mailbox"),
	    "other@contoso.example");
	assert_string_equal(stage_answer(stage, "done.permissions"), "yes");
	assert_false(stage_holds(stage,
	    beside_file(stage->tenant, "secret_file")));
}

static void
a_finished_account_has_sent_its_test_mail(void **state)
{
	struct stage *stage = *state;
	struct text out;

	stage_live(stage);
	assert_true(stage_is_live(stage));
	assert_null(stage_draft(stage));
	assert_int_equal(beside_mails(stage->tenant), 1);
	assert_int_equal(stage_command(stage, (const char *const[]){ "status",
	    NULL }, NULL, &out), 0);
	text_clear(&out);
}

static void
switches_of_the_tenant_go_back(void **state)
{
	struct stage *stage = *state;
	struct beside_visit visit = { .who = "alerts" };
	char usual[4096], said[4096];

	visit.address = beside_value(stage->tenant, "authorize_url");
	beside_browse(stage->tenant, &visit, usual, sizeof(usual));
	beside_switch(stage->tenant, "authorize.fault", "*:500html");
	beside_browse(stage->tenant, &visit, said, sizeof(said));
	assert_string_not_equal(said, usual);
	beside_reset(stage->tenant);
	beside_browse(stage->tenant, &visit, said, sizeof(said));
	/* but for a number and a time at the end */
	assert_memory_equal(said, usual, strlen("AADSTS900144: The request"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_draft_is_made_up_to_a_field_and_not_further),
		CASE(answers_of_a_case_take_the_place_of_the_usual_ones),
		CASE(a_finished_account_has_sent_its_test_mail),
		CASE(switches_of_the_tenant_go_back),
	};

	return cmocka_run_group_tests(tests, stage_open_tenant, stage_close);
}
