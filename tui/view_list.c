/* SPDX-License-Identifier: ISC */
/* Lists that several views have: what is chosen among, what went wrong, what an
 * action told. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "setup/stage.h"
#include "tui/view_part.h"

enum { STAGE_COLUMNS = 12 };

/* The chosen one in full; where rows are few the others in one each. */
static void
draw_choice(struct view *view, struct page *page, size_t index,
    const char *words)
{
	bool is_chosen = index == view->face->choice;
	bool is_cut = !is_chosen && (page->thrift & THRIFT_FIELDS) != 0;
	char mark[32];

	/* Steps have numbers of their own. */
	if (view->face->overlay == OVERLAY_STEPS)
		snprintf(mark, sizeof(mark), "%c ", is_chosen ? '>' : ' ');
	else
		snprintf(mark, sizeof(mark), "%c %zu ", is_chosen ? '>' : ' ',
		    index + 1);
	if (is_chosen)
		page_point(page, 2);
	if (is_cut) {
		page_line(page, 0, STYLE_PLAIN, mark);
		page->row--;
		page_line(page, screen_columns(mark), STYLE_PLAIN, words);
	} else
		page_marked(page, mark,
		    is_chosen ? STYLE_CHOSEN : STYLE_PLAIN, words);
	if (is_chosen)
		page->focus = page->row - 1;
}

void
view_choices(struct view *view, struct page *page)
{
	size_t i, count = face_rows(view->face);
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	for (i = 0; i < count; i++) {
		if ((page->thrift & THRIFT_ROWS) != 0 &&
		    i != view->face->choice)
			continue;
		text_reset(&words);
		face_row(view->face, i, &words);
		draw_choice(view, page, i, words.at);
	}
	text_clear(&words);
}

/* A host's or a person's name at the beginning stays as it is written. */
static bool
begins_with_word(const char *words)
{
	size_t len = strspn(words, "abcdefghijklmnopqrstuvwxyz");

	return len > 0 && strchr(" ,:;'", words[len]) != NULL &&
	    strncmp(words, "localhost", 9) != 0;
}

void
view_sentence(struct text *out, const char *words)
{
	size_t at = out->len;

	text_adds(out, words);
	if (out->len > at && begins_with_word(words))
		out->at[at] = (char)(out->at[at] - 'a' + 'A');
}

void
view_fault(struct view *view, struct page *page, const struct fault *fault)
{
	struct text words;

	(void)view;
	text_init(&words, VIEW_TEXT_MAX);
	view_sentence(&words, fault->what);
	if (fault->code[0] != '\0')
		text_addf(&words, " (%s)", fault->code);
	text_addc(&words, '.');
	page_marked(page, "! ", STYLE_FINDING, words.at);
	if (fault->next[0] != '\0') {
		page_gap(page);
		text_reset(&words);
		text_addf(&words, "%s%s", turn_words(fault->turn),
		    fault->next);
		page_say(page, STYLE_PLAIN, words.at);
	}
	if (fault->server[0] != '\0') {
		page_gap(page);
		text_reset(&words);
		text_addf(&words, "Server said: %s", fault->server);
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

/* Words with something short at the end of their last row. */
static void
draw_timed(struct page *page, int indent, const char *words, const char *time)
{
	struct page narrow = *page;
	int width = screen_columns(time), row;

	narrow.area.column += indent;
	narrow.area.columns -= indent + width + 2;
	page_say(&narrow, STYLE_PLAIN, words);
	page->row = narrow.row - 1;
	page->has_gap = false;
	row = page_next(page);
	if (page->screen != NULL && row >= 0)
		screen_put(page->screen, row, page->area.column +
		    page->area.columns - width, STYLE_PLAIN, time);
	page->row++;
}

/* "0.03 s" */
static void
write_took(const struct stage *stage, char out[static VIEW_CLOCK_SIZE])
{
	int64_t centis = (stage->ms + 5) / 10;

	if (stage->end == STAGE_NOT_TRIED)
		out[0] = '\0';
	else
		snprintf(out, VIEW_CLOCK_SIZE, "%lld.%02d s",
		    (long long)(centis / 100), (int)(centis % 100));
}

static void
draw_stage(struct page *page, const struct stage *stage)
{
	static const struct {
		const char *words;
		enum style style;
	} ends[] = {
		[STAGE_DONE] = { "  ok", STYLE_DONE },
		[STAGE_FAILED] = { "! failed", STYLE_FINDING },
		[STAGE_NOT_TRIED] = { "  not tried", STYLE_PLAIN },
	};
	char took[VIEW_CLOCK_SIZE];
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	text_adds(&words, stage->words);
	if (stage->detail[0] != '\0')
		text_addf(&words, ": %s", stage->detail);
	write_took(stage, took);
	page_line(page, 0, ends[stage->end].style, ends[stage->end].words);
	page->row--;
	draw_timed(page, STAGE_COLUMNS, words.at, took);
	text_clear(&words);
}

static void
draw_progress(struct page *page, const struct progress *progress)
{
	char clock[VIEW_CLOCK_SIZE];
	struct stage stage;

	if (stage_read(progress->words, &stage))
		draw_stage(page, &stage);
	else
		draw_timed(page, 0, progress->words,
		    view_second(progress->at, clock));
}

void
view_progress(struct view *view, struct page *page)
{
	size_t i;

	for (i = 0; i < view->face->progress_count; i++)
		if (view->face->progress[i].words[0] != '\0')
			draw_progress(page, &view->face->progress[i]);
}

/* What the status row has no room for. */
void
view_notes(struct view *view, struct page *page)
{
	const char *note = view->wizard->note, *say = view->face->say;
	bool has_row = view->plan.status >= 0;

	if (say[0] != '\0' && !has_row)
		page_say(page, STYLE_PLAIN, say);
	if (note[0] != '\0' && (!has_row ||
	    screen_columns(note) > view->plan.footer.columns)) {
		page_say(page, STYLE_PLAIN, note);
		page_gap(page);
		if (page->screen != NULL)
			view->has_told = true;
	}
}
