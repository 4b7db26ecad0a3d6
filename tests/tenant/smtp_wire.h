/* SPDX-License-Identifier: ISC */
/* One accepted connection: socket, TLS, time; the conversation itself is in
 * smtp_session.h. */
#ifndef TENANT_SMTP_WIRE_H
#define TENANT_SMTP_WIRE_H

#include <stdbool.h>

#include "tests/tenant/smtp_session.h"
#include "tests/tenant/tls.h"

enum smtp_port { PORT_SUBMISSION, PORT_TLS, PORT_RELAY, SMTP_PORTS };

struct smtp_call {
	int fd;	  /* belongs to the call from now on */
	int stop; /* readable when everything ends */
	enum smtp_port port;
	long number;
	const char *host;
	const struct smtp_world *world;
	struct tls *tls;
};

/* Talks until one side ends it; closes fd. */
void smtp_wire_run(const struct smtp_call *call);

#endif
