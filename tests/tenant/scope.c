/* SPDX-License-Identifier: ISC */
/* Reads scopes and keeps who consented to them. */
#include <config.h>

#include "tests/tenant/scope.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"

#define MAIL "SMTP.Send IMAP.AccessAsUser.All POP.AccessAsUser.All .default"
#define GRAPH "https://graph.microsoft.com"

struct resource {
	const char *address;
	const char *names;
};

static const struct resource resources[] = {
	{ "https://outlook.office.com", MAIL },
	{ "https://outlook.office365.com", MAIL },
	{ "https://ps.outlook.com", ".default" },
	{ GRAPH, MAIL " User.Read Mail.Send" },
};

static const struct resource *
find_resource(const char *word, const char **name)
{
	size_t i, len;

	for (i = 0; i < sizeof(resources) / sizeof(resources[0]); i++) {
		len = strlen(resources[i].address);
		if (strncasecmp(word, resources[i].address, len) == 0 &&
		    word[len] == '/') {
			*name = word + len + 1;
			return &resources[i];
		}
	}
	*name = word;
	return NULL;
}

static long
add_one(bool plain, const char *word, struct scopes *out)
{
	const struct resource *found;
	const char *name, *address;

	if (words_have("openid profile email offline_access", word)) {
		words_add(out->oidc, sizeof(out->oidc), word);
		return 0;
	}
	found = find_resource(word, &name);
	if (found == NULL && strstr(word, "://") != NULL && !plain)
		return 500011;
	address = found == NULL ? GRAPH : found->address;
	if (!plain &&
	    !words_have(found == NULL ? MAIL " User.Read Mail.Send" :
					found->names, name))
		return 70011;
	if (plain && found == NULL)
		address = "https://outlook.office.com";
	if (out->resource[0] == '\0')
		keep(out->resource, sizeof(out->resource), address);
	else if (strcmp(out->resource, address) != 0)
		out->several = true;
	if (strcmp(name, ".default") == 0)
		out->all = true;
	words_add(out->names, sizeof(out->names), name);
	words_add(out->full, sizeof(out->full), word);
	return 0;
}

long
scopes_parse(struct store *store, const char *from, struct scopes *out)
{
	bool plain = switch_on(store, "plain");
	char word[DIR_SIZE];
	long number = 0;

	memset(out, 0, sizeof(*out));
	while (number == 0 && words_next(&from, word, sizeof(word)))
		number = add_one(plain, word, out);
	return number;
}

static bool
includes(const char *all, const char *names)
{
	char word[DIR_SIZE];

	while (words_next(&names, word, sizeof(word)))
		if (!words_have(all, word) && strcmp(word, ".default") != 0)
			return false;
	return true;
}

static struct consent *
find_consent(struct store *store, const struct app *app, const char *upn)
{
	struct consent *each;

	for (each = store->consents; each != NULL; each = each->next)
		if (each->app == app && strcasecmp(each->upn, upn) == 0)
			break;
	return each;
}

bool
scopes_are_consented(struct store *store, const struct app *app,
    const char *upn, const char *names)
{
	const struct consent *own = find_consent(store, app, upn);

	if (app->admin_consent && includes(app->scopes, names))
		return true;
	return own != NULL && includes(own->scopes, names);
}

void
scopes_consent(struct store *store, const struct app *app, const char *upn,
    const char *names)
{
	struct consent *own = find_consent(store, app, upn);
	char word[DIR_SIZE];

	if (own == NULL) {
		own = must_alloc(1, sizeof(*own));
		own->app = app;
		keep(own->upn, sizeof(own->upn), upn);
		own->next = store->consents;
		store->consents = own;
	}
	while (words_next(&names, word, sizeof(word)))
		words_add(own->scopes, sizeof(own->scopes), word);
}
