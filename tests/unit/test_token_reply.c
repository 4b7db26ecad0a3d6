/* SPDX-License-Identifier: ISC */
/* Answers of a token endpoint: the samples of microsoft.md 10 in our words, and
 * what broken and hostile servers send. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "oauth/error_object.h"
#include "oauth/grant.h"

static struct token_reply reply;
static struct error_object error;
static struct fault why;

static int
begin(void **state)
{
	(void)state;
	token_reply_init(&reply);
	fault_clear(&why);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	token_reply_clear(&reply);
	return 0;
}

struct sample {
	long status;
	unsigned retry_after;
	bool json;
	const char *body;
};

static bool
read_sample(const struct sample *sample, const struct sent_secrets *sent)
{
	struct http_answer answer = { .status = sample->status,
		.retry_after = sample->retry_after, .json = sample->json };
	bool good;

	token_reply_clear(&reply);
	token_reply_init(&reply);
	secret_init(&answer.body, HTTP_BODY_MAX);
	secret_adds(&answer.body, sample->body);
	good = token_reply_read(&answer, sent, &reply, &error, &why);
	http_answer_clear(&answer);
	return good;
}

static bool
read_body(long status, const char *body)
{
	struct sample sample = { .status = status, .json = true, .body = body };

	return read_sample(&sample, NULL);
}

#define TAIL_LINES                                                             \
	"\\r\\nTrace ID: 11112222-0000-4000-8000-000000000001\\r\\n"           \
	"Correlation ID: c\\r\\nTimestamp: 2026-11-23 14:00:00Z\""
#define TAIL_BLANKS                                                            \
	" Trace ID: 11112222-0000-4000-8000-000000000001 Correlation ID: c "   \
	"Timestamp: 2026-11-23 14:00:00Z\""
#define IDS                                                                    \
	",\"timestamp\":\"2026-11-23 14:00:00Z\",\"trace_id\":"                \
	"\"11112222-0000-4000-8000-000000000001\",\"correlation_id\":\"c\"}"
#define BODY(error_, number_, tail_, more_)                                    \
	"{\"error\":\"" error_ "\",\"error_description\":\"AADSTS" number_     \
	": in words of the server." tail_ ",\"error_codes\":[" number_ "]"     \
	more_ IDS

static const struct refusal {
	long status;
	const char *body;
	enum fault_kind kind;
	enum turn turn;
	const char *step;
	const char *code;
	const char *part;
} refusals[] = {
	{ 400, BODY("authorization_pending", "70016", TAIL_LINES, ""),
	    FAULT_LATER, TURN_WAIT, "signin", "AADSTS70016", "not finished" },
	{ 400, "{\"error\":\"slow_down\",\"error_description\":\"easy\"}",
	    FAULT_LATER, TURN_WAIT, "signin", "slow_down", "less often" },
	{ 400, BODY("authorization_declined", "70017", TAIL_LINES, ""),
	    FAULT_SIGNIN, TURN_YOU, "signin", "AADSTS70017", "declined" },
	{ 400, BODY("expired_token", "70020", TAIL_LINES, ""), FAULT_SIGNIN,
	    TURN_YOU, "signin", "AADSTS70020", "expired" },
	{ 400, BODY("code_expired", "70019", TAIL_LINES, ""), FAULT_SIGNIN,
	    TURN_YOU, "signin", "AADSTS70019", "expired" },
	{ 400, BODY("bad_verification_code", "70018", TAIL_LINES, ""),
	    FAULT_SIGNIN, TURN_YOU, "signin", "AADSTS70018", "not known" },
	{ 401, BODY("invalid_client", "7000215", TAIL_BLANKS, ""), FAULT_SIGNIN,
	    TURN_YOU, "secret", "AADSTS7000215", "Secret ID" },
	{ 401, BODY("invalid_client", "7000222", TAIL_BLANKS, ""), FAULT_SIGNIN,
	    TURN_YOU, "secret", "AADSTS7000222", "expired" },
	{ 401, BODY("invalid_client", "7000218", TAIL_LINES, ""), FAULT_SIGNIN,
	    TURN_YOU, "secret", "AADSTS7000218", "none was sent" },
	{ 401, BODY("invalid_client", "700025", TAIL_BLANKS, ""),
	    FAULT_SETTINGS, TURN_YOU, "secret", "AADSTS700025", "public" },
	{ 400, BODY("invalid_grant", "700082", TAIL_BLANKS, ""), FAULT_SIGNIN,
	    TURN_YOU, "signin", "AADSTS700082", "not used" },
	{ 400, BODY("invalid_grant", "50173", TAIL_BLANKS,
		   ",\"suberror\":\"bad_token\""), FAULT_SIGNIN, TURN_YOU,
	    "signin", "AADSTS50173", "revoked" },
	{ 400, BODY("invalid_grant", "50076", TAIL_BLANKS,
		   ",\"suberror\":\"basic_action\",\"claims\":\"{\\\"access_"
		   "token\\\":{\\\"capolids\\\":{\\\"values\\\":[\\\"p-1\\\"]}"
		   "}}\""), FAULT_SIGNIN, TURN_YOU, "signin", "AADSTS50076",
	    "MFA" },
	{ 400, BODY("invalid_grant", "53003", TAIL_BLANKS,
		   ",\"suberror\":\"message_only\",\"claims\":{\"access_token\""
		   ":{\"capolids\":{\"values\":[\"p-2\"]}}}"), FAULT_SIGNIN,
	    TURN_ADMIN, "signin", "AADSTS53003", "Conditional Access" },
	{ 400, BODY("invalid_grant", "65001", TAIL_BLANKS,
		   ",\"suberror\":\"consent_required\""), FAULT_SIGNIN,
	    TURN_ADMIN, "permissions", "AADSTS65001", "consented" },
	{ 400, BODY("invalid_grant", "54005", TAIL_BLANKS, ""), FAULT_SIGNIN,
	    TURN_YOU, "signin", "AADSTS54005", "once" },
	{ 400, BODY("invalid_grant", "70043", TAIL_BLANKS,
		   ",\"suberror\":\"token_expired\""), FAULT_SIGNIN, TURN_YOU,
	    "signin", "AADSTS70043", "frequency" },
	{ 400, BODY("unauthorized_client", "700016", TAIL_BLANKS, ""),
	    FAULT_SETTINGS, TURN_YOU, "values", "AADSTS700016", "client id" },
	{ 400, BODY("invalid_request", "900023", TAIL_BLANKS, ""),
	    FAULT_SETTINGS, TURN_YOU, "values", "AADSTS900023", "tenant" },
	{ 400, BODY("invalid_scope", "70011", TAIL_LINES, ""), FAULT_SETTINGS,
	    TURN_YOU, "permissions", "AADSTS70011", "scope" },
	{ 400, BODY("invalid_request", "900144", TAIL_BLANKS, ""), FAULT_BUG,
	    TURN_US, "", "AADSTS900144", "missing" },
	{ 400, BODY("invalid_tenant", "90002", TAIL_BLANKS, ""), FAULT_SETTINGS,
	    TURN_YOU, "values", "AADSTS90002", "no such tenant" },
	{ 503, BODY("temporarily_unavailable", "90033", TAIL_BLANKS, ""),
	    FAULT_LATER, TURN_WAIT, "", "AADSTS90033", "passing trouble" },
	/* An error object is one whatever the status says. */
	{ 200, BODY("invalid_grant", "50173", TAIL_BLANKS, ""), FAULT_SIGNIN,
	    TURN_YOU, "signin", "AADSTS50173", "revoked" },
	/* A plain server: no number, no Microsoft member. */
	{ 400, "{\"error\":\"invalid_grant\"}", FAULT_SIGNIN, TURN_YOU,
	    "signin", "invalid_grant", "any more" },
	{ 401, "{\"error\":\"invalid_client\",\"error_description\":\"no\"}",
	    FAULT_SIGNIN, TURN_YOU, "secret", "invalid_client", "client id" },
	/* The number only in the description. */
	{ 400, "{\"error\":\"invalid_grant\",\"error_description\":"
	       "\"AADSTS50034: nobody\"}", FAULT_SIGNIN, TURN_YOU, "signin",
	    "AADSTS50034", "no account" },
	/* error_codes of the wrong shapes. */
	{ 400, "{\"error\":\"invalid_grant\",\"error_codes\":\"70008\"}",
	    FAULT_SIGNIN, TURN_YOU, "signin", "invalid_grant", "" },
	{ 400, "{\"error\":\"invalid_grant\",\"error_codes\":[[1],-4,1e99]}",
	    FAULT_SIGNIN, TURN_YOU, "signin", "invalid_grant", "" },
	{ 400, "{\"error\":{\"code\":\"x\"}}", FAULT_SETTINGS, TURN_YOU, "",
	    "error", "refused" },
};

