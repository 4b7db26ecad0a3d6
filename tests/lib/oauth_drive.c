/* SPDX-License-Identifier: ISC */
/* oauth_drive HOME VERB...: one step of the OAuth room at a time, for flow
 * tests. It prints tokens, which is why it is never installed. */
#include <config.h>

#include "tests/lib/oauth_drive.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "account/lock.h"
#include "account/settings.h"
#include "account/state.h"
#include "base/moment.h"
#include "base/process.h"
#include "oauth/cloud.h"
#include "oauth/discovery.h"
#include "oauth/token_record.h"

void
drive_print(const char *name, const struct secret *value)
{
	printf("%s=%s\n", name, secret_open(value));
	secret_close(value);
}

bool
drive_open(struct drive *drive, struct drive_vault *open)
{
	char path[PATH_SIZE];

	*open = (struct drive_vault){ .lock = { .fd = -1 },
		.place = { .layout = &drive->layout,
		    .name = drive->account.name,
		    .id = drive->account.id } };
	if (!layout_path(path, &drive->layout, LAYOUT_LOCK,
		drive->account.name, &drive->why) ||
	    !lock_take(&open->lock, path, LOCK_SECONDS, &drive->why))
		return false;
	if (vault_open_or_new(&open->vault, &open->place, &drive->why))
		return true;
	lock_release(&open->lock);
	return false;
}

bool
drive_close(struct drive *drive, struct drive_vault *open, bool keep)
{
	bool good = !keep ||
	    vault_write(&open->vault, &open->lock, &drive->why);

	vault_clear(&open->vault);
	lock_release(&open->lock);
	return good;
}

bool
drive_client(struct drive *drive, struct drive_client *client)
{
	struct drive_vault open;

	*client = (struct drive_client){
		.client = { .account = &drive->account } };
	secret_init(&client->client_secret, SECRET_MAX);
	if (!drive_open(drive, &open))
		return false;
	if (vault_get(&open.vault, VAULT_CLIENT_SECRET,
		&client->client_secret))
		client->client.client_secret = &client->client_secret;
	return drive_close(drive, &open, false);
}

void
drive_client_clear(struct drive_client *client)
{
	secret_clear(&client->client_secret);
}

bool
drive_keep(struct drive *drive, struct token_reply *reply, bool with_secret)
{
	static const char *const words[] = { [IDENTITY_SAME] = "same",
		[IDENTITY_OTHER_NAME] = "other-name",
		[IDENTITY_OTHER_TENANT] = "other-tenant",
		[IDENTITY_UNKNOWN] = "unknown" };
	enum identity_match match;
	struct identity identity;
	struct drive_vault open;
	struct fault question;

	if (!identity_read(&reply->id_token,
		drive->account.registration.client_id, &identity, &drive->why))
		return false;
	match = identity_compare(&identity, &drive->account, "", &question);
	printf("identity=%s\nname=%s\ntenant=%s\n", words[match],
	    identity.name, identity.tenant);
	if (match == IDENTITY_OTHER_TENANT) {
		drive->why = question;
		return false;
	}
	if (!drive_open(drive, &open))
		return false;
	token_store_signin(&open.vault, reply, with_secret);
	return token_note_signin(&drive->source, &identity, &drive->why) &&
	    drive_close(drive, &open, true);
}

/* init KEY=VALUE...: settings; then the client secret on standard input. */
static bool
init(struct drive *drive)
{
	struct drive_vault open;
	struct secret secret;
	char *equals;
	int i;

	for (i = 0; i < drive->argc; i++) {
		equals = strchr(drive->argv[i], '=');
		if (equals == NULL)
			return fault_set(&drive->why, FAULT_USAGE, "KEY=VALUE");
		*equals = '\0';
		if (!account_set(&drive->account, drive->argv[i], equals + 1,
			&drive->why))
			return false;
	}
	if (!layout_prepare(&drive->layout, &drive->why) ||
	    !settings_save(&drive->layout, &drive->account, &drive->why) ||
	    !drive_open(drive, &open))
		return false;
	secret_init(&secret, SECRET_MAX);
	if (secret_read(&secret, STDIN_FILENO) && !secret_is_empty(&secret))
		vault_put(&open.vault, VAULT_CLIENT_SECRET, &secret);
	secret_clear(&secret);
	return drive_close(drive, &open, true);
}

static bool
discover(struct drive *drive)
{
	struct http_way way = { .ca_file = drive->account.ca_file,
		.proxy = drive->account.proxy };
	struct discovery found;
	struct text url;
	bool good;

	text_init(&url, CLOUD_URL_MAX);
	good = drive->argc > 0 ? text_adds(&url, drive->argv[0])
	    : cloud_url(&drive->account, CLOUD_DISCOVERY, &url, &drive->why);
	good = good && discovery_issuer(url.at, &way, &found, &drive->why);
	text_clear(&url);
	if (good)
		printf("tenant=%s\ntoken=%s\n", found.tenant, found.token);
	return good;
}

