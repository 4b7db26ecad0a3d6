/* SPDX-License-Identifier: ISC */
/* Opens one port on 127.0.0.1 and ::1; serves nothing. */
#include <config.h>

#include "tests/tenant/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 256, TRIES = 20 };

static int
listen_on(int family, const struct sockaddr *address, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int yes = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
	if (bind(fd, address, len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

static int
listen_v4(const char *address, uint16_t *port)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	socklen_t len = sizeof(v4);
	int fd;

	if (inet_pton(AF_INET, address, &v4.sin_addr) != 1)
		return -1;
	v4.sin_port = htons(*port);
	fd = listen_on(AF_INET, (const struct sockaddr *)&v4, sizeof(v4));
	if (fd >= 0 && getsockname(fd, (struct sockaddr *)&v4, &len) == 0)
		*port = ntohs(v4.sin_port);
	return fd;
}

static int
listen_v6(uint16_t port)
{
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	v6.sin6_addr = in6addr_loopback;
	v6.sin6_port = htons(port);
	return listen_on(AF_INET6, (const struct sockaddr *)&v6, sizeof(v6));
}

bool
listener_open(struct listener *listener, const char *address, uint16_t port)
{
	int tries;

	/* Another program may hold the kernel's choice on ::1. */
	for (tries = 0; tries < TRIES; tries++) {
		listener->port = port;
		listener->v6 = -1;
		listener->v4 = listen_v4(address, &listener->port);
		if (listener->v4 < 0)
			break;
		if (strcmp(address, "127.0.0.1") != 0)
			return true;
		listener->v6 = listen_v6(listener->port);
		if (listener->v6 >= 0 || errno != EADDRINUSE || port != 0)
			return true;
		listener_close(listener);
	}
	fprintf(stderr, "tenant: cannot listen on %s port %u: %s\n", address,
	    port, strerror(errno));
	return false;
}

void
listener_close(struct listener *listener)
{
	if (listener->v4 >= 0)
		close(listener->v4);
	if (listener->v6 >= 0)
		close(listener->v6);
	listener->v4 = -1;
	listener->v6 = -1;
}
