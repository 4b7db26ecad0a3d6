/* SPDX-License-Identifier: ISC */
/* The plain face on a pipe, with scripted work. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "setup/plain.h"
#include "tests/lib/home.h"
#include "tests/lib/scripted.h"

#define CLIENT "6731de76-14a6-49ae-97bc-6eba6914391e"
#define TENANT "9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"
#define ADDRESS "https://login.example/authorize?client_id=x&state=y"

enum { SEEN = 1 << 18 };

/* Everything up to the secret, by Enter where something is proposed. */
#define TO_SECRET "\n\n\n" "\n\n" CLIENT "\n" TENANT "\n" \
	"alerts@contoso.com\n\n\n\n" "\n\n\n\n"
#define TO_SIGNIN TO_SECRET "\n2030-11-12\n\n" "\n"
#define BACK "http://localhost:8765/postfrank?code=0.AAAAAAAAAAAAAAAAAAAAAAAA" \
	"&state=y\n"
#define TO_END TO_SIGNIN BACK "admin@contoso.com\n\n\n\n\n"

struct session {
	struct layout layout;
	struct desk desk;
	struct scripted script;
	char seen[SEEN];
	bool was_resumed;
};

static int64_t
fixed_now(void)
{
	return 1795442400; /* 23 Nov 2026 */
}

/* Runs the face on what a pipe holds. is_given: a secret is in the vault. */
static int
run(struct session *session, const char *input, bool is_given)
{
	char path[] = "/tmp/plain.XXXXXX";
	struct prompt prompt;
	struct plain plain = { .prompt = &prompt, .desk = &session->desk,
		.ops = &scripted_ops, .ops_self = &session->script,
		.again = "postfrank setup --plain", .now = fixed_now };
	struct fault why;
	int in[2], out = mkstemp(path), code;
	ssize_t got;

	assert_true(out >= 0);
	unlink(path);
	assert_int_equal(pipe(in), 0);
	assert_true(write_all(in[1], input, strlen(input)));
	close(in[1]);
	assert_true(desk_open(&session->desk, &session->layout, "default",
	    &why));
	session->was_resumed = session->desk.is_resumed;
	session->desk.wizard.fields[STEP_SECRET][0].is_given = is_given;
	prompt_open(&prompt, in[0], out);
	code = plain_run(&plain);
	prompt_close(&prompt);
	desk_close(&session->desk);
	lseek(out, 0, SEEK_SET);
	got = read(out, session->seen, sizeof(session->seen) - 1);
	assert_true(got >= 0);
	session->seen[got] = '\0';
	close(out);
	close(in[0]);
	return code;
}

static int
begin(void **state)
{
	struct session *session = calloc(1, sizeof(*session));

	home_make(&session->layout);
	snprintf(session->script.answers[ACTION_SIGNIN_BEGIN].address,
	    SIGNIN_URL_SIZE, "%s", ADDRESS);
	*state = session;
	return 0;
}

static int
end(void **state)
{
	struct session *session = *state;

	home_remove(&session->layout);
	free(session);
	return 0;
}

/* A process that ends well when it is let go, if nobody ends it before. */
static pid_t
start_bystander(int *let_go)
{
	int ends[2];
	pid_t child;
	char byte;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGHUP, SIG_DFL);
		_exit(read(ends[0], &byte, 1) == 1 ? 0 : 1);
	}
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	*let_go = ends[1];
	return child;
}

static void
nobody_is_ended_who_does_not_hold_the_draft(void **state)
{
	struct session *session = *state;
	char path[PATH_SIZE], note[64];
	int let_go, status = 0;
	pid_t bystander = start_bystander(&let_go);
	struct lock_holder holder;
	struct fault why;

	/* As a killed holder leaves it, whose number was given out again. */
	assert_true(layout_path(path, &session->layout, LAYOUT_DRAFT_LOCK,
	    "default", &why));
	snprintf(note, sizeof(note), "%ld 1795442400 \n", (long)bystander);
	assert_true(file_replace(path, 0600, note, strlen(note), &why));
	assert_true(desk_holder(&session->layout, "default", &holder));
	assert_true(desk_take_over(&session->layout, "default", &why));
	(void)!write(let_go, "x", 1);
	assert_int_equal(waitpid(bystander, &status, 0), bystander);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(let_go);
}

#define assert_seen(session, text) \
	assert_non_null(strstr((session)->seen, text))
#define assert_unseen(session, text) \
	assert_null(strstr((session)->seen, text))

static void
the_walkthrough_is_asked_in_its_order_and_goes_live_at_last(void **state)
{
	static const enum action order[] = { ACTION_DISCOVER,
		ACTION_PROBE_SERVER, ACTION_PROBE_CREDENTIALS,
		ACTION_SIGNIN_BEGIN, ACTION_SIGNIN_FINISH, ACTION_TEST_MAIL,
		ACTION_GO_LIVE };
	static const char *const titles[] = { "Step 1 of 10: Register the app",
		"Step 2 of 10: Application values",
		"Step 3 of 10: Mailbox and scope", "Step 4 of 10: Mail server",
		"Step 5 of 10: Client secret", "Step 6 of 10: API permissions",
		"Step 7 of 10: Sign in", "Step 8 of 10: Send a test mail",
		"Step 9 of 10: This machine's mail",
		"Step 10 of 10: If it stops working", "Ready" };
	struct session *session = *state;
	const char *at;
	size_t i;

	assert_int_equal(run(session, TO_END, true), 0);
	at = session->seen;
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		at = strstr(at, titles[i]);
		assert_non_null(at);
	}
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		assert_int_equal(session->script.asked[i], order[i]);
	assert_true(session->script.was_pasted);
}

