/* SPDX-License-Identifier: ISC */
/* XChaCha20-Poly1305 with the place of a value as associated data. */
#include <config.h>

#include "account/vault_seal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/vault.h"
#include "base/alloc.h"

_Static_assert((int)SEAL_KEY_SIZE ==
	(int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES &&
	(int)SEAL_NONCE_SIZE ==
	    (int)crypto_aead_xchacha20poly1305_ietf_NPUBBYTES &&
	(int)SEAL_TAG_SIZE == (int)crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "sizes of the header are libsodium's");

static size_t
padded(size_t len)
{
	return (len / SEAL_BLOCK + 1) * SEAL_BLOCK;
}

/* Adds a length and as many bytes; false when there is no room. */
static bool
add_part(unsigned char *out, size_t *used, const char *part)
{
	size_t len = strlen(part);

	if (len > SEAL_DATA_MAX || *used + 4 + len > SEAL_DATA_MAX)
		return false;
	for (unsigned i = 0; i < 4; i++)
		out[*used + i] = (unsigned char)(len >> (8 * i) & 0xff);
	/* The length stands before it, so no NUL behind it. */
	memcpy(out + *used + 4, part, len); /* NOLINT(bugprone-not-null*) */
	*used += 4 + len;
	return true;
}

size_t
seal_data(unsigned char out[static SEAL_DATA_MAX],
    const struct seal_place *place)
{
	char version[24], generation[24];
	const char *const parts[] = { "postfrank", version, place->id,
		place->field, generation };
	size_t used = 0;

	snprintf(version, sizeof(version), "%d", VAULT_VERSION);
	snprintf(generation, sizeof(generation), "%" PRId64,
	    place->generation);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!add_part(out, &used, parts[i]))
			return 0;
	return used;
}

/* The value with its padding, in memory that sodium_free() wipes. */
static unsigned char *
pad(const struct secret *value, size_t size)
{
	unsigned char *plain = sodium_malloc(size);
	size_t len = 0;

	if (plain == NULL)
		return NULL;
	memcpy(plain, secret_open(value), value->len);
	secret_close(value);
	if (sodium_pad(&len, plain, value->len, SEAL_BLOCK, size) == 0 &&
	    len == size)
		return plain;
	sodium_free(plain);
	return NULL;
}

bool
seal(const struct secret *key, const struct seal_place *place,
    const unsigned char nonce[static SEAL_NONCE_SIZE],
    const struct secret *value, struct text *out)
{
	unsigned char data[SEAL_DATA_MAX], *plain, *box;
	size_t data_len = seal_data(data, place), size = padded(value->len);
	unsigned long long box_len;
	bool fits;

	if (data_len == 0 || key->len != SEAL_KEY_SIZE ||
	    value->len > SECRET_MAX)
		return false;
	plain = pad(value, size);
	if (plain == NULL)
		return false;
	box = must_alloc(SEAL_NONCE_SIZE + size + SEAL_TAG_SIZE, 1);
	memcpy(box, nonce, SEAL_NONCE_SIZE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + SEAL_NONCE_SIZE,
	    &box_len, plain, size, data, data_len, NULL, nonce,
	    (const unsigned char *)secret_open(key));
	secret_close(key);
	sodium_free(plain);
	fits = base64_add(out, box, SEAL_NONCE_SIZE + (size_t)box_len);
	free(box);
	return fits;
}

/* Opens nonce and ciphertext into value. */
static bool
open_box(const struct secret *key, const struct seal_place *place,
    const unsigned char *box, size_t len, struct secret *value)
{
	unsigned char data[SEAL_DATA_MAX];
	size_t data_len = seal_data(data, place), plain_len = 0;
	unsigned char *plain = secret_room(value, len);
	bool good;

	good = data_len > 0 &&
	    crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL,
		box + SEAL_NONCE_SIZE, len - SEAL_NONCE_SIZE, data, data_len,
		box, (const unsigned char *)secret_open(key)) == 0;
	if (data_len > 0)
		secret_close(key);
	good = good &&
	    sodium_unpad(&plain_len, plain,
		len - SEAL_NONCE_SIZE - SEAL_TAG_SIZE, SEAL_BLOCK) == 0;
	return secret_filled(value, good ? plain_len : 0) && good;
}

bool
unseal(const struct secret *key, const struct seal_place *place,
    const char *sealed, struct secret *value)
{
	size_t size = strlen(sealed), room = size / 4 * 3, len = 0;
	unsigned char *box;
	bool good;

	secret_clear(value);
	if (key->len != SEAL_KEY_SIZE || size > seal_size(SECRET_MAX))
		return false;
	box = must_alloc(room, 1);
	good = sodium_base642bin(box, room, sealed, size, NULL, &len, NULL,
		   sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    len >= SEAL_NONCE_SIZE + SEAL_BLOCK + SEAL_TAG_SIZE &&
	    (len - SEAL_NONCE_SIZE - SEAL_TAG_SIZE) % SEAL_BLOCK == 0 &&
	    open_box(key, place, box, len, value);
	free(box);
	return good;
}

size_t
seal_size(size_t len)
{
	return sodium_base64_ENCODED_LEN(
		   SEAL_NONCE_SIZE + padded(len) + SEAL_TAG_SIZE,
		   sodium_base64_VARIANT_ORIGINAL) - 1;
}

bool
seal_hash(const struct secret *key, const char *text, size_t len,
    struct text *out)
{
	unsigned char hash[SEAL_HASH_SIZE];

	if (key->len != SEAL_KEY_SIZE)
		return false;
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)text,
	    len, (const unsigned char *)secret_open(key), key->len);
	secret_close(key);
	return base64_add(out, hash, sizeof(hash));
}
