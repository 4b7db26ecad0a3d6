/* SPDX-License-Identifier: ISC */
/* Answers at the control port; what it sets is read elsewhere. */
#include <config.h>

#include "tests/tenant/control.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/tenant/faults.h"
#include "tests/tenant/tokens.h"

enum member_kind { TEXT, FLAG, TIME, LONG };

struct member {
	const char *name;
	enum member_kind kind;
	size_t offset;
	size_t size;
};

#define MEMBER(type, member, kind) \
	{ #member, kind, offsetof(type, member), \
		sizeof(((type *)NULL)->member) }

static const struct member app_members[] = {
	MEMBER(struct app, name, TEXT),
	MEMBER(struct app, redirect_uris, TEXT),
	MEMBER(struct app, secret, TEXT),
	MEMBER(struct app, secret_expires, TIME),
	MEMBER(struct app, certificate, TEXT),
	MEMBER(struct app, scopes, TEXT),
	MEMBER(struct app, roles, TEXT),
	MEMBER(struct app, assigned, TEXT),
	MEMBER(struct app, allow_public, FLAG),
	MEMBER(struct app, multi_tenant, FLAG),
	MEMBER(struct app, admin_consent, FLAG),
	MEMBER(struct app, user_consent, FLAG),
	MEMBER(struct app, assignment_required, FLAG),
	MEMBER(struct app, disabled, FLAG),
};

static const struct member account_members[] = {
	MEMBER(struct account, alias, TEXT),
	MEMBER(struct account, name, TEXT),
	MEMBER(struct account, password, TEXT),
	MEMBER(struct account, send_as, TEXT),
	MEMBER(struct account, is_shared, FLAG),
	MEMBER(struct account, is_admin, FLAG),
	MEMBER(struct account, disabled, FLAG),
	MEMBER(struct account, password_expired, FLAG),
	MEMBER(struct account, smtp_auth_disabled, FLAG),
	MEMBER(struct account, full, FLAG),
	MEMBER(struct account, max_bytes, LONG),
};

static bool
set_member(void *object, const struct member *member, const char *value)
{
	char *at = (char *)object + member->offset;
	char *end;
	long number = strtol(value, &end, 10);

	if (member->kind == TEXT) {
		if (strlen(value) >= member->size)
			return false;
		keep(at, member->size, value);
		return true;
	}
	if (end == value || *end != '\0')
		return false;
	if (member->kind == FLAG)
		*(bool *)(void *)at = number != 0;
	else if (member->kind == TIME)
		*(int64_t *)(void *)at = number;
	else
		*(long *)(void *)at = number;
	return true;
}

/* Sets what the form names; false and a 400 when a name or value is none. The
 * names in skip are the caller's. */
static bool
set_members(struct request *request, struct answer *answer, void *object,
    const struct member *members, size_t count, const char *skip)
{
	const struct field *each;
	size_t i;

	for (each = request->form; each != NULL; each = each->next) {
		if (words_have(skip, each->name))
			continue;
		for (i = 0; i < count; i++)
			if (strcmp(members[i].name, each->name) == 0)
				break;
		if (i < count && set_member(object, &members[i], each->value))
			continue;
		answer_set(answer, 400, "text/plain", "");
		text_addf(&answer->body, "cannot set %s\n", each->name);
		return false;
	}
	return true;
}

static void
done(struct answer *answer)
{
	answer_set(answer, 200, "text/plain", "done\n");
}

static void
refuse(struct answer *answer, const char *words)
{
	answer_set(answer, 400, "text/plain", words);
}

static void
list_switches(struct request *request, struct answer *answer)
{
	done(answer);
	text_reset(&answer->body);
	switches_print(request->store, &answer->body);
}

static void
set_switches(struct request *request, struct answer *answer)
{
	const struct field *each;
	const char *dot;

	done(answer);
	for (each = request->form; each != NULL; each = each->next) {
		dot = strrchr(each->name, '.');
		if (dot != NULL && strcmp(dot, ".fault") == 0 &&
		    strncmp(each->name, "smtp", 4) != 0 &&
		    !faults_are_valid(each->value))
			refuse(answer, "that is no fault script\n");
		else if (!switch_set(request->store, each->name, each->value))
			refuse(answer, "no such switch, or no such value\n");
		if (answer->status != 200)
			return;
	}
}

