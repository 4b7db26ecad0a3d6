/* SPDX-License-Identifier: ISC */
/* Beginning a sign-in, and keeping it until the person comes back. */
#include <config.h>

#include "oauth/pending.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/http.h"
#include "base/random.h"
#include "oauth/cloud.h"

enum { RANDOM_BYTES = 32, STORED_MAX = 12288, DEVICE_CODE_MAX = 4096 };

#define DEFAULT_REDIRECT "http://localhost:8765/postfrank"
#define STORED_HEAD "postfrank-pending 1\n"

void
pending_init(struct pending *pending)
{
	*pending = (struct pending){ 0 };
	secret_init(&pending->state, SECRET_MAX);
	secret_init(&pending->verifier, SECRET_MAX);
	secret_init(&pending->device_code, DEVICE_CODE_MAX);
}

void
pending_clear(struct pending *pending)
{
	secret_clear(&pending->state);
	secret_clear(&pending->verifier);
	secret_clear(&pending->device_code);
	*pending = (struct pending){ 0 };
}

/* A redirect address in its parts; false unless it is http and loopback. */
static bool
split_redirect(const char *uri, size_t *host_end, unsigned *port,
    const char **path)
{
	static const char *const hosts[] = { "http://localhost",
		"http://127.0.0.1", "http://[::1]" };
	const char *rest = NULL;
	unsigned long number = 80;
	char *end;
	size_t i;

	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]) && rest == NULL; i++)
		if (strncmp(uri, hosts[i], strlen(hosts[i])) == 0)
			rest = uri + strlen(hosts[i]);
	if (rest == NULL)
		return false;
	*host_end = (size_t)(rest - uri);
	if (*rest == ':') {
		if (!isdigit((unsigned char)rest[1]))
			return false;
		number = strtoul(rest + 1, &end, 10);
		rest = end;
	}
	if (number == 0 || number > 65535 ||
	    (*rest != '\0' && *rest != '/') || strpbrk(rest, "?#") != NULL)
		return false;
	*port = (unsigned)number;
	*path = *rest == '\0' ? "/" : rest;
	return true;
}

unsigned
pending_port(const struct pending *pending)
{
	size_t host_end;
	unsigned port = 0;
	const char *path;

	return split_redirect(pending->redirect_uri, &host_end, &port, &path)
	    ? port : 0;
}

const char *
pending_path(const struct pending *pending)
{
	size_t host_end;
	unsigned port;
	const char *path;

	return split_redirect(pending->redirect_uri, &host_end, &port, &path)
	    ? path : "";
}

static bool
set_redirect(struct pending *pending, const struct account *account,
    unsigned port, struct fault *why)
{
	const char *uri = account->registration.redirect_uri;
	const char *path;
	size_t host_end;
	unsigned own;
	int len;

	if (uri == NULL || uri[0] == '\0')
		uri = DEFAULT_REDIRECT;
	/* An address elsewhere, such as Microsoft's page for native clients,
	 * is right for paste-back; only a listener's port goes into ours. */
	if (!split_redirect(uri, &host_end, &own, &path)) {
		if (strncmp(uri, "https://", 8) != 0 ||
		    !http_url_is_safe(uri, NULL))
			return fault_set(why, FAULT_SETTINGS, "the redirect "
			    "address %s is neither http://localhost nor https",
			    uri);
		len = snprintf(pending->redirect_uri,
		    sizeof(pending->redirect_uri), "%s", uri);
	} else if (port != 0 && port != own) {
		len = snprintf(pending->redirect_uri,
		    sizeof(pending->redirect_uri), "%.*s:%u%s", (int)host_end,
		    uri, port, path);
	} else {
		len = snprintf(pending->redirect_uri,
		    sizeof(pending->redirect_uri), "%s", uri);
	}
	if (len > 0 && (size_t)len < sizeof(pending->redirect_uri))
		return true;
	return fault_set(why, FAULT_SETTINGS,
	    "the redirect address is longer than 256 characters");
}

