/* SPDX-License-Identifier: ISC */
/* The token endpoint (RFC 6749 3.2; microsoft.md 2). Device codes lie in
 * device.c. */
#include <config.h>

#include "tests/tenant/token.h"

#include <string.h>
#include <strings.h>

#include "tests/tenant/client.h"
#include "tests/tenant/craft.h"
#include "tests/tenant/faults.h"
#include "tests/tenant/trouble.h"

long
token_scopes(struct request *request, struct issue *issue)
{
	const char *asked = request_field(request, "scope");
	char first[SCOPES_SIZE] = "";
	struct scopes all;
	const char *rest;
	char word[SCOPES_SIZE];
	long number;

	if (asked != NULL && asked[0] != '\0' && !issue->v1) {
		number = scopes_parse(request->store, asked, &issue->scopes);
		return number == 0 && issue->scopes.several ? 700022 : number;
	}
	/* Nothing asked: what was consented to, of the first resource. */
	number = scopes_parse(request->store, issue->grant->scopes, &all);
	if (number != 0 || !all.several) {
		issue->scopes = all;
		return number;
	}
	rest = issue->grant->scopes;
	while (words_next(&rest, word, sizeof(word)))
		if (strstr(word, "://") == NULL ||
		    strncmp(word, all.resource, strlen(all.resource)) == 0)
			words_add(first, sizeof(first), word);
	return scopes_parse(request->store, first, &issue->scopes);
}

long
token_policies(struct request *request, const struct issue *issue)
{
	const struct account *account = issue->grant->account;
	struct store *store = request->store;
	char where[DIR_SIZE];

	switch_text(store, "ca.block", where, sizeof(where));
	if (words_have(where, "token") || words_have(where, "all"))
		return 53003;
	if (switch_take(store, "consent.unknown") ||
	    !scopes_are_consented(store, issue->app, account->upn,
		issue->scopes.names))
		return switch_on(store, "plain") ? 0 : 65001;
	if (account->disabled)
		return 50057;
	return 0;
}

static bool
challenge_fits(const struct ticket *code, const char *verifier)
{
	unsigned char digest[32];
	struct text text;
	bool fits;

	if (code->challenge[0] == '\0')
		return true;
	if (verifier == NULL)
		return false;
	if (code->challenge_plain)
		return strcmp(verifier, code->challenge) == 0;
	text_init(&text, NAME_SIZE);
	craft_sha256(digest, verifier, strlen(verifier));
	craft_base64url(&text, digest, sizeof(digest));
	fits = strcmp(text.at, code->challenge) == 0;
	text_clear(&text);
	return fits;
}

static enum need
need_of(const struct app *app)
{
	return app->platform == PLATFORM_WEB ? NEED_PROOF : NEED_NONE;
}

/* Belongs the code to this request, and is it still good? */
static long
check_code(struct request *request, const struct ticket *code,
    const struct app *app)
{
	const char *redirect = request_field(request, "redirect_uri");
	struct store *store = request->store;

	if (code == NULL || code->grant->app != app)
		return 70000;
	if (strcasecmp(code->grant->path, request->place) != 0)
		return 700005;
	if (code->used != 0)
		return 54005;
	if (store_now(store) >=
	    code->issued + switch_int(store, "code.lifetime", 0))
		return 70008;
	if (redirect == NULL || strcmp(redirect, code->redirect_uri) != 0)
		return 500112;
	if (!challenge_fits(code, request_field(request, "code_verifier")))
		return 501481;
	return 0;
}

static long
redeem_code(struct request *request, struct issue *issue, char *detail)
{
	const char *value = request_field(request, "code");
	struct ticket *code;
	long number;

	if (value == NULL) {
		keep(detail, NAME_SIZE, "'code'.");
		return 900144;
	}
	number = client_check(request, issue->app, need_of(issue->app),
	    &issue->proof);
	if (number != 0)
		return number;
	if (issue->app->platform == PLATFORM_SPA &&
	    request_header(request, "Origin") == NULL)
		return 9002327;
	code = ticket_find(request->store, TICKET_CODE, value);
	if (code != NULL && request_field(request, "code_verifier") != NULL)
		keepf(code->verifier, sizeof(code->verifier), "%.200s",
		    request_field(request, "code_verifier"));
	number = check_code(request, code, issue->app);
	/* RFC 6749 4.1.2: what a stolen code brought is to be revoked. */
	if (number == 54005 && switch_on(request->store, "plain"))
		code->grant->revoked = true;
	if (number != 0)
		return number;
	issue->grant = code->grant;
	number = token_scopes(request, issue);
	if (number == 0)
		number = token_policies(request, issue);
	if (number == 0)
		code->used = store_now(request->store);
	return number;
}

/* How long a refresh token lives; microsoft.md 2.3. */
static long
check_age(struct store *store, const struct ticket *ticket)
{
	int64_t now = store_now(store), last = ticket->issued;
	long idle = switch_int(store, "refresh.idle-days", 90) * IDLE_DAY;
	long often = switch_int(store, "refresh.frequency", 0);

	if (ticket->used > last)
		last = ticket->used;
	if (ticket->grant->app->platform == PLATFORM_SPA &&
	    now >= ticket->grant->at + IDLE_DAY)
		return 700084;
	if (often > 0 && now >= ticket->grant->at + often)
		return 70043;
	return now >= last + idle ? 700082 : 0;
}

