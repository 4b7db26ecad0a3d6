/* SPDX-License-Identifier: ISC */
/* The sealing key, by source; the file is the one that this version knows. */
#include <config.h>

#include "account/key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "account/hands.h"
#include "base/random.h"

struct key_ops {
	const char *word;
	bool (*open)(struct secret *key, const struct layout *layout,
	    const char *name, struct fault *why);
};

/* Reads exactly len bytes and finds the end behind them. A key is any bytes, so
 * that nothing at its end may be taken for a line break. */
static bool
read_exactly(int fd, unsigned char *into, size_t len)
{
	unsigned char more;
	size_t have = 0;
	ssize_t got;

	do {
		got = have < len ? read(fd, into + have, len - have) :
				   read(fd, &more, 1);
		if (got > 0 && have == len)
			return false;
		if (got > 0)
			have += (size_t)got;
	} while (got > 0 || (got < 0 && errno == EINTR));
	return got == 0 && have == len;
}

static bool
read_key(struct secret *key, int fd)
{
	unsigned char bytes[KEY_SIZE];
	bool good = read_exactly(fd, bytes, sizeof(bytes));

	secret_clear(key);
	good = good && secret_add(key, bytes, sizeof(bytes));
	sodium_memzero(bytes, sizeof(bytes));
	return good;
}

static bool
key_is_lost(const char *path, const char *what, struct fault *why)
{
	fault_set(why, FAULT_SETTINGS,
	    "the sealing key %s %s, so the vault cannot be opened", path,
	    what);
	return fault_next(why, "Put the key file back from its backup (32 "
	    "bytes, mode 0400); without it, remove the account and set it up "
	    "again");
}

static bool
open_file(struct secret *key, const struct layout *layout, const char *name,
    struct fault *why)
{
	const struct file_rule rule = { layout->data.uid,
		layout_mode(LAYOUT_KEY) };
	char path[PATH_SIZE];
	bool good, exists;
	int fd;

	if (!layout_path(path, layout, LAYOUT_KEY, name, why))
		return false;
	fd = file_open_private(path, &rule, &exists, why);
	if (fd < 0 && exists && why != NULL)
		why->kind = FAULT_SETTINGS;
	if (fd < 0)
		return !exists && key_is_lost(path, "is missing", why);
	good = read_key(key, fd);
	close(fd);
	return good || key_is_lost(path, "is not 32 bytes long", why);
}

/* design.md keeps the place; the sources come with a later version. */
static bool
refuse(const char *source, struct fault *why)
{
	fault_set(why, FAULT_SETTINGS, "the vault's key comes from a %s, which "
	    "this version of postfrank cannot open", source);
	return fault_next(why, "Use the version that sealed it");
}

static bool
open_credential(struct secret *key, const struct layout *layout,
    const char *name, struct fault *why)
{
	(void)key;
	(void)layout;
	(void)name;
	return refuse("systemd credential", why);
}

static bool
open_passphrase(struct secret *key, const struct layout *layout,
    const char *name, struct fault *why)
{
	(void)key;
	(void)layout;
	(void)name;
	return refuse("passphrase", why);
}

static const struct key_ops sources[] = {
	{ "file", open_file },
	{ "credential", open_credential },
	{ "passphrase", open_passphrase },
};

bool
key_open(struct secret *key, const struct layout *layout, const char *name,
    const struct json *description, struct fault *why)
{
	const char *word = json_string(description, "source");

	for (size_t i = 0; word != NULL &&
	     i < sizeof(sources) / sizeof(sources[0]); i++)
		if (strcmp(sources[i].word, word) == 0)
			return sources[i].open(key, layout, name, why);
	fault_set(why, FAULT_SETTINGS, "the vault names no key source that "
	    "this version of postfrank knows");
	return fault_next(why, "Use the version that sealed it");
}

struct json *
key_make(struct secret *key, const struct layout *layout, const char *name,
    struct fault *why)
{
	unsigned char bytes[KEY_SIZE];
	char path[PATH_SIZE];
	struct json *description;
	bool good = true;

	if (!layout_path(path, layout, LAYOUT_KEY, name, why))
		return NULL;
	if (access(path, F_OK) != 0 && errno == ENOENT) {
		secret_clear(key);
		random_bytes(bytes, sizeof(bytes));
		secret_add(key, bytes, sizeof(bytes));
		sodium_memzero(bytes, sizeof(bytes));
		good = hands_write_key(layout, name, key, why);
	}
	/* Also for a new one: what cannot be read again must not seal. */
	if (!good || !open_file(key, layout, name, why))
		return NULL;
	description = json_new_object();
	json_set_string(description, "source", sources[0].word);
	return description;
}
