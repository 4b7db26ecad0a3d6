/* SPDX-License-Identifier: ISC */
/* Where the key that seals vaults comes from. The vault says which source;
 * each source is one row. */
#ifndef ACCOUNT_KEY_H
#define ACCOUNT_KEY_H

#include <stdbool.h>

#include "account/layout.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/secret.h"

enum { KEY_SIZE = 32 };

/*
 * Opens the key that a vault's "key" member describes ({"source": "file"}).
 * FAULT_SETTINGS: an unknown source, or one that this version cannot open
 * (credential, passphrase), or a key file that is missing, of the wrong length,
 * readable by others or not its owner's; what to do is in why->next.
 */
bool key_open(struct secret *key, const struct layout *layout, const char *name,
    const struct json *description, struct fault *why);

/* The key file of an account whose vault is about to be made: the one that is
 * there, else 32 random bytes, written 0400. Returns its description, to be
 * freed by the caller, or NULL. */
struct json *key_make(struct secret *key, const struct layout *layout,
    const char *name, struct fault *why);

#endif
