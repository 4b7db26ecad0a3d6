/* SPDX-License-Identifier: ISC */
/* The stand-in tenant's mail half in the test's own process, for tests of the
 * mail room: its headers and ours name some things alike, so they never meet
 * in one file. */
#ifndef TESTS_POSTOFFICE_H
#define TESTS_POSTOFFICE_H

#include <stdbool.h>
#include <stdint.h>

#include "mail/smtp.h"

#define OFFICE_USER "alerts@contoso.example"
/* The token is this word over and over: of real size, so that it travels in a
 * line of its own as Microsoft's do. */
#define OFFICE_TOKEN "good-token"
enum { OFFICE_TOKEN_TIMES = 190 };

/* For cmocka: *state becomes an office with every switch off. */
int office_open(void **state);
int office_close(void **state);

/* Ready-made servers: submission with STARTTLS, TLS at once, plain relay.
 * Borrowed; a test may change them. */
struct smtp_server *office_submission(void *office);
struct smtp_server *office_tls(void *office);
struct smtp_server *office_relay(void *office);
/* XOAUTH2 as OFFICE_USER with the good token. */
const struct smtp_login *office_login(void *office);
/* Another token for it, which the tenant does not know. */
const struct smtp_login *office_bad_login(void *office);

void office_switch(void *office, const char *name, const char *value);
long office_count(void *office, const char *event);
void office_wait(void *office, const char *event, long times);
/* mail/0001.eml and the like; freed by the caller, NULL for none. */
char *office_read(void *office, const char *name);
/* The whole event log, to be freed. */
char *office_log(void *office);

#endif
