/* SPDX-License-Identifier: ISC */
/* The state file: rows for its plain members, and the list of notices. */
#include <config.h>

#include "account/state.h"

#include <stdio.h>
#include <string.h>

#include "base/clean.h"
#include "base/moment.h"

enum { STATE_FILE_MAX = 1 << 19 };

/* size 0: an int64_t; 1: a bool; else a text of so many bytes. */
struct row {
	const char *key;
	size_t offset;
	size_t size;
};

#define TIME(member) { #member, offsetof(struct state, member), 0 }
#define SWITCH(member) { #member, offsetof(struct state, member), 1 }
#define TEXT(member) \
	{ #member, offsetof(struct state, member), \
	    sizeof(((struct state *)0)->member) }

static const struct row rows[] = {
	TIME(signin_at),
	TEXT(signin_how),
	TEXT(signin_by),
	TEXT(signin_tenant),
	SWITCH(signin_needed),
	TIME(signin_needed_since),
	TIME(refresh_at),
	TIME(refresh_not_before),
	TIME(token_at),
	TIME(token_expires_at),
	TIME(token_boot_ms),
	TEXT(token_boot_id),
	TIME(send_at),
	TEXT(send_id),
	TIME(error_at),
	TEXT(error_what),
	TEXT(error_next),
	TEXT(error_code),
	TIME(error_exit),
	TIME(queued),
	TIME(held),
	TIME(oldest_at),
	TIME(written),
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

void
state_init(struct state *state)
{
	memset(state, 0, sizeof(*state));
	state->rest = json_new_object();
}

void
state_clear(struct state *state)
{
	json_free(state->rest);
	memset(state, 0, sizeof(*state));
}

static void
read_row(struct state *state, const struct row *row)
{
	void *at = (char *)state + row->offset;
	const char *text;

	if (row->size == 0) {
		json_int(state->rest, row->key, 0, (int64_t)1 << 52, at);
	} else if (row->size == 1) {
		json_bool(state->rest, row->key, at);
	} else {
		text = json_string(state->rest, row->key);
		if (text != NULL)
			clean_string(at, row->size, text);
	}
}

static void
write_row(const struct state *state, const struct row *row)
{
	const void *at = (const char *)state + row->offset;
	char clean[CLEAN_SIZE];

	if (row->size == 0)
		json_set_int(state->rest, row->key, *(const int64_t *)at);
	else if (row->size == 1)
		json_set_bool(state->rest, row->key, *(const bool *)at);
	else
		json_set_string(state->rest, row->key,
		    clean_string(clean, sizeof(clean), at));
}

bool
state_load(struct state *state, const struct layout *layout, const char *name,
    struct fault *why)
{
	struct json *root = NULL;
	char path[PATH_SIZE];
	struct text text;
	bool exists = true, good;

	state_init(state);
	if (!layout_path(path, layout, LAYOUT_STATE, name, why))
		return false;
	text_init(&text, STATE_FILE_MAX);
	good = file_read(path, &text, &exists, why);
	if (good && exists) {
		root = json_parse(text.at, text.len, why);
		good = json_kind_of(root) == JSON_OBJECT;
		if (!good)
			fault_set(why, FAULT_DATA,
			    "the state file %s is damaged", path);
	}
	text_clear(&text);
	if (!good) {
		json_free(root);
		return false;
	}
	if (root != NULL) {
		json_free(state->rest);
		state->rest = root;
	}
	for (size_t i = 0; i < ROWS; i++)
		read_row(state, &rows[i]);
	return true;
}

bool
state_save(struct state *state, const struct layout *layout, const char *name,
    struct fault *why)
{
	char path[PATH_SIZE];
	struct text text;
	bool good;

	if (!layout_path(path, layout, LAYOUT_STATE, name, why))
		return false;
	state->written = moment_now();
	json_set_int(state->rest, "postfrank_state", 1);
	for (size_t i = 0; i < ROWS; i++)
		write_row(state, &rows[i]);
	text_init(&text, STATE_FILE_MAX);
	good = json_print(state->rest, true, &text) ?
	    file_replace(path, layout_mode(LAYOUT_STATE), text.at, text.len,
		why) :
	    fault_set(why, FAULT_BUG, "the state is too long");
	text_clear(&text);
	return good;
}

void
state_set_error(struct state *state, const struct fault *fault, int64_t now)
{
	static const struct fault none;

	if (fault == NULL)
		fault = &none;
	state->error_at = fault == &none ? 0 : now;
	snprintf(state->error_what, sizeof(state->error_what), "%s",
	    fault->what);
	snprintf(state->error_next, sizeof(state->error_next), "%s",
	    fault->next);
	snprintf(state->error_code, sizeof(state->error_code), "%s",
	    fault->code);
	state->error_exit = fault_exit(fault->kind);
}

int64_t
state_notice_at(const struct state *state, const char *key)
{
	int64_t at = 0;

	json_int(json_member(state->rest, "notices"), key, 0,
	    (int64_t)1 << 52, &at);
	return at;
}

void
state_set_notice(struct state *state, const char *key, int64_t at)
{
	if (json_kind_of(json_member(state->rest, "notices")) != JSON_OBJECT)
		json_set(state->rest, "notices", json_new_object());
	json_set_int(json_member(state->rest, "notices"), key, at);
}
