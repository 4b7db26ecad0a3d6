/* SPDX-License-Identifier: ISC */
/* Becoming the service user, and the parent that stays root. As root the whole
 * of it, in a system layout that stands in a throw-away directory. */
#include <config.h>

#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/golive.h"
#include "account/hands_parts.h"
#include "account/settings.h"
#include "account/state.h"
#include "account/vault.h"
#include "tests/lib/home.h"

enum { SERVICE_UID = 61234, SERVICE_GID = 61235, STRANGER = 61236 };

static struct layout layout;

static int
setup(void **state)
{
	char root[PATH_SIZE];
	struct fault why;

	(void)state;
	home_make(&layout);
	if (geteuid() != 0)
		return 0;
	/* The same directories, made again as the system's. */
	snprintf(root, sizeof(root), "%s", layout.etc);
	*strrchr(root, '/') = '\0';
	home_remove(&layout);
	if (mkdir(root, 0755) != 0 || chmod(root, 0755) != 0)
		return -1;
	layout.kind = LAYOUT_SYSTEM;
	layout.data = (struct owner){ SERVICE_UID, SERVICE_GID };
	return layout_prepare(&layout, &why) ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	home_remove(&layout);
	return 0;
}

/* Runs deed after hands_split() in a process of its own; what the process that
 * stays root ends with, as waitpid() tells it. */
static int
split(int (*deed)(void))
{
	struct fault why;
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		if (!hands_split(&layout, &why)) {
			fprintf(stderr, "%s\n", why.what);
			_exit(99);
		}
		_exit(deed());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

#define ROOT_ONLY() \
	do { \
		if (geteuid() != 0) { \
			skip(); \
			return; \
		} \
	} while (0)

static void
a_home_layout_never_splits(void **state)
{
	struct layout other = layout;
	struct fault why;
	pid_t pid = getpid();

	(void)state;
	other.kind = LAYOUT_HOME;
	assert_true(hands_split(&other, &why));
	assert_int_equal(other.hands, -1);
	assert_int_equal(getpid(), pid);
}

static int
look_at_myself(void)
{
	gid_t groups[4];
	uid_t r, e, s;

	if (getresuid(&r, &e, &s) != 0 || r != SERVICE_UID ||
	    e != SERVICE_UID || s != SERVICE_UID)
		return 1;
	if (getgid() != SERVICE_GID || getegid() != SERVICE_GID)
		return 2;
	if (getgroups(4, groups) != 1 || groups[0] != SERVICE_GID)
		return 3;
	if (setuid(0) == 0 || seteuid(0) == 0 || setgid(0) == 0)
		return 4;
	if (prctl(PR_GET_DUMPABLE) != 0 || layout.hands < 0)
		return 5;
	return fcntl(layout.hands, F_GETFD) == FD_CLOEXEC ? 42 : 6;
}

static void
root_becomes_the_service_user_for_good(void **state)
{
	int status;

	(void)state;
	ROOT_ONLY();
	status = split(look_at_myself);
	/* And the exit code comes through. */
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 42);
}

static int
make_an_account(void)
{
	struct lock lock = LOCK_NONE;
	struct vault_place place;
	struct account account = { 0 };
	struct secret value;
	struct vault vault;
	struct state state;
	struct fault why;

	umask(077);
	account_init(&account);
	if (!account_set(&account, "mailbox", "a@contoso.example", &why) ||
	    !account_set(&account, "registration.client_id", "c", &why) ||
	    !account_set(&account, "registration.tenant", "t", &why) ||
	    !settings_save(&layout, &account, &why))
		return 1;
	place = (struct vault_place){ &layout, "default", account.id, false };
	secret_init(&value, 100);
	secret_adds(&value, "canary");
	if (!lock_take(&lock, home_path(&layout, LAYOUT_LOCK, "default"), 0,
		&why) ||
	    !vault_new(&vault, &place, &why) ||
	    !vault_put(&vault, VAULT_CLIENT_SECRET, &value) ||
	    !vault_write(&vault, &lock, &why))
		return 2;
	state_init(&state);
	if (!state_save(&state, &layout, "default", &why) ||
	    !settings_keep_good(&layout, &account, &why))
		return 3;
	state_clear(&state);
	vault_clear(&vault);
	lock_release(&lock);
	account_clear(&account);
	if (!settings_load(&layout, "default", &account, &why))
		return 4;
	file_puts(home_path(&layout, LAYOUT_DRAFT, "default"), 0600, "{}");
	account_clear(&account);
	return 0;
}

