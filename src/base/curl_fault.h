/* SPDX-License-Identifier: ISC */
/* What libcurl's results mean for a person; for the files that use libcurl. */
#ifndef BASE_CURL_FAULT_H
#define BASE_CURL_FAULT_H

#include <stdbool.h>

#include "base/fault.h"

/*
 * Tells why a connection to url did not come about or broke: FAULT_LATER or
 * FAULT_SETTINGS with a next step. curl is the handle (a CURL *), result its
 * CURLcode, detail its error buffer. Certificates: what is wrong and the
 * system's time, since a wrong clock looks like a bad certificate. Always
 * returns false.
 */
bool curl_fault(struct fault *why, void *curl, int result, const char *url,
    const char *detail);

#endif
