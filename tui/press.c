/* SPDX-License-Identifier: ISC */
/* What one press holds, and its wiping. */
#include <config.h>

#include "tui/press.h"

#include <string.h>

void
press_init(struct press *press)
{
	memset(press, 0, sizeof(*press));
	secret_init(&press->pasted, PRESS_PASTE_MAX);
}

void
press_clear(struct press *press)
{
	press->stroke = STROKE_NONE;
	press->len = 0;
	/* What was typed may have been a secret's. */
	explicit_bzero(press->bytes, sizeof(press->bytes));
	secret_clear(&press->pasted);
}
