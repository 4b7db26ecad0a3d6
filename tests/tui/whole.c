/* SPDX-License-Identifier: ISC */
/* The whole set-up, key by key, in a world where Microsoft's names lead to the
 * stand-in: from the first screen to the delivered mail. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tests/tui/stage.h"

enum { KEYS_MAX = 60, AGAIN_KEYS_MAX = 4 };

/* What the person does, and what it cost. */
struct person {
	struct vt *vt;
	struct stage *stage;
	unsigned keys;	  /* pressed */
	unsigned screens; /* steps seen */
	size_t mails;	  /* that were there before */
	char last[64];	  /* title of the step */
};

static void
look(struct person *person)
{
	const char *title = stage_title(person->vt);

	if (title[0] == '\0' || strcmp(title, person->last) == 0)
		return;
	snprintf(person->last, sizeof(person->last), "%s", title);
	person->screens++;
}

static void
see(struct person *person, const char *words)
{
	vt_see(person->vt, words);
	vt_settle(person->vt);
	look(person);
}

static void
press(struct person *person, const char *key)
{
	person->keys++;
	vt_type(person->vt, key);
	look(person);
}

/* Enter at a question whose proposed answer is right. */
static void
agree(struct person *person, const char *words)
{
	see(person, words);
	press(person, VT_ENTER);
}

/* What was copied in the portal, and Enter. */
static void
bring(struct person *person, const char *words, const char *value)
{
	see(person, words);
	vt_paste(person->vt, value);
	press(person, VT_ENTER);
}

static bool
skip_without_world(const struct stage *stage)
{
	if (stage != NULL)
		return false;
	print_message("# this machine allows no name spaces\n");
	return true;
}

/* From the first screen to the sign-in. */
static void
come_to_signin(struct person *person, const char *grant)
{
	struct beside *tenant = person->stage->tenant;

	person->mails = beside_mails(tenant);
	person->vt = stage_start(person->stage, NULL);
	agree(person, "Where the mailbox is");
	see(person, "How to sign in");
	if (grant[0] != '\0')
		press(person, grant);
	else
		press(person, VT_ENTER);
	agree(person, "What for");
	see(person, "Step 1 of");
	agree(person, "Name of the app");
	agree(person, "The app is registered");
	bring(person, "Step 2 of", beside_value(tenant, "client_id"));
	bring(person, "Directory (tenant) ID", beside_value(tenant, "id"));
	bring(person, "Step 3 of", "alerts@contoso.example");
	stage_see_field(person->stage, person->vt, "sign_in_as");
	press(person, VT_ENTER);
	stage_see_field(person->stage, person->vt, "sender.name");
	press(person, VT_ENTER);
	stage_see_field(person->stage, person->vt, "scope");
	press(person, VT_ENTER);
	see(person, "Step 4 of");
	stage_see_field(person->stage, person->vt, "smtp.host");
	press(person, VT_ENTER);
	stage_see_field(person->stage, person->vt, "smtp.port");
	press(person, VT_ENTER);
	stage_see_field(person->stage, person->vt, "smtp.security");
	press(person, VT_ENTER);
	stage_see_field(person->stage, person->vt, "smtp.user");
	press(person, VT_ENTER);
}

static void
bring_secret(struct person *person)
{
	const char *day = "2028-11-12";

	see(person, "Step 5 of");
	bring(person, "Client secret (Value)",
	    beside_file(person->stage->tenant, "secret_file"));
	stage_see_field(person->stage, person->vt,
	    "registration.secret_expires");
	for (; *day != '\0'; day++)
		press(person, (const char[]){ *day, '\0' });
	press(person, VT_ENTER);
}

/* From the test mail to the shell. */
static void
come_to_end(struct person *person)
{
	struct stage *stage = person->stage;
	struct text out;

	see(person, "Signed in as alerts@contoso.example");
	bring(person, "Send a test mail to", "ops@contoso.example");
	agree(person, "Has it arrived");
	assert_int_equal(beside_mails(stage->tenant), person->mails + 1);
	assert_true(stage_is_live(stage));
	agree(person, "Who reads mail to root");
	agree(person, "Who is told when mail stops");
	agree(person, "Backup SMTP server");
	agree(person, "There is no other way");
	see(person, "Ready");
	press(person, VT_ENTER);
	assert_int_equal(vt_status(person->vt), 0);
	assert_null(stage_draft(stage));
	assert_int_equal(stage_command(stage, (const char *const[]){ "status",
	    NULL }, NULL, &out), 0);
	text_clear(&out);
	assert_int_equal(beside_count(stage->tenant, "violation"), 0);
}