static void
set_asked(struct pending *pending, const struct account *account)
{
	struct text scope;

	text_init(&scope, sizeof(pending->scope) - 1);
	cloud_scope(account, &scope);
	snprintf(pending->scope, sizeof(pending->scope), "%s", scope.at);
	text_clear(&scope);
	snprintf(pending->tenant, sizeof(pending->tenant), "%s",
	    account->registration.tenant != NULL
	    ? account->registration.tenant : "");
	snprintf(pending->client_id, sizeof(pending->client_id), "%s",
	    account->registration.client_id != NULL
	    ? account->registration.client_id : "");
}

bool
pending_begin(struct pending *pending, const struct account *account,
    unsigned port, int64_t now, struct fault *why)
{
	pending_clear(pending);
	pending_init(pending);
	if (!set_redirect(pending, account, port, why))
		return false;
	random_token(&pending->state, RANDOM_BYTES);
	random_token(&pending->verifier, RANDOM_BYTES);
	set_asked(pending, account);
	pending->created_at = now;
	return true;
}

bool
pending_challenge(const struct secret *verifier, struct text *out)
{
	unsigned char digest[SHA256_SIZE];

	sha256(digest, secret_open(verifier), verifier->len);
	secret_close(verifier);
	return base64url_add(out, digest, sizeof(digest));
}

bool
pending_url(const struct pending *pending, const struct account *account,
    struct text *out, struct fault *why)
{
	struct text challenge;

	if (!cloud_url(account, CLOUD_AUTHORIZE, out, why))
		return false;
	text_init(&challenge, 64);
	pending_challenge(&pending->verifier, &challenge);
	text_addc(out, strchr(out->at, '?') == NULL ? '?' : '&');
	/* The state is no secret from the person: it is part of the address. */
	http_query_add(out, "client_id", account->registration.client_id != NULL
		? account->registration.client_id : "");
	http_query_add(out, "response_type", "code");
	http_query_add(out, "redirect_uri", pending->redirect_uri);
	http_query_add(out, "response_mode", "query");
	http_query_add(out, "scope", pending->scope);
	http_query_add(out, "state", secret_open(&pending->state));
	secret_close(&pending->state);
	http_query_add(out, "code_challenge", challenge.at);
	http_query_add(out, "code_challenge_method", "S256");
	http_query_add(out, "prompt", "select_account");
	http_query_add(out, "login_hint", account_sign_in_as(account));
	text_clear(&challenge);
	if (!out->overflow)
		return true;
	return fault_set(why, FAULT_SETTINGS,
	    "the sign-in address is too long");
}

static bool
add_line(struct secret *out, const char *key, const char *value)
{
	return secret_adds(out, key) && secret_adds(out, " ") &&
	    secret_adds(out, value) && secret_adds(out, "\n");
}

static void
add_number(struct secret *out, const char *key, int64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRId64, value);
	add_line(out, key, digits);
}

static void
add_secret(struct secret *out, const char *key, const struct secret *value)
{
	add_line(out, key, secret_open(value));
	secret_close(value);
}

/* "postfrank-pending 1", then one "name value" a line, in any order; names that
 * are not known are passed over. */
void
pending_store(const struct pending *pending, struct secret *out)
{
	secret_clear(out);
	secret_init(out, STORED_MAX);
	secret_adds(out, STORED_HEAD);
	add_secret(out, "state", &pending->state);
	add_secret(out, "verifier", &pending->verifier);
	add_line(out, "redirect_uri", pending->redirect_uri);
	add_line(out, "scope", pending->scope);
	add_line(out, "tenant", pending->tenant);
	add_line(out, "client_id", pending->client_id);
	add_number(out, "created_at", pending->created_at);
	add_number(out, "expires_at", pending->expires_at);
	if (secret_is_empty(&pending->device_code))
		return;
	add_secret(out, "device_code", &pending->device_code);
	add_line(out, "user_code", pending->user_code);
	add_line(out, "verification_uri", pending->verification_uri);
	add_number(out, "interval", pending->interval);
}

