/* SPDX-License-Identifier: ISC */
/* The scripted client; see the header. Waits at most WAIT_MS for anything. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/tenant/smtp_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/tenant/smtp_parse.h"

enum { WAIT_MS = 20 * 1000, IN_MAX = 1 << 24 };

void
client_open(struct client *client, uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(port) };

	*client = (struct client){ 0 };
	text_init(&client->in, IN_MAX);
	text_init(&client->reply, IN_MAX);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(client->fd >= 0);
	assert_int_equal(connect(client->fd, (struct sockaddr *)&to,
	    sizeof(to)), 0);
}

void
client_close(struct client *client)
{
	if (client->tls != NULL)
		gnutls_deinit(client->tls);
	if (client->trust != NULL)
		gnutls_certificate_free_credentials(client->trust);
	close(client->fd);
	text_clear(&client->in);
	text_clear(&client->reply);
}

void
client_send(struct client *client, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t n = client->tls == NULL
		    ? send(client->fd, at, len, MSG_NOSIGNAL)
		    : gnutls_record_send(client->tls, at, len);

		/* The other end may have closed: a later read tells. */
		if (n < 0)
			return;
		at += n;
		len -= (size_t)n;
	}
}

void
client_say(struct client *client, const char *format, ...)
{
	struct text line;
	va_list args;

	text_init(&line, 1 << 20);
	va_start(args, format);
	assert_true(text_addv(&line, format, args));
	va_end(args);
	text_adds(&line, "\r\n");
	client_send(client, line.at, line.len);
	text_clear(&line);
}

/* Reads once; 0 at the end, -1 (errno) after a reset; nothing within the time
 * fails the test. */
static ssize_t
read_more(struct client *client)
{
	struct pollfd fd = { .fd = client->fd, .events = POLLIN };
	char bytes[16384];
	ssize_t n;

	if (client->tls == NULL ||
	    gnutls_record_check_pending(client->tls) == 0)
		assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
	if (client->tls == NULL)
		n = recv(client->fd, bytes, sizeof(bytes), 0);
	else
		n = gnutls_record_recv(client->tls, bytes, sizeof(bytes));
	if (n > 0)
		text_add(&client->in, bytes, (size_t)n);
	return n;
}

static void
drop(struct text *text, size_t n)
{
	memmove(text->at, text->at + n, text->len - n);
	text->len -= n;
	text->at[text->len] = '\0';
}

/* Moves one line into the reply; the line begins at the result. */
static const char *
take_line(struct client *client)
{
	char *feed = memchr(client->in.at, '\n', client->in.len);
	size_t before = client->reply.len;

	while (feed == NULL) {
		assert_true(read_more(client) > 0);
		feed = memchr(client->in.at, '\n', client->in.len);
	}
	text_add(&client->reply, client->in.at,
	    (size_t)(feed + 1 - client->in.at));
	drop(&client->in, (size_t)(feed + 1 - client->in.at));
	return client->reply.at + before;
}

void
client_expect(struct client *client, const char *begin)
{
	const char *line;

	text_reset(&client->reply);
	do
		line = take_line(client);
	while (strlen(line) > 3 && line[3] == '-');
	if (strncmp(line, begin, strlen(begin)) != 0)
		fail_msg("expected \"%s\", not \"%s\"", begin, line);
}

void
client_ask(struct client *client, const char *line, const char *begin)
{
	client_say(client, "%s", line);
	client_expect(client, begin);
}

bool
client_reply_has(const struct client *client, const char *words)
{
	return strstr(client->reply.at, words) != NULL;
}

int
client_tls(struct client *client, const char *ca_file, unsigned *status)
{
	int result;

	assert_int_equal(client->in.len, 0);
	gnutls_certificate_allocate_credentials(&client->trust);
	assert_true(gnutls_certificate_set_x509_trust_file(client->trust,
			ca_file, GNUTLS_X509_FMT_PEM) > 0);
	gnutls_init(&client->tls, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
	gnutls_priority_set_direct(client->tls,
	    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", NULL);
	gnutls_credentials_set(client->tls, GNUTLS_CRD_CERTIFICATE,
	    client->trust);
	gnutls_transport_set_int(client->tls, client->fd);
	gnutls_handshake_set_timeout(client->tls, WAIT_MS);
	do
		result = gnutls_handshake(client->tls);
	while (result < 0 && gnutls_error_is_fatal(result) == 0);
	*status = 0;
	if (result >= 0)
		result = gnutls_certificate_verify_peers3(client->tls,
		    "localhost", status);
	return result;
}

enum client_end
client_wait_end(struct client *client)
{
	ssize_t n;

	do
		n = read_more(client);
	while (n > 0);
	text_reset(&client->reply);
	text_add(&client->reply, client->in.at, client->in.len);
	drop(&client->in, client->in.len);
	if (n == 0 || n == GNUTLS_E_PREMATURE_TERMINATION)
		return END_CLOSED;
	return END_RESET;
}

size_t
client_read(struct client *client, size_t len)
{
	while (client->in.len < len && read_more(client) > 0)
		continue;
	return client->in.len;
}

bool
client_has_input(struct client *client)
{
	struct pollfd fd = { .fd = client->fd, .events = POLLIN };

	return client->in.len > 0 || poll(&fd, 1, 0) > 0;
}

void
client_login(struct client *client, const char *user, const char *token,
    const char *begin)
{
	struct text plain;
	char encoded[SMTP_TOKEN_SIZE * 2];

	text_init(&plain, SMTP_TOKEN_SIZE);
	assert_true(text_addf(&plain, "user=%s\1auth=Bearer %s\1\1", user,
	    token));
	smtp_base64_encode(encoded, (const unsigned char *)plain.at, plain.len);
	client_say(client, "AUTH XOAUTH2 %s", encoded);
	text_clear(&plain);
	client_expect(client, begin);
}
