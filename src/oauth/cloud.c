/* SPDX-License-Identifier: ISC */
/* The table of clouds and what follows from it for an account. */
#include <config.h>

#include "oauth/cloud.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/http.h"

/*
 * Sources: microsoft.md 1.4. What is marked "unread" was seen in no published
 * page that we read; every value can be set by hand in the account.
 */
static const struct cloud clouds[CLOUD_KINDS] = {
	[CLOUD_GLOBAL] = {
		.name = "global",
		.words = "Microsoft 365 (worldwide, also GCC)",
		.login_host = "login.microsoftonline.com",
		.portal_host = "portal.azure.com",
		.entra_host = "entra.microsoft.com",
		.smtp_host = "smtp.office365.com",
		.imap_host = "outlook.office365.com",
		.pop3_host = "outlook.office365.com",
		.resource = "https://outlook.office.com",
		.app_resource = "https://outlook.office365.com",
		.device_page = "https://microsoft.com/devicelogin",
		.microsoft = true,
	},
	[CLOUD_USGOV_HIGH] = {
		.name = "usgov-high",
		.words = "Microsoft 365 US Government GCC High",
		.login_host = "login.microsoftonline.us",
		.portal_host = "portal.azure.us",
		.entra_host = "entra.microsoft.us",		 /* unread */
		.smtp_host = "smtp.office365.us",		 /* unread */
		.imap_host = "outlook.office365.us",
		.pop3_host = "outlook.office365.us",
		.resource = "https://outlook.office365.us",
		.app_resource = "https://outlook.office365.us", /* unread */
		.device_page = "https://microsoft.com/deviceloginus",
								 /* unread */
		.microsoft = true,
	},
	[CLOUD_USGOV_DOD] = {
		.name = "usgov-dod",
		.words = "Microsoft 365 US Government DoD",
		.login_host = "login.microsoftonline.us",
		.portal_host = "portal.azure.us",
		.entra_host = "entra.microsoft.us",		 /* unread */
		.smtp_host = "outlook-dod.office365.us",
		.imap_host = "outlook-dod.office365.us",
		.pop3_host = "outlook-dod.office365.us",
		/* Sources disagree; the other candidate is
		 * https://outlook-dod.office365.us. */
		.resource = "https://outlook.office365.us",
		.app_resource = "https://outlook.office365.us", /* unread */
		.device_page = "https://microsoft.com/deviceloginus",
								 /* unread */
		.microsoft = true,
	},
	[CLOUD_CHINA] = {
		.name = "china",
		.words = "Office 365 operated by 21Vianet (China)",
		.login_host = "login.partner.microsoftonline.cn",
		.portal_host = "portal.azure.cn",
		.entra_host = "entra.microsoftonline.cn",	 /* unread */
		.smtp_host = "smtp.partner.outlook.cn",		 /* unread */
		.imap_host = "partner.outlook.cn",		 /* unread */
		.pop3_host = "partner.outlook.cn",		 /* unread */
		.resource = "https://partner.outlook.cn",
		.app_resource = "https://partner.outlook.cn",	 /* unread */
		.device_page = "https://microsoft.com/deviceloginchina",
								 /* unread */
		.microsoft = true,
	},
	[CLOUD_OUTLOOK] = {
		.name = "outlook",
		.words = "Outlook.com (personal Microsoft accounts)",
		.login_host = "login.microsoftonline.com",
		.portal_host = "portal.azure.com",
		.entra_host = "entra.microsoft.com",
		.smtp_host = "smtp-mail.outlook.com",
		.imap_host = "outlook.office365.com",
		.pop3_host = "outlook.office365.com",
		.resource = "https://outlook.office.com",
		.app_resource = "https://outlook.office365.com",
		.device_page = "https://www.microsoft.com/link",
		.microsoft = true,
	},
	[CLOUD_CUSTOM] = {
		.name = "custom",
		.words = "Another provider (every address by hand)",
		.login_host = "", .portal_host = "", .entra_host = "",
		.smtp_host = "", .imap_host = "", .pop3_host = "",
		.resource = "https://outlook.office.com",
		.app_resource = "https://outlook.office365.com",
		.device_page = "",
	},
};

/* Other names of the sign-in hosts above. */
static const char *const host_aliases[] = { "login.windows.net",
	"login.microsoft.com", "sts.windows.net", "login.chinacloudapi.cn" };

static const char *const url_words[] = {
	[CLOUD_AUTHORIZE] = "authorization URL",
	[CLOUD_TOKEN] = "token URL",
	[CLOUD_DEVICE] = "device authorization URL",
	[CLOUD_DISCOVERY] = "metadata URL",
	[CLOUD_CONSENT] = "consent URL",
};

