/* SPDX-License-Identifier: ISC */
/* What lies over the wizard's own views: a draft that was left or is held, the
 * list of steps, other people and other ways. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/sheet.h"
#include "tui/view_part.h"

static void
draw_choices(struct view *view, struct page *page)
{
	page_gap(page);
	view_choices(view, page);
}

static void
draw_take_over(struct view *view, struct page *page)
{
	const struct lock_holder *holder = &view->face->holder;
	char since[MOMENT_SIZE];
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_addf(&words, "Process %ld works on this set-up%s%s%s%s, since %s.",
	    (long)holder->pid, holder->tty[0] != '\0' ? " on " : "",
	    holder->tty, view->face->idle[0] != '\0' ? ", idle for " : "",
	    view->face->idle, moment_words(since, holder->since));
	page_say(page, STYLE_PLAIN, words.at);
	page_gap(page);
	page_say(page, STYLE_PLAIN, "Taking over makes it save and leave; "
	    "nothing is lost.");
	text_clear(&words);
}

static void
draw_resume(struct view *view, struct page *page)
{
	const struct desk *desk = view->face->desk;
	const struct wizard *wizard = view->wizard;
	char span[MOMENT_SIZE];
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	if (desk->damaged.kind != FAULT_NONE) {
		view_fault(view, page, &desk->damaged);
		page_gap(page);
	}
	if (desk->ended.kind != FAULT_NONE) {
		page_marked(page, "! ", STYLE_FINDING, desk->ended.what);
		page_gap(page);
	}
	if (desk->is_resumed) {
		text_addf(&words, "You were at step %u of %u (%s), %s ago.",
		    step_number(wizard->step, &wizard->answers),
		    step_total(&wizard->answers), steps[wizard->step].title,
		    moment_span(span, view->now - desk->saved));
		if (wizard->until > view->now)
			text_addf(&words, " The code is still good for %s.",
			    moment_span(span, wizard->until - view->now));
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

static void
draw_who(struct view *view, struct page *page)
{
	enum step_id step = view->face->hand_step;
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_addf(&words, "Somebody else can do step %u, %s, away from this "
	    "machine. You get a page for them: what to do, why, and how to "
	    "answer. It holds no secret and asks for none.",
	    step_number(step, view->known.answers), steps[step].title);
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
	page_gap(page);
	page_say(page, STYLE_PLAIN, "The step waits, and you go on with what "
	    "can be done meanwhile. When you come back, it is tried first.");
}

static void
draw_whom(struct view *view, struct page *page)
{
	page_gap(page);
	page_say(page, STYLE_PLAIN, "Who does it");
	view_editor(view, page);
	if (view->face->found.text[0] != '\0') {
		page_point(page, 0);
		view_found(page, &view->face->found);
	} else if ((page->thrift & THRIFT_HINTS) == 0)
		page_marked(page, "  ", STYLE_PLAIN, "A name, so that you know "
		    "later whom you asked. May stay empty.");
}

/* Lines of the sheet: only addresses and commands are longer than the rest. */
static void
draw_sheet_line(struct page *page, const char *line)
{
	if (line[0] == '\0') {
		page_next(page);
		page->row++;
	} else if (screen_columns(line) > page->area.columns &&
	    strchr(line, ' ') == NULL)
		page_alone(page, line);
	else
		page_say(page, STYLE_PLAIN, line);
}

static void
draw_sheet(struct view *view, struct page *page)
{
	char line[VIEW_TEXT_MAX];
	const char *at = view->face->sheet.at;
	size_t len;

	if (view->face->sheet_path[0] != '\0') {
		page_say(page, STYLE_PLAIN, "This page is for whoever does "
		    "it. It is kept in the file:");
		page_alone(page, view->face->sheet_path);
		page->row++;
	}
	for (; at[0] != '\0'; at += len + (at[len] == '\n')) {
		len = strcspn(at, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)len, at);
		draw_sheet_line(page, line);
	}
}

static void
draw_ways(struct view *view, struct page *page)
{
	const char *words = steps[view->wizard->step].doors_words;

	if (words != NULL)
		page_marked(page, "", STYLE_PLAIN, words);
}

/* About the way that is chosen. */
static void
draw_way(struct view *view, struct page *page)
{
	const struct step *step = &steps[view->wizard->step];
	size_t i = view->face->choice;

	draw_choices(view, page);
	if (i >= step->door_count)
		return;
	page_gap(page);
	page_say(page, STYLE_PLAIN, step->doors[i].help);
}

static void
draw_remove(struct view *view, struct page *page)
{
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_addf(&words, "Remove the account %s? Its settings, client secret "
	    "and sign-in are deleted from this machine, and it sends no mail "
	    "any more. At Microsoft nothing changes: the app stays "
	    "registered there.", view->face->desk->name);
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

static void
draw_nothing(struct view *view, struct page *page)
{
	(void)view;
	(void)page;
}

void
view_over(struct view *view)
{
	static const struct {
		struct part head, tail;
		bool is_whole;
	} overlays[] = {
		[OVERLAY_TAKE_OVER] = { { draw_take_over }, { draw_choices },
		    true },
		[OVERLAY_RESUME] = { { draw_resume }, { draw_choices }, false },
		[OVERLAY_HELP] = { { view_help }, { NULL }, true },
		[OVERLAY_STEPS] = { { draw_nothing }, { view_choices }, true },
		[OVERLAY_WHO] = { { draw_who }, { draw_whom }, false },
		[OVERLAY_SHEET] = { { draw_sheet }, { NULL }, true },
		[OVERLAY_WAYS] = { { draw_ways }, { draw_way }, false },
		[OVERLAY_REMOVE] = { { draw_remove }, { draw_choices }, false },
	};
	enum overlay overlay = view->face->overlay;

	struct area area = view_place(view, overlays[overlay].is_whole);

	if (overlay == OVERLAY_SHEET && area.columns < SHEET_COLUMNS &&
	    view->screen->columns >= area.column + SHEET_COLUMNS)
		area.columns = SHEET_COLUMNS;
	view_text(view, area, overlays[overlay].head, overlays[overlay].tail);
}
