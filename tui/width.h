/* SPDX-License-Identifier: ISC */
/* How many columns characters take, and where one ends. Own tables, so that
 * neither the locale nor a terminal is needed. */
#ifndef TUI_WIDTH_H
#define TUI_WIDTH_H

#include <stdbool.h>
#include <stddef.h>

/* Is all of it valid UTF-8 (no surrogates, nothing overlong)? */
bool width_is_utf8(const char *bytes, size_t len);

/* Bytes of the character that begins at bytes (len > 0): one code point and the
 * marks that combine with it. A broken byte is a character of its own. */
size_t width_next(const char *bytes, size_t len);
/* Bytes of the character that ends at bytes + len (len > 0). */
size_t width_before(const char *bytes, size_t len);

/* Columns of the character of that many bytes: 1 or 2. */
size_t width_columns(const char *bytes, size_t len);

/* Of a mark that width_next() joins to a character: does it print nothing, or
 * set a direction (U+200B to U+200F, U+2060 to U+2064, U+FEFF)? */
bool width_is_hidden(const char *mark);

#endif
