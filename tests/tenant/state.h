/* SPDX-License-Identifier: ISC */
/* What the store is made of; for the sign-in half only, which holds the lock
 * (store_lock) wherever it touches it. The mail half keeps to store.h. */
#ifndef TENANT_STATE_H
#define TENANT_STATE_H

#include <pthread.h>
#include <stdint.h>

#include "base/text.h"
#include "tests/tenant/store.h"

enum { ID_SIZE = 40, SECRET_SIZE = 64, URIS_SIZE = 1024 };

struct tenant {
	const char *id;
	const char *name;
	const char *domain;
	const char *initial; /* the onmicrosoft.com name, "" for none */
	const char *region;
};

struct account {
	struct account *next;
	const struct tenant *tenant;
	char upn[NAME_SIZE];
	char alias[NAME_SIZE]; /* another address of the mailbox, or "" */
	char name[NAME_SIZE];
	char oid[ID_SIZE];
	char password[SECRET_SIZE]; /* "": cannot sign in (shared) */
	char send_as[SCOPES_SIZE];  /* others who may: names or client ids */
	bool is_shared;
	bool is_admin; /* may consent for the whole tenant */
	bool disabled;
	bool password_expired;
	bool smtp_auth_disabled;
	bool full;
	long max_bytes;
};

enum platform { PLATFORM_WEB, PLATFORM_NATIVE, PLATFORM_SPA };

struct app {
	struct app *next;
	const struct tenant *tenant;
	char id[ID_SIZE];
	char object_id[ID_SIZE];    /* of the registration */
	char principal_id[ID_SIZE]; /* of the enterprise application */
	char name[NAME_SIZE];
	enum platform platform;
	char redirect_uris[URIS_SIZE]; /* separated by blanks */
	char secret[SECRET_SIZE];
	char secret_id[ID_SIZE];
	int64_t secret_expires; /* 0: never */
	char certificate[DIR_SIZE]; /* a PEM file, "" for none */
	char scopes[SCOPES_SIZE];   /* delegated permissions it lists */
	char roles[SCOPES_SIZE];    /* granted application permissions */
	bool allow_public;
	bool multi_tenant;
	bool admin_consent;	/* "Granted for ..." stands beside scopes */
	bool user_consent;	/* people may consent themselves */
	bool assignment_required;
	bool disabled;
	char assigned[SCOPES_SIZE]; /* user names */
};

/* Somebody said yes to scopes of an application. */
struct consent {
	struct consent *next;
	const struct app *app;
	char upn[NAME_SIZE];
	char scopes[SCOPES_SIZE];
};

enum grant_kind { GRANT_CODE, GRANT_DEVICE };

/* One sign-in; every refresh token that came of it belongs to it. */
struct grant {
	struct grant *next;
	struct app *app;
	struct account *account;
	enum grant_kind kind;
	char scopes[SCOPES_SIZE]; /* as asked for, full spelling */
	char path[NAME_SIZE];	  /* first part of the URL's path */
	char nonce[NAME_SIZE];
	int64_t at;
	bool revoked;
};

enum ticket_kind {
	TICKET_CODE,
	TICKET_REFRESH,
	TICKET_ACCESS,
	TICKET_ASSERTION
};

/* A code, a refresh token, an access token, or the id of an assertion. */
struct ticket {
	struct ticket *next;
	enum ticket_kind kind;
	struct grant *grant; /* NULL: app-only */
	char *value;
	int64_t issued;
	int64_t used; /* 0: not yet */
	/* codes */
	char redirect_uri[DIR_SIZE];
	char challenge[NAME_SIZE];
	bool challenge_plain;
	char verifier[NAME_SIZE]; /* as it came with the redemption */
	/* access tokens */
	struct token_facts facts;
};

struct device {
	struct device *next;
	struct app *app;
	char *device_code;
	char user_code[16];
	char scopes[SCOPES_SIZE];
	char path[NAME_SIZE];
	int64_t at;
	int64_t polled; /* milliseconds of the real clock */
	long polls;
	struct account *account; /* who signed in */
	bool declined;
	bool blocked;
	bool used;
};

/* A browser, by its cookie, and who is signed in there. */
struct session {
	struct session *next;
	char id[ID_SIZE];
	char upns[SCOPES_SIZE];
};

struct value {
	char text[DIR_SIZE];
	long counter; /* requests seen by a fault script since it was set */
};

struct count {
	struct count *next;
	char type[NAME_SIZE];
	long number;
};

enum flow_kind { FLOW_CODE, FLOW_DEVICE, FLOW_ADMIN };

/* A sign-in that goes on in some browser's pages. */
struct flow {
	struct flow *next;
	enum flow_kind kind;
	char id[ID_SIZE];
	struct app *app;
	char path[NAME_SIZE];	 /* first part of the URL's path */
	char *query;		 /* of the authorize request, still encoded */
	char user_code[16];	 /* of a device, instead of a query */
	struct account *account; /* who signed in here */
	bool consented;
	bool always_ask; /* even when somebody is signed in already */
};

struct store {
	pthread_mutex_t lock; /* recursive */
	pthread_cond_t changed;
	char dir[DIR_SIZE];
	int events;
	int64_t clock_offset;
	bool stopping;
	long waiting; /* answers that hold/N keeps back */
	long scripts; /* how often switches were set */
	struct account *accounts;
	struct app *apps;
	struct consent *consents;
	struct grant *grants;
	struct ticket *tickets;
	struct device *devices;
	struct session *sessions;
	struct flow *flows;
	struct count *counts;
	struct value *values; /* one for each row of switches.c */
	struct jwt_key *key;
	/* of the default registration; they outlive a reset */
	char secret[SECRET_SIZE];
	char secret_id[ID_SIZE];
	char base[NAME_SIZE]; /* https://localhost:PORT */
};

void store_lock(struct store *store);
void store_unlock(struct store *store);
/* Back to how it began, with the same passwords and secrets. */
void store_reset(struct store *store);
/* Wakes whoever is held back, for the end. */
void store_stop(struct store *store);

/* data.c */
void data_load(struct store *store);
/* A tenant by id, domain or onmicrosoft.com name; NULL when there is none. */
const struct tenant *tenant_find(const char *name);
extern const struct tenant tenant_contoso, tenant_fabrikam, tenant_consumers;
struct account *account_find(struct store *store, const char *address);
struct app *app_find(struct store *store, const char *id);
struct app *app_new(struct store *store, const char *id);
/* Makes a client secret of the usual shape, and its id. */
void secret_make(char value[static SECRET_SIZE], char id[static ID_SIZE]);

/* switches.c */
void switches_reset(struct store *store);
void switches_print(struct store *store, struct text *out);
/* The counter that belongs to a switch (faults.c). */
long *switch_counter(struct store *store, const char *name);

/* events.c */
bool events_open(struct store *store);
void counts_print(struct store *store, struct text *out);
void counts_clear(struct store *store);

/* words.c: lists of words separated by blanks, and bounded copies */
bool words_have(const char *list, const char *word);
/* True and the next word in out; *at moves on. */
bool words_next(const char **at, char *out, size_t size);
/* Adds a word that is not there yet; ends the program when it does not fit. */
void words_add(char *list, size_t size, const char *word);
/* Copies; ends the program when it does not fit (a test's mistake). */
void keep(char *out, size_t size, const char *from);
/* printf into a bounded buffer, with the same end. */
void keepf(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
