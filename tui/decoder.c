/* SPDX-License-Identifier: ISC */
/* Bytes in, presses out: typed characters, control keys and pastes; escape
 * sequences are told apart in decoder_escape.c. */
#include <config.h>

#include "tui/decoder.h"

#include <string.h>

#include "tui/width.h"

enum { ESC = 0x1b, BEL = 0x07, DEL = 0x7f };

static const char paste_end[] = "\033[201~";

/* ^@ to ^_, but for ESC, Tab and the line ends what press.h says of them; ^\
 * would end others at once, and means as much here. */
static const enum stroke controls[0x20] = {
	[0x01] = STROKE_HOME,
	[0x02] = STROKE_BROWSER,
	[0x03] = STROKE_BREAK,
	[0x04] = STROKE_HAND_OVER,
	[0x05] = STROKE_LINE_END,
	[0x07] = STROKE_HELP,
	[0x08] = STROKE_BACKSPACE,
	[0x09] = STROKE_TAB,
	[0x0a] = STROKE_ENTER,
	[0x0b] = STROKE_KILL_AFTER,
	[0x0c] = STROKE_REPAINT,
	[0x0d] = STROKE_ENTER,
	[0x0e] = STROKE_NEW,
	[0x0f] = STROKE_PAGE,
	[0x10] = STROKE_OTHER_WAY,
	[0x12] = STROKE_REVEAL,
	[0x14] = STROKE_STEPS,
	[0x15] = STROKE_KILL_BEFORE,
	[0x17] = STROKE_KILL_WORD,
	[0x18] = STROKE_LEAVE,
	[0x19] = STROKE_COPY,
	[0x1a] = STROKE_SUSPEND,
	[0x1c] = STROKE_BREAK,
};

void
decoder_init(struct decoder *decoder, bool is_utf8)
{
	memset(decoder, 0, sizeof(*decoder));
	decoder->is_utf8 = is_utf8;
	secret_init(&decoder->paste, PRESS_PASTE_MAX);
}

void
decoder_clear(struct decoder *decoder)
{
	secret_clear(&decoder->paste);
	explicit_bzero(decoder, sizeof(*decoder));
}

void
decoder_learn(struct decoder *decoder, const char *bytes, enum stroke stroke)
{
	size_t len = strlen(bytes);

	if (bytes[0] != ESC || len < 2 || len >= DECODER_SEQUENCE ||
	    decoder->learned == DECODER_LEARNED)
		return;
	memcpy(decoder->rows[decoder->learned].bytes, bytes, len + 1);
	decoder->rows[decoder->learned++].stroke = stroke;
}

unsigned char *
decoder_room(struct decoder *decoder, size_t *size)
{
	size_t count = decoder->end - decoder->start;

	if (decoder->start > 0) {
		memmove(decoder->held, decoder->held + decoder->start, count);
		explicit_bzero(decoder->held + count, decoder->start);
		decoder->start = 0;
		decoder->end = count;
	}
	*size = DECODER_HELD - count;
	return decoder->held + count;
}

void
decoder_came(struct decoder *decoder, size_t count)
{
	decoder->end += count;
}

static const unsigned char *
front(const struct decoder *decoder, size_t *count)
{
	*count = decoder->end - decoder->start;
	return decoder->held + decoder->start;
}

/* All that is not needed again is wiped at once. */
static void
drop(struct decoder *decoder, size_t count)
{
	explicit_bzero(decoder->held + decoder->start, count);
	decoder->start += count;
	if (decoder->start == decoder->end)
		decoder->start = decoder->end = 0;
}

static bool
is_line_end(unsigned char byte)
{
	return byte == '\r' || byte == '\n';
}

static bool
is_text(unsigned char byte)
{
	return byte >= 0x20 && byte != DEL;
}

static enum decoder_state
give(struct press *press, enum stroke stroke)
{
	press->stroke = stroke;
	return DECODER_PRESS;
}

/* Moves bytes from the front into the paste, line ends as '\n'. */
static void
keep(struct decoder *decoder, size_t count)
{
	unsigned char *at = decoder->held + decoder->start;
	size_t from, to = 0;

	for (from = 0; from < count; from++) {
		unsigned char byte = at[from];

		if (byte != '\n' || !decoder->after_cr)
			at[to++] = byte == '\r' ? '\n' : byte;
		decoder->after_cr = byte == '\r';
	}
	if (!decoder->is_over && !secret_add(&decoder->paste, at, to)) {
		decoder->is_over = true;
		secret_clear(&decoder->paste);
	}
	drop(decoder, count);
}

