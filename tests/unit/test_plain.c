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

#define SETTINGS "{ \"postfrank\": 1, \"account\": \"default\", " \
	"\"mailbox\": \"alerts@contoso.com\", \"registration\": " \
	"{ \"client_id\": \"" CLIENT "\", \"tenant\": \"" TENANT "\" } }"

enum { SEEN = 1 << 18 };

/* Everything up to the secret, by Enter where something is proposed. */
#define TO_SECRET "\n\n\n" "\n\n" CLIENT "\n" TENANT "\n" \
	"alerts@contoso.com\n\n\n\n" "\n\n\n\n"
#define TO_SIGNIN TO_SECRET "\n2030-11-12\n\n" "\n"
#define BACK "http://localhost:8765/postfrank?code=0.AAAAAAAAAAAAAAAAAAAAAAAA" \
	"&state=y\n"
#define TO_READY TO_SIGNIN BACK "admin@contoso.com\n\n" "\n" "\n\n\n"
#define TO_END TO_READY "\n"

struct stage {
	struct layout layout;
	struct desk desk;
	struct scripted script;
	char seen[SEEN];
	bool was_resumed;
	bool has_browser;
};

static int64_t
fixed_now(void)
{
	return 1795442400; /* 23 Nov 2026 */
}

/* Runs the face on a descriptor. is_given: a secret is in the vault. */
static int
run_on(struct stage *stage, int in, bool is_given, int64_t (*now)(void))
{
	char path[] = "/tmp/plain.XXXXXX";
	struct prompt prompt;
	struct plain plain = { .prompt = &prompt, .desk = &stage->desk,
		.ops = &scripted_ops, .ops_self = &stage->script,
		.again = "postfrank setup --plain", .now = now,
		.has_browser = stage->has_browser };
	struct fault why;
	int out = mkstemp(path), code;
	ssize_t got;

	assert_true(out >= 0);
	unlink(path);
	assert_true(desk_open(&stage->desk, &stage->layout, "default",
	    &why));
	stage->was_resumed = stage->desk.is_resumed;
	stage->desk.wizard.fields[STEP_SECRET][0].is_given = is_given;
	prompt_open(&prompt, in, out);
	code = plain_run(&plain);
	prompt_close(&prompt);
	desk_close(&stage->desk);
	lseek(out, 0, SEEK_SET);
	got = read(out, stage->seen, sizeof(stage->seen) - 1);
	assert_true(got >= 0);
	stage->seen[got] = '\0';
	close(out);
	return code;
}

