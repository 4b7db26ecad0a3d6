/* SPDX-License-Identifier: ISC */
/* Who signed in, read from an ID token that came straight from the token
 * endpoint over verified TLS (OpenID Connect Core 3.1.3.7: its signature then
 * needs no check). Pure. */
#ifndef OAUTH_IDENTITY_H
#define OAUTH_IDENTITY_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/secret.h"

struct account;

/* Clean texts; "" when the server told nothing. */
struct identity {
	char name[256];	  /* preferred_username, else email, else upn */
	char tenant[64];  /* tid */
	char object[128]; /* oid, else sub */
};

/*
 * Decodes. An empty token gives an empty identity and true. FAULT_DATA: it is
 * no ID token, or its audience is another application.
 */
bool identity_read(const struct secret *id_token, const char *client_id,
    struct identity *identity, struct fault *why);

/*
 * Whom an access token is for (aud), where it can be read at all: many are
 * sealed, and nothing may depend on it. Good for one thing: when a server has
 * refused a token, to say that it was another service's. False: not known.
 */
bool identity_audience(const struct secret *access_token, char *out,
    size_t size);

enum identity_match {
	IDENTITY_SAME,
	IDENTITY_OTHER_NAME,   /* a question: alias? shared mailbox? */
	IDENTITY_OTHER_TENANT, /* an error */
	IDENTITY_UNKNOWN       /* the server told nothing */
};

/* tenant_id: the GUID of the account's tenant, "" when it is not known (then
 * it is not compared). For OTHER_NAME and OTHER_TENANT why says it in words. */
enum identity_match identity_compare(const struct identity *identity,
    const struct account *account, const char *tenant_id, struct fault *why);

#endif
