/* SPDX-License-Identifier: ISC */
/* Judges JSON text by grammar and limits before a parser sees it. */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* RFC 8259 and the limits of json_parse(); FAULT_DATA with line and column,
 * without a word of what the text says. */
bool json_scan(const char *bytes, size_t len, struct fault *why);

#endif
