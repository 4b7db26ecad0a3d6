/* SPDX-License-Identifier: ISC */
/* Device codes (RFC 8628; microsoft.md 2.2), but for the person's pages. */
#ifndef TENANT_DEVICE_H
#define TENANT_DEVICE_H

#include "tests/tenant/web.h"

web_handler device_handle;

/* By what the person types, in any case; NULL when there is none. The caller
 * holds the lock. */
struct device *device_by_user_code(struct store *store, const char *code);

#endif
