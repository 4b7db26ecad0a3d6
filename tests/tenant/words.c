/* SPDX-License-Identifier: ISC */
/* Lists of words in fixed buffers; what does not fit ends the program. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/tenant/state.h"

bool
words_next(const char **at, char *out, size_t size)
{
	size_t len;

	*at += strspn(*at, " ");
	len = strcspn(*at, " ");
	if (len == 0)
		return false;
	keepf(out, size, "%.*s", (int)len, *at);
	*at += len;
	return true;
}

bool
words_have(const char *list, const char *word)
{
	char each[DIR_SIZE];

	while (words_next(&list, each, sizeof(each)))
		if (strcasecmp(each, word) == 0)
			return true;
	return false;
}

void
words_add(char *list, size_t size, const char *word)
{
	size_t len = strlen(list);

	if (words_have(list, word))
		return;
	keepf(list + len, size - len, "%s%s", len == 0 ? "" : " ", word);
}

void
keep(char *out, size_t size, const char *from)
{
	keepf(out, size, "%s", from);
}

void
keepf(char *out, size_t size, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(out, size, format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= size) {
		fprintf(stderr, "tenant: does not fit into %zu bytes: %s\n",
		    size, out);
		abort();
	}
}
