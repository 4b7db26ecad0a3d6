/* SPDX-License-Identifier: ISC */
/* The fields of every step: what is asked, with its help, its example and what
 * judges it. */
#include <config.h>

#include "setup/step_tables.h"

#define BIT(step) (1u << (step))
#define LIST(table) .choices = table, \
	.choice_count = sizeof(table) / sizeof((table)[0])

static const struct choice whats[] = {
	{ "signin", "Sign in again",
	    "When the sign-in has ended. The rest stays as it is.", false },
	{ "secret", "Replace the client secret",
	    "When the secret has ended or will soon. The sign-in stays.",
	    false },
	{ "change", "Change one thing",
	    "Go through the steps; every answer is there.", false },
	{ "test", "Send a test mail",
	    "Shows whether all of it works now.", false },
	{ "remove", "Remove this account",
	    "Deletes its settings, secret and sign-in from this machine.",
	    false },
};

static const struct choice clouds[] = {
	{ "global", "Microsoft 365, worldwide",
	    "Right for nearly everybody, also for GCC.", false },
	{ "usgov-high", "Microsoft 365 for US government, GCC High",
	    "Sign-in pages end in microsoftonline.us.", false },
	{ "usgov-dod", "Microsoft 365 for US government, DoD",
	    "Sign-in pages end in microsoftonline.us.", false },
	{ "china", "Microsoft 365 operated by 21Vianet, China",
	    "Sign-in pages end in partner.microsoftonline.cn.", false },
	{ "outlook", "A personal account, outlook.com or hotmail.com",
	    "A mailbox that belongs to no organization.", false },
	{ "custom", "Another server",
	    "Any OAuth 2.0 server and mail server; all addresses are asked.",
	    false },
};

static const struct choice grants[] = {
	{ "authorization_code", "In a browser, on any computer",
	    "You open an address there and bring back what it ends on.",
	    false },
	{ "device_code", "By a short code",
	    "You type a code on a page; many organizations block this way.",
	    false },
	{ "client_credentials", "Without a person (app-only)",
	    "An administrator allows the app itself to send.", true },
};

static const struct choice uses[] = {
	{ "smtp", "Send mail",
	    "All that alerts need.", false },
	{ "smtp imap", "Send mail, and read answers by IMAP",
	    "So that an alert can be acknowledged by answering it. The "
	    "permission is asked for now; the reading comes with a later "
	    "version.", false },
	{ "smtp pop3", "Send mail, and read answers by POP3",
	    "The same where IMAP is switched off for the mailbox.", false },
};

static const struct field start_fields[] = {
	{ .setting = "start.what", .kind = FIELD_CHOICE,
	    .label = "What would you like to do", .example = "1",
	    .help = "This account works, or has worked. Whatever you choose, "
		    "nothing changes for waiting mail before a test mail has "
		    "been accepted.",
	    .fallback = "{cure}", LIST(whats), .needed = needs_account },
	{ .setting = "cloud", .kind = FIELD_CHOICE,
	    .label = "Where the mailbox is", .example = "1",
	    .help = "Microsoft runs separate clouds for some governments and "
		    "for China. All others are in the worldwide one.",
	    .fallback = "global", LIST(clouds),
	    .shakes = BIT(STEP_VALUES) | BIT(STEP_SERVER) | BIT(STEP_SECRET) |
		BIT(STEP_PERMISSIONS) | BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "grant", .kind = FIELD_CHOICE,
	    .label = "How to sign in", .example = "1",
	    .help = "Somebody signs in once for the mailbox, and postfrank "
		    "keeps that sign-in alive. The browser may run on any "
		    "computer; this one needs none.",
	    .fallback = "{?console}device_code{/}"
		"{?!console}authorization_code{/}", LIST(grants),
	    .shakes = BIT(STEP_PERMISSIONS) | BIT(STEP_SIGNIN) |
		BIT(STEP_TEST) },
	{ .setting = "use", .kind = FIELD_CHOICE,
	    .label = "What for", .example = "1",
	    .help = "Ask for no more than you need: each use is a permission "
		    "of its own in the portal.",
	    .fallback = "smtp", LIST(uses),
	    .shakes = BIT(STEP_PERMISSIONS) | BIT(STEP_SIGNIN) },
};

