/* SPDX-License-Identifier: ISC */
/* Answers carried over to an account: what follows from several of them. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "setup/answers_account.h"

static struct answers answers;
static struct account account;
static struct fault why;

static int
begin(void **state)
{
	(void)state;
	memset(&answers, 0, sizeof(answers));
	account_init(&account);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	account_clear(&account);
	return 0;
}

static void
answer(const char *setting, const char *value)
{
	assert_true(answers_set(&answers, setting, value, true));
}

static void
carry(void)
{
	fault_clear(&why);
	if (!answers_to_account(&answers, &account, &why))
		fail_msg("%s", why.what);
}

static void
a_backup_server_is_made(void **state)
{
	(void)state;
	answer("backup.host", "relay.lan");
	answer("backup.port", "2525");
	carry();
	assert_int_equal(account.backup_count, 1);
	assert_string_equal(account.backup[0].id, "relay");
	assert_string_equal(account.backup[0].host, "relay.lan");
	assert_int_equal(account.backup[0].port, 2525);
	assert_int_equal(account.backup[0].security, SECURITY_STARTTLS);
	assert_int_equal(account.backup[0].auth, AUTH_NONE);
}

static void
what_a_test_mail_has_shown_of_it_is_kept(void **state)
{
	(void)state;
	answer("backup.host", "relay.lan");
	answer(BACKUP_PROVED, "relay.lan none");
	carry();
	assert_int_equal(account.backup[0].security, SECURITY_NONE);
	/* Of another host it says nothing. */
	answer("backup.host", "relay.lan2");
	carry();
	assert_int_equal(account.backup[0].security, SECURITY_STARTTLS);
	answer("backup.host", "relay");
	carry();
	assert_int_equal(account.backup[0].security, SECURITY_STARTTLS);
}

static void
what_a_person_wrote_into_the_file_stays(void **state)
{
	(void)state;
	assert_true(account_set(&account, "backup", "[{\"id\":\"own\","
	    "\"host\":\"a.lan\",\"port\":465,\"security\":\"tls\",\"auth\":"
	    "\"password\",\"user\":\"u\"},{\"id\":\"two\",\"host\":\"b.lan\"}]",
	    &why));
	answer("backup.host", "a.lan");
	answer("backup.port", "465");
	carry();
	assert_int_equal(account.backup_count, 2);
	assert_string_equal(account.backup[0].id, "own");
	assert_int_equal(account.backup[0].security, SECURITY_TLS);
	assert_int_equal(account.backup[0].auth, AUTH_PASSWORD);
	assert_string_equal(account.backup[0].user, "u");
	assert_string_equal(account.backup[1].host, "b.lan");
	/* A password is not handed to another host. */
	answer("backup.host", "c.lan");
	carry();
	assert_int_equal(account.backup_count, 2);
	assert_string_equal(account.backup[0].host, "c.lan");
	assert_int_equal(account.backup[0].auth, AUTH_NONE);
	assert_int_equal(account.backup[0].security, SECURITY_STARTTLS);
}

static void
a_device_code_makes_a_public_client_and_a_browser_none(void **state)
{
	(void)state;
	answer("grant", "device_code");
	carry();
	assert_int_equal(account.grant, GRANT_DEVICE);
	assert_int_equal(account.registration.credential, CREDENTIAL_NONE);
	answer("grant", "authorization_code");
	carry();
	assert_int_equal(account.registration.credential, CREDENTIAL_SECRET);
}

static void
what_a_file_says_of_the_credential_counts(void **state)
{
	(void)state;
	answer("grant", "authorization_code");
	answer("registration.credential", "none");
	carry();
	assert_int_equal(account.registration.credential, CREDENTIAL_NONE);
	answer("grant", "device_code");
	answer("registration.credential", "secret");
	carry();
	assert_int_equal(account.registration.credential, CREDENTIAL_SECRET);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_backup_server_is_made),
		CASE(what_a_test_mail_has_shown_of_it_is_kept),
		CASE(what_a_person_wrote_into_the_file_stays),
		CASE(a_device_code_makes_a_public_client_and_a_browser_none),
		CASE(what_a_file_says_of_the_credential_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
