/* SPDX-License-Identifier: ISC */
/* Signed tokens (RFC 7515, RS256) and the key that stands in the key set. */
#ifndef TENANT_JWT_H
#define TENANT_JWT_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "base/text.h"

struct jwt_key;

struct jwt_key *jwt_key_new(void);
void jwt_key_free(struct jwt_key *key);
/* Adds header.payload.signature. */
void jwt_sign(const struct jwt_key *key, const cJSON *claims,
    struct text *out);
/* Adds the JWK set (RFC 7517). */
void jwt_key_set(const struct jwt_key *key, struct text *out);

#endif
