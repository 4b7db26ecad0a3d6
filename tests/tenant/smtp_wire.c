/* SPDX-License-Identifier: ISC */
/* Carries bytes between a socket and a session, with TLS, deadlines and every
 * bad manner that a switch asks for. */
#include <config.h>

#include "tests/tenant/smtp_wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/tenant/smtp_inside.h"

enum {
	IDLE_MS = 600 * 1000,
	WRITE_MS = 60 * 1000,
	BLOCK = 16384,
	ENDLESS_MAX = 256 << 20
};

struct wire {
	const struct smtp_call *call;
	int fd;
	gnutls_session_t tls; /* NULL in clear */
	bool wrote; /* since we last read: the next bytes are a new flight */
	struct smtp_session session;
};

/* True when the socket is ready; false at the deadline or at the end of all. */
static bool
wait_for(const struct wire *wire, short events, int timeout_ms)
{
	struct pollfd fds[2] = {
		{ .fd = wire->fd, .events = events },
		{ .fd = wire->call->stop, .events = POLLIN },
	};
	int ready;

	do
		ready = poll(fds, 2, timeout_ms);
	while (ready < 0 && errno == EINTR);
	return ready > 0 && fds[1].revents == 0 && fds[0].revents != 0;
}

/* Lets time pass; false when everything ends meanwhile. */
static bool
pass_time(const struct wire *wire, unsigned ms)
{
	struct pollfd stop = { .fd = wire->call->stop, .events = POLLIN };

	return ms == 0 || poll(&stop, 1, (int)ms) == 0;
}

/* recv(2) and send(2) that count flights. */
static ssize_t
take_bytes(struct wire *wire, void *into, size_t size)
{
	ssize_t n = recv(wire->fd, into, size, 0);

	if (n > 0 && wire->wrote) {
		wire->session.flights++;
		wire->wrote = false;
	}
	return n;
}

static ssize_t
give_bytes(struct wire *wire, const void *bytes, size_t len)
{
	ssize_t n = send(wire->fd, bytes, len, MSG_NOSIGNAL);

	if (n > 0)
		wire->wrote = true;
	return n;
}

static ssize_t
pull(gnutls_transport_ptr_t at, void *into, size_t size)
{
	struct wire *wire = at;
	ssize_t n = take_bytes(wire, into, size);

	if (n < 0)
		gnutls_transport_set_errno(wire->tls, errno);
	return n;
}

static ssize_t
push(gnutls_transport_ptr_t at, const void *bytes, size_t len)
{
	struct wire *wire = at;
	ssize_t n = give_bytes(wire, bytes, len);

	if (n < 0)
		gnutls_transport_set_errno(wire->tls, errno);
	return n;
}

/* Bytes read, 0 at the end, -1 for later, -2 for an error. */
static ssize_t
try_read(struct wire *wire, char *into, size_t size)
{
	ssize_t n;

	if (wire->tls == NULL) {
		n = take_bytes(wire, into, size);
		if (n >= 0)
			return n;
		return errno == EAGAIN || errno == EINTR ? -1 : -2;
	}
	n = gnutls_record_recv(wire->tls, into, size);
	if (n >= 0)
		return n;
	return n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED ? -1 : -2;
}

/* Waits for bytes; 0 or less when there will be none. */
static ssize_t
read_some(struct wire *wire, char *into, size_t size)
{
	ssize_t n = try_read(wire, into, size);

	while (n == -1) {
		if (!wait_for(wire, POLLIN, IDLE_MS))
			return -2;
		n = try_read(wire, into, size);
	}
	return n;
}

/* Bytes written, -1 for later, -2 for an error. */
static ssize_t
try_write(struct wire *wire, const char *bytes, size_t len)
{
	ssize_t n;

	if (wire->tls == NULL) {
		n = give_bytes(wire, bytes, len);
		if (n >= 0)
			return n;
		return errno == EAGAIN || errno == EINTR ? -1 : -2;
	}
	n = gnutls_record_send(wire->tls, bytes, len);
	if (n >= 0)
		return n;
	return n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED ? -1 : -2;
}

