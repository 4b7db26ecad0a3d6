/* SPDX-License-Identifier: ISC */
/* Findings, and the judging of what the portal hands out: IDs and secrets. */
#include <config.h>

#include "setup/validate.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "oauth/paste.h"
#include "setup/validate_part.h"

#define GUID_EXAMPLE "Example: 6731de76-14a6-49ae-97bc-6eba6914391e"

void
finding_clear(struct finding *found)
{
	memset(found, 0, sizeof(*found));
}

bool
finding_set(struct finding *found, size_t position, const char *format, ...)
{
	va_list args;

	finding_clear(found);
	found->position = position;
	va_start(args, format);
	if (vsnprintf(found->text, sizeof(found->text), format, args) < 0)
		found->text[0] = '\0';
	va_end(args);
	return false;
}

bool
finding_warn(struct finding *found, const char *format, ...)
{
	va_list args;

	finding_clear(found);
	found->is_warning = true;
	va_start(args, format);
	if (vsnprintf(found->text, sizeof(found->text), format, args) < 0)
		found->text[0] = '\0';
	va_end(args);
	return true;
}

size_t
part_position(const char *value, size_t at)
{
	size_t i, position = 1;

	for (i = 0; i < at; i++)
		if (((unsigned char)value[i] & 0xc0) != 0x80)
			position++;
	return position;
}

const char *
part_character(const char *at, char out[static 24])
{
	unsigned char c = (unsigned char)*at;
	size_t i, n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;

	if (c == ' ')
		return "a blank";
	if (c == '\n' || c == '\r')
		return "a line break";
	if (c == '\t')
		return "a tab";
	if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xc2))
		return "a control character";
	for (i = 1; i < n; i++)
		if (((unsigned char)at[i] & 0xc0) != 0x80)
			return "a broken character";
	/* Code points up to U+00A0 are controls or a blank. */
	if (c == 0xc2 && (unsigned char)at[1] <= 0xa0)
		return "an invisible character";
	snprintf(out, 24, "\"%.*s\"", (int)n, at);
	return out;
}

static bool
is_hex(char c)
{
	return isxdigit((unsigned char)c) != 0;
}

