/* SPDX-License-Identifier: ISC */
/* Leads a person through the pages; the pages are painted in pages.c. */
#include <config.h>

#include "tests/tenant/signin.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "tests/tenant/authorize.h"
#include "tests/tenant/craft.h"
#include "tests/tenant/device.h"
#include "tests/tenant/pages.h"
#include "tests/tenant/places.h"
#include "tests/tenant/scope.h"
#include "tests/tenant/trouble.h"

static struct session *
find_session(struct request *request)
{
	const char *id = request_cookie(request, SIGNIN_COOKIE);
	struct session *each = NULL;

	if (id != NULL)
		for (each = request->store->sessions; each != NULL;
		     each = each->next)
			if (strcmp(each->id, id) == 0)
				break;
	return each;
}

static void
remember(struct request *request, struct answer *answer, const char *upn)
{
	struct session *session = find_session(request);

	if (session == NULL) {
		session = must_alloc(1, sizeof(*session));
		craft_uuid(session->id, sizeof(session->id));
		session->next = request->store->sessions;
		request->store->sessions = session;
	}
	words_add(session->upns, sizeof(session->upns), upn);
	answer_header(answer, "Set-Cookie",
	    SIGNIN_COOKIE "=%s; Path=/; Max-Age=7776000; Secure; HttpOnly; "
		   "SameSite=None",
	    session->id);
}

struct flow *
signin_begin(struct request *request, enum flow_kind kind, struct app *app)
{
	struct flow *flow = must_alloc(1, sizeof(*flow));

	flow->kind = kind;
	flow->app = app;
	craft_uuid(flow->id, sizeof(flow->id));
	keep(flow->path, sizeof(flow->path), request->place);
	flow->next = request->store->flows;
	request->store->flows = flow;
	return flow;
}

static struct flow *
find_flow(struct store *store, const char *id)
{
	struct flow *each;

	for (each = store->flows; each != NULL; each = each->next)
		if (id != NULL && strcmp(each->id, id) == 0)
			break;
	return each;
}

/* May this account come here at all? */
static long
check_account(struct request *request, const struct flow *flow)
{
	const struct account *account = flow->account;
	const struct tenant *tenant = NULL;

	if (switch_on(request->store, "plain"))
		return account->tenant == flow->app->tenant ? 0 : 50020;
	(void)place_named(flow->path, &tenant);
	if (tenant == NULL && !flow->app->multi_tenant)
		tenant = flow->app->tenant;
	if (tenant != NULL && tenant != account->tenant)
		return 50020;
	if (strcasecmp(flow->path, "organizations") == 0 &&
	    account->tenant == &tenant_consumers)
		return 50020;
	return flow->app->assignment_required &&
		!words_have(flow->app->assigned, account->upn) ?
	    50105 :
	    0;
}

static long
check_policies(struct request *request, const struct flow *flow)
{
	char words[DIR_SIZE];

	switch_text(request->store, "ca.block", words, sizeof(words));
	if (words_have(words, "web") || words_have(words, "all") ||
	    (flow->kind == FLOW_DEVICE && words_have(words, "device")))
		return 53003;
	switch_text(request->store, "password.page", words, sizeof(words));
	return words[0] == '\0' ? 0 : strtol(words, NULL, 10);
}

static void
finish_device(struct request *request, struct answer *answer,
    struct flow *flow)
{
	struct device *device =
	    device_by_user_code(request->store, flow->user_code);

	device->account = flow->account;
	event_log(request->store, "device.signin", "who", flow->account->upn,
	    NULL);
	page_words(answer, "You have signed in",
	    "You may close this window and go back to your device.");
	keep(request->outcome, sizeof(request->outcome), "ok");
}

