/* SPDX-License-Identifier: ISC */
/* A tenant's mail half in the test's own process, with tokens made by hand, and
 * the way through a conversation up to a stage. */
#ifndef TENANT_SMTP_FIXTURE_H
#define TENANT_SMTP_FIXTURE_H

#include "tests/tenant/smtp.h"
#include "tests/tenant/smtp_client.h"

enum { FIXTURE_PATH = DIR_SIZE + 32 };

#define FIXTURE_USER "alerts@contoso.example"
#define FIXTURE_TOKEN "good-token"

struct fixture {
	char dir[64];
	char ca_file[FIXTURE_PATH];
	struct store *store;
	struct tls *tls;
	struct smtp_server *server;
};

/* For cmocka: *state becomes a struct fixture with all ports open and the
 * token FIXTURE_TOKEN of FIXTURE_USER. */
int fixture_open(void **state);
int fixture_close(void **state);

/* Adds a token that is valid for an hour; the caller may change it. */
struct token_facts *fixture_token(struct fixture *fixture, const char *value,
    const char *upn);
void fixture_switch(struct fixture *fixture, const char *name,
    const char *value);
/* Waits until events of that type have been logged so often. */
void fixture_wait(struct fixture *fixture, const char *type, long times);

/* Up to EHLO within TLS, and up to 235. */
void fixture_secure(struct fixture *fixture, struct client *client);
void fixture_login(struct fixture *fixture, struct client *client);
/* Goes on until the command of a stage was said and not yet answered. */
void fixture_reach(struct fixture *fixture, struct client *client,
    enum smtp_stage stage);
/* MAIL, RCPT, DATA and a message; the final reply must begin with that. */
void fixture_send(struct client *client, const char *from, const char *to,
    const char *begin);

/* A file below the directory, NUL-terminated, to be freed; NULL: none. */
char *fixture_read(const struct fixture *fixture, const char *name);

#endif
