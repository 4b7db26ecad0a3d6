/* SPDX-License-Identifier: ISC */
/* Rows of text in an area, of which some may be scrolled away. */
#include <config.h>

#include "tui/view_part.h"

int
page_next(struct page *page)
{
	int row;

	page->row += page->has_gap;
	page->has_gap = false;
	row = page->row - page->first;
	return row >= 0 && row < page->area.rows ? page->area.row + row : -1;
}

/* The part of the area from the next row on, and how many rows of what comes
 * next are above it. */
static struct area
rest_of(const struct page *page, int *hidden)
{
	struct area area = page->area;
	int row = page->row - page->first;

	*hidden = row < 0 ? -row : 0;
	if (row > 0) {
		area.row += row;
		area.rows -= row;
	}
	return area;
}

/* Within the area, so many columns further right. */
static void
wrap(struct page *page, int indent, enum style style, const char *text)
{
	int hidden;
	struct area area;

	page_next(page);
	area = rest_of(page, &hidden);
	area.column += indent;
	area.columns -= indent;
	page->row += screen_wrap_from(area.rows > 0 ? page->screen : NULL,
	    area, style, text, hidden);
}

void
page_say(struct page *page, enum style style, const char *text)
{
	wrap(page, 0, style, text);
}

void
page_line(struct page *page, int indent, enum style style, const char *text)
{
	struct area area = page->area;
	int row = page_next(page);

	area.row = row;
	area.column += indent;
	area.columns -= indent;
	if (page->screen != NULL && row >= 0)
		screen_put_cut(page->screen, area, style, text);
	page->row++;
}

void
page_marked(struct page *page, const char *mark, enum style style,
    const char *text)
{
	int row = page_next(page);

	if (page->screen != NULL && row >= 0)
		screen_put(page->screen, row, page->area.column, style, mark);
	wrap(page, screen_columns(mark), style, text);
}

void
page_gap(struct page *page)
{
	if (page->row > 0 && (page->thrift & THRIFT_GAPS) == 0)
		page->has_gap = true;
}

/* A part of it must not pass for the whole. */
static void
put_alone(const struct page *page, int row, int rows, const char *value)
{
	int end = page->area.row + page->area.rows;

	if (rows == 1)
		screen_put(page->screen, row, 0, STYLE_PLAIN, value);
	else if (rows <= end - row)
		screen_unbroken(page->screen, row, end, value);
	else
		screen_put(page->screen, row, page->area.column, STYLE_PLAIN,
		    rows > page->area.rows ? "(too long for here: ^O shows it)"
					   : "(further down)");
}

void
page_alone(struct page *page, const char *value)
{
	int rows = (screen_columns(value) + page->columns - 1) / page->columns;
	int row = page_next(page);

	if (page->screen != NULL && row >= 0)
		put_alone(page, row, rows, value);
	page->row += rows;
}

void
page_carry(struct page *page, const char *label, const char *value)
{
	page_line(page, 0, STYLE_PLAIN, label);
	page_alone(page, value);
}

void
page_point(struct page *page, int column)
{
	int row = page_next(page);

	if (page->screen != NULL && row >= 0)
		screen_point(page->screen, row, page->area.column + column);
}
