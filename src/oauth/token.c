/* SPDX-License-Identifier: ISC */
/* Refreshing, in the order of reliability.md 4: look without the lock, lock,
 * look again, make sure that the result can be kept, ask once, keep it. */
#include <config.h>

#include "oauth/token.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "account/account.h"
#include "account/layout.h"
#include "account/lock.h"
#include "account/state.h"
#include "account/vault.h"
#include "base/journal.h"
#include "base/moment.h"
#include "base/process.h"
#include "oauth/cloud.h"
#include "oauth/token_record.h"
#include "oauth/token_trouble.h"

/* One resource serves SMTP, IMAP and POP3 (microsoft.md 2.3). */
#define ACCESS_TOKEN VAULT_ACCESS_TOKEN "mail"
#define PROXY_PASSWORD VAULT_PASSWORD "proxy"

enum {
	PREVIOUS_SECONDS = 86400,
	FIELDS = 4 /* that a refresh puts into the vault */
};

struct work {
	const struct token_source *source;
	const struct secret *refused;
	struct vault_place place;
	struct vault vault;
	struct state state;
	struct token_record record;
	struct lock lock;
	bool open;
	bool kept; /* the result can be written */
};

static void
close_work(struct work *work)
{
	if (work->open) {
		vault_clear(&work->vault);
		state_clear(&work->state);
	}
	work->open = false;
}

static bool
no_signin(struct fault *why)
{
	fault_set(why, FAULT_SIGNIN, "nobody has signed in for this account "
	    "yet");
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "signin");
	return fault_next(why, "Run `postfrank setup`.");
}

/* Reads the vault anew. */
static bool
open_work(struct work *work, struct fault *why)
{
	bool exists;

	close_work(work);
	if (!vault_open(&work->vault, &work->place, &exists, why))
		return false;
	if (!exists) {
		vault_clear(&work->vault);
		return no_signin(why);
	}
	token_record_read(&work->vault, &work->record);
	work->open = true;
	return true;
}

/* The stored token, unless it is old or the very one that was refused. */
static bool
take_fresh(const struct work *work, struct secret *access)
{
	struct token_time time = token_time();

	return token_record_is_fresh(&work->record, &time) &&
	    vault_get(&work->vault, ACCESS_TOKEN, access) &&
	    (work->refused == NULL || !secret_equals(access, work->refused));
}

enum look { LOOK_HAVE, LOOK_NEED, LOOK_FAIL };

/* What can be said from what is stored. The state is read only when there is no
 * good token. */
static enum look
look(struct work *work, struct secret *access, struct fault *why)
{
	const struct token_source *source = work->source;
	struct trouble_look trouble;

	if (!open_work(work, why))
		return LOOK_FAIL;
	trouble = (struct trouble_look){ .generation = work->vault.generation,
		.now = token_time().now,
		.insist = source->insist };
	if (take_fresh(work, access))
		return LOOK_HAVE;
	secret_clear(access);
	secret_init(access, SECRET_MAX);
	/* A state that cannot be read holds nothing that mail depends on. */
	state_load(&work->state, source->layout, source->account->name, NULL);
	if (source->account->grant != GRANT_APP &&
	    !vault_has(&work->vault, VAULT_REFRESH_TOKEN)) {
		no_signin(why);
		return LOOK_FAIL;
	}
	return token_trouble_blocks(&work->state, &trouble, why) ? LOOK_FAIL
								 : LOOK_NEED;
}

/* Is there no room at all, as against a store that may not be written? */
static bool
disk_is_full(const struct layout *layout)
{
	struct statvfs disk;

	return statvfs(layout->state, &disk) == 0 &&
	    (disk.f_flag & ST_RDONLY) == 0 &&
	    (disk.f_bavail == 0 || (disk.f_files > 0 && disk.f_favail == 0));
}

/* Check before burning. Only where the server keeps the old refresh token good
 * is a full disk no reason to stop: the alert about it must go out. */
static bool
reserve(struct work *work, struct fault *why)
{
	const struct token_source *source = work->source;

	work->kept = vault_reserve(&work->vault, &work->lock, FIELDS,
	    SECRET_MAX, why);
	if (work->kept)
		return true;
	if (cloud_of(source->account)->microsoft &&
	    disk_is_full(source->layout)) {
		journal_write(JOURNAL_WARN,
		    "the disk is full: a new token is used but not kept");
		return true;
	}
	/* Nothing is lost and nothing was asked: later. */
	if (why != NULL && why->kind != FAULT_SETTINGS) {
		why->kind = FAULT_LATER;
		why->turn = TURN_YOU;
	}
	return false;
}

