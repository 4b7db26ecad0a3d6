/* SPDX-License-Identifier: ISC */
/* A program on a pseudo-terminal: its end, and what it prints. Its start is in
 * vt_start.c, what is typed in vt_keys.c, its screen in vt_screen.c. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/lib/vt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/lib/vt_inside.h"

enum { LOOKS = 4 };

struct vt *vt_all;

int64_t
vt_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
take_out(struct vt *vt)
{
	struct vt **at = &vt_all;

	while (*at != vt)
		at = &(*at)->next;
	*at = vt->next;
}

static void
close_once(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void
vt_free(struct vt *vt)
{
	if (!vt->has_ended) {
		kill(vt->pid, SIGKILL);
		waitpid(vt->pid, NULL, 0);
	}
	take_out(vt);
	close_once(&vt->master);
	close_once(&vt->slave);
	vterm_free(vt->terminal);
	text_clear(&vt->log);
	text_clear(&vt->page);
	free(vt);
}

int
vt_teardown(void **state)
{
	(void)state;
	while (vt_all != NULL)
		vt_free(vt_all);
	return 0;
}

pid_t
vt_pid(const struct vt *vt)
{
	return vt->pid;
}

void
vt_signal(struct vt *vt, int number)
{
	if (!vt->has_ended)
		assert_int_equal(kill(vt->pid, number), 0);
}

void
vt_hangup(struct vt *vt)
{
	vt_take(vt, 0);
	close_once(&vt->slave);
	close_once(&vt->master);
}

bool
vt_has_ended(struct vt *vt)
{
	struct rusage used;
	int status;

	if (vt->has_ended)
		return true;
	if (wait4(vt->pid, &status, WNOHANG, &used) != vt->pid)
		return false;
	vt->has_ended = true;
	vt->status = WIFEXITED(status) ? WEXITSTATUS(status)
				       : 128 + WTERMSIG(status);
	vt->cpu_ms = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
	    (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
	while (vt_take(vt, 0))
		continue;
	return true;
}

static bool
has_ended(struct vt *vt, void *arg)
{
	(void)arg;
	return vt_has_ended(vt);
}

int
vt_status(struct vt *vt)
{
	if (!vt_wait(vt, has_ended, NULL)) {
		vt_show(vt);
		fail_msg("the program does not end");
	}
	return vt->status;
}

long
vt_cpu_ms(const struct vt *vt)
{
	assert_true(vt->has_ended);
	return vt->cpu_ms;
}

/* What /proc/PID/NAME says; "" when it is gone. */
static void
proc_read(pid_t pid, const char *name, char *out, size_t size)
{
	char path[64];
	ssize_t got = -1;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		got = read(fd, out, size - 1);
		close(fd);
	}
	out[got > 0 ? got : 0] = '\0';
}

long
vt_peak_kib(struct vt *vt)
{
	char status[8192];
	const char *line;

	proc_read(vt->pid, "status", status, sizeof(status));
	line = strstr(status, "VmHWM:");
	assert_non_null(line);
	return strtol(line + strlen("VmHWM:"), NULL, 10);
}

/* Sleeping, stopped or gone, and every key that was sent has been read. */
static bool
is_idle(struct vt *vt)
{
	char stat[512];
	const char *behind;
	int unread = 0;

	if (vt->slave < 0 || ioctl(vt->slave, FIONREAD, &unread) != 0)
		return true;
	proc_read(vt->pid, "stat", stat, sizeof(stat));
	behind = strrchr(stat, ')');
	return behind == NULL ||
	    (strchr("RD", behind[2]) == NULL && unread == 0) ||
	    strchr("TZX", behind[2]) != NULL;
}

void
vt_settle(struct vt *vt)
{
	int64_t end = vt_clock_ms() + vt->patience;
	int idle = 0;

	while (idle < LOOKS && vt_clock_ms() < end) {
		if (vt_take(vt, VT_LOOK_MS) || !is_idle(vt))
			idle = 0;
		else
			idle++;
	}
}

bool
vt_take(struct vt *vt, int timeout_ms)
{
	struct pollfd fd = { vt->master, POLLIN, 0 };
	char bytes[4096];
	ssize_t got;
	bool any = false;

	if (poll(&fd, 1, timeout_ms) <= 0 || vt->master < 0)
		return false;
	for (;;) {
		got = read(vt->master, bytes, sizeof(bytes));
		if (got <= 0)
			break;
		any = true;
		assert_true(text_add(&vt->log, bytes, (size_t)got));
		vt_screen_feed(vt, bytes, (size_t)got);
	}
	return any;
}

bool
vt_wait(struct vt *vt, bool (*holds)(struct vt *vt, void *arg), void *arg)
{
	int64_t end = vt_clock_ms() + vt->patience;
	bool last;

	do {
		last = vt_has_ended(vt);
		if (holds(vt, arg))
			return true;
		if (!last)
			vt_take(vt, 10 * VT_LOOK_MS);
	} while (!last && vt_clock_ms() < end);
	return holds(vt, arg);
}

void
vt_patience(struct vt *vt, int ms)
{
	vt->patience = ms;
}

static bool
shows(struct vt *vt, void *arg)
{
	return vt_shows(vt, arg);
}

static bool
shows_not(struct vt *vt, void *arg)
{
	return !vt_shows(vt, arg);
}

static bool
printed(struct vt *vt, void *arg)
{
	size_t len;
	const char *since = vt_since(vt, &len);

	return memmem(since, len, arg, strlen(arg)) != NULL;
}

static void
must_come(struct vt *vt, bool (*holds)(struct vt *, void *), const char *text,
    const char *words)
{
	char wanted[4096];

	snprintf(wanted, sizeof(wanted), "%s", text);
	if (vt_wait(vt, holds, wanted))
		return;
	vt_show(vt);
	if (vt->has_ended)
		print_message("# it ended with %d\n", vt->status);
	fail_msg("%s: %s", words, text);
}

void
vt_see(struct vt *vt, const char *text)
{
	must_come(vt, shows, text, "this never came");
}

void
vt_lose(struct vt *vt, const char *text)
{
	must_come(vt, shows_not, text, "this stays");
}

void
vt_see_bytes(struct vt *vt, const char *bytes)
{
	must_come(vt, printed, bytes, "these bytes never came");
}

const char *
vt_log(struct vt *vt, size_t *len)
{
	if (len != NULL)
		*len = vt->log.len;
	return vt->log.at;
}

void
vt_mark(struct vt *vt)
{
	vt_take(vt, 0);
	vt->mark = vt->log.len;
}

const char *
vt_since(struct vt *vt, size_t *len)
{
	*len = vt->log.len - vt->mark;
	return vt->log.at + vt->mark;
}

size_t
vt_count(struct vt *vt)
{
	return vt->log.len - vt->mark;
}
