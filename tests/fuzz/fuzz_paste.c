/* SPDX-License-Identifier: ISC */
/* What people paste: the address that the browser ended on, and pieces of the
 * portal. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "oauth/paste.h"
#include "setup/portal_paste.h"
#include "setup/validate.h"

#define STATE "q7Vd0Zr2mXw9LtB4kYc6HsN1pGf8JuEa3TiOo5RyWxQ" /* of the seeds */

static void
check_answer(const char *bytes, size_t size, const struct pending *pending)
{
	bool has_state = paste_has_state(bytes, size, pending);
	struct paste paste;
	struct fault why;

	paste_init(&paste);
	fault_clear(&why);
	if (paste_read(bytes, size, pending, &paste, &why)) {
		FUZZ_CHECK(paste.kind == PASTE_CODE ||
		    paste.kind == PASTE_CONSENT);
		FUZZ_CHECK(paste.kind != PASTE_CODE || has_state);
		FUZZ_CHECK(paste.kind != PASTE_CODE ||
		    !secret_is_empty(&paste.code));
	} else {
		FUZZ_CHECK(secret_is_empty(&paste.code));
		FUZZ_CHECK(why.kind != FAULT_NONE);
		fuzz_check_fault(&why);
	}
	FUZZ_CHECK(memchr(paste.tenant, '\0', sizeof(paste.tenant)) != NULL);
	FUZZ_CHECK(fuzz_is_clean(paste.tenant, sizeof(paste.tenant)));
	paste_clear(&paste);
}

static void
check_portal(const char *bytes, size_t size)
{
	struct portal_paste paste;
	size_t i;
	bool found = portal_paste_read(bytes, size, &paste);

	FUZZ_CHECK(found == (paste.count > 0));
	FUZZ_CHECK(paste.count <= PORTAL_PASTE_ITEMS);
	for (i = 0; i < paste.count; i++) {
		const struct portal_item *item = &paste.items[i];

		FUZZ_CHECK(memchr(item->value, '\0', sizeof(item->value)) !=
		    NULL);
		FUZZ_CHECK(item->value[0] != '\0');
		FUZZ_CHECK(fuzz_is_clean(item->value, sizeof(item->value)));
		FUZZ_CHECK(!setting_is_secret(item->setting));
		FUZZ_CHECK(portal_paste_value(&paste, item->setting) != NULL);
	}
}

static void
check_fields(const char *bytes, size_t size, const char *string)
{
	struct finding found;
	char date[11];
	size_t start, len;

	validate_guid(string, &found);
	validate_client_id(string, "contoso.example", &found);
	validate_tenant(string, "", &found);
	validate_is_like_secret(string);
	validate_secret(bytes, size, true, &found);
	validate_addresses(string, &found);
	validate_name(string, &found);
	validate_scope(string, &found);
	validate_host(string, &found);
	validate_port(string, &found);
	validate_endpoint(string, &found);
	validate_path(string, &found);
	validate_date(string, 1795435200, &found);
	date_normal(string, date);
	validate_pasted(bytes, size, &found);
	len = tidy_secret(bytes, size, &start);
	FUZZ_CHECK(start <= size && len <= size - start);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_copy(data, size, false);
	char *string = fuzz_copy(data, size, true);
	struct pending pending;

	pending_init(&pending);
	secret_init(&pending.state, 64);
	secret_adds(&pending.state, STATE);
	check_answer(bytes, size, &pending);
	check_portal(bytes, size);
	check_fields(bytes, size, string);
	pending_clear(&pending);
	free(bytes);
	free(string);
	return 0;
}
