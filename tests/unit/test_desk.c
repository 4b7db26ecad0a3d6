/* SPDX-License-Identifier: ISC */
/* What a desk tells of a finished account: what has ended, what cures it, and
 * which draft still stands before it. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/state.h"
#include "base/moment.h"
#include "setup/desk.h"
#include "tests/lib/home.h"

#define ID "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"

static struct layout layout;
static struct desk *desk;

/* A finished account whose secret ends on that day. */
static void
write_account(const char *end, const char *credential)
{
	char text[1024];

	snprintf(text, sizeof(text), "{ \"postfrank\": 1, \"id\": \"%s\", "
	    "\"mailbox\": \"alerts@contoso.example\", \"registration\": { "
	    "\"client_id\": \"6731de76-14a6-49ae-97bc-6eba6914391e\", "
	    "\"tenant\": \"9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e\", "
	    "\"credential\": \"%s\", \"secret_expires\": \"%s\" } }", ID,
	    credential, end);
	file_puts(home_path(&layout, LAYOUT_SETTINGS, "default"), 0644, text);
}

/* The sign-in server said this at the last refresh; "" for a good one. */
static void
write_state(const char *code)
{
	struct state state;
	struct fault why;

	state_init(&state);
	if (code[0] != '\0') {
		fault_set(&why, FAULT_SIGNIN, "the server said no");
		fault_code(&why, "%s", code);
		state_set_error(&state, &why, moment_now());
		state.signin_needed = true;
		state.signin_needed_since = moment_now();
	}
	assert_true(state_save(&state, &layout, "default", &why));
	state_clear(&state);
}

static int
begin(void **state)
{
	(void)state;
	home_make(&layout);
	desk = calloc(1, sizeof(*desk));
	write_account("2099-01-01", "secret");
	write_state("");
	return desk != NULL ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	desk_close(desk);
	free(desk);
	home_remove(&layout);
	return 0;
}

static void
open_desk(void)
{
	struct fault why;

	if (!desk_open(desk, &layout, "default", &why))
		fail_msg("%s", why.what);
}

static void
close_and_open(void)
{
	desk_close(desk);
	open_desk();
}

static void
send(enum event_kind kind, const char *text)
{
	struct event event = { .kind = kind, .text = text,
		.now = moment_now() };
	struct request request;
	struct fault why;

	wizard_handle(&desk->wizard, &event, &request);
	if (request.save)
		assert_true(desk_save(desk, event.now, &why));
}

/* Enter on the first question. */
static void
assert_enter_takes(const char *what)
{
	send(EVENT_OPEN, NULL);
	assert_int_equal(desk->wizard.step, STEP_START);
	send(EVENT_TEXT, "");
	assert_string_equal(answers_get(&desk->wizard.answers, "start.what"),
	    what);
}

static void
nothing_has_ended_on_a_good_account(void **state)
{
	(void)state;
	open_desk();
	assert_int_equal(desk->ended.kind, FAULT_NONE);
	assert_enter_takes("signin");
}

static void
an_ended_sign_in_proposes_another(void **state)
{
	(void)state;
	write_state("AADSTS700082");
	open_desk();
	assert_int_equal(desk->ended.kind, FAULT_SIGNIN);
	assert_string_equal(desk->ended.step, "signin");
	assert_non_null(strstr(desk->ended.what, "A sign-in is needed since"));
	assert_enter_takes("signin");
	assert_int_equal(desk->wizard.step, STEP_SIGNIN);
}

static void
an_expired_secret_proposes_a_new_one(void **state)
{
	static const char *const codes[] = { "AADSTS7000222",
		"AADSTS7000215", "invalid_client" };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		write_state(codes[i]);
		close_and_open();
		assert_string_equal(desk->ended.step, "secret");
		assert_non_null(strstr(desk->ended.what, "new client secret"));
		assert_enter_takes("secret");
		assert_int_equal(desk->wizard.step, STEP_SECRET);
		assert_true(desk_drop(desk, NULL));
	}
}

static void
the_day_that_was_entered_tells_of_the_secret_too(void **state)
{
	(void)state;
	write_account("2020-01-31", "secret");
	open_desk();
	assert_string_equal(desk->ended.step, "secret");
	assert_non_null(strstr(desk->ended.what, "2020-01-31"));
	assert_enter_takes("secret");
}

static void
the_day_of_a_secret_that_is_not_used_means_nothing(void **state)
{
	(void)state;
	write_account("2020-01-31", "none");
	open_desk();
	assert_int_equal(desk->ended.kind, FAULT_NONE);
}

