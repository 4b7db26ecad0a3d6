/* SPDX-License-Identifier: ISC */
/* Checks an authorize request (RFC 6749 4.1.1) and makes its answer; who signs
 * in, and as whom, is asked in signin.c. */
#include <config.h>

#include "tests/tenant/authorize.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "tests/tenant/client.h"
#include "tests/tenant/craft.h"
#include "tests/tenant/faults.h"
#include "tests/tenant/pages.h"
#include "tests/tenant/signin.h"
#include "tests/tenant/trouble.h"

/* Splits scheme://host from :port and path; false for anything else. */
static bool
split(const char *uri, size_t *host_end, const char **path)
{
	const char *host = strstr(uri, "://");
	size_t len;

	if (host == NULL)
		return false;
	host += 3;
	len = strcspn(host, ":/?#");
	*host_end = (size_t)(host - uri) + len;
	*path = uri + *host_end;
	if (**path == ':')
		*path += 1 + strspn(*path + 1, "0123456789");
	if (strcmp(*path, "/") == 0)
		*path = "";
	return true;
}

static bool
matches(const char *registered, const char *uri)
{
	const char *own_path, *path;
	size_t own_end, end;

	if (strcmp(registered, uri) == 0)
		return true;
	if (!split(registered, &own_end, &own_path) ||
	    !split(uri, &end, &path))
		return false;
	/* Only for localhost does the port not count. */
	return own_end == end && strncasecmp(registered, uri, end) == 0 &&
	    end >= 12 && strncasecmp(uri + end - 12, "://localhost", 12) == 0 &&
	    strcmp(own_path, path) == 0;
}

bool
redirect_is_registered(const struct app *app, const char *uri)
{
	const char *rest = app->redirect_uris;
	char each[DIR_SIZE];

	while (words_next(&rest, each, sizeof(each)))
		if (matches(each, uri))
			return true;
	return false;
}

/* Adds the fields to the redirect address as the response mode says. */
static void
send_back(struct answer *answer, const struct flow *flow, struct text *params)
{
	struct field *asked =
	    fields_parse(flow->query, strlen(flow->query));
	const char *uri = field_value(asked, "redirect_uri");
	const char *mode = field_value(asked, "response_mode");
	const char *state = field_value(asked, "state");
	struct field *fields;
	const char *path;
	size_t end;
	char mark = '?';

	if (state != NULL)
		add_field(params, "state", state);
	if (mode != NULL && strcmp(mode, "form_post") == 0) {
		fields = fields_parse(params->at, params->len);
		page_post(answer, uri, fields);
		fields_free(fields);
	} else {
		if (mode != NULL && strcmp(mode, "fragment") == 0)
			mark = '#';
		else if (strchr(uri, '?') != NULL)
			mark = '&';
		answer_set(answer, 302, "text/html", "");
		answer_header(answer, "Location", "%s%s%c%s", uri,
		    split(uri, &end, &path) && path == uri + strlen(uri) ?
			"/" :
			"",
		    mark, params->at);
	}
	fields_free(asked);
}

void
authorize_refuse(struct request *request, struct answer *answer,
    const struct flow *flow, long number)
{
	const struct trouble *row = trouble_find(number);
	bool plain = switch_on(request->store, "plain");
	struct text params, words;

	text_init(&params, FORM_MAX);
	text_init(&words, FORM_MAX);
	add_field(&params, "error", plain ? row->plain : row->error);
	if (number == 65004 && !plain)
		add_field(&params, "error_subcode", "cancel");
	trouble_describe(request, number, "", &words);
	add_field(&params, "error_description", words.at);
	send_back(answer, flow, &params);
	keepf(request->outcome, sizeof(request->outcome), "%ld", number);
	text_clear(&params);
	text_clear(&words);
}

static void
make_code(struct request *request, const struct flow *flow,
    const struct field *asked, struct text *params)
{
	struct store *store = request->store;
	const char *challenge = field_value(asked, "code_challenge");
	const char *method = field_value(asked, "code_challenge_method");
	const char *nonce = field_value(asked, "nonce");
	const char *scope = field_value(asked, "scope");
	struct grant *grant;
	struct ticket *code;

	grant = grant_new(store, flow->app, flow->account, GRANT_CODE);
	keepf(grant->scopes, sizeof(grant->scopes), "%.600s",
	    scope == NULL ? "" : scope);
	keep(grant->path, sizeof(grant->path), flow->path);
	if (nonce != NULL)
		keepf(grant->nonce, sizeof(grant->nonce), "%.150s", nonce);
	code = ticket_new(store, TICKET_CODE, grant);
	keepf(code->redirect_uri, sizeof(code->redirect_uri), "%.500s",
	    field_value(asked, "redirect_uri"));
	if (challenge != NULL)
		keepf(code->challenge, sizeof(code->challenge), "%.150s",
		    challenge);
	code->challenge_plain = method == NULL || strcmp(method, "plain") == 0;
	add_field(params, "code", code->value);
	event_log(store, "code", "who", flow->account->upn, "app",
	    flow->app->name, NULL);
}

