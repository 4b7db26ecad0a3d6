/* SPDX-License-Identifier: ISC */
/* Every switch of the tenant, with its default and what it does. All failures
 * are off by default. */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "tests/tenant/state.h"

enum kind { FLAG, NUMBER, WORDS };

struct row {
	const char *name;
	enum kind kind;
	const char *initial;
	const char *help;
};

static const struct row rows[] = {
	/* what kind of server this is */
	{ "plain", FLAG, "0", "standards-only OAuth: nothing of Microsoft's" },
	{ "plain.oidc", FLAG, "0", "plain: id tokens when openid is asked" },
	{ "https.cert", WORDS, "good",
	    "good, expired, early, wronghost, untrusted, or stall" },
	/* faults by request number since the switch was set: faults.c */
	{ "discovery.fault", WORDS, "", "script, such as 1:500html,2-3:empty" },
	{ "token.fault", WORDS, "", "script, such as 2:429/30,4-*:expires/60" },
	{ "devicecode.fault", WORDS, "", "script, such as 1:error200" },
	{ "authorize.fault", WORDS, "", "script, such as 1:html200" },
	/* tokens */
	{ "token.lifetime", NUMBER, "0", "seconds; 0: 3600 to 5400 at random" },
	{ "token.opaque", FLAG, "0", "access tokens that are no JWT" },
	{ "token.size", NUMBER, "1900", "bytes of an access token, about" },
	{ "token.crlf", FLAG, "0", "descriptions separate with CR LF" },
	{ "refresh.strict", FLAG, "0",
	    "an old refresh token revokes the whole sign-in" },
	{ "refresh.idle-days", NUMBER, "90", "days until an unused one ends" },
	{ "refresh.frequency", NUMBER, "0",
	    "sign-in frequency in seconds (70043); 0: none" },
	{ "code.lifetime", NUMBER, "600", "seconds" },
	/* policies */
	{ "ca.block", WORDS, "", "53003 at: web, token, device or all" },
	{ "mfa.required", FLAG, "0", "refreshing answers 50076 with claims" },
	{ "password.page", WORDS, "",
	    "number of an error shown after the password" },
	/* what was made a moment ago */
	{ "app.unknown", NUMBER, "0", "700016 for the next N token requests" },
	{ "secret.unknown", NUMBER, "0", "7000215 for the next N" },
	{ "consent.unknown", NUMBER, "0", "65001 for the next N" },
	/* device flow */
	{ "device.slow-down", NUMBER, "0", "slow_down for the next N polls" },
	{ "device.pending", NUMBER, "0",
	    "pending for the next N polls after the sign-in" },
	{ "device.expired-word", WORDS, "expired_token",
	    "or code_expired, both are seen" },
	{ "device.lifetime", NUMBER, "900", "seconds" },
	{ "device.interval", NUMBER, "5", "seconds between polls" },
	{ "device.forever", FLAG, "0", "pending whatever the person does" },
	{ "introspect.username", WORDS, "",
	    "what introspection calls the user; empty: who signed in" },
	/* both SMTP ports, each row twice */
#define TENANT_SMTP_ROW(name, kind, initial, help) \
	{ "smtp." name, kind, initial, help },     \
	    { "relay." name, kind, initial, help },
#include "tests/tenant/smtp_rows.h"
#undef TENANT_SMTP_ROW
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static size_t
find(const char *name)
{
	size_t i;

	for (i = 0; i < ROWS; i++)
		if (strcmp(rows[i].name, name) == 0)
			break;
	return i;
}

static struct value *
must_find(struct store *store, const char *name)
{
	size_t i = find(name);

	if (i == ROWS) {
		fprintf(stderr, "tenant: there is no switch %s\n", name);
		abort();
	}
	return &store->values[i];
}

void
switches_reset(struct store *store)
{
	size_t i;

	if (store->values == NULL)
		store->values = must_alloc(ROWS, sizeof(*store->values));
	for (i = 0; i < ROWS; i++) {
		keep(store->values[i].text, DIR_SIZE, rows[i].initial);
		store->values[i].counter = 0;
	}
}

static bool
is_number(const char *value)
{
	char *end;

	errno = 0;
	(void)strtol(value, &end, 10);
	return errno == 0 && end != value && *end == '\0';
}

bool
switch_set(struct store *store, const char *name, const char *value)
{
	size_t i = find(name);

	if (i == ROWS || strlen(value) >= DIR_SIZE)
		return false;
	if (rows[i].kind == FLAG && strcmp(value, "0") != 0 &&
	    strcmp(value, "1") != 0)
		return false;
	if (rows[i].kind == NUMBER && !is_number(value))
		return false;
	store_lock(store);
	keep(store->values[i].text, DIR_SIZE, value);
	store->values[i].counter = 0;
	store->waiting = 0;
	store->scripts++;
	pthread_cond_broadcast(&store->changed);
	store_unlock(store);
	return true;
}

bool
switch_on(struct store *store, const char *name)
{
	return switch_int(store, name, 0) != 0;
}

long
switch_int(struct store *store, const char *name, long fallback)
{
	const struct value *value = must_find(store, name);
	long number = fallback;

	store_lock(store);
	if (is_number(value->text))
		number = strtol(value->text, NULL, 10);
	store_unlock(store);
	return number;
}

void
switch_text(struct store *store, const char *name, char *out, size_t size)
{
	const struct value *value = must_find(store, name);

	store_lock(store);
	keep(out, size, value->text);
	store_unlock(store);
}

bool
switch_take(struct store *store, const char *name)
{
	struct value *value = must_find(store, name);
	long left;

	store_lock(store);
	left = switch_int(store, name, 0);
	if (left > 0)
		keepf(value->text, DIR_SIZE, "%ld", left - 1);
	store_unlock(store);
	return left > 0;
}

long *
switch_counter(struct store *store, const char *name)
{
	return &must_find(store, name)->counter;
}

void
switches_print(struct store *store, struct text *out)
{
	size_t i;

	store_lock(store);
	for (i = 0; i < ROWS; i++)
		text_addf(out, "%s=%s\t# %s\n", rows[i].name,
		    store->values[i].text, rows[i].help);
	store_unlock(store);
}
