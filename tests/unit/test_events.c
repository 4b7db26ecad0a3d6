/* SPDX-License-Identifier: ISC */
/* The events of messages: added, cleaned, bounded, whole lines. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/events.h"
#include "base/file.h"
#include "base/json.h"
#include "tests/lib/home.h"

static struct layout layout;
static const char *path;
static struct text text;

static int
setup(void **state)
{
	(void)state;
	home_make(&layout);
	path = home_path(&layout, LAYOUT_EVENTS, "default");
	text_init(&text, 1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	text_clear(&text);
	home_remove(&layout);
	return 0;
}

static bool
add(int64_t at, const char *note)
{
	const struct event event = { .at = at, .what = "sent", .id = "<1@x>",
		.note = note };

	return event_add(&layout, "default", &event, NULL);
}

static size_t
lines(void)
{
	bool exists;
	size_t i, n = 0;

	text_reset(&text);
	assert_true(file_read(path, &text, &exists, NULL));
	for (i = 0; i < text.len; i++)
		n += text.at[i] == '\n';
	return n;
}

/* Line n of what lines() read, parsed; to be freed. */
static struct json *
line(size_t n)
{
	const char *at = text.at;

	for (; n > 0; n--)
		at = strchr(at, '\n') + 1;
	return json_parse(at, strcspn(at, "\n"), NULL);
}

static void
each_event_is_a_line_of_json(void **state)
{
	struct json *json;
	int64_t at = 0;

	(void)state;
	assert_true(add(7, NULL));
	assert_true(add(8, "250 2.0.0 OK"));
	assert_int_equal(file_mode(path), 0644);
	assert_int_equal(lines(), 2);
	json = line(0);
	assert_true(json_int(json, "at", 0, 1000, &at));
	assert_int_equal(at, 7);
	assert_string_equal(json_string(json, "what"), "sent");
	assert_string_equal(json_string(json, "id"), "<1@x>");
	assert_null(json_string(json, "to"));
	assert_null(json_string(json, "note"));
	json_free(json);
	json = line(1);
	assert_string_equal(json_string(json, "note"), "250 2.0.0 OK");
	json_free(json);
}

static void
what_a_server_said_is_cleaned(void **state)
{
	(void)state;
	assert_true(add(1, "evil\x1b[2J\nwords"));
	assert_int_equal(lines(), 1);
	assert_null(memchr(text.at, 0x1b, text.len));
	assert_null(strstr(text.at, "\\u001b"));
	assert_non_null(strstr(text.at, "evil"));
}

static void
a_line_that_was_cut_off_does_not_spoil_the_next(void **state)
{
	struct json *json;

	(void)state;
	file_puts(path, 0644, "{\"at\":1}\n{\"at\":2,\"wh");
	assert_true(add(3, NULL));
	assert_int_equal(lines(), 3);
	json = line(2);
	assert_non_null(json);
	json_free(json);
}

static void
at_least_two_hundred_are_kept_and_the_file_stays_short(void **state)
{
	char note[200];
	struct json *json;
	int64_t first = 0, last = 0, at;
	size_t n;

	(void)state;
	memset(note, 'n', sizeof(note) - 1);
	note[sizeof(note) - 1] = '\0';
	for (at = 1; at <= 1000; at++)
		assert_true(add(at, note));
	n = lines();
	assert_true(n >= EVENTS_KEPT && n < 1000);
	assert_true(text.len <= EVENTS_TRIM);
	assert_int_equal(file_mode(path), 0644);
	json = line(0);
	assert_true(json_int(json, "at", 0, 2000, &first));
	json_free(json);
	json = line(n - 1);
	assert_true(json_int(json, "at", 0, 2000, &last));
	json_free(json);
	assert_int_equal(last, 1000);
	assert_int_equal(first, 1000 - (int64_t)n + 1);
}

static void
a_full_disk_leaves_the_old_events(void **state)
{
	struct rlimit old, limit;
	struct fault why;
	const struct event event = { .at = 2, .what = "sent", .id = "<2@x>" };
	size_t len;

	(void)state;
	assert_true(add(1, NULL));
	lines();
	len = text.len;
	getrlimit(RLIMIT_FSIZE, &old);
	limit = old;
	limit.rlim_cur = len + 10;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_false(event_add(&layout, "default", &event, &why));
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(why.kind, FAULT_IO);
	assert_non_null(strstr(why.what, path));
	assert_int_equal(lines(), 1);
	assert_int_equal(text.len, len);
}

static void
a_link_is_not_followed(void **state)
{
	struct fault why;
	const struct event event = { .at = 1, .what = "sent" };

	(void)state;
	assert_int_equal(symlink("elsewhere", path), 0);
	assert_false(event_add(&layout, "default", &event, &why));
	assert_int_equal(why.kind, FAULT_IO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_event_is_a_line_of_json,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(what_a_server_said_is_cleaned,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_line_that_was_cut_off_does_not_spoil_the_next, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    at_least_two_hundred_are_kept_and_the_file_stays_short,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_full_disk_leaves_the_old_events, setup, teardown),
		cmocka_unit_test_setup_teardown(a_link_is_not_followed, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
