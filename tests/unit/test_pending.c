/* SPDX-License-Identifier: ISC */
/* The sign-in that has begun: its address, PKCE, and the way into the vault and
 * back. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/alloc.h"
#include "oauth/pending.h"

static struct account account;
static struct pending pending;
static struct fault why;

static void
set(char **member, const char *value)
{
	free(*member);
	*member = value == NULL ? NULL : must_strdup(value);
}

static int
begin(void **state)
{
	(void)state;
	account_init(&account);
	set(&account.mailbox, "alerts@contoso.example");
	set(&account.registration.client_id,
	    "6f2c1d3e-7a54-4c0b-9e61-0b8a5d2f4c11");
	set(&account.registration.tenant,
	    "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40");
	pending_init(&pending);
	fault_clear(&why);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	pending_clear(&pending);
	account_clear(&account);
	return 0;
}

static void
the_challenge_is_that_of_rfc_7636(void **state)
{
	struct secret verifier;
	struct text out;

	(void)state;
	secret_init(&verifier, 128);
	secret_adds(&verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
	text_init(&out, 64);
	assert_true(pending_challenge(&verifier, &out));
	assert_string_equal(out.at,
	    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
	text_clear(&out);
	secret_clear(&verifier);
}

static void
each_sign_in_has_a_state_and_a_verifier_of_its_own(void **state)
{
	struct pending other;

	(void)state;
	pending_init(&other);
	assert_true(pending_begin(&pending, &account, 0, 1000, &why));
	assert_true(pending_begin(&other, &account, 0, 1000, &why));
	assert_int_equal(pending.state.len, 43);
	assert_int_equal(pending.verifier.len, 43);
	assert_false(secret_equals(&pending.state, &other.state));
	assert_false(secret_equals(&pending.verifier, &other.verifier));
	assert_false(secret_equals(&pending.state, &pending.verifier));
	pending_clear(&other);
}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no \"%s\" in %s", part, text);
}

static void
the_address_asks_for_all_that_it_must(void **state)
{
	struct text url;

	(void)state;
	set(&account.sign_in_as, "carrier+1@contoso.example");
	assert_true(pending_begin(&pending, &account, 0, 1000, &why));
	text_init(&url, 8192);
	assert_true(pending_url(&pending, &account, &url, &why));
	assert_has(url.at, "https://login.microsoftonline.com/3b9e7c52-1d84-"
	    "4f7a-8c36-5e0d9a2b7f40/oauth2/v2.0/authorize?client_id=6f2c1d3e");
	assert_has(url.at, "&response_type=code&");
	assert_has(url.at, "&redirect_uri="
	    "http%3A%2F%2Flocalhost%3A8765%2Fpostfrank&");
	assert_has(url.at, "&scope=openid%20profile%20offline_access%20https"
	    "%3A%2F%2Foutlook.office.com%2FSMTP.Send&");
	assert_has(url.at, "&code_challenge_method=S256&");
	assert_has(url.at, "&prompt=select_account&");
	assert_has(url.at, "&login_hint=carrier%2B1%40contoso.example");
	assert_has(url.at, secret_open(&pending.state));
	secret_close(&pending.state);
	assert_null(strstr(url.at, secret_open(&pending.verifier)));
	secret_close(&pending.verifier);
	text_clear(&url);
}

static void
the_listeners_port_goes_into_the_redirect_address(void **state)
{
	(void)state;
	assert_true(pending_begin(&pending, &account, 40123, 1000, &why));
	assert_string_equal(pending.redirect_uri,
	    "http://localhost:40123/postfrank");
	assert_int_equal(pending_port(&pending), 40123);
	assert_string_equal(pending_path(&pending), "/postfrank");
	set(&account.registration.redirect_uri, "http://localhost");
	assert_true(pending_begin(&pending, &account, 40123, 1000, &why));
	assert_string_equal(pending.redirect_uri, "http://localhost:40123/");
	assert_true(pending_begin(&pending, &account, 0, 1000, &why));
	assert_string_equal(pending.redirect_uri, "http://localhost");
	assert_int_equal(pending_port(&pending), 80);
	set(&account.registration.redirect_uri,
	    "https://login.microsoftonline.com/common/oauth2/nativeclient");
	assert_true(pending_begin(&pending, &account, 40123, 1000, &why));
	assert_int_equal(pending_port(&pending), 0);
}

static void
a_redirect_address_elsewhere_in_clear_is_refused(void **state)
{
	static const char *const bad[] = { "http://evil.example/postfrank",
		"http://localhost.evil.example/", "http://localhost:0/x",
		"http://localhost:99999/x", "http://localhost:x/",
		"ftp://localhost/", "http://localhost/x?y", "postfrank",
		"http://localhost@evil.example/" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		set(&account.registration.redirect_uri, bad[i]);
		if (pending_begin(&pending, &account, 0, 1000, &why))
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(why.kind, FAULT_SETTINGS);
	}
}

static void
what_is_stored_comes_back_whole(void **state)
{
	struct pending back;
	struct secret stored;

	(void)state;
	assert_true(pending_begin(&pending, &account, 0, 1795442400, &why));
	secret_adds(&pending.device_code, "FAQABIQEAAAA");
	strcpy(pending.user_code, "FTQ7XKR2M");
	strcpy(pending.verification_uri, "https://microsoft.com/devicelogin");
	pending.interval = 7;
	pending.expires_at = 1795443300;
	secret_init(&stored, 16);
	pending_store(&pending, &stored);
	pending_init(&back);
	assert_true(pending_load(&back, &stored, &why));
	assert_true(secret_equals(&back.state, &pending.state));
	assert_true(secret_equals(&back.verifier, &pending.verifier));
	assert_true(secret_equals(&back.device_code, &pending.device_code));
	assert_string_equal(back.redirect_uri, pending.redirect_uri);
	assert_string_equal(back.scope, pending.scope);
	assert_string_equal(back.tenant, pending.tenant);
	assert_string_equal(back.client_id, pending.client_id);
	assert_string_equal(back.user_code, pending.user_code);
	assert_string_equal(back.verification_uri, pending.verification_uri);
	assert_int_equal(back.interval, 7);
	assert_int_equal(back.created_at, 1795442400);
	assert_int_equal(back.expires_at, 1795443300);
	pending_clear(&back);
	secret_clear(&stored);
}

static void
what_cannot_be_read_is_refused(void **state)
{
	static const char *const bad[] = { "", "x", "postfrank-pending 2\n",
		"postfrank-pending 1\nstate a\n",
		"postfrank-pending 1\nstate \nverifier b\nredirect_uri c\n" };
	struct secret stored;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		secret_init(&stored, 1024);
		secret_adds(&stored, bad[i]);
		assert_false(pending_load(&pending, &stored, &why));
		assert_int_equal(why.kind, FAULT_SETTINGS);
		assert_true(secret_is_empty(&pending.state));
		secret_clear(&stored);
	}
}

static void
a_sign_in_serves_until_it_expires_or_the_account_changes(void **state)
{
	(void)state;
	assert_false(pending_serves(&pending, &account, 1000));
	assert_true(pending_begin(&pending, &account, 40123, 1000, &why));
	assert_true(pending_serves(&pending, &account, 1000 + 86400 * 30));
	pending.expires_at = 1900;
	assert_true(pending_serves(&pending, &account, 1899));
	assert_false(pending_serves(&pending, &account, 1900));
	pending.expires_at = 0;
	account.use.imap = true;
	assert_false(pending_serves(&pending, &account, 1000));
	account.use.imap = false;
	set(&account.registration.redirect_uri, "http://localhost:1/other");
	assert_false(pending_serves(&pending, &account, 1000));
	set(&account.registration.redirect_uri,
	    "http://localhost:8765/postfrank");
	set(&account.registration.tenant, "other.example");
	assert_false(pending_serves(&pending, &account, 1000));
	assert_true(pending_begin(&pending, &account, 0, 1000, &why));
	assert_true(pending_serves(&pending, &account, 1000));
	set(&account.registration.client_id,
	    "22222222-3333-4444-8555-666666666666");
	assert_false(pending_serves(&pending, &account, 1000));
	/* One that an older version has kept does not say whose it is. */
	pending.client_id[0] = '\0';
	assert_true(pending_serves(&pending, &account, 1000));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_challenge_is_that_of_rfc_7636),
		CASE(each_sign_in_has_a_state_and_a_verifier_of_its_own),
		CASE(the_address_asks_for_all_that_it_must),
		CASE(the_listeners_port_goes_into_the_redirect_address),
		CASE(a_redirect_address_elsewhere_in_clear_is_refused),
		CASE(what_is_stored_comes_back_whole),
		CASE(what_cannot_be_read_is_refused),
		CASE(a_sign_in_serves_until_it_expires_or_the_account_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
