/* SPDX-License-Identifier: ISC */
/* The words of the pages for somebody else: templates, one for each step that
 * can be handed over. How they become pages is in sheet.c. */
#include <config.h>

#include "setup/sheet_part.h"

/*
 * A line is a paragraph. Behind a tab stands what is to be copied, alone on its
 * line: @portal is the step's page, @0, @1 ... a value that the step carries to
 * it, @all every one of them, @signin the sign-in's address. @path is where to
 * click. "- " and "1. " begin an item.
 */

#define ASKS "\nWho asks\n" \
	"The administrator of {host}. That server sends its alerts by mail, " \
	"and a program on it, postfrank, hands them in with a sign-in (OAuth " \
	"2.0) in place of a password.\n"

#define NO_SECRET "Please send no password and no client secret.\n"

#define PUBLIC_FLOWS "{@authentication} > {+settings_tab}: switch " \
	"\"{@public_flows}\" on and save.\n"

static const char register_page[] =
	"{?custom}A client for {host} at your sign-in server{/}"
	"{?!custom}An app registration for {host}{/}\n"
	ASKS
	"\nWhat to do\n"
	"{?custom}"
	"1. Register a confidential web client for the authorization code "
	"grant, with refresh tokens and PKCE.\n"
	"2. Its redirect address, exactly as it stands:\n"
	"\t@1\n"
	"{/}{?!custom}"
	"1. Open this address. The directory at the top right of the page must "
	"be the one of {sender}.\n"
	"\t@portal\n"
	"By hand:\n"
	"@path\n"
	"2. {@name}:\n"
	"\t@0\n"
	"3. {@account_types}: {account_type}.\n"
	"4. {@redirect_uri}: choose \"{@web}\", and give it this address "
	"exactly as it stands:\n"
	"\t@1\n"
	"5. Press {@register}.\n"
	"{/}"
	"{?device}6. " PUBLIC_FLOWS "{/}"
	"\nWhy\n"
	"Each server gets a registration of its own, so that it can be revoked "
	"alone. At the end of the sign-in the browser is sent to the redirect "
	"address, which is the very computer it runs on: nothing of {host} is "
	"opened to the network.\n"
	"\nWhat it gives, and what not\n"
	"By itself it gives access to nothing: neither to mail nor to the "
	"directory. Permission to send, and a sign-in as {signer}, are "
	"separate steps, and each may be refused.\n"
	"{?work}The role Application Developer is enough for this.\n{/}"
	"\nHow to answer\n"
	"{?custom}Send back the client ID and your server's authorization and "
	"token addresses. {/}"
	"{?!custom}Send back two values from the new app's page {@overview}: "
	"{@client_id} and {@tenant_id}. Neither is a secret. {/}"
	NO_SECRET;

static const char values_page[] =
	"What {host} has to know of its registration\n"
	ASKS
	"\nWhat to do\n"
	"{?custom}"
	"1. Look up the client that was registered for {host}: its client ID, "
	"and your server's authorization and token addresses.\n"
	"{/}{?!custom}"
	"1. Open this address and choose the app {registration.name}.\n"
	"\t@portal\n"
	"By hand:\n"
	"@path\n"
	"2. Copy {@client_id} and {@tenant_id} from the top of the page. "
	"{@object_id} looks like them and is not wanted.\n"
	"{/}"
	"\nWhy\n"
	"They tell the sign-in page which app asks, and in which directory.\n"
	"\nWhat it gives, and what not\n"
	"They are names, no secrets, and open nothing.\n"
	"\nHow to answer\n"
	"Send these values back by mail. " NO_SECRET;

static const char server_page[] =
	"Sending by SMTP for {signer}\n"
	ASKS
	"\nWhat to do\n"
	"{?!work}"
	"1. Let {signer} hand in mail by SMTP at {server}, with a sign-in by "
	"OAuth 2.0 (XOAUTH2).\n"
	"{/}{?work}"
	"Either in the browser:\n"
	"1. Open this address:\n"
	"\t@portal\n"
	"2. {@active_users} > {signer} > {+mail_apps}.\n"
	"3. Tick \"{@smtp_auth}\" and press {@save}.\n"
	"Or in Exchange Online PowerShell; the last line then shows False:\n"
	"\tConnect-ExchangeOnline\n"
	"\tSet-CASMailbox -Identity {signer_word} "
	"-SmtpClientAuthenticationDisabled $false\n"
	"\tGet-CASMailbox {signer_word} | Format-List "
	"SmtpClientAuthenticationDisabled\n"
	"{/}"
	"{?shared}"
	"Mail is to leave from {sender}, so {signer} needs the right Send As "
	"for it{?!work}.\n{/}"
	"{?work}:\n\tAdd-RecipientPermission -Identity {sender_word} -Trustee "
	"{signer_word} -AccessRights SendAs\n{/}"
	"{/}"
	"\nWhy\n"
	"Without it the server refuses the login even though the sign-in is "
	"right.{?work} Organizations made since 2020 have it switched off for "
	"everybody. That switch may stay as it is, since the setting of one "
	"mailbox comes before it.{/}\n"
	"\nWhat it gives, and what not\n"
	"It lets mail be handed in by SMTP as {signer} alone, and opens no "
	"mailbox for reading. It counts for programs with a password too, for "
	"as long as passwords are taken there.\n"
	"{?work}The role Exchange Administrator is needed.\n{/}"
	"\nHow to answer\n"
	"Say that it is done. It may take from minutes to a day until it "
	"counts. " NO_SECRET;

