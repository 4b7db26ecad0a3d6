/* SPDX-License-Identifier: ISC */
/* Which application asks, and does it prove it (RFC 6749 2.3, RFC 7523). The
 * caller holds the store's lock. */
#ifndef TENANT_CLIENT_H
#define TENANT_CLIENT_H

#include "tests/tenant/tokens.h"

enum need { NEED_PROOF, NEED_NONE };

/*
 * Finds the application by client_id or HTTP Basic; the number of what is
 * wrong, or 0. tenant is NULL for common, organizations and consumers, whose
 * name is in form then.
 */
long client_find(struct request *request, const struct tenant *tenant,
    const char *form, struct app **app);
/* Checks secret or assertion against what is needed; 0 and how it was proved,
 * or the number of what is wrong. */
long client_check(struct request *request, const struct app *app,
    enum need need, enum proof *proof);

/* assertion.c: the same for a signed assertion. */
long assertion_check(struct request *request, const struct app *app,
    const char *assertion);

#endif
