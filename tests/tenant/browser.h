/* SPDX-License-Identifier: ISC */
/* What browse knows of the web: fetching a page with cookies, and the forms on
 * it. Good for pages as pages.c makes them, not for others. */
#ifndef TENANT_BROWSER_H
#define TENANT_BROWSER_H

#include <stdbool.h>

#include "base/text.h"
#include "tests/tenant/fields.h"

struct browser;

struct browser_options {
	const char *ca_file;	/* NULL: the system's authorities */
	const char *cookie_jar; /* a file, NULL: cookies end with us */
	const char *resolve;	/* HOST:PORT:ADDRESS, or NULL */
};

struct page {
	char *url; /* what the address bar shows */
	long status;
	char *location; /* absolute, NULL when it is no redirect */
	struct text body;
};

struct browser *browser_new(const struct browser_options *options);
/* Writes the cookies. */
void browser_free(struct browser *browser);
/* GET, or POST of an encoded form. False with a line on stderr when nothing
 * came. The page is cleared first. */
bool browser_fetch(struct browser *browser, const char *url, const char *form,
    struct page *page);
void page_init(struct page *page);
void page_clear(struct page *page);

/* The id of the page's main element, "" for none, cut at size. */
void page_id(const struct page *page, char *out, size_t size);
/* Adds the text of the element with role="alert", else of all paragraphs. */
void page_text(const struct page *page, struct text *out);
/* The first form: where it goes (absolute), and its inputs with their values;
 * fields_free(). NULL when there is no form; the address is to be freed. */
struct field *page_form(const struct page *page, char **action);
/* Is there a button of that name and value? A NULL value: any; then the first
 * one's value goes to out, cut at size. */
bool page_has_button(const struct page *page, const char *name,
    const char *value, char *out, size_t size);

#endif
