/* SPDX-License-Identifier: ISC */
/* postfrank test: every stage of a real mail, named, timed, and what to do when
 * one fails. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/moment.h"
#include "command/accounts.h"
#include "command/command.h"
#include "command/offer.h"
#include "queue/route.h"
#include "queue/test_mail.h"

static bool smtp;

static const struct command_option options[] = {
	{ .name = "smtp", .flag = &smtp,
	    .help = "sending (the default)" },
	{ .name = NULL },
};

/* What became of each stage, in the order of enum route_stage. */
struct stages {
	bool json;
	bool passed[ROUTE_STAGES];
	int64_t ms[ROUTE_STAGES];
	char detail[ROUTE_STAGES][160];
	bool again;
};

static void
print_stage(const char *outcome, enum route_stage stage, int64_t ms,
    const char *detail)
{
	if (ms >= 0)
		printf("%-10s  %-18s  %6lld ms  %s\n", outcome,
		    route_stage_words(stage), (long long)ms, detail);
	else
		printf("%-10s  %-18s  %s\n", outcome,
		    route_stage_words(stage), detail);
	fflush(stdout);
}

static void
passed(void *arg, enum route_stage stage, int64_t ms, const char *detail)
{
	struct stages *stages = arg;

	stages->passed[stage] = true;
	stages->ms[stage] = ms;
	snprintf(stages->detail[stage], sizeof(stages->detail[stage]), "%s",
	    detail != NULL ? detail : "");
	if (!stages->json)
		print_stage("ok", stage, ms, stages->detail[stage]);
}

static void
again(void *arg, const struct fault *why)
{
	struct stages *stages = arg;
	size_t i;

	stages->again = true;
	for (i = ROUTE_TOKEN; i < ROUTE_STAGES; i++)
		stages->passed[i] = false;
	if (!stages->json)
		printf("again       the login was refused (%s): asking for a "
		    "new token\n", why->code);
}

static const char *
outcome(const struct stages *stages, size_t stage, bool good,
    enum route_stage failed)
{
	if (stages->passed[stage])
		return "ok";
	return !good && stage == failed ? "FAILED" : "not tried";
}

static void
print_rest(const struct stages *stages, enum route_stage failed)
{
	size_t i;

	for (i = failed; i < ROUTE_STAGES; i++)
		if (!stages->passed[i])
			print_stage(outcome(stages, i, false, failed),
			    (enum route_stage)i, -1, "");
}

static void
print_json(const struct stages *stages, bool good, enum route_stage failed,
    const struct smtp_result *result, const struct fault *why)
{
	struct json *json = json_new_object(), *array = json_new_array(), *row;
	size_t i;

	for (i = 0; i < ROUTE_STAGES; i++) {
		row = json_new_object();
		json_set_string(row, "stage",
		    route_stage_words((enum route_stage)i));
		json_set_string(row, "outcome",
		    outcome(stages, i, good, failed));
		json_set_int(row, "ms", stages->ms[i]);
		json_set_string(row, "detail", stages->detail[i]);
		json_append(array, row);
	}
	json_set(json, "stages", array);
	json_set_bool(json, "accepted", good);
	json_set_string(json, "id", good ? result->id : NULL);
	if (!good) {
		json_set_string(json, "error", why->what);
		json_set_string(json, "next", why->next);
		json_set_string(json, "server", why->server);
		json_set_string(json, "code", why->code);
	}
	json_set_int(json, "exit", good ? 0 : fault_exit(why->kind));
	command_print_json(json);
}

/* Where the test mail goes when nobody said: to whom root's mail goes, else to
 * the mailbox itself. */
static const char *
recipient(const struct account *account, int argc, char **argv)
{
	if (argc > 0)
		return argv[0];
	if (account->root_to.count > 0)
		return account->root_to.at[0];
	return account_mailbox(account);
}

static int
tell(struct command_context *context, const struct stages *stages,
    const struct route *route, const struct test_mail *mail, bool good,
    const struct fault *why)
{
	if (context->json) {
		print_json(stages, good, route->failed, &mail->result, why);
		return good ? 0 : fault_exit(why->kind);
	}
	if (!good) {
		print_rest(stages, route->failed);
		return command_fail(context, why);
	}
	printf("Accepted for %s: subject \"%s\".\nAccepted is not yet "
	    "delivered: look whether it has arrived, in Junk too.\n",
	    mail->to, mail->subject);
	return 0;
}

static int
test(struct command_context *context, const struct account *account,
    const char *to)
{
	struct stages stages = { .json = context->json };
	const struct route_watch watch = { .passed = passed, .again = again,
		.arg = &stages };
	struct route route = { .source = { .layout = &context->layout,
				   .account = account, .insist = true },
		.watch = &watch, .check_endpoints = true };
	struct test_mail mail;
	struct fault why;
	bool good;

	good = test_mail_send(&mail, &route, to, moment_now(), &why);
	if (!good && !mail.tried)
		return command_fail(context, &why);
	return tell(context, &stages, &route, &mail, good, &why);
}

static int
run(struct command_context *context, int argc, char **argv)
{
	struct account account;
	struct fault why;
	int code;

	if (argc > 1) {
		fault_set(&why, FAULT_USAGE, "test takes one address");
		return command_fail(context, &why);
	}
	if (!command_load_account(context, &account, &why))
		code = command_fail(context, &why);
	else
		code = test(context, &account,
		    recipient(&account, argc, argv));
	if (code == fault_exit(FAULT_SIGNIN) && command_offer_signin(context))
		code = test(context, &account,
		    recipient(&account, argc, argv));
	account_clear(&account);
	return code;
}

const struct command command_test = {
	.name = "test",
	.summary = "send a real mail and show every stage of it",
	.arguments = "[ADDRESS]",
	.help = "Without an address the mail goes where root's mail goes "
		"(root_to), else to the\nmailbox itself.",
	.needs_layout = true,
	.needs_vault = true,
	.options = options,
	.run = run,
};