static void
a_first_set_up_takes_few_keys_and_one_screen_a_page(void **state)
{
	struct person person = { .stage = *state };
	char landed[4096];

	if (skip_without_world(*state))
		return;
	come_to_signin(&person, "");
	bring_secret(&person);
	see(&person, "Step 6 of");
	agree(&person, "The permissions are there and granted");
	see(&person, "Step 7 of");
	stage_browse(person.stage, person.vt, "alerts", landed, sizeof(landed));
	vt_paste(person.vt, landed);
	press(&person, VT_ENTER);
	come_to_end(&person);
	print_message("# %u keys, %u screens\n", person.keys, person.screens);
	assert_in_range(person.keys, 1, KEYS_MAX);
	/* each step of the list once */
	assert_in_range(person.screens, 10, STEP_COUNT);
}

static void
a_first_set_up_by_device_code_needs_nothing_pasted_back(void **state)
{
	struct person person = { .stage = *state };
	char code[32], address[256], said[4096], form[256];
	struct beside_visit visit = { .who = "alerts", .address = address,
		.code = code };

	if (skip_without_world(*state))
		return;
	snprintf(form, sizeof(form), "id=%s&allow_public=1",
	    beside_value(person.stage->tenant, "client_id"));
	beside_post(person.stage->tenant, "/app", form);
	beside_switch(person.stage->tenant, "device.interval", "1");
	come_to_signin(&person, "2");
	see(&person, "Step 5 of");
	agree(&person, "The permissions are there and granted");
	see(&person, "Step 6 of");
	stage_code(person.vt, address, sizeof(address), code);
	if (beside_browse(person.stage->tenant, &visit, said, sizeof(said)) !=
	    0)
		fail_msg("%s: %s", address, said);
	/* no key: the code is asked about by itself */
	come_to_end(&person);
	print_message("# %u keys, %u screens\n", person.keys, person.screens);
	assert_in_range(person.keys, 1, KEYS_MAX);
}

/* The tenant's own document, which only Microsoft's clouds have. */
static void
a_tenant_that_cannot_be_read_is_told_in_its_own_step(void **state)
{
	static const struct {
		const char *fault, *words;
	} faults[] = {
		{ "*:500html", "trouble" },
		{ "*:html200", "no sign-in server" },
		{ "*:empty", "no sign-in server" },
		{ "*:close", "closed the connection" },
		{ "*:aadsts/90002", "tenant" },
	};
	struct stage *stage = *state;
	struct vt *vt;
	size_t i;

	if (skip_without_world(*state))
		return;
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		stage_begin(state);
		stage_fill(stage, "registration.tenant", NULL);
		vt = stage_resume(stage, NULL);
		stage_see_field(stage, vt, "registration.tenant");
		vt_paste(vt, beside_value(stage->tenant, "id"));
		beside_switch(stage->tenant, "discovery.fault",
		    faults[i].fault);
		vt_type(vt, VT_ENTER);
		vt_see(vt, "! ");
		vt_see(vt, faults[i].words);
		beside_reset(stage->tenant);
		stage_try_again(vt);
		stage_see_field(stage, vt, "mailbox");
		vt_free(vt);
	}
}

static void
a_tenant_that_does_not_exist_is_found_before_the_sign_in(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;

	if (skip_without_world(*state))
		return;
	stage_fill(stage, "registration.tenant", NULL);
	vt = stage_resume(stage, NULL);
	stage_see_field(stage, vt, "registration.tenant");
	vt_paste(vt, "nobody.example");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "! ");
	vt_see(vt, "nant");
	vt_send(vt, VT_ESC, 1);
	vt_see(vt, "Directory (tenant) ID");
	vt_see(vt, "nobody.example");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_first_set_up_takes_few_keys_and_one_screen_a_page),
		CASE(a_first_set_up_by_device_code_needs_nothing_pasted_back),
		CASE(a_tenant_that_cannot_be_read_is_told_in_its_own_step),
		CASE(a_tenant_that_does_not_exist_is_found_before_the_sign_in),
	};

	return cmocka_run_group_tests(tests, stage_open_microsoft, stage_close);
}
