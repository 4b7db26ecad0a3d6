/* SPDX-License-Identifier: ISC */
/* The help: about the very field, what its step is about, and the keys that do
 * something there. */
#include <config.h>

#include <stdio.h>

#include "setup/portal.h"
#include "tui/keys.h"
#include "tui/view_part.h"

enum { NAME_COLUMNS = 11 };

static void
draw_key(const struct key_row *row, struct page *page)
{
	struct page narrow = *page;

	page_line(page, 0, STYLE_PLAIN, row->name);
	narrow.area.column += NAME_COLUMNS;
	narrow.area.columns -= NAME_COLUMNS;
	page_say(&narrow, STYLE_PLAIN, row->help);
	if (narrow.row > page->row)
		page->row = narrow.row;
}

/* What does something in the view that the help lies over. */
static void
draw_keys(const struct view *view, struct page *page)
{
	struct face below = *view->face;
	size_t i;

	below.overlay = OVERLAY_NONE;
	page_gap(page);
	page_say(page, STYLE_TITLE, "Keys");
	for (i = 0; i < key_row_count; i++)
		if (key_rows[i].help != NULL &&
		    face_acts(&below, key_rows[i].stroke))
			draw_key(&key_rows[i], page);
}

static void
draw_rest(const struct view *view, struct page *page)
{
	struct text words;

	page_gap(page);
	if (view->face->session != NULL && view->face->session->is_remote &&
	    !view->face->session->is_multiplexed)
		page_say(page, STYLE_PLAIN, "Inside tmux or screen a dropped "
		    "connection does no harm; without them you come back to "
		    "the same place too, by the same command.");
	text_init(&words, VIEW_TEXT_MAX);
	text_addf(&words, "The portal's wording is that of %s.",
	    portal_labels[0].verified);
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

void
view_help(struct view *view, struct page *page)
{
	const struct finding *found = face_finding(view->face);

	if (found->text[0] != '\0') {
		view_found(page, found);
		page_gap(page);
	}
	if (view->wizard->mode == WIZARD_SIGNIN)
		view_notes(view, page);
	view_field_help(view, page);
	if (view->wizard->mode == WIZARD_SIGNIN)
		view_tunnel_help(view, page);
	draw_keys(view, page);
	page_gap(page);
	page_say(page, STYLE_TITLE, "This step");
	view_advice(view, page);
	draw_rest(view, page);
}
