/* SPDX-License-Identifier: ISC */
/* flock with a deadline of its own, and a note of who holds it. */
#include <config.h>

#include "account/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/moment.h"

static int
open_lock(const char *path, struct fault *why)
{
	int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int fd = open(path, O_RDWR | O_CREAT | flags, 0600);

	/* On a read-only store an old lock file still locks. */
	if (fd < 0 && errno == EROFS)
		fd = open(path, O_RDONLY | flags);
	if (fd < 0)
		fault_set(why, errno == EROFS || errno == ENOENT ||
		    errno == EACCES || errno == ENOSPC ? FAULT_CREATE :
		    FAULT_IO, "cannot open the lock %s: %s", path,
		    strerror(errno));
	return fd;
}

/* Is the file that we hold still the one of that name? A removed account's is
 * not, and a lock on it would lock nobody out. */
static bool
is_current(int fd, const char *path)
{
	struct stat held, named;

	return fstat(fd, &held) == 0 && lstat(path, &named) == 0 &&
	    held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

/* A courtesy to those who wait: that it fails (a full disk) is no matter. */
static void
sign(int fd)
{
	char note[128];
	const char *tty = ttyname(STDIN_FILENO);
	int len = snprintf(note, sizeof(note), "%ld %" PRId64 " %.63s\n",
	    (long)getpid(), moment_now(), tty != NULL ? tty : "");

	if (ftruncate(fd, 0) == 0 && len > 0 && len < (int)sizeof(note))
		(void)!pwrite(fd, note, (size_t)len, 0);
}

bool
lock_read_holder(const char *path, struct lock_holder *holder)
{
	char note[128];
	long pid = 0;
	ssize_t len;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	*holder = (struct lock_holder){ 0 };
	if (fd < 0)
		return false;
	len = pread(fd, note, sizeof(note) - 1, 0);
	close(fd);
	if (len <= 0)
		return false;
	note[len] = '\0';
	if (sscanf(note, "%ld %" SCNd64 " %63s", &pid, &holder->since,
		holder->tty) < 2 || pid <= 0)
		return false;
	holder->pid = (pid_t)pid;
	return kill(holder->pid, 0) == 0 || errno == EPERM;
}

static bool
is_busy(const char *path, unsigned seconds, struct fault *why)
{
	struct lock_holder holder;

	if (lock_read_holder(path, &holder))
		fault_set(why, FAULT_LATER,
		    "process %ld has held %s for more than %u seconds",
		    (long)holder.pid, path, seconds);
	else
		fault_set(why, FAULT_LATER, "another process has held %s for "
		    "more than %u seconds", path, seconds);
	return fault_next(why, "Try again later; if that process "
	    "hangs, end it");
}

/* One try: 1 held, 0 somebody else holds it, -1 fault. The file stays open from
 * try to try, until it is ours or has been replaced. */
static int
try_once(int *fd, const char *path, struct fault *why)
{
	int got = 0;

	if (*fd < 0)
		*fd = open_lock(path, why);
	if (*fd < 0)
		return -1;
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0) {
		if (is_current(*fd, path))
			return 1;
	} else if (errno == EWOULDBLOCK || errno == EINTR) {
		return 0;
	} else {
		fault_set(why, FAULT_IO, "cannot lock %s: %s", path,
		    strerror(errno));
		got = -1;
	}
	close(*fd);
	*fd = -1;
	return got;
}

bool
lock_take(struct lock *lock, const char *path, unsigned seconds,
    struct fault *why)
{
	int64_t deadline = moment_boot_ms() + (int64_t)seconds * 1000;
	int fd = -1, got;

	lock->fd = -1;
	for (;;) {
		got = try_once(&fd, path, why);
		if (got != 0 || moment_boot_ms() >= deadline)
			break;
		poll(NULL, 0, LOCK_STEP_MS);
	}
	if (got > 0) {
		lock->fd = fd;
		sign(fd);
		return true;
	}
	if (fd >= 0)
		close(fd);
	return got == 0 ? is_busy(path, seconds, why) : false;
}

void
lock_release(struct lock *lock)
{
	if (lock->fd < 0)
		return;
	(void)!ftruncate(lock->fd, 0);
	/* Not close() alone: a forked child's copy would keep it. */
	flock(lock->fd, LOCK_UN);
	lock_forget(lock);
}

void
lock_forget(struct lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	lock->fd = -1;
}

bool
lock_is_held(const struct lock *lock)
{
	return lock->fd >= 0;
}
