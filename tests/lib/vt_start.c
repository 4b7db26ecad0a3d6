/* SPDX-License-Identifier: ISC */
/* Starts a program on a pseudo-terminal, in an environment of its own. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/lib/vt.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/lib/vt_inside.h"

enum { ENVIRONMENT_MAX = 64 };

/* NAME=VALUE takes the place of the same name, NAME alone takes it away. */
static void
put(const char **environment, const char *pair)
{
	size_t len = strcspn(pair, "="), i, free_row = ENVIRONMENT_MAX;

	for (i = 0; i < ENVIRONMENT_MAX; i++) {
		if (environment[i] == NULL && free_row == ENVIRONMENT_MAX)
			free_row = i;
		if (environment[i] != NULL &&
		    strncmp(environment[i], pair, len) == 0 &&
		    environment[i][len] == '=') {
			free_row = i;
			break;
		}
	}
	assert_true(free_row < ENVIRONMENT_MAX);
	environment[free_row] = pair[len] == '=' ? pair : "";
}

/* NAME=VALUE from our own environment. */
static void
pass_on(const char **environment, const char *name)
{
	size_t len = strlen(name);
	char **pair;

	for (pair = environ; *pair != NULL; pair++)
		if (strncmp(*pair, name, len) == 0 && (*pair)[len] == '=')
			put(environment, *pair);
}

static void
fill_environment(const char **environment, const char *const *wished)
{
	static const char *const kept[] = { "PATH", "TMPDIR", "ASAN_OPTIONS",
		"UBSAN_OPTIONS", "LSAN_OPTIONS", "TERMINFO", "TERMINFO_DIRS",
		"LOCPATH", "LD_LIBRARY_PATH" };
	size_t i, n = 0;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		pass_on(environment, kept[i]);
	put(environment, "HOME=/nonexistent");
	put(environment, "LANG=C.UTF-8");
	put(environment, "TERM=xterm-256color");
	for (; wished != NULL && *wished != NULL; wished++)
		put(environment, *wished);
	/* rows that were taken away leave gaps */
	for (i = 0; i < ENVIRONMENT_MAX; i++)
		if (environment[i] != NULL && environment[i][0] != '\0')
			environment[n++] = environment[i];
	environment[n] = NULL;
}

_Noreturn static void
become(const struct vt *vt, const struct vt_wish *wish,
    const char **environment)
{
	sigset_t none;
	int fd, number;

	setsid();
	ioctl(vt->slave, TIOCSCTTY, 0);
	dup2(vt->slave, 0);
	dup2(vt->slave, 1);
	dup2(vt->slave, 2);
	for (fd = 3; fd < 256; fd++) /* what a test forgot */
		close(fd);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* as a login shell has them, whoever runs the tests */
	for (number = 1; number < 32; number++)
		signal(number, SIG_DFL);
	if (wish->ignores_hangup)
		signal(SIGHUP, SIG_IGN);
	execvpe(wish->argv[0], (char *const *)(uintptr_t)wish->argv,
	    (char *const *)(uintptr_t)environment);
	_exit(127);
}

struct vt *
vt_start(const struct vt_wish *wish)
{
	int rows = wish->rows == 0 ? 24 : wish->rows;
	int columns = wish->columns == 0 ? 80 : wish->columns;
	struct winsize size = { (unsigned short)rows, (unsigned short)columns,
		0, 0 };
	const char *environment[ENVIRONMENT_MAX + 1] = { NULL };
	struct vt *vt = must_alloc(1, sizeof(*vt));

	fill_environment(environment, wish->environment);
	text_init(&vt->log, VT_LOG_MAX);
	vt->patience = VT_LIMIT_MS;
	vt->next = vt_all;
	vt_all = vt;
	vt->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(vt->master >= 0);
	assert_int_equal(grantpt(vt->master), 0);
	assert_int_equal(unlockpt(vt->master), 0);
	vt->slave = open(ptsname(vt->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(vt->slave >= 0);
	ioctl(vt->slave, TIOCSWINSZ, &size);
	fcntl(vt->master, F_SETFL, O_NONBLOCK);
	vt_screen_open(vt, rows, columns);
	fflush(NULL);
	vt->pid = fork();
	assert_true(vt->pid >= 0);
	if (vt->pid == 0)
		become(vt, wish, environment);
	return vt;
}
