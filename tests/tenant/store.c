/* SPDX-License-Identifier: ISC */
/* The tenant's state: its lock, its clock, and the questions of the mail half.
 * What is in it comes from data.c, what is issued from tokens.c. */
#include <config.h>

#include "tests/tenant/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/tenant/jwt.h"

void
store_lock(struct store *store)
{
	pthread_mutex_lock(&store->lock);
}

void
store_unlock(struct store *store)
{
	pthread_mutex_unlock(&store->lock);
}

static bool
make_directory(const char *path)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return true;
	fprintf(stderr, "tenant: cannot make %s: %s\n", path, strerror(errno));
	return false;
}

struct store *
store_new(const char *dir)
{
	struct store *store = must_alloc(1, sizeof(*store));
	pthread_mutexattr_t attributes;
	char mail[DIR_SIZE + 8];

	keep(store->dir, sizeof(store->dir), dir);
	keepf(mail, sizeof(mail), "%s/mail", dir);
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&store->lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
	pthread_cond_init(&store->changed, NULL);
	store->events = -1;
	if (!make_directory(dir) || !make_directory(mail) ||
	    !events_open(store)) {
		store_free(store);
		return NULL;
	}
	store->key = jwt_key_new();
	secret_make(store->secret, store->secret_id);
	switches_reset(store);
	data_load(store);
	return store;
}

#define FREE_LIST(head, also)                                       \
	do {                                                        \
		while ((head) != NULL) {                            \
			__typeof__(head) first_ = (head);           \
			(head) = first_->next;                      \
			also;                                       \
			free(first_);                               \
		}                                                   \
	} while (0)

static void
forget_all(struct store *store)
{
	FREE_LIST(store->accounts, (void)0);
	FREE_LIST(store->apps, (void)0);
	FREE_LIST(store->consents, (void)0);
	FREE_LIST(store->grants, (void)0);
	FREE_LIST(store->tickets, free(first_->value));
	FREE_LIST(store->devices, free(first_->device_code));
	FREE_LIST(store->sessions, (void)0);
	FREE_LIST(store->flows, free(first_->query));
	counts_clear(store);
}

void
store_free(struct store *store)
{
	if (store == NULL)
		return;
	forget_all(store);
	free(store->values);
	jwt_key_free(store->key);
	if (store->events >= 0)
		close(store->events);
	pthread_cond_destroy(&store->changed);
	pthread_mutex_destroy(&store->lock);
	free(store);
}

void
store_reset(struct store *store)
{
	store_lock(store);
	forget_all(store);
	store->clock_offset = 0;
	switches_reset(store);
	data_load(store);
	pthread_cond_broadcast(&store->changed);
	store_unlock(store);
}

void
store_stop(struct store *store)
{
	store_lock(store);
	store->stopping = true;
	pthread_cond_broadcast(&store->changed);
	store_unlock(store);
}

const char *
store_dir(const struct store *store)
{
	return store->dir;
}

int64_t
store_now(struct store *store)
{
	int64_t now;

	store_lock(store);
	now = (int64_t)time(NULL) + store->clock_offset;
	store_unlock(store);
	return now;
}

/* Revoking a sign-in need not end access tokens that were given before. */
static bool
is_revoked(const struct ticket *ticket)
{
	const struct grant *grant = ticket->grant;

	return ticket->facts.revoked ||
	    (grant != NULL && grant->account->disabled);
}

bool
store_token_facts(struct store *store, const char *access_token,
    struct token_facts *out)
{
	const struct ticket *each;
	bool found = false;

	store_lock(store);
	for (each = store->tickets; each != NULL && !found; each = each->next)
		if (each->kind == TICKET_ACCESS &&
		    strcmp(each->value, access_token) == 0) {
			*out = each->facts;
			out->revoked = is_revoked(each);
			found = true;
		}
	store_unlock(store);
	return found;
}

bool
store_mailbox(struct store *store, const char *address,
    struct mailbox_facts *out)
{
	const struct account *account;

	store_lock(store);
	account = account_find(store, address);
	if (account != NULL) {
		memset(out, 0, sizeof(*out));
		keep(out->address, sizeof(out->address), account->upn);
		out->is_shared = account->is_shared;
		out->smtp_auth_disabled = account->smtp_auth_disabled;
		out->full = account->full;
		out->max_bytes = account->max_bytes;
	}
	store_unlock(store);
	return account != NULL;
}

bool
store_may_send_as(struct store *store, const char *upn_or_appid,
    const char *address)
{
	const struct account *account;
	bool may = false;

	store_lock(store);
	account = account_find(store, address);
	if (account != NULL)
		may = strcasecmp(account->upn, upn_or_appid) == 0 ||
		    (account->alias[0] != '\0' &&
			strcasecmp(account->alias, upn_or_appid) == 0) ||
		    words_have(account->send_as, upn_or_appid);
	store_unlock(store);
	return may;
}
