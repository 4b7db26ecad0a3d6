/* SPDX-License-Identifier: ISC */
/* Which layout, where its files are, and with which modes. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/layout.h"
#include "tests/lib/home.h"

enum { STRANGER = 65534 };

static struct layout home;

static int
setup(void **state)
{
	(void)state;
	home_make(&home);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	home_remove(&home);
	return 0;
}

static void
a_home_holds_everything(void **state)
{
	struct layout_wish wish = { .home = "/x/y" };
	struct layout layout;
	struct fault why;

	(void)state;
	assert_true(layout_choose(&layout, &wish, &why));
	assert_int_equal(layout.kind, LAYOUT_HOME);
	assert_string_equal(layout.etc, "/x/y/etc");
	assert_string_equal(layout.key, "/x/y/etc/key");
	assert_string_equal(layout.state, "/x/y/state");
	assert_string_equal(layout.spool, "/x/y/spool");
	assert_string_equal(layout.run, "/x/y/run");
	assert_int_equal(layout.settings.uid, geteuid());
	assert_int_equal(layout.hands, -1);
	assert_false(layout.read_only);
}

static void
a_relative_home_becomes_absolute(void **state)
{
	struct layout_wish wish = { .home = "rehearsal" };
	char here[PATH_SIZE], expected[PATH_SIZE + 32];
	struct layout layout;
	struct fault why;

	(void)state;
	assert_non_null(getcwd(here, sizeof(here)));
	assert_true(layout_choose(&layout, &wish, &why));
	snprintf(expected, sizeof(expected), "%s/rehearsal/etc", here);
	assert_string_equal(layout.etc, expected);
}

static void
a_home_that_cannot_be_is_refused(void **state)
{
	char words[PATH_SIZE * 2];
	struct layout_wish wish = { .home = words };
	struct layout layout;
	struct fault why;

	(void)state;
	words[0] = '\0';
	assert_false(layout_choose(&layout, &wish, &why));
	assert_int_equal(why.kind, FAULT_USAGE);
	memset(words, '/', sizeof(words));
	words[sizeof(words) - 1] = '\0';
	assert_false(layout_choose(&layout, &wish, &why));
	assert_int_equal(why.kind, FAULT_USAGE);
	words[PATH_SIZE - 4] = '\0';
	assert_false(layout_choose(&layout, &wish, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
}

static void
wishes_that_exclude_each_other_are_refused(void **state)
{
	static const struct layout_wish wishes[] = {
		{ .home = "/x", .system = true },
		{ .home = "/x", .user = true },
		{ .system = true, .user = true },
	};
	struct layout layout;
	struct fault why;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_false(layout_choose(&layout, &wishes[i], &why));
		assert_int_equal(why.kind, FAULT_USAGE);
	}
}

static void
files_have_their_places_modes_and_owners(void **state)
{
	static const struct {
		enum layout_file file;
		const char *path;
		mode_t mode;
	} rows[] = {
		{ LAYOUT_SETTINGS, "/h/etc/ops.json", 0644 },
		{ LAYOUT_KEY, "/h/etc/key/ops", 0400 },
		{ LAYOUT_VAULT, "/h/state/ops.vault", 0600 },
		{ LAYOUT_LOCK, "/h/state/ops.lock", 0600 },
		{ LAYOUT_DRAFT, "/h/state/ops.draft", 0600 },
		{ LAYOUT_DRAFT_VAULT, "/h/state/ops.draft-vault", 0600 },
		{ LAYOUT_DRAFT_LOCK, "/h/state/ops.draft.lock", 0600 },
		{ LAYOUT_STATE, "/h/state/ops.state", 0644 },
		{ LAYOUT_EVENTS, "/h/state/ops.events", 0644 },
		{ LAYOUT_GOOD, "/h/state/ops.good.json", 0644 },
		{ LAYOUT_GOLIVE, "/h/state/ops.golive", 0600 },
	};
	struct layout_wish wish = { .home = "/h" };
	struct layout layout;
	char path[PATH_SIZE];
	struct fault why;

	(void)state;
	assert_true(layout_choose(&layout, &wish, &why));
	layout.settings.uid = 1;
	layout.data.uid = 2;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(layout_path(path, &layout, rows[i].file, "ops",
		    &why));
		assert_string_equal(path, rows[i].path);
		assert_int_equal(layout_mode(rows[i].file), rows[i].mode);
		assert_int_equal(layout_owner(&layout, rows[i].file).uid,
		    rows[i].file == LAYOUT_SETTINGS ? 1 : 2);
	}
	assert_int_equal(sizeof(rows) / sizeof(rows[0]), LAYOUT_FILES);
	assert_false(layout_path(path, &layout, LAYOUT_VAULT, "../x", &why));
	assert_int_equal(why.kind, FAULT_USAGE);
}

static mode_t
mode_of(const char *dir, const char *sub)
{
	char path[PATH_SIZE];

	assert_true(file_path(path, dir, sub, NULL));
	return file_mode(path);
}

static void
directories_get_the_modes_of_the_design(void **state)
{
	mode_t old = umask(077);
	struct layout layout;
	struct fault why;

	(void)state;
	home_make(&layout);
	umask(old);
	assert_int_equal(file_mode(layout.etc), 0755);
	assert_int_equal(file_mode(layout.key), 0700);
	assert_int_equal(file_mode(layout.state), 0711);
	assert_int_equal(file_mode(layout.spool), 0710);
	assert_int_equal(mode_of(layout.spool, "tmp"), 01770);
	assert_int_equal(mode_of(layout.spool, "new"), 01770);
	assert_int_equal(mode_of(layout.spool, "reserve"), 0730);
	assert_int_equal(mode_of(layout.spool, "queue"), 0700);
	assert_int_equal(mode_of(layout.spool, "held"), 0700);
	assert_int_equal(file_mode(layout.run), 0755);
	assert_int_equal(mode_of(layout.run, "lifeboat"), 01770);
	/* Again: what is there stays as it is. */
	assert_int_equal(chmod(layout.state, 0700), 0);
	assert_true(layout_prepare(&layout, &why));
	assert_int_equal(file_mode(layout.state), 0700);
	home_remove(&layout);
}

