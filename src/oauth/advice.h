/* SPDX-License-Identifier: ISC */
/* What an error of the sign-in server means, whose turn it is and what to do:
 * a table for AADSTS numbers (microsoft.md 4) and one for the words of RFC
 * 6749, RFC 8628 and OpenID Connect. Words decide what the program does, since
 * Microsoft does not promise the numbers; numbers refine what is said. */
#ifndef OAUTH_ADVICE_H
#define OAUTH_ADVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* All strings are static. */
struct advice {
	unsigned number;      /* 7000215; 0: a row for a word */
	const char *word;     /* "invalid_grant"; NULL in rows for numbers */
	const char *meaning;  /* one sentence, no full stop */
	const char *next;     /* the next step, no full stop */
	const char *step;     /* start register values mailbox server secret
				 permissions signin test; "" none */
	enum turn turn;
	enum fault_kind kind;
	bool recent;	      /* may be "not yet" just after it was made */
	bool firm;	      /* the number decides even against the word */
};

/*
 * The advice for an error object; each of error and suberror may be NULL or "",
 * number may be 0 or unknown. Never empty: what is not in the tables gets the
 * rule for its word, and the rule for no word at all is a refusal.
 */
struct advice advice_for(const char *error, const char *suberror,
    unsigned number);

/* Fills a fault from advice_for(): kind, turn, what, next, step, recent, code
 * (AADSTSn, else the word). Returns false, as fault_set() does. */
bool advice_fault(struct fault *why, const char *error, const char *suberror,
    unsigned number);

/* The AADSTS number in a text of any kind ("AADSTS7000215", a whole error
 * page, error?code=50058 ...); bare digits count only when they are all there
 * is. 0: none. */
unsigned advice_number(const char *text, size_t len);

/*
 * For `postfrank explain`: finds the number, or a word of the protocols, in a
 * code or a pasted text. False: nothing in it is known; then, when the text
 * has a number all the same, out->number is that number and out holds the
 * general advice.
 */
bool advice_explain(const char *text, size_t len, struct advice *out);

/* Where Microsoft explains a number to people: adds the address to out. */
const char *advice_lookup_url(unsigned number, char *out, size_t size);

/* Rows, for tests and the manual; NULL behind the last one. */
const struct advice *advice_row(size_t index);

#endif
