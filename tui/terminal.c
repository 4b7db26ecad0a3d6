/* SPDX-License-Identifier: ISC */
/* The terminal's life: taken, lent to a shell or to a page of text, resized,
 * read, and given back. Painting, signals and bytes have files of their own. */
#include <config.h>

#include "tui/terminal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clean.h"
#include "base/moment.h"
#include "base/random.h"
#include "tui/decoder.h"
#include "tui/terminal_guard.h"
#include "tui/terminal_part.h"
#include "tui/terminal_wire.h"
#include "tui/width.h"

enum {
	ESC_MS = 100, /* tells Esc from a key that came in two packets */
	ESC_MS_MAX = 5000,
	PASTE_MS = 5000, /* a paste that stalls so long has lost its end */
	COPY_MAX = 65536
};

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/* One terminal in a process: signal handlers and curses allow no more. */
static struct {
	bool is_open;
	bool is_hung_up; /* and stays so */
	int esc_ms;
	struct lingo lingo;
	struct line line;
	FILE *out; /* curses'; diverted into the wire's memory */
	SCREEN *curses;
	struct painter painter;
	struct decoder decoder;
	struct wire wire;
	int64_t read_at;
} held;

static bool
find_out(struct fault *why)
{
	const char *delay = getenv("ESCDELAY");
	long ms = delay != NULL ? strtol(delay, NULL, 10) : 0;

	held.esc_ms = ms > 0 && ms <= ESC_MS_MAX ? (int)ms : ESC_MS;
	return lingo_choose(&held.lingo, why) && line_find(&held.line, why);
}

static void
measure(struct terminal *terminal)
{
	line_measure(&held.lingo, &terminal->rows, &terminal->columns);
}

/* What gives the terminal back: said before leaving, and by a crash. */
static void
farewell(char out[static GUARD_FAREWELL], const struct terminal *terminal)
{
	char move[32] = "\r\n";

	/* Without a screen of its own our picture stays, and the shell goes on
	 * below it. */
	if (held.lingo.leave[0] == '\0' && held.lingo.is_ansi)
		snprintf(move, sizeof(move), "\033[%dH\r\n", terminal->rows);
	snprintf(out, GUARD_FAREWELL, "%s%s%s%s%s",
	    held.lingo.is_ansi ? PASTE_OFF : "", held.lingo.plain,
	    held.lingo.cursor, terminal->is_page ? "" : held.lingo.leave,
	    terminal->is_page ? "" : move);
}

static void
prepare_farewell(const struct terminal *terminal)
{
	char bytes[GUARD_FAREWELL];

	farewell(bytes, terminal);
	guard_farewell(bytes, strlen(bytes));
}

/* Raw keys and marked pastes; the picture comes with the next paint. */
static void
take(struct terminal *terminal)
{
	/* A line that drops continues those who are stopped, too. */
	if (!line_take(&held.line))
		held.wire.is_gone = true;
	if (held.lingo.is_ansi)
		wire_puts(&held.wire, PASTE_ON);
	wire_puts(&held.wire, held.lingo.cursor);
	if (terminal->is_page)
		wire_send(&held.wire);
	held.painter.is_stale = true;
	prepare_farewell(terminal);
}

static void
stop_curses(void)
{
	if (!isendwin())
		endwin();
	wire_collect(&held.wire);
}

/* The normal screen, as it was found. */
static void
lend(const struct terminal *terminal)
{
	if (held.lingo.is_ansi)
		wire_puts(&held.wire, PASTE_OFF);
	if (!terminal->is_page)
		stop_curses();
}

static bool
start_curses(void)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);

	held.out = fd < 0 ? NULL : fdopen(fd, "w");
	/* Curses looks at the real terminal, and from then on writes into
	 * memory: it has said nothing yet. */
	if (held.out != NULL)
		held.curses = newterm(held.lingo.name, held.out, stdin);
	else if (fd >= 0)
		close(fd);
	if (held.curses == NULL || !wire_divert(&held.wire, fd))
		return false;
	typeahead(-1);
	return true;
}

static void
describe(struct terminal *terminal, const struct terminal_wish *wish)
{
	lingo_read(&held.lingo);
	terminal->is_page = false;
	terminal->is_stand_in = held.lingo.is_stand_in;
	terminal->is_utf8 = lingo_is_utf8();
	terminal->has_colour = held.lingo.colours >= 8 && !wish->no_colour;
	terminal->has_code = held.lingo.colours >= 8 && terminal->is_utf8 &&
	    lingo_may_draw_code();
	terminal->has_copy = lingo_may_copy(&held.lingo);
	measure(terminal);
	resizeterm(terminal->rows, terminal->columns);
}

