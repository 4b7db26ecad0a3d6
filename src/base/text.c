/* SPDX-License-Identifier: ISC */
/* Growing byte strings with a maximum; see the header for the rules. */
#include <config.h>

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static char empty[1];

void
text_init(struct text *text, size_t max)
{
	*text = (struct text){ .at = empty, .max = max };
}

void
text_clear(struct text *text)
{
	if (text->cap > 0)
		free(text->at);
	text_init(text, text->max);
}

void
text_reset(struct text *text)
{
	text->len = 0;
	text->overflow = false;
	if (text->cap > 0)
		text->at[0] = '\0';
}

char *
text_take(struct text *text)
{
	char *bytes = text->cap > 0 ? text->at : must_strdup("");

	text_init(text, text->max);
	return bytes;
}

/* Room for len more bytes and the NUL, or overflow. */
static bool
make_room(struct text *text, size_t len)
{
	size_t cap;

	if (text->overflow || len > text->max - text->len) {
		text->overflow = true;
		return false;
	}
	if (text->len + len + 1 <= text->cap)
		return true;
	cap = text->cap > 0 ? text->cap : 64;
	while (cap < text->len + len + 1)
		cap += cap;
	text->at = must_realloc(text->cap > 0 ? text->at : NULL, cap, 1);
	text->cap = cap;
	return true;
}

bool
text_add(struct text *text, const void *bytes, size_t len)
{
	if (!make_room(text, len))
		return false;
	if (len > 0)
		memcpy(text->at + text->len, bytes, len);
	text->len += len;
	text->at[text->len] = '\0';
	return true;
}

bool
text_adds(struct text *text, const char *string)
{
	return text_add(text, string, strlen(string));
}

bool
text_addc(struct text *text, char c)
{
	return text_add(text, &c, 1);
}

bool
text_addv(struct text *text, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0 || !make_room(text, (size_t)len)) {
		text->overflow = true;
		return false;
	}
	vsnprintf(text->at + text->len, (size_t)len + 1, format, args);
	text->len += (size_t)len;
	return true;
}

bool
text_addf(struct text *text, const char *format, ...)
{
	va_list args;
	bool fits;

	va_start(args, format);
	fits = text_addv(text, format, args);
	va_end(args);
	return fits;
}
