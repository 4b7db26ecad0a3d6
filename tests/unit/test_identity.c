/* SPDX-License-Identifier: ISC */
/* Who signed in, by the ID token, and whether it is the right one. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/alloc.h"
#include "base/random.h"
#include "oauth/identity.h"

#define CLIENT "6f2c1d3e-7a54-4c0b-9e61-0b8a5d2f4c11"
#define TENANT "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40"

static struct identity identity;
static struct fault why;

static bool
read_claims(const char *claims)
{
	struct secret token;
	struct text body;
	bool good;

	text_init(&body, 8192);
	text_adds(&body, "eyJhbGciOiJub25lIn0.");
	base64url_add(&body, claims, strlen(claims));
	text_adds(&body, ".sig");
	secret_init(&token, 16384);
	secret_adds(&token, body.at);
	good = identity_read(&token, CLIENT, &identity, &why);
	secret_clear(&token);
	text_clear(&body);
	return good;
}

static void
microsofts_claims_give_name_tenant_and_object(void **state)
{
	(void)state;
	assert_true(read_claims("{\"aud\":\"" CLIENT "\",\"tid\":\"" TENANT
	    "\",\"oid\":\"a41d\",\"sub\":\"s\",\"email\":\"other@x.example\","
	    "\"preferred_username\":\"alerts@contoso.example\"}"));
	assert_string_equal(identity.name, "alerts@contoso.example");
	assert_string_equal(identity.tenant, TENANT);
	assert_string_equal(identity.object, "a41d");
}

static void
a_plain_servers_claims_are_enough(void **state)
{
	struct secret empty;

	(void)state;
	assert_true(read_claims("{\"aud\":[\"x\",\"" CLIENT "\"],\"sub\":\"7\","
	    "\"email\":\"a@b.example\"}"));
	assert_string_equal(identity.name, "a@b.example");
	assert_string_equal(identity.tenant, "");
	assert_string_equal(identity.object, "7");
	assert_true(read_claims("{\"sub\":\"7\"}"));
	assert_string_equal(identity.name, "");
	secret_init(&empty, 16);
	assert_true(identity_read(&empty, CLIENT, &identity, &why));
	assert_string_equal(identity.object, "");
}

static void
a_token_for_another_application_or_none_at_all_is_refused(void **state)
{
	static const char *const bad[] = { "", "x", "a.b", "a.!!!.c", "..",
		"a.bm90IGpzb24.c", "a.W10.c" };
	struct secret token;
	size_t i;

	(void)state;
	assert_false(read_claims("{\"aud\":\"another\",\"oid\":\"a\"}"));
	assert_int_equal(why.kind, FAULT_DATA);
	assert_false(read_claims("{\"aud\":[],\"oid\":\"a\"}"));
	assert_false(read_claims("{\"aud\":7,\"oid\":\"a\"}"));
	assert_string_equal(identity.object, "");
	for (i = 1; i < sizeof(bad) / sizeof(bad[0]); i++) {
		secret_init(&token, 64);
		secret_adds(&token, bad[i]);
		if (identity_read(&token, CLIENT, &identity, &why))
			fail_msg("accepted: %s", bad[i]);
		secret_clear(&token);
	}
}

static void
names_are_cleaned(void **state)
{
	size_t i;

	(void)state;
	assert_true(read_claims("{\"preferred_username\":\"a\\u001b]52;c\\u0007"
	    "\\u202eb@x.example\",\"tid\":12}"));
	for (i = 0; identity.name[i] != '\0'; i++)
		assert_true((unsigned char)identity.name[i] >= 0x20);
	assert_string_equal(identity.tenant, "");
}

static void
same_other_name_other_tenant_and_unknown_are_told_apart(void **state)
{
	struct account account;

	(void)state;
	account_init(&account);
	account.mailbox = must_strdup("Shared@Contoso.example");
	account.registration.tenant = must_strdup(TENANT);
	identity = (struct identity){ .name = "shared@contoso.EXAMPLE",
		.tenant = "3B9E7C52-1d84-4f7a-8c36-5e0d9a2b7f40" };
	assert_int_equal(identity_compare(&identity, &account, "", &why),
	    IDENTITY_SAME);
	account.sign_in_as = must_strdup("carrier@contoso.example");
	assert_int_equal(identity_compare(&identity, &account, "", &why),
	    IDENTITY_OTHER_NAME);
	assert_non_null(strstr(why.what, "carrier@contoso.example"));
	assert_int_equal(identity_compare(&identity, &account, CLIENT, &why),
	    IDENTITY_OTHER_TENANT);
	assert_int_equal(why.kind, FAULT_SIGNIN);
	assert_string_equal(why.step, "signin");
	/* A domain in the settings says nothing about the id. */
	free(account.registration.tenant);
	account.registration.tenant = must_strdup("contoso.example");
	assert_int_equal(identity_compare(&identity, &account, "", &why),
	    IDENTITY_OTHER_NAME);
	identity = (struct identity){ .name = "" };
	assert_int_equal(identity_compare(&identity, &account, CLIENT, &why),
	    IDENTITY_UNKNOWN);
	account_clear(&account);
}

static bool
audience_of(const char *token, char *out, size_t size)
{
	struct secret secret;
	bool known;

	secret_init(&secret, 16384);
	secret_adds(&secret, token);
	known = identity_audience(&secret, out, size);
	secret_clear(&secret);
	return known;
}

static void
an_access_token_may_tell_whom_it_is_for(void **state)
{
	char audience[64];

	(void)state;
	/* {"aud":"https://graph.microsoft.com"} */
	assert_true(audience_of("e30.eyJhdWQiOiJodHRwczovL2dyYXBoLm1pY3Jvc29md"
	    "C5jb20ifQ.x", audience, sizeof(audience)));
	assert_string_equal(audience, "https://graph.microsoft.com");
	assert_false(audience_of("EwBAA8l6BAAUO9c", audience,
	    sizeof(audience)));
	assert_string_equal(audience, "");
	assert_false(audience_of("e30.e30.x", audience, sizeof(audience)));
	assert_false(audience_of("", audience, sizeof(audience)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(microsofts_claims_give_name_tenant_and_object),
		cmocka_unit_test(a_plain_servers_claims_are_enough),
		cmocka_unit_test(
		    a_token_for_another_application_or_none_at_all_is_refused),
		cmocka_unit_test(names_are_cleaned),
		cmocka_unit_test(
		    same_other_name_other_tenant_and_unknown_are_told_apart),
		cmocka_unit_test(an_access_token_may_tell_whom_it_is_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
