/* SPDX-License-Identifier: ISC */
/* Starting, hearing and ending the children that do the work. */
#include <config.h>

#include "setup/work.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include "account/golive.h"
#include "account/settings.h"
#include "base/file.h"
#include "base/moment.h"
#include "base/process.h"
#include "oauth/token.h"
#include "setup/job.h"
#include "setup/sheet_file.h"

enum { LINE_MAX_BYTES = 1024, REAP_STEP_MS = 20 };

void
work_init(struct work *work, const struct layout *layout)
{
	memset(work, 0, sizeof(*work));
	work->layout = layout;
	work->channel = -1;
	work->listens = true;
}

struct signin_place
work_place(const struct work *work)
{
	const struct desk *desk = work->desk;
	const struct account *live = desk != NULL ? &desk->live : work->live;

	if (desk != NULL && !desk->is_live)
		return (struct signin_place){ .vault = desk_place(desk),
			.draft_lock = &desk->lock };
	return (struct signin_place){ .vault = { .layout = work->layout,
		.name = live->name, .id = live->id, .draft = false } };
}

/* The account that an order is about; the caller clears it. */
static bool
work_account(const struct work *work, const struct order *order,
    struct account *account, struct fault *why)
{
	if (work->desk != NULL) {
		if (!desk_account(work->desk, order->answers, account, why))
			return false;
	} else {
		account_init(account);
		account_copy(account, work->live);
	}
	if (work->device && order->action != ACTION_GO_LIVE)
		account->grant = GRANT_DEVICE;
	return true;
}

static bool
is_for_child(const struct work *work, const struct order *order)
{
	struct account account;
	bool device;

	if (order->action == ACTION_GO_LIVE)
		return false;
	if (order->action != ACTION_SIGNIN_BEGIN &&
	    order->action != ACTION_SIGNIN_RENEW)
		return true;
	if (!work_account(work, order, &account, NULL))
		return false;
	device = account.grant == GRANT_DEVICE;
	account_clear(&account);
	return device;
}

static bool
begin_in_browser(struct work *work, const struct order *order,
    struct outcome *outcome)
{
	struct signin_place place = work_place(work);
	struct signin_wish wish = { .now = order->now,
		.fresh = order->action == ACTION_SIGNIN_RENEW,
		.listens = work->listens };
	struct account account;
	struct text address;
	bool ok;

	if (!work_account(work, order, &account, &outcome->why))
		return false;
	text_init(&address, SIGNIN_URL_SIZE - 1);
	ok = signin_begin(work->signin, &place, &account, &wish, &address,
	    &outcome->why);
	if (ok)
		snprintf(outcome->address, sizeof(outcome->address), "%s",
		    address.at);
	if (ok && wish.listens && work->signin->redirect == NULL)
		snprintf(outcome->note, sizeof(outcome->note),
		    "No listener on this machine (%.150s): bring the address "
		    "back by hand.", work->signin->no_listener.what);
	text_clear(&address);
	account_clear(&account);
	return ok;
}

/* What the state says from now on about who signed in. */
static void
note_signin(const struct work *work, const struct answers *answers,
    const struct account *account)
{
	struct token_source source = { .layout = work->layout,
		.account = account };
	struct identity identity = { .name = "" };
	struct lock lock = { -1 };
	char path[PATH_SIZE];

	/* Nobody has signed in anew: the state is about the one before. */
	if (answers_get(answers, "signin.at")[0] == '\0' ||
	    !layout_path(path, work->layout, LAYOUT_LOCK, account->name,
	    NULL) || !lock_take(&lock, path, LOCK_SECONDS, NULL))
		return;
	snprintf(identity.name, sizeof(identity.name), "%.255s",
	    answers_get(answers, "signin.by"));
	snprintf(identity.tenant, sizeof(identity.tenant), "%.63s",
	    answers_get(answers, "signin.tenant"));
	token_note_signin(&source, &identity, NULL);
	lock_release(&lock);
}

static bool
go_live(struct work *work, const struct order *order, struct outcome *outcome)
{
	struct account account;
	struct golive job = { .layout = work->layout, .account = &account };
	bool ok;

	if (work->desk == NULL)
		return fault_set(&outcome->why, FAULT_BUG,
		    "there is no draft that could go live");
	if (!work_account(work, order, &account, &outcome->why))
		return false;
	ok = settings_complete(&account, &outcome->why) &&
	    golive(&job, &outcome->why);
	if (ok) {
		/* What others had to do for it has been done. */
		sheet_remove_all(work->layout, work->desk->name, NULL);
		note_signin(work, order->answers, &account);
		answers_set(&work->desk->wizard.answers, "signin.at", "",
		    false);
		account_copy(&work->desk->live, &account);
		work->desk->is_live = true;
	}
	account_clear(&account);
	return ok;
}

bool
record_send(int channel, enum record_kind kind, const void *bytes, size_t len)
{
	struct record record = { (uint32_t)kind, (uint32_t)len };

	return write_all(channel, &record, sizeof(record)) &&
	    write_all(channel, bytes, len);
}

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

_Noreturn static void
run_child(struct work *work, const struct order *order, int channel)
{
	static struct outcome outcome;
	struct job job = { .work = work, .order = order, .channel = channel,
		.outcome = &outcome };

	memset(&outcome, 0, sizeof(outcome));
	outcome.action = order->action;
	if (work_account(work, order, &job.account, &outcome.why))
		job_run(&job);
	record_send(channel, RECORD_OUTCOME, &outcome, sizeof(outcome));
	process_end(0);
}

