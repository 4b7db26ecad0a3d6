/* SPDX-License-Identifier: ISC */
/* The listener on the loopback that the browser is sent back to (RFC 8252 7.3).
 * It has no thread: the caller polls its descriptors and lets it work. */
#ifndef OAUTH_REDIRECT_H
#define OAUTH_REDIRECT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "oauth/paste.h"
#include "oauth/pending.h"

enum {
	REDIRECT_FDS = 16,	/* descriptors that the caller has room for */
	REDIRECT_REQUEST = 8192, /* bytes of a request */
	REDIRECT_SECONDS = 10	/* for one connection */
};

struct redirect;

/*
 * Listens on 127.0.0.1 and, where there is one, ::1. When the port is taken:
 * another free one, or NULL when only_that_port (a sign-in whose address has
 * been shown already). FAULT_LATER: no listener; the paste-back goes on.
 */
struct redirect *redirect_open(unsigned port, bool only_that_port,
    struct fault *why);
void redirect_close(struct redirect *redirect);
unsigned redirect_port(const struct redirect *redirect);

/* What is waited for, and where GET / leads; both are copied. Until then every
 * request is answered 404. */
void redirect_expect(struct redirect *redirect, const struct pending *pending,
    const char *signin_url);

/* Fills descriptors for poll(2) and lowers *timeout_ms (-1: none). Returns how
 * many were filled. */
size_t redirect_poll(struct redirect *redirect,
    struct pollfd fds[static REDIRECT_FDS], int *timeout_ms);
/* Answers what has arrived. */
void redirect_work(struct redirect *redirect);

/*
 * Has the browser come back? False: not yet. True: once; *ok and paste, why are
 * what paste_read() gave (a code, a consent, or the server's error).
 */
bool redirect_result(struct redirect *redirect, struct paste *paste, bool *ok,
    struct fault *why);

#endif