/* What stands behind https://HOST/TENANT (microsoft.md 1.1). */
static const char *const url_paths[] = {
	[CLOUD_AUTHORIZE] = "/oauth2/v2.0/authorize",
	[CLOUD_TOKEN] = "/oauth2/v2.0/token",
	[CLOUD_DEVICE] = "/oauth2/v2.0/devicecode",
	[CLOUD_DISCOVERY] = "/v2.0/.well-known/openid-configuration",
	[CLOUD_CONSENT] = "/adminconsent",
};

static const char *const protocol_scopes[PROTOCOLS] = {
	[PROTOCOL_SMTP] = "SMTP.Send",
	[PROTOCOL_IMAP] = "IMAP.AccessAsUser.All",
	[PROTOCOL_POP3] = "POP.AccessAsUser.All",
};

const struct cloud *
cloud_at(size_t index)
{
	return index < CLOUD_KINDS ? &clouds[index] : NULL;
}

const struct cloud *
cloud_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < CLOUD_KINDS && name != NULL; i++)
		if (strcmp(clouds[i].name, name) == 0)
			return &clouds[i];
	return NULL;
}

const struct cloud *
cloud_of(const struct account *account)
{
	return &clouds[account->cloud < CLOUD_KINDS ? account->cloud
						    : CLOUD_CUSTOM];
}

bool
cloud_is_guid(const char *text)
{
	size_t i;

	for (i = 0; i < 36; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (text[i] != '-')
				return false;
		} else if (!isxdigit((unsigned char)text[i])) {
			return false;
		}
	}
	return text[36] == '\0';
}

bool
cloud_is_domain(const char *text)
{
	size_t label = 0, labels = 1, i;

	for (i = 0; text[i] != '\0'; i++) {
		if (text[i] == '.') {
			if (label == 0 || text[i - 1] == '-')
				return false;
			label = 0;
			labels++;
		} else if (isalnum((unsigned char)text[i]) ||
		    (text[i] == '-' && label > 0)) {
			if (++label > 63)
				return false;
		} else {
			return false;
		}
	}
	return labels > 1 && label > 0 && i <= 253 && text[i - 1] != '-';
}

/* A tenant's place in an address: id, domain, or one of the three words. */
static bool
is_tenant(const char *text)
{
	return cloud_is_guid(text) || cloud_is_domain(text) ||
	    strcmp(text, "organizations") == 0 ||
	    strcmp(text, "consumers") == 0 || strcmp(text, "common") == 0;
}

bool
cloud_knows_host(const char *host)
{
	size_t i;

	for (i = 0; i < CLOUD_KINDS; i++)
		if (clouds[i].microsoft &&
		    strcmp(host, clouds[i].login_host) == 0)
			return true;
	for (i = 0; i < sizeof(host_aliases) / sizeof(host_aliases[0]); i++)
		if (strcmp(host, host_aliases[i]) == 0)
			return true;
	return false;
}

static bool
fit(const struct text *out, struct fault *why)
{
	if (!out->overflow)
		return true;
	return fault_set(why, FAULT_SETTINGS,
	    "an address of the sign-in server is too long");
}

static const char *
url_by_hand(const struct account *account, enum cloud_url which)
{
	if (which == CLOUD_AUTHORIZE)
		return account->registration.authorization_url;
	if (which == CLOUD_TOKEN)
		return account->registration.token_url;
	if (which == CLOUD_DEVICE)
		return account->registration.device_authorization_url;
	return NULL;
}

/* An address that was set by hand is used where it leads to Microsoft, or
 * anywhere when the administrator chose custom. */
static bool
check_by_hand(const struct account *account, enum cloud_url which,
    const char *url, struct fault *why)
{
	char host[256];

	if (!http_url_is_safe(url, why))
		return false;
	if (!cloud_of(account)->microsoft)
		return true;
	if (!cloud_knows_host(http_host(url, host, sizeof(host)))) {
		fault_set(why, FAULT_SETTINGS,
		    "the %s leads to %s, which is not a Microsoft sign-in host",
		    url_words[which], host);
		return fault_next(why, "Remove it, so that it follows from the "
		    "tenant; for a server of your own set \"cloud\" to "
		    "\"custom\".");
	}
	if (strstr(url, "/oauth2/v2.0/") == NULL) {
		fault_set(why, FAULT_SETTINGS,
		    "the %s is of the old kind (v1), which takes no scope",
		    url_words[which]);
		return fault_next(why, "Copy the one marked (v2) on the "
		    "Endpoints page; it has /oauth2/v2.0/ in it.");
	}
	return true;
}

/* From the token address that was set by hand, when it has Microsoft's shape,
 * to its neighbours. */
