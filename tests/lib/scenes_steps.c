/* SPDX-License-Identifier: ISC */
/* The steps' forms: as they are entered, filled in, wrong, and left. */
#include <config.h>

#include "tests/lib/scenes_part.h"

#include <stdio.h>
#include <stdlib.h>

void
scene_to_step(struct facing *facing, enum step_id step)
{
	if (!facing_answer_to(facing, step, NULL))
		abort();
}

static void
play_start_found(struct facing *facing)
{
	(void)facing;
	snprintf(scene_survey.sendmail, sizeof(scene_survey.sendmail),
	    "/usr/sbin/sendmail");
	snprintf(scene_survey.mailer, sizeof(scene_survey.mailer), "postfix");
	scene_survey.is_root = false;
}

static void
play_start(struct facing *facing)
{
	facing->desk.wizard.steps[STEP_START].state = STEP_PROBLEM;
	snprintf(facing->desk.wizard.steps[STEP_START].note, NOTE_SIZE,
	    "From here nothing gets out by port 587 (smtp.office365.com), by "
	    "which mail is handed in. Ask whoever keeps the firewall.");
	snprintf(scene_survey.sendmail, sizeof(scene_survey.sendmail),
	    "/usr/sbin/sendmail");
	snprintf(scene_survey.mailer, sizeof(scene_survey.mailer), "postfix");
	scene_survey.is_root = false;
}

static void
play_start_last(struct facing *facing)
{
	facing_press(facing, STROKE_ENTER);
	facing_press(facing, STROKE_ENTER);
	facing_press(facing, STROKE_DOWN);
}

void
scene_play_start_live(struct facing *facing)
{
	struct wizard *wizard = &facing->desk.wizard;

	answers_set(&wizard->answers, "start.live", "yes", true);
	answers_set(&wizard->answers, "mailbox", "alerts@contoso.com", true);
	wizard->is_live = facing->desk.is_live = true;
	wizard->is_changed = false;
	wizard->field = 0;
	fault_set(&facing->desk.ended, FAULT_SIGNIN, "A sign-in is needed "
	    "since 21 Nov 2026 04:12. The password of alerts@contoso.com was "
	    "changed, which ends all sign-ins.");
	face_look(&facing->face);
}

static void
play_register(struct facing *facing)
{
	scene_to_step(facing, STEP_REGISTER);
}

static void
play_registered(struct facing *facing)
{
	scene_to_step(facing, STEP_REGISTER);
	facing_press(facing, STROKE_ENTER);
}

void
scene_play_values(struct facing *facing)
{
	scene_to_step(facing, STEP_VALUES);
}

void
scene_play_values_finding(struct facing *facing)
{
	scene_to_step(facing, STEP_VALUES);
	facing_paste(facing, FACING_CLIENT);
	facing_press(facing, STROKE_ENTER);
	facing_type(facing, "contoso,com");
	facing_press(facing, STROKE_ENTER);
}

static void
play_values_long(struct facing *facing)
{
	scene_to_step(facing, STEP_VALUES);
	facing_type(facing, "a value that goes on and on and on, to the very "
	    "end of the field and behind that end, where nobody sees it");
}

static void
play_values_problem(struct facing *facing)
{
	struct wizard *wizard = &facing->desk.wizard;

	scene_to_step(facing, STEP_VALUES);
	wizard->steps[STEP_VALUES].state = STEP_PROBLEM;
	snprintf(wizard->steps[STEP_VALUES].note, NOTE_SIZE,
	    "No tenant has the name contoso.com");
}

void
scene_play_mailbox(struct facing *facing)
{
	scene_to_step(facing, STEP_MAILBOX);
	facing_type(facing, "alerts@contoso.com");
	facing_press(facing, STROKE_ENTER);
}

static void
play_server(struct facing *facing)
{
	scene_to_step(facing, STEP_SERVER);
}

static void
play_server_choice(struct facing *facing)
{
	scene_to_step(facing, STEP_SERVER);
	facing_press(facing, STROKE_ENTER);
	facing_press(facing, STROKE_ENTER);
}

