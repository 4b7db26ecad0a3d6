/* SPDX-License-Identifier: ISC */
/* Advice for numbers about what was asked and when (scopes, malformed requests,
 * passing trouble), and for the words of the protocols. */
#include <config.h>

#include "oauth/advice_rules.h"

#define SCOPE_NEXT                                                             \
	"Leave \"scope\" in the settings at null, so that postfrank asks for " \
	"the right one, and check the cloud"
#define REPORT                                                                 \
	"This is a bug of postfrank: report it with what the server said"
#define START_AGAIN "Start the sign-in again"

static const struct advice_rule rules[] = {
	{ .numbers = { 28002, 28003, 70011, 650053 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "permissions",
		"The scope that was asked for does not exist or is not valid "
		"there",
		SCOPE_NEXT) },
	{ .numbers = { 700022, 700023 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "permissions",
		"The scope names several services, or none; one request takes "
		"one",
		SCOPE_NEXT) },
	{ .numbers = { 50000, 70012 },
	    RULE(FAULT_LATER, TURN_WAIT, "",
		"The sign-in server had an error of its own",
		"Try again in a few minutes; if it stays, see "
		"status.cloud.microsoft") },
	{ .numbers = { 50033, 90006, 90012, 90024, 90033, 90090 },
	    RULE(FAULT_LATER, TURN_WAIT, "",
		"The sign-in server has passing trouble",
		"Try again in a few minutes") },
	{ .numbers = { 50196 },
	    .advice = { .kind = FAULT_LATER,
		.turn = TURN_WAIT,
		.step = "",
		.firm = true,
		.meaning =
		    "The server saw the same request too often in a short time",
		.next = "Try again later; stop other programs that "
			"use the same registration in a loop" } },
	{ .numbers = { 90055 },
	    .advice = { .kind = FAULT_LATER,
		.turn = TURN_WAIT,
		.step = "",
		.firm = true,
		.meaning =
		    "The tenant sends too many requests and is slowed down",
		.next = "Try again in a few minutes" } },
	{ .numbers = { 50013, 500133 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "",
		"A signed proof was not accepted or lies outside its time",
		"Check the clock of this machine (timedatectl)") },
	{ .numbers = { 50147, 501491, 501481 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The code does not belong to this sign-in (PKCE): two sign-ins "
		"were mixed up",
		START_AGAIN " and use the newest address only") },
	{ .numbers = { 500112 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The redirect address has changed between the sign-in and its "
		"code",
		START_AGAIN) },
	{ .numbers = { 700005 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "signin",
		"The code was issued by another tenant than the one asked",
		START_AGAIN "; the tenant must not be changed in between") },
	{ .numbers = { 70003 },
	    RULE(FAULT_BUG, TURN_US, "",
		"The server does not know the kind of request that was sent",
		REPORT) },
	{ .numbers = { 70007 },
	    RULE(FAULT_BUG, TURN_US, "",
		"The server does not know the way of answering that was asked "
		"for",
		REPORT) },
	{ .numbers = { 700054 },
	    RULE(FAULT_BUG, TURN_US, "",
		"An ID token was asked for at a place where the registration "
		"does not allow it",
		REPORT) },
	{ .numbers = { 90013, 90014, 900144, 90100, 9002313 },
	    RULE(FAULT_BUG, TURN_US, "",
		"The server found the request malformed or a part of it "
		"missing",
		REPORT) },
	{ .numbers = { 90015 },
	    RULE(FAULT_BUG, TURN_US, "",
		"The sign-in address was too long for the server", REPORT) },
	{ .numbers = { 90056, 900561 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"The request went to the wrong address: authorization and "
		"token URL exchanged",
		"Leave both URLs empty, so that they follow from the tenant, "
		"or copy them again from the Endpoints page (v2)") },
	{ .numbers = { 901002 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"An address of the old kind (v1) was mixed with one of the new "
		"kind",
		"Leave both URLs empty, so that they follow from the tenant, "
		"or copy those marked v2") },
};

const struct advice_rules advice_request = { rules,
	sizeof(rules) / sizeof(rules[0]) };

#define WORD(word_, kind_, turn_, step_, meaning_, next_)                      \
	{                                                                      \
		.advice = {                                                    \
			.word = word_,                                         \
			.kind = kind_,                                         \
			.turn = turn_,                                         \
			.step = step_,                                         \
			.meaning = meaning_,                                   \
			.next = next_                                          \
		}                                                              \
	}
#define SIGN_IN                                                                \
	"Run `postfrank setup`: it opens at the sign-in; sign in once more"

