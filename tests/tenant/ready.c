/* SPDX-License-Identifier: ISC */
/* Tells that the tenant is ready, and where everything is. */
#include <config.h>

#include "tests/tenant/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

enum { READY_MAX = 65536 };

struct sheet {
	const char *dir;
	cJSON *object;
	struct text shell;
	bool failed;
};

static void
tell(struct sheet *sheet, const char *key, const char *value)
{
	cJSON_AddStringToObject(sheet->object, key, value);
	text_addf(&sheet->shell, "tenant_%s='%s'\n", key, value);
}

static void
tell_number(struct sheet *sheet, const char *key, long value)
{
	cJSON_AddNumberToObject(sheet->object, key, (double)value);
	text_addf(&sheet->shell, "tenant_%s=%ld\n", key, value);
}

static bool
write_file(const char *path, const char *words)
{
	size_t len = strlen(words);
	bool good;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	good = write(fd, words, len) == (ssize_t)len;
	return close(fd) == 0 && good;
}

/* DIR/name with value and a newline, its path told as key. */
static void
tell_file(struct sheet *sheet, const char *key, const char *name,
    const char *value)
{
	char path[DIR_SIZE + NAME_SIZE], line[2 * NAME_SIZE];

	keepf(path, sizeof(path), "%s/%s", sheet->dir, name);
	keepf(line, sizeof(line), "%s\n", value);
	if (!write_file(path, line))
		sheet->failed = true;
	tell(sheet, key, path);
}

static void
tell_path(struct sheet *sheet, const char *key, const char *name)
{
	char path[DIR_SIZE + NAME_SIZE];

	keepf(path, sizeof(path), "%s/%s", sheet->dir, name);
	tell(sheet, key, path);
}

static void
tell_url(struct sheet *sheet, const char *key, const char *base,
    const char *rest)
{
	char url[4 * NAME_SIZE];

	keepf(url, sizeof(url), "%s/%s%s", base, tenant_contoso.id, rest);
	tell(sheet, key, url);
}

static void
tell_places(struct sheet *sheet, struct store *store,
    const struct ports *ports)
{
	char control[NAME_SIZE];

	tell_number(sheet, "pid", (long)getpid());
	tell(sheet, "dir", store->dir);
	tell_number(sheet, "https_port", ports->https);
	tell_number(sheet, "control_port", ports->control);
	tell_number(sheet, "smtp_port", ports->smtp);
	tell_number(sheet, "smtp_tls_port", ports->smtp_tls);
	tell_number(sheet, "plain_smtp_port", ports->plain_smtp);
	keepf(control, sizeof(control), "http://127.0.0.1:%u", ports->control);
	tell(sheet, "base", store->base);
	tell(sheet, "control", control);
	tell_path(sheet, "ca_file", "ca.pem");
	tell_path(sheet, "events_file", "events.jsonl");
	tell_path(sheet, "mail_dir", "mail");
	tell_path(sheet, "relay_dir", "relay");
	tell_url(sheet, "authorize_url", store->base, "/oauth2/v2.0/authorize");
	tell_url(sheet, "token_url", store->base, "/oauth2/v2.0/token");
	tell_url(sheet, "device_url", store->base, "/oauth2/v2.0/devicecode");
	tell_url(sheet, "discovery_url", store->base,
	    "/v2.0/.well-known/openid-configuration");
}

static void
tell_registrations(struct sheet *sheet, struct store *store)
{
	const struct app *app = store->apps;

	tell(sheet, "id", tenant_contoso.id);
	tell(sheet, "domain", tenant_contoso.domain);
	tell(sheet, "other_id", tenant_fabrikam.id);
	tell(sheet, "other_domain", tenant_fabrikam.domain);
	tell(sheet, "client_id", app->id);
	tell(sheet, "object_id", app->object_id);
	tell(sheet, "principal_id", app->principal_id);
	tell(sheet, "redirect_uri", app->redirect_uris);
	tell_file(sheet, "secret_file", "secret.value", store->secret);
	tell_file(sheet, "secret_id_file", "secret.id", store->secret_id);
	app = app->next;
	tell(sheet, "public_client_id", app->id);
	app = app->next;
	tell(sheet, "unconsented_client_id", app->id);
	app = app->next;
	tell(sheet, "app_only_client_id", app->id);
}

/* alerts@contoso.example: account_alerts, password_alerts and its file. */
static void
tell_people(struct sheet *sheet, struct store *store)
{
	const struct account *each;
	char key[NAME_SIZE], file[NAME_SIZE];
	int len;

	for (each = store->accounts; each != NULL; each = each->next) {
		len = (int)strcspn(each->upn, "@");
		keepf(key, sizeof(key), "account_%.*s", len, each->upn);
		tell(sheet, key, each->upn);
		if (each->password[0] == '\0')
			continue;
		keepf(key, sizeof(key), "password_%.*s", len, each->upn);
		tell(sheet, key, each->password);
		keepf(key, sizeof(key), "password_file_%.*s", len, each->upn);
		keepf(file, sizeof(file), "%.*s.password", len, each->upn);
		tell_file(sheet, key, file, each->password);
	}
}

static bool
replace_file(struct sheet *sheet, const char *name, const char *words)
{
	char path[DIR_SIZE + NAME_SIZE], temporary[DIR_SIZE + NAME_SIZE + 8];

	keepf(path, sizeof(path), "%s/%s", sheet->dir, name);
	keepf(temporary, sizeof(temporary), "%s.new", path);
	return write_file(temporary, words) && rename(temporary, path) == 0;
}

bool
ready_tell(struct store *store, const struct ports *ports)
{
	struct sheet sheet = { .dir = store->dir };
	char *printed;
	bool good;

	sheet.object = cJSON_CreateObject();
	text_init(&sheet.shell, READY_MAX);
	store_lock(store);
	tell_places(&sheet, store, ports);
	tell_registrations(&sheet, store);
	tell_people(&sheet, store);
	store_unlock(store);
	printed = cJSON_PrintUnformatted(sheet.object);
	good = !sheet.failed &&
	    replace_file(&sheet, "ready.sh", sheet.shell.at) &&
	    replace_file(&sheet, "ready.json", printed) &&
	    printf("%s\n", printed) > 0 && fflush(stdout) == 0;
	if (!good)
		fprintf(stderr, "tenant: cannot write to %s: %s\n", store->dir,
		    strerror(errno));
	cJSON_free(printed);
	cJSON_Delete(sheet.object);
	text_clear(&sheet.shell);
	return good;
}
