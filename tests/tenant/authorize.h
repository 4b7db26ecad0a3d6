/* SPDX-License-Identifier: ISC */
/* The authorize and admin-consent addresses: is the request good, and how is
 * it answered at the redirect address. The caller of the functions that take a
 * flow holds the store's lock. */
#ifndef TENANT_AUTHORIZE_H
#define TENANT_AUTHORIZE_H

#include "tests/tenant/web.h"

web_handler authorize_handle, admin_handle;

/* Is uri one of the application's, by the rules of microsoft.md 3? */
bool redirect_is_registered(const struct app *app, const char *uri);

/* Sends the browser back with a code, with an admin's consent, or with an
 * error. */
void authorize_finish(struct request *request, struct answer *answer,
    struct flow *flow);
void authorize_refuse(struct request *request, struct answer *answer,
    const struct flow *flow, long number);

#endif
