/* SPDX-License-Identifier: ISC */
/*
 * The settings file NAME.json: one table says what may stand in it, and from
 * that table follow reading, writing, defaults, `account set`, the wizard and
 * the manual.
 *
 * The file is JSON (RFC 8259) in UTF-8, at most HANDS_MAX bytes. A byte order
 * mark and CRLF are taken as editors leave them; a NUL, an unknown key, a value
 * of the wrong type or out of range are refused with line and column (a byte
 * order mark is not counted), a key given twice with its name. Nothing of a
 * refused file is used.
 */
#ifndef ACCOUNT_SETTINGS_H
#define ACCOUNT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "account/account.h"
#include "account/layout.h"
#include "base/fault.h"
#include "base/json.h"
#include "base/text.h"

enum { SETTINGS_VERSION = 1, SETTINGS_VALUE_MAX = 4096 };

enum setting_kind {
	SETTING_TEXT,
	SETTING_NUMBER,
	SETTING_SWITCH,	 /* true or false */
	SETTING_WORD,	 /* one of words */
	SETTING_LIST,	 /* strings */
	SETTING_SECTION, /* null, or an object with rows of its own */
	SETTING_BACKUPS	 /* objects; rows in settings_backup_row() */
};

struct setting {
	const char *key; /* dotted: "registration.client_id" */
	enum setting_kind kind;
	bool nullable;
	bool required;	      /* see settings_complete() */
	bool secret;	      /* may carry a key inside: never in reports */
	const char *fallback; /* the default as text; NULL: null or empty */
	const char *const *words; /* SETTING_WORD: NULL-terminated */
	int64_t min; /* SETTING_NUMBER */
	int64_t max;
	/* Is the text allowed? why->what then says what is, as the end of a
	 * sentence ("must be ..."). NULL: any printable text. */
	bool (*check)(const char *value, struct fault *why);
	size_t offset; /* in struct account or struct account_backup */
	const char *help; /* one line */
};

/* Rows in the order of the file; NULL behind the last one. */
const struct setting *settings_row(size_t index);
const struct setting *settings_backup_row(size_t index);
const struct setting *settings_find(const char *key);

/*
 * One setting as text: "" is null or an empty list, switches are "true" and
 * "false", lists are separated by ", ", backup is JSON. Setting "" means the
 * default. FAULT_SETTINGS: unknown key, value not allowed (the old one stays).
 */
bool account_get(const struct account *account, const char *key,
    struct text *out);
bool account_set(struct account *account, const char *key, const char *value,
    struct fault *why);
bool account_is_default(const struct account *account, const char *key);

struct settings_options {
	const char *file; /* named in messages; NULL: "the settings" */
	bool partial;	  /* required settings may be missing (a draft) */
	bool answers;	  /* the members "secrets" and "test" are allowed and
			   * handed over in the two below, else refused */
	struct json *secrets; /* the caller's, NULL when absent */
	struct json *test;
};

/* Fills account, which is initialised, cleared or zeros; what it held is freed.
 * On failure it is at its defaults; to be cleared either way. FAULT_SETTINGS.
 */
bool settings_parse(struct account *account, const struct text *source,
    struct settings_options *options, struct fault *why);

/* Is all there that is required (mailbox, client id, and a tenant or both
 * addresses)? FAULT_SETTINGS names the first missing key. */
bool settings_complete(const struct account *account, struct fault *why);

/* Adds the file: pretty, rows in order; what is required, the name and the id
 * always, of the rest what differs from its default (all: everything). */
bool settings_print(const struct account *account, bool all, struct text *out);

/*
 * Reads NAME.json after a look at its owner and mode. FAULT_SETTINGS, also when
 * there is no such account. account is initialised, cleared or zeros; what it
 * held is freed, and on failure it owns nothing (clearing it does no harm).
 * An id that is missing is the vault's when there is one, else new; it becomes
 * lasting with the first vault or settings written.
 */
bool settings_load(const struct layout *layout, const char *name,
    struct account *account, struct fault *why);
/* Writes NAME.json (by hands.h); makes an id when there is none. */
bool settings_save(const struct layout *layout, struct account *account,
    struct fault *why);

/* The last good copy, for the runner: keep it after a load that went well (no
 * write when it is the same), and load it when the file is broken. */
bool settings_keep_good(const struct layout *layout,
    const struct account *account, struct fault *why);
bool settings_load_good(const struct layout *layout, const char *name,
    struct account *account, struct fault *why);

/* Everything of an account: settings first, then key, vault, state, last good
 * copy and draft; under its lock, which is removed last. Goes on where an
 * earlier attempt stopped. FAULT_SETTINGS when there was nothing. */
bool account_remove(const struct layout *layout, const char *name,
    struct fault *why);

#endif
