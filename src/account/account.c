/* SPDX-License-Identifier: ISC */
/* The life of a struct account, and the values that follow from several of its
 * settings. Reads and writes no file. */
#include <config.h>

#include "account/account.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { NAME_MAX_LENGTH = 63, MICROSOFT_RATE = 25 };

void
strings_add(struct strings *strings, const char *string)
{
	strings->at = must_realloc(strings->at, strings->count + 1,
	    sizeof(*strings->at));
	strings->at[strings->count++] = must_strdup(string);
}

bool
strings_have(const struct strings *strings, const char *string)
{
	for (size_t i = 0; i < strings->count; i++)
		if (strcmp(strings->at[i], string) == 0)
			return true;
	return false;
}

void
strings_clear(struct strings *strings)
{
	for (size_t i = 0; i < strings->count; i++)
		free(strings->at[i]);
	free(strings->at);
	*strings = (struct strings){ 0 };
}

static bool
in_name(char c, bool first)
{
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return true;
	return !first && (c == '.' || c == '_' || c == '-');
}

static bool
ends_in(const char *name, const char *end)
{
	size_t len = strlen(name);
	size_t tail = strlen(end);

	return len >= tail && strcmp(name + len - tail, end) == 0;
}

bool
account_name_check(const char *name, struct fault *why)
{
	size_t i;

	for (i = 0; in_name(name[i], i == 0); i++)
		;
	if (i == 0 || i > NAME_MAX_LENGTH || name[i] != '\0' ||
	    ends_in(name, ".draft") || ends_in(name, ".good")) {
		fault_set(why, FAULT_USAGE,
		    "\"%s\" cannot be the name of an account", name);
		return fault_next(why, "use 1 to 63 small letters, digits, "
		    "dots, dashes and underscores, beginning with a letter or "
		    "digit and not ending in .draft or .good, as in "
		    "\"default\"");
	}
	return true;
}

static const char *
first_of(const char *wish, const char *otherwise)
{
	if (wish != NULL)
		return wish;
	return otherwise != NULL ? otherwise : "";
}

const char *
account_mailbox(const struct account *account)
{
	return first_of(account->mailbox, NULL);
}

const char *
account_sign_in_as(const struct account *account)
{
	return first_of(account->sign_in_as, account->mailbox);
}

const char *
account_sender_address(const struct account *account)
{
	return first_of(account->sender.address, account->mailbox);
}

const struct account_server *
account_server(const struct account *account, enum protocol protocol)
{
	if (protocol == PROTOCOL_IMAP)
		return &account->imap;
	return protocol == PROTOCOL_POP3 ? &account->pop3 : &account->smtp;
}

const char *
account_login(const struct account *account, enum protocol protocol)
{
	const char *user = account_server(account, protocol)->user;

	if (user != NULL)
		return user;
	if (protocol == PROTOCOL_SMTP && account->grant != GRANT_APP)
		return account_sign_in_as(account);
	return account_mailbox(account);
}

bool
account_uses(const struct account *account, enum protocol protocol)
{
	if (protocol == PROTOCOL_IMAP)
		return account->use.imap;
	return protocol == PROTOCOL_POP3 ? account->use.pop3 :
					   account->use.smtp;
}

unsigned
account_rate(const struct account *account)
{
	if (account->rate >= 0)
		return (unsigned)account->rate;
	return account->cloud == CLOUD_CUSTOM ? 0 : MICROSOFT_RATE;
}

bool
account_may_send(const struct account *account, const char *user)
{
	if (strcmp(user, "root") == 0 || strings_have(&account->users, user))
		return true;
	return account->users.count == 0 && account->name != NULL &&
	    strcmp(account->name, "default") == 0;
}
