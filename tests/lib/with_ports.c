/* SPDX-License-Identifier: ISC */
/* with_ports NAME... -- COMMAND...: opens a listening port of the kernel's
 * choice on 127.0.0.1 for each NAME, tells it as NAME_PORT in the environment,
 * and becomes COMMAND, which inherits the sockets as systemd would pass them
 * (sd_listen_fds(3)). So nobody can take a port between choice and use. */
#include <config.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIRST = 3, BACKLOG = 128 };

/* Puts a listening socket at that descriptor; 0 or the port. */
static unsigned
open_port(int wanted)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, BACKLOG) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &len) != 0)
		return 0;
	if (fd != wanted) {
		if (dup2(fd, wanted) < 0)
			return 0;
		close(fd);
	}
	return ntohs(at.sin_port);
}

static int
set_number(const char *name, long number)
{
	char value[32];

	snprintf(value, sizeof(value), "%ld", number);
	return setenv(name, value, 1);
}

int
main(int argc, char **argv)
{
	char name[64];
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		unsigned port = open_port(FIRST + i - 1);

		snprintf(name, sizeof(name), "%s_PORT", argv[i]);
		if (port == 0 || set_number(name, port) != 0) {
			perror("with_ports");
			return 71;
		}
	}
	if (i + 1 >= argc) {
		fputs("usage: with_ports NAME... -- COMMAND...\n", stderr);
		return 64;
	}
	if (set_number("LISTEN_FDS", i - 1) != 0 ||
	    set_number("LISTEN_PID", getpid()) != 0)
		return 71;
	execvp(argv[i + 1], argv + i + 1);
	perror(argv[i + 1]);
	return 71;
}
