/* SPDX-License-Identifier: ISC */
/* The steps in the portal's order: where to click, what to do there, what to
 * carry over. Fields are in step_fields.c, labels in portal.c. */
#include <config.h>

#include "setup/step_tables.h"

#define APPS "{@entra} > {+entra_id} > {@app_registrations}"
#define BLADE "https://{entra}/#view/Microsoft_AAD_RegisteredApps/"
#define ALL_APPS BLADE "ApplicationsListBlade"
/* The app's own page, while its ID is not known the list to find it in. */
#define APP_BLADE(page) "{?client}" BLADE "ApplicationMenuBlade/~/" page \
	"/appId/{registration.client_id}{/}{?!client}" ALL_APPS "{/}"

static const struct carry register_carries[] = {
	{ "{@name}", "{registration.name}", NULL },
	{ "{@redirect_uri}", "{registration.redirect_uri}", NULL },
};

static const struct carry secret_carries[] = {
	{ "{@description}", "postfrank {host} {month}", NULL },
};

static const struct carry permissions_carries[] = {
	{ "{@delegated}", "{permissions}", NULL },
};

/* What to do when an organization forbids secrets (microsoft.md 2.7). */
static const struct door secret_doors[] = {
	{ .id = "device", .label = "Sign in by a short code, without a secret",
	    .help = "You type a code on a page; nothing of the portal but "
		"\"Allow public client flows\" is needed. Many organizations "
		"block this way, and a changed password ends it.",
	    .grant = "device_code" },
	{ .id = "certificate", .label = "A certificate in place of the secret",
	    .help = "Lasts as long as you choose, and most organizations "
		"that forbid secrets allow it.",
	    .later = "A certificate comes with a later version of postfrank" },
	{ .id = "public", .label = "A public app, without any secret",
	    .help = "The redirect address is registered under Mobile and "
		"desktop applications. A changed password ends the sign-in.",
	    .later = "The public app comes with a later version of postfrank" },
	{ .id = "app", .label = "Without a person (app-only)",
	    .help = "An administrator allows the app itself to send, in the "
		"portal and in Exchange PowerShell.",
	    .later = "App-only sign-in comes with a later version of "
		"postfrank" },
};

#define DOORS(table) .doors = table, \
	.door_count = sizeof(table) / sizeof((table)[0])
#define BIT(step) (1u << (step))
#define CARRIES(table) .carries = table, \
	.carry_count = sizeof(table) / sizeof((table)[0])

