/* SPDX-License-Identifier: ISC */
/* Judging what leads somewhere: hosts, ports, addresses of mail and web,
 * scopes and files. */
#include <config.h>

#include "setup/validate.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clean.h"
#include "setup/validate_part.h"

const char part_bad_character[] = "a character that cannot stand there";

static bool
is_host_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.';
}

const char *
part_host_rule(const char *value, size_t len, size_t *at)
{
	size_t i, label = 0;

	for (i = 0; i < len; i++) {
		*at = i;
		if (!is_host_character(value[i]))
			return part_bad_character;
		if (value[i] == '.' && label == 0)
			return "two dots in a row, or one in front";
		if (value[i] == '-' && label == 0)
			return "a part that begins with a hyphen";
		if (value[i] == '.' && value[i - 1] == '-')
			return "a part that ends in a hyphen";
		label = value[i] == '.' ? 0 : label + 1;
		if (label > 63)
			return "a part with more than 63 characters";
	}
	*at = len;
	if (len == 0)
		return "nothing was typed";
	if (label == 0 || value[len - 1] == '-')
		return "the end is missing";
	return len > 253 ? "more than 253 characters" : NULL;
}

const char *
part_domain_rule(const char *value, size_t len, size_t *at)
{
	const char *rule = part_host_rule(value, len, at);

	if (rule != NULL)
		return rule;
	if (memchr(value, '.', len) == NULL)
		return "a domain has a dot in it";
	return isdigit((unsigned char)value[len - 1])
	    ? "a domain does not end in a digit" : NULL;
}

static bool
is_ip(const char *value)
{
	unsigned char any[16];

	return inet_pton(AF_INET, value, any) == 1 ||
	    inet_pton(AF_INET6, value, any) == 1;
}

/* The host part of "https://host/..." or "host:587" as a suggestion. */
static void
suggest_host(const char *value, struct finding *found)
{
	const char *from = strstr(value, "://");
	size_t len, at;

	from = from != NULL ? from + 3 : value;
	len = strcspn(from, ":/?#");
	if (part_host_rule(from, len, &at) == NULL)
		snprintf(found->suggestion, sizeof(found->suggestion), "%.*s",
		    (int)len, from);
}

bool
validate_host(const char *value, struct finding *found)
{
	const char *rule;
	char shown[24];
	size_t at = 0;

	finding_clear(found);
	if (is_ip(value))
		return true;
	rule = part_host_rule(value, strlen(value), &at);
	if (rule == part_bad_character) {
		finding_set(found, part_position(value, at),
		    "%s at position %zu does not belong in a host name; "
		    "the port has a field of its own. Example: "
		    "smtp.office365.com", part_character(value + at, shown),
		    part_position(value, at));
		suggest_host(value, found);
		return false;
	}
	if (rule != NULL)
		return finding_set(found, 0, "no host name: %s. Example: "
		    "smtp.office365.com", rule);
	if (strcasecmp(value, "smtp.outlook.com") == 0) {
		finding_warn(found, "older guides name this host; the "
		    "documented one is smtp.office365.com");
		snprintf(found->suggestion, sizeof(found->suggestion),
		    "smtp.office365.com");
	}
	return true;
}

bool
validate_port(const char *value, struct finding *found)
{
	size_t i;
	unsigned long port = 0;

	finding_clear(found);
	for (i = 0; value[i] != '\0'; i++) {
		if (!isdigit((unsigned char)value[i]))
			return finding_set(found, part_position(value, i),
			    "a port is a number: position %zu is no digit. "
			    "Example: 587", part_position(value, i));
		if (port <= 65535)
			port = port * 10 + (unsigned long)(value[i] - '0');
	}
	if (i == 0 || port == 0 || port > 65535)
		return finding_set(found, 0, "a port is a number from 1 to "
		    "65535. Example: 587");
	if (port == 993 || port == 143 || port == 995 || port == 110)
		return finding_warn(found, "%lu is a port for reading mail; "
		    "sending is usually 587", port);
	return true;
}

/* The inside of "Name <address>" as a suggestion. */
static bool
refuse_named(const char *value, const char *open, struct finding *found)
{
	const char *end = strchr(open, '>');
	size_t len = end != NULL ? (size_t)(end - open) - 1 : strlen(open + 1);

	finding_set(found, part_position(value, (size_t)(open - value)),
	    "only the address itself, without a name and brackets. Example: "
	    "alerts@contoso.com");
	snprintf(found->suggestion, sizeof(found->suggestion), "%.*s",
	    (int)len, open + 1);
	return false;
}

