/* SPDX-License-Identifier: ISC */
/* From whom an account's mail comes. */
#ifndef QUEUE_SENDER_H
#define QUEUE_SENDER_H

#include <stdbool.h>

#include "account/account.h"
#include "base/fault.h"
#include "mail/address.h"

/* The sender's address and display name of an account. FAULT_SETTINGS when the
 * settings name no address that can be used. */
bool sender_of(const struct account *account, struct address *from,
    struct fault *why);

#endif
