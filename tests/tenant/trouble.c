/* SPDX-License-Identifier: ISC */
/* The error table (microsoft.md 4 and 10) and how errors are told. */
#include <config.h>

#include "tests/tenant/trouble.h"

#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "tests/tenant/craft.h"

static const struct trouble rows[] = {
	{ TROUBLE_SLOW_DOWN, 400, "slow_down", "slow_down", NULL,
	    "Polled too often." },
	{ 50011, 400, "invalid_request", "invalid_request", NULL,
	    "The redirect address of the request is not one that is registered "
	    "for this application." },
	{ 50020, 400, "invalid_grant", "access_denied", NULL,
	    "This account belongs to another directory and is no guest of this "
	    "one." },
	{ 50034, 400, "invalid_grant", "invalid_grant", NULL,
	    "There is no such account in this directory." },
	{ 50053, 400, "invalid_grant", "invalid_grant", NULL,
	    "The account is locked." },
	{ 50055, 400, "invalid_grant", "invalid_grant",
	    "user_password_expired", "The password has expired." },
	{ 50057, 400, "invalid_grant", "invalid_grant", NULL,
	    "The account is disabled." },
	{ 50058, 400, "login_required", "login_required", NULL,
	    "Nobody is signed in here, and the request forbids to ask." },
	{ 50059, 400, "invalid_request", "invalid_request", NULL,
	    "The request names no tenant." },
	{ 50076, 400, "invalid_grant", "invalid_grant", "basic_action",
	    "A second factor is needed now." },
	{ 50079, 400, "invalid_grant", "invalid_grant", "basic_action",
	    "A second factor must be registered." },
	{ 50105, 400, "invalid_grant", "access_denied", NULL,
	    "The application needs an assignment and this person has none." },
	{ 50126, 400, "invalid_grant", "invalid_grant", NULL,
	    "User name or password are wrong." },
	{ 50173, 400, "invalid_grant", "invalid_grant", "bad_token",
	    "The sign-in behind this token was revoked." },
	{ 50194, 400, "invalid_request", "invalid_request", NULL,
	    "This application serves one tenant and cannot be used here." },
	{ 50196, 400, "invalid_grant", "invalid_grant", NULL,
	    "The same request came too often; this looks like a loop." },
	{ 53003, 400, "invalid_grant", "invalid_grant", "message_only",
	    "A Conditional Access policy blocks this." },
	{ 54005, 400, "invalid_grant", "invalid_grant", NULL,
	    "This code was redeemed before." },
	{ 65001, 400, "invalid_grant", "invalid_grant", "consent_required",
	    "Nobody has consented to what the application asks for." },
	{ 65004, 400, "access_denied", "access_denied", NULL,
	    "The person declined." },
	{ 70000, 400, "invalid_grant", "invalid_grant", NULL,
	    "This is no grant of ours, or it cannot be used here." },
	{ 70003, 400, "unsupported_grant_type", "unsupported_grant_type", NULL,
	    "There is no such kind of grant." },
	{ 70008, 400, "invalid_grant", "invalid_grant", NULL,
	    "The code or token has expired." },
	{ 70011, 400, "invalid_scope", "invalid_scope", NULL,
	    "The scope is not valid." },
	{ 70016, 400, "authorization_pending", "authorization_pending", NULL,
	    "The person has not finished yet." },
	{ 70017, 400, "authorization_declined", "access_denied", NULL,
	    "The person refused." },
	{ 70018, 400, "bad_verification_code", "invalid_grant", NULL,
	    "There is no such device code." },
	{ 70020, 400, "expired_token", "expired_token", NULL,
	    "The device code has expired." },
	{ 70043, 400, "invalid_grant", "invalid_grant", "token_expired",
	    "Sign-in frequency asks for a new sign-in." },
	{ 90002, 400, "invalid_tenant", "invalid_request", NULL,
	    "There is no such tenant in this cloud." },
	{ 90014, 400, "invalid_request", "invalid_request", NULL,
	    "A required field is missing." },
	{ 90023, 400, "invalid_request", "invalid_request", NULL,
	    "The request is not valid." },
	{ 90033, 503, "temporarily_unavailable", "temporarily_unavailable",
	    NULL, "A passing trouble; try again." },
	{ 90055, 429, "temporarily_unavailable", "temporarily_unavailable",
	    NULL, "The tenant is throttled." },
	{ 90094, 400, "consent_required", "access_denied", NULL,
	    "An administrator must consent." },
	{ 90119, 400, "invalid_request", "invalid_request", NULL,
	    "The code is empty." },
	{ 90120, 400, "invalid_request", "invalid_request", NULL,
	    "The code was used or refused before." },
	{ 500011, 400, "invalid_resource", "invalid_scope", NULL,
	    "This resource is not in the tenant." },
	{ 500112, 400, "invalid_client", "invalid_grant", NULL,
	    "The redirect address is not the one of the sign-in." },
	{ 500113, 400, "invalid_request", "invalid_request", NULL,
	    "The application has no redirect address." },
	{ 501481, 400, "invalid_grant", "invalid_grant", NULL,
	    "The code verifier does not fit the challenge." },
	{ 650053, 400, "invalid_scope", "invalid_scope", NULL,
	    "The resource has no such scope." },
	{ 700005, 400, "invalid_grant", "invalid_grant", NULL,
	    "The code was given for another tenant." },
	{ 700016, 400, "unauthorized_client", "invalid_client", NULL,
	    "The directory knows no application of this id." },
	{ 700022, 400, "invalid_scope", "invalid_scope", NULL,
	    "More than one resource is asked for." },
	{ 700024, 401, "invalid_client", "invalid_client", NULL,
	    "The assertion is outside of its time." },
	{ 700025, 401, "invalid_client", "invalid_client", NULL,
	    "A public client must not send a secret." },
	{ 700027, 401, "invalid_client", "invalid_client", NULL,
	    "The assertion's signature fits no certificate of the "
	    "application." },
	{ 700054, 400, "unsupported_response_type",
	    "unsupported_response_type", NULL,
	    "This response type is not enabled for the application." },
	{ 700082, 400, "invalid_grant", "invalid_grant", NULL,
	    "The refresh token was not used for too long." },
	{ 700084, 400, "invalid_grant", "invalid_grant", NULL,
	    "The refresh token of a single-page application has ended." },
	{ 900023, 400, "invalid_request", "invalid_request", NULL,
	    "The tenant is neither a GUID nor a domain." },
	{ 900144, 400, "invalid_request", "invalid_request", NULL,
	    "The request must have the field" },
	{ 900561, 400, "invalid_request", "invalid_request", NULL,
	    "This address takes POST only." },
	{ 900971, 400, "invalid_request", "invalid_request", NULL,
	    "The request has no redirect address." },
	{ 901002, 400, "invalid_request", "invalid_request", NULL,
	    "The field 'resource' is not known here." },
	{ 9001023, 400, "invalid_request", "invalid_request", NULL,
	    "This grant needs the address of one tenant." },
	{ 9002327, 400, "invalid_request", "invalid_request", NULL,
	    "Codes of a single-page application need an Origin." },
	{ 9002332, 400, "invalid_request", "invalid_request", NULL,
	    "The application is for organisations only." },
	{ 7000112, 400, "unauthorized_client", "unauthorized_client", NULL,
	    "The application is disabled." },
	{ 7000215, 401, "invalid_client", "invalid_client", NULL,
	    "The client secret is wrong; what counts is its value, not its "
	    "id." },
	{ 7000218, 401, "invalid_client", "invalid_client", NULL,
	    "The request must have 'client_assertion' or 'client_secret'." },
	{ 7000222, 401, "invalid_client", "invalid_client", NULL,
	    "The client secret has expired." },
};

