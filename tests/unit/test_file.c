/* SPDX-License-Identifier: ISC */
/* Files replaced whole or not at all, and who may touch them. */
#include <config.h>

#include "tests/unit/unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static char dir[] = "/tmp/test_file.XXXXXX";

/* What the wrapped calls (Makefile.am: --wrap) answer next; 0: as usual. */
static int sync_error, allocate_error;
static unsigned syncs, allocations;

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_posix_fallocate(int fd, off_t offset, off_t len);
int __wrap_posix_fallocate(int fd, off_t offset, off_t len);

/* What takes the place of a file right after somebody looked at it. */
static const char *replacement;
int __real_lstat(const char *path, struct stat *st);
int __wrap_lstat(const char *path, struct stat *st);

int
__wrap_lstat(const char *path, struct stat *st)
{
	int result = __real_lstat(path, st);

	if (replacement != NULL && rename(replacement, path) != 0)
		result = -1;
	replacement = NULL;
	return result;
}

int
__wrap_fsync(int fd)
{
	int error = sync_error;

	syncs++;
	sync_error = 0;
	if (error == 0)
		return __real_fsync(fd);
	errno = error;
	return -1;
}

int
__wrap_posix_fallocate(int fd, off_t offset, off_t len)
{
	int error = allocate_error;

	allocations++;
	allocate_error = 0;
	return error != 0 ? error : __real_posix_fallocate(fd, offset, len);
}

static const char *
at(const char *name)
{
	static char paths[4][PATH_SIZE];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, PATH_SIZE, "%s/%s", dir, name);
	return path;
}

