/* SPDX-License-Identifier: ISC */
/* Why a session could not be opened, in words, with the next step. */
#include <config.h>

#include "mail/smtp_inside.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/curl_fault.h"
#include "base/moment.h"
#include "mail/chars.h"

static const struct {
	const char *stalled; /* "HOST ..." */
	enum reply_place place;
} points[] = {
	[POINT_RESOLVE] = { "could not be resolved in time: the name servers "
	    "do not answer", PLACE_ANY },
	[POINT_CONNECT] = { "does not answer the connection", PLACE_GREETING },
	[POINT_GREETING] = { "accepts the connection, but does not greet",
	    PLACE_GREETING },
	[POINT_EHLO] = { "does not answer EHLO", PLACE_EHLO },
	[POINT_STARTTLS] = { "does not answer STARTTLS", PLACE_STARTTLS },
	[POINT_HANDSHAKE] = { "does not finish the TLS handshake",
	    PLACE_STARTTLS },
	[POINT_EHLO_SECURE] = { "does not answer EHLO after TLS", PLACE_EHLO },
	[POINT_LOGIN] = { "does not answer the login", PLACE_AUTH },
	[POINT_OPEN] = { "does not answer", PLACE_ANY },
};

static bool
stalled(const struct smtp *smtp, struct fault *why)
{
	char span[MOMENT_SIZE];
	int64_t ms = smtp_limit(smtp->server->stage_ms, SMTP_STAGE_MS);

	fault_set(why, FAULT_LATER, "%s %s (waited %s)", smtp->server->host,
	    points[smtp->point].stalled,
	    moment_span(span, ms < 1000 ? 1 : ms / 1000));
	return fault_next(why, smtp->point <= POINT_CONNECT ?
	    "Try again; if it stays so, look for a firewall that "
	    "drops port %u." :
	    "Try again; if it stays so, something on the way to port "
	    "%u may hold the connection up.", smtp->server->port);
}

static bool
garbage(const struct smtp *smtp, struct fault *why)
{
	const char *line = smtp->odd_line;
	bool http = chars_begin(line, strlen(line), "HTTP/") ||
	    line[0] == '<';

	if (smtp->trouble == TROUBLE_ENDLESS)
		fault_set(why, FAULT_LATER, "%s sends an answer without end",
		    smtp->server->host);
	else
		fault_set(why, FAULT_LATER, http ?
		    "what answers at %s port %u is a web server, not a mail "
		    "server" :
		    "what answers at %s port %u is not an SMTP server",
		    smtp->server->host, smtp->server->port);
	fault_next(why, "Check host and port. A captive portal or a proxy may "
	    "answer in the server's place.");
	why->turn = TURN_YOU;
	return fault_server(why, line, strlen(line));
}

static bool
no_starttls(struct smtp *smtp, struct fault *why)
{
	smtp->lacks_starttls = true;
	fault_set(why, FAULT_LATER, "%s offers no encryption (STARTTLS); "
	    "nothing was sent", smtp->server->host);
	why->turn = TURN_YOU;
	return fault_next(why, "Check host and port %u. A firewall that looks "
	    "into SMTP may take STARTTLS away.", smtp->server->port);
}

/* The login that we want is not on offer; the token has not left. */
static bool
no_login(struct smtp *smtp, struct fault *why)
{
	const char *host = smtp->server->host;
	bool token = smtp->login->how == SMTP_XOAUTH2;

	smtp->login_result = SMTP_LOGIN_NOT_OFFERED;
	if (!smtp->offer.auth)
		fault_set(why, FAULT_LATER, "%s offers no login (AUTH); "
		    "nothing was sent", host);
	else
		fault_set(why, FAULT_LATER, "%s takes no %s, only: %s; nothing "
		    "was sent", host, token ? "sign-in tokens (XOAUTH2)" :
		    "passwords (PLAIN, LOGIN)", smtp->offer.mechanisms);
	why->turn = TURN_YOU;
	return fault_next(why, "Check host and port; for Microsoft 365 they "
	    "are smtp.office365.com and 587.");
}

static bool
injected(const struct smtp *smtp, struct fault *why)
{
	fault_set(why, FAULT_LATER, "somebody on the way to %s put words into "
	    "the unencrypted part of the session; nothing was sent",
	    smtp->server->host);
	why->turn = TURN_YOU;
	return fault_next(why, "Look at what stands between this machine and "
	    "the server.");
}

static bool
proxy_refused(const struct smtp *smtp, long code, struct fault *why)
{
	fault_set(why, FAULT_LATER, code == 407 ?
	    "the proxy wants a user and a password (%ld)" :
	    "the proxy does not connect to the mail server (it answered %ld)",
	    code);
	why->turn = TURN_YOU;
	return fault_next(why, code == 407 ?
	    "Check the proxy's password in the account." :
	    "The proxy must allow CONNECT to port %u.", smtp->server->port);
}

static bool
server_refused(struct smtp *smtp, struct fault *why)
{
	enum reply_class class = reply_judge(&smtp->reply,
	    points[smtp->point].place, smtp->user, why);

	if (smtp->point == POINT_LOGIN)
		smtp->login_result = smtp->reply.code / 100 == 4 ?
		    SMTP_LOGIN_LATER : class == REPLY_PROTOCOL ?
		    SMTP_LOGIN_NOT_OFFERED : SMTP_LOGIN_REFUSED;
	return false;
}

static bool
is_refusal(const struct smtp *smtp)
{
	return smtp->reply_whole && (smtp->reply.code >= 400 ||
	    (smtp->point == POINT_LOGIN && smtp->reply.code == 334));
}

bool
smtp_open_fault(struct smtp *smtp, int result, struct fault *why)
{
	long connect_code = 0;

	curl_easy_getinfo(smtp->curl, CURLINFO_HTTP_CONNECTCODE,
	    &connect_code);
	/* libcurl counts a flood of EHLO lines sooner than we do. */
	if (smtp->trouble == TROUBLE_NONE &&
	    strstr(smtp->error, "Too large response") != NULL)
		smtp->trouble = TROUBLE_ENDLESS;
	if (smtp->trouble == TROUBLE_STALL)
		stalled(smtp, why);
	else if (smtp->trouble != TROUBLE_NONE)
		garbage(smtp, why);
	/* After a 334 the line may simply have broken: only libcurl knows. */
	else if (is_refusal(smtp) &&
	    (smtp->reply.code != 334 || result == CURLE_LOGIN_DENIED))
		server_refused(smtp, why);
	else if (connect_code != 0 && connect_code / 100 != 2)
		proxy_refused(smtp, connect_code, why);
	else if (result == CURLE_USE_SSL_FAILED && !smtp->offer.starttls)
		no_starttls(smtp, why);
	else if (result == CURLE_WEIRD_SERVER_REPLY &&
	    smtp->point == POINT_HANDSHAKE)
		injected(smtp, why);
	else if (smtp->point == POINT_LOGIN &&
	    (result == CURLE_OK || result == CURLE_LOGIN_DENIED))
		no_login(smtp, why);
	else
		curl_fault(why, smtp->curl, result, smtp->url, smtp->error);
	if (why != NULL && why->step[0] == '\0')
		snprintf(why->step, sizeof(why->step), "server");
	return false;
}
