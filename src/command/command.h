/* SPDX-License-Identifier: ISC */
/* What the verbs of postfrank have in common: the table of them, the options
 * that stand before or after each, and how results are told. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "account/layout.h"
#include "base/fault.h"

/* What every verb is handed. */
struct command_context {
	const char *account; /* --account, "default" when not given */
	bool account_given;
	bool json;		 /* --json */
	bool debug;		 /* --debug */
	struct layout_wish wish; /* --home, --system, --user */
	struct layout layout;	 /* chosen, when the verb needs one */
	bool help;		 /* --help, -h */
	bool version;		 /* --version */
};

enum { COMMAND_VALUES_MAX = 1000 };

/* All values given for an option that may stand more than once. */
struct command_values {
	const char *at[COMMAND_VALUES_MAX];
	size_t count;
};

/* An option of one verb. Exactly one of flag, value and values is set. */
struct command_option {
	const char *name;     /* without the dashes */
	char letter;	      /* 0: none */
	const char *argument; /* what the help calls its value; NULL: a flag */
	const char *help;     /* one line */
	bool *flag;
	const char **value; /* the last one given; borrowed from argv */
	struct command_values *values;
};

struct command {
	const char *name;
	const char *summary;   /* one line for the list of verbs */
	const char *arguments; /* "ADDRESS...", "" for none */
	const char *help;      /* paragraphs behind the options, may be "" */
	bool is_dialogue;      /* talks with a person: there is no --json */
	bool needs_layout;     /* files, as whoever they belong to */
	bool needs_vault;      /* secrets too, which who only sees the system's
				* account has no right to */
	const struct command_option *options; /* ends with a NULL name */
	/* What has to be done with the caller's rights, before the command
	 * becomes the service user; NULL: nothing. */
	bool (*before)(struct fault *why);
	/* argv: the argc operands, without verb and options. Returns the exit
	 * code. */
	int (*run)(struct command_context *context, int argc, char **argv);
};

/* One object for each file of this room. */
extern const struct command command_account, command_explain, command_send,
    command_setup, command_signin, command_status, command_test;

/* Rows in the order of the help; NULL behind the last one. */
const struct command *command_row(size_t index);

/* The whole program: finds the verb, reads the options, runs it. */
int command_main(int argc, char **argv);

/*
 * Splits argv into options and operands of a verb: long options with "=" or the
 * next word, letters glued or apart and in a row, "--" ends options. Options of
 * the context are known everywhere. argv is rearranged: the operands are left
 * at its beginning and *argc counts them. Without a command only what stands
 * before the verb is read. FAULT_USAGE names what is wrong and the nearest
 * option.
 */
bool command_parse(const struct command *command,
    struct command_context *context, int *argc, char **argv,
    struct fault *why);

/* The help of one verb; of the program when command is NULL. */
void command_print_help(const struct command *command, FILE *to);

/* The word of a list ended by NULL that is nearest to a mistyped one, or NULL
 * when none is near. */
const char *command_nearest(const char *word, const char *const *words);

/*
 * Tells a fault on standard error: what happened, the server's words, the next
 * step and whose it is; with --json as one object on standard output instead.
 * Returns its exit code.
 */
int command_fail(const struct command_context *context,
    const struct fault *why);

/* Whose turn it is as a word for programs: you, administrator, wait or
 * postfrank. */
const char *command_turn(enum turn turn);

/* Prints an object or list on standard output and frees it. */
struct json;
void command_print_json(struct json *json);

#endif
