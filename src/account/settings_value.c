/* SPDX-License-Identifier: ISC */
/* One setting of each kind: from JSON and text, to JSON and text. */
#include <config.h>

#include "account/settings_parts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { NUMBER_NULL = -1 };

struct kind {
	bool (*from_json)(const struct setting *row, void *at,
	    const struct json *object, struct fault *why);
	bool (*from_text)(const struct setting *row, void *at, const char *text,
	    struct fault *why);
	bool (*to_text)(const struct setting *row, const void *at,
	    struct text *out);
	struct json *(*to_json)(const struct setting *row, const void *at);
};

static const char *
last_part(const char *key)
{
	const char *dot = strrchr(key, '.');

	return dot != NULL ? dot + 1 : key;
}

const struct json *
value_member(const struct setting *row, const struct json *object)
{
	return json_member(object, last_part(row->key));
}

bool
value_wrong_kind(const char *wanted, const struct json *value,
    struct fault *why)
{
	return fault_set(why, FAULT_SETTINGS, "must be %s, and is %s", wanted,
	    json_kind_words(json_kind_of(value)));
}

/* What every text is held to, then the row's own check. */
bool
value_judge_text(const struct setting *row, const char *text, struct fault *why)
{
	size_t len = strlen(text);

	if (len > SETTINGS_VALUE_MAX)
		return fault_set(why, FAULT_SETTINGS,
		    "must be at most %d bytes long", SETTINGS_VALUE_MAX);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return fault_set(why, FAULT_SETTINGS,
			    "must be without line breaks and other control "
			    "characters");
	return row->check == NULL || row->check(text, why);
}

static bool
text_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why)
{
	char **value = at;

	if (text[0] == '\0' && row->fallback != NULL)
		text = row->fallback;
	if (text[0] != '\0' && !value_judge_text(row, text, why))
		return false;
	free(*value);
	*value = text[0] != '\0' ? must_strdup(text) : NULL;
	return true;
}

static bool
text_from_json(const struct setting *row, void *at, const struct json *object,
    struct fault *why)
{
	const struct json *value = value_member(row, object);

	if (json_kind_of(value) == JSON_STRING)
		return text_from_text(row, at, json_string_at(value), why);
	if (json_kind_of(value) == JSON_NULL && row->nullable)
		return text_from_text(row, at, "", why);
	return value_wrong_kind(row->nullable ? "a string or null" : "a string",
	    value, why);
}

static bool
text_to_text(const struct setting *row, const void *at, struct text *out)
{
	const char *const *value = at;

	(void)row;
	return *value == NULL || text_adds(out, *value);
}

static struct json *
text_to_json(const struct setting *row, const void *at)
{
	const char *const *value = at;

	(void)row;
	return json_new_string(*value);
}

static bool
out_of_range(const struct setting *row, struct fault *why)
{
	return fault_set(why, FAULT_SETTINGS, "must be a whole number from "
	    "%" PRId64 " to %" PRId64 "%s", row->min, row->max,
	    row->nullable ? ", or null" : "");
}

static bool
number_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why)
{
	long long value;
	char *end;

	if (text[0] == '\0')
		text = row->fallback;
	if (text == NULL) {
		*(int64_t *)at = NUMBER_NULL;
		return true;
	}
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || value < row->min ||
	    value > row->max)
		return out_of_range(row, why);
	*(int64_t *)at = value;
	return true;
}

static bool
number_from_json(const struct setting *row, void *at,
    const struct json *object, struct fault *why)
{
	const struct json *value = value_member(row, object);

	if (json_kind_of(value) == JSON_NULL && row->nullable) {
		*(int64_t *)at = NUMBER_NULL;
		return true;
	}
	if (json_kind_of(value) != JSON_NUMBER)
		return value_wrong_kind("a number", value, why);
	return json_int(object, last_part(row->key), row->min, row->max, at) ||
	    out_of_range(row, why);
}

static bool
number_to_text(const struct setting *row, const void *at, struct text *out)
{
	int64_t value = *(const int64_t *)at;

	if (row->nullable && value == NUMBER_NULL)
		return true;
	return text_addf(out, "%" PRId64, value);
}

/* Numbers go into JSON by a member; one without its key is made by this. */
static struct json *
detached(struct json *holder)
{
	struct json *copy = json_copy(json_first(holder));

	json_free(holder);
	return copy;
}

static struct json *
number_to_json(const struct setting *row, const void *at)
{
	int64_t value = *(const int64_t *)at;
	struct json *holder;

	if (row->nullable && value == NUMBER_NULL)
		return json_new_string(NULL);
	holder = json_new_object();
	json_set_int(holder, "it", value);
	return detached(holder);
}

