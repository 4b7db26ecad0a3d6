/* SPDX-License-Identifier: ISC */
/* Discovery documents: OpenID's as Microsoft's has it (microsoft.md 1.3), and
 * RFC 8414 of a plain server. */
#include <config.h>

#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "tests/tenant/faults.h"
#include "tests/tenant/jwt.h"
#include "tests/tenant/places.h"
#include "tests/tenant/trouble.h"

/* Relative to https://host/{tenant id}, or to https://host. */
struct address {
	const char *key;
	const char *path;
	bool on_host;
};

static const struct address microsofts[] = {
	{ "token_endpoint", "/oauth2/v2.0/token", false },
	{ "jwks_uri", "/discovery/v2.0/keys", false },
	{ "issuer", "/v2.0", false },
	{ "authorization_endpoint", "/oauth2/v2.0/authorize", false },
	{ "device_authorization_endpoint", "/oauth2/v2.0/devicecode", false },
	{ "end_session_endpoint", "/oauth2/v2.0/logout", false },
};

static const struct address plains[] = {
	{ "issuer", "", true },
	{ "authorization_endpoint", "/authorize", true },
	{ "token_endpoint", "/token", true },
	{ "device_authorization_endpoint", "/device_authorization", true },
	{ "introspection_endpoint", "/introspect", true },
	{ "jwks_uri", "/jwks", true },
};

struct list {
	const char *key;
	const char *words;
};

static const struct list microsoft_lists[] = {
	{ "token_endpoint_auth_methods_supported",
	    "client_secret_post private_key_jwt client_secret_basic" },
	{ "response_modes_supported", "query fragment form_post" },
	{ "subject_types_supported", "pairwise" },
	{ "id_token_signing_alg_values_supported", "RS256" },
	{ "response_types_supported", "code id_token" },
	{ "scopes_supported", "openid profile email offline_access" },
	{ "claims_supported",
	    "sub iss aud exp iat nonce preferred_username name tid ver email" },
};

static const struct list plain_lists[] = {
	{ "response_types_supported", "code" },
	{ "grant_types_supported",
	    "authorization_code refresh_token client_credentials "
	    "urn:ietf:params:oauth:grant-type:device_code" },
	{ "code_challenge_methods_supported", "S256 plain" },
	{ "token_endpoint_auth_methods_supported",
	    "client_secret_basic client_secret_post" },
};

static void
add_lists(cJSON *object, const struct list *lists, size_t count)
{
	const char *rest;
	char word[NAME_SIZE];
	cJSON *array;

	while (count-- > 0) {
		array = cJSON_AddArrayToObject(object, lists->key);
		rest = lists->words;
		while (words_next(&rest, word, sizeof(word)))
			cJSON_AddItemToArray(array, cJSON_CreateString(word));
		lists++;
	}
}

static void
add_addresses(struct request *request, cJSON *object,
    const struct address *from, size_t count)
{
	/* common and organizations tell no tenant; their issuer is a pattern */
	const char *tenant =
	    request->tenant == NULL ? request->place : request->tenant->id;
	struct text text;

	text_init(&text, 2048);
	for (; count-- > 0; from++) {
		text_reset(&text);
		text_adds(&text, request->base);
		if (!from->on_host)
			text_addf(&text, "/%s",
			    request->tenant == NULL &&
				    strcmp(from->key, "issuer") == 0 ?
				"{tenantid}" :
				tenant);
		text_adds(&text, from->path);
		cJSON_AddStringToObject(object, from->key, text.at);
	}
	text_clear(&text);
}

static void
answer_object(struct request *request, struct answer *answer, cJSON *object)
{
	char *printed = cJSON_PrintUnformatted(object);

	answer_set(answer, 200, "application/json; charset=utf-8", printed);
	answer_header(answer, "Cache-Control", "max-age=86400, private");
	keep(request->outcome, sizeof(request->outcome), "ok");
	cJSON_free(printed);
	cJSON_Delete(object);
}

static void
describe_microsoft(struct request *request, struct answer *answer)
{
	cJSON *object = cJSON_CreateObject();

	add_addresses(request, object, microsofts,
	    sizeof(microsofts) / sizeof(microsofts[0]));
	add_lists(object, microsoft_lists,
	    sizeof(microsoft_lists) / sizeof(microsoft_lists[0]));
	cJSON_AddBoolToObject(object, "request_uri_parameter_supported", 0);
	cJSON_AddStringToObject(object, "userinfo_endpoint",
	    "https://graph.microsoft.com/oidc/userinfo");
	cJSON_AddBoolToObject(object, "http_logout_supported", 1);
	cJSON_AddBoolToObject(object, "frontchannel_logout_supported", 1);
	if (request->tenant == NULL)
		cJSON_AddNullToObject(object, "tenant_region_scope");
	else
		cJSON_AddStringToObject(object, "tenant_region_scope",
		    request->tenant->region);
	cJSON_AddStringToObject(object, "cloud_instance_name",
	    "microsoftonline.com");
	cJSON_AddStringToObject(object, "cloud_graph_host_name",
	    "graph.windows.net");
	cJSON_AddStringToObject(object, "msgraph_host", "graph.microsoft.com");
	cJSON_AddStringToObject(object, "rbac_url",
	    "https://pas.windows.net");
	answer_object(request, answer, object);
}

void
discovery_handle(struct request *request, struct answer *answer)
{
	struct fault_plan plan;

	keep(request->event, sizeof(request->event), "discovery");
	faults_plan(request->store, "discovery.fault", &plan);
	if (faults_before(request, answer, &plan))
		return;
	if (request->place_trouble != 0)
		trouble_answer(request, answer, request->place_trouble, "");
	else
		describe_microsoft(request, answer);
	faults_after(request, answer, &plan);
}

void
discovery_plain(struct request *request, struct answer *answer)
{
	struct fault_plan plan;
	cJSON *object;

	keep(request->event, sizeof(request->event), "discovery");
	faults_plan(request->store, "discovery.fault", &plan);
	if (faults_before(request, answer, &plan))
		return;
	object = cJSON_CreateObject();
	add_addresses(request, object, plains,
	    sizeof(plains) / sizeof(plains[0]));
	add_lists(object, plain_lists,
	    sizeof(plain_lists) / sizeof(plain_lists[0]));
	answer_object(request, answer, object);
	faults_after(request, answer, &plan);
}

void
keys_handle(struct request *request, struct answer *answer)
{
	answer_set(answer, 200, "application/json; charset=utf-8", "");
	jwt_key_set(request->store->key, &answer->body);
}
