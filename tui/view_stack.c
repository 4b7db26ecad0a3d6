/* SPDX-License-Identifier: ISC */
/* How the parts of a view share the rows that there are. */
#include <config.h>

#include "tui/view_part.h"

/* For a text with a list, or a line to type, below it. */
static const struct attempt text_tries[] = {
	{ 0, 0 },
	{ THRIFT_GAPS, 0 },
	{ THRIFT_GAPS | THRIFT_SEAMS, 0 },
	{ 0, 8 },
	{ THRIFT_GAPS, 4 },
	{ THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS, 1 },
	{ THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS | THRIFT_FIELDS, 1 },
};

static struct page
begin_page(const struct view *view, struct area area, unsigned thrift)
{
	return (struct page){ .area = area, .columns = view->screen->columns,
		.focus = -1, .thrift = thrift };
}

/* Without thrift there is a blank row below the rule. */
static struct page
page_in(const struct view *view, struct area area, unsigned thrift)
{
	if ((thrift & THRIFT_GAPS) == 0 && view->plan.shape != SHAPE_SMALL) {
		area.row++;
		area.rows--;
	}
	return begin_page(view, area, thrift);
}

static void
draw(struct view *view, struct part part, struct page *page)
{
	if (part.draw != NULL)
		part.draw(view, page);
}

int
view_rows(struct view *view, struct part part, int columns, unsigned thrift)
{
	struct area area = { 0, 0, 0, columns };
	struct page page = page_in(view, area, thrift);

	draw(view, part, &page);
	return page.row;
}

/* A blank row between two parts, unless that is spared too. */
static void
seam(struct page *page)
{
	if (page->row > 0 && (page->thrift & THRIFT_SEAMS) == 0)
		page->has_gap = true;
}

static bool
fits(struct view *view, const struct stack *stack, unsigned thrift)
{
	struct page page = page_in(view, stack->area, thrift);

	draw(view, stack->head, &page);
	seam(&page);
	draw(view, stack->fixed, &page);
	seam(&page);
	draw(view, stack->tail, &page);
	return page.row <= page.area.rows;
}

/* One below the other. What is fixed comes first to be sent in one run. */
static void
draw_all(struct view *view, const struct stack *stack, unsigned thrift)
{
	struct page page = page_in(view, stack->area, thrift);
	struct page above = page;

	draw(view, stack->head, &page);
	seam(&page);
	page.screen = view->screen;
	draw(view, stack->fixed, &page);
	seam(&page);
	draw(view, stack->tail, &page);
	above.screen = view->screen;
	draw(view, stack->head, &above);
}

/* What scrolls, and what stays below it. */
struct split {
	unsigned thrift;
	int head, below; /* rows they take, with the seams */
	int seen;	 /* of the head's */
};

static struct split
split_for(struct view *view, const struct stack *stack, unsigned thrift)
{
	struct split split = { .thrift = thrift };
	int columns = stack->area.columns, fixed, tail;
	int blank = (thrift & THRIFT_SEAMS) == 0;

	split.head = view_rows(view, stack->head, columns, thrift);
	fixed = view_rows(view, stack->fixed, columns, thrift);
	tail = view_rows(view, stack->tail, columns, thrift);
	split.below = tail > 0 ? tail + blank : 0;
	if ((thrift & THRIFT_FIXED) != 0)
		split.head += fixed;
	else if (fixed > 0)
		split.below += fixed + blank;
	/* One row tells that there is more. */
	split.seen = stack->area.rows - split.below - 1;
	return split;
}

static void
say_more(struct view *view, const struct page *page, int scroll_max)
{
	struct area area = page->area;
	const char *words = "(more: PageUp, PageDown)";

	if (page->first == 0)
		words = "(more: PageDown)";
	else if (page->first == scroll_max)
		words = "(more: PageUp)";
	area.row += area.rows;
	screen_put_cut(view->screen, area, STYLE_PLAIN, words);
}

