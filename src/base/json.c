/* SPDX-License-Identifier: ISC */
/* Values of JSON by cJSON; what may come in is judged in json_scan.c, and what
 * goes out is written in json_print.c. */
#include <config.h>

#include "base/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/json_scan.h"

/* Our struct json is cJSON's, by another name that keeps it out of headers. */
static cJSON *
inner(const struct json *json)
{
	return (cJSON *)json;
}

static struct json *
outer(cJSON *item)
{
	return (struct json *)item;
}

/* Tokens pass through this heap, so what is freed is wiped first; the size is
 * kept in front of each block. */
union header {
	size_t size;
	max_align_t align;
};

static void *
wiping_malloc(size_t size)
{
	union header *block = must_alloc(1, sizeof(*block) + size);

	block->size = size;
	return block + 1;
}

static void
wiping_free(void *at)
{
	union header *block = at;

	if (at == NULL)
		return;
	block--;
	explicit_bzero(block, sizeof(*block) + block->size);
	free(block);
}

static void
ready(void)
{
	static bool done;
	cJSON_Hooks hooks = { wiping_malloc, wiping_free };

	if (!done)
		cJSON_InitHooks(&hooks);
	done = true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The name that stands twice among the members of one object, or NULL. */
static const char *
name_given_twice(const cJSON *object)
{
	size_t count = (size_t)cJSON_GetArraySize(object), i = 0;
	const char **names, *twice = NULL;
	const cJSON *child;

	if (count < 2)
		return NULL;
	names = must_alloc(count, sizeof(*names));
	cJSON_ArrayForEach(child, object) names[i++] = child->string;
	qsort(names, count, sizeof(*names), by_name);
	for (i = 1; i < count && twice == NULL; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			twice = names[i];
	free(names);
	return twice;
}

/* The nesting is at most JSON_DEPTH, so this does not run away. */
static const char *
find_name_given_twice(const cJSON *item) /* NOLINT(misc-no-recursion) */
{
	const char *twice = NULL;
	const cJSON *child;

	if (cJSON_IsObject(item))
		twice = name_given_twice(item);
	for (child = item->child; child != NULL && twice == NULL;
	     child = child->next)
		twice = find_name_given_twice(child);
	return twice;
}

static struct json *
parse(const char *bytes, size_t len, bool secret, struct fault *why)
{
	const char *twice;
	cJSON *item;

	ready();
	if (!json_scan(bytes, len, why))
		return NULL;
	item = cJSON_ParseWithLength(bytes, len);
	if (item == NULL) {
		/* The scan is a full grammar, so only memory could be short. */
		fault_set(why, FAULT_BUG, "cJSON refused JSON that is sound");
		return NULL;
	}
	twice = find_name_given_twice(item);
	if (twice == NULL)
		return outer(item);
	fault_set(why, FAULT_DATA, "the key \"%s\" stands twice in one object",
	    secret ? "..." : twice);
	cJSON_Delete(item);
	return NULL;
}

struct json *
json_parse(const char *bytes, size_t len, struct fault *why)
{
	return parse(bytes, len, false, why);
}

struct json *
json_parse_secret(const struct secret *bytes, struct fault *why)
{
	struct json *json = parse(secret_open(bytes), bytes->len, true, why);

	secret_close(bytes);
	return json;
}

void
json_free(struct json *json)
{
	if (json != NULL)
		cJSON_Delete(inner(json));
}

struct json *
json_new_object(void)
{
	ready();
	return outer(cJSON_CreateObject());
}

struct json *
json_new_array(void)
{
	ready();
	return outer(cJSON_CreateArray());
}

struct json *
json_new_string(const char *value)
{
	ready();
	return outer(
	    value != NULL ? cJSON_CreateString(value) : cJSON_CreateNull());
}

struct json *
json_copy(const struct json *json)
{
	return outer(cJSON_Duplicate(inner(json), true));
}

enum json_kind
json_kind_of(const struct json *json)
{
	static const struct {
		int type;
		enum json_kind kind;
	} kinds[] = { { cJSON_NULL, JSON_NULL }, { cJSON_False, JSON_BOOL },
		{ cJSON_True, JSON_BOOL }, { cJSON_Number, JSON_NUMBER },
		{ cJSON_String, JSON_STRING }, { cJSON_Array, JSON_ARRAY },
		{ cJSON_Object, JSON_OBJECT } };
	size_t i;

	if (json == NULL)
		return JSON_ABSENT;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((inner(json)->type & 0xff) == kinds[i].type)
			return kinds[i].kind;
	return JSON_ABSENT;
}

const char *
json_kind_words(enum json_kind kind)
{
	static const char *const words[] = { [JSON_ABSENT] = "nothing",
		[JSON_NULL] = "null", [JSON_BOOL] = "true or false",
		[JSON_NUMBER] = "a number", [JSON_STRING] = "a string",
		[JSON_ARRAY] = "a list", [JSON_OBJECT] = "an object" };

	return words[kind];
}

struct json *
json_member(const struct json *object, const char *key)
{
	if (json_kind_of(object) != JSON_OBJECT)
		return NULL;
	return outer(cJSON_GetObjectItemCaseSensitive(inner(object), key));
}

const char *
json_string_at(const struct json *value)
{
	return json_kind_of(value) == JSON_STRING ? inner(value)->valuestring
						  : NULL;
}

const char *
json_string(const struct json *object, const char *key)
{
	return json_string_at(json_member(object, key));
}

/* 1 to 18 digits with an optional minus, which int64_t always holds. */
static bool
whole_number(const char *from, int64_t *out)
{
	bool negative = from[0] == '-';
	size_t i, len;
	int64_t n = 0;

	if (negative)
		from++;
	len = strlen(from);
	if (len < 1 || len > 18 || strspn(from, "0123456789") != len)
		return false;
	for (i = 0; i < len; i++)
		n = n * 10 + (from[i] - '0');
	*out = negative ? -n : n;
	return true;
}

bool
json_int(const struct json *object, const char *key, int64_t min, int64_t max,
    int64_t *out)
{
	const struct json *value = json_member(object, key);
	enum json_kind kind = json_kind_of(value);
	const double exact = 9007199254740992.0; /* 2^53 */
	double number;
	int64_t n = 0;

	if (kind == JSON_STRING) {
		if (!whole_number(inner(value)->valuestring, &n))
			return false;
	} else if (kind == JSON_NUMBER) {
		number = inner(value)->valuedouble;
		/* 2^53 itself may have been 2^53 + 1 before it was rounded. */
		if (!(fabs(number) < exact) || number != floor(number))
			return false;
		n = (int64_t)number;
	} else {
		return false;
	}
	if (n < min || n > max)
		return false;
	*out = n;
	return true;
}

bool
json_bool(const struct json *object, const char *key, bool *out)
{
	const struct json *value = json_member(object, key);

	if (json_kind_of(value) != JSON_BOOL)
		return false;
	*out = cJSON_IsTrue(inner(value)) != 0;
	return true;
}

struct json *
json_first(const struct json *container)
{
	enum json_kind kind = json_kind_of(container);

	if (kind != JSON_ARRAY && kind != JSON_OBJECT)
		return NULL;
	return outer(inner(container)->child);
}

struct json *
json_next(const struct json *child)
{
	return outer(inner(child)->next);
}

const char *
json_key(const struct json *child)
{
	return inner(child)->string;
}

size_t
json_count(const struct json *container)
{
	size_t count = 0;
	const struct json *child;

	for (child = json_first(container); child != NULL;
	     child = json_next(child))
		count++;
	return count;
}

void
json_set(struct json *object, const char *key, struct json *value)
{
	if (json_member(object, key) != NULL)
		cJSON_ReplaceItemInObjectCaseSensitive(inner(object), key,
		    inner(value));
	else
		cJSON_AddItemToObject(inner(object), key, inner(value));
}

void
json_set_string(struct json *object, const char *key, const char *value)
{
	json_set(object, key, json_new_string(value));
}

void
json_set_int(struct json *object, const char *key, int64_t value)
{
	json_set(object, key, outer(cJSON_CreateNumber((double)value)));
}

void
json_set_bool(struct json *object, const char *key, bool value)
{
	json_set(object, key, outer(cJSON_CreateBool(value)));
}

void
json_set_null(struct json *object, const char *key)
{
	json_set(object, key, outer(cJSON_CreateNull()));
}

void
json_remove(struct json *object, const char *key)
{
	cJSON_DeleteItemFromObjectCaseSensitive(inner(object), key);
}

void
json_append(struct json *array, struct json *value)
{
	cJSON_AddItemToArray(inner(array), inner(value));
}

bool
json_print_secret(const struct json *json, struct secret *out)
{
	char *printed;
	bool fits;

	ready();
	printed = cJSON_PrintUnformatted(inner(json));
	if (printed == NULL)
		alloc_failed();
	fits = secret_adds(out, printed);
	cJSON_free(printed);
	return fits;
}

bool
json_secret(const struct json *object, const char *key, struct secret *out)
{
	const char *value = json_string(object, key);
	size_t i;

	secret_clear(out);
	if (value == NULL || value[0] == '\0')
		return false;
	for (i = 0; value[i] != '\0'; i++)
		if (value[i] < 0x20 || value[i] > 0x7e)
			return false;
	return secret_add(out, value, i);
}
