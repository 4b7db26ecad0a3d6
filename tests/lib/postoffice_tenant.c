/* SPDX-License-Identifier: ISC */
/* The tenant's mail half behind plain functions. */
#include <config.h>

#include "tests/unit/unit.h"

#include "tests/lib/postoffice_tenant.h"

#include <stddef.h>

#include "tests/tenant/smtp_fixture.h"

void *
partner_open(void)
{
	void *fixture = NULL;

	return fixture_open(&fixture) == 0 ? fixture : NULL;
}

void
partner_close(void *partner)
{
	fixture_close(&partner);
}

unsigned
partner_port(void *partner, int which)
{
	static const enum smtp_port ports[] = { PORT_SUBMISSION, PORT_TLS,
		PORT_RELAY };
	const struct fixture *fixture = partner;

	return smtp_port(fixture->server, ports[which]);
}

const char *
partner_ca_file(void *partner)
{
	const struct fixture *fixture = partner;

	return fixture->ca_file;
}

void
partner_token(void *partner, const char *token)
{
	fixture_token(partner, token, FIXTURE_USER);
}

void
partner_switch(void *partner, const char *name, const char *value)
{
	fixture_switch(partner, name, value);
}

long
partner_count(void *partner, const char *event)
{
	const struct fixture *fixture = partner;

	return event_count(fixture->store, event);
}

void
partner_wait(void *partner, const char *event, long times)
{
	fixture_wait(partner, event, times);
}

char *
partner_read(void *partner, const char *name)
{
	return fixture_read(partner, name);
}
