/* SPDX-License-Identifier: ISC */
/* The inside of a message, for the files that build one: a row of pieces, each
 * of which knows its size beforehand and gives its bytes when asked. */
#ifndef MAIL_PARTS_H
#define MAIL_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/fault.h"
#include "base/text.h"
#include "mail/header.h"
#include "mail/message.h"
#include "mail/normalise.h"

/* Bytes that can be read at any position, from memory or from a file. */
struct source {
	char *bytes;	/* owned; NULL: a file */
	int fd;		/* owned; -1: memory */
	off_t start;	/* where in the file it begins */
	uint64_t len;
	char name[256]; /* for messages, clean */
};

#define STANDARD_INPUT "the message on standard input"

/* Takes over what is at fd: files by a duplicate descriptor from their present
 * offset, anything else by reading at most max bytes into memory (FAULT_DATA
 * beyond). FAULT_INPUT, which calls it by that name. */
bool source_from_fd(struct source *source, int fd, const char *name,
    uint64_t max, struct fault *why);
void source_from_bytes(struct source *source, const char *bytes, size_t len);
/* Reads until len bytes or the end; -1: FAULT_INPUT. */
ssize_t source_read(const struct source *source, uint64_t at, char *out,
    size_t len, struct fault *why);
void source_clear(struct source *source);

enum coding {
	CODING_PLAIN,  /* bytes as they are */
	CODING_TEXT,   /* normalised lines, 7bit or 8bit */
	CODING_QUOTED, /* normalised lines, quoted-printable */
	CODING_LINES,  /* normalised lines, base64 */
	CODING_BASE64  /* bytes, base64 */
};

/* What one pass over a text tells. */
struct survey {
	uint64_t size[CODING_BASE64 + 1]; /* what each coding would give */
	bool high;     /* bytes above 127 */
	bool long_line;
	bool utf8;
};
bool source_survey(const struct source *source, uint64_t from,
    struct survey *survey, struct fault *why);
/* Plain lines when they may stay so, else the shorter encoding. */
enum coding survey_choose(const struct survey *survey, bool eight_bit);
/* "7bit", "8bit", "quoted-printable", "base64". */
const char *coding_words(enum coding coding, bool high);

struct message *message_new(void);
/* Each moves what it is given into the message. */
void message_add_text(struct message *message, struct text *text);
void message_add_source(struct message *message, struct source *source,
    uint64_t from, enum coding coding, uint64_t size);
void message_set(struct message *message, const char *id, bool eight_bit);

#endif
