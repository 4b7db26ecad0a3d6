/* SPDX-License-Identifier: ISC */
/* The walkthrough's texts in every situation: whole sentences, short enough,
 * no label of a portal and no secret written in them, and what they have to
 * tell. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "setup/portal.h"
#include "setup/step.h"
#include "setup/validate.h"
#include "setup/wrap.h"

#define NOW INT64_C(1795435200) /* 23 Nov 2026 */

enum {
	COLUMNS = 72,
	ROWS = 17,	  /* of the form on a screen of 24 */
	FIRST_COLUMNS = 40 /* all that a small screen shows */
};

static struct answers answers;

static int
begin(void **state)
{
	(void)state;
	memset(&answers, 0, sizeof(answers));
	return 0;
}

static struct known
known(void)
{
	return (struct known){ &answers, "server01", NOW };
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
	set("test.to", "admin@contoso.com");
	set("registration.client_id", "6731de76-14a6-49ae-97bc-6eba6914391e");
	set("registration.tenant", "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40");
	set("registration.secret_expires", "2028-11-12");
}

/* A step's advice in the present situation; static storage. */
static const char *
advice(enum step_id step)
{
	static char kept[4096];
	struct known about = known();
	struct text out;

	text_init(&out, sizeof(kept) - 1);
	if (!step_advice(step, &about, &out))
		fail_msg("no advice for %s", steps[step].id);
	memcpy(kept, out.at, out.len + 1);
	text_clear(&out);
	return kept;
}

static void
assert_told(enum step_id step, const char *words)
{
	if (strstr(advice(step), words) == NULL)
		fail_msg("%s lacks \"%s\":\n%s", steps[step].id, words,
		    advice(step));
}

static void
assert_untold(enum step_id step, const char *words)
{
	if (strstr(advice(step), words) != NULL)
		fail_msg("%s has \"%s\":\n%s", steps[step].id, words,
		    advice(step));
}

/* Nothing is left blank: no hole between words, no empty line. */
static void
assert_whole(const char *what, const char *text)
{
	static const char *const holes[] = { "{", "}", "  ", " .", " ,", " :",
		"\"\"", "()", "\n\n", " \n" };
	size_t i, len = strlen(text);

	for (i = 0; i < sizeof(holes) / sizeof(holes[0]); i++)
		if (strstr(text, holes[i]) != NULL)
			fail_msg("%s: \"%s\" in:\n%s", what, holes[i], text);
	assert_true(len > 0 && text[0] != '\n' && text[0] != ' ');
	assert_true(text[len - 1] != '\n' && text[len - 1] != ' ');
}

static void
assert_carries_whole(enum step_id step, const struct known *about)
{
	struct text label, value;
	size_t i;

	for (i = 0; i < steps[step].carry_count; i++) {
		text_init(&label, 4096);
		text_init(&value, 4096);
		if (step_carry(step, i, about, &label, &value)) {
			assert_whole(steps[step].id, label.at);
			assert_whole(steps[step].id, value.at);
			assert_null(strchr(value.at, '\n'));
		}
		text_clear(&label);
		text_clear(&value);
	}
}

static void
assert_step_whole(enum step_id step)
{
	struct known about = known();
	const struct field *field;
	struct text out;
	size_t i;

	text_init(&out, 8192);
	assert_whole(steps[step].id, advice(step));
	if (step_path(step, &about, &out))
		assert_whole(steps[step].id, out.at);
	text_reset(&out);
	if (step_address(step, &about, &out))
		assert_int_equal(strncmp(out.at, "https://", 8), 0);
	assert_carries_whole(step, &about);
	for (i = 0; i < step_field_count(step); i++) {
		field = step_field(step, i);
		text_reset(&out);
		assert_true(field_label(field, &about, &out));
		assert_whole(field->setting, out.at);
		text_reset(&out);
		assert_true(field_help(field, &about, &out));
		assert_whole(field->setting, out.at);
	}
	text_clear(&out);
}

