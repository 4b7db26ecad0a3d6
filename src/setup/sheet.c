/* SPDX-License-Identifier: ISC */
/* Makes a page of its words: fills in, wraps, and sets apart what is to be
 * copied. */
#include <config.h>

#include "setup/sheet.h"

#include <string.h>

#include "base/moment.h"
#include "setup/portal.h"
#include "setup/sheet_part.h"
#include "setup/wrap.h"

enum { INDENT = 3, LINE_MAX_BYTES = 4608 };

struct page {
	enum step_id step;
	const struct known *known;
	const struct sheet *sheet;
	struct text *out;
};

bool
sheet_is_for(enum step_id step)
{
	return step < STEP_COUNT && sheet_pages[step] != NULL;
}

/* "1. " or "- ": how long the mark of an item is, 0 when it is none. */
static size_t
mark_len(const char *line)
{
	size_t digits = strspn(line, "0123456789");

	if (digits > 0 && strncmp(line + digits, ". ", 2) == 0)
		return digits + 2;
	return strncmp(line, "- ", 2) == 0 ? 2 : 0;
}

/* An item's lines stand behind its mark. */
static void
add_words(const struct page *page, const char *line)
{
	size_t mark = mark_len(line), at = page->out->len;

	wrap_text(line[0] == '\0' ? "\n" : line + mark, SHEET_COLUMNS,
	    mark, page->out);
	if (mark > 0 && !page->out->overflow)
		memcpy(page->out->at + at, line, mark);
}

static void
add_alone(const struct page *page, const char *line)
{
	text_adds(page->out, line);
	text_addc(page->out, '\n');
}

static void
add_carry(const struct page *page, size_t index)
{
	struct text label, value;

	text_init(&label, LINE_MAX_BYTES);
	text_init(&value, LINE_MAX_BYTES);
	if (step_carry(page->step, index, page->known, &label, &value))
		add_alone(page, value.at);
	text_clear(&label);
	text_clear(&value);
}

static void
add_portal(const struct page *page)
{
	struct text address;

	text_init(&address, LINE_MAX_BYTES);
	step_address(page->step, page->known, &address);
	add_alone(page, address.at);
	text_clear(&address);
}

static void
add_path(const struct page *page)
{
	struct text path;

	text_init(&path, LINE_MAX_BYTES);
	step_path(page->step, page->known, &path);
	wrap_text(path.at, SHEET_COLUMNS, INDENT, page->out);
	text_clear(&path);
}

static void
add_signin(const struct page *page)
{
	if (page->sheet->address != NULL && page->sheet->address[0] != '\0')
		add_alone(page, page->sheet->address);
	else
		wrap_text("(not made yet: ask the administrator for it)",
		    SHEET_COLUMNS, INDENT, page->out);
}

static void
add_line(const struct page *page, const char *line)
{
	size_t i;

	if (strcmp(line, "@path") == 0)
		add_path(page);
	else if (line[0] != '\t')
		add_words(page, line);
	else if (strcmp(line, "\t@portal") == 0)
		add_portal(page);
	else if (strcmp(line, "\t@signin") == 0)
		add_signin(page);
	else if (strcmp(line, "\t@all") == 0)
		for (i = 0; i < steps[page->step].carry_count; i++)
			add_carry(page, i);
	else if (line[1] == '@')
		add_carry(page, (size_t)(line[2] - '0'));
	else
		add_alone(page, line + 1);
}

/* For whom, from where and when. */
static void
add_head(const struct page *page)
{
	const char *whom = page->sheet->whom;
	char date[MOMENT_SIZE];
	struct text line;

	text_init(&line, LINE_MAX_BYTES);
	if (whom != NULL && whom[0] != '\0')
		text_addf(&line, "For %s. ", whom);
	text_addf(&line, "From %s, %s", page->known->host,
	    moment_date(date, page->known->now));
	wrap_text(line.at, SHEET_COLUMNS, 0, page->out);
	text_clear(&line);
	text_addc(page->out, '\n');
}

static void
add_page(const struct page *page, char *line)
{
	char *end;

	add_head(page);
	for (; line != NULL; line = end != NULL ? end + 1 : NULL) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end = '\0';
		else if (line[0] == '\0')
			break;
		add_line(page, line);
	}
}

static size_t
count_lines(const char *from)
{
	size_t count = 0;

	for (; (from = strchr(from, '\n')) != NULL; from++)
		count++;
	return count;
}

bool
sheet_write(enum step_id step, const struct known *known,
    const struct sheet *sheet, struct text *out)
{
	struct page page = { step, known, sheet, NULL };
	struct text words, whole;
	bool fits;

	if (!sheet_is_for(step) || !step_is_needed(step, known->answers))
		return false;
	text_init(&words, SHEET_MAX);
	text_init(&whole, SHEET_MAX);
	page.out = &whole;
	fits = portal_fill(sheet_pages[step], known, &words);
	if (fits)
		add_page(&page, words.at);
	fits = fits && !whole.overflow &&
	    count_lines(whole.at) <= SHEET_LINES &&
	    text_add(out, whole.at, whole.len);
	text_clear(&words);
	text_clear(&whole);
	return fits;
}
