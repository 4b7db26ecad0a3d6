/* SPDX-License-Identifier: ISC */
/* The plain questions and the full screen ask the same in the same order: both
 * are given the same answers, and what each asked is compared. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "setup/plain.h"
#include "tests/lib/facing.h"
#include "tests/lib/home.h"

enum { TRACE_MAX = 200, NAME_MAX_BYTES = 80, LINES_MAX = 16384 };

/* What is answered when this is asked, each once; Enter to all else. "w NAME"
 * hands the step over, "oN" takes its Nth other way, "end" is where the line
 * drops. */
struct given {
	const char *asked; /* a setting, or a mode in brackets */
	const char *line;
};

struct scenario {
	const struct given *given;
	void (*prepare)(struct scripted *script);
	const char *settings; /* a finished account; NULL: none */
	const char *must_ask; /* so that it goes where it is meant to go */
};

struct trace {
	char asked[TRACE_MAX][NAME_MAX_BYTES];
	size_t count;
};

/* The plain face's clock looks over its shoulder. */
static struct {
	const struct wizard *wizard;
	struct trace *trace;
} spied;

/* Before the wizard is opened it stands at a field that is not needed; and
 * while a code is waited for nothing is asked. */
static bool
is_asked(const struct wizard *wizard)
{
	const struct field *field = wizard_field(wizard);

	if (wizard->mode == WIZARD_SIGNIN && wizard->user_code[0] != '\0')
		return false;
	return wizard->mode != WIZARD_WORKING &&
	    wizard->mode != WIZARD_GONE && (field == NULL ||
	    field_is_needed(field, &wizard->answers));
}

static const char *
name_question(const struct wizard *wizard)
{
	static const char *const modes[] = {
		[WIZARD_LEAVING] = "(leaving)",
		[WIZARD_SIGNIN] = "(sign-in)",
		[WIZARD_QUESTION] = "(who signed in)",
		[WIZARD_VERDICT] = "(verdict)",
		[WIZARD_GONE] = NULL,
	};
	const struct field *field = wizard_field(wizard);

	if (modes[wizard->mode] != NULL)
		return modes[wizard->mode];
	return field != NULL ? field->setting : "(end)";
}

static void
note_question(struct trace *trace, const struct wizard *wizard)
{
	char name[NAME_MAX_BYTES];

	if (!is_asked(wizard))
		return;
	snprintf(name, sizeof(name), "%s: %s", steps[wizard->step].id,
	    name_question(wizard));
	if (trace->count > 0 &&
	    strcmp(trace->asked[trace->count - 1], name) == 0)
		return;
	assert_true(trace->count < TRACE_MAX);
	memcpy(trace->asked[trace->count++], name, sizeof(name));
}

static void
show(const struct trace *trace)
{
	size_t i;

	for (i = 0; i < trace->count; i++)
		print_message("%zu %s\n", i, trace->asked[i]);
}

static int64_t
spying_now(void)
{
	note_question(spied.trace, spied.wizard);
	return 1795442400; /* 23 Nov 2026 */
}

/* The first answer to this that was not given yet. */
static const char *
next_answer(const struct given *given, bool *used, const struct wizard *wizard)
{
	const char *asked = name_question(wizard);
	size_t i;

	for (i = 0; given[i].asked != NULL; i++)
		if (!used[i] && strcmp(given[i].asked, asked) == 0) {
			used[i] = true;
			return given[i].line;
		}
	return "";
}

static void
press_hand_over(struct facing *facing, const char *whom)
{
	facing_press(facing, STROKE_HAND_OVER);
	facing_press(facing, STROKE_KILL_BEFORE);
	facing_type(facing, whom);
	facing_press(facing, STROKE_ENTER);
	facing_press(facing, STROKE_ENTER);
}

static void
press_answer(struct facing *facing, const char *line)
{
	const struct wizard *wizard = &facing->desk.wizard;
	const struct field *field = wizard_field(wizard);
	bool is_list = wizard->mode == WIZARD_VERDICT ||
	    wizard->mode == WIZARD_QUESTION || (field != NULL &&
	    wizard->mode == WIZARD_ASKING && field->kind == FIELD_CHOICE);

	if (strncmp(line, "w ", 2) == 0) {
		press_hand_over(facing, line + 2);
	} else if (line[0] == 'o' && line[1] != '\0' && line[2] == '\0') {
		facing_press(facing, STROKE_OTHER_WAY);
		facing_type(facing, line + 1);
	} else if (is_list && line[0] != '\0') {
		facing_type(facing, line);
	} else {
		if (line[0] != '\0')
			facing_paste(facing, line);
		facing_press(facing, STROKE_ENTER);
	}
}