static const struct field register_fields[] = {
	{ .setting = "registration.name", .kind = FIELD_LINE,
	    .label = "{@name} of the app", .optional = true,
	    .example = "postfrank on server01 for emailing via Office365",
	    .help = "Only for people: it tells in the portal which machine "
		    "this app belongs to. One app for each machine is good "
		    "practice, since it can be revoked alone and its secret "
		    "ends alone.",
	    .fallback = "postfrank on {host} for emailing via Office365",
	    .tidy = tidy_words, .check = field_check_name },
	{ .setting = "done.register", .kind = FIELD_CONFIRM,
	    .label = "The app is registered", .example = "Enter",
	    .help = "Go on when the portal shows the new app's overview. The "
		"redirect address is where the browser is sent at the end of "
		"the sign-in, on its own computer: nothing of this machine "
		"has to be reachable. If you may not register apps, somebody "
		"with the role Application Developer has to.",
	},
};

static const struct field values_fields[] = {
	{ .setting = "registration.client_id", .kind = FIELD_LINE,
	    .label = "{@client_id}",
	    .example = "6731de76-14a6-49ae-97bc-6eba6914391e",
	    .help = "It names the app, not a person, and is no secret. "
		    "\"{@object_id}\" on the same page looks alike but does "
		    "not work here. You may paste the page's address or the "
		    "whole block of values: what fits is taken out of it.",
	    .tidy = tidy_guid, .check = field_check_client_id,
	    .shakes = BIT(STEP_SECRET) | BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "registration.tenant", .kind = FIELD_LINE,
	    .label = "{@tenant_id}", .example = "contoso.com",
	    .help = "It names your organization's directory: the ID shown in "
		    "the portal, or one of its domains. Any address from the "
		    "pane {@endpoints} will do as well; the ID is taken out "
		    "of it.",
	    .tidy = tidy_guid, .check = field_check_tenant,
	    .needed = needs_microsoft,
	    .shakes = BIT(STEP_SECRET) | BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "registration.authorization_url", .kind = FIELD_LINE,
	    .label = "Authorization URL",
	    .example = "https://login.example.com/oauth2/authorize",
	    .help = "The page on which people sign in. Your server's manual "
		    "or its openid-configuration document names it as "
		    "authorization_endpoint.",
	    .tidy = tidy_line, .check = field_check_endpoint,
	    .needed = needs_custom, .takes_url = true,
	    .shakes = BIT(STEP_SECRET) | BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "registration.token_url", .kind = FIELD_LINE,
	    .label = "Token URL",
	    .example = "https://login.example.com/oauth2/token",
	    .help = "The address at which a sign-in is exchanged for tokens; "
		    "token_endpoint in the openid-configuration document.",
	    .tidy = tidy_line, .check = field_check_endpoint,
	    .needed = needs_custom, .takes_url = true,
	    .shakes = BIT(STEP_SECRET) | BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "registration.device_authorization_url",
	    .kind = FIELD_LINE, .optional = true,
	    .label = "Device authorization URL",
	    .example = "https://login.example.com/oauth2/device",
	    .help = "The address that hands out codes; "
		    "device_authorization_endpoint in the "
		    "openid-configuration document. Enter alone: it is read "
		    "from that document, when its address was given above.",
	    .tidy = tidy_line, .check = field_check_endpoint,
	    .needed = needs_device_url, .takes_url = true,
	    .shakes = BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "ca_file", .kind = FIELD_LINE, .optional = true,
	    .label = "File with your own certificate authority",
	    .example = "/etc/ssl/private-ca.pem",
	    .help = "Only when the servers' certificates come from an "
		    "authority that this machine does not trust anyway. A "
		    "file in PEM form. Enter alone: there is none.",
	    .tidy = tidy_line, .check = field_check_path,
	    .needed = needs_custom,
	    .shakes = BIT(STEP_SERVER) | BIT(STEP_SECRET) | BIT(STEP_TEST) },
};

