/* SPDX-License-Identifier: ISC */
/* The end: what works now, until when, what is still open, and how to come
 * back. */
#include <config.h>

#include "tui/view_part.h"

/* What was skipped, passed over or waits. */
static void
draw_open(struct view *view, struct page *page)
{
	const struct answers *answers = &view->wizard->answers;
	enum step_state state;
	struct text words;
	size_t i;

	text_init(&words, VIEW_TEXT_MAX);
	for (i = STEP_START + 1; i < STEP_DONE; i++) {
		state = view->wizard->steps[i].state;
		if (!step_is_needed((enum step_id)i, answers) ||
		    state == STEP_CONFIRMED || state == STEP_FILLED)
			continue;
		text_reset(&words);
		text_addf(&words, "Still open: step %u, %s (",
		    step_number((enum step_id)i, answers), steps[i].title);
		wizard_step_words(view->wizard, (enum step_id)i, &words);
		text_adds(&words, ").");
		page_gap(page);
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

static void
draw_head(struct view *view, struct page *page)
{
	struct text label, value;
	size_t i;

	text_init(&label, VIEW_TEXT_MAX);
	text_init(&value, VIEW_TEXT_MAX);
	view_notes(view, page);
	if (step_advice(STEP_DONE, &view->known, &value))
		page_say(page, STYLE_PLAIN, value.at);
	draw_open(view, page);
	for (i = 0; i < steps[STEP_DONE].carry_count; i++) {
		text_reset(&label);
		text_reset(&value);
		if (!step_carry(STEP_DONE, i, &view->known, &label, &value))
			continue;
		text_addc(&label, ':');
		page_gap(page);
		page_carry(page, label.at, value.at);
	}
	text_clear(&label);
	text_clear(&value);
}

static void
draw_tail(struct view *view, struct page *page)
{
	(void)view;
	page_gap(page);
	page_point(page, 0);
	page_marked(page, "> ", STYLE_PLAIN, "Enter ends the set-up.");
}

void
view_done(struct view *view)
{
	view_text(view, view_place(view, true), (struct part){ draw_head },
	    (struct part){ draw_tail });
}
