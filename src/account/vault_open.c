/* SPDX-License-Identifier: ISC */
/* From the file to an open vault, all of it checked, or a new one. */
#include <config.h>

#include "account/vault.h"

#include <stdlib.h>
#include <string.h>

#include "account/vault_parts.h"
#include "account/vault_seal.h"

/* One sentence for a wrong key, another account's vault, a swapped field and a
 * flipped bit: nobody learns from it which byte was wrong. */
static bool
does_not_open(const char *path, struct fault *why)
{
	fault_set(why, FAULT_SETTINGS,
	    "cannot open the vault %s: the key does not fit, or the file is "
	    "damaged or belongs to another account", path);
	return fault_next(why, "Put vault, key and settings back from the same "
	    "backup; otherwise remove the account and set it up again");
}

static struct file_rule
vault_rule(const struct vault_place *place)
{
	return (struct file_rule){ place->layout->data.uid,
		layout_mode(LAYOUT_VAULT) };
}

bool
vault_read_file(const char *path, const struct file_rule *rule,
    struct json **root, struct fault *why)
{
	struct text text;
	bool exists, good;

	*root = NULL;
	text_init(&text, VAULT_FILE_MAX);
	good = file_read_private(path, rule, &text, &exists, why);
	if (good && exists) {
		*root = json_parse(text.at, text.len, NULL);
		good = *root != NULL || does_not_open(path, why);
	}
	text_clear(&text);
	return good;
}

static bool
judge_version(const struct json *root, const char *path, struct fault *why)
{
	int64_t version;

	if (!json_int(root, "postfrank_vault", 1, INT32_MAX, &version))
		return does_not_open(path, why);
	if (version <= VAULT_VERSION)
		return true;
	fault_set(why, FAULT_SETTINGS,
	    "the vault %s was made by a newer postfrank", path);
	return fault_next(why, "Install that version again, or a newer one; "
	    "the vault was left as it is");
}

static bool
open_data_key(struct vault *vault, const char *path, struct fault *why)
{
	const struct vault_place *place = &vault->place;
	struct seal_place at = { place->id, "data_key", vault->generation };
	const char *sealed = json_string(vault->rest, "data_key");
	struct secret key;
	bool good;

	secret_init(&key, KEY_SIZE);
	good = key_open(&key, place->layout, place->name,
	    json_member(vault->rest, "key"), why);
	if (good)
		good = (sealed != NULL &&
			   unseal(&key, &at, sealed, &vault->data_key) &&
			   vault->data_key.len == SEAL_KEY_SIZE) ||
		    does_not_open(path, why);
	secret_clear(&key);
	return good;
}

static bool
open_field(struct vault *vault, const struct json *member)
{
	const char *name = json_key(member), *sealed = json_string_at(member);
	struct seal_place at = { vault->place.id, name, vault->generation };
	struct secret value;

	secret_init(&value, SECRET_MAX);
	return sealed != NULL &&
	    unseal(&vault->data_key, &at, sealed, &value) &&
	    vault_put(vault, name, &value);
}

static bool
open_fields(struct vault *vault)
{
	const struct json *fields = json_member(vault->rest, "fields");
	const struct json *member;

	if (json_kind_of(fields) != JSON_OBJECT)
		return false;
	for (member = json_first(fields); member != NULL;
	     member = json_next(member))
		if (!open_field(vault, member))
			return false;
	return true;
}

static bool
open_root(struct vault *vault, const char *path, struct fault *why)
{
	const char *id = json_string(vault->rest, "account");

	if (!judge_version(vault->rest, path, why))
		return false;
	if (id == NULL || strcmp(id, vault->place.id) != 0 ||
	    !json_int(vault->rest, "generation", 1, INT32_MAX,
		&vault->generation))
		return does_not_open(path, why);
	if (!open_data_key(vault, path, why))
		return false;
	return open_fields(vault) || does_not_open(path, why);
}

bool
vault_open(struct vault *vault, const struct vault_place *place, bool *exists,
    struct fault *why)
{
	const struct file_rule rule = vault_rule(place);
	char path[PATH_SIZE];
	bool good;

	*exists = false;
	vault_init(vault, place);
	if (!vault_file(path, place, why) ||
	    !vault_read_file(path, &rule, &vault->rest, why))
		return false;
	if (vault->rest == NULL)
		return true;
	*exists = true;
	good = open_root(vault, path, why);
	if (good)
		json_remove(vault->rest, "fields");
	else
		vault_clear(vault);
	return good;
}

bool
vault_new(struct vault *vault, const struct vault_place *place,
    struct fault *why)
{
	unsigned char bytes[SEAL_KEY_SIZE];
	struct json *description;
	struct secret key;

	vault_init(vault, place);
	secret_init(&key, KEY_SIZE);
	description = key_make(&key, place->layout, place->name, why);
	secret_clear(&key);
	if (description == NULL)
		return false;
	vault->random(bytes, sizeof(bytes));
	secret_add(&vault->data_key, bytes, sizeof(bytes));
	explicit_bzero(bytes, sizeof(bytes));
	vault->rest = json_new_object();
	json_set_int(vault->rest, "postfrank_vault", VAULT_VERSION);
	json_set_string(vault->rest, "account", place->id);
	json_set_int(vault->rest, "generation", 0);
	json_set(vault->rest, "key", description);
	vault_set_machine(vault);
	return true;
}

bool
vault_open_or_new(struct vault *vault, const struct vault_place *place,
    struct fault *why)
{
	bool exists;

	if (!vault_open(vault, place, &exists, why))
		return false;
	return exists || vault_new(vault, place, why);
}

/* A UUID of a vault's file that stands in the clear. */
static bool
read_clear(const struct vault_place *place, const char *member,
    char out[static UUID_SIZE], struct fault *why)
{
	const struct file_rule rule = vault_rule(place);
	struct json *root = NULL;
	char path[PATH_SIZE];
	const char *text;

	out[0] = '\0';
	if (!vault_file(path, place, why) ||
	    !vault_read_file(path, &rule, &root, why))
		return false;
	text = json_string(root, member);
	if (text != NULL && strlen(text) == UUID_SIZE - 1)
		memcpy(out, text, UUID_SIZE);
	json_free(root);
	return true;
}

bool
vault_read_mark(const struct layout *layout, const char *name,
    char out[static UUID_SIZE], struct fault *why)
{
	struct vault_place place = { layout, name, "", false };

	return read_clear(&place, "golive", out, why);
}

bool
vault_read_id(const struct layout *layout, const char *name,
    char out[static UUID_SIZE], struct fault *why)
{
	struct vault_place place = { layout, name, "", false };

	return read_clear(&place, "account", out, why);
}
