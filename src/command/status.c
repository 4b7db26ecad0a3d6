/* SPDX-License-Identifier: ISC */
/* postfrank status: everything with a date on it in at most twelve lines, the
 * last being the one command that helps most now. Reads settings and state
 * only, needs no key. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "account/settings.h"
#include "account/state.h"
#include "base/json.h"
#include "base/moment.h"
#include "base/text.h"
#include "command/accounts.h"
#include "command/command.h"
#include "oauth/cloud.h"

enum {
	IDLE_DAYS = 90, /* an unused sign-in ends then (microsoft.md 2.3) */
	DAY = 86400,
	LABEL = 15	/* columns before what a line says */
};

/* All that the faces below tell. */
struct report {
	const struct account *account;
	const struct state *state;
	int64_t now;
	int64_t idle_end;   /* 0: not known, or none */
	int64_t secret_end; /* 0: not known */
	enum fault_kind kind;
	const char *next;
};

static void
line(const char *label, const char *words)
{
	printf("%-14s %s\n", label, words);
}

static void
dated_line(const char *label, int64_t at, int64_t now, const char *behind)
{
	char date[MOMENT_SIZE], span[MOMENT_SIZE];

	printf("%-14s %s (%s %s)%s%s\n", label, moment_date(date, at),
	    moment_span(span, at - now), at < now ? "ago" : "left",
	    behind[0] != '\0' ? ", " : "", behind);
}

static void
print_signin(const struct report *report)
{
	const struct state *state = report->state;
	char date[MOMENT_SIZE];

	if (state->signin_at == 0) {
		line("Sign-in", "nobody has signed in yet");
		return;
	}
	printf("%-14s %s since %s%s\n", "Sign-in",
	    state->signin_by[0] != '\0' ? state->signin_by
					: "by a name that was not told",
	    moment_words(date, state->signin_at),
	    state->signin_needed ? "; it no longer works" : "");
}

static void
print_dates(const struct report *report)
{
	if (report->idle_end != 0)
		dated_line("Idle deadline", report->idle_end, report->now,
		    "moves with every token refresh");
	if (report->account->registration.credential != CREDENTIAL_SECRET)
		return;
	if (report->secret_end != 0)
		dated_line("Client secret", report->secret_end, report->now,
		    report->secret_end < report->now ? "ended" : "");
	else
		line("Client secret", "its end date is not known here");
}

/* Behind the labels, in two lines at most; --json has all of it. */
static void
print_error(const char *what)
{
	size_t columns = 80 - LABEL, len = strlen(what), end;
	int lines;

	for (lines = 0; len > 0 && lines < 2; lines++) {
		end = len;
		if (len > columns)
			for (end = columns; end > 1 && what[end] != ' ';)
				end--;
		printf("%*s%.*s%s\n", LABEL, "", (int)end, what,
		    lines == 1 && end < len ? "..." : "");
		end += strspn(what + end, " ");
		what += end;
		len -= end;
	}
}

static void
print_mail(const struct report *report)
{
	const struct state *state = report->state;
	char date[MOMENT_SIZE];

	if (state->send_at == 0)
		line("Last mail", "none yet");
	else
		printf("%-14s %s %s\n", "Last mail",
		    moment_words(date, state->send_at), state->send_id);
	if (state->error_at == 0)
		return;
	printf("%-14s %s %s\n", "Last error",
	    moment_words(date, state->error_at), state->error_code);
	print_error(state->error_what);
}

static void
print_words(const struct report *report)
{
	char host[256] = "";

	gethostname(host, sizeof(host) - 1);
	printf("%-14s %s on %s\n", "Account", report->account->name, host);
	line("Mailbox", account_mailbox(report->account));
	line("Through", cloud_of(report->account)->words);
	print_signin(report);
	print_dates(report);
	print_mail(report);
	printf("%-14s %s\n", "Next", report->next);
}

static void
set_time(struct json *json, const char *key, int64_t at)
{
	char iso[MOMENT_SIZE];

	json_set_string(json, key, at != 0 ? moment_iso(iso, at) : NULL);
}

static void
print_json(const struct report *report)
{
	const struct state *state = report->state;
	struct json *json = json_new_object();

	json_set_int(json, "schema", 1);
	json_set_string(json, "account", report->account->name);
	json_set_string(json, "mailbox", account_mailbox(report->account));
	json_set_string(json, "signed_in_as", state->signin_by);
	set_time(json, "signed_in_at", state->signin_at);
	json_set_bool(json, "signin_needed", state->signin_needed);
	set_time(json, "idle_end", report->idle_end);
	set_time(json, "secret_end", report->secret_end);
	set_time(json, "last_refresh", state->refresh_at);
	set_time(json, "last_send", state->send_at);
	set_time(json, "last_error", state->error_at);
	json_set_string(json, "error", state->error_what);
	json_set_string(json, "error_code", state->error_code);
	json_set_string(json, "next", report->next);
	json_set_int(json, "exit", fault_exit(report->kind));
	command_print_json(json);
}

static void
judge(struct report *report)
{
	const struct account *account = report->account;
	const struct state *state = report->state;
	int64_t used = state->refresh_at > state->signin_at
	    ? state->refresh_at : state->signin_at;

	if (used != 0 && account->grant != GRANT_APP &&
	    cloud_of(account)->microsoft)
		report->idle_end = used + (int64_t)IDLE_DAYS * DAY;
	if (account->registration.secret_expires != NULL)
		moment_parse(account->registration.secret_expires,
		    &report->secret_end);
	if (state->signin_needed ||
	    (state->signin_at == 0 && account->grant != GRANT_APP)) {
		report->kind = FAULT_SIGNIN;
		report->next = "postfrank signin";
	} else if (state->error_at > state->send_at) {
		report->next = "postfrank test";
	} else if (state->send_at == 0) {
		report->next = "postfrank test ADDRESS";
	} else {
		report->next =
		    "nothing to do (postfrank test shows every stage)";
	}
}

static int
run(struct command_context *context, int argc, char **argv)
{
	struct report report = { .now = moment_now() };
	struct account account;
	struct state state = { 0 };
	struct fault why;
	int code;

	(void)argv;
	if (argc > 0) {
		fault_set(&why, FAULT_USAGE, "status takes no argument");
		return command_fail(context, &why);
	}
	report.account = &account;
	report.state = &state;
	if (!command_load_account(context, &account, &why) ||
	    !state_load(&state, &context->layout, account.name, &why)) {
		code = command_fail(context, &why);
	} else {
		judge(&report);
		if (context->json)
			print_json(&report);
		else
			print_words(&report);
		code = fault_exit(report.kind);
	}
	state_clear(&state);
	account_clear(&account);
	return code;
}

const struct command command_status = {
	.name = "status",
	.summary = "sign-in, deadlines, last mail, and what to do now",
	.arguments = "",
	.help = "Exit code: 0 all is well, 75 mail waits, 77 a sign-in is "
		"needed, 78 not set up.",
	.needs_layout = true,
	.run = run,
};
