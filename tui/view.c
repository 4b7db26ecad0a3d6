/* SPDX-License-Identifier: ISC */
/* The picture of a face: which view there is, what surrounds it, and what all
 * views write alike. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/moment.h"
#include "tui/keys.h"
#include "tui/view_part.h"

const char *
view_second(int64_t at, char out[static VIEW_CLOCK_SIZE])
{
	time_t when = (time_t)at;
	struct tm parts;

	out[0] = '\0';
	if (localtime_r(&when, &parts) != NULL)
		strftime(out, VIEW_CLOCK_SIZE, "%H:%M:%S", &parts);
	return out;
}

const char *
view_clock(const struct view *view, int64_t at,
    char out[static VIEW_CLOCK_SIZE])
{
	time_t when = (time_t)at, today = (time_t)view->now;
	struct tm parts, now;
	bool is_today;

	out[0] = '\0';
	if (localtime_r(&when, &parts) == NULL ||
	    localtime_r(&today, &now) == NULL)
		return out;
	is_today = parts.tm_year == now.tm_year &&
	    parts.tm_yday == now.tm_yday;
	strftime(out, VIEW_CLOCK_SIZE, is_today ? "%H:%M" : "%d %b %H:%M",
	    &parts);
	return out;
}

const char *
view_key(const struct view *view, enum stroke stroke)
{
	size_t i;

	if (!face_acts(view->face, stroke))
		return NULL;
	for (i = 0; i < key_row_count; i++)
		if (key_rows[i].stroke == stroke)
			return key_rows[i].name;
	return NULL;
}

/* Smaller than what anything could be drawn on. */
static void
draw_none(struct screen *screen)
{
	struct area all = { 0, 0, screen->rows, screen->columns };

	screen_wrap(screen, all, STYLE_PLAIN, "Make the window larger, or "
	    "press Enter for plain questions.");
	screen_point(screen, 0, 0);
}

static void
draw_asking(struct view *view)
{
	if (wizard_field(view->wizard) == NULL)
		view_done(view);
	else
		view_step(view);
}

static void
draw_signin(struct view *view)
{
	if (view->wizard->user_code[0] != '\0')
		view_device(view);
	else
		view_signin(view);
}

static void
draw_view(struct view *view)
{
	static void (*const modes[])(struct view *) = {
		[WIZARD_ASKING] = draw_asking,
		[WIZARD_LEAVING] = view_leaving,
		[WIZARD_WORKING] = view_work,
		[WIZARD_SIGNIN] = draw_signin,
		[WIZARD_QUESTION] = view_question,
		[WIZARD_VERDICT] = view_verdict,
	};
	enum overlay overlay = view->face->overlay;

	if (view->wizard == NULL)
		view_over(view);
	else if (view->wizard->mode == WIZARD_LEAVING)
		view_leaving(view);
	else if (overlay != OVERLAY_NONE && overlay != OVERLAY_PAGE)
		view_over(view);
	else if (view->wizard->mode != WIZARD_GONE)
		modes[view->wizard->mode](view);
}

void
face_draw(struct face *face, struct screen *screen)
{
	struct view view = { .face = face, .screen = screen,
		.plan = plan_for(screen->rows, screen->columns),
		.now = face->now != NULL ? face->now() : moment_now() };

	screen_reset(screen, screen->rows, screen->columns);
	face->scroll_max = 0;
	if (view.plan.shape == SHAPE_NONE) {
		draw_none(screen);
		return;
	}
	if (face->overlay != OVERLAY_TAKE_OVER) {
		view.wizard = &face->desk->wizard;
		view.known = wizard_known(view.wizard, view.now);
	}
	screen_point(screen, view.plan.form.row, view.plan.form.column);
	draw_view(&view);
	/* What the keys do may depend on what had to be scrolled. */
	view_frame(&view);
}
