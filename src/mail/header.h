/* SPDX-License-Identifier: ISC */
/* Header fields that we write: safe, encoded (RFC 2047, RFC 2231) and folded
 * (RFC 5322 2.2.3). Each writer adds whole lines that end in CRLF. */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"
#include "mail/address.h"

enum {
	HEADER_LINE = 78,	  /* columns that we fold at */
	HEADER_MAX = 256 * 1024,  /* bytes of a header block that we accept */
	MESSAGE_ID_SIZE = 320	  /* <unique@domain> with its NUL */
};

/* Refuses CR, LF and other controls, and what is not UTF-8, in a value from an
 * option or a setting. what names it ("the subject"). FAULT_DATA. */
bool header_is_safe(const char *what, const char *value, struct fault *why);

/* Free text (Subject). Non-ASCII becomes encoded words of at most 75 columns,
 * B or Q, whichever is shorter; no character is split. value passed
 * header_is_safe(). */
bool header_text(struct text *out, const char *field, const char *value);
/* From, To, Cc: names quoted or encoded as needed. */
bool header_addresses(struct text *out, const char *field,
    const struct address *list, size_t count);
/* Date (local time with its offset). */
bool header_date(struct text *out, int64_t at);
/* "Field: value" as it is (a token or an id); folded nowhere. */
bool header_plain(struct text *out, const char *field, const char *value);

/* Adds "; name=value" to a field under construction, on a line of its own:
 * token, quoted string, or RFC 2231 with continuations for non-ASCII and long
 * values. Does not end the line. */
bool header_parameter(struct text *out, const char *name, const char *value);

/* A new <random@domain>; domain falls back to "postfrank.invalid" when it is
 * empty, has no dot or is a localhost. Returns out. */
const char *message_id_make(char out[static MESSAGE_ID_SIZE],
    const char *domain);

/* Is this valid UTF-8 (RFC 3629)? And is it all ASCII? */
bool utf8_is_valid(const char *bytes, size_t len);
bool ascii_only(const char *bytes, size_t len);

#endif