static enum decoder_state
give_paste(struct decoder *decoder, struct press *press)
{
	bool is_over = decoder->is_over;

	decoder->mode = DECODER_TYPED;
	decoder->is_over = decoder->after_cr = false;
	if (is_over)
		return give(press, STROKE_TOO_MUCH);
	secret_take(&press->pasted, &decoder->paste);
	return give(press, secret_is_empty(&press->pasted) ? STROKE_NONE :
							      STROKE_PASTE);
}

/* How many bytes at the end may begin the marker of the paste's end. */
static size_t
marker_begun(const unsigned char *at, size_t count)
{
	size_t len = sizeof(paste_end) - 2;

	while (len > 0 &&
	    (len > count || memcmp(at + count - len, paste_end, len) != 0))
		len--;
	return len;
}

static enum decoder_state
next_marked(struct decoder *decoder, struct press *press)
{
	size_t count, len = sizeof(paste_end) - 1;
	const unsigned char *at = front(decoder, &count);
	const unsigned char *end = memmem(at, count, paste_end, len);

	if (end == NULL) {
		keep(decoder, count - marker_begun(at, count));
		return DECODER_EMPTY;
	}
	keep(decoder, (size_t)(end - at));
	drop(decoder, len);
	return give_paste(decoder, press);
}

static enum decoder_state
next_bare(struct decoder *decoder, bool is_quiet, struct press *press)
{
	size_t count, i = 0;
	const unsigned char *at = front(decoder, &count);

	while (i < count &&
	    (is_text(at[i]) || is_line_end(at[i]) || at[i] == '\t'))
		i++;
	keep(decoder, i);
	return i < count || is_quiet ? give_paste(decoder, press) :
				       DECODER_FLOW;
}

void
decoder_end_paste(struct decoder *decoder)
{
	if (decoder->mode == DECODER_MARKED)
		decoder->mode = DECODER_BARE;
}

/* What came in one go, up to the next key that is none of a text's. */
struct run {
	size_t text;	/* bytes up to a line end, Tab or the end */
	size_t longest; /* line */
	bool has_end;	/* a line end */
	bool is_all;	/* nothing else is held */
};

static struct run
measure(const struct decoder *decoder)
{
	size_t count, i, line = 0;
	const unsigned char *at = front(decoder, &count);
	struct run run = { 0 };

	while (run.text < count && is_text(at[run.text]))
		run.text++;
	for (i = 0; i < count; i++) {
		if (is_line_end(at[i]))
			run.has_end = true;
		else if (!is_text(at[i]) && at[i] != '\t')
			break;
		line = is_text(at[i]) ? line + 1 : 0;
		if (line > run.longest)
			run.longest = line;
	}
	run.is_all = i == count;
	return run;
}

/* Bytes of the character at the front: 0 when more of them have to come, 1 for
 * a broken byte, too. */