static void
sentences_are_whole_in_every_situation(void **state)
{
	static const char *const clouds[] = { "global", "usgov-high",
		"usgov-dod", "china", "outlook", "custom" };
	static const char *const grants[] = { "authorization_code",
		"device_code" };
	static const char *const uses[] = { "smtp", "smtp imap",
		"smtp pop3" };
	unsigned i;
	size_t step;

	(void)state;
	for (i = 0; i < 6 * 2 * 3 * 4; i++) {
		memset(&answers, 0, sizeof(answers));
		set("cloud", clouds[i % 6]);
		set("grant", grants[i / 6 % 2]);
		set("use", uses[i / 12 % 3]);
		if (i / 36 % 2 == 1)
			know_all();
		if (i / 72 == 1)
			set("start.live", "yes");
		for (step = 0; step < STEP_COUNT; step++)
			if (step_is_needed((enum step_id)step, &answers))
				assert_step_whole((enum step_id)step);
	}
}

/* On a small screen only the first line is seen. */
static void
the_first_line_says_it_alone(void **state)
{
	static const char *const clouds[] = { "global", "custom" };
	const char *text;
	size_t i, step, len;

	(void)state;
	for (i = 0; i < 2; i++) {
		memset(&answers, 0, sizeof(answers));
		set("mailbox", "alerts@contoso.com");
		set("cloud", clouds[i]);
		for (step = 0; step < STEP_COUNT; step++) {
			text = advice((enum step_id)step);
			len = strcspn(text, "\n");
			if (len > FIRST_COLUMNS)
				fail_msg("%.*s", (int)len, text);
			assert_non_null(strchr(".:?", text[len - 1]));
		}
	}
}

static size_t
rows_of(const char *text)
{
	struct text out;
	size_t i, rows = 0;

	text_init(&out, 16384);
	assert_true(wrap_text(text, COLUMNS, 0, &out));
	for (i = 0; i < out.len; i++)
		rows += out.at[i] == '\n';
	text_clear(&out);
	return rows;
}

static size_t
rows_of_step(enum step_id step)
{
	struct known about = known();
	struct text label, value;
	size_t i, rows = rows_of(advice(step));

	text_init(&label, 8192);
	text_init(&value, 8192);
	text_adds(&label, "In the portal: ");
	if (step_path(step, &about, &label))
		rows += rows_of(label.at);
	for (i = 0; i < steps[step].carry_count; i++)
		if (step_carry(step, i, &about, &label, &value))
			rows += 2;
	for (i = 0; i < step_field_count(step); i++)
		if (field_is_needed(step_field(step, i), &answers))
			rows += step_field(step, i)->kind == FIELD_CONFIRM
			    ? 1 : 2;
	text_clear(&label);
	text_clear(&value);
	return rows;
}

static void
a_step_fits_a_screen_of_24_rows(void **state)
{
	size_t step, rows;

	(void)state;
	know_all();
	for (step = 0; step < STEP_COUNT; step++) {
		rows = rows_of_step((enum step_id)step);
		if (rows > ROWS)
			fail_msg("%s takes %zu rows", steps[step].id, rows);
	}
}

/* A label is reworded in one place, so it may be written in no other. */
static void
assert_no_label(const char *what, const char *template)
{
	size_t i;

	for (i = 0; template != NULL && i < portal_label_count; i++) {
		/* A single word may be a word of ours. */
		if (strchr(portal_labels[i].now, ' ') != NULL &&
		    strstr(template, portal_labels[i].now) != NULL)
			fail_msg("%s: \"%s\" is a label of the portal: %s",
			    what, portal_labels[i].now, template);
		if (portal_labels[i].before != NULL &&
		    strchr(portal_labels[i].before, ' ') != NULL &&
		    strstr(template, portal_labels[i].before) != NULL)
			fail_msg("%s: \"%s\" is an older label: %s", what,
			    portal_labels[i].before, template);
	}
	if (template != NULL && validate_is_like_secret(template))
		fail_msg("%s looks like a secret", what);
}

static void
assert_no_label_in_step(const struct step *step)
{
	size_t i;

	assert_no_label(step->id, step->path);
	assert_no_label(step->id, step->address);
	assert_no_label(step->id, step->advice);
	assert_no_label(step->id, step->advice_live);
	assert_no_label(step->id, step->advice_custom);
	assert_no_label(step->id, step->doors_words);
	for (i = 0; i < step->carry_count; i++) {
		assert_no_label(step->id, step->carries[i].label);
		assert_no_label(step->id, step->carries[i].value);
	}
	for (i = 0; i < step->door_count; i++) {
		assert_no_label(step->doors[i].id, step->doors[i].label);
		assert_no_label(step->doors[i].id, step->doors[i].help);
		assert_no_label(step->doors[i].id, step->doors[i].later);
	}
}

