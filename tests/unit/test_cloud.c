/* SPDX-License-Identifier: ISC */
/* Addresses, hosts and scopes that follow from an account. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "oauth/cloud.h"

#define TENANT "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40"

static int
begin(void **state)
{
	struct account *account = must_alloc(1, sizeof(*account));

	account_init(account);
	account->mailbox = must_strdup("alerts@contoso.example");
	account->registration.client_id = must_strdup(TENANT);
	account->registration.tenant = must_strdup(TENANT);
	*state = account;
	return 0;
}

static int
end(void **state)
{
	account_clear(*state);
	free(*state);
	return 0;
}

static void
set(char **member, const char *value)
{
	free(*member);
	*member = value == NULL ? NULL : must_strdup(value);
}

static void
assert_url(const struct account *account, enum cloud_url which,
    const char *expected)
{
	struct fault why = { 0 };
	struct text out;

	text_init(&out, CLOUD_URL_MAX);
	if (!cloud_url(account, which, &out, &why))
		fail_msg("refused: %s", why.what);
	assert_string_equal(out.at, expected);
	text_clear(&out);
}

static void
assert_no_url(const struct account *account, enum cloud_url which,
    const char *part)
{
	struct fault why = { 0 };
	struct text out;

	text_init(&out, CLOUD_URL_MAX);
	assert_false(cloud_url(account, which, &out, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	if (strstr(why.what, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, why.what);
	assert_int_not_equal(strlen(why.next), 0);
	text_clear(&out);
}

static void
addresses_follow_from_cloud_and_tenant(void **state)
{
	struct account *account = *state;

	assert_url(account, CLOUD_AUTHORIZE,
	    "https://login.microsoftonline.com/" TENANT
	    "/oauth2/v2.0/authorize");
	assert_url(account, CLOUD_TOKEN,
	    "https://login.microsoftonline.com/" TENANT "/oauth2/v2.0/token");
	assert_url(account, CLOUD_DEVICE,
	    "https://login.microsoftonline.com/" TENANT
	    "/oauth2/v2.0/devicecode");
	account->cloud = CLOUD_CHINA;
	assert_url(account, CLOUD_DISCOVERY,
	    "https://login.partner.microsoftonline.cn/" TENANT
	    "/v2.0/.well-known/openid-configuration");
	account->cloud = CLOUD_USGOV_DOD;
	assert_url(account, CLOUD_CONSENT,
	    "https://login.microsoftonline.us/" TENANT "/adminconsent");
	account->cloud = CLOUD_OUTLOOK;
	set(&account->registration.tenant, NULL);
	assert_url(account, CLOUD_TOKEN,
	    "https://login.microsoftonline.com/consumers/oauth2/v2.0/token");
}

static void
an_address_by_hand_wins_and_its_neighbours_follow_it(void **state)
{
	struct account *account = *state;

	account->cloud = CLOUD_CUSTOM;
	set(&account->registration.tenant, NULL);
	set(&account->registration.authorization_url,
	    "https://id.example.net/auth?kind=web");
	set(&account->registration.token_url, "https://id.example.net/token");
	assert_url(account, CLOUD_AUTHORIZE,
	    "https://id.example.net/auth?kind=web");
	assert_url(account, CLOUD_TOKEN, "https://id.example.net/token");
	assert_no_url(account, CLOUD_DEVICE, "device authorization URL");
	assert_no_url(account, CLOUD_DISCOVERY, "metadata URL");
	set(&account->registration.token_url,
	    "https://127.0.0.1:8443/x/oauth2/v2.0/token");
	assert_url(account, CLOUD_DEVICE,
	    "https://127.0.0.1:8443/x/oauth2/v2.0/devicecode");
	assert_url(account, CLOUD_DISCOVERY,
	    "https://127.0.0.1:8443/x/v2.0/.well-known/openid-configuration");
}

static void
a_cloud_of_microsoft_keeps_the_secret_at_its_own_hosts(void **state)
{
	struct account *account = *state;
	size_t i;
	static const char *const bad[][2] = {
		{ "https://login.microsoftonline.com.evil.example/"
		  "x/oauth2/v2.0/token", "not a Microsoft sign-in host" },
		{ "https://login.microsoftonline.co/x/oauth2/v2.0/token",
		    "not a Microsoft sign-in host" },
		{ "https://login.microsoftonline.com/x/oauth2/token",
		    "old kind" },
		{ "http://login.microsoftonline.com/x/oauth2/v2.0/token", "" },
		{ "https://u@login.microsoftonline.com/x/oauth2/v2.0/token",
		    "" },
		{ "https://login.microsoftonline.com/x/oauth2/v2.0/token#a",
		    "" },
	};

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		set(&account->registration.token_url, bad[i][0]);
		assert_no_url(account, CLOUD_TOKEN, bad[i][1]);
	}
	set(&account->registration.token_url,
	    "https://login.windows.net/x/oauth2/v2.0/token");
	assert_url(account, CLOUD_TOKEN,
	    "https://login.windows.net/x/oauth2/v2.0/token");
}

static void
a_tenant_is_an_id_or_a_domain_and_nothing_else(void **state)
{
	struct account *account = *state;
	static const char *const bad[] = { "asdf", "../x", "a b.example",
		"contoso..example", "-a.example", "a.example/", "a.example?",
		"3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f4", ".example", "a.-" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		set(&account->registration.tenant, bad[i]);
		assert_no_url(account, CLOUD_TOKEN, bad[i]);
	}
	set(&account->registration.tenant, "contoso.onmicrosoft.com");
	assert_url(account, CLOUD_TOKEN, "https://login.microsoftonline.com/"
	    "contoso.onmicrosoft.com/oauth2/v2.0/token");
	set(&account->registration.tenant, NULL);
	assert_no_url(account, CLOUD_TOKEN, "does not name the token URL");
}

static void
assert_scope(const struct account *account, const char *expected)
{
	struct text out;

	text_init(&out, CLOUD_SCOPE_MAX);
	assert_true(cloud_scope(account, &out));
	assert_string_equal(out.at, expected);
	text_clear(&out);
}

static void
the_scope_follows_from_use_cloud_and_grant(void **state)
{
	struct account *account = *state;

	assert_scope(account, "openid profile offline_access "
	    "https://outlook.office.com/SMTP.Send");
	account->use.imap = true;
	account->use.pop3 = true;
	account->cloud = CLOUD_USGOV_HIGH;
	assert_scope(account, "openid profile offline_access "
	    "https://outlook.office365.us/SMTP.Send "
	    "https://outlook.office365.us/IMAP.AccessAsUser.All "
	    "https://outlook.office365.us/POP.AccessAsUser.All");
	account->cloud = CLOUD_GLOBAL;
	account->grant = GRANT_APP;
	assert_scope(account, "https://outlook.office365.com/.default");
	account->grant = GRANT_CODE;
	account->cloud = CLOUD_CUSTOM;
	account->use.imap = account->use.pop3 = false;
	assert_scope(account, "openid profile offline_access "
	    "https://outlook.office.com/SMTP.Send");
	set(&account->scope, "mail offline_access");
	assert_scope(account, "mail offline_access");
}

static void
the_table_and_the_settings_name_the_same_clouds(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < CLOUD_KINDS; i++) {
		assert_string_equal(cloud_at(i)->name,
		    cloud_word((enum cloud_kind)i));
		assert_ptr_equal(cloud_by_name(cloud_at(i)->name), cloud_at(i));
	}
	assert_null(cloud_at(i));
	assert_null(cloud_by_name("moon"));
	assert_null(cloud_by_name(NULL));
}

static void
servers_follow_from_the_cloud_and_can_be_set_by_hand(void **state)
{
	struct account *account = *state;
	struct fault why = { 0 };
	struct cloud_server server;

	assert_true(cloud_server(account, PROTOCOL_SMTP, &server, &why));
	assert_string_equal(server.host, "smtp.office365.com");
	assert_int_equal(server.port, 587);
	assert_string_equal(server.security, "starttls");
	assert_string_equal(server.user, "alerts@contoso.example");
	account->cloud = CLOUD_OUTLOOK;
	assert_true(cloud_server(account, PROTOCOL_SMTP, &server, &why));
	assert_string_equal(server.host, "smtp-mail.outlook.com");
	account->cloud = CLOUD_USGOV_DOD;
	assert_true(cloud_server(account, PROTOCOL_IMAP, &server, &why));
	assert_string_equal(server.host, "outlook-dod.office365.us");
	account->cloud = CLOUD_CUSTOM;
	assert_false(cloud_server(account, PROTOCOL_SMTP, &server, &why));
	assert_string_equal(why.step, "server");
	set(&account->smtp.host, "mail.example.net");
	assert_true(cloud_server(account, PROTOCOL_SMTP, &server, &why));
	assert_string_equal(server.host, "mail.example.net");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    addresses_follow_from_cloud_and_tenant, begin, end),
		cmocka_unit_test_setup_teardown(
		    an_address_by_hand_wins_and_its_neighbours_follow_it, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    a_cloud_of_microsoft_keeps_the_secret_at_its_own_hosts,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    a_tenant_is_an_id_or_a_domain_and_nothing_else, begin, end),
		cmocka_unit_test_setup_teardown(
		    the_scope_follows_from_use_cloud_and_grant, begin, end),
		cmocka_unit_test(
		    the_table_and_the_settings_name_the_same_clouds),
		cmocka_unit_test_setup_teardown(
		    servers_follow_from_the_cloud_and_can_be_set_by_hand, begin,
		    end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
