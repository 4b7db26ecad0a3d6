/* SPDX-License-Identifier: ISC */
/* The judges that the fuzz targets share. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

_Noreturn void
fuzz_fail(const char *file, int line, const char *words)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, words);
	fflush(NULL);
	abort();
}

/* Reads one code point by the table of RFC 3629 4; 0 when there is none. */
static size_t
read_point(const unsigned char *at, uint32_t *point)
{
	size_t n = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
	unsigned char low = 0x80, high = 0xbf;
	size_t i;

	*point = at[0];
	if (n == 1)
		return 1;
	if (at[0] < 0xc2 || at[0] > 0xf4)
		return 0;
	*point &= 0x7fu >> n;
	if (at[0] == 0xe0)
		low = 0xa0;
	else if (at[0] == 0xf0)
		low = 0x90;
	if (at[0] == 0xed)
		high = 0x9f;
	else if (at[0] == 0xf4)
		high = 0x8f;
	for (i = 1; i < n; i++) {
		if (at[i] < low || at[i] > high)
			return 0;
		low = 0x80;
		high = 0xbf;
		*point = *point << 6 | (at[i] & 0x3fu);
	}
	return n;
}

static bool
is_harmless(uint32_t point)
{
	return point >= 0x20 && (point < 0x7f || point >= 0xa0) &&
	    point != 0x061c && (point < 0x200b || point > 0x200f) &&
	    (point < 0x2028 || point > 0x202e) &&
	    (point < 0x2066 || point > 0x2069) && point != 0xfeff;
}

bool
fuzz_is_clean(const char *text, size_t max)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t columns = 0;
	uint32_t point;

	while (*at != '\0') {
		size_t n = read_point(at, &point);

		if (n == 0 || !is_harmless(point))
			return false;
		at += n;
		columns++;
	}
	return columns <= max;
}

void
fuzz_check_fault(const struct fault *why)
{
	FUZZ_CHECK(why->kind < FAULT_KINDS);
	FUZZ_CHECK(why->kind == FAULT_NONE || why->what[0] != '\0');
	FUZZ_CHECK(fuzz_is_clean(why->what, sizeof(why->what)));
	FUZZ_CHECK(fuzz_is_clean(why->next, sizeof(why->next)));
	FUZZ_CHECK(fuzz_is_clean(why->server, 512));
	FUZZ_CHECK(fuzz_is_clean(why->code, sizeof(why->code)));
	FUZZ_CHECK(fuzz_is_clean(why->step, sizeof(why->step)));
}

void
fuzz_check_absent(const struct fault *why, const char *words)
{
	FUZZ_CHECK(strstr(why->what, words) == NULL);
	FUZZ_CHECK(strstr(why->next, words) == NULL);
	FUZZ_CHECK(strstr(why->server, words) == NULL);
	FUZZ_CHECK(strstr(why->code, words) == NULL);
}

void
fuzz_check_token(const struct secret *token)
{
	const char *bytes = secret_open(token);
	size_t i;

	FUZZ_CHECK(token->len > 0 && token->len <= SECRET_MAX);
	for (i = 0; i < token->len; i++)
		FUZZ_CHECK(bytes[i] >= 0x20 && bytes[i] <= 0x7e);
	secret_close(token);
}

char *
fuzz_copy(const uint8_t *data, size_t size, bool ended)
{
	char *copy = must_alloc(1, size + (ended ? 1 : 0) + (size == 0));

	if (size > 0)
		memcpy(copy, data, size);
	if (ended)
		copy[size] = '\0';
	return copy;
}
