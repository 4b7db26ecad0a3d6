/* SPDX-License-Identifier: ISC */
/* The half of postoffice that knows the tenant's headers and none of ours. */
#ifndef TESTS_POSTOFFICE_TENANT_H
#define TESTS_POSTOFFICE_TENANT_H

/* A running mail half; its ports by 0 submission, 1 TLS, 2 relay. */
void *partner_open(void);
void partner_close(void *partner);
unsigned partner_port(void *partner, int which);
const char *partner_ca_file(void *partner);
/* Makes it know one more access token of the fixture's user. */
void partner_token(void *partner, const char *token);
void partner_switch(void *partner, const char *name, const char *value);
long partner_count(void *partner, const char *event);
void partner_wait(void *partner, const char *event, long times);
char *partner_read(void *partner, const char *name);

#endif
