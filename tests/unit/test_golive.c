/* SPDX-License-Identifier: ISC */
/* From draft to live account, with a crash after every step. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/golive.h"
#include "account/settings.h"
#include "account/vault.h"
#include "tests/lib/home.h"

#define ID "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"

static struct layout layout;
static struct account account;

static void
set(const char *key, const char *value)
{
	struct fault why;

	if (!account_set(&account, key, value, &why))
		fail_msg("%s", why.what);
}

static int
setup(void **state)
{
	(void)state;
	home_make(&layout);
	account_init(&account);
	set("id", ID);
	set("mailbox", "new@contoso.example");
	set("registration.client_id", "c");
	set("registration.tenant", "t");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	account_clear(&account);
	home_remove(&layout);
	return 0;
}

/* Writes a vault with such a field and a value of that name with a prefix. */
static void
write_vault(bool draft, const char *prefix, const char *const *fields)
{
	struct vault_place place = { &layout, "default", ID, draft };
	struct lock lock = LOCK_NONE;
	struct secret value;
	struct vault vault;
	struct fault why;

	assert_true(lock_take(&lock, home_path(&layout, LAYOUT_LOCK,
	    "default"), 1, &why));
	assert_true(vault_open_or_new(&vault, &place, &why));
	for (; *fields != NULL; fields++) {
		secret_init(&value, SECRET_MAX);
		secret_adds(&value, prefix);
		secret_adds(&value, *fields);
		assert_true(vault_put(&vault, *fields, &value));
	}
	assert_true(vault_write(&vault, &lock, &why));
	vault_clear(&vault);
	lock_release(&lock);
}

/* What the live vault says of a field, "" when it has none. */
static const char *
live(const char *field)
{
	static char words[256];
	struct vault_place place = { &layout, "default", ID, false };
	struct vault vault;
	struct secret value;
	struct fault why;
	bool exists;

	words[0] = '\0';
	if (!vault_open(&vault, &place, &exists, &why))
		fail_msg("%s", why.what);
	secret_init(&value, SECRET_MAX);
	if (exists && vault_get(&vault, field, &value)) {
		snprintf(words, sizeof(words), "%s", secret_open(&value));
		secret_close(&value);
	}
	secret_clear(&value);
	vault_clear(&vault);
	return words;
}

static void
mailbox_is(const char *mailbox)
{
	struct account read = { 0 };
	struct fault why;

	if (!settings_load(&layout, "default", &read, &why))
		fail_msg("%s", why.what);
	assert_string_equal(read.mailbox, mailbox);
	account_clear(&read);
}

static const char *const old_fields[] = { "client_secret", "refresh_token",
	"previous_refresh_token", "access_token:a", "access_token:b",
	"password:relay", NULL };
static const char *const draft_fields[] = { "client_secret", "refresh_token",
	"access_token:b", NULL };

/* An old account, and a draft that changes it. */
static void
make_old_and_draft(void)
{
	struct fault why;

	set("mailbox", "old@contoso.example");
	assert_true(settings_save(&layout, &account, &why));
	set("mailbox", "new@contoso.example");
	write_vault(false, "old-", old_fields);
	write_vault(true, "new-", draft_fields);
	file_puts(home_path(&layout, LAYOUT_DRAFT, "default"), 0600, "{}");
}

static void
is_live(void)
{
	mailbox_is("new@contoso.example");
	assert_string_equal(live("client_secret"), "new-client_secret");
	assert_string_equal(live("refresh_token"), "new-refresh_token");
	assert_string_equal(live("access_token:b"), "new-access_token:b");
	assert_string_equal(live("password:relay"), "old-password:relay");
	/* Tokens of the sign-in before do not outlive it. */
	assert_string_equal(live("access_token:a"), "");
	assert_string_equal(live("previous_refresh_token"), "");
	assert_false(home_has(&layout, LAYOUT_DRAFT, "default"));
	assert_false(home_has(&layout, LAYOUT_DRAFT_VAULT, "default"));
	assert_false(home_has(&layout, LAYOUT_GOLIVE, "default"));
}

