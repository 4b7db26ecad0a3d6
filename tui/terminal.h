/* SPDX-License-Identifier: ISC */
/* The terminal's life: curses, its modes, its keys, what is sent raw, and how
 * it is given back on every way out. The only files that know curses are
 * terminal*.c. Curses paints; keys are read without it, since it would keep
 * what was typed of a secret where nobody can wipe it. */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "tui/press.h"
#include "tui/screen.h"

enum { TERMINAL_FDS = 2 };

/* What this terminal is good for. */
struct terminal {
	int rows, columns;
	bool is_utf8;	  /* and the terminal can show it */
	bool has_colour;  /* eight at least, and NO_COLOR does not forbid it */
	bool has_code;	  /* a QR code would come out right */
	bool has_copy;	  /* an offer to the clipboard makes sense to try */
	bool is_page;	  /* terminal_page() is up: nothing is painted */
	bool is_stand_in; /* TERM was unknown and xterm-256color serves */
};

/* What the environment of this person says (setup/session.h knows where to
 * look); false where nothing is said. */
struct terminal_wish {
	bool no_colour;
};

/*
 * Could a full screen be drawn here? False with a fault whose next step is the
 * plain questions: no terminal on either end, TERM unset, dumb or unknown.
 * Sends nothing.
 */
bool terminal_suits(int in, int out, struct fault *why);

/*
 * Takes the terminal over: full screen, raw keys, bracketed paste, signals
 * (HUP, TERM, WINCH, CONT, those of a crash). One at a time in a process, since
 * signal handlers have to find it. The caller has called setlocale().
 */
bool terminal_open(struct terminal *terminal, const struct terminal_wish *wish,
    struct fault *why);
/* Gives it back as it was; harmless when it is gone or was never taken. */
void terminal_close(struct terminal *terminal);

/* Readable when terminal_read() would be worth a call; returns how many. */
size_t terminal_poll(const struct terminal *terminal,
    struct pollfd fds[static TERMINAL_FDS]);
/*
 * The next press; STROKE_NONE when there is none. Waits only to tell Esc from
 * the beginning of a key's bytes (ESCDELAY, else 100 ms), and for the rest of a
 * burst of bytes. After STROKE_RESIZE rows and columns are the new ones.
 * STROKE_SUSPEND comes when it is over (^Z, a stop from outside, or a stop that
 * could not be): as after STROKE_RESIZE the next picture is sent whole.
 * STROKE_HANGUP stays.
 */
void terminal_read(struct terminal *terminal, struct press *press);

/* Shows a picture; only what differs from the last one is sent, in one write.
 * An unbroken address follows as one run where its rows were painted anew. */
void terminal_paint(struct terminal *terminal, const struct screen *screen);
/* The next picture is sent whole. */
void terminal_repaint(struct terminal *terminal);

/* The normal screen with this text on it, each line of it unbroken; keys are
 * still read, nothing is painted until the end. It stays in the scrollback. How
 * to come back is said by the text. */
void terminal_page(struct terminal *terminal, const char *text);
void terminal_page_end(struct terminal *terminal);

/* Offers a text to the clipboard of the person's own computer (OSC 52); there
 * is never an answer. Never for secrets. */
void terminal_copy(struct terminal *terminal, const char *text);

#endif
