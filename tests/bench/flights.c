/* SPDX-License-Identifier: ISC */
/* A delaying proxy on the loopback: holds every byte back for half a round trip
 * in each direction and counts the client's flights. For the bench alone.
 *
 *   flights PORT ROUND_TRIP_MS
 *
 * Prints its own port, forwards to 127.0.0.1:PORT, and prints one line when a
 * connection ends: flights, bytes sent, milliseconds. A flight begins with the
 * client's first byte behind one of the server's. What TCP's own handshake
 * would take is put in front of the server's first bytes. Ends with SIGTERM. */
#include <config.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 65536 };

/* Bytes on their way, in the order in which they came. */
struct parcel {
	int64_t due;
	char *bytes;
	size_t len;
	size_t sent;
	struct parcel *next;
};

struct lane {
	int from;
	int to;
	bool ended; /* nothing more comes in */
	bool shut;  /* and that was passed on */
	struct parcel *first;
	struct parcel *last;
};

static int64_t
now_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

/* Takes what has arrived, to be passed on at due; the number of bytes, 0 at the
 * end. */
static size_t
take_in(struct lane *lane, int64_t due)
{
	static char block[BLOCK];
	struct parcel *parcel;
	ssize_t got = read(lane->from, block, sizeof(block));

	if (got <= 0) {
		lane->ended = true;
		return 0;
	}
	parcel = calloc(1, sizeof(*parcel));
	if (parcel == NULL)
		abort();
	parcel->bytes = malloc((size_t)got);
	if (parcel->bytes == NULL)
		abort();
	memcpy(parcel->bytes, block, (size_t)got);
	parcel->len = (size_t)got;
	parcel->due = due;
	if (lane->last != NULL)
		lane->last->next = parcel;
	else
		lane->first = parcel;
	lane->last = parcel;
	return (size_t)got;
}

/* Passes on what is due; false when the other side is gone. */
static bool
pass_on(struct lane *lane)
{
	struct parcel *parcel = lane->first;
	ssize_t put;

	while (parcel != NULL && parcel->due <= now_ms()) {
		put = write(lane->to, parcel->bytes + parcel->sent,
		    parcel->len - parcel->sent);
		if (put < 0)
			return errno == EINTR || errno == EAGAIN;
		parcel->sent += (size_t)put;
		if (parcel->sent < parcel->len)
			return true;
		lane->first = parcel->next;
		if (lane->first == NULL)
			lane->last = NULL;
		free(parcel->bytes);
		free(parcel);
		parcel = lane->first;
	}
	if (parcel == NULL && lane->ended && !lane->shut) {
		shutdown(lane->to, SHUT_WR);
		lane->shut = true;
	}
	return true;
}

static int
wait_ms(const struct lane *up, const struct lane *down)
{
	int64_t due = INT64_MAX;

	if (up->first != NULL)
		due = up->first->due;
	if (down->first != NULL && down->first->due < due)
		due = down->first->due;
	if (due == INT64_MAX)
		return -1;
	due -= now_ms();
	return due < 0 ? 0 : (int)due;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* half: of a round trip, in milliseconds. */
static void
relay(int client, int server, int64_t half)
{
	struct lane up = { .from = client, .to = server };
	struct lane down = { .from = server, .to = client };
	unsigned flights = 0;
	unsigned long long sent = 0;
	bool servers_turn = true;
	int64_t began = now_ms();
	/* SYN and its answer, then the greeting's own way from the server. */
	int64_t first = began + 4 * half;

	while (!(up.shut && down.shut)) {
		struct pollfd fds[2] = {
			{ up.ended ? -1 : client, POLLIN, 0 },
			{ down.ended ? -1 : server, POLLIN, 0 },
		};

		poll(fds, 2, wait_ms(&up, &down));
		if (fds[1].revents != 0 &&
		    take_in(&down, later(first, now_ms() + half)) > 0)
			servers_turn = true;
		if (fds[0].revents != 0) {
			size_t got = take_in(&up, now_ms() + half);

			if (got > 0 && servers_turn)
				flights++;
			if (got > 0)
				servers_turn = false;
			sent += got;
		}
		if (!pass_on(&up) || !pass_on(&down))
			break;
	}
	printf("%u %llu %lld\n", flights, sent, (long long)(now_ms() - began));
	fflush(stdout);
}

static int
connect_to(unsigned port)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_port = htons((uint16_t)port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

static int
listen_anywhere(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, 64) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) != 0) {
		perror("flights");
		exit(1);
	}
	printf("%u\n", ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

int
main(int argc, char **argv)
{
	long port = argc == 3 ? strtol(argv[1], NULL, 10) : 0;
	long half = argc == 3 ? strtol(argv[2], NULL, 10) / 2 : 0;
	int listener, client, server, one = 1;

	if (port < 1 || port > 65535) {
		fputs("usage: flights PORT ROUND_TRIP_MS\n", stderr);
		return 64;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	listener = listen_anywhere();
	for (;;) {
		client = accept(listener, NULL, NULL);
		if (client < 0)
			continue;
		setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one,
		    sizeof(one));
		if (fork() == 0) {
			close(listener);
			server = connect_to((unsigned)port);
			if (server >= 0)
				relay(client, server, half);
			_exit(0);
		}
		close(client);
	}
}
