/* SPDX-License-Identifier: ISC */
/* Starts the desktop's opener, apart from us and our terminal. */
#include <config.h>

#include "setup/browser.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"

enum { FDS = 256 /* more than we ever hold open */ };

/* In the order in which they are looked for. */
static const char *const openers[] = { "/usr/bin/xdg-open",
	"/usr/local/bin/xdg-open", "/bin/xdg-open" };

static const char *
find_opener(void)
{
	size_t i;

	for (i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		if (access(openers[i], X_OK) == 0)
			return openers[i];
	return NULL;
}

bool
browser_is_here(void)
{
	return geteuid() != 0 && geteuid() == getuid() &&
	    find_opener() != NULL;
}

/* Its own session, nothing of our terminal or files. */
_Noreturn static void
become_opener(const char *opener, const char *address)
{
	int null = open("/dev/null", O_RDWR), fd;

	setsid();
	for (fd = 0; null >= 0 && fd <= 2; fd++)
		dup2(null, fd);
	for (fd = 3; fd < FDS; fd++)
		close(fd);
	/* What process_harden() has set would go on in the browser. */
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	execl(opener, opener, address, (char *)NULL);
	process_end(127);
}

void
browser_open(const char *address)
{
	const char *opener = find_opener();
	pid_t child;

	if (opener == NULL)
		return;
	child = fork();
	/* Through a child of a child, which nobody has to wait for. */
	if (child == 0) {
		if (fork() == 0)
			become_opener(opener, address);
		process_end(0);
	}
	if (child > 0)
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			continue;
}
