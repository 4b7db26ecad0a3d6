/* SPDX-License-Identifier: ISC */
/* What the program tells about its work: standard error for the person with
 * --debug, syslog for the record. Callers never hand it a secret; every line is
 * cleaned, and shapes of tokens and codes are blotted out all the same. */
#ifndef BASE_JOURNAL_H
#define BASE_JOURNAL_H

#include <stdbool.h>

enum journal_level { JOURNAL_DEBUG, JOURNAL_INFO, JOURNAL_WARN, JOURNAL_ERROR };

/* debug: also write JOURNAL_DEBUG and above to standard error. syslog: write
 * JOURNAL_INFO and above there (facility mail). Neither is on by default. */
void journal_open(bool debug, bool syslog);
bool journal_is_debug(void);
void journal_write(enum journal_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
