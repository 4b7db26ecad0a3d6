/* SPDX-License-Identifier: ISC */
/* Random bytes, hashes and base64: a thin face of libsodium. */
#include <config.h>

#include "base/random.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void
random_bytes(void *out, size_t len)
{
	if (sodium_init() < 0)
		abort();
	randombytes_buf(out, len);
}

const char *
random_uuid(char out[static UUID_SIZE])
{
	unsigned char b[16];

	random_bytes(b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	snprintf(out, UUID_SIZE,
	    "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x%02x%02x%02x%02x",
	    b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
	    b[11], b[12], b[13], b[14], b[15]);
	return out;
}

void
random_token(struct secret *out, size_t n)
{
	unsigned char bytes[64];
	char encoded[sizeof(bytes) * 2];

	if (n > sizeof(bytes))
		abort();
	random_bytes(bytes, n);
	sodium_bin2base64(encoded, sizeof(encoded), bytes, n,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	/* A token that is shorter than its caller believes could be guessed. */
	if (!secret_adds(out, encoded))
		abort();
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(encoded, sizeof(encoded));
}

void
sha256(unsigned char out[static SHA256_SIZE], const void *bytes, size_t len)
{
	crypto_hash_sha256(out, bytes, len);
}

static bool
encode(struct text *out, const void *bytes, size_t len, int variant)
{
	size_t size;
	char *encoded;
	bool fits;

	if (len > ((size_t)-1) / 2) {
		out->overflow = true;
		return false;
	}
	size = sodium_base64_encoded_len(len, variant);
	encoded = must_alloc(size, 1);
	sodium_bin2base64(encoded, size, bytes, len, variant);
	fits = text_adds(out, encoded);
	sodium_memzero(encoded, size);
	free(encoded);
	return fits;
}

bool
base64url_add(struct text *out, const void *bytes, size_t len)
{
	return encode(out, bytes, len,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool
base64_add(struct text *out, const void *bytes, size_t len)
{
	return encode(out, bytes, len, sodium_base64_VARIANT_ORIGINAL);
}

static bool
decode(struct secret *out, const char *from, size_t len, int variant)
{
	size_t size = len / 4 * 3 + 3, got = 0;
	unsigned char *bytes = must_alloc(size, 1);
	bool good;

	good = sodium_base642bin(bytes, size, from, len, NULL, &got, NULL,
		   variant) == 0 &&
	    secret_add(out, bytes, got);
	sodium_memzero(bytes, size);
	free(bytes);
	return good;
}

bool
base64url_decode(struct secret *out, const char *from, size_t len)
{
	if (len > 0 && from[len - 1] == '=')
		return decode(out, from, len, sodium_base64_VARIANT_URLSAFE);
	return decode(out, from, len,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool
base64_decode(struct secret *out, const char *from, size_t len)
{
	return decode(out, from, len, sodium_base64_VARIANT_ORIGINAL);
}
