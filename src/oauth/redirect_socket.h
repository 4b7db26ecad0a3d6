/* SPDX-License-Identifier: ISC */
/* Two sockets that listen on the same port of the loopback. For redirect.c. */
#ifndef OAUTH_REDIRECT_SOCKET_H
#define OAUTH_REDIRECT_SOCKET_H

#include <stdbool.h>

#include "base/fault.h"

struct loopback {
	int v4;
	int v6; /* -1: this machine has no ::1 */
	unsigned port;
};

/* port 0: any free one. A port that somebody else holds on either address is
 * taken: the browser might go there. FAULT_LATER. */
bool loopback_open(struct loopback *loopback, unsigned port,
    bool only_that_port, struct fault *why);

#endif
