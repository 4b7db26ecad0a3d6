/* SPDX-License-Identifier: ISC */
/* The rows behind advice.h, by theme; only advice.c and their own files see
 * them. */
#ifndef OAUTH_ADVICE_RULES_H
#define OAUTH_ADVICE_RULES_H

#include <stddef.h>

#include "oauth/advice.h"

enum { ADVICE_NUMBERS = 8 };

/* One piece of advice for up to eight numbers that mean the same to us. */
struct advice_rule {
	unsigned numbers[ADVICE_NUMBERS]; /* 0 behind the last one */
	struct advice advice;
};

struct advice_rules {
	const struct advice_rule *rule;
	size_t count;
};

extern const struct advice_rules advice_people;	 /* who signs in, and how */
extern const struct advice_rules advice_policy;	 /* what the tenant forbids */
extern const struct advice_rules advice_app;	 /* the registration */
extern const struct advice_rules advice_request; /* what was asked, and when */

/* Rules for words, number 0; the first entry of numbers is unused. */
extern const struct advice_rules advice_words;

/* A cell of a table, in the order that people read. */
#define RULE(kind_, turn_, step_, meaning_, next_)                            \
	.advice = { .kind = kind_, .turn = turn_, .step = step_,              \
		.meaning = meaning_, .next = next_ }
#define RULE_RECENT(kind_, turn_, step_, meaning_, next_)                     \
	.advice = { .kind = kind_, .turn = turn_, .step = step_,              \
		.meaning = meaning_, .next = next_, .recent = true }

#endif
