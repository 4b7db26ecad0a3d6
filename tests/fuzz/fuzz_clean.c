/* SPDX-License-Identifier: ISC */
/* Text from outside on its way to people: clean_text, faults, the journal. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clean.h"
#include "base/journal.h"

static void
check_sizes(const char *bytes, size_t size)
{
	static const size_t sizes[] = { 1, 2, 3, 4, 5, 8, 40, 520, CLEAN_SIZE };
	char again[CLEAN_SIZE];
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char *out = must_alloc(1, sizes[i]);

		FUZZ_CHECK(clean_text(out, sizes[i], bytes, size) == out);
		FUZZ_CHECK(memchr(out, '\0', sizes[i]) != NULL);
		FUZZ_CHECK(fuzz_is_clean(out, CLEAN_COLUMNS));
		FUZZ_CHECK(out[0] != ' ');
		FUZZ_CHECK(strstr(out, "  ") == NULL);
		/* What is clean stays as it is. */
		clean_string(again, sizeof(again), out);
		FUZZ_CHECK(strcmp(again, out) == 0);
		free(out);
	}
}

static void
check_faults(const char *bytes, size_t size, const char *string)
{
	struct fault why;

	fault_set(&why, FAULT_DATA, "x%s", string);
	fault_next(&why, "x%s", string);
	fault_code(&why, "x%s", string);
	fault_server(&why, bytes, size);
	fuzz_check_fault(&why);
}

/* What the shape of a client secret looks like, made here so that no file has
 * it: three letters, a digit, "Q~", 34 more. */
static void
make_secret(char out[static 41])
{
	size_t i;

	for (i = 0; i < 40; i++)
		out[i] = (char)('a' + i % 26);
	out[3] = '8';
	out[4] = 'Q';
	out[5] = '~';
	out[40] = '\0';
}

/* Calls the journal and gives what it wrote to standard error. */
static size_t
hear(const char *string, const char *secret, char *out, size_t size)
{
	static FILE *file;
	int old = dup(STDERR_FILENO);
	ssize_t n;

	if (file == NULL)
		file = tmpfile();
	FUZZ_CHECK(file != NULL && old >= 0);
	FUZZ_CHECK(ftruncate(fileno(file), 0) == 0);
	FUZZ_CHECK(lseek(fileno(file), 0, SEEK_SET) == 0);
	dup2(fileno(file), STDERR_FILENO);
	journal_open(true, false);
	journal_write(JOURNAL_WARN, "%.300s %s %s", string, secret, string);
	journal_open(false, false);
	fflush(stderr);
	dup2(old, STDERR_FILENO);
	close(old);
	n = pread(fileno(file), out, size - 1, 0);
	FUZZ_CHECK(n > 0);
	out[n] = '\0';
	return (size_t)n;
}

static void
check_journal(const char *string)
{
	char out[CLEAN_SIZE + 100], secret[41];
	size_t n;

	make_secret(secret);
	n = hear(string, secret, out, sizeof(out));
	FUZZ_CHECK(out[n - 1] == '\n');
	out[n - 1] = '\0';
	/* A star for each byte of what was blotted: more columns than bytes
	 * there are not. */
	FUZZ_CHECK(fuzz_is_clean(out, sizeof(out)));
	FUZZ_CHECK(strstr(out, secret) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_copy(data, size, false);
	char *string = fuzz_copy(data, size, true);

	check_sizes(bytes, size);
	check_faults(bytes, size, string);
	check_journal(string);
	free(bytes);
	free(string);
	return 0;
}
