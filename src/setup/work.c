/* SPDX-License-Identifier: ISC */
/* Actions handed to children or done on the spot, and what comes back. */
#include <config.h>

#include "setup/work.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/golive.h"
#include "account/settings.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/moment.h"
#include "oauth/token.h"
#include "setup/chest.h"
#include "setup/job.h"
#include "setup/work_part.h"
#include "setup/sheet_file.h"

enum { LINE_MAX_BYTES = 1024 };

void
work_init(struct work *work, const struct layout *layout)
{
	memset(work, 0, sizeof(*work));
	work->layout = layout;
	work->channel = work->life = -1;
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

bool
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

/* A secret in the draft is another than the account's, and the test mail has
 * shown that the sign-in serves with it. */
static bool
has_new_secret(const struct work *work)
{
	struct vault_place place = desk_place(work->desk);
	struct secret value;
	bool has;

	secret_init(&value, SECRET_MAX);
	has = chest_peek(&place, VAULT_CLIENT_SECRET, &value, NULL) &&
	    !secret_is_empty(&value);
	secret_clear(&value);
	return has;
}

/* What the state says from now on about who signed in, and that it serves. */
static void
note_signin(const struct work *work, const struct answers *answers,
    const struct account *account)
{
	struct token_source source = { .layout = work->layout,
		.account = account };
	bool anew = answers_get(answers, "signin.at")[0] != '\0';
	struct identity identity = { .name = "" };
	struct lock lock = { -1 };
	char path[PATH_SIZE];

	if (!layout_path(path, work->layout, LAYOUT_LOCK, account->name,
	    NULL) || !lock_take(&lock, path, LOCK_SECONDS, NULL))
		return;
	snprintf(identity.name, sizeof(identity.name), "%.255s",
	    answers_get(answers, "signin.by"));
	snprintf(identity.tenant, sizeof(identity.tenant), "%.63s",
	    answers_get(answers, "signin.tenant"));
	token_note_signin(&source, anew ? &identity : NULL, NULL);
	lock_release(&lock);
}

static bool
go_live(struct work *work, const struct order *order, struct outcome *outcome)
{
	struct account account;
	struct golive job = { .layout = work->layout, .account = &account };
	bool ok, serves;

	if (work->desk == NULL)
		return fault_set(&outcome->why, FAULT_BUG,
		    "there is no draft that could go live");
	if (!work_account(work, order, &account, &outcome->why))
		return false;
	/* Else the state is about the sign-in before, and stays. */
	serves = answers_get(order->answers, "signin.at")[0] != '\0' ||
	    has_new_secret(work);
	ok = settings_complete(&account, &outcome->why) &&
	    golive(&job, &outcome->why);
	if (ok) {
		/* What others had to do for it has been done. */
		sheet_remove_all(work->layout, work->desk->name, NULL);
		if (serves)
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

/* What is done on the spot. */
static void
do_here(struct work *work, const struct order *order)
{
	struct outcome *outcome = &work->outcome;

	outcome->good = order->action == ACTION_GO_LIVE
	    ? go_live(work, order, outcome)
	    : begin_in_browser(work, order, outcome);
	work->is_done = true;
}

/* Kept until those that were given up have gone, since they may be writing the
 * same vault: nobody is kept waiting for that. */
static void
put_off(struct work *work, const struct order *order)
{
	work->put_off = must_alloc(1, sizeof(*work->put_off));
	work->put_off->answers = *order->answers;
	work->put_off->order = (struct order){ .action = order->action,
		.now = order->now, .answers = &work->put_off->answers };
}

static void
drop_put_off(struct work *work)
{
	free(work->put_off);
	work->put_off = NULL;
}

static bool
work_start(void *self, const struct order *order, struct fault *why)
{
	struct work *work = self;
	struct outcome *outcome = &work->outcome;

	if (work->child > 0 || work->put_off != NULL)
		return fault_set(why, FAULT_BUG, "two actions at a time");
	memset(outcome, 0, sizeof(*outcome));
	outcome->action = order->action;
	work->is_asking = work->is_done = false;
	if (is_for_child(work, order))
		return work_fork(work, order, why);
	if (order->answers == NULL) {
		work_reap(work, true);
		do_here(work, order);
	} else if (work_reap(work, false))
		do_here(work, order);
	else
		put_off(work, order);
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
	work_let_go(work);
	work_reap(work, true);
	return false;
}

static int
work_descriptor(void *self)
{
	struct work *work = self;
	size_t i;

	for (i = 0; work->put_off != NULL && i < WORK_LEAVERS; i++)
		if (work->leaving[i].pid != 0)
			return work->leaving[i].life;
	return work->channel;
}

/* Something has come: a record, or the end of those that were waited for. */
static void
look(struct work *work)
{
	if (work->put_off == NULL) {
		hear(work);
	} else if (work_reap(work, false)) {
		do_here(work, &work->put_off->order);
		drop_put_off(work);
	} else
		/* Its pipe ends a moment before it can be reaped. */
		poll(NULL, 0, 1);
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
		if ((work->child == 0 && work->put_off == NULL) ||
		    (work->is_asking && !was_asking))
			return false;
		if (work->is_asking)
			wait_ms = 0;
		left = wait_ms < 0 ? -1 : limit - moment_boot_ms();
		if (wait_ms >= 0 && left < 0)
			left = 0;
		fd.fd = work_descriptor(work);
		if (poll(&fd, 1, (int)left) <= 0) {
			if (wait_ms >= 0 && moment_boot_ms() >= limit)
				return false;
			continue;
		}
		look(work);
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

static void
work_cancel(void *self)
{
	struct work *work = self;

	work->is_done = false;
	drop_put_off(work);
	if (work->child == 0)
		return;
	kill(work->child, SIGTERM);
	work_let_go(work);
}

static void
work_settle(void *self)
{
	work_reap(self, true);
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
	work_reap(work, true);
}
