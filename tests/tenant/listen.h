/* SPDX-License-Identifier: ISC */
/* A listening port on both loopback addresses, 127.0.0.1 and ::1. */
#ifndef TENANT_LISTEN_H
#define TENANT_LISTEN_H

#include <stdbool.h>
#include <stdint.h>

struct listener {
	int v4;
	int v6; /* -1 where there is no ::1 */
	uint16_t port;
};

/* Listens on port, 0 for one that the kernel chooses; address is the IPv4 one
 * (::1 only goes with 127.0.0.1). False, with a line on stderr, when it cannot.
 * The descriptors belong to the caller. */
bool listener_open(struct listener *listener, const char *address,
    uint16_t port);
/* Closes what is open; for a listener that no server took over. */
void listener_close(struct listener *listener);

#endif
