/* SPDX-License-Identifier: ISC */
/* The vault: fields, what it refuses, two-step writes, published vectors. */
#include <config.h>

#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/vault.h"
#include "base/random.h"
#include "tests/lib/home.h"

#define ID "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"
#define OTHER_ID "1b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"

struct room {
	struct layout layout;
	struct lock lock;
	struct vault_place place;
	const char *path;
};

static int
setup(void **state)
{
	static struct room room;

	home_make(&room.layout);
	room.place = (struct vault_place){ &room.layout, "default", ID,
		false };
	room.path = home_path(&room.layout, LAYOUT_VAULT, "default");
	*state = &room;
	return lock_take(&room.lock, home_path(&room.layout, LAYOUT_LOCK,
	    "default"), 0, NULL) ? 0 : -1;
}

static int
teardown(void **state)
{
	struct room *room = *state;

	lock_release(&room->lock);
	home_remove(&room->layout);
	return 0;
}

static void
put(struct vault *vault, const char *field, const char *words)
{
	struct secret value;

	secret_init(&value, SECRET_MAX);
	secret_adds(&value, words);
	assert_true(vault_put(vault, field, &value));
	assert_true(secret_is_empty(&value));
}

static void
holds(const struct vault *vault, const char *field, const char *words)
{
	struct secret value;

	secret_init(&value, SECRET_MAX);
	assert_true(vault_get(vault, field, &value));
	assert_int_equal(value.len, strlen(words));
	assert_memory_equal(secret_open(&value), words, value.len);
	secret_close(&value);
	secret_clear(&value);
}

/* A vault with two fields on the disk. */
static void
make(struct room *room)
{
	struct vault vault;
	struct fault why;

	if (!vault_new(&vault, &room->place, &why))
		fail_msg("%s", why.what);
	put(&vault, VAULT_CLIENT_SECRET, "canary-secret");
	put(&vault, VAULT_REFRESH_TOKEN, "canary-refresh");
	if (!vault_write(&vault, &room->lock, &why))
		fail_msg("%s", why.what);
	vault_clear(&vault);
}

static void
opens(struct room *room, struct vault *vault)
{
	struct fault why;
	bool exists;

	if (!vault_open(vault, &room->place, &exists, &why))
		fail_msg("%s", why.what);
	assert_true(exists);
}

