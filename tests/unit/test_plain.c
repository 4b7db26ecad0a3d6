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
#define TO_END TO_SIGNIN BACK "admin@contoso.com\n\n" "\n" "\n\n\n\n"

struct stage {
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
run(struct stage *stage, const char *input, bool is_given)
{
	char path[] = "/tmp/plain.XXXXXX";
	struct prompt prompt;
	struct plain plain = { .prompt = &prompt, .desk = &stage->desk,
		.ops = &scripted_ops, .ops_self = &stage->script,
		.again = "postfrank setup --plain", .now = fixed_now };
	struct fault why;
	int in[2], out = mkstemp(path), code;
	ssize_t got;

	assert_true(out >= 0);
	unlink(path);
	assert_int_equal(pipe(in), 0);
	assert_true(write_all(in[1], input, strlen(input)));
	close(in[1]);
	assert_true(desk_open(&stage->desk, &stage->layout, "default",
	    &why));
	stage->was_resumed = stage->desk.is_resumed;
	stage->desk.wizard.fields[STEP_SECRET][0].is_given = is_given;
	prompt_open(&prompt, in[0], out);
	code = plain_run(&plain);
	prompt_close(&prompt);
	desk_close(&stage->desk);
	lseek(out, 0, SEEK_SET);
	got = read(out, stage->seen, sizeof(stage->seen) - 1);
	assert_true(got >= 0);
	stage->seen[got] = '\0';
	close(out);
	close(in[0]);
	return code;
}

static int
begin(void **state)
{
	struct stage *stage = calloc(1, sizeof(*stage));

	home_make(&stage->layout);
	snprintf(stage->script.answers[ACTION_SIGNIN_BEGIN].address,
	    SIGNIN_URL_SIZE, "%s", ADDRESS);
	*state = stage;
	return 0;
}

static int
end(void **state)
{
	struct stage *stage = *state;

	home_remove(&stage->layout);
	free(stage);
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
	struct stage *stage = *state;
	char path[PATH_SIZE], note[64];
	int let_go, status = 0;
	pid_t bystander = start_bystander(&let_go);
	struct lock_holder holder;
	struct fault why;

	/* As a killed holder leaves it, whose number was given out again. */
	assert_true(layout_path(path, &stage->layout, LAYOUT_DRAFT_LOCK,
	    "default", &why));
	snprintf(note, sizeof(note), "%ld 1795442400 \n", (long)bystander);
	assert_true(file_replace(path, 0600, note, strlen(note), &why));
	assert_true(desk_holder(&stage->layout, "default", &holder));
	assert_true(desk_take_over(&stage->layout, "default", &why));
	(void)!write(let_go, "x", 1);
	assert_int_equal(waitpid(bystander, &status, 0), bystander);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(let_go);
}

#define assert_seen(stage, text) \
	assert_non_null(strstr((stage)->seen, text))
#define assert_unseen(stage, text) \
	assert_null(strstr((stage)->seen, text))

static void
the_walkthrough_is_asked_in_its_order_and_goes_live_at_last(void **state)
{
	static const enum action order[] = { ACTION_LOOK_AROUND,
		ACTION_DISCOVER, ACTION_PROBE_SERVER, ACTION_PROBE_CREDENTIALS,
		ACTION_SIGNIN_BEGIN, ACTION_SIGNIN_FINISH, ACTION_TEST_MAIL,
		ACTION_GO_LIVE };
	static const char *const titles[] = { "Step 1 of 10: Register the app",
		"Step 2 of 10: Application values",
		"Step 3 of 10: Mailbox and scope", "Step 4 of 10: Mail server",
		"Step 5 of 10: Client secret", "Step 6 of 10: API permissions",
		"Step 7 of 10: Sign in", "Step 8 of 10: Send a test mail",
		"Step 9 of 10: This machine's mail",
		"Step 10 of 10: If it stops working", "Ready" };
	struct stage *stage = *state;
	const char *at;
	size_t i;

	assert_int_equal(run(stage, TO_END, true), 0);
	at = stage->seen;
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		at = strstr(at, titles[i]);
		assert_non_null(at);
	}
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		assert_int_equal(stage->script.asked[i], order[i]);
	assert_true(stage->script.was_pasted);
}

static void
what_is_to_be_carried_over_stands_alone_on_its_line(void **state)
{
	struct stage *stage = *state;

	run(stage, TO_SIGNIN "u\n", true);
	assert_seen(stage, "\n" ADDRESS "\n");
	assert_seen(stage, "\nhttp://localhost:8765/postfrank\n");
}

