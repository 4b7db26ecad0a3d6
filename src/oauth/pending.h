/* SPDX-License-Identifier: ISC */
/* A sign-in that has begun: what must be remembered between the address shown
 * to the person and the code that comes back (RFC 6749 4.1, RFC 7636), or the
 * device code being waited for (RFC 8628). It knows no file: it is turned into
 * one secret for the vault and back. */
#ifndef OAUTH_PENDING_H
#define OAUTH_PENDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"
#include "base/text.h"

struct account;

struct pending {
	struct secret state;	 /* base64url of 32 random bytes */
	struct secret verifier;	 /* base64url of 32 random bytes */
	char redirect_uri[272];	 /* with the port that is in use */
	char scope[1024];
	char tenant[256];	 /* as it was when the sign-in began */
	char client_id[256];	 /* likewise; "": not known */
	int64_t created_at;
	int64_t expires_at;	 /* 0: until it is used or replaced */
	struct secret device_code; /* empty: authorization code */
	char user_code[40];
	char verification_uri[256];
	unsigned interval;	 /* seconds between polls */
};

/* Zeroed and empty. */
void pending_init(struct pending *pending);
void pending_clear(struct pending *pending);

/* Begins: new state and verifier, scope and tenant of the account. port 0
 * takes the account's redirect address as it is; another one replaces its
 * port. FAULT_SETTINGS: the redirect address is none of localhost. */
bool pending_begin(struct pending *pending, const struct account *account,
    unsigned port, int64_t now, struct fault *why);

/* Adds the base64url S256 challenge of a verifier (RFC 7636 4.2). */
bool pending_challenge(const struct secret *verifier, struct text *out);

/* Adds the address for the browser (PKCE, state, login_hint, prompt). */
bool pending_url(const struct pending *pending, const struct account *account,
    struct text *out, struct fault *why);

/* For the vault's field pending_signin, and back; FAULT_SETTINGS when it cannot
 * be read. */
void pending_store(const struct pending *pending, struct secret *out);
bool pending_load(struct pending *pending, const struct secret *stored,
    struct fault *why);

/* Does it still serve: not expired, same tenant, scope, client id and redirect
 * path as the account asks for now? */
bool pending_serves(const struct pending *pending,
    const struct account *account, int64_t now);

/* The port of the redirect address (80 when it names none), and its path. */
unsigned pending_port(const struct pending *pending);
const char *pending_path(const struct pending *pending);

#endif
