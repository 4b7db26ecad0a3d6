/* SPDX-License-Identifier: ISC */
/* The bytes that a terminal sends, as presses. Knows neither curses nor a
 * descriptor nor a clock: bytes go in, and the word that all is quiet. */
#ifndef TUI_DECODER_H
#define TUI_DECODER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/secret.h"
#include "tui/press.h"

enum {
	DECODER_HELD = 4096,	/* bytes that are not understood yet */
	DECODER_LEARNED = 16,	/* sequences of this very terminal */
	DECODER_SEQUENCE = 16,	/* bytes of one of them with its NUL */
	/* Unmarked bytes that come in one go are a paste when a line of so
	 * many of them stands before or behind a line end: nobody types that
	 * fast, and "587" and Enter typed ahead are no paste. */
	DECODER_BURST = 8,
	DECODER_BURST_MS = 20	/* what may pass within one go */
};

enum decoder_state {
	DECODER_EMPTY, /* wait for more, as long as it takes */
	DECODER_PRESS, /* there is one */
	DECODER_ESC,   /* a key may have begun: wait for ESCDELAY */
	DECODER_FLOW   /* a burst may go on: wait for DECODER_BURST_MS */
};

enum decoder_mode {
	DECODER_TYPED,
	DECODER_MARKED, /* in a paste, up to its end's marker */
	DECODER_BARE,	/* in a paste without markers, up to a pause */
	DECODER_STRING	/* in an answer that nobody asked for */
};

/* Bytes are wiped as they are understood, since they may be a secret's. */
struct decoder {
	bool is_utf8; /* else every byte above 0x7f is broken */
	enum decoder_mode mode;
	bool is_over;  /* the paste became too long: dropped to its end */
	bool after_cr; /* in a paste: a LF now belongs to the CR before */
	struct secret paste;
	size_t start, end; /* of what is held */
	unsigned char held[DECODER_HELD];
	size_t learned;
	struct {
		char bytes[DECODER_SEQUENCE];
		enum stroke stroke;
	} rows[DECODER_LEARNED];
};

void decoder_init(struct decoder *decoder, bool is_utf8);
/* Wipes. */
void decoder_clear(struct decoder *decoder);

/* A key's bytes as terminfo has them; those that do not begin with ESC, or are
 * too long, are passed over: control characters mean what press.h says. */
void decoder_learn(struct decoder *decoder, const char *bytes,
    enum stroke stroke);

/* Room for *size bytes (at least 1), and how many of them came. */
unsigned char *decoder_room(struct decoder *decoder, size_t *size);
void decoder_came(struct decoder *decoder, size_t count);

/*
 * The next press, which has to be clear. is_quiet: it was waited for as the
 * last answer says, and nothing came. Sequences that are no key of ours are
 * swallowed whole.
 */
enum decoder_state decoder_next(struct decoder *decoder, bool is_quiet,
    struct press *press);

/* Is there something that may become a press without another byte? */
bool decoder_is_waiting(const struct decoder *decoder);
/* A paste whose end never came: what there is of it ends here. */
void decoder_end_paste(struct decoder *decoder);

/* Inside: decoder_escape.c */

/* How many bytes the sequence at the front has, which begins with ESC: 0 when
 * its end has not come yet. One that turns out to be none is as long as what
 * has to be dropped of it. */
size_t escape_length(const struct decoder *decoder, const unsigned char *at,
    size_t count);
/* What a whole sequence means: STROKE_NONE for nothing; STROKE_TEXT for the
 * keys of a number pad, with its character in *text; STROKE_PASTE for the
 * beginning of a marked paste. */
enum stroke escape_meaning(const struct decoder *decoder,
    const unsigned char *at, size_t count, char *text);

#endif
