/* SPDX-License-Identifier: ISC */
/* Escape sequences (ECMA-48 5.4, and what terminals make of it): where one
 * ends, and which key it is. */
#include <config.h>

#include "tui/decoder.h"

#include <string.h>

enum { ESC = 0x1b, PARAMETERS_MAX = 32, MOUSE_BYTES = 3 };

/* CSI number final, or SS3 final. A number of -1 stands for any: 1;5 before an
 * arrow is Ctrl, which means nothing else here. */
struct key {
	char introducer;
	char final;
	int number;
	enum stroke stroke;
};

/* Both families of arrows are known whatever terminfo says, since modes that
 * others left on change them. F1 to F4 come as 11~ from PuTTY and rxvt, as
 * [A from the Linux console, as SS3 P from the others. */
static const struct key keys[] = {
	{ '[', 'A', -1, STROKE_UP },
	{ '[', 'B', -1, STROKE_DOWN },
	{ '[', 'C', -1, STROKE_RIGHT },
	{ '[', 'D', -1, STROKE_LEFT },
	{ '[', 'F', -1, STROKE_LINE_END },
	{ '[', 'H', -1, STROKE_HOME },
	{ '[', 'P', -1, STROKE_HELP },
	{ '[', 'Q', -1, STROKE_STEPS },
	{ '[', 'Z', -1, STROKE_BACKTAB },
	{ '[', '~', 1, STROKE_HOME },
	{ '[', '~', 3, STROKE_DELETE },
	{ '[', '~', 4, STROKE_LINE_END },
	{ '[', '~', 5, STROKE_PAGE_UP },
	{ '[', '~', 6, STROKE_PAGE_DOWN },
	{ '[', '~', 7, STROKE_HOME },
	{ '[', '~', 8, STROKE_LINE_END },
	{ '[', '~', 11, STROKE_HELP },
	{ '[', '~', 12, STROKE_STEPS },
	{ '[', '~', 200, STROKE_PASTE },
	{ 'O', 'A', -1, STROKE_UP },
	{ 'O', 'B', -1, STROKE_DOWN },
	{ 'O', 'C', -1, STROKE_RIGHT },
	{ 'O', 'D', -1, STROKE_LEFT },
	{ 'O', 'F', -1, STROKE_LINE_END },
	{ 'O', 'H', -1, STROKE_HOME },
	{ 'O', 'I', -1, STROKE_TAB },
	{ 'O', 'M', -1, STROKE_ENTER },
	{ 'O', 'P', -1, STROKE_HELP },
	{ 'O', 'Q', -1, STROKE_STEPS },
};

static size_t
csi_length(const unsigned char *at, size_t count)
{
	size_t i = 2;

	if (count > 2 && at[2] == '[')
		return count > 3 ? 4 : 0; /* the Linux console's F1 to F5 */
	while (i < count && at[i] >= 0x20 && at[i] <= 0x3f)
		i++;
	if (i > PARAMETERS_MAX)
		return i;
	if (i == count)
		return 0;
	if (at[i] < 0x40 || at[i] > 0x7e)
		return i; /* a key that came in between */
	/* A program before us may have left the mouse on. */
	if (at[i] == 'M' && i == 2)
		return count > i + MOUSE_BYTES ? i + 1 + MOUSE_BYTES : 0;
	return i + 1;
}

static size_t
ss3_length(const unsigned char *at, size_t count)
{
	size_t i = 2;

	while (i < count && i < PARAMETERS_MAX &&
	    ((at[i] >= '0' && at[i] <= '9') || at[i] == ';'))
		i++;
	if (i == count)
		return 0;
	return at[i] >= 0x20 && at[i] <= 0x7e ? i + 1 : i;
}

/* Alt and a key, or ESC, intermediates and a final byte. */
static size_t
short_length(const struct decoder *decoder, const unsigned char *at,
    size_t count)
{
	size_t i = 1;

	while (i < count && i < PARAMETERS_MAX && at[i] >= 0x20 &&
	    at[i] <= 0x2f)
		i++;
	if (i == count)
		return 0;
	if (at[i] >= 0xc2 && decoder->is_utf8)
		i += at[i] >= 0xf0 ? 3 : at[i] >= 0xe0 ? 2 : 1;
	return i < count ? i + 1 : 0;
}

/* ESC ESC is the key Esc and another sequence, unless Alt and an arrow send an
 * ESC before theirs: then the first one goes. */
static bool
is_alt(const unsigned char *at, size_t count)
{
	return count > 2 && at[1] == ESC && (at[2] == '[' || at[2] == 'O');
}

size_t
escape_length(const struct decoder *decoder, const unsigned char *at,
    size_t count)
{
	size_t i;

	for (i = 0; i < decoder->learned; i++) {
		const char *bytes = decoder->rows[i].bytes;
		size_t len = strlen(bytes);

		if (len <= count && memcmp(at, bytes, len) == 0)
			return len;
	}
	if (count < 2)
		return 0;
	switch (at[1]) {
	case ESC:
		return count > 2 ? 1 : 0;
	case '[':
		return csi_length(at, count);
	case 'O':
		return ss3_length(at, count);
	case 'P':
	case 'X':
	case ']':
	case '^':
	case '_':
		return 2; /* the beginning of a string */
	default:
		return short_length(decoder, at, count);
	}
}

static int
first_number(const unsigned char *at, size_t count)
{
	int number = 0;
	size_t i;

	for (i = 2; i < count && at[i] >= '0' && at[i] <= '9'; i++)
		if (number < 1000)
			number = number * 10 + (at[i] - '0');
	return number;
}

static enum stroke
look_up(const unsigned char *at, size_t count)
{
	char final = (char)at[count - 1];
	int number = first_number(at, count);
	size_t i;

	/* Private parameters make it another sequence, never a key. */
	if (at[2] >= 0x3a && at[2] <= 0x3f)
		return STROKE_NONE;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].introducer == (char)at[1] &&
		    keys[i].final == final &&
		    (keys[i].number == -1 || keys[i].number == number))
			return keys[i].stroke;
	return STROKE_NONE;
}

enum stroke
escape_meaning(const struct decoder *decoder, const unsigned char *at,
    size_t count, char *text)
{
	size_t i;

	for (i = 0; i < decoder->learned; i++) {
		const char *bytes = decoder->rows[i].bytes;

		if (strlen(bytes) == count && memcmp(at, bytes, count) == 0)
			return decoder->rows[i].stroke;
	}
	if (count == 1)
		return is_alt(at, decoder->end - decoder->start) ?
		    STROKE_NONE :
		    STROKE_ESC;
	if (count == 2)
		return at[1] == 0x7f || at[1] == 0x08 ? STROKE_KILL_WORD :
							STROKE_NONE;
	if (count == 4 && at[1] == '[' && at[2] == '[')
		return at[3] == 'A'  ? STROKE_HELP :
		    at[3] == 'B' ? STROKE_STEPS :
					 STROKE_NONE;
	/* The number pad in the mode that some program left on: SS3 p is 0. */
	if (count == 3 && at[1] == 'O' && at[2] >= 'j' && at[2] <= 'y') {
		*text = (char)(at[2] - 0x40);
		return STROKE_TEXT;
	}
	if (at[1] != '[' && at[1] != 'O')
		return STROKE_NONE;
	return look_up(at, count);
}
