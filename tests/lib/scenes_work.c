/* SPDX-License-Identifier: ISC */
/* Signing in, waiting for the network, and what came of it. */
#include <config.h>

#include "tests/lib/scenes_part.h"

#include <stdio.h>
#include <string.h>

void
scene_play_signin(struct facing *facing)
{
	scene_to_step(facing, STEP_SIGNIN);
	facing_work(facing);
}

static void
play_signin_pasted(struct facing *facing)
{
	scene_play_signin(facing);
	facing_type(facing, "done");
	facing_press(facing, STROKE_ENTER);
}

static void
play_signin_here(struct facing *facing)
{
	scene_session.is_remote = false;
	facing->face.has_browser = true;
	scene_play_signin(facing);
}

static void
play_signin_deaf(struct facing *facing)
{
	scene_signin.redirect = NULL;
	fault_set(&scene_signin.no_listener, FAULT_LATER, "port 8765 of this "
	    "machine is taken by another program");
	scene_play_signin(facing);
}

static void
play_signin_idle(struct facing *facing)
{
	scene_play_signin(facing);
	facing->desk.wizard.mode = WIZARD_ASKING;
	facing->desk.wizard.address[0] = '\0';
	face_look(&facing->face);
}

void
scene_play_device(struct facing *facing)
{
	struct wizard *wizard = &facing->desk.wizard;

	scene_play_signin(facing);
	snprintf(wizard->address, sizeof(wizard->address),
	    "https://microsoft.com/devicelogin");
	snprintf(wizard->user_code, sizeof(wizard->user_code), "CKJ4PQWZ7");
	wizard->until = facing_now + 15 * 60;
	facing->face.is_running = true;
}

static void
play_device_long(struct facing *facing)
{
	struct wizard *wizard = &facing->desk.wizard;

	scene_play_device(facing);
	snprintf(wizard->address, sizeof(wizard->address),
	    "https://login.server01.example.com/realms/contoso/protocol/"
	    "openid-connect/device?hint=alerts");
}

static void
play_device_no_code(struct facing *facing)
{
	facing->face.has_code = false;
	scene_play_device(facing);
}

void
scene_play_working(struct facing *facing)
{
	scene_play_values(facing);
	facing_paste(facing, FACING_CLIENT);
	facing_press(facing, STROKE_ENTER);
	facing_paste(facing, "contoso.com");
	facing->script.is_held = true;
	facing_press(facing, STROKE_ENTER);
}

static void
tell_stages(struct facing *facing)
{
	static const char *const lines[] = {
		"ok: the mail server's name, 4 ms: smtp.office365.com, 3 "
		    "addresses",
		"ok: connection, 31 ms: 192.0.2.25 port 587",
		"ok: STARTTLS, 62 ms: TLS 1.3, certificate for "
		    "smtp.office365.com",
		"ok: access token, 210 ms: good until 15:04",
		"ok: login, 180 ms: XOAUTH2 as alerts@contoso.com",
	};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		facing_now++;
		face_tell(&facing->face, lines[i]);
	}
}

static void
play_test_stages(struct facing *facing)
{
	scene_play_test(facing);
	facing->script.is_held = true;
	facing_press(facing, STROKE_ENTER);
	tell_stages(facing);
}

static void
fail_test(struct facing *facing, bool is_recent)
{
	static const char said[] = "5.7.139 Authentication unsuccessful, "
	    "SmtpClientAuthentication is disabled for the Mailbox. Visit "
	    "https://aka.ms/smtp_auth_disabled for more information.";
	struct outcome *outcome = &facing->script.answers[ACTION_TEST_MAIL];

	play_test_stages(facing);
	face_tell(&facing->face, "FAILED: sender, 44 ms: 535 5.7.139");
	facing->script.is_held = false;
	scripted_fail(&facing->script, ACTION_TEST_MAIL, FAULT_REFUSED,
	    "server");
	fault_set(&outcome->why, FAULT_REFUSED, "The mail server refused the "
	    "login: for alerts@contoso.com SMTP is switched off");
	outcome->why.turn = TURN_ADMIN;
	fault_next(&outcome->why, "Microsoft 365 admin center > Users > Active "
	    "users > alerts@contoso.com > Mail > Manage email apps: tick "
	    "\"Authenticated SMTP\" and press Save changes. It may take an "
	    "hour until every server knows.");
	fault_server(&outcome->why, said, strlen(said));
	fault_code(&outcome->why, "535 5.7.139");
	snprintf(outcome->why.step, sizeof(outcome->why.step), "server");
	outcome->why.recent = is_recent;
	facing_work(facing);
}

static void
play_verdict_test(struct facing *facing)
{
	fail_test(facing, false);
}

static void
play_verdict_wait(struct facing *facing)
{
	struct wizard *wizard = &facing->desk.wizard;

	fail_test(facing, false);
	wizard->steps[STEP_TEST].state = STEP_NOT_YET;
	wizard->steps[STEP_TEST].next = facing_now + 60;
	wizard->fault.turn = TURN_WAIT;
}

static void
play_verdict_secret(struct facing *facing)
{
	struct outcome *outcome =
	    &facing->script.answers[ACTION_PROBE_CREDENTIALS];

	scene_play_secret_masked(facing);
	facing_press(facing, STROKE_ENTER);
	facing_type(facing, "2028-11-12");
	scripted_fail(&facing->script, ACTION_PROBE_CREDENTIALS, FAULT_SIGNIN,
	    "secret");
	fault_set(&outcome->why, FAULT_SETTINGS, "The client secret is "
	    "wrong, or it is the Secret ID instead of the Value");
	fault_next(&outcome->why, "Copy the column Value; if the page was left "
	    "meanwhile, add another secret and copy its Value.");
	fault_code(&outcome->why, "AADSTS7000215");
	snprintf(outcome->why.step, sizeof(outcome->why.step), "secret");
	facing_press(facing, STROKE_ENTER);
	facing_work(facing);
}

static void
play_question(struct facing *facing)
{
	struct wizard *wizard = &facing->desk.wizard;

	scene_play_signin(facing);
	fault_set(&wizard->fault, FAULT_SIGNIN, "bob@contoso.com has signed "
	    "in, but alerts@contoso.com was expected");
	fault_next(&wizard->fault, "A browser that already knows an account "
	    "goes on with that one without asking. Sign in again in a private "
	    "window, unless bob@contoso.com may send as alerts@contoso.com "
	    "and is meant to.");
	wizard->mode = WIZARD_QUESTION;
	face_look(&facing->face);
}

const struct scene scenes_of_work[] = {
	{ "signin", scene_play_signin, false },
	{ "signin-finding", play_signin_pasted, false },
	{ "signin-here", play_signin_here, false },
	{ "signin-no-listener", play_signin_deaf, false },
	{ "signin-idle", play_signin_idle, false },
	{ "device", scene_play_device, false },
	{ "device-long", play_device_long, false },
	{ "device-no-qr", play_device_no_code, false },
	{ "working", scene_play_working, false },
	{ "test-stages", play_test_stages, false },
	{ "verdict-test", play_verdict_test, false },
	{ "verdict-wait", play_verdict_wait, false },
	{ "verdict-secret", play_verdict_secret, false },
	{ "question", play_question, false },
	{ "ascii-device", scene_play_device, true },
	{ NULL, NULL, false },
};