static void
draw_head(struct view *view, const struct stack *stack,
    const struct split *split)
{
	struct page page = begin_page(view, stack->area, split->thrift);
	int scroll_max;

	page.screen = view->screen;
	page.area.rows = split->seen > 0 ? split->seen : 0;
	scroll_max = split->head - page.area.rows;
	view->face->scroll_max = scroll_max;
	page.first = view->face->scroll;
	if (page.first > scroll_max)
		page.first = scroll_max;
	draw(view, stack->head, &page);
	if ((split->thrift & THRIFT_FIXED) != 0)
		draw(view, stack->fixed, &page);
	if (split->seen >= 0)
		say_more(view, &page, scroll_max);
}

/* A finding is in the help too, what an action told has gone by. */
static const char *
words_of_long(const struct view *view, const struct page *page)
{
	if ((page->thrift & THRIFT_ROWS) != 0)
		return "(more: ^G)";
	if (face_rows(view->face) == 0)
		return "(only the last lines are shown)";
	return page->first > 0 ? "(more: Up, Down)" : "(more: Down)";
}

/* A list that is longer than the window shows the part around its choice. */
static void
draw_long(struct view *view, const struct stack *stack, unsigned thrift)
{
	struct page page = page_in(view, stack->area, thrift);
	struct area more = page.area;

	page.area.rows--;
	draw(view, stack->tail, &page);
	page.first = page.focus - page.area.rows + 1;
	if (page.first < 0)
		page.first = 0;
	page.row = 0;
	page.screen = view->screen;
	draw(view, stack->tail, &page);
	more.row += page.area.rows;
	screen_put_cut(view->screen, more, STYLE_PLAIN,
	    words_of_long(view, &page));
}

static void
draw_below(struct view *view, const struct stack *stack,
    const struct split *split)
{
	struct page page = begin_page(view, stack->area, split->thrift);

	page.screen = view->screen;
	page.area.row += page.area.rows - split->below;
	page.area.rows = split->below;
	page.has_gap = (split->thrift & THRIFT_SEAMS) == 0;
	if ((split->thrift & THRIFT_FIXED) == 0)
		draw(view, stack->fixed, &page);
	if (!page.has_gap)
		seam(&page);
	draw(view, stack->tail, &page);
}

static void
draw_split(struct view *view, const struct stack *stack,
    const struct split *split)
{
	if (split->below > stack->area.rows) {
		draw_long(view, stack, split->thrift);
		return;
	}
	draw_below(view, stack, split);
	draw_head(view, stack, split);
}

void
view_stack(struct view *view, const struct stack *stack)
{
	const struct attempt *try = stack->tries;
	struct split split = { 0 };
	size_t i;

	for (i = 0; i < stack->try_count; i++, try++) {
		if (fits(view, stack, try->thrift)) {
			draw_all(view, stack, try->thrift);
			return;
		}
		split = split_for(view, stack, try->thrift | THRIFT_SCROLL);
		if (try->seen > 0 && split.seen >= try->seen)
			break;
	}
	draw_split(view, stack, &split);
}

struct area
view_place(struct view *view, bool is_whole)
{
	const struct plan *plan = &view->plan;
	struct area area = plan->form;

	if (plan->shape == SHAPE_WIDE && is_whole) {
		area.column = 2;
		area.columns = PLAN_TEXT_COLUMNS;
	} else if (plan->shape == SHAPE_WIDE) {
		view_rail(view, plan->whole);
		area.columns = plan->help.column + plan->help.columns -
		    area.column;
		if (area.columns > PLAN_TEXT_COLUMNS)
			area.columns = PLAN_TEXT_COLUMNS;
	}
	return area;
}

void
view_text(struct view *view, struct area area, struct part head,
    struct part tail)
{
	const struct stack stack = { area, head, { NULL }, tail, text_tries,
		sizeof(text_tries) / sizeof(text_tries[0]) };

	/* Where nothing is chosen or typed, reading begins at the top. */
	screen_point(view->screen, area.row, area.column);
	view_stack(view, &stack);
}
