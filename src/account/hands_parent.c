/* SPDX-License-Identifier: ISC */
/* The parent's half, which stays root: writes and removes settings and keys,
 * passes signals on, and nothing else. */
#include <config.h>

#include "account/hands_parts.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/key.h"
#include "base/process.h"

enum { STOP_MS = 50 /* for the shell's SIGCONT to reach both */ };

/* For the handler alone. */
static volatile sig_atomic_t child_pid;

static bool
judge(const struct hands_request *request, struct fault *why)
{
	size_t len = strnlen(request->name, sizeof(request->name));

	if ((request->file != LAYOUT_SETTINGS && request->file != LAYOUT_KEY) ||
	    (request->verb != HANDS_WRITE && request->verb != HANDS_REMOVE))
		return fault_set(why, FAULT_BUG,
		    "root was asked for something it does not do");
	if (len == sizeof(request->name) ||
	    !account_name_check(request->name, why))
		return fault_set(why, FAULT_BUG, "a name of no account");
	if (request->verb == HANDS_REMOVE ? request->len != 0 :
		request->file == LAYOUT_KEY ? request->len != KEY_SIZE :
		request->len == 0 || request->len > HANDS_MAX)
		return fault_set(why, FAULT_BUG, "%zu bytes are no settings "
		    "and no key", request->len);
	return true;
}

static bool
serve(const char *path, const struct hands_request *request,
    const struct secret *bytes, struct fault *why)
{
	bool good;

	if (request->verb == HANDS_REMOVE)
		return file_remove(path, why);
	good = file_replace(path, layout_mode(request->file),
	    secret_open(bytes), bytes->len, why);
	secret_close(bytes);
	return good;
}

/*
 * In the system layout the key's directory is the service user's: root goes
 * there only as that user, so that no link of its making has root's power.
 */
bool
hands_serve(const struct layout *layout, const struct hands_request *request,
    const struct secret *bytes, struct fault *why)
{
	struct owner owner;
	char path[PATH_SIZE];
	bool good;

	if (!judge(request, why) ||
	    !layout_path(path, layout, request->file, request->name, why))
		return false;
	owner = layout_owner(layout, request->file);
	if (layout->kind != LAYOUT_SYSTEM || geteuid() != 0 || owner.uid == 0)
		return serve(path, request, bytes, why);
	if (setegid(owner.gid) != 0 || seteuid(owner.uid) != 0)
		return fault_set(why, FAULT_OS, "cannot act as the owner of "
		    "%s: %s", path, strerror(errno));
	good = serve(path, request, bytes, why);
	if (seteuid(0) != 0 || setegid(0) != 0)
		abort();
	return good;
}

/* One request; false when the child has closed its end or talks nonsense. */
static bool
answer_one(const struct layout *layout, int fd)
{
	struct hands_request request;
	struct hands_answer answer = { 0 };
	unsigned char block[4096];
	struct secret bytes;
	size_t left, part;
	bool good = true;

	if (!read_all(fd, &request, sizeof(request)) ||
	    request.len > HANDS_MAX)
		return false;
	secret_init(&bytes, HANDS_MAX);
	for (left = request.len; good && left > 0; left -= part) {
		part = left < sizeof(block) ? left : sizeof(block);
		good = read_all(fd, block, part) &&
		    secret_add(&bytes, block, part);
	}
	explicit_bzero(block, sizeof(block));
	if (good) {
		answer.serial = request.serial;
		answer.good = hands_serve(layout, &request, &bytes,
		    &answer.why);
		good = write_all(fd, &answer, sizeof(answer));
	}
	secret_clear(&bytes);
	return good;
}

/* Signals that somebody sent go on to the child; those of the terminal reach
 * it by themselves. */
static void
pass_on(int number, siginfo_t *info, void *context)
{
	int kept = errno;

	(void)context;
	if (info->si_code <= 0)
		kill((pid_t)child_pid, number);
	errno = kept;
}

static void
pass_signals_on(pid_t child)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT,
		SIGUSR1, SIGUSR2 };
	struct sigaction action;

	child_pid = (sig_atomic_t)child;
	memset(&action, 0, sizeof(action));
	action.sa_sigaction = pass_on;
	action.sa_flags = SA_SIGINFO | SA_RESTART;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}

/* Only there to end a wait. */
static void
wake(int number)
{
	(void)number;
}

/*
 * The child has suspended itself from the keyboard; it may not tell us to, who
 * are root, but the shell waits for us. Where the terminal stopped both of us
 * this is over already.
 */
static void
stop_too(pid_t child)
{
	siginfo_t info = { .si_pid = 0 };

	poll(NULL, 0, STOP_MS);
	if (waitid(P_PID, (id_t)child, &info, WCONTINUED | WNOHANG) == 0 &&
	    info.si_pid == child)
		return;
	raise(SIGTSTP);
	kill(child, SIGCONT);
}

/* Answers until the child is gone; its own children may hold the socket open,
 * so that the end of the socket alone would not tell. */
static int
answer_until_gone(const struct layout *layout, int fd, pid_t child)
{
	struct pollfd poll = { .fd = fd, .events = POLLIN };
	struct sigaction action = { .sa_handler = wake };
	sigset_t none, chld;
	int status = 0;
	pid_t gone;

	sigemptyset(&none);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigemptyset(&action.sa_mask);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	sigaction(SIGCHLD, &action, NULL);
	for (;;) {
		gone = waitpid(child, &status, WNOHANG | WUNTRACED);
		if (gone == child && WIFSTOPPED(status)) {
			if (WSTOPSIG(status) == SIGTSTP)
				stop_too(child);
			continue;
		}
		if (gone == child || (gone < 0 && errno != EINTR))
			return status;
		if (ppoll(&poll, 1, NULL, &none) <= 0)
			continue;
		if (!answer_one(layout, fd))
			poll.fd = -1;
	}
}

void
hands_stand_by(const struct layout *layout, int fd, pid_t child,
    const sigset_t *mask)
{
	sigset_t all;
	int status;

	pass_signals_on(child);
	/* A child that dies while it is answered must not take us along. */
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_SETMASK, mask, NULL);
	status = answer_until_gone(layout, fd, child);
	if (WIFSIGNALED(status)) {
		signal(WTERMSIG(status), SIG_DFL);
		sigfillset(&all);
		sigprocmask(SIG_UNBLOCK, &all, NULL);
		raise(WTERMSIG(status));
		process_end(128 + WTERMSIG(status));
	}
	process_end(WEXITSTATUS(status));
}
