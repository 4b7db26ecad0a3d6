/* SPDX-License-Identifier: ISC */
/* Which mailer is found behind /usr/sbin/sendmail, and what is said of it. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "setup/survey.h"
#include "setup/wizard_part.h"
#include "tests/lib/home.h"

static struct layout layout;
static char root[PATH_SIZE];
static struct wizard wizard;

static int
begin(void **state)
{
	(void)state;
	home_make(&layout);
	snprintf(root, sizeof(root), "%s", layout.state);
	wizard_init(&wizard, "server01");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	home_remove(&layout);
	return 0;
}

static char *
below(char path[static PATH_SIZE], const char *name)
{
	char directory[PATH_SIZE];
	struct fault why;

	assert_true(file_path(path, root, name, &why));
	snprintf(directory, sizeof(directory), "%s", path);
	*strrchr(directory, '/') = '\0';
	assert_true(file_make_directory(directory, 0755, &why));
	return path;
}

static void
have(const char *name)
{
	char path[PATH_SIZE];

	file_puts(below(path, name), 0755, "program\n");
}

static void
have_link(const char *name, const char *target)
{
	char path[PATH_SIZE];

	below(path, name);
	unlink(path);
	assert_int_equal(symlink(target, path), 0);
}

static void
assert_found(const char *mailer, const char *sendmail)
{
	struct survey survey;

	survey_take(&survey, root);
	assert_string_equal(survey.mailer, mailer);
	assert_string_equal(survey.sendmail, sendmail);
}

static void
nothing_there_is_told_as_nothing(void **state)
{
	(void)state;
	assert_found("", "");
	have("etc/postfix/main.cf");
	have("usr/sbin/postfix");
	assert_found("", "");
}

static void
a_link_beside_it_names_the_mailer(void **state)
{
	static const struct {
		const char *link, *target, *program, *mailer, *end;
	} rows[] = {
		{ "usr/sbin/sendmail", "exim4", "usr/sbin/exim4", "exim4",
		    "/usr/sbin/exim4" },
		{ "usr/sbin/sendmail", "../bin/msmtp", "usr/bin/msmtp",
		    "msmtp", "/usr/bin/msmtp" },
		{ "usr/sbin/sendmail", "./dma", "usr/sbin/dma", "dma",
		    "/usr/sbin/dma" },
		{ "usr/sbin/sendmail", "ssmtp", "usr/sbin/ssmtp", "ssmtp",
		    "/usr/sbin/ssmtp" },
		{ "usr/sbin/sendmail", "//usr/sbin//smtpctl",
		    "usr/sbin/smtpctl", "opensmtpd", "/usr/sbin/smtpctl" },
		{ "usr/sbin/sendmail", "/usr/bin/esmtp", "usr/bin/esmtp",
		    "esmtp", "/usr/bin/esmtp" },
		{ "usr/sbin/sendmail", "/bin/busybox", "bin/busybox",
		    "busybox", "/bin/busybox" },
		{ "usr/sbin/sendmail", "/usr/local/bin/postfrank-sendmail",
		    "usr/local/bin/postfrank-sendmail", "postfrank",
		    "/usr/local/bin/postfrank-sendmail" },
		{ "usr/sbin/sendmail", "../lib/sm.bin/sendmail",
		    "usr/lib/sm.bin/sendmail", "sendmail",
		    "/usr/lib/sm.bin/sendmail" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		have(rows[i].program);
		have_link(rows[i].link, rows[i].target);
		assert_found(rows[i].mailer, rows[i].end);
	}
}

static void
the_alternatives_are_followed(void **state)
{
	(void)state;
	/* Fedora: the last link is called after the mailer. */
	have_link("usr/sbin/sendmail", "/etc/alternatives/mta");
	have_link("etc/alternatives/mta", "/usr/sbin/sendmail.postfix");
	have("usr/sbin/sendmail.postfix");
	assert_found("postfix", "/usr/sbin/sendmail.postfix");
	have_link("etc/alternatives/mta", "/usr/sbin/sendmail.sendmail");
	have("usr/sbin/sendmail.sendmail");
	assert_found("sendmail", "/usr/sbin/sendmail.sendmail");
}

static void
a_program_in_its_place_shows_by_what_belongs_to_it(void **state)
{
	(void)state;
	have("usr/sbin/sendmail");
	assert_found("", "/usr/sbin/sendmail");
	have("etc/mail/sendmail.cf");
	assert_found("sendmail", "/usr/sbin/sendmail");
	have("usr/sbin/nullmailer-send");
	assert_found("nullmailer", "/usr/sbin/sendmail");
	have("etc/nullmailer/remotes");
	have("usr/sbin/postfix");
	assert_found("nullmailer", "/usr/sbin/sendmail");
}

