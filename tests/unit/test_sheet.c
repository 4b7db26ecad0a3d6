/* SPDX-License-Identifier: ISC */
/* The pages for somebody else: that they fit, that nothing is left blank, what
 * each of them tells, and the file they are kept in. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "setup/sheet_file.h"
#include "tests/lib/home.h"

#define CLIENT "6731de76-14a6-49ae-97bc-6eba6914391e"
#define TENANT "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40"
#define NOW INT64_C(1795435200) /* 23 Nov 2026 */
#define SIGNIN "https://login.microsoftonline.com/" TENANT \
	"/oauth2/v2.0/authorize?client_id=" CLIENT "&response_type=code"

static struct answers answers;
static struct text page;

static int
begin(void **state)
{
	(void)state;
	memset(&answers, 0, sizeof(answers));
	text_init(&page, SHEET_MAX);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	text_clear(&page);
	return 0;
}

static void
set(const char *setting, const char *value)
{
	assert_true(answers_set(&answers, setting, value, true));
}

static void
know_all(void)
{
	set("mailbox", "alerts@contoso.com");
	set("sign_in_as", "service@contoso.com");
	set("registration.client_id", CLIENT);
	set("registration.tenant", TENANT);
}

static bool
write_page(enum step_id step)
{
	struct known known = { &answers, "server01", NOW };
	struct sheet sheet = { "Anna", SIGNIN };

	text_reset(&page);
	return sheet_write(step, &known, &sheet, &page);
}

/* The page as one line, however it was wrapped. */
static void
flatten(struct text *flat)
{
	const char *at;
	size_t len;

	text_init(flat, SHEET_MAX);
	for (at = page.at; *at != '\0'; at += len) {
		at += strspn(at, " \n");
		len = strcspn(at, " \n");
		if (flat->len > 0)
			text_addc(flat, ' ');
		text_add(flat, at, len);
	}
}

static bool
is_told(const char *words)
{
	struct text flat;
	bool found;

	flatten(&flat);
	found = strstr(flat.at, words) != NULL;
	text_clear(&flat);
	return found;
}

static void
assert_told(const char *words)
{
	if (!is_told(words))
		fail_msg("\"%s\" is not in:\n%s", words, page.at);
}

static void
assert_untold(const char *words)
{
	if (is_told(words) || strstr(page.at, words) != NULL)
		fail_msg("\"%s\" is in:\n%s", words, page.at);
}

/* Does this stand alone on a line? */
static void
assert_alone(const char *line)
{
	const char *at = page.at;
	size_t len = strlen(line);

	while ((at = strstr(at, line)) != NULL) {
		if (at > page.at && at[-1] == '\n' && at[len] == '\n')
			return;
		at++;
	}
	fail_msg("\"%s\" is not alone on a line of:\n%s", line, page.at);
}

