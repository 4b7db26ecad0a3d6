/* SPDX-License-Identifier: ISC */
/* The record beside the tokens, as JSON in a field of its own, so that the
 * tokens themselves never pass through a JSON printer. */
#include <config.h>

#include "oauth/token_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/vault.h"
#include "base/json.h"
#include "base/moment.h"
#include "oauth/token.h"

enum { RECORD_MAX = 1024 };

struct token_time
token_time(void)
{
	return (struct token_time){ .now = moment_now(),
		.boot_ms = moment_boot_ms(),
		.boot_id = moment_boot_id() };
}

static void
read_text(const struct json *json, const char *key, char *out, size_t size)
{
	const char *value = json_string(json, key);

	if (value != NULL && strlen(value) < size)
		snprintf(out, size, "%s", value);
}

static int64_t
read_number(const struct json *json, const char *key)
{
	int64_t value = 0;

	return json_int(json, key, 0, INT64_C(1) << 52, &value) ? value : 0;
}

void
token_record_read(const struct vault *vault, struct token_record *record)
{
	struct json *json = NULL;
	struct secret field;

	*record = (struct token_record){ 0 };
	secret_init(&field, RECORD_MAX);
	if (vault_get(vault, TOKEN_RECORD, &field))
		json = json_parse_secret(&field, NULL);
	secret_clear(&field);
	if (json == NULL)
		return;
	read_text(json, "how", record->how, sizeof(record->how));
	read_text(json, "previous_how", record->previous_how,
	    sizeof(record->previous_how));
	read_text(json, "boot_id", record->boot_id, sizeof(record->boot_id));
	record->previous_until = read_number(json, "previous_until");
	record->issued_at = read_number(json, "issued_at");
	record->expires_at = read_number(json, "expires_at");
	record->boot_ms = read_number(json, "boot_ms");
	json_free(json);
}

void
token_record_write(struct vault *vault, const struct token_record *record)
{
	struct json *json = json_new_object();
	struct secret field;
	struct text text;

	json_set_string(json, "how", record->how);
	json_set_string(json, "previous_how", record->previous_how);
	json_set_int(json, "previous_until", record->previous_until);
	json_set_int(json, "issued_at", record->issued_at);
	json_set_int(json, "expires_at", record->expires_at);
	json_set_int(json, "boot_ms", record->boot_ms);
	json_set_string(json, "boot_id", record->boot_id);
	text_init(&text, RECORD_MAX);
	json_print(json, false, &text);
	json_free(json);
	secret_init(&field, RECORD_MAX);
	secret_adds(&field, text.at);
	text_clear(&text);
	vault_put(vault, TOKEN_RECORD, &field);
	secret_clear(&field);
}

/* Since the token was issued, has the wall clock gone as far as the one that
 * never jumps? After a boot there is nothing to compare with. */
static bool
clocks_agree(const struct token_record *record, const struct token_time *time)
{
	int64_t wall = time->now - record->issued_at, boot;

	if (wall < -TOKEN_SKEW)
		return false;
	if (record->boot_id[0] == '\0' ||
	    strcmp(record->boot_id, time->boot_id) != 0)
		return true;
	boot = (time->boot_ms - record->boot_ms) / 1000;
	return llabs(wall - boot) <= TOKEN_SKEW;
}

bool
token_record_is_fresh(const struct token_record *record,
    const struct token_time *time)
{
	int64_t life = record->expires_at - record->issued_at;
	int64_t spare = TOKEN_SPARE + TOKEN_SKEW;

	if (record->issued_at == 0 || life <= 0)
		return false;
	if (spare > life / 4)
		spare = life / 4;
	return record->expires_at - time->now >= spare &&
	    clocks_agree(record, time);
}