static void
every_sample_gives_its_kind_turn_step_and_words(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *row = &refusals[i];

		if (read_body(row->status, row->body))
			fail_msg("taken as success: %s", row->body);
		if (why.kind != row->kind || why.turn != row->turn ||
		    strcmp(why.step, row->step) != 0 ||
		    strcmp(why.code, row->code) != 0 ||
		    strstr(why.what, row->part) == NULL)
			fail_msg("row %zu: kind %d turn %d step %s code %s: %s",
			    i, why.kind, why.turn, why.step, why.code,
			    why.what);
		assert_true(secret_is_empty(&reply.access_token));
	}
}

static void
the_servers_words_come_without_the_ids_and_the_trace_id_is_kept(void **state)
{
	(void)state;
	read_body(400, BODY("invalid_grant", "700082", TAIL_LINES, ""));
	assert_string_equal(why.server, "invalid_grant: AADSTS700082: in words "
	    "of the server. [trace 11112222-0000-4000-8000-000000000001 "
	    "2026-11-23 14:00:00Z]");
	read_body(400, refusals[12].body);
	assert_string_equal(error.policies, "p-1");
	read_body(400, refusals[13].body);
	assert_string_equal(error.policies, "p-2");
	assert_non_null(strstr(why.server, "(policy p-2)"));
}

