/* SPDX-License-Identifier: ISC */
/* The header block of a finished message, field by field, as other programs
 * wrote it: any line ends, raw 8-bit text, missing blank lines. */
#ifndef MAIL_FIELDS_H
#define MAIL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* One field; borrowed from the block. */
struct mail_field {
	const char *name;
	size_t name_len; /* without blanks before the colon */
	const char *value;
	size_t value_len; /* the folded lines as they are, the last end cut */
};

struct field_reader {
	const char *at;
	size_t len;
	size_t i;      /* behind the last field; in the end: the body */
	bool complete; /* the header ended inside of at */
};

/* Passes over an mbox line and sets the reader to the first field. */
void field_reader_init(struct field_reader *reader, const char *bytes,
    size_t len);
/* False at the end of the header: behind its blank line, or before the first
 * line that is no field. */
bool field_next(struct field_reader *reader, struct mail_field *field);
bool field_is(const struct mail_field *field, const char *name);

/* The value on one line, NUL and controls gone, UTF-8 in any case (what is not
 * is taken for ISO 8859-1); blanks at the ends cut. */
void field_unfold(const struct mail_field *field, struct text *out);
/* Adds the field made fit for the wire: CRLF, encoded, folded when needed. */
void field_write(const struct mail_field *field, struct text *out);

#endif
