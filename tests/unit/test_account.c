/* SPDX-License-Identifier: ISC */
/* Values that follow from several settings, and names of accounts. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "account/account.h"
#include "account/settings.h"

static void
names_follow_the_rule(void **state)
{
	static const char *const good[] = { "default", "a", "0", "a.b_c-d",
		("a23456789012345678901234567890123456789012345678901234567"
		 "890123") };
	static const char *const bad[] = { "", ".a", "-a", "_a", "A", "a/b",
		"..", "a b", "a\n", "a\"", "x.draft", "x.good", "\xc3\xa4",
		("a234567890123456789012345678901234567890123456789012345678"
		 "901234") };
	struct fault why;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(account_name_check(good[i], &why));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(account_name_check(bad[i], &why));
		assert_int_equal(why.kind, FAULT_USAGE);
		assert_string_not_equal(why.next, "");
	}
}

static void
an_empty_account_answers_with_empty_words(void **state)
{
	struct account account;

	(void)state;
	account_init(&account);
	assert_string_equal(account_mailbox(&account), "");
	assert_string_equal(account_sign_in_as(&account), "");
	assert_string_equal(account_sender_address(&account), "");
	assert_string_equal(account_login(&account, PROTOCOL_SMTP), "");
	account_clear(&account);
}

static void
set(struct account *account, const char *key, const char *value)
{
	struct fault why;

	assert_true(account_set(account, key, value, &why));
}

static void
a_shared_mailbox_is_no_smtp_login_name(void **state)
{
	struct account account;

	(void)state;
	account_init(&account);
	set(&account, "mailbox", "alerts@contoso.example");
	assert_string_equal(account_sign_in_as(&account),
	    "alerts@contoso.example");
	assert_string_equal(account_sender_address(&account),
	    "alerts@contoso.example");
	set(&account, "sign_in_as", "ann@contoso.example");
	set(&account, "sender.address", "root@contoso.example");
	assert_string_equal(account_login(&account, PROTOCOL_SMTP),
	    "ann@contoso.example");
	assert_string_equal(account_login(&account, PROTOCOL_IMAP),
	    "alerts@contoso.example");
	assert_string_equal(account_login(&account, PROTOCOL_POP3),
	    "alerts@contoso.example");
	assert_string_equal(account_sender_address(&account),
	    "root@contoso.example");
	account_clear(&account);
}

static void
app_only_logs_in_as_the_mailbox_and_a_user_overrides(void **state)
{
	struct account account;

	(void)state;
	account_init(&account);
	set(&account, "mailbox", "alerts@contoso.example");
	set(&account, "sign_in_as", "ann@contoso.example");
	set(&account, "grant", "client_credentials");
	assert_string_equal(account_login(&account, PROTOCOL_SMTP),
	    "alerts@contoso.example");
	set(&account, "smtp.user", "one");
	set(&account, "imap.user", "two");
	set(&account, "pop3.user", "three");
	assert_string_equal(account_login(&account, PROTOCOL_SMTP), "one");
	assert_string_equal(account_login(&account, PROTOCOL_IMAP), "two");
	assert_string_equal(account_login(&account, PROTOCOL_POP3), "three");
	account_clear(&account);
}

static void
the_rate_is_the_clouds_unless_it_is_set(void **state)
{
	struct account account;

	(void)state;
	account_init(&account);
	assert_int_equal(account_rate(&account), 25);
	set(&account, "cloud", "custom");
	assert_int_equal(account_rate(&account), 0);
	set(&account, "rate", "7");
	assert_int_equal(account_rate(&account), 7);
	set(&account, "cloud", "china");
	set(&account, "rate", "0");
	assert_int_equal(account_rate(&account), 0);
	account_clear(&account);
}

static void
only_listed_users_may_send_but_the_default_is_open(void **state)
{
	struct account account;

	(void)state;
	account_init(&account);
	assert_true(account_may_send(&account, "nobody"));
	set(&account, "account", "other");
	assert_true(account_may_send(&account, "root"));
	assert_false(account_may_send(&account, "nobody"));
	set(&account, "users", "www-data, backup");
	assert_true(account_may_send(&account, "backup"));
	assert_false(account_may_send(&account, "nobody"));
	set(&account, "account", "default");
	assert_false(account_may_send(&account, "nobody"));
	account_clear(&account);
}

static void
protocols_are_used_as_the_settings_say(void **state)
{
	struct account account;

	(void)state;
	account_init(&account);
	assert_true(account_uses(&account, PROTOCOL_SMTP));
	assert_false(account_uses(&account, PROTOCOL_IMAP));
	assert_false(account_uses(&account, PROTOCOL_POP3));
	set(&account, "use.imap", "true");
	set(&account, "use.pop3", "true");
	assert_true(account_uses(&account, PROTOCOL_IMAP));
	assert_true(account_uses(&account, PROTOCOL_POP3));
	account_clear(&account);
}

static void
every_choice_has_its_word(void **state)
{
	(void)state;
	assert_string_equal(cloud_word(CLOUD_USGOV_DOD), "usgov-dod");
	assert_string_equal(cloud_word(CLOUD_KINDS), "");
	assert_string_equal(grant_word(GRANT_APP), "client_credentials");
	assert_string_equal(grant_word(GRANT_KINDS), "");
	assert_string_equal(credential_word(CREDENTIAL_NONE), "none");
	assert_string_equal(credential_word(CREDENTIAL_KINDS), "");
	assert_string_equal(security_word(SECURITY_TLS), "tls");
	assert_string_equal(security_word(SECURITY_KINDS), "");
	assert_string_equal(auth_word(AUTH_PASSWORD), "password");
	assert_string_equal(auth_word(AUTH_KINDS), "");
	assert_string_equal(sender_policy_word(SENDER_KEEP), "keep");
	assert_string_equal(sender_policy_word(SENDER_POLICIES), "");
	assert_string_equal(protocol_word(PROTOCOL_POP3), "pop3");
	assert_string_equal(protocol_word(PROTOCOLS), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_follow_the_rule),
		cmocka_unit_test(an_empty_account_answers_with_empty_words),
		cmocka_unit_test(a_shared_mailbox_is_no_smtp_login_name),
		cmocka_unit_test(
		    app_only_logs_in_as_the_mailbox_and_a_user_overrides),
		cmocka_unit_test(the_rate_is_the_clouds_unless_it_is_set),
		cmocka_unit_test(
		    only_listed_users_may_send_but_the_default_is_open),
		cmocka_unit_test(protocols_are_used_as_the_settings_say),
		cmocka_unit_test(every_choice_has_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