/* All but what curses has on the screen. */
static void
let_go(void)
{
	line_drop_keys();
	line_give_back(&held.line);
	guard_close();
	if (held.curses != NULL)
		delscreen(held.curses);
	held.curses = NULL;
	if (held.out != NULL)
		fclose(held.out);
	held.out = NULL;
	wire_close(&held.wire);
	decoder_clear(&held.decoder);
	held.is_open = false;
}

bool
terminal_open(struct terminal *terminal, const struct terminal_wish *wish,
    struct fault *why)
{
	if (held.is_open)
		return fault_set(why, FAULT_BUG, "the terminal is taken");
	if (!find_out(why) || !wire_open(&held.wire, STDOUT_FILENO, why))
		return false;
	if (!guard_open(STDIN_FILENO, STDOUT_FILENO, &held.line.found)) {
		wire_close(&held.wire);
		return fault_set(why, FAULT_OS, "cannot make a pipe: %s",
		    strerror(errno));
	}
	held.is_open = true;
	held.is_hung_up = false;
	decoder_init(&held.decoder, lingo_is_utf8());
	held.painter = (struct painter){ 0 };
	if (!line_take(&held.line) || !start_curses()) {
		let_go();
		return fault_set(why, FAULT_OS,
		    "cannot start a full screen on this terminal (%s)",
		    held.lingo.name);
	}
	guard_again();
	describe(terminal, wish);
	held.painter.has_colour = terminal->has_colour;
	lingo_teach(&held.decoder);
	take(terminal);
	return true;
}

void
terminal_close(struct terminal *terminal)
{
	if (!held.is_open)
		return;
	guard_farewell("", 0);
	lend(terminal);
	wire_send_last(&held.wire);
	let_go();
	terminal->is_page = false;
}

size_t
terminal_poll(const struct terminal *terminal,
    struct pollfd fds[static TERMINAL_FDS])
{
	(void)terminal;
	fds[0] = (struct pollfd){ STDIN_FILENO, POLLIN, 0 };
	fds[1] = (struct pollfd){ guard_descriptor(), POLLIN, 0 };
	/* What is held already makes no descriptor readable. */
	if (decoder_is_waiting(&held.decoder))
		guard_wake();
	return TERMINAL_FDS;
}

static bool
resized(struct terminal *terminal)
{
	int rows = terminal->rows, columns = terminal->columns;

	measure(terminal);
	if (terminal->rows == rows && terminal->columns == columns)
		return false;
	resizeterm(terminal->rows, terminal->columns);
	held.painter.is_stale = true;
	prepare_farewell(terminal);
	return true;
}

/* Back from a stop: the picture is to be painted again in any case. */
static enum stroke
come_back(struct terminal *terminal)
{
	take(terminal);
	if (held.wire.is_gone)
		return STROKE_HANGUP;
	return resized(terminal) ? STROKE_RESIZE : STROKE_SUSPEND;
}

static enum stroke
suspend(struct terminal *terminal)
{
	guard_farewell("", 0);
	lend(terminal);
	wire_send(&held.wire);
	line_give_back(&held.line);
	guard_stop();
	return come_back(terminal);
}

/* What signals have told. */
static enum stroke
take_news(struct terminal *terminal)
{
	unsigned news = guard_take();

	held.is_hung_up |= held.wire.is_gone || (news & GUARD_HANGUP) != 0;
	if (held.is_hung_up)
		return STROKE_HANGUP;
	if ((news & GUARD_END) != 0)
		return STROKE_END;
	if ((news & GUARD_STOP) != 0)
		return suspend(terminal);
	if ((news & GUARD_BACK) != 0)
		return come_back(terminal);
	if ((news & GUARD_RESIZE) != 0 && resized(terminal))
		return STROKE_RESIZE;
	return STROKE_NONE;
}

