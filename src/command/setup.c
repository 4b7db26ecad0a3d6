/* SPDX-License-Identifier: ISC */
/* postfrank setup: the walkthrough, by plain questions or from a file. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/hands.h"
#include "account/settings.h"
#include "base/alloc.h"
#include "base/moment.h"
#include "command/command.h"
#include "setup/plain.h"
#include "setup/unattended.h"
#include "setup/work.h"

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

/* "postfrank VERB" with the options that lead back to this account. */
static const char *
write_command(const struct command_context *context, const char *verb,
    char out[static 1200])
{
	snprintf(out, 1200, "postfrank%s%s%s%s %s",
	    context->wish.home != NULL ? " --home " : "",
	    context->wish.home != NULL ? context->wish.home : "",
	    context->account_given ? " --account " : "",
	    context->account_given ? context->account : "", verb);
	return out;
}

/* Chooses and makes the directories, and becomes the service user. */
static bool
settle(struct command_context *context, struct fault *why)
{
	context->wish.make = true;
	if (!layout_choose(&context->layout, &context->wish, why))
		return false;
	if (context->layout.read_only) {
		fault_set(why, FAULT_SIGNIN,
		    "the account of this machine is root's to set up");
		return fault_next(why, "sudo postfrank setup; or leave out "
		    "--system, for an account of your own");
	}
	return layout_prepare(&context->layout, why) &&
	    hands_split(&context->layout, why);
}

static void
tell(void *arg, const char *line)
{
	(void)arg;
	fprintf(stderr, "%s\n", line);
}

static int
tell_end(struct command_context *context, enum unattended_end end,
    const struct text *address, const struct account *account)
{
	char command[1200];

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
	    "and sign in as %s.\nThen hand what the browser ended on to the "
	    "standard input of:\n%s\n", account_sign_in_as(account),
	    write_command(context, "signin --finish", command));
	puts(address->at);
	return fault_exit(FAULT_SIGNIN);
}

static int
run_walk(struct command_context *context, struct desk *desk,
    struct answers_file *file)
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
	work_init(&work, &context->layout);
	work.desk = desk;
	work.signin = &signin;
	work.listens = false;
	work.tell = tell;
	text_init(&address, SIGNIN_URL_SIZE);
	if (unattended_run(&driver, file, &end, &address, &why))
		code = tell_end(context, end, &address, &file->account);
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
run_answers(struct command_context *context, struct desk *desk)
{
	struct answers_file file;
	struct fault why;
	int code;

	fault_clear(&why);
	/* Read first: what root may read, the service user may not. */
	if (!answers_file_read(&file, answers_path, &why) ||
	    !settle(context, &why) || !desk_open(desk, &context->layout,
	    context->account, &why)) {
		answers_file_clear(&file);
		return fail(context, &why);
	}
	code = check_wanted ? run_check(context, desk, &file)
			    : run_walk(context, desk, &file);
	desk_close(desk);
	answers_file_clear(&file);
	return code;
}

static int
remove_account(struct command_context *context)
{
	struct fault why;

	fault_clear(&why);
	if (!account_remove(&context->layout, context->account, &why))
		return command_fail(context, &why);
	puts("The account is removed.");
	return 0;
}

static int
run_face(struct command_context *context, struct desk *desk,
    struct prompt *prompt)
{
	char command[1200];
	struct signin signin;
	struct work work;
	struct plain plain = { .prompt = prompt, .desk = desk,
		.ops = &work_ops, .ops_self = &work, .signin = &signin,
		.again = write_command(context, "setup --plain", command) };
	int code;

	signin_init(&signin);
	work_init(&work, &context->layout);
	work.desk = desk;
	work.signin = &signin;
	work.tell = plain_tell;
	work.arg = &plain;
	code = plain_run(&plain);
	work_close(&work);
	signin_clear(&signin);
	desk_close(desk);
	return plain.is_removed ? remove_account(context) : code;
}

static int
run_plain(struct command_context *context, struct desk *desk)
{
	struct prompt prompt;
	struct fault why;
	int code;

	fault_clear(&why);
	if (!settle(context, &why))
		return command_fail(context, &why);
	prompt_open(&prompt, STDIN_FILENO, STDOUT_FILENO);
	plain_announce(&prompt);
	if (plain_open(&prompt, desk, &context->layout, context->account,
	    &why))
		code = run_face(context, desk, &prompt);
	else
		code = -1;
	prompt_close(&prompt);
	return code >= 0 ? code : command_fail(context, &why);
}

static int
run(struct command_context *context, int argc, char **argv)
{
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
	code = answers_path != NULL ? run_answers(context, desk)
				    : run_plain(context, desk);
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
