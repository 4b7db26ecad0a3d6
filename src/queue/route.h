/* SPDX-License-Identifier: ISC */
/* The route that a message takes: a token for the account, a session with its
 * server, one forced refresh and one retry when the login is refused. Joins
 * oauth/ and mail/, which do not know each other. */
#ifndef QUEUE_ROUTE_H
#define QUEUE_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "mail/smtp.h"
#include "oauth/token.h"

/* Every stage of a real send, in the order in which a person sees them. */
enum route_stage {
	ROUTE_ENDPOINTS, /* the sign-in server answers; only when asked for */
	ROUTE_TOKEN,
	ROUTE_RESOLVE,
	ROUTE_CONNECT,
	ROUTE_SECURE,
	ROUTE_LOGIN,
	ROUTE_SENDER,
	ROUTE_RECIPIENT,
	ROUTE_MESSAGE,
	ROUTE_STAGES
};

/* "endpoints", "token", "name resolution", ... */
const char *route_stage_words(enum route_stage stage);

/* Told as it happens; each may be NULL. detail is clean and borrowed. */
struct route_watch {
	void (*passed)(void *arg, enum route_stage stage, int64_t ms,
	    const char *detail);
	/* The login was refused: a new token is asked for, and all stages from
	 * the token on come once more. */
	void (*again)(void *arg, const struct fault *why);
	void (*progress)(void *arg, uint64_t sent, uint64_t total);
	void *arg;
};

struct route {
	struct token_source source;
	const struct route_watch *watch; /* may be NULL */
	bool check_endpoints;
	const struct secret *candidate; /* a token to use in place of the
					 * live account's: a sign-in that is
					 * being tried; may be NULL */
	struct smtp_server server; /* the route's own, for as long as a session
				    * of it is open */
	enum route_stage failed; /* out: the stage that a fault came from */
	bool stay_refused;	 /* out: refused even with a new token */
};

/*
 * Sends one mail. True: accepted for at least one recipient; look at each and
 * at result. False: why says what to do; route->failed where. The account's
 * state file is told of success and failure, except with a candidate.
 */
bool route_send(struct route *route, const struct smtp_mail *mail,
    struct smtp_result *result, struct fault *why);

/* As far as the login, then QUIT: shows that the sign-in works. */
bool route_login(struct route *route, struct fault *why);

#endif
