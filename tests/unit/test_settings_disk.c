/* SPDX-License-Identifier: ISC */
/* Settings on the disk: who may write them, saving, the last good copy, and
 * taking an account away. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/lock.h"
#include "account/settings.h"
#include "account/vault.h"
#include "tests/lib/home.h"

static const char small[] =
    "{\"postfrank\": 1, \"mailbox\": \"alerts@contoso.example\","
    "\"registration\": {\"client_id\": \"c\", \"tenant\": \"t\"}}";

static int
setup(void **state)
{
	static struct layout layout;

	home_make(&layout);
	*state = &layout;
	return 0;
}

static int
teardown(void **state)
{
	home_remove(*state);
	return 0;
}

static bool
load(struct layout *layout, struct fault *why)
{
	struct account account = { 0 };
	bool good = settings_load(layout, "default", &account, why);

	account_clear(&account);
	return good;
}

static void
settings_that_others_may_write_are_refused(void **state)
{
	static const struct {
		mode_t mode;
		bool good;
	} rows[] = { { 0644, true }, { 0640, true }, { 0600, true },
		{ 0444, true }, { 0664, false }, { 0646, false },
		{ 0666, false }, { 0755, false }, { 04644, false } };
	struct layout *layout = *state;
	const char *path = home_path(layout, LAYOUT_SETTINGS, "default");
	struct fault why;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		file_puts(path, rows[i].mode, small);
		assert_int_equal(load(layout, &why), rows[i].good);
		if (rows[i].good)
			continue;
		assert_int_equal(why.kind, FAULT_SETTINGS);
		assert_non_null(strstr(why.what, path));
		assert_non_null(strstr(why.next, "chmod"));
	}
}

static void
settings_of_another_owner_and_links_are_refused(void **state)
{
	struct layout *layout = *state;
	const char *path = home_path(layout, LAYOUT_SETTINGS, "default");
	struct layout other = *layout;
	char real[PATH_SIZE];
	struct fault why;

	file_puts(path, 0644, small);
	other.settings.uid++;
	assert_false(load(&other, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.next, "chown"));
	assert_true(file_path(real, layout->etc, "real", &why));
	file_puts(real, 0644, small);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink(real, path), 0);
	assert_false(load(layout, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0644), 0);
	assert_false(load(layout, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
}

static void
a_missing_account_is_named_with_the_next_step(void **state)
{
	struct fault why;

	assert_false(load(*state, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.what, "no account \"default\""));
	assert_string_equal(why.step, "start");
}

static void
a_line_of_a_megabyte_is_refused(void **state)
{
	struct layout *layout = *state;
	struct text text;
	struct fault why;

	text_init(&text, 2 << 20);
	text_adds(&text, "{\"scope\": \"");
	while (text.len < 1 << 20)
		text_adds(&text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	text_adds(&text, "\"}");
	file_put(home_path(layout, LAYOUT_SETTINGS, "default"), 0644, text.at,
	    text.len);
	text_clear(&text);
	assert_false(load(layout, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
}

static void
the_name_is_the_files_and_must_agree(void **state)
{
	struct layout *layout = *state;
	struct account account = { 0 };
	char old[PATH_SIZE];
	struct fault why;

	file_puts(home_path(layout, LAYOUT_SETTINGS, "ops"), 0644,
	    "\xef\xbb\xbf{\"postfrank\": 1, \"mailbox\": \"a@b.example\", "
	    "\"sender\": {\"name\": \"account\"}, "
	    "\"registration\": {\"client_id\": \"c\", \"tenant\": \"t\"}}");
	assert_true(settings_load(layout, "ops", &account, &why));
	assert_string_equal(account.name, "ops");
	assert_non_null(account.id);
	assert_true(settings_save(layout, &account, &why));
	account_clear(&account);
	assert_true(file_path(old, layout->etc, "ops.json", &why));
	assert_int_equal(rename(old, home_path(layout, LAYOUT_SETTINGS,
	    "default")), 0);
	assert_false(load(layout, &why));
	assert_non_null(strstr(why.what,
	    "line 3, column 3: \"account\" must be"));
	assert_false(settings_load(layout, "../x", &account, &why));
	assert_int_equal(why.kind, FAULT_USAGE);
}

static void
an_id_is_made_once_and_kept(void **state)
{
	struct layout *layout = *state;
	struct lock lock = LOCK_NONE;
	struct account account = { 0 }, again = { 0 };
	struct vault_place place;
	struct vault vault;
	struct fault why;

	file_puts(home_path(layout, LAYOUT_SETTINGS, "default"), 0644, small);
	assert_true(settings_load(layout, "default", &account, &why));
	/* The vault keeps it, though the settings were not written. */
	place = (struct vault_place){ layout, "default", account.id, false };
	assert_true(lock_take(&lock, home_path(layout, LAYOUT_LOCK, "default"),
	    0, &why));
	assert_true(vault_new(&vault, &place, &why));
	assert_true(vault_write(&vault, &lock, &why));
	vault_clear(&vault);
	lock_release(&lock);
	assert_true(settings_load(layout, "default", &again, &why));
	assert_string_equal(account.id, again.id);
	assert_true(settings_save(layout, &again, &why));
	assert_int_equal(file_mode(home_path(layout, LAYOUT_SETTINGS,
	    "default")), 0644);
	account_clear(&again);
	assert_int_equal(unlink(home_path(layout, LAYOUT_VAULT, "default")),
	    0);
	assert_true(settings_load(layout, "default", &again, &why));
	assert_string_equal(account.id, again.id);
	account_clear(&account);
	account_clear(&again);
}

