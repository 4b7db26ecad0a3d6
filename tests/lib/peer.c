/* SPDX-License-Identifier: ISC */
/* The loopback HTTPS server of the tests; one connection after another. */
#include <config.h>

#include "tests/lib/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int
peer_listen(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, 16) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) != 0)
		abort();
	*port = ntohs(at.sin_port);
	return fd;
}

bool
peer_has_caller(int fd)
{
	struct pollfd one = { .fd = fd, .events = POLLIN };

	return poll(&one, 1, 0) == 1;
}

/* Reads a head, byte by byte so that nothing behind it is taken. */
static void
read_plain_head(int fd, char *into, size_t size)
{
	size_t len = 0;

	memset(into, 0, size);
	while (len + 1 < size && read(fd, into + len, 1) == 1) {
		len++;
		if (len >= 4 && memcmp(into + len - 4, "\r\n\r\n", 4) == 0)
			return;
	}
}

static bool
is_whole(const char *request, size_t len)
{
	const char *body = strstr(request, "\r\n\r\n");
	const char *length = strcasestr(request, "\r\nContent-Length:");
	size_t want = 0;

	if (body == NULL)
		return false;
	if (length != NULL && length < body)
		want = strtoul(length + 17, NULL, 10);
	return len >= (size_t)(body + 4 - request) + want;
}

static void
read_request(gnutls_session_t session, char *into, size_t size)
{
	size_t len = 0;
	ssize_t got;

	memset(into, 0, size);
	while (len + 1 < size && !is_whole(into, len)) {
		got = gnutls_record_recv(session, into + len, size - 1 - len);
		if (got <= 0)
			return;
		len += (size_t)got;
	}
}

static void
send_answer(gnutls_session_t session, const struct peer_plan *plan)
{
	static const char block[8192];
	size_t left = plan->flood;
	ssize_t put;

	if (gnutls_record_send(session, plan->answer, strlen(plan->answer)) < 0)
		return;
	while (left > 0) {
		put = gnutls_record_send(session, block,
		    left < sizeof(block) ? left : sizeof(block));
		if (put <= 0)
			return;
		left -= (size_t)put;
	}
}

static void
serve_tls(int fd, struct tls *tls, const struct peer_plan *plan,
    struct peer_seen *seen)
{
	gnutls_session_t session;
	char byte;

	if (gnutls_init(&session, GNUTLS_SERVER) != 0)
		_exit(1);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE,
	    tls_credentials(tls,
		plan->certificate != NULL ? plan->certificate : "good"));
	if (plan->priority == NULL)
		gnutls_set_default_priority(session);
	else if (gnutls_priority_set_direct(session, plan->priority, NULL) != 0)
		_exit(1);
	gnutls_transport_set_int(session, fd);
	if (gnutls_handshake(session) == 0) {
		read_request(session, seen->request, sizeof(seen->request));
		if (plan->hold > 0 && read(plan->hold, &byte, 1) != 1)
			_exit(1);
		if (plan->answer[0] != '\0')
			send_answer(session, plan);
		gnutls_bye(session, GNUTLS_SHUT_WR);
	}
	gnutls_deinit(session);
}

static void
serve(int fd, struct tls *tls, const struct peer_plan *plan,
    struct peer_seen *seen)
{
	static const char granted[] = "HTTP/1.1 200 Go on\r\n\r\n";
	const char *words =
	    plan->way == PEER_TUNNEL ? granted : plan->answer;

	seen->connections++;
	if (plan->way == PEER_TUNNEL || plan->way == PEER_DENY)
		read_plain_head(fd, seen->connect, sizeof(seen->connect));
	if (plan->way != PEER_TLS &&
	    write(fd, words, strlen(words)) != (ssize_t)strlen(words))
		return;
	if (plan->way == PEER_TLS || plan->way == PEER_TUNNEL)
		serve_tls(fd, tls, plan, seen);
}

/* Reads until the client closes: closing first with bytes unread would reset
 * the connection under the client's eyes. */
static void
close_softly(int fd)
{
	char block[512];

	shutdown(fd, SHUT_WR);
	while (read(fd, block, sizeof(block)) > 0)
		continue;
	close(fd);
}

void
peer_start(struct peer *peer, struct tls *tls, const struct peer_plan *plan)
{
	int listener = peer_listen(&peer->port), fd;

	peer->seen = mmap(NULL, sizeof(*peer->seen), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (peer->seen == MAP_FAILED)
		abort();
	peer->pid = fork();
	if (peer->pid < 0)
		abort();
	if (peer->pid > 0) {
		close(listener);
		return;
	}
	signal(SIGPIPE, SIG_IGN);
	alarm(60); /* no orphan outlives a test that crashed */
	for (;;) {
		fd = accept(listener, NULL, NULL);
		if (fd < 0)
			_exit(1);
		serve(fd, tls, plan, peer->seen);
		close_softly(fd);
	}
}

void
peer_stop(struct peer *peer)
{
	kill(peer->pid, SIGKILL);
	waitpid(peer->pid, NULL, 0);
	munmap(peer->seen, sizeof(*peer->seen));
}