static void
what_is_to_be_carried_over_stands_alone_on_its_line(void **state)
{
	struct session *session = *state;

	run(session, TO_SIGNIN, true);
	assert_seen(session, "\n" ADDRESS "\n");
	assert_seen(session, "\nhttp://localhost:8765/postfrank\n");
}

static void
a_wrong_value_is_an_error_with_an_example_and_asked_again(void **state)
{
	struct session *session = *state;

	assert_int_equal(run(session, "\n\n\n\n\n6731de76\n", true),
	    PLAIN_LEFT);
	assert_seen(session, "Error: Application (client) ID: ");
	assert_seen(session, "8 of 36");
	assert_int_equal(scripted_times(&session->script, ACTION_DISCOVER), 0);
}

static void
commands_work_alone_and_are_text_when_doubled(void **state)
{
	struct session *session = *state;

	/* help, status and staying, back, forward again, leave */
	assert_int_equal(run(session, "\n\n\n\n\n?\n=\n\n<\n\n\n??\nq\n",
	    true), PLAIN_LEFT);
	assert_seen(session, "It names the app, not a person");
	assert_seen(session, "1 Register the app: done");
	assert_seen(session, "Error: Application (client) ID: ");
	assert_seen(session, "Go on with:\npostfrank setup --plain\n");
}

static void
clear_takes_an_answer_back(void **state)
{
	struct session *session = *state;

	run(session, "\n\n\n\n\n" CLIENT "\n<\n!\n", true);
	assert_seen(session, "Cleared.\nApplication (client) ID: ");
}

static void
a_secret_is_not_read_from_a_pipe(void **state)
{
	struct session *session = *state;

	assert_int_equal(run(session, TO_SECRET "planted-secret\n", false),
	    PLAIN_LEFT);
	assert_seen(session, "--answers FILE");
	assert_unseen(session, "planted-secret");
	assert_int_equal(scripted_times(&session->script,
	    ACTION_PROBE_CREDENTIALS), 0);
}

static void
the_end_of_input_saves_and_the_next_start_goes_on(void **state)
{
	struct session *session = *state;

	assert_int_equal(run(session, "\n\n\n\n\n" CLIENT "\n", true),
	    PLAIN_LEFT);
	assert_false(session->was_resumed);
	assert_int_equal(run(session, "\n", true), PLAIN_LEFT);
	assert_true(session->was_resumed);
	assert_seen(session, "You were at step 2 of 10 (Application values)");
	assert_seen(session, "\nDirectory (tenant) ID. Example:");
	assert_int_equal(run(session, "d\n", true), PLAIN_LEFT);
	assert_seen(session, "\nWelcome\n");
}

static void
a_refusal_names_the_cure_and_can_be_passed_over(void **state)
{
	struct session *session = *state;

	scripted_fail(&session->script, ACTION_DISCOVER, FAULT_SETTINGS,
	    "values");
	assert_int_equal(run(session, "\n\n\n\n\n" CLIENT "\n" TENANT "\n" "\n"
	    "2\n", true), PLAIN_LEFT);
	assert_seen(session, "Error: the script says that this fails.");
	assert_seen(session, "Go to step 2, Application values");
	assert_int_equal(scripted_times(&session->script, ACTION_DISCOVER), 2);
	assert_seen(session, "Step 3 of 10");
}

static void
what_is_not_known_yet_is_in_nobodys_way(void **state)
{
	struct session *session = *state;

	scripted_fail(&session->script, ACTION_PROBE_CREDENTIALS,
	    FAULT_SIGNIN, "secret");
	session->script.answers[ACTION_PROBE_CREDENTIALS].why.recent = true;
	run(session, TO_SIGNIN, true);
	assert_seen(session, "usual");
	assert_seen(session, "Step 7 of 10: Sign in");
	assert_unseen(session, "1 Try again");
}

static void
nothing_goes_live_when_the_test_mail_is_refused(void **state)
{
	struct session *session = *state;

	scripted_fail(&session->script, ACTION_TEST_MAIL, FAULT_REFUSED,
	    "mailbox");
	run(session, TO_SIGNIN BACK "admin@contoso.com\n", true);
	assert_int_equal(scripted_times(&session->script, ACTION_TEST_MAIL),
	    1);
	assert_int_equal(scripted_times(&session->script, ACTION_GO_LIVE), 0);
	assert_seen(session, "Go to step 3, Mailbox and scope");
}

static void
a_step_can_wait_for_somebody_else(void **state)
{
	struct session *session = *state;

	assert_int_equal(run(session, "\n\n\n\nw\nAnna\n", true), PLAIN_LEFT);
	assert_seen(session, "This step waits.");
	run(session, "\n=\n\n", true);
	assert_seen(session, "waiting for Anna since");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_walkthrough_is_asked_in_its_order_and_goes_live_at_last),
		CASE(what_is_to_be_carried_over_stands_alone_on_its_line),
		CASE(a_wrong_value_is_an_error_with_an_example_and_asked_again),
		CASE(commands_work_alone_and_are_text_when_doubled),
		CASE(clear_takes_an_answer_back),
		CASE(a_secret_is_not_read_from_a_pipe),
		CASE(the_end_of_input_saves_and_the_next_start_goes_on),
		CASE(a_refusal_names_the_cure_and_can_be_passed_over),
		CASE(what_is_not_known_yet_is_in_nobodys_way),
		CASE(nothing_goes_live_when_the_test_mail_is_refused),
		CASE(a_step_can_wait_for_somebody_else),
		CASE(nobody_is_ended_who_does_not_hold_the_draft),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