static bool
is_dash_place(size_t i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

bool
guid_is(const char *value, size_t len)
{
	size_t i;

	if (len != 36)
		return false;
	for (i = 0; i < len; i++)
		if (is_dash_place(i) ? value[i] != '-' : !is_hex(value[i]))
			return false;
	return true;
}

static bool
is_secret_character(char c)
{
	return isalnum((unsigned char)c) ||
	    (c != '\0' && strchr("_~.-", c) != NULL);
}

/* The beginning that Microsoft's secrets have had since about 2021: three
 * characters, a digit, Q~. */
static bool
begins_as_secret(const char *bytes, size_t len)
{
	return len >= 6 && is_secret_character(bytes[0]) &&
	    is_secret_character(bytes[1]) && is_secret_character(bytes[2]) &&
	    isdigit((unsigned char)bytes[3]) && bytes[4] == 'Q' &&
	    bytes[5] == '~';
}

/* Upper case is lost once the ID's field has tidied it. */
static bool
looks_like_secret(const char *value)
{
	size_t len = strlen(value);

	return len >= 20 && isdigit((unsigned char)value[3]) &&
	    (value[4] == 'Q' || value[4] == 'q') && value[5] == '~';
}

/* Characters that tokens, codes and secrets are made of. */
static size_t
token_length(const char *text)
{
	return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-._~+/=");
}

bool
validate_is_like_secret(const char *text)
{
	const char *at;

	for (at = text; *at != '\0'; at++)
		if (strlen(at) >= 30 && begins_as_secret(at, strlen(at)) &&
		    token_length(at) >= 30)
			return true;
	at = strstr(text, "code=");
	if (at != NULL && token_length(at + 5) >= 40)
		return true;
	at = strstr(text, "eyJ");
	return (at != NULL && token_length(at) >= 100) ||
	    (token_length(text) >= 200 && strchr(text, ' ') == NULL &&
		strstr(text, "://") == NULL);
}

static bool
is_32_digits(const char *value)
{
	size_t i;

	for (i = 0; value[i] != '\0'; i++)
		if (!is_hex(value[i]))
			return false;
	return i == 32;
}

bool
validate_guid(const char *value, struct finding *found)
{
	size_t i, len = strlen(value);
	char shown[24];

	finding_clear(found);
	if (guid_is(value, len))
		return true;
	if (len == 0)
		return finding_set(found, 0, "nothing was typed. "
		    GUID_EXAMPLE);
	if (looks_like_secret(value))
		return finding_set(found, 0, "this looks like a client secret; "
		    "it is asked for in the step Client secret. Here: "
		    GUID_EXAMPLE);
	if (is_32_digits(value)) {
		finding_set(found, 9, "the four hyphens are missing. "
		    GUID_EXAMPLE);
		snprintf(found->suggestion, sizeof(found->suggestion),
		    "%.8s-%.4s-%.4s-%.4s-%s", value, value + 8, value + 12,
		    value + 16, value + 20);
		return false;
	}
	for (i = 0; i < len; i++)
		if (!is_hex(value[i]) && value[i] != '-')
			return finding_set(found, part_position(value, i),
			    "%s at position %zu does not belong in an ID. "
			    GUID_EXAMPLE, part_character(value + i, shown),
			    part_position(value, i));
	if (len != 36)
		return finding_set(found, len < 36 ? len + 1 : 37,
		    "too %s, %zu of 36 characters. " GUID_EXAMPLE,
		    len < 36 ? "short" : "long", len);
	for (i = 0; is_dash_place(i) == (value[i] == '-');)
		i++;
	return finding_set(found, i + 1, is_dash_place(i)
		? "a hyphen should stand at position %zu. " GUID_EXAMPLE
		: "a hyphen should not stand at position %zu. " GUID_EXAMPLE,
	    i + 1);
}

static const char same_twice[] =
    "the same value as %s: one of the two was copied twice. The portal's "
    "Overview shows three IDs; take \"%s\", not \"Object ID\"";

bool
validate_client_id(const char *value, const char *tenant, struct finding *found)
{
	if (!validate_guid(value, found))
		return false;
	if (strcmp(value, tenant) == 0)
		return finding_set(found, 0, same_twice,
		    "the directory's ID", "Application (client) ID");
	return true;
}

/* common, organizations and consumers stand for no directory of one's own. */
static bool
is_everybody(const char *value)
{
	return strcmp(value, "common") == 0 ||
	    strcmp(value, "organizations") == 0 ||
	    strcmp(value, "consumers") == 0;
}

/* Would somebody who typed this have meant an ID and not a domain? */
static bool
is_meant_as_guid(const char *value)
{
	size_t i;

	for (i = 0; value[i] != '\0'; i++)
		if (!is_hex(value[i]) && value[i] != '-')
			return false;
	return true;
}

bool
validate_tenant(const char *value, const char *client_id, struct finding *found)
{
	const char *rule;
	char shown[24];
	size_t at = 0;

	if (is_everybody(value))
		return finding_set(found, 0, "\"%s\" stands for everybody's "
		    "directories; an app of one organization needs its own. "
		    "Example: contoso.com", value);
	if (looks_like_secret(value) || is_meant_as_guid(value)) {
		if (!validate_guid(value, found))
			return false;
		if (strcmp(value, client_id) == 0)
			return finding_set(found, 0, same_twice,
			    "the application's ID", "Directory (tenant) ID");
		return true;
	}
	finding_clear(found);
	rule = part_domain_rule(value, strlen(value), &at);
	if (rule == NULL)
		return true;
	if (rule == part_bad_character)
		return finding_set(found, part_position(value, at),
		    "neither an ID nor a domain name: %s at position %zu. "
		    "Example: contoso.com", part_character(value + at, shown),
		    part_position(value, at));
	return finding_set(found, 0, "neither an ID nor a domain name: %s. "
	    "Example: contoso.com", rule);
}

/* Where a portal or a password manager has put marks in place of characters;
 * len when nowhere. */
static size_t
find_mask(const char *bytes, size_t len)
{
	static const char *const marks[] = { "***", "\xe2\x80\xa2",
		"\xe2\x97\x8f", "\xe2\x88\x99", "\xe2\x80\xa6", "..." };
	size_t i, k, n;

	for (i = 0; i < len; i++)
		for (k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
			n = strlen(marks[k]);
			if (n <= len - i && memcmp(bytes + i, marks[k], n) == 0)
				return i;
		}
	return len;
}

/* Refused at any server: what can never have been handed out as it is. */
static bool
refuse_secret(const char *bytes, size_t len, struct finding *found)
{
	size_t i;

	if (len == 0)
		return finding_set(found, 0, "nothing was typed");
	if (find_mask(bytes, len) < len)
		return finding_set(found, 0, "this is the masked form of a "
		    "secret, with marks in place of characters. The portal "
		    "shows the Value only until its page is left: add a new "
		    "client secret and copy its Value at once");
	for (i = 0; i < len; i++)
		if (bytes[i] == ' ')
			return finding_set(found, i + 1, "there is a blank at "
			    "position %zu; a secret has none. Copy the Value "
			    "alone", i + 1);
		else if (bytes[i] < 0x21 || bytes[i] > 0x7e)
			return finding_set(found, part_position(bytes, i),
			    "the character at position %zu cannot stand in a "
			    "secret. Copy the Value alone",
			    part_position(bytes, i));
	return true;
}

bool
validate_secret(const char *bytes, size_t len, bool microsoft,
    struct finding *found)
{
	size_t i;

	finding_clear(found);
	if (!refuse_secret(bytes, len, found))
		return false;
	if (!microsoft)
		return true;
	if (guid_is(bytes, len))
		return finding_set(found, 0, "this is the Secret ID, not the "
		    "Value: the Secret ID has the form of an ID like "
		    "6731de76-..., the Value stands in the column before it");
	if (len > 8 && memcmp(bytes, "https://", 8) == 0)
		return finding_set(found, 0, "this is a web address; the "
		    "Value of the client secret is wanted");
	if (!begins_as_secret(bytes, len))
		return finding_warn(found, "this does not look like a Value "
		    "made since 2021 (40 characters, the 5th and 6th are Q~); "
		    "%zu characters were read. The server will tell", len);
	for (i = 0; i < len && is_secret_character(bytes[i]);)
		i++;
	if (i < len || len < 37 || len > 40)
		return finding_warn(found, "it begins like a Value, but %zu "
		    "characters were read and a Value has 40: was all of it "
		    "copied, and nothing else? The server will tell", len);
	return true;
}

/* What no sign-in can have ended on is told before anybody is asked; whose it
 * is and whether it serves is for the pending one to say. Short, since a small
 * window shows it below the address. */
static bool
judge_ending(const char *bytes, size_t len, struct finding *found)
{
	static const char *const wrong[] = {
		[PASTE_NONSENSE] = "not where the browser ended, nor an error; "
			"it begins with http://localhost",
		[PASTE_LOGIN_PAGE] = "the sign-in page itself: sign in there; "
			"it ends on http://localhost",
		[PASTE_INCOMPLETE] = "cut off: \"code=\" and \"state=\" have "
			"to be in it; copy all of it",
	};
	enum paste_kind kind;

	if (paste_is_ending(bytes, len, &kind, NULL) ||
	    kind >= sizeof(wrong) / sizeof(wrong[0]) || wrong[kind] == NULL)
		return true;
	return finding_set(found, 0, "%s", wrong[kind]);
}

bool
validate_pasted(const char *bytes, size_t len, struct finding *found)
{
	finding_clear(found);
	if (len == 0)
		return finding_set(found, 0, "nothing was pasted. Copy the "
		    "whole address of the page that the browser ended on; it "
		    "begins with http://localhost");
	if (begins_as_secret(bytes, len) && len <= 40)
		return finding_set(found, 0, "this looks like the client "
		    "secret. Here the address is wanted that the browser "
		    "ended on; it begins with http://localhost");
	return judge_ending(bytes, len, found);
}
