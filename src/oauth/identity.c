/* SPDX-License-Identifier: ISC */
/* Reading an ID token and comparing who signed in with whom we wait for. */
#include <config.h>

#include "oauth/identity.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "account/account.h"
#include "base/clean.h"
#include "base/json.h"
#include "base/random.h"
#include "oauth/cloud.h"

enum { ID_TOKEN_MAX = 65536 };

/* The claim, cleaned, when it is a text that fits; else "". */
static bool
read_claim(const struct json *claims, const char *key, char *out, size_t size)
{
	const char *value = json_string(claims, key);
	char clean[CLEAN_SIZE];

	out[0] = '\0';
	if (value == NULL)
		return false;
	clean_string(clean, sizeof(clean), value);
	if (strlen(clean) >= size)
		return false;
	memcpy(out, clean, strlen(clean) + 1);
	return out[0] != '\0';
}

/* aud is one text or an array of them (RFC 7519 4.1.3). */
static bool
audience_has(const struct json *claims, const char *client_id)
{
	const struct json *aud = json_member(claims, "aud");
	const char *one = aud == NULL ? NULL : json_string_at(aud);

	if (aud == NULL)
		return true;
	if (one != NULL)
		return strcasecmp(one, client_id) == 0;
	for (aud = json_first(aud); aud != NULL; aud = json_next(aud)) {
		one = json_string_at(aud);
		if (one != NULL && strcasecmp(one, client_id) == 0)
			return true;
	}
	return false;
}

/* The claims between the first and the second dot (RFC 7519 3.1). */
static struct json *
decode_claims(const struct secret *id_token)
{
	const char *token = secret_open(id_token);
	const char *from = memchr(token, '.', id_token->len);
	const char *end = NULL;
	struct json *json = NULL;
	struct secret claims;

	secret_init(&claims, ID_TOKEN_MAX);
	if (from != NULL) {
		from++;
		end = memchr(from, '.',
		    id_token->len - (size_t)(from - token));
	}
	if (end != NULL &&
	    base64url_decode(&claims, from, (size_t)(end - from)))
		json = json_parse_secret(&claims, NULL);
	secret_close(id_token);
	secret_clear(&claims);
	if (json != NULL && json_kind_of(json) == JSON_OBJECT)
		return json;
	json_free(json);
	return NULL;
}

bool
identity_read(const struct secret *id_token, const char *client_id,
    struct identity *identity, struct fault *why)
{
	struct json *claims;
	bool ours;

	*identity = (struct identity){ 0 };
	if (secret_is_empty(id_token))
		return true;
	claims = decode_claims(id_token);
	if (claims == NULL)
		return fault_set(why, FAULT_DATA, "the server's ID token "
		    "cannot be read, so it is not known who signed in");
	ours = audience_has(claims, client_id);
	if (ours) {
		if (!read_claim(claims, "preferred_username", identity->name,
			sizeof(identity->name)) &&
		    !read_claim(claims, "email", identity->name,
			sizeof(identity->name)))
			read_claim(claims, "upn", identity->name,
			    sizeof(identity->name));
		read_claim(claims, "tid", identity->tenant,
		    sizeof(identity->tenant));
		if (!read_claim(claims, "oid", identity->object,
			sizeof(identity->object)))
			read_claim(claims, "sub", identity->object,
			    sizeof(identity->object));
	}
	json_free(claims);
	if (ours)
		return true;
	return fault_set(why, FAULT_DATA, "the server's ID token was made for "
	    "another application than %s", client_id);
}

bool
identity_audience(const struct secret *access_token, char *out, size_t size)
{
	struct json *claims = decode_claims(access_token);
	bool known;

	out[0] = '\0';
	if (claims == NULL)
		return false;
	known = read_claim(claims, "aud", out, size);
	json_free(claims);
	return known;
}

static bool
tenant_differs(const struct identity *identity, const struct account *account,
    const char *tenant_id)
{
	if (identity->tenant[0] == '\0')
		return false;
	if (tenant_id[0] == '\0' && account->registration.tenant != NULL &&
	    cloud_is_guid(account->registration.tenant))
		tenant_id = account->registration.tenant;
	return tenant_id[0] != '\0' &&
	    strcasecmp(identity->tenant, tenant_id) != 0;
}

enum identity_match
identity_compare(const struct identity *identity,
    const struct account *account, const char *tenant_id, struct fault *why)
{
	const char *wanted = account_sign_in_as(account);

	if (tenant_differs(identity, account, tenant_id)) {
		fault_set(why, FAULT_SIGNIN, "%s signed in, who belongs to "
		    "another tenant (%s)",
		    identity->name[0] != '\0' ? identity->name : "somebody",
		    identity->tenant);
		fault_next(why, "Open the sign-in address in a private browser "
		    "window and sign in as %s.", wanted);
		if (why != NULL)
			snprintf(why->step, sizeof(why->step), "signin");
		return IDENTITY_OTHER_TENANT;
	}
	if (identity->name[0] == '\0')
		return IDENTITY_UNKNOWN;
	if (strcasecmp(identity->name, wanted) == 0)
		return IDENTITY_SAME;
	fault_set(why, FAULT_SIGNIN, "%s signed in, expected was %s",
	    identity->name, wanted);
	fault_next(why, "Is %s another name of the same account, or may it "
	    "send for the mailbox? Then keep it; else sign in again in a "
	    "private browser window.", identity->name);
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "signin");
	return IDENTITY_OTHER_NAME;
}
