/* SPDX-License-Identifier: ISC */
/* What somebody else has to do, on one page: for the one who may, when the
 * person at the terminal may not register, consent, sign in or change the
 * mailbox. Holds no secret and asks for none. Pure. */
#ifndef SETUP_SHEET_H
#define SETUP_SHEET_H

#include <stdbool.h>

#include "base/text.h"
#include "setup/step.h"

enum { SHEET_MAX = 8192, SHEET_LINES = 60, SHEET_COLUMNS = 76 };

struct sheet {
	const char *whom;    /* "Anna", or "" */
	const char *address; /* STEP_SIGNIN: the sign-in's address, else NULL */
};

/* Can this step be done by somebody else, away from this machine? */
bool sheet_is_for(enum step_id step);

/* Adds the page: at most SHEET_LINES lines; only addresses and commands, which
 * stand alone on their line, are longer than SHEET_COLUMNS. False: this step
 * has none, or it did not fit. */
bool sheet_write(enum step_id step, const struct known *known,
    const struct sheet *sheet, struct text *out);

#endif
