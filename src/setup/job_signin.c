/* SPDX-License-Identifier: ISC */
/* Redeeming what the browser, or a code typed on another device, came back
 * with; nothing is kept before it is clear who signed in. */
#include <config.h>

#include "setup/job.h"

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "oauth/cloud.h"
#include "oauth/identity.h"
#include "oauth/paste.h"
#include "oauth/token.h"
#include "setup/chest.h"

static bool
load_pending(struct job *job, struct pending *pending, struct fault *why)
{
	struct signin_place place = work_place(job->work);
	struct secret stored;
	bool ok;

	secret_init(&stored, SECRET_MAX);
	ok = chest_peek(&place.vault, VAULT_PENDING_SIGNIN, &stored, why);
	if (ok && secret_is_empty(&stored)) {
		ok = fault_set(why, FAULT_SIGNIN,
		    "no sign-in has been begun, or it was already used");
		fault_next(why, "Begin one with: postfrank signin");
	}
	ok = ok && pending_load(pending, &stored, why);
	secret_clear(&stored);
	return ok;
}

/* Did the person bring something, in place of waiting for the code? */
static bool
is_pasted(const struct job *job)
{
	const struct secret *pasted = job->order->pasted;

	return pasted != NULL && !secret_is_empty(pasted);
}

static bool
read_pasted(struct job *job, const struct pending *pending,
    struct paste *paste, struct fault *why)
{
	const struct secret *pasted = job->order->pasted;
	bool ok;

	if (!is_pasted(job))
		return fault_set(why, FAULT_SIGNIN, "nothing was brought back "
		    "from the browser yet");
	ok = paste_read(secret_open(pasted), pasted->len, pending, paste, why);
	secret_close(pasted);
	if (!ok || paste->kind != PASTE_CONSENT)
		return ok;
	fault_set(why, FAULT_SIGNIN, "the administrator's consent has arrived; "
	    "nobody has signed in with it yet");
	return fault_next(why, "Open the sign-in address and sign in as %s.",
	    account_sign_in_as(&job->account));
}

static bool
redeem(struct job *job, struct pending *pending, struct token_reply *reply,
    struct fault *why)
{
	struct grant_client client = job_client(job);
	bool by_code = !secret_is_empty(&pending->device_code);
	struct paste paste;
	bool ok;

	if (by_code && !is_pasted(job))
		return job_wait_for_device(job, pending, reply, why);
	paste_init(&paste);
	ok = read_pasted(job, pending, &paste, why);
	/* What the page said instead is explained; a code leads nowhere. */
	if (ok && by_code)
		ok = fault_set(why, FAULT_DATA, "nothing has to be brought "
		    "back from the page on which the code is typed");
	if (!ok && by_code && paste.kind != PASTE_ERROR)
		fault_next(why, "Type the code on the page that is shown with "
		    "it.");
	if (ok) {
		job_guard();
		ok = grant_redeem(&client, pending, &paste.code, reply, why);
	}
	paste_clear(&paste);
	return ok;
}

/* Is it the right account of the right tenant? A name that differs is a
 * question, since one account may have several. */
static bool
judge_identity(struct job *job, const struct token_reply *reply,
    struct identity *identity, struct fault *why)
{
	const char *tenant = job->account.registration.tenant;

	if (!identity_read(&reply->id_token,
	    job->account.registration.client_id, identity, why))
		return false;
	switch (identity_compare(identity, &job->account,
	    tenant != NULL && cloud_is_guid(tenant) ? tenant : "", why)) {
	case IDENTITY_OTHER_TENANT:
		return false;
	case IDENTITY_OTHER_NAME:
		return job_ask(job, why);
	default:
		return true;
	}
}

static bool
is_lasting(const struct token_reply *reply, struct fault *why)
{
	if (!secret_is_empty(&reply->refresh_token))
		return true;
	fault_set(why, FAULT_SETTINGS, "the server accepted the sign-in but "
	    "gave nothing that lasts (no refresh token)");
	snprintf(why->step, sizeof(why->step), "mailbox");
	return fault_next(why, "The scope needs the word offline_access, or "
	    "what your server uses in its place.");
}

static bool
drop_pending(struct job *job, struct fault *why)
{
	struct signin_place place = work_place(job->work);
	struct chest chest;
	bool ok;

	if (!chest_open(&chest, &place.vault, place.draft_lock, why))
		return false;
	vault_drop(&chest.vault, VAULT_PENDING_SIGNIN);
	ok = chest_write(&chest, why);
	chest_close(&chest);
	return ok;
}

/* A draft of a finished account keeps its tokens in the draft's vault, while
 * the pending sign-in is in the live one. */
static bool
drop_live_pending(struct job *job, struct fault *why)
{
	struct signin_place place = work_place(job->work);

	return job->work->desk == NULL || place.vault.draft ||
	    drop_pending(job, why);
}

/* A code that was redeemed, declined or too late must not be shown again; one
 * that only the application's settings stand in the way of still serves. */
static void
drop_device(struct job *job, const struct pending *pending,
    const struct token_reply *reply, const struct fault *why)
{
	struct fault ignored;
	bool is_spent = !secret_is_empty(&reply->access_token) ||
	    (why->kind == FAULT_SIGNIN &&
		(why->step[0] == '\0' || strcmp(why->step, "signin") == 0));

	if (!secret_is_empty(&pending->device_code) && is_spent &&
	    !is_pasted(job))
		drop_pending(job, &ignored);
}

static bool
store(struct job *job, struct token_reply *reply,
    const struct identity *identity, struct fault *why)
{
	const struct desk *desk = job->work->desk;
	struct grant_client client = job_client(job);
	struct signin_place place = work_place(job->work);
	struct token_source source = { .layout = job->work->layout,
		.account = &job->account };
	struct chest chest;
	bool ok;

	if (desk != NULL)
		place = (struct signin_place){ desk_place(desk), &desk->lock };
	if (!chest_open(&chest, &place.vault, place.draft_lock, why))
		return false;
	token_store_signin(&chest.vault, reply, client.client_secret != NULL &&
	    !secret_is_empty(client.client_secret));
	ok = chest_write(&chest, why);
	/* A draft tells the account's state when it goes live. */
	if (ok && desk == NULL)
		token_note_signin(&source, identity, NULL);
	chest_close(&chest);
	return ok && drop_live_pending(job, why);
}

bool
job_finish(struct job *job, struct fault *why)
{
	struct identity identity = { .name = "" };
	struct pending pending;
	struct token_reply reply;
	char date[MOMENT_SIZE];
	bool ok;

	pending_init(&pending);
	token_reply_init(&reply);
	ok = load_pending(job, &pending, why) &&
	    redeem(job, &pending, &reply, why) && is_lasting(&reply, why) &&
	    judge_identity(job, &reply, &identity, why) &&
	    store(job, &reply, &identity, why);
	if (!ok)
		drop_device(job, &pending, &reply, why);
	job_unguard();
	if (ok)
		job_learn(job, "signin.at", moment_iso(date, moment_now()));
	if (ok && identity.name[0] != '\0') {
		job_note(job, "Signed in as %.200s.", identity.name);
		job_learn(job, "signin.by", identity.name);
		job_learn(job, "signin.tenant", identity.tenant);
	} else if (ok)
		job_note(job, "Signed in; the server does not say as whom.");
	token_reply_clear(&reply);
	pending_clear(&pending);
	return ok;
}
