/* SPDX-License-Identifier: ISC */
/* Judging web addresses, and telling Microsoft's old endpoints from new. */
#include <config.h>

#include "setup/validate.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "setup/validate_part.h"

static const char example[] =
    "Example: https://login.example.com/oauth2/authorize";

/* Everything between https:// and the path: a host and perhaps a port. */
static bool
validate_authority(const char *value, struct finding *found)
{
	const char *from = value + 8;
	size_t len = strcspn(from, "/?"), host = strcspn(from, ":/?"), at = 0;
	char port[8] = "", shown[24];
	const char *rule;

	rule = part_host_rule(from, host, &at);
	if (rule == part_bad_character)
		return finding_set(found, part_position(value, 8 + at),
		    "%s at position %zu does not belong in a host name. %s",
		    part_character(from + at, shown),
		    part_position(value, 8 + at), example);
	if (rule != NULL)
		return finding_set(found, 9, "the host is no valid one: %s. %s",
		    rule, example);
	if (host == len)
		return true;
	if (len - host - 1 >= sizeof(port))
		return finding_set(found, part_position(value, 8 + host),
		    "the port is no number. %s", example);
	memcpy(port, from + host + 1, len - host - 1);
	port[len - host - 1] = '\0';
	if (validate_port(port, found)) {
		finding_clear(found);
		return true;
	}
	return finding_set(found, part_position(value, 9 + host),
	    "the port is no number from 1 to 65535. %s", example);
}

bool
validate_https(const char *value, struct finding *found)
{
	char shown[24];
	size_t i;

	finding_clear(found);
	if (value[0] == '\0')
		return finding_set(found, 0, "nothing was typed. %s", example);
	for (i = 0; value[i] != '\0'; i++)
		if (value[i] <= 0x20 || value[i] > 0x7e || value[i] == '#' ||
		    value[i] == '"' || value[i] == '\\')
			return finding_set(found, part_position(value, i),
			    "%s at position %zu cannot stand in this address. "
			    "%s", part_character(value + i, shown),
			    part_position(value, i), example);
	if (strncasecmp(value, "http://", 7) == 0) {
		finding_set(found, 1, "it has to begin with https://, since "
		    "secrets travel there. %s", example);
		snprintf(found->suggestion, sizeof(found->suggestion),
		    "https://%s", value + 7);
		return false;
	}
	if (strncmp(value, "https://", 8) != 0)
		return finding_set(found, 1, "it has to begin with https://. "
		    "%s", example);
	return validate_authority(value, found);
}

/*
 * Microsoft's old form is /TENANT/oauth2/WORD where the new one has
 * /TENANT/oauth2/v2.0/WORD. Other servers also have .../oauth2/token, so the
 * tenant must look like one. Returns where "v2.0/" belongs, 0 for nowhere.
 */
static size_t
find_v1(const char *value)
{
	static const char *const words[] = { "authorize", "token",
		"devicecode" };
	const char *tenant = strchr(value + 8, '/'), *rest;
	size_t len, i, at;

	if (tenant == NULL)
		return 0;
	tenant++;
	len = strcspn(tenant, "/");
	if (strncmp(tenant + len, "/oauth2/", 8) != 0)
		return 0;
	if (!guid_is(tenant, len) && part_domain_rule(tenant, len, &at) &&
	    strncmp(tenant, "common/", 7) != 0 &&
	    strncmp(tenant, "organizations/", 14) != 0)
		return 0;
	rest = tenant + len + 8;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(rest, words[i], strlen(words[i])) == 0)
			return (size_t)(rest - value);
	return 0;
}

bool
validate_endpoint(const char *value, struct finding *found)
{
	size_t at;

	if (!validate_https(value, found))
		return false;
	at = find_v1(value);
	if (at == 0)
		return true;
	finding_set(found, part_position(value, at), "this is the old (v1) "
	    "endpoint; the portal lists it beside the one wanted, which has "
	    "/oauth2/v2.0/ in it");
	snprintf(found->suggestion, sizeof(found->suggestion), "%.*sv2.0/%s",
	    (int)at, value, value + at);
	return false;
}
