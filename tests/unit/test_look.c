/* SPDX-License-Identifier: ISC */
/* What is said about the clock and the way to the servers. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "setup/look.h"

static const struct look good = {
	.login = { "login.microsoftonline.com", 443, 443, LOOK_REACHED,
	    { .kind = FAULT_NONE } },
	.smtp = { "smtp.office365.com", 587, 587, LOOK_REACHED,
	    { .kind = FAULT_NONE } },
	.here = 1795442400, .there = 1795442399
};

static char note[NOTE_SIZE];
static struct fault why;

static void
expect_note(const struct look *look, const char *wanted)
{
	fault_clear(&why);
	if (!look_judge(look, note, &why))
		fail_msg("%s", why.what);
	assert_string_equal(note, wanted);
}

static void
expect_fault(const struct look *look, const char *what,
    const char *const next[])
{
	size_t i;

	assert_false(look_judge(look, note, &why));
	assert_string_equal(note, "");
	assert_string_equal(why.what, what);
	assert_int_equal(why.kind, FAULT_LATER);
	for (i = 0; next[i] != NULL; i++)
		if (strstr(why.next, next[i]) == NULL)
			fail_msg("\"%s\" is not in \"%s\"", next[i], why.next);
}

static void
what_is_well_is_said_in_a_sentence(void **state)
{
	struct look look = good;

	(void)state;
	expect_note(&look, "The clock is right, and login.microsoftonline.com "
	    "and smtp.office365.com can be reached.");
	look.smtp.port = 2525;
	expect_note(&look, "The clock is right, and login.microsoftonline.com "
	    "and smtp.office365.com port 2525 can be reached.");
	look.there = 0;
	look.smtp.end = LOOK_NOT_TRIED;
	expect_note(&look, "login.microsoftonline.com can be reached; nothing "
	    "told the time, so this machine's clock was not compared.");
	look.login.end = LOOK_NOT_TRIED;
	expect_note(&look, "Nothing was tried over the network yet: where the "
	    "servers are is asked first.");
}

static void
a_clock_may_differ_by_five_minutes_and_no_more(void **state)
{
	static const char *const next[] = { "timedatectl set-ntp true", NULL };
	struct look look = good;

	(void)state;
	look.here = look.there + 300;
	expect_note(&look, "The clock is right, and login.microsoftonline.com "
	    "and smtp.office365.com can be reached.");
	look.here = look.there - 300;
	expect_note(&look, "The clock is right, and login.microsoftonline.com "
	    "and smtp.office365.com can be reached.");
	look.here = look.there + 301;
	expect_fault(&look, "this machine's clock is 5 minutes ahead of the "
	    "sign-in server's", next);
	look.here = look.there - 2 * 3600;
	expect_fault(&look, "this machine's clock is 2 hours behind the "
	    "sign-in server's", next);
	assert_int_equal(why.turn, TURN_YOU);
}

static void
a_closed_port_names_who_opens_it(void **state)
{
	static const char *const next[] = { "open outgoing TCP port 587 to "
		"smtp.office365.com.", "\"proxy\"", NULL };
	struct look look = good;

	(void)state;
	look.smtp.end = LOOK_CLOSED;
	fault_server(&look.smtp.why, "Connection refused", 18);
	expect_fault(&look, "smtp.office365.com cannot be reached on TCP port "
	    "587", next);
	assert_string_equal(why.server, "Connection refused");
}

static void
all_that_is_wrong_is_told_at_once(void **state)
{
	static const char *const next[] = { "timedatectl", "port 443 to "
		"login.microsoftonline.com", "getent hosts smtp.office365.com",
		NULL };
	struct look look = good;

	(void)state;
	look.here = look.there + 86400;
	look.login.end = LOOK_CLOSED;
	look.smtp.end = LOOK_NO_NAME;
	expect_fault(&look, "this machine's clock is 1 day ahead of the "
	    "sign-in server's; login.microsoftonline.com cannot be reached on "
	    "TCP port 443; the name smtp.office365.com cannot be resolved",
	    next);
}

static void
another_trouble_keeps_its_own_words(void **state)
{
	static const char *const next[] = { "Renew it.", NULL };
	struct look look = good;

	(void)state;
	look.login.end = LOOK_OTHER;
	fault_set(&look.login.why, FAULT_LATER, "the certificate has expired");
	fault_next(&look.login.why, "Renew it.");
	expect_fault(&look, "the certificate has expired", next);
	assert_null(strstr(why.next, "proxy"));
}

/* Names as long as DNS allows leave room for the next step. */
static void
long_names_do_not_push_out_the_next_step(void **state)
{
	static const char *const next[] = { "Ask whoever", NULL };
	static char host[254];
	struct look look = good;

	(void)state;
	memset(host, 'a', sizeof(host) - 1);
	look.login.host = look.smtp.host = host;
	look.login.end = look.smtp.end = LOOK_CLOSED;
	assert_false(look_judge(&look, note, &why));
	assert_non_null(strstr(why.next, next[0]));
	assert_non_null(strstr(why.what, "TCP port 587"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_well_is_said_in_a_sentence),
		cmocka_unit_test(
		    a_clock_may_differ_by_five_minutes_and_no_more),
		cmocka_unit_test(a_closed_port_names_who_opens_it),
		cmocka_unit_test(all_that_is_wrong_is_told_at_once),
		cmocka_unit_test(another_trouble_keeps_its_own_words),
		cmocka_unit_test(long_names_do_not_push_out_the_next_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
