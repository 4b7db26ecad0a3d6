/* SPDX-License-Identifier: ISC */
/* What the journal says, and what it does not say. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clean.h"
#include "base/journal.h"

static char seen[8192];

/* What one line of a level looks like on standard error. */
static const char *
line_of(enum journal_level level, const char *words)
{
	FILE *file = tmpfile();
	int old = dup(STDERR_FILENO);
	size_t len;

	assert_non_null(file);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	journal_write(level, "%s", words);
	fflush(stderr);
	dup2(old, STDERR_FILENO);
	close(old);
	rewind(file);
	len = fread(seen, 1, sizeof(seen) - 1, file);
	seen[len] = '\0';
	fclose(file);
	return seen;
}

static void
nothing_is_said_before_somebody_asks_for_it(void **state)
{
	(void)state;
	journal_open(false, false);
	assert_false(journal_is_debug());
	assert_string_equal(line_of(JOURNAL_ERROR, "trouble"), "");
}

static void
with_debug_every_level_is_one_line(void **state)
{
	(void)state;
	journal_open(true, false);
	assert_true(journal_is_debug());
	assert_string_equal(line_of(JOURNAL_DEBUG, "fine"),
	    "postfrank: debug: fine\n");
	assert_string_equal(line_of(JOURNAL_INFO, "fine"),
	    "postfrank: info: fine\n");
	assert_string_equal(line_of(JOURNAL_WARN, "odd"),
	    "postfrank: warning: odd\n");
	assert_string_equal(line_of(JOURNAL_ERROR, "bad"),
	    "postfrank: error: bad\n");
}

static void
controls_and_line_breaks_do_not_reach_the_terminal(void **state)
{
	(void)state;
	assert_string_equal(
	    line_of(JOURNAL_INFO, "a\r\nerror: forged\x1b]52;c;x\x07"),
	    "postfrank: info: a error: forged\\x1b]52;c;x\\x07\n");
}

static void
a_very_long_line_is_cut(void **state)
{
	char words[5000];

	(void)state;
	memset(words, ' ', sizeof(words));
	for (size_t i = 0; i < sizeof(words); i += 2)
		words[i] = 'x';
	words[sizeof(words) - 1] = '\0';
	line_of(JOURNAL_INFO, words);
	assert_true(strlen(seen) < CLEAN_SIZE);
	assert_non_null(strstr(seen, "...\n"));
}

/* canary stands for a secret; what is left of each line. */
static const struct {
	const char *line;
	const char *left;
} lines[] = {
	{ "Authorization: Bearer canary", "Authorization: Bearer ******" },
	{ "authorization: bearer canary", "authorization: bearer ******" },
	{ "Proxy-Authorization: Basic canary",
	    "Proxy-Authorization: Basic ******" },
	{ "AUTH XOAUTH2 canary", "AUTH XOAUTH2 ******" },
	{ "a=1&refresh_token=canary&b=2", "a=1&refresh_token=******&b=2" },
	{ "client_secret=canary&code=canary",
	    "client_secret=******&code=******" },
	{ "code_verifier=canary", "code_verifier=******" },
	{ "client_assertion=canary", "client_assertion=******" },
	{ "PASSWORD=canary", "PASSWORD=******" },
	{ "password= canary", "password= ******" },
	{ "{\"access_token\":\"canary\",\"x\":\"y\"}",
	    "{\"access_token\":\"******\",\"x\":\"y\"}" },
	{ "{\"device_code\": \"canary\"}", "{\"device_code\": \"******\"}" },
	{ "{\"client_secret\": \"canary\"}",
	    "{\"client_secret\": \"******\"}" },
	{ "code=", "code=" },
	{ "unknown key \"token\" here", "unknown key \"token\" here" },
	{ "secretary, decode, a token", "secretary, decode, a token" },
};

static void
what_follows_the_name_of_a_secret_is_blotted_out(void **state)
{
	char expected[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(expected, sizeof(expected), "postfrank: debug: %s\n",
		    lines[i].left);
		assert_string_equal(line_of(JOURNAL_DEBUG, lines[i].line),
		    expected);
	}
}

static void
what_has_the_shape_of_a_token_is_blotted_out(void **state)
{
	char run[101], words[256];

	(void)state;
	memset(run, 'k', sizeof(run) - 1);
	run[100] = '\0';
	snprintf(words, sizeof(words), "got %s here", run);
	line_of(JOURNAL_DEBUG, words);
	assert_null(strstr(seen, "kk"));
	assert_non_null(strstr(seen, "got ***"));
	assert_non_null(strstr(seen, "* here\n"));

	line_of(JOURNAL_DEBUG, "got eyJhbGciOiJub25lIn0.e30.canary");
	assert_null(strstr(seen, "canary"));

	/* Made here: scanners look for the shape in files. */
	snprintf(words, sizeof(words), "value abc8Q%ccanarycanarycanary1234",
	    '~');
	line_of(JOURNAL_DEBUG, words);
	assert_null(strstr(seen, "canary"));
}

static void
ids_and_addresses_stay_readable(void **state)
{
	static const char words[] =
	    "http: status 200 from https://login.microsoftonline.com/"
	    "8f3b1c52-6a0d-4a53-9c1e-0a1b2c3d4e5f/oauth2/v2.0/token";
	char expected[256];

	(void)state;
	snprintf(expected, sizeof(expected), "postfrank: debug: %s\n", words);
	assert_string_equal(line_of(JOURNAL_DEBUG, words), expected);
}

static void
a_secret_that_the_end_of_the_line_cuts_is_blotted(void **state)
{
	char words[600];

	(void)state;
	memset(words, '-', sizeof(words));
	for (size_t i = 0; i < 500; i += 2)
		words[i] = ' ';
	memcpy(words + 490, " password=canarycanarycanary", 28);
	words[599] = '\0';
	line_of(JOURNAL_DEBUG, words);
	assert_null(strstr(seen, "can"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_said_before_somebody_asks_for_it),
		cmocka_unit_test(with_debug_every_level_is_one_line),
		cmocka_unit_test(
		    controls_and_line_breaks_do_not_reach_the_terminal),
		cmocka_unit_test(a_very_long_line_is_cut),
		cmocka_unit_test(
		    what_follows_the_name_of_a_secret_is_blotted_out),
		cmocka_unit_test(what_has_the_shape_of_a_token_is_blotted_out),
		cmocka_unit_test(ids_and_addresses_stay_readable),
		cmocka_unit_test(
		    a_secret_that_the_end_of_the_line_cuts_is_blotted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