static void
is_still_old(void)
{
	mailbox_is("old@contoso.example");
	assert_string_equal(live("client_secret"), "old-client_secret");
	assert_string_equal(live("access_token:a"), "old-access_token:a");
	assert_true(home_has(&layout, LAYOUT_DRAFT, "default"));
	assert_true(home_has(&layout, LAYOUT_DRAFT_VAULT, "default"));
	assert_false(home_has(&layout, LAYOUT_GOLIVE, "default"));
}

static void
a_first_account_goes_live(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	write_vault(true, "new-", draft_fields);
	if (!golive(&job, &why))
		fail_msg("%s", why.what);
	mailbox_is("new@contoso.example");
	assert_string_equal(live("client_secret"), "new-client_secret");
	assert_false(home_has(&layout, LAYOUT_DRAFT_VAULT, "default"));
	assert_true(home_has(&layout, LAYOUT_GOOD, "default"));
	assert_int_equal(file_mode(home_path(&layout, LAYOUT_SETTINGS,
	    "default")), 0644);
}

static void
a_change_merges_and_keeps_the_rest(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	make_old_and_draft();
	assert_true(golive(&job, &why));
	is_live();
}

static void
a_change_without_a_sign_in_keeps_the_tokens(void **state)
{
	static const char *const only[] = { "password:new", NULL };
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	write_vault(false, "old-", old_fields);
	write_vault(true, "new-", only);
	assert_true(golive(&job, &why));
	assert_string_equal(live("password:new"), "new-password:new");
	assert_string_equal(live("refresh_token"), "old-refresh_token");
	assert_string_equal(live("access_token:a"), "old-access_token:a");
	assert_string_equal(live("previous_refresh_token"),
	    "old-previous_refresh_token");
}

static void
no_draft_vault_changes_settings_alone(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	write_vault(false, "old-", old_fields);
	assert_true(golive(&job, &why));
	mailbox_is("new@contoso.example");
	assert_string_equal(live("refresh_token"), "old-refresh_token");
}

static void
an_id_is_made_when_there_is_none(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	set("id", "");
	assert_true(golive(&job, &why));
	assert_non_null(account.id);
	assert_string_not_equal(account.id, ID);
	/* With a vault, it is the vault's. */
	set("id", "");
	assert_int_equal(unlink(home_path(&layout, LAYOUT_VAULT, "default")),
	    0);
	write_vault(false, "old-", old_fields);
	assert_true(golive(&job, &why));
	assert_string_equal(account.id, ID);
}

static void
die_at(enum golive_step step, void *arg)
{
	if (step == *(const enum golive_step *)arg)
		kill(getpid(), SIGKILL);
}

/* Goes live in a child that is killed right after that step. */
static void
crash_after(enum golive_step step)
{
	struct golive job = { &layout, &account, die_at, &step };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		golive(&job, NULL);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
}

static void
a_crash_before_the_merge_leaves_the_old_account(void **state)
{
	struct fault why;

	(void)state;
	make_old_and_draft();
	crash_after(GOLIVE_PREPARED);
	assert_true(home_has(&layout, LAYOUT_GOLIVE, "default"));
	assert_true(golive_finish(&layout, "default", &why));
	is_still_old();
}

static void
a_crash_after_the_merge_is_finished(void **state)
{
	enum golive_step step;
	struct fault why;

	(void)state;
	for (step = GOLIVE_MERGED; step <= GOLIVE_CLEANED; step++) {
		make_old_and_draft();
		crash_after(step);
		assert_true(golive_finish(&layout, "default", &why));
		is_live();
		assert_true(golive_finish(&layout, "default", &why));
		is_live();
	}
}

static void
a_token_rotated_after_the_crash_is_kept(void **state)
{
	static const char *const rotated[] = { "refresh_token", NULL };
	struct fault why;

	(void)state;
	make_old_and_draft();
	crash_after(GOLIVE_MERGED);
	/* A runner that started before the crash. */
	write_vault(false, "rotated-", rotated);
	assert_true(golive_finish(&layout, "default", &why));
	mailbox_is("new@contoso.example");
	assert_string_equal(live("refresh_token"), "rotated-refresh_token");
}

