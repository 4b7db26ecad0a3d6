/* SPDX-License-Identifier: ISC */
/* Signal handlers: they set a flag and wake the loop, or, in a crash, give the
 * terminal back with what POSIX 2.4.3 allows them to call. */
#include <config.h>

#include "tui/terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

static const struct {
	int number;
	unsigned news; /* 0: a crash */
} watched[] = {
	{ SIGHUP, GUARD_HANGUP },
	{ SIGTERM, GUARD_END },
	{ SIGINT, GUARD_END },
	{ SIGTSTP, GUARD_STOP },
	{ SIGCONT, GUARD_BACK },
	{ SIGWINCH, GUARD_RESIZE },
	{ SIGQUIT, 0 },
	{ SIGSEGV, 0 },
	{ SIGBUS, 0 },
	{ SIGFPE, 0 },
	{ SIGILL, 0 },
	{ SIGABRT, 0 },
};
enum {
	WATCHED = sizeof(watched) / sizeof(watched[0]),
	STACK_SIZE = 32768 /* enough for wide vector registers, too */
};

/* What handlers need to see. */
static struct {
	pid_t owner; /* a child that was forked off leaves the terminal alone */
	int in, out;
	int wake[2];
	struct termios found;
	char farewell[GUARD_FAREWELL];
	volatile sig_atomic_t farewell_len;
	volatile sig_atomic_t came[WATCHED];
	volatile sig_atomic_t is_ending; /* and stays so */
	struct sigaction before[WATCHED];
	stack_t stack_before;
} guard = { .owner = -1, .wake = { -1, -1 } };

static unsigned char stack[STACK_SIZE];

static void
give_back(void)
{
	ssize_t sent;

	if (guard.owner != getpid())
		return;
	sent = write(guard.out, guard.farewell, (size_t)guard.farewell_len);
	/* Nothing better can be done about a line that takes nothing. */
	(void)sent;
	tcflush(guard.in, TCIFLUSH);
	tcsetattr(guard.in, TCSANOW, &guard.found);
}

static void
crash(int number)
{
	give_back();
	/* SA_RESETHAND has put the default back: this one ends us. */
	raise(number);
}

static void
note(int number)
{
	int saved = errno;
	size_t i;

	if (guard.owner != getpid()) {
		/* A child that has not yet made rules of its own. */
		if (number == SIGTERM || number == SIGHUP ||
		    number == SIGINT) {
			signal(number, SIG_DFL);
			raise(number);
		}
		return;
	}
	for (i = 0; i < WATCHED; i++)
		if (watched[i].number == number)
			guard.came[i] = 1;
	if (number == SIGHUP || number == SIGTERM || number == SIGINT)
		guard.is_ending = 1;
	guard_wake();
	errno = saved;
}

static void
catch(size_t i)
{
	struct sigaction act = { .sa_handler = note };

	if (guard.before[i].sa_handler == SIG_IGN)
		return;
	sigemptyset(&act.sa_mask);
	/* SIGTTOU: a crash in the background gives back what it took. */
	sigaddset(&act.sa_mask, SIGTTOU);
	if (watched[i].news == 0) {
		act.sa_handler = crash;
		act.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
	}
	sigaction(watched[i].number, &act, NULL);
}

void
guard_again(void)
{
	size_t i;

	for (i = 0; i < WATCHED; i++)
		catch(i);
}

bool
guard_open(int in, int out, const struct termios *found)
{
	stack_t own = { .ss_sp = stack, .ss_size = sizeof(stack) };
	size_t i;

	if (pipe(guard.wake) != 0)
		return false;
	for (i = 0; i < 2; i++) {
		fcntl(guard.wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(guard.wake[i], F_SETFL, O_NONBLOCK);
	}
	guard.in = in;
	guard.out = out;
	guard.found = *found;
	guard.farewell_len = 0;
	guard.is_ending = 0;
	for (i = 0; i < WATCHED; i++) {
		guard.came[i] = 0;
		sigaction(watched[i].number, NULL, &guard.before[i]);
	}
	guard.owner = getpid();
	sigaltstack(&own, &guard.stack_before);
	alloc_on_failure(give_back);
	guard_again();
	return true;
}

void
guard_close(void)
{
	size_t i;

	alloc_on_failure(NULL);
	for (i = 0; i < WATCHED; i++)
		sigaction(watched[i].number, &guard.before[i], NULL);
	sigaltstack(&guard.stack_before, NULL);
	guard.owner = -1;
	for (i = 0; i < 2; i++) {
		close(guard.wake[i]);
		guard.wake[i] = -1;
	}
}

void
guard_farewell(const char *bytes, size_t len)
{
	/* A crash in between sends nothing rather than half of it. */
	guard.farewell_len = 0;
	if (len <= sizeof(guard.farewell)) {
		memcpy(guard.farewell, bytes, len);
		guard.farewell_len = (sig_atomic_t)len;
	}
}

int
guard_descriptor(void)
{
	return guard.wake[0];
}

void
guard_wake(void)
{
	/* A full pipe wakes just as well. */
	if (write(guard.wake[1], "", 1) < 0)
		return;
}

unsigned
guard_take(void)
{
	unsigned news = 0;
	char bytes[64];
	size_t i;

	while (read(guard.wake[0], bytes, sizeof(bytes)) > 0)
		continue;
	for (i = 0; i < WATCHED; i++) {
		if (guard.came[i] != 0)
			news |= watched[i].news;
		guard.came[i] = 0;
	}
	return news;
}

bool
guard_is_ending(void)
{
	return guard.is_ending != 0;
}

/* The news of a signal that has been answered. */
static void
forget(int number)
{
	size_t i;

	for (i = 0; i < WATCHED; i++)
		if (watched[i].number == number)
			guard.came[i] = 0;
}

void
guard_stop(void)
{
	struct sigaction act = { .sa_handler = SIG_DFL }, now;

	if (sigaction(SIGTSTP, NULL, &now) != 0 || now.sa_handler == SIG_IGN)
		return;
	sigaction(SIGTSTP, &act, NULL);
	/* Not delivered to a group that has no shell above it. */
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &now, NULL);
	forget(SIGTSTP);
	forget(SIGCONT);
}
