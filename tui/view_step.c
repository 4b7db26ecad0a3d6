/* SPDX-License-Identifier: ISC */
/* A step: where to click, what to do there, what to carry over, what is
 * asked. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "tui/view_part.h"

/* Without older wordings, which are in brackets. */
static void
drop_older(char *path)
{
	char *from, *to;

	for (from = strstr(path, " (older: "); from != NULL;
	     from = strstr(path, " (older: ")) {
		to = strchr(from, ')');
		if (to == NULL)
			break;
		memmove(from, to + 1, strlen(to + 1) + 1);
	}
}

/* The last parts of a path that fit into a row. */
static void
draw_path_end(struct page *page, const char *path)
{
	const char *at = path, *next;
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	for (;;) {
		text_reset(&words);
		text_addf(&words, "%s%s:", at == path ? "" : "... > ", at);
		next = strstr(at, " > ");
		if (screen_columns(words.at) <= page->area.columns ||
		    next == NULL)
			break;
		at = next + 3;
	}
	page_line(page, 0, STYLE_PLAIN, words.at);
	text_clear(&words);
}

/* Where, and the advice's first line, which says it alone; the help has the
 * rest. */
static void
draw_brief(struct view *view, struct page *page)
{
	enum step_id step = view->wizard->step;
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	if ((page->thrift & THRIFT_HINTS) == 0 &&
	    step_path(step, &view->known, &words)) {
		drop_older(words.at);
		draw_path_end(page, words.at);
	}
	text_reset(&words);
	if (step_advice(step, &view->known, &words)) {
		words.at[strcspn(words.at, "\n")] = '\0';
		page_line(page, 0, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

void
view_advice(struct view *view, struct page *page)
{
	enum step_id step = view->wizard->step;
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_adds(&words, "In the portal: ");
	if (step_path(step, &view->known, &words)) {
		text_addc(&words, '.');
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_reset(&words);
	if (step_advice(step, &view->known, &words))
		page_say(page, STYLE_PLAIN, words.at);
	text_clear(&words);
}

/* What was found on this machine, and what ended the sign-in. */
static void
draw_findings_here(struct view *view, struct page *page)
{
	const struct fault *ended = &view->face->desk->ended;
	struct text words;

	if (view->wizard->step != STEP_START)
		return;
	text_init(&words, VIEW_TEXT_MAX);
	if (ended->kind != FAULT_NONE)
		page_marked(page, "! ", STYLE_FINDING, ended->what);
	if (view->face->survey != NULL && !view->wizard->is_live &&
	    survey_words(view->face->survey, view->wizard, &words)) {
		page_gap(page);
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

/* For whom the step waits, and what its last check said. */
static void
draw_state(struct view *view, struct page *page)
{
	const struct step_record *record =
	    &view->wizard->steps[view->wizard->step];
	char since[MOMENT_SIZE];
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	if (record->state == STEP_WAITING) {
		text_addf(&words, "Waiting for %s since %s.",
		    record->waiting_for, moment_words(since, record->since));
		page_gap(page);
		page_say(page, STYLE_PLAIN, words.at);
	}
	if (record->note[0] != '\0' &&
	    strcmp(record->note, view->wizard->note) != 0) {
		text_reset(&words);
		view_sentence(&words, record->note);
		if (words.at[words.len - 1] != '.')
			text_addc(&words, '.');
		page_gap(page);
		if (record->state == STEP_PROBLEM)
			page_marked(page, "! ", STYLE_FINDING, words.at);
		else
			page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

static void
draw_address(struct view *view, struct page *page)
{
	struct text address;

	text_init(&address, VIEW_TEXT_MAX);
	if (step_address(view->wizard->step, &view->known, &address)) {
		page_gap(page);
		page_carry(page, "That page's own address:", address.at);
	}
	text_clear(&address);
}

static void
draw_head(struct view *view, struct page *page)
{
	bool is_brief = (page->thrift & THRIFT_WORDS) != 0;
	bool is_urgent = view->wizard->step == STEP_START &&
	    view->wizard->steps[STEP_START].state == STEP_PROBLEM;

	view_notes(view, page);
	if (is_urgent)
		draw_state(view, page);
	if (is_brief)
		draw_brief(view, page);
	else
		view_advice(view, page);
	draw_findings_here(view, page);
	if (!is_urgent)
		draw_state(view, page);
	if (!is_brief && view->plan.shape == SHAPE_NORMAL)
		draw_address(view, page);
}

static void
draw_carries(struct view *view, struct page *page)
{
	enum step_id step = view->wizard->step;
	struct text label, value, line;
	size_t i;

	text_init(&line, VIEW_TEXT_MAX);
	text_init(&label, VIEW_TEXT_MAX);
	text_init(&value, VIEW_TEXT_MAX);
	for (i = 0; i < steps[step].carry_count; i++) {
		text_reset(&line);
		text_reset(&label);
		text_reset(&value);
		if (!step_carry(step, i, &view->known, &label, &value))
			continue;
		text_addf(&line, "Copy to %s:", label.at);
		page_gap(page);
		page_carry(page, line.at, value.at);
	}
	text_clear(&line);
	text_clear(&label);
	text_clear(&value);
}

/* Below the steps and the help: over the whole width. */
static void
draw_shelf(struct view *view, struct page *page)
{
	draw_carries(view, page);
	draw_address(view, page);
}

static const struct part head = { draw_head }, tail = { view_fields };

static const struct attempt form_tries[] = {
	{ 0, 0 },
	{ THRIFT_GAPS, 0 },
	{ THRIFT_GAPS | THRIFT_SEAMS, 0 },
	{ THRIFT_GAPS, 7 },
	{ THRIFT_GAPS | THRIFT_SEAMS, 5 },
	{ THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS, 5 },
	{ THRIFT_GAPS | THRIFT_SEAMS | THRIFT_FIELDS, 0 },
	{ THRIFT_GAPS | THRIFT_SEAMS | THRIFT_FIELDS, 3 },
	{ THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS | THRIFT_FIELDS, 3 },
	{ THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS | THRIFT_FIELDS |
	    THRIFT_FIXED, 1 },
};

enum { SMALL = THRIFT_WORDS | THRIFT_FIELDS };
static const struct attempt small_tries[] = {
	{ SMALL, 0 },
	{ SMALL | THRIFT_GAPS, 0 },
	{ SMALL | THRIFT_GAPS | THRIFT_SEAMS, 0 },
	{ SMALL | THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS, 0 },
	{ SMALL | THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS, 2 },
	{ SMALL | THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS | THRIFT_FIXED,
	    1 },
	{ SMALL | THRIFT_GAPS | THRIFT_SEAMS | THRIFT_HINTS | THRIFT_FIXED |
	    THRIFT_ROWS, 1 },
};

#define TRIES(table) .tries = table, \
	.try_count = sizeof(table) / sizeof((table)[0])

void
view_step(struct view *view)
{
	const struct wide wide = { head, tail, .shelf = { draw_shelf },
		.help = { view_field_help }, TRIES(form_tries) };
	const struct stack normal = { .area = view->plan.form, .head = head,
		.fixed = { draw_carries }, .tail = tail, TRIES(form_tries) };
	const struct stack small = { .area = view->plan.form, .head = head,
		.fixed = { draw_carries }, .tail = tail, TRIES(small_tries) };

	if (view->plan.shape == SHAPE_WIDE)
		view_wide(view, &wide);
	else
		view_stack(view, view->plan.shape == SHAPE_SMALL ? &small
								 : &normal);
}
