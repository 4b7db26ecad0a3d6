/* SPDX-License-Identifier: ISC */
/* Writes JSON as people like to read it; values come from json.h alone. */
#include <config.h>

#include "base/json.h"

#include <cjson/cJSON.h>
#include <string.h>

static void
print_string(const char *from, struct text *out)
{
	static const char letters[] = "\b\f\n\r\t\"\\";
	static const char names[] = "bfnrt\"\\";
	const char *found;

	text_addc(out, '"');
	for (; *from != '\0'; from++) {
		found = strchr(letters, *from);
		if (found != NULL)
			text_addf(out, "\\%c", names[found - letters]);
		else if ((unsigned char)*from < 0x20 || *from == 0x7f)
			text_addf(out, "\\u%04x", (unsigned char)*from);
		else
			text_addc(out, *from);
	}
	text_addc(out, '"');
}

static void
print_break(struct text *out, int level, bool pretty)
{
	if (pretty)
		text_addf(out, "\n%*s", level * 2, "");
}

static void print_value(const struct json *json, int level, bool pretty,
    struct text *out);

/* Depth is bounded by JSON_DEPTH for what was parsed, and by our own hand for
 * what was built. */
static void
/* NOLINTNEXTLINE(misc-no-recursion) */
print_container(const struct json *json, int level, bool pretty,
    struct text *out)
{
	bool object = json_kind_of(json) == JSON_OBJECT, first = true;
	const struct json *child;

	text_addc(out, object ? '{' : '[');
	for (child = json_first(json); child != NULL;
	     child = json_next(child)) {
		if (!first)
			text_addc(out, ',');
		first = false;
		print_break(out, level + 1, pretty);
		if (object) {
			print_string(json_key(child), out);
			text_adds(out, pretty ? ": " : ":");
		}
		print_value(child, level + 1, pretty, out);
	}
	if (!first)
		print_break(out, level, pretty);
	text_addc(out, object ? '}' : ']');
}

static void
/* NOLINTNEXTLINE(misc-no-recursion) */
print_value(const struct json *json, int level, bool pretty,
    struct text *out)
{
	char *word;

	switch (json_kind_of(json)) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		print_container(json, level, pretty, out);
		break;
	case JSON_STRING:
		print_string(json_string_at(json), out);
		break;
	default:
		/* Numbers and words are as cJSON writes them. */
		word = cJSON_PrintUnformatted((const cJSON *)json);
		text_adds(out, word != NULL ? word : "null");
		cJSON_free(word);
	}
}

bool
json_print(const struct json *json, bool pretty, struct text *out)
{
	print_value(json, 0, pretty, out);
	if (pretty)
		text_addc(out, '\n');
	return !out->overflow;
}
