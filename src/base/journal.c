/* SPDX-License-Identifier: ISC */
/* Lines about the work, for standard error and syslog, cleaned and blotted. */
#include <config.h>

#include "base/journal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "base/clean.h"

static bool to_stderr;
static bool to_syslog;

static const struct {
	const char *word;
	int priority;
} levels[] = {
	[JOURNAL_DEBUG] = { "debug", LOG_DEBUG },
	[JOURNAL_INFO] = { "info", LOG_INFO },
	[JOURNAL_WARN] = { "warning", LOG_WARNING },
	[JOURNAL_ERROR] = { "error", LOG_ERR },
};

/* What comes right before a secret in protocols that we speak. */
static const char *const before_secret[] = { "Bearer ", "refresh_token=",
	"client_secret=", "access_token=", "code=", "code_verifier=",
	"device_code=", "client_assertion=", "XOAUTH2 ", "password=" };

void
journal_open(bool debug, bool syslog_too)
{
	to_stderr = debug;
	to_syslog = syslog_too;
	if (syslog_too)
		openlog("postfrank", LOG_PID, LOG_MAIL);
}

bool
journal_is_debug(void)
{
	return to_stderr;
}

/* The second line of defence: callers do not hand secrets over. */
static void
blot(char *line)
{
	size_t i;
	char *at;

	for (i = 0; i < sizeof(before_secret) / sizeof(before_secret[0]); i++) {
		at = line;
		for (;;) {
			at = strstr(at, before_secret[i]);
			if (at == NULL)
				break;
			at += strlen(before_secret[i]);
			while (*at != '\0' && strchr(" &\"',;", *at) == NULL)
				*at++ = '*';
		}
	}
}

void
journal_write(enum journal_level level, const char *format, ...)
{
	char raw[2048], line[CLEAN_SIZE];
	va_list args;

	if (!to_stderr && (!to_syslog || level == JOURNAL_DEBUG))
		return;
	va_start(args, format);
	if (vsnprintf(raw, sizeof(raw), format, args) < 0)
		raw[0] = '\0';
	va_end(args);
	clean_string(line, sizeof(line), raw);
	blot(line);
	if (to_stderr)
		fprintf(stderr, "postfrank: %s: %s\n", levels[level].word,
		    line);
	if (to_syslog && level != JOURNAL_DEBUG)
		syslog(levels[level].priority, "%s", line);
}
