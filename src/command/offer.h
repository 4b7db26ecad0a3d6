/* SPDX-License-Identifier: ISC */
/* Offers a sign-in on the spot to a person who has just met a dead one. */
#ifndef COMMAND_OFFER_H
#define COMMAND_OFFER_H

#include <stdbool.h>

#include "command/command.h"

/* Asks on the terminal and signs in. True: it was done and the work may be
 * tried again. False without a terminal, with --json, or when the person does
 * not want to or it failed (that was told then). */
bool command_offer_signin(struct command_context *context);

#endif