/* It does not open; the file stays as it is. */
static void
refuses(struct room *room, const char *message)
{
	struct text before, after;
	struct vault vault;
	struct fault why;
	bool exists;

	file_get(room->path, &before);
	assert_false(vault_open(&vault, &room->place, &exists, &why));
	vault_clear(&vault);
	assert_int_equal(why.kind, FAULT_SETTINGS);
	if (strstr(why.what, message) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", message, why.what);
	assert_string_not_equal(why.next, "");
	file_get(room->path, &after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.at, after.at, before.len);
	text_clear(&before);
	text_clear(&after);
}

static const char does_not_fit[] = "the key does not fit, or the file is "
				   "damaged or belongs to another account";

static void
what_is_put_is_there_after_a_write(void **state)
{
	struct room *room = *state;
	struct vault vault;
	struct secret value;

	make(room);
	opens(room, &vault);
	assert_int_equal(vault.generation, 1);
	holds(&vault, VAULT_CLIENT_SECRET, "canary-secret");
	holds(&vault, VAULT_REFRESH_TOKEN, "canary-refresh");
	assert_string_equal(vault_field_name(&vault, 0), "client_secret");
	assert_null(vault_field_name(&vault, 2));
	put(&vault, VAULT_REFRESH_TOKEN, "newer");
	put(&vault, VAULT_ACCESS_TOKEN "https://outlook.office.com", "at");
	vault_drop(&vault, VAULT_CLIENT_SECRET);
	vault_drop(&vault, "nothing");
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	opens(room, &vault);
	assert_int_equal(vault.generation, 2);
	assert_false(vault_has(&vault, VAULT_CLIENT_SECRET));
	holds(&vault, VAULT_REFRESH_TOKEN, "newer");
	holds(&vault, VAULT_ACCESS_TOKEN "https://outlook.office.com", "at");
	secret_init(&value, 100);
	secret_adds(&value, "old");
	assert_false(vault_get(&vault, VAULT_CLIENT_SECRET, &value));
	assert_true(secret_is_empty(&value));
	vault_clear(&vault);
}

static void
files_are_private_and_hold_nothing_in_the_clear(void **state)
{
	static const char *const clear[] = { "canary-secret", "canary-refresh",
		"Y2FuYXJ5LXNlY3JldA", "Y2FuYXJ5LXJlZnJlc2g" };
	struct room *room = *state;
	struct text key;

	make(room);
	assert_int_equal(file_mode(room->path), 0600);
	assert_int_equal(file_mode(home_path(&room->layout, LAYOUT_KEY,
	    "default")), 0400);
	assert_int_equal(file_mode(room->layout.key), 0700);
	assert_int_equal(file_mode(home_path(&room->layout, LAYOUT_LOCK,
	    "default")), 0600);
	for (size_t i = 0; i < sizeof(clear) / sizeof(clear[0]); i++) {
		assert_false(tree_contains(room->layout.state, clear[i],
		    strlen(clear[i])));
		assert_false(tree_contains(room->layout.etc, clear[i],
		    strlen(clear[i])));
	}
	/* The search does look: the name of the field is in the clear. */
	assert_true(tree_contains(room->layout.state, "client_secret", 13));
	file_get(home_path(&room->layout, LAYOUT_KEY, "default"), &key);
	assert_int_equal(key.len, KEY_SIZE);
	text_clear(&key);
}

static void
the_length_of_a_value_does_not_show(void **state)
{
	struct room *room = *state;
	struct stat first, second;
	struct vault vault;

	make(room);
	assert_int_equal(stat(room->path, &first), 0);
	opens(room, &vault);
	put(&vault, VAULT_CLIENT_SECRET, "x");
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	assert_int_equal(stat(room->path, &second), 0);
	assert_int_equal(first.st_size, second.st_size);
}

static void
every_write_seals_every_field_anew(void **state)
{
	struct room *room = *state;
	struct text first, second;
	struct json *one, *two;
	struct vault vault;

	make(room);
	file_get(room->path, &first);
	opens(room, &vault);
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	file_get(room->path, &second);
	one = json_parse(first.at, first.len, NULL);
	two = json_parse(second.at, second.len, NULL);
	assert_string_not_equal(json_string(one, "data_key"),
	    json_string(two, "data_key"));
	for (const struct json *field = json_first(json_member(one, "fields"));
	     field != NULL; field = json_next(field))
		assert_string_not_equal(json_string_at(field),
		    json_string(json_member(two, "fields"), json_key(field)));
	json_free(one);
	json_free(two);
	text_clear(&first);
	text_clear(&second);
}

static void
no_vault_is_no_fault(void **state)
{
	struct room *room = *state;
	struct vault vault;
	struct fault why;
	char id[UUID_SIZE] = "x";
	bool exists = true;

	assert_true(vault_open(&vault, &room->place, &exists, &why));
	assert_false(exists);
	assert_false(vault_write(&vault, &room->lock, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	vault_clear(&vault);
	vault_clear(&vault);
	assert_true(vault_read_id(&room->layout, "default", id, &why));
	assert_string_equal(id, "");
	assert_true(vault_open_or_new(&vault, &room->place, &why));
	assert_true(vault_write(&vault, &room->lock, &why));
	vault_clear(&vault);
	assert_true(vault_open_or_new(&vault, &room->place, &why));
	assert_int_equal(vault.generation, 1);
	vault_clear(&vault);
	assert_true(vault_read_id(&room->layout, "default", id, &why));
	assert_string_equal(id, ID);
	assert_true(vault_read_mark(&room->layout, "default", id, &why));
	assert_string_equal(id, "");
}

static void
bad_names_and_values_are_not_taken(void **state)
{
	static const char *const names[] = { "", "a b", "a\n", "data_key",
		"\xc3\xa4" };
	struct room *room = *state;
	struct vault vault;
	struct secret value;
	char name[VAULT_NAME_MAX + 2];

	assert_true(vault_new(&vault, &room->place, NULL));
	secret_init(&value, SECRET_MAX + 1);
	assert_false(vault_put(&vault, "empty", &value));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		secret_adds(&value, "x");
		assert_false(vault_put(&vault, names[i], &value));
		assert_true(secret_is_empty(&value));
	}
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	secret_adds(&value, "x");
	assert_false(vault_put(&vault, name, &value));
	while (value.len <= SECRET_MAX)
		secret_adds(&value, "x");
	assert_false(vault_put(&vault, "long", &value));
	for (unsigned i = 0; i < VAULT_FIELDS_MAX; i++) {
		snprintf(name, sizeof(name), "password:%u", i);
		put(&vault, name, "x");
	}
	secret_adds(&value, "x");
	assert_false(vault_put(&vault, "one.more", &value));
	put(&vault, "password:0", "y");
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	secret_clear(&value);
	opens(room, &vault);
	holds(&vault, "password:0", "y");
	vault_clear(&vault);
}

static void
values_of_every_length_come_back(void **state)
{
	static const size_t lengths[] = { 1, 255, 256, 257, 511, 512, 513,
		4096, SECRET_MAX - 1, SECRET_MAX };
	struct room *room = *state;
	struct secret value;
	struct vault vault;
	char name[32];

	assert_true(vault_new(&vault, &room->place, NULL));
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		secret_init(&value, SECRET_MAX);
		while (value.len < lengths[i])
			secret_add(&value, i % 2 == 0 ? "\x80" : "\0", 1);
		snprintf(name, sizeof(name), "length:%zu", lengths[i]);
		assert_true(vault_put(&vault, name, &value));
	}
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	opens(room, &vault);
	secret_init(&value, SECRET_MAX);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		snprintf(name, sizeof(name), "length:%zu", lengths[i]);
		assert_true(vault_get(&vault, name, &value));
		assert_int_equal(value.len, lengths[i]);
		assert_int_equal(*secret_open(&value),
		    i % 2 == 0 ? (char)0x80 : 0);
		secret_close(&value);
	}
	secret_clear(&value);
	vault_clear(&vault);
}

