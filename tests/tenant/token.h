/* SPDX-License-Identifier: ISC */
/* The token endpoint: who asks, with which grant, and may it be. */
#ifndef TENANT_TOKEN_H
#define TENANT_TOKEN_H

#include "tests/tenant/tokens.h"

web_handler token_handle;

/* One kind of grant: fills what is to be issued, or returns the number of what
 * is wrong. detail (NAME_SIZE bytes) goes into the description. */
typedef long grant_handler(struct request *request, struct issue *issue,
    char *detail);

/* device.c */
grant_handler device_redeem;
/* Scopes of the request, or of the grant when it names none, checked against
 * what may be asked for in one token. */
long token_scopes(struct request *request, struct issue *issue);
/* Policies that strike at the token endpoint; 0 or a number. */
long token_policies(struct request *request, const struct issue *issue);

#endif
