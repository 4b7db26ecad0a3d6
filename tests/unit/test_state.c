/* SPDX-License-Identifier: ISC */
/* The state file: kept, tolerant, bounded. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/state.h"
#include "base/moment.h"
#include "tests/lib/home.h"

static struct layout layout;
static const char *path;

static int
setup(void **state)
{
	(void)state;
	home_make(&layout);
	path = home_path(&layout, LAYOUT_STATE, "default");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	home_remove(&layout);
	return 0;
}

static void
no_file_is_an_empty_state(void **unused)
{
	struct state state;
	struct fault why;

	(void)unused;
	assert_true(state_load(&state, &layout, "default", &why));
	assert_int_equal(state.signin_at, 0);
	assert_string_equal(state.signin_by, "");
	assert_int_equal(state_notice_at(&state, "secret-30"), 0);
	state_clear(&state);
	assert_false(state_load(&state, &layout, "../x", &why));
	assert_int_equal(why.kind, FAULT_USAGE);
	assert_false(state_save(&state, &layout, "../x", &why));
	state_clear(&state);
}

static void
what_is_saved_is_loaded(void **unused)
{
	struct state state;
	struct fault why;

	(void)unused;
	state_init(&state);
	state.signin_at = 1795442400;
	snprintf(state.signin_by, sizeof(state.signin_by),
	    "ann@contoso.example");
	state.signin_needed = true;
	state.token_boot_ms = (int64_t)1 << 40;
	snprintf(state.token_boot_id, sizeof(state.token_boot_id), "b-1");
	state.held = 3;
	state_set_notice(&state, "secret-30", 77);
	state_set_notice(&state, "idle", 78);
	assert_true(state_save(&state, &layout, "default", &why));
	assert_int_equal(file_mode(path), 0644);
	assert_true(state.written >= moment_now() - 10);
	state_clear(&state);
	assert_true(state_load(&state, &layout, "default", &why));
	assert_int_equal(state.signin_at, 1795442400);
	assert_string_equal(state.signin_by, "ann@contoso.example");
	assert_true(state.signin_needed);
	assert_int_equal(state.token_boot_ms, (int64_t)1 << 40);
	assert_string_equal(state.token_boot_id, "b-1");
	assert_int_equal(state.held, 3);
	assert_int_equal(state_notice_at(&state, "secret-30"), 77);
	assert_int_equal(state_notice_at(&state, "idle"), 78);
	state_clear(&state);
}

static void
a_fault_is_kept_as_the_last_error(void **unused)
{
	struct state state;
	struct fault why;

	(void)unused;
	state_init(&state);
	fault_set(&why, FAULT_SIGNIN, "the sign-in has ended");
	fault_next(&why, "sign in again");
	fault_code(&why, "AADSTS70008");
	state_set_error(&state, &why, 42);
	assert_true(state_save(&state, &layout, "default", NULL));
	state_clear(&state);
	assert_true(state_load(&state, &layout, "default", NULL));
	assert_string_equal(state.error_what, "the sign-in has ended");
	assert_string_equal(state.error_next, "sign in again");
	assert_string_equal(state.error_code, "AADSTS70008");
	assert_int_equal(state.error_exit, 77);
	assert_int_equal(state.error_at, 42);
	state_set_error(&state, NULL, 43);
	assert_string_equal(state.error_what, "");
	assert_int_equal(state.error_at, 0);
	assert_int_equal(state.error_exit, 0);
	state_clear(&state);
}

static void
unknown_members_are_kept_and_wrong_types_are_absent(void **unused)
{
	struct state state;
	struct fault why;

	(void)unused;
	file_puts(path, 0644, "{\"later\": {\"x\": [1]}, \"held\": \"many\", "
	    "\"signin_by\": 4, \"signin_needed\": \"yes\", "
	    "\"notices\": 1, \"send_at\": -5}");
	assert_true(state_load(&state, &layout, "default", &why));
	assert_int_equal(state.held, 0);
	assert_int_equal(state.send_at, 0);
	assert_string_equal(state.signin_by, "");
	assert_false(state.signin_needed);
	state_set_notice(&state, "n", 1);
	assert_true(state_save(&state, &layout, "default", &why));
	state_clear(&state);
	assert_true(state_load(&state, &layout, "default", &why));
	assert_non_null(json_member(json_member(state.rest, "later"), "x"));
	state_clear(&state);
}

static void
a_damaged_file_is_told_and_can_be_replaced(void **unused)
{
	static const char *const files[] = { "", "{", "[]", "1", "{}{}" };
	struct state state;
	struct fault why;

	(void)unused;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		file_puts(path, 0644, files[i]);
		assert_false(state_load(&state, &layout, "default", &why));
		assert_int_equal(why.kind, FAULT_DATA);
		assert_int_equal(state.held, 0);
		assert_true(state_save(&state, &layout, "default", &why));
		state_clear(&state);
		assert_true(state_load(&state, &layout, "default", &why));
		state_clear(&state);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0755), 0);
	assert_false(state_load(&state, &layout, "default", &why));
	assert_false(state_save(&state, &layout, "default", &why));
	state_clear(&state);
}

static void
a_full_disk_leaves_the_old_state(void **unused)
{
	struct rlimit limit, none;
	struct state state;
	struct fault why;

	(void)unused;
	state_init(&state);
	state.held = 1;
	assert_true(state_save(&state, &layout, "default", &why));
	state.held = 2;
	getrlimit(RLIMIT_FSIZE, &limit);
	none = limit;
	none.rlim_cur = 10;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	assert_false(state_save(&state, &layout, "default", &why));
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_int_equal(why.kind, FAULT_IO);
	state_clear(&state);
	assert_true(state_load(&state, &layout, "default", &why));
	assert_int_equal(state.held, 1);
	state_clear(&state);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(no_file_is_an_empty_state),
		CASE(what_is_saved_is_loaded),
		CASE(a_fault_is_kept_as_the_last_error),
		CASE(unknown_members_are_kept_and_wrong_types_are_absent),
		CASE(a_damaged_file_is_told_and_can_be_replaced),
		CASE(a_full_disk_leaves_the_old_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
