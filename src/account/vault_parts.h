/* SPDX-License-Identifier: ISC */
/* What the files of the vault share among themselves; others use vault.h. */
#ifndef ACCOUNT_VAULT_PARTS_H
#define ACCOUNT_VAULT_PARTS_H

#include "account/vault.h"

/* An empty vault for a place. */
void vault_init(struct vault *vault, const struct vault_place *place);
bool vault_file(char out[static PATH_SIZE], const struct vault_place *place,
    struct fault *why);
/* Reads the file as JSON, unopened; *root is NULL when there is none. */
bool vault_read_file(const char *path, const struct file_rule *rule,
    struct json **root, struct fault *why);

/* A field by its name, NULL when there is none. */
struct vault_field *vault_find(const struct vault *vault, const char *field);

/* Adds the whole file with everything sealed for the next generation. */
bool vault_print(struct vault *vault, struct text *out, struct fault *why);

#endif
