/* SPDX-License-Identifier: ISC */
/*
 * The sealed secrets of one account: NAME.vault, or NAME.draft-vault while it
 * is being set up.
 *
 * The file, JSON of at most VAULT_FILE_MAX bytes:
 *
 *   { "postfrank_vault": 1,             format version
 *     "account": "<uuid>",
 *     "generation": 7,                  raised by every write
 *     "key": { "source": "file" },      where the sealing key is (key.h)
 *     "machine": "<base64>",            fingerprint, see below
 *     "data_key": "<sealed>",           sealed by the sealing key
 *     "fields": { "client_secret": "<sealed>", ... } }    by the data key
 *
 * <sealed> is base64 with padding (RFC 4648 4) of nonce (24 bytes, random,
 * fresh in every write) and XChaCha20-Poly1305-IETF ciphertext with its tag.
 * The plaintext is padded to a multiple of 256 bytes by sodium_pad() (0x80 and
 * zeros; ISO/IEC 7816-4; a whole block more when it is one already). The
 * associated data is five times (length as u32 little-endian, bytes):
 * "postfrank", the version in decimal, the account's id, the field's name
 * ("data_key" for the data key) and the generation in decimal.
 *
 * machine is BLAKE2b-256 of the first line of /etc/machine-id, keyed with the
 * data key; "" where there is no such file. It tells a copied directory from
 * the original and proves nothing against who has the key.
 *
 * Members that are not known here are kept. A version above 1 is refused and
 * the file left alone. Not protected: going back to an older whole file.
 *
 * To recompute tests/unit/vectors/vault-1.json: tests/unit/vectors/README.
 */
#ifndef ACCOUNT_VAULT_H
#define ACCOUNT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "account/key.h"
#include "account/layout.h"
#include "account/lock.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/json.h"
#include "base/random.h"
#include "base/secret.h"

enum {
	VAULT_VERSION = 1,
	VAULT_FILE_MAX = 1 << 19,
	VAULT_FIELDS_MAX = 64,
	VAULT_NAME_MAX = 200 /* bytes of a field's name, printable ASCII */
};

/* Names of fields; those with a colon are followed by what they are for. */
#define VAULT_CLIENT_SECRET "client_secret"
#define VAULT_REFRESH_TOKEN "refresh_token"
#define VAULT_PREVIOUS_REFRESH_TOKEN "previous_refresh_token"
#define VAULT_PENDING_SIGNIN "pending_signin"
#define VAULT_CERTIFICATE_KEY "certificate_key"
#define VAULT_ACK_KEY "ack_key"
#define VAULT_ACCESS_TOKEN "access_token:" /* resource */
#define VAULT_PASSWORD "password:"	   /* id of a backup, or "proxy" */

/* Which vault; borrowed, must outlive the struct vault. */
struct vault_place {
	const struct layout *layout;
	const char *name; /* of the account */
	const char *id;	  /* of the account; part of every seal */
	bool draft;
};

struct vault_field {
	char *name;
	struct secret value;
};

struct vault {
	struct vault_place place;
	int64_t generation; /* of the file that was read; 0: none yet */
	struct secret data_key;
	struct vault_field *fields;
	size_t count;
	struct json *rest; /* every member but the fields */
	struct reserve reserve;
	void (*random)(void *out, size_t len); /* random_bytes; for vectors */
};

/*
 * Opens and checks all of it. No such file: *exists false, true returned and
 * vault holds nothing (vault_clear is still right). FAULT_SETTINGS: readable by
 * others, made by a newer postfrank, damaged, or sealed with another key or
 * for another account (one sentence for all of these); FAULT_IO.
 */
bool vault_open(struct vault *vault, const struct vault_place *place,
    bool *exists, struct fault *why);
/* A vault that has no file yet: makes or takes the sealing key and a data key.
 * Nothing is on the disk before vault_write(), the key excepted. */
bool vault_new(struct vault *vault, const struct vault_place *place,
    struct fault *why);
/* Opens it, or makes it new when there is none. */
bool vault_open_or_new(struct vault *vault, const struct vault_place *place,
    struct fault *why);
/* Wipes and frees; abandons what was reserved. */
void vault_clear(struct vault *vault);

bool vault_has(const struct vault *vault, const char *field);
/* Copies a value; false (out emptied) when there is none. */
bool vault_get(const struct vault *vault, const char *field,
    struct secret *out);
/* Sets or replaces a field; takes the value, which is empty afterwards. False
 * for an empty value or a name that is too long, not printable ASCII or one too
 * many: a bug of the caller; the value is then wiped all the same. */
bool vault_put(struct vault *vault, const char *field, struct secret *value);
void vault_drop(struct vault *vault, const char *field);
/* Name of a field by index, NULL behind the last one; in order of making. */
const char *vault_field_name(const struct vault *vault, size_t index);

/*
 * Writes the whole file atomically with the next generation. The caller holds
 * the account's lock (the draft's lock for a draft) from before vault_open()
 * until after this; a lock that is not held is FAULT_BUG. On failure the file
 * is as it was, and generation too.
 */
bool vault_write(struct vault *vault, const struct lock *lock,
    struct fault *why);

/*
 * The same in two steps for token refresh: before something is spent that
 * cannot be had twice, reserve room on the disk for up to `values` fields of at
 * most `bytes` each that are put before vault_commit().
 */
bool vault_reserve(struct vault *vault, const struct lock *lock, size_t values,
    size_t bytes, struct fault *why);
bool vault_commit(struct vault *vault, struct fault *why);
void vault_abandon(struct vault *vault);

enum vault_machine {
	VAULT_SAME_MACHINE,
	VAULT_OTHER_MACHINE, /* copied or restored elsewhere */
	VAULT_UNKNOWN_MACHINE
};
enum vault_machine vault_machine(const struct vault *vault);
/* Makes this machine the vault's; lasting with the next write. */
void vault_set_machine(struct vault *vault);

/* A mark in the clear (a UUID) that every later write keeps (golive.h). Reading
 * it, or the account's id, needs no key; "" where there is none. False: the
 * file is there and cannot be read. */
void vault_set_mark(struct vault *vault, const char *mark);
bool vault_read_mark(const struct layout *layout, const char *name,
    char out[static UUID_SIZE], struct fault *why);
bool vault_read_id(const struct layout *layout, const char *name,
    char out[static UUID_SIZE], struct fault *why);

#endif