static void
the_last_good_copy_serves_when_the_file_is_broken(void **state)
{
	struct layout *layout = *state;
	const char *good = home_path(layout, LAYOUT_GOOD, "default");
	struct account account = { 0 };
	struct stat first, second;
	struct fault why;

	assert_false(settings_load_good(layout, "default", &account, &why));
	file_puts(home_path(layout, LAYOUT_SETTINGS, "default"), 0644, small);
	assert_true(settings_load(layout, "default", &account, &why));
	assert_true(settings_keep_good(layout, &account, &why));
	assert_int_equal(stat(good, &first), 0);
	assert_int_equal(first.st_mode & 07777, 0644);
	/* The same again is not written again. */
	assert_true(settings_keep_good(layout, &account, &why));
	assert_int_equal(stat(good, &second), 0);
	assert_int_equal(first.st_ino, second.st_ino);
	account_clear(&account);
	file_puts(home_path(layout, LAYOUT_SETTINGS, "default"), 0644,
	    "{\"mailbx\": 1}");
	assert_false(load(layout, &why));
	assert_true(settings_load_good(layout, "default", &account, &why));
	assert_string_equal(account.mailbox, "alerts@contoso.example");
	assert_true(account_set(&account, "rate", "3", &why));
	assert_true(settings_keep_good(layout, &account, &why));
	assert_int_equal(stat(good, &second), 0);
	assert_int_not_equal(first.st_ino, second.st_ino);
	account_clear(&account);
}

static void
a_save_that_fails_leaves_the_old_file_whole(void **state)
{
	struct layout *layout = *state;
	const char *path = home_path(layout, LAYOUT_SETTINGS, "default");
	struct rlimit limit, none;
	struct account account = { 0 };
	struct text text;
	struct fault why;
	unsigned files;

	file_puts(path, 0644, small);
	assert_true(settings_load(layout, "default", &account, &why));
	files = tree_count(layout->etc);
	getrlimit(RLIMIT_FSIZE, &limit);
	none = limit;
	none.rlim_cur = 10;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	assert_false(settings_save(layout, &account, &why));
	assert_false(settings_keep_good(layout, &account, NULL));
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_true(why.kind == FAULT_IO || why.kind == FAULT_CREATE);
	file_get(path, &text);
	assert_string_equal(text.at, small);
	text_clear(&text);
	assert_int_equal(tree_count(layout->etc), files);
	account_clear(&account);
}

