/* SPDX-License-Identifier: ISC */
/* postfrank-setup: the wizard on the full screen; where a terminal cannot show
 * that, the same steps as plain questions. */
#include <config.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/journal.h"
#include "base/process.h"
#include "setup/visit.h"
#include "setup/work.h"
#include "tui/loop.h"

/* What the command line says. */
struct wanted {
	bool plain, help, version;
};

/* Everything there is while the full screen is up. */
struct show {
	struct visit *visit;
	struct desk desk;
	struct face face;
	struct terminal terminal;
	struct signin signin;
	struct work work;
};

struct option_row {
	const char *name;
	const char *argument; /* NULL: none */
	const char *help;
};

/* The same words as postfrank setup has. */
static const struct option_row options[] = {
	{ "home", "DIR", "keep everything below DIR (practice, tests)" },
	{ "account", "NAME", "which account; \"default\" when not given" },
	{ "system", NULL, "the account of the whole machine" },
	{ "user", NULL, "the account of this user alone" },
	{ "plain", NULL, "plain questions, for any terminal and screen "
	    "readers" },
	{ "help", NULL, "this text" },
	{ "version", NULL, "the version" },
};

static void
print_help(void)
{
	char left[40];
	size_t i;

	puts("postfrank-setup: sets an account up, step by step, on the full "
	     "screen\n\nUsage: postfrank-setup [OPTION...]\n\nOptions:");
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		snprintf(left, sizeof(left), "--%s%s%s", options[i].name,
		    options[i].argument != NULL ? " " : "",
		    options[i].argument != NULL ? options[i].argument : "");
		printf("      %-22s %s\n", left, options[i].help);
	}
	puts("\n\"postfrank setup\" starts it. Everything that is entered is "
	     "kept: leave at any\ntime and start it again to go on.");
}

static int
fail(const struct fault *why)
{
	fprintf(stderr, "postfrank-setup: %s\n", why->what);
	if (why->server[0] != '\0')
		fprintf(stderr, "Server said: %s\n", why->server);
	if (why->next[0] != '\0')
		fprintf(stderr, "%s%s\n", turn_words(why->turn), why->next);
	return fault_exit(why->kind);
}

static const struct option_row *
find_option(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strlen(options[i].name) == len &&
		    strncmp(options[i].name, name, len) == 0)
			return &options[i];
	return NULL;
}

static void
take_option(const char *name, const char *value, struct visit *visit,
    struct wanted *wanted)
{
	if (strcmp(name, "home") == 0)
		visit->wish.home = value;
	else if (strcmp(name, "account") == 0)
		visit->account = value;
	else if (strcmp(name, "system") == 0)
		visit->wish.system = true;
	else if (strcmp(name, "user") == 0)
		visit->wish.user = true;
	else if (strcmp(name, "plain") == 0)
		wanted->plain = true;
	else if (strcmp(name, "help") == 0)
		wanted->help = true;
	else
		wanted->version = true;
}

static bool
read_word(char ***next, struct visit *visit, struct wanted *wanted,
    struct fault *why)
{
	const char *word = *(*next)++, *value = NULL;
	const struct option_row *row;
	size_t len;

	if (strcmp(word, "-h") == 0)
		word = "--help";
	if (strncmp(word, "--", 2) != 0)
		return fault_set(why, FAULT_USAGE, "postfrank-setup takes no "
		    "operand");
	word += 2;
	len = strcspn(word, "=");
	row = find_option(word, len);
	if (row == NULL)
		return fault_set(why, FAULT_USAGE, "there is no option --%s",
		    word);
	if (word[len] == '=')
		value = word + len + 1;
	else if (row->argument != NULL && **next != NULL)
		value = *(*next)++;
	if ((value != NULL) != (row->argument != NULL))
		return fault_set(why, FAULT_USAGE, "--%s %s", row->name,
		    row->argument != NULL ? "needs a value" : "takes none");
	take_option(row->name, value, visit, wanted);
	return true;
}

static bool
read_words(char **argv, struct visit *visit, struct wanted *wanted,
    struct fault *why)
{
	bool good = true;

	while (good && *argv != NULL)
		good = read_word(&argv, visit, wanted, why);
	if (!good)
		fault_next(why, "postfrank-setup --help lists all options.");
	return good && (visit->account == NULL ||
	    account_name_check(visit->account, why));
}

/* Who works on the draft is asked to save and leave, when the person wants
 * that; false: why, or (no fault) the person does not. */
static bool
take_over(struct show *show, struct fault *why)
{
	struct face *face = &show->face;
	struct visit *visit = show->visit;
	int64_t idle;

	if (why->kind != FAULT_LATER ||
	    !desk_holder(&visit->layout, visit->name, &face->holder))
		return false;
	fault_clear(why);
	idle = desk_idle(&face->holder, moment_now());
	if (idle >= 0)
		moment_span(face->idle, idle);
	face->overlay = OVERLAY_TAKE_OVER;
	loop_run(face, &show->terminal);
	if (face->wants_plain || face->code != 0)
		return false;
	snprintf(face->say, sizeof(face->say), "Asked it to save and leave; "
	    "this takes a few seconds at most.");
	loop_show(face, &show->terminal);
	face->say[0] = '\0';
	face->overlay = OVERLAY_NONE;
	return desk_take_over(&visit->layout, visit->name, why) &&
	    desk_open(&show->desk, &visit->layout, visit->name, why);
}

