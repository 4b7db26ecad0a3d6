/* SPDX-License-Identifier: ISC */
/* A strict recogniser of JSON (RFC 8259) with limits; it keeps no values. */
#include <config.h>

#include "base/json_scan.h"

#include <stdint.h>
#include <string.h>

#include "base/json.h"

struct scan {
	const unsigned char *at;
	const unsigned char *start;
	const unsigned char *end;
	const char *trouble; /* NULL while all is well */
	unsigned depth;
};

static bool
trouble(struct scan *scan, const char *words)
{
	if (scan->trouble == NULL)
		scan->trouble = words;
	return false;
}

static int
peek(const struct scan *scan)
{
	return scan->at < scan->end ? *scan->at : -1;
}

static void
skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end && *scan->at != '\0' &&
	    strchr(" \t\r\n", *scan->at) != NULL)
		scan->at++;
}

static int
hex(struct scan *scan)
{
	static const char alphabet[] = "0123456789abcdefABCDEF";
	int value = 0, i;
	const char *found;

	for (i = 0; i < 4; i++) {
		int c = peek(scan);

		found = c > 0 ? strchr(alphabet, c) : NULL;
		if (found == NULL)
			return -1;
		value = value * 16 +
		    (int)(found - alphabet > 15 ? found - alphabet - 6
						: found - alphabet);
		scan->at++;
	}
	return value;
}

/* Behind \u: four digits, or a surrogate pair; never U+0000. */
static bool
scan_unicode_escape(struct scan *scan)
{
	int point = hex(scan);

	if (point < 0)
		return trouble(scan, "\\u wants four hexadecimal digits");
	if (point == 0)
		return trouble(scan, "\\u0000 is not taken");
	if (point >= 0xdc00 && point <= 0xdfff)
		return trouble(scan, "half a surrogate pair");
	if (point < 0xd800 || point > 0xdbff)
		return true;
	if (scan->end - scan->at < 2 || scan->at[0] != '\\' ||
	    scan->at[1] != 'u')
		return trouble(scan, "half a surrogate pair");
	scan->at += 2;
	point = hex(scan);
	if (point < 0xdc00 || point > 0xdfff)
		return trouble(scan, "half a surrogate pair");
	return true;
}

/* One character beyond ASCII, in its shortest form and no surrogate. */
static bool
scan_utf8(struct scan *scan)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = *scan->at;
	size_t n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2, i;
	uint32_t point = first & (0xffu >> (n + 1));

	if (first < 0xc2 || first > 0xf4 || n > (size_t)(scan->end - scan->at))
		return trouble(scan, "a byte that is not UTF-8");
	for (i = 1; i < n; i++) {
		if ((scan->at[i] & 0xc0) != 0x80)
			return trouble(scan, "a byte that is not UTF-8");
		point = point << 6 | (scan->at[i] & 0x3fu);
	}
	if (point < smallest[n] || point > 0x10ffff ||
	    (point >= 0xd800 && point <= 0xdfff))
		return trouble(scan, "a byte that is not UTF-8");
	scan->at += n;
	return true;
}

static bool
scan_escape(struct scan *scan)
{
	int c = peek(scan);

	if (c <= 0 || strchr("\"\\/bfnrtu", c) == NULL)
		return trouble(scan, "a backslash before no known letter");
	scan->at++;
	return c != 'u' || scan_unicode_escape(scan);
}

static bool
scan_string(struct scan *scan)
{
	int c;

	scan->at++;
	for (;;) {
		c = peek(scan);
		if (c < 0)
			return trouble(scan, "a string without its end");
		if (c < 0x20)
			return trouble(scan,
			    "a control character in a string");
		if (c >= 0x80) {
			if (!scan_utf8(scan))
				return false;
			continue;
		}
		scan->at++;
		if (c == '"')
			return true;
		if (c == '\\' && !scan_escape(scan))
			return false;
	}
}

static bool
scan_digits(struct scan *scan)
{
	const unsigned char *from = scan->at;

	while (peek(scan) >= '0' && peek(scan) <= '9')
		scan->at++;
	return scan->at > from || trouble(scan, "a number without digits");
}

