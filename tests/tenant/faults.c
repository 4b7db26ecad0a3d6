/* SPDX-License-Identifier: ISC */
/* Makes and spoils answers as a script says; microsoft.md 12.2. */
#include <config.h>

#include "tests/tenant/faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "tests/tenant/trouble.h"

#define JSON_TYPE "application/json; charset=utf-8"

static const char html_page[] =
    "<!DOCTYPE html>\r\n<html><head><title>Service Unavailable</title></head>"
    "<body><h1>Service Unavailable</h1><p>The service is unavailable.</p>"
    "<!-- \"access_token\":\"not-a-token\" --></body></html>\r\n";
static const char portal_page[] =
    "<html><head><title>Welcome to Hotel WiFi</title></head><body><form "
    "action=\"http://wifi.example/login\"><p>Accept our terms to use the "
    "Internet.</p><button>Accept</button></form></body></html>";

/* Answers that need no request: status, type, body, and who cooks more. */
struct ready {
	const char *kind;
	unsigned status;
	const char *type;
	const char *body;
	enum way way;
};

static const struct ready readies[] = {
	{ "close", 500, "text/plain", "", WAY_CLOSE },
	{ "never", 500, "text/plain", "", WAY_NEVER },
	{ "empty", 200, JSON_TYPE, "", WAY_WHOLE },
	{ "400", 400, JSON_TYPE, "{\"error\":\"invalid_request\"}",
	    WAY_WHOLE },
	{ "401", 401, JSON_TYPE, "{\"error\":\"invalid_client\"}", WAY_WHOLE },
	{ "500html", 500, "text/html", html_page, WAY_WHOLE },
	{ "502html", 502, "text/html; charset=us-ascii", html_page,
	    WAY_WHOLE },
	{ "html200", 200, "text/html", portal_page, WAY_WHOLE },
	{ "half", 200, JSON_TYPE,
	    "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_tok",
	    WAY_WHOLE },
	{ "error200", 200, JSON_TYPE,
	    "{\"error\":\"invalid_client\",\"error_description\":"
	    "\"AADSTS7000218: Told with status 200.\","
	    "\"error_codes\":[7000218]}",
	    WAY_WHOLE },
	{ "claims-object", 400, JSON_TYPE,
	    "{\"error\":\"invalid_grant\",\"error_description\":"
	    "\"AADSTS50076: A second factor is needed now.\","
	    "\"error_codes\":[50076],\"suberror\":\"basic_action\","
	    "\"claims\":{\"access_token\":{\"capolids\":{\"essential\":true,"
	    "\"values\":[\"25360aa2-1111-4222-8333-bfed5b5c17c5\"]}}}}",
	    WAY_WHOLE },
	{ "claims-string", 400, JSON_TYPE,
	    "{\"error\":\"invalid_grant\",\"error_description\":"
	    "\"AADSTS50076: A second factor is needed now.\","
	    "\"error_codes\":[50076],\"suberror\":\"basic_action\","
	    "\"claims\":\"{\\\"access_token\\\":{\\\"capolids\\\":"
	    "{\\\"essential\\\":true,\\\"values\\\":"
	    "[\\\"25360aa2-1111-4222-8333-bfed5b5c17c5\\\"]}}}\"}",
	    WAY_WHOLE },
	{ "crlf", 400, JSON_TYPE,
	    "{\"error\":\"invalid_grant\",\"error_description\":"
	    "\"AADSTS50173: Revoked.\\r\\nTrace ID: "
	    "01707a0c-640b-4049-8cbb-ee2304dc0700\\r\\nTimestamp: "
	    "2026-11-23 14:00:05Z\",\"error_codes\":[50173]}",
	    WAY_WHOLE },
	{ "controls", 400, JSON_TYPE,
	    "{\"error\":\"invalid_grant\",\"error_description\":"
	    "\"AADSTS50173: \\u001b]0;title\\u0007\\u001b[2Jgone "
	    "\\u202eesrever\\u202c \\u200bthin \\u009b31mred\","
	    "\"error_codes\":[50173]}",
	    WAY_WHOLE },
};

/* Kinds that are made or applied below, for checking scripts. */
static const char *const others[] = { "429", "503", "redirect", "redirect307",
	"10mb", "aadsts", "long", "lost", "slow", "expires", "expires-string",
	"no-expires", "no-refresh", "no-id", "badtoken", "wrongaud", "dupkeys",
	"deep", "no-type", "hold" };