static void
a_vault_that_others_may_read_is_refused(void **state)
{
	static const mode_t modes[] = { 0640, 0604, 0660, 0620, 0644, 0700 };
	struct room *room = *state;
	struct layout other;

	make(room);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(room->path, modes[i]), 0);
		refuses(room, room->path);
	}
	assert_int_equal(chmod(room->path, 0600), 0);
	other = room->layout;
	other.data.uid++;
	room->place.layout = &other;
	refuses(room, "should belong to");
}

static void
a_key_that_is_wrong_short_or_missing_is_refused(void **state)
{
	static const mode_t modes[] = { 0440, 0404, 0600, 0500 };
	struct room *room = *state;
	const char *key = home_path(&room->layout, LAYOUT_KEY, "default");
	struct text text;

	make(room);
	file_get(key, &text);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(key, modes[i]), 0);
		refuses(room, key);
	}
	for (size_t i = 0; i < text.len; i++) {
		text.at[i] ^= 1;
		file_put(key, 0400, text.at, text.len);
		refuses(room, does_not_fit);
		text.at[i] ^= 1;
	}
	file_put(key, 0400, text.at, text.len - 1);
	refuses(room, "is not 32 bytes long");
	text_addc(&text, '\n');
	file_put(key, 0400, text.at, text.len);
	refuses(room, "is not 32 bytes long");
	file_put(key, 0400, "", 0);
	refuses(room, "is not 32 bytes long");
	assert_int_equal(unlink(key), 0);
	refuses(room, "is missing");
	text_clear(&text);
}

