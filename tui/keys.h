/* SPDX-License-Identifier: ISC */
/* The table of keys: what each is called, what it does, and when. Footer, help
 * and the face ask the same rows. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/face.h"

struct key_row {
	enum stroke stroke;
	const char *name;  /* "^G" */
	const char *words; /* "Help": in the footer; NULL: only in the help */
	const char *help;  /* one line */
	unsigned rank;	   /* see key_rank() */
	bool (*acts)(const struct face *face);
};

extern const struct key_row key_rows[];
extern const size_t key_row_count;

/* What a narrow footer drops last has the lowest. */
unsigned key_rank(const struct key_row *row, const struct face *face);
/* The words that fit the moment ("Next", "Check", "Yes, leave" for Enter);
 * borrowed, static. */
const char *key_words(const struct key_row *row, const struct face *face);

#endif
