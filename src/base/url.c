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
			secret_add(form, block, used);
			used = 0;
		}
	}
	secret_add(form, block, used);
	explicit_bzero(block, sizeof(block));
	explicit_bzero(piece, sizeof(piece));
}

static void
add_name(struct secret *form, const char *name)
{
	if (!secret_is_empty(form))
		secret_adds(form, "&");
	add_encoded(form, name, strlen(name));
	secret_adds(form, "=");
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

static bool
refuse(struct fault *why, const char *url, const char *reason)
{
	fault_set(why, FAULT_SETTINGS, "the address %s %s", url, reason);
	return fault_next(why, "Give an address like "
	    "https://login.example.org/token.");
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
	host = url + 8;
	len = strcspn(host, "/?#");
	if (len == 0)
		return refuse(why, url, "has no host");
	if (memchr(host, '@', len) != NULL || memchr(host, '\\', len) != NULL)
		return refuse(why, url, "has a user name in it");
	if (strchr(url, '#') != NULL)
		return refuse(why, url, "has a fragment (#) in it");
	return true;
}

const char *
http_host(const char *url, char *out, size_t size)
{
	const char *host = strstr(url, "://");
	size_t len, i;

	host = host != NULL ? host + 3 : url;
	len = strcspn(host, "/?#");
	if (host[0] != '[' && memchr(host, ':', len) != NULL)
		len = strcspn(host, ":");
	if (len >= size)
		len = size - 1;
	for (i = 0; i < len; i++)
		out[i] = (char)tolower((unsigned char)host[i]);
	out[len] = '\0';
	return out;
}
