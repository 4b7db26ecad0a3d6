/* SPDX-License-Identifier: ISC */
/* The clouds by name, and every address, port and scope that follows from an
 * account: what its settings say by hand first, else what its cloud says. */
#ifndef OAUTH_CLOUD_H
#define OAUTH_CLOUD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/text.h"

struct account;

enum { CLOUD_URL_MAX = 4096, CLOUD_SCOPE_MAX = 1024 };

/* One row of the table. "" where the cloud has none (custom). */
struct cloud {
	const char *name;	  /* as in the settings: "global" */
	const char *words;	  /* for people */
	const char *login_host;	  /* authorize, token, devicecode, discovery */
	const char *portal_host;  /* the Azure portal */
	const char *entra_host;	  /* the Entra admin centre */
	const char *smtp_host;
	const char *imap_host;
	const char *pop3_host;
	unsigned smtp_port;	  /* STARTTLS */
	unsigned imap_port;	  /* TLS from the first byte */
	unsigned pop3_port;	  /* TLS from the first byte */
	const char *resource;	  /* prefix of delegated scopes, no slash */
	const char *app_resource; /* prefix of /.default, no slash */
	const char *device_page;  /* seen; what the server says is shown */
	bool microsoft;		  /* AADSTS numbers, tenants, 25 a minute */
	unsigned rate;		  /* messages a minute, 0: no limit */
};

/* Row by index; NULL behind the last one. */
const struct cloud *cloud_at(size_t index);
/* NULL when there is no cloud of that name. */
const struct cloud *cloud_by_name(const char *name);
/* The cloud of an account; never NULL (an unknown name is custom). */
const struct cloud *cloud_of(const struct account *account);
/* The row whose values stand in where the account's own are empty: the
 * account's cloud, but global's scopes and ports for custom. */
const struct cloud *cloud_defaults(const struct account *account);

enum cloud_url {
	CLOUD_AUTHORIZE,
	CLOUD_TOKEN,
	CLOUD_DEVICE,
	CLOUD_DISCOVERY,
	CLOUD_CONSENT /* where an administrator grants all permissions */
};

/* Adds the address to out. FAULT_SETTINGS when the account names neither it
 * nor a tenant, when it is not a safe https address, or when it leads to a host
 * that is not the cloud's (only custom may). */
bool cloud_url(const struct account *account, enum cloud_url which,
    struct text *out, struct fault *why);

/* https://HOST/TENANT/v2.0/.well-known/openid-configuration for a tenant that
 * need not be in the account yet. FAULT_SETTINGS: no GUID and no domain. */
bool cloud_discovery_url(const char *login_host, const char *tenant,
    struct text *out, struct fault *why);

enum cloud_service { CLOUD_SMTP, CLOUD_IMAP, CLOUD_POP3 };

struct cloud_server {
	const char *host; /* borrowed from the account or the table */
	unsigned port;
	const char *security; /* "starttls", "tls" or "none" */
	const char *user;     /* login name (design.md 3) */
};

/* FAULT_SETTINGS when neither settings nor cloud name a host. */
bool cloud_server(const struct account *account, enum cloud_service service,
    struct cloud_server *server, struct fault *why);

/* Who signs in: sign_in_as, else the mailbox. */
const char *cloud_signin_name(const struct account *account);

/* Adds the scope for everything that the account uses: openid profile
 * offline_access and one scope for each service; RESOURCE/.default for
 * client_credentials; the settings' own scope as it stands. */
bool cloud_scope(const struct account *account, struct text *out);
/* The same for a service of its own ("https://outlook.office.com/SMTP.Send"),
 * without the OpenID words. */
bool cloud_service_scope(const struct account *account,
    enum cloud_service service, struct text *out);

/* Messages a minute: the settings', else the cloud's; 0: no limit. */
unsigned cloud_rate(const struct account *account);

/* 8-4-4-4-12 hexadecimal digits? */
bool cloud_is_guid(const char *text);
/* A DNS name of two labels or more? */
bool cloud_is_domain(const char *text);

#endif
