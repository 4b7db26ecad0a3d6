/* SPDX-License-Identifier: ISC */
/* Reads the words behind a verb by its table of options, and prints help from
 * the same table. */
#include <config.h>

#include "command/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* What is known before and after every verb; the places are the context's. */
enum { COMMON_COUNT = 8 };

struct common {
	struct command_option rows[COMMON_COUNT];
};

static void
common_options(struct common *common, struct command_context *context)
{
	const struct command_option rows[] = {
		{ .name = "account", .argument = "NAME", .value =
		    &context->account,
		    .help = "which account; \"default\" when not given" },
		{ .name = "json", .flag = &context->json,
		    .help = "print JSON" },
		{ .name = "home", .argument = "DIR", .value =
		    &context->wish.home,
		    .help = "keep everything below DIR (practice, tests)" },
		{ .name = "system", .flag = &context->wish.system,
		    .help = "the account of the whole machine" },
		{ .name = "user", .flag = &context->wish.user,
		    .help = "the account of this user alone" },
		{ .name = "debug", .flag = &context->debug,
		    .help = "tell on standard error what is done (never a "
			    "secret)" },
		{ .name = "help", .letter = 'h', .flag = &context->help,
		    .help = "this text" },
		{ .name = "version", .flag = &context->version,
		    .help = "the version" },
	};

	_Static_assert(sizeof(rows) == sizeof(common->rows),
	    "as many common options as there is room for");
	memcpy(common->rows, rows, sizeof(rows));
}

/* The places where an option may be found, the verb's own first. */
struct tables {
	const struct command_option *own; /* ends with a NULL name */
	const struct command_option *common;
};

static const struct command_option *
find_in(const struct command_option *row, size_t count, const char *name,
    size_t len, char letter)
{
	size_t i;

	for (i = 0; i < count && row[i].name != NULL; i++)
		if (letter != '\0' ? row[i].letter == letter
				   : strncmp(row[i].name, name, len) == 0 &&
			    row[i].name[len] == '\0')
			return &row[i];
	return NULL;
}

static const struct command_option *
find_option(const struct tables *tables, const char *name, size_t len,
    char letter)
{
	const struct command_option *found = NULL;

	if (tables->own != NULL)
		found = find_in(tables->own, 1000, name, len, letter);
	if (found == NULL)
		found = find_in(tables->common, COMMON_COUNT, name, len,
		    letter);
	return found;
}

static bool
take_value(const struct command_option *option, const char *value,
    struct fault *why)
{
	if (option->values == NULL) {
		*option->value = value;
		return true;
	}
	if (option->values->count == COMMAND_VALUES_MAX)
		return fault_set(why, FAULT_USAGE,
		    "--%s stands more than %d times", option->name,
		    COMMAND_VALUES_MAX);
	option->values->at[option->values->count++] = value;
	return true;
}

static bool
unknown_option(const struct tables *tables, const char *name, size_t len,
    struct fault *why)
{
	const char *names[64];
	char *word = must_strndup(name, len);
	const struct command_option *row;
	const char *near;
	size_t n = 0;

	for (row = tables->own; row != NULL && row->name != NULL && n < 50;
	     row++)
		names[n++] = row->name;
	for (row = tables->common; n < 50 + COMMON_COUNT &&
	     row < tables->common + COMMON_COUNT; row++)
		names[n++] = row->name;
	names[n] = NULL;
	near = command_nearest(word, names);
	fault_set(why, FAULT_USAGE, "there is no option --%s", word);
	if (near != NULL)
		fault_next(why, "Did you mean --%s? --help lists all.", near);
	else
		fault_next(why, "--help lists all options.");
	free(word);
	return false;
}

/* What is being read. */
struct words {
	char **argv;
	int argc;
	int at;
};

static const char *
next_word(struct words *words)
{
	return words->at < words->argc ? words->argv[words->at++] : NULL;
}

static bool
needs_value(const struct command_option *option, struct fault *why)
{
	return fault_set(why, FAULT_USAGE, "--%s needs a value: --%s %s",
	    option->name, option->name, option->argument);
}

static bool
read_long(struct words *words, const struct tables *tables, const char *word,
    struct fault *why)
{
	size_t len = strcspn(word, "=");
	const struct command_option *option =
	    find_option(tables, word, len, '\0');
	const char *value = word[len] == '=' ? word + len + 1 : NULL;

