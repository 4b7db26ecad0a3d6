/* SPDX-License-Identifier: ISC */
/* Asks a server what it offers, for a set-up; logs in nowhere. */
#include <config.h>

#include "mail/smtp.h"

#include <stdio.h>
#include <string.h>

struct findings {
	char tls[32];
};

static void
note_stage(void *arg, enum smtp_stage stage, int64_t ms, const char *detail)
{
	struct findings *findings = arg;

	(void)ms;
	if (stage == SMTP_SECURE)
		snprintf(findings->tls, sizeof(findings->tls), "%s", detail);
}

static void
say(char words[static SMTP_PROBE_WORDS], const struct smtp_server *server,
    const struct smtp_offer *offer, const char *tls)
{
	char size[48] = "";

	if (offer->size_max > 0)
		snprintf(size, sizeof(size), ", messages up to %llu MB",
		    (unsigned long long)(offer->size_max / (1024 * 1024)));
	snprintf(words, SMTP_PROBE_WORDS, "%.100s:%u answers%s%s, %s%s",
	    server->host, server->port, tls[0] != '\0' ? ", " : "", tls,
	    offer->xoauth2 ? "takes sign-in tokens (XOAUTH2)" :
	    offer->auth ? "takes no sign-in tokens" : "offers no login", size);
}

bool
smtp_probe(const struct smtp_server *server, struct smtp_offer *offer,
    char words[static SMTP_PROBE_WORDS], struct fault *why)
{
	struct findings findings = { .tls = "" };
	const struct smtp_watch watch = { .passed = note_stage,
		.arg = &findings };
	const struct smtp_login login = { .how = SMTP_NO_LOGIN };
	struct smtp *smtp = smtp_new(server, &watch);
	bool ok = smtp_open(smtp, &login, why);

	*offer = *smtp_offer(smtp);
	smtp_close(smtp);
	words[0] = '\0';
	if (!ok)
		return false;
	say(words, server, offer, findings.tls);
	if (offer->xoauth2)
		return true;
	fault_set(why, FAULT_SETTINGS, offer->auth ?
	    "%s takes no sign-in tokens (XOAUTH2), only: %s" :
	    "%s offers no login%s", server->host,
	    offer->auth ? offer->mechanisms : "");
	snprintf(why->step, sizeof(why->step), "server");
	return fault_next(why, "Check the host; for Microsoft 365 it is "
	    "smtp.office365.com, port 587 with STARTTLS.");
}
