/* SPDX-License-Identifier: ISC */
/* Random bytes, SHA-256 and the two alphabets of base64, by libsodium. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/secret.h"
#include "base/text.h"

enum { UUID_SIZE = 37, SHA256_SIZE = 32 };

void random_bytes(void *out, size_t len);
/* A random (version 4) UUID in lower case; returns out. */
const char *random_uuid(char out[static UUID_SIZE]);
/* Adds n random bytes (at most 64) as base64url without padding to a secret;
 * ends the program when they do not fit, which is a bug of the caller. */
void random_token(struct secret *out, size_t n);

/* SHA-256 of bytes (RFC 6234). */
void sha256(unsigned char out[static SHA256_SIZE], const void *bytes,
    size_t len);

/* Adds bytes as base64url without padding (RFC 4648 5). */
bool base64url_add(struct text *out, const void *bytes, size_t len);
/* Adds bytes as base64 with padding on one line (RFC 4648 4). */
bool base64_add(struct text *out, const void *bytes, size_t len);
/* Decode into a secret; padding optional for base64url, required for base64.
 * False on any other character or when it does not fit. */
bool base64url_decode(struct secret *out, const char *from, size_t len);
bool base64_decode(struct secret *out, const char *from, size_t len);

#endif
