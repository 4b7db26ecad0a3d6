/* SPDX-License-Identifier: ISC */
/* Random values, digests and base64url by GnuTLS, on purpose not the code that
 * postfrank itself uses: the two check one another. */
#ifndef TENANT_CRAFT_H
#define TENANT_CRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

void craft_random(void *out, size_t len);
/* A random UUID into at least 37 bytes. */
void craft_uuid(char *out, size_t size);
/* Adds n characters from the alphabet of base64url. */
void craft_letters(struct text *out, size_t n);
/* Adds base64url without padding. */
void craft_base64url(struct text *out, const void *bytes, size_t len);
/* Adds what base64url stands for; false when it is none. */
bool craft_base64url_decode(struct text *out, const char *from, size_t len);
void craft_sha256(unsigned char out[static 32], const void *bytes, size_t len);

#endif
