/* SPDX-License-Identifier: ISC */
/* base64 and quoted-printable bodies (RFC 2045 6.7, 6.8), in streams. */
#ifndef MAIL_ENCODE_H
#define MAIL_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	BASE64_LINE_IN = 57,  /* bytes that make one line */
	BASE64_LINE_OUT = 78, /* 76 characters and CRLF */
	QP_LINE = 76	      /* columns, the soft break included */
};

/* The bytes that len bytes become in lines of 76 with CRLF. */
uint64_t base64_size(uint64_t len);
/* Encodes len bytes in such lines; all but the last call must pass a multiple
 * of BASE64_LINE_IN. Returns the bytes written, base64_size(len). */
size_t base64_lines(const unsigned char *from, size_t len, char *out);

/* Quoted-printable of normalised text (CRLF). Zeroed is ready. */
struct quoter {
	size_t column;
	char held; /* a blank whose form depends on what follows; 0: none */
};
/* Writes at most QUOTE_ROOM(len) bytes and returns how many. */
#define QUOTE_ROOM(len) (6 * (len) + 32)
size_t quote(struct quoter *state, const char *from, size_t len, char *out);
size_t quote_end(struct quoter *state, char *out);

#endif
