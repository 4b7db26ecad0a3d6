/* SPDX-License-Identifier: ISC */
/* While the network works: what is done, since when, what it told so far, and
 * how to give it up. */
#include <config.h>

#include "setup/action.h"
#include "tui/view_part.h"

static void
draw_head(struct view *view, struct page *page)
{
	const struct wizard *wizard = view->wizard;
	char since[VIEW_CLOCK_SIZE], end[VIEW_CLOCK_SIZE];
	const char *esc = view_key(view, STROKE_ESC);
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	view_notes(view, page);
	page_point(page, 0);
	text_addf(&words, "%s.", action_words(wizard->running));
	page_say(page, STYLE_PLAIN, words.at);
	text_reset(&words);
	text_addf(&words, "Since %s; it ends by itself at %s at the latest.",
	    view_second(wizard->running_since, since),
	    view_clock(view, wizard->running_since +
	    (int64_t)action_limit(wizard->running), end));
	if (esc != NULL)
		text_addf(&words, " %s gives it up and goes back to the "
		    "question.", esc);
	page_gap(page);
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

/* Of a long account the end is what counts. */
static void
draw_tail(struct view *view, struct page *page)
{
	if (view->face->progress_count == 0)
		return;
	page_gap(page);
	view_progress(view, page);
	page->focus = page->row - 1;
}

void
view_work(struct view *view)
{
	view_text(view, view_place(view, false), (struct part){ draw_head },
	    (struct part){ draw_tail });
}