/* The same for the plain face, as lines. */
static void
add_lines(char *lines, const char *line)
{
	size_t len = strlen(lines);

	if (strncmp(line, "w ", 2) == 0)
		snprintf(lines + len, LINES_MAX - len, "w\n%s\n\n", line + 2);
	else if (line[0] == 'o' && line[1] != '\0' && line[2] == '\0')
		snprintf(lines + len, LINES_MAX - len, "o\n%s\n", line + 1);
	else
		snprintf(lines + len, LINES_MAX - len, "%s\n", line);
}

static void
begin_account(const struct layout *layout, const struct scenario *scenario)
{
	if (scenario->settings != NULL)
		file_puts(home_path(layout, LAYOUT_SETTINGS, "default"), 0644,
		    scenario->settings);
}

/* Goes through on the full screen; lines gets what was answered. */
static void
trace_screen(const struct scenario *scenario, struct trace *trace, char *lines)
{
	static struct facing facing; /* too big for a stack */
	const struct wizard *wizard = &facing.desk.wizard;
	bool used[TRACE_MAX] = { false };
	const char *line;
	size_t i;

	facing_make(&facing);
	if (scenario->prepare != NULL)
		scenario->prepare(&facing.script);
	begin_account(&facing.layout, scenario);
	facing_restart(&facing);
	facing.desk.wizard.fields[STEP_SECRET][0].is_given = true;
	for (i = 0; i < TRACE_MAX && !facing.face.is_over; i++) {
		facing_work(&facing);
		note_question(trace, wizard);
		line = next_answer(scenario->given, used, wizard);
		if (strcmp(line, "end") == 0)
			break;
		add_lines(lines, line);
		press_answer(&facing, line);
	}
	assert_true(i < TRACE_MAX);
	facing_remove(&facing);
}

/* The session begins as the other one did. */
static void
trace_plain(const struct scenario *scenario, struct trace *trace,
    const char *lines)
{
	static struct desk desk;
	struct scripted script = { .count = 0 };
	struct layout layout;
	struct prompt prompt;
	struct plain plain = { .prompt = &prompt, .desk = &desk,
		.ops = &scripted_ops, .ops_self = &script,
		.again = "postfrank setup --plain", .now = spying_now };
	struct fault why;
	int in[2], null = open("/dev/null", O_WRONLY);

	home_make(&layout);
	snprintf(script.answers[ACTION_SIGNIN_BEGIN].address, SIGNIN_URL_SIZE,
	    "%s", FACING_ADDRESS);
	snprintf(script.answers[ACTION_SIGNIN_RENEW].address, SIGNIN_URL_SIZE,
	    "%s", FACING_ADDRESS "&again=1");
	if (scenario->prepare != NULL)
		scenario->prepare(&script);
	begin_account(&layout, scenario);
	assert_true(desk_open(&desk, &layout, "default", &why));
	desk.wizard.fields[STEP_SECRET][0].is_given = true;
	spied.wizard = &desk.wizard;
	spied.trace = trace;
	assert_int_equal(pipe(in), 0);
	assert_true(write_all(in[1], lines, strlen(lines)));
	close(in[1]);
	prompt_open(&prompt, in[0], null);
	plain_run(&plain);
	prompt_close(&prompt);
	desk_close(&desk);
	home_remove(&layout);
	close(in[0]);
	close(null);
}

static void
compare(const struct scenario *scenario)
{
	static struct trace screen, plain;
	static char lines[LINES_MAX];
	bool is_there = scenario->must_ask == NULL;
	size_t i;

	screen.count = plain.count = 0;
	lines[0] = '\0';
	trace_screen(scenario, &screen, lines);
	trace_plain(scenario, &plain, lines);
	for (i = 0; i < screen.count && i < plain.count; i++) {
		is_there = is_there || strstr(screen.asked[i],
		    scenario->must_ask) != NULL;
		if (strcmp(plain.asked[i], screen.asked[i]) != 0)
			show(&screen);
		assert_string_equal(plain.asked[i], screen.asked[i]);
	}
	assert_int_equal(plain.count, screen.count);
	assert_true(is_there);
}

#define VALUES { "registration.client_id", FACING_CLIENT }, \
	{ "registration.tenant", FACING_TENANT }
#define MAILBOX { "mailbox", "alerts@contoso.com" }
#define SIGNIN { "(sign-in)", FACING_BACK }
#define TEST { "test.to", "admin@contoso.com" }

static void
req_26_a_first_set_up_for_microsoft(void **state)
{
	static const struct given given[] = { VALUES, MAILBOX, SIGNIN, TEST,
		{ NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given, .must_ask = "(end)" });
}

