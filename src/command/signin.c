/* SPDX-License-Identifier: ISC */
/* postfrank signin: sign in, or again, without the walkthrough. */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "setup/finish.h"

static bool only_finish;
static bool device;
static bool fresh;

static const struct command_option options[] = {
	{ .name = "finish", .flag = &only_finish,
	    .help = "read what the browser ended on, from the terminal or "
		    "standard input" },
	{ .name = "device", .flag = &device,
	    .help = "by a code typed on another device" },
	{ .name = "new", .flag = &fresh,
	    .help = "a fresh address in place of the one shown before" },
	{ .name = NULL },
};

/* An address that was pasted behind the verb: the shell has cut it at its first
 * & and kept it in its history, and other users see it in ps. */
static void
refuse_operand(const char *operand, struct fault *why)
{
	if (strstr(operand, "://") == NULL &&
	    strstr(operand, "code=") == NULL) {
		fault_set(why, FAULT_USAGE, "signin takes no operand");
		return;
	}
	fault_set(why, FAULT_USAGE, "the address is not taken from the command "
	    "line: the code in it is a secret, and the shell cuts it at the "
	    "first &");
	fault_next(why, "Run \"postfrank signin --finish\" and paste it there. "
	    "If you had pressed Enter with the address before, begin anew "
	    "with \"postfrank signin --new\".");
}

static bool
judge(int argc, char **argv, struct fault *why)
{
	fault_clear(why);
	if (argc > 0)
		refuse_operand(argv[0], why);
	else if (only_finish && (device || fresh))
		fault_set(why, FAULT_USAGE, "--finish ends a sign-in that was "
		    "begun; --device and --new begin one");
	return why->kind == FAULT_NONE;
}

static int
run(struct command_context *context, int argc, char **argv)
{
	struct finish finish = { .layout = &context->layout,
		.name = context->account, .only_finish = only_finish,
		.device = device, .fresh = fresh };
	struct prompt prompt;
	struct fault why;
	bool ok;

	if (!judge(argc, argv, &why))
		return command_fail(context, &why);
	prompt_open(&prompt, STDIN_FILENO, STDOUT_FILENO);
	finish.prompt = &prompt;
	ok = finish_run(&finish, &why);
	prompt_close(&prompt);
	return ok ? 0 : command_fail(context, &why);
}

const struct command command_signin = {
	.name = "signin",
	.summary = "sign in, or again: an address to open, and what came back",
	.arguments = "",
	.help = "Prints the address to open in a browser on any computer and "
		"waits for the browser\nor for what you paste. Without a "
		"terminal the address stands alone on its line and\nthe exit "
		"code is 77; hand over what the browser ended on with\n"
		"  postfrank signin --finish < FILE\n"
		"never as an operand: it holds a code, which is a secret.",
	.needs_layout = true,
	.needs_vault = true,
	.is_dialogue = true,
	.options = options,
	.run = run,
};
