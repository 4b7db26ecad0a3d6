/* SPDX-License-Identifier: ISC */
/* From answers to an account and back: the same keys, but for the few that only
 * the walkthrough has. */
#ifndef SETUP_ANSWERS_ACCOUNT_H
#define SETUP_ANSWERS_ACCOUNT_H

#include <stdbool.h>

#include "account/account.h"
#include "account/settings.h"
#include "base/fault.h"
#include "setup/answers.h"

/* An answer of the walkthrough's own: the backup server that took a test mail,
 * and by which security, as "relay.lan none". */
#define BACKUP_PROVED "backup.proved"

/* Sets every answer that fits on an initialised account, whose other settings
 * stay as they are. FAULT_SETTINGS names the first that the account refuses. */
bool answers_to_account(const struct answers *answers, struct account *account,
    struct fault *why);

/* Takes the settings that a field asks for, as answers that fit; what has its
 * default is left out. */
void answers_from_account(struct answers *answers,
    const struct account *account);

#endif