static long
check_refresh(struct request *request, struct ticket *ticket,
    const struct app *app)
{
	struct store *store = request->store;
	struct grant *grant;

	if (ticket == NULL || ticket->grant->app != app)
		return 70000;
	grant = ticket->grant;
	if (grant->account->password_expired)
		return 50055;
	if (switch_on(store, "refresh.strict") && ticket->used != 0)
		grant->revoked = true;
	if (grant->revoked)
		return 50173;
	if (switch_on(store, "mfa.required"))
		return 50076;
	return check_age(store, ticket);
}

static long
redeem_refresh(struct request *request, struct issue *issue, char *detail)
{
	const char *value = request_field(request, "refresh_token");
	struct ticket *ticket;
	enum need need = need_of(issue->app);
	long number;

	if (value == NULL) {
		keep(detail, NAME_SIZE, "'refresh_token'.");
		return 900144;
	}
	ticket = ticket_find(request->store, TICKET_REFRESH, value);
	if (ticket != NULL && ticket->grant->kind == GRANT_DEVICE)
		need = NEED_NONE;
	number = client_check(request, issue->app, need, &issue->proof);
	if (number == 0)
		number = check_refresh(request, ticket, issue->app);
	if (number != 0)
		return number;
	issue->grant = ticket->grant;
	number = token_scopes(request, issue);
	if (number == 0)
		number = token_policies(request, issue);
	if (number == 0)
		ticket->used = store_now(request->store);
	return number;
}

static long
redeem_client(struct request *request, struct issue *issue, char *detail)
{
	const char *scope = request_field(request, "scope");
	bool plain = switch_on(request->store, "plain");
	char where[DIR_SIZE];
	long number;

	if (!plain && (request->tenant == NULL ||
		request->tenant == &tenant_consumers))
		return 9001023;
	if (scope == NULL && !plain && !issue->v1) {
		keep(detail, NAME_SIZE, "'scope'.");
		return 900144;
	}
	number = client_check(request, issue->app, NEED_PROOF, &issue->proof);
	if (number != 0)
		return number;
	switch_text(request->store, "ca.block", where, sizeof(where));
	if (words_have(where, "all"))
		return 53003;
	number = issue->v1 ? 0 :
	    scopes_parse(request->store, scope == NULL ? "" : scope,
		&issue->scopes);
	if (number == 0 && !plain && !issue->v1 && !issue->scopes.all)
		return 70011;
	return number;
}

struct kind {
	const char *name;
	const char *event;
	grant_handler *redeem;
};

static const struct kind kinds[] = {
	{ "authorization_code", "token.code", redeem_code },
	{ "refresh_token", "token.refresh", redeem_refresh },
	{ "client_credentials", "token.client", redeem_client },
	{ "urn:ietf:params:oauth:grant-type:device_code", "token.device",
	    device_redeem },
	{ "device_code", "token.device", device_redeem },
};

static const struct kind *
find_kind(struct request *request)
{
	const char *name = request_field(request, "grant_type");
	size_t i;

	for (i = 0; name != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static long
redeem(struct request *request, const struct kind *kind, struct issue *issue,
    char *detail)
{
	long number;

	if (strcmp(request->method, "POST") != 0)
		return 900561;
	if (request->place_trouble != 0)
		return request->place_trouble;
	if (!request->v1 && request_field(request, "resource") != NULL &&
	    !switch_on(request->store, "plain"))
		return 901002;
	if (request_field(request, "grant_type") == NULL) {
		keep(detail, NAME_SIZE, "'grant_type'.");
		return 900144;
	}
	number = client_find(request, request->tenant, request->place,
	    &issue->app);
	if (number == 900144)
		keep(detail, NAME_SIZE, "'client_id'.");
	if (number != 0)
		return number;
	if (kind == NULL)
		return 70003;
	issue->v1 = request->v1;
	issue->resource = request_field(request, "resource");
	return kind->redeem(request, issue, detail);
}

void
token_handle(struct request *request, struct answer *answer)
{
	const struct kind *kind = find_kind(request);
	struct store *store = request->store;
	struct issue issue = { .app = NULL };
	char detail[NAME_SIZE] = "";
	struct fault_plan plan;
	long number;

	keep(request->event, sizeof(request->event),
	    kind == NULL ? "token.other" : kind->event);
	trouble_headers(request, answer);
	faults_plan(store, "token.fault", &plan);
	if (faults_before(request, answer, &plan))
		return;
	request->wrong_audience = strcmp(plan.kind, "wrongaud") == 0;
	store_lock(store);
	number = redeem(request, kind, &issue, detail);
	if (number == 0)
		tokens_answer(request, answer, &issue);
	else
		trouble_answer(request, answer, number, detail);
	store_unlock(store);
	faults_after(request, answer, &plan);
}
