/* SPDX-License-Identifier: ISC */
/* What is known about each action without doing it. */
#include <config.h>

#include "setup/action.h"

/* Limits are upper bounds of all time-outs within the work, not budgets. */
static const struct {
	const char *id;
	const char *words;
	unsigned limit;
	bool repeatable;
} actions[ACTION_COUNT] = {
	[ACTION_NONE] = { "none", "", 0, false },
	[ACTION_LOOK_AROUND] = { "look",
	    "Looking at the clock and the way to Microsoft", 60, true },
	[ACTION_DISCOVER] = { "discover",
	    "Asking the sign-in server about these values", 60,
	    true },
	[ACTION_PROBE_CREDENTIALS] = { "credentials",
	    "Trying IDs and secret together at the sign-in server", 60, true },
	[ACTION_PROBE_SERVER] = { "server",
	    "Connecting to the mail server, without signing in", 180, true },
	[ACTION_SIGNIN_BEGIN] = { "begin", "Preparing the sign-in", 60, false },
	[ACTION_SIGNIN_RENEW] = { "renew", "Preparing a new sign-in", 60,
	    false },
	[ACTION_SIGNIN_FINISH] = { "finish",
	    "Exchanging what came back for a lasting sign-in", 120, false },
	[ACTION_TEST_MAIL] = { "mail", "Sending the test mail", 900, true },
	[ACTION_TEST_BACKUP] = { "backup",
	    "Sending a test mail by the backup server", 300, true },
	[ACTION_GO_LIVE] = { "live", "Putting the settings into place", 60,
	    false },
};

const char *
action_words(enum action action)
{
	return actions[action].words;
}

unsigned
action_limit(enum action action)
{
	return actions[action].limit;
}

bool
action_is_repeatable(enum action action)
{
	return actions[action].repeatable;
}

const char *
action_id(enum action action)
{
	return actions[action].id;
}
