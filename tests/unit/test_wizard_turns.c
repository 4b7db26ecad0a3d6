/* SPDX-License-Identifier: ISC */
/* The engine where it is not the person's turn, or not the usual way: steps
 * that wait for somebody else, other doors, codes that are waited for, what the
 * work asks, and what is tried again by itself. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "setup/wizard_part.h"
#include "tests/lib/rider.h"

static struct rider ride;
static struct wizard *const wizard = &ride.wizard;

static int
begin(void **state)
{
	(void)state;
	rider_begin(&ride);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	rider_end(&ride);
	return 0;
}

static void
type(const char *text)
{
	rider_type(&ride, text);
}

static void
assert_started(enum action action)
{
	assert_int_equal(ride.request.kind, REQUEST_START);
	assert_int_equal(ride.request.action, action);
}

static void
assert_note(const char *piece)
{
	if (strstr(wizard->note, piece) == NULL)
		fail_msg("the note is \"%s\", without \"%s\"", wizard->note,
		    piece);
}

/* --- Somebody else has to do it ------------------------------------------ */

static void
a_step_that_waits_is_passed_over_with_what_rests_on_it(void **state)
{
	(void)state;
	rider_to(&ride, STEP_REGISTER);
	rider_wait(&ride, "Anna");
	rider_at(&ride, STEP_MAILBOX, "mailbox");
	assert_note("Register the app");
	assert_note("Anna");
	assert_true(ride.request.save);
	rider_words(&ride, STEP_REGISTER, "waiting for Anna since 23 Nov 2026");
	rider_words(&ride, STEP_VALUES, "to do");
	/* Back and to and fro, nothing is out of reach. */
	rider_number(&ride, EVENT_JUMP, STEP_REGISTER);
	rider_at(&ride, STEP_REGISTER, NULL);
	rider_number(&ride, EVENT_JUMP, STEP_VALUES);
	rider_at(&ride, STEP_VALUES, NULL);
	rider_number(&ride, EVENT_JUMP, STEP_MAILBOX);
	rider_at(&ride, STEP_MAILBOX, "mailbox");
}

/* Everything that can be done without the app. */
static void
do_the_rest(void)
{
	type("alerts@contoso.com");
	type("");
	type("");
	type("");
	rider_at(&ride, STEP_SERVER, NULL);
	type("");
	type("");
	type("");
	type("");
	rider_good(&ride, ACTION_PROBE_SERVER);
	rider_at(&ride, STEP_MACHINE, "root_to");
	type("admin@contoso.com");
	rider_at(&ride, STEP_CARE, "notice.to");
	type("");
	type("");
	type("");
}

static void
when_nothing_else_can_be_done_it_asks_whether_to_leave(void **state)
{
	(void)state;
	rider_to(&ride, STEP_REGISTER);
	rider_wait(&ride, "Anna");
	do_the_rest();
	assert_int_equal(wizard->mode, WIZARD_LEAVING);
	assert_note("Anna (Register the app)");
	assert_true(ride.request.save);
	rider_send(&ride, EVENT_BACK);
	assert_int_equal(wizard->mode, WIZARD_ASKING);
	rider_at(&ride, STEP_REGISTER, NULL);
	/* And it may be done after all. */
	type("");
	type("");
	rider_at(&ride, STEP_VALUES, "registration.client_id");
}

static void
on_return_the_step_that_waits_is_shown_first(void **state)
{
	(void)state;
	rider_to(&ride, STEP_REGISTER);
	type("");
	rider_wait(&ride, "Anna");
	do_the_rest();
	ride.now += 86400;
	rider_kill(&ride);
	rider_at(&ride, STEP_REGISTER, "done.register");
	assert_int_equal(wizard->mode, WIZARD_ASKING);
	assert_note("waits for Anna since 23 Nov 2026");
	type("");
	rider_at(&ride, STEP_VALUES, "registration.client_id");
	type(RIDER_APP);
	type(RIDER_TENANT);
	rider_good(&ride, ACTION_DISCOVER);
	rider_at(&ride, STEP_SECRET, NULL);
}

static void
not_done_yet_is_an_answer_on_return(void **state)
{
	int64_t since;

	(void)state;
	rider_to(&ride, STEP_REGISTER);
	rider_wait(&ride, "Anna");
	do_the_rest();
	since = wizard->steps[STEP_REGISTER].since;
	ride.now += 3600;
	rider_kill(&ride);
	rider_at(&ride, STEP_REGISTER, NULL);
	rider_wait(&ride, "");
	assert_int_equal(wizard->mode, WIZARD_LEAVING);
	assert_string_equal(wizard->steps[STEP_REGISTER].waiting_for, "Anna");
	assert_int_equal(wizard->steps[STEP_REGISTER].since, since);
	type("");
	assert_int_equal(ride.request.kind, REQUEST_QUIT);
}

static void
on_return_what_a_server_can_tell_is_asked_first(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SECRET);
	rider_give(&ride, rider_secret());
	type("2028-11-12");
	rider_bad(&ride, ACTION_PROBE_CREDENTIALS, "secret");
	rider_wait(&ride, "Anna");
	rider_at(&ride, STEP_PERMISSIONS, NULL);
	rider_kill(&ride);
	rider_at(&ride, STEP_SECRET, NULL);
	assert_started(ACTION_PROBE_CREDENTIALS);
	/* Not yet done: it waits for the same person still. */
	rider_bad(&ride, ACTION_PROBE_CREDENTIALS, "secret");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	rider_words(&ride, STEP_SECRET, "waiting for Anna");
	rider_wait(&ride, NULL);
	rider_at(&ride, STEP_PERMISSIONS, NULL);
	rider_kill(&ride);
	rider_good(&ride, ACTION_PROBE_CREDENTIALS);
	rider_words(&ride, STEP_SECRET, "done");
	rider_at(&ride, STEP_PERMISSIONS, NULL);
}