static const struct advice_rule words[] = {
	/* RFC 6749 4.1.2.1 and 5.2 */
	WORD("invalid_grant", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The server does not accept this sign-in or code any more",
	    SIGN_IN),
	WORD("invalid_client", FAULT_SIGNIN, TURN_YOU, "secret",
	    "The server does not accept the client id or its secret",
	    "Compare the client id, and enter a new client secret with "
	    "`postfrank setup`"),
	WORD("unauthorized_client", FAULT_SETTINGS, TURN_YOU, "values",
	    "This client may not do what was asked, or is not known there",
	    "Compare the client id and the tenant with the registration"),
	WORD("invalid_request", FAULT_SETTINGS, TURN_YOU, "values",
	    "The server found the request malformed",
	    "Compare the tenant and the URLs with the registration"),
	WORD("invalid_scope", FAULT_SETTINGS, TURN_YOU, "permissions",
	    "The scope that was asked for is not valid there", SCOPE_NEXT),
	WORD("unsupported_grant_type", FAULT_SETTINGS, TURN_YOU, "values",
	    "The server does not offer this way of signing in",
	    "Choose another way of signing in, or allow this one on the "
	    "server"),
	WORD("unsupported_response_type", FAULT_SETTINGS, TURN_YOU, "register",
	    "The server does not offer authorization codes to this client",
	    "Allow the authorization code flow in the registration"),
	WORD("access_denied", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The sign-in was cancelled or refused in the browser",
	    "Open the sign-in address again and accept"),
	WORD("server_error", FAULT_LATER, TURN_WAIT, "",
	    "The sign-in server had an error of its own",
	    "Try again in a few minutes"),
	WORD("temporarily_unavailable", FAULT_LATER, TURN_WAIT, "",
	    "The sign-in server is busy", "Try again in a few minutes"),
	/* RFC 8707, OpenID Connect Core 3.1.2.6 */
	WORD("invalid_resource", FAULT_SETTINGS, TURN_ADMIN, "permissions",
	    "The service that was asked for is not known in this tenant",
	    SCOPE_NEXT),
	WORD("invalid_target", FAULT_SETTINGS, TURN_ADMIN, "permissions",
	    "The service that was asked for is not known there", SCOPE_NEXT),
	WORD("interaction_required", FAULT_SIGNIN, TURN_YOU, "signin",
	    "A person must sign in; this cannot be done unattended", SIGN_IN),
	WORD("login_required", FAULT_SIGNIN, TURN_YOU, "signin",
	    "A person must sign in first", SIGN_IN),
	WORD("account_selection_required", FAULT_SIGNIN, TURN_YOU, "signin",
	    "A person must choose the account", SIGN_IN),
	WORD("consent_required", FAULT_SIGNIN, TURN_ADMIN, "permissions",
	    "Nobody has consented to this application's permissions yet",
	    "App registrations, API permissions: press \"Grant admin "
	    "consent\", then sign in again"),
	/* RFC 8628 3.5, and Microsoft's spellings */
	WORD("authorization_pending", FAULT_LATER, TURN_WAIT, "signin",
	    "The sign-in in the browser is not finished yet",
	    "Finish it there; postfrank goes on asking"),
	WORD("slow_down", FAULT_LATER, TURN_WAIT, "signin",
	    "The server wants to be asked less often",
	    "Finish the sign-in in the browser; postfrank asks less often"),
	WORD("expired_token", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The device code has expired", "Ask for a new code"),
	WORD("code_expired", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The device code has expired", "Ask for a new code"),
	WORD("authorization_declined", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The sign-in was declined in the browser",
	    "Ask for a new code and accept it"),
	WORD("bad_verification_code", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The device code is not known to the server", "Ask for a new code"),
	WORD("invalid_tenant", FAULT_SETTINGS, TURN_YOU, "values",
	    "There is no such tenant in this cloud",
	    "Compare the Directory (tenant) ID with the Overview page, and "
	    "check the cloud"),
	/* suberrors (microsoft.md 2.6) */
	WORD("basic_action", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The tenant asks for one more step that a sign-in in the browser "
	    "takes, for example a second factor (MFA)",
	    SIGN_IN),
	WORD("additional_action", FAULT_SIGNIN, TURN_ADMIN, "signin",
	    "The tenant asks for something that a sign-in alone does not give, "
	    "for example a registered device",
	    "Leave the mailbox's account out of that policy"),
	WORD("message_only", FAULT_SIGNIN, TURN_ADMIN, "signin",
	    "A policy of the tenant blocks this sign-in; signing in again only "
	    "shows why",
	    "Find the policy in the sign-in log and leave the account out of "
	    "it"),
	WORD("user_password_expired", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The account's password has expired",
	    "Change it in the browser, then sign in again with `postfrank "
	    "setup`"),
	WORD("bad_token", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The sign-in was revoked", SIGN_IN),
	WORD("token_expired", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The sign-in has expired", SIGN_IN),
	WORD("protection_policy_required", FAULT_SIGNIN, TURN_ADMIN, "signin",
	    "The tenant asks for a protected application (Intune)",
	    "Leave the mailbox's account out of that policy"),
	WORD("client_mismatch", FAULT_SIGNIN, TURN_YOU, "signin",
	    "The sign-in belongs to another application", SIGN_IN),
	WORD("device_authentication_failed", FAULT_SIGNIN, TURN_ADMIN, "signin",
	    "The tenant asks for a registered device",
	    "Leave the mailbox's account out of that policy"),
};

const struct advice_rules advice_words = { words,
	sizeof(words) / sizeof(words[0]) };
