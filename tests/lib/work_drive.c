/* SPDX-License-Identifier: ISC */
/* work_drive HOME ACTION [SETTING=VALUE...]: does one action of the walkthrough
 * on the draft in HOME, which keeps the answers, and prints what came of it.
 * For flow tests.
 *
 *	tell TEXT, question TEXT	as it is told and asked
 *	good NOTE, or bad KIND WHAT	and after bad: next, step, server
 *	address, code, until, learned SETTING=VALUE
 *
 * pasted=TEXT is what the browser ended on.
 * secret=PATH puts a client secret into the draft's vault, yes=1 answers a
 * question with yes, live=1 is about the finished account. then=ACTION gives
 * the first one up when standard input ends, and does that one in its place;
 * "began" tells how many milliseconds starting it took. */
#include <config.h>

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/settings.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/moment.h"
#include "base/process.h"
#include "setup/desk.h"
#include "setup/work.h"

enum { FAILED = 99 };

static struct {
	struct layout layout;
	struct desk desk;
	struct account live;
	struct signin signin;
	struct work work;
	struct outcome outcome;
	struct secret pasted; /* what the browser ended on */
	bool is_live;
	bool says_yes;
	const char *then;
} drive;

_Noreturn static void
give_up(const char *what, const struct fault *why)
{
	fprintf(stderr, "work_drive: %s: %s\n", what, why->what);
	exit(FAILED);
}

static void
tell(void *arg, const char *line)
{
	(void)arg;
	printf("tell %s\n", line);
	fflush(stdout);
}

static void
keep_secret(const char *path)
{
	struct secret secret;
	struct fault why;
	bool exists = false;

	secret_init(&secret, SECRET_MAX);
	if (!file_read_secret(path, &secret, &exists, &why) || !exists ||
	    !desk_keep(&drive.desk, "client_secret", &secret, &why))
		give_up(path, &why);
	secret_clear(&secret);
}

static void
take(char *pair)
{
	struct fault why;
	char *value = strchr(pair, '=');

	fault_clear(&why);
	if (value == NULL)
		give_up("not understood", &why);
	*value++ = '\0';
	if (strcmp(pair, "secret") == 0)
		keep_secret(value);
	else if (strcmp(pair, "yes") == 0)
		drive.says_yes = true;
	else if (strcmp(pair, "pasted") == 0)
		secret_adds(&drive.pasted, value);
	else if (strcmp(pair, "then") == 0)
		drive.then = value;
	else if (strcmp(pair, "live") == 0)
		drive.is_live = true;
	else if (!answers_set(&drive.desk.wizard.answers, pair, value, true))
		give_up(pair, &why);
}

static enum action
find_action(const char *id)
{
	size_t i;

	for (i = 0; i < ACTION_COUNT; i++)
		if (strcmp(action_id((enum action)i), id) == 0)
			return (enum action)i;
	fprintf(stderr, "work_drive: no action %s\n", id);
	exit(FAILED);
}

static void
start(const char *id)
{
	struct order order = { .answers = &drive.desk.wizard.answers,
		.action = find_action(id), .pasted = &drive.pasted,
		.now = moment_now() };
	struct fault why;

	if (!work_ops.start(&drive.work, &order, &why))
		give_up(id, &why);
}

static void
start_another(void)
{
	int64_t began;
	char byte;

	while (read(STDIN_FILENO, &byte, 1) > 0)
		continue;
	work_ops.cancel(&drive.work);
	began = moment_boot_ms();
	start(drive.then);
	printf("began %" PRId64 "\n", moment_boot_ms() - began);
}

static void
wait_for_end(void)
{
	struct fault question;
	struct pollfd fd = { .events = POLLIN };

	while (!work_ops.ended(&drive.work, 0, &drive.outcome)) {
		if (work_ops.asked(&drive.work, &question)) {
			printf("question %s\n", question.what);
			work_ops.answer(&drive.work, drive.says_yes);
			continue;
		}
		fd.fd = work_ops.descriptor(&drive.work);
		poll(&fd, 1, -1);
	}
}

static void
print(void)
{
	const struct outcome *outcome = &drive.outcome;
	const struct fault *why = &outcome->why;
	size_t i;

	if (outcome->good)
		printf("good %s\n", outcome->note);
	else
		printf("bad %d %s\nnext %s\nstep %s\nserver %s\n",
		    fault_exit(why->kind), why->what, why->next, why->step,
		    why->server);
	if (outcome->address[0] != '\0')
		printf("address %s\n", outcome->address);
	if (outcome->user_code[0] != '\0')
		printf("code %s\n", outcome->user_code);
	if (outcome->until != 0)
		printf("until %" PRId64 "\n", outcome->until);
	for (i = 0; i < outcome->learned_count; i++)
		printf("learned %s=%s\n", outcome->learned[i].setting,
		    outcome->learned[i].value);
}

/* What the walkthrough would keep between actions. */
static void
keep_learned(void)
{
	const struct outcome *outcome = &drive.outcome;
	struct fault why;
	size_t i;

	for (i = 0; i < outcome->learned_count; i++)
		answers_set(&drive.desk.wizard.answers,
		    outcome->learned[i].setting, outcome->learned[i].value,
		    true);
	if (!desk_save(&drive.desk, moment_now(), &why))
		give_up("cannot save", &why);
}

static void
open_desk(const char *home)
{
	struct layout_wish wish = { .home = home, .make = true };
	struct fault why;

	if (!layout_choose(&drive.layout, &wish, &why) ||
	    !layout_prepare(&drive.layout, &why) ||
	    !desk_open(&drive.desk, &drive.layout, "default", &why))
		give_up(home, &why);
}

int
main(int argc, char **argv)
{
	struct fault why;
	int i;

	if (argc < 3)
		return FAILED;
	process_harden();
	open_desk(argv[1]);
	secret_init(&drive.pasted, SECRET_MAX);
	for (i = 3; i < argc; i++)
		take(argv[i]);
	if (!desk_save(&drive.desk, moment_now(), &why))
		give_up("cannot save", &why);
	signin_init(&drive.signin);
	work_init(&drive.work, &drive.layout);
	drive.work.desk = drive.is_live ? NULL : &drive.desk;
	drive.work.live = &drive.desk.live;
	drive.work.signin = &drive.signin;
	drive.work.tell = tell;
	drive.work.listens = false;
	start(argv[2]);
	if (drive.then != NULL)
		start_another();
	wait_for_end();
	print();
	keep_learned();
	work_close(&drive.work);
	signin_clear(&drive.signin);
	secret_clear(&drive.pasted);
	desk_close(&drive.desk);
	return drive.outcome.good ? 0 : fault_exit(drive.outcome.why.kind);
}
