/* SPDX-License-Identifier: ISC */
/* Drafts: what comes back, what never goes in, and what damage does. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "setup/draft.h"

#define NOW INT64_C(1795435200)
#define APP "6731de76-14a6-49ae-97bc-6eba6914391e"

static struct wizard wizard;
static struct wizard back;
static char dir[64];
static char path[128];
static char aside[160];

static int
begin(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/postfrank-draft-XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/default.draft", dir);
	snprintf(aside, sizeof(aside), "%s.damaged", path);
	wizard_init(&wizard, "server01");
	wizard_init(&back, "server01");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	unlink(path);
	unlink(aside);
	return rmdir(dir);
}

static struct request request;

static void
type(struct wizard *to, const char *text)
{
	struct event event = { .kind = EVENT_TEXT, .now = NOW, .text = text };

	wizard_handle(to, &event, &request);
}

static void
open_draft(struct wizard *to)
{
	struct event event = { .kind = EVENT_OPEN, .now = NOW };

	wizard_handle(to, &event, &request);
}

static void
walk_to_tenant(void)
{
	open_draft(&wizard);
	type(&wizard, "");
	type(&wizard, "");
	type(&wizard, "");
	type(&wizard, "");
	type(&wizard, "");
	type(&wizard, APP);
	assert_string_equal(wizard_field(&wizard)->setting,
	    "registration.tenant");
}

static void
save_and_load(void)
{
	struct fault why;
	int64_t saved = 0;
	bool exists = false;

	assert_true(draft_save(&wizard, NOW, path, &why));
	if (!draft_load(&back, path, &exists, &saved, &why))
		fail_msg("%s", why.what);
	assert_true(exists);
	assert_int_equal(saved, NOW);
}

static void
the_same_step_field_and_values_come_back(void **state)
{
	struct stat info;
	size_t i;

	(void)state;
	walk_to_tenant();
	type(&wizard, "contoso,com");
	save_and_load();
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	open_draft(&back);
	assert_int_equal(back.step, wizard.step);
	assert_int_equal(back.field, wizard.field);
	for (i = 0; i < wizard.answers.count; i++)
		assert_string_equal(answers_typed(&back.answers,
		    wizard.answers.rows[i].setting),
		    wizard.answers.rows[i].value);
	assert_string_equal(answers_get(&back.answers,
	    "registration.client_id"), APP);
	assert_string_equal(answers_get(&back.answers, "registration.tenant"),
	    "");
	assert_string_equal(wizard_finding(&back)->text,
	    wizard_finding(&wizard)->text);
	for (i = 0; i < STEP_COUNT; i++)
		assert_int_equal(back.steps[i].state, wizard.steps[i].state);
}

static void
waiting_and_tries_come_back(void **state)
{
	struct step_record *record = &wizard.steps[STEP_SECRET];

	(void)state;
	*record = (struct step_record){ .state = STEP_WAITING, .made = NOW - 5,
		.tried = NOW - 4, .next = NOW + 3, .tries = 7,
		.since = NOW - 2, .is_passed_over = true };
	snprintf(record->waiting_for, sizeof(record->waiting_for),
	    "Anna \"A\" \xc3\x96");
	snprintf(record->note, sizeof(record->note), "a note");
	wizard.fields[STEP_SECRET][0].is_given = true;
	wizard.fields[STEP_SECRET][0].state = FIELD_CONFIRMED;
	wizard.steps[STEP_VALUES].state = STEP_NOT_YET;
	wizard.steps[STEP_MACHINE].state = STEP_NOT_NEEDED;
	wizard.is_live = true;
	wizard.is_changed = false;
	save_and_load();
	assert_memory_equal(&back.steps[STEP_SECRET], record, sizeof(*record));
	assert_true(back.fields[STEP_SECRET][0].is_given);
	assert_int_equal(back.fields[STEP_SECRET][0].state, FIELD_CONFIRMED);
	assert_int_equal(back.steps[STEP_VALUES].state, STEP_NOT_YET);
	assert_int_equal(back.steps[STEP_MACHINE].state, STEP_NOT_NEEDED);
	assert_true(back.is_live);
	assert_false(back.is_changed);
}

static void
give(enum step_id step, const char *bytes)
{
	struct event event = { .kind = EVENT_SECRET, .now = NOW };
	struct secret secret;

	wizard.step = step;
	wizard.field = 0;
	wizard.mode = WIZARD_ASKING;
	secret_init(&secret, SECRET_MAX);
	secret_adds(&secret, bytes);
	event.secret = &secret;
	wizard_handle(&wizard, &event, &request);
	secret_clear(&secret);
}

/* Searched for after every event; the client id is the positive control. */
static void
assert_absent(const char *planted)
{
	struct text out;

	text_init(&out, DRAFT_MAX);
	assert_true(draft_print(&wizard, NOW, &out));
	assert_non_null(strstr(out.at, APP));
	if (strstr(out.at, planted) != NULL)
		fail_msg("the draft holds a secret");
	text_clear(&out);
}