static void
set_clock(struct request *request, struct answer *answer)
{
	const char *add = request_field(request, "add");
	const char *at = request_field(request, "at");
	struct store *store = request->store;

	if (add == NULL && at == NULL) {
		refuse(answer, "add=SECONDS or at=SECONDS\n");
		return;
	}
	store_lock(store);
	if (add != NULL)
		store->clock_offset += strtol(add, NULL, 10);
	else
		store->clock_offset += strtol(at, NULL, 10) - store_now(store);
	done(answer);
	text_reset(&answer->body);
	text_addf(&answer->body, "%lld\n", (long long)store_now(store));
	store_unlock(store);
}

static void
revoke_grant(struct store *store, struct grant *grant, const char *what)
{
	struct ticket *each;

	if (strcmp(what, "public") == 0 && grant->kind == GRANT_CODE &&
	    grant->app->platform == PLATFORM_WEB)
		return;
	if (strcmp(what, "access") != 0)
		grant->revoked = true;
	for (each = store->tickets; each != NULL; each = each->next)
		if (each->kind == TICKET_ACCESS && each->grant == grant &&
		    strcmp(what, "refresh") != 0)
			each->facts.revoked = true;
}

static void
revoke(struct request *request, struct answer *answer)
{
	const char *upn = request_field(request, "upn");
	const char *what = request_field(request, "what");
	struct grant *each;

	if (what == NULL)
		what = "all";
	if (!words_have("all access refresh public", what)) {
		refuse(answer, "what is access, refresh or public\n");
		return;
	}
	store_lock(request->store);
	for (each = request->store->grants; each != NULL; each = each->next)
		if (upn == NULL || strcasecmp(each->account->upn, upn) == 0)
			revoke_grant(request->store, each, what);
	store_unlock(request->store);
	done(answer);
}

static struct app *
chosen_app(struct request *request, const char *key)
{
	const char *id = request_field(request, key);

	return id == NULL ? request->store->apps :
			    app_find(request->store, id);
}

static void
expire_secret(struct request *request, struct answer *answer)
{
	struct app *app;

	store_lock(request->store);
	app = chosen_app(request, "app");
	if (app == NULL) {
		refuse(answer, "no such application\n");
	} else {
		app->secret_expires = store_now(request->store) - 1;
		done(answer);
	}
	store_unlock(request->store);
}

static bool
set_platform(struct request *request, struct app *app)
{
	static const char *const names[] = { "web", "native", "spa" };
	const char *name = request_field(request, "platform");
	const char *tenant = request_field(request, "tenant");
	size_t i;

	if (tenant != NULL) {
		app->tenant = tenant_find(tenant);
		if (app->tenant == NULL)
			app->tenant = &tenant_contoso;
	}
	if (name == NULL)
		return true;
	for (i = 0; i < 3; i++)
		if (strcmp(names[i], name) == 0) {
			app->platform = (enum platform)i;
			return true;
		}
	return false;
}

static void
set_app(struct request *request, struct answer *answer)
{
	const char *id = request_field(request, "id");
	struct app *app;

	store_lock(request->store);
	app = chosen_app(request, "id");
	if (app == NULL && strlen(id) < ID_SIZE)
		app = app_new(request->store, id);
	if (app == NULL || !set_platform(request, app)) {
		refuse(answer, "id or platform is wrong\n");
	} else if (set_members(request, answer, app, app_members,
		       sizeof(app_members) / sizeof(app_members[0]),
		       "id platform tenant new_secret")) {
		if (request_field(request, "new_secret") != NULL) {
			secret_make(app->secret, app->secret_id);
			app->secret_expires = 0;
		}
		done(answer);
		text_reset(&answer->body);
		text_addf(&answer->body,
		    "id=%s\nobject_id=%s\nprincipal_id=%s\nsecret=%s\n"
		    "secret_id=%s\n",
		    app->id, app->object_id, app->principal_id, app->secret,
		    app->secret_id);
	}
	store_unlock(request->store);
}

