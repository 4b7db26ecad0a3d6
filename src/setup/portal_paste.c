/* SPDX-License-Identifier: ISC */
/* Reading settings out of copied addresses and labelled blocks. */
#include <config.h>

#include "setup/portal_paste.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "oauth/cloud.h"
#include "setup/portal.h"
#include "setup/validate.h"

static const char client_id[] = "registration.client_id";
static const char tenant[] = "registration.tenant";

/* A piece of what was pasted. */
struct piece {
	const char *at;
	size_t len;
};

static void
add_item(struct portal_paste *paste, const char *setting,
    const struct piece *value, const char *note)
{
	struct portal_item *item = &paste->items[paste->count];

	paste->recognised = true;
	if (portal_paste_value(paste, setting) != NULL ||
	    paste->count == PORTAL_PASTE_ITEMS || value->len == 0 ||
	    value->len >= sizeof(item->value))
		return;
	item->setting = setting;
	item->note = note;
	memcpy(item->value, value->at, value->len);
	item->value[value->len] = '\0';
	if (setting == client_id || setting == tenant)
		tidy_guid(item->value);
	paste->count++;
}

const char *
portal_paste_value(const struct portal_paste *paste, const char *setting)
{
	size_t i;

	for (i = 0; i < paste->count; i++)
		if (strcmp(paste->items[i].setting, setting) == 0)
			return paste->items[i].value;
	return NULL;
}

/* The first place of a word, any case; NULL for none. */
static const char *
find_word(const struct piece *in, const char *word)
{
	size_t len = strlen(word), i;

	for (i = 0; i + len <= in->len; i++)
		if (strncasecmp(in->at + i, word, len) == 0)
			return in->at + i;
	return NULL;
}

static struct piece
rest_of(const struct piece *in, const char *from)
{
	return (struct piece){ from, in->len - (size_t)(from - in->at) };
}

/* An ID behind a word of an address: "/appId/6731de76-...", also where the
 * slash was written as %2F. */
static bool
id_behind(const struct piece *address, const char *word, struct piece *id)
{
	const char *found = find_word(address, word);

	if (found == NULL)
		return false;
	*id = rest_of(address, found + strlen(word));
	while (id->len > 0 && strchr("/=~", id->at[0]) != NULL) {
		id->at++;
		id->len--;
	}
	if (id->len >= 3 && strncasecmp(id->at, "%2F", 3) == 0) {
		id->at += 3;
		id->len -= 3;
	}
	if (id->len > 36)
		id->len = 36;
	return guid_is(id->at, id->len);
}

/* A domain or ID that can name a directory; words for everybody's do not. */
static bool
is_tenant(const struct piece *name)
{
	char value[256];
	struct finding found;

	if (name->len >= sizeof(value))
		return false;
	memcpy(value, name->at, name->len);
	value[name->len] = '\0';
	tidy_guid(value);
	return validate_tenant(value, "", &found);
}

/* The first part of the path of an address of the login host. */
static void
read_login_path(struct portal_paste *paste, const struct piece *path)
{
	static const char *const behind[] = { "/oauth2/", "/v2.0",
		"/.well-known", "/discovery/", "/adminconsent",
		"/federationmetadata", "/saml2", "/wsfed" };
	struct piece name = { path->at + 1, 0 }, rest;
	size_t i;

	if (path->len < 2)
		return;
	while (name.len < path->len - 1 &&
	    strchr("/?#", name.at[name.len]) == NULL)
		name.len++;
	rest = rest_of(path, name.at + name.len);
	for (i = 0; i < sizeof(behind) / sizeof(behind[0]); i++)
		if (rest.len >= strlen(behind[i]) &&
		    strncasecmp(rest.at, behind[i], strlen(behind[i])) == 0 &&
		    is_tenant(&name))
			add_item(paste, tenant, &name,
			    "the directory named in the address");
}

