/* SPDX-License-Identifier: ISC */
/* What a session says: replies, trailers, and the switches that put a fault or
 * other words in their place. */
#include <config.h>

#include "tests/tenant/smtp_inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const stage_names[STAGES] = {
	[STAGE_GREETING] = "greeting",
	[STAGE_EHLO] = "ehlo",
	[STAGE_STARTTLS] = "starttls",
	[STAGE_TLS] = "tls",
	[STAGE_AUTH_START] = "auth-start",
	[STAGE_AUTH] = "auth",
	[STAGE_MAIL] = "mail",
	[STAGE_RCPT] = "rcpt",
	[STAGE_DATA] = "data",
	[STAGE_BODY] = "body",
	[STAGE_DOT] = "dot",
	[STAGE_RSET] = "rset",
	[STAGE_NOOP] = "noop",
	[STAGE_QUIT] = "quit",
	[STAGE_OTHER] = "other",
};

/* Faults that a switch names a stage for, and what is said before them. */
static const struct fault_row {
	const char *name;
	enum smtp_then then;
	const char *words;
	size_t words_len;
} faults[] = {
	{ "silent", THEN_SILENT, "", 0 },
	{ "reset", THEN_RESET, "", 0 },
	{ "close", THEN_CLOSE, "", 0 },
	{ "endless", THEN_ENDLESS, "", 0 },
	{ "garbage", THEN_READ, "\xff\x00\x1b]0;x\x07 2x0\r\n", 15 },
	{ "http", THEN_CLOSE,
	    "HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\n\r\n",
	    54 },
};

const char *
smtp_stage_name(enum smtp_stage stage)
{
	return stage_names[stage];
}

static const char *
full_name(const struct smtp_session *session, const char *name,
    char out[static 64])
{
	snprintf(out, 64, "%s.%s", session->relay ? "relay" : "smtp", name);
	return out;
}

bool
smtp_setting(struct smtp_session *session, const char *name, char *out,
    size_t size)
{
	const struct smtp_world *world = session->world;
	char full[64];

	return world->setting(world->self, full_name(session, name, full), out,
	    size);
}

static bool
use_up(struct smtp_session *session, const char *name)
{
	const struct smtp_world *world = session->world;
	char full[64];

	return world->use_up(world->self, full_name(session, name, full));
}

bool
smtp_is_on(struct smtp_session *session, const char *name)
{
	char value[SMTP_SETTING_SIZE];

	return smtp_setting(session, name, value, sizeof(value)) &&
	    use_up(session, name);
}

int64_t
smtp_number(struct smtp_session *session, const char *name, int64_t otherwise)
{
	char value[SMTP_SETTING_SIZE];

	if (!smtp_setting(session, name, value, sizeof(value)))
		return otherwise;
	return strtoll(value, NULL, 10);
}

void
smtp_say(struct smtp_session *session, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_addv(&session->out, format, args);
	va_end(args);
	text_adds(&session->out, "\r\n");
}

void
smtp_refuse(struct smtp_session *session, const char *format, ...)
{
	time_t now = (time_t)session->world->now(session->world->self);
	struct tm utc;
	char stamp[32];
	va_list args;

	gmtime_r(&now, &utc);
	strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S.000Z", &utc);
	va_start(args, format);
	text_addv(&session->out, format, args);
	va_end(args);
	text_addf(&session->out, " [%s %s %016lX]\r\n", session->host, stamp,
	    (unsigned long)now << 16 | (unsigned long)session->number);
}

void
smtp_refuse_message(struct smtp_session *session, const char *words)
{
	smtp_say(session, "%s [Hostname=%s]", words, session->host);
	smtp_event(session, "mail", "refused", words);
}

void
smtp_event(struct smtp_session *session, const char *type, const char *outcome,
    const char *detail)
{
	session->world->event(session->world->self, session, type, outcome,
	    detail);
}

void
smtp_violation(struct smtp_session *session, const char *format, ...)
{
	char words[256];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	smtp_event(session, "violation", NULL, words);
}

/* The stage of "mail", "dot:after" or "rcpt:250"; what is behind the colon goes
 * to *option. */