/* To be copied: addresses and commands. */
static bool
is_alone(const char *line)
{
	static const char *const begins[] = { "https://", "http://", "Set-",
		"Get-", "Add-", "Connect-" };
	size_t i;

	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(line, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

static void
assert_page_fits(void)
{
	const char *line, *newline;
	size_t lines = 0;

	for (line = page.at; *line != '\0'; line = newline + 1) {
		newline = strchr(line, '\n');
		assert_non_null(newline);
		lines++;
		if (newline - line > SHEET_COLUMNS && !is_alone(line))
			fail_msg("too long: %.*s", (int)(newline - line),
			    line);
	}
	assert_true(lines <= SHEET_LINES);
	assert_untold("{");
	assert_untold("}");
	assert_untold("@portal");
	assert_untold("@path");
	assert_untold("\n\n\n");
	assert_untold(" .");
	assert_untold(" ,");
	assert_untold("appId/\n");
	assert_true(strncmp(page.at, "For Anna. From server01, 23 Nov 2026\n",
	    37) == 0);
	assert_alone("Who asks");
	assert_alone("What to do");
	assert_alone("Why");
	assert_alone("What it gives, and what not");
	assert_alone("How to answer");
}

static void
only_what_is_done_elsewhere_can_be_handed_over(void **state)
{
	static const enum step_id ours[] = { STEP_START, STEP_MAILBOX,
		STEP_TEST, STEP_MACHINE, STEP_CARE, STEP_DONE, STEP_COUNT };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		assert_false(sheet_is_for(ours[i]));
		assert_false(write_page(ours[i]));
		assert_int_equal(page.len, 0);
	}
	assert_true(sheet_is_for(STEP_REGISTER));
	assert_true(sheet_is_for(STEP_VALUES));
	assert_true(sheet_is_for(STEP_SERVER));
	assert_true(sheet_is_for(STEP_SECRET));
	assert_true(sheet_is_for(STEP_PERMISSIONS));
	assert_true(sheet_is_for(STEP_SIGNIN));
}

static void
fits_in_every_situation(void **state)
{
	static const char *const clouds[] = { "global", "usgov-high",
		"usgov-dod", "china", "outlook", "custom" };
	static const char *const grants[] = { "authorization_code",
		"device_code" };
	static const char *const uses[] = { "smtp", "smtp imap",
		"smtp pop3" };
	unsigned i, written = 0;
	size_t step;

	(void)state;
	for (i = 0; i < 6 * 2 * 3 * 2; i++) {
		memset(&answers, 0, sizeof(answers));
		set("cloud", clouds[i % 6]);
		set("grant", grants[i / 6 % 2]);
		set("use", uses[i / 12 % 3]);
		if (i / 36 == 1)
			know_all();
		for (step = 0; step < STEP_COUNT; step++) {
			if (!sheet_is_for((enum step_id)step) ||
			    !step_is_needed((enum step_id)step, &answers))
				continue;
			assert_true(write_page((enum step_id)step));
			assert_page_fits();
			written++;
		}
	}
	assert_true(written > 300);
}

static void
no_page_asks_for_a_secret_or_holds_one(void **state)
{
	size_t step;

	(void)state;
	know_all();
	for (step = 0; step < STEP_COUNT; step++) {
		if (!write_page((enum step_id)step))
			continue;
		assert_untold("Q~");
		if (step != STEP_SECRET)
			assert_told("lease send no password");
	}
	assert_true(write_page(STEP_SECRET));
	assert_told("Not by mail, chat or ticket");
	assert_told("paste it yourself");
	assert_told("password store");
	assert_told("never the secret.");
}

static void
registering_tells_what_to_fill_in_and_to_send_back(void **state)
{
	(void)state;
	know_all();
	assert_true(write_page(STEP_REGISTER));
	assert_told(" https://entra.microsoft.com/#view/");
	assert_alone("postfrank on server01 for emailing via Office365");
	assert_alone("http://localhost:8765/postfrank");
	assert_told("Single tenant only");
	assert_told("Application (client) ID");
	assert_told("Directory (tenant) ID. Neither is a secret.");
	assert_told("gives access to nothing");
	assert_untold("public client");
	set("grant", "device_code");
	assert_true(write_page(STEP_REGISTER));
	assert_told("\"Allow public client flows\" on");
}

static void
the_mail_server_page_has_the_portal_and_the_commands(void **state)
{
	(void)state;
	know_all();
	assert_true(write_page(STEP_SERVER));
	assert_alone("https://admin.microsoft.com/");
	assert_told("Tick \"Authenticated SMTP\" and press Save changes.");
	assert_alone("Set-CASMailbox -Identity service@contoso.com "
	    "-SmtpClientAuthenticationDisabled $false");
	assert_alone("Add-RecipientPermission -Identity alerts@contoso.com "
	    "-Trustee service@contoso.com -AccessRights SendAs");
	assert_told("switch may stay as it is");
	set("sign_in_as", "");
	assert_true(write_page(STEP_SERVER));
	assert_told("-Identity alerts@contoso.com ");
	assert_untold("SendAs");
	memset(&answers, 0, sizeof(answers));
	assert_true(write_page(STEP_SERVER));
	assert_told("-Identity ADDRESS-THAT-SIGNS-IN ");
}

static void
consent_has_an_address_once_the_ids_are_known(void **state)
{
	(void)state;
	set("mailbox", "alerts@contoso.com");
	assert_true(write_page(STEP_PERMISSIONS));
	assert_alone("SMTP.Send");
	assert_untold("adminconsent");
	assert_told("address for it too, once the two IDs");
	know_all();
	assert_true(write_page(STEP_PERMISSIONS));
	assert_alone("https://login.microsoftonline.com/" TENANT
	    "/adminconsent?client_id=" CLIENT
	    "&redirect_uri=http%3A%2F%2Flocalhost%3A8765%2Fpostfrank");
	assert_told("will end on a page that cannot load: that is right");
	assert_told("It reads no mail.");
	assert_untold("IMAP");
	set("use", "smtp imap");
	assert_true(write_page(STEP_PERMISSIONS));
	assert_told("IMAP.AccessAsUser.All");
	assert_untold("It reads no mail.");
	set("cloud", "custom");
	assert_false(write_page(STEP_PERMISSIONS));
}

static void
signing_in_names_who_and_warns_of_the_wrong_account(void **state)
{
	struct known known = { &answers, "server01", NOW };
	struct sheet sheet = { "", NULL };

	(void)state;
	know_all();
	assert_true(write_page(STEP_SIGNIN));
	assert_alone("" SIGNIN "");
	assert_told("Sign in as service@contoso.com");
	assert_told("private window");
	assert_told("cannot load: that is right");
	assert_told("within ten minutes and useless without server01");
	text_reset(&page);
	assert_true(sheet_write(STEP_SIGNIN, &known, &sheet, &page));
	assert_told("not made yet");
	assert_true(strncmp(page.at, "From server01,", 14) == 0);
	set("grant", "device_code");
	assert_true(write_page(STEP_SIGNIN));
	assert_told("good for 15 minutes");
	assert_untold(SIGNIN);
	assert_untold("cannot load");
}

static void
a_page_that_does_not_fit_is_not_written_in_part(void **state)
{
	struct known known = { &answers, "server01", NOW };
	struct sheet sheet = { "Anna", NULL };
	struct text small;

	(void)state;
	text_init(&small, 100);
	text_adds(&small, "before");
	assert_false(sheet_write(STEP_REGISTER, &known, &sheet, &small));
	assert_string_equal(small.at, "before");
	text_clear(&small);
}

static void
the_page_is_kept_beside_the_draft(void **state)
{
	struct sheet sheet = { "Anna", NULL };
	struct layout layout;
	struct desk *desk;
	struct text file;
	struct fault why;
	char path[PATH_SIZE], expected[PATH_SIZE];

	(void)state;
	desk = test_malloc(sizeof(*desk));
	home_make(&layout);
	assert_true(desk_open(desk, &layout, "default", &why));
	assert_true(sheet_keep(desk, STEP_REGISTER, &sheet, &page, path,
	    &why));
	assert_true(file_path(expected, layout.state,
	    "default.sheet-register.txt", &why));
	assert_string_equal(path, expected);
	assert_int_equal(file_mode(path), 0644);
	assert_told("For Anna.");
	file_get(path, &file);
	assert_string_equal(file.at, page.at);
	text_clear(&file);
	sheet.whom = "Bert";
	assert_true(sheet_keep(desk, STEP_REGISTER, &sheet, &page, path,
	    &why));
	file_get(path, &file);
	assert_non_null(strstr(file.at, "For Bert."));
	text_clear(&file);
	assert_false(sheet_keep(desk, STEP_DONE, &sheet, &page, path, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_true(sheet_keep(desk, STEP_SIGNIN, &sheet, &page, path, &why));
	/* A draft that is thrown away takes its pages along. */
	assert_true(desk_drop(desk, &why));
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_not_equal(access(expected, F_OK), 0);
	desk_close(desk);
	/* What cannot be written can still be shown. */
	home_remove(&layout);
	assert_false(sheet_keep(desk, STEP_VALUES, &sheet, &page, path,
	    &why));
	assert_told("For Bert.");
	test_free(desk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    only_what_is_done_elsewhere_can_be_handed_over, begin,
		    end),
		cmocka_unit_test_setup_teardown(fits_in_every_situation, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    no_page_asks_for_a_secret_or_holds_one, begin, end),
		cmocka_unit_test_setup_teardown(
		    registering_tells_what_to_fill_in_and_to_send_back, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    the_mail_server_page_has_the_portal_and_the_commands,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    consent_has_an_address_once_the_ids_are_known, begin, end),
		cmocka_unit_test_setup_teardown(
		    signing_in_names_who_and_warns_of_the_wrong_account,
		    begin, end),
		cmocka_unit_test_setup_teardown(
		    a_page_that_does_not_fit_is_not_written_in_part, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    the_page_is_kept_beside_the_draft, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
