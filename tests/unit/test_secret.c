/* SPDX-License-Identifier: ISC */
/* Secrets: bounds, moves, guarded pages, constant-time look, reading. */
#include <config.h>

#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/secret.h"

static void
expect(const struct secret *secret, const char *bytes)
{
	assert_int_equal(secret->len, strlen(bytes));
	assert_string_equal(secret_open(secret), bytes);
	secret_close(secret);
}

static void
an_empty_secret_opens_as_the_empty_string(void **state)
{
	struct secret secret;

	(void)state;
	secret_init(&secret, 10);
	assert_true(secret_is_empty(&secret));
	assert_string_equal(secret_open(&secret), "");
	secret_close(&secret);
	secret_close(&secret);
	assert_int_equal(secret.open, 0);
	secret_drop(&secret, 1);
	secret_clear(&secret);
}

static void
a_zeroed_secret_is_safe_and_holds_nothing(void **state)
{
	struct secret secret = { 0 };

	(void)state;
	assert_false(secret_adds(&secret, "x"));
	assert_true(secret_adds(&secret, ""));
	assert_string_equal(secret_open(&secret), "");
	secret_close(&secret);
	secret_clear(&secret);
	secret_clear(&secret);
}

static void
bytes_are_added_up_to_the_maximum_and_no_further(void **state)
{
	struct secret secret;

	(void)state;
	secret_init(&secret, 5);
	assert_true(secret_adds(&secret, "abc"));
	assert_false(secret_adds(&secret, "def"));
	expect(&secret, "abc");
	assert_true(secret_add(&secret, "de", 2));
	assert_false(secret_add(&secret, "", 1));
	assert_false(secret_add(&secret, "", SIZE_MAX));
	expect(&secret, "abcde");
	secret_clear(&secret);
	assert_true(secret_adds(&secret, "again"));
	secret_clear(&secret);
}

static void
growing_keeps_every_byte(void **state)
{
	struct secret secret;
	size_t i;
	char c;

	(void)state;
	secret_init(&secret, SECRET_MAX);
	for (i = 0; i < 3000; i++) {
		c = (char)i;
		assert_true(secret_add(&secret, &c, 1));
	}
	assert_int_equal(secret.len, 3000);
	for (i = 0; i < 3000; i++)
		if (secret_open(&secret)[i] != (char)i)
			fail_msg("byte %zu", i);
	secret_clear(&secret);
}

static void
dropping_takes_from_the_end(void **state)
{
	struct secret secret;

	(void)state;
	secret_init(&secret, 10);
	secret_adds(&secret, "abc");
	secret_drop(&secret, 0);
	expect(&secret, "abc");
	secret_drop(&secret, 2);
	expect(&secret, "a");
	secret_drop(&secret, 5);
	assert_true(secret_is_empty(&secret));
	assert_string_equal(secret_open(&secret), "");
	secret_close(&secret);
	secret_clear(&secret);
}

static void
dropped_bytes_are_wiped_where_they_stood(void **state)
{
	struct secret secret;
	const char *at;

	(void)state;
	secret_init(&secret, 10);
	secret_adds(&secret, "abcdef");
	secret_drop(&secret, 4);
	at = secret_open(&secret);
	assert_memory_equal(at, "ab\0\0\0\0\0", 7);
	secret_close(&secret);
	secret_clear(&secret);
}

static void
taking_moves_and_empties_the_source(void **state)
{
	struct secret a, b;

	(void)state;
	secret_init(&a, 10);
	secret_init(&b, 20);
	secret_adds(&a, "old");
	secret_adds(&b, "new");
	secret_take(&a, &b);
	expect(&a, "new");
	assert_true(secret_is_empty(&b));
	assert_null(b.at);
	secret_take(&a, &a);
	expect(&a, "new");
	assert_true(secret_adds(&b, "more"));
	secret_clear(&a);
	secret_clear(&b);
}

static void
a_copy_is_a_second_secret(void **state)
{
	struct secret a, b;

	(void)state;
	secret_init(&a, 10);
	secret_init(&b, 10);
	secret_adds(&a, "same");
	secret_copy(&b, &a);
	assert_ptr_not_equal(a.at, b.at);
	secret_drop(&a, 1);
	expect(&b, "same");
	secret_copy(&b, &b);
	expect(&b, "same");
	assert_int_equal(a.open + b.open, 0);
	secret_clear(&a);
	secret_clear(&b);
}

static void
secrets_are_equal_by_bytes_and_length(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} pairs[] = { { "abc", "abc", true }, { "abc", "abd", false },
		{ "abc", "ab", false }, { "", "", true }, { "", "a", false } };
	struct secret a, b;
	size_t i;

	(void)state;
	secret_init(&a, 10);
	secret_init(&b, 10);
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		secret_adds(&a, pairs[i].a);
		secret_adds(&b, pairs[i].b);
		assert_int_equal(secret_equals(&a, &b), pairs[i].equal);
		assert_int_equal(a.open + b.open, 0);
		secret_clear(&a);
		secret_clear(&b);
	}
	secret_add(&a, "x\0y", 3);
	secret_add(&b, "x\0z", 3);
	assert_false(secret_equals(&a, &b));
	secret_clear(&a);
	secret_clear(&b);
}