static void
assert_no_label_in_field(const struct field *field)
{
	size_t i;

	assert_no_label(field->setting, field->label);
	assert_no_label(field->setting, field->example);
	assert_no_label(field->setting, field->help);
	assert_no_label(field->setting, field->fallback);
	for (i = 0; i < field->choice_count; i++) {
		assert_no_label(field->setting, field->choices[i].label);
		assert_no_label(field->setting, field->choices[i].help);
	}
}

static void
labels_of_the_portal_are_written_in_its_table_alone(void **state)
{
	size_t step, i;

	(void)state;
	for (step = 0; step < STEP_COUNT; step++) {
		assert_no_label_in_step(&steps[step]);
		for (i = 0; i < step_field_count((enum step_id)step); i++)
			assert_no_label_in_field(step_field((enum step_id)step,
			    i));
	}
}

static void
the_start_says_in_five_lines_what_is_needed(void **state)
{
	const char *rest;
	size_t i;

	(void)state;
	rest = advice(STEP_START);
	for (i = 0; i < 5; i++) {
		assert_true(strcspn(rest, "\n") <= COLUMNS);
		rest += strcspn(rest, "\n") + 1;
	}
	assert_null(strchr(rest, '\n'));
	assert_told(STEP_START, "browser on any computer");
	assert_told(STEP_START, "ten minutes");
	assert_told(STEP_START, "register an app and to consent, or somebody");
	assert_told(STEP_START, "address of the mailbox");
	assert_told(STEP_START, "password and the second factor");
}

static void
the_secret_is_pasted_before_anything_is_selected_here(void **state)
{
	(void)state;
	assert_told(STEP_SECRET, "Paste it here now: selecting text in this "
	    "window replaces what you copied.");
	set("cloud", "custom");
	assert_told(STEP_SECRET, "Paste it here now");
}

static void
signing_in_explains_the_wrong_account(void **state)
{
	(void)state;
	know_all();
	assert_told(STEP_SIGNIN, "Sign in as service@contoso.com.");
	assert_told(STEP_SIGNIN, "private window");
	assert_told(STEP_SIGNIN, "the wrong account has signed in");
	assert_told(STEP_SIGNIN, "cannot load, which is right");
	set("grant", "device_code");
	assert_told(STEP_SIGNIN, "type the code");
	assert_told(STEP_SIGNIN, "private window");
	assert_told(STEP_SIGNIN, "53003");
	assert_untold(STEP_SIGNIN, "cannot load");
}

static void
a_code_needs_public_client_flows(void **state)
{
	(void)state;
	assert_untold(STEP_REGISTER, "Allow public client flows");
	assert_untold(STEP_PERMISSIONS, "Allow public client flows");
	set("grant", "device_code");
	assert_told(STEP_REGISTER, "Allow public client flows");
	assert_told(STEP_PERMISSIONS, "Allow public client flows");
	assert_untold(STEP_DONE, "secret");
	assert_told(STEP_CARE, "password is changed");
	set("cloud", "custom");
	assert_untold(STEP_REGISTER, "Allow public client flows");
}

static void
a_personal_mailbox_has_no_administrator(void **state)
{
	struct known about = known();
	struct text out;

	(void)state;
	set("cloud", "outlook");
	text_init(&out, 4096);
	assert_false(step_path(STEP_SERVER, &about, &out));
	assert_false(step_address(STEP_SERVER, &about, &out));
	assert_string_equal(out.at, "");
	assert_untold(STEP_SERVER, "Authenticated SMTP");
	assert_untold(STEP_PERMISSIONS, "admin consent");
	assert_told(STEP_REGISTER, "Personal accounts only");
	text_clear(&out);
}

static void
each_permission_is_carried_alone(void **state)
{
	struct known about = known();
	struct text label, value;
	size_t i, count = 0;

	(void)state;
	set("use", "smtp pop3");
	text_init(&label, 4096);
	text_init(&value, 4096);
	for (i = 0; i < steps[STEP_PERMISSIONS].carry_count; i++) {
		text_reset(&value);
		if (!step_carry(STEP_PERMISSIONS, i, &about, &label, &value))
			continue;
		assert_null(strchr(value.at, ' '));
		assert_string_equal(value.at,
		    count == 0 ? "SMTP.Send" : "POP.AccessAsUser.All");
		count++;
	}
	assert_int_equal(count, 2);
	text_clear(&label);
	text_clear(&value);
}

