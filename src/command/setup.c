/* SPDX-License-Identifier: ISC */
/* postfrank setup: the walkthrough, on the full screen, by plain questions or
 * from a file. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/account.h"
#include "base/alloc.h"
#include "base/moment.h"
#include "command/command.h"
#include "base/file.h"
#include "setup/unattended.h"
#include "setup/visit.h"
#include "setup/work.h"

#define FULL_SCREEN "postfrank-setup"

static bool plain_wanted;
static const char *answers_path;
static bool check_wanted;

static const struct command_option options[] = {
	{ .name = "plain", .flag = &plain_wanted,
	    .help = "plain questions, for any terminal and screen readers" },
	{ .name = "answers", .argument = "FILE", .value = &answers_path,
	    .help = "take the answers from a file; asks nothing" },
	{ .name = "check", .flag = &check_wanted,
	    .help = "with --answers: only name the first missing or bad key" },
	{ .name = NULL },
};

static void
tell(void *arg, const char *line)
{
	(void)arg;
	fprintf(stderr, "%s\n", line);
}

static int
tell_end(const struct visit *visit, enum unattended_end end,
    const struct text *address, const struct account *account)
{
	char command[VISIT_COMMAND_SIZE];

	if (end == UNATTENDED_NOTHING) {
		puts("Nothing to do: the account is finished and says the "
		    "same.");
		return 0;
	}
	if (end == UNATTENDED_LIVE) {
		puts("The account is in use now.");
		return 0;
	}
	fflush(stdout);
	fprintf(stderr, "Open the address below in a private browser window "
	    "and sign in as %s.\n%s:\n%s\n", account_sign_in_as(account),
	    /* A second line is a code. */
	    strchr(address->at, '\n') != NULL
	    ? "Type the code below it there; then finish with"
	    : "Then hand what the browser ended on to the standard input of",
	    visit_command(visit, "signin --finish", command));
	puts(address->at);
	return fault_exit(FAULT_SIGNIN);
}

static int
run_walk(struct command_context *context, struct visit *visit,
    struct desk *desk, struct answers_file *file)
{
	struct signin signin;
	struct work work;
	struct driver driver = { .desk = desk, .ops = &work_ops,
		.ops_self = &work, .tell = tell };
	enum unattended_end end = UNATTENDED_NOTHING;
	struct text address;
	struct fault why;
	int code;

	fault_clear(&why);
	signin_init(&signin);
	work_init(&work, &visit->layout);
	work.desk = desk;
	work.signin = &signin;
	work.listens = false;
	work.tell = tell;
	text_init(&address, SIGNIN_URL_SIZE);
	if (unattended_run(&driver, file, &end, &address, &why))
		code = tell_end(visit, end, &address, &file->account);
	else
		code = command_fail(context, &why);
	work_close(&work);
	signin_clear(&signin);
	text_clear(&address);
	return code;
}

/* With --check the first missing or bad key is told in one line, for a script's
 * log: what is wrong with it, and what supplies it. */
static int
fail(struct command_context *context, const struct fault *why)
{
	if (!check_wanted || context->json)
		return command_fail(context, why);
	fprintf(stderr, "postfrank: %s%s%s\n", why->what,
	    why->next[0] != '\0' ? ". " : "", why->next);
	return fault_exit(why->kind);
}

static int
run_check(struct command_context *context, struct desk *desk,
    struct answers_file *file)
{
	struct fault why;

	fault_clear(&why);
	if (!unattended_check(file, desk->wizard.host, moment_now(),
	    desk_has_secret(desk, &why), &why))
		return fail(context, &why);
	puts("All answers are there, and fit as far as can be told here.");
	return 0;
}

static int
run_answers(struct command_context *context, struct visit *visit,
    struct desk *desk)
{
	struct answers_file file;
	struct fault why;
	int code;

	fault_clear(&why);
	/* Read first: what root may read, the service user may not. */
	if (!answers_file_read(&file, answers_path, &why) ||
	    !visit_begin(visit, &why) || !desk_open(desk, &visit->layout,
	    visit->name, &why)) {
		answers_file_clear(&file);
		return fail(context, &why);
	}
	code = check_wanted ? run_check(context, desk, &file)
			    : run_walk(context, visit, desk, &file);
	desk_close(desk);
	answers_file_clear(&file);
	return code;
}

