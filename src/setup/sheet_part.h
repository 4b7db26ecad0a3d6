/* SPDX-License-Identifier: ISC */
/* What the files of the pages for somebody else share; others use sheet.h. */
#ifndef SETUP_SHEET_PART_H
#define SETUP_SHEET_PART_H

#include "setup/step.h"

/* Templates, see sheet_pages.c; NULL for a step that nobody else can do. */
extern const char *const sheet_pages[STEP_COUNT];

#endif
