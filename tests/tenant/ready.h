/* SPDX-License-Identifier: ISC */
/* What a test needs to know of a running tenant: ports, addresses, people. */
#ifndef TENANT_READY_H
#define TENANT_READY_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/tenant/state.h"

struct ports {
	uint16_t https;
	uint16_t control;
	uint16_t smtp;	     /* STARTTLS */
	uint16_t smtp_tls;   /* TLS from the first byte */
	uint16_t plain_smtp; /* neither TLS nor login, for relays */
};

/*
 * Writes the secret, the passwords and such to files of mode 0600 in DIR, then
 * DIR/ready.sh (tenant_KEY='VALUE' lines) and DIR/ready.json, each renamed into
 * place, the last last; and prints the JSON on one line of standard output.
 */
bool ready_tell(struct store *store, const struct ports *ports);

#endif
