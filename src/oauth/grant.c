/* SPDX-License-Identifier: ISC */
/* One request to the token endpoint and what came of it. */
#include <config.h>

#include "oauth/grant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/clean.h"
#include "base/json.h"
#include "oauth/cloud.h"
#include "oauth/error_object.h"

enum {
	FORM_MAX = 65536,
	EXPIRES_MIN = 60,
	EXPIRES_MAX = 86400,
	EXPIRES_USUAL = 300, /* when the server says nothing usable */
	ID_TOKEN_MAX = 65536
};

void
token_reply_init(struct token_reply *reply)
{
	*reply = (struct token_reply){ 0 };
	secret_init(&reply->access_token, SECRET_MAX);
	secret_init(&reply->refresh_token, SECRET_MAX);
	secret_init(&reply->id_token, ID_TOKEN_MAX);
}

void
token_reply_clear(struct token_reply *reply)
{
	secret_clear(&reply->access_token);
	secret_clear(&reply->refresh_token);
	secret_clear(&reply->id_token);
	*reply = (struct token_reply){ 0 };
}

/* A token becomes one word of an SMTP login: nothing but visible characters. */
static bool
read_token(const struct json *json, const char *key, struct secret *out)
{
	bool good;

	if (!json_secret(json, key, out))
		return false;
	good = memchr(secret_open(out), ' ', out->len) == NULL;
	secret_close(out);
	if (!good)
		secret_clear(out);
	return good;
}

static bool
bad_reply(struct fault *why, const char *what)
{
	fault_set(why, FAULT_LATER, "the sign-in server's answer %s", what);
	return fault_next(why, "Try again later; if it stays, "
	    "check the token URL.");
}

static bool
fill_reply(const struct json *json, struct token_reply *reply,
    struct fault *why)
{
	const char *type = json_string(json, "token_type");
	const char *scope = json_string(json, "scope");

	if (!read_token(json, "access_token", &reply->access_token))
		return bad_reply(why, "holds no usable access token");
	if (type != NULL && strcasecmp(type, "Bearer") != 0)
		return bad_reply(why, "holds a token of another kind than "
		    "Bearer");
	if (json_member(json, "refresh_token") != NULL &&
	    json_kind_of(json_member(json, "refresh_token")) != JSON_NULL &&
	    !read_token(json, "refresh_token", &reply->refresh_token))
		return bad_reply(why, "holds an unusable refresh token");
	read_token(json, "id_token", &reply->id_token);
	if (scope != NULL && strlen(scope) < sizeof(reply->scope))
		clean_string(reply->scope, sizeof(reply->scope), scope);
	if (!json_int(json, "expires_in", EXPIRES_MIN, EXPIRES_MAX,
		&reply->expires_in))
		reply->expires_in = EXPIRES_USUAL;
	return true;
}

bool
token_reply_read(const struct http_answer *answer,
    const struct sent_secrets *sent, struct token_reply *reply,
    struct error_object *error, struct fault *why)
{
	struct json *json;
	bool good;

	if (!error_object_judge(answer, sent, &json, error, why))
		return false;
	good = fill_reply(json, reply, why);
	json_free(json);
	if (!good) {
		token_reply_clear(reply);
		token_reply_init(reply);
	}
	return good;
}

struct http_way
grant_way(const struct grant_client *client)
{
	return (struct http_way){
		.ca_file = client->account->ca_file,
		.proxy = client->account->proxy,
		.proxy_password = client->proxy_password,
		.give_up = client->give_up,
	};
}

/* A request being put together. */
struct request {
	const struct grant_client *client;
	struct text url;
	struct secret form;
	struct sent_secrets sent;
};

static void
add_sent(struct request *request, const char *name, const struct secret *value)
{
	http_form_add_secret(&request->form, name, value);
	request->sent.secret[request->sent.count++] = value;
}

/* Who asks: the client id, and the secret of a confidential client in the body
 * (RFC 6749 2.3.1). */
static bool
begin(struct request *request, const struct grant_client *client,
    enum cloud_url where, struct fault *why)
{
	const char *id = client->account->registration.client_id;