static void
a_wrong_value_is_an_error_with_an_example_and_asked_again(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(run(stage, "\n\n\n\n\n6731de76\n", true),
	    PLAIN_LEFT);
	assert_seen(stage, "Error: Application (client) ID: ");
	assert_seen(stage, "8 of 36");
	assert_int_equal(scripted_times(&stage->script, ACTION_DISCOVER), 0);
}

static void
commands_work_alone_and_are_text_when_doubled(void **state)
{
	struct stage *stage = *state;

	/* help, status and staying, back, forward again, leave */
	assert_int_equal(run(stage, "\n\n\n\n\n?\n=\n\n<\n\n\n??\nq\n",
	    true), PLAIN_LEFT);
	assert_seen(stage, "It names the app, not a person");
	assert_seen(stage, "1 Register the app: done");
	assert_seen(stage, "Error: Application (client) ID: ");
	assert_seen(stage, "Go on with:\npostfrank setup --plain\n");
}

static void
clear_takes_an_answer_back(void **state)
{
	struct stage *stage = *state;

	run(stage, "\n\n\n\n\n" CLIENT "\n<\n!\n", true);
	assert_seen(stage, "Cleared.\nApplication (client) ID: ");
}

static void
a_secret_is_not_read_from_a_pipe(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(run(stage, TO_SECRET "planted-secret\n", false),
	    PLAIN_LEFT);
	assert_seen(stage, "--answers FILE");
	assert_unseen(stage, "planted-secret");
	assert_int_equal(scripted_times(&stage->script,
	    ACTION_PROBE_CREDENTIALS), 0);
}

static void
the_end_of_input_saves_and_the_next_start_goes_on(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(run(stage, "\n\n\n\n\n" CLIENT "\n", true),
	    PLAIN_LEFT);
	assert_false(stage->was_resumed);
	assert_int_equal(run(stage, "\n", true), PLAIN_LEFT);
	assert_true(stage->was_resumed);
	assert_seen(stage, "You were at step 2 of 10 (Application values)");
	assert_seen(stage, "\nDirectory (tenant) ID. Example:");
	assert_int_equal(run(stage, "d\n", true), PLAIN_LEFT);
	assert_seen(stage, "\nWelcome\n");
}

static void
a_refusal_names_the_cure_and_can_be_passed_over(void **state)
{
	struct stage *stage = *state;

	scripted_fail(&stage->script, ACTION_DISCOVER, FAULT_SETTINGS,
	    "values");
	assert_int_equal(run(stage, "\n\n\n\n\n" CLIENT "\n" TENANT "\n" "2\n"
	    "4\n", true), PLAIN_LEFT);
	assert_seen(stage, "Error: the script says that this fails.");
	assert_seen(stage, "1 Correct what was entered in this step");
	assert_seen(stage, "Number (Enter = 1, correct what was entered in "
	    "this step): ");
	assert_int_equal(scripted_times(&stage->script, ACTION_DISCOVER), 2);
	assert_seen(stage, "Step 3 of 10");
}

static void
what_is_not_known_yet_is_in_nobodys_way(void **state)
{
	struct stage *stage = *state;

	scripted_fail(&stage->script, ACTION_PROBE_CREDENTIALS,
	    FAULT_SIGNIN, "secret");
	stage->script.answers[ACTION_PROBE_CREDENTIALS].why.recent = true;
	run(stage, TO_SIGNIN, true);
	assert_seen(stage, "usual");
	assert_seen(stage, "Step 7 of 10: Sign in");
	assert_unseen(stage, "1 Try again");
}

static void
nothing_goes_live_when_the_test_mail_is_refused(void **state)
{
	struct stage *stage = *state;

	scripted_fail(&stage->script, ACTION_TEST_MAIL, FAULT_REFUSED,
	    "mailbox");
	run(stage, TO_SIGNIN BACK "admin@contoso.com\n", true);
	assert_int_equal(scripted_times(&stage->script, ACTION_TEST_MAIL),
	    1);
	assert_int_equal(scripted_times(&stage->script, ACTION_GO_LIVE), 0);
	assert_seen(stage, "Go to step 3, Mailbox and scope");
}

static void
a_step_can_wait_for_somebody_else(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(run(stage, "\n\n\n\nw\nAnna\np\n\n", true),
	    PLAIN_LEFT);
	assert_seen(stage, "default.sheet-register.txt\n");
	assert_seen(stage, "http://localhost:8765/postfrank\n");
	run(stage, "\n=\n\n", true);
	assert_seen(stage, "waiting for Anna since");
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
