/* SPDX-License-Identifier: ISC */
/* Coming to the set-up and leaving it; the plain face between the two. */
#include <config.h>

#include "setup/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/hands.h"
#include "account/settings.h"
#include "setup/browser.h"
#include "setup/work.h"

/* What only the caller's own rights and environment tell. */
static void
look_around(struct visit *visit)
{
	char host[72];

	if (gethostname(host, sizeof(host)) != 0)
		snprintf(host, sizeof(host), "this machine");
	host[sizeof(host) - 1] = '\0';
	session_find(&visit->session, host);
	survey_take(&visit->survey, NULL);
	visit->is_sudo = geteuid() == 0 && getenv("SUDO_USER") != NULL;
}

bool
visit_begin(struct visit *visit, struct fault *why)
{
	visit->name = visit->account != NULL ? visit->account : "default";
	visit->wish.make = true;
	look_around(visit);
	if (!layout_choose(&visit->layout, &visit->wish, why))
		return false;
	/* Below a directory of its own, nobody else is concerned either. */
	visit->survey.is_root = visit->layout.kind != LAYOUT_USER;
	if (visit->layout.read_only) {
		fault_set(why, FAULT_SIGNIN,
		    "the account of this machine is root's to set up");
		return fault_next(why, "sudo postfrank setup; or leave out "
		    "--system, for an account of your own");
	}
	visit_command(visit, "setup", visit->again);
	return layout_prepare(&visit->layout, why) &&
	    hands_split(&visit->layout, why);
}

const char *
visit_command(const struct visit *visit, const char *verb,
    char out[static VISIT_COMMAND_SIZE])
{
	const char *home = visit->wish.home;

	snprintf(out, VISIT_COMMAND_SIZE, "%spostfrank%s%s%s%s %s",
	    visit->is_sudo ? "sudo " : "", home != NULL ? " --home " : "",
	    home != NULL ? home : "",
	    visit->account != NULL ? " --account " : "",
	    visit->account != NULL ? visit->account : "", verb);
	return out;
}

bool
visit_remove(const struct visit *visit, struct fault *why)
{
	return account_remove(&visit->layout, visit->name, why);
}

void
visit_tell(const struct visit *visit, struct desk *desk)
{
	answers_set(&desk->wizard.answers, "start.console",
	    visit->session.is_console ? "yes" : "", true);
}

bool
visit_has_browser(const struct visit *visit)
{
	return visit->session.has_display && visit->layout.hands < 0 &&
	    browser_is_here();
}

/* Walks through; the desk is open and is closed here. */
static int
walk(struct visit *visit, struct desk *desk, struct prompt *prompt,
    struct fault *why)
{
	struct signin signin;
	struct work work;
	struct plain plain = { .prompt = prompt, .desk = desk,
		.ops = &work_ops, .ops_self = &work, .signin = &signin,
		.session = &visit->session, .survey = &visit->survey,
		.has_browser = visit_has_browser(visit),
		.again = visit->again };
	int code;

	visit_tell(visit, desk);
	signin_init(&signin);
	work_init(&work, &visit->layout);
	work.desk = desk;
	work.signin = &signin;
	work.tell = plain_tell;
	work.arg = &plain;
	code = plain_run(&plain);
	work_close(&work);
	signin_clear(&signin);
	desk_close(desk);
	if (!plain.is_removed)
		return code;
	if (!visit_remove(visit, why))
		return -1;
	prompt_say(prompt, "The account is removed.");
	return 0;
}

int
visit_plain(struct visit *visit, struct desk *desk, const char *reason,
    struct fault *why)
{
	struct prompt prompt;
	int code = -1;

	visit_command(visit, "setup --plain", visit->again);
	prompt_open(&prompt, STDIN_FILENO, STDOUT_FILENO);
	plain_announce(&prompt);
	if (reason != NULL)
		prompt_say(&prompt, "%s", reason);
	if (plain_open(&prompt, desk, &visit->layout, visit->name, why))
		code = walk(visit, desk, &prompt, why);
	prompt_close(&prompt);
	return code;
}

int
visit_plain_on(struct visit *visit, struct desk *desk, struct fault *why)
{
	struct prompt prompt;
	int code;

	/* Where it was left is known here, and need not be asked. */
	desk->is_resumed = false;
	prompt_open(&prompt, STDIN_FILENO, STDOUT_FILENO);
	plain_announce(&prompt);
	code = walk(visit, desk, &prompt, why);
	prompt_close(&prompt);
	return code;
}