static bool
probe(struct drive *drive)
{
	static const char *const words[] = { [PROBE_OK] = "ok",
		[PROBE_REFUSED] = "refused", [PROBE_UNKNOWN] = "unknown" };
	struct drive_client client;
	enum probe result;

	if (!drive_client(drive, &client))
		return false;
	result = grant_probe(&client.client, &drive->why);
	drive_client_clear(&client);
	printf("probe=%s\n", words[result]);
	return result == PROBE_OK;
}

/* token [insist] [refused]: the access token; refused: the one stored now was
 * refused by a server; refused FILE: that one was. */
static bool
token(struct drive *drive)
{
	struct secret access, refused;
	bool good, force = false;
	int i, fd;

	secret_init(&access, SECRET_MAX);
	secret_init(&refused, SECRET_MAX);
	for (i = 0; i < drive->argc; i++) {
		if (strcmp(drive->argv[i], "insist") == 0)
			drive->source.insist = true;
		else if (strcmp(drive->argv[i], "refused") == 0)
			force = true;
		else if ((fd = open(drive->argv[i], O_RDONLY)) >= 0) {
			secret_read(&refused, fd);
			close(fd);
		}
	}
	if (force && refused.len == 0)
		token_get(&drive->source, NULL, &refused, &drive->why);
	good = token_get(&drive->source, force ? &refused : NULL, &access,
	    &drive->why);
	if (good)
		drive_print("access", &access);
	secret_clear(&access);
	secret_clear(&refused);
	return good;
}

/* Everything about tokens that the vault holds. */
static bool
show(struct drive *drive)
{
	static const char *const fields[] = { VAULT_REFRESH_TOKEN,
		VAULT_PREVIOUS_REFRESH_TOKEN, VAULT_ACCESS_TOKEN "mail",
		TOKEN_RECORD };
	struct drive_vault open;
	struct secret value;
	size_t i;

	if (!drive_open(drive, &open))
		return false;
	secret_init(&value, SECRET_MAX);
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (vault_get(&open.vault, fields[i], &value))
			drive_print(fields[i], &value);
	secret_clear(&value);
	printf("generation=%lld\n", (long long)open.vault.generation);
	return drive_close(drive, &open, false);
}

/* The access token has expired an hour ago. */
static bool
age(struct drive *drive)
{
	struct token_record record;
	struct drive_vault open;

	if (!drive_open(drive, &open))
		return false;
	token_record_read(&open.vault, &record);
	record.issued_at = moment_now() - 7200;
	record.expires_at = moment_now() - 3600;
	token_record_write(&open.vault, &record);
	return drive_close(drive, &open, true);
}

static const struct {
	const char *name;
	drive_verb *verb;
} verbs[] = {
	{ "init", init },
	{ "discover", discover },
	{ "probe", probe },
	{ "url", drive_url },
	{ "finish", drive_finish },
	{ "listen", drive_listen },
	{ "device-start", drive_device_start },
	{ "device-poll", drive_device_poll },
	{ "token", token },
	{ "show", show },
	{ "age", age },
	{ "storm", drive_storm },
	{ "kill", drive_kill },
};

static int
run(struct drive *drive, const char *name)
{
	static const char *const turns[] = { [TURN_YOU] = "you",
		[TURN_ADMIN] = "admin", [TURN_WAIT] = "wait",
		[TURN_US] = "us" };
	const struct fault *why = &drive->why;
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, name) != 0)
			continue;
		if (verbs[i].verb(drive))
			return 0;
		fprintf(stderr, "code=%s\nstep=%s\nturn=%s\nwait=%u\n"
		    "recent=%d\nwhat=%s\nnext=%s\nserver=%s\n", why->code, why->step,
		    turns[why->turn], why->retry_after, why->recent, why->what,
		    why->next, why->server);
		return fault_exit(why->kind);
	}
	fprintf(stderr, "no verb %s\n", name);
	return 64;
}

int
main(int argc, char **argv)
{
	struct layout_wish wish = { .home = argc > 1 ? argv[1] : NULL };
	struct drive drive = { .argc = argc - 3, .argv = argv + 3 };
	int code;

	process_harden();
	if (argc < 3 || !layout_choose(&drive.layout, &wish, &drive.why))
		return 64;
	drive.source = (struct token_source){ .layout = &drive.layout,
		.account = &drive.account };
	if (!account_exists(&drive.layout, "default")) {
		account_init(&drive.account);
	} else if (!settings_load(&drive.layout, "default", &drive.account,
		       &drive.why)) {
		fprintf(stderr, "what=%s\n", drive.why.what);
		return fault_exit(drive.why.kind);
	}
	code = run(&drive, argv[2]);
	account_clear(&drive.account);
	fflush(stdout);
	return code;
}
