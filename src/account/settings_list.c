/* SPDX-License-Identifier: ISC */
/* Settings that hold several strings, and those that are there or not. */
#include <config.h>

#include "account/settings_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* An item of a list: as a text, and never empty. */
static bool
add_item(const struct setting *row, struct strings *list, const char *item,
    struct fault *why)
{
	if (item[0] == '\0')
		return fault_set(why, FAULT_SETTINGS,
		    "must be without empty entries");
	if (!value_judge_text(row, item, why))
		return false;
	strings_add(list, item);
	return true;
}

/* Takes the new list when it is good, leaves the old one when it is not. */
static bool
settle(bool good, struct strings *old, struct strings *new)
{
	strings_clear(good ? old : new);
	if (good)
		*old = *new;
	return good;
}

bool
list_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why)
{
	struct strings list = { 0 };
	char *copy = must_strdup(text), *rest = copy, *item, *end;
	bool good = true;

	while (good && text[0] != '\0' && (item = rest) != NULL) {
		end = strchr(item, ',');
		rest = end != NULL ? end + 1 : NULL;
		if (end == NULL)
			end = item + strlen(item);
		item += strspn(item, " \t");
		while (end > item && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		*end = '\0';
		good = add_item(row, &list, item, why);
	}
	free(copy);
	return settle(good, at, &list);
}

bool
list_from_json(const struct setting *row, void *at, const struct json *object,
    struct fault *why)
{
	const struct json *array = value_member(row, object), *child;
	struct strings list = { 0 };
	bool good = true;

	if (json_kind_of(array) != JSON_ARRAY)
		return value_wrong_kind("a list of strings, as in [\"...\"]",
		    array, why);
	for (child = json_first(array); good && child != NULL;
	     child = json_next(child)) {
		const char *item = json_string_at(child);

		good = item != NULL ? add_item(row, &list, item, why) :
			value_wrong_kind("a list of strings, as in [\"...\"]; "
				"one entry is none", child, why);
	}
	return settle(good, at, &list);
}

bool
list_to_text(const struct setting *row, const void *at, struct text *out)
{
	const struct strings *list = at;

	(void)row;
	for (size_t i = 0; i < list->count; i++)
		text_addf(out, "%s%s", i > 0 ? ", " : "", list->at[i]);
	return !out->overflow;
}

struct json *
list_to_json(const struct setting *row, const void *at)
{
	const struct strings *list = at;
	struct json *array = json_new_array();

	(void)row;
	for (size_t i = 0; i < list->count; i++)
		json_append(array, json_new_string(list->at[i]));
	return array;
}

/* A section's switch: is the object there at all? */
bool
section_from_json(const struct setting *row, void *at,
    const struct json *object, struct fault *why)
{
	const struct json *value = value_member(row, object);
	enum json_kind kind = json_kind_of(value);

	if (kind != JSON_NULL && kind != JSON_OBJECT)
		return value_wrong_kind("an object or null", value, why);
	*(bool *)at = kind == JSON_OBJECT;
	return true;
}

bool
section_from_text(const struct setting *row, void *at, const char *text,
    struct fault *why)
{
	(void)row;
	if (text[0] != '\0' && strcmp(text, "true") != 0)
		return fault_set(why, FAULT_SETTINGS,
		    "must be true, or empty for none");
	*(bool *)at = text[0] != '\0';
	return true;
}

bool
section_to_text(const struct setting *row, const void *at, struct text *out)
{
	(void)row;
	return !*(const bool *)at || text_adds(out, "true");
}

struct json *
section_to_json(const struct setting *row, const void *at)
{
	(void)row;
	return *(const bool *)at ? json_new_object() : json_new_string(NULL);
}
