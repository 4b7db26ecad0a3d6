/* SPDX-License-Identifier: ISC */
/* Reading an answers file and the secrets that it points to. */
#include <config.h>

#include "setup/answers_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/settings.h"
#include "base/file.h"
#include "base/json.h"

void
answers_file_clear(struct answers_file *file)
{
	account_clear(&file->account);
	account_clear(&file->target);
	secret_clear(&file->client_secret);
}

static bool
read_source(struct secret *into, int fd, const char *name, struct fault *why)
{
	bool ok = secret_read(into, fd);

	if (!ok)
		return fault_set(why, FAULT_INPUT, "cannot read the client "
		    "secret from %s: %s", name, errno == EFBIG
		    ? "it is far too long" : strerror(errno));
	if (secret_is_empty(into))
		return fault_set(why, FAULT_SETTINGS, "secrets.client_secret: "
		    "%s is empty", name);
	return true;
}

static bool
read_path(struct secret *into, const char *path, struct fault *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fault_set(why, FAULT_INPUT, "cannot open %s, which "
		    "secrets.client_secret names: %s", path, strerror(errno));
	ok = read_source(into, fd, path, why);
	close(fd);
	return ok;
}

static bool
read_credential(struct secret *into, const char *name, struct fault *why)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	char path[PATH_SIZE];

	if (dir == NULL || strchr(name, '/') != NULL) {
		fault_set(why, FAULT_SETTINGS, "secrets.client_secret: there "
		    "is no credential \"%s\"", name);
		return fault_next(why, "Credentials are handed over by systemd "
		    "(LoadCredential=), under a name without a slash.");
	}
	return file_path(path, dir, name, why) && read_path(into, path, why);
}

static bool
must_be_object(struct fault *why)
{
	fault_set(why, FAULT_SETTINGS, "secrets.client_secret must say where "
	    "the secret is, and nothing else");
	return fault_next(why, "Write {\"file\": \"PATH\"}, {\"fd\": 3} or "
	    "{\"credential\": \"NAME\"}; never the secret itself.");
}

static bool
read_secret(struct secret *into, const struct json *source, struct fault *why)
{
	const char *file = json_string(source, "file");
	const char *credential = json_string(source, "credential");
	char name[32];
	int64_t fd;

	if (json_kind_of(source) != JSON_OBJECT || json_count(source) != 1)
		return must_be_object(why);
	if (file != NULL)
		return read_path(into, file, why);
	if (credential != NULL)
		return read_credential(into, credential, why);
	if (!json_int(source, "fd", 0, 65535, &fd))
		return must_be_object(why);
	snprintf(name, sizeof(name), "descriptor %" PRId64, fd);
	return read_source(into, (int)fd, name, why);
}

static bool
read_secrets(struct answers_file *file, const struct json *secrets,
    struct fault *why)
{
	const struct json *child;

	if (secrets == NULL || json_kind_of(secrets) == JSON_NULL)
		return true;
	if (json_kind_of(secrets) != JSON_OBJECT)
		return fault_set(why, FAULT_SETTINGS, "secrets must be an "
		    "object, not %s", json_kind_words(json_kind_of(secrets)));
	for (child = json_first(secrets); child != NULL;
	    child = json_next(child))
		if (strcmp(json_key(child), "client_secret") != 0)
			return fault_set(why, FAULT_SETTINGS, "secrets.%.64s: "
			    "there is no such secret. Example: "
			    "secrets.client_secret", json_key(child));
	child = json_member(secrets, "client_secret");
	return child == NULL ||
	    read_secret(&file->client_secret, child, why);
}

static bool
read_test(struct answers_file *file, const struct json *test,
    struct fault *why)
{
	const char *to = json_string(test, "to");

	if (test == NULL || json_kind_of(test) == JSON_NULL)
		return true;
	if (json_kind_of(test) != JSON_OBJECT || json_count(test) != 1 ||
	    to == NULL || strlen(to) >= sizeof(file->test_to)) {
		fault_set(why, FAULT_SETTINGS, "test must say where the test "
		    "mail goes, and nothing else");
		return fault_next(why,
		    "Write {\"to\": \"admin@contoso.com\"}.");
	}
	snprintf(file->test_to, sizeof(file->test_to), "%s", to);
	return true;
}

bool
answers_file_read(struct answers_file *file, const char *path,
    struct fault *why)
{
	struct settings_options options = { .file = path, .partial = true,
		.answers = true };
	struct text source;
	bool exists = false, ok;

	memset(file, 0, sizeof(*file));
	account_init(&file->account);
	account_init(&file->target);
	secret_init(&file->client_secret, SECRET_MAX);
	snprintf(file->path, sizeof(file->path), "%s", path);
	text_init(&source, 1 << 18);
	ok = file_read(path, &source, &exists, why);
	if (ok && !exists) {
		ok = fault_set(why, FAULT_INPUT, "there is no file %s", path);
		fault_next(why, "Give the path of an answers file: settings "
		    "as in an account's file, and \"secrets\".");
	} else if (!ok)
		why->kind = FAULT_INPUT;
	ok = ok && settings_parse(&file->account, &source, &options, why);
	ok = ok && read_secrets(file, options.secrets, why) &&
	    read_test(file, options.test, why);
	json_free(options.secrets);
	json_free(options.test);
	text_clear(&source);
	return ok;
}
