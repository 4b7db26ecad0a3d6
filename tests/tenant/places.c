/* SPDX-License-Identifier: ISC */
/* The map of the login host: addresses, their handlers, their events. */
#include <config.h>

#include "tests/tenant/places.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/tenant/authorize.h"
#include "tests/tenant/device.h"
#include "tests/tenant/pages.h"
#include "tests/tenant/signin.h"
#include "tests/tenant/token.h"
#include "tests/tenant/tokens.h"
#include "tests/tenant/trouble.h"

struct row {
	const char *path;
	web_handler *handler;
	bool v1;
};

static void
native_handle(struct request *request, struct answer *answer)
{
	(void)request;
	page_words(answer, "Done", "Copy the address of this page.");
}

/* For people who look a number up. */
static void
error_handle(struct request *request, struct answer *answer)
{
	const char *code = request_field(request, "code");

	page_words(answer, "Error lookup",
	    trouble_find(code == NULL ? 0 : strtol(code, NULL, 10))->words);
}

static void
logout_handle(struct request *request, struct answer *answer)
{
	keep(request->event, sizeof(request->event), "logout");
	answer_header(answer, "Set-Cookie",
	    SIGNIN_COOKIE "=; Path=/; Max-Age=0; Secure; HttpOnly");
	page_words(answer, "You signed out", "You may close this window.");
}

/* Where a fault's redirect leads; a client that comes here gave away what it
 * was to keep. */
static void
collect_handle(struct request *request, struct answer *answer)
{
	keep(request->event, sizeof(request->event), "collect");
	keep(request->outcome, sizeof(request->outcome), request->method);
	answer_set(answer, 200, "application/json", "{}");
}

/* Behind /TENANT */
static const struct row of_tenant[] = {
	{ "/v2.0/.well-known/openid-configuration", discovery_handle, false },
	{ "/discovery/v2.0/keys", keys_handle, false },
	{ "/oauth2/v2.0/authorize", authorize_handle, false },
	{ "/oauth2/authorize", authorize_handle, true },
	{ "/oauth2/v2.0/token", token_handle, false },
	{ "/oauth2/token", token_handle, true },
	{ "/oauth2/v2.0/devicecode", device_handle, false },
	{ "/v2.0/adminconsent", admin_handle, false },
	{ "/adminconsent", admin_handle, true },
	{ "/oauth2/nativeclient", native_handle, false },
	{ "/oauth2/v2.0/logout", logout_handle, false },
};

static const struct row of_host[] = {
	{ "/signin", signin_handle, false },
	{ "/devicelogin", devicelogin_handle, false },
	{ "/introspect", tokens_introspect, false },
	{ "/error", error_handle, false },
	{ "/collect", collect_handle, false },
};

static const struct row of_plain[] = {
	{ "/.well-known/oauth-authorization-server", discovery_plain, false },
	{ "/.well-known/openid-configuration", discovery_plain, false },
	{ "/authorize", authorize_handle, false },
	{ "/token", token_handle, false },
	{ "/device_authorization", device_handle, false },
	{ "/jwks", keys_handle, false },
};

static bool
looks_like_guid(const char *name)
{
	return strlen(name) == 36 &&
	    strspn(name, "0123456789abcdefABCDEF-") == 36;
}

long
place_named(const char *name, const struct tenant **tenant)
{
	*tenant = tenant_find(name);
	if (*tenant != NULL || strcasecmp(name, "common") == 0 ||
	    strcasecmp(name, "organizations") == 0)
		return 0;
	return looks_like_guid(name) || strchr(name, '.') != NULL ? 90002 :
								    900023;
}

const char *
place_find(struct request *request)
{
	const char *name = request->path + 1;
	size_t len = strcspn(name, "/");

	keepf(request->place, sizeof(request->place), "%.*s",
	    (int)(len > 150 ? 150 : len), name);
	request->place_trouble =
	    place_named(request->place, &request->tenant);
	return name + len;
}

static const struct row *
find_row(const struct row *rows, size_t count, const char *path)
{
	for (; count > 0; count--, rows++)
		if (strcmp(rows->path, path) == 0)
			return rows;
	return NULL;
}

#define FIND(rows, path) find_row(rows, sizeof(rows) / sizeof(rows[0]), path)

static const struct row *
choose(struct request *request)
{
	const struct row *row = FIND(of_host, request->path);
	const char *rest;

	if (row != NULL)
		return row;
	if (switch_on(request->store, "plain"))
		return FIND(of_plain, request->path);
	rest = place_find(request);
	return FIND(of_tenant, rest);
}

static void
write_event(struct request *request)
{
	if (request->event[0] == '\0')
		return;
	event_log(request->store, request->event, "outcome",
	    request->outcome[0] == '\0' ? "page" : request->outcome, "place",
	    request->place, "who", request->detail, NULL);
}

void
places_handle(struct request *request, struct answer *answer)
{
	const struct row *row = choose(request);

	if (row == NULL) {
		answer_set(answer, 404, "text/html",
		    "<!DOCTYPE html><title>404</title><h1>Not found</h1>\n");
		keep(request->event, sizeof(request->event), "notfound");
		keepf(request->detail, sizeof(request->detail), "%.150s",
		    request->path);
	} else {
		request->v1 = row->v1;
		row->handler(request, answer);
	}
	write_event(request);
}
