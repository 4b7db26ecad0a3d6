/* SPDX-License-Identifier: ISC */
/* The pages that a person sees: plain HTML forms that work without scripts,
 * in w3m and with a screen reader. */
#ifndef TENANT_PAGES_H
#define TENANT_PAGES_H

#include "tests/tenant/web.h"

/* User name and password; problem is shown above, "" for none. */
void page_signin(struct request *request, struct answer *answer,
    const struct flow *flow, const char *hint, const char *problem);
/* Which of the accounts that this browser knows (words), or another one. */
void page_accounts(struct answer *answer, const struct flow *flow,
    const char *upns);
/* Accept or cancel: what the application asks for, or that a device signs
 * in. */
void page_consent(struct answer *answer, const struct flow *flow,
    const char *scopes);
/* The code that a device showed. */
void page_user_code(struct answer *answer, const char *problem);
void page_words(struct answer *answer, const char *title, const char *words);
/* An error that is not sent back to the application. */
void page_error(struct request *request, struct answer *answer, long number,
    const char *detail);
/* response_mode form_post: one button that posts the fields. */
void page_post(struct answer *answer, const char *where,
    const struct field *fields);

#endif
