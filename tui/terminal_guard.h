/* SPDX-License-Identifier: ISC */
/* The signals of a program that has taken a terminal over, and how it is given
 * back when the program crashes. One at a time in a process, since handlers
 * have to find it. */
#ifndef TUI_TERMINAL_GUARD_H
#define TUI_TERMINAL_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

enum { GUARD_FAREWELL = 256 };

/* What has come since it was asked for last. */
enum guard_news {
	GUARD_HANGUP = 1, /* SIGHUP */
	GUARD_END = 2,	  /* SIGTERM, SIGINT from outside */
	GUARD_STOP = 4,	  /* SIGTSTP from outside */
	GUARD_BACK = 8,	  /* SIGCONT: stopped in any way, and continued */
	GUARD_RESIZE = 16 /* SIGWINCH */
};

/* Catches signals; what was ignored stays so (nohup). found: what tty is given
 * back with. False: no pipe to be had (errno). */
bool guard_open(int in, int out, const struct termios *found);
/* Catches them again: curses puts handlers of its own in place. */
void guard_again(void);
/* Everything as it was before guard_open(). */
void guard_close(void);

/* What a crash sends: at most GUARD_FAREWELL bytes, none for a terminal that
 * has been given back. */
void guard_farewell(const char *bytes, size_t len);

/* Readable when there are news. */
int guard_descriptor(void);
/* Makes it readable, for what needs no signal. */
void guard_wake(void);
/* Takes the news, enum guard_news or'ed together. */
unsigned guard_take(void);
/* SIGHUP, SIGTERM or SIGINT have come at any time. */
bool guard_is_ending(void);

/* Stops this process and its group, as ^Z does in a shell; returns when they
 * go on, or at once where nobody could continue them. */
void guard_stop(void);

#endif
