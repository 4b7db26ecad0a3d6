/* SPDX-License-Identifier: ISC */
/* The store as the world of an SMTP session; see the header. */
#include <config.h>

#include "tests/tenant/smtp_hall.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/alloc.h"

enum { MINUTE = 60, DAY = 24 * 60 * 60 };

/* One message of a user, for the limits. */
struct sent {
	struct sent *next;
	int64_t at;
	unsigned recipients;
};

struct user {
	struct user *next;
	char name[SMTP_ADDRESS_SIZE];
	unsigned connections;
	struct sent *sent; /* newest first */
};

struct smtp_hall {
	struct store *store;
	pthread_mutex_t lock;
	struct smtp_world world;
	struct user *users;
	long numbers;
	char mail[DIR_SIZE + 8];
	char relay[DIR_SIZE + 8];
};

/* The user of that name; the lock is held. */
static struct user *
find_user(struct smtp_hall *hall, const char *name)
{
	struct user *user = hall->users;

	while (user != NULL && strcasecmp(user->name, name) != 0)
		user = user->next;
	if (user == NULL) {
		user = must_alloc(1, sizeof(*user));
		snprintf(user->name, sizeof(user->name), "%s", name);
		user->next = hall->users;
		hall->users = user;
	}
	return user;
}

static int64_t
tell_time(void *self)
{
	struct smtp_hall *hall = self;

	return store_now(hall->store);
}

/* How many times "N*words" still holds, -1 for ever; *words moves on. */
static long
times_left(const char **words)
{
	char *end;
	long times = strtol(*words, &end, 10);

	if (end == *words || *end != '*')
		return -1;
	*words = end + 1;
	return times;
}

static bool
read_setting(void *self, const char *name, char *out, size_t size)
{
	struct smtp_hall *hall = self;
	char value[SMTP_SETTING_SIZE];
	const char *words = value;

	switch_text(hall->store, name, value, sizeof(value));
	if (times_left(&words) == 0 || words[0] == '\0' ||
	    strcmp(words, "0") == 0)
		return false;
	return (size_t)snprintf(out, size, "%s", words) < size;
}

static bool
use_up_setting(void *self, const char *name)
{
	struct smtp_hall *hall = self;
	char value[SMTP_SETTING_SIZE], rest[SMTP_SETTING_SIZE + 32];
	const char *words = value;
	long times;

	pthread_mutex_lock(&hall->lock);
	switch_text(hall->store, name, value, sizeof(value));
	times = times_left(&words);
	if (times > 0) {
		snprintf(rest, sizeof(rest), "%ld*%s", times - 1, words);
		switch_set(hall->store, name, rest);
	}
	pthread_mutex_unlock(&hall->lock);
	return times != 0;
}

static bool
ask_token(void *self, const char *token, struct token_facts *out)
{
	struct smtp_hall *hall = self;

	return store_token_facts(hall->store, token, out);
}

static bool
ask_mailbox(void *self, const char *address, struct mailbox_facts *out)
{
	struct smtp_hall *hall = self;

	return store_mailbox(hall->store, address, out);
}

static bool
ask_send_as(void *self, const char *identity, const char *address)
{
	struct smtp_hall *hall = self;

	return store_may_send_as(hall->store, identity, address);
}

static void
attach_user(void *self, const char *name, bool attached)
{
	struct smtp_hall *hall = self;
	struct user *user;

	pthread_mutex_lock(&hall->lock);
	user = find_user(hall, name);
	if (attached)
		user->connections++;
	else
		user->connections--;
	pthread_mutex_unlock(&hall->lock);
}