/* What the person must say yes to: "" when there is nothing left. */
static void
wanted_consent(struct request *request, const struct flow *flow, char *out,
    size_t size)
{
	struct field *asked = fields_parse(flow->query, strlen(flow->query));
	const char *prompt = field_value(asked, "prompt");
	const char *scope = field_value(asked, "scope");
	struct scopes scopes;

	out[0] = '\0';
	if (flow->kind == FLOW_ADMIN) {
		keep(out, size, flow->app->scopes);
	} else if (scopes_parse(request->store, scope == NULL ? "" : scope,
		       &scopes) == 0 &&
	    ((prompt != NULL && strcmp(prompt, "consent") == 0) ||
		!scopes_are_consented(request->store, flow->app,
		    flow->account->upn, scopes.names))) {
		keep(out, size, scopes.names[0] == '\0' ? scopes.oidc :
							  scopes.names);
	}
	fields_free(asked);
}

static void
ask_consent(struct request *request, struct answer *answer, struct flow *flow)
{
	char names[SCOPES_SIZE];

	if (flow->kind == FLOW_ADMIN && !flow->account->is_admin) {
		page_error(request, answer, 90094, "");
		return;
	}
	wanted_consent(request, flow, names, sizeof(names));
	if (flow->consented || names[0] == '\0') {
		if (names[0] != '\0')
			scopes_consent(request->store, flow->app,
			    flow->account->upn, names);
		authorize_finish(request, answer, flow);
	} else if (!flow->app->user_consent && !flow->account->is_admin) {
		page_error(request, answer, 90094, "");
	} else {
		page_consent(answer, flow, names);
	}
}

static void
go_on(struct request *request, struct answer *answer, struct flow *flow)
{
	struct device *device;
	long number = check_account(request, flow);

	if (number == 0)
		number = check_policies(request, flow);
	if (number == 53003 && flow->kind == FLOW_DEVICE) {
		/* The poll learns nothing of it. */
		device = device_by_user_code(request->store, flow->user_code);
		device->blocked = true;
	}
	if (number != 0)
		page_error(request, answer, number, flow->account->upn);
	else if (flow->kind != FLOW_DEVICE)
		ask_consent(request, answer, flow);
	else if (flow->consented)
		finish_device(request, answer, flow);
	else
		page_consent(answer, flow, "");
}

/* Somebody is signed in here already: goes on silently when the request does
 * not forbid it. This is how the wrong account gets in. */
static struct account *
silent_account(struct request *request, const struct flow *flow,
    const struct session *session, const char *hint)
{
	char first[NAME_SIZE], second[NAME_SIZE];
	const char *rest = session->upns;

	if (flow->always_ask || flow->kind == FLOW_DEVICE)
		return NULL;
	if (hint != NULL)
		return words_have(session->upns, hint) ?
		    account_find(request->store, hint) :
		    NULL;
	if (!words_next(&rest, first, sizeof(first)) ||
	    words_next(&rest, second, sizeof(second)))
		return NULL;
	return account_find(request->store, first);
}

void
signin_step(struct request *request, struct answer *answer, struct flow *flow)
{
	const struct session *session = find_session(request);
	struct field *asked = fields_parse(flow->query, strlen(flow->query));
	const char *hint = field_value(asked, "login_hint");
	const char *prompt = field_value(asked, "prompt");

	if (flow->account == NULL && session != NULL)
		flow->account = silent_account(request, flow, session, hint);
	if (flow->account != NULL)
		go_on(request, answer, flow);
	else if (prompt != NULL && strcmp(prompt, "none") == 0)
		authorize_refuse(request, answer, flow, 50058);
	else if (session != NULL &&
	    (prompt == NULL || strcmp(prompt, "login") != 0))
		page_accounts(answer, flow, session->upns);
	else
		page_signin(request, answer, flow, hint == NULL ? "" : hint,
		    "");
	fields_free(asked);
}

static void
cancel(struct request *request, struct answer *answer, struct flow *flow)
{
	struct device *device;

	if (flow->kind != FLOW_DEVICE) {
		authorize_refuse(request, answer, flow, 65004);
		return;
	}
	device = device_by_user_code(request->store, flow->user_code);
	device->declined = true;
	page_words(answer, "Declined", "Your device was told.");
	keep(request->outcome, sizeof(request->outcome), "65004");
}

