/* SPDX-License-Identifier: ISC */
/* What a scope parameter asks for: whose resource, which permissions. */
#ifndef TENANT_SCOPE_H
#define TENANT_SCOPE_H

#include "tests/tenant/state.h"

struct scopes {
	char resource[NAME_SIZE]; /* the first one's, "" when only OIDC's */
	char oidc[NAME_SIZE];	  /* openid profile email offline_access */
	char names[SCOPES_SIZE];  /* permissions without their resource */
	char full[SCOPES_SIZE];	  /* the same with it, as they were asked */
	bool several;		  /* of more than one resource */
	bool all;		  /* .default */
};

/* 0, or the number of what is wrong: 70011 (no such scope), 500011 (no such
 * resource). A plain server takes any scope. A scope without a resource means
 * Microsoft Graph. */
long scopes_parse(struct store *store, const char *from, struct scopes *out);
/* Has everything in names been consented to for this person? */
bool scopes_are_consented(struct store *store, const struct app *app,
    const char *upn, const char *names);
void scopes_consent(struct store *store, const struct app *app,
    const char *upn, const char *names);

#endif
