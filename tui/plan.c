/* SPDX-License-Identifier: ISC */
/* Where things go on a screen of a given size. */
#include <config.h>

#include "tui/plan.h"

/* The smallest sizes of each shape, the largest first. */
static const struct {
	enum shape shape;
	int columns, rows;
} shapes[] = {
	{ SHAPE_WIDE, 110, 24 },
	{ SHAPE_NORMAL, 60, 18 },
	{ SHAPE_SMALL, 40, 12 },
};

static enum shape
shape_of(int rows, int columns)
{
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (columns >= shapes[i].columns && rows >= shapes[i].rows)
			return shapes[i].shape;
	return SHAPE_NONE;
}

/* Text with an edge of so many blank columns at the left, not too long to be
 * read. */
static struct area
text_in(struct area in, int edge)
{
	in.column += edge;
	in.columns -= 2 * edge;
	if (in.columns > PLAN_TEXT_COLUMNS)
		in.columns = PLAN_TEXT_COLUMNS;
	return in;
}

/* Beside the steps: the form, and what is left for the help. */
static void
divide(struct plan *plan)
{
	struct area rest = plan->whole;
	int help;

	plan->rail = rest;
	plan->rail.columns = PLAN_RAIL;
	rest.column += PLAN_RAIL + 1;
	rest.columns -= PLAN_RAIL + 1;
	help = (rest.columns - 1) * 2 / 5;
	if (help < PLAN_HELP_MIN)
		help = PLAN_HELP_MIN;
	if (rest.columns - 1 - help > PLAN_TEXT_COLUMNS + 2)
		help = rest.columns - 1 - (PLAN_TEXT_COLUMNS + 2);
	plan->form = rest;
	plan->form.columns -= help + 1;
	plan->help = rest;
	plan->help.column += rest.columns - help;
	plan->help.columns = help;
	plan->form = text_in(plan->form, 1);
	plan->help = text_in(plan->help, 1);
}

struct plan
plan_for(int rows, int columns)
{
	struct plan plan = { .shape = shape_of(rows, columns) };
	bool is_small = plan.shape == SHAPE_SMALL;
	int edge = is_small ? 0 : 1;

	if (plan.shape == SHAPE_NONE)
		return plan;
	plan.title = (struct area){ 0, edge, 1, columns - 2 * edge };
	plan.top_rule = 1;
	plan.bottom_rule = rows - 2;
	plan.status = is_small ? -1 : rows - 3;
	plan.footer = (struct area){ rows - 1, edge, 1, columns - 2 * edge };
	plan.whole = (struct area){ 2, 0, rows - (is_small ? 4 : 5), columns };
	if (plan.shape == SHAPE_WIDE)
		divide(&plan);
	else
		plan.form = text_in(plan.whole, is_small ? 0 : 2);
	return plan;
}
