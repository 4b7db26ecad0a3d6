/* SPDX-License-Identifier: ISC */
/* An account's live or draft vault, opened to be changed while its lock is
 * held. */
#ifndef SETUP_CHEST_H
#define SETUP_CHEST_H

#include <stdbool.h>

#include "account/lock.h"
#include "account/vault.h"
#include "base/fault.h"
#include "base/secret.h"

struct chest {
	struct vault vault;
	struct lock own;	 /* the live vault's: taken for the time */
	const struct lock *held; /* what covers the writing */
};

/*
 * Opens, or makes new. A draft's vault is covered by the draft's lock, which
 * the caller holds (draft_lock); the live one by the account's, which is taken
 * here. FAULT_LATER when it cannot be had. On false nothing is held.
 */
bool chest_open(struct chest *chest, const struct vault_place *place,
    const struct lock *draft_lock, struct fault *why);
/* Room on the disk for what a refresh brings, before something is spent on it
 * that cannot be had twice; chest_write() fills it. */
bool chest_reserve(struct chest *chest, struct fault *why);
/* Writes what was changed. */
bool chest_write(struct chest *chest, struct fault *why);
/* Wipes, and gives back the lock that was taken here. */
void chest_close(struct chest *chest);

/* Copies one value out of a vault without a lock; out is emptied when there is
 * no vault or no such value. False: the vault cannot be read. */
bool chest_peek(const struct vault_place *place, const char *field,
    struct secret *out, struct fault *why);

#endif
