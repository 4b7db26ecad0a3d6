/* SPDX-License-Identifier: ISC */
/* Bytes that must not leak: locked, guarded, unreadable while nobody looks. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

enum { SECRET_MAX = 16384 }; /* the longest secret or token we take */

/*
 * One owner. The bytes live in sodium_malloc() memory that can be read only
 * between secret_open() and secret_close(); growing moves and wipes. Pairs are
 * used in place of call-backs because straight-line code is easier to check.
 * sodium_init() is called by secret_init() when it has not been yet.
 */
struct secret {
	unsigned char *at; /* NULL while empty */
	size_t len;
	size_t cap;
	size_t max;
	unsigned open; /* how many readers there are at the moment */
};

/* Ready for at most max bytes. */
void secret_init(struct secret *secret, size_t max);
/* Wipes and frees; may be filled again. Safe on a zeroed struct. */
void secret_clear(struct secret *secret);
/* Moves from into into, whose old bytes are wiped and whose maximum becomes the
 * larger of the two; from is empty afterwards. */
void secret_take(struct secret *into, struct secret *from);
/* Copies; the only way to have one secret twice. */
void secret_copy(struct secret *into, const struct secret *from);

/* Adds bytes; false (and nothing added) beyond max. */
bool secret_add(struct secret *secret, const void *bytes, size_t len);
bool secret_adds(struct secret *secret, const char *string);
/* For what is made in place: len writable bytes behind those that are there,
 * until secret_filled() says how many of them count (false and none of them
 * when that is more than the maximum; the rest is wiped). */
unsigned char *secret_room(struct secret *secret, size_t len);
bool secret_filled(struct secret *secret, size_t len);
/* Drops the last n bytes (n > len empties), for line editing. */
void secret_drop(struct secret *secret, size_t n);

/* The bytes, readable until secret_close(); a NUL that len does not count
 * follows them. "" for an empty secret. Nests. */
const char *secret_open(const struct secret *secret);
void secret_close(const struct secret *secret);

bool secret_is_empty(const struct secret *secret);
/* Compares in constant time (the lengths are no secret). */
bool secret_equals(const struct secret *a, const struct secret *b);

/*
 * Reads a descriptor to its end into the secret with read(2), never stdio, and
 * drops one trailing CRLF or LF. False: read error (errno) or beyond max
 * (errno EFBIG); the secret is then empty.
 */
bool secret_read(struct secret *secret, int fd);

#endif
