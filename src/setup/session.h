/* SPDX-License-Identifier: ISC */
/* Who sits at this terminal, and from where: the SSH connection and the wishes
 * that a person's environment states, also when sudo took them from ours. */
#ifndef SETUP_SESSION_H
#define SETUP_SESSION_H

#include <stdbool.h>

#include "base/text.h"

struct session {
	char user[64];	   /* who logged in, "" when it is not known */
	char server[256];  /* this machine as the person's ssh reached it */
	unsigned port;	   /* of that ssh server; 0: not known */
	bool is_remote;	   /* by SSH */
	bool is_console;   /* the machine's own screen or a serial line: no
			    * other window to copy an address into */
	bool has_display;  /* a graphical session: a browser may run here */
	bool is_multiplexed; /* inside tmux or screen */
	bool no_color;	   /* NO_COLOR is set and not empty */
	bool is_accessible; /* ACCESSIBLE is set and not empty: plain face */
};

/*
 * Fills it in: from our environment, else from that of the nearest ancestor
 * process that has the variables and may be read, else from the login record of
 * our terminal. Call it before rights are given up. host: this machine's name,
 * for what is not found.
 */
void session_find(struct session *session, const char *host);

/* "ssh -p 2222 -L 8765:localhost:8765 anna@server01": to be typed on the
 * person's computer. What is not known stands there as a word to be filled in
 * (YOUR-SSH-NAME). */
bool session_tunnel(const struct session *session, unsigned port,
    struct text *out);
/* The same for PuTTY's dialogue, in words. */
bool session_putty(const struct session *session, unsigned port,
    struct text *out);

#endif
