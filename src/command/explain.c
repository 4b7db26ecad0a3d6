/* SPDX-License-Identifier: ISC */
/* postfrank explain: what a code of the sign-in server or of Exchange means and
 * what to do, offline. */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"
#include "command/command.h"
#include "mail/reply.h"
#include "oauth/advice.h"

enum { PASTED_MAX = 65536 };

/* The operands as one text, or standard input when there are none. */
static bool
gather(int argc, char **argv, struct text *text, struct fault *why)
{
	char block[4096];
	ssize_t got;
	int i;

	for (i = 0; i < argc; i++)
		text_addf(text, "%s%s", i > 0 ? " " : "", argv[i]);
	if (argc > 0)
		return true;
	if (isatty(STDIN_FILENO))
		return fault_set(why, FAULT_USAGE, "nothing to explain") ||
		    fault_next(why, "Give a code or paste an error text: "
			"postfrank explain AADSTS7000215");
	do {
		got = read(STDIN_FILENO, block, sizeof(block));
	} while (got > 0 && text_add(text, block, (size_t)got));
	if (got < 0)
		return fault_set(why, FAULT_INPUT,
		    "cannot read standard input");
	return true;
}

static void
fill_from_advice(const struct advice *advice, struct fault *why)
{
	char url[128];

	fault_set(why, advice->kind, "%s", advice->meaning);
	fault_next(why, "%s", advice->next);
	why->turn = advice->turn;
	snprintf(why->step, sizeof(why->step), "%s", advice->step);
	if (advice->number != 0) {
		fault_code(why, "AADSTS%u", advice->number);
		advice_lookup_url(advice->number, url, sizeof(url));
		fault_server(why, url, strlen(url));
	} else if (advice->word != NULL) {
		fault_code(why, "%s", advice->word);
	}
}

static void
print_words(const struct fault *why)
{
	if (why->code[0] != '\0')
		printf("%s: ", why->code);
	printf("%s\n", why->what);
	if (why->next[0] != '\0')
		printf("%s%s\n", turn_words(why->turn), why->next);
	if (why->step[0] != '\0')
		printf("Cured in: postfrank setup, step \"%s\"\n", why->step);
	if (strncmp(why->code, "AADSTS", 6) == 0)
		printf("Microsoft's page: %s\n", why->server);
}

static void
print_json(const struct fault *why)
{
	struct json *json = json_new_object();

	json_set_string(json, "code", why->code);
	json_set_string(json, "meaning", why->what);
	json_set_string(json, "next", why->next);
	json_set_string(json, "turn", command_turn(why->turn));
	json_set_string(json, "step", why->step);
	json_set_int(json, "exit", fault_exit(why->kind));
	command_print_json(json);
}

/* An SMTP code stands at the beginning of what people paste; an AADSTS number
 * may stand anywhere. */
static bool
explain(const char *text, size_t len, struct fault *found)
{
	struct advice advice;
	bool known;

	if (advice_number(text, len) == 0 && reply_explain(text, found))
		return true;
	known = advice_explain(text, len, &advice);
	if (known || advice.number != 0)
		fill_from_advice(&advice, found);
	return known || advice.number != 0;
}

static int
run(struct command_context *context, int argc, char **argv)
{
	struct fault found;
	struct text text;
	int code = 0;

	fault_clear(&found);
	text_init(&text, PASTED_MAX);
	if (!gather(argc, argv, &text, &found)) {
		code = command_fail(context, &found);
	} else if (!explain(text.at, text.len, &found)) {
		fault_set(&found, FAULT_DATA,
		    "no code that is known here is in this text");
		fault_next(&found, "Give an AADSTS number, a word such as "
		    "invalid_grant, or a server's answer such as \"535 5.7.3 "
		    "...\".");
		code = command_fail(context, &found);
	} else if (context->json) {
		print_json(&found);
	} else {
		print_words(&found);
	}
	text_clear(&text);
	return code;
}

const struct command command_explain = {
	.name = "explain",
	.summary = "say what an AADSTS or Exchange code means, offline",
	.arguments = "[CODE or TEXT]",
	.help = "Without a code the text is read from standard input: paste "
		"the whole message.\n"
		"Examples:\n"
		"  postfrank explain AADSTS7000215\n"
		"  postfrank explain 535 5.7.139",
	.run = run,
};
