/* SPDX-License-Identifier: ISC */
/* The people, mailboxes, tenants and registrations that are there at first. */
#include <config.h>

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "tests/tenant/craft.h"
#include "tests/tenant/state.h"

const struct tenant tenant_contoso = {
	.id = "3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40",
	.name = "Contoso",
	.domain = "contoso.example",
	.initial = "contoso.onmicrosoft.com",
	.region = "EU",
};
const struct tenant tenant_fabrikam = {
	.id = "7d40a1c8-93be-4c5e-a6f2-18b70c9d35e2",
	.name = "Fabrikam",
	.domain = "fabrikam.example",
	.initial = "fabrikam.onmicrosoft.com",
	.region = "NA",
};
/* Microsoft's own id for personal accounts; the same for everyone. */
const struct tenant tenant_consumers = {
	.id = "9188040d-6c67-4c5b-b112-36a304b66dad",
	.name = "Personal accounts",
	.domain = "consumers",
	.initial = "",
	.region = "WW",
};

static const struct tenant *const tenants[] = { &tenant_contoso,
	&tenant_fabrikam, &tenant_consumers };

enum { MAX_BYTES = 36700160 };

struct person {
	const struct tenant *tenant;
	const char *upn;
	const char *name;
	const char *oid;
	const char *password;
	const char *alias;
	const char *send_as;
};

#define APP_ONLY "6f2c1d3e-7a54-4c0b-9e61-0b8a5d2f4c14"

static const struct person people[] = {
	{ &tenant_contoso, "alerts@contoso.example", "Server Alerts",
	    "a41d8f07-52be-4d1c-b9a3-7f60c2e8d915", "alerts pass word",
	    "alarm@contoso.example", APP_ONLY },
	{ &tenant_contoso, "ops@contoso.example", "Operations",
	    "a41d8f07-52be-4d1c-b9a3-7f60c2e8d916", "ops-Pass+%&=1", "", "" },
	{ &tenant_contoso, "admin@contoso.example", "Ada Ministrator",
	    "a41d8f07-52be-4d1c-b9a3-7f60c2e8d917", "admin-pass", "", "" },
	{ &tenant_contoso, "delegate@contoso.example", "Del E. Gate",
	    "a41d8f07-52be-4d1c-b9a3-7f60c2e8d918", "delegate-pass", "", "" },
	{ &tenant_contoso, "shared@contoso.example", "Shared Mailbox",
	    "a41d8f07-52be-4d1c-b9a3-7f60c2e8d919", "", "",
	    "delegate@contoso.example" },
	{ &tenant_fabrikam, "stranger@fabrikam.example", "A Stranger",
	    "b52e9018-63cf-4e2d-8ab4-8071d3f9ea26", "stranger-pass", "", "" },
	{ &tenant_consumers, "someone@outlook.example", "Some One",
	    "00000000-0000-0000-8d1f-5c3a2b7e4f60", "someone-pass", "", "" },
};

struct registration {
	const char *id;
	const char *object_id;
	const char *principal_id;
	const char *name;
	enum platform platform;
	const char *redirect_uri;
	bool consented;
	bool allow_public;
	const char *roles;
};

#define SCOPES                                                        \
	"SMTP.Send IMAP.AccessAsUser.All POP.AccessAsUser.All User.Read " \
	"openid profile email offline_access"

static const struct registration registrations[] = {
	{ "6f2c1d3e-7a54-4c0b-9e61-0b8a5d2f4c11",
	    "0c9d8e7f-1a2b-4c3d-8e4f-5a6b7c8d9e11",
	    "c0ffee00-52be-4d1c-b9a3-7f60c2e8d911", "postfrank", PLATFORM_WEB,
	    "http://localhost:8765/postfrank", true, false, "" },
	{ "6f2c1d3e-7a54-4c0b-9e61-0b8a5d2f4c12",
	    "0c9d8e7f-1a2b-4c3d-8e4f-5a6b7c8d9e12",
	    "c0ffee00-52be-4d1c-b9a3-7f60c2e8d912", "postfrank public",
	    PLATFORM_NATIVE, "http://localhost/postfrank", true, true, "" },
	{ "6f2c1d3e-7a54-4c0b-9e61-0b8a5d2f4c13",
	    "0c9d8e7f-1a2b-4c3d-8e4f-5a6b7c8d9e13",
	    "c0ffee00-52be-4d1c-b9a3-7f60c2e8d913", "postfrank not consented",
	    PLATFORM_WEB, "http://localhost:8765/postfrank", false, false, "" },
	{ APP_ONLY, "0c9d8e7f-1a2b-4c3d-8e4f-5a6b7c8d9e14",
	    "c0ffee00-52be-4d1c-b9a3-7f60c2e8d914", "postfrank app-only",
	    PLATFORM_WEB, "http://localhost:8765/postfrank", true, false,
	    "SMTP.SendAsApp" },
};

