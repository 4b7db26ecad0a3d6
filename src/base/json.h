/* SPDX-License-Identifier: ISC */
/* JSON from outside, held to limits that cJSON does not have, and JSON of ours.
 * cJSON's memory is wiped when freed, since tokens pass through it. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"
#include "base/text.h"

enum { JSON_MAX = 1 << 20, JSON_DEPTH = 32 };

struct json; /* a value; what is inside of another is borrowed from it */

/*
 * Parses exactly one value of at most JSON_MAX bytes. Refused, with line and
 * column in why: bad UTF-8, a NUL or \u0000, nesting beyond JSON_DEPTH, a key
 * that stands twice in one object (named, without its place), a lone
 * surrogate, a number of 64 characters or more, text behind the value.
 * FAULT_DATA; the caller turns the kind into what the place calls for.
 */
struct json *json_parse(const char *bytes, size_t len, struct fault *why);
/* The same for secret bytes: what they say never reaches why. */
struct json *json_parse_secret(const struct secret *bytes, struct fault *why);
void json_free(struct json *json);

struct json *json_new_object(void);
struct json *json_new_array(void);

enum json_kind {
	JSON_ABSENT,
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

enum json_kind json_kind_of(const struct json *json);
/* A word for messages: "a number", "an object". */
const char *json_kind_words(enum json_kind kind);

/* The member of an object by its exact name, or NULL. */
struct json *json_member(const struct json *object, const char *key);
/* NULL unless the member is a string (json_*_at: the value itself is). */
const char *json_string(const struct json *object, const char *key);
const char *json_string_at(const struct json *value);
/* A whole number below 2^53 either way, or one of up to 18 digits written as a
 * string; false when it is absent, of another kind, has a fraction or lies
 * outside min .. max. */
bool json_int(const struct json *object, const char *key, int64_t min,
    int64_t max, int64_t *out);
/* false when absent or no boolean. */
bool json_bool(const struct json *object, const char *key, bool *out);

/* Children of an array or object in order; NULL when there is none. */
struct json *json_first(const struct json *container);
struct json *json_next(const struct json *child);
/* The key of a child of an object, NULL in an array. */
const char *json_key(const struct json *child);
size_t json_count(const struct json *container);

/* Set or replace a member (a NULL string sets null). A container takes over
 * what json_set and json_append put in. */
void json_set_string(struct json *object, const char *key, const char *value);
void json_set_int(struct json *object, const char *key, int64_t value);
void json_set_bool(struct json *object, const char *key, bool value);
void json_set_null(struct json *object, const char *key);
void json_set(struct json *object, const char *key, struct json *value);
void json_remove(struct json *object, const char *key);
void json_append(struct json *array, struct json *value);
struct json *json_new_string(const char *value);
struct json *json_copy(const struct json *json);

/* Adds the JSON text; pretty with two blanks of indentation and a final
 * newline, otherwise on one line without one. False: did not fit. */
bool json_print(const struct json *json, bool pretty, struct text *out);

/* Adds the JSON text on one line to a secret. */
bool json_print_secret(const struct json *json, struct secret *out);

/* Copies the string member into the secret (emptied first) when it is 1..max
 * bytes of RFC 6749 VSCHAR (0x20-0x7e); false otherwise. */
bool json_secret(const struct json *object, const char *key,
    struct secret *out);

#endif
