/* SPDX-License-Identifier: ISC */
/* One mail by the account's own server: token, session, one forced refresh and
 * one retry. When to try again later is not decided here. */
#include <config.h>

#include "queue/route.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "account/events.h"
#include "account/lock.h"
#include "account/state.h"
#include "base/journal.h"
#include "base/moment.h"
#include "oauth/cloud.h"
#include "oauth/discovery.h"
#include "oauth/identity.h"

static const char *const stage_words[ROUTE_STAGES] = {
	[ROUTE_ENDPOINTS] = "endpoints",
	[ROUTE_TOKEN] = "token",
	[ROUTE_RESOLVE] = "name resolution",
	[ROUTE_CONNECT] = "connect",
	[ROUTE_SECURE] = "TLS",
	[ROUTE_LOGIN] = "login",
	[ROUTE_SENDER] = "sender accepted",
	[ROUTE_RECIPIENT] = "recipient accepted",
	[ROUTE_MESSAGE] = "message accepted",
};

const char *
route_stage_words(enum route_stage stage)
{
	return stage_words[stage];
}

static enum route_stage
stage_of(enum smtp_stage stage)
{
	return (enum route_stage)(ROUTE_RESOLVE + (stage - SMTP_RESOLVE));
}

static void
pass(const struct route *route, enum route_stage stage, int64_t began,
    const char *detail)
{
	if (route->watch != NULL && route->watch->passed != NULL)
		route->watch->passed(route->watch->arg, stage,
		    moment_boot_ms() - began, detail);
}

static void
pass_smtp(void *arg, enum smtp_stage stage, int64_t ms, const char *detail)
{
	const struct route *route = arg;

	if (route->watch != NULL && route->watch->passed != NULL)
		route->watch->passed(route->watch->arg, stage_of(stage), ms,
		    detail);
}

static void
progress(void *arg, uint64_t sent, uint64_t total)
{
	const struct route *route = arg;

	if (route->watch != NULL && route->watch->progress != NULL)
		route->watch->progress(route->watch->arg, sent, total);
}

/* Does the sign-in server answer for this account? Where the addresses are set
 * by hand there is no document to ask for. */
static bool
check_endpoints(struct route *route, struct fault *why)
{
	const struct account *account = route->source.account;
	const struct cloud *cloud = cloud_of(account);
	const struct http_way way = { .ca_file = account->ca_file,
		.proxy = account->proxy };
	struct discovery found;
	int64_t began = moment_boot_ms();
	char host[256];

	route->failed = ROUTE_ENDPOINTS;
	if (account->registration.token_url != NULL || !cloud->microsoft) {
		struct text url;
		bool good;

		text_init(&url, CLOUD_URL_MAX);
		good = cloud_url(account, CLOUD_TOKEN, &url, why);
		if (good)
			pass(route, ROUTE_ENDPOINTS, began,
			    http_host(url.at, host, sizeof(host)));
		text_clear(&url);
		return good;
	}
	if (!discovery_tenant(cloud->login_host, account->registration.tenant,
		&way, &found, why))
		return false;
	pass(route, ROUTE_ENDPOINTS, began, cloud->login_host);
	return true;
}

/* The proxy's password is among the secrets of a later version: an account's
 * proxy is one without a password here. */
static bool
find_server(struct route *route, const char **user, struct fault *why)
{
	const struct account *account = route->source.account;
	struct cloud_server found;

	if (!cloud_server(account, PROTOCOL_SMTP, &found, why))
		return false;
	route->server = (struct smtp_server){ .host = found.host,
		.port = found.port,
		.security = strcmp(found.security, "tls") == 0 ? SMTP_TLS
							       : SMTP_STARTTLS,
		.ca_file = account->ca_file,
		.proxy = account->proxy };
	*user = found.user;
	return true;
}

/* One try of the login with this token; the session when it is in. */
static struct smtp *
open_session(struct route *route, const struct smtp_watch *watch,
    const struct secret *token, bool *refused, struct fault *why)
{
	struct smtp_login login = { .how = SMTP_XOAUTH2, .token = token };
	struct smtp *smtp;

	*refused = false;
	route->failed = ROUTE_RESOLVE;
	if (!find_server(route, &login.user, why))
		return NULL;
	smtp = smtp_new(&route->server, watch);
	if (smtp_open(smtp, &login, why))
		return smtp;
	route->failed = stage_of(smtp_failed_stage(smtp));
	*refused = smtp_login_result(smtp) == SMTP_LOGIN_REFUSED;
	smtp_close(smtp);
	return NULL;
}

static bool
get_token(struct route *route, const struct secret *refused,
    struct secret *token, struct fault *why)
{
	int64_t began = moment_boot_ms();