const struct step steps[STEP_COUNT] = {
	[STEP_START] = { .id = "start", .title = "Welcome",
	    .advice = "postfrank lets this machine send mail through "
		"Microsoft 365 without a password: you register it once in "
		"the portal, sign in once in a browser, and it keeps the "
		"sign-in alive.\n"
		"Have the portal open beside this window. You can leave at "
		"any time; what was entered is kept. Enter takes what is "
		"proposed.",
	    .advice_live = "This machine sends mail from {mailbox}. It goes "
		"on as it is until a test mail by the new values was "
		"accepted." },

	[STEP_REGISTER] = { .id = "register", .title = "Register the app",
	    .is_portal = true,
	    .path = APPS " > {@new_registration}",
	    .address = BLADE "CreateApplicationBlade",
	    .advice = "Look at the top right of the portal first: the "
		"directory shown there must be the one that the mailbox "
		"belongs to.\n"
		"Fill in {@name} with the value below. {@account_types}: "
		"choose \"{@single_tenant}\" (older: \"{-single_tenant}\"). "
		"{@redirect_uri}: choose "
		"\"{@web}\" and give it the address below, exactly as it "
		"stands. Then press {@register}.\n"
		"At the end of the sign-in the browser is sent to that "
		"address, on whatever computer it runs. Nothing of this "
		"machine has to be reachable from outside.",
	    .advice_custom = "Register a confidential web client at your "
		"sign-in server, for the authorization code grant with "
		"refresh tokens, with the redirect address below.",
	    CARRIES(register_carries) },

	[STEP_VALUES] = { .id = "values", .title = "Application values",
	    .is_portal = true, .rests_on = BIT(STEP_REGISTER),
	    .path = APPS " > (your app) > {@overview}",
	    .address = ALL_APPS,
	    .advice = "Copy the two values from the top of that page. The "
		"authorization and token addresses follow from them, so the "
		"pane {@endpoints} is not needed.\n"
		"You may paste the whole page address, an address from "
		"{@endpoints}, or several lines at once.",
	    .advice_custom = "The client ID as your sign-in server shows it, "
		"and the server's two addresses.",
	    .action = ACTION_DISCOVER },

	[STEP_MAILBOX] = { .id = "mailbox", .title = "Mailbox and scope",
	    .advice = "Which mailbox sends, and which account signs in for "
		"it. They are the same unless the mailbox is shared or an "
		"alias.\n"
		"The scope is filled in from what you chose; change it only "
		"when you know why." },

	[STEP_SERVER] = { .id = "server", .title = "Mail server",
	    .is_portal = true,
	    .path = "{@m365} > {@active_users} > (the account that signs "
		"in) > {+mail_apps}",
	    .address = "https://{admin}/",
	    .advice = "Tick \"{@smtp_auth}\" for the account that signs in "
		"and press {@save}. Without it the server refuses the login "
		"even when everything else is right.\n"
		"Server and port below are right for your cloud unless you "
		"know better.",
	    .advice_custom = "The server at which mail is handed in. It has "
		"to offer the login method XOAUTH2.",
	    .action = ACTION_PROBE_SERVER },

	[STEP_SECRET] = { .id = "secret", .title = "Client secret",
	    .needed = needs_secret, .is_portal = true,
	    .rests_on = BIT(STEP_REGISTER) | BIT(STEP_VALUES),
	    .doors_words = "The portal will not let me add a secret",
	    DOORS(secret_doors),
	    .path = APPS " > (your app) > {@secrets} > {@client_secrets} > "
		"{@new_secret}",
	    .address = APP_BLADE("Credentials"),
	    .advice = "Give it the description below. {@expires}: the portal "
		"proposes 6 months; choose \"{@two_years}\", the longest it "
		"allows, so that you need not come back soon. Press {@add}.\n"
		"Copy the column {@value} at once, not {@secret_id}: it is "
		"shown only until you leave that page. Then copy the day in "
		"the column {@expires}.",
	    .advice_custom = "The secret that your sign-in server made for "
		"the client, and the day on which it ends, if it does.",
	    .action = ACTION_PROBE_CREDENTIALS, CARRIES(secret_carries) },

	[STEP_PERMISSIONS] = { .id = "permissions",
	    .title = "API permissions", .needed = needs_microsoft,
	    .is_portal = true, .rests_on = BIT(STEP_REGISTER),
	    .path = APPS " > (your app) > {@api_permissions} > "
		"{@add_permission} > {@graph} > {@delegated}",
	    .address = APP_BLADE("CallAnAPI"),
	    .advice = "Search for {permissions}, tick what is found and press "
		"{@add_permissions}. It stands under {@graph} although it "
		"is about mail.\n"
		"Then press {@grant_consent}: the column Status has to say "
		"\"{@granted}\". Older guides name permissions ending in "
		"AsApp; those are for programs without a sign-in and do not "
		"help here.",
	    CARRIES(permissions_carries) },

	[STEP_SIGNIN] = { .id = "signin", .title = "Sign in",
	    .is_portal = true,
	    .rests_on = BIT(STEP_REGISTER) | BIT(STEP_VALUES) |
		BIT(STEP_MAILBOX) | BIT(STEP_SECRET) | BIT(STEP_PERMISSIONS),
	    .advice = "Open the address below in a browser on any computer "
		"and sign in as {sign_in_as}.\n"
		"Use a private window: a browser that already knows another "
		"account may go on with that one without asking, and then "
		"the wrong account has signed in.\n"
		"At the end the browser shows a page that it cannot load. "
		"Copy the address of that page and paste it here.",
	    .begin = ACTION_SIGNIN_BEGIN, .action = ACTION_SIGNIN_FINISH },

	[STEP_TEST] = { .id = "test", .title = "Send a test mail",
	    .rests_on = BIT(STEP_MAILBOX) | BIT(STEP_SERVER) |
		BIT(STEP_SIGNIN),
	    .advice = "A real mail goes from {mailbox} by the whole way. "
		"When the server has taken it, these settings are put into "
		"use.",
	    .action = ACTION_TEST_MAIL },

	[STEP_MACHINE] = { .id = "machine", .title = "This machine's mail",
	    .optional = true,
	    .advice = "Where mail goes that programs of this machine send to "
		"root and other names without a domain." },

	[STEP_CARE] = { .id = "care", .title = "If it stops working",
	    .optional = true, .action = ACTION_TEST_BACKUP,
	    .acts = needs_backup,
	    .advice = "A sign-in can end: after 90 days without mail, when "
		"an administrator resets the password or revokes sessions, "
		"and when the client secret ends. Say now who is told, and "
		"by which other way." },

	[STEP_DONE] = { .id = "done", .title = "Ready",
	    .advice = "Mail is sent from {mailbox}.\n"
		"The client secret ends on {secret_end}; add a new one "
		"before, with \"postfrank setup\". The sign-in "
		"lasts as long as mail is sent at least every 90 days.\n"
		"When a sign-in is needed again, \"postfrank setup\" opens at "
		"that step; \"postfrank status\" shows everything with a date "
		"on it.",
	    .advice_custom = "Mail is sent from {mailbox}.\n"
		"When a sign-in is needed again, \"postfrank setup\" opens at "
		"that step; \"postfrank status\" shows everything with a date "
		"on it." },
};
