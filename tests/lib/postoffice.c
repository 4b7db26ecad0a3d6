/* SPDX-License-Identifier: ISC */
/* Servers and logins that lead to the tenant's mail half. */
#include <config.h>

#include "tests/lib/postoffice.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "tests/lib/postoffice_tenant.h"

struct office {
	void *partner;
	struct smtp_server servers[3];
	struct secret good, bad;
	struct smtp_login login, bad_login;
};

int
office_open(void **state)
{
	static const enum smtp_security security[] = { SMTP_STARTTLS,
		SMTP_TLS, SMTP_PLAIN };
	struct office *office = must_alloc(1, sizeof(*office));
	int i;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	office->partner = partner_open();
	if (office->partner == NULL)
		return -1;
	for (i = 0; i < 3; i++)
		office->servers[i] = (struct smtp_server){
			/* Not a name with two addresses: on a busy machine
			 * libcurl tries both, and a fault that is meant for
			 * one connection would hit the other. */
			.host = "127.0.0.1",
			.port = partner_port(office->partner, i),
			.security = security[i],
			.ca_file = partner_ca_file(office->partner),
			.helo = "client.example",
		};
	secret_init(&office->good, SECRET_MAX);
	for (i = 0; i < OFFICE_TOKEN_TIMES; i++)
		secret_adds(&office->good, OFFICE_TOKEN);
	partner_token(office->partner, secret_open(&office->good));
	secret_close(&office->good);
	secret_init(&office->bad, SECRET_MAX);
	secret_adds(&office->bad, "another-token");
	office->login = (struct smtp_login){ SMTP_XOAUTH2, OFFICE_USER,
		&office->good };
	office->bad_login = (struct smtp_login){ SMTP_XOAUTH2, OFFICE_USER,
		&office->bad };
	*state = office;
	return 0;
}

int
office_close(void **state)
{
	struct office *office = *state;

	partner_close(office->partner);
	secret_clear(&office->good);
	secret_clear(&office->bad);
	free(office);
	return 0;
}

struct smtp_server *
office_submission(void *office)
{
	return &((struct office *)office)->servers[0];
}

struct smtp_server *
office_tls(void *office)
{
	return &((struct office *)office)->servers[1];
}

struct smtp_server *
office_relay(void *office)
{
	return &((struct office *)office)->servers[2];
}

const struct smtp_login *
office_login(void *office)
{
	return &((struct office *)office)->login;
}

const struct smtp_login *
office_bad_login(void *office)
{
	return &((struct office *)office)->bad_login;
}

void
office_switch(void *office, const char *name, const char *value)
{
	partner_switch(((struct office *)office)->partner, name, value);
}

long
office_count(void *office, const char *event)
{
	return partner_count(((struct office *)office)->partner, event);
}

void
office_wait(void *office, const char *event, long times)
{
	partner_wait(((struct office *)office)->partner, event, times);
}

char *
office_read(void *office, const char *name)
{
	return partner_read(((struct office *)office)->partner, name);
}

char *
office_log(void *office)
{
	return office_read(office, "events.jsonl");
}
