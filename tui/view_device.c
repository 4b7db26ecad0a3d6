/* SPDX-License-Identifier: ISC */
/* The sign-in by a short code: what to open and to type elsewhere, and a QR
 * code where it fits. */
#include <config.h>

#include <string.h>

#include "tui/qr.h"
#include "tui/view_part.h"

enum { TEXT_MIN = 36 }; /* columns beside the QR code */

/* "C K J 4 P Q W Z 7   (CKJ4PQWZ7)" */
static void
draw_code(struct view *view, struct page *page)
{
	const char *code = view->wizard->user_code;
	struct text words;
	size_t i;

	text_init(&words, VIEW_TEXT_MAX);
	for (i = 0; code[i] != '\0'; i++)
		text_addf(&words, "%s%c", i > 0 ? " " : "", code[i]);
	page_gap(page);
	page_point(page, 4);
	page_marked(page, "    ", STYLE_TITLE, words.at);
	text_reset(&words);
	text_addf(&words, "(%s)", code);
	page_marked(page, "    ", STYLE_PLAIN, words.at);
	page_gap(page);
	text_clear(&words);
}

static void
draw_who(struct view *view, struct page *page)
{
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_adds(&words, "Sign in as ");
	field_default(field_find("sign_in_as", NULL, NULL), &view->known,
	    &words);
	text_addc(&words, '.');
	if ((page->thrift & THRIFT_WORDS) == 0)
		text_adds(&words, " If the page already knows another account, "
		    "use a private window.");
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

static void
draw_until(struct view *view, struct page *page)
{
	char clock[VIEW_CLOCK_SIZE];
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_adds(&words, view->face->is_running
	    ? "Waiting for the sign-in." : "Not asked at present.");
	if (view->wizard->until != 0)
		text_addf(&words, " The code is good until %s.",
		    view_clock(view, view->wizard->until, clock));
	page_gap(page);
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

static void
draw_head(struct view *view, struct page *page)
{
	bool is_brief = (page->thrift & THRIFT_WORDS) != 0;

	if (!is_brief)
		view_notes(view, page);
	page_line(page, 0, STYLE_PLAIN, is_brief ? "Open"
	    : "On your phone or PC open");
	/* whole, or it leads nowhere */
	if (screen_columns(view->wizard->address) <= page->area.columns)
		page_line(page, 0, STYLE_PLAIN, view->wizard->address);
	else
		page_alone(page, view->wizard->address);
	page_gap(page);
	page_line(page, 0, STYLE_PLAIN, "and enter this code:");
}

static void
draw_tail(struct view *view, struct page *page)
{
	draw_code(view, page);
	draw_who(view, page);
	draw_until(view, page);
	view_finding(view, page);
	if ((page->thrift & THRIFT_HINTS) == 0) {
		page_gap(page);
		page_say(page, STYLE_PLAIN, "You may leave meanwhile: a "
		    "sign-in that is finished before then counts when you "
		    "come back.");
	}
}

/* Where the QR code goes, and what it leaves of the area. */
static bool
place_code(const struct view *view, bool is_wide, struct area *text,
    struct area *code)
{
	int columns, rows, width = view->screen->columns;
	int needed = screen_columns(view->wizard->address);
	const struct area *whole = &view->plan.whole;

	if (needed < TEXT_MIN)
		needed = TEXT_MIN;
	if (!view->face->has_code || !view->screen->is_utf8 ||
	    !qr_size(view->wizard->address, is_wide, &columns, &rows) ||
	    rows > whole->rows || width - columns - 6 < text->column + needed)
		return false;
	*code = (struct area){ whole->row + (rows < whole->rows), width -
	    columns - 4, rows, columns };
	if (text->column + text->columns > code->column - 2)
		text->columns = code->column - 2 - text->column;
	return true;
}

static const struct attempt tries[] = {
	{ 0, 0 },
	{ THRIFT_GAPS, 0 },
	{ THRIFT_GAPS | THRIFT_HINTS, 0 },
	{ THRIFT_SEAMS | THRIFT_GAPS | THRIFT_HINTS, 0 },
	{ THRIFT_SEAMS | THRIFT_GAPS | THRIFT_HINTS | THRIFT_WORDS, 0 },
	{ THRIFT_SEAMS | THRIFT_GAPS | THRIFT_HINTS | THRIFT_WORDS, 1 },
};

void
view_device(struct view *view)
{
	struct stack stack = { .head = { draw_head }, .tail = { draw_tail },
		.tries = tries, .try_count = sizeof(tries) / sizeof(tries[0]) };
	struct area code;
	bool has_quiet;

	/* A long address stands alone on its rows, beside nothing. */
	stack.area = view_place(view,
	    screen_columns(view->wizard->address) > PLAN_TEXT_COLUMNS);
	has_quiet = view->plan.shape == SHAPE_WIDE &&
	    place_code(view, true, &stack.area, &code);
	if (has_quiet || place_code(view, false, &stack.area, &code))
		qr_draw(view->screen, code.row, code.column,
		    view->wizard->address, has_quiet);
	view_stack(view, &stack);
}
