/* SPDX-License-Identifier: ISC */
/* What the parts of oauth_drive share. */
#ifndef TESTS_OAUTH_DRIVE_H
#define TESTS_OAUTH_DRIVE_H

#include <stdbool.h>

#include "account/account.h"
#include "account/layout.h"
#include "account/vault.h"
#include "base/fault.h"
#include "base/secret.h"
#include "oauth/grant.h"
#include "oauth/token.h"

/* One account in a --home layout, and what goes wrong. */
struct drive {
	struct layout layout;
	struct account account;
	struct token_source source;
	struct fault why;
	int argc;
	char **argv; /* what follows the verb */
};

typedef bool drive_verb(struct drive *drive);

/* The vault under its lock: opened, changed by put, written. */
struct drive_vault {
	struct lock lock;
	struct vault vault;
	struct vault_place place;
};
bool drive_open(struct drive *drive, struct drive_vault *open);
bool drive_close(struct drive *drive, struct drive_vault *open, bool keep);

/* The account's client, with the secret of the vault when it has one; empty
 * secrets are to be cleared by drive_client_clear(). */
struct drive_client {
	struct secret client_secret;
	struct grant_client client;
};
bool drive_client(struct drive *drive, struct drive_client *client);
void drive_client_clear(struct drive_client *client);

/* Redeemed or polled: who signed in, and the tokens into the vault. */
bool drive_keep(struct drive *drive, struct token_reply *reply,
    bool with_secret);

void drive_print(const char *name, const struct secret *value);

/* oauth_drive_signin.c */
drive_verb drive_url, drive_finish, drive_listen, drive_device_start,
    drive_device_poll;
/* oauth_drive_many.c */
drive_verb drive_storm, drive_kill;

#endif
