/* SPDX-License-Identifier: ISC */
/* What has to hold for every row of the walkthrough's tables, and what its
 * texts become with values in them. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/settings.h"
#include "oauth/cloud.h"
#include "setup/answers_account.h"
#include "setup/portal.h"
#include "setup/step.h"
#include "setup/wrap.h"

#define NOW INT64_C(1795435200) /* 23 Nov 2026 */

static struct answers answers;

static struct known
known(void)
{
	return (struct known){ &answers, "server01", NOW };
}

static int
begin(void **state)
{
	(void)state;
	memset(&answers, 0, sizeof(answers));
	return 0;
}

static void
set(const char *setting, const char *value)
{
	assert_true(answers_set(&answers, setting, value, true));
}

/* A text has words, every place in it is known, and braces are gone. */
static void
assert_text(const char *what, const char *from)
{
	struct known about = known();
	struct text out;

	if (from == NULL || from[0] == '\0')
		fail_msg("%s is empty", what);
	text_init(&out, 8192);
	assert_true(portal_fill(from, &about, &out));
	if (strpbrk(out.at, "{}") != NULL || strstr(out.at, "  ") != NULL)
		fail_msg("%s: %s", what, out.at);
	text_clear(&out);
}

/* Every {@label} exists. */
static void
assert_labels(const char *from)
{
	const char *at;

	for (at = from; at != NULL && (at = strchr(at, '{')) != NULL; at++)
		if (strchr("@+-", at[1]) != NULL &&
		    portal_label_find(at + 2, strcspn(at + 2, "}")) == NULL)
			fail_msg("no such label: %.30s", at);
}

static void
ids_are_short_words_and_stand_once(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < STEP_COUNT; i++) {
		assert_true(strlen(steps[i].id) > 0 &&
		    strlen(steps[i].id) < 16);
		assert_int_equal(strspn(steps[i].id,
		    "abcdefghijklmnopqrstuvwxyz"), strlen(steps[i].id));
		assert_int_equal(step_find(steps[i].id), i);
		for (k = 0; k < i; k++)
			assert_string_not_equal(steps[i].id, steps[k].id);
	}
	assert_int_equal(step_find("nonsense"), STEP_COUNT);
}

/* Whole with and without the app's ID. */
static void
assert_address(enum step_id step)
{
	struct known about = known();
	struct text out;

	text_init(&out, 4096);
	assert_true(step_address(step, &about, &out));
	assert_memory_equal(out.at, "https://", 8);
	assert_null(strpbrk(out.at, " {}"));
	assert_string_not_equal(out.at + out.len - 7, "/appId/");
	text_clear(&out);
}

static void
every_step_has_its_texts(void **state)
{
	size_t i, k;

	(void)state;
	set("mailbox", "alerts@contoso.com");
	for (i = 0; i < STEP_COUNT; i++) {
		assert_text(steps[i].id, steps[i].title);
		assert_text(steps[i].id, steps[i].advice);
		assert_labels(steps[i].advice);
		assert_labels(steps[i].path);
		if (steps[i].path != NULL)
			assert_text(steps[i].id, steps[i].path);
		if (steps[i].address != NULL)
			assert_address((enum step_id)i);
		for (k = 0; k < steps[i].carry_count; k++) {
			assert_text(steps[i].id, steps[i].carries[k].label);
			assert_text(steps[i].id, steps[i].carries[k].value);
		}
		assert_true(step_field_count((enum step_id)i) <= FIELDS_MAX);
	}
}

static void
check_field(const struct field *field)
{
	size_t i;

	assert_text(field->setting, field->label);
	assert_text(field->setting, field->help);
	assert_text(field->setting, field->example);
	assert_labels(field->help);
	assert_true(strlen(field->setting) < SETTING_SIZE);
	assert_true(setting_is_secret(field->setting) ==
	    (field->kind == FIELD_SECRET || field->kind == FIELD_PASTE));
	assert_true((field->kind == FIELD_CHOICE) == (field->choice_count > 0));
	for (i = 0; i < field->choice_count; i++) {
		assert_text(field->setting, field->choices[i].label);
		assert_text(field->setting, field->choices[i].help);
	}
	if (field->follows)
		assert_true(field->optional && field->fallback != NULL);
	if (field->kind == FIELD_LINE || field->kind == FIELD_DATE)
		assert_true(field->check != NULL && field->tidy != NULL);
	if (field->kind == FIELD_SECRET || field->kind == FIELD_PASTE)
		assert_non_null(field->check);
}

