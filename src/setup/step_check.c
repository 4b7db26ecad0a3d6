/* SPDX-License-Identifier: ISC */
/* The fields' checks: validators, handed what they need of the other answers;
 * and which answers call for which step. */
#include <config.h>

#include <string.h>

#include "oauth/cloud.h"
#include "setup/portal.h"
#include "setup/step_tables.h"

/* Is it a server of one's own? Until a cloud is chosen it is Microsoft's. */
bool
needs_custom(const struct answers *answers)
{
	return answers_is(answers, "cloud", "custom");
}

bool
needs_microsoft(const struct answers *answers)
{
	return !needs_custom(answers);
}

bool
needs_account(const struct answers *answers)
{
	return answers_is(answers, "start.live", "yes");
}

/* Which mail is read, for answers to alerts. */
bool
needs_imap(const struct answers *answers)
{
	return answers_is(answers, "use", "smtp imap");
}

bool
needs_pop3(const struct answers *answers)
{
	return answers_is(answers, "use", "smtp pop3");
}

bool
needs_backup(const struct answers *answers)
{
	return answers_get(answers, "backup.host")[0] != '\0';
}

bool
needs_no_backup(const struct answers *answers)
{
	return !needs_backup(answers);
}

/* What a device code brought is refreshed without a secret, and with one it is
 * refused (microsoft.md 2.2). */
bool
needs_secret(const struct answers *answers)
{
	return !answers_is(answers, "grant", "device_code");
}

bool
needs_device_url(const struct answers *answers)
{
	return needs_custom(answers) &&
	    answers_is(answers, "grant", "device_code");
}

/* Has a test mail been taken, so that it can arrive? */
bool
needs_arrival(const struct answers *answers)
{
	return answers_is(answers, "test.taken", "yes");
}

bool
field_check_client_id(const char *value, const struct known *known,
    struct finding *found)
{
	size_t i;

	if (needs_microsoft(known->answers))
		return validate_client_id(value,
		    answers_get(known->answers, "registration.tenant"), found);
	/* RFC 6749 A.1: any visible characters. */
	finding_clear(found);
	for (i = 0; value[i] != '\0'; i++)
		if (value[i] <= 0x20 || value[i] > 0x7e)
			return finding_set(found, i + 1, "there is a "
			    "character at position %zu that a client ID does "
			    "not have. Example: postfrank-server01", i + 1);
	if (strstr(value, "://") != NULL)
		finding_warn(found, "this is an address, and a client ID "
		    "seldom is one. Example: postfrank-server01");
	return true;
}

bool
field_check_tenant(const char *value, const struct known *known,
    struct finding *found)
{
	if (answers_is(known->answers, "cloud", "outlook") &&
	    strcmp(value, "consumers") == 0) {
		finding_clear(found);
		return true;
	}
	return validate_tenant(value,
	    answers_get(known->answers, "registration.client_id"), found);
}

bool
field_check_endpoint(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_endpoint(value, found);
}

bool
field_check_path(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_path(value, found);
}

bool
field_check_name(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_name(value, found);
}

bool
field_check_address(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_address(value, found);
}

bool
field_check_addresses(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_addresses(value, found);
}

/* Microsoft hands out a lasting sign-in for offline_access alone; another
 * server may have other words for it. */
bool
field_check_scope(const char *value, const struct known *known,
    struct finding *found)
{
	if (validate_scope(value, found) || needs_microsoft(known->answers))
		return found->text[0] == '\0' || found->is_warning;
	found->is_warning = true;
	found->position = 0;
	return true;
}

bool
field_check_host(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_host(value, found);
}

bool
field_check_port(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_port(value, found);
}

bool
field_check_secret(const char *value, const struct known *known,
    struct finding *found)
{
	return validate_secret(value, strlen(value),
	    needs_microsoft(known->answers), found);
}

/* The end may stay unknown, but not by an Enter in passing: field_judge() asks
 * about emptiness only where a field is not optional. */
bool
field_check_end(const char *value, const struct known *known,
    struct finding *found)
{
	if (value[0] != '\0')
		return validate_date(value, known->now, found);
	if (needs_custom(known->answers)) {
		finding_clear(found);
		return true;
	}
	return finding_warn(found, "without the day on which the secret ends "
	    "nobody can be warned before mail stops");
}

bool
field_check_arrived(const char *value, const struct known *known,
    struct finding *found)
{
	struct text words;

	finding_clear(found);
	if (strcmp(value, "no") != 0)
		return true;
	text_init(&words, sizeof(found->text) - 1);
	portal_fill("the server has taken it, so it is under way or was put "
	    "aside. Wait ten minutes and look in Junk{?work}, then in the "
	    "quarantine (security.microsoft.com/quarantine); an administrator "
	    "sees where it went under {@exchange_admin} > {@message_trace}, "
	    "by recipient and time{/}. Enter once more goes on", known,
	    &words);
	finding_warn(found, "%s", words.at);
	text_clear(&words);
	return true;
}

bool
field_check_pasted(const char *value, const struct known *known,
    struct finding *found)
{
	(void)known;
	return validate_pasted(value, strlen(value), found);
}
