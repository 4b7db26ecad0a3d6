/* SPDX-License-Identifier: ISC */
/* Making messages: from a text and files, or from a finished RFC 5322 message
 * that lacks this and that. Nothing here talks to a server. */
#ifndef MAIL_COMPOSE_H
#define MAIL_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "mail/address.h"
#include "mail/message.h"

/* All strings are borrowed during the call; descriptors stay the caller's. A
 * file behind body_fd is read again from where it stands while sending. */
struct letter {
	const struct address *from;
	const struct address_list *to, *cc; /* NULL for none */
	/* Bcc is envelope only: not here. */
	const char *subject;	    /* UTF-8; NULL for none */
	int body_fd;		    /* read to its end when body is NULL */
	const char *body;	    /* the text, or NULL */
	size_t body_len;
	const char *const *files;   /* paths of attachments */
	const int *file_fds;	    /* each opened already, NULL: opened here */
	size_t file_count;
	const char *message_id;	    /* NULL: made under from's domain */
	int64_t date;		    /* seconds since 1970 */
	bool auto_submitted;	    /* Auto-Submitted: auto-generated */
	uint64_t limit;		    /* bytes of the whole message; 0: none */
};

/* Opens a file to be attached, for who gives up the right to read it before
 * message_compose(). A descriptor, or -1: FAULT_INPUT. */
int message_open_file(const char *path, struct fault *why);

/*
 * Opens and measures the files, reads a body that cannot be read twice, and
 * leaves the rest for message_read(): memory stays flat. NULL: FAULT_DATA for a
 * bad header value or a message over the limit ("30 MB becomes 41 MB in a
 * mail, your mailbox takes 35"), FAULT_INPUT for a file that cannot be read.
 */
struct message *message_compose(const struct letter *letter,
    struct fault *why);

/* What a finished message is given where it lacks it. */
struct message_rules {
	const struct address *from; /* for a missing From; NULL adds none */
	const char *message_id;	    /* NULL: made under from's domain */
	int64_t date;
	uint64_t limit;		    /* as above */
	uint64_t length;	    /* bytes to take from fd; 0: all */
	bool seven_bit;	 /* the next hop takes no 8-bit: encode the body */
	/* Filled with To, Cc and Bcc of the message when not NULL. */
	struct address_list *recipients;
};

/*
 * A finished message from bytes or a descriptor: line ends and NUL normalised,
 * a leading mbox line dropped, a header block made for a body without one,
 * Bcc removed, missing Date, Message-ID, From and To added, raw 8-bit header
 * text encoded, a body with lines over 998 bytes (or 8-bit, see seven_bit)
 * re-encoded when it is a single part; other such messages are FAULT_DATA.
 */
struct message *message_from_bytes(const char *bytes, size_t len,
    const struct message_rules *rules, struct fault *why);
struct message *message_from_fd(int fd, const struct message_rules *rules,
    struct fault *why);

/* The media type that goes with a file name's extension; never NULL. */
const char *media_type(const char *path);

/* "30 MB becomes 41 MB in a mail, your mailbox takes 35: ..." */
bool message_too_large(uint64_t raw, uint64_t encoded, uint64_t limit,
    struct fault *why);

#endif
