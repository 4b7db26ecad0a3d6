/* SPDX-License-Identifier: ISC */
/* Makes text from outside harmless to terminals, logs and people. */
#include <config.h>

#include "base/clean.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

/* Code points that print nothing, reorder or join what stands around them, or
 * are no characters: first and last of each run. */
static const struct {
	uint32_t first;
	uint32_t last;
} hidden[] = {
	{ 0x00ad, 0x00ad }, { 0x0300, 0x036f }, { 0x0483, 0x0489 },
	{ 0x0600, 0x0605 }, { 0x061c, 0x061c }, { 0x06dd, 0x06dd },
	{ 0x070f, 0x070f }, { 0x0890, 0x0891 }, { 0x08e2, 0x08e2 },
	{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x200b, 0x200f },
	{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x20d0, 0x20ff },
	{ 0x3164, 0x3164 }, { 0xd800, 0xdfff }, { 0xe000, 0xf8ff },
	{ 0xfdd0, 0xfdef }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb },
	{ 0x110bd, 0x110bd }, { 0x110cd, 0x110cd }, { 0x13430, 0x1345f },
	{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0x10ffff },
};

static bool
is_hidden(uint32_t point)
{
	size_t i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (point >= hidden[i].first && point <= hidden[i].last)
			return true;
	return (point & 0xfffe) == 0xfffe;
}

/* The length of the valid UTF-8 sequence at from, 0 when it is none. */
static size_t
decode(const unsigned char *from, size_t len, uint32_t *point)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n, i;

	if (from[0] < 0x80) {
		*point = from[0];
		return 1;
	}
	n = from[0] >= 0xf0 ? 4 : from[0] >= 0xe0 ? 3 : 2;
	if (from[0] < 0xc2 || from[0] > 0xf4 || n > len)
		return 0;
	*point = from[0] & (0xffu >> (n + 1));
	for (i = 1; i < n; i++) {
		if ((from[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | (from[i] & 0x3fu);
	}
	return *point < smallest[n] || *point > 0x10ffff ? 0 : n;
}

/* One piece of output, at most 5 bytes, and its columns at the most. */
struct piece {
	char bytes[8];
	size_t len;
	size_t columns;
};

static size_t
next_piece(const unsigned char *from, size_t len, struct piece *piece)
{
	uint32_t point = 0;
	size_t n = decode(from, len, &point);

	/* U+FFFD counts as one here too: what was cleaned is not cut anew. */
	piece->columns = point >= 0x1100 && point != 0xfffd ? 2 : 1;
	if (n == 0 || is_hidden(point)) {
		memcpy(piece->bytes, replacement, 3);
		piece->len = 3;
		piece->columns = 1;
	} else if (point < 0x20 || (point >= 0x7f && point < 0xa0)) {
		piece->len = piece->columns = (size_t)snprintf(piece->bytes,
		    sizeof(piece->bytes), "\\x%02x", (unsigned)point);
	} else {
		memcpy(piece->bytes, from, n);
		piece->len = n;
	}
	return n == 0 ? 1 : n;
}

static bool
is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What has been written, and the last place where "..." would still fit. */
struct out {
	char *at;
	size_t size;
	size_t len;
	size_t columns;
	size_t cut;
};

static bool
put(struct out *out, const struct piece *piece)
{
	if (out->len + piece->len >= out->size ||
	    out->columns + piece->columns > CLEAN_COLUMNS)
		return false;
	memcpy(out->at + out->len, piece->bytes, piece->len);
	out->len += piece->len;
	out->columns += piece->columns;
	if (piece->bytes[0] != ' ' && out->len + 3 < out->size &&
	    out->columns + 3 <= CLEAN_COLUMNS)
		out->cut = out->len;
	return true;
}

static bool
put_all(struct out *out, const unsigned char *from, size_t len)
{
	static const struct piece blank = { " ", 1, 1 };
	struct piece piece;
	bool gap = false;
	size_t i = 0;

	while (i < len) {
		if (is_blank(from[i])) {
			gap = out->len > 0;
			i++;
			continue;
		}
		i += next_piece(from + i, len - i, &piece);
		if (gap && !put(out, &blank))
			return false;
		gap = false;
		if (!put(out, &piece))
			return false;
	}
	return true;
}

const char *
clean_text(char *out, size_t size, const char *from, size_t len)
{
	struct out to = { .at = out, .size = size };

	if (!put_all(&to, (const unsigned char *)from, len)) {
		to.len = to.cut;
		if (to.len + 3 < size) {
			memcpy(out + to.len, "...", 3);
			to.len += 3;
		}
	}
	out[to.len] = '\0';
	return out;
}

const char *
clean_string(char *out, size_t size, const char *from)
{
	return clean_text(out, size, from, strlen(from));
}

/* Marks that set a direction, embed, override or isolate one (UAX 9, 2). */
static bool
is_turning(uint32_t point)
{
	return point == 0x061c || point == 0x200e || point == 0x200f ||
	    (point >= 0x2028 && point <= 0x202e) ||
	    (point >= 0x2066 && point <= 0x2069);
}

bool
clean_has_control(const char *from, size_t len)
{
	const unsigned char *at = (const unsigned char *)from;
	uint32_t point;
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = decode(at + i, len - i, &point);
		if (n == 0)
			n = 1; /* broken, which is for others to judge */
		else if (point < 0x20 || (point >= 0x7f && point < 0xa0) ||
		    is_turning(point))
			return true;
	}
	return false;
}
