/* SPDX-License-Identifier: ISC */
/* postfrank send: composes a message from options, files and standard input and
 * delivers it while the caller waits. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/moment.h"
#include "command/accounts.h"
#include "command/command.h"
#include "command/offer.h"
#include "command/progress.h"
#include "mail/compose.h"
#include "queue/route.h"
#include "queue/sender.h"

static const char *subject;
static struct command_values files, cc, bcc;
static bool sync_asked;
static int file_fds[COMMAND_VALUES_MAX];

static const struct command_option options[] = {
	{ .name = "subject", .letter = 's', .argument = "TEXT",
	    .value = &subject, .help = "the subject" },
	{ .name = "attach", .letter = 'a', .argument = "FILE",
	    .values = &files, .help = "attach a file; may stand repeatedly" },
	{ .name = "cc", .letter = 'c', .argument = "ADDRESS", .values = &cc,
	    .help = "a copy to this address" },
	{ .name = "bcc", .letter = 'b', .argument = "ADDRESS", .values = &bcc,
	    .help = "a copy that the others do not see" },
	{ .name = "sync", .flag = &sync_asked,
	    .help = "deliver now and show the result (as it does without)" },
	{ .name = NULL },
};

/* What root may attach, the service user may not read. */
static bool
open_files(struct fault *why)
{
	size_t i;

	for (i = 0; i < files.count; i++) {
		file_fds[i] = message_open_file(files.at[i], why);
		if (file_fds[i] < 0)
			return false;
	}
	return true;
}

/* Who gets it: the header fields, and the envelope with an end for each. */
struct envelope {
	struct address_list to, cc, bcc;
	struct smtp_recipient *rows;
	size_t count;
};

/* A bare name is somebody of this machine: where root's mail goes. */
static bool
add_bare(struct address_list *list, const char *name,
    const struct account *account, struct fault *why)
{
	struct address one;
	size_t i;

	for (i = 0; i < account->root_to.count; i++)
		if (!address_parse(account->root_to.at[i], &one, why) ||
		    !address_list_add(list, &one, why))
			return false;
	if (account->root_to.count > 0)
		return true;
	fault_set(why, FAULT_DATA, "\"%s\" is a bare name, and the account "
	    "does not say where mail for bare names goes", name);
	return fault_next(why, "Give a whole address such as "
	    "ops@example.org, or: postfrank account set root_to ADDRESS");
}

static bool
add_words(struct address_list *list, const char *const *words, size_t count,
    const struct account *account, struct fault *why)
{
	struct address_list read = { .bare = true };
	bool good = true;
	size_t i;

	for (i = 0; i < count && good; i++)
		good = address_list_parse(&read, words[i], strlen(words[i]),
		    why);
	for (i = 0; i < read.count && good; i++)
		good = strchr(read.at[i].spec, '@') != NULL
		    ? address_list_add(list, &read.at[i], why)
		    : add_bare(list, read.at[i].spec, account, why);
	address_list_clear(&read);
	return good;
}

static void
add_rows(struct envelope *envelope, const struct address_list *list)
{
	size_t i, j;

	for (i = 0; i < list->count; i++) {
		for (j = 0; j < envelope->count; j++)
			if (address_equal(envelope->rows[j].address,
				list->at[i].spec))
				break;
		if (j == envelope->count)
			envelope->rows[envelope->count++].address =
			    list->at[i].spec;
	}
}

static bool
read_envelope(struct envelope *envelope, const struct account *account,
    int argc, char **argv, struct fault *why)
{
	if (!add_words(&envelope->to, (const char *const *)argv, (size_t)argc,
		account, why) ||
	    !add_words(&envelope->cc, cc.at, cc.count, account, why) ||
	    !add_words(&envelope->bcc, bcc.at, bcc.count, account, why))
		return false;
	envelope->rows = must_alloc(envelope->to.count + envelope->cc.count +
		envelope->bcc.count, sizeof(*envelope->rows));
	add_rows(envelope, &envelope->to);
	add_rows(envelope, &envelope->cc);
	add_rows(envelope, &envelope->bcc);
	if (envelope->count > 0)
		return true;
	fault_set(why, FAULT_USAGE, "no recipient was given");
	return fault_next(why, "postfrank send -s SUBJECT ADDRESS < TEXT");
}

static void
clear_envelope(struct envelope *envelope)
{
	address_list_clear(&envelope->to);
	address_list_clear(&envelope->cc);
	address_list_clear(&envelope->bcc);
	free(envelope->rows);
}