static void
owned_by(enum layout_file file, uid_t uid, mode_t mode)
{
	const char *path = home_path(&layout, file, "default");
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_uid, uid);
	assert_int_equal(st.st_mode & 07777, mode);
}

static void
each_file_has_its_one_owner(void **state)
{
	(void)state;
	ROOT_ONLY();
	assert_int_equal(split(make_an_account), 0);
	owned_by(LAYOUT_SETTINGS, 0, 0644);
	owned_by(LAYOUT_KEY, SERVICE_UID, 0400);
	owned_by(LAYOUT_VAULT, SERVICE_UID, 0600);
	owned_by(LAYOUT_LOCK, SERVICE_UID, 0600);
	owned_by(LAYOUT_STATE, SERVICE_UID, 0644);
	owned_by(LAYOUT_GOOD, SERVICE_UID, 0644);
}

static int
open_as_the_group(void)
{
	static const enum layout_file closed[] = { LAYOUT_KEY, LAYOUT_VAULT,
		LAYOUT_DRAFT, LAYOUT_LOCK };
	static const enum layout_file open_to_all[] = { LAYOUT_SETTINGS,
		LAYOUT_STATE, LAYOUT_GOOD };
	gid_t group = SERVICE_GID;

	if (setgroups(1, &group) != 0 || setgid(SERVICE_GID) != 0 ||
	    setuid(STRANGER) != 0 || geteuid() != STRANGER ||
	    getegid() != SERVICE_GID)
		return 1;
	for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
		if (open(home_path(&layout, closed[i], "default"),
			O_RDONLY) >= 0 || errno != EACCES)
			return 10 + (int)i;
	/* That it is not the way there which is closed. */
	for (size_t i = 0; i < sizeof(open_to_all) / sizeof(open_to_all[0]);
	     i++)
		if (open(home_path(&layout, open_to_all[i], "default"),
			O_RDONLY) < 0)
			return 20 + (int)i;
	return 0;
}

