/* SPDX-License-Identifier: ISC */
/* postfrank account: list, show, set and remove what is set up. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "account/settings.h"
#include "base/json.h"
#include "base/text.h"
#include "command/accounts.h"
#include "command/command.h"

static bool all, yes;

static const struct command_option options[] = {
	{ .name = "all", .flag = &all,
	    .help = "show: also what has its default" },
	{ .name = "yes", .flag = &yes,
	    .help = "remove: do not ask" },
	{ .name = NULL },
};

static int
list(struct command_context *context)
{
	struct strings names = { 0 };
	struct account account = { 0 };
	struct fault why;
	size_t i;

	if (!account_list(&context->layout, &names, &why))
		return command_fail(context, &why);
	for (i = 0; i < names.count; i++) {
		if (settings_load(&context->layout, names.at[i], &account,
			&why))
			printf("%-20s %s\n", names.at[i],
			    account_mailbox(&account));
		else
			printf("%-20s (%s)\n", names.at[i], why.what);
		account_clear(&account);
	}
	if (names.count == 0)
		puts("No account is set up. Next: postfrank setup");
	strings_clear(&names);
	return 0;
}

static int
list_json(struct command_context *context)
{
	struct json *array = json_new_array();
	struct strings names = { 0 };
	struct fault why;
	size_t i;

	if (!account_list(&context->layout, &names, &why)) {
		json_free(array);
		return command_fail(context, &why);
	}
	for (i = 0; i < names.count; i++)
		json_append(array, json_new_string(names.at[i]));
	command_print_json(array);
	strings_clear(&names);
	return 0;
}

/* The settings file is JSON and has no secret in it, so that it is both what
 * people read and what --json means. */
static int
show(struct command_context *context)
{
	struct account account;
	struct fault why;
	struct text out;
	int code = 0;

	text_init(&out, JSON_MAX);
	if (!command_load_account(context, &account, &why)) {
		code = command_fail(context, &why);
	} else {
		settings_print(&account, all, &out);
		fputs(out.at, stdout);
	}
	account_clear(&account);
	text_clear(&out);
	return code;
}

/* What can be set, from the table that the settings are read by. */
static int
list_settings(void)
{
	const struct setting *row;
	size_t i;

	for (i = 0; (row = settings_row(i)) != NULL; i++)
		printf("%s\n    %s%s%s%s\n", row->key, row->help,
		    row->fallback != NULL ? " (default: " : "",
		    row->fallback != NULL ? row->fallback : "",
		    row->fallback != NULL ? ")" : "");
	return 0;
}

static int
set(struct command_context *context, const char *key, const char *value)
{
	struct account account;
	struct fault why;
	int code = 0;

	if (!command_load_account(context, &account, &why) ||
	    !account_set(&account, key, value, &why) ||
	    !settings_complete(&account, &why) ||
	    !settings_save(&context->layout, &account, &why))
		code = command_fail(context, &why);
	account_clear(&account);
	return code;
}

static bool
confirmed(const char *name)
{
	int c;

	if (yes)
		return true;
	if (!isatty(STDIN_FILENO))
		return false;
	printf("Remove the account \"%s\": settings, key, client secret and "
	    "sign-in?\nThe registration in the portal stays. "
	    "Type y to remove: ",
	    name);
	fflush(stdout);
	c = getchar();
	return c == 'y' || c == 'Y';
}

static int
remove_account(struct command_context *context)
{
	struct fault why;

	if (!confirmed(context->account)) {
		fault_set(&why, FAULT_USAGE, "nothing was removed");
		fault_next(&why, "Add --yes to remove the account \"%s\" "
		    "without being asked.", context->account);
		return command_fail(context, &why);
	}
	if (!account_remove(&context->layout, context->account, &why))
		return command_fail(context, &why);
	printf("Removed the account \"%s\".\nNext: delete its registration in "
	    "the portal (Entra ID > App registrations) if nothing else uses "
	    "it.\n", context->account);
	return 0;
}

static int
run(struct command_context *context, int argc, char **argv)
{
	const char *verb = argc > 0 ? argv[0] : "list";
	struct fault why;

	if (strcmp(verb, "list") == 0 && argc <= 1)
		return context->json ? list_json(context) : list(context);
	if (strcmp(verb, "show") == 0 && argc == 1)
		return show(context);
	if (strcmp(verb, "set") == 0 && argc == 3)
		return set(context, argv[1], argv[2]);
	if (strcmp(verb, "set") == 0 && argc == 1)
		return list_settings();
	if (strcmp(verb, "remove") == 0 && argc == 1)
		return remove_account(context);
	fault_set(&why, FAULT_USAGE, "account takes list, show, set KEY VALUE "
	    "or remove; --account names which");
	fault_next(&why, "postfrank account --help");
	return command_fail(context, &why);
}

const struct command command_account = {
	.name = "account",
	.summary = "list, show, change or remove what is set up",
	.arguments = "[list | show | set [KEY VALUE] | remove]",
	.help = "show prints the settings file, which holds no secret. set "
		"changes one value\nof it by its dotted name, for example\n"
		"  postfrank account set sender.name \"Server 1\"\n"
		"An empty value means the default; set alone lists all of "
		"them.",
	.needs_layout = true,
	.options = options,
	.run = run,
};