const struct tenant *
tenant_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(tenants) / sizeof(tenants[0]); i++)
		if (strcasecmp(tenants[i]->id, name) == 0 ||
		    strcasecmp(tenants[i]->domain, name) == 0 ||
		    (tenants[i]->initial[0] != '\0' &&
			strcasecmp(tenants[i]->initial, name) == 0))
			return tenants[i];
	return NULL;
}

struct account *
account_find(struct store *store, const char *address)
{
	struct account *each;

	for (each = store->accounts; each != NULL; each = each->next)
		if (strcasecmp(each->upn, address) == 0 ||
		    (each->alias[0] != '\0' &&
			strcasecmp(each->alias, address) == 0))
			break;
	return each;
}

struct app *
app_find(struct store *store, const char *id)
{
	struct app *each;

	for (each = store->apps; each != NULL; each = each->next)
		if (strcasecmp(each->id, id) == 0)
			break;
	return each;
}

struct app *
app_new(struct store *store, const char *id)
{
	struct app *app = must_alloc(1, sizeof(*app));
	struct app **at = &store->apps;

	while (*at != NULL)
		at = &(*at)->next;
	*at = app;
	app->tenant = &tenant_contoso;
	keep(app->id, sizeof(app->id), id);
	craft_uuid(app->object_id, sizeof(app->object_id));
	craft_uuid(app->principal_id, sizeof(app->principal_id));
	keep(app->scopes, sizeof(app->scopes), SCOPES);
	app->user_consent = true;
	return app;
}

/* Put together here, so that no file holds anything that a scanner for leaked
 * secrets would report. */
void
secret_make(char value[static SECRET_SIZE], char id[static ID_SIZE])
{
	struct text letters;

	text_init(&letters, SECRET_SIZE);
	craft_letters(&letters, 37);
	keepf(value, SECRET_SIZE, "%.3s%d%c~%s", letters.at, 8, 'Q',
	    letters.at + 3);
	text_clear(&letters);
	craft_uuid(id, ID_SIZE);
}

static void
add_person(struct store *store, const struct person *from)
{
	struct account *account = must_alloc(1, sizeof(*account));
	struct account **at = &store->accounts;

	while (*at != NULL)
		at = &(*at)->next;
	*at = account;
	account->tenant = from->tenant;
	keep(account->upn, sizeof(account->upn), from->upn);
	keep(account->name, sizeof(account->name), from->name);
	keep(account->oid, sizeof(account->oid), from->oid);
	keep(account->alias, sizeof(account->alias), from->alias);
	keep(account->password, sizeof(account->password), from->password);
	keep(account->send_as, sizeof(account->send_as), from->send_as);
	account->is_admin = strncmp(from->upn, "admin@", 6) == 0;
	account->is_shared = from->password[0] == '\0';
	account->max_bytes = MAX_BYTES;
}

static void
add_registration(struct store *store, const struct registration *from)
{
	struct app *app = app_new(store, from->id);

	keep(app->object_id, sizeof(app->object_id), from->object_id);
	keep(app->principal_id, sizeof(app->principal_id), from->principal_id);
	keep(app->name, sizeof(app->name), from->name);
	keep(app->redirect_uris, sizeof(app->redirect_uris),
	    from->redirect_uri);
	keep(app->roles, sizeof(app->roles), from->roles);
	app->platform = from->platform;
	app->admin_consent = from->consented;
	app->allow_public = from->allow_public;
	if (from->platform == PLATFORM_WEB) {
		keep(app->secret, sizeof(app->secret), store->secret);
		keep(app->secret_id, sizeof(app->secret_id), store->secret_id);
	}
}

void
data_load(struct store *store)
{
	size_t i;

	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		add_person(store, &people[i]);
	for (i = 0; i < sizeof(registrations) / sizeof(registrations[0]); i++)
		add_registration(store, &registrations[i]);
}