	if (option == NULL)
		return unknown_option(tables, word, len, why);
	if (option->flag != NULL) {
		*option->flag = true;
		return value == NULL ||
		    fault_set(why, FAULT_USAGE, "--%s takes no value",
			option->name);
	}
	if (value == NULL)
		value = next_word(words);
	return value != NULL ? take_value(option, value, why)
			     : needs_value(option, why);
}

static bool
read_letters(struct words *words, const struct tables *tables,
    const char *letters, struct fault *why)
{
	const struct command_option *option;
	const char *value;

	for (; *letters != '\0'; letters++) {
		option = find_option(tables, "", 0, *letters);
		if (option == NULL) {
			fault_set(why, FAULT_USAGE, "there is no option -%c",
			    *letters);
			return fault_next(why, "--help lists all options.");
		}
		if (option->flag != NULL) {
			*option->flag = true;
			continue;
		}
		value = letters[1] != '\0' ? letters + 1 : next_word(words);
		return value != NULL ? take_value(option, value, why)
				     : needs_value(option, why);
	}
	return true;
}

bool
command_parse(const struct command *command, struct command_context *context,
    int *argc, char **argv, struct fault *why)
{
	struct words words = { .argv = argv, .argc = *argc };
	struct common common;
	struct tables tables = { .common = common.rows };
	bool ended = false, good = true;
	int kept = 0;
	const char *word;

	common_options(&common, context);
	if (command != NULL)
		tables.own = command->options;
	while (good && words.at < words.argc) {
		word = next_word(&words);
		if (ended || word[0] != '-' || word[1] == '\0')
			argv[kept++] = (char *)word;
		else if (strcmp(word, "--") == 0)
			ended = true;
		else if (word[1] == '-')
			good = read_long(&words, &tables, word + 2, why);
		else
			good = read_letters(&words, &tables, word + 1, why);
		/* Before the verb, what follows it is the verb's to read. */
		if (command == NULL && kept == 1)
			break;
	}
	while (command == NULL && words.at < words.argc)
		argv[kept++] = (char *)next_word(&words);
	*argc = kept;
	return good;
}

static void
print_option(const struct command_option *option, FILE *to)
{
	char left[64];

	snprintf(left, sizeof(left), "%c%c%s--%s%s%s",
	    option->letter != '\0' ? '-' : ' ',
	    option->letter != '\0' ? option->letter : ' ',
	    option->letter != '\0' ? ", " : "  ", option->name,
	    option->argument != NULL ? " " : "",
	    option->argument != NULL ? option->argument : "");
	fprintf(to, "  %-28s %s\n", left, option->help);
}

static void
print_list(FILE *to)
{
	const struct command *command;
	size_t i;

	fputs("postfrank: mail of this machine through Office 365 with a "
	      "sign-in\nin place of a password\n\n"
	      "Usage: postfrank [OPTION...] COMMAND [ARGUMENT...]\n"
	      "       postfrank              what postfrank status prints\n\n"
	      "Commands:\n",
	    to);
	for (i = 0; command_row(i) != NULL; i++) {
		command = command_row(i);
		fprintf(to, "  %-10s %s\n", command->name, command->summary);
	}
	fputs("\n\"postfrank COMMAND --help\" tells more about one.\n", to);
}

void
command_print_help(const struct command *command, FILE *to)
{
	struct command_context context;
	struct common common;
	const struct command_option *row;
	size_t i;

	if (command == NULL)
		print_list(to);
	else
		fprintf(to, "postfrank %s: %s\n\nUsage: postfrank %s "
		    "[OPTION...]%s%s\n", command->name, command->summary,
		    command->name, command->arguments[0] != '\0' ? " " : "",
		    command->arguments);
	fputs("\nOptions:\n", to);
	if (command != NULL && command->options != NULL)
		for (row = command->options; row->name != NULL; row++)
			print_option(row, to);
	common_options(&common, &context);
	for (i = 0; i < COMMON_COUNT; i++)
		print_option(&common.rows[i], to);
	if (command != NULL && command->help[0] != '\0')
		fprintf(to, "\n%s\n", command->help);
}