#define GOOD(more_)                                                            \
	"{\"token_type\":\"Bearer\",\"access_token\":\"acc.ess\"" more_ "}"

static void
a_success_gives_its_tokens(void **state)
{
	(void)state;
	assert_true(read_body(200, GOOD(",\"expires_in\":4287,\"refresh_token\""
	    ":\"1.AXk\",\"id_token\":\"a.b.c\",\"scope\":\"x y\"")));
	assert_string_equal(secret_open(&reply.access_token), "acc.ess");
	assert_string_equal(secret_open(&reply.refresh_token), "1.AXk");
	assert_string_equal(secret_open(&reply.id_token), "a.b.c");
	assert_string_equal(reply.scope, "x y");
	assert_int_equal(reply.expires_in, 4287);
	secret_close(&reply.access_token);
	secret_close(&reply.refresh_token);
	secret_close(&reply.id_token);
	/* The least that RFC 6749 5.1 asks for. */
	assert_true(read_body(200, "{\"access_token\":\"t\",\"token_type\":"
	    "\"bearer\"}"));
	assert_true(secret_is_empty(&reply.refresh_token));
	assert_true(read_body(200, GOOD(",\"refresh_token\":null")));
}

static void
the_life_of_a_token_is_taken_within_bounds(void **state)
{
	static const struct {
		const char *body;
		int64_t expected;
	} rows[] = {
		{ GOOD(",\"expires_in\":3599"), 3599 },
		{ GOOD(",\"expires_in\":\"3599\""), 3599 },
		{ GOOD(",\"expires_in\":60"), 60 },
		{ GOOD(",\"expires_in\":86400"), 86400 },
		{ GOOD(""), 300 },
		{ GOOD(",\"expires_in\":59"), 300 },
		{ GOOD(",\"expires_in\":86401"), 300 },
		{ GOOD(",\"expires_in\":-1"), 300 },
		{ GOOD(",\"expires_in\":1e400"), 300 },
		{ GOOD(",\"expires_in\":99999999999999999999"), 300 },
		{ GOOD(",\"expires_in\":3600.9"), 300 },
		{ GOOD(",\"expires_in\":\"soon\""), 300 },
		{ GOOD(",\"expires_in\":null"), 300 },
		{ GOOD(",\"expires_in\":{}"), 300 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!read_body(200, rows[i].body))
			continue; /* the JSON reader may refuse the number */
		if (reply.expires_in != rows[i].expected)
			fail_msg("%s gave %d", rows[i].body,
			    (int)reply.expires_in);
	}
	assert_true(read_body(200, rows[1].body));
}

