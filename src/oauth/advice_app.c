/* SPDX-License-Identifier: ISC */
/* Advice for numbers about the registration: its ids, its secret, its redirect
 * address, its permissions, its cloud. */
#include <config.h>

#include "oauth/advice_rules.h"

#define NEW_SECRET                                                             \
	"App registrations, Certificates & secrets: make a new client "        \
	"secret, copy its Value (not its Secret ID), and enter it with "       \
	"`postfrank setup`"

static const struct advice_rule rules[] = {
	{ .numbers = { 50001, 500011 },
	    RULE(FAULT_SETTINGS, TURN_ADMIN, "permissions",
		"The tenant does not know the service that was asked for: no "
		"Exchange Online licence, another cloud, or a typing error in "
		"the scope",
		"Check that the tenant has Exchange Online and that the cloud "
		"is the right one") },
	{ .numbers = { 50011, 70004 },
	    RULE_RECENT(FAULT_SETTINGS, TURN_YOU, "register",
		"The redirect address is not one of those registered",
		"App registrations, Authentication: add "
		"http://localhost:8765/postfrank exactly so, platform Web, and "
		"save") },
	{ .numbers = { 50012, 700027 },
	    RULE_RECENT(FAULT_SIGNIN, TURN_YOU, "secret",
		"The application's certificate was not accepted: it is not "
		"uploaded there, or another key signed",
		"App registrations, Certificates & secrets, Certificates: "
		"upload the public part of the certificate in use") },
	{ .numbers = { 50059, 50128, 90019 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"The request does not say which tenant it is for",
		"Enter the Directory (tenant) ID of the application's Overview "
		"page") },
	{ .numbers = { 50146 },
	    RULE(FAULT_SETTINGS, TURN_ADMIN, "register",
		"The registration maps claims of its own and would need its "
		"own signing key",
		"Remove the claims mapping, or make a new registration for "
		"postfrank") },
	{ .numbers = { 50194 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"The application belongs to one tenant, but was used without "
		"naming that tenant (common)",
		"Enter the Directory (tenant) ID in place of common") },
	{ .numbers = { 500113, 900971 },
	    RULE_RECENT(FAULT_SETTINGS, TURN_YOU, "register",
		"The registration has no redirect address",
		"App registrations, Authentication, Add a platform, Web: enter "
		"http://localhost:8765/postfrank and save") },
	{ .numbers = { 65002 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "register",
		"The client id is that of an application of Microsoft",
		"Register an application of your own and enter its Application "
		"(client) ID") },
	{ .numbers = { 65005, 650056, 650057 },
	    RULE_RECENT(FAULT_SETTINGS, TURN_ADMIN, "permissions",
		"The registration does not list the permission that was asked "
		"for, or lists a wrong one",
		"App registrations, API permissions, Add a permission, "
		"Microsoft Graph, Delegated: SMTP.Send; then Grant admin "
		"consent") },
	{ .numbers = { 700016 },
	    RULE_RECENT(FAULT_SETTINGS, TURN_YOU, "values",
		"This tenant has no application with that client id: a typing "
		"error, the ids exchanged, the Object ID copied, or another "
		"tenant",
		"Compare Application (client) ID and Directory (tenant) ID "
		"with the application's Overview page") },
	{ .numbers = { 70002 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "secret",
		"The client secret is not right", NEW_SECRET) },
	{ .numbers = { 700024 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "secret",
		"The signed proof of the application lies outside its time: "
		"the clock of this machine is wrong",
		"Set the clock (timedatectl set-ntp true) and try again") },
	{ .numbers = { 700025, 90023 },
	    RULE_RECENT(FAULT_SETTINGS, TURN_YOU, "secret",
		"The application is a public one, which must not send a "
		"secret, but a secret was sent",
		"App registrations, Authentication: register the redirect "
		"address under Web (not under Mobile and desktop) and set "
		"\"Allow public client flows\" to No; or choose \"no secret\" "
		"in `postfrank setup`") },
	{ .numbers = { 700030 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "secret",
		"The certificate's subject is not allowed for this application",
		"Use a certificate that the registration lists") },
	{ .numbers = { 700084 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "register",
		"The redirect address is registered under Single-page "
		"application, whose sign-ins end after 24 hours",
		"App registrations, Authentication: move the address to the "
		"platform Web, then sign in again") },
	{ .numbers = { 7000215 },
	    RULE_RECENT(FAULT_SIGNIN, TURN_YOU, "secret",
		"The client secret is not right; often the Secret ID was "
		"copied in place of the Value",
		NEW_SECRET) },
	{ .numbers = { 7000218 },
	    RULE_RECENT(FAULT_SIGNIN, TURN_YOU, "secret",
		"The server wants the client secret and none was sent",
		"Enter the client secret with `postfrank setup`. For a sign-in "
		"by device code: App registrations, Authentication, Settings, "
		"\"Allow public client flows\": Yes") },
	{ .numbers = { 7000222 },
	    RULE(FAULT_SIGNIN, TURN_YOU, "secret",
		"The client secret has expired; the sign-in itself stays good",
		NEW_SECRET) },
	{ .numbers = { 7000229 },
	    RULE_RECENT(FAULT_SIGNIN, TURN_ADMIN, "permissions",
		"The application has no enterprise application (service "
		"principal) in this tenant",
		"App registrations, API permissions: press \"Grant admin "
		"consent\", which makes it") },
	{ .numbers = { 75001 },
	    RULE(FAULT_SETTINGS, TURN_ADMIN, "register",
		"The answer is about SAML, which postfrank does not use",
		"Make a registration of its own for postfrank under App "
		"registrations") },
	{ .numbers = { 90002 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"There is no such tenant in this cloud: a typing error, or the "
		"tenant belongs to another cloud (US Government, China)",
		"Compare the Directory (tenant) ID with the Overview page, and "
		"check the cloud") },
	{ .numbers = { 900023 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"What stands for the tenant is neither an id nor a domain name",
		"Enter the Directory (tenant) ID, for example "
		"3b9e7c52-1d84-4f7a-8c36-5e0d9a2b7f40") },
	{ .numbers = { 9001023, 9002332 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"This cannot be done on common or consumers in place of a "
		"tenant",
		"Enter the Directory (tenant) ID") },
	{ .numbers = { 9002325, 9002326, 9002327 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "register",
		"The redirect address is registered under Single-page "
		"application, which only works inside a browser",
		"App registrations, Authentication: remove it there and add it "
		"under the platform Web") },
	{ .numbers = { 90038, 900382, 900432 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "values",
		"The tenant belongs to another national cloud",
		"Choose that cloud in `postfrank setup` (US Government or "
		"China)") },
	{ .numbers = { 1002016 },
	    RULE(FAULT_SETTINGS, TURN_YOU, "",
		"The connection used a TLS version or cipher that is too old",
		"Update libcurl and its TLS library on this machine, or the "
		"proxy that it goes through") },
};

const struct advice_rules advice_app = { rules,
	sizeof(rules) / sizeof(rules[0]) };
