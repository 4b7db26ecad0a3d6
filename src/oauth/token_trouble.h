/* SPDX-License-Identifier: ISC */
/* What the last refresh that failed means for the next one, shared through the
 * state so that many processes do not ask one after the other. For token.c
 * alone. Pure but for the struct state. */
#ifndef OAUTH_TOKEN_TROUBLE_H
#define OAUTH_TOKEN_TROUBLE_H

#include <stdbool.h>
#include <stdint.h>

#include "account/state.h"
#include "base/fault.h"

enum {
	TROUBLE_MAX = 3600,	 /* no wait is longer */
	TROUBLE_SIGNIN = 3600,	 /* between attempts that need a person */
	TROUBLE_NETWORK = 5,	 /* first wait when nothing answered */
	TROUBLE_SERVER = 30	 /* first wait when the server said no */
};

/* True, with the fault to give, when nothing may be asked yet. generation is
 * the vault's: once somebody has put another secret or token there, old trouble
 * does not count. */
struct trouble_look {
	int64_t generation;
	int64_t now;
	bool insist; /* only what passes by itself counts */
};
bool token_trouble_blocks(const struct state *state,
    const struct trouble_look *look, struct fault *why);
/* A fault that is no server's and no network's is not kept. */
void token_trouble_note(struct state *state, int64_t generation, int64_t now,
    const struct fault *why);
void token_trouble_end(struct state *state);

#endif
