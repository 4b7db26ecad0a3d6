/* SPDX-License-Identifier: ISC */
/* What the files of settings share among themselves; others use settings.h. */
#ifndef ACCOUNT_SETTINGS_PARTS_H
#define ACCOUNT_SETTINGS_PARTS_H

#include "account/hands.h"
#include "account/settings.h"

/* A table of rows and the struct that they describe. */
struct setting_rows {
	const struct setting *(*row)(size_t index);
	void *base;
};

/*
 * One value of a row, for every kind but SETTING_BACKUPS. What is wrong with a
 * value is told in why->what as the end of a sentence: "must be ...".
 * value_from_json gets the object and the member's name.
 */
bool value_from_json(const struct setting *row, void *base,
    const struct json *object, struct fault *why);
bool value_from_text(const struct setting *row, void *base, const char *text,
    struct fault *why);
bool value_to_text(const struct setting *row, const void *base,
    struct text *out);
struct json *value_to_json(const struct setting *row, const void *base);
bool value_is_default(const struct setting *row, const void *base);
/* Frees what the value owns and leaves zeros. */
void value_clear(const struct setting *row, void *base);

/* For the kinds: the member that a row stands for, what every text is held to
 * besides the row's own check, and the complaint about a value of another
 * type. */
const struct json *value_member(const struct setting *row,
    const struct json *object);
bool value_judge_text(const struct setting *row, const char *text,
    struct fault *why);
bool value_wrong_kind(const char *wanted, const struct json *value,
    struct fault *why);

/* SETTING_LIST (at: struct strings) and SETTING_SECTION (at: bool). */
bool list_from_json(const struct setting *row, void *at,
    const struct json *object, struct fault *why);
bool list_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why);
bool list_to_text(const struct setting *row, const void *at, struct text *out);
struct json *list_to_json(const struct setting *row, const void *at);
bool section_from_json(const struct setting *row, void *at,
    const struct json *object, struct fault *why);
bool section_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why);
bool section_to_text(const struct setting *row, const void *at,
    struct text *out);
struct json *section_to_json(const struct setting *row, const void *at);

/* Backups, which are objects with rows of their own. */
bool backups_from_json(struct account *account, const struct json *array,
    char bad[static PATH_SIZE], struct fault *why);
struct json *backups_to_json(const struct account *account, bool all);
void backups_clear(struct account *account);

/* Reads the members of an object into rows; on failure bad names the key as
 * settings_place() wants it, "" when there is no place to name. */
bool members_from_json(const struct setting_rows *rows,
    const struct json *object, char bad[static PATH_SIZE], struct fault *why);
/* Sets a member by a dotted key, making the objects on the way. */
void members_set(struct json *object, const char *key, struct json *value);

/* Line and column (from 1) of a key in sound JSON: "smtp.port",
 * "backup[0].host", not counting a byte order mark. False when it is not
 * there. */
bool settings_place(const struct text *source, const char *path,
    unsigned *line, unsigned *column);

/* An account without an id gets its vault's, else a new one. */
void settings_find_id(const struct layout *layout, struct account *account);

/* Judges of single values (settings_check.c): why->what is then "must be ...".
 */
bool check_address(const char *value, struct fault *why);
bool check_client_id(const char *value, struct fault *why);
bool check_tenant(const char *value, struct fault *why);
bool check_url(const char *value, struct fault *why);
bool check_redirect(const char *value, struct fault *why);
bool check_host(const char *value, struct fault *why);
bool check_proxy(const char *value, struct fault *why);
bool check_date(const char *value, struct fault *why);
bool check_path(const char *value, struct fault *why);
bool check_uuid(const char *value, struct fault *why);
bool check_name(const char *value, struct fault *why);
bool check_word(const char *value, struct fault *why);

#endif