static void
a_token_that_would_break_a_login_is_refused(void **state)
{
	static const char *const bodies[] = {
		"{\"access_token\":\"a b\"}", "{\"access_token\":\"a\\r\\nb\"}",
		"{\"access_token\":\"a\\u0001b\"}", "{\"access_token\":\"\"}",
		"{\"access_token\":\"a\\u00e9\"}", "{\"access_token\":12}",
		"{\"access_token\":\"a\\u0000b\"}", "{\"Access_Token\":\"a\"}",
		"{\"access_token\":\"a\",\"access_token\":\"b\"}",
		"{\"access_token\":\"a\",\"token_type\":\"MAC\"}",
		"{\"access_token\":\"a\",\"refresh_token\":\"x y\"}",
		"{}", "[]", "\"access_token\"", "{\"access_token\":\"a\"} x",
		"{\"claims\":\"access_token\"}", "{\"access_token\"", "" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		if (read_body(200, bodies[i]))
			fail_msg("accepted: %s", bodies[i]);
		assert_int_equal(why.kind, FAULT_LATER);
		assert_int_not_equal(strlen(why.next), 0);
	}
}

static void
depth_and_size_are_bounded(void **state)
{
	static const char begins[] =
	    "{\"error\":\"invalid_grant\",\"error_description\":\"";
	enum { LARGE = 200000 };
	char *large = must_alloc(1, LARGE + 1);
	size_t i;

	(void)state;
	memset(large, '[', LARGE);
	assert_false(read_body(200, large));
	memset(large, 'x', LARGE);
	memcpy(large, begins, strlen(begins));
	memcpy(large + LARGE - 2, "\"}", 2);
	assert_false(read_body(400, large));
	assert_int_equal(why.kind, FAULT_SIGNIN);
	assert_true(strlen(why.server) < sizeof(why.server));
	free(large);
	assert_false(read_body(400, "{\"error\":\"invalid_grant\",\"error_"
	    "description\":\"\\u001b]52;c;QQ\\u0007 \\u202e abc\"}"));
	for (i = 0; why.server[i] != '\0'; i++)
		assert_true((unsigned char)why.server[i] >= 0x20);
	assert_null(strstr(why.server, "\xe2\x80\xae"));
}

