/* SPDX-License-Identifier: ISC */
/* The answers file: an account's settings, where its secrets are to be read
 * from, and where the test mail goes (design.md 3). */
#ifndef SETUP_ANSWERS_FILE_H
#define SETUP_ANSWERS_FILE_H

#include <stdbool.h>

#include "account/account.h"
#include "base/fault.h"
#include "base/secret.h"

/*
 *   { ...the account's settings...,
 *     "secrets": { "client_secret": { "file": "PATH" } },
 *     "test": { "to": "ADDRESS" } }
 *
 * In place of "file" may stand "fd" (a number) or "credential" (a name below
 * $CREDENTIALS_DIRECTORY). A value in place of the object is refused: it would
 * stay in the file.
 */
struct answers_file {
	char path[1024];
	struct account account;
	struct account target;	     /* with what is proposed where the file
				      * says nothing: filled in by its user */
	struct secret client_secret; /* empty: the file names none */
	char test_to[256];	     /* "": the file names none */
	char tenant_id[64];	     /* of the domain in its place, once it was
				      * asked for; "" before */
};

/* FAULT_INPUT: the file, or one that it names, cannot be read; FAULT_SETTINGS
 * names key, line and column. The caller clears. */
bool answers_file_read(struct answers_file *file, const char *path,
    struct fault *why);
void answers_file_clear(struct answers_file *file);

#endif
