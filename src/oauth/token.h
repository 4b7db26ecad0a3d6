/* SPDX-License-Identifier: ISC */
/* The one place that refreshes an access token: under the account's lock, after
 * reading the vault again, once, and without ever losing a refresh token
 * (reliability.md 4). */
#ifndef OAUTH_TOKEN_H
#define OAUTH_TOKEN_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/secret.h"
#include "oauth/grant.h"
#include "oauth/identity.h"

struct account;
struct layout;
struct vault;

enum { TOKEN_SPARE = 300, TOKEN_SKEW = 120 }; /* seconds */

struct token_source {
	const struct layout *layout;
	const struct account *account;
	bool insist; /* a person waits: ask even when the last answer was that
		      * somebody must sign in */
};

/*
 * Fills access with a token that is good for TOKEN_SPARE seconds or more.
 * refused is NULL, or the token that a server has just refused: then a refresh
 * is made, unless another process made one since.
 *
 * Faults: FAULT_SIGNIN a person must sign in (recorded in the state, the
 * refresh token is kept); FAULT_LATER network, throttled, the lock is held for
 * too long, or the vault cannot be written, which is found before anything is
 * spent; FAULT_SETTINGS settings, key or vault. A failure is remembered in the
 * state: until refresh_not_before, or until somebody changes the vault, it is
 * given again without asking the server.
 */
bool token_get(const struct token_source *source, const struct secret *refused,
    struct secret *access, struct fault *why);

/*
 * Puts a reply that follows a sign-in into an open vault (a draft's or the live
 * one), with how it was obtained (with the client secret or without), and takes
 * the pending sign-in out. The caller holds the lock and writes the vault.
 */
void token_store_signin(struct vault *vault, struct token_reply *reply,
    bool with_secret);

/* Was the refresh token obtained without the client secret, so that it must be
 * refreshed without it? fallback when that is not known. */
bool token_is_public(const struct vault *vault, bool fallback);

/* Writes into the state when, how and by whom the sign-in happened, and that no
 * person is needed any more; under the account's lock. identity NULL: nobody
 * signed in anew, but the old sign-in serves again. */
bool token_note_signin(const struct token_source *source,
    const struct identity *identity, struct fault *why);

#endif