static void
what_is_in_the_way_is_named(void **state)
{
	struct fault why;

	(void)state;
	assert_int_equal(rmdir(home.key), 0);
	file_puts(home.key, 0600, "x");
	assert_false(layout_prepare(&home, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.what, home.key));
	assert_int_equal(unlink(home.key), 0);
	assert_int_equal(symlink(home.state, home.key), 0);
	assert_false(layout_prepare(&home, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_int_equal(unlink(home.key), 0);
	assert_true(layout_prepare(&home, &why));
	snprintf(home.run, sizeof(home.run), "/proc/no/run");
	assert_false(layout_prepare(&home, &why));
	assert_int_equal(why.kind, FAULT_CREATE);
	home.read_only = true;
	assert_true(layout_prepare(&home, &why));
}

/* Runs in a child as a user who is neither root nor the service user; the
 * child's cases end it with 0 when they hold. */
static void
as_a_stranger(int (*deed)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (geteuid() == 0 &&
		    (setgid(STRANGER) != 0 || setuid(STRANGER) != 0))
			_exit(100);
		_exit(geteuid() == 0 ? 101 : deed());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int
sees_the_system_without_an_account(void)
{
	struct layout_wish none = { 0 }, make = { .make = true },
			   user = { .user = true };
	struct layout layout;
	struct fault why;

	setenv("HOME", "/nonexistent", 1);
	unsetenv("XDG_CONFIG_HOME");
	setenv("XDG_STATE_HOME", "relative", 1);
	if (!layout_choose(&layout, &none, &why) ||
	    layout.kind != LAYOUT_SYSTEM || !layout.read_only ||
	    strcmp(layout.etc, PF_SYSCONFDIR "/postfrank") != 0 ||
	    strcmp(layout.state, PF_LOCALSTATEDIR "/lib/postfrank") != 0)
		return 1;
	if (!layout_choose(&layout, &make, &why) ||
	    layout.kind != LAYOUT_USER || layout.read_only ||
	    strcmp(layout.etc, "/nonexistent/.config/postfrank") != 0 ||
	    strcmp(layout.state,
		"/nonexistent/.local/state/postfrank") != 0)
		return 2;
	return layout_choose(&layout, &user, &why) &&
		layout.kind == LAYOUT_USER ? 0 : 3;
}

/* A set-up that was begun is gone on with where it was begun. */
static int
finds_its_own_draft(void)
{
	struct layout_wish none = { 0 }, on = { .goes_on = true };
	char draft[PATH_SIZE], dir[PATH_SIZE];
	struct layout layout;
	struct fault why;

	setenv("XDG_CONFIG_HOME", home.run, 1);
	setenv("XDG_STATE_HOME", home.spool, 1);
	if (!layout_choose(&layout, &on, &why) ||
	    layout.kind != LAYOUT_SYSTEM)
		return 1;
	if (!file_path(dir, home.spool, "postfrank", &why) ||
	    mkdir(dir, 0700) != 0 ||
	    !file_path(draft, dir, "ops.draft.lock", &why))
		return 2;
	file_puts(draft, 0600, "");
	if (!layout_choose(&layout, &on, &why) ||
	    layout.kind != LAYOUT_SYSTEM)
		return 3;
	draft[strlen(draft) - strlen(".lock")] = '\0';
	file_puts(draft, 0600, "{}");
	if (!layout_choose(&layout, &on, &why) ||
	    layout.kind != LAYOUT_USER || strcmp(layout.state, dir) != 0)
		return 4;
	/* The system has no account here, so that there is nothing else. */
	if (!layout_choose(&layout, &none, &why) ||
	    layout.kind != LAYOUT_USER)
		return 5;
	return unlink(draft) == 0 && layout_choose(&layout, &none, &why) &&
		layout.kind == LAYOUT_SYSTEM ? 0 : 6;
}

static int
finds_its_own_account(void)
{
	struct layout_wish none = { 0 }, system = { .system = true };
	char config[PATH_SIZE], dir[PATH_SIZE];
	struct layout layout;
	struct fault why;

	/* The parent made this directory ours. */
	setenv("XDG_CONFIG_HOME", home.run, 1);
	setenv("XDG_STATE_HOME", home.spool, 1);
	if (!file_path(dir, home.run, "postfrank", &why) ||
	    mkdir(dir, 0700) != 0 ||
	    !file_path(config, dir, "ops.json", &why))
		return 1;
	file_puts(config, 0600, "{}");
	if (!layout_choose(&layout, &none, &why) ||
	    layout.kind != LAYOUT_USER || strcmp(layout.etc, dir) != 0 ||
	    layout.data.uid != geteuid())
		return 2;
	if (!layout_prepare(&layout, &why) ||
	    file_mode(layout.state) != 0700 ||
	    mode_of(layout.spool, "new") != 0700)
		return 3;
	return layout_choose(&layout, &system, &why) &&
		layout.kind == LAYOUT_SYSTEM && layout.read_only ? 0 : 4;
}

static int
has_no_home(void)
{
	struct layout_wish user = { .user = true }, none = { 0 },
			   make = { .make = true };
	char words[PATH_SIZE * 2];
	struct layout layout;
	struct fault why;

	/* A uid without a line in the password file. */
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	setenv("HOME", "", 1);
	if (getpwuid(geteuid()) != NULL)
		return 0;
	if (layout_choose(&layout, &user, &why) ||
	    why.kind != FAULT_SETTINGS || why.next[0] == '\0')
		return 1;
	if (layout_choose(&layout, &make, &why))
		return 2;
	memset(words, 'x', sizeof(words));
	words[0] = '/';
	words[sizeof(words) - 1] = '\0';
	setenv("XDG_CONFIG_HOME", words, 1);
	if (layout_choose(&layout, &user, &why))
		return 3;
	return layout_choose(&layout, &none, &why) &&
		layout.kind == LAYOUT_SYSTEM ? 0 : 4;
}

static void
a_stranger_sees_the_system_and_makes_an_own_account(void **state)
{
	(void)state;
	as_a_stranger(sees_the_system_without_an_account);
}

static void
a_users_own_account_comes_first(void **state)
{
	(void)state;
	assert_int_equal(chmod(home.run, 0777), 0);
	assert_int_equal(chmod(home.spool, 0777), 0);
	as_a_stranger(finds_its_own_account);
}

static void
a_users_own_draft_is_gone_on_with(void **state)
{
	(void)state;
	assert_int_equal(chmod(home.run, 0777), 0);
	assert_int_equal(chmod(home.spool, 0777), 0);
	as_a_stranger(finds_its_own_draft);
}

static void
a_user_without_home_is_told_so(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		if (geteuid() == 0 && setuid(4000000) != 0)
			_exit(100);
		_exit(has_no_home());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
root_needs_the_service_user(void **state)
{
	struct layout_wish none = { 0 };
	struct layout layout;
	struct fault why;
	bool good;

	(void)state;
	if (geteuid() != 0) {
		skip();
		return;
	}
	good = layout_choose(&layout, &none, &why);
	if (getpwnam(SERVICE_USER) != NULL) {
		assert_true(good);
		assert_int_equal(layout.kind, LAYOUT_SYSTEM);
		assert_false(layout.read_only);
		assert_int_equal(layout.settings.uid, 0);
		assert_int_equal(layout.data.uid,
		    getpwnam(SERVICE_USER)->pw_uid);
	} else {
		assert_false(good);
		assert_int_equal(why.kind, FAULT_SETTINGS);
		assert_non_null(strstr(why.next, "contrib/install-system"));
	}
}

static void
root_looks_at_directories_that_are_there(void **state)
{
	struct fault why;

	(void)state;
	if (geteuid() != 0) {
		skip();
		return;
	}
	home.kind = LAYOUT_SYSTEM;
	if (!layout_prepare(&home, &why))
		fail_msg("%s", why.what);
	assert_int_equal(chmod(home.state, 0713), 0);
	assert_false(layout_prepare(&home, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.what, home.state));
	assert_non_null(strstr(why.next, "contrib/install-system"));
	/* Tighter than it need be is no fault. */
	assert_int_equal(chmod(home.state, 0700), 0);
	assert_true(layout_prepare(&home, &why));
	assert_int_equal(chown(home.key, STRANGER, (gid_t)-1), 0);
	assert_false(layout_prepare(&home, &why));
	assert_non_null(strstr(why.what, home.key));
	/* A directory of one's own is one's own business. */
	home.kind = LAYOUT_HOME;
	assert_true(layout_prepare(&home, &why));
}

static void
a_directory_that_cannot_be_listed_is_told(void **state)
{
	struct strings names = { 0 };
	struct fault why;

	(void)state;
	snprintf(home.etc + strlen(home.etc), 16, "/x");
	assert_true(account_list(&home, &names, &why));
	file_puts(home.etc, 0600, "x");
	assert_false(account_list(&home, &names, &why));
	assert_int_equal(why.kind, FAULT_IO);
	*strrchr(home.etc, '/') = '\0';
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_home_holds_everything),
		CASE(a_relative_home_becomes_absolute),
		CASE(a_home_that_cannot_be_is_refused),
		CASE(wishes_that_exclude_each_other_are_refused),
		CASE(files_have_their_places_modes_and_owners),
		CASE(directories_get_the_modes_of_the_design),
		CASE(what_is_in_the_way_is_named),
		CASE(a_stranger_sees_the_system_and_makes_an_own_account),
		CASE(a_users_own_draft_is_gone_on_with),
		CASE(a_users_own_account_comes_first),
		CASE(a_user_without_home_is_told_so),
		CASE(root_needs_the_service_user),
		CASE(root_looks_at_directories_that_are_there),
		CASE(a_directory_that_cannot_be_listed_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
