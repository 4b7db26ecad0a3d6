/* SPDX-License-Identifier: ISC */
/* Bodies made fit for the wire, in streams: one kind of line end, no NUL, short
 * enough lines, dots doubled. Pure; the caller reads and writes. */
#ifndef MAIL_NORMALISE_H
#define MAIL_NORMALISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINE_LIMIT = 998 }; /* bytes without CRLF (RFC 5322 2.1.1) */

/* CRLF, LF and CR become CRLF, NUL goes, the last line is completed. What was
 * seen on the way decides about the encoding. Zeroed is ready. */
struct normaliser {
	bool after_cr;	    /* the last byte was CR, already written as CRLF */
	size_t line;	    /* bytes of the line so far */
	size_t longest;	    /* of all lines, without CRLF */
	uint64_t out;	    /* bytes given */
	uint64_t high;	    /* bytes above 127 */
};

/* Writes at most 2 * len bytes to out and returns how many. */
size_t normalise(struct normaliser *state, const char *from, size_t len,
    char *out);
/* The end: CRLF when the last line has none; at most 2 bytes. */
size_t normalise_end(struct normaliser *state, char *out);

/* Is a stream UTF-8 (RFC 3629)? Zeroed is ready; good when neither bad nor in
 * the middle of a character (need > 0) at its end. */
struct utf8 {
	unsigned need;
	unsigned char low, high; /* what the next byte may be */
	bool bad;
};
void utf8_feed(struct utf8 *state, const char *bytes, size_t len);

/* Dots at the beginning of lines of normalised text are doubled (RFC 5321
 * 4.5.2). Zeroed is *not* ready: line_start is true at the beginning. */
struct stuffer {
	bool line_start;
};
/* Is there nothing to double in these bytes? Then they may go as they are, and
 * the state has moved behind them. */
bool stuff_is_needless(struct stuffer *state, const char *from, size_t len);
/* Writes at most 2 * len bytes to out and returns how many. */
size_t stuff_dots(struct stuffer *state, const char *from, size_t len,
    char *out);

#endif
