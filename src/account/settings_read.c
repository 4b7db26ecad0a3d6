/* SPDX-License-Identifier: ISC */
/* From the text of a settings file to a struct account, with the place of what
 * is wrong. */
#include <config.h>

#include "account/settings_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct reading {
	const struct setting_rows *rows;
	char *bad;	 /* the key in trouble, for settings_place() */
	struct fault *why;
};

static const struct setting *
find_row(const struct setting_rows *rows, const char *key)
{
	const struct setting *row;

	for (size_t i = 0; (row = rows->row(i)) != NULL; i++)
		if (strcmp(row->key, key) == 0)
			return row;
	return NULL;
}

/* Do rows begin with this key and a dot? */
static bool
is_section(const struct setting_rows *rows, const char *key)
{
	const struct setting *row;
	size_t len = strlen(key);

	for (size_t i = 0; (row = rows->row(i)) != NULL; i++)
		if (strncmp(row->key, key, len) == 0 && row->key[len] == '.')
			return true;
	return false;
}

static bool
blame(const struct reading *reading, const char *key)
{
	snprintf(reading->bad, PATH_SIZE, "%s", key);
	return false;
}

/* JSON is nested JSON_DEPTH deep at the most, so that none of these runs away.
 * NOLINTBEGIN(misc-no-recursion) */
static bool read_object(const struct reading *reading,
    const struct json *object, const char *section);

static bool
read_row(const struct reading *reading, const struct setting *row,
    const struct json *object)
{
	const struct json *value = value_member(row, object);

	if (row->kind == SETTING_BACKUPS)
		return backups_from_json(reading->rows->base, value,
		    reading->bad, reading->why);
	if (!value_from_json(row, reading->rows->base, object, reading->why))
		return blame(reading, row->key);
	return row->kind != SETTING_SECTION ||
	    json_kind_of(value) != JSON_OBJECT ||
	    read_object(reading, value, row->key);
}

static bool
read_member(const struct reading *reading, const struct json *object,
    const struct json *member, const char *section)
{
	const char *name = json_key(member);
	const struct setting *row;
	char key[PATH_SIZE];

	snprintf(key, sizeof(key), "%s%s%s", section,
	    section[0] != '\0' ? "." : "", name);
	/* A dot inside a name must not pass for a section. */
	row = strchr(name, '.') == NULL ? find_row(reading->rows, key) : NULL;
	if (row != NULL)
		return read_row(reading, row, object);
	blame(reading, key);
	if (strchr(name, '.') != NULL || !is_section(reading->rows, key))
		return fault_set(reading->why, FAULT_SETTINGS,
		    "is no setting that this version knows");
	if (json_kind_of(member) != JSON_OBJECT)
		return value_wrong_kind("an object, as in {\"...\": ...}",
		    member, reading->why);
	reading->bad[0] = '\0';
	return read_object(reading, member, key);
}

static bool
read_object(const struct reading *reading, const struct json *object,
    const char *section)
{
	const struct json *member;

	for (member = json_first(object); member != NULL;
	     member = json_next(member))
		if (!read_member(reading, object, member, section))
			return false;
	return true;
}

bool
members_from_json(const struct setting_rows *rows, const struct json *object,
    char bad[static PATH_SIZE], struct fault *why)
{
	struct reading reading = { rows, bad, why };

	bad[0] = '\0';
	return read_object(&reading, object, "");
}

/* Is one backup whole and safe? */
static bool
judge_backup(const struct account_backup *backup, struct fault *why)
{
	if (backup->id == NULL || backup->host == NULL)
		return fault_set(why, FAULT_SETTINGS,
		    "must have \"%s\"", backup->id == NULL ? "id" : "host");
	if (backup->auth == AUTH_PASSWORD &&
	    backup->security == SECURITY_NONE)
		return fault_set(why, FAULT_SETTINGS, "must have \"security\" "
		    "starttls or tls, since it sends a password");
	return true;
}

static void
clear_backup(struct account_backup *backup)
{
	const struct setting *row;

	for (size_t i = 0; (row = settings_backup_row(i)) != NULL; i++)
		value_clear(row, backup);
}

static bool
read_backup(struct account_backup *backup, const struct json *object,
    char bad[static PATH_SIZE], struct fault *why)
{
	struct setting_rows rows = { settings_backup_row, backup };
	const struct setting *row;

	bad[0] = '\0';
	for (size_t i = 0; (row = settings_backup_row(i)) != NULL; i++)
		value_from_text(row, backup, "", NULL);
	if (json_kind_of(object) != JSON_OBJECT)
		return value_wrong_kind("an object", object, why);
	return members_from_json(&rows, object, bad, why) &&
	    judge_backup(backup, why);
}

