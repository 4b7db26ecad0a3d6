/* SPDX-License-Identifier: ISC */
/* What templates become: conditions, values in words while they are unknown,
 * and the address of an administrator's consent. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "setup/portal.h"

#define CLIENT "6731de76-14a6-49ae-97bc-6eba6914391e"
#define TENANT "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40"

static struct answers answers;

static int
begin(void **state)
{
	(void)state;
	memset(&answers, 0, sizeof(answers));
	return 0;
}

static void
set(const char *setting, const char *value)
{
	assert_true(answers_set(&answers, setting, value, true));
}

static void
assert_fills(const char *template, const char *expected)
{
	struct known known = { &answers, "server01", INT64_C(1795435200) };
	struct text out;

	text_init(&out, 4096);
	assert_true(portal_fill(template, &known, &out));
	assert_string_equal(out.at, expected);
	text_clear(&out);
}

static void
a_condition_keeps_or_drops_what_it_encloses(void **state)
{
	(void)state;
	assert_fills("a{?device}b {host}{/}c", "ac");
	assert_fills("a{?!device}b {host}{/}c", "ab server01c");
	set("grant", "device_code");
	assert_fills("a{?device}b {host}{/}c{?!device}d{/}", "ab server01c");
	assert_fills("{?work}w{/}{?personal}p{/}{?custom}c{/}", "w");
	set("cloud", "outlook");
	assert_fills("{?work}w{/}{?personal}p{/}{?custom}c{/}", "p");
	set("cloud", "custom");
	assert_fills("{?work}w{/}{?personal}p{/}{?custom}c{/}", "c");
	assert_fills("{?custom}a{?device}b{/}c{?work}d{?device}e{/}f{/}g{/}h",
	    "abcgh");
	assert_fills("{?work}a{?device}b{/}c{?!device}d{/}e{/}f", "f");
}

static void
a_shared_mailbox_is_one_that_another_account_signs_in_for(void **state)
{
	(void)state;
	assert_fills("{?shared}yes{/}", "");
	set("mailbox", "alerts@contoso.com");
	set("sign_in_as", "alerts@contoso.com");
	assert_fills("{?shared}yes{/}", "");
	set("sign_in_as", "service@contoso.com");
	assert_fills("{?shared}yes{/}", "yes");
}

static void
what_is_not_known_yet_is_said_in_words(void **state)
{
	(void)state;
	assert_fills("{sender}, {signer}, {reader}",
	    "the mailbox, the sending account, YOUR-ADDRESS");
	set("mailbox", "alerts@contoso.com");
	assert_fills("{sender}, {signer}, {reader}",
	    "alerts@contoso.com, alerts@contoso.com, alerts@contoso.com");
	set("sign_in_as", "service@contoso.com");
	set("test.to", "admin@contoso.com");
	assert_fills("{signer}, {reader}",
	    "service@contoso.com, admin@contoso.com");
	set("root_to", "a@contoso.com, b@contoso.com");
	assert_fills("{reader}", "a@contoso.com");
}

static void
arguments_are_quoted_where_a_shell_would_read_them(void **state)
{
	(void)state;
	assert_fills("{sender_word} {signer_word}",
	    "MAILBOX-ADDRESS ADDRESS-THAT-SIGNS-IN");
	set("mailbox", "o'brien$x@contoso.com");
	assert_fills("{sender_word}", "'o''brien$x@contoso.com'");
	set("sign_in_as", "service+a@contoso.com");
	assert_fills("{signer_word}", "service+a@contoso.com");
	assert_fills("{reader_word}", "'o'\\''brien$x@contoso.com'");
	set("test.to", "admin@contoso.com");
	assert_fills("{reader_word}", "admin@contoso.com");
}

static void
the_address_for_consent_needs_both_ids(void **state)
{
	(void)state;
	assert_fills("{?consent}yes {/}{consent_url}", "");
	set("registration.client_id", CLIENT);
	assert_fills("{?client}client {/}{consent_url}", "client ");
	set("registration.tenant", TENANT);
	assert_fills("{?consent}yes {/}{consent_url}",
	    "yes https://login.microsoftonline.com/" TENANT "/adminconsent"
	    "?client_id=" CLIENT
	    "&redirect_uri=http%3A%2F%2Flocalhost%3A8765%2Fpostfrank");
	set("cloud", "usgov-high");
	set("registration.redirect_uri", "http://localhost:9000/x");
	assert_fills("{consent_url}",
	    "https://login.microsoftonline.us/" TENANT "/adminconsent"
	    "?client_id=" CLIENT
	    "&redirect_uri=http%3A%2F%2Flocalhost%3A9000%2Fx");
	set("cloud", "outlook");
	assert_fills("{consent_url}", "");
}

static void
the_kind_of_account_follows_from_the_cloud(void **state)
{
	(void)state;
	assert_fills("{account_type}", "\"Single tenant only\" (older: "
	    "\"Accounts in this organizational directory only\")");
	set("cloud", "outlook");
	assert_fills("{account_type}", "\"Personal accounts only\" (older: "
	    "\"Personal Microsoft accounts only\")");
}

static void
a_mistake_in_a_template_stays_to_be_seen(void **state)
{
	(void)state;
	assert_fills("a {nonsense} b", "a {nonsense} b");
	assert_fills("a {@nonsense} b", "a {@nonsense} b");
	assert_fills("a {?nonsense}b{/}", "a {?nonsense}b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_condition_keeps_or_drops_what_it_encloses, begin),
		cmocka_unit_test_setup(
		    a_shared_mailbox_is_one_that_another_account_signs_in_for,
		    begin),
		cmocka_unit_test_setup(what_is_not_known_yet_is_said_in_words,
		    begin),
		cmocka_unit_test_setup(
		    arguments_are_quoted_where_a_shell_would_read_them, begin),
		cmocka_unit_test_setup(the_address_for_consent_needs_both_ids,
		    begin),
		cmocka_unit_test_setup(
		    the_kind_of_account_follows_from_the_cloud, begin),
		cmocka_unit_test_setup(a_mistake_in_a_template_stays_to_be_seen,
		    begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