static void
settings_that_were_left_behind_prove_nothing(void **state)
{
	(void)state;
	have("usr/sbin/sendmail");
	have("etc/postfix/main.cf");
	have("etc/nullmailer/remotes");
	assert_found("", "/usr/sbin/sendmail");
	have("usr/sbin/nullmailer-send");
	assert_found("nullmailer", "/usr/sbin/sendmail");
}

static void
a_link_that_leads_nowhere_or_around_is_none(void **state)
{
	(void)state;
	have_link("usr/sbin/sendmail", "exim4");
	assert_found("", "");
	have_link("usr/sbin/sendmail", "/etc/alternatives/mta");
	have_link("etc/alternatives/mta", "../../usr/sbin/sendmail");
	assert_found("", "");
	have_link("usr/sbin/sendmail", "../../../../../..");
	assert_found("", "");
}

static void
an_unknown_mailer_is_named_by_its_path(void **state)
{
	struct survey survey;
	struct text out;

	(void)state;
	have_link("usr/sbin/sendmail", "/opt/letters/bin/inject");
	have("opt/letters/bin/inject");
	survey_take(&survey, root);
	assert_string_equal(survey.mailer, "");
	text_init(&out, 1024);
	assert_true(survey_words(&survey, &wizard, &out));
	assert_non_null(strstr(out.at, "/opt/letters/bin/inject takes"));
	text_clear(&out);
}

static void
the_first_screen_tells_what_is_there(void **state)
{
	struct survey survey = { .is_root = true };
	struct text out;

	(void)state;
	text_init(&out, 2048);
	assert_true(survey_words(&survey, &wizard, &out));
	assert_non_null(strstr(out.at, "no /usr/sbin/sendmail"));
	assert_null(strstr(out.at, "root"));
	assert_null(strstr(out.at, "begun"));
	snprintf(survey.mailer, sizeof(survey.mailer), "postfrank");
	snprintf(survey.sendmail, sizeof(survey.sendmail), "/usr/bin/postfrank");
	text_reset(&out);
	assert_false(survey_words(&survey, &wizard, &out));
	assert_string_equal(out.at, "");
	survey.is_root = false;
	assert_true(survey_words(&survey, &wizard, &out));
	assert_non_null(strstr(out.at, "sudo postfrank setup"));
	assert_null(strchr(out.at, '\n'));
	text_clear(&out);
}

static void
an_account_and_a_draft_are_named(void **state)
{
	struct survey survey = { .is_root = true, .mailer = "exim4",
		.sendmail = "/usr/sbin/exim4" };
	struct text out;

	(void)state;
	text_init(&out, 2048);
	answers_set(&wizard.answers, "mailbox", "alerts@contoso.com", true);
	answers_set(&wizard.answers, "cloud", "global", true);
	answers_set(&wizard.answers, "grant", "authorization_code", true);
	answers_set(&wizard.answers, "use", "smtp", true);
	wizard_judge_all(&wizard, 0);
	wizard.steps[STEP_REGISTER].state = STEP_PARTLY;
	assert_true(survey_words(&survey, &wizard, &out));
	assert_non_null(strstr(out.at, "begun and is kept; the next open step "
	    "is 1, Register the app."));
	assert_null(strstr(out.at, "account"));
	assert_non_null(strstr(out.at, "\nExim takes"));
	wizard.is_live = true;
	wizard.is_changed = false;
	text_reset(&out);
	assert_true(survey_words(&survey, &wizard, &out));
	assert_non_null(strstr(out.at, "account here, for alerts@contoso.com"));
	assert_null(strstr(out.at, "begun"));
	wizard.is_changed = true;
	text_reset(&out);
	assert_true(survey_words(&survey, &wizard, &out));
	assert_non_null(strstr(out.at, "begun"));
	text_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    nothing_there_is_told_as_nothing, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_link_beside_it_names_the_mailer, begin, end),
		cmocka_unit_test_setup_teardown(the_alternatives_are_followed,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    a_program_in_its_place_shows_by_what_belongs_to_it, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    settings_that_were_left_behind_prove_nothing, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_link_that_leads_nowhere_or_around_is_none, begin, end),
		cmocka_unit_test_setup_teardown(
		    an_unknown_mailer_is_named_by_its_path, begin, end),
		cmocka_unit_test_setup_teardown(
		    the_first_screen_tells_what_is_there, begin, end),
		cmocka_unit_test_setup_teardown(
		    an_account_and_a_draft_are_named, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