static void
walk(struct show *show)
{
	struct visit *visit = show->visit;

	visit_tell(visit, &show->desk);
	signin_init(&show->signin);
	work_init(&show->work, &visit->layout);
	show->work.desk = &show->desk;
	show->work.signin = &show->signin;
	show->work.tell = face_tell;
	show->work.arg = &show->face;
	show->face.signin = &show->signin;
	face_begin(&show->face);
	loop_run(&show->face, &show->terminal);
	face_clear(&show->face);
	work_close(&show->work);
	signin_clear(&show->signin);
}

static void
set_face(struct show *show)
{
	struct face *face = &show->face;
	const struct visit *visit = show->visit;

	face->desk = &show->desk;
	face->ops = &work_ops;
	face->ops_self = &show->work;
	face->session = &visit->session;
	face->survey = &visit->survey;
	face->again = visit->again;
	face->has_code = show->terminal.has_code;
	face->has_copy = show->terminal.has_copy;
	face->has_colour = show->terminal.has_colour;
	face->has_browser = visit_has_browser(visit);
}

/* What the normal screen says when the full one is gone. */
static int
tell_end(struct show *show)
{
	const struct face *face = &show->face;
	struct fault why;

	if (face->failed.kind != FAULT_NONE)
		return fail(&face->failed);
	if (face->is_removed) {
		if (!visit_remove(show->visit, &why))
			return fail(&why);
		puts("The account is removed.");
	} else if (face->code == 0) {
		printf("The account is in use: mail is sent from %s.\n",
		    answers_get(&show->desk.wizard.answers, "mailbox"));
	} else {
		printf("%sThe draft is saved. Go on with:\n%s\n",
		    face->code == PLAIN_HANGUP
			? "Ended from outside: another session took over, or "
			  "the line dropped.\n" : "", show->visit->again);
	}
	return face->code;
}

/* The full screen is closed: plain questions on the same desk, or the end. */
static int
go_on(struct show *show, bool is_open, const struct fault *why)
{
	struct fault failed;
	int code;

	if (show->face.wants_plain && is_open) {
		code = visit_plain_on(show->visit, &show->desk, &failed);
		return code >= 0 ? code : fail(&failed);
	}
	if (show->face.wants_plain) {
		code = visit_plain(show->visit, &show->desk, NULL, &failed);
		return code >= 0 ? code : fail(&failed);
	}
	if (is_open) {
		desk_close(&show->desk);
		return tell_end(show);
	}
	if (why->kind != FAULT_NONE)
		return fail(why);
	puts("The set-up was left to who works on it.");
	return show->face.code;
}

static int
run_full(struct show *show)
{
	struct terminal_wish wish = {
		.no_colour = show->visit->session.no_color };
	struct visit *visit = show->visit;
	struct fault why;
	bool is_open;

	fault_clear(&why);
	if (!terminal_open(&show->terminal, &wish, &why))
		return -1;
	set_face(show);
	is_open = desk_open(&show->desk, &visit->layout, visit->name, &why) ||
	    take_over(show, &why);
	if (is_open)
		walk(show);
	terminal_close(&show->terminal);
	return go_on(show, is_open, &why);
}

/* Why not the full screen; NULL: it is. */
static const char *
why_plain(const struct visit *visit, const struct wanted *wanted,
    struct fault *why)
{
	static char reason[sizeof(why->what) + 64];

	if (wanted->plain)
		return "";
	if (visit->session.is_accessible)
		return "Plain questions, since ACCESSIBLE is set.";
	if (terminal_suits(STDIN_FILENO, STDOUT_FILENO, why))
		return NULL;
	snprintf(reason, sizeof(reason), "Plain questions: %s.", why->what);
	return reason;
}

static int
run(struct visit *visit, const struct wanted *wanted)
{
	struct show *show;
	struct fault why;
	const char *reason;
	int code = -1;

	fault_clear(&why);
	if (!visit_begin(visit, &why))
		return fail(&why);
	show = must_alloc(1, sizeof(*show));
	show->visit = visit;
	reason = why_plain(visit, wanted, &why);
	if (reason == NULL)
		code = run_full(show);
	if (code < 0) {
		code = visit_plain(visit, &show->desk, reason == NULL
		    ? "Plain questions: the terminal could not be set up."
		    : reason[0] != '\0' ? reason : NULL, &why);
		if (code < 0)
			code = fail(&why);
	}
	free(show);
	return code;
}

int
main(int argc, char **argv)
{
	struct visit visit = { .account = NULL };
	struct wanted wanted = { false, false, false };
	struct fault why;

	process_harden();
	setlocale(LC_CTYPE, "");
	journal_open(false, false);
	fault_clear(&why);
	if (!read_words(argv + (argc > 0), &visit, &wanted, &why))
		return fail(&why);
	if (wanted.version)
		puts(PACKAGE_STRING);
	else if (wanted.help)
		print_help();
	else
		return run(&visit, &wanted);
	return 0;
}
