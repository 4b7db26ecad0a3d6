/* SPDX-License-Identifier: ISC */
/* The body of a message on the wire; see the header. */
#include <config.h>

#include "tests/tenant/smtp_body.h"

enum place {
	PLACE_START,  /* behind CRLF, or at the very beginning */
	PLACE_DOT,    /* behind a dot that began a line */
	PLACE_DOT_CR, /* behind such a dot and a CR */
	PLACE_LINE,   /* within a line */
	PLACE_CR      /* behind a CR within a line */
};

static const char *const words[FLAWS] = {
	[FLAW_BARE_CR] = "bare CR",
	[FLAW_BARE_LF] = "bare LF",
	[FLAW_LONG_LINE] = "line over 998 bytes",
	[FLAW_NUL] = "NUL byte",
	[FLAW_8BIT] = "8-bit byte",
};

const char *
smtp_flaw_words(enum smtp_flaw flaw)
{
	return words[flaw];
}

void
smtp_body_init(struct smtp_body *body, size_t max)
{
	*body = (struct smtp_body){ .place = PLACE_START };
	text_init(&body->bytes, max);
}

void
smtp_body_clear(struct smtp_body *body)
{
	text_clear(&body->bytes);
}

/* Keeps a run of bytes of a line and counts its length. */
static void
keep_run(struct smtp_body *body, const char *bytes, size_t len)
{
	bool was_long = body->line > SMTP_LINE_MAX;

	text_add(&body->bytes, bytes, len);
	body->line += len;
	if (!was_long && body->line > SMTP_LINE_MAX)
		body->flaw[FLAW_LONG_LINE]++;
}

static void
end_line(struct smtp_body *body)
{
	text_add(&body->bytes, "\r\n", 2);
	body->line = 0;
	body->place = PLACE_START;
}

/* How many bytes from here are ordinary ones of a line. */
static size_t
plain_run(struct smtp_body *body, const char *bytes, size_t len)
{
	size_t n = 0;

	while (n < len && bytes[n] != '\r' && bytes[n] != '\n') {
		if (bytes[n] == '\0')
			body->flaw[FLAW_NUL]++;
		else if ((unsigned char)bytes[n] > 127)
			body->flaw[FLAW_8BIT]++;
		n++;
	}
	return n;
}

/* A CR was held back and something other than LF follows. */
static void
release_cr(struct smtp_body *body)
{
	body->flaw[FLAW_BARE_CR]++;
	keep_run(body, "\r", 1);
	body->place = PLACE_LINE;
}

/* Within a line: takes a run, or one CR or LF. */
static size_t
take_in_line(struct smtp_body *body, const char *bytes, size_t len)
{
	size_t run = plain_run(body, bytes, len);

	body->place = PLACE_LINE;
	if (run > 0) {
		keep_run(body, bytes, run);
		return run;
	}
	if (bytes[0] == '\r') {
		body->place = PLACE_CR;
		return 1;
	}
	/* A lone LF ends no line, so that nothing can be smuggled behind it. */
	body->flaw[FLAW_BARE_LF]++;
	keep_run(body, "\n", 1);
	return 1;
}

/* One step; returns how many bytes it took, which may be none. */
static size_t
take_step(struct smtp_body *body, const char *bytes, size_t len)
{
	switch ((enum place)body->place) {
	case PLACE_START:
		if (bytes[0] != '.')
			return take_in_line(body, bytes, len);
		body->place = PLACE_DOT;
		return 1;
	case PLACE_DOT:
		if (bytes[0] != '\r')
			return take_in_line(body, bytes, len);
		body->place = PLACE_DOT_CR;
		return 1;
	case PLACE_DOT_CR:
		if (bytes[0] == '\n') {
			body->done = true;
			return 1;
		}
		release_cr(body);
		return 0;
	case PLACE_CR:
		if (bytes[0] == '\n') {
			end_line(body);
			return 1;
		}
		release_cr(body);
		return 0;
	case PLACE_LINE:
		break;
	}
	return take_in_line(body, bytes, len);
}

size_t
smtp_body_feed(struct smtp_body *body, const char *bytes, size_t len)
{
	size_t taken = 0;

	while (taken < len && !body->done)
		taken += take_step(body, bytes + taken, len - taken);
	body->total += taken;
	return taken;
}

void
smtp_body_chunk(struct smtp_body *body, const char *bytes, size_t len)
{
	text_add(&body->bytes, bytes, len);
	body->total += len;
}
