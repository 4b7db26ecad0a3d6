/* SPDX-License-Identifier: ISC */
/* A wide screen: the steps, a form, the help, and a shelf below them. */
#include <config.h>

#include <stdio.h>

#include "tui/view_part.h"

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

/* Rows for steps, form and help, so that the shelf stands near them and does
 * not move when a finding comes. */
static int
pane_rows(struct view *view, const struct wide *wide)
{
	const struct plan *plan = &view->plan;
	int rows = (int)step_total(&view->wizard->answers) + 2;

	rows = larger(rows,
	    view_rows(view, wide->head, plan->form.columns, 0) +
	    view_rows(view, wide->tail, plan->form.columns, 0) + 4);
	return larger(rows,
	    view_rows(view, wide->help, plan->help.columns, 0) + 2);
}

static void
draw_page(struct view *view, struct area area, struct part part)
{
	struct page page = { .screen = view->screen, .area = area,
		.columns = view->screen->columns, .focus = -1 };

	part.draw(view, &page);
}

/* What has no room here is in the help over the whole screen. */
static void
draw_help(struct view *view, struct area area, struct part help)
{
	const char *key = view_key(view, STROKE_HELP);
	char words[32];

	if (view_rows(view, help, area.columns, 0) > area.rows) {
		area.rows--;
		snprintf(words, sizeof(words), "(more: %s)",
		    key != NULL ? key : "");
		screen_put(view->screen, area.row + area.rows, area.column,
		    STYLE_PLAIN, words);
	}
	draw_page(view, area, help);
}

static void
draw_shelf(struct view *view, struct part shelf, int row)
{
	const struct area *whole = &view->plan.whole;
	struct area area = { row + 1, 2, whole->row + whole->rows - row - 1,
		whole->columns - 2 };

	screen_rule(view->screen, row);
	draw_page(view, area, shelf);
}

void
view_wide(struct view *view, const struct wide *wide)
{
	const struct plan *plan = &view->plan;
	struct area help = plan->help, line = plan->help, rail = plan->rail;
	struct stack stack = { .area = plan->form, .head = wide->head,
		.tail = wide->tail, .tries = wide->tries,
		.try_count = wide->try_count };
	int taken = view_rows(view, wide->shelf, plan->whole.columns, 0);
	int rows = plan->whole.rows;

	if (taken > 0) {
		rows -= taken + 1;
		if (pane_rows(view, wide) < rows)
			rows = pane_rows(view, wide);
		/* First, so that its address is sent in one run. */
		draw_shelf(view, wide->shelf, plan->whole.row + rows);
	}
	rail.rows = line.rows = stack.area.rows = rows;
	help.row++;
	help.rows = rows - 1;
	line.column -= 2;
	view_rail(view, rail);
	screen_divide(view->screen, line);
	draw_help(view, help, wide->help);
	view_stack(view, &stack);
}
