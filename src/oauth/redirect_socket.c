/* SPDX-License-Identifier: ISC */
/* Binding one port on both loopback addresses. */
#include <config.h>

#include "oauth/redirect_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 8, ATTEMPTS = 16 };

static int
listen_on(const struct sockaddr *address, socklen_t len)
{
	int fd = socket(address->sa_family, SOCK_STREAM, 0), on = 1, saved;

	if (fd < 0)
		return -1;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address->sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(fd, address, len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static int
listen_v4(unsigned port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = { .s_addr = htonl(INADDR_LOOPBACK) } };

	return listen_on((const struct sockaddr *)&address, sizeof(address));
}

static int
listen_v6(unsigned port)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };

	return listen_on((const struct sockaddr *)&address, sizeof(address));
}

static unsigned
port_of(int fd)
{
	struct sockaddr_in address = { 0 };
	socklen_t len = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		return 0;
	return ntohs(address.sin_port);
}

static bool
open_both(struct loopback *loopback, unsigned port)
{
	int saved;

	loopback->v4 = listen_v4(port);
	if (loopback->v4 < 0)
		return false;
	loopback->port = port_of(loopback->v4);
	loopback->v6 = listen_v6(loopback->port);
	if (loopback->v6 >= 0 || errno == EAFNOSUPPORT ||
	    errno == EADDRNOTAVAIL)
		return true;
	saved = errno;
	close(loopback->v4);
	errno = saved;
	return false;
}

bool
loopback_open(struct loopback *loopback, unsigned port, bool only_that_port,
    struct fault *why)
{
	int attempt, saved;

	if (open_both(loopback, port))
		return true;
	saved = errno;
	/* A port that is free on one address may be taken on the other. */
	for (attempt = 0; attempt < ATTEMPTS && !only_that_port; attempt++)
		if (open_both(loopback, 0))
			return true;
	fault_set(why, FAULT_LATER,
	    "no listener for the browser's answer on port %u: %s", port,
	    strerror(saved));
	return fault_next(why, "Paste the address that the browser ends on; "
	    "that works without it.");
}
