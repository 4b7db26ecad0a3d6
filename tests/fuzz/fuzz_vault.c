/* SPDX-License-Identifier: ISC */
/* Vault files. An input is a whole file; the seeds are sealed with the key of
 * tests/unit/vectors, which is 00 01 ... 1f. One that begins with "+" is made
 * into the fields of a vault that is sealed, opened, and opened again with one
 * byte changed. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/vault_parts.h"
#include "account/vault_seal.h"
#include "base/alloc.h"
#include "tests/lib/home.h"

#define ID "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"

static struct layout layout;
static struct vault_place place = { &layout, "default", ID, false };

static void
leave(void)
{
	home_remove(&layout);
}

/* A home with the key of the vectors in it, once. */
static void
settle(void)
{
	unsigned char key[KEY_SIZE];
	size_t i;

	if (layout.state[0] != '\0')
		return;
	home_make(&layout);
	atexit(leave);
	for (i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)i;
	file_put(home_path(&layout, LAYOUT_KEY, "default"), 0400,
	    (const char *)key, sizeof(key));
}

static void
check_fields(const struct vault *vault)
{
	struct secret value;
	const char *name;
	size_t i;

	secret_init(&value, SECRET_MAX);
	for (i = 0; (name = vault_field_name(vault, i)) != NULL; i++) {
		FUZZ_CHECK(fuzz_is_clean(name, VAULT_NAME_MAX));
		FUZZ_CHECK(vault_get(vault, name, &value));
		FUZZ_CHECK(!secret_is_empty(&value));
	}
	FUZZ_CHECK(i <= VAULT_FIELDS_MAX);
	secret_clear(&value);
}

/* Opens what is on the disk now. */
static bool
open_file(const char *bytes, size_t size, struct vault *vault)
{
	struct fault why;
	bool exists;

	fault_clear(&why);
	file_put(home_path(&layout, LAYOUT_VAULT, "default"), 0600, bytes,
	    size);
	if (vault_open(vault, &place, &exists, &why)) {
		FUZZ_CHECK(exists && vault->generation >= 1);
		check_fields(vault);
		return true;
	}
	FUZZ_CHECK(why.kind == FAULT_SETTINGS || why.kind == FAULT_IO);
	FUZZ_CHECK(vault->count == 0 && secret_is_empty(&vault->data_key));
	fuzz_check_fault(&why);
	return false;
}

/* "+name value\n..." becomes fields; what is no field is passed over. */
static void
fill(struct vault *vault, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n"), name = strcspn(text, " \n");
		char *field = strndup(text, name);
		struct secret value;

		if (field == NULL)
			alloc_failed();
		secret_init(&value, SECRET_MAX);
		if (name < len)
			secret_add(&value, text + name + 1, len - name - 1);
		vault_put(vault, field, &value);
		FUZZ_CHECK(secret_is_empty(&value));
		free(field);
		text += len + (text[len] == '\n');
	}
}

static void
check_same(const struct vault *a, const struct vault *b)
{
	struct secret one, other;
	const char *name;
	size_t i;

	secret_init(&one, SECRET_MAX);
	secret_init(&other, SECRET_MAX);
	FUZZ_CHECK(a->count == b->count);
	for (i = 0; (name = vault_field_name(a, i)) != NULL; i++) {
		FUZZ_CHECK(vault_get(a, name, &one));
		FUZZ_CHECK(vault_get(b, name, &other));
		FUZZ_CHECK(secret_equals(&one, &other));
	}
	secret_clear(&one);
	secret_clear(&other);
}

/* Whatever one byte becomes, the file says the same or does not open. */
static void
check_changed(const struct vault *vault, struct text *text, size_t at)
{
	struct vault changed;

	at %= text->len;
	text->at[at] = (char)(text->at[at] ^ (1 << at % 8));
	if (open_file(text->at, text->len, &changed))
		check_same(vault, &changed);
	vault_clear(&changed);
}

static void
check_round(const char *bytes, size_t size)
{
	struct vault vault, back;
	struct fault why;
	struct text text;
	size_t at = 0, i;

	for (i = 0; i < size; i++)
		at = at * 31 + (unsigned char)bytes[i];
	text_init(&text, VAULT_FILE_MAX);
	FUZZ_CHECK(vault_new(&vault, &place, &why));
	fill(&vault, bytes);
	if (vault_print(&vault, &text, &why)) {
		FUZZ_CHECK(open_file(text.at, text.len, &back));
		check_same(&vault, &back);
		vault_clear(&back);
		check_changed(&vault, &text, at);
	} else {
		FUZZ_CHECK(why.kind == FAULT_SETTINGS);
	}
	vault_clear(&vault);
	text_clear(&text);
}

/* Nothing that a stranger writes opens as a sealed value. */
static void
check_unseal(const char *string)
{
	struct seal_place at = { ID, "client_secret", 1 };
	struct secret key, value;
	unsigned char bytes[SEAL_KEY_SIZE] = { 7 };

	secret_init(&key, SEAL_KEY_SIZE);
	secret_init(&value, SECRET_MAX);
	secret_add(&key, bytes, sizeof(bytes));
	FUZZ_CHECK(!unseal(&key, &at, string, &value));
	FUZZ_CHECK(secret_is_empty(&value));
	secret_clear(&key);
	secret_clear(&value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char mark[UUID_SIZE], *string = fuzz_copy(data, size, true);
	struct vault vault;

	settle();
	if (size > 0 && data[0] == '+') {
		check_round(string + 1, size - 1);
	} else {
		open_file(string, size, &vault);
		vault_clear(&vault);
		vault_read_mark(&layout, "default", mark, NULL);
		FUZZ_CHECK(memchr(mark, '\0', sizeof(mark)) != NULL);
	}
	check_unseal(string);
	free(string);
	return 0;
}
