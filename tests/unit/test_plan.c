/* SPDX-License-Identifier: ISC */
/* Where things go: shapes at their limits, and areas that do not overlap. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tui/plan.h"

static void
each_size_has_its_shape(void **state)
{
	static const struct {
		int columns, rows;
		enum shape shape;
	} table[] = {
		{ 120, 40, SHAPE_WIDE },   { 110, 24, SHAPE_WIDE },
		{ 109, 24, SHAPE_NORMAL }, { 110, 23, SHAPE_NORMAL },
		{ 80, 24, SHAPE_NORMAL },  { 60, 18, SHAPE_NORMAL },
		{ 59, 18, SHAPE_SMALL },   { 60, 17, SHAPE_SMALL },
		{ 200, 17, SHAPE_SMALL },  { 40, 12, SHAPE_SMALL },
		{ 39, 12, SHAPE_NONE },	   { 40, 11, SHAPE_NONE },
		{ 30, 8, SHAPE_NONE },	   { 1, 1, SHAPE_NONE },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_int_equal(plan_for(table[i].rows,
		    table[i].columns).shape, table[i].shape);
}

static void
a_screen_of_80_by_24_is_laid_out_as_designed(void **state)
{
	struct plan plan = plan_for(24, 80);

	(void)state;
	assert_int_equal(plan.title.row, 0);
	assert_int_equal(plan.top_rule, 1);
	assert_int_equal(plan.whole.row, 2);
	assert_int_equal(plan.whole.rows, 19);
	assert_int_equal(plan.status, 21);
	assert_int_equal(plan.bottom_rule, 22);
	assert_int_equal(plan.footer.row, 23);
	assert_int_equal(plan.form.column, 2);
	assert_int_equal(plan.form.columns, 72);
	assert_int_equal(plan.rail.columns, 0);
	assert_int_equal(plan.help.columns, 0);
}

static void
a_screen_of_40_by_12_wastes_nothing(void **state)
{
	struct plan plan = plan_for(12, 40);

	(void)state;
	assert_int_equal(plan.form.row, 2);
	assert_int_equal(plan.form.rows, 8);
	assert_int_equal(plan.form.column, 0);
	assert_int_equal(plan.form.columns, 40);
	assert_int_equal(plan.status, -1);
	assert_int_equal(plan.bottom_rule, 10);
}

static bool
is_within(const struct area *in, const struct area *out)
{
	return in->row >= out->row && in->column >= out->column &&
	    in->row + in->rows <= out->row + out->rows &&
	    in->column + in->columns <= out->column + out->columns;
}

static void
assert_apart(const struct plan *plan)
{
	const struct area *form = &plan->form, *help = &plan->help;

	assert_int_equal(plan->rail.columns, PLAN_RAIL);
	/* A divider and a blank between them. */
	assert_int_equal(form->column, PLAN_RAIL + 2);
	assert_true(form->column + form->columns + 3 <= help->column);
	assert_true(help->columns + 2 >= PLAN_HELP_MIN);
	assert_true(is_within(&plan->rail, &plan->whole));
	assert_true(is_within(help, &plan->whole));
}

static void
nothing_overlaps_at_any_size(void **state)
{
	struct plan plan;
	int rows, columns;

	(void)state;
	for (rows = 12; rows <= 70; rows++)
		for (columns = 40; columns <= 250; columns++) {
			plan = plan_for(rows, columns);
			assert_int_equal(plan.top_rule, plan.title.row + 1);
			assert_int_equal(plan.whole.row, plan.top_rule + 1);
			assert_int_equal(plan.whole.row + plan.whole.rows +
			    (plan.status >= 0), plan.bottom_rule);
			assert_int_equal(plan.footer.row, rows - 1);
			assert_int_equal(plan.bottom_rule, rows - 2);
			assert_int_equal(plan.whole.columns, columns);
			assert_true(is_within(&plan.form, &plan.whole));
			assert_true(plan.form.columns <= PLAN_TEXT_COLUMNS);
			assert_true(plan.form.columns >= 40);
			assert_true(plan.form.rows >= 8);
			if (plan.shape == SHAPE_WIDE)
				assert_apart(&plan);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_size_has_its_shape),
		cmocka_unit_test(a_screen_of_80_by_24_is_laid_out_as_designed),
		cmocka_unit_test(a_screen_of_40_by_12_wastes_nothing),
		cmocka_unit_test(nothing_overlaps_at_any_size),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