static const char secret_page[] =
	"A client secret for the app of {host}\n"
	ASKS
	"\nWhat to do\n"
	"{?custom}"
	"1. Make a secret for the client of {host}, lasting as long as you "
	"allow.\n"
	"{/}{?!custom}"
	"1. Open this address{?!client} and choose the app "
	"{registration.name}{/}.\n"
	"\t@portal\n"
	"By hand:\n"
	"@path\n"
	"2. {@description}:\n"
	"\t@0\n"
	"3. {@expires}: \"{@two_years}\". Press {@add}.\n"
	"4. Copy the column {@value}, not {@secret_id}. It is shown only until "
	"you leave the page.\n"
	"{/}"
	"\nHow it reaches {host}\n"
	"Not by mail, chat or ticket: whoever reads it there can pass for this "
	"app. One of these:\n"
	"- Come to the terminal and paste it yourself, at the step Client "
	"secret. It is not shown, and is kept encrypted on {host} alone.\n"
	"\tpostfrank setup\n"
	"- Put it into a password store that both of you use, and tell the "
	"name of the entry only.\n"
	"\nWhy\n"
	"With it {host} proves, whenever it renews the sign-in, that it is "
	"this app.\n"
	"\nWhat it gives, and what not\n"
	"Alone it opens no mailbox: somebody has to sign in besides. It ends "
	"on its day, or when you delete it.\n"
	"\nHow to answer\n"
	"Tell that the secret is there, and the day on which it ends"
	"{?!custom} (column {@expires}){/}; never the secret. If secrets are "
	"not allowed, say so: there are other ways.\n";

static const char permissions_page[] =
	"Permission to send for the app of {host}\n"
	ASKS
	"\nWhat to do\n"
	"1. Open this address{?!client} and choose the app "
	"{registration.name}{/}.\n"
	"\t@portal\n"
	"By hand:\n"
	"@path\n"
	"2. Search for this, tick it and press {@add_permissions}:\n"
	"\t@all\n"
	"{?work}"
	"3. Press {@grant_consent}; the column {@status} then begins "
	"with \"{@granted}\". {?consent}Or open this address in its place. The "
	"browser will end on a page that cannot load: that is right.\n"
	"\t{consent_url}\n{/}"
	"{?!consent}There is an address for it too, once the two IDs of the "
	"app are known here.\n{/}"
	"4. Only if {@enterprise_apps} > (the app) > {@properties} has "
	"\"{@assignment}\" switched on: add {signer} under {@users_groups}.\n"
	"{/}"
	"{?device}- " PUBLIC_FLOWS "{/}"
	"\nWhy\n"
	"Without it Microsoft refuses the sign-in, or the mail server the "
	"login. It stands under {@graph} although it is about mail.\n"
	"\nWhat it gives, and what not\n"
	"These are delegated permissions: the app may do what they say for "
	"who signs in to it, which is meant to be {signer}, and nothing for "
	"anybody else. "
	"{?!reads}It reads no mail. {/}"
	"{?reads}It may read that account's mail, for answers to alerts. {/}"
	"You can take the consent back under {@enterprise_apps}.\n"
	"{?work}A role such as Cloud Application Administrator is needed.\n{/}"
	"\nHow to answer\n"
	"Say that it is done{?consent}; the address of the page on which the "
	"browser ended does as well, and holds no secret{/}. " NO_SECRET;

static const char signin_page[] =
	"One sign-in as {signer}, for {host}\n"
	ASKS
	"\nWhat to do\n"
	"You need the password and the second factor of {signer}.\n"
	"{?device}"
	"1. Agree on a time with the administrator of {host}, who gives you a "
	"page and a short code. The code is good for 15 minutes.\n"
	"2. Open the page in a private window, on any computer or phone, and "
	"type the code.\n"
	"3. Sign in as {signer}, and accept what is asked.\n"
	"{/}{?!device}"
	"1. Open a private window of your browser. One that knows another "
	"account may go on with that one without asking, and then the wrong "
	"account has signed in.\n"
	"2. Open this address in it:\n"
	"\t@signin\n"
	"3. Sign in as {signer}, and accept what is asked.\n"
	"4. The browser will end on a page that cannot load: that is right. "
	"Keep it open.\n"
	"{/}"
	"\nWhy\n"
	"Somebody has to sign in once; {host} then keeps the sign-in alive by "
	"itself.\n"
	"\nWhat it gives, and what not\n"
	"{host} may send mail as {signer}{?reads} and read its mailbox{/}, "
	"until the sign-in is revoked{?!custom} or not used for 90 days{/}. It "
	"does not learn the password.\n"
	"\nHow to answer\n"
	"{?device}Nothing need be sent: {host} notices by itself. If the page "
	"shows an error, send its text. {/}"
	"{?!device}Send the whole address of that last page at once. It begins "
	"with {registration.redirect_uri} and contains a code, which is good "
	"for one use within ten minutes and useless without {host}. If an "
	"error is shown instead, send its text. {/}"
	"Please send no password.\n";

const char *const sheet_pages[STEP_COUNT] = {
	[STEP_REGISTER] = register_page,
	[STEP_VALUES] = values_page,
	[STEP_SERVER] = server_page,
	[STEP_SECRET] = secret_page,
	[STEP_PERMISSIONS] = permissions_page,
	[STEP_SIGNIN] = signin_page,
};
