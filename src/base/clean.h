/* SPDX-License-Identifier: ISC */
/* The one way that text from outside reaches a terminal, a log or a file that
 * people read (error descriptions, server replies, names, subjects). */
#ifndef BASE_CLEAN_H
#define BASE_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

enum {
	CLEAN_COLUMNS = 512, /* what one cleaned line may be at the most */
	CLEAN_SIZE = CLEAN_COLUMNS * 4 + 1 /* bytes that always suffice */
};

/*
 * Writes a NUL-terminated, printable, valid UTF-8 rendering of len bytes into
 * out (size bytes, at least 1): runs of white space become one blank, leading
 * and trailing blanks go, other controls (C0, C1, DEL) become \xNN, invalid
 * bytes and bidirectional, zero-width and unassigned-control code points become
 * U+FFFD, and what lies beyond CLEAN_COLUMNS is cut and ends in "...".
 * Returns out, so that it can stand in an argument list.
 */
const char *clean_text(char *out, size_t size, const char *from, size_t len);

/* The same for a string. */
const char *clean_string(char *out, size_t size, const char *from);

/* For what people enter, whose accents and joiners stay as they are: is there
 * anything in it that a terminal would obey (C0, C1, DEL), or that turns the
 * order of what stands around it? */
bool clean_has_control(const char *from, size_t len);

#endif
