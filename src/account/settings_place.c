/* SPDX-License-Identifier: ISC */
/* Finds where a key stands in JSON text that json_parse() has taken; cJSON
 * keeps no positions. */
#include <config.h>

#include "account/settings_parts.h"

#include <string.h>

struct search {
	const char *at;
	const char *end;
	const char *wanted;
	const char *found; /* NULL while searching */
	struct text path;
};

static void
skip_blanks(struct search *search)
{
	while (search->at < search->end &&
	    strchr(" \t\r\n", *search->at) != NULL)
		search->at++;
}

/* Over a string; escapes are skipped, not decoded. */
static void
skip_string(struct search *search)
{
	search->at++;
	while (search->at < search->end && *search->at != '"')
		search->at += *search->at == '\\' ? 2 : 1;
	search->at++;
}

static void
notice(struct search *search, const char *at)
{
	if (search->found == NULL &&
	    strcmp(search->path.at, search->wanted) == 0)
		search->found = at;
}

/* Cuts the path back to what it was. */
static void
leave(struct search *search, size_t len)
{
	search->path.len = len;
	if (search->path.cap > 0)
		search->path.at[len] = '\0';
}

static void walk_value(struct search *search);

static void
walk_object(struct search *search) /* NOLINT(misc-no-recursion) */
{
	size_t len = search->path.len;
	const char *key;

	while (search->found == NULL && search->at < search->end) {
		search->at++; /* the brace or a comma */
		skip_blanks(search);
		if (search->at >= search->end || *search->at != '"')
			break;
		key = search->at;
		skip_string(search);
		if (len > 0)
			text_addc(&search->path, '.');
		text_add(&search->path, key + 1,
		    (size_t)(search->at - key) - 2);
		notice(search, key);
		skip_blanks(search);
		search->at++; /* the colon */
		walk_value(search);
		leave(search, len);
		skip_blanks(search);
		if (search->at < search->end && *search->at == '}')
			break;
	}
	search->at++;
}

static void
walk_array(struct search *search) /* NOLINT(misc-no-recursion) */
{
	size_t len = search->path.len;
	unsigned index;

	for (index = 0; search->found == NULL && search->at < search->end;
	     index++) {
		search->at++; /* the bracket or a comma */
		skip_blanks(search);
		if (search->at < search->end && *search->at == ']')
			break;
		text_addf(&search->path, "[%u]", index);
		notice(search, search->at);
		walk_value(search);
		leave(search, len);
		skip_blanks(search);
		if (search->at < search->end && *search->at == ']')
			break;
	}
	search->at++;
}

static void
walk_value(struct search *search) /* NOLINT(misc-no-recursion) */
{
	skip_blanks(search);
	if (search->at >= search->end)
		return;
	if (*search->at == '{')
		walk_object(search);
	else if (*search->at == '[')
		walk_array(search);
	else if (*search->at == '"')
		skip_string(search);
	else
		while (search->at < search->end &&
		    strchr(",]} \t\r\n", *search->at) == NULL)
			search->at++;
}

bool
settings_place(const struct text *source, const char *path, unsigned *line,
    unsigned *column)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skip = strncmp(source->at, mark, 3) == 0 ? 3 : 0;
	struct search search = {
		.at = source->at + skip,
		.end = source->at + source->len,
		.wanted = path,
	};
	const char *at;

	text_init(&search.path, HANDS_MAX);
	walk_value(&search);
	text_clear(&search.path);
	*line = *column = 1;
	for (at = source->at + skip; search.found != NULL && at < search.found;
	     at++) {
		*column = *at == '\n' ? 1 : *column + 1;
		if (*at == '\n')
			++*line;
	}
	return search.found != NULL;
}
