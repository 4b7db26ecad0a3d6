/* SPDX-License-Identifier: ISC */
/* A browser on this very machine, for whoever sits before its screen. */
#ifndef SETUP_BROWSER_H
#define SETUP_BROWSER_H

#include <stdbool.h>

/* Is there a way to open one? It would run with our rights: never offered to a
 * set-up that has root's, or another user's. */
bool browser_is_here(void);

/* Has the address opened; nothing tells whether that went well. */
void browser_open(const char *address);

#endif
