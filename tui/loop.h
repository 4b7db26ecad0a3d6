/* SPDX-License-Identifier: ISC */
/* The one loop: terminal, running action, listener and clock in one poll(2);
 * nothing in it waits for the network. */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include "tui/face.h"
#include "tui/terminal.h"

/* Shows the face and lets keys drive it until face->is_over, or until the plain
 * questions are wanted (face->wants_plain). */
void loop_run(struct face *face, struct terminal *terminal);

/* Shows it once, before something that takes its time. */
void loop_show(struct face *face, struct terminal *terminal);

#endif