static void
a_key_may_end_in_a_line_break(void **state)
{
	struct room *room = *state;
	struct vault vault;
	char bytes[KEY_SIZE];

	memset(bytes, '\n', sizeof(bytes));
	file_put(home_path(&room->layout, LAYOUT_KEY, "default"), 0400, bytes,
	    sizeof(bytes));
	make(room);
	opens(room, &vault);
	holds(&vault, VAULT_CLIENT_SECRET, "canary-secret");
	vault_clear(&vault);
}

/* Replaces the file by one in which a JSON member is another. */
static void
change(struct room *room, const char *object, const char *key,
    const char *value)
{
	struct json *root;
	struct text text;

	file_get(room->path, &text);
	root = json_parse(text.at, text.len, NULL);
	json_set_string(object != NULL ? json_member(root, object) : root, key,
	    value);
	text_reset(&text);
	assert_true(json_print(root, true, &text));
	file_put(room->path, 0600, text.at, text.len);
	json_free(root);
	text_clear(&text);
}

/* The text of a member, to be freed. */
static char *
member(struct room *room, const char *object, const char *key)
{
	struct json *root;
	struct text text;
	char *copy;

	file_get(room->path, &text);
	root = json_parse(text.at, text.len, NULL);
	copy = strdup(json_string(
	    object != NULL ? json_member(root, object) : root, key));
	json_free(root);
	text_clear(&text);
	return copy;
}

static void
a_swapped_field_is_refused(void **state)
{
	struct room *room = *state;
	char *one, *two;

	make(room);
	one = member(room, "fields", "client_secret");
	two = member(room, "fields", "refresh_token");
	change(room, "fields", "client_secret", two);
	change(room, "fields", "refresh_token", one);
	refuses(room, does_not_fit);
	change(room, "fields", "client_secret", one);
	change(room, "fields", "refresh_token", one);
	refuses(room, does_not_fit);
	free(one);
	free(two);
}

static void
a_field_of_an_older_generation_is_refused(void **state)
{
	struct room *room = *state;
	struct vault vault;
	char *old;

	make(room);
	old = member(room, "fields", "refresh_token");
	opens(room, &vault);
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	change(room, "fields", "refresh_token", old);
	refuses(room, does_not_fit);
	free(old);
}

static void
another_accounts_vault_is_refused(void **state)
{
	struct room *room = *state;

	make(room);
	room->place.id = OTHER_ID;
	refuses(room, does_not_fit);
	/* Not even when the file says that it is ours. */
	change(room, NULL, "account", OTHER_ID);
	refuses(room, does_not_fit);
	room->place.id = ID;
	refuses(room, does_not_fit);
}

static void
a_newer_format_and_other_keys_are_left_alone(void **state)
{
	struct room *room = *state;
	struct text text;
	char *version;

	make(room);
	file_get(room->path, &text);
	version = strstr(text.at, "\"postfrank_vault\": 1");
	if (version == NULL)
		version = strstr(text.at, "\"postfrank_vault\":\t1");
	assert_non_null(version);
	version[strlen("\"postfrank_vault\": ")] = '2';
	file_put(room->path, 0600, text.at, text.len);
	refuses(room, "made by a newer postfrank");
	version[strlen("\"postfrank_vault\": ")] = '0';
	file_put(room->path, 0600, text.at, text.len);
	refuses(room, does_not_fit);
	version[strlen("\"postfrank_vault\": ")] = '1';
	file_put(room->path, 0600, text.at, text.len);
	change(room, "key", "source", "credential");
	refuses(room, "systemd credential");
	change(room, "key", "source", "passphrase");
	refuses(room, "passphrase");
	change(room, "key", "source", "moon");
	refuses(room, "no key source that this version");
	text_clear(&text);
}

static void
a_file_cut_short_is_refused(void **state)
{
	struct room *room = *state;
	struct text text;

	make(room);
	file_get(room->path, &text);
	/* The last byte is the line end, which nothing depends on. */
	for (size_t len = 0; len + 1 < text.len; len += 7) {
		file_put(room->path, 0600, text.at, len);
		refuses(room, does_not_fit);
	}
	text_clear(&text);
}

