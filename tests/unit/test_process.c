/* SPDX-License-Identifier: ISC */
/* A hardened process: environment, descriptors, signals, core and umask. */
#include <config.h>

#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"

extern char **environ;

/* Hardening cannot be taken back, so each look is taken by a child, which ends
 * 0 when what it saw was right. */
static void
expect_after_hardening(void (*before)(void), bool (*look)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		if (before != NULL)
			before();
		process_harden();
		_exit(look() ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static const char *const harmless[] = { "TERM", "COLORTERM", "LANG", "LC_ALL",
	"LC_CTYPE", "TZ", "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
	"NO_COLOR", "ACCESSIBLE", "ESCDELAY", "COLUMNS", "LINES", "DISPLAY",
	"SSH_CONNECTION", "SSH_TTY", "SUDO_USER", "CREDENTIALS_DIRECTORY",
	"USER", "LOGNAME" };

static const char *const harmful[] = { "SSLKEYLOGFILE", "SSL_CERT_FILE",
	"SSL_CERT_DIR", "OPENSSL_CONF", "CURL_CA_BUNDLE", "CURL_HOME",
	"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
	"no_proxy", "LD_PRELOAD", "LD_LIBRARY_PATH", "GCONV_PATH", "LOCPATH",
	"NLSPATH", "MALLOC_TRACE", "RES_OPTIONS", "HOSTALIASES", "LOCALDOMAIN",
	"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "NETRC", "TMPDIR", "IFS",
	"TERMX", "LANGX", "HOMEX", "TZDIR", "USERS", "lc_all" };

static void
set_environment(void)
{
	size_t i;

	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		setenv(harmless[i], "kept", 1);
	for (i = 0; i < sizeof(harmful) / sizeof(harmful[0]); i++)
		setenv(harmful[i], "stranger", 1);
	setenv("PATH", "/tmp/stranger:.", 1);
}

static bool
environment_is_reduced(void)
{
	size_t i;

	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (getenv(harmless[i]) == NULL ||
		    strcmp(getenv(harmless[i]), "kept") != 0)
			return false;
	for (i = 0; environ[i] != NULL; i++)
		if (strstr(environ[i], "stranger") != NULL)
			return false;
	if (getenv("PATH") == NULL || strncmp(getenv("PATH"), "/usr", 4) != 0)
		return false;
	/* What is set later must still find its place. */
	return setenv("TZ", "UTC0", 1) == 0 &&
	    strcmp(getenv("TZ"), "UTC0") == 0;
}

static void
the_environment_keeps_only_what_is_harmless(void **state)
{
	(void)state;
	expect_after_hardening(set_environment, environment_is_reduced);
}

static void
clear_environment(void)
{
	environ = NULL;
}

static bool
only_path_is_there(void)
{
	return environ[0] != NULL && strncmp(environ[0], "PATH=", 5) == 0 &&
	    environ[1] == NULL;
}

static void
no_environment_at_all_is_no_trouble(void **state)
{
	(void)state;
	expect_after_hardening(clear_environment, only_path_is_there);
}

static bool
memory_is_closed_to_others(void)
{
	struct rlimit core;

	return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
	    getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 &&
	    core.rlim_max == 0;
}

static void
there_is_no_core_and_no_debugger(void **state)
{
	(void)state;
	/* The control: a process is open to them by itself. */
	assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 1);
	expect_after_hardening(NULL, memory_is_closed_to_others);
}

static bool
signals_are_ignored(void)
{
	struct sigaction pipe_action, size_action;

	return sigaction(SIGPIPE, NULL, &pipe_action) == 0 &&
	    sigaction(SIGXFSZ, NULL, &size_action) == 0 &&
	    pipe_action.sa_handler == SIG_IGN &&
	    size_action.sa_handler == SIG_IGN;
}

static void
a_broken_pipe_and_a_size_limit_are_errors_and_not_the_end(void **state)
{
	(void)state;
	expect_after_hardening(NULL, signals_are_ignored);
}

static void
open_umask(void)
{
	umask(0);
}

static bool
umask_is_tight(void)
{
	return umask(0) == 077;
}

static void
new_files_are_for_their_owner_alone(void **state)
{
	(void)state;
	expect_after_hardening(open_umask, umask_is_tight);
}

static void
close_all_three(void)
{
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
}

static void
close_output(void)
{
	close(STDOUT_FILENO);
}

/* 0-2 are the null device and the next file is none of them. */
static bool
standard_descriptors_are_open(void)
{
	struct stat null, st;
	int fd, next = open("/", O_RDONLY);

	if (next <= STDERR_FILENO || stat("/dev/null", &null) != 0)
		return false;
	for (fd = 0; fd <= STDERR_FILENO; fd++)
		if (fstat(fd, &st) != 0 || st.st_rdev != null.st_rdev ||
		    !S_ISCHR(st.st_mode))
			return false;
	return true;
}

static bool
output_leads_nowhere_else_unharmed(void)
{
	struct stat null, out;

	return stat("/dev/null", &null) == 0 &&
	    fstat(STDOUT_FILENO, &out) == 0 &&
	    out.st_rdev == null.st_rdev &&
	    fcntl(STDIN_FILENO, F_GETFD) >= 0 &&
	    fcntl(STDERR_FILENO, F_GETFD) >= 0 &&
	    fcntl(STDERR_FILENO + 1, F_GETFD) < 0 && errno == EBADF;
}

static void
close_all_but_input_and_error(void)
{
	int fd;

	for (fd = 3; fd < 256; fd++)
		close(fd);
	close_output();
}

static void
closed_standard_descriptors_are_opened_to_nowhere(void **state)
{
	(void)state;
	expect_after_hardening(close_all_three, standard_descriptors_are_open);
	expect_after_hardening(close_all_but_input_and_error,
	    output_leads_nowhere_else_unharmed);
}

static void
a_signal_that_waits_tells_of_the_end_where_it_would_be_one(void **state)
{
	static const int ends[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	sigset_t all, mask, none;
	int got;
	size_t i;

	(void)state;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask);
	assert_false(process_told_to_end());
	raise(SIGUSR1);
	assert_false(process_told_to_end());
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		/* whoever runs us may have it ignored (nohup) */
		signal(ends[i], SIG_DFL);
		raise(ends[i]);
		assert_true(process_told_to_end());
		sigaction(ends[i], &ignore, &before);
		raise(ends[i]);
		assert_false(process_told_to_end());
		sigemptyset(&none);
		sigaddset(&none, ends[i]);
		while (sigpending(&all) == 0 && sigismember(&all, ends[i]))
			sigwait(&none, &got);
		sigaction(ends[i], &before, NULL);
	}
	sigemptyset(&none);
	sigaddset(&none, SIGUSR1);
	sigwait(&none, &got);
	sigprocmask(SIG_SETMASK, &mask, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_environment_keeps_only_what_is_harmless),
		cmocka_unit_test(no_environment_at_all_is_no_trouble),
		cmocka_unit_test(there_is_no_core_and_no_debugger),
		cmocka_unit_test(
		    a_broken_pipe_and_a_size_limit_are_errors_and_not_the_end),
		cmocka_unit_test(new_files_are_for_their_owner_alone),
		cmocka_unit_test(
		    closed_standard_descriptors_are_opened_to_nowhere),
		cmocka_unit_test(
		    a_signal_that_waits_tells_of_the_end_where_it_would_be_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
