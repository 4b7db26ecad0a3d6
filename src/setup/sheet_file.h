/* SPDX-License-Identifier: ISC */
/* Puts the page for somebody else beside the draft, where it can be fetched
 * from another machine. */
#ifndef SETUP_SHEET_FILE_H
#define SETUP_SHEET_FILE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/file.h"
#include "base/text.h"
#include "setup/desk.h"
#include "setup/sheet.h"

/*
 * Writes NAME.sheet-STEP.txt (0644: it holds no secret, and whoever sits at the
 * terminal is to read it) in the state directory, in place of an older one;
 * path is where, and page, an initialised text of SHEET_MAX, gets the page.
 * FAULT_BUG when the step has none. When only the file could not be written,
 * the page is there all the same, to be shown.
 */
bool sheet_keep(const struct desk *desk, enum step_id step,
    const struct sheet *sheet, struct text *page, char path[PATH_SIZE],
    struct fault *why);

/* Removes all sheets of this account; none is no error. */
bool sheet_remove_all(const struct layout *layout, const char *name,
    struct fault *why);

#endif