static void
what_the_server_said_counts_before_the_day(void **state)
{
	(void)state;
	write_account("2020-01-31", "secret");
	write_state("invalid_grant");
	open_desk();
	assert_string_equal(desk->ended.step, "signin");
}

/* As far as a draft can come without a change. */
static void
leave_at(enum step_id step)
{
	struct fault why;

	open_desk();
	send(EVENT_OPEN, NULL);
	send(EVENT_TEXT, "change");
	desk->wizard.step = step;
	desk->wizard.field = 0;
	assert_true(desk_save(desk, moment_now(), &why));
	desk_close(desk);
}

static void
a_draft_that_is_all_in_use_is_not_gone_on_with(void **state)
{
	(void)state;
	leave_at(STEP_DONE);
	open_desk();
	assert_false(desk->is_resumed);
	assert_false(home_has(&layout, LAYOUT_DRAFT, "default"));
	assert_enter_takes("signin");
}

static void
a_question_left_open_waits_until_something_has_ended(void **state)
{
	(void)state;
	leave_at(STEP_CARE);
	open_desk();
	assert_true(desk->is_resumed);
	assert_int_equal(desk->wizard.step, STEP_CARE);
	write_state("AADSTS7000222");
	close_and_open();
	assert_false(desk->is_resumed);
	assert_enter_takes("secret");
}

static void
a_draft_at_the_step_that_cures_is_gone_on_with(void **state)
{
	(void)state;
	write_state("AADSTS700082");
	leave_at(STEP_SIGNIN);
	open_desk();
	assert_true(desk->is_resumed);
	write_state("AADSTS7000222");
	close_and_open();
	assert_false(desk->is_resumed);
}

static void
what_is_changed_or_waited_for_is_never_dropped(void **state)
{
	struct event event = { .kind = EVENT_WAITING, .text = "Anna",
		.now = moment_now() };
	struct request request;
	struct fault why;

	(void)state;
	write_state("AADSTS700082");
	leave_at(STEP_CARE);
	open_desk();
	desk->wizard.is_changed = true;
	desk->wizard.step = STEP_CARE;
	assert_true(desk_save(desk, moment_now(), &why));
	close_and_open();
	assert_true(desk->is_resumed);

	assert_true(desk_drop(desk, &why));
	send(EVENT_OPEN, NULL);
	send(EVENT_TEXT, "signin");
	send(EVENT_BACK, NULL);
	wizard_handle(&desk->wizard, &event, &request);
	assert_int_equal(desk->wizard.steps[STEP_SIGNIN].state, STEP_WAITING);
	desk->wizard.step = STEP_DONE;
	assert_true(desk_save(desk, moment_now(), &why));
	close_and_open();
	assert_true(desk->is_resumed);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

static void
root_ends_no_process_on_another_users_word(void **state)
{
	struct lock lock = LOCK_NONE;
	struct fault why;
	char path[PATH_SIZE], note[64];
	pid_t bystander;
	bool taken;

	(void)state;
	if (geteuid() != 0)
		skip();
	snprintf(path, sizeof(path), "%s",
	    home_path(&layout, LAYOUT_DRAFT_LOCK, "default"));
	assert_true(lock_take(&lock, path, 0, &why));
	bystander = fork();
	if (bystander == 0) {
		pause();
		_exit(0);
	}
	snprintf(note, sizeof(note), "%ld 1 \n", (long)bystander);
	/* in place: a new file would be another lock */
	assert_int_equal(pwrite(lock.fd, note, strlen(note), 0), strlen(note));
	assert_int_equal(ftruncate(lock.fd, (off_t)strlen(note)), 0);
	assert_int_equal(chown(path, 65534, 65534), 0);
	taken = desk_take_over(&layout, "default", &why);
	assert_int_equal(waitpid(bystander, NULL, WNOHANG), 0);
	kill(bystander, SIGKILL);
	waitpid(bystander, NULL, 0);
	lock_release(&lock);
	assert_false(taken);
	assert_non_null(strstr(why.what, "another user's"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing_has_ended_on_a_good_account),
		CASE(an_ended_sign_in_proposes_another),
		CASE(an_expired_secret_proposes_a_new_one),
		CASE(the_day_that_was_entered_tells_of_the_secret_too),
		CASE(the_day_of_a_secret_that_is_not_used_means_nothing),
		CASE(what_the_server_said_counts_before_the_day),
		CASE(a_draft_that_is_all_in_use_is_not_gone_on_with),
		CASE(a_question_left_open_waits_until_something_has_ended),
		CASE(a_draft_at_the_step_that_cures_is_gone_on_with),
		CASE(what_is_changed_or_waited_for_is_never_dropped),
		CASE(root_ends_no_process_on_another_users_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
