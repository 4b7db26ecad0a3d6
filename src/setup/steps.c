/* SPDX-License-Identifier: ISC */
/* The steps in the portal's order: where to click, what to do there, what to
 * carry over. Fields are in step_fields.c, labels in portal.c. */
#include <config.h>

#include "setup/step_tables.h"

#define APPS "{@entra} > {@entra_id} > {@app_registrations}"
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
	{ "Permission to send", "SMTP.Send", NULL },
	{ "Permission to read by IMAP", "IMAP.AccessAsUser.All", needs_imap },
	{ "Permission to read by POP3", "POP.AccessAsUser.All", needs_pop3 },
};

/* Lines that work as they stand, each in its place. */
static const struct carry done_carries[] = {
	{ "A mail now", "echo test | postfrank send -s test {reader_word}",
	    NULL },
	{ "cron: at the top of a crontab", "MAILTO={reader}", NULL },
	{ "mdadm: in mdadm.conf", "MAILADDR {reader}", NULL },
	{ "mdadm: its test mail",
	    "mdadm --monitor --scan --test --oneshot", NULL },
	{ "smartd: in smartd.conf; at its start it sends a test mail",
	    "DEVICESCAN -a -m {reader} -M test", NULL },
};

/* What to do when an organization forbids secrets (microsoft.md 2.7). */
static const struct door secret_doors[] = {
	{ .id = "device",
	    .label = "Sign in by a short code, without a secret",
	    .help = "Needs somebody who may change the app, to allow it "
		"public client flows, and an organization that does not block "
		"sign-in by code, as many do. A changed password ends such a "
		"sign-in.",
	    .grant = "device_code" },
	{ .id = "certificate", .label = "A certificate in place of the secret",
	    .help = "Needs somebody who may change the app, to upload a file "
		"that this machine makes. The key never leaves this machine.",
	    .later = "A certificate comes with a later version of postfrank" },
	{ .id = "public", .label = "A public app, without any secret",
	    .help = "Needs somebody who may change the app, to move the "
		"redirect address to mobile and desktop apps. A changed "
		"password ends such a sign-in.",
	    .later = "The public app comes with a later version of postfrank" },
	{ .id = "app", .label = "Without a person (app-only)",
	    .help = "Needs a secret or certificate all the same, an "
		"administrator's consent that the app itself may send, and an "
		"Exchange administrator with PowerShell.",
	    .later = "App-only sign-in comes with a later version of "
		"postfrank" },
};

/* Where one way is blocked, or nothing can be copied, the other may do. */
static const struct door signin_doors[] = {
	{ .id = "browser", .label = "In a browser, by an address to open",
	    .help = "You open an address on any computer and bring back what "
		"the browser ends on. Needs the client secret.",
	    .grant = "authorization_code" },
	{ .id = "device", .label = "By a short code",
	    .help = "You type a code on a page, nothing is copied. Needs "
		"public client flows allowed for the app, and an "
		"organization that does not block sign-in by code.",
	    .grant = "device_code" },
};

#define DOORS(table) .doors = table, \
	.door_count = sizeof(table) / sizeof((table)[0])
#define BIT(step) (1u << (step))
#define CARRIES(table) .carries = table, \
	.carry_count = sizeof(table) / sizeof((table)[0])

