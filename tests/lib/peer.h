/* SPDX-License-Identifier: ISC */
/* A loopback HTTPS server in a process of its own, for tests of clients; it
 * answers every connection with the bytes it was given, good or bad. */
#ifndef TESTS_PEER_H
#define TESTS_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tests/tenant/tls.h"

enum peer_way {
	PEER_TLS,    /* TLS, read a request, send the answer */
	PEER_PLAIN,  /* send the answer at once, without TLS */
	PEER_TUNNEL, /* a CONNECT first, granted; then as PEER_TLS */
	PEER_DENY    /* a CONNECT, answered by the answer, without TLS */
};

struct peer_plan {
	enum peer_way way;
	const char *certificate; /* a word of tls_credentials(); NULL: good */
	const char *priority;	 /* GnuTLS' words; NULL: its defaults */
	const char *answer;	 /* "": closes without one */
	size_t flood;		 /* so many bytes more behind the answer */
	int hold;		 /* a pipe: answers when a byte comes; 0: now */
};

/* What the server's process and the test both see. */
struct peer_seen {
	unsigned connections;
	char connect[1024];  /* the CONNECT request */
	char request[16384]; /* the last request, with its body */
};

struct peer {
	int port;
	pid_t pid;
	struct peer_seen *seen;
};

/* A listening socket on a port of the kernel's choice; ends the test program
 * when there is none. */
int peer_listen(int *port);
/* Is somebody waiting to be accepted? Looks without waiting. */
bool peer_has_caller(int fd);

void peer_start(struct peer *peer, struct tls *tls,
    const struct peer_plan *plan);
void peer_stop(struct peer *peer);

#endif
