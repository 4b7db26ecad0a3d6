/* SPDX-License-Identifier: ISC */
/* Memory that is there or the program ends: no caller handles a NULL. */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

/* Zeroed memory of count * size bytes; ends with exit 71 when there is none.
 * The caller frees it with free(). */
void *must_alloc(size_t count, size_t size);

/* As realloc(), for count * size bytes; new bytes are not zeroed. */
void *must_realloc(void *old, size_t count, size_t size);

/* A copy of a string, or of its first len bytes with a NUL behind them. */
char *must_strdup(const char *text);
char *must_strndup(const char *text, size_t len);

/* The end for want of memory, for allocators that are not malloc(). */
_Noreturn void alloc_failed(void);

/* Called once before the program ends for want of memory, to give the terminal
 * back; NULL for nothing (the default). */
void alloc_on_failure(void (*restore)(void));

#endif