void
backups_clear(struct account *account)
{
	for (size_t i = 0; i < account->backup_count; i++)
		clear_backup(&account->backup[i]);
	free(account->backup);
	account->backup = NULL;
	account->backup_count = 0;
}

bool
backups_from_json(struct account *account, const struct json *array,
    char bad[static PATH_SIZE], struct fault *why)
{
	struct account read = { 0 };
	char inner[PATH_SIZE];
	const struct json *child;
	bool good = true;

	snprintf(bad, PATH_SIZE, "backup");
	if (json_kind_of(array) != JSON_ARRAY)
		return value_wrong_kind("a list of objects, as in [{\"id\": "
		    "\"relay\", \"host\": \"relay.lan\"}]", array, why);
	read.backup = must_alloc(json_count(array) + 1, sizeof(*read.backup));
	for (child = json_first(array); good && child != NULL;
	     child = json_next(child)) {
		good = read_backup(&read.backup[read.backup_count++], child,
		    inner, why);
		if (!good)
			snprintf(bad, PATH_SIZE, "backup[%zu]%s%.200s",
			    read.backup_count - 1, inner[0] != '\0' ? "." : "",
			    inner);
	}
	backups_clear(good ? account : &read);
	if (good) {
		account->backup = read.backup;
		account->backup_count = read.backup_count;
	}
	return good;
}

/* NOLINTEND(misc-no-recursion) */

/* Says where: "FILE, line 3, column 5: "smtp.port" must be ...". */
static bool
complain(const struct text *source, const char *file, const char *bad,
    struct fault *why)
{
	unsigned line, column;

	settings_place(source, bad, &line, &column);
	fault_set(why, FAULT_SETTINGS, "%s, line %u, column %u: \"%s\" %s",
	    file, line, column, bad, why != NULL ? why->what : "");
	return fault_next(why, "Correct the file; \"postfrank account set\" "
	    "alone lists what can stand in it");
}

/* Hands "secrets" and "test" over, or leaves them to be refused. */
static void
take_answers(struct settings_options *options, struct json *root)
{
	options->secrets = options->test = NULL;
	if (!options->answers)
		return;
	if (json_member(root, "secrets") != NULL)
		options->secrets = json_copy(json_member(root, "secrets"));
	if (json_member(root, "test") != NULL)
		options->test = json_copy(json_member(root, "test"));
	json_remove(root, "secrets");
	json_remove(root, "test");
}

static bool
is_newer(const struct json *root)
{
	int64_t version;

	return json_int(root, "postfrank", SETTINGS_VERSION + 1, INT32_MAX,
	    &version);
}

static bool
read_root(struct account *account, const struct text *source,
    struct settings_options *options, struct json *root, struct fault *why)
{
	struct setting_rows rows = { settings_row, account };
	const char *file = options->file;
	char bad[PATH_SIZE];

	if (json_kind_of(root) != JSON_OBJECT)
		return fault_set(why, FAULT_SETTINGS,
		    "%s, line 1, column 1: it must be an object in braces",
		    file);
	if (is_newer(root)) {
		fault_set(why, FAULT_SETTINGS,
		    "%s was made by a newer postfrank", file);
		return fault_next(why, "Install that version again, or a "
		    "newer one");
	}
	take_answers(options, root);
	if (!members_from_json(&rows, root, bad, why))
		return complain(source, file, bad, why);
	if (options->partial)
		return true;
	if (json_member(root, "postfrank") == NULL)
		return fault_set(why, FAULT_SETTINGS,
		    "%s: \"postfrank\": 1 is missing", file);
	if (settings_complete(account, why))
		return true;
	return fault_set(why, FAULT_SETTINGS, "%s: %s", file, why->what);
}

bool
settings_parse(struct account *account, const struct text *source,
    struct settings_options *options, struct fault *why)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct text body = *source;
	struct fault here = { 0 };
	struct json *root;
	bool good;

	account_clear(account);
	account_init(account);
	options->secrets = options->test = NULL;
	if (options->file == NULL)
		options->file = "the settings";
	if (body.len >= 3 && memcmp(body.at, mark, 3) == 0) {
		body.at += 3;
		body.len -= 3;
	}
	why = why != NULL ? why : &here;
	root = json_parse(body.at, body.len, why);
	if (root == NULL)
		return fault_set(why, FAULT_SETTINGS, "%s: %s", options->file,
		    why->what);
	good = read_root(account, &body, options, root, why);
	json_free(root);
	if (good)
		return true;
	json_free(options->secrets);
	json_free(options->test);
	options->secrets = options->test = NULL;
	account_clear(account);
	account_init(account);
	return false;
}
