/* SPDX-License-Identifier: ISC */
/* The portal's labels, and templates with labels and values filled in. */
#include <config.h>

#include "setup/portal.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include "oauth/cloud.h"
#include "setup/answers_account.h"
#include "setup/step.h"

/* Microsoft rewords its portals often. A row changes together with its month;
 * the wording before stays, since not every tenant sees the new one. */
const struct portal_label portal_labels[] = {
	{ "entra", "Microsoft Entra admin center", NULL, "2026-11" },
	{ "entra_id", "Entra ID", "Identity > Applications, or Azure Active "
	    "Directory", "2026-11" },
	{ "app_registrations", "App registrations", NULL, "2026-11" },
	{ "new_registration", "New registration", NULL, "2026-11" },
	{ "name", "Name", NULL, "2026-11" },
	{ "account_types", "Supported account types", NULL, "2026-11" },
	{ "single_tenant", "Single tenant only",
	    "Accounts in this organizational directory only", "2026-11" },
	{ "redirect_uri", "Redirect URI", NULL, "2026-11" },
	{ "web", "Web", NULL, "2026-11" },
	{ "register", "Register", NULL, "2026-11" },
	{ "overview", "Overview", NULL, "2026-11" },
	{ "client_id", "Application (client) ID", "Client ID", "2026-11" },
	{ "tenant_id", "Directory (tenant) ID", "Tenant ID", "2026-11" },
	{ "object_id", "Object ID", NULL, "2026-11" },
	{ "endpoints", "Endpoints", NULL, "2026-11" },
	{ "authentication", "Authentication", NULL, "2026-11" },
	{ "add_redirect", "Redirect URI configuration > Add Redirect URI",
	    "Platform configurations > Add a platform", "2026-11" },
	{ "secrets", "Certificates & secrets", NULL, "2026-11" },
	{ "client_secrets", "Client secrets", NULL, "2026-11" },
	{ "new_secret", "New client secret", NULL, "2026-11" },
	{ "description", "Description", NULL, "2026-11" },
	{ "expires", "Expires", NULL, "2026-11" },
	{ "two_years", "730 days (24 months)", "24 months", "2026-11" },
	{ "add", "Add", NULL, "2026-11" },
	{ "value", "Value", NULL, "2026-11" },
	{ "secret_id", "Secret ID", NULL, "2026-11" },
	{ "api_permissions", "API permissions", NULL, "2026-11" },
	{ "add_permission", "Add a permission", NULL, "2026-11" },
	{ "graph", "Microsoft Graph", NULL, "2026-11" },
	{ "delegated", "Delegated permissions", NULL, "2026-11" },
	{ "add_permissions", "Add permissions", NULL, "2026-11" },
	{ "grant_consent", "Grant admin consent", NULL, "2026-11" },
	{ "granted", "Granted for", NULL, "2026-11" },
	{ "m365", "Microsoft 365 admin center", NULL, "2026-11" },
	{ "active_users", "Users > Active users", NULL, "2026-11" },
	{ "mail_apps", "Mail > Manage email apps", "Mail > Email apps",
	    "2026-11" },
	{ "smtp_auth", "Authenticated SMTP", NULL, "2026-11" },
	{ "save", "Save changes", NULL, "2026-11" },
};
const size_t portal_label_count =
    sizeof(portal_labels) / sizeof(portal_labels[0]);

/* The Microsoft 365 admin centre of each cloud. */
static const struct {
	const char *cloud;
	const char *host;
} admin_hosts[] = {
	{ "global", "admin.microsoft.com" },
	{ "usgov-high", "portal.office365.us" },
	{ "usgov-dod", "portal.apps.mil" },
	{ "china", "portal.partner.microsoftonline.cn" },
};

/* Other names of the worldwide login host. */
static const char *const global_hosts[] = { "login.windows.net",
	"login.microsoft.com", "sts.windows.net", "aad.portal.azure.com" };

const struct portal_label *
portal_label_find(const char *id, size_t len)
{
	size_t i;

	for (i = 0; i < portal_label_count; i++)
		if (strlen(portal_labels[i].id) == len &&
		    memcmp(portal_labels[i].id, id, len) == 0)
			return &portal_labels[i];
	return NULL;
}

static bool
is_host(const char *row, const char *host, size_t len)
{
	return row[0] != '\0' && strlen(row) == len &&
	    strncasecmp(row, host, len) == 0;
}

const struct cloud *
portal_cloud_by_host(const char *host, size_t len)
{
	const struct cloud *cloud;
	size_t i;

	for (i = 0; cloud_at(i) != NULL; i++) {
		cloud = cloud_at(i);
		if (is_host(cloud->login_host, host, len) ||
		    is_host(cloud->portal_host, host, len) ||
		    is_host(cloud->entra_host, host, len))
			return cloud;
	}
	for (i = 0; i < sizeof(global_hosts) / sizeof(global_hosts[0]); i++)
		if (is_host(global_hosts[i], host, len))
			return cloud_by_name("global");
	return NULL;
}

