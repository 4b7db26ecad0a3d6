/* SPDX-License-Identifier: ISC */
/* Filling in what went wrong; printing it is the business of the faces. */
#include <config.h>

#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clean.h"

static const int exit_codes[FAULT_KINDS] = {
	[FAULT_NONE] = EX_OK,
	[FAULT_USAGE] = EX_USAGE,
	[FAULT_DATA] = EX_DATAERR,
	[FAULT_INPUT] = EX_NOINPUT,
	[FAULT_REFUSED] = EX_UNAVAILABLE,
	[FAULT_BUG] = EX_SOFTWARE,
	[FAULT_OS] = EX_OSERR,
	[FAULT_CREATE] = EX_CANTCREAT,
	[FAULT_IO] = EX_IOERR,
	[FAULT_LATER] = EX_TEMPFAIL,
	[FAULT_SIGNIN] = EX_NOPERM,
	[FAULT_SETTINGS] = EX_CONFIG,
};

static const char *const words_of_turn[] = {
	[TURN_YOU] = "Next: ",
	[TURN_ADMIN] = "Your administrator: ",
	[TURN_WAIT] = "Later: ",
	[TURN_US] = "A bug of postfrank: ",
};

void
fault_clear(struct fault *why)
{
	if (why != NULL)
		memset(why, 0, sizeof(*why));
}

static enum turn
usual_turn(enum fault_kind kind)
{
	if (kind == FAULT_LATER)
		return TURN_WAIT;
	return kind == FAULT_BUG ? TURN_US : TURN_YOU;
}

/* Text that is too long is cut: a sentence with its end missing still tells
 * more than none. */
__attribute__((format(printf, 3, 0)))
static void
fill(char *out, size_t size, const char *format, va_list args)
{
	char raw[2048];

	if (vsnprintf(raw, sizeof(raw), format, args) < 0)
		raw[0] = '\0';
	clean_text(out, size, raw, strlen(raw));
}

bool
fault_set(struct fault *why, enum fault_kind kind, const char *format, ...)
{
	char words[sizeof(why->what)];
	va_list args;

	if (why == NULL)
		return false;
	/* The arguments may stand in the very fault that is replaced. */
	va_start(args, format);
	fill(words, sizeof(words), format, args);
	va_end(args);
	fault_clear(why);
	memcpy(why->what, words, sizeof(words));
	why->kind = kind;
	why->turn = usual_turn(kind);
	return false;
}

bool
fault_next(struct fault *why, const char *format, ...)
{
	va_list args;

	if (why == NULL)
		return false;
	va_start(args, format);
	fill(why->next, sizeof(why->next), format, args);
	va_end(args);
	return false;
}

bool
fault_server(struct fault *why, const char *words, size_t len)
{
	if (why != NULL)
		clean_text(why->server, sizeof(why->server), words, len);
	return false;
}

bool
fault_code(struct fault *why, const char *format, ...)
{
	va_list args;

	if (why == NULL)
		return false;
	va_start(args, format);
	fill(why->code, sizeof(why->code), format, args);
	va_end(args);
	return false;
}

int
fault_exit(enum fault_kind kind)
{
	return kind < FAULT_KINDS ? exit_codes[kind] : EX_SOFTWARE;
}

static int
rank(enum fault_kind kind)
{
	switch (kind) {
	case FAULT_NONE:
		return 0;
	case FAULT_SIGNIN:
		return 2;
	case FAULT_SETTINGS:
		return 3;
	default:
		return 1;
	}
}

enum fault_kind
fault_worse(enum fault_kind a, enum fault_kind b)
{
	return rank(b) > rank(a) ? b : a;
}

const char *
turn_words(enum turn turn)
{
	return words_of_turn[turn];
}