static void
count_usage(void *self, const char *name, struct smtp_usage *out)
{
	struct smtp_hall *hall = self;
	int64_t now = store_now(hall->store);
	const struct user *user;

	*out = (struct smtp_usage){ 0 };
	pthread_mutex_lock(&hall->lock);
	user = find_user(hall, name);
	out->connections = user->connections;
	for (const struct sent *each = user->sent; each != NULL;
	     each = each->next) {
		if (now - each->at < DAY)
			out->recipients += each->recipients;
		if (now - each->at >= MINUTE)
			continue;
		out->messages++;
		out->wait = (unsigned)(each->at + MINUTE - now);
	}
	pthread_mutex_unlock(&hall->lock);
}

static void
note_sent(struct smtp_hall *hall, const struct smtp_message *message,
    int64_t now)
{
	struct user *user = find_user(hall, message->who->user);
	struct sent *sent = must_alloc(1, sizeof(*sent));

	sent->at = now;
	sent->recipients = (unsigned)message->to_count;
	sent->next = user->sent;
	user->sent = sent;
}

static bool
keep_message(void *self, const struct smtp_message *message)
{
	struct smtp_hall *hall = self;
	int64_t now = store_now(hall->store);
	bool good;

	pthread_mutex_lock(&hall->lock);
	good = smtp_keep(message->who == NULL ? hall->relay : hall->mail,
	    message, now);
	if (good && message->who != NULL && !message->report)
		note_sent(hall, message, now);
	pthread_mutex_unlock(&hall->lock);
	return good;
}

/* "smtp.auth", "relay.mail"; only a violation is called the same anywhere. */
static void
log_event(void *self, const struct smtp_session *session, const char *type,
    const char *outcome, const char *detail)
{
	struct smtp_hall *hall = self;
	const char *port = session->relay ? "relay" : "smtp";
	char name[64];

	if (strcmp(type, "violation") == 0)
		snprintf(name, sizeof(name), "%s", type);
	else
		snprintf(name, sizeof(name), "%s.%s", port, type);
	if (outcome == NULL)
		event_log(hall->store, name, "port", port, "#connection",
		    session->number, "#flights", (long)session->flights,
		    "detail", detail, NULL);
	else
		event_log(hall->store, name, "port", port, "#connection",
		    session->number, "#flights", (long)session->flights,
		    "outcome", outcome, "detail", detail, NULL);
}

static const struct smtp_world world = {
	.now = tell_time,
	.setting = read_setting,
	.use_up = use_up_setting,
	.token_facts = ask_token,
	.mailbox = ask_mailbox,
	.may_send_as = ask_send_as,
	.attach = attach_user,
	.usage = count_usage,
	.keep = keep_message,
	.event = log_event,
};

struct smtp_hall *
smtp_hall_new(struct store *store)
{
	struct smtp_hall *hall = must_alloc(1, sizeof(*hall));

	hall->store = store;
	hall->world = world;
	hall->world.self = hall;
	pthread_mutex_init(&hall->lock, NULL);
	snprintf(hall->mail, sizeof(hall->mail), "%s/mail", store_dir(store));
	snprintf(hall->relay, sizeof(hall->relay), "%s/relay",
	    store_dir(store));
	if (mkdir(hall->relay, 0700) == 0 || errno == EEXIST)
		return hall;
	fprintf(stderr, "tenant: cannot make %s: %s\n", hall->relay,
	    strerror(errno));
	smtp_hall_free(hall);
	return NULL;
}

static void
user_free(struct user *user)
{
	while (user->sent != NULL) {
		struct sent *first = user->sent;

		user->sent = first->next;
		free(first);
	}
	free(user);
}

void
smtp_hall_free(struct smtp_hall *hall)
{
	while (hall->users != NULL) {
		struct user *first = hall->users;

		hall->users = first->next;
		user_free(first);
	}
	pthread_mutex_destroy(&hall->lock);
	free(hall);
}

const struct smtp_world *
smtp_hall_world(struct smtp_hall *hall)
{
	return &hall->world;
}

long
smtp_hall_number(struct smtp_hall *hall)
{
	long number;

	pthread_mutex_lock(&hall->lock);
	number = ++hall->numbers;
	pthread_mutex_unlock(&hall->lock);
	return number;
}
