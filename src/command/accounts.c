/* SPDX-License-Identifier: ISC */
/* Finds and loads the account that a verb is about. */
#include <config.h>

#include "command/accounts.h"

#include <string.h>

#include "account/golive.h"
#include "account/settings.h"

static bool
not_set_up(const struct command_context *context, struct fault *why)
{
	const struct layout *layout = &context->layout;
	const char *home = context->wish.home;

	if (context->account_given)
		fault_set(why, FAULT_SETTINGS, "there is no account \"%s\" in "
		    "%s", context->account, layout->etc);
	else
		fault_set(why, FAULT_SETTINGS, layout_has_draft(layout)
			? "the set-up was begun and is not finished (%s)"
			: "no account is set up (%s)", layout->etc);
	return fault_next(why, "postfrank%s%s%s%s setup",
	    home != NULL ? " --home " : "", home != NULL ? home : "",
	    context->account_given ? " --account " : "",
	    context->account_given ? context->account : "");
}

/* The only account's name when there is just one and none was asked for. */
static bool
settle_name(struct command_context *context, struct strings *names,
    struct fault *why)
{
	if (account_exists(&context->layout, context->account))
		return true;
	if (context->account_given)
		return not_set_up(context, why);
	if (!account_list(&context->layout, names, why))
		return false;
	if (names->count == 0)
		return not_set_up(context, why);
	if (names->count > 1) {
		fault_set(why, FAULT_USAGE,
		    "there are %zu accounts and none of them is \"default\"",
		    names->count);
		return fault_next(why, "Name one with --account, for example "
		    "--account %s.", names->at[0]);
	}
	return true;
}

bool
command_load_account(struct command_context *context, struct account *account,
    struct fault *why)
{
	struct strings names = { 0 };
	static char only[64];
	bool good;

	account_init(account);
	if (!context->layout.read_only &&
	    !golive_finish(&context->layout, context->account, why))
		return false;
	good = settle_name(context, &names, why);
	if (good && names.count == 1) {
		snprintf(only, sizeof(only), "%s", names.at[0]);
		context->account = only;
	}
	strings_clear(&names);
	return good && settings_load(&context->layout, context->account,
			   account, why);
}