static void
a_mail_that_does_not_arrive_is_looked_for(void **state)
{
	const struct field *field = field_find("test.arrived", NULL, NULL);
	struct known about = known();
	struct finding found;

	(void)state;
	assert_true(field->check("no", &about, &found));
	assert_true(found.is_warning);
	assert_non_null(strstr(found.text, "Junk"));
	assert_non_null(strstr(found.text, "quarantine"));
	assert_non_null(strstr(found.text, "Message trace"));
	assert_non_null(strstr(found.text, "ten minutes"));
	assert_whole("not arrived", found.text);
	/* All of it fitted. */
	assert_non_null(strstr(found.text, "Enter once more goes on"));
	set("cloud", "custom");
	assert_true(field->check("no", &about, &found));
	assert_null(strstr(found.text, "microsoft"));
	assert_true(field->check("yes", &about, &found));
	assert_string_equal(found.text, "");
}

static void
care_says_what_would_happen_tonight(void **state)
{
	(void)state;
	assert_told(STEP_CARE, "if the sign-in ends tonight, nobody is told "
	    "until someone logs in");
	assert_told(STEP_CARE, "90 days");
	set("cloud", "custom");
	assert_untold(STEP_CARE, "90 days");
}

static void
done_gives_lines_that_work_and_says_from_when(void **state)
{
	static const char *const lines[] = {
		"echo test | postfrank send -s test admin@contoso.com",
		"MAILTO=admin@contoso.com", "MAILADDR admin@contoso.com",
		"mdadm --monitor --scan --test --oneshot",
		"DEVICESCAN -a -m admin@contoso.com -M test",
	};
	struct known about = known();
	struct text label, value;
	size_t i;

	(void)state;
	know_all();
	assert_int_equal(steps[STEP_DONE].carry_count,
	    sizeof(lines) / sizeof(lines[0]));
	text_init(&label, 4096);
	text_init(&value, 4096);
	for (i = 0; i < steps[STEP_DONE].carry_count; i++) {
		text_reset(&value);
		assert_true(step_carry(STEP_DONE, i, &about, &label, &value));
		assert_string_equal(value.at, lines[i]);
	}
	text_clear(&label);
	text_clear(&value);
	assert_told(STEP_DONE, "2028-11-12");
	assert_told(STEP_DONE, "every 90 days");
	assert_told(STEP_DONE, "once /usr/sbin/sendmail is postfrank's, with a "
	    "later version");
}

static void
every_door_says_what_it_needs(void **state)
{
	size_t step, i;
	const struct door *door;

	(void)state;
	assert_non_null(steps[STEP_SECRET].doors_words);
	assert_int_equal(steps[STEP_SECRET].door_count, 4);
	for (step = 0; step < STEP_COUNT; step++)
		for (i = 0; i < steps[step].door_count; i++) {
			door = &steps[step].doors[i];
			assert_whole(door->id, door->label);
			assert_whole(door->id, door->help);
			assert_non_null(strstr(door->help, "Needs "));
			/* It leads somewhere, or says that it will. */
			assert_true(door->later != NULL ||
			    door->grant != NULL || door->credential != NULL);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(sentences_are_whole_in_every_situation,
		    begin),
		cmocka_unit_test_setup(the_first_line_says_it_alone, begin),
		cmocka_unit_test_setup(a_step_fits_a_screen_of_24_rows, begin),
		cmocka_unit_test_setup(
		    labels_of_the_portal_are_written_in_its_table_alone,
		    begin),
		cmocka_unit_test_setup(
		    the_start_says_in_five_lines_what_is_needed, begin),
		cmocka_unit_test_setup(
		    the_secret_is_pasted_before_anything_is_selected_here,
		    begin),
		cmocka_unit_test_setup(signing_in_explains_the_wrong_account,
		    begin),
		cmocka_unit_test_setup(a_code_needs_public_client_flows,
		    begin),
		cmocka_unit_test_setup(a_personal_mailbox_has_no_administrator,
		    begin),
		cmocka_unit_test_setup(each_permission_is_carried_alone,
		    begin),
		cmocka_unit_test_setup(
		    a_mail_that_does_not_arrive_is_looked_for, begin),
		cmocka_unit_test_setup(care_says_what_would_happen_tonight,
		    begin),
		cmocka_unit_test_setup(
		    done_gives_lines_that_work_and_says_from_when, begin),
		cmocka_unit_test_setup(every_door_says_what_it_needs, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