static void
no_secret_ever_stands_in_it(void **state)
{
	static const char *const shapes[] = { "planted-good-secret",
		"planted secret with blanks", "planted-mask******",
		"planted\nlines" };
	struct event event = { .kind = EVENT_BACK, .now = NOW };
	size_t i;

	(void)state;
	walk_to_tenant();
	type(&wizard, "contoso.com");
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		give(STEP_SECRET, shapes[i]);
		assert_absent("planted");
		give(STEP_SIGNIN, shapes[i]);
		assert_absent("planted");
		/* Left as plain text, which no face should do. */
		wizard.step = STEP_SECRET;
		wizard.field = 0;
		wizard.mode = WIZARD_ASKING;
		event.text = shapes[i];
		wizard_handle(&wizard, &event, &request);
		assert_absent("planted");
	}
	assert_false(answers_set(&wizard.answers, "secrets.client_secret",
	    "planted", true));
	/* Even a row put there by force is not written. */
	snprintf(wizard.answers.rows[wizard.answers.count].setting,
	    SETTING_SIZE, "secrets.client_secret");
	snprintf(wizard.answers.rows[wizard.answers.count].value, ANSWER_SIZE,
	    "planted");
	wizard.answers.count++;
	assert_absent("planted");
}

static void
there_may_be_none(void **state)
{
	struct fault why;
	int64_t saved;
	bool exists = true;

	(void)state;
	assert_true(draft_load(&back, path, &exists, &saved, &why));
	assert_false(exists);
}

static void
write_file(const char *bytes, size_t len)
{
	struct fault why;

	assert_true(file_replace(path, 0600, bytes, len, &why));
}

/* Refused with words, put aside whole, and the next set-up begins anew. */
static void
assert_damaged(const char *bytes, size_t len)
{
	struct fault why;
	struct text kept;
	int64_t saved;
	bool exists;

	write_file(bytes, len);
	fault_clear(&why);
	wizard_init(&back, "server01");
	assert_false(draft_load(&back, path, &exists, &saved, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.what, "cannot be read"));
	assert_non_null(strstr(why.next, ".damaged"));
	assert_int_equal(back.answers.count, 0);
	assert_int_equal(access(path, F_OK), -1);
	text_init(&kept, DRAFT_MAX);
	assert_true(file_read(aside, &kept, &exists, &why));
	assert_int_equal(kept.len, len);
	assert_memory_equal(kept.at, bytes, len);
	text_clear(&kept);
	assert_true(draft_load(&back, path, &exists, &saved, &why));
	assert_false(exists);
}

static void
a_torn_file_is_put_aside_and_named(void **state)
{
	struct text out;
	size_t len;

	(void)state;
	walk_to_tenant();
	text_init(&out, DRAFT_MAX);
	assert_true(draft_print(&wizard, NOW, &out));
	for (len = 0; len + 2 < out.len; len += 97)
		assert_damaged(out.at, len);
	text_clear(&out);
}

static void
a_file_of_another_kind_is_put_aside(void **state)
{
	static const char *const files[] = { "{}", "[]", "null",
		"{\"postfrank_draft\":2}",
		"{\"postfrank_draft\":1,\"answers\":{\"mailbox\":3}}",
		"{\"postfrank_draft\":1,\"answers\":{\"secrets.a\":\"x\"}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		assert_damaged(files[i], strlen(files[i]));
}

static void
what_it_does_not_know_is_ignored(void **state)
{
	static const char file[] = "{\"postfrank_draft\":1,\"later\":[1],"
	    "\"step\":\"nowhere\",\"field\":7,\"answers\":"
	    "{\"mailbox\":\"a@contoso.com\"},\"steps\":{\"later\":{},"
	    "\"values\":{\"state\":\"odd\",\"made\":-1,\"fields\":5}}}";
	struct fault why;
	int64_t saved;
	bool exists;

	(void)state;
	write_file(file, sizeof(file) - 1);
	assert_true(draft_load(&back, path, &exists, &saved, &why));
	assert_int_equal(back.step, STEP_START);
	open_draft(&back);
	assert_string_equal(answers_get(&back.answers, "mailbox"),
	    "a@contoso.com");
	assert_int_equal(back.steps[STEP_VALUES].state, STEP_NEW);
}

static void
a_draft_that_cannot_be_written_leaves_the_old_one(void **state)
{
	struct fault why;
	struct text before, after;
	char missing[200];
	bool exists;

	(void)state;
	walk_to_tenant();
	assert_true(draft_save(&wizard, NOW, path, &why));
	text_init(&before, DRAFT_MAX);
	text_init(&after, DRAFT_MAX);
	assert_true(file_read(path, &before, &exists, &why));
	snprintf(missing, sizeof(missing), "%s/none/default.draft", dir);
	assert_false(draft_save(&wizard, NOW, missing, &why));
	assert_true(why.kind == FAULT_CREATE || why.kind == FAULT_IO);
	assert_true(file_read(path, &after, &exists, &why));
	assert_string_equal(before.at, after.at);
	text_clear(&before);
	text_clear(&after);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_same_step_field_and_values_come_back),
		CASE(waiting_and_tries_come_back),
		CASE(no_secret_ever_stands_in_it),
		CASE(there_may_be_none),
		CASE(a_torn_file_is_put_aside_and_named),
		CASE(a_file_of_another_kind_is_put_aside),
		CASE(what_it_does_not_know_is_ignored),
		CASE(a_draft_that_cannot_be_written_leaves_the_old_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
