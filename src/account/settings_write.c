/* SPDX-License-Identifier: ISC */
/* Settings one by one as text, and the whole account as the text of a file. */
#include <config.h>

#include "account/settings_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
account_init(struct account *account)
{
	const struct setting *row;

	memset(account, 0, sizeof(*account));
	for (size_t i = 0; (row = settings_row(i)) != NULL; i++)
		if (row->kind != SETTING_BACKUPS)
			value_from_text(row, account, "", NULL);
}

void
account_clear(struct account *account)
{
	const struct setting *row;

	for (size_t i = 0; (row = settings_row(i)) != NULL; i++)
		if (row->kind == SETTING_BACKUPS)
			backups_clear(account);
		else
			value_clear(row, account);
	memset(account, 0, sizeof(*account));
}

/* Sets a member of nested objects, which are made as needed: "smtp.port". */
void
members_set(struct json *object, const char *key, struct json *value)
{
	const char *dot;
	char name[64];

	while ((dot = strchr(key, '.')) != NULL) {
		snprintf(name, sizeof(name), "%.*s", (int)(dot - key), key);
		if (json_kind_of(json_member(object, name)) != JSON_OBJECT)
			json_set(object, name, json_new_object());
		object = json_member(object, name);
		key = dot + 1;
	}
	json_set(object, key, value);
}

struct json *
backups_to_json(const struct account *account, bool all)
{
	struct json *array = json_new_array(), *object;
	const struct setting *row;

	for (size_t i = 0; i < account->backup_count; i++) {
		const struct account_backup *backup = &account->backup[i];

		object = json_new_object();
		for (size_t j = 0; (row = settings_backup_row(j)) != NULL; j++)
			if (all || row->required ||
			    !value_is_default(row, backup))
				members_set(object, row->key,
				    value_to_json(row, backup));
		json_append(array, object);
	}
	return array;
}

static bool
row_is_default(const struct account *account, const struct setting *row)
{
	if (row->kind == SETTING_BACKUPS)
		return account->backup_count == 0;
	return value_is_default(row, account);
}

static bool
belongs_to(const struct setting *row, const char *section)
{
	size_t len = strlen(section);

	return strncmp(row->key, section, len) == 0 && row->key[len] == '.';
}

/* What stands in the file: in a section that is null, nothing. */
static bool
is_printed(const struct account *account, const struct setting *row, bool all)
{
	if (belongs_to(row, "ack") && !account->ack.on)
		return false;
	return all || row->required || strcmp(row->key, "account") == 0 ||
	    !row_is_default(account, row);
}

static struct json *
to_json(const struct account *account, bool all)
{
	struct json *root = json_new_object();
	const struct setting *row;

	for (size_t i = 0; (row = settings_row(i)) != NULL; i++)
		if (is_printed(account, row, all))
			members_set(root, row->key,
			    row->kind == SETTING_BACKUPS ?
				backups_to_json(account, all) :
				value_to_json(row, account));
	return root;
}

bool
settings_print(const struct account *account, bool all, struct text *out)
{
	struct json *root = to_json(account, all);
	bool fits = json_print(root, true, out);

	json_free(root);
	return fits;
}

void
account_copy(struct account *into, const struct account *from)
{
	struct setting_rows rows = { settings_row, into };
	struct json *root = to_json(from, true);
	char bad[PATH_SIZE];

	account_clear(into);
	account_init(into);
	/* What was in an account is good for another one. */
	members_from_json(&rows, root, bad, NULL);
	json_free(root);
}

bool
account_get(const struct account *account, const char *key, struct text *out)
{
	const struct setting *row = settings_find(key);
	struct json *array;
	bool fits;

	if (row == NULL)
		return false;
	if (row->kind != SETTING_BACKUPS)
		return value_to_text(row, account, out);
	if (account->backup_count == 0)
		return true;
	array = backups_to_json(account, false);
	fits = json_print(array, false, out);
	json_free(array);
	return fits;
}

static bool
set_backups(struct account *account, const char *value, struct fault *why)
{
	char bad[PATH_SIZE];
	struct json *array;
	struct fault inner;
	bool good;

	fault_clear(&inner);
	array = json_parse(value[0] != '\0' ? value : "[]",
	    value[0] != '\0' ? strlen(value) : 2, &inner);
	if (array == NULL)
		return fault_set(why, FAULT_SETTINGS,
		    "must be JSON, as in the settings file: %s", inner.what);
	good = backups_from_json(account, array, bad, &inner);
	json_free(array);
	if (!good && strcmp(bad, "backup") != 0)
		return fault_set(why, FAULT_SETTINGS, "is wrong at %s, which "
		    "%s", bad, inner.what);
	return good || fault_set(why, FAULT_SETTINGS, "%s", inner.what);
}

bool
account_set(struct account *account, const char *key, const char *value,
    struct fault *why)
{
	const struct setting *row = settings_find(key);
	struct fault inner;
	bool good;

	if (row == NULL) {
		fault_set(why, FAULT_SETTINGS, "there is no setting \"%s\"",
		    key);
		return fault_next(why, "\"postfrank account set\" "
		    "alone lists them all.");
	}
	fault_clear(&inner);
	good = row->kind == SETTING_BACKUPS ?
	    set_backups(account, value, &inner) :
	    value_from_text(row, account, value, &inner);
	if (good && value[0] != '\0' && belongs_to(row, "ack"))
		account->ack.on = true;
	return good || fault_set(why, FAULT_SETTINGS, "\"%s\" %s", key,
		inner.what);
}

bool
account_is_default(const struct account *account, const char *key)
{
	const struct setting *row = settings_find(key);

	return row != NULL && row_is_default(account, row);
}

bool
settings_complete(const struct account *account, struct fault *why)
{
	const char *missing = NULL;

	if (account->mailbox == NULL)
		missing = "mailbox";
	else if (account->registration.client_id == NULL)
		missing = "registration.client_id";
	else if (account->registration.tenant == NULL &&
	    (account->registration.authorization_url == NULL ||
		account->registration.token_url == NULL))
		missing = "registration.tenant";
	if (missing == NULL)
		return true;
	fault_set(why, FAULT_SETTINGS, "\"%s\" is missing", missing);
	return fault_next(why, "Add it, or run: postfrank setup");
}
