/* SPDX-License-Identifier: ISC */
/* Breaking texts into lines by words. */
#include <config.h>

#include "setup/wrap.h"

#include <string.h>

/* Characters of UTF-8, not bytes. */
static size_t
count_characters(const char *from, size_t len)
{
	size_t i, count = 0;

	for (i = 0; i < len; i++)
		if (((unsigned char)from[i] & 0xc0) != 0x80)
			count++;
	return count;
}

static void
begin_line(struct text *out, size_t indent)
{
	size_t i;

	for (i = 0; i < indent; i++)
		text_addc(out, ' ');
}

/* One paragraph: from up to len bytes without a newline. */
static void
wrap_paragraph(const char *from, size_t len, size_t columns, size_t indent,
    struct text *out)
{
	size_t used = 0, i = 0, word, width;

	while (i < len) {
		if (from[i] == ' ') {
			i++;
			continue;
		}
		for (word = 0; i + word < len && from[i + word] != ' ';)
			word++;
		width = count_characters(from + i, word);
		if (used > 0 && used + 1 + width > columns) {
			text_addc(out, '\n');
			used = 0;
		}
		if (used == 0) {
			begin_line(out, indent);
			used = indent;
		} else {
			text_addc(out, ' ');
			used++;
		}
		text_add(out, from + i, word);
		used += width;
		i += word;
	}
	text_addc(out, '\n');
}

bool
wrap_text(const char *from, size_t columns, size_t indent, struct text *out)
{
	const char *end;

	for (;;) {
		end = strchr(from, '\n');
		if (end == NULL)
			break;
		wrap_paragraph(from, (size_t)(end - from), columns, indent,
		    out);
		from = end + 1;
	}
	if (*from != '\0')
		wrap_paragraph(from, strlen(from), columns, indent, out);
	return !out->overflow;
}
