/* SPDX-License-Identifier: ISC */
/* Reads the sender out of an account's settings. */
#include <config.h>

#include "queue/sender.h"

#include <stdio.h>

bool
sender_of(const struct account *account, struct address *from,
    struct fault *why)
{
	const char *address = account_sender_address(account);

	if (!address_parse(address, from, why)) {
		why->kind = FAULT_SETTINGS;
		return fault_next(why, "Mend \"sender.address\" or \"mailbox\" "
		    "in the account's settings.");
	}
	if (account->sender.name != NULL)
		snprintf(from->name, sizeof(from->name), "%s",
		    account->sender.name);
	return true;
}