static void
a_plan_of_an_earlier_attempt_is_not_taken_for_merged(void **state)
{
	static const char *const rotated[] = { "refresh_token", NULL };
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	/* A mark of an earlier going live is in the vault for good. */
	assert_true(golive(&job, &why));
	make_old_and_draft();
	crash_after(GOLIVE_PREPARED);
	write_vault(false, "rotated-", rotated);
	assert_true(golive_finish(&layout, "default", &why));
	mailbox_is("old@contoso.example");
	assert_string_equal(live("refresh_token"), "rotated-refresh_token");
	assert_true(home_has(&layout, LAYOUT_DRAFT_VAULT, "default"));
}

static void
a_new_attempt_finishes_the_old_one_first(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	make_old_and_draft();
	crash_after(GOLIVE_MERGED);
	set("mailbox", "newer@contoso.example");
	assert_true(golive(&job, &why));
	mailbox_is("newer@contoso.example");
	assert_string_equal(live("client_secret"), "new-client_secret");
}

static void
a_plan_that_others_may_read_or_that_is_torn(void **state)
{
	const char *path = home_path(&layout, LAYOUT_GOLIVE, "default");
	struct fault why;

	(void)state;
	make_old_and_draft();
	file_puts(path, 0644, "{}");
	assert_false(golive_finish(&layout, "default", &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	file_puts(path, 0600, "{");
	assert_true(golive_finish(&layout, "default", &why));
	is_still_old();
	assert_false(golive_finish(&layout, "../x", &why));
	layout.read_only = true;
	assert_true(golive_finish(&layout, "default", &why));
}

static void
incomplete_settings_do_not_go_live(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	set("mailbox", "");
	assert_false(golive(&job, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_false(home_has(&layout, LAYOUT_VAULT, "default"));
}

static void
a_draft_vault_that_does_not_open_stops_it(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct fault why;

	(void)state;
	make_old_and_draft();
	file_puts(home_path(&layout, LAYOUT_DRAFT_VAULT, "default"), 0600,
	    "{}");
	assert_false(golive(&job, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	is_still_old();
}

static void
more_secrets_than_a_vault_holds_stop_it(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	char names[VAULT_FIELDS_MAX][16];
	const char *fields[VAULT_FIELDS_MAX + 1] = { NULL };
	struct fault why;

	(void)state;
	make_old_and_draft();
	for (unsigned i = 0; i < VAULT_FIELDS_MAX - 3; i++) {
		snprintf(names[i], sizeof(names[i]), "password:%u", i);
		fields[i] = names[i];
	}
	write_vault(true, "", fields);
	assert_false(golive(&job, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	is_still_old();
}

static void
a_full_disk_at_any_point_leaves_old_or_new(void **state)
{
	struct golive job = { .layout = &layout, .account = &account };
	struct rlimit limit, none;
	struct fault why;
	rlim_t size;
	bool good = false;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	make_old_and_draft();
	for (size = 0; !good; size += 200) {
		none = limit;
		none.rlim_cur = size;
		setrlimit(RLIMIT_FSIZE, &none);
		good = golive(&job, &why);
		setrlimit(RLIMIT_FSIZE, &limit);
		if (!good)
			is_still_old();
		assert_true(size < 100000);
	}
	is_live();
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_first_account_goes_live),
		CASE(a_change_merges_and_keeps_the_rest),
		CASE(a_change_without_a_sign_in_keeps_the_tokens),
		CASE(no_draft_vault_changes_settings_alone),
		CASE(an_id_is_made_when_there_is_none),
		CASE(a_crash_before_the_merge_leaves_the_old_account),
		CASE(a_crash_after_the_merge_is_finished),
		CASE(a_token_rotated_after_the_crash_is_kept),
		CASE(a_plan_of_an_earlier_attempt_is_not_taken_for_merged),
		CASE(a_new_attempt_finishes_the_old_one_first),
		CASE(a_plan_that_others_may_read_or_that_is_torn),
		CASE(incomplete_settings_do_not_go_live),
		CASE(a_draft_vault_that_does_not_open_stops_it),
		CASE(more_secrets_than_a_vault_holds_stop_it),
		CASE(a_full_disk_at_any_point_leaves_old_or_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
