/* SPDX-License-Identifier: ISC */
/* The fields of a vault in memory; files are opened in vault_open.c and written
 * in vault_write.c. */
#include <config.h>

#include "account/vault.h"

#include <stdlib.h>
#include <string.h>

#include "account/vault_parts.h"
#include "account/vault_seal.h"
#include "base/alloc.h"

void
vault_init(struct vault *vault, const struct vault_place *place)
{
	*vault = (struct vault){
		.place = *place,
		.reserve = { .fd = -1 },
		.random = random_bytes,
	};
	secret_init(&vault->data_key, SEAL_KEY_SIZE);
}

bool
vault_file(char out[static PATH_SIZE], const struct vault_place *place,
    struct fault *why)
{
	return layout_path(out, place->layout,
	    place->draft ? LAYOUT_DRAFT_VAULT : LAYOUT_VAULT, place->name, why);
}

static void
free_field(struct vault_field *field)
{
	free(field->name);
	secret_clear(&field->value);
}

void
vault_clear(struct vault *vault)
{
	struct vault_place place = vault->place;

	vault_abandon(vault);
	for (size_t i = 0; i < vault->count; i++)
		free_field(&vault->fields[i]);
	free(vault->fields);
	secret_clear(&vault->data_key);
	json_free(vault->rest);
	vault_init(vault, &place);
}

struct vault_field *
vault_find(const struct vault *vault, const char *field)
{
	for (size_t i = 0; i < vault->count; i++)
		if (strcmp(vault->fields[i].name, field) == 0)
			return &vault->fields[i];
	return NULL;
}

bool
vault_has(const struct vault *vault, const char *field)
{
	return vault_find(vault, field) != NULL;
}

bool
vault_get(const struct vault *vault, const char *field, struct secret *out)
{
	const struct vault_field *found = vault_find(vault, field);

	secret_clear(out);
	if (found == NULL)
		return false;
	secret_copy(out, &found->value);
	return true;
}

static bool
is_field_name(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if (name[i] <= 0x20 || name[i] >= 0x7f)
			return false;
	return len > 0 && len <= VAULT_NAME_MAX &&
	    strcmp(name, "data_key") != 0;
}

bool
vault_put(struct vault *vault, const char *field, struct secret *value)
{
	struct vault_field *found = vault_find(vault, field);

	if (secret_is_empty(value) || value->len > SECRET_MAX ||
	    !is_field_name(field) ||
	    (found == NULL && vault->count == VAULT_FIELDS_MAX)) {
		secret_clear(value);
		return false;
	}
	if (found == NULL) {
		vault->fields = must_realloc(vault->fields, vault->count + 1,
		    sizeof(*vault->fields));
		found = &vault->fields[vault->count++];
		found->name = must_strdup(field);
		secret_init(&found->value, SECRET_MAX);
	}
	secret_take(&found->value, value);
	return true;
}

void
vault_drop(struct vault *vault, const char *field)
{
	struct vault_field *found = vault_find(vault, field);
	size_t behind;

	if (found == NULL)
		return;
	free_field(found);
	behind = vault->count - (size_t)(found - vault->fields) - 1;
	memmove(found, found + 1, behind * sizeof(*found));
	vault->count--;
}

const char *
vault_field_name(const struct vault *vault, size_t index)
{
	return index < vault->count ? vault->fields[index].name : NULL;
}
