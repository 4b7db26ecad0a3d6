/* SPDX-License-Identifier: ISC */
/* Waits, reads what there is, lets the face have it, and paints when something
 * has changed. */
#include <config.h>

#include "tui/loop.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "setup/browser.h"
#include "tui/plan.h"

enum { LOOP_FDS = TERMINAL_FDS + REDIRECT_FDS + 1, LOOP_PAGE = 16384 };

static void
paint(struct face *face, struct terminal *terminal, struct screen *screen)
{
	int scroll = face->scroll;

	if (terminal->is_page)
		return;
	face_draw(face, screen);
	/* A larger window has less to scroll. */
	if (face->scroll > face->scroll_max)
		face->scroll = face->scroll_max;
	if (face->scroll != scroll)
		face_draw(face, screen);
	terminal_paint(terminal, screen);
}

/* Waits for a key, for news of the action or the browser, or for time. */
static void
wait_for_something(struct face *face, const struct terminal *terminal)
{
	struct pollfd fds[LOOP_FDS];
	int timeout = face_timeout(face), fd;
	size_t count = terminal_poll(terminal, fds);

	count += signin_poll(face->signin, fds + count, &timeout);
	if (face->is_running) {
		fd = face->ops->descriptor(face->ops_self);
		if (fd >= 0)
			fds[count++] = (struct pollfd){ fd, POLLIN, 0 };
	}
	poll(fds, (nfds_t)count, timeout);
}

/* What the face wants of the terminal, before another key changes its mind. */
static void
serve(struct face *face, struct terminal *terminal)
{
	struct text text;

	text_init(&text, LOOP_PAGE);
	if (face->wants_page && face_page(face, &text))
		terminal_page(terminal, text.at);
	if (terminal->is_page && face->overlay != OVERLAY_PAGE)
		terminal_page_end(terminal);
	text_reset(&text);
	if (face->wants_copy && face_copy(face, &text))
		terminal_copy(terminal, text.at);
	text_reset(&text);
	if (face->wants_browser && face_address(face, &text))
		browser_open(text.at);
	if (face->wants_repaint)
		terminal_repaint(terminal);
	face->wants_page = face->wants_copy = face->wants_browser =
	    face->wants_repaint = false;
	text_clear(&text);
}

static void
resize(struct face *face, const struct terminal *terminal,
    struct screen *screen)
{
	screen_reset(screen, terminal->rows, terminal->columns);
	face->shape = plan_for(terminal->rows, terminal->columns).shape;
}

static bool
is_done(const struct face *face)
{
	return face->is_over || face->wants_plain;
}

/* All presses there are, so that the picture is painted once for them; true
 * when there was one. */
static bool
read_presses(struct face *face, struct terminal *terminal,
    struct screen *screen)
{
	struct press press;
	bool any = false;

	press_init(&press);
	while (!is_done(face)) {
		terminal_read(terminal, &press);
		if (press.stroke == STROKE_NONE)
			break;
		any = true;
		if (press.stroke == STROKE_RESIZE)
			resize(face, terminal, screen);
		else
			face_press(face, &press);
		serve(face, terminal);
		press_clear(&press);
	}
	press_clear(&press);
	return any;
}

/* What is done on the spot may have the next thing done. */
static bool
look(struct face *face)
{
	bool any = false;
	int turns;

	for (turns = 0; turns < 4 && !is_done(face); turns++) {
		if (!face_look(face))
			break;
		any = true;
	}
	return any;
}

void
loop_run(struct face *face, struct terminal *terminal)
{
	struct screen screen;
	bool moved = true;

	screen_init(&screen, terminal->rows, terminal->columns,
	    terminal->is_utf8);
	resize(face, terminal, &screen);
	while (!is_done(face)) {
		if (moved)
			paint(face, terminal, &screen);
		wait_for_something(face, terminal);
		moved = read_presses(face, terminal, &screen);
		moved = look(face) || moved;
		serve(face, terminal);
	}
	screen_clear(&screen);
}

void
loop_show(struct face *face, struct terminal *terminal)
{
	struct screen screen;

	screen_init(&screen, terminal->rows, terminal->columns,
	    terminal->is_utf8);
	resize(face, terminal, &screen);
	paint(face, terminal, &screen);
	screen_clear(&screen);
}