static bool
add_neighbour(const struct account *account, enum cloud_url which,
    struct text *out)
{
	const char *token = account->registration.token_url;
	const char *tail = url_paths[CLOUD_TOKEN];
	size_t len, tail_len = strlen(tail);

	if (token == NULL)
		return false;
	len = strlen(token);
	if (len <= tail_len || strcmp(token + len - tail_len, tail) != 0)
		return false;
	text_add(out, token, len - tail_len);
	text_adds(out, url_paths[which]);
	return true;
}

static const char *
tenant_of(const struct account *account)
{
	const char *tenant = account->registration.tenant;

	if (tenant != NULL && tenant[0] != '\0')
		return tenant;
	return account->cloud == CLOUD_OUTLOOK ? "consumers" : NULL;
}

static bool
add_path(const char *host, const char *tenant, enum cloud_url which,
    struct text *out, struct fault *why)
{
	if (!is_tenant(tenant)) {
		fault_set(why, FAULT_SETTINGS,
		    "\"%s\" is neither a tenant id nor a domain name", tenant);
		if (why != NULL)
			snprintf(why->step, sizeof(why->step), "values");
		return fault_next(why, "Enter the Directory (tenant) ID, for "
		    "example 3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40.");
	}
	text_addf(out, "https://%s/%s%s", host, tenant, url_paths[which]);
	return fit(out, why);
}

bool
cloud_discovery_url(const char *login_host, const char *tenant,
    struct text *out, struct fault *why)
{
	return add_path(login_host, tenant, CLOUD_DISCOVERY, out, why);
}

bool
cloud_url(const struct account *account, enum cloud_url which,
    struct text *out, struct fault *why)
{
	const char *by_hand = url_by_hand(account, which);
	const struct cloud *cloud = cloud_of(account);
	const char *tenant = tenant_of(account);

	if (account->registration.token_url != NULL &&
	    !check_by_hand(account, CLOUD_TOKEN,
		account->registration.token_url, why))
		return false;
	if (by_hand != NULL && by_hand[0] != '\0') {
		if (!check_by_hand(account, which, by_hand, why))
			return false;
		text_adds(out, by_hand);
		return fit(out, why);
	}
	if (add_neighbour(account, which, out))
		return fit(out, why);
	if (cloud->login_host[0] != '\0' && tenant != NULL)
		return add_path(cloud->login_host, tenant, which, out, why);
	fault_set(why, FAULT_SETTINGS, "the account does not name the %s",
	    url_words[which]);
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "values");
	return fault_next(why, cloud->microsoft
		? "Enter the Directory (tenant) ID with `postfrank setup`."
		: "Enter it as the provider's documentation gives it.");
}

static const char *
server_host(const struct cloud *cloud, enum protocol protocol)
{
	if (protocol == PROTOCOL_IMAP)
		return cloud->imap_host;
	return protocol == PROTOCOL_POP3 ? cloud->pop3_host : cloud->smtp_host;
}

bool
cloud_server(const struct account *account, enum protocol protocol,
    struct cloud_server *server, struct fault *why)
{
	const struct account_server *set = account_server(account, protocol);

	*server = (struct cloud_server){
		.host = set->host,
		.port = (unsigned)set->port,
		.security = security_word(set->security),
		.user = account_login(account, protocol),
	};
	if (server->host == NULL || server->host[0] == '\0')
		server->host = server_host(cloud_of(account), protocol);
	if (server->host[0] != '\0')
		return true;
	fault_set(why, FAULT_SETTINGS, "the account names no %s server",
	    protocol_word(protocol));
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "server");
	return fault_next(why, "Enter its host name, for example "
	    "mail.example.net.");
}

bool
cloud_protocol_scope(const struct account *account, enum protocol protocol,
    struct text *out)
{
	return text_addf(out, "%s/%s", cloud_of(account)->resource,
	    protocol_scopes[protocol]);
}

bool
cloud_app_scope(const struct account *account, struct text *out)
{
	return text_addf(out, "%s/.default", cloud_of(account)->app_resource);
}

bool
cloud_scope(const struct account *account, struct text *out)
{
	enum protocol protocol;

	if (account->scope != NULL && account->scope[0] != '\0')
		return text_adds(out, account->scope);
	if (account->grant == GRANT_APP)
		return cloud_app_scope(account, out);
	text_adds(out, "openid profile offline_access");
	for (protocol = PROTOCOL_SMTP; protocol < PROTOCOLS; protocol++) {
		if (!account_uses(account, protocol))
			continue;
		text_addc(out, ' ');
		cloud_protocol_scope(account, protocol, out);
	}
	return !out->overflow;
}
