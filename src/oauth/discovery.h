/* SPDX-License-Identifier: ISC */
/* A provider's metadata document: from a tenant's name to its id and its
 * endpoints (OpenID Connect Discovery 4, RFC 8414 3). Costs no credentials, so
 * it is the live check of the tenant field. */
#ifndef OAUTH_DISCOVERY_H
#define OAUTH_DISCOVERY_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/http.h"

enum { DISCOVERY_URL_SIZE = 1024 };

/* Any field but token may be "": plain servers say less. */
struct discovery {
	char tenant[64]; /* the GUID, from issuer or token address */
	char issuer[DISCOVERY_URL_SIZE];
	char authorization[DISCOVERY_URL_SIZE];
	char token[DISCOVERY_URL_SIZE];
	char device[DISCOVERY_URL_SIZE];
	char region[16]; /* tenant_region_scope: EU, NA, USGov ... */
	char cloud_host[64]; /* cloud_instance_name */
};

/*
 * Asks login_host about a tenant (GUID or domain). Faults: FAULT_SETTINGS
 * unknown tenant, text that is no tenant, tenant of another cloud (step
 * "values"); FAULT_LATER network, captive portal, server trouble.
 */
bool discovery_tenant(const char *login_host, const char *tenant,
    const struct http_way *way, struct discovery *found, struct fault *why);

/* Asks a plain server by its issuer address, or by the address of the document
 * itself when it contains /.well-known/. */
bool discovery_issuer(const char *issuer, const struct http_way *way,
    struct discovery *found, struct fault *why);

/* The pure half: reads an answer to the request for url. */
bool discovery_read(const char *url, const struct http_answer *answer,
    struct discovery *found, struct fault *why);

#endif
