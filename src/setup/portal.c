/* SPDX-License-Identifier: ISC */
/* The portals' labels and hosts. Texts with them in are in portal_fill.c. */
#include <config.h>

#include "setup/portal.h"

#include <string.h>
#include <strings.h>

#include "oauth/cloud.h"

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
	{ "personal_only", "Personal accounts only",
	    "Personal Microsoft accounts only", "2026-11" },
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
	{ "settings_tab", "Settings", "Advanced settings", "2026-11" },
	{ "public_flows", "Allow public client flows", NULL, "2026-11" },
	{ "mobile", "Mobile and desktop applications",
	    "Public client/native (mobile & desktop)", "2026-11" },
	{ "secrets", "Certificates & secrets", NULL, "2026-11" },
	{ "certificates", "Certificates", NULL, "2026-11" },
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
	{ "organization_apis", "APIs my organization uses", NULL, "2026-11" },
	{ "exchange_online", "Office 365 Exchange Online", NULL, "2026-11" },
	{ "app_permissions", "Application permissions", NULL, "2026-11" },
	{ "grant_consent", "Grant admin consent", NULL, "2026-11" },
	{ "status", "Status", NULL, "2026-11" },
	{ "granted", "Granted for", NULL, "2026-11" },
	{ "enterprise_apps", "Enterprise applications", NULL, "2026-11" },
	{ "properties", "Properties", NULL, "2026-11" },
	{ "assignment", "Assignment required?", NULL, "2026-11" },
	{ "users_groups", "Users and groups", NULL, "2026-11" },
	{ "m365", "Microsoft 365 admin center", NULL, "2026-11" },
	{ "active_users", "Users > Active users", NULL, "2026-11" },
	{ "mail_apps", "Mail > Manage email apps", "Mail > Email apps",
	    "2026-11" },
	{ "smtp_auth", "Authenticated SMTP", NULL, "2026-11" },
	{ "save", "Save changes", NULL, "2026-11" },
	{ "exchange_admin", "Exchange admin center", NULL, "2026-11" },
	{ "message_trace", "Mail flow > Message trace", NULL, "2026-11" },
};
const size_t portal_label_count =
    sizeof(portal_labels) / sizeof(portal_labels[0]);

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
