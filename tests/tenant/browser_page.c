/* SPDX-License-Identifier: ISC */
/* Reads forms and words out of a page of the tenant's. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "tests/tenant/browser.h"

enum { ATTRIBUTE_MAX = 8192, TEXT_MAX = 65536 };

struct entity {
	const char *name;
	char c;
};

static const struct entity entities[] = { { "&amp;", '&' }, { "&lt;", '<' },
	{ "&gt;", '>' }, { "&quot;", '"' } };

static void
add_decoded(struct text *out, const char *from, size_t len)
{
	size_t i, n;

	while (len > 0) {
		for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
			n = strlen(entities[i].name);
			if (n <= len && strncmp(from, entities[i].name, n) == 0)
				break;
		}
		if (i == sizeof(entities) / sizeof(entities[0])) {
			text_addc(out, *from);
			n = 1;
		} else {
			text_addc(out, entities[i].c);
			n = strlen(entities[i].name);
		}
		from += n;
		len -= n;
	}
}

/* The value of an attribute of the tag at which tag points, to be freed; NULL
 * when it has none. */
static char *
attribute(const char *tag, const char *name)
{
	const char *end = strchr(tag, '>'), *at = tag, *stop;
	struct text needle, value;
	char *found = NULL;

	text_init(&needle, 64);
	text_init(&value, ATTRIBUTE_MAX);
	text_addf(&needle, " %s=\"", name);
	at = strstr(tag, needle.at);
	if (at != NULL && end != NULL && at < end) {
		at += needle.len;
		stop = strchr(at, '"');
		if (stop != NULL) {
			add_decoded(&value, at, (size_t)(stop - at));
			found = text_take(&value);
		}
	}
	text_clear(&needle);
	text_clear(&value);
	return found;
}

static bool
attribute_is(const char *tag, const char *name, const char *wanted)
{
	char *value = attribute(tag, name);
	bool same = value != NULL && strcmp(value, wanted) == 0;

	free(value);
	return same;
}

void
page_id(const struct page *page, char *out, size_t size)
{
	const char *tag = strstr(page->body.at, "<main");
	char *id = tag == NULL ? NULL : attribute(tag, "id");

	snprintf(out, size, "%s", id == NULL ? "" : id);
	free(id);
}

static void
add_paragraph(struct text *out, const char *tag)
{
	const char *from = strchr(tag, '>'), *stop;

	stop = from == NULL ? NULL : strstr(from, "</p>");
	if (stop == NULL || strncmp(from + 1, "<", 1) == 0)
		return;
	if (out->len > 0)
		text_addc(out, ' ');
	add_decoded(out, from + 1, (size_t)(stop - from - 1));
}

void
page_text(const struct page *page, struct text *out)
{
	const char *tag = page->body.at;

	while ((tag = strstr(tag, "<p")) != NULL) {
		if (attribute_is(tag, "role", "alert")) {
			text_reset(out);
			add_paragraph(out, tag);
			return;
		}
		add_paragraph(out, tag);
		tag++;
	}
}

/* scheme://host:port of url with path behind it, to be freed. */
static char *
absolute(const char *url, const char *path)
{
	const char *host = strstr(url, "://");
	struct text text;
	char *result;

	if (strstr(path, "://") != NULL || host == NULL)
		return must_strdup(path);
	text_init(&text, ATTRIBUTE_MAX);
	text_add(&text, url,
	    (size_t)(host - url) + 3 + strcspn(host + 3, "/?#"));
	text_adds(&text, path);
	result = text_take(&text);
	text_clear(&text);
	return result;
}

struct field *
page_form(const struct page *page, char **action)
{
	const char *tag = strstr(page->body.at, "<form"), *end;
	struct field *first = NULL, **at = &first;
	char *where;

	*action = NULL;
	if (tag == NULL)
		return NULL;
	where = attribute(tag, "action");
	*action = absolute(page->url, where == NULL ? "" : where);
	free(where);
	end = strstr(tag, "</form>");
	while ((tag = strstr(tag, "<input")) != NULL && tag < end) {
		*at = must_alloc(1, sizeof(**at));
		(*at)->name = attribute(tag, "name");
		(*at)->value = attribute(tag, "value");
		if ((*at)->name == NULL)
			(*at)->name = must_strdup("");
		if ((*at)->value == NULL)
			(*at)->value = must_strdup("");
		at = &(*at)->next;
		tag++;
	}
	return first;
}

bool
page_has_button(const struct page *page, const char *name, const char *value,
    char *out, size_t size)
{
	const char *tag = page->body.at;
	char *found;

	while ((tag = strstr(tag, "<button")) != NULL) {
		if (attribute_is(tag, "name", name)) {
			found = attribute(tag, "value");
			if (found != NULL &&
			    (value == NULL || strcasecmp(found, value) == 0)) {
				snprintf(out, size, "%s", found);
				free(found);
				return true;
			}
			free(found);
		}
		tag++;
	}
	return false;
}