static bool
is_confidential(const struct work *work, const char *how)
{
	if (strcmp(how, TOKEN_HOW_PUBLIC) == 0)
		return false;
	if (strcmp(how, TOKEN_HOW_SECRET) == 0)
		return true;
	return work->source->account->registration.credential ==
	    CREDENTIAL_SECRET;
}

/* One request, with the client secret where the token was obtained with it. */
static bool
ask(const struct work *work, const char *field, const char *how,
    struct token_reply *reply, struct fault *why)
{
	struct secret client_secret, proxy, refresh;
	struct grant_client client = { .account = work->source->account,
		.give_up = process_told_to_end };
	bool good;

	secret_init(&client_secret, SECRET_MAX);
	secret_init(&proxy, SECRET_MAX);
	secret_init(&refresh, SECRET_MAX);
	if (is_confidential(work, how) &&
	    vault_get(&work->vault, VAULT_CLIENT_SECRET, &client_secret))
		client.client_secret = &client_secret;
	if (vault_get(&work->vault, PROXY_PASSWORD, &proxy))
		client.proxy_password = &proxy;
	if (client.account->grant == GRANT_APP)
		good = grant_app(&client, reply, why);
	else
		good = vault_get(&work->vault, field, &refresh) &&
		    grant_refresh(&client, &refresh, reply, why);
	secret_clear(&client_secret);
	secret_clear(&proxy);
	secret_clear(&refresh);
	return good;
}

/* Was it the token that was refused, and not the client, the network, a
 * policy? */
static bool
token_is_dead(const struct fault *why)
{
	return why->kind == FAULT_SIGNIN && why->turn == TURN_YOU &&
	    strcmp(why->step, "signin") == 0;
}

/* Asks with the refresh token, and once with the one before it: some servers
 * leave that good when the new one never arrived. *how becomes how the token
 * that worked was obtained. */
static bool
ask_with_grace(struct work *work, struct token_reply *reply,
    struct fault *why)
{
	struct token_record *record = &work->record;
	struct fault second;

	if (ask(work, VAULT_REFRESH_TOKEN, record->how, reply, why))
		return true;
	if (work->source->account->grant == GRANT_APP || !token_is_dead(why) ||
	    record->previous_until <= token_time().now ||
	    !vault_has(&work->vault, VAULT_PREVIOUS_REFRESH_TOKEN))
		return false;
	token_reply_clear(reply);
	token_reply_init(reply);
	if (!ask(work, VAULT_PREVIOUS_REFRESH_TOKEN, record->previous_how,
		reply, &second))
		return false;
	memcpy(record->how, record->previous_how, sizeof(record->how));
	return true;
}

/* Puts a reply into the vault; access keeps a copy of the token. */
static void
put_reply(struct vault *vault, struct token_record *record,
    struct token_reply *reply, struct secret *access)
{
	struct token_time time = token_time();
	struct secret old;

	secret_init(&old, SECRET_MAX);
	if (!secret_is_empty(&reply->refresh_token)) {
		if (vault_get(vault, VAULT_REFRESH_TOKEN, &old) &&
		    !secret_equals(&old, &reply->refresh_token)) {
			vault_put(vault, VAULT_PREVIOUS_REFRESH_TOKEN, &old);
			memcpy(record->previous_how, record->how,
			    sizeof(record->previous_how));
			record->previous_until = time.now + PREVIOUS_SECONDS;
		}
		vault_put(vault, VAULT_REFRESH_TOKEN, &reply->refresh_token);
	}
	secret_clear(&old);
	if (access != NULL)
		secret_copy(access, &reply->access_token);
	vault_put(vault, ACCESS_TOKEN, &reply->access_token);
	record->issued_at = time.now;
	record->expires_at = time.now + reply->expires_in;
	record->boot_ms = time.boot_ms;
	snprintf(record->boot_id, sizeof(record->boot_id), "%s", time.boot_id);
	token_record_write(vault, record);
}

static void
save_state(struct work *work)
{
	struct fault why;

	if (!state_save(&work->state, work->source->layout,
		work->source->account->name, &why))
		journal_write(JOURNAL_WARN, "%s", why.what);
}

static void
note_success(struct work *work)
{
	struct state *state = &work->state;

	token_trouble_end(state);
	state->refresh_at = state->token_at = work->record.issued_at;
	state->token_expires_at = work->record.expires_at;
	state->token_boot_ms = work->record.boot_ms;
	snprintf(state->token_boot_id, sizeof(state->token_boot_id), "%s",
	    work->record.boot_id);
	save_state(work);
}

