/* SPDX-License-Identifier: ISC */
/* Locks between processes. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/lock.h"
#include "base/moment.h"
#include "tests/lib/home.h"

static struct layout layout;
static const char *path;

static int
setup(void **state)
{
	(void)state;
	home_make(&layout);
	path = home_path(&layout, LAYOUT_LOCK, "default");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	home_remove(&layout);
	return 0;
}

/* A child that holds the lock until it is killed; it has it on return. */
static pid_t
start_holder(void)
{
	struct lock lock = LOCK_NONE;
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		if (!lock_take(&lock, path, 10, NULL) ||
		    write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void
end_holder(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
a_lock_can_be_taken_released_and_taken_again(void **state)
{
	struct lock lock = LOCK_NONE;

	(void)state;
	assert_false(lock_is_held(&lock));
	lock_release(&lock);
	for (int i = 0; i < 3; i++) {
		assert_true(lock_take(&lock, path, 0, NULL));
		assert_true(lock_is_held(&lock));
		assert_int_equal(fcntl(lock.fd, F_GETFD), FD_CLOEXEC);
		lock_release(&lock);
		assert_false(lock_is_held(&lock));
	}
	assert_int_equal(file_mode(path), 0600);
}

static void
a_held_lock_is_named_with_its_holder(void **state)
{
	struct lock lock = LOCK_NONE;
	struct lock_holder holder;
	char pid_words[32];
	struct fault why;
	pid_t pid;

	(void)state;
	assert_false(lock_read_holder(path, &holder));
	pid = start_holder();
	assert_false(lock_take(&lock, path, 0, &why));
	assert_false(lock_is_held(&lock));
	assert_int_equal(why.kind, FAULT_LATER);
	snprintf(pid_words, sizeof(pid_words), "process %ld", (long)pid);
	assert_non_null(strstr(why.what, pid_words));
	assert_true(lock_read_holder(path, &holder));
	assert_int_equal(holder.pid, pid);
	assert_true(holder.since > 1000000000);
	end_holder(pid);
	/* The kernel frees what a dead process held. */
	assert_false(lock_read_holder(path, &holder));
	assert_true(lock_take(&lock, path, 0, &why));
	lock_release(&lock);
	assert_false(lock_read_holder(path, &holder));
}

static void
waiting_ends_at_its_deadline(void **state)
{
	struct lock lock = LOCK_NONE;
	int64_t before, taken;
	struct fault why;
	pid_t pid;

	(void)state;
	pid = start_holder();
	/* A stopped holder is no better than a busy one. */
	kill(pid, SIGSTOP);
	before = moment_boot_ms();
	assert_false(lock_take(&lock, path, 1, &why));
	taken = moment_boot_ms() - before;
	assert_true(taken >= 1000 && taken < 10000);
	assert_int_equal(why.kind, FAULT_LATER);
	end_holder(pid);
}

static void
an_unsigned_lock_is_held_by_somebody(void **state)
{
	struct lock lock = LOCK_NONE;
	struct fault why;
	int fd;

	(void)state;
	fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_false(lock_take(&lock, path, 0, &why));
	assert_non_null(strstr(why.what, "another process"));
	assert_int_equal(write(fd, "nonsense", 8), 8);
	assert_false(lock_take(&lock, path, 0, &why));
	assert_non_null(strstr(why.what, "another process"));
	close(fd);
}

static void
what_cannot_be_opened_is_told(void **state)
{
	struct lock lock = LOCK_NONE;
	char other[PATH_SIZE];
	struct fault why;

	(void)state;
	assert_true(file_path(other, layout.state, "no/such", NULL));
	assert_false(lock_take(&lock, other, 0, &why));
	assert_int_equal(why.kind, FAULT_CREATE);
	assert_true(file_path(other, layout.state, "link", NULL));
	assert_int_equal(symlink(path, other), 0);
	assert_false(lock_take(&lock, other, 0, &why));
	assert_int_equal(why.kind, FAULT_IO);
}

static void
a_removed_lock_file_locks_nobody_out(void **state)
{
	struct lock first = LOCK_NONE, second = LOCK_NONE;

	(void)state;
	assert_true(lock_take(&first, path, 0, NULL));
	assert_int_equal(unlink(path), 0);
	/* A new file, a new lock. */
	assert_true(lock_take(&second, path, 0, NULL));
	lock_release(&first);
	lock_release(&second);
}

static void
a_forked_child_that_forgets_holds_nothing(void **state)
{
	struct lock lock = LOCK_NONE, other = LOCK_NONE;
	int status;
	pid_t pid;

	(void)state;
	assert_true(lock_take(&lock, path, 0, NULL));
	pid = fork();
	if (pid == 0) {
		lock_forget(&lock);
		lock_forget(&lock);
		/* The parent still has it. */
		_exit(lock_take(&other, path, 0, NULL) ? 1 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_false(lock_take(&other, path, 0, NULL));
	lock_release(&lock);
	assert_true(lock_take(&other, path, 0, NULL));
	lock_release(&other);
}

/* Reads a number, adds one, writes it back: only right under a lock. */
static bool
count_one(const char *file)
{
	char words[32] = "";
	long number;
	int fd = open(file, O_RDWR | O_CREAT, 0600);

	if (fd < 0 || read(fd, words, sizeof(words) - 1) < 0)
		return false;
	number = strtol(words, NULL, 10);
	sched_yield();
	snprintf(words, sizeof(words), "%ld", number + 1);
	return pwrite(fd, words, strlen(words), 0) == (ssize_t)strlen(words) &&
	    close(fd) == 0;
}

static void
twenty_processes_never_count_at_the_same_time(void **state)
{
	struct lock lock = LOCK_NONE;
	char file[PATH_SIZE];
	struct text text;
	pid_t pid[20];
	int status;

	(void)state;
	assert_true(file_path(file, layout.state, "count", NULL));
	for (int i = 0; i < 20; i++) {
		pid[i] = fork();
		if (pid[i] != 0)
			continue;
		for (int j = 0; j < 10; j++) {
			if (!lock_take(&lock, path, LOCK_SECONDS, NULL) ||
			    !count_one(file))
				_exit(1);
			lock_release(&lock);
		}
		_exit(0);
	}
	for (int i = 0; i < 20; i++) {
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(status, 0);
	}
	file_get(file, &text);
	assert_string_equal(text.at, "200");
	text_clear(&text);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_lock_can_be_taken_released_and_taken_again),
		CASE(a_held_lock_is_named_with_its_holder),
		CASE(waiting_ends_at_its_deadline),
		CASE(an_unsigned_lock_is_held_by_somebody),
		CASE(what_cannot_be_opened_is_told),
		CASE(a_removed_lock_file_locks_nobody_out),
		CASE(a_forked_child_that_forgets_holds_nothing),
		CASE(twenty_processes_never_count_at_the_same_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
