/* SPDX-License-Identifier: ISC */
/* A short address as a QR code of half blocks. */
#ifndef TUI_QR_H
#define TUI_QR_H

#include <stdbool.h>

#include "tui/screen.h"

/* Columns and rows it takes with its quiet zone of 2 modules, or of 4 where
 * wide is set; false: no code can be made of it. */
bool qr_size(const char *address, bool is_wide, int *columns, int *rows);
/* Draws it with its top left corner there; false and nothing drawn when it does
 * not fit the screen. Only for screens in UTF-8. */
bool qr_draw(struct screen *screen, int row, int column, const char *address,
    bool is_wide);

#endif
