/* SPDX-License-Identifier: ISC */
/* What arrives between 354 and the final dot (RFC 5321 4.5.2): takes the dots
 * out, finds the end, and counts what a careful client never sends. */
#ifndef TENANT_SMTP_BODY_H
#define TENANT_SMTP_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum { SMTP_LINE_MAX = 998 }; /* RFC 5322 2.1.1, without CRLF */

enum smtp_flaw {
	FLAW_BARE_CR,
	FLAW_BARE_LF,
	FLAW_LONG_LINE,
	FLAW_NUL,
	FLAW_8BIT, /* a byte above 127; a flaw only without BODY=8BITMIME */
	FLAWS
};

struct smtp_body {
	struct text bytes; /* as sent, without stuffed dots */
	size_t total;	   /* bytes on the wire, kept or not */
	unsigned flaw[FLAWS];
	bool done; /* the final dot has been read */

	/* Where we are; private. */
	int place;
	size_t line;
};

/* Ready for a message of which at most max bytes are kept. */
void smtp_body_init(struct smtp_body *body, size_t max);
void smtp_body_clear(struct smtp_body *body);

/* Takes bytes up to the final dot and returns how many were taken: all of them
 * unless done became true. */
size_t smtp_body_feed(struct smtp_body *body, const char *bytes, size_t len);

/* The same for a chunk of BDAT (RFC 3030): no dots, no end of its own. */
void smtp_body_chunk(struct smtp_body *body, const char *bytes, size_t len);

/* "bare CR", "bare LF", "line over 998 bytes", ... */
const char *smtp_flaw_words(enum smtp_flaw flaw);

#endif
