/* SPDX-License-Identifier: ISC */
/* What tests of messages share. */
#ifndef TESTS_MESSAGES_H
#define TESTS_MESSAGES_H

#include <stddef.h>

#include "mail/compose.h"

/* All of a message, read in small blocks; its size must be right. To be
 * freed. */
char *message_bytes(struct message *message);
/* A file with these bytes; path is a template that ends in XXXXXX.abc. */
void make_file(char *path, const void *bytes, size_t len);

#endif
