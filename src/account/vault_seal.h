/* SPDX-License-Identifier: ISC */
/* One sealed value of a vault (vault.h describes the form). Pure: the nonce is
 * an argument, nothing is read or written. */
#ifndef ACCOUNT_VAULT_SEAL_H
#define ACCOUNT_VAULT_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/secret.h"
#include "base/text.h"

enum {
	SEAL_KEY_SIZE = 32,
	SEAL_NONCE_SIZE = 24,
	SEAL_TAG_SIZE = 16,
	SEAL_BLOCK = 256, /* values are padded to a multiple */
	SEAL_DATA_MAX = 512,
	SEAL_HASH_SIZE = 32
};

/* What a sealed value belongs to: it opens nowhere else. */
struct seal_place {
	const char *id; /* of the account */
	const char *field;
	int64_t generation;
};

/* The associated data; returns its length, 0 when the parts are too long. */
size_t seal_data(unsigned char out[static SEAL_DATA_MAX],
    const struct seal_place *place);

/* Adds base64 of nonce and ciphertext. False: too long, or no key. */
bool seal(const struct secret *key, const struct seal_place *place,
    const unsigned char nonce[static SEAL_NONCE_SIZE],
    const struct secret *value, struct text *out);
/* Fills value. False for whatever reason, without telling which. */
bool unseal(const struct secret *key, const struct seal_place *place,
    const char *sealed, struct secret *value);

/* Bytes of base64 that a value of len bytes becomes. */
size_t seal_size(size_t len);

/* Adds base64 of BLAKE2b-256 of a text, keyed. */
bool seal_hash(const struct secret *key, const char *text, size_t len,
    struct text *out);

#endif
