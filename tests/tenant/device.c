/* SPDX-License-Identifier: ISC */
/* The device endpoint and the polls; the person's side is in pages. */
#include <config.h>

#include "tests/tenant/device.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/alloc.h"
#include "tests/tenant/client.h"
#include "tests/tenant/craft.h"
#include "tests/tenant/faults.h"
#include "tests/tenant/token.h"
#include "tests/tenant/trouble.h"

struct device *
device_by_user_code(struct store *store, const char *code)
{
	struct device *each;

	for (each = store->devices; each != NULL; each = each->next)
		if (strcasecmp(each->user_code, code) == 0)
			break;
	return each;
}

/* Nine letters and digits that nobody mistakes for one another. */
static void
make_user_code(char *out, size_t size)
{
	static const char letters[] = "BCDFGHJKLMNPQRSTVWXYZ23456789";
	unsigned char byte;
	size_t i;

	for (i = 0; i < 9 && i + 1 < size; i++) {
		craft_random(&byte, 1);
		out[i] = letters[byte % (sizeof(letters) - 1)];
	}
	out[i] = '\0';
}

static struct device *
device_new(struct request *request, struct app *app, const char *scopes)
{
	struct store *store = request->store;
	struct device *device = must_alloc(1, sizeof(*device));
	struct text code;

	text_init(&code, 512);
	text_adds(&code, "FAQABIQEAAAA");
	craft_letters(&code, 220);
	device->device_code = text_take(&code);
	make_user_code(device->user_code, sizeof(device->user_code));
	device->app = app;
	keep(device->scopes, sizeof(device->scopes), scopes);
	keep(device->path, sizeof(device->path), request->place);
	device->at = store_now(store);
	device->next = store->devices;
	store->devices = device;
	return device;
}

static void
answer_device(struct request *request, struct answer *answer,
    const struct device *device)
{
	struct store *store = request->store;
	cJSON *object = cJSON_CreateObject();
	char page[2 * NAME_SIZE], words[4 * NAME_SIZE];
	char *printed;

	keepf(page, sizeof(page), "%s/devicelogin", request->base);
	keepf(words, sizeof(words),
	    "Open %s in any browser and type the code %s there.", page,
	    device->user_code);
	cJSON_AddStringToObject(object, "user_code", device->user_code);
	cJSON_AddStringToObject(object, "device_code", device->device_code);
	cJSON_AddStringToObject(object, "verification_uri", page);
	cJSON_AddNumberToObject(object, "expires_in",
	    (double)switch_int(store, "device.lifetime", 900));
	cJSON_AddNumberToObject(object, "interval",
	    (double)switch_int(store, "device.interval", 5));
	if (!switch_on(store, "plain"))
		cJSON_AddStringToObject(object, "message", words);
	printed = cJSON_PrintUnformatted(object);
	answer_set(answer, 200, "application/json; charset=utf-8", printed);
	keep(request->outcome, sizeof(request->outcome), "ok");
	cJSON_free(printed);
	cJSON_Delete(object);
}

static long
begin(struct request *request, struct answer *answer, char *detail)
{
	const char *scope = request_field(request, "scope");
	struct scopes scopes;
	struct app *app;
	long number;

	if (strcmp(request->method, "POST") != 0)
		return 900561;
	if (request->place_trouble != 0)
		return request->place_trouble;
	number = client_find(request, request->tenant, request->place, &app);
	if (number == 900144)
		keep(detail, NAME_SIZE, "'client_id'.");
	if (number != 0)
		return number;
	if (scope == NULL && !switch_on(request->store, "plain")) {
		keep(detail, NAME_SIZE, "'scope'.");
		return 900144;
	}
	number = scopes_parse(request->store, scope == NULL ? "" : scope,
	    &scopes);
	if (number != 0)
		return number == 70011 ? 650053 : number;
	answer_device(request, answer,
	    device_new(request, app, scope == NULL ? "" : scope));
	return 0;
}

void
device_handle(struct request *request, struct answer *answer)
{
	char detail[NAME_SIZE] = "";
	struct fault_plan plan;
	long number;

	keep(request->event, sizeof(request->event), "devicecode");
	trouble_headers(request, answer);
	faults_plan(request->store, "devicecode.fault", &plan);
	if (faults_before(request, answer, &plan))
		return;
	store_lock(request->store);
	number = begin(request, answer, detail);
	if (number != 0)
		trouble_answer(request, answer, number, detail);
	store_unlock(request->store);
	faults_after(request, answer, &plan);
}

static int64_t
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static long
check_poll(struct store *store, struct device *device, const struct app *app)
{
	if (device == NULL || device->app != app)
		return 70018;
	if (device->used)
		return 70000;
	if (store_now(store) >=
	    device->at + switch_int(store, "device.lifetime", 900))
		return 70020;
	if (switch_on(store, "device.forever") || device->blocked)
		return 70016;
	if (device->declined)
		return 70017;
	if (device->account == NULL || switch_take(store, "device.pending"))
		return 70016;
	return 0;
}

/* Of a form of its own: no number, only the words of RFC 8628. */
static bool
is_told_to_slow_down(struct request *request, struct device *device)
{
	int64_t now = milliseconds(), last = device->polled;

	device->polled = now;
	device->polls++;
	event_log(request->store, "device.poll", "#milliseconds",
	    (long)(last == 0 ? 0 : now - last), NULL);
	return switch_take(request->store, "device.slow-down");
}

static struct device *
find_device(struct store *store, const char *code)
{
	struct device *each;

	for (each = store->devices; each != NULL; each = each->next)
		if (strcmp(each->device_code, code) == 0)
			break;
	return each;
}

static long
redeem(struct request *request, struct issue *issue, struct device *device)
{
	struct store *store = request->store;
	struct grant *grant;
	long number;

	grant = grant_new(store, issue->app, device->account, GRANT_DEVICE);
	keep(grant->scopes, sizeof(grant->scopes), device->scopes);
	keep(grant->path, sizeof(grant->path), request->place);
	issue->grant = grant;
	number = token_scopes(request, issue);
	if (number == 0)
		number = token_policies(request, issue);
	if (number == 0)
		device->used = true;
	return number;
}

long
device_redeem(struct request *request, struct issue *issue, char *detail)
{
	const char *code = request_field(request, "device_code");
	struct device *device;
	long number;

	if (code == NULL)
		code = request_field(request, "code");
	if (code == NULL) {
		keep(detail, NAME_SIZE, "'device_code'.");
		return 900144;
	}
	/* A confidential application may poll only with its secret. */
	number = client_check(request, issue->app,
	    issue->app->allow_public ? NEED_NONE : NEED_PROOF, &issue->proof);
	if (number != 0)
		return number;
	device = find_device(request->store, code);
	if (device != NULL && is_told_to_slow_down(request, device))
		return TROUBLE_SLOW_DOWN;
	number = check_poll(request->store, device, issue->app);
	return number != 0 ? number : redeem(request, issue, device);
}
