/* SPDX-License-Identifier: ISC */
/* What the files file*.c share; everybody else uses file.h. */
#ifndef BASE_FILE_PARTS_H
#define BASE_FILE_PARTS_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/text.h"

/* An open descriptor of a regular file, -1 with a fault, or without one and
 * *exists false. */
int file_open_regular(const char *path, bool *exists, struct fault *why);
/* Adds what is left to read; path is for the fault. */
bool file_read_open(int fd, const char *path, struct text *into,
    struct fault *why);

#endif
