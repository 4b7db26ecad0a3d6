/* SPDX-License-Identifier: ISC */
/* What texts of the walkthrough depend on: what was chosen, what is known. */
#include <config.h>

#include <string.h>

#include "setup/portal_part.h"

static bool
when_device(const struct known *known)
{
	return answers_is(known->answers, "grant", "device_code");
}

static bool
when_custom(const struct known *known)
{
	return answers_is(known->answers, "cloud", "custom");
}

static bool
when_personal(const struct known *known)
{
	return answers_is(known->answers, "cloud", "outlook");
}

/* An organization's directory at Microsoft, with administrators. */
static bool
when_work(const struct known *known)
{
	return !when_custom(known) && !when_personal(known);
}

/* No window here to copy an address into (setup/session.h). */
static bool
when_console(const struct known *known)
{
	return answers_is(known->answers, "start.console", "yes") &&
	    !when_custom(known);
}

static bool
when_shared(const struct known *known)
{
	const char *signer = answers_get(known->answers, "sign_in_as");

	return signer[0] != '\0' &&
	    !answers_is(known->answers, "mailbox", signer);
}

/* Is mail read too, for answers to alerts? */
static bool
when_reads(const struct known *known)
{
	const char *use = answers_get(known->answers, "use");

	return strstr(use, "imap") != NULL || strstr(use, "pop3") != NULL;
}

static bool
when_client(const struct known *known)
{
	return answers_fit(known->answers, "registration.client_id");
}

static bool
when_consent(const struct known *known)
{
	return when_work(known) && when_client(known) &&
	    answers_fit(known->answers, "registration.tenant");
}

static const struct {
	const char *name;
	bool (*holds)(const struct known *known);
} conditions[] = {
	{ "device", when_device },
	{ "custom", when_custom },
	{ "personal", when_personal },
	{ "work", when_work },
	{ "shared", when_shared },
	{ "reads", when_reads },
	{ "client", when_client },
	{ "consent", when_consent },
	{ "console", when_console },
};

bool
portal_when(const char *name, size_t len, const struct known *known,
    bool *truth)
{
	size_t i;

	for (i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		if (strlen(conditions[i].name) == len &&
		    memcmp(conditions[i].name, name, len) == 0) {
			*truth = conditions[i].holds(known);
			return true;
		}
	return false;
}
