/* SPDX-License-Identifier: ISC */
/* Reads and writes form fields; knows no protocol. */
#include <config.h>

#include "tests/tenant/fields.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static int
hex_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at;

	at = c == '\0' ? NULL : strchr(digits, tolower((unsigned char)c));
	return at == NULL ? -1 : (int)(at - digits);
}

static char *
decode(const char *from, size_t len)
{
	char *out = must_alloc(len + 1, 1);
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (from[i] == '+') {
			out[n++] = ' ';
		} else if (from[i] == '%' && i + 2 < len &&
		    hex_value(from[i + 1]) >= 0 &&
		    hex_value(from[i + 2]) >= 0) {
			out[n++] = (char)(hex_value(from[i + 1]) * 16 +
			    hex_value(from[i + 2]));
			i += 2;
		} else {
			out[n++] = from[i];
		}
	}
	return out;
}

struct field *
fields_parse(const char *from, size_t len)
{
	struct field *first = NULL, **at = &first;
	const char *end = from + len, *stop, *equals;

	for (; from < end; from = stop + 1) {
		stop = memchr(from, '&', (size_t)(end - from));
		if (stop == NULL)
			stop = end;
		if (stop == from)
			continue;
		equals = memchr(from, '=', (size_t)(stop - from));
		*at = must_alloc(1, sizeof(**at));
		if (equals == NULL)
			equals = stop;
		(*at)->name = decode(from, (size_t)(equals - from));
		(*at)->value = equals == stop ? must_strdup("") :
		    decode(equals + 1, (size_t)(stop - equals - 1));
		at = &(*at)->next;
	}
	return first;
}

void
fields_free(struct field *fields)
{
	struct field *next;

	for (; fields != NULL; fields = next) {
		next = fields->next;
		free(fields->name);
		free(fields->value);
		free(fields);
	}
}

const char *
field_value(const struct field *fields, const char *name)
{
	for (; fields != NULL; fields = fields->next)
		if (strcmp(fields->name, name) == 0)
			return fields->value;
	return NULL;
}

void
add_encoded(struct text *out, const char *value)
{
	for (; *value != '\0'; value++)
		if (isalnum((unsigned char)*value) || strchr("-._", *value))
			text_addc(out, *value);
		else if (*value == ' ')
			text_addc(out, '+');
		else
			text_addf(out, "%%%02x", (unsigned char)*value);
}

void
add_field(struct text *out, const char *name, const char *value)
{
	if (out->len > 0)
		text_addc(out, '&');
	add_encoded(out, name);
	text_addc(out, '=');
	add_encoded(out, value);
}

void
add_html(struct text *out, const char *words)
{
	for (; *words != '\0'; words++)
		switch (*words) {
		case '&':
			text_adds(out, "&amp;");
			break;
		case '<':
			text_adds(out, "&lt;");
			break;
		case '>':
			text_adds(out, "&gt;");
			break;
		case '"':
			text_adds(out, "&quot;");
			break;
		default:
			text_addc(out, *words);
		}
}