static const struct trouble unknown = { 0, 400, "invalid_request",
	"invalid_request", NULL, "Something was wrong." };

const struct trouble *
trouble_find(long number)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].number == number)
			return &rows[i];
	return &unknown;
}

/* What Microsoft's answers carry along: who, which request, when. */
struct stamp {
	char trace[ID_SIZE];
	char correlation[ID_SIZE];
	char time[ID_SIZE];
};

static void
stamp_make(struct request *request, struct stamp *stamp)
{
	const char *id = request_header(request, "client-request-id");
	time_t now = (time_t)store_now(request->store);
	struct tm tm;

	if (id == NULL)
		id = request_field(request, "client-request-id");
	craft_uuid(stamp->trace, sizeof(stamp->trace));
	if (id != NULL && strlen(id) == 36)
		keep(stamp->correlation, sizeof(stamp->correlation), id);
	else
		craft_uuid(stamp->correlation, sizeof(stamp->correlation));
	gmtime_r(&now, &tm);
	strftime(stamp->time, sizeof(stamp->time), "%Y-%m-%d %H:%M:%SZ", &tm);
}

static void
describe(struct request *request, long number, const char *detail,
    const struct stamp *stamp, struct text *out)
{
	const char *between =
	    switch_on(request->store, "token.crlf") ? "\r\n" : " ";

	text_addf(out, "AADSTS%ld: %s%s%s", number,
	    trouble_find(number)->words, detail[0] == '\0' ? "" : " ", detail);
	text_addf(out, "%sTrace ID: %s%sCorrelation ID: %s%sTimestamp: %s",
	    between, stamp->trace, between, stamp->correlation, between,
	    stamp->time);
}

