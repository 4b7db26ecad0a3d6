/* SPDX-License-Identifier: ISC */
/* The clouds by name, and every address, port and scope that follows from an
 * account: what its settings say by hand first, else what its cloud says. */
#ifndef OAUTH_CLOUD_H
#define OAUTH_CLOUD_H

#include <stdbool.h>
#include <stddef.h>

#include "account/account.h"
#include "base/fault.h"
#include "base/text.h"

enum { CLOUD_URL_MAX = 4096, CLOUD_SCOPE_MAX = 1024 };

/* One row of the table. "" where the cloud has none (custom). Ports are the
 * same everywhere and stand in the settings' table. */
struct cloud {
	const char *name;	  /* as in the settings: "global" */
	const char *words;	  /* for people */
	const char *login_host;	  /* authorize, token, devicecode, discovery */
	const char *portal_host;  /* the Azure portal */
	const char *entra_host;	  /* the Entra admin centre */
	const char *smtp_host;
	const char *imap_host;
	const char *pop3_host;
	const char *resource;	  /* prefix of delegated scopes, no slash */
	const char *app_resource; /* prefix of /.default, no slash */
	const char *device_page;  /* seen; what the server says is shown */
	bool microsoft;		  /* AADSTS numbers, tenants */
};

/* Row by index (enum cloud_kind); NULL behind the last one. */
const struct cloud *cloud_at(size_t index);
/* NULL when there is no cloud of that name, or name is NULL. */
const struct cloud *cloud_by_name(const char *name);
/* The account's; never NULL. */
const struct cloud *cloud_of(const struct account *account);

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

struct cloud_server {
	const char *host; /* borrowed from the account or the table */
	unsigned port;
	const char *security; /* "starttls", "tls" or "none" */
	const char *user;     /* login name (design.md 3) */
};

/* FAULT_SETTINGS when neither settings nor cloud name a host. */
bool cloud_server(const struct account *account, enum protocol protocol,
    struct cloud_server *server, struct fault *why);

/* Adds the scope for everything that the account uses: openid profile
 * offline_access and one scope for each protocol; RESOURCE/.default for
 * client_credentials; the settings' own scope as it stands. A custom cloud uses
 * global's words. False: it did not fit. */
bool cloud_scope(const struct account *account, struct text *out);
/* One protocol's scope alone: "https://outlook.office.com/SMTP.Send". */
bool cloud_protocol_scope(const struct account *account,
    enum protocol protocol, struct text *out);
/* RESOURCE/.default, for the application itself. */
bool cloud_app_scope(const struct account *account, struct text *out);

/* 8-4-4-4-12 hexadecimal digits? */
bool cloud_is_guid(const char *text);
/* A DNS name of two labels or more? */
bool cloud_is_domain(const char *text);
/* Is it, in lower case, a sign-in host of a cloud in the table? */
bool cloud_knows_host(const char *host);

#endif
