/* SPDX-License-Identifier: ISC */
/* The life of the children that do the work: started, given up, and waited for
 * by whoever would write the same vault. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include "base/moment.h"
#include "base/process.h"
#include "setup/job.h"
#include "setup/work_part.h"

enum { REAP_STEP_MS = 20 };

/*
 * The child's own rules: the terminal's signals are the parent's business; it
 * ends with its parent and on SIGTERM. Of what it inherits it keeps the
 * draft's lock, since it writes the draft's vault in the parent's place, and
 * the way to the hands that write as root.
 */
static void
become_child(struct work *work, pid_t parent, const sigset_t *mask)
{
	static const int ignored[] = { SIGINT, SIGQUIT, SIGHUP };
	static const int normal[] = { SIGTERM, SIGTSTP, SIGSEGV, SIGBUS,
		SIGFPE, SIGILL, SIGABRT };
	size_t i;

	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	for (i = 0; i < sizeof(normal) / sizeof(normal[0]); i++)
		signal(normal[i], SIG_DFL);
#ifdef HAVE_SYS_PRCTL_H
	prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
	if (getppid() != parent)
		_exit(0);
	sigprocmask(SIG_SETMASK, mask, NULL);
	signin_forget(work->signin);
}

/* Two of our children must not write the same vault. The end of its pipe tells
 * that one has gone, whoever is its parent. */
static void
wait_for_leavers(struct work *work)
{
	struct pollfd fd = { .events = POLLIN };
	const struct work_leaver *leaver;
	int64_t left;
	size_t i;

	for (i = 0; i < WORK_LEAVERS; i++) {
		leaver = &work->leaving[i];
		if (leaver->pid == 0)
			continue;
		fd.fd = leaver->life;
		left = leaver->since + WORK_PATIENCE * 1000 - moment_boot_ms();
		if (poll(&fd, 1, left > 0 ? (int)left : 0) == 1)
			continue;
		kill(leaver->pid, SIGKILL);
		poll(&fd, 1, -1);
	}
}

_Noreturn static void
run_child(struct work *work, const struct order *order, int channel)
{
	static struct outcome outcome;
	struct job job = { .work = work, .order = order, .channel = channel,
		.outcome = &outcome };

	wait_for_leavers(work);
	memset(&outcome, 0, sizeof(outcome));
	outcome.action = order->action;
	if (work_account(work, order, &job.account, &outcome.why))
		job_run(&job);
	record_send(channel, RECORD_OUTCOME, &outcome, sizeof(outcome));
	process_end(0);
}

static void
close_both(const int ends[static 2])
{
	close(ends[0]);
	close(ends[1]);
}

/* A signal that comes before the child has its own rules must wait: the face's
 * handlers would take it for one to the face. */
bool
work_fork(struct work *work, const struct order *order, struct fault *why)
{
	pid_t parent = getpid();
	int ends[2], life[2];
	sigset_t all, mask;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return fault_set(why, FAULT_OS, "cannot make a channel: %s",
		    strerror(errno));
	if (pipe2(life, O_CLOEXEC) != 0) {
		close_both(ends);
		return fault_set(why, FAULT_OS, "cannot make a pipe: %s",
		    strerror(errno));
	}
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &mask);
	work->child = fork();
	if (work->child == 0) {
		close(ends[0]);
		close(life[0]);
		become_child(work, parent, &mask);
		run_child(work, order, ends[1]);
	}
	sigprocmask(SIG_SETMASK, &mask, NULL);
	if (work->child < 0) {
		work->child = 0;
		close_both(ends);
		close_both(life);
		return fault_set(why, FAULT_OS, "cannot start a process: %s",
		    strerror(errno));
	}
	close(ends[1]);
	close(life[1]);
	work->channel = ends[0];
	work->life = life[0];
	return true;
}

void
work_let_go(struct work *work)
{
	size_t i;

	/* There is room: a child that waits for others goes at once. */
	for (i = 0; i < WORK_LEAVERS && work->leaving[i].pid != 0; i++)
		;
	if (i == WORK_LEAVERS) {
		work_reap(work, true);
		i = 0;
	}
	work->leaving[i] = (struct work_leaver){ .pid = work->child,
		.life = work->life, .since = moment_boot_ms() };
	close(work->channel);
	work->channel = work->life = -1;
	work->child = 0;
	work->is_asking = false;
}

/* True: it has gone. */
static bool
reap_one(struct work_leaver *leaver)
{
	pid_t got;

	if (leaver->pid == 0)
		return true;
	if (moment_boot_ms() > leaver->since + WORK_PATIENCE * 1000)
		kill(leaver->pid, SIGKILL);
	got = waitpid(leaver->pid, NULL, WNOHANG);
	if (got == 0 || (got < 0 && errno == EINTR))
		return false;
	close(leaver->life);
	*leaver = (struct work_leaver){ .life = -1 };
	return true;
}

bool
work_reap(struct work *work, bool waits)
{
	bool all = false;
	size_t i;

	while (!all) {
		all = true;
		for (i = 0; i < WORK_LEAVERS; i++)
			all = reap_one(&work->leaving[i]) && all;
		if (!all && !waits)
			return false;
		if (!all)
			poll(NULL, 0, REAP_STEP_MS);
	}
	return true;
}
