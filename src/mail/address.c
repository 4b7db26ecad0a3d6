/* SPDX-License-Identifier: ISC */
/* What may stand on the wire as an address, and lists of addresses; the reading
 * of header fields is in address_parse.c. */
#include <config.h>

#include "mail/address.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "mail/chars.h"

static bool
bad(const char *spec, size_t at, const char *what, struct fault *why)
{
	fault_set(why, FAULT_DATA, "\"%.*s\" is no mail address: %s (position "
	    "%zu)", ADDRESS_MAX, spec, what, at + 1);
	return fault_next(why, "Write it like alerts@contoso.example.");
}

/* What is wrong with bytes that may stand nowhere in an address. */
static bool
check_bytes(const char *spec, struct fault *why)
{
	bool quoted = false;
	size_t i;

	for (i = 0; spec[i] != '\0'; i++) {
		if (spec[i] == '\\' && quoted && spec[i + 1] != '\0')
			i++;
		else if (spec[i] == '"')
			quoted = !quoted;
		if (char_is_high(spec[i]))
			return bad(spec, i, "it has a character outside ASCII, "
			    "which mail servers do not agree on", why);
		if (char_is_control(spec[i]))
			return bad(spec, i, "it has a control character", why);
		if (spec[i] == '<' || spec[i] == '>')
			return bad(spec, i, "< and > are not part of it", why);
		if (spec[i] == ' ' && !quoted)
			return bad(spec, i, "it has a blank", why);
	}
	return quoted ? bad(spec, i, "a quotation mark is missing", why) : true;
}

/* The @ that parts the two halves: the first outside quotes. */
static const char *
find_at(const char *spec)
{
	bool quoted = false;
	const char *p;

	for (p = spec; *p != '\0'; p++) {
		if (*p == '\\' && quoted && p[1] != '\0')
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (*p == '@' && !quoted)
			return p;
	}
	return NULL;
}

static bool
check_local(const char *spec, size_t len, struct fault *why)
{
	size_t i;

	if (len == 0)
		return bad(spec, 0, "nothing stands before the @", why);
	if (spec[0] == '"') {
		for (i = 1; i < len && spec[i] != '"'; i++)
			if (spec[i] == '\\')
				i++;
		return i + 1 == len ? true : bad(spec, i,
		    "something stands behind the quotation", why);
	}
	for (i = 0; i < len; i++) {
		if (spec[i] == '.' && (i == 0 || i + 1 == len ||
		    spec[i - 1] == '.'))
			return bad(spec, i, "a dot is out of place", why);
		if (spec[i] != '.' && !char_is_atext(spec[i]))
			return bad(spec, i, "this character needs quotes", why);
	}
	return true;
}

static bool
check_literal(const char *spec, const char *domain, struct fault *why)
{
	size_t len = strlen(domain);

	if (len < 3 || domain[len - 1] != ']' ||
	    strcspn(domain + 1, "[]\\@\" ") != len - 2)
		return bad(spec, (size_t)(domain - spec),
		    "the address in brackets is not whole", why);
	return true;
}

static bool
check_domain(const char *spec, const char *domain, struct fault *why)
{
	const char *p = domain;
	size_t label = 0;

	if (*domain == '[')
		return check_literal(spec, domain, why);
	for (;; p++) {
		size_t at = (size_t)(p - spec);

		if (*p == '.' || *p == '\0') {
			if (label == 0 || label > 63)
				return bad(spec, at, "the domain behind the @ "
				    "is not whole", why);
			if (p[-1] == '-')
				return bad(spec, at - 1, "a part of the domain "
				    "ends in a hyphen", why);
			if (*p == '\0')
				return true;
			label = 0;
			continue;
		}
		if (*p == '@')
			return bad(spec, at, "it has a second @", why);
		if (!char_is_alnum(*p) && (*p != '-' || label == 0))
			return bad(spec, at, "this character cannot stand in a "
			    "domain", why);
		label++;
	}
}

bool
address_check(const char *spec, struct fault *why)
{
	const char *at;

	if (*spec == '\0')
		return bad(spec, 0, "it is empty", why);
	if (strlen(spec) > ADDRESS_MAX)
		return bad(spec, ADDRESS_MAX,
		    "it is longer than 254 characters", why);
	if (!check_bytes(spec, why))
		return false;
	at = find_at(spec);
	if (at == NULL)
		return bad(spec, strlen(spec), "it has no @", why);
	return check_local(spec, (size_t)(at - spec), why) &&
	    check_domain(spec, at + 1, why);
}

const char *
address_domain(const char *spec)
{
	const char *at = strrchr(spec, '@');

	return at == NULL ? "" : at + 1;
}

bool
address_equal(const char *a, const char *b)
{
	const char *at_a = strrchr(a, '@');
	const char *at_b = strrchr(b, '@');

	if (at_a == NULL || at_b == NULL)
		return strcmp(a, b) == 0;
	return at_a - a == at_b - b &&
	    memcmp(a, b, (size_t)(at_a - a)) == 0 &&
	    strcasecmp(at_a, at_b) == 0;
}

bool
address_list_has(const struct address_list *list, const char *spec)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (address_equal(list->at[i].spec, spec))
			return true;
	return false;
}

bool
address_list_add(struct address_list *list, const struct address *one,
    struct fault *why)
{
	if (list->count == ADDRESS_LIST_MAX) {
		fault_set(why, FAULT_DATA, "there are more than %d addresses",
		    ADDRESS_LIST_MAX);
		return fault_next(why, "Send to a distribution list, or in "
		    "several messages.");
	}
	if (list->count == list->cap) {
		list->cap = list->cap > 0 ? 2 * list->cap : 4;
		list->at = must_realloc(list->at, list->cap,
		    sizeof(*list->at));
	}
	list->at[list->count++] = *one;
	return true;
}

void
address_list_clear(struct address_list *list)
{
	free(list->at);
	list->at = NULL;
	list->count = list->cap = 0;
}