/* Waits for a child that was told to go, but not for ever. */
static void
reap_leaving(struct work *work)
{
	int64_t limit = work->left_at + WORK_PATIENCE * 1000;
	pid_t got;

	while (work->leaving > 0) {
		got = waitpid(work->leaving, NULL, WNOHANG);
		if (got == work->leaving || (got < 0 && errno != EINTR)) {
			work->leaving = 0;
			return;
		}
		if (moment_boot_ms() > limit)
			kill(work->leaving, SIGKILL);
		poll(NULL, 0, REAP_STEP_MS);
	}
}

/* A signal that comes before the child has its own rules must wait: the face's
 * handlers would take it for one to the face. */
static bool
start_child(struct work *work, const struct order *order, struct fault *why)
{
	pid_t parent = getpid();
	sigset_t all, mask;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return fault_set(why, FAULT_OS, "cannot make a channel: %s",
		    strerror(errno));
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &mask);
	work->child = fork();
	if (work->child == 0) {
		close(ends[0]);
		become_child(work, parent, &mask);
		run_child(work, order, ends[1]);
	}
	sigprocmask(SIG_SETMASK, &mask, NULL);
	close(ends[1]);
	if (work->child < 0) {
		work->child = 0;
		close(ends[0]);
		return fault_set(why, FAULT_OS, "cannot start a process: %s",
		    strerror(errno));
	}
	work->channel = ends[0];
	return true;
}

static bool
work_start(void *self, const struct order *order, struct fault *why)
{
	struct work *work = self;
	struct outcome *outcome = &work->outcome;

	if (work->child > 0)
		return fault_set(why, FAULT_BUG, "two actions at a time");
	/* Two of our children must not write the same vault. */
	reap_leaving(work);
	memset(outcome, 0, sizeof(*outcome));
	outcome->action = order->action;
	work->is_asking = false;
	work->is_done = !is_for_child(work, order);
	if (!work->is_done)
		return start_child(work, order, why);
	outcome->good = order->action == ACTION_GO_LIVE
	    ? go_live(work, order, outcome)
	    : begin_in_browser(work, order, outcome);
	return true;
}

static bool
hear_line(struct work *work, size_t len)
{
	char line[LINE_MAX_BYTES];

	if (len >= sizeof(line) || !read_all(work->channel, line, len))
		return false;
	line[len] = '\0';
	if (work->tell != NULL)
		work->tell(work->arg, line);
	return true;
}

static bool
hear_question(struct work *work, size_t len)
{
	if (len != sizeof(work->question) ||
	    !read_all(work->channel, &work->question, len))
		return false;
	work->is_asking = true;
	work->has_asked = false;
	return true;
}

static void
let_child_go(struct work *work)
{
	close(work->channel);
	work->channel = -1;
	work->leaving = work->child;
	work->left_at = moment_boot_ms();
	work->child = 0;
	work->is_asking = false;
}

/* One record; false: the child has ended, well or not. */
static bool
hear(struct work *work)
{
	struct record record;
	bool ok = read_all(work->channel, &record, sizeof(record));

	if (ok && record.kind == RECORD_LINE)
		ok = hear_line(work, record.len);
	else if (ok && record.kind == RECORD_QUESTION)
		ok = hear_question(work, record.len);
	else if (ok) {
		work->is_done = record.len == sizeof(work->outcome) &&
		    read_all(work->channel, &work->outcome, record.len);
		ok = false;
	}
	if (ok)
		return true;
	if (!work->is_done) {
		work->outcome.good = false;
		fault_set(&work->outcome.why, FAULT_BUG, "the process that "
		    "did this ended without a word");
		fault_next(&work->outcome.why, "Try it again; if it happens "
		    "again, tell us with the output of --debug.");
	}
	work->is_done = true;
	let_child_go(work);
	reap_leaving(work);
	return false;
}

/* A child that asks does nothing else until it is answered, so that waiting for
 * its end would be for ever; but it may have died. */
static bool
work_ended(void *self, int wait_ms, struct outcome *outcome)
{
	struct work *work = self;
	int64_t limit = moment_boot_ms() + wait_ms;
	struct pollfd fd = { .events = POLLIN };
	bool was_asking = work->is_asking;
	int64_t left;

	while (!work->is_done) {
		if (work->child == 0 || (work->is_asking && !was_asking))
			return false;
		if (work->is_asking)
			wait_ms = 0;
		left = wait_ms < 0 ? -1 : limit - moment_boot_ms();
		if (wait_ms >= 0 && left < 0)
			left = 0;
		fd.fd = work->channel;
		if (poll(&fd, 1, (int)left) <= 0) {
			if (wait_ms >= 0 && moment_boot_ms() >= limit)
				return false;
			continue;
		}
		hear(work);
	}
	work->is_done = false;
	*outcome = work->outcome;
	return true;
}

static bool
work_asked(void *self, struct fault *question)
{
	struct work *work = self;

	if (!work->is_asking || work->has_asked)
		return false;
	work->has_asked = true;
	*question = work->question;
	return true;
}

static void
work_answer(void *self, bool yes)
{
	struct work *work = self;
	char answer = yes ? 'y' : 'n';

	if (!work->is_asking)
		return;
	work->is_asking = false;
	/* A child that is gone shows in ended(). */
	write_all(work->channel, &answer, 1);
}

static int
work_descriptor(void *self)
{
	struct work *work = self;

	return work->channel;
}

static void
work_cancel(void *self)
{
	struct work *work = self;

	work->is_done = false;
	if (work->child == 0)
		return;
	kill(work->child, SIGTERM);
	let_child_go(work);
}

static void
work_settle(void *self)
{
	reap_leaving(self);
}

const struct action_ops work_ops = {
	.start = work_start,
	.ended = work_ended,
	.descriptor = work_descriptor,
	.asked = work_asked,
	.answer = work_answer,
	.cancel = work_cancel,
	.settle = work_settle,
};

void
work_close(struct work *work)
{
	work_cancel(work);
	reap_leaving(work);
}
