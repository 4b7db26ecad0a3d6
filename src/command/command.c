/* SPDX-License-Identifier: ISC */
/* Finds the verb in the table, chooses whose files they are and runs it. */
#include <config.h>

#include "command/command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/hands.h"
#include "base/alloc.h"
#include "base/journal.h"
#include "base/json.h"
#include "base/text.h"

static const struct command *const rows[] = { &command_setup, &command_signin,
	&command_test, &command_send, &command_status, &command_account,
	&command_explain };

const struct command *
command_row(size_t index)
{
	return index < sizeof(rows) / sizeof(rows[0]) ? rows[index] : NULL;
}

static size_t
smallest(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* How many letters must be added, dropped or changed (Levenshtein). */
static size_t
distance(const char *a, const char *b)
{
	size_t row[33], la = strlen(a), lb = strlen(b), i, j, corner, above;

	if (la > 32 || lb > 32)
		return 33;
	for (j = 0; j <= lb; j++)
		row[j] = j;
	for (i = 1; i <= la; i++) {
		corner = row[0];
		row[0] = i;
		for (j = 1; j <= lb; j++) {
			above = row[j];
			row[j] = smallest(above + 1, row[j - 1] + 1,
			    corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return row[lb];
}

const char *
command_nearest(const char *word, const char *const *words)
{
	const char *nearest = NULL;
	size_t best = 3, d, len = strlen(word);

	for (; *words != NULL; words++) {
		d = distance(word, *words);
		/* The beginning of a word counts as near, too. */
		if (len >= 2 && strncmp(word, *words, len) == 0)
			d = 1;
		if (d < best && d < strlen(*words)) {
			best = d;
			nearest = *words;
		}
	}
	return nearest;
}

static const struct command *
find_command(const char *name, struct fault *why)
{
	const char *names[sizeof(rows) / sizeof(rows[0]) + 1];
	const char *nearest;
	size_t i;

	for (i = 0; command_row(i) != NULL; i++) {
		if (strcmp(rows[i]->name, name) == 0)
			return rows[i];
		names[i] = rows[i]->name;
	}
	names[i] = NULL;
	nearest = command_nearest(name, names);
	fault_set(why, FAULT_USAGE, "there is no command \"%s\"", name);
	if (nearest != NULL)
		fault_next(why, "Did you mean \"postfrank %s\"? \"postfrank "
		    "--help\" lists all commands.", nearest);
	else
		fault_next(why, "\"postfrank --help\" lists all commands.");
	return NULL;
}

void
command_print_json(struct json *json)
{
	struct text out;

	text_init(&out, JSON_MAX);
	json_print(json, true, &out);
	fputs(out.at, stdout);
	text_clear(&out);
	json_free(json);
}

const char *
command_turn(enum turn turn)
{
	static const char *const words[] = { [TURN_YOU] = "you",
		[TURN_ADMIN] = "administrator", [TURN_WAIT] = "wait",
		[TURN_US] = "postfrank" };

	return words[turn];
}

static void
print_fault_json(const struct fault *why)
{
	struct json *json = json_new_object();

	json_set_string(json, "error", why->what);
	json_set_string(json, "next", why->next);
	json_set_string(json, "turn", command_turn(why->turn));
	json_set_string(json, "server", why->server);
	json_set_string(json, "code", why->code);
	json_set_string(json, "step", why->step);
	json_set_int(json, "exit", fault_exit(why->kind));
	command_print_json(json);
}

int
command_fail(const struct command_context *context, const struct fault *why)
{
	fflush(stdout);
	if (context->json) {
		print_fault_json(why);
		return fault_exit(why->kind);
	}
	fprintf(stderr, "postfrank: %s%s%s%s\n", why->what,
	    why->code[0] != '\0' ? " (" : "", why->code,
	    why->code[0] != '\0' ? ")" : "");
	if (why->server[0] != '\0')
		fprintf(stderr, "Server said: %s\n", why->server);
	if (why->next[0] != '\0')
		fprintf(stderr, "%s%s\n", turn_words(why->turn), why->next);
	return fault_exit(why->kind);
}

/* The system's account is everybody's to see and root's to use. */
static bool
may_run(const struct command *command, const struct command_context *context,
    struct fault *why)
{
	const struct layout *layout = &context->layout;
	struct strings names = { 0 };
	bool may = !layout->read_only || !command->needs_vault ||
	    !account_list(layout, &names, NULL) || names.count == 0;

	strings_clear(&names);
	if (may)
		return true;
	fault_set(why, FAULT_SIGNIN, "the account of this machine is root's "
	    "to use, and you are not root");
	return fault_next(why, "sudo postfrank %s; or \"postfrank setup\" "
	    "without sudo, for an account of your own", command->name);
}

static bool
settle(const struct command *command, struct command_context *context,
    struct fault *why)
{
	context->wish.make = command == &command_setup;
	context->wish.goes_on = command == &command_signin;
	return layout_choose(&context->layout, &context->wish, why) &&
	    may_run(command, context, why) &&
	    (command->before == NULL || command->before(why)) &&
	    hands_split(&context->layout, why);
}

static int
run(const struct command *command, struct command_context *context, int argc,
    char **argv)
{
	struct fault why;

	context->account_given = context->account != NULL;
	if (!context->account_given)
		context->account = "default";
	if (context->json && command->is_dialogue) {
		fault_set(&why, FAULT_USAGE, "%s prints no JSON: it talks with "
		    "a person", command->name);
		fault_next(&why, "Leave --json out; \"postfrank status "
		    "--json\" tells how the account stands.");
		return command_fail(context, &why);
	}
	journal_open(context->debug, false);
	if (!account_name_check(context->account, &why))
		return command_fail(context, &why);
	if (!command->needs_layout)
		return command->run(context, argc, argv);
	if (!settle(command, context, &why))
		return command_fail(context, &why);
	return command->run(context, argc, argv);
}

/* The verb with its options read; NULL with a fault, or with none when no verb
 * was given. */
static const struct command *
choose(struct command_context *context, int *argc, char ***argv,
    struct fault *why)
{
	const struct command *command;

	if (!command_parse(NULL, context, argc, *argv, why) || *argc == 0)
		return NULL;
	command = find_command((*argv)[0], why);
	(*argc)--;
	(*argv)++;
	if (command == NULL ||
	    !command_parse(command, context, argc, *argv, why))
		return NULL;
	return command;
}

static int
finish_output(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	fputs("postfrank: cannot write to standard output\n", stderr);
	return code != 0 ? code : fault_exit(FAULT_IO);
}

int
command_main(int argc, char **argv)
{
	struct command_context context = { 0 };
	const struct command *command;
	struct fault why;

	fault_clear(&why);
	if (argc > 0) {
		argc--;
		argv++;
	}
	command = choose(&context, &argc, &argv, &why);
	if (why.kind != FAULT_NONE)
		return command_fail(&context, &why);
	if (context.version) {
		puts(PACKAGE_STRING);
		return finish_output(0);
	}
	if (context.help) {
		command_print_help(command, stdout);
		return finish_output(0);
	}
	/* `postfrank` alone prints what `status` prints. */
	if (command == NULL)
		command = &command_status;
	return finish_output(run(command, &context, argc, argv));
}