static bool
switch_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why)
{
	if (text[0] == '\0')
		text = row->fallback;
	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return fault_set(why, FAULT_SETTINGS,
		    "must be true or false");
	*(bool *)at = text[0] == 't';
	return true;
}

static bool
switch_from_json(const struct setting *row, void *at,
    const struct json *object, struct fault *why)
{
	return json_bool(object, last_part(row->key), at) ||
	    value_wrong_kind("true or false", value_member(row, object), why);
}

static bool
switch_to_text(const struct setting *row, const void *at, struct text *out)
{
	(void)row;
	return text_adds(out, *(const bool *)at ? "true" : "false");
}

static struct json *
switch_to_json(const struct setting *row, const void *at)
{
	struct json *holder = json_new_object();

	(void)row;
	json_set_bool(holder, "it", *(const bool *)at);
	return detached(holder);
}

/* Enums of words are kept as int; see the assertion. */
_Static_assert(sizeof(enum cloud_kind) == sizeof(int) &&
	sizeof(enum security_kind) == sizeof(int),
    "words are read and written as int");

static bool
word_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why)
{
	char all[200] = "";
	int i;

	if (text[0] == '\0')
		text = row->fallback;
	for (i = 0; row->words[i] != NULL; i++) {
		if (strcmp(row->words[i], text) == 0) {
			memcpy(at, &i, sizeof(i));
			return true;
		}
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s",
		    i > 0 ? ", " : "", row->words[i]);
	}
	return fault_set(why, FAULT_SETTINGS, "must be one of: %s", all);
}

static bool
word_from_json(const struct setting *row, void *at, const struct json *object,
    struct fault *why)
{
	const struct json *value = value_member(row, object);
	const char *word = json_string_at(value);

	if (word == NULL)
		return value_wrong_kind("a string", value, why);
	/* "" is the default for a person, but no word of a file. */
	return word_from_text(row, at, word[0] != '\0' ? word : " ", why);
}

static const char *
word_at(const struct setting *row, const void *at)
{
	int i;

	memcpy(&i, at, sizeof(i));
	return row->words[i];
}

static bool
word_to_text(const struct setting *row, const void *at, struct text *out)
{
	return text_adds(out, word_at(row, at));
}

static struct json *
word_to_json(const struct setting *row, const void *at)
{
	return json_new_string(word_at(row, at));
}

static const struct kind kinds[] = {
	[SETTING_TEXT] = { text_from_json, text_from_text, text_to_text,
	    text_to_json },
	[SETTING_NUMBER] = { number_from_json, number_from_text,
	    number_to_text, number_to_json },
	[SETTING_SWITCH] = { switch_from_json, switch_from_text,
	    switch_to_text, switch_to_json },
	[SETTING_WORD] = { word_from_json, word_from_text, word_to_text,
	    word_to_json },
	[SETTING_LIST] = { list_from_json, list_from_text, list_to_text,
	    list_to_json },
	[SETTING_SECTION] = { section_from_json, section_from_text,
	    section_to_text, section_to_json },
};

bool
value_from_json(const struct setting *row, void *base,
    const struct json *object, struct fault *why)
{
	return kinds[row->kind].from_json(row, (char *)base + row->offset,
	    object, why);
}

bool
value_from_text(const struct setting *row, void *base, const char *text,
    struct fault *why)
{
	return kinds[row->kind].from_text(row, (char *)base + row->offset,
	    text, why);
}

bool
value_to_text(const struct setting *row, const void *base, struct text *out)
{
	return kinds[row->kind].to_text(row,
	    (const char *)base + row->offset, out);
}

struct json *
value_to_json(const struct setting *row, const void *base)
{
	return kinds[row->kind].to_json(row, (const char *)base + row->offset);
}

bool
value_is_default(const struct setting *row, const void *base)
{
	struct text text;
	bool same;

	text_init(&text, HANDS_MAX);
	value_to_text(row, base, &text);
	same = !text.overflow &&
	    strcmp(text.at, row->fallback != NULL ? row->fallback : "") == 0;
	text_clear(&text);
	return same;
}

void
value_clear(const struct setting *row, void *base)
{
	void *at = (char *)base + row->offset;

	if (row->kind == SETTING_TEXT) {
		free(*(char **)at);
		*(char **)at = NULL;
	} else if (row->kind == SETTING_LIST) {
		strings_clear(at);
	}
}
