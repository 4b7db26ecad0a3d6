/* SPDX-License-Identifier: ISC */
/* What comes from a terminal: keys, pastes, answers, in pieces of any size. The
 * first byte says how large the pieces are, and whether there is a pause behind
 * each. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "tui/decoder.h"
#include "tui/width.h"

enum { UTF8 = 0x80, PAUSES = 0x40, PIECE = 0x3f };

static void
check_press(const struct press *press, bool is_utf8)
{
	bool is_broken = press->len == 1 && (press->bytes[0] & 0x80) != 0;

	FUZZ_CHECK(press->stroke > STROKE_NONE);
	FUZZ_CHECK(press->stroke < STROKE_COUNT);
	FUZZ_CHECK((press->stroke == STROKE_TEXT) == (press->len > 0));
	FUZZ_CHECK(press->len <= PRESS_BYTES);
	FUZZ_CHECK((press->stroke == STROKE_PASTE) ==
	    !secret_is_empty(&press->pasted));
	FUZZ_CHECK(press->pasted.len <= PRESS_PASTE_MAX);
	if (press->stroke != STROKE_TEXT || is_broken)
		return;
	FUZZ_CHECK(width_is_utf8(press->bytes, press->len));
	FUZZ_CHECK(is_utf8 || press->bytes[0] < 0x7f);
}

/* Each press takes a byte at least: this ends. */
static void
take(struct decoder *decoder, bool is_quiet)
{
	enum decoder_state state;
	struct press press;
	size_t presses = 0;

	press_init(&press);
	for (;;) {
		state = decoder_next(decoder, is_quiet, &press);
		if (state != DECODER_PRESS)
			break;
		check_press(&press, decoder->is_utf8);
		press_clear(&press);
		FUZZ_CHECK(++presses <= DECODER_HELD + 1);
	}
	FUZZ_CHECK(press.stroke == STROKE_NONE);
	FUZZ_CHECK(!is_quiet || state == DECODER_EMPTY);
	FUZZ_CHECK(!is_quiet || !decoder_is_waiting(decoder));
	press_clear(&press);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decoder decoder;
	size_t piece, room;
	unsigned char *at;
	uint8_t how;

	if (size == 0)
		return 0;
	how = *data++;
	size--;
	decoder_init(&decoder, (how & UTF8) != 0);
	decoder_learn(&decoder, "\033[224z", STROKE_HELP);
	while (size > 0) {
		at = decoder_room(&decoder, &room);
		FUZZ_CHECK(room > 0);
		piece = (size_t)(how & PIECE) + 1;
		piece = piece < room ? piece : room;
		piece = piece < size ? piece : size;
		memcpy(at, data, piece);
		decoder_came(&decoder, piece);
		data += piece;
		size -= piece;
		take(&decoder, (how & PAUSES) != 0);
	}
	take(&decoder, true);
	decoder_end_paste(&decoder);
	take(&decoder, true);
	for (room = 0; room < DECODER_HELD; room++)
		FUZZ_CHECK(decoder.held[room] == 0);
	decoder_clear(&decoder);
	return 0;
}