static bool
scan_number_parts(struct scan *scan)
{
	if (peek(scan) == '-')
		scan->at++;
	if (peek(scan) == '0')
		scan->at++;
	else if (!scan_digits(scan))
		return false;
	if (peek(scan) == '.') {
		scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	if (peek(scan) != 'e' && peek(scan) != 'E')
		return true;
	scan->at++;
	if (peek(scan) == '+' || peek(scan) == '-')
		scan->at++;
	return scan_digits(scan);
}

/* cJSON copies a number into 64 bytes and would go on behind them with what is
 * left of it. */
static bool
scan_number(struct scan *scan)
{
	const unsigned char *from = scan->at;

	if (!scan_number_parts(scan))
		return false;
	if (scan->at - from < 64)
		return true;
	scan->at = from;
	return trouble(scan, "a number of more than 63 characters");
}

static bool
scan_word(struct scan *scan)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t i, len;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		len = strlen(words[i]);
		if ((size_t)(scan->end - scan->at) >= len &&
		    memcmp(scan->at, words[i], len) == 0) {
			scan->at += len;
			return true;
		}
	}
	return trouble(scan, "no value begins like this");
}

static bool scan_value(struct scan *scan);

static bool
scan_key(struct scan *scan)
{
	if (peek(scan) != '"')
		return trouble(scan, "a key in double quotes is missing");
	if (!scan_string(scan))
		return false;
	skip_blanks(scan);
	if (peek(scan) != ':')
		return trouble(scan, "a colon is missing behind the key");
	scan->at++;
	skip_blanks(scan);
	return true;
}

/* Recursion is bounded by JSON_DEPTH. */
static bool
scan_container(struct scan *scan, char end) /* NOLINT(misc-no-recursion) */
{
	if (++scan->depth > JSON_DEPTH)
		return trouble(scan, "too many levels of nesting");
	scan->at++;
	skip_blanks(scan);
	if (peek(scan) == end) {
		scan->at++;
		scan->depth--;
		return true;
	}
	for (;;) {
		if (end == '}' && !scan_key(scan))
			return false;
		if (!scan_value(scan))
			return false;
		skip_blanks(scan);
		if (peek(scan) == end)
			break;
		if (peek(scan) != ',')
			return trouble(scan, end == '}'
				? "a comma or } is missing"
				: "a comma or ] is missing");
		scan->at++;
		skip_blanks(scan);
	}
	scan->at++;
	scan->depth--;
	return true;
}

static bool
scan_value(struct scan *scan) /* NOLINT(misc-no-recursion) */
{
	int c = peek(scan);

	if (c == '{')
		return scan_container(scan, '}');
	if (c == '[')
		return scan_container(scan, ']');
	if (c == '"')
		return scan_string(scan);
	if (c == '-' || (c >= '0' && c <= '9'))
		return scan_number(scan);
	if (c < 0)
		return trouble(scan, "it ends too early");
	return scan_word(scan);
}

static bool
tell(const struct scan *scan, struct fault *why)
{
	const unsigned char *at;
	size_t line = 1, column = 1;

	for (at = scan->start; at < scan->at; at++) {
		column++;
		if (*at == '\n') {
			line++;
			column = 1;
		}
	}
	return fault_set(why, FAULT_DATA,
	    "not valid JSON at line %zu, column %zu: %s", line, column,
	    scan->trouble);
}

bool
json_scan(const char *bytes, size_t len, struct fault *why)
{
	struct scan scan = { .at = (const unsigned char *)bytes };

	scan.start = scan.at;
	scan.end = scan.at + len;
	if (len > JSON_MAX)
		return fault_set(why, FAULT_DATA,
		    "JSON of %zu bytes, more than the %d that are taken", len,
		    JSON_MAX);
	skip_blanks(&scan);
	if (!scan_value(&scan))
		return tell(&scan, why);
	skip_blanks(&scan);
	if (scan.at < scan.end) {
		trouble(&scan, "something stands behind the end");
		return tell(&scan, why);
	}
	return true;
}