static void
put(const char *name, const char *bytes)
{
	int fd = open(at(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_true(write_all(fd, bytes, strlen(bytes)));
	close(fd);
}

static void
expect_file(const char *name, const char *bytes)
{
	struct text text;
	struct fault why;
	bool exists = false;

	text_init(&text, 1 << 21);
	assert_true(file_read(at(name), &text, &exists, &why));
	assert_true(exists);
	assert_string_equal(text.at, bytes);
	text_clear(&text);
}

static mode_t
mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(lstat(at(name), &st), 0);
	return st.st_mode & 07777;
}

/* Entries of the test's directory, "." and ".." not counted. */
static unsigned
entries(void)
{
	DIR *stream = opendir(dir);
	unsigned count = 0;

	assert_non_null(stream);
	while (readdir(stream) != NULL)
		count++;
	closedir(stream);
	return count - 2;
}

static int
make_folder(void **state)
{
	(void)state;
	memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
	sync_error = allocate_error = 0;
	syncs = allocations = 0;
	return mkdtemp(dir) != NULL ? 0 : -1;
}

static int
remove_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static void
a_path_is_joined_or_refused_when_too_long(void **state)
{
	char out[PATH_SIZE], name[PATH_SIZE];
	struct fault why;

	(void)state;
	assert_true(file_path(out, "/a/b", "c", &why));
	assert_string_equal(out, "/a/b/c");
	memset(name, 'x', sizeof(name));
	name[PATH_SIZE - 3] = '\0'; /* "d/" before it: fits to the byte */
	assert_true(file_path(out, "d", name, &why));
	assert_int_equal(strlen(out), PATH_SIZE - 1);
	assert_false(file_path(out, "dd", name, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
}

static void
what_was_written_is_read_again(void **state)
{
	struct text text;
	struct fault why;
	bool exists;

	(void)state;
	assert_true(file_replace(at("f"), 0600, "a\0b\n", 4, &why));
	text_init(&text, 4);
	assert_true(file_read(at("f"), &text, &exists, &why));
	assert_int_equal(text.len, 4);
	assert_memory_equal(text.at, "a\0b\n", 4);
	text_clear(&text);
	assert_true(file_replace(at("f"), 0600, "", 0, &why));
	expect_file("f", "");
	assert_int_equal(entries(), 1);
}

static void
a_missing_file_is_no_fault(void **state)
{
	struct fault why = { .kind = FAULT_NONE };
	struct secret secret;
	struct text text;
	bool exists = true;

	(void)state;
	text_init(&text, 10);
	assert_true(file_read(at("none"), &text, &exists, &why));
	assert_false(exists);
	exists = true;
	secret_init(&secret, 10);
	assert_true(file_read_secret(at("none"), &secret, &exists, &why));
	assert_false(exists);
	assert_int_equal(why.kind, FAULT_NONE);
	assert_true(file_remove(at("none"), &why));
}

static void
a_file_beyond_the_maximum_is_refused(void **state)
{
	struct secret secret;
	struct text text;
	struct fault why;
	bool exists;

	(void)state;
	put("f", "12345");
	text_init(&text, 4);
	assert_false(file_read(at("f"), &text, &exists, &why));
	assert_int_equal(why.kind, FAULT_DATA);
	text_clear(&text);
	secret_init(&secret, 4);
	assert_false(file_read_secret(at("f"), &secret, &exists, &why));
	assert_int_equal(why.kind, FAULT_IO);
	assert_true(secret_is_empty(&secret));
	assert_null(strstr(why.what, "1234"));
}

static void
a_secret_file_loses_one_line_end(void **state)
{
	struct secret secret;
	struct fault why;
	bool exists;

	(void)state;
	put("f", "word\r\n");
	secret_init(&secret, 10);
	assert_true(file_read_secret(at("f"), &secret, &exists, &why));
	assert_string_equal(secret_open(&secret), "word");
	secret_close(&secret);
	secret_clear(&secret);
}

static void
only_regular_files_are_read_and_links_are_not_followed(void **state)
{
	static const char *const names[] = { "link", "fifo", "folder" };
	struct text text;
	struct fault why;
	bool exists;
	size_t i;

	(void)state;
	put("f", "here");
	assert_int_equal(symlink(at("f"), at("link")), 0);
	assert_int_equal(mkfifo(at("fifo"), 0600), 0);
	assert_int_equal(mkdir(at("folder"), 0700), 0);
	text_init(&text, 100);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_false(file_read(at(names[i]), &text, &exists, &why));
		assert_true(exists);
		assert_int_equal(why.kind, FAULT_SETTINGS);
		assert_non_null(strstr(why.what, names[i]));
	}
	assert_int_equal(text.len, 0);
	text_clear(&text);
}

static void
the_mode_is_as_asked_whatever_the_umask_says(void **state)
{
	static const mode_t masks[] = { 0, 022, 077, 0277 };
	struct fault why;
	mode_t old = umask(0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		umask(masks[i]);
		assert_true(file_replace(at("a"), 0644, "x", 1, &why));
		assert_true(file_replace(at("b"), 0400, "x", 1, &why));
		assert_int_equal(mode_of("a"), 0644);
		assert_int_equal(mode_of("b"), 0400);
	}
	umask(old);
}

static void
replacing_a_link_leaves_alone_what_it_points_to(void **state)
{
	struct fault why;

	(void)state;
	put("target", "old");
	assert_int_equal(symlink(at("target"), at("link")), 0);
	assert_true(file_replace(at("link"), 0600, "new", 3, &why));
	expect_file("target", "old");
	expect_file("link", "new");
}

static void
a_reader_who_has_the_old_file_open_keeps_it_whole(void **state)
{
	char block[16] = "";
	struct fault why;
	int fd;

	(void)state;
	put("f", "old bytes");
	fd = open(at("f"), O_RDONLY);
	assert_true(file_replace(at("f"), 0600, "n", 1, &why));
	assert_int_equal(read(fd, block, sizeof(block)), 9);
	assert_string_equal(block, "old bytes");
	close(fd);
	expect_file("f", "n");
}

static void
room_is_reserved_then_filled(void **state)
{
	struct reserve reserve;
	struct fault why;
	struct stat st;

	(void)state;
	put("f", "old");
	assert_true(file_reserve(&reserve, at("f"), 0600, 100000, &why));
	assert_int_equal(fstat(reserve.fd, &st), 0);
	assert_true(st.st_blocks * 512 >= 100000);
	expect_file("f", "old");
	assert_true(file_commit(&reserve, "new", 3, &why));
	assert_int_equal(reserve.fd, -1);
	expect_file("f", "new");
	assert_int_equal(entries(), 1);
	file_abandon(&reserve);
	expect_file("f", "new");
	/* Once for the room, once for the bytes, once for the folder. */
	assert_int_equal(syncs, 3);
}

static void
an_abandoned_reserve_leaves_nothing(void **state)
{
	struct reserve reserve;
	struct fault why;

	(void)state;
	put("f", "old");
	assert_true(file_reserve(&reserve, at("f"), 0600, 10, &why));
	assert_int_equal(entries(), 2);
	file_abandon(&reserve);
	file_abandon(&reserve);
	assert_int_equal(entries(), 1);
	expect_file("f", "old");
}

static void
more_than_was_reserved_is_our_bug_and_changes_nothing(void **state)
{
	struct reserve reserve;
	struct fault why;

	(void)state;
	put("f", "old");
	assert_true(file_reserve(&reserve, at("f"), 0600, 2, &why));
	assert_false(file_commit(&reserve, "new", 3, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_int_equal(entries(), 1);
	expect_file("f", "old");
}

static void
a_full_disk_is_found_when_reserving(void **state)
{
	struct fault why;

	(void)state;
	put("f", "old");
	allocate_error = ENOSPC;
	assert_false(file_replace(at("f"), 0600, "new", 3, &why));
	assert_int_equal(why.kind, FAULT_IO);
	assert_non_null(strstr(why.what, strerror(ENOSPC)));
	assert_int_equal(entries(), 1);
	expect_file("f", "old");
}

static void
a_file_system_that_cannot_reserve_is_written_to(void **state)
{
	struct fault why;

	(void)state;
	allocate_error = EOPNOTSUPP;
	assert_true(file_replace(at("f"), 0600, "new", 3, &why));
	expect_file("f", "new");
}

static void
a_signal_does_not_spoil_reserving_and_syncing(void **state)
{
	struct fault why;

	(void)state;
	allocate_error = EINTR;
	sync_error = EINTR;
	assert_true(file_replace(at("f"), 0600, "new", 3, &why));
	assert_int_equal(allocations, 2);
	assert_int_equal(syncs, 3);
	expect_file("f", "new");
}

static void
a_failed_sync_is_not_repeated_and_keeps_the_old_file(void **state)
{
	struct reserve reserve;
	struct fault why;

	(void)state;
	put("f", "old");
	assert_true(file_reserve(&reserve, at("f"), 0600, 3, &why));
	syncs = 0;
	sync_error = EIO;
	assert_false(file_commit(&reserve, "new", 3, &why));
	assert_int_equal(why.kind, FAULT_IO);
	assert_non_null(strstr(why.what, strerror(EIO)));
	assert_int_equal(syncs, 1);
	assert_int_equal(entries(), 1);
	expect_file("f", "old");
}

/* Runs in a process of its own, whose limit does not bind the tests. */
static int
commit_beyond_the_limit(void)
{
	const struct rlimit small = { 4, 4 };
	struct reserve reserve;
	struct fault why;

	signal(SIGXFSZ, SIG_IGN);
	if (!file_reserve(&reserve, at("f"), 0600, 100, &why))
		return 1;
	if (setrlimit(RLIMIT_FSIZE, &small) != 0)
		return 2;
	if (file_commit(&reserve, "0123456789", 10, &why) ||
	    why.kind != FAULT_IO ||
	    strstr(why.what, strerror(EFBIG)) == NULL)
		return 3;
	return file_reserve(&reserve, at("f"), 0600, 100, &why) ||
	    why.kind != FAULT_IO || reserve.fd != -1;
}

static void
a_write_that_is_cut_short_keeps_the_old_file(void **state)
{
	int status = -1;
	pid_t pid;

	(void)state;
	put("f", "old");
	pid = fork();
	if (pid == 0)
		_exit(commit_beyond_the_limit());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(entries(), 1);
	expect_file("f", "old");
}

static void
a_target_that_cannot_be_replaced_leaves_no_temporary_file(void **state)
{
	struct fault why;

	(void)state;
	assert_int_equal(mkdir(at("folder"), 0700), 0);
	assert_false(file_replace(at("folder"), 0600, "x", 1, &why));
	assert_int_equal(why.kind, FAULT_IO);
	assert_int_equal(entries(), 1);
	assert_false(file_replace(at("none/f"), 0600, "x", 1, &why));
	assert_int_equal(why.kind, FAULT_CREATE);
}

static void
a_path_without_room_for_the_temporary_name_is_refused(void **state)
{
	char path[PATH_SIZE];
	struct reserve reserve;
	struct fault why;

	(void)state;
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_false(file_reserve(&reserve, path, 0600, 1, &why));
	assert_int_equal(why.kind, FAULT_CREATE);
	file_abandon(&reserve);
}

static void
a_relative_path_is_replaced_in_the_working_directory(void **state)
{
	char old[PATH_SIZE];
	struct fault why;

	(void)state;
	assert_non_null(getcwd(old, sizeof(old)));
	assert_int_equal(chdir(dir), 0);
	assert_true(file_replace("f", 0600, "here", 4, &why));
	assert_int_equal(chdir(old), 0);
	expect_file("f", "here");
}

static void
directories_are_made_with_their_parents_and_mode(void **state)
{
	mode_t old = umask(077);
	struct fault why;

	(void)state;
	assert_true(file_make_directory(at("a//b/c///"), 0711, &why));
	assert_int_equal(mode_of("a"), 0711);
	assert_int_equal(mode_of("a/b"), 0711);
	assert_int_equal(mode_of("a/b/c"), 0711);
	assert_true(file_make_directory(at("t"), 01770, &why));
	assert_int_equal(mode_of("t"), 01770);
	umask(old);
	assert_true(file_make_directory(at("a"), 0700, &why));
	assert_int_equal(mode_of("a"), 0711);
	assert_true(file_make_directory("/", 0700, &why));
	assert_int_equal(syncs, 4);
}

static void
what_is_no_directory_is_not_taken_for_one(void **state)
{
	struct fault why;

	(void)state;
	put("file", "x");
	assert_int_equal(symlink(at("nowhere"), at("dangling")), 0);
	assert_int_equal(symlink(dir, at("good")), 0);
	assert_false(file_make_directory(at("file"), 0700, &why));
	assert_int_equal(why.kind, FAULT_CREATE);
	assert_false(file_make_directory(at("file/below"), 0700, &why));
	assert_false(file_make_directory(at("dangling"), 0700, &why));
	assert_false(file_make_directory("", 0700, &why));
	assert_int_equal(why.kind, FAULT_CREATE);
	assert_true(file_make_directory(at("good"), 0700, &why));
}

static const struct {
	mode_t mode;
	mode_t allowed;
	bool passes;
} modes[] = {
	{ 0600, 0600, true }, { 0400, 0600, true }, { 0640, 0600, false },
	{ 0604, 0600, false }, { 0602, 0600, false }, { 0610, 0600, false },
	{ 0700, 0600, false }, { 0644, 0644, true }, { 0664, 0644, false },
	{ 0646, 0644, false }, { 04600, 0600, false }, { 01600, 0600, false },
	{ 0600, 0400, false }, { 0000, 0400, true },
};

static void
a_file_that_others_may_touch_is_not_private(void **state)
{
	char advice[PATH_SIZE];
	struct fault why;
	bool good;
	size_t i;

	(void)state;
	put("f", "x");
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(at("f"), modes[i].mode), 0);
		fault_clear(&why);
		good = file_is_private(at("f"), geteuid(), modes[i].allowed,
		    &why);
		if (good != modes[i].passes)
			fail_msg("%04o", (unsigned)modes[i].mode);
		if (good)
			continue;
		assert_int_equal(why.kind, FAULT_SETTINGS);
		snprintf(advice, sizeof(advice), "chmod %04o %s",
		    (unsigned)modes[i].allowed, at("f"));
		assert_non_null(strstr(why.next, advice));
	}
}

static void
a_file_of_somebody_else_or_a_link_is_not_private(void **state)
{
	struct fault why;

	(void)state;
	put("f", "x");
	assert_int_equal(symlink(at("f"), at("link")), 0);
	assert_false(file_is_private(at("f"), geteuid() + 1, 0600, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.next, "chown "));
	assert_false(file_is_private(at("link"), geteuid(), 0777, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_false(file_is_private(dir, geteuid(), 0777, &why));
	assert_true(file_is_private(at("none"), geteuid(), 0600, &why));
}

static void
what_is_read_is_what_was_judged(void **state)
{
	const struct file_rule rule = { geteuid(), 0600 };
	struct fault why;
	struct text text;
	bool exists;

	(void)state;
	text_init(&text, 100);
	put("f", "ours");
	assert_int_equal(chmod(at("f"), 0600), 0);
	assert_true(file_read_private(at("f"), &rule, &text, &exists, &why));
	assert_true(exists);
	assert_string_equal(text.at, "ours");
	text_reset(&text);
	put("planted", "theirs");
	assert_int_equal(chmod(at("planted"), 0666), 0);
	replacement = at("planted");
	assert_false(file_read_private(at("f"), &rule, &text, &exists, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_string_equal(text.at, "");
	assert_true(file_read_private(at("none"), &rule, &text, &exists, &why));
	assert_false(exists);
	text_clear(&text);
}

static int go[2];
static volatile sig_atomic_t ticks;

/* The third tick lets the other process go on: until then the call that is
 * tested could only be interrupted. */
static void
tick(int number)
{
	(void)number;
	ticks++;
	if (ticks == 3 && write(go[1], "", 1) != 1)
		_exit(1);
}

static void
start_ticking(void)
{
	const struct itimerval every = { { 0, 2000 }, { 0, 2000 } };
	struct sigaction action;

	ticks = 0;
	memset(&action, 0, sizeof(action));
	action.sa_handler = tick;
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &every, NULL), 0);
}

static void
stop_ticking(void)
{
	const struct itimerval never = { { 0, 0 }, { 0, 0 } };

	setitimer(ITIMER_REAL, &never, NULL);
	signal(SIGALRM, SIG_IGN); /* one may still be on its way */
}

/* Waits for the third tick, then takes or gives the bytes. */
static void
other_end(int fd, bool reads, size_t len)
{
	static char block[1 << 16];
	size_t done = 0;
	ssize_t n;

	while (read(go[0], block, 1) < 0)
		continue;
	while (done < len) {
		n = reads ? read(fd, block, sizeof(block))
			  : write(fd, "secret", 6);
		if (n <= 0)
			_exit(1);
		done += (size_t)n;
	}
	_exit(0);
}

static void
an_interrupted_write_goes_on_to_the_end(void **state)
{
	const size_t len = 1 << 20;
	char *bytes = calloc(len, 1);
	int ends[2], status = -1;
	pid_t pid;
	bool good;

	(void)state;
	assert_int_equal(pipe(ends) | pipe(go), 0);
	pid = fork();
	if (pid == 0)
		other_end(ends[0], true, len);
	start_ticking();
	good = write_all(ends[1], bytes, len);
	stop_ticking();
	assert_true(good);
	assert_true(ticks >= 3);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	free(bytes);
	close(ends[0]);
	close(ends[1]);
	close(go[0]);
	close(go[1]);
}

static void
an_interrupted_read_of_a_secret_goes_on_to_the_end(void **state)
{
	int ends[2], status = -1;
	struct secret secret;
	pid_t pid;
	bool good;

	(void)state;
	assert_int_equal(pipe(ends) | pipe(go), 0);
	pid = fork();
	if (pid == 0)
		other_end(ends[1], false, 6);
	close(ends[1]);
	secret_init(&secret, 100);
	start_ticking();
	good = secret_read(&secret, ends[0]);
	stop_ticking();
	assert_true(good);
	assert_true(ticks >= 3);
	assert_string_equal(secret_open(&secret), "secret");
	secret_close(&secret);
	secret_clear(&secret);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(ends[0]);
	close(go[0]);
	close(go[1]);
}

static void
writing_to_a_full_device_tells_the_reason(void **state)
{
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	assert_true(fd >= 0);
	assert_false(write_all(fd, "x", 1));
	assert_int_equal(errno, ENOSPC);
	assert_true(write_all(fd, "", 0));
	close(fd);
}

static void
what_killed_processes_left_is_swept_away_and_nothing_else(void **state)
{
	static const char *const others[] = { "a.vault", "a.vault.tmp",
		"a.vault.0123456789ab", "a.vault.0123456789ag.tmp",
		"a.vault.0123456789abc.tmp", "b.vault.0123456789ab.tmp" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		put(others[i], "x");
	put("a.vault.0123456789ab.tmp", "left");
	put("a.vault.ffffffffffff.tmp", "");
	file_sweep(at("a.vault"));
	assert_int_equal(entries(), sizeof(others) / sizeof(others[0]));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		expect_file(others[i], "x");
	file_sweep(at("no/such/folder"));
	file_sweep("neither");
}

#define CASE(name) \
	cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_path_is_joined_or_refused_when_too_long),
		CASE(what_was_written_is_read_again),
		CASE(a_missing_file_is_no_fault),
		CASE(a_file_beyond_the_maximum_is_refused),
		CASE(a_secret_file_loses_one_line_end),
		CASE(only_regular_files_are_read_and_links_are_not_followed),
		CASE(the_mode_is_as_asked_whatever_the_umask_says),
		CASE(replacing_a_link_leaves_alone_what_it_points_to),
		CASE(a_reader_who_has_the_old_file_open_keeps_it_whole),
		CASE(room_is_reserved_then_filled),
		CASE(an_abandoned_reserve_leaves_nothing),
		CASE(more_than_was_reserved_is_our_bug_and_changes_nothing),
		CASE(a_full_disk_is_found_when_reserving),
		CASE(a_file_system_that_cannot_reserve_is_written_to),
		CASE(a_signal_does_not_spoil_reserving_and_syncing),
		CASE(a_failed_sync_is_not_repeated_and_keeps_the_old_file),
		CASE(a_write_that_is_cut_short_keeps_the_old_file),
		CASE(a_target_that_cannot_be_replaced_leaves_no_temporary_file),
		CASE(a_path_without_room_for_the_temporary_name_is_refused),
		CASE(a_relative_path_is_replaced_in_the_working_directory),
		CASE(directories_are_made_with_their_parents_and_mode),
		CASE(what_is_no_directory_is_not_taken_for_one),
		CASE(a_file_that_others_may_touch_is_not_private),
		CASE(a_file_of_somebody_else_or_a_link_is_not_private),
		CASE(what_is_read_is_what_was_judged),
		CASE(an_interrupted_write_goes_on_to_the_end),
		CASE(an_interrupted_read_of_a_secret_goes_on_to_the_end),
		CASE(writing_to_a_full_device_tells_the_reason),
		CASE(what_killed_processes_left_is_swept_away_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