/* The request and the keeping of its answer. */
static bool
refresh(struct work *work, struct secret *access, struct fault *why)
{
	struct token_reply reply;
	struct fault store;
	bool good;

	token_reply_init(&reply);
	good = ask_with_grace(work, &reply, why);
	if (good) {
		put_reply(&work->vault, &work->record, &reply, access);
		if (work->kept && !vault_commit(&work->vault, &store) &&
		    !vault_write(&work->vault, &work->lock, &store))
			journal_write(JOURNAL_ERROR,
			    "a new token could not be kept: %s", store.what);
		note_success(work);
	} else if (!process_told_to_end()) {
		token_trouble_note(&work->state, work->vault.generation,
		    token_time().now, why);
		save_state(work);
	}
	token_reply_clear(&reply);
	return good;
}

/* Signals wait: a process that goes away between the answer and the disk takes
 * a token with it that no server gives twice. While no answer has begun, they
 * are obeyed by giving up, and nothing is left lying about. */
static bool
renew(struct work *work, struct secret *access, struct fault *why)
{
	sigset_t all, before;
	bool good;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	good = reserve(work, why) && refresh(work, access, why);
	vault_abandon(&work->vault);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return good;
}

static bool
get_locked(struct work *work, struct secret *access, struct fault *why)
{
	switch (look(work, access, why)) {
	case LOOK_HAVE:
		return true;
	case LOOK_NEED:
		return renew(work, access, why);
	case LOOK_FAIL:
		break;
	}
	return false;
}

static bool
get(struct work *work, struct secret *access, struct fault *why)
{
	const struct token_source *source = work->source;
	char path[PATH_SIZE];
	bool good;

	switch (look(work, access, why)) {
	case LOOK_HAVE:
		return true;
	case LOOK_FAIL:
		return false;
	case LOOK_NEED:
		break;
	}
	if (!layout_path(path, source->layout, LAYOUT_LOCK,
		source->account->name, why) ||
	    !lock_take(&work->lock, path, LOCK_SECONDS, why))
		return false;
	good = get_locked(work, access, why);
	close_work(work);
	lock_release(&work->lock);
	return good;
}

bool
token_get(const struct token_source *source, const struct secret *refused,
    struct secret *access, struct fault *why)
{
	struct work work = {
		.source = source,
		.refused = refused,
		.place = { .layout = source->layout,
		    .name = source->account->name,
		    .id = source->account->id },
		.lock = { .fd = -1 },
	};
	struct fault unheard;
	bool good;

	secret_clear(access);
	secret_init(access, SECRET_MAX);
	good = get(&work, access, why != NULL ? why : &unheard);
	close_work(&work);
	if (!good)
		secret_clear(access);
	return good;
}

void
token_store_signin(struct vault *vault, struct token_reply *reply,
    bool with_secret)
{
	struct token_record record = { 0 };

	/* What was there belongs to another sign-in: no way back to it. */
	vault_drop(vault, VAULT_PREVIOUS_REFRESH_TOKEN);
	if (!secret_is_empty(&reply->refresh_token))
		vault_drop(vault, VAULT_REFRESH_TOKEN);
	snprintf(record.how, sizeof(record.how), "%s",
	    with_secret ? TOKEN_HOW_SECRET : TOKEN_HOW_PUBLIC);
	put_reply(vault, &record, reply, NULL);
	vault_drop(vault, VAULT_PENDING_SIGNIN);
}

bool
token_is_public(const struct vault *vault, bool fallback)
{
	struct token_record record;

	token_record_read(vault, &record);
	return record.how[0] == '\0' ? fallback
	    : strcmp(record.how, TOKEN_HOW_PUBLIC) == 0;
}

static void
write_identity(struct state *state, const struct account *account,
    const struct identity *identity)
{
	state->signin_at = moment_now();
	snprintf(state->signin_how, sizeof(state->signin_how), "%s",
	    grant_word(account->grant));
	snprintf(state->signin_by, sizeof(state->signin_by), "%.*s",
	    (int)sizeof(state->signin_by) - 1, identity->name);
	snprintf(state->signin_tenant, sizeof(state->signin_tenant), "%s",
	    identity->tenant);
}

bool
token_note_signin(const struct token_source *source,
    const struct identity *identity, struct fault *why)
{
	const char *name = source->account->name;
	struct state state;
	bool good;

	state_load(&state, source->layout, name, NULL);
	token_trouble_end(&state);
	if (identity != NULL)
		write_identity(&state, source->account, identity);
	good = state_save(&state, source->layout, name, why);
	state_clear(&state);
	return good;
}