	route->failed = ROUTE_TOKEN;
	if (route->candidate != NULL)
		secret_copy(token, route->candidate);
	else if (!token_get(&route->source, refused, token, why))
		return false;
	pass(route, ROUTE_TOKEN, began,
	    refused != NULL ? "renewed" : "valid");
	return true;
}

/* The server says no more than that it refuses. A token of another service, the
 * commonest being Microsoft Graph, says itself whom it is for. */
static void
blame_audience(const struct secret *token, struct fault *why)
{
	char audience[256];

	if (!identity_audience(token, audience, sizeof(audience)) ||
	    (strstr(audience, "graph.microsoft") == NULL &&
	     strcmp(audience, "00000003-0000-0000-c000-000000000000") != 0))
		return;
	snprintf(why->what, sizeof(why->what), "the access token is for "
	    "Microsoft Graph (%.200s) and not for mail, so the mail server "
	    "refused it", audience);
	fault_next(why, "Take \"scope\" out of the account's settings, or let "
	    "it name https://outlook.office.com/SMTP.Send; then sign in again: "
	    "postfrank setup.");
}

/* A session that is logged in. A refused login is tried once more with a new
 * token: an old one may have been called back, and the clock may be wrong. */
static struct smtp *
log_in(struct route *route, const struct smtp_watch *watch, struct fault *why)
{
	struct secret token, fresh;
	struct smtp *smtp = NULL;
	bool refused = false;

	secret_init(&token, SECRET_MAX);
	secret_init(&fresh, SECRET_MAX);
	route->stay_refused = false;
	if (get_token(route, NULL, &token, why))
		smtp = open_session(route, watch, &token, &refused, why);
	if (refused && route->candidate == NULL) {
		if (route->watch != NULL && route->watch->again != NULL)
			route->watch->again(route->watch->arg, why);
		journal_write(JOURNAL_INFO,
		    "login refused (%s), asking for a new token", why->code);
		if (get_token(route, &token, &fresh, why))
			smtp = open_session(route, watch, &fresh, &refused,
			    why);
	}
	route->stay_refused = smtp == NULL && refused;
	if (route->stay_refused)
		blame_audience(secret_is_empty(&fresh) ? &token : &fresh, why);
	secret_clear(&token);
	secret_clear(&fresh);
	return smtp;
}

/* The account's state is for people who look later; a mail that went out is
 * not undone by a state that cannot be written. */
static void
remember(const struct route *route, const struct smtp_mail *mail,
    const struct smtp_result *result, const struct fault *why)
{
	const struct layout *layout = route->source.layout;
	const char *name = route->source.account->name;
	struct event event = { .at = moment_now(),
		.what = why == NULL ? "sent" : "failed",
		.id = message_id(mail->message),
		.to = mail->count > 0 ? mail->to[0].address : NULL,
		.note = why == NULL ? result->id : why->what };
	char path[PATH_SIZE];
	struct state state;
	struct fault ignored;
	struct lock lock;

	/* What a set-up tries in vain is no failure of the account's. */
	if ((route->candidate != NULL && why != NULL) || layout->read_only ||
	    !layout_path(path, layout, LAYOUT_LOCK, name, &ignored) ||
	    !lock_take(&lock, path, LOCK_SECONDS, &ignored))
		return;
	state_load(&state, layout, name, &ignored);
	state_set_error(&state, why, event.at);
	if (why == NULL) {
		state.send_at = event.at;
		snprintf(state.send_id, sizeof(state.send_id), "%s",
		    result->id[0] != '\0' ? result->id : event.id);
	}
	if (!state_save(&state, layout, name, &ignored) ||
	    !event_add(layout, name, &event, &ignored))
		journal_write(JOURNAL_WARN, "%s", ignored.what);
	state_clear(&state);
	lock_release(&lock);
}

static bool
transact(struct route *route, struct smtp *smtp, const struct smtp_mail *mail,
    struct smtp_result *result, struct fault *why)
{
	bool good = smtp_send(smtp, mail, result, why);

	if (!good)
		route->failed = stage_of(smtp_failed_stage(smtp));
	smtp_close(smtp);
	return good;
}

bool
route_send(struct route *route, const struct smtp_mail *mail,
    struct smtp_result *result, struct fault *why)
{
	const struct smtp_watch watch = { .passed = pass_smtp,
		.progress = progress, .arg = route };
	struct smtp *smtp = NULL;
	bool good = false;

	*result = (struct smtp_result){ 0 };
	if (!route->check_endpoints || check_endpoints(route, why))
		smtp = log_in(route, &watch, why);
	if (smtp != NULL)
		good = transact(route, smtp, mail, result, why);
	remember(route, mail, result, good ? NULL : why);
	return good;
}

bool
route_login(struct route *route, struct fault *why)
{
	const struct smtp_watch watch = { .passed = pass_smtp, .arg = route };
	struct smtp *smtp = log_in(route, &watch, why);

	smtp_close(smtp);
	return smtp != NULL;
}