static void
the_last_name_is_proposed_again_and_outlives_the_session(void **state)
{
	(void)state;
	rider_to(&ride, STEP_REGISTER);
	rider_wait(&ride, NULL);
	rider_words(&ride, STEP_REGISTER, "waiting for somebody else");
	assert_string_equal(wizard->whom, "");
	rider_number(&ride, EVENT_JUMP, STEP_REGISTER);
	rider_wait(&ride, "Anna");
	assert_string_equal(wizard->whom, "Anna");
	rider_kill(&ride);
	assert_string_equal(wizard->whom, "Anna");
	rider_number(&ride, EVENT_JUMP, STEP_SERVER);
	rider_at(&ride, STEP_REGISTER, NULL);
	rider_wait(&ride, "");
	rider_at(&ride, STEP_MAILBOX, NULL);
}

static void
two_people_may_be_waited_for_and_each_is_tried(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SERVER);
	rider_wait(&ride, "Bob");
	rider_at(&ride, STEP_SECRET, NULL);
	rider_give(&ride, rider_secret());
	type("2028-11-12");
	rider_good(&ride, ACTION_PROBE_CREDENTIALS);
	rider_at(&ride, STEP_PERMISSIONS, NULL);
	rider_wait(&ride, "Anna");
	rider_at(&ride, STEP_MACHINE, NULL);
	rider_send(&ride, EVENT_SKIP);
	rider_send(&ride, EVENT_SKIP);
	assert_int_equal(wizard->mode, WIZARD_LEAVING);
	assert_note("Bob (Mail server)");
	assert_note("Anna (API permissions)");
	rider_kill(&ride);
	rider_at(&ride, STEP_SERVER, NULL);
	rider_wait(&ride, "");
	/* Bob has not, but Anna may have. */
	rider_at(&ride, STEP_PERMISSIONS, NULL);
	assert_note("Anna");
	type("");
	rider_at(&ride, STEP_SIGNIN, NULL);
	assert_started(ACTION_SIGNIN_BEGIN);
}

static void
a_sign_in_that_somebody_else_makes_waits_with_its_address(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SIGNIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	rider_wait(&ride, "the owner");
	rider_at(&ride, STEP_MACHINE, NULL);
	rider_kill(&ride);
	rider_at(&ride, STEP_SIGNIN, NULL);
	assert_started(ACTION_SIGNIN_BEGIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	rider_words(&ride, STEP_SIGNIN, "waiting for the owner");
	rider_give(&ride, RIDER_LANDED);
	rider_good(&ride, ACTION_SIGNIN_FINISH);
	rider_at(&ride, STEP_TEST, "test.to");
	rider_words(&ride, STEP_SIGNIN, "done");
}

static void
a_mail_that_was_taken_proves_what_was_waited_for(void **state)
{
	(void)state;
	rider_to(&ride, STEP_PERMISSIONS);
	rider_wait(&ride, "Anna");
	rider_number(&ride, EVENT_JUMP, STEP_PERMISSIONS);
	/* Somebody is impatient, and right. */
	rider_send(&ride, EVENT_SKIP);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	rider_give(&ride, RIDER_LANDED);
	rider_good(&ride, ACTION_SIGNIN_FINISH);
	type("admin@contoso.com");
	rider_good(&ride, ACTION_TEST_MAIL);
	rider_words(&ride, STEP_PERMISSIONS, "done");
	rider_good(&ride, ACTION_GO_LIVE);
	type("");
	rider_at(&ride, STEP_MACHINE, NULL);
}

static void
the_first_and_the_last_step_are_nobody_elses(void **state)
{
	(void)state;
	rider_wait(&ride, "Anna");
	rider_at(&ride, STEP_START, NULL);
	assert_int_equal(wizard->steps[STEP_START].state, STEP_NEW);
	assert_false(ride.request.save);
}

static void
ready_is_not_said_while_somebody_is_waited_for(void **state)
{
	(void)state;
	rider_to(&ride, STEP_REGISTER);
	rider_wait(&ride, "Anna");
	do_the_rest();
	rider_send(&ride, EVENT_BACK);
	rider_number(&ride, EVENT_JUMP, STEP_DONE);
	rider_at(&ride, STEP_REGISTER, NULL);
}

/* --- Other doors --------------------------------------------------------- */

static size_t
door(const char *id)
{
	const struct step *step = &steps[wizard->step];
	size_t i;

	for (i = 0; i < step->door_count; i++)
		if (strcmp(step->doors[i].id, id) == 0)
			break;
	if (i == step->door_count)
		fail_msg("no door \"%s\" at %s", id, step->id);
	return i;
}

static void
the_device_code_is_a_door_that_needs_no_secret(void **state)
{
	unsigned before;

	(void)state;
	rider_to(&ride, STEP_SECRET);
	before = step_total(&wizard->answers);
	rider_number(&ride, EVENT_DOOR, door("device"));
	assert_string_equal(answers_get(&wizard->answers, "grant"),
	    "device_code");
	assert_true(ride.request.save);
	assert_int_equal(step_total(&wizard->answers), before - 1);
	rider_words(&ride, STEP_SECRET, "not needed");
	rider_at(&ride, STEP_PERMISSIONS, "done.permissions");
	rider_kill(&ride);
	rider_at(&ride, STEP_PERMISSIONS, "done.permissions");
	type("");
	rider_at(&ride, STEP_SIGNIN, NULL);
	assert_started(ACTION_SIGNIN_BEGIN);
}

static void
a_door_behind_permissions_that_were_given_asks_for_them_again(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SIGNIN);
	rider_number(&ride, EVENT_JUMP, STEP_SECRET);
	rider_number(&ride, EVENT_DOOR, door("device"));
	/* Public client flows have to be allowed there. */
	rider_at(&ride, STEP_PERMISSIONS, "done.permissions");
	assert_string_equal(answers_get(&wizard->answers, "done.permissions"),
	    "");
}

