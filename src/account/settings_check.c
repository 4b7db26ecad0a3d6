/* SPDX-License-Identifier: ISC */
/* Judges of single values: form only, nothing is asked of any server. */
#include <config.h>

#include "account/settings_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/http.h"
#include "base/moment.h"

static const char digits[] = "0123456789";
static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Is it 1..max bytes, all of them letters, digits or in more? */
static bool
is_made_of(const char *value, const char *more, size_t max)
{
	size_t i;

	for (i = 0; value[i] != '\0'; i++)
		if (strchr(letters, value[i]) == NULL &&
		    strchr(digits, value[i]) == NULL &&
		    strchr(more, value[i]) == NULL)
			return false;
	return i > 0 && i <= max;
}

static bool
must_be(struct fault *why, const char *what)
{
	return fault_set(why, FAULT_SETTINGS, "must be %s", what);
}

bool
check_address(const char *value, struct fault *why)
{
	static const char more[] = "!#$%&'*+-/=?^_`{|}~.@";
	const char *at = strchr(value, '@');

	if (at == NULL || at == value || at[1] == '\0' ||
	    strchr(at + 1, '@') != NULL || at - value > 64 ||
	    !is_made_of(value, more, 254))
		return must_be(why, "a mail address such as "
		    "alerts@contoso.example");
	return true;
}

bool
check_client_id(const char *value, struct fault *why)
{
	return is_made_of(value, "._~:@-", 128) ||
	    must_be(why, "the Application (client) ID, such as "
		"5f0d6a3c-1b77-4a2e-9d57-0c6d0a4b8e21");
}

bool
check_tenant(const char *value, struct fault *why)
{
	if (is_made_of(value, ".-", 253) && strstr(value, "..") == NULL &&
	    value[0] != '.')
		return true;
	return must_be(why, "the Directory (tenant) ID or a domain of the "
	    "tenant, such as contoso.example");
}

bool
check_url(const char *value, struct fault *why)
{
	struct fault inner;

	return http_url_is_safe(value, &inner) ||
	    must_be(why, "an address that begins with https:// and holds no "
		"blank, user name or fragment");
}

bool
check_redirect(const char *value, struct fault *why)
{
	static const char local[] = "http://localhost";
	const char *rest = value + sizeof(local) - 1;
	struct fault inner;

	if (strlen(value) < 256) {
		if (strncmp(value, local, sizeof(local) - 1) == 0 &&
		    (*rest == '\0' || *rest == ':' || *rest == '/') &&
		    is_made_of(value, ":/._~-", 255))
			return true;
		if (http_url_is_safe(value, &inner))
			return true;
	}
	return must_be(why, "the redirect address of the registration, such as "
	    "http://localhost:8765/postfrank");
}

bool
check_host(const char *value, struct fault *why)
{
	return (is_made_of(value, ".-:", 253) && value[0] != '-' &&
		   value[0] != '.') ||
	    must_be(why, "the name of a server such as smtp.office365.com, "
		"without port");
}

bool
check_proxy(const char *value, struct fault *why)
{
	static const char scheme[] = "http://";
	const char *host = value + sizeof(scheme) - 1, *colon;
	long port;
	char *end;

	if (strncmp(value, scheme, sizeof(scheme) - 1) == 0 &&
	    is_made_of(value, ".-:/[]", 255) && strchr(host, '/') == NULL) {
		colon = strrchr(host, ':');
		port = colon == NULL ? 0 : strtol(colon + 1, &end, 10);
		if (port > 0 && port <= 65535 && *end == '\0' && colon > host)
			return true;
	}
	return must_be(why, "an address such as http://proxy.lan:3128; a "
	    "password for it goes into the vault");
}

bool
check_date(const char *value, struct fault *why)
{
	int64_t at;

	return (strlen(value) == 10 && moment_parse(value, &at)) ||
	    must_be(why, "a date written as 2027-05-31");
}

bool
check_path(const char *value, struct fault *why)
{
	return value[0] == '/' ||
	    must_be(why, "a path that begins with /");
}

bool
check_uuid(const char *value, struct fault *why)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i;

	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == 'x' ?
			value[i] == '\0' ||
			    strchr("0123456789abcdef", value[i]) == NULL :
			value[i] != '-')
			break;
	return (form[i] == '\0' && value[i] == '\0') ||
	    must_be(why, "an id that postfrank made; leave the line out and a "
		"new one is made");
}

bool
check_name(const char *value, struct fault *why)
{
	return account_name_check(value, NULL) ||
	    must_be(why, "1 to 63 small letters, digits, dots, dashes and "
		"underscores");
}

bool
check_word(const char *value, struct fault *why)
{
	return strpbrk(value, " \t") == NULL ||
	    must_be(why, "without blanks");
}
