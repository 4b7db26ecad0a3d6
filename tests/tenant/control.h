/* SPDX-License-Identifier: ISC */
/* The control port: plain HTTP on loopback, for tests and for practice.
 *
 * GET  /                   this list, in short
 * GET  /switch             all switches with their help
 * POST /switch             NAME=VALUE...
 * POST /clock              add=SECONDS or at=SECONDS-SINCE-1970
 * POST /revoke             [upn=NAME] [what=access|refresh|public]: sign-ins end
 *                          now; access: only access tokens given so far;
 *                          refresh: only refresh tokens; public: only those of
 *                          public clients, as when a person changes a password
 * POST /expire-secret      [app=CLIENT-ID]: its secret has ended
 * POST /app                id=CLIENT-ID and fields: makes or alters one;
 *                          new_secret=1 gives it a secret, told in the answer
 * POST /account            upn=NAME and fields
 * GET  /events  GET /counts
 * GET  /wait?type=T&count=N   answers once N events of the type were logged
 * POST /reset              as at the start, but for passwords and the secret
 */
#ifndef TENANT_CONTROL_H
#define TENANT_CONTROL_H

#include "tests/tenant/web.h"

web_handler control_handle;

#endif