/* Password typed; 0 or the number of what is wrong, shown above the form. */
static long
check_password(struct request *request, struct flow *flow)
{
	const char *name = request_field(request, "username");
	const char *password = request_field(request, "password");
	struct account *account;

	account = account_find(request->store, name);
	if (account == NULL)
		return 50034;
	if (account->password[0] == '\0' || password == NULL ||
	    strcmp(account->password, password) != 0)
		return 50126;
	if (account->disabled)
		return 50057;
	if (account->password_expired)
		return 50055;
	flow->account = account;
	return 0;
}

static void
try_password(struct request *request, struct answer *answer,
    struct flow *flow)
{
	const char *name = request_field(request, "username");
	long number = check_password(request, flow);
	struct text problem;

	if (number == 0) {
		remember(request, answer, flow->account->upn);
		keep(request->outcome, sizeof(request->outcome), "password");
		signin_step(request, answer, flow);
		return;
	}
	text_init(&problem, 4096);
	trouble_describe(request, number, "", &problem);
	page_signin(request, answer, flow, name, problem.at);
	keepf(request->outcome, sizeof(request->outcome), "%ld", number);
	text_clear(&problem);
}

static void
pick(struct request *request, struct answer *answer, struct flow *flow,
    const char *upn)
{
	const struct session *session = find_session(request);

	keep(request->outcome, sizeof(request->outcome), "picked");
	if (session == NULL || !words_have(session->upns, upn)) {
		page_signin(request, answer, flow, "", "");
		return;
	}
	flow->account = account_find(request->store, upn);
	signin_step(request, answer, flow);
}

static void
take_form(struct request *request, struct answer *answer)
{
	const char *said = field_value(request->form, "answer");
	const char *picked = field_value(request->form, "account");
	struct flow *flow = find_flow(request->store,
	    field_value(request->form, "flow"));

	if (flow == NULL) {
		page_error(request, answer, 90014, "");
	} else if (said != NULL && strcmp(said, "cancel") == 0) {
		cancel(request, answer, flow);
	} else if (picked != NULL) {
		pick(request, answer, flow, picked);
	} else if (field_value(request->form, "username") != NULL) {
		try_password(request, answer, flow);
	} else {
		flow->consented = said != NULL &&
		    strcmp(said, "accept") == 0 && flow->account != NULL;
		keep(request->outcome, sizeof(request->outcome), "consent");
		signin_step(request, answer, flow);
	}
	if (flow != NULL && flow->account != NULL)
		keep(request->detail, sizeof(request->detail),
		    flow->account->upn);
}

void
signin_handle(struct request *request, struct answer *answer)
{
	keep(request->event, sizeof(request->event), "signin");
	trouble_headers(request, answer);
	store_lock(request->store);
	take_form(request, answer);
	store_unlock(request->store);
}

static void
take_user_code(struct request *request, struct answer *answer,
    const char *code)
{
	struct device *device = device_by_user_code(request->store, code);
	struct flow *flow;

	if (code[0] == '\0') {
		page_user_code(answer, "AADSTS90119: The code is empty.");
	} else if (device == NULL) {
		page_user_code(answer, "That code is not known. Check it.");
	} else if (device->account != NULL || device->declined) {
		page_error(request, answer, 90120, "");
	} else {
		flow = signin_begin(request, FLOW_DEVICE, device->app);
		keep(flow->path, sizeof(flow->path), device->path);
		keep(flow->user_code, sizeof(flow->user_code),
		    device->user_code);
		flow->query = must_strdup("");
		signin_step(request, answer, flow);
	}
}

void
devicelogin_handle(struct request *request, struct answer *answer)
{
	const char *code = field_value(request->form, "user_code");

	keep(request->event, sizeof(request->event), "devicelogin");
	trouble_headers(request, answer);
	store_lock(request->store);
	if (code == NULL)
		page_user_code(answer, "");
	else
		take_user_code(request, answer, code);
	store_unlock(request->store);
}