static void
doors_for_later_say_so_and_change_nothing(void **state)
{
	const struct step *step = &steps[STEP_SECRET];
	size_t i, later = 0;

	(void)state;
	rider_to(&ride, STEP_SECRET);
	for (i = 0; i < step->door_count; i++) {
		if (step->doors[i].later == NULL)
			continue;
		later++;
		rider_number(&ride, EVENT_DOOR, i);
		assert_note("later");
		rider_at(&ride, STEP_SECRET, "secrets.client_secret");
		assert_true(answers_is(&wizard->answers, "grant",
		    "authorization_code"));
	}
	assert_int_equal(later, 3);
	rider_number(&ride, EVENT_DOOR, step->door_count);
	rider_at(&ride, STEP_SECRET, "secrets.client_secret");
}

static void
a_door_is_a_way_out_of_a_refused_secret(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SECRET);
	rider_give(&ride, rider_secret());
	type("2028-11-12");
	rider_bad(&ride, ACTION_PROBE_CREDENTIALS, "secret");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	rider_number(&ride, EVENT_DOOR, door("device"));
	rider_at(&ride, STEP_PERMISSIONS, NULL);
	assert_int_equal(wizard->mode, WIZARD_ASKING);
}

static void
from_the_code_one_may_go_back_to_the_browser(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SECRET);
	rider_number(&ride, EVENT_DOOR, door("device"));
	type("");
	ride.gives_code = true;
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_int_equal(wizard->running, ACTION_SIGNIN_FINISH);
	rider_number(&ride, EVENT_DOOR, door("browser"));
	assert_string_equal(answers_get(&wizard->answers, "grant"),
	    "authorization_code");
	assert_string_equal(wizard->user_code, "");
	rider_at(&ride, STEP_SECRET, "secrets.client_secret");
	assert_int_equal(wizard->running, ACTION_NONE);
	assert_int_equal(ride.request.kind, REQUEST_CANCEL);
}

/* --- A code that is typed on another device ------------------------------- */

static void
to_the_code(void)
{
	rider_to(&ride, STEP_SECRET);
	rider_number(&ride, EVENT_DOOR, door("device"));
	type("");
	ride.gives_code = true;
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
}

static void
assert_waiting_for_the_code(void)
{
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	assert_int_equal(wizard->running, ACTION_SIGNIN_FINISH);
	assert_string_equal(wizard->user_code, "CKJ4PQWZ7");
}

static void
a_code_is_waited_for_while_it_is_shown(void **state)
{
	(void)state;
	to_the_code();
	assert_waiting_for_the_code();
	assert_started(ACTION_SIGNIN_FINISH);
	/* Enter begins nothing a second time, and says why not. */
	type("");
	assert_int_equal(ride.request.kind, REQUEST_NONE);
	assert_note("asked about");
	assert_waiting_for_the_code();
	rider_send(&ride, EVENT_TICK);
	ride.now += 901;
	rider_send(&ride, EVENT_TICK);
	assert_int_equal(ride.request.kind, REQUEST_NONE);
	rider_good(&ride, ACTION_SIGNIN_FINISH);
	rider_at(&ride, STEP_TEST, "test.to");
	assert_string_equal(wizard->user_code, "");
	assert_string_equal(wizard->address, "");
	/* It stays confirmed, though nothing was pasted. */
	rider_kill(&ride);
	rider_words(&ride, STEP_SIGNIN, "done");
	rider_at(&ride, STEP_TEST, "test.to");
}

