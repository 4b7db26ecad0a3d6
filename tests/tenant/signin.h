/* SPDX-License-Identifier: ISC */
/* From page to page: who signs in, may that account, does the person consent.
 * Browsers are known by a cookie and stay signed in. */
#ifndef TENANT_SIGNIN_H
#define TENANT_SIGNIN_H

#include "tests/tenant/web.h"

#define SIGNIN_COOKIE "ESTSAUTHPERSISTENT"

/* The forms of all pages, and those of /devicelogin. */
web_handler signin_handle, devicelogin_handle;

/* A new flow without a query; the store owns it. Lock held. */
struct flow *signin_begin(struct request *request, enum flow_kind kind,
    struct app *app);
/* The next page, or the redirect at the end. Lock held. */
void signin_step(struct request *request, struct answer *answer,
    struct flow *flow);

#endif
