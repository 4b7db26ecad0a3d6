/* SPDX-License-Identifier: ISC */
/* A scripted SMTP client for tests of the tenant: it says exactly what it is
 * told, well-mannered or not. Anything unexpected fails the running test. */
#ifndef TENANT_SMTP_CLIENT_H
#define TENANT_SMTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gnutls/gnutls.h>

#include "base/text.h"

struct client {
	int fd;
	gnutls_session_t tls;
	gnutls_certificate_credentials_t trust;
	struct text in;	   /* read and not yet looked at */
	struct text reply; /* the last one, whole */
};

/* How a connection can end from the client's side. */
enum client_end { END_CLOSED, END_RESET, END_NONE };

void client_open(struct client *client, uint16_t port);
void client_close(struct client *client);

/* Bytes as they are; a line with CRLF behind it. */
void client_send(struct client *client, const void *bytes, size_t len);
void client_say(struct client *client, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads one whole reply, whose last line must begin with that. */
void client_expect(struct client *client, const char *begin);
/* The same, to a line that is said before. */
void client_ask(struct client *client, const char *line, const char *begin);
bool client_reply_has(const struct client *client, const char *words);

/* Handshake; trusts that CA file and expects localhost. 0, or GnuTLS' error;
 * *status has the flags of the certificate's check. */
int client_tls(struct client *client, const char *ca_file, unsigned *status);

/* Waits for the end and says which it was; what came before is in reply. */
enum client_end client_wait_end(struct client *client);
/* Reads what is there until that many bytes came or the end; for endless
 * answers and slow ones. Returns how many. */
size_t client_read(struct client *client, size_t len);
/* Is there anything to read at this moment? */
bool client_has_input(struct client *client);

/* Says AUTH XOAUTH2 in one line. */
void client_login(struct client *client, const char *user, const char *token,
    const char *begin);

#endif