static const struct field mailbox_fields[] = {
	{ .setting = "mailbox", .kind = FIELD_LINE,
	    .label = "Mailbox that mail is sent from",
	    .example = "alerts@contoso.com",
	    .help = "Mail carries this address as its sender. It may be a "
		    "person's, a service account's or a shared mailbox.",
	    .tidy = tidy_address, .check = field_check_address,
	    .shakes = BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "sign_in_as", .kind = FIELD_LINE, .optional = true,
	    .follows = true, .label = "Who signs in",
	    .example = "service@contoso.com",
	    .help = "Enter alone: the mailbox itself. A shared mailbox or an "
		    "alias cannot sign in; then name the account that can and "
		    "that has the right Send As for the mailbox.",
	    .fallback = "{mailbox}", .tidy = tidy_address,
	    .check = field_check_address,
	    .shakes = BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
	{ .setting = "sender.name", .kind = FIELD_LINE, .optional = true,
	    .label = "Name shown beside the address",
	    .example = "Alerts of server01",
	    .help = "What readers see as the sender. Enter alone: only the "
		    "address.",
	    .tidy = tidy_words, .check = field_check_name },
	{ .setting = "scope", .kind = FIELD_LINE, .optional = true,
	    .follows = true, .label = "Scope",
	    .example = "https://outlook.office.com/SMTP.Send offline_access",
	    .help = "What the sign-in allows. Enter alone is right unless "
		    "your server wants other words; offline_access makes the "
		    "sign-in last.",
	    .fallback = "{scope}", .tidy = tidy_words,
	    .check = field_check_scope,
	    .takes_url = true,
	    .shakes = BIT(STEP_SIGNIN) | BIT(STEP_TEST) },
};

static const struct choice securities[] = {
	{ "starttls", "STARTTLS",
	    "Begins in the clear and switches to TLS before the sign-in; "
	    "usual on port 587.", false },
	{ "tls", "TLS from the first byte",
	    "Usual on port 465.", false },
};

static const struct field server_fields[] = {
	{ .setting = "smtp.host", .kind = FIELD_LINE, .optional = true,
	    .follows = true, .label = "SMTP server",
	    .example = "smtp.office365.com",
	    .help = "Where mail is handed over. Enter alone takes the host "
		    "that Microsoft documents for your cloud.",
	    .fallback = "{smtp_host}", .tidy = tidy_host,
	    .check = field_check_host, .needed = needs_microsoft,
	    .shakes = BIT(STEP_TEST) },
	{ .setting = "smtp.host", .kind = FIELD_LINE, .label = "SMTP server",
	    .example = "mail.example.com",
	    .help = "The host at which mail is handed over after a sign-in "
		    "with XOAUTH2.",
	    .tidy = tidy_host, .check = field_check_host,
	    .needed = needs_custom,
	    .shakes = BIT(STEP_TEST) },
	{ .setting = "smtp.port", .kind = FIELD_LINE, .label = "Port",
	    .example = "587",
	    .help = "587 is the port for mail that is handed in after a "
		    "sign-in. 25 is for mail between servers.",
	    .fallback = "587", .tidy = tidy_line, .check = field_check_port,
	    .shakes = BIT(STEP_TEST) },
	{ .setting = "smtp.security", .kind = FIELD_CHOICE,
	    .label = "Encryption", .example = "1",
	    .help = "Microsoft offers STARTTLS on port 587. Without "
		    "encryption nothing is ever sent.",
	    .fallback = "starttls", LIST(securities),
	    .shakes = BIT(STEP_TEST) },
	{ .setting = "smtp.user", .kind = FIELD_LINE, .optional = true,
	    .follows = true, .label = "Login name at the server",
	    .example = "service@contoso.com",
	    .help = "Enter alone: who signs in, which is what Microsoft "
		    "wants even for a shared mailbox.",
	    .fallback = "{sign_in_as}", .tidy = tidy_line,
	    .check = field_check_name, .shakes = BIT(STEP_TEST) },
};

static const struct field secret_fields[] = {
	{ .setting = "secrets.client_secret", .kind = FIELD_SECRET,
	    .label = "Client secret ({@value})",
	    .example = "40 characters, the 5th and 6th are Q~",
	    .help = "Copy the column {@value}, not {@secret_id}, as soon as "
		"it is shown: once the page is left it is never shown again. "
		"It is kept encrypted, and shown nowhere. If the portal does "
		"not let you add a secret, there are other ways to sign in.",
	    .check = field_check_secret, .shakes = BIT(STEP_TEST) },
	{ .setting = "registration.secret_expires", .kind = FIELD_DATE,
	    .optional = true, .label = "{@expires}, as the portal shows it",
	    .example = "2028-11-12",
	    .help = "The day in the column {@expires} of the secret's row. "
		    "The portal proposes 6 months, so read it rather than "
		    "remember it. You will be warned before that day.",
	    .tidy = tidy_words, .check = field_check_end },
};

static const struct field permissions_fields[] = {
	{ .setting = "done.permissions", .kind = FIELD_CONFIRM,
	    .label = "The permissions are there and granted",
	    .example = "Enter",
	    .help = "The column {@status} begins with \"{@granted}\". "
		"Granting needs an administrator; if you are none, hand this "
		"step over and go on: what can be done without it is asked "
		"first.",
	},
};

static const struct field signin_fields[] = {
	{ .setting = "signin.pasted", .kind = FIELD_PASTE,
	    .label = "Address of the page that the browser ended on",
	    .example = "http://localhost:8765/postfrank?code=...",
	    .help = "After the sign-in the browser shows a page that cannot "
		"be loaded, which is as it should be: its address leads to "
		"the browser's own computer, and the code in it is what "
		"counts. Copy the whole address from the address bar. If an "
		"error is shown instead, paste its text or number; it is "
		"explained.",
	    .check = field_check_pasted, .takes_url = true },
};

static const struct choice arrivals[] = {
	{ "yes", "Yes, it is there", "Then all of it works.", false },
	{ "no", "No, it is not there",
	    "You are told where else to look, and may answer again.", false },
	{ "later", "I shall look later",
	    "The settings are in use in any case.", false },
};

static const struct field test_fields[] = {
	{ .setting = "test.to", .kind = FIELD_LINE,
	    .label = "Send a test mail to", .example = "admin@contoso.com",
	    .help = "An address whose mail you can read now. Only when the "
		    "server has taken this mail are the settings put into "
		    "use.",
	    .fallback = "{first_reader}",
	    .tidy = tidy_address, .check = field_check_address,
	    .shakes = BIT(STEP_TEST) },
	{ .setting = "test.arrived", .kind = FIELD_CHOICE, .afterwards = true,
	    .label = "Has it arrived? Look in Junk too", .example = "1",
	    .help = "The server has taken the test mail, and these settings "
		"are in use; only the mailbox can tell whether it was "
		"delivered. That takes seconds as a rule, and now and then "
		"ten minutes. A first mail from a new sender often lands in "
		"Junk.",
	    .fallback = "yes", LIST(arrivals), .needed = needs_arrival,
	    .check = field_check_arrived },
};

static const struct field machine_fields[] = {
	{ .setting = "root_to", .kind = FIELD_LINE, .optional = true,
	    .label = "Who reads mail to root",
	    .example = "admin@contoso.com, oncall@contoso.com",
	    .help = "Programs of this machine write to names without a "
		    "domain, such as root. Such mail goes here, unless "
		    "/etc/aliases says otherwise.",
	    .fallback = "{test.to}", .tidy = tidy_words,
	    .check = field_check_addresses },
};

static const struct field care_fields[] = {
	{ .setting = "notice.to", .kind = FIELD_LINE, .optional = true,
	    .label = "Who is told when mail stops",
	    .example = "admin@contoso.com",
	    .help = "Told by the backup server when there is one. Enter "
		    "alone: only this machine's log and login banner tell.",
	    .tidy = tidy_words, .check = field_check_addresses },
	{ .setting = "backup.host", .kind = FIELD_LINE, .optional = true,
	    .label = "Backup SMTP server", .example = "relay.contoso.com",
	    .help = "A relay that takes mail from this machine without a "
		    "sign-in, for the time when Microsoft's does not. Enter "
		    "alone: there is none.",
	    .tidy = tidy_host, .check = field_check_host,
	    .shakes = BIT(STEP_CARE) },
	{ .setting = "backup.port", .kind = FIELD_LINE,
	    .label = "Port of the backup server", .example = "25",
	    .help = "Relays inside an organization usually listen on 25.",
	    .fallback = "25", .tidy = tidy_line, .check = field_check_port,
	    .needed = needs_backup },
	{ .setting = "done.care", .kind = FIELD_CONFIRM,
	    .label = "There is no other way: nobody is told until someone "
		    "logs in",
	    .example = "Enter",
	    .help = "Without a backup server only this machine's log and "
		    "login banner can tell that mail has stopped. A relay "
		    "may be added later with \"postfrank setup\".",
	    .needed = needs_no_backup },
};

#define FIELDS(table) { table, sizeof(table) / sizeof((table)[0]) }

const struct fields step_fields[STEP_COUNT] = {
	[STEP_START] = FIELDS(start_fields),
	[STEP_REGISTER] = FIELDS(register_fields),
	[STEP_VALUES] = FIELDS(values_fields),
	[STEP_MAILBOX] = FIELDS(mailbox_fields),
	[STEP_SERVER] = FIELDS(server_fields),
	[STEP_SECRET] = FIELDS(secret_fields),
	[STEP_PERMISSIONS] = FIELDS(permissions_fields),
	[STEP_SIGNIN] = FIELDS(signin_fields),
	[STEP_TEST] = FIELDS(test_fields),
	[STEP_MACHINE] = FIELDS(machine_fields),
	[STEP_CARE] = FIELDS(care_fields),
};
