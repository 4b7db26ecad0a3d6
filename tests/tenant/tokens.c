/* SPDX-License-Identifier: ISC */
/* Issues tokens; whether they may be issued is decided in token.c. */
#include <config.h>

#include "tests/tenant/tokens.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/alloc.h"
#include "tests/tenant/craft.h"
#include "tests/tenant/jwt.h"
#include "tests/tenant/trouble.h"

enum { HOUR = 3600, HALF_HOUR = 1800, APP_ONLY_SECONDS = 3599 };

static unsigned
random_below(unsigned limit)
{
	unsigned value;

	craft_random(&value, sizeof(value));
	return value % limit;
}

struct grant *
grant_new(struct store *store, struct app *app, struct account *account,
    enum grant_kind kind)
{
	struct grant *grant = must_alloc(1, sizeof(*grant));

	grant->app = app;
	grant->account = account;
	grant->kind = kind;
	grant->at = store_now(store);
	grant->next = store->grants;
	store->grants = grant;
	return grant;
}

static struct ticket *
keep_ticket(struct store *store, enum ticket_kind kind, struct grant *grant,
    const char *value)
{
	struct ticket *ticket = must_alloc(1, sizeof(*ticket));

	ticket->kind = kind;
	ticket->grant = grant;
	ticket->value = must_strdup(value);
	ticket->issued = store_now(store);
	ticket->next = store->tickets;
	store->tickets = ticket;
	return ticket;
}

struct ticket *
ticket_new(struct store *store, enum ticket_kind kind, struct grant *grant)
{
	bool personal = grant->account->tenant == &tenant_consumers;
	struct ticket *ticket;
	struct text value;

	text_init(&value, CODE_MAX);
	if (personal) {
		text_adds(&value, "M.C5");
		craft_letters(&value, 300 + random_below(200));
	} else if (kind == TICKET_CODE) {
		text_adds(&value, "1.A");
		craft_letters(&value, 60);
		text_adds(&value, ".AgABBAIAAAA");
		craft_letters(&value, 600 + random_below(700));
	} else {
		text_adds(&value, "1.A");
		craft_letters(&value, 60);
		text_adds(&value, ".AgABAwEAAAA");
		craft_letters(&value, 1000 + random_below(700));
	}
	ticket = keep_ticket(store, kind, grant, value.at);
	text_clear(&value);
	return ticket;
}

struct ticket *
ticket_find(struct store *store, enum ticket_kind kind, const char *value)
{
	struct ticket *each;

	for (each = store->tickets; each != NULL; each = each->next)
		if (each->kind == kind && strcmp(each->value, value) == 0)
			break;
	return each;
}

bool
ticket_is_fresh(struct store *store, const char *id)
{
	if (ticket_find(store, TICKET_ASSERTION, id) != NULL)
		return false;
	(void)keep_ticket(store, TICKET_ASSERTION, NULL, id);
	return true;
}

static void
add_times(cJSON *claims, int64_t now, int64_t exp)
{
	cJSON_AddNumberToObject(claims, "iat", (double)now);
	cJSON_AddNumberToObject(claims, "nbf", (double)now);
	cJSON_AddNumberToObject(claims, "exp", (double)exp);
}

/* As Exchange's are: version 1.0, issued by sts.windows.net. */
static cJSON *
access_claims(struct store *store, const struct issue *issue,
    const struct token_facts *facts)
{
	static const char proofs[][2] = { "0", "1", "2" };
	cJSON *claims = cJSON_CreateObject(), *roles;
	const char *rest = facts->roles;
	char word[SCOPES_SIZE];

	cJSON_AddStringToObject(claims, "aud", facts->aud);
	keepf(word, sizeof(word), "https://sts.windows.net/%s/", facts->tid);
	cJSON_AddStringToObject(claims, "iss", word);
	add_times(claims, store_now(store), facts->exp);
	cJSON_AddStringToObject(claims, "appid", facts->appid);
	cJSON_AddStringToObject(claims, "app_displayname", issue->app->name);
	cJSON_AddStringToObject(claims, "appidacr", proofs[issue->proof]);
	cJSON_AddStringToObject(claims, "tid", facts->tid);
	cJSON_AddStringToObject(claims, "ver", "1.0");
	if (issue->grant != NULL) {
		cJSON_AddStringToObject(claims, "oid",
		    issue->grant->account->oid);
		cJSON_AddStringToObject(claims, "scp", facts->scp);
		cJSON_AddStringToObject(claims, "unique_name", facts->upn);
		cJSON_AddStringToObject(claims, "upn", facts->upn);
		return claims;
	}
	cJSON_AddStringToObject(claims, "oid", issue->app->principal_id);
	cJSON_AddStringToObject(claims, "idtyp", "app");
	if (facts->roles[0] == '\0')
		return claims;
	roles = cJSON_AddArrayToObject(claims, "roles");
	while (words_next(&rest, word, sizeof(word)))
		cJSON_AddItemToArray(roles, cJSON_CreateString(word));
	return claims;
}