static void
the_group_cannot_read_what_is_secret(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	ROOT_ONLY();
	assert_int_equal(split(make_an_account), 0);
	pid = fork();
	if (pid == 0)
		_exit(open_as_the_group());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static int
remove_the_account(void)
{
	struct fault why;

	return account_remove(&layout, "default", &why) ? 0 : 1;
}

static void
an_account_is_removed_by_both(void **state)
{
	enum layout_file file;

	(void)state;
	ROOT_ONLY();
	assert_int_equal(split(make_an_account), 0);
	assert_int_equal(split(remove_the_account), 0);
	for (file = 0; file < LAYOUT_FILES; file++)
		assert_false(home_has(&layout, file, "default"));
}

/* Sends a request as it is; true when the parent answers that it is done. */
static bool
ask_raw(const struct hands_request *request, const char *bytes)
{
	struct hands_answer answer;

	return write_all(layout.hands, request, sizeof(*request)) &&
	    write_all(layout.hands, bytes, request->len) &&
	    read_all(layout.hands, &answer, sizeof(answer)) && answer.good;
}

static int
ask_for_too_much(void)
{
	static const struct hands_request requests[] = {
		{ 1, HANDS_WRITE, LAYOUT_VAULT, "default", 2 },
		{ 1, HANDS_WRITE, LAYOUT_SETTINGS, "../../x", 2 },
		{ 1, HANDS_WRITE, LAYOUT_SETTINGS, "", 2 },
		{ 1, HANDS_WRITE, LAYOUT_SETTINGS, "default", 0 },
		{ 1, HANDS_WRITE, LAYOUT_KEY, "default", 2 },
		{ 1, HANDS_REMOVE, LAYOUT_SETTINGS, "default", 2 },
		{ 1, HANDS_REMOVE, LAYOUT_STATE, "default", 0 },
		{ 1, 7, LAYOUT_SETTINGS, "default", 2 },
		{ 1, HANDS_WRITE, 77, "default", 2 },
	};
	struct hands_request request = requests[0];
	int good = 0;

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		good += ask_raw(&requests[i], "{}");
	request.file = LAYOUT_SETTINGS;
	memset(request.name, 'a', sizeof(request.name));
	good += ask_raw(&request, "{}");
	if (good != 0)
		return 1;
	/* It still does what it is there for. */
	request = requests[0];
	request.file = LAYOUT_SETTINGS;
	if (!ask_raw(&request, "{}"))
		return 2;
	/* Beyond the limit it stops to listen, and does not stop us. */
	request.len = HANDS_MAX + 1;
	if (!write_all(layout.hands, &request, sizeof(request)))
		return 3;
	return 0;
}

static int
leave_an_answer_behind(void)
{
	struct hands_request request = { 1, HANDS_REMOVE, LAYOUT_SETTINGS,
		"default", 0 };
	struct secret key;
	struct fault why;

	/* Asked by somebody who did not live to read it: it succeeds. */
	if (!write_all(layout.hands, &request, sizeof(request)))
		return 1;
	/* Ours fails, and that is what we hear. */
	if (chmod(layout.key, 0500) != 0)
		return 2;
	secret_init(&key, KEY_SIZE);
	while (key.len < KEY_SIZE)
		secret_add(&key, "k", 1);
	if (hands_write_key(&layout, "default", &key, &why) ||
	    why.kind != FAULT_CREATE)
		return 3;
	return chmod(layout.key, 0700) == 0 &&
		hands_write_key(&layout, "default", &key, &why) ? 0 : 4;
}

static void
an_answer_to_somebody_dead_is_not_taken_for_ours(void **state)
{
	(void)state;
	ROOT_ONLY();
	assert_int_equal(split(leave_an_answer_behind), 0);
}

static void
root_does_nothing_else(void **state)
{
	(void)state;
	ROOT_ONLY();
	assert_int_equal(split(ask_for_too_much), 0);
	assert_int_equal(tree_count(layout.etc), 1);
	assert_int_equal(tree_count(layout.state), 0);
}

static int
plant_a_link(void)
{
	char path[PATH_SIZE], target[PATH_SIZE];
	struct secret key;
	struct fault why;

	/* The key's directory is ours; a file of root's is in etc. */
	if (!file_path(target, layout.etc, "other.json", &why) ||
	    !layout_path(path, &layout, LAYOUT_KEY, "default", &why) ||
	    symlink(target, path) != 0)
		return 1;
	secret_init(&key, KEY_SIZE);
	while (key.len < KEY_SIZE)
		secret_add(&key, "k", 1);
	return hands_write_key(&layout, "default", &key, &why) ? 0 : 2;
}

static void
a_link_in_the_way_is_replaced_and_not_followed(void **state)
{
	char target[PATH_SIZE];
	struct text text;

	(void)state;
	ROOT_ONLY();
	assert_true(file_path(target, layout.etc, "other.json", NULL));
	file_puts(target, 0644, "root's");
	assert_int_equal(split(plant_a_link), 0);
	file_get(target, &text);
	assert_string_equal(text.at, "root's");
	text_clear(&text);
	owned_by(LAYOUT_KEY, SERVICE_UID, 0400);
}

static int
die_by_a_signal(void)
{
	kill(getpid(), SIGUSR2);
	return 1;
}

static void
the_end_by_a_signal_comes_through(void **state)
{
	int status;

	(void)state;
	ROOT_ONLY();
	status = split(die_by_a_signal);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGUSR2);
}

static int ready[2];

static void
say_and_leave(int number)
{
	_exit(number == SIGTERM ? 33 : 34);
}

static int
wait_for_a_signal(void)
{
	sigset_t none, term;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	signal(SIGTERM, say_and_leave);
	/* Once the parent has answered, it passes signals on. */
	if (!hands_remove(&layout, LAYOUT_KEY, "default", NULL) ||
	    write(ready[1], "x", 1) != 1)
		return 1;
	sigemptyset(&none);
	sigsuspend(&none);
	return 2;
}