static void
what_is_no_answer_of_a_sign_in_server_says_so(void **state)
{
	static const struct {
		struct sample sample;
		enum fault_kind kind;
		const char *part;
	} rows[] = {
		{ { 200, 0, false, "<html>Welcome to our guest network" },
		    FAULT_LATER, "web page" },
		{ { 200, 0, true, "" }, FAULT_LATER, "empty" },
		{ { 200, 0, true, "\r\n <html>" }, FAULT_LATER,
		    "web page" },
		{ { 200, 0, true, "{\"access_tok" }, FAULT_LATER, "no JSON" },
		{ { 302, 0, false, "" }, FAULT_LATER, "elsewhere" },
		{ { 307, 0, true, GOOD("") }, FAULT_LATER, "elsewhere" },
		{ { 404, 0, false, "gone" }, FAULT_SETTINGS, "404" },
		{ { 429, 30, false, "" }, FAULT_LATER, "too often" },
		{ { 503, 7, false, "<h1>down" }, FAULT_LATER, "trouble" },
		{ { 500, 0, true, "{}" }, FAULT_LATER, "trouble" },
		{ { 429, 30, true, "{\"error\":\"invalid_request\"}" },
		    FAULT_LATER, "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_false(read_sample(&rows[i].sample, NULL));
		if (why.kind != rows[i].kind ||
		    strstr(why.what, rows[i].part) == NULL)
			fail_msg("row %zu: %d %s", i, why.kind, why.what);
		assert_int_equal(why.retry_after, rows[i].sample.retry_after);
		assert_int_not_equal(strlen(why.next), 0);
	}
}

static void
what_was_sent_does_not_come_back_in_a_message(void **state)
{
	struct sample sample = { .status = 400, .json = true,
		.body = "{\"error\":\"CANARYSECRET\",\"error_description\":"
			"\"bad CANARYSECRET and CANARYSECRET\",\"trace_id\":"
			"\"CANARYSECRET\"}" };
	struct sent_secrets sent = { .count = 1 };
	struct secret canary;

	(void)state;
	secret_init(&canary, 64);
	secret_adds(&canary, "CANARYSECRET");
	sent.secret[0] = &canary;
	assert_false(read_sample(&sample, &sent));
	assert_null(strstr(why.what, "CANARYSECRET"));
	assert_null(strstr(why.next, "CANARYSECRET"));
	assert_null(strstr(why.server, "CANARYSECRET"));
	assert_null(strstr(why.code, "CANARYSECRET"));
	assert_non_null(strstr(why.server, "bad ****"));
	sample.body = "{\"error\":\"invalid_grant\",\"claims\":{\"access_token\":"
		      "{\"capolids\":{\"values\":[\"p-CANARYSECRET\"]}}}}";
	assert_false(read_sample(&sample, &sent));
	assert_null(strstr(why.server, "CANARYSECRET"));
	assert_non_null(strstr(why.server, "(policy p-****"));
	/* The search works: without the list it is there. */
	assert_false(read_sample(&sample, NULL));
	assert_non_null(strstr(why.server, "CANARYSECRET"));
	secret_clear(&canary);
}

/* A server that shows the form it was sent shows the value as it stands in it;
 * and where the ids of policies stand, it may show anything. */
static void
what_was_sent_does_not_come_back_as_it_stood_in_the_form(void **state)
{
	struct sample sample = { .status = 400, .json = true,
		.body = "{\"error\":\"invalid_request\","
			"\"error_description\":\"cannot read refresh_token="
			"CANARY%2FSECRET%2B%3D&scope=a\",\"claims\":"
			"{\"access_token\":{\"capolids\":{\"values\":"
			"[\"CANARY/SECRET+=\"]}}}}" };
	struct sent_secrets sent = { .count = 1 };
	struct secret canary;

	(void)state;
	secret_init(&canary, 64);
	secret_adds(&canary, "CANARY/SECRET+=");
	sent.secret[0] = &canary;
	assert_false(read_sample(&sample, &sent));
	assert_null(strstr(why.server, "SECRET"));
	assert_non_null(strstr(why.server, "refresh_token=****"));
	assert_int_equal(canary.open, 0);
	secret_clear(&canary);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_sample_gives_its_kind_turn_step_and_words),
		CASE(
		    the_servers_words_come_without_the_ids_and_the_trace_id_is_kept),
		CASE(a_success_gives_its_tokens),
		CASE(the_life_of_a_token_is_taken_within_bounds),
		CASE(a_token_that_would_break_a_login_is_refused),
		CASE(depth_and_size_are_bounded),
		CASE(what_is_no_answer_of_a_sign_in_server_says_so),
		CASE(what_was_sent_does_not_come_back_in_a_message),
		CASE(
		    what_was_sent_does_not_come_back_as_it_stood_in_the_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
