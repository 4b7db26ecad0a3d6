/* SPDX-License-Identifier: ISC */
/* The test mail of a set-up: sent with the draft's settings and the draft's
 * sign-in, by the road that all mail takes later. */
#include <config.h>

#include "setup/job.h"

#include <stdio.h>
#include <string.h>

#include "account/vault.h"
#include "base/moment.h"
#include "mail/smtp.h"
#include "oauth/token.h"
#include "queue/route.h"
#include "queue/test_mail.h"
#include "setup/chest.h"

/* The vault that holds the sign-in to be tried: the draft's, or the finished
 * account's when only something else is being changed. */
static bool
find_signin(struct job *job, struct signin_place *place, struct fault *why)
{
	const struct desk *desk = job->work->desk;
	struct secret token;
	bool ok = true, found = false;

	*place = work_place(job->work);
	if (desk == NULL || place->vault.draft)
		return true;
	secret_init(&token, SECRET_MAX);
	ok = chest_peek(&(struct vault_place){ desk->layout, desk->name,
	    answers_get(&desk->wizard.answers, "id"), true },
	    VAULT_REFRESH_TOKEN, &token, why);
	found = !secret_is_empty(&token);
	secret_clear(&token);
	if (found)
		*place = (struct signin_place){ desk_place(desk), &desk->lock };
	return ok;
}

/* Puts away what a refresh brought; the vault keeps its pending sign-in. */
static bool
keep_refreshed(struct chest *chest, struct token_reply *reply, bool public,
    struct fault *why)
{
	struct secret access, pending;
	bool has_pending;

	secret_init(&access, SECRET_MAX);
	secret_init(&pending, SECRET_MAX);
	has_pending = vault_get(&chest->vault, VAULT_PENDING_SIGNIN, &pending);
	secret_copy(&access, &reply->access_token);
	if (secret_is_empty(&reply->refresh_token))
		vault_get(&chest->vault, VAULT_REFRESH_TOKEN,
		    &reply->refresh_token);
	token_store_signin(&chest->vault, reply, !public);
	if (has_pending)
		vault_put(&chest->vault, VAULT_PENDING_SIGNIN, &pending);
	secret_take(&reply->access_token, &access);
	secret_clear(&pending);
	return chest_write(chest, why);
}

/*
 * A token for the test, always a new one: that shows before the account is
 * used that secret and sign-in go together (microsoft.md 2.2), and not only an
 * hour later when the first token has ended.
 */
static bool
new_token(struct job *job, struct secret *access, struct fault *why)
{
	struct grant_client client = job_client(job);
	struct signin_place place;
	struct token_reply reply;
	struct secret refresh;
	struct chest chest;
	bool ok;

	if (!find_signin(job, &place, why) ||
	    !chest_open(&chest, &place.vault, place.draft_lock, why))
		return false;
	/* As it was obtained, whatever the account says by now. */
	if (token_is_public(&chest.vault, client.client_secret == NULL))
		client.client_secret = NULL;
	token_reply_init(&reply);
	secret_init(&refresh, SECRET_MAX);
	if (!vault_get(&chest.vault, VAULT_REFRESH_TOKEN, &refresh)) {
		ok = fault_set(why, FAULT_SIGNIN, "nobody has signed in yet");
		fault_next(why, "Sign in first.");
		snprintf(why->step, sizeof(why->step), "signin");
	} else {
		job_guard();
		ok = chest_reserve(&chest, why) &&
		    grant_refresh(&client, &refresh, &reply, why) &&
		    keep_refreshed(&chest, &reply,
		    client.client_secret == NULL, why);
		job_unguard();
	}
	if (ok)
		secret_take(access, &reply.access_token);
	chest_close(&chest);
	secret_clear(&refresh);
	token_reply_clear(&reply);
	return ok;
}

static bool
get_token(struct job *job, struct secret *access, struct fault *why)
{
	struct grant_client client = job_client(job);
	struct token_reply reply;
	bool ok;

	if (job->account.grant != GRANT_APP)
		return new_token(job, access, why);
	token_reply_init(&reply);
	ok = grant_app(&client, &reply, why);
	if (ok)
		secret_take(access, &reply.access_token);
	token_reply_clear(&reply);
	return ok;
}

static bool
send_mail(struct job_stages *stages, struct route *route, const char *to,
    struct fault *why)
{
	struct test_mail mail;
	bool ok;

	ok = test_mail_send(&mail, route, to, stages->job->order->now, why);
	if (ok)
		job_note(stages->job, "The server took the test mail for "
		    "%.100s; its subject ends in %s.", mail.to, mail.tag);
	else if (mail.tried)
		job_stages_failed(stages, route->failed);
	return ok;
}

static bool
log_in(struct job_stages *stages, struct route *route, struct fault *why)
{
	if (!route_login(route, why)) {
		job_stages_failed(stages, route->failed);
		return false;
	}
	job_note(stages->job, "The mail server accepts this sign-in; nothing "
	    "was sent yet.");
	return true;
}

/* What a finished account has is the route's own affair. */
static bool
bring_token(struct job_stages *stages, struct secret *access,
    struct fault *why)
{
	struct job *job = stages->job;
	int64_t began = moment_boot_ms();

	if (job->work->desk == NULL)
		return true;
	if (!get_token(job, access, why)) {
		job_stages_failed(stages, ROUTE_TOKEN);
		return false;
	}
	job_stage_passed(stages, ROUTE_TOKEN, moment_boot_ms() - began, "");
	return true;
}

#define AS_FAR_AS_LOGIN (1u << ROUTE_TOKEN | 1u << ROUTE_RESOLVE | \
	1u << ROUTE_CONNECT | 1u << ROUTE_SECURE | 1u << ROUTE_LOGIN)
#define WHOLE_MAIL (AS_FAR_AS_LOGIN | 1u << ROUTE_SENDER | \
	1u << ROUTE_RECIPIENT | 1u << ROUTE_MESSAGE)

/* Without test.to only as far as the login. */
bool
job_mail(struct job *job, struct fault *why)
{
	const char *to = job->order->answers != NULL
	    ? answers_get(job->order->answers, "test.to") : "";
	struct job_stages stages;
	struct route_watch watch = { .passed = job_stage_passed,
		.again = job_stages_again, .arg = &stages };
	struct route route = { .source = { .layout = job->work->layout,
				    .account = &job->account, .insist = true },
		.watch = &watch };
	struct secret access;
	bool ok;

	secret_init(&access, SECRET_MAX);
	job_stages_begin(&stages, job, to[0] != '\0' ? WHOLE_MAIL
						     : AS_FAR_AS_LOGIN);
	ok = bring_token(&stages, &access, why);
	if (ok) {
		route.candidate = job->work->desk == NULL ? NULL : &access;
		ok = to[0] != '\0' ? send_mail(&stages, &route, to, why)
				   : log_in(&stages, &route, why);
	}
	secret_clear(&access);
	return ok;
}
