/* SPDX-License-Identifier: ISC */
/* Seals everything anew and replaces the file; and the machine's fingerprint.
 */
#include <config.h>

#include "account/vault.h"

#include <string.h>

#include "account/vault_parts.h"
#include "account/vault_seal.h"

enum { MEMBER_ROOM = 64 /* quotes, colon, comma, blanks, line end */ };

static bool
seal_into(struct vault *vault, struct json *object, const char *name,
    const struct secret *key, const struct secret *value)
{
	unsigned char nonce[SEAL_NONCE_SIZE];
	struct seal_place place = { vault->place.id, name, 0 };
	struct text sealed;
	bool good;

	json_int(vault->rest, "generation", 0, INT32_MAX, &place.generation);
	vault->random(nonce, sizeof(nonce));
	text_init(&sealed, seal_size(SECRET_MAX));
	good = seal(key, &place, nonce, value, &sealed);
	if (good)
		json_set_string(object, name, sealed.at);
	text_clear(&sealed);
	return good;
}

/* The sealing key seals the data key and nothing else. */
static bool
seal_data_key(struct vault *vault, struct fault *why)
{
	struct secret key;
	bool good;

	secret_init(&key, KEY_SIZE);
	good = key_open(&key, vault->place.layout, vault->place.name,
	    json_member(vault->rest, "key"), why);
	if (good && !seal_into(vault, vault->rest, "data_key", &key,
		&vault->data_key))
		good = fault_set(why, FAULT_BUG, "the data key was not sealed");
	secret_clear(&key);
	return good;
}

/* Members in the order of vault.h: fields last, after what is not known here.
 */
static bool
print_as(struct vault *vault, int64_t generation, struct text *out,
    struct fault *why)
{
	struct json *fields = json_new_object();
	bool good;

	json_set_int(vault->rest, "generation", generation);
	good = seal_data_key(vault, why);
	for (size_t i = 0; good && i < vault->count; i++)
		if (!seal_into(vault, fields, vault->fields[i].name,
			&vault->data_key, &vault->fields[i].value))
			good = fault_set(why, FAULT_BUG,
			    "a field was not sealed");
	json_set(vault->rest, "fields", fields);
	if (good && !json_print(vault->rest, true, out))
		good = fault_set(why, FAULT_SETTINGS,
		    "the vault would be larger than %d bytes", VAULT_FILE_MAX);
	json_remove(vault->rest, "fields");
	return good;
}

bool
vault_print(struct vault *vault, struct text *out, struct fault *why)
{
	if (vault->rest == NULL || secret_is_empty(&vault->data_key))
		return fault_set(why, FAULT_BUG, "this vault is not open");
	return print_as(vault, vault->generation + 1, out, why);
}

static bool
judge_lock(const struct lock *lock, struct fault *why)
{
	return (lock != NULL && lock_is_held(lock)) ||
	    fault_set(why, FAULT_BUG, "a vault is written without its lock");
}

bool
vault_write(struct vault *vault, const struct lock *lock, struct fault *why)
{
	char path[PATH_SIZE];
	struct text text;
	bool good;

	text_init(&text, VAULT_FILE_MAX);
	good = judge_lock(lock, why) && vault_file(path, &vault->place, why) &&
	    vault_print(vault, &text, why) &&
	    file_replace(path, layout_mode(LAYOUT_VAULT), text.at, text.len,
		why);
	text_clear(&text);
	if (good)
		vault->generation++;
	return good;
}

bool
vault_reserve(struct vault *vault, const struct lock *lock, size_t values,
    size_t bytes, struct fault *why)
{
	size_t each = seal_size(bytes) + VAULT_NAME_MAX * 2 + MEMBER_ROOM;
	char path[PATH_SIZE];
	struct text text;
	bool good;

	vault_abandon(vault);
	text_init(&text, VAULT_FILE_MAX);
	good = judge_lock(lock, why) && vault_file(path, &vault->place, why) &&
	    vault_print(vault, &text, why);
	if (good)
		file_sweep(path);
	good = good &&
	    file_reserve(&vault->reserve, path, layout_mode(LAYOUT_VAULT),
		text.len + values * each + MEMBER_ROOM, why);
	text_clear(&text);
	return good;
}

bool
vault_commit(struct vault *vault, struct fault *why)
{
	struct text text;
	bool good;

	if (vault->reserve.fd < 0)
		return fault_set(why, FAULT_BUG,
		    "a vault is committed that was not reserved");
	text_init(&text, VAULT_FILE_MAX);
	good = vault_print(vault, &text, why) &&
	    file_commit(&vault->reserve, text.at, text.len, why);
	text_clear(&text);
	if (good)
		vault->generation++;
	vault_abandon(vault);
	return good;
}

void
vault_abandon(struct vault *vault)
{
	file_abandon(&vault->reserve);
}

/* Adds the fingerprint of this machine; nothing where it has no id. */
static void
fingerprint(const struct vault *vault, struct text *out)
{
	struct text id;
	size_t len;
	bool exists;

	text_init(&id, 256);
	if (file_read("/etc/machine-id", &id, &exists, NULL) && exists) {
		len = strcspn(id.at, "\r\n");
		if (len > 0)
			seal_hash(&vault->data_key, id.at, len, out);
	}
	text_clear(&id);
}

void
vault_set_machine(struct vault *vault)
{
	struct text print;

	text_init(&print, 64);
	fingerprint(vault, &print);
	json_set_string(vault->rest, "machine", print.at);
	text_clear(&print);
}

enum vault_machine
vault_machine(const struct vault *vault)
{
	const char *kept = json_string(vault->rest, "machine");
	enum vault_machine machine = VAULT_UNKNOWN_MACHINE;
	struct text print;

	text_init(&print, 64);
	fingerprint(vault, &print);
	if (kept != NULL && kept[0] != '\0' && print.len > 0)
		machine = strcmp(kept, print.at) == 0 ? VAULT_SAME_MACHINE :
							VAULT_OTHER_MACHINE;
	text_clear(&print);
	return machine;
}

void
vault_set_mark(struct vault *vault, const char *mark)
{
	json_set_string(vault->rest, "golive", mark);
}