static bool
names_stage(char *value, enum smtp_stage stage, const char **option)
{
	char *colon = strchr(value, ':');

	*option = "";
	if (colon != NULL) {
		*colon = '\0';
		*option = colon + 1;
	}
	return strcmp(value, stage_names[stage]) == 0;
}

/* Is a switch set to this stage? Its option goes to option. */
static bool
is_set_to(struct smtp_session *session, const char *name,
    enum smtp_stage stage, char option[static SMTP_SETTING_SIZE])
{
	char value[SMTP_SETTING_SIZE];
	const char *rest;

	if (!smtp_setting(session, name, value, sizeof(value)) ||
	    !names_stage(value, stage, &rest) || !use_up(session, name))
		return false;
	snprintf(option, SMTP_SETTING_SIZE, "%s", rest);
	return true;
}

/* The fault that is switched on for a stage, or NULL. */
static const struct fault_row *
find_fault(struct smtp_session *session, enum smtp_stage stage, bool *after)
{
	char option[SMTP_SETTING_SIZE];

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		if (!is_set_to(session, faults[i].name, stage, option))
			continue;
		*after = strcmp(option, "after") == 0;
		return &faults[i];
	}
	return NULL;
}

static void
set_pace(struct smtp_session *session, enum smtp_stage stage)
{
	char option[SMTP_SETTING_SIZE];

	if (is_set_to(session, "delay", stage, option))
		session->delay_ms += (unsigned)strtoul(option, NULL, 10);
	if (is_set_to(session, "drip", stage, option))
		session->drip_ms = (unsigned)strtoul(option, NULL, 10);
}

static void
carry_out(struct smtp_session *session, const struct fault_row *fault,
    enum smtp_stage stage)
{
	smtp_event(session, "fault", fault->name, stage_names[stage]);
	text_add(&session->out, fault->words, fault->words_len);
	session->then = fault->then;
}

bool
smtp_fault_applies(struct smtp_session *session, enum smtp_stage stage)
{
	bool after = false;
	const struct fault_row *fault = find_fault(session, stage, &after);

	set_pace(session, stage);
	if (fault != NULL)
		carry_out(session, fault, stage);
	return fault != NULL;
}

/* Words of a switch: "\n" (two characters) stands between lines. */
static void
say_words(struct smtp_session *session, const char *words)
{
	for (; *words != '\0'; words++) {
		if (words[0] == '\\' && words[1] == 'n') {
			text_adds(&session->out, "\r\n");
			words++;
		} else {
			text_addc(&session->out, *words);
		}
	}
	text_adds(&session->out, "\r\n");
}

/* Takes back what was said since then. */
static void
unsay(struct smtp_session *session, size_t len)
{
	struct text said;

	text_init(&said, session->out.max);
	text_add(&said, session->out.at, len);
	text_clear(&session->out);
	session->out = said;
}

/* The reply that a switch puts in place of ours; "" for none. */
static void
find_words(struct smtp_session *session, enum smtp_stage stage,
    char out[static SMTP_SETTING_SIZE])
{
	char name[48];

	snprintf(name, sizeof(name), "reply.%s", stage_names[stage]);
	if (!smtp_setting(session, name, out, SMTP_SETTING_SIZE) ||
	    !use_up(session, name))
		out[0] = '\0';
}

void
smtp_stage_run(struct smtp_session *session, enum smtp_stage stage,
    void (*step)(struct smtp_session *, const char *), const char *argument)
{
	size_t before = session->out.len;
	bool after = false;
	const struct fault_row *fault = find_fault(session, stage, &after);
	char words[SMTP_SETTING_SIZE];

	set_pace(session, stage);
	if (fault != NULL && !after) {
		carry_out(session, fault, stage);
		return;
	}
	find_words(session, stage, words);
	if (words[0] == '\0' || words[0] == '2' || words[0] == '3')
		step(session, argument);
	if (words[0] != '\0') {
		unsay(session, before);
		say_words(session, words);
		smtp_event(session, "reply", stage_names[stage], words);
	}
	if (strncmp(words, "421", 3) == 0)
		session->then = THEN_CLOSE;
	if (fault != NULL) {
		unsay(session, before);
		carry_out(session, fault, stage);
	}
}
