/* SPDX-License-Identifier: ISC */
/* Metadata documents: Microsoft's shape, a plain server's, and no document. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "oauth/discovery.h"

#define TENANT "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40"
#define HOST "https://login.microsoftonline.com/"
#define URL HOST "contoso.example/v2.0/.well-known/openid-configuration"

static struct discovery found;
static struct fault why;

static bool
read_document(long status, bool json, const char *body)
{
	struct http_answer answer = { .status = status, .json = json };
	bool good;

	secret_init(&answer.body, HTTP_BODY_MAX);
	secret_adds(&answer.body, body);
	good = discovery_read(URL, &answer, &found, &why);
	http_answer_clear(&answer);
	return good;
}

static void
a_tenants_domain_becomes_its_id(void **state)
{
	(void)state;
	assert_true(read_document(200, true, "{\"token_endpoint\":\"" HOST
	    TENANT "/oauth2/v2.0/token\",\"issuer\":\"" HOST TENANT "/v2.0\","
	    "\"authorization_endpoint\":\"" HOST TENANT
	    "/oauth2/v2.0/authorize\",\"device_authorization_endpoint\":\""
	    HOST TENANT "/oauth2/v2.0/devicecode\",\"tenant_region_scope\":"
	    "\"EU\",\"cloud_instance_name\":\"microsoftonline.com\"}"));
	assert_string_equal(found.tenant, TENANT);
	assert_string_equal(found.token, HOST TENANT "/oauth2/v2.0/token");
	assert_string_equal(found.device, HOST TENANT
	    "/oauth2/v2.0/devicecode");
	assert_string_equal(found.region, "EU");
}

static void
a_plain_servers_document_is_enough(void **state)
{
	(void)state;
	assert_true(read_document(200, true, "{\"issuer\":\"https://id.example\","
	    "\"token_endpoint\":\"https://id.example/t\"}"));
	assert_string_equal(found.tenant, "");
	assert_string_equal(found.device, "");
	assert_string_equal(found.authorization, "");
}

static void
addresses_that_we_would_not_call_are_left_out(void **state)
{
	(void)state;
	assert_false(read_document(200, true, "{\"issuer\":\"https://i.example\","
	    "\"token_endpoint\":\"http://id.example/t\"}"));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_true(read_document(200, true, "{\"issuer\":\"https://i.example\","
	    "\"token_endpoint\":\"https://i.example/t\","
	    "\"authorization_endpoint\":\"javascript:x\"}"));
	assert_string_equal(found.authorization, "");
}

static void
unknown_tenant_portal_and_trouble_are_told_apart(void **state)
{
	(void)state;
	assert_false(read_document(400, true, "{\"error\":\"invalid_tenant\","
	    "\"error_description\":\"AADSTS90002: none\",\"error_codes\":"
	    "[90002]}"));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_string_equal(why.step, "values");
	assert_non_null(strstr(why.what, "tenant"));
	assert_false(read_document(200, false, "<html>Please accept"));
	assert_int_equal(why.kind, FAULT_LATER);
	assert_non_null(strstr(why.what, "login.microsoftonline.com is no"));
	assert_non_null(strstr(why.next, "captive portal"));
	assert_false(read_document(302, false, ""));
	assert_int_equal(why.kind, FAULT_LATER);
	assert_false(read_document(503, false, ""));
	assert_int_equal(why.kind, FAULT_LATER);
	assert_non_null(strstr(why.what, "trouble"));
	assert_false(read_document(200, true, "{}"));
	assert_int_equal(why.kind, FAULT_SETTINGS);
}

static void
text_that_is_no_tenant_is_refused_before_anything_is_asked(void **state)
{
	const struct http_way way = { .ca_file = NULL };

	(void)state;
	assert_false(discovery_tenant("login.microsoftonline.com", "asdf", &way,
	    &found, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_string_equal(why.step, "values");
	assert_false(discovery_tenant("login.microsoftonline.com", "../x.y",
	    &way, &found, &why));
	assert_false(discovery_issuer("http://id.example", &way, &found,
	    &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tenants_domain_becomes_its_id),
		cmocka_unit_test(a_plain_servers_document_is_enough),
		cmocka_unit_test(addresses_that_we_would_not_call_are_left_out),
		cmocka_unit_test(
		    unknown_tenant_portal_and_trouble_are_told_apart),
		cmocka_unit_test(
		    text_that_is_no_tenant_is_refused_before_anything_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
