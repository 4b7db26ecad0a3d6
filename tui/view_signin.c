/* SPDX-License-Identifier: ISC */
/* The sign-in: an address for a browser anywhere, which can be selected whole,
 * and a line for what the browser ended on. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "oauth/redirect.h"
#include "tui/view_part.h"

/* The port on which the browser's answer is waited for; 0: nothing listens. */
static unsigned
listener_port(const struct view *view)
{
	const struct signin *signin = view->face->signin;

	return signin != NULL && signin->redirect != NULL
	    ? redirect_port(signin->redirect) : 0;
}

/* Why the last sign-in came to nothing; after a restart nothing else tells. */
static void
draw_problem(struct view *view, struct page *page)
{
	const struct step_record *record = &view->wizard->steps[STEP_SIGNIN];
	struct text words;

	if (record->state != STEP_PROBLEM || record->note[0] == '\0' ||
	    strcmp(record->note, view->wizard->note) == 0)
		return;
	text_init(&words, VIEW_TEXT_MAX);
	text_adds(&words, "Last time: ");
	text_addf(&words, "%s%s", record->note,
	    record->note[strlen(record->note) - 1] == '.' ? "" : ".");
	page_marked(page, "! ", STYLE_FINDING, words.at);
	page_gap(page);
	text_clear(&words);
}

static void
draw_head(struct view *view, struct page *page)
{
	struct text words, who;

	text_init(&words, VIEW_TEXT_MAX);
	text_init(&who, ANSWER_SIZE);
	field_default(field_find("sign_in_as", NULL, NULL), &view->known,
	    &who);
	if ((page->thrift & THRIFT_WORDS) != 0) {
		text_addf(&words, "Sign in as %s:", who.at);
		page_say(page, STYLE_PLAIN, words.at);
	} else {
		view_notes(view, page);
		draw_problem(view, page);
		text_addf(&words, "Open %s address in a private browser "
		    "window and sign in as %s. It is one unbroken line: select "
		    "it as a whole.", view->plan.shape == SHAPE_WIDE
		    ? "the" : "this", who.at);
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
	text_clear(&who);
}

/* Where to find it when this window cannot show it whole. */
static void
draw_address_told(struct view *view, struct page *page)
{
	const char *plain = view_key(view, STROKE_PAGE);
	const char *copy = view_key(view, STROKE_COPY);
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_addf(&words, "The address has %zu characters and does not fit "
	    "here.", strlen(view->wizard->address));
	if (plain != NULL)
		text_addf(&words, " %s shows it alone.", plain);
	if (copy != NULL)
		text_addf(&words, " %s offers it to your clipboard.", copy);
	page_gap(page);
	page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

void
view_tunnel(struct view *view, struct page *page)
{
	unsigned port = listener_port(view);
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	page_gap(page);
	if (port == 0) {
		text_addf(&words, "Nothing listens on this machine%s%s; what "
		    "you paste is enough.", view->face->signin != NULL &&
		    view->face->signin->no_listener.what[0] != '\0' ? ": " : "",
		    view->face->signin != NULL
		    ? view->face->signin->no_listener.what : "");
		page_say(page, STYLE_PLAIN, words.at);
	} else if (view->face->session != NULL &&
	    !view->face->session->is_remote) {
		text_addf(&words, "In a browser on this machine "
		    "http://localhost:%u/ leads there, and nothing need be "
		    "pasted.", port);
		page_say(page, STYLE_PLAIN, words.at);
	} else {
		text_addf(&words, "With this tunnel it is enough to open "
		    "http://localhost:%u/ there:", port);
		page_say(page, STYLE_PLAIN, words.at);
		text_reset(&words);
		if (view->face->session != NULL)
			session_tunnel(view->face->session, port, &words);
		page_alone(page, words.at);
	}
	text_clear(&words);
}

void
view_tunnel_help(struct view *view, struct page *page)
{
	unsigned port = listener_port(view);
	struct text words;

	if (port == 0 || view->face->session == NULL ||
	    !view->face->session->is_remote)
		return;
	text_init(&words, VIEW_TEXT_MAX);
	page_gap(page);
	page_say(page, STYLE_TITLE, "With a tunnel");
	text_addf(&words, "While an SSH connection carries port %u from your "
	    "computer to this machine, the browser's answer arrives by itself "
	    "and nothing need be pasted. Begin one on your computer:", port);
	page_say(page, STYLE_PLAIN, words.at);
	text_reset(&words);
	if (session_tunnel(view->face->session, port, &words))
		page_say(page, STYLE_PLAIN, words.at);
	text_reset(&words);
	if (session_putty(view->face->session, port, &words)) {
		page_gap(page);
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

static void
draw_address(struct view *view, struct page *page)
{
	if ((page->thrift & THRIFT_ADDRESS) != 0) {
		draw_address_told(view, page);
	} else {
		page_gap(page);
		page_alone(page, view->wizard->address);
	}
	if ((page->thrift & THRIFT_HINTS) == 0)
		view_tunnel(view, page);
}

static void
draw_tail(struct view *view, struct page *page)
{
	bool is_brief = (page->thrift & THRIFT_WORDS) != 0;

	page_gap(page);
	if (is_brief)
		page_line(page, 0, STYLE_PLAIN, "Paste the address it ends "
		    "on:");
	else
		page_say(page, STYLE_PLAIN, "The browser ends on a page that "
		    "cannot load. That is right. Paste the address of that "
		    "page here:");
	view_editor(view, page);
	view_finding(view, page);
}

static void
draw_shelf(struct view *view, struct page *page)
{
	page_line(page, 0, STYLE_PLAIN, "The address to open:");
	page_alone(page, view->wizard->address);
	view_tunnel(view, page);
}

static void
draw_help(struct view *view, struct page *page)
{
	view_field_help(view, page);
	view_tunnel_help(view, page);
}

enum { DENSE = THRIFT_GAPS | THRIFT_SEAMS };
static const struct attempt tries[] = {
	{ 0, 0 },
	{ THRIFT_GAPS, 0 },
	{ THRIFT_HINTS, 0 },
	{ THRIFT_HINTS | DENSE, 0 },
	{ THRIFT_HINTS | DENSE | THRIFT_WORDS, 0 },
	{ THRIFT_ADDRESS, 0 },
	{ THRIFT_ADDRESS | THRIFT_WORDS, 0 },
	{ THRIFT_ADDRESS | THRIFT_WORDS | THRIFT_HINTS, 0 },
	{ THRIFT_ADDRESS | THRIFT_WORDS | THRIFT_HINTS | DENSE, 0 },
	{ THRIFT_ADDRESS | THRIFT_WORDS | THRIFT_HINTS | DENSE | THRIFT_FIXED,
	    1 },
};

#define TRIES .tries = tries, .try_count = sizeof(tries) / sizeof(tries[0])

void
view_signin(struct view *view)
{
	const struct wide wide = { .head = { draw_head },
		.tail = { draw_tail }, .shelf = { draw_shelf },
		.help = { draw_help }, TRIES };
	const struct stack stack = { .area = view->plan.form,
		.head = { draw_head }, .fixed = { draw_address },
		.tail = { draw_tail }, TRIES };

	if (view->plan.shape == SHAPE_WIDE)
		view_wide(view, &wide);
	else
		view_stack(view, &stack);
}
