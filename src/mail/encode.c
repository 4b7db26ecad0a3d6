/* SPDX-License-Identifier: ISC */
/* Transfer encodings. base64 works on three bytes and a table of pairs at a
 * time: attachments are most of what a large mail costs. */
#include <config.h>

#include "mail/encode.h"

#include <string.h>

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint64_t
base64_size(uint64_t len)
{
	uint64_t chars = (len + 2) / 3 * 4;

	return chars + (chars + 75) / 76 * 2;
}

/* The two characters for each of 4096 values of 12 bits. */
static const char *
pairs(void)
{
	static char table[4096 * 2];
	size_t i;

	if (table[0] == '\0')
		for (i = 4096; i-- > 0;) {
			table[2 * i + 1] = alphabet[i & 63];
			table[2 * i] = alphabet[i >> 6];
		}
	return table;
}

static char *
encode_run(const char *table, const unsigned char *from, size_t triples,
    char *out)
{
	for (; triples > 0; triples--, from += 3, out += 4) {
		uint32_t bits = (uint32_t)from[0] << 16 |
		    (uint32_t)from[1] << 8 | from[2];

		memcpy(out, table + 2 * (bits >> 12), 2);
		memcpy(out + 2, table + 2 * (bits & 0xfff), 2);
	}
	return out;
}

/* The last one or two bytes, padded. */
static char *
encode_rest(const unsigned char *from, size_t len, char *out)
{
	uint32_t bits = (uint32_t)from[0] << 16;

	if (len > 1)
		bits |= (uint32_t)from[1] << 8;
	*out++ = alphabet[bits >> 18];
	*out++ = alphabet[bits >> 12 & 63];
	*out++ = len > 1 ? alphabet[bits >> 6 & 63] : '=';
	*out++ = '=';
	return out;
}

size_t
base64_lines(const unsigned char *from, size_t len, char *out)
{
	const char *table = pairs();
	char *start = out;

	while (len > 0) {
		size_t n = len < BASE64_LINE_IN ? len : BASE64_LINE_IN;

		out = encode_run(table, from, n / 3, out);
		if (n % 3 != 0)
			out = encode_rest(from + n - n % 3, n % 3, out);
		*out++ = '\r';
		*out++ = '\n';
		from += n;
		len -= n;
	}
	return (size_t)(out - start);
}

/* Puts an encoded piece of n columns, breaking the line softly before it when
 * it and the sign of a soft break would not both fit. */
static size_t
put(struct quoter *state, const char *piece, size_t n, char *out)
{
	size_t used = 0;

	if (state->column + n > QP_LINE - 1) {
		memcpy(out, "=\r\n", 3);
		used = 3;
		state->column = 0;
	}
	memcpy(out + used, piece, n);
	state->column += n;
	return used + n;
}

static size_t
put_hex(struct quoter *state, char c, char *out)
{
	static const char hex[] = "0123456789ABCDEF";
	char piece[3] = { '=', hex[(unsigned char)c >> 4],
		hex[(unsigned char)c & 15] };

	return put(state, piece, 3, out);
}

/* Writes the held blank; before a line end it must be encoded. */
static size_t
release(struct quoter *state, bool line_ends, char *out)
{
	char c = state->held;

	state->held = 0;
	if (c == 0)
		return 0;
	return line_ends ? put_hex(state, c, out) : put(state, &c, 1, out);
}

size_t
quote(struct quoter *state, const char *from, size_t len, char *out)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		char c = from[i];
		bool plain = c > ' ' && c < 0x7f && c != '=';

		if (c == '\n') {
			n += release(state, true, out + n);
			out[n++] = '\r';
			out[n++] = '\n';
			state->column = 0;
			continue;
		}
		if (c == '\r')
			continue; /* normalised: its LF follows */
		n += release(state, false, out + n);
		if (c == ' ' || c == '\t') {
			state->held = c;
		} else if (!plain || (state->column == 0 && c == '.')) {
			/* A dot alone is safe by stuffing; encoded it also
			 * survives hops that forget. */
			n += put_hex(state, c, out + n);
		} else {
			n += put(state, &c, 1, out + n);
		}
	}
	return n;
}

size_t
quote_end(struct quoter *state, char *out)
{
	return release(state, true, out);
}
