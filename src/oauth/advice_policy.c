/* SPDX-License-Identifier: ISC */
/* Advice for numbers about what the tenant forbids or has to allow: mostly the
 * administrator's turn. */
#include <config.h>

#include "oauth/advice_rules.h"

#define LEAVE_OUT                                                              \
	"leave the mailbox's account or this application out of the policy; "  \
	"the sign-in log (Entra ID, Monitoring, Sign-in logs) names the policy"

static const struct advice_rule rules[] = {
	{ .numbers = { 50002, 500021 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The network's proxy restricts which tenants may be signed in "
		"to",
		"Sign in from another network, or have the proxy's tenant "
		"restriction allow this tenant") },
	{ .numbers = { 50053 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The account is locked, or the sign-in came from an address "
		"with a bad reputation",
		"Wait 15 minutes or unblock the account; the sign-in log tells "
		"which of the two it was") },
	{ .numbers = { 50097, 50129, 50155, 50187 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The tenant asks for a registered device, which a server is "
		"not",
		"In Conditional Access, " LEAVE_OUT) },
	{ .numbers = { 50105 },
	    RULE_RECENT(FAULT_SIGNIN, TURN_ADMIN, "permissions",
		"The application may be used by assigned people only, and the "
		"account is not assigned",
		"Enterprise applications, this application: assign the account "
		"under Users and groups, or set \"Assignment required?\" under "
		"Properties to No") },
	{ .numbers = { 50131 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"Conditional Access did not like the device or the way of this "
		"sign-in",
		"In Conditional Access, " LEAVE_OUT) },
	{ .numbers = { 500212, 500213 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"A cross-tenant access policy forbids this sign-in",
		"Sign in with an account of the tenant itself, or change the "
		"cross-tenant access settings") },
	{ .numbers = { 51000 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"A feature that this sign-in needs is switched off in the "
		"tenant",
		"Look up the sign-in in the sign-in log; it names the "
		"feature") },
	{ .numbers = { 53000, 53001 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The tenant lets only compliant or domain-joined devices sign "
		"in",
		"In Conditional Access, " LEAVE_OUT) },
	{ .numbers = { 53002 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The tenant lets only approved applications sign in",
		"In Conditional Access, " LEAVE_OUT) },
	{ .numbers = { 53003 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"Conditional Access blocks this sign-in; it may judge the "
		"server's network address, the way of signing in (device code) "
		"or the application",
		"In Conditional Access, " LEAVE_OUT
		". Was it the device code: sign in by the address in place of "
		"the code") },
	{ .numbers = { 53004, 53010, 53011 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The account counts as at risk, or may not register a second "
		"factor from here",
		"Look at the account under Entra ID, Protection, Risky users, "
		"and clear or dismiss the risk") },
	{ .numbers = { 530032 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"A security policy of the tenant blocks this sign-in",
		"Find the policy in the sign-in log and " LEAVE_OUT) },
	{ .numbers = { 530035 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"Security defaults block sign-ins by password outside a "
		"browser",
		"Sign in by the address in a browser; postfrank needs no "
		"password") },
	{ .numbers = { 650052 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "permissions",
		"The organisation has no licence for the service that the "
		"application asks for",
		"Give the tenant and the mailbox's account an Exchange Online "
		"licence") },
	{ .numbers = { 65001 },
	    RULE_RECENT(FAULT_SIGNIN, TURN_ADMIN, "permissions",
		"Nobody has consented to this application's permissions yet, "
		"or a permission was added after the consent",
		"App registrations, API permissions: check that SMTP.Send is "
		"listed and press \"Grant admin consent\"; then sign in "
		"again") },
	{ .numbers = { 67003, 70001, 7000112 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "register",
		"The application is disabled in the tenant",
		"Enterprise applications, this application, Properties: set "
		"\"Enabled for users to sign-in?\" to Yes") },
	{ .numbers = { 80001, 80002, 80003, 80004, 80005, 80006, 80007, 80008 },
	    RULE(FAULT_LATER, TURN_ADMIN, "signin",
		"The organisation's own sign-in agents (pass-through "
		"authentication) did not answer or refused",
		"Try again in a few minutes; if it stays, the administrator of "
		"the local Active Directory checks the agents") },
	{ .numbers = { 80009, 80010, 80011, 80012, 80013, 80014 },
	    RULE(FAULT_LATER, TURN_ADMIN, "signin",
		"The organisation's own sign-in agents (pass-through "
		"authentication) could not check the password, or not at this "
		"hour",
		"Try again later; if it stays, the administrator of the local "
		"Active Directory checks the agents and logon hours") },
	{ .numbers = { 90094, 90095 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "permissions",
		"An administrator of the tenant has to approve this "
		"application",
		"App registrations, API permissions: press \"Grant admin "
		"consent\"; or open the consent address that postfrank "
		"shows") },
	{ .numbers = { 90123 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"The sign-in service that the account belongs to refused",
		"Sign in with a cloud account of the tenant, or ask who runs "
		"that service") },
	{ .numbers = { 1000031 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "register",
		"The application cannot be used in this tenant at the moment",
		"Enterprise applications, this application: see whether it is "
		"blocked or disabled") },
	{ .numbers = { 399284 },
	    RULE(FAULT_SIGNIN, TURN_ADMIN, "signin",
		"What the account's own sign-in service (federation) handed "
		"over was not accepted",
		"Sign in with a cloud account of the tenant, or have the "
		"federation's administrator look at it") },
};

const struct advice_rules advice_policy = { rules,
	sizeof(rules) / sizeof(rules[0]) };
