/* SPDX-License-Identifier: ISC */
/* JSON: what the scan lets through cJSON takes, and what is printed is read as
 * the same again. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_scan.h"

enum { PRINT_MAX = 64 << 20 }; /* indentation makes it long */

/* Has it a number that no JSON can say (1e999)? It is printed as null. */
static bool
is_finite(const cJSON *item) /* NOLINT(misc-no-recursion) */
{
	const cJSON *child;

	if (cJSON_IsNumber(item) &&
	    (item->valuedouble > 1e300 || item->valuedouble < -1e300))
		return false;
	for (child = item->child; child != NULL; child = child->next)
		if (!is_finite(child))
			return false;
	return true;
}

static void
check_print(const struct json *json, bool pretty)
{
	const cJSON *item = (const cJSON *)(const void *)json;
	struct text first, second;
	struct json *again;
	struct fault why;

	text_init(&first, PRINT_MAX);
	text_init(&second, PRINT_MAX);
	FUZZ_CHECK(json_print(json, pretty, &first));
	again = json_parse(first.at, first.len, &why);
	if (first.len <= JSON_MAX) {
		FUZZ_CHECK(again != NULL);
		FUZZ_CHECK(!is_finite(item) || cJSON_Compare(item,
		    (const cJSON *)(const void *)again, 1));
		FUZZ_CHECK(json_print(again, pretty, &second));
		FUZZ_CHECK(first.len == second.len);
		FUZZ_CHECK(memcmp(first.at, second.at, first.len) == 0);
	}
	json_free(again);
	text_clear(&first);
	text_clear(&second);
}

/* A secret text says no less and no more, only without its words. */
static void
check_secret(const char *bytes, size_t size, bool good)
{
	struct secret secret;
	struct fault why;
	struct json *json;

	secret_init(&secret, JSON_MAX + 1);
	secret_add(&secret, bytes, size);
	json = json_parse_secret(&secret, &why);
	FUZZ_CHECK((json != NULL) == good);
	json_free(json);
	secret_clear(&secret);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_copy(data, size, false);
	struct fault why;
	struct json *json;
	bool sound;
	cJSON *item;

	fault_clear(&why);
	sound = json_scan(bytes, size, &why);
	json = json_parse(bytes, size, &why);
	if (sound) {
		item = cJSON_ParseWithLength(bytes, size);
		FUZZ_CHECK(item != NULL);
		cJSON_Delete(item);
	} else {
		FUZZ_CHECK(json == NULL);
	}
	if (json == NULL) {
		FUZZ_CHECK(why.kind == FAULT_DATA);
		fuzz_check_fault(&why);
	} else {
		check_print(json, false);
		check_print(json, true);
	}
	check_secret(bytes, size, json != NULL);
	json_free(json);
	free(bytes);
	return 0;
}
