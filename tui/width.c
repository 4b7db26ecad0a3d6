/* SPDX-License-Identifier: ISC */
/* Characters and their columns. */
#include <config.h>

#include "tui/width.h"

#include <stdint.h>
#include <string.h>

struct run {
	uint32_t first;
	uint32_t last;
};

/* Marks that stand on the character before them (Unicode 15, categories Mn and
 * Me of the scripts people type here, variation selectors, joiners). */
static const struct run combining[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd },
	{ 0x05bf, 0x05bf }, { 0x05c1, 0x05c2 }, { 0x05c4, 0x05c5 },
	{ 0x0610, 0x061a }, { 0x064b, 0x065f }, { 0x0670, 0x0670 },
	{ 0x06d6, 0x06dc }, { 0x06df, 0x06e4 }, { 0x093c, 0x093c },
	{ 0x0941, 0x0948 }, { 0x094d, 0x094d }, { 0x0e31, 0x0e31 },
	{ 0x0e34, 0x0e3a }, { 0x0e47, 0x0e4e }, { 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff }, { 0x200b, 0x200f }, { 0x2060, 0x2064 },
	{ 0x20d0, 0x20ff }, { 0x302a, 0x302d }, { 0x3099, 0x309a },
	{ 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff },
	{ 0x1f3fb, 0x1f3ff }, { 0xe0100, 0xe01ef },
};

/* East Asian Width W and F, and what is drawn as a wide emoji. */
static const struct run wide[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x23e9, 0x23ec },
	{ 0x25fd, 0x25fe }, { 0x2614, 0x2615 }, { 0x26a1, 0x26a1 },
	{ 0x2705, 0x2705 }, { 0x274c, 0x274c }, { 0x2e80, 0x303e },
	{ 0x3041, 0x33ff }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff },
	{ 0xa000, 0xa4cf }, { 0xa960, 0xa97f }, { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff },
	{ 0x1f900, 0x1f9ff }, { 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd },
};

static bool
is_in(const struct run *runs, size_t count, uint32_t point)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (point >= runs[i].first && point <= runs[i].last)
			return true;
	return false;
}

/* Bytes of one code point, 0 when it is none (RFC 3629). */
static size_t
decode(const char *bytes, size_t len, uint32_t *point)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)bytes[0];
	size_t n, i;

	*point = first;
	if (first < 0x80)
		return 1;
	n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || n > len)
		return 0;
	*point = first & (0xffu >> (n + 1));
	for (i = 1; i < n; i++) {
		if (((unsigned char)bytes[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | ((unsigned char)bytes[i] & 0x3fu);
	}
	if (*point < smallest[n] || *point > 0x10ffff ||
	    (*point >= 0xd800 && *point <= 0xdfff))
		return 0;
	return n;
}

bool
width_is_utf8(const char *bytes, size_t len)
{
	uint32_t point;
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = decode(bytes + i, len - i, &point);
		if (n == 0)
			return false;
	}
	return true;
}

static bool
is_combining(uint32_t point)
{
	return is_in(combining, sizeof(combining) / sizeof(combining[0]),
	    point);
}

size_t
width_next(const char *bytes, size_t len)
{
	uint32_t point;
	size_t n = decode(bytes, len, &point), more;

	if (n == 0)
		return 1;
	while (n < len) {
		more = decode(bytes + n, len - n, &point);
		if (more == 0 || !is_combining(point))
			break;
		n += more;
	}
	return n;
}

size_t
width_before(const char *bytes, size_t len)
{
	size_t at = len - 1;
	uint32_t point;

	/* Back to a byte that begins something, and on while that is a mark. */
	for (;;) {
		while (at > 0 && ((unsigned char)bytes[at] & 0xc0) == 0x80)
			at--;
		if (at == 0 || decode(bytes + at, len - at, &point) == 0 ||
		    !is_combining(point))
			break;
		at--;
	}
	/* A broken byte makes the character shorter than it looked. */
	return at + width_next(bytes + at, len - at) == len ? len - at : 1;
}

size_t
width_columns(const char *bytes, size_t len)
{
	uint32_t point;

	if (decode(bytes, len, &point) == 0)
		return 1;
	return is_in(wide, sizeof(wide) / sizeof(wide[0]), point) ? 2 : 1;
}

bool
width_is_hidden(const char *mark)
{
	return memcmp(mark, "\xe2\x80", 2) == 0 ||
	    memcmp(mark, "\xe2\x81", 2) == 0 ||
	    memcmp(mark, "\xef\xbb", 2) == 0;
}
