/* SPDX-License-Identifier: ISC */
/* What the files of the work share; others use work.h. */
#ifndef SETUP_WORK_PART_H
#define SETUP_WORK_PART_H

#include "setup/work.h"

/* The account that an order is about; the caller clears it. */
bool work_account(const struct work *work, const struct order *order,
    struct account *account, struct fault *why);

/* Starts a child that does the order as soon as those that were given up have
 * gone; its channel is in work. */
bool work_fork(struct work *work, const struct order *order,
    struct fault *why);
/* The child is no longer ours to hear, but has not gone yet. */
void work_let_go(struct work *work);
/* Takes away those that have gone; true: none is left. When it waits, then
 * until that is so, and not for ever. */
bool work_reap(struct work *work, bool waits);

#endif
