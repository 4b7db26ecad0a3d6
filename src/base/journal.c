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

/* What comes right before a secret in protocols that we speak, in any case. */
static const char *const before_secret[] = { "Bearer ", "Basic ", "XOAUTH2 ",
	"token=", "secret=", "code=", "verifier=", "assertion=", "password=",
	"token\":", "secret\":", "code\":", "verifier\":", "assertion\":",
	"password\":" };

enum { LONG_RUN = 80 }; /* no name or number of ours is as long */

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

static bool
is_token_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~+=", c));
}

/* Blots from at to the end of the word, behind a quote that JSON puts before
 * it. */
static char *
blot_word(char *at)
{
	while (*at != '\0' && strchr(" \"", *at) != NULL)
		at++;
	while (*at != '\0' && strchr(" &\"',;{}", *at) == NULL)
		*at++ = '*';
	return at;
}

/* Blots runs that look like a token (a JWT, or just long) or like a client
 * secret of Microsoft's (three characters, a digit, "Q~"). */
static void
blot_shapes(char *line)
{
	size_t len;

	for (; *line != '\0'; line += len > 0 ? len : 1) {
		len = 0;
		while (is_token_letter(line[len]))
			len++;
		if (len >= LONG_RUN ||
		    (len >= 20 && (strncmp(line, "eyJ", 3) == 0 ||
			memmem(line, len, "Q~", 2) != NULL)))
			memset(line, '*', len);
	}
}

/* The second line of defence: callers do not hand secrets over. */
static void
blot(char *line)
{
	size_t i;
	char *at;

	for (i = 0; i < sizeof(before_secret) / sizeof(before_secret[0]); i++) {
		at = strcasestr(line, before_secret[i]);
		while (at != NULL)
			at = strcasestr(
			    blot_word(at + strlen(before_secret[i])),
			    before_secret[i]);
	}
	blot_shapes(line);
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
	explicit_bzero(raw, sizeof(raw));
	blot(line);
	if (to_stderr)
		fprintf(stderr, "postfrank: %s: %s\n", levels[level].word,
		    line);
	if (to_syslog && level != JOURNAL_DEBUG)
		syslog(levels[level].priority, "%s", line);
}