/* Real ones carry claims of no use to us; so many bytes do these take. */
static void
add_padding(cJSON *claims, long size)
{
	char *printed = cJSON_PrintUnformatted(claims);
	long have = (long)strlen(printed) * 4 / 3 + 430;
	struct text text;

	cJSON_free(printed);
	text_init(&text, FORM_MAX);
	if (size > have)
		craft_letters(&text, (size_t)(size - have) * 3 / 4);
	cJSON_AddStringToObject(claims, "xms_stand_in", text.at);
	text_clear(&text);
}

static void
make_access(struct request *request, const struct issue *issue,
    const struct token_facts *facts, struct text *out)
{
	struct store *store = request->store;
	long size = switch_int(store, "token.size", 0);
	cJSON *claims;

	if (switch_on(store, "token.opaque") || switch_on(store, "plain") ||
	    (issue->grant != NULL &&
		issue->grant->account->tenant == &tenant_consumers)) {
		text_adds(out, "EwB");
		craft_letters(out, (size_t)(size > 40 ? size : 40));
		return;
	}
	claims = access_claims(store, issue, facts);
	add_padding(claims, size);
	jwt_sign(store->key, claims, out);
	cJSON_Delete(claims);
}

static long
lifetime(struct store *store, const struct issue *issue)
{
	long seconds = switch_int(store, "token.lifetime", 0);

	if (seconds != 0)
		return seconds;
	if (issue->grant == NULL)
		return APP_ONLY_SECONDS;
	return HOUR + (long)random_below(HALF_HOUR);
}

static void
collect_facts(struct request *request, const struct issue *issue,
    struct token_facts *facts)
{
	const char *aud = issue->scopes.resource;

	memset(facts, 0, sizeof(*facts));
	if (issue->v1)
		aud = issue->resource != NULL ? issue->resource :
		    "00000002-0000-0000-c000-000000000000";
	if (request->wrong_audience || aud[0] == '\0')
		aud = "https://graph.microsoft.com";
	keep(facts->aud, sizeof(facts->aud), aud);
	keep(facts->appid, sizeof(facts->appid), issue->app->id);
	if (issue->grant == NULL) {
		keep(facts->tid, sizeof(facts->tid), issue->app->tenant->id);
		if (strstr(aud, "outlook.office") != NULL)
			keep(facts->roles, sizeof(facts->roles),
			    issue->app->roles);
		return;
	}
	keep(facts->tid, sizeof(facts->tid), issue->grant->account->tenant->id);
	keep(facts->upn, sizeof(facts->upn), issue->grant->account->upn);
	keep(facts->scp, sizeof(facts->scp),
	    issue->scopes.all ? issue->app->scopes : issue->scopes.names);
}

static void
add_access(struct request *request, const struct issue *issue, cJSON *object)
{
	struct store *store = request->store;
	long seconds = lifetime(store, issue);
	struct token_facts facts;
	struct ticket *ticket;
	struct text token;
	char digits[32];

	collect_facts(request, issue, &facts);
	facts.exp = store_now(store) + seconds;
	text_init(&token, FORM_MAX);
	make_access(request, issue, &facts, &token);
	ticket = keep_ticket(store, TICKET_ACCESS, issue->grant, token.at);
	ticket->facts = facts;
	keepf(digits, sizeof(digits), "%ld", seconds);
	if (issue->v1)
		cJSON_AddStringToObject(object, "expires_in", digits);
	else
		cJSON_AddNumberToObject(object, "expires_in", (double)seconds);
	if (!switch_on(store, "plain") && !issue->v1)
		cJSON_AddNumberToObject(object, "ext_expires_in",
		    (double)seconds);
	if (issue->v1)
		cJSON_AddStringToObject(object, "resource", facts.aud);
	cJSON_AddStringToObject(object, "access_token", token.at);
	text_clear(&token);
}

/* The same person is somebody else to another application. */
static void
add_subject(const struct issue *issue, cJSON *claims)
{
	unsigned char digest[32];
	struct text text;

	text_init(&text, NAME_SIZE);
	text_addf(&text, "%s %s", issue->grant->account->oid, issue->app->id);
	craft_sha256(digest, text.at, text.len);
	text_reset(&text);
	craft_base64url(&text, digest, sizeof(digest));
	cJSON_AddStringToObject(claims, "sub", text.at);
	text_clear(&text);
}