/* Reads what has come, waiting so long for it; false: nothing came. */
static bool
read_more(int timeout_ms)
{
	struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };
	int64_t until = moment_boot_ms() + timeout_ms, left;
	unsigned char *room;
	size_t size;
	ssize_t n;

	while (poll(&fd, 1, timeout_ms) < 0 && errno == EINTR) {
		left = until - moment_boot_ms();
		timeout_ms = left > 0 ? (int)left : 0;
	}
	if ((fd.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
		held.wire.is_gone = true;
	if ((fd.revents & POLLIN) == 0 || held.wire.is_gone)
		return false;
	room = decoder_room(&held.decoder, &size);
	n = read(STDIN_FILENO, room, size);
	if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
		held.wire.is_gone = true;
	if (n <= 0)
		return false;
	decoder_came(&held.decoder, (size_t)n);
	held.read_at = moment_boot_ms();
	return true;
}

/* The next key; STROKE_NONE for none. */
static void
read_key(struct press *press)
{
	enum decoder_state state;
	bool is_quiet = false;

	if (held.decoder.mode == DECODER_MARKED &&
	    moment_boot_ms() - held.read_at > PASTE_MS) {
		decoder_end_paste(&held.decoder);
		is_quiet = true;
	}
	for (;;) {
		state = decoder_next(&held.decoder, is_quiet, press);
		if (state == DECODER_PRESS)
			return;
		is_quiet = !read_more(state == DECODER_ESC ? held.esc_ms :
			state == DECODER_FLOW		   ? DECODER_BURST_MS :
							     0);
		if (held.wire.is_gone ||
		    (is_quiet && state == DECODER_EMPTY))
			return;
	}
}

void
terminal_read(struct terminal *terminal, struct press *press)
{
	press_clear(press);
	press->stroke = take_news(terminal);
	if (press->stroke != STROKE_NONE)
		return;
	read_key(press);
	if (held.wire.is_gone) {
		press_clear(press);
		press->stroke = STROKE_HANGUP;
	}
	if (press->stroke == STROKE_SUSPEND)
		press->stroke = suspend(terminal);
}

void
terminal_paint(struct terminal *terminal, const struct screen *screen)
{
	if (terminal->is_page || held.wire.is_gone)
		return;
	painter_paint(&held.painter, &held.lingo, screen, &held.wire);
	wire_send(&held.wire);
}

void
terminal_repaint(struct terminal *terminal)
{
	(void)terminal;
	held.painter.is_stale = true;
}

/* A line end as a terminal wants it; whatever else controls one is not sent,
 * nor what it could not show. */
static void
put_text(const struct terminal *terminal, const char *text)
{
	size_t i, n, len = strlen(text);

	for (i = 0; i < len; i += n) {
		n = width_next(text + i, len - i);
		if (text[i] == '\n')
			wire_puts(&held.wire, "\r\n");
		else if (clean_has_control(text + i, n) ||
		    !width_is_utf8(text + i, n) ||
		    ((unsigned char)text[i] >= 0x80 && !terminal->is_utf8))
			wire_puts(&held.wire, "?");
		else
			wire_put(&held.wire, text + i,
			    terminal->is_utf8 ? n : 1);
	}
}

void
terminal_page(struct terminal *terminal, const char *text)
{
	if (!terminal->is_page)
		stop_curses();
	terminal->is_page = true;
	wire_puts(&held.wire, "\r\n");
	put_text(terminal, text);
	if (text[0] != '\0' && text[strlen(text) - 1] != '\n')
		wire_puts(&held.wire, "\r\n");
	wire_send(&held.wire);
	prepare_farewell(terminal);
}

void
terminal_page_end(struct terminal *terminal)
{
	char move[32];
	int row;

	if (!terminal->is_page)
		return;
	terminal->is_page = false;
	/* Our picture begins with a clear screen: where that is the page's
	 * own, it is pushed into the scrollback first. */
	if (!held.lingo.is_slow_to_forget && held.lingo.is_ansi) {
		snprintf(move, sizeof(move), "\033[%dH", terminal->rows);
		wire_puts(&held.wire, move);
		for (row = 0; row < terminal->rows; row++)
			wire_puts(&held.wire, "\n");
	}
	held.painter.is_stale = true;
	prepare_farewell(terminal);
}

void
terminal_copy(struct terminal *terminal, const char *text)
{
	struct text code;

	if (!terminal->has_copy)
		return;
	text_init(&code, COPY_MAX);
	if (base64_add(&code, text, strlen(text))) {
		wire_puts(&held.wire, "\033]52;c;");
		wire_puts(&held.wire, code.at);
		wire_puts(&held.wire, "\a");
		wire_send(&held.wire);
	}
	text_clear(&code);
}
