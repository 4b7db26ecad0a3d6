/* SPDX-License-Identifier: ISC */
/* Fits the walkthrough's texts to a width, for faces that print lines. */
#ifndef SETUP_WRAP_H
#define SETUP_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Adds a text wrapped by words to at most columns (characters; wide ones are
 * not expected), each line behind indent blanks and ended by a newline; a
 * newline in the text begins a new line. A word that is longer than a line (an
 * address) stands alone on its own. False: did not fit.
 */
bool wrap_text(const char *from, size_t columns, size_t indent,
    struct text *out);

#endif
