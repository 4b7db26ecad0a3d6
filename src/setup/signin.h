/* SPDX-License-Identifier: ISC */
/* A sign-in in a browser, from the address to open to what the browser came
 * back with: the pending sign-in in the vault and the listener beside the
 * paste-back. Redeems nothing. */
#ifndef SETUP_SIGNIN_H
#define SETUP_SIGNIN_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "account/account.h"
#include "account/lock.h"
#include "account/vault.h"
#include "base/fault.h"
#include "base/secret.h"
#include "base/text.h"
#include "oauth/pending.h"
#include "oauth/redirect.h"

struct signin {
	struct pending pending;	   /* what is waited for */
	struct redirect *redirect; /* NULL: paste-back only */
	struct fault no_listener;  /* why, when it was wished for */
};

/* Where the pending sign-in is kept: the live vault, or the draft's while no
 * account is live. */
struct signin_place {
	struct vault_place vault;
	const struct lock *draft_lock; /* NULL for the live vault */
};

void signin_init(struct signin *signin);
void signin_clear(struct signin *signin);

struct signin_wish {
	bool fresh;   /* a new address even if the last one still serves */
	bool listens; /* a listener is wanted */
	int64_t now;
};

/*
 * Adds the address to open: the one that was given before as long as it serves
 * and was not used, else a new one. A listener takes the port of that address,
 * for a new one any free port when its own is taken. No listener is no fault.
 */
bool signin_begin(struct signin *signin, const struct signin_place *place,
    const struct account *account, const struct signin_wish *wish,
    struct text *address, struct fault *why);

/* For poll(2), as redirect_poll(); 0 without a listener. */
size_t signin_poll(struct signin *signin,
    struct pollfd fds[static REDIRECT_FDS], int *timeout_ms);

enum signin_news {
	SIGNIN_NOTHING,
	SIGNIN_CAME,  /* pasted is what the person would have pasted */
	SIGNIN_FAILED /* the server sent an error, in why */
};

/* Lets the listener work and tells what came of it. */
enum signin_news signin_look(struct signin *signin, struct secret *pasted,
    struct fault *why);

/* In a forked child: lets go of the listener's descriptors, so that the port
 * does not stay taken. */
void signin_forget(struct signin *signin);

#endif