/* The program of the full screen: beside this one, else where both are
 * installed. */
static bool
find_full_screen(char out[static PATH_SIZE])
{
	ssize_t len = readlink("/proc/self/exe", out, PATH_SIZE - 1);
	char *slash;

	out[len > 0 ? len : 0] = '\0';
	slash = strrchr(out, '/');
	if (slash != NULL && snprintf(slash + 1,
	    PATH_SIZE - (size_t)(slash + 1 - out), "%s", FULL_SCREEN) <
	    PATH_SIZE - (slash + 1 - out) && access(out, X_OK) == 0)
		return true;
	return snprintf(out, PATH_SIZE, "%s/%s", PF_BINDIR, FULL_SCREEN) <
	    PATH_SIZE && access(out, X_OK) == 0;
}

/* Becomes that program when there is a terminal to draw on; otherwise says why
 * the questions are plain ones, or NULL where that is plain to see. */
static const char *
go_full_screen(const struct command_context *context)
{
	char *argv[8], path[PATH_SIZE];
	size_t n = 0;

	if (plain_wanted || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return NULL;
	if (context->debug)
		return "Plain questions, since --debug writes between them.";
	if (!find_full_screen(path))
		return "Plain questions: the program of the full screen, "
		    FULL_SCREEN ", is not installed.";
	argv[n++] = path;
	if (context->wish.home != NULL) {
		argv[n++] = (char *)"--home";
		argv[n++] = (char *)context->wish.home;
	}
	if (context->account_given) {
		argv[n++] = (char *)"--account";
		argv[n++] = (char *)context->account;
	}
	if (context->wish.system)
		argv[n++] = (char *)"--system";
	if (context->wish.user)
		argv[n++] = (char *)"--user";
	argv[n] = NULL;
	execv(path, argv);
	return "Plain questions: the program of the full screen, " FULL_SCREEN
	    ", cannot be started.";
}

static int
run_plain(struct command_context *context, struct visit *visit,
    struct desk *desk)
{
	const char *reason = go_full_screen(context);
	struct fault why;
	int code = -1;

	fault_clear(&why);
	if (visit_begin(visit, &why))
		code = visit_plain(visit, desk, reason, &why);
	return code >= 0 ? code : command_fail(context, &why);
}

static int
run(struct command_context *context, int argc, char **argv)
{
	struct visit visit = { .wish = context->wish,
		.account = context->account_given ? context->account : NULL };
	struct desk *desk;
	struct fault why;
	int code;

	(void)argv;
	fault_clear(&why);
	if (argc > 0)
		fault_set(&why, FAULT_USAGE, "setup takes no operand");
	else if (check_wanted && answers_path == NULL)
		fault_set(&why, FAULT_USAGE, "--check needs --answers FILE");
	else if (plain_wanted && answers_path != NULL)
		fault_set(&why, FAULT_USAGE, "--plain asks and --answers does "
		    "not: give one of them");
	if (why.kind != FAULT_NONE)
		return command_fail(context, &why);
	desk = must_alloc(1, sizeof(*desk));
	code = answers_path != NULL ? run_answers(context, &visit, desk)
				    : run_plain(context, &visit, desk);
	free(desk);
	return code;
}

const struct command command_setup = {
	.name = "setup",
	.summary = "set up an account, step by step; goes on with a draft",
	.arguments = "",
	.help = "Everything that is entered is kept: leave at any time and "
		"start it again to go on.\nOn a finished account: sign in "
		"again, replace the secret, change, test, remove.\n\n"
		"An answers file holds what NAME.json holds, and besides\n"
		"  \"secrets\": { \"client_secret\": { \"file\": \"PATH\" } }\n"
		"  \"test\": { \"to\": \"ADDRESS\" }\n"
		"With it the address for the sign-in is printed alone on a "
		"line, and the exit code\nis 77 until somebody has signed "
		"in; see \"postfrank signin --finish\".",
	/* needs_layout is false: the answers are read before the user is
	 * changed, and directories are made. */
	.is_dialogue = true,
	.options = options,
	.run = run,
};
