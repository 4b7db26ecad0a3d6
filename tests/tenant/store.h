/* SPDX-License-Identifier: ISC */
/* The seam of the stand-in tenant: what the sign-in half and the mail half of
 * it know of one another. Every function takes the store's lock itself, so
 * that threads of HTTP and of SMTP may call them at any time. */
#ifndef TENANT_STORE_H
#define TENANT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	NAME_SIZE = 160,   /* an address, a host, a name, a GUID */
	SCOPES_SIZE = 640, /* scopes or roles, separated by blanks */
	DIR_SIZE = 512
};

struct store;

/* Makes DIR, DIR/mail and an empty DIR/events.jsonl, and the default people
 * and registrations (data.c). NULL, with a line on stderr, when it cannot. */
struct store *store_new(const char *dir);
void store_free(struct store *store);
/* The directory that was given; borrowed for the life of the store. */
const char *store_dir(const struct store *store);

/* Seconds since 1970 on the clock that POST /clock moves. */
int64_t store_now(struct store *store);

/* What an access token says, and what the tenant knows of it. */
struct token_facts {
	char aud[NAME_SIZE];	 /* https://outlook.office.com, ... */
	char scp[SCOPES_SIZE];	 /* delegated: "SMTP.Send"; "" for app-only */
	char roles[SCOPES_SIZE]; /* app-only: "SMTP.SendAsApp"; else "" */
	char upn[NAME_SIZE];	 /* who signed in; "" for app-only */
	char appid[NAME_SIZE];
	char tid[NAME_SIZE];
	int64_t exp;	/* compare with store_now() */
	bool revoked;	/* the sign-in was revoked, or the account disabled */
};
/* False: no token of this tenant's making. */
bool store_token_facts(struct store *store, const char *access_token,
    struct token_facts *out);

struct mailbox_facts {
	char address[NAME_SIZE];
	bool is_shared;
	bool smtp_auth_disabled; /* of the mailbox; smtp.tenant-disabled is a
				  * switch */
	bool full;
	long max_bytes; /* of one message */
};
/* By address or alias, in any case; false when there is none. */
bool store_mailbox(struct store *store, const char *address,
    struct mailbox_facts *out);
/* May this person (or, app-only, this client id) send as that mailbox? */
bool store_may_send_as(struct store *store, const char *upn_or_appid,
    const char *address);

/*
 * Switches: each has a row in switches.c, with its default and a line of help;
 * a name that has no row ends the program, so that a misspelt one shows. POST
 * /switch sets them while the tenant runs.
 */
bool switch_on(struct store *store, const char *name);
long switch_int(struct store *store, const char *name, long fallback);
void switch_text(struct store *store, const char *name, char *out,
    size_t size);
/* "For the next N": true while the number is above 0, and counts it down. */
bool switch_take(struct store *store, const char *name);
/* False for a name without a row or a value of the wrong kind. */
bool switch_set(struct store *store, const char *name, const char *value);

/*
 * Appends one JSON object to DIR/events.jsonl at once: time, type, and pairs
 * of key and value that end with NULL. A key that starts with # takes a long
 * (and loses the #), any other a const char *. GET /counts tells how often a
 * type was logged and, when it has the key "outcome", also TYPE:OUTCOME.
 * Tokens and secrets do not belong here.
 */
void event_log(struct store *store, const char *type, ...)
    __attribute__((sentinel));
long event_count(struct store *store, const char *type);

#endif