/* Where does the value of a member begin, and how long is it? */
static size_t
sealed_span(struct text *text, const char *key, size_t *len)
{
	char quoted[64];
	char *at, *end;

	snprintf(quoted, sizeof(quoted), "\"%s\"", key);
	at = strstr(text->at, quoted);
	assert_non_null(at);
	at = strchr(at + strlen(quoted), '"') + 1;
	end = strchr(at, '"');
	*len = (size_t)(end - at);
	return (size_t)(at - text->at);
}

static void
no_flipped_bit_of_a_sealed_value_is_taken(void **state)
{
	static const char *const keys[] = { "data_key", "client_secret",
		"refresh_token" };
	struct room *room = *state;
	struct text text;
	struct vault vault;
	size_t at, len;
	unsigned flips = 0;
	bool exists;

	make(room);
	file_get(room->path, &text);
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		at = sealed_span(&text, keys[k], &len);
		for (size_t i = at; i < at + len; i++)
			for (unsigned bit = 0; bit < 8; bit += 3) {
				text.at[i] = (char)(text.at[i] ^ (1 << bit));
				file_put(room->path, 0600, text.at, text.len);
				assert_false(vault_open(&vault, &room->place,
				    &exists, NULL));
				vault_clear(&vault);
				text.at[i] = (char)(text.at[i] ^ (1 << bit));
				flips++;
			}
	}
	assert_true(flips > 3000);
	file_put(room->path, 0600, text.at, text.len);
	opens(room, &vault);
	vault_clear(&vault);
	text_clear(&text);
}

static void
members_of_the_wrong_type_are_refused(void **state)
{
	static const char *const files[] = { "[]", "{}", "null", "1",
		"{\"postfrank_vault\": \"x\"}", "{\"postfrank_vault\": 1}",
		"{\"postfrank_vault\": 1, \"account\": \"" ID "\"}",
		"{\"postfrank_vault\": 1, \"account\": \"" ID
		"\", \"generation\": -1}",
		"{\"postfrank_vault\": 1, \"account\": \"" ID
		"\", \"generation\": 1, \"key\": {\"source\": \"file\"}}",
		"{\"postfrank_vault\": 1, \"account\": \"" ID
		"\", \"generation\": 1, \"key\": {\"source\": \"file\"}, "
		"\"data_key\": \"\"}" };
	struct room *room = *state;

	make(room);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		file_puts(room->path, 0600, files[i]);
		refuses(room, does_not_fit);
	}
	make(room);
	change(room, NULL, "fields", "x");
	refuses(room, does_not_fit);
	make(room);
	change(room, "fields", "client_secret", NULL);
	refuses(room, does_not_fit);
	make(room);
	change(room, NULL, "key", "file");
	refuses(room, "no key source");
}

static void
unknown_members_are_kept(void **state)
{
	struct room *room = *state;
	struct vault vault;
	char *kept;

	make(room);
	change(room, NULL, "later", "thing");
	change(room, "key", "hint", "blue");
	opens(room, &vault);
	put(&vault, VAULT_ACK_KEY, "x");
	vault_set_mark(&vault, OTHER_ID);
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	kept = member(room, NULL, "later");
	assert_string_equal(kept, "thing");
	free(kept);
	kept = member(room, "key", "hint");
	assert_string_equal(kept, "blue");
	free(kept);
	kept = malloc(UUID_SIZE);
	assert_true(vault_read_mark(&room->layout, "default", kept, NULL));
	assert_string_equal(kept, OTHER_ID);
	free(kept);
}