/* OpenID's own claims only for a plain server, Microsoft's besides. */
static void
add_id_token(struct request *request, const struct issue *issue,
    cJSON *object)
{
	const struct account *account = issue->grant->account;
	bool plain = switch_on(request->store, "plain");
	int64_t now = store_now(request->store);
	cJSON *claims = cJSON_CreateObject();
	char word[2 * NAME_SIZE];
	struct text token;

	text_init(&token, FORM_MAX);
	keepf(word, sizeof(word), "%s%s%s%s", request->base, plain ? "" : "/",
	    plain ? "" : account->tenant->id, plain ? "" : "/v2.0");
	cJSON_AddStringToObject(claims, "aud", issue->app->id);
	cJSON_AddStringToObject(claims, "iss", word);
	add_times(claims, now, now + HOUR + 300);
	add_subject(issue, claims);
	if (issue->grant->nonce[0] != '\0')
		cJSON_AddStringToObject(claims, "nonce", issue->grant->nonce);
	if (words_have(issue->scopes.oidc, "profile")) {
		cJSON_AddStringToObject(claims, "name", account->name);
		cJSON_AddStringToObject(claims, "preferred_username",
		    account->upn);
	}
	if (words_have(issue->scopes.oidc, "email"))
		cJSON_AddStringToObject(claims, "email", account->upn);
	if (!plain) {
		cJSON_AddStringToObject(claims, "oid", account->oid);
		cJSON_AddStringToObject(claims, "tid", account->tenant->id);
		cJSON_AddStringToObject(claims, "rh", "1.AXkA");
		cJSON_AddStringToObject(claims, "uti", "kX2vB7nQd0yL3mZr9TgE");
		cJSON_AddStringToObject(claims, "ver", "2.0");
	}
	jwt_sign(request->store->key, claims, &token);
	cJSON_AddStringToObject(object, "id_token", token.at);
	text_clear(&token);
	cJSON_Delete(claims);
}

static void
add_client_info(const struct issue *issue, cJSON *object)
{
	const struct account *account = issue->grant->account;
	struct text plain, coded;

	text_init(&plain, NAME_SIZE * 2);
	text_init(&coded, NAME_SIZE * 4);
	text_addf(&plain, "{\"uid\":\"%s\",\"utid\":\"%s\"}", account->oid,
	    account->tenant->id);
	craft_base64url(&coded, plain.at, plain.len);
	cJSON_AddStringToObject(object, "client_info", coded.at);
	text_clear(&plain);
	text_clear(&coded);
}

/* What a person's sign-in brings beside the access token. */
static void
add_rest(struct request *request, const struct issue *issue, cJSON *object)
{
	bool plain = switch_on(request->store, "plain");
	const char *info = request_field(request, "client_info");
	const struct scopes *scopes = &issue->scopes;

	if (words_have(scopes->oidc, "offline_access") || issue->v1)
		cJSON_AddStringToObject(object, "refresh_token",
		    ticket_new(request->store, TICKET_REFRESH,
			issue->grant)->value);
	if (words_have(scopes->oidc, "openid") &&
	    (!plain || switch_on(request->store, "plain.oidc")))
		add_id_token(request, issue, object);
	if (!plain && info != NULL && strcmp(info, "1") == 0)
		add_client_info(issue, object);
}

static void
add_scope(const struct issue *issue, cJSON *object)
{
	const char *rest = issue->scopes.oidc;
	char scope[2 * SCOPES_SIZE] = "";
	char word[SCOPES_SIZE];

	while (words_next(&rest, word, sizeof(word)))
		if (strcmp(word, "offline_access") != 0)
			words_add(scope, sizeof(scope), word);
	rest = issue->scopes.full;
	while (words_next(&rest, word, sizeof(word)))
		words_add(scope, sizeof(scope), word);
	cJSON_AddStringToObject(object, "scope", scope);
}

void
tokens_answer(struct request *request, struct answer *answer,
    const struct issue *issue)
{
	cJSON *object = cJSON_CreateObject();
	char *printed;

	cJSON_AddStringToObject(object, "token_type", "Bearer");
	if (issue->grant != NULL)
		add_scope(issue, object);
	add_access(request, issue, object);
	if (issue->grant != NULL)
		add_rest(request, issue, object);
	printed = cJSON_PrintUnformatted(object);
	answer_set(answer, 200, "application/json; charset=utf-8", printed);
	keep(request->outcome, sizeof(request->outcome), "ok");
	if (issue->grant != NULL)
		keep(request->detail, sizeof(request->detail),
		    issue->grant->account->upn);
	cJSON_free(printed);
	cJSON_Delete(object);
}

void
tokens_introspect(struct request *request, struct answer *answer)
{
	const char *token = request_field(request, "token");
	cJSON *object = cJSON_CreateObject();
	char user[DIR_SIZE];
	struct token_facts facts;
	bool active;
	char *printed;

	active = token != NULL &&
	    store_token_facts(request->store, token, &facts) &&
	    !facts.revoked && facts.exp > store_now(request->store);
	cJSON_AddBoolToObject(object, "active", active);
	if (active) {
		switch_text(request->store, "introspect.username", user,
		    sizeof(user));
		cJSON_AddStringToObject(object, "username",
		    user[0] != '\0' ? user : facts.upn);
		cJSON_AddStringToObject(object, "scope",
		    facts.scp[0] != '\0' ? facts.scp : facts.roles);
		cJSON_AddStringToObject(object, "client_id", facts.appid);
		cJSON_AddStringToObject(object, "aud", facts.aud);
		cJSON_AddStringToObject(object, "token_type", "Bearer");
		cJSON_AddNumberToObject(object, "exp", (double)facts.exp);
	}
	printed = cJSON_PrintUnformatted(object);
	answer_set(answer, 200, "application/json", printed);
	keep(request->event, sizeof(request->event), "introspect");
	keep(request->outcome, sizeof(request->outcome),
	    active ? "active" : "inactive");
	cJSON_free(printed);
	cJSON_Delete(object);
}
