/* SPDX-License-Identifier: ISC */
/* NAME.draft: a walkthrough that is not finished, on disk without any secret.
 * Its lock is account/lock's, its secrets are in NAME.draft-vault. */
#ifndef SETUP_DRAFT_H
#define SETUP_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"
#include "setup/wizard.h"

enum { DRAFT_MAX = 256 * 1024 };

/* Adds the draft's JSON, for draft_save() and tests. */
bool draft_print(const struct wizard *wizard, int64_t now, struct text *out);
/* The opposite; FAULT_SETTINGS with line and column, or naming what does not
 * belong there; wizard is then as it was. Keys it does not know are ignored.
 * *saved: when it was written. */
bool draft_parse(const char *bytes, size_t len, struct wizard *wizard,
    int64_t *saved, struct fault *why);

/* Replaces the file, mode 0600. FAULT_CREATE or FAULT_IO. */
bool draft_save(const struct wizard *wizard, int64_t now, const char *path,
    struct fault *why);
/*
 * Reads it into an initialised wizard. *exists is false when there is none. A
 * file that cannot be understood is renamed to PATH.damaged (replacing an
 * older one) and reported in why with FAULT_SETTINGS; a new draft can then be
 * begun. The first event after it is EVENT_OPEN.
 */
bool draft_load(struct wizard *wizard, const char *path, bool *exists,
    int64_t *saved, struct fault *why);

#endif
