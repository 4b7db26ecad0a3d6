/* SPDX-License-Identifier: ISC */
/* Takes off what copying from web pages, mails and terminals brings along. */
#include <config.h>

#include "setup/validate.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Characters that print nothing, anywhere in a line. */
static const char *const zero_width[] = {
	"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
	"\xe2\x80\x8f", "\xe2\x81\xa0", "\xef\xbb\xbf", "\xc2\xad",
};

/* Blanks and quotes that are longer than one byte, at the ends. */
static const char *const wide_edges[] = {
	"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x9c", "\xe2\x80\x9d",
	"\xe2\x80\x9e", "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9a",
	"\xc2\xab", "\xc2\xbb",
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static size_t
match(const char *const *table, size_t count, const char *at, size_t len)
{
	size_t i, n;

	for (i = 0; i < count; i++) {
		n = strlen(table[i]);
		if (n <= len && memcmp(table[i], at, n) == 0)
			return n;
	}
	return 0;
}

static size_t
match_end(const char *const *table, size_t count, const char *at, size_t len)
{
	size_t i, n;

	for (i = 0; i < count; i++) {
		n = strlen(table[i]);
		if (n <= len && memcmp(table[i], at + len - n, n) == 0)
			return n;
	}
	return 0;
}

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_edge(char c)
{
	return is_white(c) || (c != '\0' && strchr("\"'`<>", c) != NULL);
}

static void
drop_zero_width(char *value)
{
	size_t len = strlen(value), from = 0, to = 0, n;

	while (from < len) {
		n = match(zero_width, COUNT(zero_width), value + from,
		    len - from);
		if (n == 0)
			value[to++] = value[from++];
		from += n;
	}
	value[to] = '\0';
}

/* Drops n bytes in front. */
static void
drop_front(char *value, size_t n)
{
	memmove(value, value + n, strlen(value + n) + 1);
}

void
tidy_line(char *value)
{
	size_t len, n;

	drop_zero_width(value);
	for (len = strlen(value); len > 0; len -= n) {
		n = is_edge(value[len - 1])
		    ? 1
		    : match_end(wide_edges, COUNT(wide_edges), value, len);
		if (n == 0)
			break;
	}
	value[len] = '\0';
	for (;;) {
		n = is_edge(value[0])
		    ? 1
		    : match(wide_edges, COUNT(wide_edges), value, len);
		if (n == 0)
			break;
		drop_front(value, n);
		len -= n;
	}
}

static void
lower(char *value)
{
	for (; *value != '\0'; value++)
		if (*value >= 'A' && *value <= 'Z')
			*value = (char)(*value - 'A' + 'a');
}

void
tidy_guid(char *value)
{
	size_t len;

	tidy_line(value);
	len = strlen(value);
	if (len >= 2 && ((value[0] == '{' && value[len - 1] == '}') ||
	    (value[0] == '(' && value[len - 1] == ')'))) {
		value[len - 1] = '\0';
		drop_front(value, 1);
		tidy_line(value);
	}
	lower(value);
}

static void
drop_prefix(char *value, const char *prefix)
{
	if (strncasecmp(value, prefix, strlen(prefix)) == 0)
		drop_front(value, strlen(prefix));
}

void
tidy_host(char *value)
{
	size_t len;

	tidy_line(value);
	drop_prefix(value, "smtp://");
	drop_prefix(value, "smtps://");
	lower(value);
	len = strlen(value);
	while (len > 1 && (value[len - 1] == '.' || value[len - 1] == '/'))
		value[--len] = '\0';
}

void
tidy_address(char *value)
{
	char *at;

	tidy_line(value);
	drop_prefix(value, "mailto:");
	drop_prefix(value, "smtp:");
	at = strrchr(value, '@');
	if (at != NULL)
		lower(at);
}

void
tidy_words(char *value)
{
	size_t from, to = 0;

	tidy_line(value);
	for (from = 0; value[from] != '\0'; from++) {
		if (!is_white(value[from]))
			value[to++] = value[from];
		else if (to > 0 && value[to - 1] != ' ')
			value[to++] = ' ';
	}
	value[to] = '\0';
}

/* White or zero-width at one end of a secret. */
static size_t
secret_edge(const char *bytes, size_t len, bool at_end)
{
	size_t n;

	if (len == 0)
		return 0;
	if (is_white(at_end ? bytes[len - 1] : bytes[0]))
		return 1;
	n = at_end ? match_end(zero_width, COUNT(zero_width), bytes, len)
		   : match(zero_width, COUNT(zero_width), bytes, len);
	if (n > 0)
		return n;
	/* A no-break blank is the first of the edges. */
	return at_end ? match_end(wide_edges, 1, bytes, len)
		      : match(wide_edges, 1, bytes, len);
}

/* Quotes may belong to a secret of the older kind, so only a pair goes. */
size_t
tidy_secret(const char *bytes, size_t len, size_t *start)
{
	size_t n;

	*start = 0;
	for (n = secret_edge(bytes, len, true); n > 0;
	     n = secret_edge(bytes, len, true))
		len -= n;
	for (n = secret_edge(bytes, len, false); n > 0;
	     n = secret_edge(bytes + *start, len, false)) {
		*start += n;
		len -= n;
	}
	if (len >= 2 && bytes[*start] == bytes[*start + len - 1] &&
	    (bytes[*start] == '"' || bytes[*start] == '\'')) {
		*start += 1;
		len -= 2;
	}
	return len;
}
