/* SPDX-License-Identifier: ISC */
/* Random values, digests and base64url for the tenant; no keys (jwt.c). */
#include <config.h>

#include "tests/tenant/craft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
craft_random(void *out, size_t len)
{
	if (gnutls_rnd(GNUTLS_RND_RANDOM, out, len) != 0)
		abort();
}

void
craft_uuid(char *out, size_t size)
{
	unsigned char b[16];

	craft_random(b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	snprintf(out, size,
	    "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
	    "%02x%02x%02x%02x%02x%02x",
	    b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10],
	    b[11], b[12], b[13], b[14], b[15]);
}

void
craft_letters(struct text *out, size_t n)
{
	unsigned char byte;

	while (n-- > 0) {
		craft_random(&byte, 1);
		text_addc(out, alphabet[byte & 63]);
	}
}

void
craft_base64url(struct text *out, const void *bytes, size_t len)
{
	const unsigned char *from = bytes;
	unsigned long bits = 0;
	int have = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		bits = (bits << 8 | from[i]) & 0xffffff;
		for (have += 8; have >= 6; have -= 6)
			text_addc(out, alphabet[bits >> (have - 6) & 63]);
	}
	if (have > 0)
		text_addc(out, alphabet[bits << (6 - have) & 63]);
}

bool
craft_base64url_decode(struct text *out, const char *from, size_t len)
{
	unsigned long bits = 0;
	const char *place;
	int have = 0;
	size_t i;

	for (i = 0; i < len && from[i] != '='; i++) {
		place = from[i] == '\0' ? NULL : strchr(alphabet, from[i]);
		if (place == NULL)
			return false;
		bits = (bits << 6 | (unsigned long)(place - alphabet)) &
		    0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			text_addc(out, (char)(bits >> have & 255));
		}
	}
	return true;
}

void
craft_sha256(unsigned char out[static 32], const void *bytes, size_t len)
{
	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, len, out) != 0)
		abort();
}
