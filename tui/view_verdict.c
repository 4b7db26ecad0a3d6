/* SPDX-License-Identifier: ISC */
/* What went wrong or has to be decided, whose turn it is, and what can be
 * done; and whether to leave. */
#include <config.h>

#include "base/moment.h"
#include "tui/view_part.h"

static void
draw_choices(struct view *view, struct page *page)
{
	page_gap(page);
	view_choices(view, page);
}

/* When it is tried again by itself. */
static void
draw_next_try(struct view *view, struct page *page)
{
	const struct step_record *record =
	    &view->wizard->steps[view->wizard->step];
	char clock[VIEW_CLOCK_SIZE];
	struct text words;

	if (record->next == 0)
		return;
	text_init(&words, VIEW_TEXT_MAX);
	text_addf(&words, "It is tried again by itself at %s; leave this "
	    "screen open.", view_second(record->next, clock));
	page_gap(page);
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

static void
draw_verdict(struct view *view, struct page *page)
{
	enum action failed = view->wizard->failed;

	view_fault(view, page, &view->wizard->fault);
	page_gap(page);
	view_notes(view, page);
	draw_next_try(view, page);
	if ((failed != ACTION_TEST_MAIL && failed != ACTION_TEST_BACKUP) ||
	    view->face->progress_count == 0)
		return;
	page_gap(page);
	page_say(page, STYLE_PLAIN, "Until then:");
	view_progress(view, page);
}

void
view_verdict(struct view *view)
{
	view_text(view, view_place(view, false),
	    (struct part){ draw_verdict }, (struct part){ draw_choices });
}

static void
draw_question(struct view *view, struct page *page)
{
	const struct fault *question = &view->wizard->fault;
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_addf(&words, "%s.", question->what);
	page_marked(page, "! ", STYLE_FINDING, words.at);
	page_gap(page);
	page_say(page, STYLE_PLAIN, question->next);
	text_clear(&words);
}

void
view_question(struct view *view)
{
	view_text(view, view_place(view, false),
	    (struct part){ draw_question }, (struct part){ draw_choices });
}

static void
draw_leaving(struct view *view, struct page *page)
{
	const struct wizard *wizard = view->wizard;
	char saved[VIEW_CLOCK_SIZE];
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	view_notes(view, page);
	page_gap(page);
	text_addf(&words, "All that was entered is kept in the draft (saved "
	    "%s). Go on later with:",
	    view_second(view->face->desk->saved, saved));
	page_say(page, STYLE_PLAIN, words.at);
	page_alone(page, view->face->again);
	if (wizard->before_leaving == WIZARD_WORKING &&
	    wizard->running != ACTION_NONE) {
		text_reset(&words);
		text_addf(&words, "This ends when you leave: %s.",
		    action_words(wizard->running));
		page_gap(page);
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

static void
draw_leave_keys(struct view *view, struct page *page)
{
	page_gap(page);
	if (face_rows(view->face) > 0) {
		view_choices(view, page);
		return;
	}
	page_point(page, 0);
	page_marked(page, "> ", STYLE_PLAIN, "Enter leaves.");
	page_marked(page, "  ", STYLE_PLAIN, "Esc stays.");
}

void
view_leaving(struct view *view)
{
	view_text(view, view_place(view, true), (struct part){ draw_leaving },
	    (struct part){ draw_leave_keys });
}
