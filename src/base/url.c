/* SPDX-License-Identifier: ISC */
/* Forms, queries and the judging of URLs; nothing here connects. */
#include <config.h>

#include "base/http.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static bool
is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c) != NULL);
}

/* RFC 3986 2.1: three bytes for one. */
static size_t
encode_byte(char out[static 4], unsigned char c)
{
	if (is_unreserved(c)) {
		out[0] = (char)c;
		return 1;
	}
	return (size_t)snprintf(out, 4, "%%%02X", c);
}

/* A form without its end could mean something else, so nothing stays of one
 * that does not fit; http_call() knows it by its maximum. */
static void
add_bytes(struct secret *form, const char *from, size_t len)
{
	if (secret_add(form, from, len))
		return;
	secret_clear(form);
	form->max = 0;
}

static void
add_encoded(struct secret *form, const char *from, size_t len)
{
	char piece[4], block[300];
	size_t used = 0, n, i;

	for (i = 0; i < len; i++) {
		n = encode_byte(piece, (unsigned char)from[i]);
		memcpy(block + used, piece, n);
		used += n;
		if (used > sizeof(block) - 4) {
			add_bytes(form, block, used);
			used = 0;
		}
	}
	add_bytes(form, block, used);
	explicit_bzero(block, sizeof(block));
	explicit_bzero(piece, sizeof(piece));
}

static void
add_name(struct secret *form, const char *name)
{
	if (!secret_is_empty(form))
		add_bytes(form, "&", 1);
	add_encoded(form, name, strlen(name));
	add_bytes(form, "=", 1);
}

void
http_form_add(struct secret *form, const char *name, const char *value)
{
	add_name(form, name);
	add_encoded(form, value, strlen(value));
}

void
http_form_add_secret(struct secret *form, const char *name,
    const struct secret *value)
{
	add_name(form, name);
	add_encoded(form, secret_open(value), value->len);
	secret_close(value);
}

static bool
query_encode(struct text *query, const char *from)
{
	char piece[4];

	for (; *from != '\0'; from++)
		text_add(query, piece,
		    encode_byte(piece, (unsigned char)*from));
	return !query->overflow;
}

bool
http_query_add(struct text *query, const char *name, const char *value)
{
	if (query->len > 0 && strchr("?&", query->at[query->len - 1]) == NULL)
		text_addc(query, '&');
	query_encode(query, name);
	text_addc(query, '=');
	return query_encode(query, value);
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
http_form_decode(const char *from, size_t len, struct secret *out)
{
	size_t i;
	int high, low;
	char c;

	for (i = 0; i < len; i++) {
		c = from[i] == '+' ? ' ' : from[i];
		if (c == '%') {
			if (i + 2 >= len)
				return false;
			high = hex_value(from[i + 1]);
			low = hex_value(from[i + 2]);
			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (c == '\0' || !secret_add(out, &c, 1))
			return false;
	}
	return true;
}

/* What stands between "://" (or the beginning, where there is none) and the
 * path. */
static const char *
authority(const char *url, size_t *len)
{
	const char *at = url + strcspn(url, ":/?#");

	if (strncmp(at, "://", 3) == 0)
		url = at + 3;
	*len = strcspn(url, "/?#");
	return url;
}

/* The authority without the user and password that may stand before it. */
static const char *
host_and_port(const char *url, size_t *len)
{
	const char *from = authority(url, len), *at;

	for (;;) {
		at = memchr(from, '@', *len);
		if (at == NULL)
			return from;
		*len -= (size_t)(at + 1 - from);
		from = at + 1;
	}
}

/* A password in front of the host or a code in the query must not reach a
 * message, so what precedes an @ or follows ? or # is left out. */
static bool
refuse(struct fault *why, const char *url, const char *reason)
{
	size_t len;
	const char *from = authority(url, &len);
	const char *at = strrchr(from, '@');
	const char *shown = at != NULL ? at + 1 : from;

	len = strcspn(shown, "?#");
	fault_set(why, FAULT_SETTINGS, "the address \"%.*s%.*s\" %s",
	    (int)(from - url), url, (int)(len < 200 ? len : 200), shown,
	    reason);
	return fault_next(why, "Give an address like "
	    "https://login.example.org/token.");
}

static bool
is_port(const char *from, size_t len)
{
	unsigned long port = 0;
	size_t i;

	if (len < 1 || len > 5)
		return false;
	for (i = 0; i < len; i++) {
		if (from[i] < '0' || from[i] > '9')
			return false;
		port = port * 10 + (unsigned long)(from[i] - '0');
	}
	return port >= 1 && port <= 65535;
}

/* A DNS name, an IPv4 address or a bracketed IPv6 address, and a port where
 * one is given; no percent-encoding, which only hides a name. */
static bool
is_host_and_port(const char *from, size_t len)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
	size_t n;

	if (from[0] == '[') {
		n = 1 + strspn(from + 1, "0123456789abcdefABCDEF:.");
		if (n < 3 || n >= len || from[n] != ']')
			return false;
		n++;
	} else {
		n = strspn(from, name);
	}
	if (n == 0 || n >= len)
		return n == len && n > 0;
	return from[n] == ':' && is_port(from + n + 1, len - n - 1);
}

bool
http_url_is_safe(const char *url, struct fault *why)
{
	const char *host;
	size_t len, i;

	if (strncasecmp(url, "https://", 8) != 0)
		return refuse(why, url, "does not begin with https://");
	for (i = 0; url[i] != '\0'; i++)
		if ((unsigned char)url[i] <= ' ' ||
		    (unsigned char)url[i] >= 0x7f)
			return refuse(why, url, "has a blank, a control or a "
			    "character outside ASCII in it");
	host = authority(url, &len);
	if (len == 0)
		return refuse(why, url, "has no host");
	if (memchr(host, '@', len) != NULL)
		return refuse(why, url, "has a user name in it");
	if (!is_host_and_port(host, len))
		return refuse(why, url, "has a host or port that cannot be");
	if (strchr(url, '#') != NULL)
		return refuse(why, url, "has a fragment (#) in it");
	return true;
}

const char *
http_host(const char *url, char *out, size_t size)
{
	size_t len, n, i;
	const char *host = host_and_port(url, &len);

	n = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	if (n < len)
		len = n;
	if (len >= size)
		len = size - 1;
	for (i = 0; i < len; i++)
		out[i] = (char)tolower((unsigned char)host[i]);
	out[len] = '\0';
	return out;
}
