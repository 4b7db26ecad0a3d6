/* SPDX-License-Identifier: ISC */
/* A message ready to be sent: a stream of CRLF lines that can be read again
 * from its beginning, whose size is known before its first byte. Made by
 * compose.h; dots are not yet doubled. */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/fault.h"

struct message;

/* Reads up to size (at least MESSAGE_BLOCK) bytes; 0 at the end; -1 with
 * FAULT_INPUT when a file under it has changed or cannot be read. */
enum { MESSAGE_BLOCK = 4096 };
ssize_t message_read(struct message *message, char *out, size_t size,
    struct fault *why);
/* Back to the first byte. */
void message_rewind(struct message *message);
/* All bytes that message_read() will give: what SIZE= declares. */
uint64_t message_size(const struct message *message);
/* Has it bytes above 127 (BODY=8BITMIME)? */
bool message_is_8bit(const struct message *message);
/* Its Message-ID with the angle brackets; borrowed. */
const char *message_id(const struct message *message);
/* Closes what it holds. NULL is fine. */
void message_free(struct message *message);

#endif