void
scene_play_secret(struct facing *facing)
{
	scene_to_step(facing, STEP_SECRET);
}

void
scene_play_secret_masked(struct facing *facing)
{
	scene_to_step(facing, STEP_SECRET);
	facing_paste(facing, scene_secret());
}

static void
play_secret_shown(struct facing *facing)
{
	scene_play_secret_masked(facing);
	facing_press(facing, STROKE_REVEAL);
}

static void
play_secret_finding(struct facing *facing)
{
	scene_to_step(facing, STEP_SECRET);
	facing_paste(facing, FACING_TENANT);
	facing_press(facing, STROKE_ENTER);
}

static void
play_secret_date(struct facing *facing)
{
	scene_play_secret_masked(facing);
	facing_press(facing, STROKE_ENTER);
	facing_type(facing, "11/12/2028");
	facing_press(facing, STROKE_ENTER);
}

void
scene_play_permissions(struct facing *facing)
{
	scene_to_step(facing, STEP_PERMISSIONS);
}

void
scene_play_waiting(struct facing *facing)
{
	struct step_record *record =
	    &facing->desk.wizard.steps[STEP_PERMISSIONS];

	scene_to_step(facing, STEP_PERMISSIONS);
	record->state = STEP_WAITING;
	record->since = facing_now - 90000;
	snprintf(record->waiting_for, sizeof(record->waiting_for), "Anna");
}

void
scene_play_test(struct facing *facing)
{
	scene_to_step(facing, STEP_TEST);
	facing_type(facing, "admin@contoso.com");
}

static void
play_test_arrived(struct facing *facing)
{
	scene_play_test(facing);
	facing_press(facing, STROKE_ENTER);
	facing_work(facing);
}

static void
play_test_lost(struct facing *facing)
{
	play_test_arrived(facing);
	facing_press(facing, STROKE_DOWN);
	facing_press(facing, STROKE_ENTER);
}

static void
play_machine(struct facing *facing)
{
	scene_to_step(facing, STEP_MACHINE);
}

static void
play_care(struct facing *facing)
{
	scene_to_step(facing, STEP_CARE);
}

static void
play_done(struct facing *facing)
{
	scene_to_step(facing, STEP_DONE);
	facing_work(facing);
}

static void
play_done_open(struct facing *facing)
{
	struct step_record *record = &facing->desk.wizard.steps[STEP_CARE];

	play_done(facing);
	record->state = STEP_NOT_NEEDED;
	facing->desk.wizard.steps[STEP_PERMISSIONS].state = STEP_WAITING;
	facing->desk.wizard.steps[STEP_PERMISSIONS].since = facing_now - 90000;
	snprintf(facing->desk.wizard.steps[STEP_PERMISSIONS].waiting_for, 96,
	    "Anna");
}

const struct scene scenes_of_steps[] = {
	{ "start", play_start, false },
	{ "start-found", play_start_found, false },
	{ "start-last", play_start_last, false },
	{ "start-live", scene_play_start_live, false },
	{ "register", play_register, false },
	{ "register-done", play_registered, false },
	{ "values", scene_play_values, false },
	{ "values-finding", scene_play_values_finding, false },
	{ "values-long", play_values_long, false },
	{ "values-problem", play_values_problem, false },
	{ "mailbox", scene_play_mailbox, false },
	{ "server", play_server, false },
	{ "server-choice", play_server_choice, false },
	{ "secret", scene_play_secret, false },
	{ "secret-masked", scene_play_secret_masked, false },
	{ "secret-shown", play_secret_shown, false },
	{ "secret-finding", play_secret_finding, false },
	{ "secret-date", play_secret_date, false },
	{ "permissions", scene_play_permissions, false },
	{ "permissions-waiting", scene_play_waiting, false },
	{ "test", scene_play_test, false },
	{ "test-arrived", play_test_arrived, false },
	{ "test-lost", play_test_lost, false },
	{ "machine", play_machine, false },
	{ "care", play_care, false },
	{ "done", play_done, false },
	{ "done-open", play_done_open, false },
	{ "ascii-values-finding", scene_play_values_finding, true },
	{ NULL, NULL, false },
};
