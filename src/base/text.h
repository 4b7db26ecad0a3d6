/* SPDX-License-Identifier: ISC */
/* A growing byte string with a maximum from birth. Not for secrets. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * at is always followed by a NUL that len does not count, and is "" (never
 * NULL) after text_init. Once something did not fit below max, nothing more is
 * added and overflow stays true: a caller may add many pieces and look once.
 */
struct text {
	char *at;
	size_t len;
	size_t cap;
	size_t max;
	bool overflow;
};

/* Ready for at most max bytes. */
void text_init(struct text *text, size_t max);
/* Frees; the text may be initialised again. */
void text_clear(struct text *text);
/* Empties and forgets the overflow; keeps the memory. */
void text_reset(struct text *text);
/* Hands the bytes over, to be freed by the caller, and empties the text. */
char *text_take(struct text *text);

/* Each returns false when it did not fit; then nothing of it was added. */
bool text_add(struct text *text, const void *bytes, size_t len);
bool text_adds(struct text *text, const char *string);
bool text_addc(struct text *text, char c);
bool text_addf(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool text_addv(struct text *text, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
