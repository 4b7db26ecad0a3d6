/* SPDX-License-Identifier: ISC */
/* The message on the wire: dots doubled, the final dot in the last flight, an
 * early answer heard. One block is in memory, whatever the message's size. */
#include <config.h>

#include "mail/smtp_inside.h"

#include <string.h>

#include "base/alloc.h"
#include "base/journal.h"
#include "mail/normalise.h"

/* As much as a TLS record takes: larger blocks make no fewer calls. */
enum { BLOCK = 16 * 1024 };
static const char final_dot[] = ".\r\n";

/* Puts one block, with the dot behind the last one, doubling dots only where
 * there are any: attachments go out without another copy. */
static enum wire
put_block(struct smtp *smtp, struct stuffer *stuffer, size_t len, bool last)
{
	char *bytes = smtp->block;

	if (!stuff_is_needless(stuffer, bytes, len)) {
		if (smtp->stuffed == NULL)
			smtp->stuffed = must_alloc(2 * BLOCK +
			    sizeof(final_dot), 1);
		len = stuff_dots(stuffer, bytes, len, smtp->stuffed);
		bytes = smtp->stuffed;
	}
	if (last) {
		memcpy(bytes + len, final_dot, sizeof(final_dot) - 1);
		len += sizeof(final_dot) - 1;
	}
	return smtp_put(smtp, bytes, len, true);
}

enum wire
smtp_put_message(struct smtp *smtp, struct message *message,
    bool *handed_over, struct fault *why)
{
	const struct smtp_watch *watch = smtp->watch;
	struct stuffer stuffer = { .line_start = true };
	uint64_t total = message_size(message);
	uint64_t sent = 0;
	enum wire wire = WIRE_OK;

	*handed_over = false;
	if (smtp->block == NULL)
		smtp->block = must_alloc(BLOCK + sizeof(final_dot), 1);
	message_rewind(message);
	while (wire == WIRE_OK && sent < total) {
		ssize_t n = message_read(message, smtp->block, BLOCK, why);

		if (n <= 0)
			return WIRE_LOST;
		sent += (uint64_t)n;
		wire = put_block(smtp, &stuffer, (size_t)n, sent == total);
		if (watch != NULL && watch->progress != NULL)
			watch->progress(watch->arg, sent, total);
	}
	*handed_over = wire == WIRE_OK;
	journal_write(JOURNAL_DEBUG, "smtp: > (%llu bytes of message)",
	    (unsigned long long)sent);
	return wire;
}
