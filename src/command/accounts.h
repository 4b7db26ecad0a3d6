/* SPDX-License-Identifier: ISC */
/* Which account a verb works on, loaded; shared by the verbs. */
#ifndef COMMAND_ACCOUNTS_H
#define COMMAND_ACCOUNTS_H

#include <stdbool.h>

#include "account/account.h"
#include "command/command.h"

/*
 * The account named by --account, else "default", else the only one there is.
 * context->account is then its name. A going-live that a crash cut off is
 * finished first. FAULT_SETTINGS: none is set up, or several are and none was
 * named. The caller clears account in any case.
 */
bool command_load_account(struct command_context *context,
    struct account *account, struct fault *why);

#endif
