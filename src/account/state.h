/* SPDX-License-Identifier: ISC */
/* NAME.state: what happened and when, for `status`, `check` and the runner. No
 * secret; readable by everyone; can be lost without harm to mail. */
#ifndef ACCOUNT_STATE_H
#define ACCOUNT_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "account/layout.h"
#include "base/fault.h"
#include "base/json.h"

enum { STATE_WORDS = 256 };

/*
 * Times are seconds since 1970, 0: never. Texts are cleaned when they are
 * saved. Members of the file that are not known here are kept in rest.
 */
struct state {
	/* the sign-in */
	int64_t signin_at;
	char signin_how[32];	      /* authorization_code, device_code ... */
	char signin_by[STATE_WORDS];  /* the name that signed in */
	char signin_tenant[64];
	bool signin_needed;	      /* a person must sign in again ... */
	int64_t signin_needed_since;
	/* tokens */
	int64_t refresh_at;	      /* last refresh that succeeded */
	int64_t refresh_not_before;   /* no request before this */
	int64_t token_at;	      /* access token issued */
	int64_t token_expires_at;
	int64_t token_boot_ms;	      /* moment_boot_ms() when it was issued */
	char token_boot_id[40];
	/* sending */
	int64_t send_at;
	char send_id[STATE_WORDS];    /* Message-ID */
	int64_t error_at;
	char error_what[480];
	char error_next[640];
	char error_code[40];
	int64_t error_exit;	      /* exit code of the kind */
	int64_t queued;
	int64_t held;
	int64_t oldest_at;
	int64_t written;	      /* set by state_save() */
	struct json *rest;
};

void state_init(struct state *state);
void state_clear(struct state *state);

/* Reads. No file: an empty state and true. Unreadable or no JSON: false with
 * the fault, and an empty state that may be used and saved. Members of the
 * wrong type count as absent. */
bool state_load(struct state *state, const struct layout *layout,
    const char *name, struct fault *why);
/* Replaces the file, 0644. Two writers would lose each other's changes: load,
 * change and save under the account's lock. */
bool state_save(struct state *state, const struct layout *layout,
    const char *name, struct fault *why);

/* Keeps a fault as the last error; NULL forgets it. */
void state_set_error(struct state *state, const struct fault *fault,
    int64_t now);

/* When a notice (by its key, "secret-30") was given, 0: never; and marking. */
int64_t state_notice_at(const struct state *state, const char *key);
void state_set_notice(struct state *state, const char *key, int64_t at);

#endif
