/* SPDX-License-Identifier: ISC */
/*
 * What goes to the terminal. Curses writes into a piece of memory, and each
 * picture leaves in one write(2) with what has to go beside it. On the way the
 * shifts into and out of line drawing are taken out that terminfo hides in
 * "attributes off" (we draw no such lines; some terminals in UTF-8 would print
 * rubbish), and what saves or resets a title and colours that we never change.
 * Sent bytes are wiped: they may show a secret that the person revealed.
 */
#ifndef TUI_TERMINAL_WIRE_H
#define TUI_TERMINAL_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum { WIRE_SIZE = 16384 };

struct wire {
	int out;
	int memory;
	bool is_gone; /* the terminal takes nothing any more */
	size_t len;
	char bytes[WIRE_SIZE];
};

bool wire_open(struct wire *wire, int out, struct fault *why);
void wire_close(struct wire *wire);

/* From now on what is written to this descriptor goes into the memory. */
bool wire_divert(struct wire *wire, int curses);
/* Adds what curses has written since the last time. */
void wire_collect(struct wire *wire);
/* Adds bytes; what is there is sent when it would be too much. */
void wire_put(struct wire *wire, const char *bytes, size_t len);
void wire_puts(struct wire *wire, const char *string);
/* Sends, waiting as long as the terminal does; after SIGHUP or SIGTERM nothing
 * more is sent but what wire_send_last() does. */
void wire_send(struct wire *wire);
/* The same before leaving: what is not taken at once, nearly, is not sent. */
void wire_send_last(struct wire *wire);

#endif
