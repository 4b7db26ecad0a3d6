/* SPDX-License-Identifier: ISC */
/* Names and values of a query or a form (application/x-www-form-urlencoded),
 * and text made safe for such and for HTML. */
#ifndef TENANT_FIELDS_H
#define TENANT_FIELDS_H

#include <stddef.h>

#include "base/text.h"

struct field {
	struct field *next;
	char *name;
	char *value;
};

/* Splits and decodes; a broken %-escape stays as it stands. */
struct field *fields_parse(const char *from, size_t len);
void fields_free(struct field *fields);
/* The first value of that name, or NULL. */
const char *field_value(const struct field *fields, const char *name);

/* Adds value as one value of a form: blanks become +. */
void add_encoded(struct text *out, const char *value);
/* Adds "name=value" with a & in front when out is not empty. */
void add_field(struct text *out, const char *name, const char *value);
/* Adds text with what HTML would take for markup replaced. */
void add_html(struct text *out, const char *words);

#endif
