/* SPDX-License-Identifier: ISC */
/* Memory that is there or the program ends; nothing here knows what for. */
#include <config.h>

#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static void (*restore_terminal)(void);

void
alloc_on_failure(void (*restore)(void))
{
	restore_terminal = restore;
}

void
alloc_failed(void)
{
	static const char words[] =
	    "postfrank: out of memory; free some and try again\n";

	if (restore_terminal != NULL)
		restore_terminal();
	/* The result changes nothing: the program ends either way. */
	if (write(STDERR_FILENO, words, sizeof(words) - 1) < 0)
		_exit(EX_OSERR);
	_exit(EX_OSERR);
}

void *
must_alloc(size_t count, size_t size)
{
	void *at = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

	if (at == NULL)
		alloc_failed();
	return at;
}

void *
must_realloc(void *old, size_t count, size_t size)
{
	void *at;

	if (size != 0 && count > SIZE_MAX / size)
		alloc_failed();
	at = realloc(old, count * size > 0 ? count * size : 1);
	if (at == NULL)
		alloc_failed();
	return at;
}

char *
must_strdup(const char *text)
{
	return must_strndup(text, strlen(text));
}

char *
must_strndup(const char *text, size_t len)
{
	size_t here = strnlen(text, len);
	char *copy = must_alloc(here + 1, 1);

	memcpy(copy, text, here);
	return copy;
}