static void
a_signal_for_root_goes_on_to_the_child(void **state)
{
	struct fault why;
	int status;
	char byte;
	pid_t pid;

	(void)state;
	ROOT_ONLY();
	assert_int_equal(pipe(ready), 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(hands_split(&layout, &why) ? wait_for_a_signal() : 98);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 33);
	close(ready[0]);
	close(ready[1]);
}

static int
kill_the_parent(void)
{
	sigset_t term;
	struct secret key;
	struct fault why;
	char answer = '?';

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	signal(SIGPIPE, SIG_IGN);
	/* Root's process cannot be killed by us; the test does it. */
	if (write(ready[1], "x", 1) != 1)
		return 1;
	if (sigwaitinfo(&term, NULL) != SIGTERM)
		return 2;
	secret_init(&key, KEY_SIZE);
	while (key.len < KEY_SIZE)
		secret_add(&key, "k", 1);
	if (!hands_write_key(&layout, "default", &key, &why) &&
	    why.kind == FAULT_OS)
		answer = 'y';
	return write(ready[1], &answer, 1) == 1 ? 0 : 3;
}

static void
a_parent_that_is_gone_is_told(void **state)
{
	struct fault why;
	char byte;
	pid_t pid;

	(void)state;
	ROOT_ONLY();
	assert_int_equal(pipe(ready), 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(hands_split(&layout, &why) ? kill_the_parent() : 98);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(byte, 'y');
	close(ready[0]);
	close(ready[1]);
}

static int
leave_a_child_behind(void)
{
	char byte;

	if (fork() == 0) {
		/* Holds the socket until the test lets go of the pipe. */
		close(ready[1]);
		_exit(read(ready[0], &byte, 1) == 0 ? 0 : 1);
	}
	return 7;
}

static void
a_grandchild_does_not_keep_root_waiting(void **state)
{
	int status;

	(void)state;
	ROOT_ONLY();
	assert_int_equal(pipe(ready), 0);
	status = split(leave_a_child_behind);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	close(ready[0]);
	close(ready[1]);
}

static void
without_a_parent_it_is_done_here(void **state)
{
	struct layout other = layout;
	struct secret key;
	struct text text;
	struct fault why;

	(void)state;
	secret_init(&key, KEY_SIZE * 2);
	while (key.len < KEY_SIZE)
		secret_add(&key, "k", 1);
	if (!hands_write_key(&other, "default", &key, &why))
		fail_msg("%s", why.what);
	secret_add(&key, "k", 1);
	assert_false(hands_write_key(&other, "default", &key, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	secret_clear(&key);
	assert_true(hands_remove(&other, LAYOUT_KEY, "default", &why));
	assert_true(hands_remove(&other, LAYOUT_KEY, "default", &why));
	assert_false(hands_remove(&other, LAYOUT_VAULT, "default", &why));
	assert_int_equal(why.kind, FAULT_BUG);
	text_init(&text, HANDS_MAX * 2);
	while (text_adds(&text, "settings settings settings settings"))
		;
	assert_false(hands_write_settings(&other, "default", &text, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	text_clear(&text);
	text_init(&text, 10);
	text_adds(&text, "{}");
	assert_true(hands_write_settings(&other, "default", &text, &why));
	assert_false(hands_write_settings(&other, "", &text, &why));
	assert_false(hands_write_settings(&other, "Bad", &text, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_false(hands_remove(&other, LAYOUT_KEY,
	    "a234567890123456789012345678901234567890123456789012345678901234"
	    "567890", &why));
	text_clear(&text);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_home_layout_never_splits),
		CASE(root_becomes_the_service_user_for_good),
		CASE(each_file_has_its_one_owner),
		CASE(the_group_cannot_read_what_is_secret),
		CASE(an_account_is_removed_by_both),
		CASE(an_answer_to_somebody_dead_is_not_taken_for_ours),
		CASE(root_does_nothing_else),
		CASE(a_link_in_the_way_is_replaced_and_not_followed),
		CASE(the_end_by_a_signal_comes_through),
		CASE(a_signal_for_root_goes_on_to_the_child),
		CASE(a_parent_that_is_gone_is_told),
		CASE(a_grandchild_does_not_keep_root_waiting),
		CASE(without_a_parent_it_is_done_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