void
trouble_describe(struct request *request, long number, const char *detail,
    struct text *out)
{
	struct stamp stamp;

	if (switch_on(request->store, "plain")) {
		text_addf(out, "%s%s%s", trouble_find(number)->words,
		    detail[0] == '\0' ? "" : " ", detail);
		return;
	}
	stamp_make(request, &stamp);
	describe(request, number, detail, &stamp, out);
}

void
trouble_headers(struct request *request, struct answer *answer)
{
	char id[ID_SIZE];

	answer_header(answer, "Cache-Control", "no-store");
	answer_header(answer, "Pragma", "no-cache");
	if (switch_on(request->store, "plain"))
		return;
	craft_uuid(id, sizeof(id));
	answer_header(answer, "x-ms-request-id", "%s", id);
	answer_header(answer, "x-ms-ests-server", "2.1.1.1 - stand-in");
	answer_header(answer, "Set-Cookie",
	    "fpc=%s; Path=/; Secure; HttpOnly; SameSite=None", id);
	answer_header(answer, "Set-Cookie",
	    "x-ms-gateway-slice=estsfd; Path=/; Secure; HttpOnly");
	answer_header(answer, "X-Content-Type-Options", "nosniff");
	answer_header(answer, "Strict-Transport-Security",
	    "max-age=31536000; includeSubDomains");
}

static void
add_microsoft(struct request *request, cJSON *object, long number,
    const char *detail)
{
	static const char claims[] =
	    "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":"
	    "[\"25360aa2-1111-4222-8333-bfed5b5c17c5\"]}}}";
	const struct trouble *row = trouble_find(number);
	struct stamp stamp;
	struct text text;
	cJSON *codes;

	text_init(&text, FORM_MAX);
	stamp_make(request, &stamp);
	describe(request, number, detail, &stamp, &text);
	cJSON_AddStringToObject(object, "error_description", text.at);
	codes = cJSON_AddArrayToObject(object, "error_codes");
	cJSON_AddItemToArray(codes, cJSON_CreateNumber((double)number));
	cJSON_AddStringToObject(object, "timestamp", stamp.time);
	cJSON_AddStringToObject(object, "trace_id", stamp.trace);
	cJSON_AddStringToObject(object, "correlation_id", stamp.correlation);
	text_reset(&text);
	text_addf(&text, "%s/error?code=%ld", request->base, number);
	cJSON_AddStringToObject(object, "error_uri", text.at);
	if (row->suberror != NULL)
		cJSON_AddStringToObject(object, "suberror", row->suberror);
	if (number == 50076 || number == 53003)
		cJSON_AddStringToObject(object, "claims", claims);
	text_clear(&text);
}

void
trouble_answer(struct request *request, struct answer *answer, long number,
    const char *detail)
{
	const struct trouble *row = trouble_find(number);
	bool plain = switch_on(request->store, "plain");
	cJSON *object = cJSON_CreateObject();
	const char *error = plain ? row->plain : row->error;
	char word[DIR_SIZE];
	char *body;

	if (number == 70020 && !plain) {
		switch_text(request->store, "device.expired-word", word,
		    sizeof(word));
		error = word;
	}
	keepf(request->outcome, sizeof(request->outcome), "%ld", number);
	cJSON_AddStringToObject(object, "error", error);
	if (plain || number == TROUBLE_SLOW_DOWN)
		cJSON_AddStringToObject(object, "error_description",
		    row->words);
	else
		add_microsoft(request, object, number, detail);
	body = cJSON_PrintUnformatted(object);
	answer_set(answer, row->status, "application/json; charset=utf-8",
	    body);
	if (plain && row->status == 401)
		answer_header(answer, "WWW-Authenticate",
		    "Basic realm=\"token\"");
	cJSON_free(body);
	cJSON_Delete(object);
}
