/* SPDX-License-Identifier: ISC */
/* A throw-away --home layout for tests, and small deeds on files. */
#ifndef TESTS_LIB_HOME_H
#define TESTS_LIB_HOME_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "account/layout.h"
#include "base/text.h"

/* Makes a directory below TMPDIR with a prepared layout in it; aborts when it
 * cannot. */
void home_make(struct layout *layout);
/* Removes all of it. */
void home_remove(struct layout *layout);

/* The path of an account's file, in static storage of its own per file. */
const char *home_path(const struct layout *layout, enum layout_file file,
    const char *name);
bool home_has(const struct layout *layout, enum layout_file file,
    const char *name);

/* Whole files; aborting on trouble. */
void file_put(const char *path, mode_t mode, const char *bytes, size_t len);
void file_puts(const char *path, mode_t mode, const char *string);
/* Read into a new text of at most 4 MiB. */
void file_get(const char *path, struct text *out);
mode_t file_mode(const char *path);

/* Does any file below dir contain the bytes? */
bool tree_contains(const char *dir, const char *bytes, size_t len);
/* How many files there are below dir. */
unsigned tree_count(const char *dir);

#endif
