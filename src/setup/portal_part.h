/* SPDX-License-Identifier: ISC */
/* What the files that fill templates in share; others use portal.h. */
#ifndef SETUP_PORTAL_PART_H
#define SETUP_PORTAL_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "setup/portal.h"

/* The truth of a condition that a template names; false: there is none of that
 * name. */
bool portal_when(const char *name, size_t len, const struct known *known,
    bool *truth);

#endif