static void
esc_a_jump_and_handing_over_give_the_waiting_up(void **state)
{
	(void)state;
	to_the_code();
	rider_send(&ride, EVENT_BACK);
	rider_at(&ride, STEP_PERMISSIONS, NULL);
	assert_int_equal(ride.request.kind, REQUEST_CANCEL);
	assert_int_equal(wizard->running, ACTION_NONE);

	type("");
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_waiting_for_the_code();
	rider_number(&ride, EVENT_JUMP, STEP_MAILBOX);
	rider_at(&ride, STEP_MAILBOX, NULL);
	assert_int_equal(ride.request.kind, REQUEST_CANCEL);

	rider_number(&ride, EVENT_JUMP, STEP_SIGNIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	rider_wait(&ride, "the owner");
	rider_at(&ride, STEP_MACHINE, NULL);
	assert_int_equal(ride.request.kind, REQUEST_CANCEL);
}

static void
a_new_code_takes_the_place_of_the_old(void **state)
{
	(void)state;
	to_the_code();
	rider_send(&ride, EVENT_RENEW);
	assert_started(ACTION_SIGNIN_RENEW);
	rider_good(&ride, ACTION_SIGNIN_RENEW);
	assert_waiting_for_the_code();
	assert_started(ACTION_SIGNIN_FINISH);
}

static void
a_code_that_was_not_used_is_told_and_enter_brings_another(void **state)
{
	(void)state;
	to_the_code();
	fault_set(&ride.outcome.why, FAULT_SIGNIN, "not used in time");
	rider_bad(&ride, ACTION_SIGNIN_FINISH, "signin");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	assert_string_equal(wizard->user_code, "");
	type("");
	assert_started(ACTION_SIGNIN_BEGIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_waiting_for_the_code();
	/* By back it is the question, whose Enter does the same. */
	fault_set(&ride.outcome.why, FAULT_SIGNIN, "declined");
	rider_bad(&ride, ACTION_SIGNIN_FINISH, "signin");
	rider_send(&ride, EVENT_BACK);
	assert_int_equal(wizard->mode, WIZARD_ASKING);
	type("");
	assert_started(ACTION_SIGNIN_BEGIN);
}

static void
a_network_that_fails_leaves_the_code_as_it_is(void **state)
{
	(void)state;
	to_the_code();
	fault_set(&ride.outcome.why, FAULT_LATER, "no answer");
	rider_bad(&ride, ACTION_SIGNIN_FINISH, "");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	rider_send(&ride, EVENT_BACK);
	assert_started(ACTION_SIGNIN_FINISH);
	assert_waiting_for_the_code();
}

static void
a_code_is_taken_up_again_after_a_kill(void **state)
{
	(void)state;
	to_the_code();
	rider_kill(&ride);
	rider_at(&ride, STEP_SIGNIN, NULL);
	assert_started(ACTION_SIGNIN_BEGIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_waiting_for_the_code();
	rider_good(&ride, ACTION_SIGNIN_FINISH);
	rider_at(&ride, STEP_TEST, "test.to");
}

static void
leaving_and_staying_do_not_disturb_the_waiting(void **state)
{
	(void)state;
	to_the_code();
	rider_send(&ride, EVENT_LEAVE);
	assert_int_equal(wizard->mode, WIZARD_LEAVING);
	rider_send(&ride, EVENT_BACK);
	assert_waiting_for_the_code();
	rider_send(&ride, EVENT_LEAVE);
	rider_good(&ride, ACTION_SIGNIN_FINISH);
	assert_int_equal(wizard->mode, WIZARD_LEAVING);
	rider_send(&ride, EVENT_BACK);
	rider_at(&ride, STEP_TEST, "test.to");
	assert_int_equal(wizard->mode, WIZARD_ASKING);
}

static void
what_the_page_said_can_be_pasted_meanwhile(void **state)
{
	(void)state;
	to_the_code();
	rider_give(&ride, "AADSTS53003: Access has been blocked");
	assert_started(ACTION_SIGNIN_FINISH);
	assert_int_equal(wizard->mode, WIZARD_WORKING);
	/* Esc goes back to waiting. */
	rider_send(&ride, EVENT_BACK);
	assert_waiting_for_the_code();
	rider_give(&ride, "AADSTS53003: Access has been blocked");
	fault_set(&ride.outcome.why, FAULT_SIGNIN, "blocked by a policy");
	rider_bad(&ride, ACTION_SIGNIN_FINISH, "");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
}

/* --- What the work asks --------------------------------------------------- */

static void
to_the_question(void)
{
	rider_to(&ride, STEP_SIGNIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	rider_give(&ride, RIDER_LANDED);
	rider_ask(&ride);
	assert_int_equal(wizard->mode, WIZARD_QUESTION);
	assert_non_null(strstr(wizard->fault.what, "ops@contoso.com"));
	assert_int_equal(ride.request.kind, REQUEST_NONE);
}

static void
assert_answered(bool yes)
{
	assert_int_equal(ride.request.kind, REQUEST_ANSWER);
	assert_int_equal(ride.request.yes, yes);
	assert_int_equal(wizard->mode, WIZARD_WORKING);
}

static void
yes_keeps_who_signed_in(void **state)
{
	(void)state;
	to_the_question();
	rider_number(&ride, EVENT_CHOICE, 1);
	assert_answered(true);
	rider_good(&ride, ACTION_SIGNIN_FINISH);
	rider_at(&ride, STEP_TEST, "test.to");

	begin(NULL);
	to_the_question();
	type("2");
	assert_answered(true);
}

static void
refuse(enum event_kind kind, const char *text)
{
	struct event event = { .kind = kind, .text = text };

	begin(NULL);
	to_the_question();
	rider_event(&ride, &event);
	assert_answered(false);
	rider_bad(&ride, ACTION_SIGNIN_FINISH, "");
	/* The address again, without another question. */
	assert_started(ACTION_SIGNIN_BEGIN);
	assert_note("private window");
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	assert_false(wizard->is_live);
	/* What goes wrong after that is a verdict as ever. */
	rider_give(&ride, RIDER_LANDED);
	rider_bad(&ride, ACTION_SIGNIN_FINISH, "");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
}

static void
req_28_no_enter_and_back_sign_in_again(void **state)
{
	(void)state;
	refuse(EVENT_TEXT, "");
	refuse(EVENT_TEXT, "1");
	refuse(EVENT_CHOICE, NULL);
	refuse(EVENT_BACK, NULL);
}

static void
nonsense_is_no_answer_to_the_question(void **state)
{
	(void)state;
	to_the_question();
	type("maybe");
	assert_int_equal(wizard->mode, WIZARD_QUESTION);
	assert_int_equal(ride.request.kind, REQUEST_NONE);
	assert_note("Example: 1");
	rider_number(&ride, EVENT_CHOICE, 2);
	assert_int_equal(wizard->mode, WIZARD_QUESTION);
}

static void
a_question_waits_for_who_stays_and_ends_with_who_leaves(void **state)
{
	(void)state;
	to_the_question();
	rider_send(&ride, EVENT_LEAVE);
	rider_send(&ride, EVENT_BACK);
	assert_int_equal(wizard->mode, WIZARD_QUESTION);
	rider_number(&ride, EVENT_JUMP, STEP_MAILBOX);
	rider_at(&ride, STEP_MAILBOX, NULL);
	assert_int_equal(ride.request.kind, REQUEST_CANCEL);
	assert_int_equal(wizard->running, ACTION_NONE);

	begin(NULL);
	to_the_question();
	rider_send(&ride, EVENT_HANGUP);
	assert_int_equal(ride.request.kind, REQUEST_QUIT);
	/* Nothing of it is kept: the sign-in is asked for again. */
	rider_kill(&ride);
	assert_started(ACTION_SIGNIN_BEGIN);
}

static void
a_question_that_comes_while_leaving_waits_behind_it(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SIGNIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	rider_give(&ride, RIDER_LANDED);
	rider_send(&ride, EVENT_LEAVE);
	rider_ask(&ride);
	assert_int_equal(wizard->mode, WIZARD_LEAVING);
	rider_send(&ride, EVENT_BACK);
	assert_int_equal(wizard->mode, WIZARD_QUESTION);
}

static void
an_unwanted_sign_in_by_code_needs_another_code(void **state)
{
	(void)state;
	to_the_code();
	rider_ask(&ride);
	assert_int_equal(wizard->mode, WIZARD_QUESTION);
	rider_send(&ride, EVENT_BACK);
	assert_answered(false);
	rider_bad(&ride, ACTION_SIGNIN_FINISH, "");
	assert_started(ACTION_SIGNIN_RENEW);
	rider_good(&ride, ACTION_SIGNIN_RENEW);
	assert_waiting_for_the_code();
}

/* --- Has it arrived? ------------------------------------------------------ */

static void
to_the_arrival(void)
{
	rider_to(&ride, STEP_TEST);
	type("admin@contoso.com");
	rider_good(&ride, ACTION_TEST_MAIL);
	assert_started(ACTION_GO_LIVE);
	rider_good(&ride, ACTION_GO_LIVE);
	rider_at(&ride, STEP_TEST, "test.arrived");
	assert_int_equal(wizard->mode, WIZARD_ASKING);
}

static void
whether_it_arrived_is_asked_once_it_was_taken(void **state)
{
	(void)state;
	to_the_arrival();
	rider_words(&ride, STEP_TEST, "done");
	type("");
	assert_string_equal(answers_get(&wizard->answers, "test.arrived"),
	    "yes");
	rider_at(&ride, STEP_MACHINE, NULL);
	assert_int_equal(ride.request.kind, REQUEST_NONE);
}

static void
a_mail_that_has_not_arrived_is_no_dead_end(void **state)
{
	(void)state;
	to_the_arrival();
	type("no");
	rider_at(&ride, STEP_TEST, "test.arrived");
	assert_non_null(strstr(wizard_finding(wizard)->text, "Junk"));
	assert_non_null(strstr(wizard_finding(wizard)->text, "quarantine"));
	assert_non_null(strstr(wizard_finding(wizard)->text, "Message trace"));
	rider_number(&ride, EVENT_CHOICE, 1);
	rider_at(&ride, STEP_MACHINE, NULL);

	begin(NULL);
	to_the_arrival();
	type("no");
	type("later");
	rider_at(&ride, STEP_MACHINE, NULL);
	assert_int_equal(ride.request.kind, REQUEST_NONE);
}

static void
the_arrival_is_asked_again_after_a_kill_and_at_the_end(void **state)
{
	(void)state;
	to_the_arrival();
	rider_kill(&ride);
	rider_at(&ride, STEP_TEST, "test.arrived");
	assert_true(wizard->is_live);
	rider_number(&ride, EVENT_JUMP, STEP_MACHINE);
	rider_send(&ride, EVENT_SKIP);
	rider_send(&ride, EVENT_SKIP);
	rider_at(&ride, STEP_TEST, "test.arrived");
	rider_send(&ride, EVENT_SKIP);
	rider_at(&ride, STEP_DONE, NULL);
	assert_string_equal(answers_get(&wizard->answers, "test.arrived"),
	    "later");
}

static void
another_test_forgets_the_one_before(void **state)
{
	(void)state;
	to_the_arrival();
	type("");
	rider_number(&ride, EVENT_JUMP, STEP_TEST);
	rider_at(&ride, STEP_TEST, "test.to");
	type("oncall@contoso.com");
	assert_started(ACTION_TEST_MAIL);
	assert_string_equal(answers_typed(&wizard->answers, "test.arrived"),
	    "");
	rider_good(&ride, ACTION_TEST_MAIL);
	rider_good(&ride, ACTION_GO_LIVE);
	rider_at(&ride, STEP_TEST, "test.arrived");
}

/* --- Not yet -------------------------------------------------------------- */

static void
to_the_refusal(void)
{
	rider_to(&ride, STEP_TEST);
	type("admin@contoso.com");
	rider_early(&ride, ACTION_TEST_MAIL, "permissions");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	rider_at(&ride, STEP_TEST, NULL);
	assert_note("every minute");
}

static void
a_test_mail_is_tried_once_a_minute_while_one_stays(void **state)
{
	int i;

	(void)state;
	to_the_refusal();
	for (i = 1; i < 5; i++) {
		ride.now += TEST_SECONDS - 1;
		rider_send(&ride, EVENT_TICK);
		assert_int_equal(ride.request.kind, REQUEST_NONE);
		ride.now += 1;
		rider_send(&ride, EVENT_TICK);
		assert_started(ACTION_TEST_MAIL);
		assert_int_equal(wizard->mode, WIZARD_VERDICT);
		rider_early(&ride, ACTION_TEST_MAIL, "permissions");
		assert_int_equal(wizard->mode, WIZARD_VERDICT);
		assert_int_equal(wizard->steps[STEP_TEST].tries, i + 1);
	}
	ride.now += TEST_SECONDS;
	rider_send(&ride, EVENT_TICK);
	rider_good(&ride, ACTION_TEST_MAIL);
	/* It moves on by itself. */
	assert_started(ACTION_GO_LIVE);
	assert_int_equal(wizard->mode, WIZARD_WORKING);
	rider_good(&ride, ACTION_GO_LIVE);
	rider_at(&ride, STEP_TEST, "test.arrived");
}

static void
after_an_hour_it_is_called_wrong(void **state)
{
	(void)state;
	to_the_refusal();
	ride.now += TEST_PATIENCE + 1;
	rider_send(&ride, EVENT_TICK);
	rider_early(&ride, ACTION_TEST_MAIL, "permissions");
	assert_int_equal(wizard->steps[STEP_TEST].state, STEP_PROBLEM);
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	ride.now += 3600;
	rider_send(&ride, EVENT_TICK);
	assert_int_equal(ride.request.kind, REQUEST_NONE);
	type("");
	assert_started(ACTION_TEST_MAIL);
}

static void
a_refusal_of_another_kind_replaces_the_one_on_the_screen(void **state)
{
	(void)state;
	to_the_refusal();
	ride.now += TEST_SECONDS;
	rider_send(&ride, EVENT_TICK);
	fault_set(&ride.outcome.why, FAULT_REFUSED, "may not send as that");
	rider_bad(&ride, ACTION_TEST_MAIL, "mailbox");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	assert_string_equal(wizard->fault.what, "may not send as that");
	assert_int_equal(wizard_cure(wizard), STEP_MAILBOX);
}

static void
after_leaving_it_is_told_and_tried_first(void **state)
{
	(void)state;
	to_the_refusal();
	rider_send(&ride, EVENT_SKIP);
	rider_at(&ride, STEP_MACHINE, NULL);
	rider_send(&ride, EVENT_LEAVE);
	rider_send(&ride, EVENT_LEAVE);
	assert_int_equal(ride.request.kind, REQUEST_QUIT);
	ride.now += 86400;
	rider_kill(&ride);
	rider_at(&ride, STEP_TEST, NULL);
	assert_started(ACTION_TEST_MAIL);
	assert_int_equal(wizard->mode, WIZARD_WORKING);
	assert_note("tried again now");
	rider_good(&ride, ACTION_TEST_MAIL);
	rider_good(&ride, ACTION_GO_LIVE);
	type("");
	rider_at(&ride, STEP_MACHINE, NULL);
}

static void
a_repetition_gives_way_and_comes_later(void **state)
{
	(void)state;
	rider_to(&ride, STEP_SECRET);
	rider_give(&ride, rider_secret());
	type("2028-11-12");
	rider_early(&ride, ACTION_PROBE_CREDENTIALS, "");
	rider_at(&ride, STEP_PERMISSIONS, NULL);
	ride.now += RETRY_SECONDS;
	rider_send(&ride, EVENT_TICK);
	assert_started(ACTION_PROBE_CREDENTIALS);
	type("");
	assert_started(ACTION_SIGNIN_BEGIN);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	ride.now += RETRY_SECONDS;
	rider_send(&ride, EVENT_TICK);
	assert_started(ACTION_PROBE_CREDENTIALS);
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
}

static void
ready_is_not_said_before_the_settings_are_in_use(void **state)
{
	(void)state;
	to_the_refusal();
	rider_send(&ride, EVENT_SKIP);
	rider_send(&ride, EVENT_SKIP);
	rider_at(&ride, STEP_CARE, NULL);
	rider_send(&ride, EVENT_SKIP);
	rider_at(&ride, STEP_TEST, "test.to");
	assert_int_equal(wizard->mode, WIZARD_ASKING);
}

/* --- Care ----------------------------------------------------------------- */

static void
to_care(void)
{
	to_the_arrival();
	type("");
	type("");
	rider_good(&ride, ACTION_GO_LIVE);
	rider_at(&ride, STEP_CARE, "notice.to");
}

static void
care_without_a_backup_is_done_by_saying_so(void **state)
{
	(void)state;
	to_care();
	type("");
	type("");
	rider_at(&ride, STEP_CARE, "done.care");
	rider_words(&ride, STEP_CARE, "begun");
	type("");
	rider_at(&ride, STEP_DONE, NULL);
	rider_words(&ride, STEP_CARE, "done");
	assert_int_equal(ride.request.kind, REQUEST_NONE);
}

static void
care_with_a_backup_is_done_by_a_mail_through_it(void **state)
{
	(void)state;
	to_care();
	type("admin@contoso.com");
	type("relay.contoso.com");
	rider_at(&ride, STEP_CARE, "backup.port");
	type("");
	assert_started(ACTION_TEST_BACKUP);
	rider_bad(&ride, ACTION_TEST_BACKUP, "care");
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	rider_words(&ride, STEP_CARE, "problem");
	type("");
	rider_good(&ride, ACTION_TEST_BACKUP);
	rider_words(&ride, STEP_CARE, "done");
	assert_started(ACTION_GO_LIVE);
	rider_good(&ride, ACTION_GO_LIVE);
	rider_at(&ride, STEP_DONE, NULL);
}

static void
care_that_is_skipped_is_not_done(void **state)
{
	(void)state;
	to_care();
	rider_send(&ride, EVENT_SKIP);
	rider_at(&ride, STEP_DONE, NULL);
	rider_words(&ride, STEP_CARE, "skipped");
}

static void
a_backup_that_is_taken_back_is_asked_about_again(void **state)
{
	(void)state;
	to_care();
	type("");
	type("");
	type("");
	rider_number(&ride, EVENT_JUMP, STEP_CARE);
	rider_number(&ride, EVENT_FIELD, 1);
	type("relay.contoso.com");
	type("");
	rider_good(&ride, ACTION_TEST_BACKUP);
	rider_good(&ride, ACTION_GO_LIVE);
	rider_number(&ride, EVENT_JUMP, STEP_CARE);
	rider_number(&ride, EVENT_FIELD, 1);
	rider_send(&ride, EVENT_CLEAR);
	type("");
	rider_at(&ride, STEP_CARE, "done.care");
	rider_words(&ride, STEP_CARE, "begun");
}

/* --- Looking around ------------------------------------------------------- */

static void
looking_around_holds_nobody_up(void **state)
{
	(void)state;
	assert_started(ACTION_LOOK_AROUND);
	assert_false(ride.request.save);
	assert_int_equal(wizard->mode, WIZARD_ASKING);
	rider_at(&ride, STEP_START, "cloud");
	type("");
	assert_int_equal(wizard->running, ACTION_LOOK_AROUND);
	snprintf(ride.outcome.note, sizeof(ride.outcome.note), "All is well.");
	rider_good(&ride, ACTION_LOOK_AROUND);
	assert_string_equal(wizard->steps[STEP_START].note, "All is well.");
	assert_string_equal(wizard->note, "");
	rider_at(&ride, STEP_START, "grant");
}

static void
what_was_found_wrong_is_told_and_stands_in_nobodys_way(void **state)
{
	(void)state;
	fault_set(&ride.outcome.why, FAULT_LATER, "port 587 is closed");
	rider_bad(&ride, ACTION_LOOK_AROUND, "");
	assert_int_equal(wizard->mode, WIZARD_ASKING);
	assert_note("port 587 is closed. Mend it.");
	assert_int_equal(wizard->steps[STEP_START].state, STEP_PROBLEM);
	type("");
	type("");
	type("");
	rider_at(&ride, STEP_REGISTER, NULL);
	assert_int_equal(wizard->steps[STEP_START].state, STEP_PROBLEM);
	type("");
	type("");
	rider_at(&ride, STEP_VALUES, NULL);
	/* Looked at again on the way back. */
	rider_number(&ride, EVENT_JUMP, STEP_START);
	assert_started(ACTION_LOOK_AROUND);
	rider_good(&ride, ACTION_LOOK_AROUND);
	assert_int_equal(wizard->steps[STEP_START].state, STEP_FILLED);
}

static void
another_cloud_is_another_way_to_look_at(void **state)
{
	(void)state;
	rider_good(&ride, ACTION_LOOK_AROUND);
	type("global");
	assert_int_equal(ride.request.kind, REQUEST_NONE);
	rider_number(&ride, EVENT_FIELD, 1);
	rider_at(&ride, STEP_START, "cloud");
	type("china");
	assert_started(ACTION_LOOK_AROUND);
	rider_at(&ride, STEP_START, "grant");
}

static void
other_work_takes_the_place_of_looking(void **state)
{
	(void)state;
	rider_begin_live(&ride);
	assert_started(ACTION_LOOK_AROUND);
	type("signin");
	assert_started(ACTION_SIGNIN_BEGIN);
	/* Its late answer is about nothing any more. */
	ride.wizard.running = ACTION_SIGNIN_BEGIN;
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
}

/* --- A finished account --------------------------------------------------- */

static void
enter_brings_the_address_when_the_sign_in_has_ended(void **state)
{
	(void)state;
	rider_begin_live(&ride);
	type("");
	assert_string_equal(answers_get(&wizard->answers, "start.what"),
	    "signin");
	rider_at(&ride, STEP_SIGNIN, NULL);
	rider_good(&ride, ACTION_SIGNIN_BEGIN);
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	assert_string_equal(wizard->address, RIDER_ADDRESS);
	rider_give(&ride, RIDER_LANDED);
	ride.outcome.learned_count = 1;
	snprintf(ride.outcome.learned[0].setting, SETTING_SIZE, "signin.by");
	snprintf(ride.outcome.learned[0].value, 20, "alerts@contoso.com");
	rider_good(&ride, ACTION_SIGNIN_FINISH);
	assert_started(ACTION_GO_LIVE);
	rider_good(&ride, ACTION_GO_LIVE);
	rider_at(&ride, STEP_DONE, NULL);
}

static void
enter_opens_at_the_secret_when_that_has_ended(void **state)
{
	(void)state;
	rider_begin_live(&ride);
	answers_set(&wizard->answers, "start.cure", "secret", true);
	type("");
	rider_at(&ride, STEP_SECRET, "secrets.client_secret");
	rider_give(&ride, rider_secret());
	type("2028-11-12");
	rider_good(&ride, ACTION_PROBE_CREDENTIALS);
	/* To whom mail for root goes, since nobody else is known to read. */
	rider_at(&ride, STEP_TEST, "test.to");
	type("");
	assert_started(ACTION_TEST_MAIL);
	assert_string_equal(answers_get(&wizard->answers, "test.to"),
	    "admin@contoso.com");
	rider_good(&ride, ACTION_TEST_MAIL);
	assert_started(ACTION_GO_LIVE);
	rider_good(&ride, ACTION_GO_LIVE);
	rider_at(&ride, STEP_TEST, "test.arrived");
	type("");
	rider_at(&ride, STEP_DONE, NULL);
}

static void
looking_at_a_finished_account_leaves_nothing_behind(void **state)
{
	(void)state;
	rider_begin_live(&ride);
	rider_words(&ride, STEP_CARE, "skipped");
	rider_send(&ride, EVENT_LEAVE);
	assert_false(ride.request.save);
	rider_send(&ride, EVENT_LEAVE);
	assert_int_equal(ride.request.kind, REQUEST_QUIT);
	assert_false(ride.request.save);
}

/* --- How much is to be typed ---------------------------------------------- */

/* Every Enter and Down, a date typed by hand; what is pasted does not count. */
static void
a_first_set_up_takes_few_keys(void **state)
{
	unsigned keys = 0;
	const struct field *field;

	(void)state;
	while (wizard->step != STEP_DONE && keys < 100) {
		field = wizard_field(wizard);
		if (wizard->mode == WIZARD_WORKING) {
			rider_good(&ride, wizard->running);
			continue;
		}
		keys++;
		if (field->kind == FIELD_DATE)
			keys += (unsigned)strlen("2028-11-12");
		if (field->kind == FIELD_SECRET)
			rider_give(&ride, rider_secret());
		else if (field->kind == FIELD_PASTE)
			rider_give(&ride, RIDER_LANDED);
		else if (strcmp(field->setting, "registration.client_id") == 0)
			type(RIDER_APP);
		else if (strcmp(field->setting, "registration.tenant") == 0)
			type(RIDER_TENANT);
		else if (strcmp(field->setting, "mailbox") == 0 ||
		    strcmp(field->setting, "test.to") == 0)
			type("alerts@contoso.com");
		else if (field->kind == FIELD_DATE)
			type("2028-11-12");
		else
			type("");
	}
	type("");
	assert_int_equal(ride.request.kind, REQUEST_QUIT);
	if (++keys > 40)
		fail_msg("%u keys", keys);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_step_that_waits_is_passed_over_with_what_rests_on_it),
		CASE(when_nothing_else_can_be_done_it_asks_whether_to_leave),
		CASE(on_return_the_step_that_waits_is_shown_first),
		CASE(not_done_yet_is_an_answer_on_return),
		CASE(on_return_what_a_server_can_tell_is_asked_first),
		CASE(the_last_name_is_proposed_again_and_outlives_the_session),
		CASE(two_people_may_be_waited_for_and_each_is_tried),
		CASE(a_sign_in_that_somebody_else_makes_waits_with_its_address),
		CASE(a_mail_that_was_taken_proves_what_was_waited_for),
		CASE(the_first_and_the_last_step_are_nobody_elses),
		CASE(ready_is_not_said_while_somebody_is_waited_for),
		CASE(the_device_code_is_a_door_that_needs_no_secret),
		CASE(a_door_behind_permissions_that_were_given_asks_for_them_again),
		CASE(doors_for_later_say_so_and_change_nothing),
		CASE(a_door_is_a_way_out_of_a_refused_secret),
		CASE(from_the_code_one_may_go_back_to_the_browser),
		CASE(a_code_is_waited_for_while_it_is_shown),
		CASE(esc_a_jump_and_handing_over_give_the_waiting_up),
		CASE(a_new_code_takes_the_place_of_the_old),
		CASE(a_code_that_was_not_used_is_told_and_enter_brings_another),
		CASE(a_network_that_fails_leaves_the_code_as_it_is),
		CASE(a_code_is_taken_up_again_after_a_kill),
		CASE(leaving_and_staying_do_not_disturb_the_waiting),
		CASE(what_the_page_said_can_be_pasted_meanwhile),
		CASE(yes_keeps_who_signed_in),
		CASE(req_28_no_enter_and_back_sign_in_again),
		CASE(nonsense_is_no_answer_to_the_question),
		CASE(a_question_waits_for_who_stays_and_ends_with_who_leaves),
		CASE(a_question_that_comes_while_leaving_waits_behind_it),
		CASE(an_unwanted_sign_in_by_code_needs_another_code),
		CASE(whether_it_arrived_is_asked_once_it_was_taken),
		CASE(a_mail_that_has_not_arrived_is_no_dead_end),
		CASE(the_arrival_is_asked_again_after_a_kill_and_at_the_end),
		CASE(another_test_forgets_the_one_before),
		CASE(a_test_mail_is_tried_once_a_minute_while_one_stays),
		CASE(after_an_hour_it_is_called_wrong),
		CASE(a_refusal_of_another_kind_replaces_the_one_on_the_screen),
		CASE(after_leaving_it_is_told_and_tried_first),
		CASE(a_repetition_gives_way_and_comes_later),
		CASE(ready_is_not_said_before_the_settings_are_in_use),
		CASE(care_without_a_backup_is_done_by_saying_so),
		CASE(care_with_a_backup_is_done_by_a_mail_through_it),
		CASE(care_that_is_skipped_is_not_done),
		CASE(a_backup_that_is_taken_back_is_asked_about_again),
		CASE(looking_around_holds_nobody_up),
		CASE(what_was_found_wrong_is_told_and_stands_in_nobodys_way),
		CASE(another_cloud_is_another_way_to_look_at),
		CASE(other_work_takes_the_place_of_looking),
		CASE(enter_brings_the_address_when_the_sign_in_has_ended),
		CASE(enter_opens_at_the_secret_when_that_has_ended),
		CASE(looking_at_a_finished_account_leaves_nothing_behind),
		CASE(a_first_set_up_takes_few_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