static bool
is_known(const char *kind)
{
	size_t i;

	for (i = 0; i < sizeof(readies) / sizeof(readies[0]); i++)
		if (strcmp(readies[i].kind, kind) == 0)
			return true;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i], kind) == 0)
			return true;
	return false;
}

/* One RANGE:KIND[/NUMBER]; false when it is none. */
static bool
parse_entry(const char *entry, long *from, long *until,
    struct fault_plan *plan)
{
	char *at;

	*from = 1;
	*until = -1;
	if (entry[0] == '*') {
		entry++;
	} else {
		*from = strtol(entry, &at, 10);
		if (at == entry || *from < 1)
			return false;
		*until = *from;
		entry = at;
		if (strncmp(entry, "-*", 2) == 0) {
			*until = -1;
			entry += 2;
		} else if (*entry == '-') {
			*until = strtol(entry + 1, &at, 10);
			if (*until < *from)
				return false;
			entry = at;
		}
	}
	plan->number = 0;
	if (*entry != ':' ||
	    sscanf(entry + 1, "%31[^/]/%ld", plan->kind, &plan->number) < 1)
		return false;
	return is_known(plan->kind);
}

static bool
take_entry(const char **script, char *out, size_t size)
{
	size_t len = strcspn(*script, ",");

	if (**script == '\0')
		return false;
	keepf(out, size, "%.*s", (int)len, *script);
	*script += len + ((*script)[len] == ',');
	return true;
}

bool
faults_are_valid(const char *script)
{
	struct fault_plan plan;
	char entry[DIR_SIZE];
	long from, until;

	while (take_entry(&script, entry, sizeof(entry)))
		if (!parse_entry(entry, &from, &until, &plan))
			return false;
	return true;
}

void
faults_plan(struct store *store, const char *name, struct fault_plan *plan)
{
	char script[DIR_SIZE], entry[DIR_SIZE];
	const char *at = script;
	long from, until, number;

	store_lock(store);
	switch_text(store, name, script, sizeof(script));
	number = ++*switch_counter(store, name);
	store_unlock(store);
	while (take_entry(&at, entry, sizeof(entry)))
		if (parse_entry(entry, &from, &until, plan) &&
		    number >= from && (until < 0 || number <= until))
			return;
	plan->kind[0] = '\0';
	plan->number = 0;
}

static void
fill(struct text *out, const char *piece, size_t bytes)
{
	while (bytes > 0 && text_adds(out, piece))
		bytes -= bytes < strlen(piece) ? bytes : strlen(piece);
}

/* Those of the first group that depend on a number or on the request. */
static bool
answer_special(struct request *request, struct answer *answer,
    const struct fault_plan *plan)
{
	const char *kind = plan->kind;

	if (strcmp(kind, "429") == 0 || strcmp(kind, "503") == 0) {
		trouble_answer(request, answer, kind[0] == '4' ? 90055 : 90033,
		    "");
		if (plan->number > 0)
			answer_header(answer, "Retry-After", "%ld",
			    plan->number);
	} else if (strcmp(kind, "aadsts") == 0) {
		trouble_answer(request, answer, plan->number, "");
	} else if (strncmp(kind, "redirect", 8) == 0) {
		answer_set(answer, kind[8] == '\0' ? 302 : 307, "text/html",
		    "");
		/* another host by name, yet one that we can watch */
		answer_header(answer, "Location", "https://127.0.0.1%s/collect",
		    strrchr(request->store->base, ':'));
	} else if (strcmp(kind, "10mb") == 0) {
		answer_set(answer, 200, JSON_TYPE, "{\"padding\":\"");
		fill(&answer->body, "0123456789abcdef", 10 << 20);
		text_adds(&answer->body, "\"}");
	} else if (strcmp(kind, "long") == 0) {
		answer_set(answer, 400, JSON_TYPE,
		    "{\"error\":\"invalid_grant\",\"error_description\":"
		    "\"AADSTS50173: ");
		fill(&answer->body, "on and on and ", 1000000);
		text_adds(&answer->body, "\",\"error_codes\":[50173]}");
	} else {
		return false;
	}
	return true;
}

