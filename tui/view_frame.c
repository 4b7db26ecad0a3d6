/* SPDX-License-Identifier: ISC */
/* What surrounds every view: the title, the steps at the left, what was saved,
 * and the keys. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tui/keys.h"
#include "tui/view_part.h"

enum { TITLE_MAX = 192, KEYS_SHOWN = 24 };

/* The same two words in every state, and none without a state. */
static const char *
mark_of(const struct view *view, enum step_id step)
{
	static const char *const marks[] = {
		[STEP_NEW] = "",	   [STEP_PARTLY] = "",
		[STEP_FILLED] = "done",	   [STEP_CONFIRMED] = "done",
		[STEP_NOT_YET] = "soon",   [STEP_WAITING] = "wait",
		[STEP_PROBLEM] = "!",	   [STEP_NOT_NEEDED] = "skip",
	};
	const struct step_record *record = &view->wizard->steps[step];

	if (step == view->wizard->step)
		return ">";
	return marks[record->state];
}

static void
draw_rail_row(struct view *view, struct area at, enum step_id step)
{
	const char *mark = mark_of(view, step);
	enum style style = STYLE_PLAIN;
	char number[16];

	if (strcmp(mark, "done") == 0)
		style = STYLE_DONE;
	else if (strcmp(mark, "!") == 0)
		style = STYLE_FINDING;
	at.column++;
	screen_put(view->screen, at.row, at.column + 4 -
	    screen_columns(mark), style, mark);
	snprintf(number, sizeof(number), "%2u", step_number(step,
	    &view->wizard->answers));
	screen_put(view->screen, at.row, at.column + 4, STYLE_PLAIN, number);
	at.column += 7;
	at.columns = PLAN_RAIL - 8;
	screen_put_cut(view->screen, at, STYLE_PLAIN, steps[step].title);
}

void
view_rail(struct view *view, struct area area)
{
	struct area at = area, line = area;
	size_t i;

	line.column = PLAN_RAIL;
	screen_divide(view->screen, line);
	if (view->wizard == NULL)
		return;
	if (area.rows > (int)step_total(&view->wizard->answers))
		at.row++;
	for (i = STEP_START + 1; i < STEP_DONE; i++) {
		if (!step_is_needed((enum step_id)i, &view->wizard->answers))
			continue;
		if (at.row < area.row + area.rows)
			draw_rail_row(view, at, (enum step_id)i);
		at.row++;
	}
}

/* What lies over the wizard has a title of its own. */
static const char *
over_title(const struct view *view)
{
	static const char *const titles[] = {
		[OVERLAY_TAKE_OVER] = "Somebody works on it",
		[OVERLAY_RESUME] = "A set-up was begun",
		[OVERLAY_HELP] = "Help",
		[OVERLAY_STEPS] = "All steps",
		[OVERLAY_WHO] = "Somebody else does it",
		[OVERLAY_SHEET] = "For whoever does it",
		[OVERLAY_WAYS] = "Other ways",
		[OVERLAY_REMOVE] = "Remove the account",
		[OVERLAY_PAGE] = NULL,
	};

	if (view->wizard != NULL && view->wizard->mode == WIZARD_LEAVING)
		return "Leave?";
	return titles[view->face->overlay];
}

static void
write_place(const struct view *view, char *out, size_t size)
{
	const struct wizard *wizard = view->wizard;
	const char *over = over_title(view);
	bool is_small = view->plan.shape == SHAPE_SMALL;

	if (over != NULL)
		snprintf(out, size, "%s", over);
	else if (wizard->step == STEP_START || wizard->step == STEP_DONE)
		snprintf(out, size, "%s", steps[wizard->step].title);
	else
		snprintf(out, size, is_small ? "%u/%u %s"
		    : "Step %u of %u  %s", step_number(wizard->step,
		    &wizard->answers), step_total(&wizard->answers),
		    steps[wizard->step].title);
}

/* "postfrank setup on server01", of another account than the first one also
 * which. */
static void
write_name(const struct view *view, char *out, size_t size)
{
	const struct wizard *wizard = view->wizard;
	const char *name = wizard != NULL ? view->face->desk->name : "default";
	bool is_wide = view->plan.shape == SHAPE_WIDE && wizard != NULL;
	bool is_first = strcmp(name, "default") == 0;

	snprintf(out, size, "postfrank setup%s%s%s%s",
	    is_wide ? " on " : "", is_wide ? wizard->host : "",
	    is_first ? "" : ", account ", is_first ? "" : name);
}

