/* SPDX-License-Identifier: ISC */
/* One HTTPS request and its bounded answer, by libcurl held to our rules: no
 * redirect, no cookie, no netrc, no proxy but ours, TLS 1.2 or newer verified
 * against the system's or the account's authorities (reliability.md 6.1's
 * rules; RFC 6749 3.1, 3.2). A fresh handle for each call. */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"

enum {
	HTTP_BODY_MAX = 1 << 20, /* of an answer */
	HTTP_SECONDS = 30,	 /* for a whole call */
	HTTP_CONNECT_SECONDS = 10,
	HTTP_PATIENCE = 5 /* for the answer to what has gone out */
};

/* Where connections go and what vouches for them; strings borrowed, may be
 * NULL. proxy is http://host:port and nothing else; proxy_password may be
 * NULL. */
struct http_way {
	const char *ca_file;
	const char *proxy;
	const struct secret *proxy_password; /* "user:password" */
	/* Asked about once a second until the first line of the server's answer
	 * comes; true gives the call up, at once while the form is still here,
	 * after HTTP_PATIENCE when it has gone out. May be NULL. */
	bool (*give_up)(void);
	unsigned seconds; /* for the whole call; 0: HTTP_SECONDS */
};

/* How far a call came; where there is a proxy, on the way to it. */
enum http_reach {
	HTTP_NOWHERE,  /* not even the name was resolved */
	HTTP_RESOLVED, /* no connection */
	HTTP_CONNECTED
};

struct http_answer {
	enum http_reach reached; /* told of a call that failed, too */
	long status;
	int64_t date;	      /* the server's clock, 0: not told */
	unsigned retry_after; /* seconds, clamped to 1..3600, 0: none said */
	bool json;	      /* the Content-Type is JSON */
	struct secret body;
};

/* Fields of an application/x-www-form-urlencoded body, encoded as they are
 * added. One that grows beyond its maximum is emptied and takes no more, and
 * http_call() refuses it with FAULT_BUG. */
void http_form_add(struct secret *form, const char *name, const char *value);
void http_form_add_secret(struct secret *form, const char *name,
    const struct secret *value);
/* name=value with percent-encoding, for a query (value is no secret). */
struct text;
bool http_query_add(struct text *query, const char *name, const char *value);
/* Decodes %XX and + in place of a form value of len bytes into out; false on a
 * bad escape, a NUL or when it does not fit. */
bool http_form_decode(const char *from, size_t len, struct secret *out);

/*
 * GET (form NULL) or POST. True: an answer of whatever status arrived and is in
 * answer, which the caller clears. False: FAULT_LATER with the cause in plain
 * words and the next step (no route, name not found, refused, time-out,
 * certificate not trusted / for another host / expired or the clock is wrong,
 * too old a TLS, larger than HTTP_BODY_MAX), FAULT_SETTINGS for an address that
 * is not https or has a user, a fragment or controls in it, or a proxy or
 * CA file that is unusable.
 */
bool http_call(const char *url, const struct secret *form,
    const struct http_way *way, struct http_answer *answer, struct fault *why);
void http_answer_clear(struct http_answer *answer);

/* Is this an absolute https URL without user, fragment, blanks or controls? */
bool http_url_is_safe(const char *url, struct fault *why);
/* The host of an absolute URL, lower case, without user and port, an IPv6
 * address in its brackets; cut at size; returns out. */
const char *http_host(const char *url, char *out, size_t size);

#endif