static void
every_field_has_help_an_example_and_a_judge(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < STEP_COUNT; i++)
		for (k = 0; k < step_field_count((enum step_id)i); k++)
			check_field(step_field((enum step_id)i, k));
}

static void
every_example_and_every_proposal_passes_its_own_judge(void **state)
{
	struct known about = known();
	const struct field *field;
	struct finding found;
	char value[ANSWER_SIZE];
	struct text text;
	size_t i, k;

	(void)state;
	set("mailbox", "alerts@contoso.com");
	set("test.to", "admin@contoso.com");
	set("root_to", "admin@contoso.com, oncall@contoso.com");
	for (i = 0; i < STEP_COUNT; i++)
		for (k = 0; k < step_field_count((enum step_id)i); k++) {
			field = step_field((enum step_id)i, k);
			if (field->kind == FIELD_LINE ||
			    field->kind == FIELD_DATE) {
				snprintf(value, sizeof(value), "%s",
				    field->example);
				if (!field_judge(field, value, &about, &found))
					fail_msg("%s: %s", field->setting,
					    found.text);
				assert_string_equal(found.text, "");
			}
			text_init(&text, ANSWER_SIZE - 1);
			if (field->fallback != NULL &&
			    portal_fill(field->fallback, &about, &text)) {
				snprintf(value, sizeof(value), "%s", text.at);
				if (!field_judge(field, value, &about, &found))
					fail_msg("%s proposes %s: %s",
					    field->setting, text.at,
					    found.text);
			}
			text_clear(&text);
		}
}

static void
on_a_console_a_code_is_proposed_first(void **state)
{
	const struct field *field = field_find("grant", NULL, NULL);
	struct known about = known();
	struct text value;

	(void)state;
	text_init(&value, 64);
	field_default(field, &about, &value);
	assert_string_equal(value.at, "authorization_code");
	set("start.console", "yes");
	text_reset(&value);
	field_default(field, &about, &value);
	assert_string_equal(value.at, "device_code");
	/* nobody asked for the address of a server's own code page */
	set("cloud", "custom");
	text_reset(&value);
	field_default(field, &about, &value);
	assert_string_equal(value.at, "authorization_code");
	text_clear(&value);
}

/* The keys are the account's, or those that answers.h lists. */
static void
every_setting_is_known_to_the_account(void **state)
{
	static const char *const own[] = { "start.", "done.", "test.", "use",
		"backup.", "secrets.", "signin." };
	const char *setting;
	size_t i, k, n;

	(void)state;
	for (i = 0; i < STEP_COUNT; i++)
		for (k = 0; k < step_field_count((enum step_id)i); k++) {
			setting = step_field((enum step_id)i, k)->setting;
			for (n = 0; n < sizeof(own) / sizeof(own[0]); n++)
				if (strncmp(setting, own[n],
				    strlen(own[n])) == 0)
					break;
			if (n == sizeof(own) / sizeof(own[0]) &&
			    settings_find(setting) == NULL)
				fail_msg("unknown: %s", setting);
		}
}

static void
every_choice_of_a_cloud_and_a_sign_in_is_in_the_settings(void **state)
{
	const struct field *field = field_find("cloud", NULL, NULL);
	size_t i;

	(void)state;
	for (i = 0; i < field->choice_count; i++)
		assert_non_null(cloud_by_name(field->choices[i].value));
	assert_null(cloud_at(field->choice_count));
	field = field_find("grant", NULL, NULL);
	for (i = 0; i < field->choice_count; i++)
		assert_string_equal(field->choices[i].value, grant_words[i]);
}

static void
what_comes_later_is_shown_and_refused(void **state)
{
	const struct field *field = field_find("grant", NULL, NULL);
	struct known about = known();
	struct finding found;
	char value[ANSWER_SIZE] = "client_credentials";

	(void)state;
	assert_false(field_judge(field, value, &about, &found));
	assert_non_null(strstr(found.text, "later version"));
	snprintf(value, sizeof(value), "nonsense");
	assert_false(field_judge(field, value, &about, &found));
	assert_non_null(strstr(found.text, "authorization_code"));
}

static void
labels_are_dated(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < portal_label_count; i++) {
		assert_int_equal(strlen(portal_labels[i].verified), 7);
		assert_int_equal(portal_labels[i].verified[4], '-');
		assert_ptr_equal(portal_label_find(portal_labels[i].id,
		    strlen(portal_labels[i].id)), &portal_labels[i]);
	}
}

