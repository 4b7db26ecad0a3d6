/* SPDX-License-Identifier: ISC */
/* The error object of a token endpoint (RFC 6749 5.2, microsoft.md 2.6) and
 * answers that are no answer at all, turned into a fault. */
#ifndef OAUTH_ERROR_OBJECT_H
#define OAUTH_ERROR_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/http.h"
#include "base/json.h"

/* All strings are clean and cut to size; "" when absent. */
struct error_object {
	char error[64];
	char suberror[64];
	unsigned number; /* error_codes[0], else the one in the description */
	char words[400]; /* the description without its tail of ids */
	char trace_id[64];
	char timestamp[32];
	char policies[128]; /* Conditional Access policy ids of claims */
};

/* What was sent and must not come back in a message. */
struct sent_secrets {
	const struct secret *secret[4];
	size_t count;
};

/* Reads top-level members only. False: no error object. */
bool error_object_read(const struct json *json, const struct sent_secrets *sent,
    struct error_object *error);

/* Fault from an error object: advice_fault() and the server's words with trace
 * id. Returns false. */
bool error_object_fault(const struct error_object *error, struct fault *why);

/*
 * Judges a whole answer: true when it is JSON without an error member; the
 * caller frees *json. Otherwise false with a fault: error objects (also with
 * status 200), 3xx, HTML or an empty body, 429 and 5xx (FAULT_LATER with
 * retry_after). error->error is "" when there was no error object.
 */
bool error_object_judge(const struct http_answer *answer,
    const struct sent_secrets *sent, struct json **json,
    struct error_object *error, struct fault *why);

#endif