	*request = (struct request){ .client = client };
	text_init(&request->url, CLOUD_URL_MAX);
	secret_init(&request->form, FORM_MAX);
	if (id == NULL || id[0] == '\0') {
		fault_set(why, FAULT_SETTINGS, "the account has no client id");
		return fault_next(why, "Enter it with `postfrank setup`.");
	}
	if (!cloud_url(client->account, where, &request->url, why))
		return false;
	http_form_add(&request->form, "client_id", id);
	if (client->client_secret != NULL &&
	    !secret_is_empty(client->client_secret))
		add_sent(request, "client_secret", client->client_secret);
	return true;
}

static void
end(struct request *request)
{
	text_clear(&request->url);
	secret_clear(&request->form);
}

static bool
ask(struct request *request, struct token_reply *reply,
    struct error_object *error, struct fault *why)
{
	struct http_way way = grant_way(request->client);
	struct http_answer answer;
	bool good;

	if (!http_call(request->url.at, &request->form, &way, &answer, why))
		return false;
	good = token_reply_read(&answer, &request->sent, reply, error, why);
	http_answer_clear(&answer);
	return good;
}

bool
grant_redeem(const struct grant_client *client,
    const struct pending *pending, const struct secret *code,
    struct token_reply *reply, struct fault *why)
{
	struct error_object error = { 0 };
	struct request request;
	bool good = false;

	if (begin(&request, client, CLOUD_TOKEN, why)) {
		http_form_add(&request.form, "grant_type",
		    "authorization_code");
		add_sent(&request, "code", code);
		http_form_add(&request.form, "redirect_uri",
		    pending->redirect_uri);
		add_sent(&request, "code_verifier", &pending->verifier);
		http_form_add(&request.form, "scope", pending->scope);
		good = ask(&request, reply, &error, why);
	}
	end(&request);
	return good;
}

static void
add_scope(struct request *request, bool for_app)
{
	struct text scope;

	text_init(&scope, CLOUD_SCOPE_MAX);
	if (for_app)
		cloud_app_scope(request->client->account, &scope);
	else
		cloud_scope(request->client->account, &scope);
	http_form_add(&request->form, "scope", scope.at);
	text_clear(&scope);
}

bool
grant_refresh(const struct grant_client *client,
    const struct secret *refresh_token, struct token_reply *reply,
    struct fault *why)
{
	struct error_object error = { 0 };
	struct request request;
	bool good = false;

	if (begin(&request, client, CLOUD_TOKEN, why)) {
		http_form_add(&request.form, "grant_type", "refresh_token");
		add_sent(&request, "refresh_token", refresh_token);
		add_scope(&request, false);
		good = ask(&request, reply, &error, why);
	}
	end(&request);
	return good;
}

static bool
ask_for_app(const struct grant_client *client, bool probing,
    struct token_reply *reply, struct error_object *error, struct fault *why)
{
	struct request request;
	bool good = false;

	if (begin(&request, client, CLOUD_TOKEN, why)) {
		http_form_add(&request.form, "grant_type",
		    "client_credentials");
		add_scope(&request, probing);
		good = ask(&request, reply, error, why);
	}
	end(&request);
	return good;
}

bool
grant_app(const struct grant_client *client, struct token_reply *reply,
    struct fault *why)
{
	struct error_object error = { 0 };

	return ask_for_app(client, false, reply, &error, why);
}

/* A refusal that is about what was asked and not about who asked. */
static bool
is_beside_the_point(const struct error_object *error, bool microsoft)
{
	static const char *const words[] = { "invalid_scope",
		"unsupported_grant_type", "unauthorized_client",
		"invalid_request", "access_denied", "invalid_target" };
	size_t i;

	/* Conditional Access for workload identities. */
	if (error->number == 53003)
		return true;
	if (microsoft || error->number != 0)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(error->error, words[i]) == 0)
			return true;
	return false;
}

enum probe
grant_probe(const struct grant_client *client, struct fault *why)
{
	struct error_object error = { 0 };
	struct token_reply reply;
	enum probe result;

	token_reply_init(&reply);
	if (ask_for_app(client, true, &reply, &error, why))
		result = PROBE_OK;
	else if (why != NULL && why->kind == FAULT_LATER)
		result = PROBE_UNKNOWN;
	else if (error.error[0] != '\0' && is_beside_the_point(&error,
		     cloud_of(client->account)->microsoft))
		result = PROBE_UNKNOWN;
	else
		result = PROBE_REFUSED;
	token_reply_clear(&reply);
	return result;
}