static void
req_26_one_for_another_server(void **state)
{
	static const struct given given[] = { { "cloud", "6" },
		{ "registration.client_id", "client" },
		{ "registration.authorization_url",
		    "https://login.example.com/authorize" },
		{ "registration.token_url", "https://login.example.com/token" },
		MAILBOX, { "smtp.host", "mail.example.com" }, SIGNIN, TEST,
		{ NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given,
	    .must_ask = "registration.token_url" });
}

static void
req_26_values_that_are_wrong_at_first(void **state)
{
	static const struct given given[] = {
		{ "registration.client_id", "6731de76" }, VALUES,
		{ "mailbox", "alerts" }, MAILBOX, { "smtp.port", "0" },
		{ "smtp.port", "587" }, SIGNIN, TEST, { NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given, .must_ask = "(end)" });
}

static void
refuse_values(struct scripted *script)
{
	scripted_fail(script, ACTION_DISCOVER, FAULT_SETTINGS, "values");
}

static void
req_26_a_check_that_fails_and_is_passed_over(void **state)
{
	static const struct given given[] = { VALUES,
		{ "(verdict)", "2" }, { "(verdict)", "1" }, VALUES,
		{ "(verdict)", "4" }, MAILBOX, SIGNIN, TEST,
		{ NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given, .prepare = refuse_values,
	    .must_ask = "(verdict)" });
}

static void
refuse_mail(struct scripted *script)
{
	scripted_fail(script, ACTION_TEST_MAIL, FAULT_REFUSED, "mailbox");
}

static void
req_26_a_test_mail_that_is_refused(void **state)
{
	static const struct given given[] = { VALUES, MAILBOX, SIGNIN, TEST,
		{ "(verdict)", "1" }, { "(verdict)", "end" },
		{ NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given, .prepare = refuse_mail,
	    .must_ask = "test: (verdict)" });
}

static void
req_26_steps_that_somebody_else_does(void **state)
{
	static const struct given given[] = { VALUES, MAILBOX,
		{ "done.permissions", "w Anna" }, { NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given,
	    .must_ask = "(leaving)" });
}

static void
give_code(struct scripted *script)
{
	struct outcome *begun = &script->answers[ACTION_SIGNIN_BEGIN];

	snprintf(begun->address, sizeof(begun->address), "%s",
	    "https://microsoft.com/devicelogin");
	snprintf(begun->user_code, sizeof(begun->user_code), "CKJ4PQWZ7");
}

static void
req_26_a_portal_that_allows_no_secret(void **state)
{
	static const struct given given[] = { VALUES, MAILBOX,
		{ "secrets.client_secret", "o1" }, TEST, { NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given, .prepare = give_code,
	    .must_ask = "test.to" });
}

static void
ask_who(struct scripted *script)
{
	script->strangers = 2;
}

static void
req_26_somebody_else_signs_in(void **state)
{
	static const struct given given[] = { VALUES, MAILBOX, SIGNIN,
		{ "(who signed in)", "1" }, SIGNIN, { "(who signed in)", "2" },
		TEST, { NULL, NULL } };

	(void)state;
	compare(&(struct scenario){ .given = given, .prepare = ask_who,
	    .must_ask = "(who signed in)" });
}

static void
req_26_a_finished_account(void **state)
{
	static const char settings[] = "{ \"postfrank\": 1, \"account\": "
		"\"default\", \"mailbox\": \"alerts@contoso.com\", "
		"\"registration\": { \"client_id\": \"" FACING_CLIENT "\", "
		"\"tenant\": \"" FACING_TENANT "\" } }";
	struct given given[] = { { "start.what", "1" }, SIGNIN, TEST,
		{ "secrets.client_secret", "" }, { NULL, NULL } };
	static const struct scenario common = { .settings = settings,
		.must_ask = "start.what" };
	struct scenario scenario = common;

	(void)state;
	scenario.given = given;
	compare(&scenario);
	given[0].line = "3";
	compare(&scenario);
	given[0].line = "4";
	compare(&scenario);
	/* A new secret is not for a pipe: the first question must do. */
	given[0].line = "2";
	given[3].line = "end";
	compare(&scenario);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(req_26_a_first_set_up_for_microsoft),
		cmocka_unit_test(req_26_one_for_another_server),
		cmocka_unit_test(req_26_values_that_are_wrong_at_first),
		cmocka_unit_test(req_26_a_check_that_fails_and_is_passed_over),
		cmocka_unit_test(req_26_a_test_mail_that_is_refused),
		cmocka_unit_test(req_26_steps_that_somebody_else_does),
		cmocka_unit_test(req_26_a_portal_that_allows_no_secret),
		cmocka_unit_test(req_26_somebody_else_signs_in),
		cmocka_unit_test(req_26_a_finished_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