static void
actions_have_words_and_a_limit(void **state)
{
	int i, k;

	(void)state;
	for (i = 1; i < ACTION_COUNT; i++) {
		assert_true(strlen(action_words((enum action)i)) > 0);
		assert_true(action_limit((enum action)i) > 0);
		for (k = 0; k < i; k++)
			assert_string_not_equal(action_id((enum action)i),
			    action_id((enum action)k));
	}
}

static void
every_text_wraps_within_72_columns(void **state)
{
	struct known about = known();
	struct text filled, out;
	const char *line, *end;
	size_t i;

	(void)state;
	set("mailbox", "alerts@contoso.com");
	text_init(&filled, 8192);
	text_init(&out, 16384);
	for (i = 0; i < STEP_COUNT; i++) {
		text_reset(&filled);
		assert_true(step_advice((enum step_id)i, &about, &filled));
		assert_true(wrap_text(filled.at, 72, 0, &out));
	}
	for (line = out.at; *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		assert_non_null(end);
		if (end - line > 72)
			fail_msg("%.*s", (int)(end - line), line);
	}
	text_clear(&filled);
	text_clear(&out);
}

static void
texts_carry_the_values(void **state)
{
	struct known about = known();
	struct text label, value;

	(void)state;
	text_init(&label, 4096);
	text_init(&value, 4096);
	assert_true(step_carry(STEP_REGISTER, 0, &about, &label, &value));
	assert_string_equal(label.at, "Name");
	assert_string_equal(value.at,
	    "postfrank on server01 for emailing via Office365");
	text_reset(&value);
	assert_true(step_carry(STEP_REGISTER, 1, &about, &label, &value));
	assert_string_equal(value.at, "http://localhost:8765/postfrank");
	text_reset(&value);
	assert_true(step_carry(STEP_SECRET, 0, &about, &label, &value));
	assert_string_equal(value.at, "postfrank server01 2026-11");
	assert_false(step_carry(STEP_SECRET, 1, &about, &label, &value));
	set("use", "smtp imap");
	text_reset(&value);
	assert_true(step_carry(STEP_PERMISSIONS, 0, &about, &label, &value));
	assert_string_equal(value.at, "SMTP.Send");
	set("registration.client_id", "6731de76-14a6-49ae-97bc-6eba6914391e");
	text_reset(&value);
	assert_true(step_address(STEP_SECRET, &about, &value));
	assert_non_null(strstr(value.at, "https://entra.microsoft.com/"));
	assert_non_null(strstr(value.at,
	    "/Credentials/appId/6731de76-14a6-49ae-97bc-6eba6914391e"));
	set("cloud", "usgov-high");
	text_reset(&value);
	assert_true(step_address(STEP_SECRET, &about, &value));
	assert_non_null(strstr(value.at, "https://entra.microsoft.us/"));
	text_clear(&label);
	text_clear(&value);
}

static void
older_wording_stands_beside_the_new(void **state)
{
	struct known about = known();
	struct text out;

	(void)state;
	text_init(&out, 4096);
	assert_true(step_path(STEP_REGISTER, &about, &out));
	assert_non_null(strstr(out.at, "Entra ID (older: "));
	assert_non_null(strstr(out.at, "> App registrations > New reg"));
	text_clear(&out);
}

static void
the_proposed_scope_is_what_will_be_asked_for(void **state)
{
	struct known about = known();
	struct account account;
	struct fault why;
	struct text shown, asked;

	(void)state;
	set("use", "smtp pop3");
	text_init(&shown, 4096);
	text_init(&asked, 4096);
	field_default(field_find("scope", NULL, NULL), &about, &shown);
	account_init(&account);
	assert_true(answers_to_account(&answers, &account, &why));
	assert_true(cloud_scope(&account, &asked));
	assert_string_equal(shown.at, asked.at);
	assert_non_null(strstr(shown.at, "POP.AccessAsUser.All"));
	assert_non_null(strstr(shown.at, "offline_access"));
	account_clear(&account);
	text_clear(&shown);
	text_clear(&asked);
}

static void
a_server_of_ones_own_has_no_portal(void **state)
{
	struct known about = known();
	struct text out;

	(void)state;
	text_init(&out, 4096);
	assert_int_equal(step_number(STEP_VALUES, &answers), 2);
	assert_int_equal(step_total(&answers), 10);
	set("cloud", "custom");
	assert_int_equal(step_total(&answers), 9);
	assert_false(step_is_needed(STEP_PERMISSIONS, &answers));
	assert_false(step_path(STEP_REGISTER, &about, &out));
	assert_false(step_address(STEP_REGISTER, &about, &out));
	assert_true(step_advice(STEP_REGISTER, &about, &out));
	assert_null(strstr(out.at, "portal"));
	assert_false(field_is_needed(field_find("registration.tenant", NULL,
	    NULL), &answers));
	assert_true(field_is_needed(field_find("ca_file", NULL, NULL),
	    &answers));
	text_clear(&out);
}