void
authorize_finish(struct request *request, struct answer *answer,
    struct flow *flow)
{
	struct field *asked = fields_parse(flow->query, strlen(flow->query));
	const char *scope = field_value(asked, "scope");
	char session[ID_SIZE];
	struct text params;

	text_init(&params, FORM_MAX);
	if (flow->kind == FLOW_ADMIN) {
		flow->app->admin_consent = true;
		add_field(&params, "admin_consent", "True");
		add_field(&params, "tenant", flow->account->tenant->id);
		if (scope != NULL)
			add_field(&params, "scope", scope);
	} else {
		make_code(request, flow, asked, &params);
	}
	send_back(answer, flow, &params);
	if (flow->kind == FLOW_CODE && answer->status == 302 &&
	    !switch_on(request->store, "plain")) {
		craft_uuid(session, sizeof(session));
		/* the Location is the last header written */
		answer->headers.at[--answer->headers.len] = '\0';
		text_addf(&answer->headers, "&session_state=%s\n", session);
	}
	keep(request->outcome, sizeof(request->outcome), "ok");
	fields_free(asked);
	text_clear(&params);
}

/* What stays on a page since no redirect address can be trusted yet. */
static long
check_target(struct request *request, struct app **app, char *detail)
{
	const char *uri = request_field(request, "redirect_uri");
	long number;

	if (request->place_trouble != 0)
		return request->place_trouble;
	number = client_find(request, request->tenant, request->place, app);
	if (number == 900144)
		keep(detail, NAME_SIZE, "'client_id'.");
	if (number != 0)
		return number;
	if ((*app)->redirect_uris[0] == '\0')
		return 500113;
	if (uri == NULL)
		return 900971;
	return redirect_is_registered(*app, uri) ? 0 : 50011;
}

/* What is told at the redirect address. */
static long
check_request(struct request *request)
{
	const char *type = request_field(request, "response_type");
	const char *scope = request_field(request, "scope");
	struct scopes scopes;
	long number;

	if (type == NULL)
		return 900144;
	if (strcmp(type, "code") != 0)
		return 700054;
	if (scope == NULL && !switch_on(request->store, "plain"))
		return 900144;
	number = scopes_parse(request->store, scope == NULL ? "" : scope,
	    &scopes);
	return number == 70011 ? 650053 : number;
}

static struct flow *
flow_new(struct request *request, enum flow_kind kind, struct app *app)
{
	const char *prompt = request_field(request, "prompt");
	struct text query;
	const struct field *each;
	struct flow *flow;

	text_init(&query, FORM_MAX);
	/* OpenID Connect allows POST too, so both are kept. */
	for (each = request->query; each != NULL; each = each->next)
		add_field(&query, each->name, each->value);
	for (each = request->form; each != NULL; each = each->next)
		add_field(&query, each->name, each->value);
	flow = signin_begin(request, kind, app);
	flow->query = text_take(&query);
	flow->always_ask = kind == FLOW_ADMIN ||
	    (prompt != NULL &&
		(strcmp(prompt, "select_account") == 0 ||
		    strcmp(prompt, "login") == 0));
	text_clear(&query);
	return flow;
}

static void
start(struct request *request, struct answer *answer, enum flow_kind kind)
{
	char detail[NAME_SIZE] = "";
	struct app *app = NULL;
	struct flow *flow;
	long number;

	keep(request->event, sizeof(request->event),
	    kind == FLOW_ADMIN ? "adminconsent" : "authorize");
	number = check_target(request, &app, detail);
	if (number != 0) {
		page_error(request, answer, number, detail);
		return;
	}
	keep(request->outcome, sizeof(request->outcome), "page");
	flow = flow_new(request, kind, app);
	number = kind == FLOW_ADMIN ? 0 : check_request(request);
	if (number != 0)
		authorize_refuse(request, answer, flow, number);
	else
		signin_step(request, answer, flow);
}

void
authorize_handle(struct request *request, struct answer *answer)
{
	struct fault_plan plan;

	keep(request->event, sizeof(request->event), "authorize");
	trouble_headers(request, answer);
	faults_plan(request->store, "authorize.fault", &plan);
	if (faults_before(request, answer, &plan))
		return;
	store_lock(request->store);
	start(request, answer, FLOW_CODE);
	store_unlock(request->store);
	faults_after(request, answer, &plan);
}

void
admin_handle(struct request *request, struct answer *answer)
{
	trouble_headers(request, answer);
	store_lock(request->store);
	start(request, answer, FLOW_ADMIN);
	store_unlock(request->store);
}