static void
writing_needs_the_lock(void **state)
{
	struct lock none = LOCK_NONE;
	struct room *room = *state;
	struct vault vault;
	struct fault why;

	assert_true(vault_new(&vault, &room->place, &why));
	assert_false(vault_write(&vault, &none, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_false(vault_write(&vault, NULL, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_false(vault_reserve(&vault, &none, 1, 100, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_false(vault_commit(&vault, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_false(home_has(&room->layout, LAYOUT_VAULT, "default"));
	vault_clear(&vault);
}

static void
room_is_made_before_a_token_is_spent(void **state)
{
	struct room *room = *state;
	struct secret token;
	struct vault vault;
	struct fault why;
	unsigned files;

	make(room);
	files = tree_count(room->layout.state);
	opens(room, &vault);
	assert_true(vault_reserve(&vault, &room->lock, 3, SECRET_MAX, &why));
	assert_int_equal(tree_count(room->layout.state), files + 1);
	/* Three values, each of the largest size. */
	for (unsigned i = 0; i < 3; i++) {
		char name[VAULT_NAME_MAX + 1];

		memset(name, '"', sizeof(name));
		name[0] = (char)('a' + i);
		name[VAULT_NAME_MAX] = '\0';
		secret_init(&token, SECRET_MAX);
		while (secret_adds(&token, "t"))
			;
		assert_true(vault_put(&vault, name, &token));
	}
	if (!vault_commit(&vault, &why))
		fail_msg("%s", why.what);
	assert_int_equal(vault.generation, 2);
	vault_clear(&vault);
	assert_int_equal(tree_count(room->layout.state), files);
	opens(room, &vault);
	assert_int_equal(vault.count, 5);
	holds(&vault, VAULT_REFRESH_TOKEN, "canary-refresh");
	/* Reserved and given up, also by clearing. */
	assert_true(vault_reserve(&vault, &room->lock, 1, 10, &why));
	assert_true(vault_reserve(&vault, &room->lock, 1, 10, &why));
	vault_abandon(&vault);
	assert_int_equal(tree_count(room->layout.state), files);
	assert_true(vault_reserve(&vault, &room->lock, 1, 10, &why));
	vault_clear(&vault);
	assert_int_equal(tree_count(room->layout.state), files);
}

static void
more_than_was_reserved_is_not_written(void **state)
{
	struct room *room = *state;
	struct secret token;
	struct vault vault;
	struct fault why;

	make(room);
	opens(room, &vault);
	assert_true(vault_reserve(&vault, &room->lock, 1, 10, &why));
	secret_init(&token, SECRET_MAX);
	while (secret_adds(&token, "t"))
		;
	assert_true(vault_put(&vault, VAULT_REFRESH_TOKEN, &token));
	assert_false(vault_commit(&vault, &why));
	assert_int_equal(why.kind, FAULT_BUG);
	assert_int_equal(vault.generation, 1);
	vault_clear(&vault);
	opens(room, &vault);
	holds(&vault, VAULT_REFRESH_TOKEN, "canary-refresh");
	vault_clear(&vault);
}

static void
a_full_disk_is_found_before_and_the_old_file_stays(void **state)
{
	struct room *room = *state;
	struct rlimit limit, none;
	struct vault vault;
	struct fault why;

	make(room);
	opens(room, &vault);
	put(&vault, VAULT_REFRESH_TOKEN, "newer");
	getrlimit(RLIMIT_FSIZE, &limit);
	none = limit;
	none.rlim_cur = 100;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	assert_false(vault_write(&vault, &room->lock, &why));
	assert_int_equal(why.kind, FAULT_IO);
	assert_false(vault_reserve(&vault, &room->lock, 1, 10, &why));
	assert_int_equal(why.kind, FAULT_IO);
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_int_equal(vault.generation, 1);
	vault_clear(&vault);
	opens(room, &vault);
	holds(&vault, VAULT_REFRESH_TOKEN, "canary-refresh");
	vault_clear(&vault);
}

/* Writes generation after generation, each time saying so, until killed. */
static void
write_for_ever(struct room *room, int say)
{
	struct vault vault;
	bool exists;

	if (!vault_open(&vault, &room->place, &exists, NULL) || !exists)
		_exit(1);
	for (;;) {
		struct secret token;
		char words[32];

		secret_init(&token, SECRET_MAX);
		snprintf(words, sizeof(words), "token-%d",
		    (int)vault.generation + 1);
		secret_adds(&token, words);
		vault_put(&vault, VAULT_REFRESH_TOKEN, &token);
		if (!vault_reserve(&vault, &room->lock, 2, 100, NULL) ||
		    !vault_commit(&vault, NULL) || write(say, "x", 1) != 1)
			_exit(2);
	}
}

static void
a_killed_writer_leaves_a_whole_vault(void **state)
{
	struct room *room = *state;
	struct vault vault;
	char words[32], byte;
	int said[2], status;
	int64_t before;
	pid_t pid;

	make(room);
	opens(room, &vault);
	put(&vault, VAULT_REFRESH_TOKEN, "token-2");
	assert_true(vault_write(&vault, &room->lock, NULL));
	before = vault.generation;
	vault_clear(&vault);
	for (int round = 0; round < 40; round++) {
		assert_int_equal(pipe(said), 0);
		pid = fork();
		if (pid == 0)
			write_for_ever(room, said[1]);
		close(said[1]);
		for (int i = 0; i <= round % 4; i++)
			assert_int_equal(read(said[0], &byte, 1), 1);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		close(said[0]);
		opens(room, &vault);
		/* What was said to be written is; nothing is torn. */
		assert_true(vault.generation >= before + round % 4 + 1);
		before = vault.generation;
		snprintf(words, sizeof(words), "token-%d", (int)before);
		holds(&vault, VAULT_REFRESH_TOKEN, words);
		vault_clear(&vault);
	}
}

static void
the_data_key_is_not_in_the_clear_and_stays_the_same(void **state)
{
	struct room *room = *state;
	struct secret key;
	struct vault vault;

	make(room);
	opens(room, &vault);
	secret_init(&key, KEY_SIZE);
	secret_copy(&key, &vault.data_key);
	assert_false(tree_contains(room->layout.state, secret_open(&key),
	    KEY_SIZE));
	secret_close(&key);
	assert_true(vault_write(&vault, &room->lock, NULL));
	vault_clear(&vault);
	opens(room, &vault);
	assert_true(secret_equals(&key, &vault.data_key));
	secret_clear(&key);
	vault_clear(&vault);
}

static void
a_copy_on_another_machine_is_told_apart(void **state)
{
	struct room *room = *state;
	struct vault vault;
	char *print;

	make(room);
	print = member(room, NULL, "machine");
	opens(room, &vault);
	if (print[0] == '\0') {
		assert_int_equal(vault_machine(&vault), VAULT_UNKNOWN_MACHINE);
	} else {
		assert_int_equal(vault_machine(&vault), VAULT_SAME_MACHINE);
		json_set_string(vault.rest, "machine", "AAAA");
		assert_int_equal(vault_machine(&vault), VAULT_OTHER_MACHINE);
	}
	json_set_string(vault.rest, "machine", "");
	assert_int_equal(vault_machine(&vault), VAULT_UNKNOWN_MACHINE);
	vault_set_machine(&vault);
	assert_string_equal(json_string(vault.rest, "machine"), print);
	free(print);
	vault_clear(&vault);
}

static void
a_draft_has_a_vault_of_its_own(void **state)
{
	struct room *room = *state;
	struct vault draft;
	struct fault why;
	bool exists;

	make(room);
	room->place.draft = true;
	assert_true(vault_open(&draft, &room->place, &exists, &why));
	assert_false(exists);
	vault_clear(&draft);
	assert_true(vault_open_or_new(&draft, &room->place, &why));
	put(&draft, VAULT_PENDING_SIGNIN, "p");
	assert_true(vault_write(&draft, &room->lock, &why));
	vault_clear(&draft);
	assert_true(home_has(&room->layout, LAYOUT_DRAFT_VAULT, "default"));
	assert_int_equal(file_mode(home_path(&room->layout,
	    LAYOUT_DRAFT_VAULT, "default")), 0600);
}

/*
 * The published vectors. Key and data key are in the files; nonces are a
 * counter, so that anybody can make the same bytes.
 */
static unsigned char counter;

static void
counted(void *out, size_t len)
{
	memset(out, ++counter, len);
}

static const char *
vector(const char *name)
{
	static char path[2][PATH_SIZE];
	static unsigned turn;
	const char *top = getenv("top_srcdir");

	turn = !turn;
	snprintf(path[turn], PATH_SIZE, "%s/tests/unit/vectors/%s",
	    top != NULL ? top : TOP_SRCDIR, name);
	return path[turn];
}

static void
use_the_published_key(struct room *room)
{
	struct text key;

	file_get(vector("vault-1.key"), &key);
	assert_int_equal(key.len, KEY_SIZE);
	file_put(home_path(&room->layout, LAYOUT_KEY, "default"), 0400, key.at,
	    key.len);
	text_clear(&key);
}

static void
the_published_vault_opens(void **state)
{
	struct room *room = *state;
	struct vault vault;
	struct text text;

	use_the_published_key(room);
	file_get(vector("vault-1.json"), &text);
	file_put(room->path, 0600, text.at, text.len);
	text_clear(&text);
	opens(room, &vault);
	assert_int_equal(vault.generation, 1);
	holds(&vault, "client_secret", "a client secret of the test vectors");
	holds(&vault, "access_token:https://outlook.office.com", "token");
	vault_clear(&vault);
}

static void
sealing_gives_the_published_bytes(void **state)
{
	struct room *room = *state;
	struct text expected, written;
	unsigned char bytes[KEY_SIZE];
	struct vault vault;
	struct fault why;

	use_the_published_key(room);
	assert_true(vault_new(&vault, &room->place, &why));
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(0x40 + i);
	secret_clear(&vault.data_key);
	secret_add(&vault.data_key, bytes, sizeof(bytes));
	json_set_string(vault.rest, "machine", "");
	put(&vault, "client_secret", "a client secret of the test vectors");
	put(&vault, "access_token:https://outlook.office.com", "token");
	counter = 0;
	vault.random = counted;
	assert_true(vault_write(&vault, &room->lock, &why));
	vault_clear(&vault);
	file_get(room->path, &written);
	if (getenv("GENERATE") != NULL)
		file_put(vector("vault-1.json"), 0644, written.at,
		    written.len);
	file_get(vector("vault-1.json"), &expected);
	assert_string_equal(written.at, expected.at);
	text_clear(&written);
	text_clear(&expected);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_is_put_is_there_after_a_write),
		CASE(files_are_private_and_hold_nothing_in_the_clear),
		CASE(the_length_of_a_value_does_not_show),
		CASE(every_write_seals_every_field_anew),
		CASE(no_vault_is_no_fault),
		CASE(bad_names_and_values_are_not_taken),
		CASE(values_of_every_length_come_back),
		CASE(a_vault_that_others_may_read_is_refused),
		CASE(a_key_that_is_wrong_short_or_missing_is_refused),
		CASE(a_key_may_end_in_a_line_break),
		CASE(a_swapped_field_is_refused),
		CASE(a_field_of_an_older_generation_is_refused),
		CASE(another_accounts_vault_is_refused),
		CASE(a_newer_format_and_other_keys_are_left_alone),
		CASE(a_file_cut_short_is_refused),
		CASE(no_flipped_bit_of_a_sealed_value_is_taken),
		CASE(members_of_the_wrong_type_are_refused),
		CASE(unknown_members_are_kept),
		CASE(writing_needs_the_lock),
		CASE(room_is_made_before_a_token_is_spent),
		CASE(more_than_was_reserved_is_not_written),
		CASE(a_full_disk_is_found_before_and_the_old_file_stays),
		CASE(a_killed_writer_leaves_a_whole_vault),
		CASE(the_data_key_is_not_in_the_clear_and_stays_the_same),
		CASE(a_copy_on_another_machine_is_told_apart),
		CASE(a_draft_has_a_vault_of_its_own),
		CASE(sealing_gives_the_published_bytes),
		CASE(the_published_vault_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