static void
print_json(const struct envelope *envelope, const struct smtp_result *result,
    const struct message *message)
{
	struct json *json = json_new_object(), *array = json_new_array(), *row;
	size_t i;

	for (i = 0; i < envelope->count; i++) {
		row = json_new_object();
		json_set_string(row, "address", envelope->rows[i].address);
		json_set_bool(row, "accepted", envelope->rows[i].accepted);
		if (!envelope->rows[i].accepted)
			json_set_string(row, "error",
			    envelope->rows[i].why.what);
		json_append(array, row);
	}
	json_set_string(json, "message_id", message_id(message));
	json_set_string(json, "server_id", result->id);
	json_set(json, "recipients", array);
	command_print_json(json);
}

/* The results of a message that was accepted for at least one. The exit code is
 * the first refused recipient's. */
static int
tell(struct command_context *context, const struct envelope *envelope,
    const struct smtp_result *result, const struct message *message)
{
	int code = 0;
	size_t i;

	if (context->json)
		print_json(envelope, result, message);
	else if (isatty(STDOUT_FILENO) || sync_asked)
		printf("Accepted for %zu of %zu recipients: %s\n",
		    result->recipients, envelope->count,
		    result->id[0] != '\0' ? result->id : message_id(message));
	for (i = 0; i < envelope->count; i++) {
		if (envelope->rows[i].accepted)
			continue;
		if (!context->json)
			command_fail(context, &envelope->rows[i].why);
		if (code == 0)
			code = fault_exit(envelope->rows[i].why.kind);
	}
	return code;
}

/* A message that could not be sent, and that nobody keeps. */
static int
fail(struct command_context *context, const struct fault *why)
{
	int code = command_fail(context, why);

	if (!context->json &&
	    (why->kind == FAULT_LATER || why->kind == FAULT_SIGNIN))
		fputs("The message is not kept here: send it again when that "
		    "is done.\n", stderr);
	return code;
}

static int
deliver(struct command_context *context, const struct account *account,
    struct envelope *envelope, struct message *message)
{
	struct progress progress;
	const struct route_watch watch = { .progress = progress_show,
		.arg = &progress };
	struct route route = { .source = { .layout = &context->layout,
				   .account = account,
				   .insist = sync_asked },
		.watch = &watch };
	struct smtp_mail mail = { .from = account_sender_address(account),
		.to = envelope->rows, .count = envelope->count,
		.message = message };
	struct smtp_result result;
	struct fault why;
	bool good;

	progress_begin(&progress, !context->json);
	good = route_send(&route, &mail, &result, &why);
	progress_end(&progress);
	if (!good && why.kind == FAULT_SIGNIN) {
		int code = fail(context, &why);

		if (!command_offer_signin(context))
			return code;
		good = route_send(&route, &mail, &result, &why);
	}
	return good ? tell(context, envelope, &result, message)
		    : fail(context, &why);
}

static struct message *
compose(const struct account *account, const struct envelope *envelope,
    struct fault *why)
{
	struct address from;
	const struct letter letter = { .from = &from, .to = &envelope->to,
		.cc = &envelope->cc, .subject = subject,
		.body_fd = STDIN_FILENO, .files = files.at,
		.file_fds = file_fds, .file_count = files.count,
		.date = moment_now(),
		.auto_submitted = !isatty(STDIN_FILENO),
		.limit = (uint64_t)account->limits.message_bytes };

	if (!sender_of(account, &from, why))
		return NULL;
	return message_compose(&letter, why);
}

static int
run(struct command_context *context, int argc, char **argv)
{
	struct envelope envelope = { 0 };
	struct message *message = NULL;
	struct account account;
	struct fault why;
	int code;

	if (command_load_account(context, &account, &why) &&
	    read_envelope(&envelope, &account, argc, argv, &why))
		message = compose(&account, &envelope, &why);
	code = message != NULL
	    ? deliver(context, &account, &envelope, message)
	    : command_fail(context, &why);
	message_free(message);
	clear_envelope(&envelope);
	account_clear(&account);
	return code;
}

const struct command command_send = {
	.name = "send",
	.summary = "compose and send a message",
	.arguments = "ADDRESS... < TEXT",
	.help = "The text is read from standard input. It waits until the "
		"server has accepted the\nmessage.\n"
		"Example:\n"
		"  df -h | postfrank send -s \"Disks of $(hostname)\" "
		"ops@example.org",
	.needs_layout = true,
	.needs_vault = true,
	.before = open_files,
	.options = options,
	.run = run,
};