static void
set_account(struct request *request, struct answer *answer)
{
	const char *upn = request_field(request, "upn");
	struct account *account;

	store_lock(request->store);
	account = upn == NULL ? NULL : account_find(request->store, upn);
	if (account == NULL)
		refuse(answer, "no such account\n");
	else if (set_members(request, answer, account, account_members,
		     sizeof(account_members) / sizeof(account_members[0]),
		     "upn"))
		done(answer);
	store_unlock(request->store);
}

static void
list_events(struct request *request, struct answer *answer)
{
	char path[DIR_SIZE + 16], block[4096];
	FILE *file;
	size_t len;

	keepf(path, sizeof(path), "%s/events.jsonl", request->store->dir);
	answer_set(answer, 200, "application/jsonl", "");
	file = fopen(path, "r");
	if (file == NULL)
		return;
	while ((len = fread(block, 1, sizeof(block), file)) > 0)
		text_add(&answer->body, block, len);
	fclose(file);
}

static void
list_counts(struct request *request, struct answer *answer)
{
	answer_set(answer, 200, "text/plain", "");
	counts_print(request->store, &answer->body);
}

static void
wait_for_count(struct request *request, struct answer *answer)
{
	const char *type = request_field(request, "type");
	const char *count = request_field(request, "count");
	long wanted = count == NULL ? 1 : strtol(count, NULL, 10);
	struct store *store = request->store;

	if (type == NULL) {
		refuse(answer, "type=TYPE&count=N\n");
		return;
	}
	store_lock(store);
	while (event_count(store, type) < wanted && !store->stopping)
		pthread_cond_wait(&store->changed, &store->lock);
	store_unlock(store);
	done(answer);
}

/* Every code and token that was ever given out, for tests that look for them
 * where they must not be. */
static void
list_tickets(struct request *request, struct answer *answer)
{
	static const char *const names[] = { [TICKET_CODE] = "code",
		[TICKET_REFRESH] = "refresh", [TICKET_ACCESS] = "access",
		[TICKET_ASSERTION] = "assertion" };
	const struct ticket *each;

	answer_set(answer, 200, "text/plain", "");
	store_lock(request->store);
	for (each = request->store->tickets; each != NULL; each = each->next) {
		text_addf(&answer->body, "%s %s\n", names[each->kind],
		    each->value);
		if (each->verifier[0] != '\0')
			text_addf(&answer->body, "verifier %s\n",
			    each->verifier);
	}
	store_unlock(request->store);
}

static void
reset(struct request *request, struct answer *answer)
{
	store_reset(request->store);
	done(answer);
}

static void
list_places(struct request *request, struct answer *answer);

struct row {
	const char *method;
	const char *path;
	web_handler *handler;
};

static const struct row rows[] = {
	{ "GET", "/", list_places },
	{ "GET", "/switch", list_switches },
	{ "POST", "/switch", set_switches },
	{ "POST", "/clock", set_clock },
	{ "POST", "/revoke", revoke },
	{ "POST", "/expire-secret", expire_secret },
	{ "POST", "/app", set_app },
	{ "POST", "/account", set_account },
	{ "GET", "/events", list_events },
	{ "GET", "/counts", list_counts },
	{ "GET", "/wait", wait_for_count },
	{ "GET", "/tickets", list_tickets },
	{ "POST", "/reset", reset },
	{ "POST", "/introspect", tokens_introspect },
	{ "GET", "/introspect", tokens_introspect },
};

static void
list_places(struct request *request, struct answer *answer)
{
	size_t i;

	(void)request;
	answer_set(answer, 200, "text/plain", "");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		text_addf(&answer->body, "%s %s\n", rows[i].method,
		    rows[i].path);
}

void
control_handle(struct request *request, struct answer *answer)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].path, request->path) == 0 &&
		    strcmp(rows[i].method, request->method) == 0) {
			rows[i].handler(request, answer);
			return;
		}
	answer_set(answer, 404, "text/plain", "no such thing to control\n");
}
