/* SPDX-License-Identifier: ISC */
/* What servers answer and what it means: Exchange Online's answers first, then
 * the general rules. Facts as of 2026; only data, no code. */
#include <config.h>

#include "mail/reply_table.h"

#define SMTP_AUTH_ON \
	"Microsoft 365 admin centre > Users > Active users > {who} > Mail > " \
	"Manage email apps > tick Authenticated SMTP; or: Set-CASMailbox " \
	"-Identity {id} -SmtpClientAuthenticationDisabled $false. It can " \
	"take from minutes to hours to work."
#define SEND_AS \
	"Let the sender be the mailbox that signs in, or give it the right: " \
	"Exchange admin centre > Mailboxes > the sender > Delegation > Send " \
	"as > add {who}. It can take an hour to work."
#define BODY (AT(PLACE_DATA) | AT(PLACE_DOT))

const struct reply_rule reply_rules[] = {
	/* Logins. */
	{ 535, STATUS(5, 7, 139), 0, "disabled for the tenant", 0, REPLY_AUTH,
	    FAULT_SIGNIN, TURN_ADMIN, true, "server",
	    "SMTP login is switched off for the whole organisation",
	    SMTP_AUTH_ON },
	{ 535, STATUS(5, 7, 139), 0, "disabled for the mailbox", 0, REPLY_AUTH,
	    FAULT_SIGNIN, TURN_ADMIN, true, "server",
	    "SMTP login is switched off for the mailbox that signs in",
	    SMTP_AUTH_ON },
	{ 0, 0, 0, "SmtpClientAuthentication is disabled", 0, REPLY_AUTH,
	    FAULT_SIGNIN, TURN_ADMIN, true, "server",
	    "SMTP login is switched off for this mailbox or organisation",
	    SMTP_AUTH_ON },
	{ 0, STATUS(5, 7, 139), 0, "basic authentication is disabled", 0,
	    REPLY_AUTH, FAULT_SIGNIN, TURN_YOU, false, "server",
	    "the server takes no passwords any more, only sign-in tokens",
	    "Use a sign-in for this server: postfrank setup." },
	{ 0, STATUS(5, 7, 139), 0, "did not meet the criteria", 0, REPLY_AUTH,
	    FAULT_SIGNIN, TURN_ADMIN, false, "signin",
	    "a policy of the organisation (Conditional Access) blocks this "
	    "login",
	    "Look at Entra ID > Sign-in logs for {who}; the policy named there "
	    "must leave out this account or this machine's address." },
	{ 0, STATUS(5, 7, 139), 0, "security defaults", 0, REPLY_AUTH,
	    FAULT_SIGNIN, TURN_ADMIN, false, "signin",
	    "the organisation's security defaults block this login",
	    "Sign-in tokens (XOAUTH2) pass where Authenticated SMTP is ticked "
	    "for the mailbox; a password does not." },
	{ 0, STATUS(5, 7, 139), 0, "credentials were incorrect", 0, REPLY_AUTH,
	    FAULT_SIGNIN, TURN_YOU, false, "signin",
	    "the server says that name and password do not fit",
	    "Use a sign-in for this server: postfrank setup." },
	{ 0, STATUS(5, 7, 139), 0, "STS", 0, REPLY_AUTH, FAULT_SIGNIN,
	    TURN_ADMIN, false, "signin",
	    "the organisation's own sign-in service (AD FS) cannot be used",
	    "The federation server must be reachable over HTTPS; sign in "
	    "again afterwards." },
	{ 0, STATUS(5, 7, 139), 0, NULL, 0, REPLY_AUTH, FAULT_SIGNIN,
	    TURN_ADMIN, true, "server",
	    "the organisation does not let {who} log in over SMTP",
	    SMTP_AUTH_ON },
	{ 0, STATUS(5, 7, 3), 0, NULL, AT(PLACE_AUTH) | AT(PLACE_ANY),
	    REPLY_AUTH, FAULT_SIGNIN, TURN_YOU, true, "permissions",
	    "the mail server refused the sign-in of {who}",
	    "Check three things: the login name is the account that signed in "
	    "(never a shared mailbox), Authenticated SMTP is ticked for it, "
	    "the app has SMTP.Send (SMTP.SendAsApp when app-only). Then sign "
	    "in again: postfrank setup." },
	{ 0, STATUS(5, 7, 30), 0, NULL, 0, REPLY_AUTH, FAULT_SIGNIN, TURN_YOU,
	    false, "server",
	    "the server takes no passwords any more, only sign-in tokens",
	    "Use a sign-in for this server: postfrank setup." },
	{ 0, STATUS(5, 5, 127), 0, NULL, 0, REPLY_AUTH, FAULT_LATER, TURN_WAIT,
	    false, NULL, "the access token ends too soon for this server",
	    "Try again: a fresh one is fetched then." },
	{ 504, 0, 0, NULL, AT(PLACE_AUTH), REPLY_PROTOCOL, FAULT_SETTINGS,
	    TURN_YOU, false, "server",
	    "the server does not know this kind of login",
	    "Check the host: smtp.office365.com, port 587." },
	{ 0, STATUS(5, 7, 4), 0, NULL, 0, REPLY_PROTOCOL, FAULT_SETTINGS,
	    TURN_YOU, false, "server",
	    "the server does not know this kind of login",
	    "Check the host: smtp.office365.com, port 587." },
	{ 0, STATUS(5, 7, 57), 0, NULL, 0, REPLY_AUTH, FAULT_SIGNIN, TURN_YOU,
	    false, "server", "the server wants a login before it takes mail",
	    "Choose a sign-in for this server: postfrank setup." },
	{ 530, 0, 0, "STARTTLS", 0, REPLY_PROTOCOL, FAULT_SETTINGS, TURN_YOU,
	    false, "server", "the server wants an encrypted connection first",
	    "Set the server's security to starttls." },
	{ 530, 0, 0, NULL, 0, REPLY_AUTH, FAULT_SIGNIN, TURN_YOU, false,
	    "server", "the server wants a login before it takes mail",
	    "Choose a sign-in for this server: postfrank setup." },
	{ 334, 0, 0, NULL, AT(PLACE_AUTH), REPLY_AUTH, FAULT_SIGNIN, TURN_YOU,
	    true, "signin", "the mail server does not accept the token of "
	    "{who}: it asked back instead of letting it in",
	    "Check that the token is for mail (its scope) and belongs to the "
	    "login name; then sign in again: postfrank setup." },
	{ 454, 0, 0, NULL, AT(PLACE_AUTH), REPLY_TRANSIENT, FAULT_LATER,
	    TURN_WAIT, false, NULL,
	    "the server cannot check logins at the moment",
	    "Try again in a few minutes." },
	{ 454, 0, 0, NULL, AT(PLACE_STARTTLS), REPLY_TRANSIENT, FAULT_LATER,
	    TURN_WAIT, false, NULL,
	    "the server cannot encrypt at the moment; nothing was sent",
	    "Try again in a few minutes." },

	/* The sender. */
	{ 0, STATUS(5, 7, 60), 0, NULL, 0, REPLY_SENDER, FAULT_SIGNIN,
	    TURN_ADMIN, true, "mailbox",
	    "the account that signed in may not send as this sender", SEND_AS },
	{ 0, STATUS(5, 2, 251), STATUS(5, 2, 252), NULL, 0, REPLY_SENDER,
	    FAULT_SIGNIN, TURN_ADMIN, true, "mailbox",
	    "the account that signed in may not send as this sender", SEND_AS },
	{ 0, 0, 0, "SendAsDenied", 0, REPLY_SENDER, FAULT_SIGNIN, TURN_ADMIN,
	    true, "mailbox",
	    "the account that signed in may not send as this sender", SEND_AS },
	{ 0, STATUS(5, 1, 8), 0, NULL, 0, REPLY_POLICY, FAULT_SIGNIN,
	    TURN_ADMIN, false, NULL,
	    "Microsoft has blocked this mailbox for sending spam",
	    "Find out what sent it, then release the mailbox: Microsoft "
	    "Defender > Email & collaboration > Review > Restricted "
	    "entities." },
	{ 0, STATUS(5, 7, 501), STATUS(5, 7, 503), NULL, 0, REPLY_POLICY,
	    FAULT_SIGNIN, TURN_ADMIN, false, NULL,
	    "Microsoft has banned this sender for suspicious mail",
	    "Microsoft Defender > Restricted entities; if it is not there, ask "
	    "Microsoft's support with the server's words." },
	{ 0, STATUS(5, 7, 705), STATUS(5, 7, 750), NULL, 0, REPLY_POLICY,
	    FAULT_SIGNIN, TURN_ADMIN, false, NULL,
	    "Microsoft has stopped the organisation's outgoing mail",
	    "Unregistered sender domains or too much suspicious mail; ask "
	    "Microsoft's support with the server's words." },

	/* Room and rates. */
	{ 0, 0, 0, "SubmissionQuotaExceeded", 0, REPLY_THROTTLE, FAULT_LATER,
	    TURN_WAIT, false, NULL,
	    "the mailbox has sent to as many recipients as it may in a day",
	    "It works again when the 24 hours are over." },
	{ 0, STATUS(5, 2, 2), 0, "submission quota", 0, REPLY_THROTTLE,
	    FAULT_LATER, TURN_WAIT, false, NULL,
	    "the mailbox has sent to as many recipients as it may in a day",
	    "It works again when the 24 hours are over." },
	{ 0, STATUS(5, 1, 90), 0, NULL, 0, REPLY_THROTTLE, FAULT_LATER,
	    TURN_WAIT, false, NULL,
	    "the mailbox has sent to as many recipients as it may in a day",
	    "It works again when the 24 hours are over." },
	{ 0, STATUS(5, 7, 232), STATUS(5, 7, 233), NULL, 0, REPLY_THROTTLE,
	    FAULT_LATER, TURN_WAIT, false, NULL,
	    "the organisation has sent as much outside as it may in a day",
	    "It works again when the 24 hours are over; a trial tenant "
	    "may send less." },
	{ 0, STATUS(5, 2, 2), 0, NULL, AT(PLACE_RCPT), REPLY_RECIPIENT,
	    FAULT_REFUSED, TURN_YOU, false, NULL,
	    "the mailbox of the recipient, {who}, is full",
	    "Tell the recipient." },
	{ 0, STATUS(5, 2, 2), 0, NULL, 0, REPLY_MAILBOX_FULL, FAULT_LATER,
	    TURN_ADMIN, false, NULL,
	    "the mailbox that sends is full (sent mail is kept in Sent Items)",
	    "Empty Sent Items of {who}, and give the mailbox a retention rule "
	    "that does so." },
	{ 0, 0, 0, "QuotaExceededException", 0, REPLY_MAILBOX_FULL,
	    FAULT_LATER, TURN_ADMIN, false, NULL,
	    "the mailbox that sends is full (sent mail is kept in Sent Items)",
	    "Empty Sent Items of {who}, and give the mailbox a retention rule "
	    "that does so." },
	{ 432, 0, 0, NULL, 0, REPLY_THROTTLE, FAULT_LATER, TURN_WAIT, false,
	    NULL, "too many programs send from this mailbox at the same time",
	    "Let no more than three send at the same time, and try again." },
	{ 0, STATUS(4, 7, 500), STATUS(4, 7, 699), NULL, 0, REPLY_THROTTLE,
	    FAULT_LATER, TURN_WAIT, false, NULL,
	    "the server slows this machine's address down",
	    "Try again after a longer pause." },
	{ 0, STATUS(4, 5, 3), 0, NULL, AT(PLACE_RCPT), REPLY_TRANSIENT,
	    FAULT_LATER, TURN_WAIT, false, NULL,
	    "the server takes no more recipients in one message",
	    "Send to the others in another message." },
	{ 0, 0, 0, "mailbox logon failure", 0, REPLY_TRANSIENT, FAULT_LATER,
	    TURN_ADMIN, true, "permissions",
	    "the login was accepted, but the app has no right to the mailbox",
	    "App-only sign-in: New-ServicePrincipal and Add-MailboxPermission "
	    "for {who}, with the enterprise application's object id. It may "
	    "also pass by itself." },

	/* The message. */
	{ 0, STATUS(5, 3, 4), 0, NULL, 0, REPLY_SIZE, FAULT_REFUSED, TURN_YOU,
	    false, NULL, "the message is larger than the server takes",
	    "Compress it, split it, or send a link." },
	{ 0, STATUS(5, 2, 3), 0, NULL, 0, REPLY_SIZE, FAULT_REFUSED, TURN_YOU,
	    false, NULL, "the message is larger than the mailbox takes",
	    "Compress it, split it, or send a link." },
	{ 552, 0, 0, NULL, AT(PLACE_MAIL) | BODY, REPLY_SIZE, FAULT_REFUSED,
	    TURN_YOU, false, NULL,
	    "the message is larger than the server takes",
	    "Compress it, split it, or send a link." },
	{ 0, STATUS(5, 7, 512), 0, NULL, 0, REPLY_MESSAGE, FAULT_REFUSED,
	    TURN_YOU, false, NULL, "the message has no proper From field",
	    "Look at the program that made it." },
	{ 0, STATUS(5, 6, 11), 0, NULL, 0, REPLY_MESSAGE, FAULT_REFUSED,
	    TURN_US, false, NULL, "the server found bare line ends in it",
	    "Please report it with the server's words." },

	/* Recipients. */
	{ 0, 0, 0, "relay", AT(PLACE_RCPT), REPLY_POLICY, FAULT_SETTINGS,
	    TURN_ADMIN, false, "server",
	    "the server does not pass on mail from this machine",
	    "It must be allowed to relay there, or log in first." },
	{ 0, STATUS(5, 1, 1), STATUS(5, 1, 10), NULL, AT(PLACE_RCPT) |
	    AT(PLACE_ANY), REPLY_RECIPIENT, FAULT_REFUSED, TURN_YOU, false,
	    NULL, "there is no such recipient: {who}", "Check the address." },

	/* What the server says about how we speak. */
	{ 501, 0, 0, NULL, AT(PLACE_EHLO), REPLY_PROTOCOL, FAULT_SETTINGS,
	    TURN_YOU, false, "server",
	    "the server does not like this machine's name",
	    "Give the machine a full name without underscores (hostnamectl "
	    "set-hostname host.example.org)." },
	{ 0, STATUS(5, 5, 0), STATUS(5, 5, 6), NULL, 0, REPLY_PROTOCOL,
	    FAULT_REFUSED, TURN_US, false, NULL,
	    "the server did not understand what was said to it",
	    "Please report it with the server's words." },

	/* General rules: by place, then by the first digit. */
	{ 421, 0, 0, NULL, 0, REPLY_TRANSIENT, FAULT_LATER, TURN_WAIT, false,
	    NULL, "the server closed the session for now",
	    "Try again in a few minutes." },
	{ 4, 0, 0, NULL, AT(PLACE_RCPT), REPLY_TRANSIENT, FAULT_LATER,
	    TURN_WAIT, false, NULL,
	    "the server does not take mail to {who} at the moment",
	    "Try again in a few minutes." },
	{ 4, 0, 0, NULL, 0, REPLY_TRANSIENT, FAULT_LATER, TURN_WAIT, false,
	    NULL, "the server has a passing trouble",
	    "Try again in a few minutes." },
	{ 5, 0, 0, NULL, AT(PLACE_GREETING), REPLY_POLICY, FAULT_LATER,
	    TURN_YOU, false, "server",
	    "the server takes no connections from this machine",
	    "Check the host; the server's words may say why." },
	{ 5, 0, 0, NULL, AT(PLACE_STARTTLS), REPLY_PROTOCOL, FAULT_LATER,
	    TURN_YOU, false, "server",
	    "the server refused to encrypt; nothing was sent",
	    "Check host and port; without encryption nothing is sent." },
	{ 5, 0, 0, NULL, AT(PLACE_EHLO), REPLY_PROTOCOL, FAULT_LATER, TURN_YOU,
	    false, "server", "the server refused the greeting",
	    "Check host and port; the server's words may say why." },
	{ 5, 0, 0, NULL, AT(PLACE_AUTH), REPLY_AUTH, FAULT_SIGNIN, TURN_YOU,
	    true, "signin", "the mail server refused the sign-in of {who}",
	    "Sign in again: postfrank setup." },
	{ 5, 0, 0, NULL, AT(PLACE_MAIL), REPLY_SENDER, FAULT_REFUSED, TURN_YOU,
	    false, "mailbox", "the server does not take this sender",
	    "Check the sender's address in the account." },
	{ 5, 0, 0, NULL, AT(PLACE_RCPT), REPLY_RECIPIENT, FAULT_REFUSED,
	    TURN_YOU, false, NULL, "the server does not take mail to {who}",
	    "Check the address." },
	{ 5, 0, 0, NULL, 0, REPLY_MESSAGE, FAULT_REFUSED, TURN_YOU, false,
	    NULL, "the server refused the message for good",
	    "The server's words may say why." },
	{ 0, 0, 0, NULL, 0, REPLY_PROTOCOL, FAULT_LATER, TURN_YOU, false,
	    "server", "the server's answer is out of place",
	    "Check host and port; something else may answer there." },
};

const size_t reply_rule_count = sizeof(reply_rules) / sizeof(reply_rules[0]);