static bool
write_all_bytes(struct wire *wire, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = try_write(wire, bytes, len);

		if (n == -2)
			return false;
		if (n == -1) {
			if (!wait_for(wire, POLLOUT, WRITE_MS))
				return false;
			continue;
		}
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Bytes that came before our answer to the final dot; returns how many. */
static size_t
catch_hasty(struct wire *wire, char *into, size_t size)
{
	ssize_t n;

	if (!wire->session.at_dot)
		return 0;
	n = try_read(wire, into, size);
	if (n <= 0)
		return 0;
	smtp_session_hasty(&wire->session, into, (size_t)n);
	return (size_t)n;
}

static bool
write_slowly(struct wire *wire, const struct text *out, unsigned drip_ms)
{
	for (size_t i = 0; i < out->len; i++)
		if (!pass_time(wire, drip_ms) ||
		    !write_all_bytes(wire, out->at + i, 1))
			return false;
	return true;
}

/* Says what the session wants said. */
static bool
flush(struct wire *wire)
{
	struct smtp_session *session = &wire->session;
	char hasty[BLOCK];
	size_t len;
	bool good;

	if (!pass_time(wire, session->delay_ms))
		return false;
	len = catch_hasty(wire, hasty, sizeof(hasty) - 1);
	hasty[len] = '\0';
	if (session->drip_ms > 0)
		good = write_slowly(wire, &session->out, session->drip_ms);
	else
		good = write_all_bytes(wire, session->out.at,
		    session->out.len);
	smtp_session_sent(session);
	if (!good || len == 0)
		return good;
	smtp_session_feed(session, hasty, len);
	return flush(wire);
}

static const char *
priorities(struct wire *wire)
{
	char version[SMTP_SETTING_SIZE];

	if (smtp_setting(&wire->session, "tls", version, sizeof(version)) &&
	    strcmp(version, "1.1") == 0)
		return "NORMAL:-VERS-ALL:+VERS-TLS1.1";
	return "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
}

static bool
shake_hands(struct wire *wire)
{
	int result;

	do {
		result = gnutls_handshake(wire->tls);
		if (result != GNUTLS_E_AGAIN &&
		    result != GNUTLS_E_INTERRUPTED)
			continue;
		if (!wait_for(wire,
			gnutls_record_get_direction(wire->tls) ? POLLOUT
							       : POLLIN,
			WRITE_MS))
			return false;
	} while (result < 0 && gnutls_error_is_fatal(result) == 0);
	if (result >= 0)
		return true;
	gnutls_alert_send_appropriate(wire->tls, result);
	smtp_event(&wire->session, "tls", "failed", gnutls_strerror(result));
	return false;
}

/* Without session tickets: one would look like an answer of ours, and what the
 * client sends next like one flight more. */
static bool
begin_tls(struct wire *wire)
{
	char word[SMTP_SETTING_SIZE] = "good";
	gnutls_certificate_credentials_t credentials;

	smtp_setting(&wire->session, "cert", word, sizeof(word));
	credentials = tls_credentials(wire->call->tls, word);
	if (gnutls_init(&wire->tls, GNUTLS_SERVER | GNUTLS_NONBLOCK |
		    GNUTLS_NO_TICKETS | GNUTLS_NO_SIGNAL) < 0)
		return false;
	gnutls_transport_set_ptr(wire->tls, wire);
	gnutls_transport_set_pull_function(wire->tls, pull);
	gnutls_transport_set_push_function(wire->tls, push);
	if (gnutls_priority_set_direct(wire->tls, priorities(wire), NULL) < 0 ||
	    gnutls_credentials_set(wire->tls, GNUTLS_CRD_CERTIFICATE,
		credentials) < 0 ||
	    !shake_hands(wire))
		return false;
	smtp_event(&wire->session, "tls", "ok",
	    gnutls_protocol_get_name(gnutls_protocol_get_version(wire->tls)));
	smtp_session_secured(&wire->session);
	return true;
}

/* The handshake, or what a switch puts in its place. */
static bool
step_tls(struct wire *wire)
{
	struct smtp_session *session = &wire->session;

	session->then = THEN_READ;
	if (!smtp_fault_applies(session, STAGE_TLS))
		return begin_tls(wire);
	if (session->then == THEN_READ)
		session->then = THEN_LINGER;
	return flush(wire);
}

static bool
step_read(struct wire *wire)
{
	char bytes[BLOCK];
	ssize_t n = read_some(wire, bytes, sizeof(bytes));

	if (n <= 0)
		return false;
	smtp_session_feed(&wire->session, bytes, (size_t)n);
	return flush(wire);
}

/* Reads and forgets until the client has closed. */
static bool
step_drain(struct wire *wire)
{
	char bytes[BLOCK];

	while (read_some(wire, bytes, sizeof(bytes)) > 0)
		continue;
	return false;
}

static bool
step_close(struct wire *wire)
{
	if (wire->tls != NULL)
		gnutls_bye(wire->tls, GNUTLS_SHUT_WR);
	shutdown(wire->fd, SHUT_WR);
	return step_drain(wire);
}

/* What closes at once, with bytes unread, is a reset on the wire. */
static bool
step_reset(struct wire *wire)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(wire->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	return false;
}

static bool
step_endless(struct wire *wire)
{
	static const char line[] = "250-and another line follows this one\r\n";
	struct text block;
	bool good = true;

	text_init(&block, BLOCK);
	while (block.len + sizeof(line) < BLOCK)
		text_add(&block, line, sizeof(line) - 1);
	for (size_t n = 0; good && n < ENDLESS_MAX; n += block.len)
		good = write_all_bytes(wire, block.at, block.len);
	text_clear(&block);
	return false;
}

static bool (*const steps[])(struct wire *) = {
	[THEN_READ] = step_read,
	[THEN_TLS] = step_tls,
	[THEN_CLOSE] = step_close,
	[THEN_LINGER] = step_close,
	[THEN_RESET] = step_reset,
	[THEN_SILENT] = step_drain,
	[THEN_ENDLESS] = step_endless,
};

static void
name_peer(struct wire *wire)
{
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	const void *address = &((struct sockaddr_in *)(void *)&from)->sin_addr;

	if (getpeername(wire->fd, (struct sockaddr *)&from, &len) != 0)
		return;
	if (from.ss_family == AF_INET6)
		address = &((struct sockaddr_in6 *)(void *)&from)->sin6_addr;
	inet_ntop(from.ss_family, address, wire->session.peer,
	    sizeof(wire->session.peer));
}

static void
prepare(struct wire *wire)
{
	int yes = 1;

	fcntl(wire->fd, F_SETFL, fcntl(wire->fd, F_GETFL) | O_NONBLOCK);
	setsockopt(wire->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	smtp_session_init(&wire->session, wire->call->world, wire->call->host,
	    wire->call->port == PORT_RELAY);
	wire->session.number = wire->call->number;
	wire->wrote = true; /* to connect is what the first bytes answer */
	name_peer(wire);
	smtp_event(&wire->session, "connect", NULL, wire->session.peer);
}

void
smtp_wire_run(const struct smtp_call *call)
{
	struct wire *wire = must_alloc(1, sizeof(*wire));
	bool more = true;

	wire->call = call;
	wire->fd = call->fd;
	prepare(wire);
	if (call->port == PORT_TLS)
		more = step_tls(wire);
	if (more && wire->session.then == THEN_READ) {
		smtp_session_greet(&wire->session);
		more = flush(wire);
	}
	while (more)
		more = steps[wire->session.then](wire);
	smtp_event(&wire->session, "close", NULL, "");
	if (wire->tls != NULL)
		gnutls_deinit(wire->tls);
	close(wire->fd);
	smtp_session_clear(&wire->session);
	free(wire);
}
