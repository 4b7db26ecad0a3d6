/* SPDX-License-Identifier: ISC */
/* The mail half of the stand-in tenant: SMTP submission as Exchange Online
 * does it (microsoft.md 5), and a plain port that takes relayed mail. */
#ifndef TENANT_SMTP_H
#define TENANT_SMTP_H

#include <stdint.h>

#include "tests/tenant/smtp_wire.h"
#include "tests/tenant/store.h"
#include "tests/tenant/tls.h"

enum { SMTP_NO_PORT = -1 };

struct smtp_options {
	const char *address; /* 127.0.0.1 takes ::1 with it */
	const char *host;    /* our name in greeting, ids and trailers */
	struct tls *tls;     /* borrowed */
	/* For each port: 0 for one that the kernel chooses, SMTP_NO_PORT for
	 * none. PORT_SUBMISSION: STARTTLS and XOAUTH2, mail to DIR/mail.
	 * PORT_TLS: the same with TLS from the first byte. PORT_RELAY: neither
	 * TLS nor login, mail to DIR/relay. */
	int port[SMTP_PORTS];
};

struct smtp_server;

/*
 * Listens and serves in threads of its own; returns at once. NULL, with a line
 * on stderr, when a port cannot be had. Switches are those of smtp_rows.h.
 * Events (store.h): smtp.connect, smtp.tls, smtp.command, smtp.auth (outcome
 * ok, refused, disabled, malformed, password), smtp.mail (ok, refused),
 * smtp.report, smtp.delayed, smtp.fault, smtp.reply, smtp.close, each with
 * port, connection, flights (how often the client sent after we had) and
 * detail; relay.* on the plain port; and violation, whose detail says what the
 * client did that a careful one never does.
 */
struct smtp_server *smtp_serve(struct store *store,
    const struct smtp_options *options);
/* The port that was taken, 0 for none. */
uint16_t smtp_port(const struct smtp_server *server, enum smtp_port port);
/* Ends every connection and waits for the threads. NULL is nothing. */
void smtp_stop(struct smtp_server *server);

#endif
