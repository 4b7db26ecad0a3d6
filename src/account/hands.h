/* SPDX-License-Identifier: ISC */
/* Whose hands: root in the system layout becomes the service user, and a small
 * parent that stays root writes the few files which are not the service
 * user's: settings and key (design.md 3). */
#ifndef ACCOUNT_HANDS_H
#define ACCOUNT_HANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "account/layout.h"
#include "base/fault.h"
#include "base/secret.h"
#include "base/text.h"

/* One process at a time may ask; children of the one that split may, while it
 * waits for them. */
enum { HANDS_MAX = 262144 }; /* bytes of a settings file */

/*
 * Outside the system layout, or when we are not root: true, nothing done.
 * Otherwise forks: it returns in the child alone, which is now the service user
 * (groups, gids and uids set and looked at again) and has layout->hands. The
 * parent passes signals on, answers requests, and ends with the child's exit
 * code or signal. FAULT_OS when any of it fails.
 */
bool hands_split(struct layout *layout, struct fault *why);

/* Replaces or removes an account's LAYOUT_SETTINGS or LAYOUT_KEY with the right
 * owner and mode, by the parent when there is one. Faults as file_replace() and
 * file_remove(); FAULT_SETTINGS in a read-only layout. */
bool hands_write_key(const struct layout *layout, const char *name,
    const struct secret *key, struct fault *why);
bool hands_write_settings(const struct layout *layout, const char *name,
    const struct text *bytes, struct fault *why);
bool hands_remove(const struct layout *layout, enum layout_file file,
    const char *name, struct fault *why);

#endif
