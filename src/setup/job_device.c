/* SPDX-License-Identifier: ISC */
/* Signing in by a code that is typed on another device: the code, which is good
 * for a while and outlives this process, and the wait until it was typed. */
#include <config.h>

#include "setup/job.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/chest.h"

enum { HINT_SECONDS = 60 };

/* The code that was given before, as long as it serves; false: none. */
static bool
take_up(struct job *job, struct pending *pending)
{
	struct signin_place place = work_place(job->work);
	struct secret stored;
	bool serves;

	secret_init(&stored, SECRET_MAX);
	serves = chest_peek(&place.vault, VAULT_PENDING_SIGNIN, &stored,
		     NULL) &&
	    !secret_is_empty(&stored) &&
	    pending_load(pending, &stored, NULL) &&
	    !secret_is_empty(&pending->device_code) &&
	    pending_serves(pending, &job->account, job->order->now);
	secret_clear(&stored);
	if (!serves) {
		pending_clear(pending);
		pending_init(pending);
	}
	return serves;
}

static bool
keep(struct job *job, const struct pending *pending, struct fault *why)
{
	struct signin_place place = work_place(job->work);
	struct secret stored;
	struct chest chest;
	bool ok;

	if (!chest_open(&chest, &place.vault, place.draft_lock, why))
		return false;
	secret_init(&stored, SECRET_MAX);
	pending_store(pending, &stored);
	ok = (vault_put(&chest.vault, VAULT_PENDING_SIGNIN, &stored) ||
	    fault_set(why, FAULT_BUG, "the code cannot be kept")) &&
	    chest_write(&chest, why);
	secret_clear(&stored);
	chest_close(&chest);
	return ok;
}

bool
job_begin_device(struct job *job, struct fault *why)
{
	struct grant_client client = job_client(job);
	struct outcome *outcome = job->outcome;
	struct pending pending;
	bool ok;

	pending_init(&pending);
	ok = (job->order->action == ACTION_SIGNIN_BEGIN &&
	    take_up(job, &pending)) ||
	    (grant_device_start(&client, &pending, job->order->now, why) &&
	    keep(job, &pending, why));
	snprintf(outcome->address, sizeof(outcome->address), "%s",
	    pending.verification_uri);
	snprintf(outcome->user_code, sizeof(outcome->user_code), "%.31s",
	    pending.user_code);
	outcome->until = pending.expires_at;
	pending_clear(&pending);
	return ok;
}

static bool
end_in_time(struct fault *why)
{
	fault_set(why, FAULT_SIGNIN, "the code was not used in time");
	snprintf(why->step, sizeof(why->step), "signin");
	return fault_next(why, "Ask for a new one.");
}

/* Rests until the moment (moment_boot_ms) of the next question; SIGTERM ends
 * it. False: the code has expired before. */
static bool
rest(const struct pending *pending, int64_t until)
{
	int64_t left = until - moment_boot_ms(), life;

	while (left > 0) {
		life = (pending->expires_at - moment_now()) * 1000;
		if (pending->expires_at != 0 && life <= 0)
			return false;
		/* In pieces, since the wall clock may be set meanwhile. */
		if (pending->expires_at != 0 && life < left)
			left = life;
		poll(NULL, 0, left > 1000 ? 1000 : (int)left);
		left = until - moment_boot_ms();
	}
	return pending->expires_at == 0 || moment_now() < pending->expires_at;
}

/* A code that was made some time ago may have been typed long since, and
 * whoever asked about it last has rested, too. */
static int64_t
first_question(const struct pending *pending)
{
	int64_t passed = moment_now() - pending->created_at;

	if (passed < 0 || passed >= (int64_t)pending->interval)
		return moment_boot_ms();
	return moment_boot_ms() + (pending->interval - passed) * 1000;
}

/* Where a policy forbids codes the page says so, and we never hear of it
 * (microsoft.md 2.2). */
static void
hint(struct job *job, const struct pending *pending, bool *told)
{
	if (*told || moment_now() - pending->created_at < HINT_SECONDS)
		return;
	*told = true;
	job_tell(job, "Still waiting. If the page says that you cannot get "
	    "there (53003), your organization does not allow codes: sign in "
	    "in a browser instead.");
}

bool
job_wait_for_device(struct job *job, struct pending *pending,
    struct token_reply *reply, struct fault *why)
{
	struct grant_client client = job_client(job);
	int64_t next = first_question(pending);
	enum device_poll got = DEVICE_WAIT;
	bool told = false;

	while (got == DEVICE_WAIT) {
		if (!rest(pending, next))
			return end_in_time(why);
		/* A reply is only possible while this call runs. */
		job_guard();
		got = grant_device_poll(&client, pending, reply, why);
		if (got == DEVICE_WAIT) {
			job_unguard();
			hint(job, pending, &told);
		}
		next = moment_boot_ms() + (int64_t)pending->interval * 1000;
	}
	return got == DEVICE_DONE;
}