struct line {
	const char *value;
	size_t len;
};

/* The value behind a name, false when there is no such line. */
static bool
find_line(const char *stored, const char *key, struct line *line)
{
	size_t key_len = strlen(key);
	const char *at = stored;

	while (at != NULL && *at != '\0') {
		if (strncmp(at, key, key_len) == 0 && at[key_len] == ' ') {
			line->value = at + key_len + 1;
			line->len = strcspn(line->value, "\n");
			return true;
		}
		at = strchr(at, '\n');
		at = at == NULL ? NULL : at + 1;
	}
	return false;
}

static bool
load_text(const char *stored, const char *key, char *out, size_t size)
{
	struct line line;

	if (!find_line(stored, key, &line) || line.len >= size)
		return false;
	memcpy(out, line.value, line.len);
	out[line.len] = '\0';
	return true;
}

static bool
load_secret(const char *stored, const char *key, struct secret *out)
{
	struct line line;

	return find_line(stored, key, &line) && line.len > 0 &&
	    secret_add(out, line.value, line.len);
}

static int64_t
load_number(const char *stored, const char *key)
{
	struct line line;

	return find_line(stored, key, &line)
	    ? (int64_t)strtoll(line.value, NULL, 10) : 0;
}

bool
pending_load(struct pending *pending, const struct secret *stored,
    struct fault *why)
{
	const char *from = secret_open(stored);
	int64_t interval;
	bool good;

	pending_clear(pending);
	pending_init(pending);
	good = strncmp(from, STORED_HEAD, strlen(STORED_HEAD)) == 0 &&
	    load_secret(from, "state", &pending->state) &&
	    load_secret(from, "verifier", &pending->verifier) &&
	    load_text(from, "redirect_uri", pending->redirect_uri,
		sizeof(pending->redirect_uri)) &&
	    load_text(from, "scope", pending->scope, sizeof(pending->scope)) &&
	    load_text(from, "tenant", pending->tenant, sizeof(pending->tenant));
	if (good) {
		load_text(from, "client_id", pending->client_id,
		    sizeof(pending->client_id));
		pending->created_at = load_number(from, "created_at");
		pending->expires_at = load_number(from, "expires_at");
		interval = load_number(from, "interval");
		pending->interval = interval > 0 && interval < 3600
		    ? (unsigned)interval : 0;
		load_secret(from, "device_code", &pending->device_code);
		load_text(from, "user_code", pending->user_code,
		    sizeof(pending->user_code));
		load_text(from, "verification_uri", pending->verification_uri,
		    sizeof(pending->verification_uri));
	}
	secret_close(stored);
	if (good)
		return true;
	pending_clear(pending);
	pending_init(pending);
	fault_set(why, FAULT_SETTINGS,
	    "the sign-in that was begun cannot be read any more");
	return fault_next(why, "Start the sign-in again.");
}

bool
pending_serves(const struct pending *pending, const struct account *account,
    int64_t now)
{
	struct pending wanted;
	bool serves;

	if (secret_is_empty(&pending->state) ||
	    (pending->expires_at != 0 && pending->expires_at <= now))
		return false;
	pending_init(&wanted);
	set_asked(&wanted, account);
	serves = set_redirect(&wanted, account, pending_port(pending), NULL) &&
	    strcmp(wanted.redirect_uri, pending->redirect_uri) == 0 &&
	    strcmp(wanted.scope, pending->scope) == 0 &&
	    (pending->client_id[0] == '\0' ||
		strcmp(wanted.client_id, pending->client_id) == 0) &&
	    strcmp(wanted.tenant, pending->tenant) == 0;
	pending_clear(&wanted);
	return serves;
}
