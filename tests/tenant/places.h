/* SPDX-License-Identifier: ISC */
/* Which handler answers at which address of the login host. */
#ifndef TENANT_PLACES_H
#define TENANT_PLACES_H

#include "tests/tenant/web.h"

/* Splits "/TENANT/rest" and finds the tenant; returns rest, borrowed from
 * request->path. */
const char *place_find(struct request *request);
/* 0 or the number of what is wrong with the name; the tenant is NULL for
 * common and organizations too. */
long place_named(const char *name, const struct tenant **tenant);

/* Finds the handler by path, runs it, and writes the event. */
web_handler places_handle;

/* discovery.c */
web_handler discovery_handle, discovery_plain, keys_handle;

#endif
