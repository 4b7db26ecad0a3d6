/* SPDX-License-Identifier: ISC */
/* Line ends, NUL and dots of bodies; whole runs of ordinary bytes are copied at
 * once, because bodies can be large. */
#include <config.h>

#include "mail/normalise.h"

#include <string.h>

static size_t
end_line(struct normaliser *state, char *out)
{
	if (state->line > state->longest)
		state->longest = state->line;
	state->line = 0;
	out[0] = '\r';
	out[1] = '\n';
	return 2;
}

size_t
normalise(struct normaliser *state, const char *from, size_t len, char *out)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		char c = from[i];
		bool after_cr = state->after_cr;

		state->after_cr = false;
		if (c == '\r') {
			state->after_cr = true;
			n += end_line(state, out + n);
		} else if (c == '\n') {
			if (!after_cr)
				n += end_line(state, out + n);
		} else if (c != '\0') {
			/* A NUL goes, but does not glue the CR before it to an
			 * LF behind it. */
			state->line++;
			state->high += (unsigned char)c >> 7;
			out[n++] = c;
		}
	}
	state->out += n;
	return n;
}

size_t
normalise_end(struct normaliser *state, char *out)
{
	size_t n = 0;

	if (state->line > 0)
		n = end_line(state, out);
	state->after_cr = false;
	state->out += n;
	return n;
}

/* The bounds of the second byte differ after four of the first ones. */
static void
utf8_begin(struct utf8 *state, unsigned char c)
{
	state->low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
	state->high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	state->need = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	if (c < 0xc2 || c > 0xf4)
		state->bad = true;
}

void
utf8_feed(struct utf8 *state, const char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len && !state->bad; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (state->need > 0) {
			state->bad = c < state->low || c > state->high;
			state->low = 0x80;
			state->high = 0xbf;
			state->need--;
		} else if (c > 127) {
			utf8_begin(state, c);
		}
	}
}

bool
stuff_is_needless(struct stuffer *state, const char *from, size_t len)
{
	const char *p = from;
	const char *end = from + len;

	if (len == 0)
		return true;
	if (state->line_start && *from == '.')
		return false;
	for (;;) {
		p = memchr(p, '.', (size_t)(end - p));
		if (p == NULL)
			break;
		if (p > from && p[-1] == '\n')
			return false;
		p++;
	}
	state->line_start = end[-1] == '\n';
	return true;
}

size_t
stuff_dots(struct stuffer *state, const char *from, size_t len, char *out)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (from[i] == '.' && state->line_start)
			out[n++] = '.';
		out[n++] = from[i];
		state->line_start = from[i] == '\n';
	}
	return n;
}