static void
a_read_only_layout_takes_no_changes(void **state)
{
	struct layout layout = *(struct layout *)*state;
	struct account account = { 0 };
	struct fault why;

	file_puts(home_path(&layout, LAYOUT_SETTINGS, "default"), 0644, small);
	layout.read_only = true;
	assert_true(settings_load(&layout, "default", &account, &why));
	assert_false(settings_save(&layout, &account, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.what, "root"));
	assert_false(account_remove(&layout, "default", &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_true(account_exists(&layout, "default"));
	account_clear(&account);
}

static void
accounts_are_listed_in_order(void **state)
{
	struct layout *layout = *state;
	struct strings names = { 0 };
	struct fault why;
	char path[PATH_SIZE];

	assert_true(account_list(layout, &names, &why));
	assert_int_equal(names.count, 0);
	file_puts(home_path(layout, LAYOUT_SETTINGS, "zeta"), 0644, small);
	file_puts(home_path(layout, LAYOUT_SETTINGS, "alpha"), 0644, small);
	assert_true(file_path(path, layout->etc, "alpha.json.0011.tmp", &why));
	file_puts(path, 0644, small);
	assert_true(file_path(path, layout->etc, "Bad.json", &why));
	file_puts(path, 0644, small);
	assert_true(file_path(path, layout->etc, ".json", &why));
	file_puts(path, 0644, small);
	assert_true(account_list(layout, &names, &why));
	assert_int_equal(names.count, 2);
	assert_string_equal(names.at[0], "alpha");
	assert_string_equal(names.at[1], "zeta");
	strings_clear(&names);
	assert_true(account_exists(layout, "zeta"));
	assert_false(account_exists(layout, "beta"));
	assert_false(account_exists(layout, "../zeta"));
}

static void
removal_takes_everything_and_can_be_repeated(void **state)
{
	struct layout *layout = *state;
	char damaged[PATH_SIZE], page[PATH_SIZE], others[PATH_SIZE];
	struct fault why;
	enum layout_file file;

	assert_true(file_path(damaged, layout->state, "default.draft.damaged",
	    &why));
	assert_true(file_path(page, layout->state, "default.sheet-secret.txt",
	    &why));
	assert_true(file_path(others, layout->state, "other.sheet-secret.txt",
	    &why));
	file_puts(damaged, 0600, small);
	file_puts(page, 0644, small);
	file_puts(others, 0644, small);
	for (file = 0; file < LAYOUT_FILES; file++) {
		file_puts(home_path(layout, file, "default"),
		    layout_mode(file), small);
		file_puts(home_path(layout, file, "other"), layout_mode(file),
		    small);
	}
	assert_true(account_remove(layout, "default", &why));
	assert_int_equal(access(damaged, F_OK), -1);
	assert_int_equal(access(page, F_OK), -1);
	assert_int_equal(access(others, F_OK), 0);
	for (file = 0; file < LAYOUT_FILES; file++) {
		assert_false(home_has(layout, file, "default"));
		assert_true(home_has(layout, file, "other"));
	}
	assert_false(account_remove(layout, "default", &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	/* What an interrupted removal left is enough to go on. */
	file_puts(home_path(layout, LAYOUT_KEY, "default"), 0400, small);
	assert_true(account_remove(layout, "default", &why));
	assert_false(home_has(layout, LAYOUT_KEY, "default"));
	assert_false(account_remove(layout, "../etc", &why));
	assert_int_equal(why.kind, FAULT_USAGE);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(settings_that_others_may_write_are_refused),
		CASE(settings_of_another_owner_and_links_are_refused),
		CASE(a_missing_account_is_named_with_the_next_step),
		CASE(a_line_of_a_megabyte_is_refused),
		CASE(the_name_is_the_files_and_must_agree),
		CASE(an_id_is_made_once_and_kept),
		CASE(the_last_good_copy_serves_when_the_file_is_broken),
		CASE(a_save_that_fails_leaves_the_old_file_whole),
		CASE(a_read_only_layout_takes_no_changes),
		CASE(accounts_are_listed_in_order),
		CASE(removal_takes_everything_and_can_be_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
