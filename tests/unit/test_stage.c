/* SPDX-License-Identifier: ISC */
/* Lines that tell a stage of a mail, written and read again. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "setup/stage.h"

static const struct {
	const char *line;
	struct stage stage;
} pairs[] = {
	{ "ok: connection, 12 ms: 192.0.2.1 port 587",
	    { STAGE_DONE, "connection", 12, "192.0.2.1 port 587" } },
	{ "ok: sender, 0 ms", { STAGE_DONE, "sender", 0, "" } },
	{ "ok: login, 80 ms: 2.7.0 Authentication successful: a, b",
	    { STAGE_DONE, "login", 80,
	    "2.7.0 Authentication successful: a, b" } },
	{ "FAILED: the mail server's name, 60000 ms",
	    { STAGE_FAILED, "the mail server's name", 60000, "" } },
	{ "not tried: message", { STAGE_NOT_TRIED, "message", 0, "" } },
};

static void
what_is_written_is_read_again(void **state)
{
	struct stage read;
	struct text line;
	size_t i;

	(void)state;
	text_init(&line, 400);
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		text_reset(&line);
		stage_write(&pairs[i].stage, &line);
		assert_string_equal(line.at, pairs[i].line);
		assert_true(stage_read(line.at, &read));
		assert_int_equal(read.end, pairs[i].stage.end);
		assert_int_equal(read.ms, pairs[i].stage.ms);
		assert_string_equal(read.words, pairs[i].stage.words);
		assert_string_equal(read.detail, pairs[i].stage.detail);
	}
	text_clear(&line);
}

static void
other_lines_are_left_alone(void **state)
{
	static const char *const lines[] = { "", "ok", "ok: ", "ok: login",
		"ok: login, x ms", "ok: login, 5 s", "ok: login, 5 msec",
		"ok: login, -5 ms", "not tried: a, 5 ms", "FAILED: , 5 ms",
		"The server is ok: fine, 3 ms",
		"ok: a very long stage that no table of ours has, 5 ms",
		"Sending the test mail ..." };
	struct stage read;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (stage_read(lines[i], &read))
			fail_msg("read as a stage: %s", lines[i]);
}

static void
every_stage_has_words_that_fit_a_row(void **state)
{
	struct stage stage;
	unsigned i;

	(void)state;
	for (i = 0; i < ROUTE_STAGES; i++) {
		const char *words = stage_words((enum route_stage)i);

		assert_true(words[0] != '\0');
		assert_true(strlen(words) < sizeof(stage.words));
		assert_null(strpbrk(words, ",:"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(other_lines_are_left_alone),
		cmocka_unit_test(every_stage_has_words_that_fit_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