static size_t
character(const struct decoder *decoder, const unsigned char *at, size_t count)
{
	size_t want = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2, i;

	if (!decoder->is_utf8 || at[0] < 0xc2 || at[0] > 0xf4)
		return 1;
	for (i = 1; i < want && i < count; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 1;
	if (count < want)
		return 0;
	return width_is_utf8((const char *)at, want) ? want : 1;
}

/* Complete characters; a broken byte makes a press of its own, so that what
 * stands around it is taken. */
static enum decoder_state
give_text(struct decoder *decoder, size_t count, bool is_quiet,
    struct press *press)
{
	const unsigned char *at = decoder->held + decoder->start;
	size_t len = 0, one;

	while (len < count) {
		one = character(decoder, at + len, count - len);
		if (one == 0 && len == 0)
			one = is_quiet ? 1 : 0;
		if (one == 0 || (one == 1 && at[len] >= 0x80 && len > 0))
			break;
		len += one;
		if (one == 1 && at[len - 1] >= 0x80)
			break;
	}
	if (len == 0)
		return DECODER_ESC;
	memcpy(press->bytes, at, len);
	press->len = len;
	drop(decoder, len);
	return give(press, STROKE_TEXT);
}

/* CR LF is one Enter: a terminal may send both for the key. */
static enum decoder_state
next_control(struct decoder *decoder, struct press *press)
{
	size_t count;
	const unsigned char *at = front(decoder, &count);
	enum stroke stroke = at[0] == DEL ? STROKE_BACKSPACE : controls[at[0]];

	drop(decoder, count > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : 1);
	return give(press, stroke);
}

static enum decoder_state
next_run(struct decoder *decoder, bool is_quiet, struct press *press)
{
	struct run run = measure(decoder);

	if ((run.has_end && run.longest >= DECODER_BURST) ||
	    run.text >= PRESS_BYTES) {
		decoder->mode = DECODER_BARE;
		return next_bare(decoder, is_quiet, press);
	}
	if (run.text == 0)
		return next_control(decoder, press);
	if (run.text >= DECODER_BURST && run.is_all && !is_quiet)
		return DECODER_FLOW;
	return give_text(decoder, run.text, is_quiet, press);
}

/* An answer up to BEL or ESC \; ^X and ^Z break it off and are keys. */
static enum decoder_state
next_string(struct decoder *decoder, bool is_quiet)
{
	size_t count, i;
	const unsigned char *at = front(decoder, &count);

	for (i = 0; i < count; i++)
		if (at[i] == BEL || at[i] == ESC || at[i] == 0x18 ||
		    at[i] == 0x1a)
			break;
	/* A lone ESC may be half of the end. */
	if (!is_quiet && (i == count || (at[i] == ESC && i + 1 == count))) {
		drop(decoder, i);
		return DECODER_ESC;
	}
	decoder->mode = DECODER_TYPED;
	if (i < count && at[i] == BEL)
		i++;
	else if (i + 1 < count && at[i] == ESC && at[i + 1] == '\\')
		i += 2;
	drop(decoder, i);
	return DECODER_PRESS;
}

static enum decoder_state
next_escape(struct decoder *decoder, bool is_quiet, struct press *press)
{
	size_t count, len;
	const unsigned char *at = front(decoder, &count);
	enum stroke stroke = STROKE_NONE;

	len = escape_length(decoder, at, count);
	if (len == 0 && !is_quiet)
		return DECODER_ESC;
	if (len > 0)
		stroke = escape_meaning(decoder, at, len, press->bytes);
	else if (count <= 2 && at[count - 1] == ESC)
		stroke = STROKE_ESC;
	if (len == 2 && strchr("PX]^_", at[1]) != NULL)
		decoder->mode = DECODER_STRING;
	if (stroke == STROKE_PASTE) {
		decoder->mode = DECODER_MARKED;
		stroke = STROKE_NONE;
	}
	press->len = stroke == STROKE_TEXT ? 1 : 0;
	drop(decoder, stroke == STROKE_ESC ? 1 : len > 0 ? len : count);
	return give(press, stroke);
}

static enum decoder_state
next_typed(struct decoder *decoder, bool is_quiet, struct press *press)
{
	size_t count;
	const unsigned char *at = front(decoder, &count);

	if (at[0] == ESC)
		return next_escape(decoder, is_quiet, press);
	if (is_text(at[0]) || is_line_end(at[0]))
		return next_run(decoder, is_quiet, press);
	return next_control(decoder, press);
}

enum decoder_state
decoder_next(struct decoder *decoder, bool is_quiet, struct press *press)
{
	enum decoder_state state;

	do {
		if (decoder->start == decoder->end &&
		    decoder->mode == DECODER_STRING && is_quiet)
			decoder->mode = DECODER_TYPED;
		if (decoder->start == decoder->end &&
		    decoder->mode != DECODER_BARE)
			return DECODER_EMPTY;
		switch (decoder->mode) {
		case DECODER_MARKED:
			state = next_marked(decoder, press);
			break;
		case DECODER_BARE:
			state = next_bare(decoder, is_quiet, press);
			break;
		case DECODER_STRING:
			state = next_string(decoder, is_quiet);
			break;
		default:
			state = next_typed(decoder, is_quiet, press);
			break;
		}
	} while (state == DECODER_PRESS && press->stroke == STROKE_NONE);
	return state;
}

bool
decoder_is_waiting(const struct decoder *decoder)
{
	return decoder->end > decoder->start &&
	    decoder->mode != DECODER_MARKED;
}