enum deed { READ_CLOSED, WRITE_OPEN, READ_BEHIND, READ_OPEN, READ_NESTED };

/* In a process of its own, which such a deed is to end. */
static void
do_deed(enum deed deed)
{
	const struct rlimit none = { 0, 0 };
	struct secret secret;
	volatile char *at;

	setrlimit(RLIMIT_CORE, &none);
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
	secret_init(&secret, 1000);
	secret_adds(&secret, "word");
	at = (volatile char *)secret.at;
	if (deed != READ_CLOSED)
		secret_open(&secret);
	if (deed == READ_NESTED) {
		secret_open(&secret);
		secret_close(&secret);
	}
	if (deed == WRITE_OPEN)
		at[0] = 'W';
	else if (deed == READ_BEHIND)
		_exit(at[secret.cap] == 'x' ? 1 : 2);
	_exit(at[0] == 'w' ? 0 : 3);
}

static int
end_of_deed(enum deed deed)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		do_deed(deed);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* A sanitizer turns the signal into an exit of its own. */
static void
expect_sudden_end(int status)
{
	assert_true(WIFSIGNALED(status) ||
	    (WIFEXITED(status) && WEXITSTATUS(status) > 3));
}

static void
the_bytes_can_be_touched_only_as_they_should(void **state)
{
	(void)state;
	assert_int_equal(end_of_deed(READ_OPEN), 0);
	assert_int_equal(end_of_deed(READ_NESTED), 0);
	expect_sudden_end(end_of_deed(READ_CLOSED));
	expect_sudden_end(end_of_deed(WRITE_OPEN));
	expect_sudden_end(end_of_deed(READ_BEHIND));
}

static const struct {
	const char *input;
	const char *secret; /* NULL: refused */
} inputs[] = {
	{ "", "" }, { "\n", "" }, { "\r\n", "" }, { "word", "word" },
	{ "word\n", "word" }, { "word\r\n", "word" }, { "word\r", "word\r" },
	{ "word\n\n", "word\n" }, { " word ", " word " },
	{ "a\nb", "a\nb" }, { "12345678", "12345678" },
	{ "123456789", NULL }, { "1234567890", NULL },
};

static void
reading_takes_all_and_drops_one_line_end(void **state)
{
	struct secret secret;
	int ends[2];
	size_t i;
	bool good;

	(void)state;
	secret_init(&secret, 8);
	for (i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
		assert_int_equal(pipe(ends), 0);
		assert_int_equal(write(ends[1], inputs[i].input,
		    strlen(inputs[i].input)), strlen(inputs[i].input));
		close(ends[1]);
		errno = 0;
		good = secret_read(&secret, ends[0]);
		close(ends[0]);
		assert_int_equal(good, inputs[i].secret != NULL);
		if (good)
			expect(&secret, inputs[i].secret);
		else
			assert_int_equal(errno, EFBIG);
		assert_int_equal(secret_is_empty(&secret),
		    !good || inputs[i].secret[0] == '\0');
		secret_clear(&secret);
	}
}

static void
a_read_error_keeps_its_errno_and_leaves_nothing(void **state)
{
	struct secret secret;

	(void)state;
	secret_init(&secret, 100);
	secret_adds(&secret, "half");
	assert_false(secret_read(&secret, -1));
	assert_int_equal(errno, EBADF);
	assert_true(secret_is_empty(&secret));
}

static void
what_is_made_in_place_counts_as_far_as_it_was_filled(void **state)
{
	struct secret secret;
	unsigned char *room;

	(void)state;
	secret_init(&secret, 10);
	secret_adds(&secret, "ab");
	/* More room than may be filled: for a padding that goes again. */
	room = secret_room(&secret, 300);
	memset(room, 'c', 300);
	assert_true(secret_filled(&secret, 3));
	assert_string_equal(secret_open(&secret), "abccc");
	assert_int_equal(secret_open(&secret)[200], 0);
	secret_close(&secret);
	secret_close(&secret);
	memset(secret_room(&secret, 6), 'd', 6);
	assert_false(secret_filled(&secret, 6));
	assert_string_equal(secret_open(&secret), "abccc");
	assert_int_equal(secret.len, 5);
	secret_clear(&secret);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_secret_opens_as_the_empty_string),
		cmocka_unit_test(a_zeroed_secret_is_safe_and_holds_nothing),
		cmocka_unit_test(
		    bytes_are_added_up_to_the_maximum_and_no_further),
		cmocka_unit_test(growing_keeps_every_byte),
		cmocka_unit_test(
		    what_is_made_in_place_counts_as_far_as_it_was_filled),
		cmocka_unit_test(dropping_takes_from_the_end),
		cmocka_unit_test(dropped_bytes_are_wiped_where_they_stood),
		cmocka_unit_test(taking_moves_and_empties_the_source),
		cmocka_unit_test(a_copy_is_a_second_secret),
		cmocka_unit_test(secrets_are_equal_by_bytes_and_length),
		cmocka_unit_test(the_bytes_can_be_touched_only_as_they_should),
		cmocka_unit_test(reading_takes_all_and_drops_one_line_end),
		cmocka_unit_test(
		    a_read_error_keeps_its_errno_and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
