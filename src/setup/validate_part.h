/* SPDX-License-Identifier: ISC */
/* Pieces that the validators share among themselves; nobody else's business. */
#ifndef SETUP_VALIDATE_PART_H
#define SETUP_VALIDATE_PART_H

#include <stddef.h>

/* The number of the character (from 1) that begins at byte at. */
size_t part_position(const char *value, size_t at);
/* How to name that character in a sentence; may return out. */
const char *part_character(const char *at, char out[static 24]);

/* The rule "a character that cannot stand there"; compared by address. */
extern const char part_bad_character[];

/* What a host name or a domain (two labels or more) breaks, and at which byte;
 * NULL when it is one. */
const char *part_host_rule(const char *value, size_t len, size_t *at);
const char *part_domain_rule(const char *value, size_t len, size_t *at);

#endif
