/* SPDX-License-Identifier: ISC */
/* One line being typed: keys in, text, visible part and cursor out. Knows no
 * terminal; in secret mode the text never leaves a struct secret. */
#ifndef TUI_EDITOR_H
#define TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/secret.h"
#include "setup/validate.h"

enum { EDITOR_SIZE = 1024 }; /* bytes of a plain line with its NUL */

struct editor {
	bool is_secret;
	bool is_shown; /* a secret is shown in clear */
	size_t max;    /* bytes */
	size_t len;
	size_t cursor; /* byte at which typing goes in */
	size_t scroll; /* byte of the first visible character */
	void (*tidy)(char *value); /* for pastes into a plain line, or NULL */
	char line[EDITOR_SIZE];
	struct secret secret;
};

enum editor_key {
	EDITOR_LEFT,
	EDITOR_RIGHT,
	EDITOR_HOME,
	EDITOR_END,
	EDITOR_BACKSPACE,
	EDITOR_DELETE,
	EDITOR_KILL_BEFORE, /* ^U: all before the cursor */
	EDITOR_KILL_WORD,   /* ^W: the word before the cursor; of a masked
			     * secret, whose words nobody sees, as ^U */
	EDITOR_KILL_AFTER,  /* ^K: all behind the cursor */
	EDITOR_KEYS
};

/* Empty. A plain line holds at most EDITOR_SIZE - 1 bytes, a secret max. */
void editor_init(struct editor *editor, void (*tidy)(char *value));
void editor_init_secret(struct editor *editor, size_t max);
/* Wipes; what was shown of a secret has to be wiped by whom it was given. */
void editor_clear(struct editor *editor);

/* Puts a text in place of all that is there, cursor behind it; for a plain
 * line only. False: does not fit, nothing changed. */
bool editor_set(struct editor *editor, const char *text);

/* True when the text changed. */
bool editor_key(struct editor *editor, enum editor_key key);

/* Typed characters, complete ones in UTF-8. False with a finding, and nothing
 * inserted: too long, a control character, no UTF-8. */
bool editor_insert(struct editor *editor, const char *bytes, size_t len,
    struct finding *found);

/*
 * A paste goes in as a whole or not at all: what stands around it (blanks, line
 * breaks, quotes, zero-width characters) is dropped first. False with a finding
 * as above, and for several lines.
 */
bool editor_paste(struct editor *editor, const char *bytes, size_t len,
    struct finding *found);

/* The text of a plain line, "" of a secret; borrowed until the next call. */
const char *editor_text(const struct editor *editor);
/* Moves the secret out; the editor is empty afterwards. */
void editor_take(struct editor *editor, struct secret *into);
/* Moves one in, in place of what is there, cursor behind it. */
void editor_give(struct editor *editor, struct secret *from);
/* Shows or masks a secret. */
void editor_show(struct editor *editor, bool is_shown);

/*
 * The part that is visible in so many columns (at least 4), as UTF-8 with a NUL
 * into out; a '<' or '>' in its first or last column tells that there is more.
 * A masked secret is one '*' for each character. The cursor is always visible,
 * *cursor is its column from 0. Returns the bytes written. The caller wipes out
 * when a secret is shown.
 */
size_t editor_view(struct editor *editor, size_t columns, char *out,
    size_t size, size_t *cursor);

#endif
