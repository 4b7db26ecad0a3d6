/* SPDX-License-Identifier: ISC */
/* Asking a provider for its metadata and reading the answer. */
#include <config.h>

#include "oauth/discovery.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/clean.h"
#include "base/json.h"
#include "base/text.h"
#include "oauth/cloud.h"
#include "oauth/error_object.h"

#define WELL_KNOWN "/.well-known/"

struct member {
	const char *key;
	size_t offset;
	size_t size;
	bool address;
};

#define MEMBER(key_, field_, address_)                                        \
	{ .key = key_, .offset = offsetof(struct discovery, field_),          \
	  .size = sizeof(((struct discovery *)0)->field_),                    \
	  .address = address_ }

static const struct member members[] = {
	MEMBER("issuer", issuer, false),
	MEMBER("authorization_endpoint", authorization, true),
	MEMBER("token_endpoint", token, true),
	MEMBER("device_authorization_endpoint", device, true),
	MEMBER("tenant_region_scope", region, false),
	MEMBER("cloud_instance_name", cloud_host, false),
};

/* Copies what fits whole; an address must be one that we would call. */
static void
read_members(const struct json *json, struct discovery *found)
{
	char clean[CLEAN_SIZE], *into;
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		value = json_string(json, members[i].key);
		into = (char *)found + members[i].offset;
		if (value == NULL || strlen(value) >= members[i].size)
			continue;
		if (members[i].address && !http_url_is_safe(value, NULL))
			continue;
		clean_string(clean, sizeof(clean), value);
		if (strcmp(clean, value) == 0)
			memcpy(into, value, strlen(value) + 1);
	}
}

/* The first GUID among the path's parts: Microsoft writes the tenant's id there
 * even when it was asked for by domain. */
static void
read_tenant(const char *url, struct discovery *found)
{
	const char *part = strstr(url, "://");
	size_t i;

	for (part = part == NULL ? NULL : strchr(part + 3, '/'); part != NULL;
	    part = strchr(part + 1, '/')) {
		char id[37];

		if (strcspn(part + 1, "/") != 36)
			continue;
		memcpy(id, part + 1, 36);
		id[36] = '\0';
		if (!cloud_is_guid(id))
			continue;
		for (i = 0; i < sizeof(id); i++)
			found->tenant[i] = (char)tolower((unsigned char)id[i]);
		return;
	}
}

static bool
not_json(const char *url, const struct http_answer *answer, struct fault *why)
{
	char host[256];

	http_host(url, host, sizeof(host));
	fault_set(why, FAULT_LATER,
	    "what answers as %s is no sign-in server (status %ld, no JSON)",
	    host, answer->status);
	return fault_next(why, "Look for a captive portal or a proxy between "
	    "this machine and %s.", host);
}

bool
discovery_read(const char *url, const struct http_answer *answer,
    struct discovery *found, struct fault *why)
{
	struct error_object error;
	struct json *json;

	*found = (struct discovery){ 0 };
	if (!error_object_judge(answer, NULL, &json, &error, why)) {
		if (error.error[0] != '\0' || answer->status == 404 ||
		    answer->status == 429 || answer->status >= 500)
			return false;
		return not_json(url, answer, why);
	}
	read_members(json, found);
	json_free(json);
	read_tenant(found->issuer, found);
	if (found->tenant[0] == '\0')
		read_tenant(found->token, found);
	if (found->token[0] != '\0' && found->issuer[0] != '\0')
		return true;
	fault_set(why, FAULT_SETTINGS,
	    "the document does not name an issuer and a token endpoint, so it "
	    "is not a sign-in server's");
	return fault_next(why, "Check the address: %s.", url);
}

static bool
fetch(const char *url, const struct http_way *way, struct discovery *found,
    struct fault *why)
{
	struct http_answer answer;
	bool good;

	if (!http_call(url, NULL, way, &answer, why))
		return false;
	good = discovery_read(url, &answer, found, why);
	http_answer_clear(&answer);
	return good;
}

/* A government or Chinese tenant is known to the worldwide cloud by name, but
 * lives elsewhere. */
static bool
check_cloud(const char *login_host, const struct discovery *found,
    struct fault *why)
{
	char host[256];

	if (!cloud_knows_host(login_host))
		return true;
	http_host(found->token, host, sizeof(host));
	if (strcmp(host, login_host) == 0)
		return true;
	fault_set(why, FAULT_SETTINGS,
	    "this tenant belongs to another cloud: it signs in at %s and not "
	    "at %s", host, login_host);
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "values");
	return fault_next(why, "Choose the cloud of %s in `postfrank setup`.",
	    host);
}

bool
discovery_tenant(const char *login_host, const char *tenant,
    const struct http_way *way, struct discovery *found, struct fault *why)
{
	struct text url;
	bool good;

	*found = (struct discovery){ 0 };
	text_init(&url, CLOUD_URL_MAX);
	good = cloud_discovery_url(login_host, tenant, &url, why) &&
	    fetch(url.at, way, found, why) &&
	    check_cloud(login_host, found, why);
	text_clear(&url);
	return good;
}

/* RFC 8414 3.1 puts its words between host and path; OpenID Connect Discovery
 * 4.1 puts them behind the path. */
static void
add_rfc8414_url(const char *issuer, size_t len, struct text *url)
{
	const char *host = strstr(issuer, "://");
	const char *path = host == NULL ? NULL : strchr(host + 3, '/');
	size_t host_len = path == NULL || path > issuer + len
	    ? len : (size_t)(path - issuer);

	text_add(url, issuer, host_len);
	text_adds(url, WELL_KNOWN "oauth-authorization-server");
	text_add(url, issuer + host_len, len - host_len);
}

bool
discovery_issuer(const char *issuer, const struct http_way *way,
    struct discovery *found, struct fault *why)
{
	size_t len = strlen(issuer);
	struct text url;
	bool good;

	*found = (struct discovery){ 0 };
	if (!http_url_is_safe(issuer, why))
		return false;
	if (strstr(issuer, WELL_KNOWN) != NULL)
		return fetch(issuer, way, found, why);
	while (len > 0 && issuer[len - 1] == '/')
		len--;
	text_init(&url, CLOUD_URL_MAX);
	text_add(&url, issuer, len);
	text_adds(&url, WELL_KNOWN "openid-configuration");
	good = !url.overflow && fetch(url.at, way, found, why);
	if (!good && (why == NULL || why->kind == FAULT_SETTINGS)) {
		text_reset(&url);
		add_rfc8414_url(issuer, len, &url);
		good = !url.overflow && fetch(url.at, way, found, why);
	}
	text_clear(&url);
	return good;
}