static void
answers_go_into_an_account_and_come_back(void **state)
{
	struct account account;
	struct answers back;
	struct fault why;

	(void)state;
	set("mailbox", "alerts@contoso.com");
	set("use", "smtp imap");
	set("root_to", "a@contoso.com, b@contoso.com");
	set("smtp.port", "2525");
	set("backup.host", "relay.contoso.com");
	set("backup.port", "26");
	set("test.to", "admin@contoso.com");
	set("done.register", "yes");
	answers_set(&answers, "sender.name", "half", false);
	account_init(&account);
	assert_true(answers_to_account(&answers, &account, &why));
	assert_string_equal(account.mailbox, "alerts@contoso.com");
	assert_true(account.use.imap);
	assert_false(account.use.pop3);
	assert_int_equal(account.root_to.count, 2);
	assert_int_equal(account.backup_count, 1);
	assert_int_equal(account.backup[0].port, 26);
	assert_null(account.sender.name);
	memset(&back, 0, sizeof(back));
	answers_from_account(&back, &account);
	assert_string_equal(answers_get(&back, "smtp.port"), "2525");
	assert_string_equal(answers_get(&back, "use"), "smtp imap");
	assert_string_equal(answers_get(&back, "root_to"),
	    "a@contoso.com, b@contoso.com");
	assert_string_equal(answers_get(&back, "backup.host"),
	    "relay.contoso.com");
	assert_string_equal(answers_get(&back, "backup.port"), "26");
	assert_string_equal(answers_get(&back, "test.to"), "");
	account_clear(&account);
}

static void
answers_refuse_secrets_and_what_does_not_fit(void **state)
{
	static char big[ANSWER_SIZE + 1];
	char name[16];
	int i;

	(void)state;
	assert_false(answers_set(&answers, "secrets.client_secret", "x", true));
	assert_false(answers_set(&answers, "secrets.new", "x", true));
	assert_false(answers_set(&answers, "signin.pasted", "x", true));
	memset(big, 'x', ANSWER_SIZE);
	assert_false(answers_set(&answers, "mailbox", big, true));
	assert_int_equal(answers.count, 0);
	set("mailbox", "one");
	answers_set(&answers, "mailbox", "two", false);
	assert_string_equal(answers_get(&answers, "mailbox"), "");
	assert_string_equal(answers_typed(&answers, "mailbox"), "two");
	set("mailbox", "");
	assert_int_equal(answers.count, 0);
	for (i = 0; i < ANSWERS_MAX; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		set(name, "v");
	}
	assert_false(answers_set(&answers, "one.more", "v", true));
	set("s0", "");
	assert_string_equal(answers_get(&answers, "s1"), "v");
	set("one.more", "v");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(ids_are_short_words_and_stand_once,
		    begin),
		cmocka_unit_test_setup(every_step_has_its_texts, begin),
		cmocka_unit_test_setup(
		    every_field_has_help_an_example_and_a_judge, begin),
		cmocka_unit_test_setup(
		    every_example_and_every_proposal_passes_its_own_judge,
		    begin),
		cmocka_unit_test_setup(on_a_console_a_code_is_proposed_first,
		    begin),
		cmocka_unit_test_setup(every_setting_is_known_to_the_account,
		    begin),
		cmocka_unit_test_setup(
		    every_choice_of_a_cloud_and_a_sign_in_is_in_the_settings,
		    begin),
		cmocka_unit_test_setup(what_comes_later_is_shown_and_refused,
		    begin),
		cmocka_unit_test_setup(labels_are_dated, begin),
		cmocka_unit_test_setup(actions_have_words_and_a_limit, begin),
		cmocka_unit_test_setup(every_text_wraps_within_72_columns,
		    begin),
		cmocka_unit_test_setup(texts_carry_the_values, begin),
		cmocka_unit_test_setup(older_wording_stands_beside_the_new,
		    begin),
		cmocka_unit_test_setup(
		    the_proposed_scope_is_what_will_be_asked_for, begin),
		cmocka_unit_test_setup(a_server_of_ones_own_has_no_portal,
		    begin),
		cmocka_unit_test_setup(answers_go_into_an_account_and_come_back,
		    begin),
		cmocka_unit_test_setup(
		    answers_refuse_secrets_and_what_does_not_fit, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
