/* SPDX-License-Identifier: ISC */
/* Asks for one line on a plain terminal or a pipe: no cursor movement, no
 * colour, no limit of the kernel's line mode. Knows nothing of the wizard. */
#ifndef SETUP_PROMPT_H
#define SETUP_PROMPT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/secret.h"

enum {
	PROMPT_COLUMNS = 76,	/* no line of ours is longer */
	PROMPT_COLUMNS_MIN = 30, /* nor wrapped to less than that */
	PROMPT_MAX = 65536,	/* bytes of one answer */
	PROMPT_OTHERS = 20,	/* descriptors watched beside the terminal */
	PROMPT_PASTE_MS = 40	/* bytes that follow a newline so soon were
				 * pasted with it */
};

enum prompt_end {
	PROMPT_LINE,	 /* Enter */
	PROMPT_TOO_LONG, /* Enter, but more than PROMPT_MAX bytes before it */
	PROMPT_EOF,	 /* end of input */
	PROMPT_HANGUP,	 /* the line dropped, or SIGHUP */
	PROMPT_STOPPED,	 /* SIGINT, SIGQUIT or SIGTERM */
	PROMPT_OTHER,	 /* another descriptor is ready */
	PROMPT_TIME	 /* the time is over */
};

struct prompt {
	int in;
	int out;
	bool is_terminal; /* in is one */
	bool is_echoed;	  /* by us, since the terminal was found to echo; one
			   * that does not (an emacs shell) shows by itself
			   * what is typed */
	bool is_broken;	  /* out takes nothing any more */
	bool is_begun;	  /* a line has been begun and not ended */
	bool is_open;	  /* and something stands on it */
	bool has_printed; /* anything yet */
	size_t escape;	  /* place in an escape sequence that is dropped */
};

struct prompt_wish {
	const char *words;  /* printed before the line, wrapped; no newline */
	bool is_hidden;	    /* nothing is echoed */
	bool is_deaf;	    /* input is left alone: only signals, others and
			     * time count */
	bool goes_on;	    /* with a line that something printed has broken
			     * off: it is shown again */
	bool keeps_lines;   /* a pasted newline stays one; else it goes, with
			     * the blanks around it */
	const struct pollfd *others; /* watched too; events as for poll(2) */
	size_t other_count;
	int timeout_ms;	    /* -1: none */
};

/* Takes signals over (SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, and those of a
 * crash, so that the terminal is given back) until prompt_close(). One prompt
 * at a time in a process. */
void prompt_open(struct prompt *prompt, int in, int out);
void prompt_close(struct prompt *prompt);

/*
 * Reads a line byte by byte into `into` (emptied first, unless a line was begun
 * before PROMPT_OTHER or PROMPT_TIME, which is then gone on with). The
 * terminal's modes are changed while a line is begun.
 */
enum prompt_end prompt_read(struct prompt *prompt,
    const struct prompt_wish *wish, struct secret *into);
/* Gives a begun line up: ends it on the screen, and gives the terminal back. */
void prompt_forget(struct prompt *prompt);

/* Bytes as they are; a terminal that takes no more is remembered. */
void prompt_print(struct prompt *prompt, const char *bytes, size_t len);
/* Prints a text wrapped by words to PROMPT_COLUMNS, or to what
 * the terminal has when that is less. */
void prompt_say(struct prompt *prompt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Prints a value to be carried over, alone on its line from column 0. */
void prompt_carry(struct prompt *prompt, const char *value);
/* What stands before the line that is typed; what does not fit into the width
 * stands on lines of its own before it. */
void prompt_words(struct prompt *prompt, const char *words);
/* Columns for a text: what the terminal has, PROMPT_COLUMNS at most. */
size_t prompt_columns(const struct prompt *prompt);
/* "C, K, J, 4": a code for the ear, and for a braille line. */
void prompt_spell(struct prompt *prompt, const char *code);
/* What happened, the server's words, the next step: a line each. */
void prompt_fault(struct prompt *prompt, const struct fault *why);

#endif