bool
faults_before(struct request *request, struct answer *answer,
    const struct fault_plan *plan)
{
	size_t i;

	if (plan->kind[0] == '\0')
		return false;
	for (i = 0; i < sizeof(readies) / sizeof(readies[0]); i++)
		if (strcmp(readies[i].kind, plan->kind) == 0)
			break;
	if (i < sizeof(readies) / sizeof(readies[0])) {
		answer_set(answer, readies[i].status, readies[i].type,
		    readies[i].body);
		answer->way = readies[i].way;
	} else if (!answer_special(request, answer, plan)) {
		return false;
	}
	keepf(request->outcome, sizeof(request->outcome), "fault-%s",
	    plan->kind);
	return true;
}

/* Keeps this thread until as many answers as wanted wait for one another, or a
 * switch is set. */
static void
hold(struct store *store, long wanted)
{
	long script;

	event_log(store, "held", NULL);
	store_lock(store);
	script = store->scripts;
	store->waiting++;
	pthread_cond_broadcast(&store->changed);
	while (store->waiting < wanted && store->scripts == script &&
	    !store->stopping)
		pthread_cond_wait(&store->changed, &store->lock);
	store_unlock(store);
}

static void
replace(cJSON *object, const char *key, cJSON *value)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object, key);
	cJSON_AddItemToObject(object, key, value);
}

static void
alter(cJSON *object, const struct fault_plan *plan)
{
	const cJSON *seconds =
	    cJSON_GetObjectItemCaseSensitive(object, "expires_in");
	const char *kind = plan->kind;
	char digits[32];

	if (strcmp(kind, "expires") == 0) {
		replace(object, "expires_in",
		    cJSON_CreateNumber((double)plan->number));
	} else if (strcmp(kind, "expires-string") == 0 && seconds != NULL) {
		keepf(digits, sizeof(digits), "%.0f", seconds->valuedouble);
		replace(object, "expires_in", cJSON_CreateString(digits));
	} else if (strcmp(kind, "no-expires") == 0) {
		cJSON_DeleteItemFromObjectCaseSensitive(object, "expires_in");
	} else if (strcmp(kind, "no-refresh") == 0) {
		cJSON_DeleteItemFromObjectCaseSensitive(object,
		    "refresh_token");
	} else if (strcmp(kind, "no-id") == 0) {
		cJSON_DeleteItemFromObjectCaseSensitive(object, "id_token");
	} else if (strcmp(kind, "no-type") == 0) {
		cJSON_DeleteItemFromObjectCaseSensitive(object, "token_type");
	} else if (strcmp(kind, "badtoken") == 0) {
		replace(object, "access_token",
		    cJSON_CreateString("good\r\nMAIL FROM:<x@y>\x01 bad"));
	}
}

/* A second access_token, or a value nested 200 deep, behind the rest. */
static void
append_oddity(struct text *body, const char *kind)
{
	struct text end;

	text_init(&end, 4096);
	if (strcmp(kind, "dupkeys") == 0) {
		text_adds(&end, ",\"access_token\":\"another\"}");
	} else if (strcmp(kind, "deep") == 0) {
		text_adds(&end, ",\"deep\":");
		fill(&end, "[", 200);
		fill(&end, "]", 200);
		text_adds(&end, "}");
	}
	if (end.len > 0 && body->len > 0) {
		body->at[--body->len] = '\0';
		text_adds(body, end.at);
	}
	text_clear(&end);
}

void
faults_after(struct request *request, struct answer *answer,
    const struct fault_plan *plan)
{
	cJSON *object;
	char *printed;

	if (plan->kind[0] == '\0')
		return;
	if (strcmp(plan->kind, "lost") == 0)
		answer->way = WAY_CLOSE;
	else if (strcmp(plan->kind, "slow") == 0)
		answer->way = WAY_DRIP;
	else if (strcmp(plan->kind, "hold") == 0)
		hold(request->store, plan->number);
	object = cJSON_Parse(answer->body.at);
	if (object == NULL)
		return;
	alter(object, plan);
	printed = cJSON_PrintUnformatted(object);
	text_reset(&answer->body);
	text_adds(&answer->body, printed);
	append_oddity(&answer->body, plan->kind);
	cJSON_free(printed);
	cJSON_Delete(object);
}
