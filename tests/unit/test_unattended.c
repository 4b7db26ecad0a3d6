/* SPDX-License-Identifier: ISC */
/* The answers file with scripted work. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/moment.h"
#include "setup/unattended.h"
#include "setup/work.h"
#include "tests/lib/home.h"
#include "tests/lib/scripted.h"

#define CLIENT "6731de76-14a6-49ae-97bc-6eba6914391e"
#define TENANT "9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"
#define ADDRESS "https://login.example/authorize?client_id=x&state=y"

struct session {
	struct layout layout;
	struct desk desk;
	struct scripted script;
	struct answers_file file;
	struct text address;
	struct fault why;
	enum unattended_end end;
	char path[PATH_SIZE];
};

static int
begin(void **state)
{
	struct session *session = calloc(1, sizeof(*session));
	struct fault why;

	home_make(&session->layout);
	snprintf(session->script.answers[ACTION_SIGNIN_BEGIN].address,
	    SIGNIN_URL_SIZE, "%s", ADDRESS);
	text_init(&session->address, SIGNIN_URL_SIZE);
	assert_true(desk_open(&session->desk, &session->layout, "default",
	    &why));
	snprintf(session->path, sizeof(session->path), "%.900s/answers.json",
	    session->layout.state);
	*state = session;
	return 0;
}

static int
end(void **state)
{
	struct session *session = *state;

	desk_close(&session->desk);
	answers_file_clear(&session->file);
	text_clear(&session->address);
	home_remove(&session->layout);
	free(session);
	return 0;
}

/* A file with these members beside what is always needed. */
static bool
read_file(struct session *session, const char *members)
{
	char bytes[4096], secret[PATH_SIZE], made[48];
	size_t i;

	/* The form of a real value, made here so that no scanner trips. */
	memset(made, 0, sizeof(made));
	memcpy(made, "abc8Q~", 6);
	for (i = 6; i < 40; i++)
		made[i] = (char)('a' + i % 26);
	snprintf(secret, sizeof(secret), "%.900s/value",
	    session->layout.state);
	file_puts(secret, 0600, made);
	snprintf(bytes, sizeof(bytes), "{ \"postfrank\": 1, %s,\n"
	    "\"registration\": { \"client_id\": \"" CLIENT "\", \"tenant\": "
	    "\"" TENANT "\" },\n"
	    "\"secrets\": { \"client_secret\": { \"file\": \"%s\" } } }\n",
	    members, secret);
	file_puts(session->path, 0600, bytes);
	return answers_file_read(&session->file, session->path, &session->why);
}

static bool
run(struct session *session)
{
	struct driver driver = { .desk = &session->desk, .ops = &scripted_ops,
		.ops_self = &session->script };

	return unattended_run(&driver, &session->file, &session->end,
	    &session->address, &session->why);
}

static void
every_check_is_run_and_it_ends_at_the_sign_in(void **state)
{
	static const enum action order[] = { ACTION_DISCOVER,
		ACTION_PROBE_SERVER, ACTION_PROBE_CREDENTIALS,
		ACTION_SIGNIN_BEGIN };
	struct session *session = *state;
	size_t i;

	assert_true(read_file(session, "\"mailbox\": \"alerts@contoso.com\""));
	assert_true(run(session));
	assert_int_equal(session->end, UNATTENDED_SIGNIN);
	assert_string_equal(session->address.at, ADDRESS);
	assert_int_equal(session->script.count, 4);
	for (i = 0; i < 4; i++)
		assert_int_equal(session->script.asked[i], order[i]);
}

/* What was given up may still be at work on the vault. */
static void
a_secret_is_kept_when_what_was_given_up_has_ended(void **state)
{
	struct session *session = *state;
	struct work work;
	int ends[2];
	char byte;

	assert_true(read_file(session, "\"mailbox\": \"alerts@contoso.com\""));
	assert_int_equal(session->script.settled, 0);
	assert_true(run(session));
	assert_int_equal(session->script.settled, 1);
	/* The real one waits: a child that goes on after SIGTERM. */
	assert_int_equal(pipe(ends), 0);
	work_init(&work, &session->layout);
	work.leaving[0] = (struct work_leaver){ .pid = fork(),
		.life = open("/dev/null", O_RDONLY),
		.since = moment_boot_ms() };
	assert_true(work.leaving[0].pid >= 0);
	if (work.leaving[0].pid == 0) {
		poll(NULL, 0, 50);
		_exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
	}
	work_ops.settle(&work);
	assert_int_equal(work.leaving[0].pid, 0);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	close(ends[0]);
	close(ends[1]);
}

static void
run_again_it_only_shows_the_address(void **state)
{
	struct session *session = *state;
	struct fault why;

	assert_true(read_file(session, "\"mailbox\": \"alerts@contoso.com\", "
	    "\"rate\": 7"));
	assert_true(run(session));
	desk_close(&session->desk);
	assert_true(desk_open(&session->desk, &session->layout, "default",
	    &why));
	session->script.count = 0;
	assert_true(run(session));
	assert_int_equal(session->script.count, 1);
	assert_int_equal(session->script.asked[0], ACTION_SIGNIN_BEGIN);
	/* What no question is about is there, too. */
	assert_string_equal(answers_get(&session->desk.wizard.answers, "rate"),
	    "7");
}

static void
other_answers_begin_anew(void **state)
{
	struct session *session = *state;

	assert_true(read_file(session, "\"mailbox\": \"alerts@contoso.com\""));
	assert_true(run(session));
	answers_file_clear(&session->file);
	assert_true(read_file(session, "\"mailbox\": \"other@contoso.com\""));
	session->script.count = 0;
	assert_true(run(session));
	assert_int_equal(session->script.count, 4);
	assert_string_equal(answers_get(&session->desk.wizard.answers,
	    "mailbox"), "other@contoso.com");
}

static void
a_bad_answer_is_named_by_its_key(void **state)
{
	struct session *session = *state;

	assert_true(read_file(session, "\"sign_in_as\": null"));
	assert_false(run(session));
	assert_int_equal(session->why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(session->why.what, "mailbox: is missing"));
	assert_non_null(strstr(session->why.next, session->path));
	assert_int_equal(session->script.count, 0);
}

static void
a_refusal_names_the_keys_of_its_step(void **state)
{
	struct session *session = *state;

	scripted_fail(&session->script, ACTION_PROBE_CREDENTIALS,
	    FAULT_SIGNIN, "secret");
	assert_true(read_file(session, "\"mailbox\": \"alerts@contoso.com\""));
	assert_false(run(session));
	assert_int_equal(session->why.kind, FAULT_SIGNIN);
	assert_non_null(strstr(session->why.next, "secrets.client_secret"));
	assert_int_equal(scripted_times(&session->script,
	    ACTION_SIGNIN_BEGIN), 0);
}

static void
a_secret_in_the_file_itself_is_refused(void **state)
{
	struct session *session = *state;

	file_puts(session->path, 0600, "{ \"postfrank\": 1, \"secrets\": "
	    "{ \"client_secret\": \"planted\" } }");
	assert_false(answers_file_read(&session->file, session->path,
	    &session->why));
	assert_int_equal(session->why.kind, FAULT_SETTINGS);
	assert_null(strstr(session->why.what, "planted"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_check_is_run_and_it_ends_at_the_sign_in),
		CASE(a_secret_is_kept_when_what_was_given_up_has_ended),
		CASE(run_again_it_only_shows_the_address),
		CASE(other_answers_begin_anew),
		CASE(a_bad_answer_is_named_by_its_key),
		CASE(a_refusal_names_the_keys_of_its_step),
		CASE(a_secret_in_the_file_itself_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
