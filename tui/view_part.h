/* SPDX-License-Identifier: ISC */
/* What the files of the view share; others use face_draw(). All of it only
 * reads the face, and draws. */
#ifndef TUI_VIEW_PART_H
#define TUI_VIEW_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "tui/face.h"
#include "tui/plan.h"
#include "tui/screen.h"

enum { VIEW_TEXT_MAX = 16384, VIEW_CLOCK_SIZE = 24 };

/* What is drawn, where, and when. */
struct view {
	struct face *face;
	const struct wizard *wizard; /* NULL: there is none yet */
	struct screen *screen;
	struct plan plan;
	struct known known;
	int64_t now;
	bool has_told; /* the note stands in the view, the whole of it */
};

/* What a window has no rows for; the more bits, the less is shown. */
enum thrift {
	THRIFT_GAPS = 1,    /* no blank rows within a part */
	THRIFT_SEAMS = 64,  /* and none between parts */
	THRIFT_HINTS = 2,   /* no examples */
	THRIFT_FIELDS = 4,  /* one field at a time */
	THRIFT_WORDS = 8,   /* advice in one line */
	THRIFT_FIXED = 16,  /* what stays in sight otherwise scrolls too */
	THRIFT_ADDRESS = 32, /* the sign-in's address is only told of */
	THRIFT_ROWS = 256,   /* of a list only the chosen row */
	THRIFT_SCROLL = 128 /* the head may be out of sight; not to be tried,
			     * but set where it is so */
};

/* A text of rows of which a window may show a part. */
struct page {
	struct screen *screen; /* NULL: the rows are only counted */
	struct area area;      /* where it is seen */
	int columns;	       /* of the whole screen */
	int first;	       /* rows that are scrolled away */
	int row;	       /* where the next thing goes, from the first */
	bool has_gap;	       /* and a blank row comes before it */
	int focus;	       /* the last row of what is chosen, set by
				* drawing; -1: nothing is */
	unsigned thrift;
};

/* view_page.c: rows of texts. */
void page_say(struct page *page, enum style style, const char *text);
/* In one row; what has to be cut ends in "...". */
void page_line(struct page *page, int indent, enum style style,
    const char *text);
/* A text behind a mark: "! ", "  ". */
void page_marked(struct page *page, const char *mark, enum style style,
    const char *text);
/* A blank row before what comes next, where there is room for such. */
void page_gap(struct page *page);
/* A value to be copied: from column 0, nothing else on its rows. */
void page_alone(struct page *page, const char *value);
/* A label, and the value below it. */
void page_carry(struct page *page, const char *label, const char *value);
/* The blank row that is due; then where the next row is on the screen, -1: it
 * is not seen. */
int page_next(struct page *page);
/* The cursor goes to the next row, so many columns into the area. */
void page_point(struct page *page, int column);

/* One try to fit a stack into its area. */
struct attempt {
	unsigned thrift;
	int seen; /* 0: all has to fit; else at least so many rows of the head
		   * (or all of it), which then scrolls */
};

/* A part of a view. */
struct part {
	void (*draw)(struct view *view, struct page *page); /* NULL: none */
};

/* What stands one above the other: the head scrolls when there is no room, the
 * rest stays in sight. */
struct stack {
	struct area area;
	struct part head, fixed, tail;
	const struct attempt *tries;
	size_t try_count;
};
void view_stack(struct view *view, const struct stack *stack);

/* The same on a wide screen: steps, form and help side by side, and below them
 * a shelf over the whole width for values that stand alone on their rows. */
struct wide {
	struct part head, tail, shelf, help;
	const struct attempt *tries;
	size_t try_count;
};
void view_wide(struct view *view, const struct wide *wide);
/* Rows of a part in an area of so many columns. */
int view_rows(struct view *view, struct part part, int columns,
    unsigned thrift);

/* Where a view without a help pane goes: beside the steps, which are drawn, or
 * over the whole width, for values that have to stand alone on their rows. */
struct area view_place(struct view *view, bool is_whole);
/* Head and tail, with what is tried for a list below a text. */
void view_text(struct view *view, struct area area, struct part head,
    struct part tail);

/* view.c */
/* "14:19", with its day when that is not today's. */
const char *view_clock(const struct view *view, int64_t at,
    char out[static VIEW_CLOCK_SIZE]);
/* "14:02:11" */
const char *view_second(int64_t at, char out[static VIEW_CLOCK_SIZE]);
/* "^O", for texts; NULL when that key does nothing now. */
const char *view_key(const struct view *view, enum stroke stroke);

/* view_list.c: what is chosen among, and what went wrong. */
void view_choices(struct view *view, struct page *page);
/* Words, the first of which begins with a capital letter. */
void view_sentence(struct text *out, const char *words);
void view_fault(struct view *view, struct page *page,
    const struct fault *fault);
void view_progress(struct view *view, struct page *page);

/* view_frame.c: what surrounds every view. */
void view_frame(struct view *view);
void view_rail(struct view *view, struct area area);

/* view_step.c: where in the portal a step is done, and what it takes. */
void view_advice(struct view *view, struct page *page);

/* view_field.c: what is asked. */
void view_fields(struct view *view, struct page *page);
void view_field_help(struct view *view, struct page *page);
/* The line that is typed. */
void view_editor(struct view *view, struct page *page);
/* False: there is none. The cursor goes there. */
bool view_finding(struct view *view, struct page *page);
/* One that is given, without the cursor. */
void view_found(struct page *page, const struct finding *found);
/* What an action, or a key, has told and the status row has no room for. */
void view_notes(struct view *view, struct page *page);

/* The views. */
void view_step(struct view *view);
void view_signin(struct view *view);
void view_device(struct view *view);
void view_work(struct view *view);
void view_verdict(struct view *view);
void view_question(struct view *view);
void view_done(struct view *view);
void view_over(struct view *view);
void view_leaving(struct view *view);
void view_help(struct view *view, struct page *page);
/* What a tunnel spares, and how one is made. */
void view_tunnel(struct view *view, struct page *page);
void view_tunnel_help(struct view *view, struct page *page);

#endif
