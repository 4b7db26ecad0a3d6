/* SPDX-License-Identifier: ISC */
/* Secret bytes in libsodium's guarded memory; nothing here prints or stores. */
#include <config.h>

#include "base/secret.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

static unsigned char *
guarded(size_t cap)
{
	unsigned char *at;

	if (sodium_init() < 0)
		abort();
	at = sodium_malloc(cap);
	if (at == NULL)
		alloc_failed();
	return at;
}

static void
hide(const struct secret *secret)
{
	if (secret->at != NULL && secret->open == 0)
		sodium_mprotect_noaccess(secret->at);
}

static void
unhide(const struct secret *secret)
{
	if (secret->at != NULL)
		sodium_mprotect_readwrite(secret->at);
}

void
secret_init(struct secret *secret, size_t max)
{
	if (sodium_init() < 0)
		abort();
	*secret = (struct secret){ .max = max };
}

void
secret_clear(struct secret *secret)
{
	size_t max = secret->max;

	/* sodium_free() makes the pages writable and wipes them. */
	sodium_free(secret->at);
	*secret = (struct secret){ .max = max };
}

void
secret_take(struct secret *into, struct secret *from)
{
	size_t max = into->max > from->max ? into->max : from->max;

	if (into == from)
		return;
	secret_clear(into);
	*into = *from;
	into->max = max;
	*from = (struct secret){ .max = from->max };
}

void
secret_copy(struct secret *into, const struct secret *from)
{
	struct secret copy;

	secret_init(&copy, from->max);
	secret_add(&copy, secret_open(from), from->len);
	secret_close(from);
	secret_take(into, &copy);
}

/* Moves to a larger block, which can be written; the old one is wiped by
 * sodium_free(). */
static void
grow(struct secret *secret, size_t need)
{
	size_t cap = secret->cap > 0 ? secret->cap : 256;
	unsigned char *at;

	while (cap < need)
		cap += cap;
	at = guarded(cap);
	unhide(secret);
	if (secret->at != NULL)
		memcpy(at, secret->at, secret->len);
	sodium_free(secret->at);
	secret->at = at;
	secret->cap = cap;
}

unsigned char *
secret_room(struct secret *secret, size_t len)
{
	if (secret->at == NULL || secret->len + len + 1 > secret->cap)
		grow(secret, secret->len + len + 1);
	else
		unhide(secret);
	return secret->at + secret->len;
}

bool
secret_filled(struct secret *secret, size_t len)
{
	bool fits = len <= secret->max - secret->len;

	if (fits)
		secret->len += len;
	sodium_memzero(secret->at + secret->len, secret->cap - secret->len);
	hide(secret);
	return fits;
}

bool
secret_add(struct secret *secret, const void *bytes, size_t len)
{
	unsigned char *room;

	if (len > secret->max - secret->len)
		return false;
	room = secret_room(secret, len);
	if (len > 0)
		memcpy(room, bytes, len);
	secret->len += len;
	secret->at[secret->len] = '\0';
	hide(secret);
	return true;
}

bool
secret_adds(struct secret *secret, const char *string)
{
	return secret_add(secret, string, strlen(string));
}

void
secret_drop(struct secret *secret, size_t n)
{
	size_t keep = n < secret->len ? secret->len - n : 0;

	if (secret->at == NULL)
		return;
	unhide(secret);
	sodium_memzero(secret->at + keep, secret->len - keep + 1);
	secret->len = keep;
	hide(secret);
}

const char *
secret_open(const struct secret *secret)
{
	/* Looking does not change the secret, counting the lookers does. */
	struct secret *counted = (struct secret *)secret;

	if (secret->at == NULL)
		return "";
	counted->open++;
	if (counted->open == 1)
		sodium_mprotect_readonly(secret->at);
	return (const char *)secret->at;
}

void
secret_close(const struct secret *secret)
{
	struct secret *counted = (struct secret *)secret;

	if (secret->at == NULL || secret->open == 0)
		return;
	counted->open--;
	hide(secret);
}

bool
secret_is_empty(const struct secret *secret)
{
	return secret->len == 0;
}

bool
secret_equals(const struct secret *a, const struct secret *b)
{
	bool same;

	if (a->len != b->len)
		return false;
	same = sodium_memcmp(secret_open(a), secret_open(b), a->len) == 0;
	secret_close(a);
	secret_close(b);
	return same;
}

static void
drop_line_end(struct secret *secret)
{
	const char *at = secret_open(secret);
	size_t n = 0;

	if (secret->len > 0 && at[secret->len - 1] == '\n')
		n = secret->len > 1 && at[secret->len - 2] == '\r' ? 2 : 1;
	secret_close(secret);
	secret_drop(secret, n);
}

bool
secret_read(struct secret *secret, int fd)
{
	unsigned char *block = guarded(4096);
	ssize_t got;
	int error = 0;

	for (;;) {
		got = read(fd, block, 4096);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			error = errno;
		if (got <= 0)
			break;
		if (!secret_add(secret, block, (size_t)got)) {
			error = EFBIG;
			break;
		}
	}
	sodium_free(block);
	if (error != 0) {
		secret_clear(secret);
		errno = error;
		return false;
	}
	drop_line_end(secret);
	return true;
}