/* The cloud that was chosen; the worldwide one until then and for custom. */
static const struct cloud *
chosen_cloud(const struct known *known)
{
	const struct cloud *cloud =
	    cloud_by_name(answers_get(known->answers, "cloud"));

	if (cloud == NULL || cloud->login_host[0] == '\0')
		return cloud_by_name("global");
	return cloud;
}

static void
add_admin(const struct known *known, struct text *out)
{
	const char *name = chosen_cloud(known)->name;
	size_t i;

	for (i = 0; i < sizeof(admin_hosts) / sizeof(admin_hosts[0]); i++)
		if (strcmp(admin_hosts[i].cloud, name) == 0) {
			text_adds(out, admin_hosts[i].host);
			return;
		}
	text_adds(out, admin_hosts[0].host);
}

static void
add_entra(const struct known *known, struct text *out)
{
	text_adds(out, chosen_cloud(known)->entra_host);
}

static void
add_login(const struct known *known, struct text *out)
{
	text_adds(out, chosen_cloud(known)->login_host);
}

static void
add_smtp_host(const struct known *known, struct text *out)
{
	const struct cloud *cloud =
	    cloud_by_name(answers_get(known->answers, "cloud"));

	/* A server of one's own has no host that follows from anything. */
	text_adds(out, cloud != NULL ? cloud->smtp_host
				     : chosen_cloud(known)->smtp_host);
}

static void
add_host(const struct known *known, struct text *out)
{
	text_adds(out, known->host);
}

static void
add_month(const struct known *known, struct text *out)
{
	time_t now = (time_t)known->now;
	struct tm parts;

	if (gmtime_r(&now, &parts) != NULL)
		text_addf(out, "%04d-%02d", parts.tm_year + 1900,
		    parts.tm_mon + 1);
}

static void
add_secret_end(const struct known *known, struct text *out)
{
	const char *day =
	    answers_get(known->answers, "registration.secret_expires");

	text_adds(out, day[0] != '\0' ? day : "a day that was not entered");
}

static void
add_permissions(const struct known *known, struct text *out)
{
	const char *use = answers_get(known->answers, "use");

	text_adds(out, "SMTP.Send");
	if (strstr(use, "imap") != NULL)
		text_adds(out, " and IMAP.AccessAsUser.All");
	if (strstr(use, "pop3") != NULL)
		text_adds(out, " and POP.AccessAsUser.All");
}

/* As the work will ask for it when the setting stays empty. */
static void
add_scope(const struct known *known, struct text *out)
{
	struct account account;
	struct fault why;

	account_init(&account);
	if (answers_to_account(known->answers, &account, &why)) {
		account_set(&account, "scope", "", &why);
		cloud_scope(&account, out);
	}
	account_clear(&account);
}

static const struct {
	const char *name;
	void (*add)(const struct known *known, struct text *out);
} places[] = {
	{ "host", add_host },
	{ "month", add_month },
	{ "entra", add_entra },
	{ "admin", add_admin },
	{ "login", add_login },
	{ "scope", add_scope },
	{ "permissions", add_permissions },
	{ "secret_end", add_secret_end },
	{ "smtp_host", add_smtp_host },
};

static void
add_setting(const char *name, size_t len, const struct known *known,
    struct text *out)
{
	char setting[SETTING_SIZE];
	const struct setting *row;
	const struct field *field;

	if (len >= sizeof(setting)) {
		out->overflow = true;
		return;
	}
	memcpy(setting, name, len);
	setting[len] = '\0';
	field = field_find(setting, NULL, NULL);
	if (field != NULL)
		field_default(field, known, out);
	else if (answers_fit(known->answers, setting))
		text_adds(out, answers_get(known->answers, setting));
	else {
		row = settings_find(setting);
		if (row != NULL && row->fallback != NULL)
			text_adds(out, row->fallback);
	}
}

static void
add_label(const char *name, size_t len, char how, struct text *out)
{
	const struct portal_label *label = portal_label_find(name, len);

	if (label == NULL)
		return;
	if (how == '-') {
		text_adds(out, label->before != NULL ? label->before
						     : label->now);
		return;
	}
	text_adds(out, label->now);
	if (how == '+' && label->before != NULL)
		text_addf(out, " (older: %s)", label->before);
}

static void
add_place(const char *name, size_t len, const struct known *known,
    struct text *out)
{
	size_t i;

	if (len > 0 && strchr("@+-", name[0]) != NULL) {
		add_label(name + 1, len - 1, name[0], out);
		return;
	}
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strlen(places[i].name) == len &&
		    memcmp(places[i].name, name, len) == 0) {
			places[i].add(known, out);
			return;
		}
	add_setting(name, len, known, out);
}

bool
portal_fill(const char *template, const struct known *known, struct text *out)
{
	const char *end;
	size_t plain;

	while (*template != '\0') {
		plain = strcspn(template, "{");
		text_add(out, template, plain);
		template += plain;
		end = strchr(template, '}');
		if (end == NULL)
			break;
		add_place(template + 1, (size_t)(end - template - 1), known,
		    out);
		template = end + 1;
	}
	return !out->overflow;
}
