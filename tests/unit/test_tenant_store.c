/* SPDX-License-Identifier: ISC */
/* The stand-in tenant's state: mailboxes, switches, events. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/tenant/craft.h"
#include "tests/tenant/state.h"

static char dir[] = "/tmp/tenant-store-XXXXXX";

static int
open_store(void **state)
{
	*state = store_new(dir);
	return *state == NULL ? -1 : 0;
}

static int
close_store(void **state)
{
	store_free(*state);
	return 0;
}

static void
a_mailbox_is_found_by_address_and_alias_in_any_case(void **state)
{
	struct mailbox_facts facts;

	assert_true(store_mailbox(*state, "ALARM@contoso.example", &facts));
	assert_string_equal(facts.address, "alerts@contoso.example");
	assert_false(facts.is_shared);
	assert_true(store_mailbox(*state, "shared@contoso.example", &facts));
	assert_true(facts.is_shared);
	assert_false(store_mailbox(*state, "no@contoso.example", &facts));
}

static void
only_owner_and_delegate_send_as_a_mailbox(void **state)
{
	assert_true(store_may_send_as(*state, "alerts@contoso.example",
	    "alarm@contoso.example"));
	assert_true(store_may_send_as(*state, "delegate@contoso.example",
	    "shared@contoso.example"));
	assert_false(store_may_send_as(*state, "ops@contoso.example",
	    "shared@contoso.example"));
	assert_false(store_may_send_as(*state, "delegate@contoso.example",
	    "alerts@contoso.example"));
}

static void
a_switch_takes_values_of_its_kind_only(void **state)
{
	assert_false(switch_on(*state, "plain"));
	assert_true(switch_set(*state, "plain", "1"));
	assert_true(switch_on(*state, "plain"));
	assert_false(switch_set(*state, "plain", "yes"));
	assert_false(switch_set(*state, "plian", "1"));
	assert_false(switch_set(*state, "app.unknown", "two"));
}

static void
a_counted_switch_holds_for_so_many_times(void **state)
{
	assert_true(switch_set(*state, "app.unknown", "2"));
	assert_true(switch_take(*state, "app.unknown"));
	assert_true(switch_take(*state, "app.unknown"));
	assert_false(switch_take(*state, "app.unknown"));
}

static void
events_are_counted_by_type_and_by_outcome(void **state)
{
	event_log(*state, "try", "outcome", "ok", "#size", 5L, NULL);
	event_log(*state, "try", "outcome", "no", NULL);
	assert_int_equal(event_count(*state, "try"), 2);
	assert_int_equal(event_count(*state, "try:ok"), 1);
	assert_int_equal(event_count(*state, "tried"), 0);
}

static void
an_event_is_a_line_in_the_file_at_once(void **state)
{
	char path[DIR_SIZE], line[200] = "";
	FILE *file;

	event_log(*state, "seen", "who", "a \"b\"", "#n", 7L, NULL);
	snprintf(path, sizeof(path), "%s/events.jsonl", store_dir(*state));
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_non_null(strstr(line,
	    "\"type\":\"seen\",\"who\":\"a \\\"b\\\"\",\"n\":7}\n"));
	fclose(file);
}

static void
a_made_secret_has_the_shape_of_a_real_one(void **state)
{
	char value[SECRET_SIZE], id[ID_SIZE];

	(void)state;
	secret_make(value, id);
	assert_int_equal(strlen(value), 40);
	assert_memory_equal(value + 4, "Q~", 2);
	assert_int_equal(strlen(id), 36);
}

static void
base64url_goes_there_and_back(void **state)
{
	static const unsigned char bytes[] = { 0, 255, 16, 131, 16, 81, 135 };
	struct text there, back;
	size_t len;

	(void)state;
	text_init(&there, 100);
	text_init(&back, 100);
	for (len = 0; len <= sizeof(bytes); len++) {
		text_reset(&there);
		text_reset(&back);
		craft_base64url(&there, bytes, len);
		assert_true(craft_base64url_decode(&back, there.at,
		    there.len));
		assert_int_equal(back.len, len);
		assert_memory_equal(back.at, bytes, len);
	}
	assert_string_equal(there.at, "AP8QgxBRhw");
	text_clear(&there);
	text_clear(&back);
}

static int
remove_directory(void **state)
{
	char path[DIR_SIZE];

	(void)state;
	snprintf(path, sizeof(path), "%s/events.jsonl", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/mail", dir);
	rmdir(path);
	return rmdir(dir);
}

#define WITH_STORE(test) \
	cmocka_unit_test_setup_teardown(test, open_store, close_store)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_mailbox_is_found_by_address_and_alias_in_any_case),
		WITH_STORE(only_owner_and_delegate_send_as_a_mailbox),
		WITH_STORE(a_switch_takes_values_of_its_kind_only),
		WITH_STORE(a_counted_switch_holds_for_so_many_times),
		WITH_STORE(events_are_counted_by_type_and_by_outcome),
		WITH_STORE(an_event_is_a_line_in_the_file_at_once),
		cmocka_unit_test(a_made_secret_has_the_shape_of_a_real_one),
		cmocka_unit_test(base64url_goes_there_and_back),
	};

	if (mkdtemp(dir) == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, remove_directory);
}
