/* SPDX-License-Identifier: ISC */
/* Every error that the tenant knows by its AADSTS number, as an error object
 * for programs or as words for a page. The wording is ours. */
#ifndef TENANT_TROUBLE_H
#define TENANT_TROUBLE_H

#include "base/text.h"
#include "tests/tenant/web.h"

/* Not Microsoft's, which has no number for it. */
enum { TROUBLE_SLOW_DOWN = 1 };

struct trouble {
	long number;
	unsigned status;
	const char *error;    /* the word for programs */
	const char *plain;    /* the same of a standards-only server */
	const char *suberror; /* NULL for none */
	const char *words;
};

/* The row of a number; an unknown one is an invalid_request. */
const struct trouble *trouble_find(long number);
/* Adds "AADSTS50011: words detail Trace ID: ..." (or without all that when
 * the tenant is plain). detail may be "". */
void trouble_describe(struct request *request, long number,
    const char *detail, struct text *out);
/* Answers with the JSON error object, and notes the number as the outcome. */
void trouble_answer(struct request *request, struct answer *answer,
    long number, const char *detail);
/* Headers that every answer of the login host has. */
void trouble_headers(struct request *request, struct answer *answer);

#endif
