/* SPDX-License-Identifier: ISC */
/* Carrying answers over to the account's settings and back. */
#include <config.h>

#include "setup/answers_account.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "setup/step.h"

/* Keys of the walkthrough alone begin with one of these. */
static const char *const not_settings[] = { "start.", "done.", "test.",
	"backup.", "use.", "signin." };

static bool
is_setting(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(not_settings) / sizeof(not_settings[0]); i++)
		if (strncmp(key, not_settings[i], strlen(not_settings[i])) == 0)
			return false;
	return settings_find(key) != NULL;
}

static bool
set_use(const char *use, struct account *account, struct fault *why)
{
	return account_set(account, "use.smtp", "true", why) &&
	    account_set(account, "use.imap",
		strstr(use, "imap") != NULL ? "true" : "false", why) &&
	    account_set(account, "use.pop3",
		strstr(use, "pop3") != NULL ? "true" : "false", why);
}

/* The first of the account's backup relays, made when there is none; what is
 * known of another host than this one goes. */
static struct json *
first_backup(struct json *list, const char *host)
{
	static const char *const known[] = { "security", "auth", "user" };
	struct json *relay = json_first(list);
	const char *before;
	size_t i;

	if (relay == NULL) {
		relay = json_new_object();
		json_set_string(relay, "id", "relay");
		json_append(list, relay);
	}
	before = json_string(relay, "host");
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (before == NULL || strcmp(before, host) != 0)
			json_remove(relay, known[i]);
	json_set_string(relay, "host", host);
	return relay;
}

/* How a test mail has shown that this host can be reached ("relay.lan none");
 * NULL: none was sent there. */
static const char *
proved_security(const struct answers *answers, const char *host)
{
	const char *proved = answers_get(answers, BACKUP_PROVED);
	size_t len = strlen(host);

	return strncmp(proved, host, len) == 0 && proved[len] == ' '
	    ? proved + len + 1 : NULL;
}

static struct json *
list_backups(const struct account *account)
{
	struct json *list = NULL;
	struct text value;

	text_init(&value, SETTINGS_VALUE_MAX);
	if (account_get(account, "backup", &value))
		list = json_parse(value.at, value.len, NULL);
	text_clear(&value);
	return list != NULL ? list : json_new_array();
}

/* The one backup relay that the walkthrough asks for; what else the account
 * has in that list is the work of somebody who edits files. */
static bool
set_backup(const struct answers *answers, struct account *account,
    struct fault *why)
{
	const char *host = answers_get(answers, "backup.host");
	const char *security = proved_security(answers, host);
	struct json *list = list_backups(account);
	struct json *relay = first_backup(list, host);
	struct text value;
	bool fits;

	if (security != NULL)
		json_set_string(relay, "security", security);
	if (answers_fit(answers, "backup.port")) {
		int64_t port = 25;

		json_set_string(relay, "port",
		    answers_get(answers, "backup.port"));
		json_int(relay, "port", 1, 65535, &port);
		json_set_int(relay, "port", port);
	}
	text_init(&value, SETTINGS_VALUE_MAX);
	fits = json_print(list, false, &value) &&
	    account_set(account, "backup", value.at, why);
	text_clear(&value);
	json_free(list);
	return fits;
}

/* A device code makes us a public client, for good; and whoever signs in by a
 * browser is asked for a secret. What an answers file says counts as it is. */
static bool
set_credential(const struct answers *answers, struct account *account,
    struct fault *why)
{
	static const char key[] = "registration.credential";

	if (answers_fit(answers, key))
		return true;
	if (answers_is(answers, "grant", "device_code"))
		return account_set(account, key, "none", why);
	return !answers_is(answers, "grant", "authorization_code") ||
	    account->registration.credential != CREDENTIAL_NONE ||
	    account_set(account, key, "secret", why);
}

bool
answers_to_account(const struct answers *answers, struct account *account,
    struct fault *why)
{
	const struct answer *row;
	size_t i;

	for (i = 0; i < answers->count; i++) {
		row = &answers->rows[i];
		if (!row->fits)
			continue;
		if (is_setting(row->setting) &&
		    !account_set(account, row->setting, row->value, why))
			return false;
		if (strcmp(row->setting, "use") == 0 &&
		    !set_use(row->value, account, why))
			return false;
	}
	if (!set_credential(answers, account, why))
		return false;
	if (answers_fit(answers, "backup.host"))
		return set_backup(answers, account, why);
	return true;
}

static void
take_setting(struct answers *answers, const struct account *account,
    const char *key)
{
	struct text value;

	if (!is_setting(key) || account_is_default(account, key))
		return;
	text_init(&value, ANSWER_SIZE - 1);
	if (account_get(account, key, &value))
		answers_set(answers, key, value.at, true);
	text_clear(&value);
}

void
answers_from_account(struct answers *answers, const struct account *account)
{
	const struct field *field;
	size_t step, i;
	char port[24];

	for (step = 0; step < STEP_COUNT; step++)
		for (i = 0; i < step_field_count((enum step_id)step); i++) {
			field = step_field((enum step_id)step, i);
			take_setting(answers, account, field->setting);
		}
	answers_set(answers, "use",
	    account->use.imap	? "smtp imap"
	    : account->use.pop3 ? "smtp pop3"
				: "smtp", true);
	if (account->backup_count == 0 || account->backup[0].host == NULL)
		return;
	answers_set(answers, "backup.host", account->backup[0].host, true);
	snprintf(port, sizeof(port), "%lld",
	    (long long)account->backup[0].port);
	answers_set(answers, "backup.port", port, true);
}