static void
read_portal_path(struct portal_paste *paste, const struct piece *path)
{
	struct piece id, name;
	const char *at;

	if (id_behind(path, "/appId", &id) || id_behind(path, "appId=", &id) ||
	    id_behind(path, "client_id=", &id))
		add_item(paste, client_id, &id, "the app named in the address");
	if (id_behind(path, "/tenantId", &id) || id_behind(path, "tid=", &id))
		add_item(paste, tenant, &id,
		    "the directory named in the address");
	if (find_word(path, "/objectId/") != NULL)
		paste->object_id = true;
	/* portal.azure.com/#@contoso.onmicrosoft.com/... */
	at = find_word(path, "#@");
	if (at == NULL)
		return;
	name = rest_of(path, at + 2);
	for (id = name, name.len = 0; name.len < id.len &&
	     strchr("/?#", name.at[name.len]) == NULL;)
		name.len++;
	if (is_tenant(&name))
		add_item(paste, tenant, &name,
		    "the directory named in the address");
}

/* One https address; others than of Microsoft's portals say nothing. */
static void
read_address(struct portal_paste *paste, const struct piece *address)
{
	struct piece host = { address->at + 8, 0 }, path, name;
	const struct cloud *cloud;

	while (host.len < address->len - 8 &&
	    strchr("/?#:", host.at[host.len]) == NULL)
		host.len++;
	cloud = portal_cloud_by_host(host.at, host.len);
	if (cloud == NULL)
		return;
	paste->recognised = true;
	path = rest_of(address, host.at + host.len);
	read_login_path(paste, &path);
	read_portal_path(paste, &path);
	name = (struct piece){ cloud->name, strlen(cloud->name) };
	if (paste->count > 0)
		add_item(paste, "cloud", &name, "the cloud of that address");
}

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
read_addresses(struct portal_paste *paste, const struct piece *all)
{
	struct piece rest = *all, address;
	const char *at;

	for (;;) {
		at = find_word(&rest, "https://");
		if (at == NULL)
			break;
		address = rest_of(&rest, at);
		rest = address;
		for (address.len = 8; address.len < rest.len &&
		     !is_white(rest.at[address.len]) &&
		     strchr("\"'<>", rest.at[address.len]) == NULL;)
			address.len++;
		read_address(paste, &address);
		rest = rest_of(&rest, address.at + address.len);
	}
}

/* The labels of the Overview page, and what stands behind them. */
static const struct {
	const char *label;
	const char *setting; /* NULL: an ID that is not to be used */
} labels[] = {
	{ "application (client) id", client_id },
	{ "client id", client_id },
	{ "directory (tenant) id", tenant },
	{ "tenant id", tenant },
	{ "object id", NULL },
	{ "secret id", NULL },
};

/* The first ID within reach behind a label, past a colon, blanks, a line break
 * or "Copy to clipboard"; another label in between ends the search. */
static bool
id_after_label(const struct piece *all, const char *from, struct piece *id)
{
	struct piece rest = rest_of(all, from);
	size_t i, k;

	for (i = 0; i + 36 <= rest.len && i < 120; i++) {
		for (k = 0; k < sizeof(labels) / sizeof(labels[0]); k++)
			if (strncasecmp(rest.at + i, labels[k].label,
			    strlen(labels[k].label)) == 0)
				return false;
		if (guid_is(rest.at + i, 36)) {
			*id = (struct piece){ rest.at + i, 36 };
			return true;
		}
	}
	return false;
}

static void
read_labels(struct portal_paste *paste, const struct piece *all)
{
	const char *found;
	struct piece id;
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		found = find_word(all, labels[i].label);
		if (found == NULL || !id_after_label(all,
		    found + strlen(labels[i].label), &id))
			continue;
		paste->recognised = true;
		if (labels[i].setting != NULL)
			add_item(paste, labels[i].setting, &id,
			    "what stood behind its label");
		else
			paste->object_id |= i == 4;
	}
}

bool
portal_paste_read(const char *bytes, size_t len, struct portal_paste *paste)
{
	struct piece all = { bytes, len };

	memset(paste, 0, sizeof(*paste));
	if (memchr(bytes, '\0', len) != NULL)
		return false;
	read_addresses(paste, &all);
	read_labels(paste, &all);
	return paste->count > 0;
}