static void
draw_title(struct view *view)
{
	struct area at = view->plan.title;
	char place[TITLE_MAX], name[TITLE_MAX];
	int width;

	write_place(view, place, sizeof(place));
	if (view->plan.shape == SHAPE_SMALL) {
		screen_put_cut(view->screen, at, STYLE_TITLE, place);
		return;
	}
	write_name(view, name, sizeof(name));
	width = screen_columns(place);
	screen_put(view->screen, at.row, at.column + at.columns - width,
	    STYLE_TITLE, place);
	at.columns -= width + 2;
	screen_put_cut(view->screen, at, STYLE_TITLE, name);
}

/* One line: what the last key brought, else what the wizard says, else what is
 * safe. Longer ones stand in the view, and where that has no room either, as
 * much as fits stands here; the help has all of it. */
static void
draw_status(struct view *view)
{
	struct area at = view->plan.footer;
	char words[NOTE_SIZE], clock[VIEW_CLOCK_SIZE];

	at.row = view->plan.status;
	if (at.row < 0)
		return;
	words[0] = '\0';
	if (view->face->say[0] != '\0')
		snprintf(words, sizeof(words), "%s", view->face->say);
	else if (view->wizard == NULL)
		return;
	else if (view->wizard->note[0] != '\0' &&
	    (screen_columns(view->wizard->note) <= at.columns ||
	    !view->has_told))
		snprintf(words, sizeof(words), "%s", view->wizard->note);
	else if (view->wizard->step == STEP_DONE && !view->wizard->is_changed)
		snprintf(words, sizeof(words), "These settings are in use.");
	else if (view->face->desk->saved != 0)
		snprintf(words, sizeof(words), "Draft saved %s",
		    view_second(view->face->desk->saved, clock));
	screen_put_cut(view->screen, at, STYLE_PLAIN, words);
}

/* The keys that do something now and have a word for it. */
struct footer {
	char words[KEYS_SHOWN][48];
	unsigned rank[KEYS_SHOWN];
	size_t count;
};

static void
collect_keys(const struct view *view, struct footer *footer)
{
	const char *words;
	size_t i, n = 0;

	for (i = 0; i < key_row_count && n < KEYS_SHOWN; i++) {
		if (!face_acts(view->face, key_rows[i].stroke))
			continue;
		words = key_words(&key_rows[i], view->face);
		if (words == NULL || words[0] == '\0')
			continue;
		snprintf(footer->words[n], sizeof(footer->words[n]), "%s %s",
		    key_rows[i].name, words);
		footer->rank[n++] = key_rank(&key_rows[i], view->face);
	}
	footer->count = n;
}

static int
width_of(const struct footer *footer, int gap)
{
	int width = -gap;
	size_t i;

	for (i = 0; i < footer->count; i++)
		width += screen_columns(footer->words[i]) + gap;
	return width;
}

/* Without the least important one, the last of several. */
static void
drop_key(struct footer *footer)
{
	size_t i, worst = 0;

	for (i = 1; i < footer->count; i++)
		if (footer->rank[i] >= footer->rank[worst])
			worst = i;
	footer->count--;
	for (i = worst; i < footer->count; i++) {
		memcpy(footer->words[i], footer->words[i + 1],
		    sizeof(footer->words[i]));
		footer->rank[i] = footer->rank[i + 1];
	}
}

static void
draw_footer(struct view *view)
{
	struct area at = view->plan.footer;
	int gap = view->plan.shape == SHAPE_SMALL ? 1 : 2;
	struct footer footer;
	size_t i;

	collect_keys(view, &footer);
	if (view->plan.shape == SHAPE_WIDE &&
	    width_of(&footer, 3) <= at.columns)
		gap = 3;
	while (footer.count > 1 && width_of(&footer, gap) > at.columns)
		drop_key(&footer);
	for (i = 0; i < footer.count; i++)
		at.column = screen_put(view->screen, at.row, at.column,
		    STYLE_PLAIN, footer.words[i]) + gap;
}

void
view_frame(struct view *view)
{
	draw_title(view);
	screen_rule(view->screen, view->plan.top_rule);
	screen_rule(view->screen, view->plan.bottom_rule);
	draw_status(view);
	draw_footer(view);
}
