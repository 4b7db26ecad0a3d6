/* SPDX-License-Identifier: ISC */
/* Makes the process tight before it touches a secret. */
#include <config.h>

#include "base/process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include "base/alloc.h"

extern char **environ;

/* Names that stay; one that ends in '*' stands for all that begin so. */
static const char *const harmless[] = { "TERM", "COLORTERM", "LANG",
	"LANGUAGE", "LC_*", "TZ", "HOME", "XDG_*", "NO_COLOR", "ACCESSIBLE",
	"ESCDELAY", "COLUMNS", "LINES", "DISPLAY", "WAYLAND_DISPLAY", "SSH_*",
	"SUDO_*", "CREDENTIALS_DIRECTORY", "USER", "LOGNAME",
#ifdef WITH_SANITIZERS
	"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",
#endif
};

static bool
is_harmless(const char *entry)
{
	size_t name = strcspn(entry, "="), i, len;

	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		len = strlen(harmless[i]);
		if (harmless[i][len - 1] == '*') {
			if (strncmp(entry, harmless[i], len - 1) == 0)
				return true;
		} else if (len == name &&
		    strncmp(entry, harmless[i], len) == 0) {
			return true;
		}
	}
	return false;
}

static void
reduce_environment(void)
{
	size_t kept = 0, i;

	for (i = 0; environ != NULL && environ[i] != NULL; i++)
		if (is_harmless(environ[i]))
			environ[kept++] = environ[i];
	if (environ != NULL)
		environ[kept] = NULL;
	if (setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:"
	    "/usr/bin:/sbin:/bin", 1) != 0)
		alloc_failed();
}

/* A descriptor 0-2 that is closed would be given to the first file opened,
 * and a message for people would end up in it. */
static void
open_standard_descriptors(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		_exit(EX_OSERR);
	close(fd);
}

void
process_harden(void)
{
	const struct rlimit none = { 0, 0 };

	open_standard_descriptors();
	setrlimit(RLIMIT_CORE, &none);
#ifdef HAVE_SYS_PRCTL_H
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	signal(SIGPIPE, SIG_IGN);
#ifdef SIGXFSZ
	signal(SIGXFSZ, SIG_IGN);
#endif
	umask(077);
	reduce_environment();
}

bool
process_told_to_end(void)
{
	static const int ends[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };
	struct sigaction action;
	sigset_t pending;
	size_t i;

	if (sigpending(&pending) != 0)
		return false;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		/* A blocked signal waits even where it is ignored. */
		if (sigismember(&pending, ends[i]) == 1 &&
		    sigaction(ends[i], NULL, &action) == 0 &&
		    action.sa_handler != SIG_IGN)
			return true;
	return false;
}

#ifdef WITH_COVERAGE
void __gcov_dump(void);
#endif

_Noreturn void
process_end(int code)
{
#ifdef WITH_COVERAGE
	__gcov_dump();
#endif
	_exit(code);
}