/* The same on what a pipe holds, which ends there. */
static int
run(struct stage *stage, const char *input, bool is_given)
{
	int in[2], code;

	assert_int_equal(pipe(in), 0);
	assert_true(write_all(in[1], input, strlen(input)));
	close(in[1]);
	code = run_on(stage, in[0], is_given, fixed_now);
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

static void
start_over(struct stage *stage)
{
	home_remove(&stage->layout);
	home_make(&stage->layout);
}

static size_t
times_seen(const struct stage *stage, const char *text)
{
	const char *at = stage->seen;
	size_t n = 0;

	for (;;) {
		at = strstr(at, text);
		if (at == NULL)
			return n;
		at += strlen(text);
		n++;
	}
}

static void
what_was_found_is_told_once_for_each_answer(void **state)
{
	struct stage *stage = *state;

	run(stage, "\n\n\n\n\n6731de76\n?\n=\n\n!!\n", true);
	assert_int_equal(times_seen(stage, "8 of 36"), 1);
	run(stage, "d\n\n\n\n\n\n6731de76\n6731de76\n", true);
	assert_int_equal(times_seen(stage, "8 of 36"), 2);
}

static void
what_went_wrong_is_told_once(void **state)
{
	struct stage *stage = *state;

	scripted_fail(&stage->script, ACTION_DISCOVER, FAULT_SETTINGS,
	    "values");
	run(stage, "\n\n\n\n\n" CLIENT "\n" TENANT "\n" "?\n=\n\n9\n",
	    true);
	assert_int_equal(times_seen(stage, "the script says"), 1);
	assert_seen(stage, "Error: there is no such choice. Type a number from "
	    "1 to ");
}

static void
an_address_is_read_only_on_request(void **state)
{
	struct stage *stage = *state;

	run(stage, "\n\n\n", true);
	assert_seen(stage, "Also: u the page's address, w ");
	assert_unseen(stage, "https://entra");
	run(stage, "\nu\n", true);
	assert_seen(stage, "\nhttps://entra.microsoft.com/");
	start_over(stage);
	run(stage, TO_SIGNIN, true);
	assert_unseen(stage, ADDRESS);
	assert_seen(stage, "u prints the address to open: one unbroken line");
	run(stage, "\nf\n", true);
	assert_unseen(stage, ADDRESS);
	assert_seen(stage, "default.sheet-signin.txt\n");
	/* A browser is offered only where there is one. */
	assert_unseen(stage, "b a browser here");
	stage->has_browser = true;
	run(stage, "\n", true);
	assert_seen(stage, "b a browser here opens it");
}

static void
what_does_not_rest_on_a_step_that_waits_is_asked_meanwhile(void **state)
{
	struct stage *stage = *state;

	run(stage, "\n\n\nw\nAnna\n\n", true);
	assert_seen(stage, "waits for Anna. This can be done meanwhile.");
	assert_unseen(stage, "Step 2 of 10");
	assert_seen(stage, "Mailbox that mail is sent from: ");
	/* Who was named last is proposed again. */
	run(stage, "\nw\n", true);
	assert_seen(stage, "Who does it (Enter = Anna): ");
}

static void
a_code_is_shown_with_its_page_and_letter_by_letter(void **state)
{
	struct stage *stage = *state;
	struct outcome *begun = &stage->script.answers[ACTION_SIGNIN_BEGIN];

	snprintf(begun->address, SIGNIN_URL_SIZE, "%s",
	    "https://microsoft.com/devicelogin");
	snprintf(begun->user_code, sizeof(begun->user_code), "CKJ4PQWZ7");
	run(stage, "\n2\n\n" "\n\n" CLIENT "\n" TENANT "\n"
	    "alerts@contoso.com\n\n\n\n" "\n\n\n\n" "\n", true);
	assert_seen(stage, "\nhttps://microsoft.com/devicelogin\n");
	assert_seen(stage, "\nCKJ4PQWZ7\n");
	assert_seen(stage, "\nC, K, J, 4, P, Q, W, Z, 7.\n");
}

/* The one who waits at a verdict, and types nothing. */
static struct {
	struct stage *stage;
	int keyboard;
} waiting;

/* When the first test mail was refused a minute passes, and the next one is
 * taken; when it was, the line drops. */
static int64_t
patient_now(void)
{
	struct scripted *script = &waiting.stage->script;
	size_t mails = scripted_times(script, ACTION_TEST_MAIL);

	if (waiting.stage->desk.wizard.mode == WIZARD_VERDICT)
		script->is_bad[ACTION_TEST_MAIL] = false;
	if (mails == 2 && waiting.keyboard >= 0) {
		close(waiting.keyboard);
		waiting.keyboard = -1;
	}
	return fixed_now() + (waiting.stage->desk.wizard.mode ==
	    WIZARD_VERDICT ? 61 : 0);
}

static void
a_test_that_came_too_early_is_tried_again_while_one_stays(void **state)
{
	static const char input[] = TO_SIGNIN BACK "admin@contoso.com\n";
	struct stage *stage = *state;
	int in[2];

	scripted_fail(&stage->script, ACTION_TEST_MAIL, FAULT_SIGNIN,
	    "permissions");
	stage->script.answers[ACTION_TEST_MAIL].why.recent = true;
	assert_int_equal(pipe(in), 0);
	assert_true(write_all(in[1], input, strlen(input)));
	waiting.stage = stage;
	waiting.keyboard = in[1];
	assert_int_equal(run_on(stage, in[0], true, patient_now), PLAIN_LEFT);
	close(in[0]);
	assert_int_equal(scripted_times(&stage->script, ACTION_TEST_MAIL), 2);
	assert_seen(stage, "tried again every minute");
	assert_seen(stage, "Number (Enter = 1, try again): \n");
	assert_seen(stage, "These settings are in use now.");
	assert_seen(stage, "Has it arrived?");
}

static void
after_a_failed_sign_in_one_can_paste_at_once(void **state)
{
	struct stage *stage = *state;

	scripted_fail(&stage->script, ACTION_SIGNIN_FINISH, FAULT_SIGNIN,
	    "signin");
	run(stage, TO_SIGNIN BACK BACK "1\n" BACK, true);
	assert_seen(stage, "Number, or paste again (Enter = 1, sign in "
	    "again): ");
	assert_int_equal(scripted_times(&stage->script, ACTION_SIGNIN_FINISH),
	    3);
	assert_unseen(stage, "there is no such choice");
}

static void
an_account_is_removed_only_when_that_was_meant(void **state)
{
	struct stage *stage = *state;

	file_puts(home_path(&stage->layout, LAYOUT_SETTINGS, "default"), 0644,
	    SETTINGS);
	assert_int_equal(run(stage, "5\n\n", true), PLAIN_LEFT);
	assert_seen(stage, "Really remove this account?");
	assert_int_equal(run(stage, "5\n2\n", true), 0);
}

/* Each prompt: how it is come to, what it says, where < leads from it. */
static const struct {
	const char *name;
	const char *to;
	const char *words;
	const char *back;
	enum action fails;   /* ACTION_NONE: none */
	bool meets_stranger, has_draft, is_live;
	const char *cleared; /* NULL: there is nothing to clear */
} prompts[] = {
	{ .name = "a choice", .to = "\n", .cleared = "Cleared.",
	    .words = "Number (Enter = 1, In a browser, on any computer): ",
	    .back = "Where the mailbox is:" },
	{ .name = "the first question", .to = "", .cleared = "Cleared.",
	    .words = "Number (Enter = 1, Microsoft 365, worldwide): ",
	    .back = "Leave? The draft is saved." },
	{ .name = "leaving", .to = "<\n",
	    .words = "Leave? The draft is saved. Enter = leave, < = stay: ",
	    .back = "Number (Enter = 1, Microsoft 365, worldwide): " },
	{ .name = "a line", .to = "\n\n\n", .cleared = "Cleared.",
	    .words = "Name of the app (Enter = postfrank on",
	    .back = "What for:" },
	{ .name = "a confirmation", .to = "\n\n\n\n", .cleared = "Cleared.",
	    .words = "Enter = it is done: ", .back = "Name of the app. " },
	{ .name = "a step to go to", .to = "\n=\n",
	    .words = "Number of a step to go to (Enter = stay): ",
	    .back = "Number (Enter = 1, In a browser, on any computer): " },
	{ .name = "who does it", .to = "\n\n\nw\n",
	    .words = "Who does it (Enter = somebody else): ",
	    .back = "Name of the app (Enter = " },
	{ .name = "a sheet", .to = "\n\n\nw\nAnna\n",
	    .words = "Enter = go on, p = print it here: ",
	    .back = "waits for Anna" },
	{ .name = "a secret", .to = TO_SECRET, .cleared = "Cleared.",
	    .words = "Client secret (Value) (Enter = the one given before, ",
	    .back = "Step 4 of 10: Mail server" },
	{ .name = "other ways", .to = TO_SECRET "o\n",
	    .words = "Number (Enter = back to the question): ",
	    .back = "Client secret (Value) (Enter = the one given before, " },
	{ .name = "a date", .to = TO_SECRET "\n", .cleared = "Cleared.",
	    .words = "Expires, as the portal shows it", .back = "Client secret "
	    "(Value). " },
	{ .name = "a sign-in", .to = TO_SIGNIN, .cleared = "Cleared.",
	    .words = "What the browser ended on: ",
	    .back = "Step 6 of 10: API permissions" },
	{ .name = "who signed in", .to = TO_SIGNIN BACK, .meets_stranger = true,
	    .words = "Number (Enter = 1, do not use it): ",
	    .back = "That sign-in is not used." },
	{ .name = "a verdict", .to = TO_SECRET "\n2030-11-12\n\n",
	    .words = "Number (Enter = 1, correct what was entered in this "
		     "step): ", .fails = ACTION_PROBE_CREDENTIALS,
	    .back = "Expires, as the portal shows it" },
	{ .name = "a draft that was left", .to = "", .has_draft = true,
	    .words = "Enter = go on, s = show from the start, d = drop the "
		     "draft: ",
	    .back = "This is the first question." },
	{ .name = "removing", .to = "5\n", .is_live = true,
	    .words = "Number (Enter = 1, keep it): ",
	    .back = "Number (Enter = 1, Sign in again): " },
	{ .name = "the end", .to = TO_READY, .words = "Enter ends the set-up: ",
	    .back = "If it stops working" },
};

enum { PROMPTS = sizeof(prompts) / sizeof(prompts[0]) };

/* Comes to the prompt in a home of its own, types this and what follows. */
static int
at_prompt(struct stage *stage, size_t i, const char *typed)
{
	struct outcome *begun = &stage->script.answers[ACTION_SIGNIN_BEGIN];
	char input[8192];
	int code;

	memset(&stage->script, 0, sizeof(stage->script));
	snprintf(begun->address, SIGNIN_URL_SIZE, "%s", ADDRESS);
	stage->script.strangers = prompts[i].meets_stranger;
	if (prompts[i].fails != ACTION_NONE)
		scripted_fail(&stage->script, prompts[i].fails, FAULT_SIGNIN,
		    "secret");
	if (prompts[i].has_draft)
		run(stage, "\n", true);
	if (prompts[i].is_live)
		file_puts(home_path(&stage->layout, LAYOUT_SETTINGS,
		    "default"), 0644, SETTINGS);
	snprintf(input, sizeof(input), "%s%s", prompts[i].to, typed);
	code = run(stage, input, true);
	start_over(stage);
	return code;
}

/* What was printed behind the prompt's first appearance. */
static const char *
behind(const struct stage *stage, size_t i)
{
	const char *at = strstr(stage->seen, prompts[i].words);

	if (at == NULL)
		print_message("%s: %s\n", prompts[i].name,
		    strlen(stage->seen) < 900 ? stage->seen
		    : stage->seen + strlen(stage->seen) - 900);
	assert_non_null(at);
	return at + strlen(prompts[i].words);
}

static void
assert_behind(const struct stage *stage, size_t i, const char *text)
{
	if (strstr(behind(stage, i), text) == NULL)
		print_message("%s: no \"%s\" in: %s\n", prompts[i].name, text,
		    behind(stage, i));
	assert_non_null(strstr(behind(stage, i), text));
}

static void
req_26_every_prompt_has_help(void **state)
{
	struct stage *stage = *state;
	size_t i;

	for (i = 0; i < PROMPTS; i++) {
		at_prompt(stage, i, "?\n");
		assert_behind(stage, i, "< goes back, ! clears the value");
		/* And is asked again. */
		assert_behind(stage, i, prompts[i].words);
	}
}

static void
req_26_every_prompt_has_status(void **state)
{
	struct stage *stage = *state;
	size_t i;

	for (i = 0; i < PROMPTS; i++) {
		at_prompt(stage, i, "=\n\n");
		assert_behind(stage, i, "1 Register the app: ");
	}
}

static void
req_26_every_prompt_has_clear(void **state)
{
	struct stage *stage = *state;
	size_t i;

	for (i = 0; i < PROMPTS; i++) {
		at_prompt(stage, i, "!\n");
		assert_behind(stage, i, prompts[i].cleared != NULL
		    ? prompts[i].cleared : "There is nothing to clear here.");
	}
}

static void
req_26_every_prompt_has_back(void **state)
{
	struct stage *stage = *state;
	size_t i;

	for (i = 0; i < PROMPTS; i++) {
		at_prompt(stage, i, "<\n");
		assert_behind(stage, i, prompts[i].back);
	}
}

static void
req_26_every_prompt_can_be_left(void **state)
{
	struct stage *stage = *state;
	bool is_end;
	size_t i;

	for (i = 0; i < PROMPTS; i++) {
		is_end = strcmp(prompts[i].name, "the end") == 0;
		assert_int_equal(at_prompt(stage, i, "q\nleft over\n"),
		    is_end ? 0 : PLAIN_LEFT);
		/* A finished account that was only looked at has no draft. */
		if (!is_end && !prompts[i].is_live)
			assert_behind(stage, i, "Go on with:\n");
		assert_null(strstr(stage->seen, "left over"));
	}
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
		CASE(what_was_found_is_told_once_for_each_answer),
		CASE(what_went_wrong_is_told_once),
		CASE(an_address_is_read_only_on_request),
		CASE(
		    what_does_not_rest_on_a_step_that_waits_is_asked_meanwhile),
		CASE(a_code_is_shown_with_its_page_and_letter_by_letter),
		CASE(a_test_that_came_too_early_is_tried_again_while_one_stays),
		CASE(after_a_failed_sign_in_one_can_paste_at_once),
		CASE(an_account_is_removed_only_when_that_was_meant),
		CASE(req_26_every_prompt_has_help),
		CASE(req_26_every_prompt_has_status),
		CASE(req_26_every_prompt_has_clear),
		CASE(req_26_every_prompt_has_back),
		CASE(req_26_every_prompt_can_be_left),
		CASE(nobody_is_ended_who_does_not_hold_the_draft),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
