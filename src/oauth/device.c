/* SPDX-License-Identifier: ISC */
/* The device code (RFC 8628), a part of grant.h: a code that is typed in on
 * another machine while we ask whether it is done. */
#include <config.h>

#include "oauth/grant.h"

#include <stdio.h>
#include <string.h>

#include "account/account.h"
#include "base/clean.h"
#include "base/json.h"
#include "oauth/cloud.h"
#include "oauth/error_object.h"

enum {
	INTERVAL_USUAL = 5, /* RFC 8628 3.2 */
	INTERVAL_MORE = 5,  /* RFC 8628 3.5, slow_down */
	INTERVAL_MAX = 300,
	EXPIRES_USUAL = 900,
	EXPIRES_MAX = 86400,
	FORM_MAX = 16384
};

#define DEVICE_GRANT "urn:ietf:params:oauth:grant-type:device_code"

/* A member to be shown: printable, and no longer than its place. */
static bool
read_shown(const struct json *json, const char *key, char *out, size_t size)
{
	const char *value = json_string(json, key);
	char clean[CLEAN_SIZE];

	if (value == NULL)
		return false;
	clean_string(clean, sizeof(clean), value);
	if (strcmp(clean, value) != 0 || strlen(value) >= size)
		return false;
	memcpy(out, value, strlen(value) + 1);
	return out[0] != '\0';
}

static bool
read_start(const struct json *json, struct pending *pending, int64_t now)
{
	int64_t interval, expires;

	if (!json_secret(json, "device_code", &pending->device_code) ||
	    !read_shown(json, "user_code", pending->user_code,
		sizeof(pending->user_code)))
		return false;
	/* Some servers write the draft's verification_url. */
	if (!read_shown(json, "verification_uri", pending->verification_uri,
		sizeof(pending->verification_uri)) &&
	    !read_shown(json, "verification_url", pending->verification_uri,
		sizeof(pending->verification_uri)))
		return false;
	/* Whoever is sent there types a password. */
	if (!http_url_is_safe(pending->verification_uri, NULL))
		return false;
	if (!json_int(json, "interval", 1, INTERVAL_MAX, &interval))
		interval = INTERVAL_USUAL;
	if (!json_int(json, "expires_in", 1, EXPIRES_MAX, &expires))
		expires = EXPIRES_USUAL;
	pending->interval = (unsigned)interval;
	pending->expires_at = now + expires;
	return true;
}

bool
grant_device_read(const struct http_answer *answer, struct pending *pending,
    int64_t now, struct fault *why)
{
	struct error_object error = { 0 };
	struct json *json = NULL;
	bool good;

	if (!error_object_judge(answer, NULL, &json, &error, why))
		return false;
	good = read_start(json, pending, now) || fault_set(why, FAULT_LATER,
	    "the sign-in server's answer holds no usable device code");
	json_free(json);
	return good;
}

static bool
call_start(const struct grant_client *client, const char *url,
    struct pending *pending, struct fault *why)
{
	struct http_way way = grant_way(client);
	struct http_answer answer;
	struct secret form;
	bool good;

	secret_init(&form, FORM_MAX);
	http_form_add(&form, "client_id",
	    client->account->registration.client_id);
	http_form_add(&form, "scope", pending->scope);
	good = http_call(url, &form, &way, &answer, why);
	secret_clear(&form);
	if (!good)
		return false;
	good = grant_device_read(&answer, pending, pending->created_at, why);
	http_answer_clear(&answer);
	return good;
}

bool
grant_device_start(const struct grant_client *client,
    struct pending *pending, int64_t now, struct fault *why)
{
	struct text url;
	bool good;

	/* No redirect address takes part here; the rest is as for a code. */
	if (!pending_begin(pending, client->account, 0, now, why))
		return false;
	text_init(&url, CLOUD_URL_MAX);
	good = cloud_url(client->account, CLOUD_DEVICE, &url, why) &&
	    call_start(client, url.at, pending, why);
	text_clear(&url);
	return good;
}

/* Asks once. Some servers want the secret of a confidential client here too. */
static bool
call_poll(const struct grant_client *client, const struct pending *pending,
    struct token_reply *reply, struct error_object *error, struct fault *why)
{
	struct sent_secrets sent = { .secret = { &pending->device_code },
		.count = 1 };
	struct http_way way = grant_way(client);
	struct http_answer answer;
	struct secret form;
	struct text url;
	bool good;

	text_init(&url, CLOUD_URL_MAX);
	secret_init(&form, FORM_MAX);
	http_form_add(&form, "grant_type", DEVICE_GRANT);
	http_form_add(&form, "client_id",
	    client->account->registration.client_id);
	http_form_add_secret(&form, "device_code", &pending->device_code);
	if (client->client_secret != NULL &&
	    !secret_is_empty(client->client_secret)) {
		http_form_add_secret(&form, "client_secret",
		    client->client_secret);
		sent.secret[sent.count++] = client->client_secret;
	}
	good = cloud_url(client->account, CLOUD_TOKEN, &url, why) &&
	    http_call(url.at, &form, &way, &answer, why);
	secret_clear(&form);
	text_clear(&url);
	if (!good)
		return false;
	good = token_reply_read(&answer, &sent, reply, error, why);
	http_answer_clear(&answer);
	return good;
}

enum device_poll
grant_device_poll(const struct grant_client *client,
    struct pending *pending, struct token_reply *reply, struct fault *why)
{
	struct error_object error = { 0 };

	if (call_poll(client, pending, reply, &error, why))
		return DEVICE_DONE;
	if (strcmp(error.error, "authorization_pending") == 0)
		return DEVICE_WAIT;
	/* Slower for the rest of this sign-in; a time-out or a busy server
	 * calls for the same (RFC 8628 3.5). */
	if (why == NULL || why->kind == FAULT_LATER) {
		if (pending->interval < INTERVAL_MAX)
			pending->interval += INTERVAL_MORE;
		if (why != NULL && why->retry_after > pending->interval)
			pending->interval = why->retry_after;
		return DEVICE_WAIT;
	}
	return DEVICE_FAILED;
}
