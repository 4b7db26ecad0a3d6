/* SPDX-License-Identifier: ISC */
/* Takes libFuzzer's place in ordinary builds: gives a target every file of its
 * corpus, whole and cut short, and tells in TAP. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { INPUT_MAX = 1 << 20, CUTS = 64 };

/* Reads one file; ends the program when it cannot. */
static size_t
read_file(const char *path, uint8_t *into)
{
	FILE *file = fopen(path, "rb");
	size_t n;

	if (file == NULL) {
		printf("Bail out! cannot open %s\n", path);
		exit(1);
	}
	n = fread(into, 1, INPUT_MAX, file);
	fclose(file);
	return n;
}

/* The input, and up to CUTS beginnings of it. */
static void
feed(const uint8_t *bytes, size_t size)
{
	size_t step = size / CUTS + 1;
	size_t cut;

	LLVMFuzzerTestOneInput(bytes, size);
	for (cut = 0; cut < size; cut += step)
		LLVMFuzzerTestOneInput(bytes, cut);
}

static int
is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int
main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir"), *name = strrchr(argv[0], '_');
	uint8_t *bytes = must_alloc(1, INPUT_MAX);
	char dir[2048], path[4096];
	struct dirent **seeds;
	int count, i;

	if (argc > 1)
		snprintf(dir, sizeof(dir), "%s", argv[1]);
	else
		snprintf(dir, sizeof(dir), "%s/tests/fuzz/corpus/%s",
		    top == NULL ? "." : top, name == NULL ? "" : name + 1);
	count = scandir(dir, &seeds, is_seed, alphasort);
	if (count <= 0) {
		printf("Bail out! no corpus in %s\n", dir);
		return 1;
	}
	printf("1..%d\n", count);
	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, seeds[i]->d_name);
		feed(bytes, read_file(path, bytes));
		printf("ok %d - %s\n", i + 1, seeds[i]->d_name);
		fflush(stdout);
		free(seeds[i]);
	}
	free(seeds);
	free(bytes);
	return 0;
}
