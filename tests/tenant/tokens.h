/* SPDX-License-Identifier: ISC */
/* Codes, refresh tokens and access tokens: made, found, answered with. The
 * caller holds the store's lock. */
#ifndef TENANT_TOKENS_H
#define TENANT_TOKENS_H

#include "tests/tenant/scope.h"
#include "tests/tenant/web.h"

enum { CODE_MAX = 8192, IDLE_DAY = 24 * 60 * 60 };

struct grant *grant_new(struct store *store, struct app *app,
    struct account *account, enum grant_kind kind);
/* A code or refresh token of a grant; its value is of the usual size. */
struct ticket *ticket_new(struct store *store, enum ticket_kind kind,
    struct grant *grant);
struct ticket *ticket_find(struct store *store, enum ticket_kind kind,
    const char *value);

/* True the first time that an assertion's id is seen. */
bool ticket_is_fresh(struct store *store, const char *id);

/* How the client showed who it is: what "appidacr" says. */
enum proof { PROOF_NONE, PROOF_SECRET, PROOF_CERTIFICATE };

/* Everything that an answer with tokens depends on. */
struct issue {
	struct app *app;
	struct grant *grant; /* NULL: app-only */
	struct scopes scopes;
	enum proof proof;
	bool v1; /* the old endpoint: numbers as strings */
	const char *resource; /* v1: what was asked for */
};

/* Makes the tokens and the answer, and notes the outcome "ok". */
void tokens_answer(struct request *request, struct answer *answer,
    const struct issue *issue);

/* Answers about a token (RFC 7662). */
void tokens_introspect(struct request *request, struct answer *answer);

#endif
