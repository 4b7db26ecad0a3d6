/* SPDX-License-Identifier: ISC */
/* Settings on the disk: read after a look at who may write them, saved, and the
 * last good copy. */
#include <config.h>

#include "account/settings_parts.h"

#include <stdlib.h>
#include <string.h>

#include "account/vault.h"
#include "base/alloc.h"

/* Reads one of the two copies; *exists as in file_read(). */
static bool
read_copy(const char *path, const struct file_rule *rule, struct text *source,
    bool *exists, struct fault *why)
{
	if (file_read_private(path, rule, source, exists, why))
		return true;
	/* A file that is too long is as wrong as one with a wrong key. */
	if (why != NULL && why->kind == FAULT_DATA)
		why->kind = FAULT_SETTINGS;
	return false;
}

static bool
parse_copy(struct account *account, const struct text *source,
    const char *path, struct fault *why)
{
	struct settings_options options = { .file = path };

	return settings_parse(account, source, &options, why);
}

/* The file's name and the account's must agree. */
static bool
judge_name(struct account *account, const struct text *source,
    const char *path, const char *name, struct fault *why)
{
	unsigned line, column;

	if (strcmp(account->name, name) == 0)
		return true;
	if (!settings_place(source, "account", &line, &column)) {
		free(account->name);
		account->name = must_strdup(name);
		return true;
	}
	fault_set(why, FAULT_SETTINGS, "%s, line %u, column %u: \"account\" "
	    "must be \"%s\" as the file is named, and is \"%s\"", path, line,
	    column, name, account->name);
	return fault_next(why, "Rename the file or correct that line");
}

void
settings_find_id(const struct layout *layout, struct account *account)
{
	char id[UUID_SIZE];

	if (account->id != NULL)
		return;
	/* Who may not read the vault needs no lasting id either. */
	if (!vault_read_id(layout, account->name, id, NULL) || id[0] == '\0' ||
	    !account_set(account, "id", id, NULL))
		account->id = must_strdup(random_uuid(id));
}

static bool
there_is_none(const char *name, const char *path, struct fault *why)
{
	fault_set(why, FAULT_SETTINGS, "there is no account \"%s\" (no %s)",
	    name, path);
	fault_next(why, "Set it up: postfrank setup");
	if (why != NULL)
		memcpy(why->step, "start", sizeof("start"));
	return false;
}

/* Loads LAYOUT_SETTINGS or LAYOUT_GOOD. */
static bool
load(const struct layout *layout, enum layout_file file, const char *name,
    struct account *account, struct fault *why)
{
	const struct file_rule rule = { layout_owner(layout, file).uid,
		layout_mode(file) };
	struct text source;
	char path[PATH_SIZE];
	bool exists, good;

	text_init(&source, HANDS_MAX);
	good = layout_path(path, layout, file, name, why) &&
	    read_copy(path, &rule, &source, &exists, why) &&
	    (exists || there_is_none(name, path, why)) &&
	    parse_copy(account, &source, path, why) &&
	    judge_name(account, &source, path, name, why);
	text_clear(&source);
	if (good)
		settings_find_id(layout, account);
	else
		account_clear(account);
	return good;
}

bool
settings_load(const struct layout *layout, const char *name,
    struct account *account, struct fault *why)
{
	return load(layout, LAYOUT_SETTINGS, name, account, why);
}

bool
settings_load_good(const struct layout *layout, const char *name,
    struct account *account, struct fault *why)
{
	return load(layout, LAYOUT_GOOD, name, account, why);
}

static bool
print_whole(const struct account *account, struct text *out, struct fault *why)
{
	text_init(out, HANDS_MAX);
	return settings_print(account, false, out) ||
	    fault_set(why, FAULT_SETTINGS,
		"the settings are longer than %d bytes", HANDS_MAX);
}

bool
settings_save(const struct layout *layout, struct account *account,
    struct fault *why)
{
	struct text text;
	bool good;

	settings_find_id(layout, account);
	good = print_whole(account, &text, why) &&
	    hands_write_settings(layout, account->name, &text, why);
	text_clear(&text);
	return good;
}

bool
settings_keep_good(const struct layout *layout, const struct account *account,
    struct fault *why)
{
	struct text text, old;
	char path[PATH_SIZE];
	bool exists, good;

	if (!layout_path(path, layout, LAYOUT_GOOD, account->name, why))
		return false;
	text_init(&old, HANDS_MAX);
	good = print_whole(account, &text, why);
	if (good && !(file_read(path, &old, &exists, NULL) && exists &&
			strcmp(old.at, text.at) == 0))
		good = file_replace(path, layout_mode(LAYOUT_GOOD), text.at,
		    text.len, why);
	text_clear(&old);
	text_clear(&text);
	return good;
}