/* A character of RFC 5322's dot-atom. */
static bool
is_local_character(char c)
{
	return isalnum((unsigned char)c) ||
	    (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

static bool
validate_local(const char *value, size_t len, struct finding *found)
{
	char shown[24];
	size_t i;

	for (i = 0; i < len; i++)
		if (!is_local_character(value[i]))
			return finding_set(found, part_position(value, i),
			    "%s at position %zu does not belong in an "
			    "address. Example: alerts@contoso.com",
			    part_character(value + i, shown),
			    part_position(value, i));
	if (len == 0 || len > 64 || value[0] == '.' || value[len - 1] == '.')
		return finding_set(found, 1, "%s. Example: alerts@contoso.com",
		    len == 0 ? "the name before @ is missing"
			     : "the name before @ is no valid one");
	return true;
}

bool
validate_address(const char *value, struct finding *found)
{
	const char *at = strrchr(value, '@'), *rule;
	char shown[24];
	size_t bad = 0;

	finding_clear(found);
	if (value[0] == '\0')
		return finding_set(found, 0, "nothing was typed. Example: "
		    "alerts@contoso.com");
	if (strchr(value, '<') != NULL)
		return refuse_named(value, strchr(value, '<'), found);
	if (at == NULL)
		return finding_set(found, 0, "an address has an @ in it. "
		    "Example: alerts@contoso.com");
	if (!validate_local(value, (size_t)(at - value), found))
		return false;
	rule = part_domain_rule(at + 1, strlen(at + 1), &bad);
	if (rule == NULL)
		return true;
	bad += (size_t)(at + 1 - value);
	if (rule == part_bad_character)
		return finding_set(found, part_position(value, bad),
		    "%s at position %zu does not belong in an address. "
		    "Example: alerts@contoso.com",
		    part_character(value + bad, shown),
		    part_position(value, bad));
	return finding_set(found, part_position(value, bad),
	    "behind the @: %s. Example: alerts@contoso.com", rule);
}

bool
validate_addresses(const char *value, struct finding *found)
{
	char one[320];
	size_t at = 0, len;
	unsigned count = 0;

	finding_clear(found);
	for (;; at += len) {
		at += strspn(value + at, ", ;");
		len = strcspn(value + at, ", ;");
		if (len == 0)
			break;
		if (len >= sizeof(one))
			return finding_set(found, part_position(value, at),
			    "an address with more than 319 characters");
		memcpy(one, value + at, len);
		one[len] = '\0';
		if (!validate_address(one, found)) {
			if (found->position > 0)
				found->position += part_position(value, at) - 1;
			found->suggestion[0] = '\0';
			return false;
		}
		count++;
	}
	if (count == 0)
		return finding_set(found, 0, "nothing was typed. Example: "
		    "admin@contoso.com, oncall@contoso.com");
	return true;
}

bool
validate_name(const char *value, struct finding *found)
{
	size_t i, n;

	finding_clear(found);
	for (i = 0; value[i] != '\0'; i += n) {
		for (n = 1; ((unsigned char)value[i + n] & 0xc0) == 0x80;)
			n++;
		if (clean_has_control(value + i, n))
			return finding_set(found, part_position(value, i),
			    "a control character at position %zu. Example: "
			    "Alerts of server01", part_position(value, i));
	}
	if (part_position(value, i) > 121)
		return finding_set(found, 121, "more than 120 characters. "
		    "Example: Alerts of server01");
	return true;
}

/* Is this word one of the blank-separated ones? */
static bool
has_word(const char *words, const char *word)
{
	size_t len = strlen(word), n;

	for (; *words != '\0'; words += n) {
		words += strspn(words, " ");
		n = strcspn(words, " ");
		if (n == len && strncmp(words, word, len) == 0)
			return true;
	}
	return false;
}

bool
validate_scope(const char *value, struct finding *found)
{
	static const char example[] =
	    "Example: https://outlook.office.com/SMTP.Send offline_access";
	size_t i;

	finding_clear(found);
	for (i = 0; value[i] != '\0'; i++)
		if (value[i] == ',' || value[i] == ';')
			return finding_set(found, i + 1, "scopes are separated "
			    "by blanks, not by the %c at position %zu. %s",
			    value[i], i + 1, example);
		else if (value[i] < 0x20 || value[i] > 0x7e ||
		    value[i] == '"' || value[i] == '\\')
			return finding_set(found, part_position(value, i),
			    "the character at position %zu cannot stand in a "
			    "scope. %s", part_position(value, i), example);
	if (strstr(value, "AccessAsApp") != NULL ||
	    strstr(value, "SendAsApp") != NULL)
		return finding_set(found, 0, "permissions that end in AsApp "
		    "are for programs without a sign-in. %s", example);
	if (!has_word(value, "offline_access")) {
		finding_set(found, 0, "offline_access is missing; without it "
		    "the sign-in ends after an hour. %s", example);
		snprintf(found->suggestion, sizeof(found->suggestion),
		    "%s%soffline_access", value, *value != '\0' ? " " : "");
		return false;
	}
	if (strcmp(value, "offline_access") == 0)
		return finding_set(found, 0, "offline_access alone allows "
		    "nothing. %s", example);
	return true;
}

bool
validate_path(const char *value, struct finding *found)
{
	finding_clear(found);
	if (value[0] != '/')
		return finding_set(found, 1, "a full path begins with a "
		    "slash. Example: /etc/ssl/private-ca.pem");
	if (strlen(value) >= 1000)
		return finding_set(found, 0, "more than 1000 characters");
	return true;
}
