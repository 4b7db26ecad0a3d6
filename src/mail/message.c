/* SPDX-License-Identifier: ISC */
/* Gives the bytes of a message piece by piece, encoding files as they are read:
 * however large the message is, only a block of it is in memory. */
#include <config.h>

#include "mail/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "mail/encode.h"
#include "mail/parts.h"

enum {
	TEXT_IN = 4096, /* bytes of text taken at a time */
	FILE_IN = BASE64_LINE_IN * 512
};

struct piece {
	struct source source;
	uint64_t from;	    /* where in the source it begins */
	enum coding coding;
	uint64_t size;	    /* what it gives */
};

/* Where the reading of the present piece stands. */
struct position {
	size_t piece;
	uint64_t at;	/* in the source */
	uint64_t given; /* bytes of this piece so far */
	struct normaliser lines;
	struct quoter quoter;
	bool ended;	/* the text's end has been worked in */
};

/* Only texts need it: encoded bytes that did not fit the caller's block yet,
 * and the tail of a line of base64 that is not full. */
struct work {
	char in[TEXT_IN];
	char normal[2 * TEXT_IN + BASE64_LINE_IN + 2];
	size_t normal_len;
	char out[QUOTE_ROOM(2 * TEXT_IN + 2)];
	size_t len;
	size_t at;
};

struct message {
	struct piece *at;
	size_t count;
	uint64_t size;
	bool eight_bit;
	char id[MESSAGE_ID_SIZE];
	struct position position;
	struct work *work;
	unsigned char *file_block;
};

struct message *
message_new(void)
{
	return must_alloc(1, sizeof(struct message));
}

void
message_add_source(struct message *message, struct source *source,
    uint64_t from, enum coding coding, uint64_t size)
{
	message->at = must_realloc(message->at, message->count + 1,
	    sizeof(*message->at));
	message->at[message->count++] = (struct piece){ *source, from, coding,
		size };
	message->size += size;
	*source = (struct source){ .fd = -1 };
}

void
message_add_text(struct message *message, struct text *text)
{
	struct source source = { .fd = -1, .len = text->len };

	source.bytes = text_take(text);
	snprintf(source.name, sizeof(source.name), "the header");
	message_add_source(message, &source, 0, CODING_PLAIN, source.len);
}

void
message_set(struct message *message, const char *id, bool eight_bit)
{
	snprintf(message->id, sizeof(message->id), "%s", id);
	message->eight_bit = eight_bit;
}

/* Whole lines straight into the caller's block. */
static ssize_t
read_base64(struct message *message, const struct piece *piece, char *out,
    size_t size, struct fault *why)
{
	size_t want = size / BASE64_LINE_OUT * BASE64_LINE_IN;
	ssize_t n;

	if (want > FILE_IN)
		want = FILE_IN;
	if (message->file_block == NULL)
		message->file_block = must_alloc(FILE_IN, 1);
	n = source_read(&piece->source, piece->from + message->position.at,
	    (char *)message->file_block, want, why);
	if (n <= 0)
		return n;
	message->position.at += (uint64_t)n;
	return (ssize_t)base64_lines(message->file_block, (size_t)n, out);
}

/* Normalised text in work->normal goes to work->out in its coding. */
static void
encode_work(struct message *message, enum coding coding)
{
	struct position *position = &message->position;
	struct work *work = message->work;
	size_t use = work->normal_len;

	work->at = 0;
	if (coding == CODING_QUOTED) {
		work->len = quote(&position->quoter, work->normal, use,
		    work->out);
		if (position->ended)
			work->len += quote_end(&position->quoter,
			    work->out + work->len);
	} else if (coding == CODING_LINES) {
		if (!position->ended)
			use -= use % BASE64_LINE_IN;
		work->len = base64_lines((unsigned char *)work->normal, use,
		    work->out);
	} else {
		memcpy(work->out, work->normal, use);
		work->len = use;
	}
	memmove(work->normal, work->normal + use, work->normal_len - use);
	work->normal_len -= use;
}

static bool
fill_work(struct message *message, const struct piece *piece,
    struct fault *why)
{
	struct position *position = &message->position;
	struct work *work = message->work;
	ssize_t n = source_read(&piece->source, piece->from + position->at,
	    work->in, TEXT_IN, why);

	if (n < 0)
		return false;
	if (n == 0) {
		work->normal_len += normalise_end(&position->lines,
		    work->normal + work->normal_len);
		position->ended = true;
	} else {
		work->normal_len += normalise(&position->lines, work->in,
		    (size_t)n, work->normal + work->normal_len);
		position->at += (uint64_t)n;
	}
	encode_work(message, piece->coding);
	return true;
}

static ssize_t
read_lines(struct message *message, const struct piece *piece, char *out,
    size_t size, struct fault *why)
{
	struct work *work;
	size_t n;

	if (message->work == NULL)
		message->work = must_alloc(1, sizeof(*message->work));
	work = message->work;
	while (work->at == work->len) {
		if (message->position.ended)
			return 0;
		if (!fill_work(message, piece, why))
			return -1;
	}
	n = work->len - work->at < size ? work->len - work->at : size;
	memcpy(out, work->out + work->at, n);
	work->at += n;
	return (ssize_t)n;
}

static ssize_t
read_piece(struct message *message, const struct piece *piece, char *out,
    size_t size, struct fault *why)
{
	ssize_t n;

	if (piece->coding == CODING_BASE64)
		return read_base64(message, piece, out, size, why);
	if (piece->coding != CODING_PLAIN)
		return read_lines(message, piece, out, size, why);
	n = source_read(&piece->source, piece->from + message->position.at,
	    out, size, why);
	if (n > 0)
		message->position.at += (uint64_t)n;
	return n;
}

static void
begin_piece(struct message *message, size_t piece)
{
	message->position = (struct position){ .piece = piece };
	if (message->work != NULL)
		message->work->at = message->work->len =
		    message->work->normal_len = 0;
}

static ssize_t
changed(const struct piece *piece, struct fault *why)
{
	fault_set(why, FAULT_INPUT, "%s changed while it was being sent",
	    piece->source.name);
	fault_next(why, "Nothing was delivered. Send it again when it is "
	    "finished.");
	return -1;
}

ssize_t
message_read(struct message *message, char *out, size_t size,
    struct fault *why)
{
	struct position *position = &message->position;
	size_t got = 0;

	while (position->piece < message->count &&
	    size - got >= MESSAGE_BLOCK) {
		const struct piece *piece = &message->at[position->piece];
		ssize_t n = read_piece(message, piece, out + got, size - got,
		    why);

		if (n < 0)
			return -1;
		position->given += (uint64_t)n;
		got += (size_t)n;
		if (position->given > piece->size ||
		    (n == 0 && position->given < piece->size))
			return changed(piece, why);
		if (n == 0)
			begin_piece(message, position->piece + 1);
	}
	return (ssize_t)got;
}

void
message_rewind(struct message *message)
{
	begin_piece(message, 0);
}

uint64_t
message_size(const struct message *message)
{
	return message->size;
}

bool
message_is_8bit(const struct message *message)
{
	return message->eight_bit;
}

const char *
message_id(const struct message *message)
{
	return message->id;
}

void
message_free(struct message *message)
{
	size_t i;

	if (message == NULL)
		return;
	for (i = 0; i < message->count; i++)
		source_clear(&message->at[i].source);
	free(message->at);
	free(message->work);
	free(message->file_block);
	free(message);
}
