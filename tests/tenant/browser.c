/* SPDX-License-Identifier: ISC */
/* Fetches pages by libcurl; what is on them is read in browser_page.c. */
#include <config.h>

#include "tests/tenant/browser.h"

#include <stdio.h>
#include <stdlib.h>

#include <curl/curl.h>

#include "base/alloc.h"

enum { PAGE_MAX = 1 << 20, SECONDS = 60 };

struct browser {
	CURL *curl;
	struct curl_slist *resolve;
};

struct browser *
browser_new(const struct browser_options *options)
{
	struct browser *browser = must_alloc(1, sizeof(*browser));
	const char *jar = options->cookie_jar;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	browser->curl = curl_easy_init();
	if (browser->curl == NULL)
		abort();
	curl_easy_setopt(browser->curl, CURLOPT_COOKIEFILE,
	    jar == NULL ? "" : jar);
	if (jar != NULL)
		curl_easy_setopt(browser->curl, CURLOPT_COOKIEJAR, jar);
	if (options->ca_file != NULL)
		curl_easy_setopt(browser->curl, CURLOPT_CAINFO,
		    options->ca_file);
	if (options->resolve != NULL)
		browser->resolve = curl_slist_append(NULL, options->resolve);
	curl_easy_setopt(browser->curl, CURLOPT_RESOLVE, browser->resolve);
	curl_easy_setopt(browser->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(browser->curl, CURLOPT_TIMEOUT, (long)SECONDS);
	return browser;
}

void
browser_free(struct browser *browser)
{
	curl_easy_cleanup(browser->curl);
	curl_slist_free_all(browser->resolve);
	curl_global_cleanup();
	free(browser);
}

static size_t
take(char *bytes, size_t one, size_t count, void *self)
{
	struct text *body = self;

	return text_add(body, bytes, one * count) ? one * count : 0;
}

bool
browser_fetch(struct browser *browser, const char *url, const char *form,
    struct page *page)
{
	char *address = must_strdup(url), *location = NULL;
	CURLcode result;

	page_clear(page);
	page->url = address;
	curl_easy_setopt(browser->curl, CURLOPT_URL, address);
	if (form == NULL)
		curl_easy_setopt(browser->curl, CURLOPT_HTTPGET, 1L);
	else
		curl_easy_setopt(browser->curl, CURLOPT_COPYPOSTFIELDS, form);
	curl_easy_setopt(browser->curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(browser->curl, CURLOPT_WRITEDATA, &page->body);
	result = curl_easy_perform(browser->curl);
	if (result != CURLE_OK) {
		fprintf(stderr, "browse: %s: %s\n", address,
		    curl_easy_strerror(result));
		return false;
	}
	curl_easy_getinfo(browser->curl, CURLINFO_RESPONSE_CODE,
	    &page->status);
	curl_easy_getinfo(browser->curl, CURLINFO_REDIRECT_URL, &location);
	if (location != NULL)
		page->location = must_strdup(location);
	return true;
}

void
page_init(struct page *page)
{
	page->url = NULL;
	page->location = NULL;
	page->status = 0;
	text_init(&page->body, PAGE_MAX);
}

void
page_clear(struct page *page)
{
	free(page->url);
	free(page->location);
	text_clear(&page->body);
	page_init(page);
}
