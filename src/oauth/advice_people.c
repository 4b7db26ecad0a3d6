/* SPDX-License-Identifier: ISC */
/* Advice for numbers about the person: account, password, MFA, the end of a
 * sign-in. */
#include <config.h>

#include "oauth/advice_rules.h"

#define SIGN_IN_AGAIN                                                          \
	"Run `postfrank setup`: it opens at the sign-in; sign in once more"
#define PRIVATE_WINDOW                                                         \
	"Open the sign-in address in a private browser window and sign in "    \
	"with the account of the mailbox, not with your own"

static const struct advice_rule rules[] = {
	{ .numbers = { 16000 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The browser was signed in with an account that this tenant "
		"does not know",
		PRIVATE_WINDOW) },
	{ .numbers = { 50014, 51004 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The account is not in the tenant's directory, or its "
		"invitation was never accepted",
		PRIVATE_WINDOW) },
	{ .numbers = { 50020, 90072 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The account that signed in belongs to another organisation "
		"and is no guest here; usually the browser remembered it",
		PRIVATE_WINDOW) },
	{ .numbers = { 50034 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The tenant has no account of that name: a typing error, "
		"another tenant, or the account was deleted",
		"Check the name of who signs in, then sign in with an account "
		"that exists, for example alerts@contoso.example") },
	{ .numbers = { 50055 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The account's password has expired",
		"Change the password in the browser. " SIGN_IN_AGAIN) },
	{ .numbers = { 50056 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The directory holds no usable password for the account",
		"Set or reset the account's password. " SIGN_IN_AGAIN) },
	{ .numbers = { 50057 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin", "The account is disabled",
		"Enable the account in the admin centre (Users, Active users, "
		"Unblock sign-in); the waiting mail then goes out by itself") },
	{ .numbers = { 50058 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"Nobody is signed in in that browser", SIGN_IN_AGAIN) },
	{ .numbers = { 50072, 50074, 50076 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"A second factor (MFA) is asked for now",
		SIGN_IN_AGAIN
		" and answer the second factor; an account that nobody watches "
		"is better left out of that policy") },
	{ .numbers = { 50078 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The second factor (MFA) was given too long ago for the "
		"tenant's policy",
		SIGN_IN_AGAIN) },
	{ .numbers = { 50079 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The account must first register a second factor (MFA)",
		"Sign in with the account in a browser, register the second "
		"factor there. " SIGN_IN_AGAIN) },
	{ .numbers = { 50085, 50089 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The sign-in has run out and must be made anew",
		SIGN_IN_AGAIN) },
	{ .numbers = { 50087, 50088 },
	    RULE(FAULT_LATER, TURN_WAIT, "signin",
		"The service for the second factor (MFA) has trouble or has "
		"reached its limit",
		"Try the sign-in again in a few minutes") },
	{ .numbers = { 50107 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The account's domain is federated with a sign-in service that "
		"the tenant does not know",
		"Check the federation of the account's domain, or sign in with "
		"a cloud account of the tenant") },
	{ .numbers = { 50126 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The name or the password was not right",
		"Type both once more in the browser") },
	{ .numbers = { 50132, 50133 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The sign-in ended because the password was changed or has "
		"expired",
		SIGN_IN_AGAIN) },
	{ .numbers = { 50134 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The code was approved in another data-centre region than the "
		"one that issued it",
		"Start the sign-in again and finish it in one go") },
	{ .numbers = { 50135 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The account is at risk and its password must be changed",
		"Change the password in the browser. " SIGN_IN_AGAIN) },
	{ .numbers = { 50140, 50199 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The browser asks a question in between (stay signed in, or "
		"confirm the application)",
		"Answer it and go on; nothing is wrong") },
	{ .numbers = { 50144 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The account's password in the local Active Directory has "
		"expired",
		"Reset that password. " SIGN_IN_AGAIN) },
	{ .numbers = { 50158 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"A security check by another company's service (a third-party "
		"second factor) was not passed",
		SIGN_IN_AGAIN " and answer that check") },
	{ .numbers = { 50173 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The sign-in was revoked: the password was reset, or somebody "
		"ended all sessions of the account",
		SIGN_IN_AGAIN) },
	{ .numbers = { 500208 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"That kind of account cannot sign in here, for example a "
		"personal account where a work account is wanted",
		PRIVATE_WINDOW) },
	{ .numbers = { 54005 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"This code has been used already; each one works once",
		"Start the sign-in again and paste the new address") },
	{ .numbers = { 65004 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The permissions were declined in the browser",
		"Open the sign-in address again and press Accept") },
	{ .numbers = { 70000 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The server does not accept this sign-in (any more)",
		SIGN_IN_AGAIN) },
	{ .numbers = { 700003 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The device that the sign-in belongs to is gone from the "
		"tenant",
		SIGN_IN_AGAIN " on another device; should it come back, the "
			      "tenant's administrator can tell why") },
	{ .numbers = { 70008 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The code or the sign-in has expired: a code lives about ten "
		"minutes, a sign-in 90 days without use",
		"Start the sign-in again and paste the address within ten "
		"minutes") },
	{ .numbers = { 70016 },
	    RULE(FAULT_LATER, TURN_WAIT, "signin",
		"The sign-in in the browser is not finished yet",
		"Finish it there; postfrank goes on asking") },
	{ .numbers = { 70017 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The sign-in was declined in the browser",
		"Ask for a new code and accept it") },
	{ .numbers = { 70018 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The device code is not known to the server",
		"Ask for a new code") },
	{ .numbers = { 70019, 70020 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The device code has expired; it lives about 15 minutes",
		"Ask for a new code when you are ready to type it in") },
	{ .numbers = { 700020 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"A person must sign in; this cannot be done unattended",
		SIGN_IN_AGAIN) },
	{ .numbers = { 70043 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"A policy of the tenant (sign-in frequency) ends each sign-in "
		"after a time",
		SIGN_IN_AGAIN
		"; and ask the tenant's administrator to leave this account "
		"out of the sign-in frequency, or it ends again") },
	{ .numbers = { 700082 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The sign-in was not used for too long (usually 90 days) and "
		"has ended",
		SIGN_IN_AGAIN "; the timer of postfrank then keeps it alive") },
	{ .numbers = { 90119, 90120 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The code was empty, or it has been approved or declined "
		"already",
		"Ask for a new code") },
	{ .numbers = { 130004, 130005, 130006, 130007, 130008, 135010, 135011 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"Windows Hello or the device's key did not work for this "
		"sign-in",
		"Choose another way to sign in on that page, for example the "
		"password") },
};

const struct advice_rules advice_people = { rules,
	sizeof(rules) / sizeof(rules[0]) };