const struct step steps[STEP_COUNT] = {
	[STEP_START] = { .id = "start", .title = "Welcome",
	    .begin = ACTION_LOOK_AROUND, .begins_quietly = true,
	    .advice = "To send through Microsoft 365 you need:\n"
		"- a browser on any computer, and about ten minutes\n"
		"- the right to register an app and to consent, or somebody "
		"who has it\n"
		"- the address of the mailbox that sends\n"
		"- the password and the second factor of the account that "
		"signs in\n"
		"You can leave at any time; what was entered is kept.",
	    .advice_live = "This account is set up already.\n"
		"Nothing of this account changes until a test mail by the new "
		"values has been accepted." },

	[STEP_REGISTER] = { .id = "register", .title = "Register the app",
	    .is_portal = true,
	    .path = "{@entra} > {+entra_id} > {@app_registrations} > "
		"{@new_registration}",
	    .address = BLADE "CreateApplicationBlade",
	    .advice = "Register this machine as an app.\n"
		"The directory at the top right of the portal must be the "
		"mailbox's. Fill in {@name} and address as they stand below. "
		"{@account_types}: {account_type}. {@redirect_uri}: "
		"\"{@web}\". Then press {@register}.{?device}\n"
		"For the short code besides: {@authentication} > "
		"{+settings_tab}, switch \"{@public_flows}\" on, save.{/}",
	    .advice_custom = "Register this machine as a client.\n"
		"It is a confidential web client of your sign-in server, for "
		"the authorization code grant with refresh tokens, with the "
		"redirect address below.{?device} Allow it the device "
		"authorization grant too.{/}",
	    CARRIES(register_carries) },

	[STEP_VALUES] = { .id = "values", .title = "Application values",
	    .is_portal = true, .rests_on = BIT(STEP_REGISTER),
	    .path = APPS " > (your app) > {@overview}",
	    .address = ALL_APPS,
	    .advice = "Copy two IDs from the top of that page.\n"
		"{@client_id} and {@tenant_id}; not {@object_id}, which looks "
		"like them. The page's whole address will do as well, one "
		"from the pane {@endpoints}, or several lines at once: what "
		"fits is taken out.",
	    .advice_custom = "Look these up at your sign-in server.\n"
		"The client ID as it shows it, and the server's own addresses.",
	    .action = ACTION_DISCOVER },

	[STEP_MAILBOX] = { .id = "mailbox", .title = "Mailbox and scope",
	    .advice = "Which mailbox sends, and who signs in?\n"
		"Mostly they are the same. A shared mailbox or an alias "
		"cannot sign in: then name the account that does, which needs "
		"the right Send As for it.\n"
		"The scope follows from your choices; change it only if you "
		"know why." },

	[STEP_SERVER] = { .id = "server", .title = "Mail server",
	    .is_portal = true,
	    .path = "{?work}{@m365} > {@active_users} > (the account that "
		"signs in) > {+mail_apps}{/}",
	    .address = "{?work}https://{admin}/{/}",
	    .advice = "{?work}Let the account hand in mail by SMTP.\n"
		"Open {signer} there, tick \"{@smtp_auth}\" and press "
		"{@save}. Without it the server refuses the login though all "
		"else is right. It can take from minutes to a day until it "
		"counts.\n"
		"{/}Server and port are right as they stand.",
	    .advice_custom = "Name the server that takes your mail.\n"
		"It has to offer the login method XOAUTH2.",
	    .action = ACTION_PROBE_SERVER },

	[STEP_SECRET] = { .id = "secret", .title = "Client secret",
	    .needed = needs_secret, .is_portal = true,
	    .rests_on = BIT(STEP_REGISTER) | BIT(STEP_VALUES),
	    .doors_words = "The portal will not let me add a secret",
	    DOORS(secret_doors),
	    .path = APPS " > (your app) > {@secrets} > {@client_secrets} > "
		"{@new_secret}",
	    .address = APP_BLADE("Credentials"),
	    .advice = "Make a client secret, copy its {@value}.\n"
		"{@description}: the line below. {@expires}: "
		"\"{@two_years}\"; the portal proposes 6 months. Press "
		"{@add}. Copy the column {@value}, not {@secret_id}; it is "
		"shown only once.\n"
		"Paste it here now: selecting text in this window replaces "
		"what you copied. Then read the day in the column {@expires}.",
	    .advice_custom = "Make a secret for the client there.\n"
		"Paste it here now: selecting text in this window replaces "
		"what you copied. Then enter the day on which it ends, if it "
		"does.",
	    .action = ACTION_PROBE_CREDENTIALS, CARRIES(secret_carries) },

	[STEP_PERMISSIONS] = { .id = "permissions",
	    .title = "API permissions", .needed = needs_microsoft,
	    .is_portal = true, .rests_on = BIT(STEP_REGISTER),
	    .path = APPS " > (your app) > {@api_permissions} > "
		"{@add_permission} > {@graph} > {@delegated}",
	    .address = APP_BLADE("CallAnAPI"),
	    .advice = "Allow the app to send mail.\n"
		"Search for what stands below, tick it and press "
		"{@add_permissions}. It is under {@graph} although it is "
		"about mail; what ends in AsApp is for programs without a "
		"sign-in and does not help.\n"
		"{?work}Then press {@grant_consent}: the column {@status} has "
		"to begin with \"{@granted}\".{/}{?personal}You consent to it "
		"yourself when you sign in.{/}{?device}\n"
		"{@authentication} > {+settings_tab}: \"{@public_flows}\" has "
		"to be on.{/}",
	    CARRIES(permissions_carries) },

	[STEP_SIGNIN] = { .id = "signin", .title = "Sign in",
	    .is_portal = true,
	    .rests_on = BIT(STEP_REGISTER) | BIT(STEP_VALUES) |
		BIT(STEP_MAILBOX) | BIT(STEP_SECRET) | BIT(STEP_PERMISSIONS),
	    .advice = "Sign in as {signer}.\n"
		"{?!device}Open the address in a private window, on any "
		"computer. Why: a browser that already knows another account "
		"may go on with that one without asking, and then the wrong "
		"account has signed in.\n"
		"At the end the browser shows a page that cannot load, which "
		"is right: paste its address here. If it shows an error, "
		"paste the error's text or number.{/}{?device}Open the page "
		"on any phone or computer and type the code; a private window "
		"keeps another account that the browser knows out of it. Who "
		"signed in is shown here.\n"
		"Nothing has to be brought back. If the page says that this "
		"is blocked{?!custom} (53003){/}, your organization does not "
		"allow codes: go back and choose the sign-in in a browser.{/}",
	    .doors_words = "Sign in in another way", DOORS(signin_doors),
	    .begin = ACTION_SIGNIN_BEGIN, .action = ACTION_SIGNIN_FINISH },

	[STEP_TEST] = { .id = "test", .title = "Send a test mail",
	    .rests_on = BIT(STEP_MAILBOX) | BIT(STEP_SERVER) |
		BIT(STEP_SIGNIN),
	    .advice = "A real mail goes the whole way.\n"
		"It goes from {sender} to the address below. Once the server "
		"has taken it, these settings are put into use, and you are "
		"asked whether it has arrived.",
	    .action = ACTION_TEST_MAIL },

	[STEP_MACHINE] = { .id = "machine", .title = "This machine's mail",
	    .optional = true,
	    .advice = "Who reads this machine's own mail?\n"
		"cron, mdadm, smartd and others write to names such as root. "
		"Their mail goes to the address below, unless /etc/aliases "
		"says otherwise.\n"
		"It comes to this account once /usr/sbin/sendmail is "
		"postfrank's, with a later version; until then it goes the "
		"way it goes now." },

	[STEP_CARE] = { .id = "care", .title = "If it stops working",
	    .optional = true, .action = ACTION_TEST_BACKUP,
	    .acts = needs_backup,
	    .advice = "Who is told when mail stops?\n"
		"As it stands: if the sign-in ends tonight, nobody is told "
		"until someone logs in. It ends {?!custom}after 90 days "
		"without mail, {/}when {?device}the password is changed, "
		"{/}an administrator resets {?device}it{/}{?!device}the "
		"password{/} or revokes sessions{?!device}, and with the "
		"client secret{/}.\n"
		"A backup server is tried now, with a real mail. Whom to tell "
		"is kept; the telling itself comes with a later version." },

	[STEP_DONE] = { .id = "done", .title = "Ready",
	    .advice = "Mail is sent from {sender}.\n"
		"{?!device}The client secret ends on {secret_end}. {/}The "
		"sign-in lasts as long as mail is sent every 90 days{?device} "
		"and the password stays{/}. When one has ended, \"postfrank "
		"setup\" opens where it is cured; \"postfrank status\" shows "
		"every date.\n"
		"The lines below are for cron, mdadm and smartd. They reach "
		"this account once /usr/sbin/sendmail is postfrank's, with a "
		"later version; until then \"postfrank send\" does.",
	    .advice_custom = "Mail is sent from {sender}.\n"
		"{?!device}The client secret ends on {secret_end}. {/}When a "
		"sign-in is needed again, \"postfrank setup\" opens there; "
		"\"postfrank status\" shows every date.\n"
		"The lines below are for cron, mdadm and smartd. They reach "
		"this account once /usr/sbin/sendmail is postfrank's, with a "
		"later version; until then \"postfrank send\" does.",
	    CARRIES(done_carries) },
};
