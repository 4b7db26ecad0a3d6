/* SPDX-License-Identifier: ISC */
/* QR codes: two modules one above the other in each cell, light ones drawn,
 * since the style paints white on black. */
#include <config.h>

#include "tui/qr.h"

#include <qrencode.h>

/* Level L: a screen is not scratched, and the code has to fit. */
static QRcode *
encode(const char *address)
{
	return QRcode_encodeString8bit(address, 0, QR_ECLEVEL_L);
}

static int
quiet_zone(bool is_wide)
{
	return is_wide ? 4 : 2;
}

static int
full_width(const QRcode *code, bool is_wide)
{
	return code->width + 2 * quiet_zone(is_wide);
}

bool
qr_size(const char *address, bool is_wide, int *columns, int *rows)
{
	QRcode *code = encode(address);

	if (code == NULL)
		return false;
	*columns = full_width(code, is_wide);
	*rows = (*columns + 1) / 2;
	QRcode_free(code);
	return true;
}

/* The quiet zone is light, and so is what is below an odd last row. */
static bool
is_light(const QRcode *code, int row, int column, bool is_wide)
{
	int quiet = quiet_zone(is_wide);

	row -= quiet;
	column -= quiet;
	return row < 0 || column < 0 || row >= code->width ||
	    column >= code->width ||
	    (code->data[row * code->width + column] & 1) == 0;
}

bool
qr_draw(struct screen *screen, int row, int column, const char *address,
    bool is_wide)
{
	/* Neither, upper, lower, both. */
	static const char *const blocks[] = { " ", "\xe2\x96\x80",
		"\xe2\x96\x84", "\xe2\x96\x88" };
	QRcode *code = encode(address);
	int width, x, y;
	bool fits;

	if (code == NULL)
		return false;
	width = full_width(code, is_wide);
	fits = screen->is_utf8 && row >= 0 && column >= 0 &&
	    column + width <= screen->columns &&
	    row + (width + 1) / 2 <= screen->rows;
	for (y = 0; fits && y < width; y += 2)
		for (x = 0; x < width; x++)
			screen_put(screen, row + y / 2, column + x, STYLE_CODE,
			    blocks[is_light(code, y, x, is_wide) +
			    2 * is_light(code, y + 1, x, is_wide)]);
	QRcode_free(code);
	return fits;
}
