/* SPDX-License-Identifier: ISC */
/* AUTH as Exchange Online has it (microsoft.md 5.1): XOAUTH2 with the token of
 * this tenant, and LOGIN, which is offered and refused. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "tests/tenant/smtp_inside.h"

const char *
smtp_mechanisms(struct smtp_session *session, char *out, size_t size)
{
	if (smtp_is_on(session, "no-auth"))
		out[0] = '\0';
	else if (!smtp_setting(session, "mechanisms", out, size))
		snprintf(out, size, "LOGIN XOAUTH2");
	return out;
}

static bool
is_offered(struct smtp_session *session, const char *mechanism, size_t len)
{
	char list[128];
	const char *at = smtp_mechanisms(session, list, sizeof(list));

	while (*at != '\0') {
		size_t n = strcspn(at, " ");

		if (n == len && strncasecmp(at, mechanism, len) == 0)
			return true;
		at += n;
		at += strspn(at, " ");
	}
	return false;
}

/* The words of a list that stand for a permission, with or without the address
 * of the resource in front. */
static bool
list_has(const char *list, const char *word)
{
	size_t len = strlen(word);

	while (*list != '\0') {
		size_t n = strcspn(list, " ");

		if (n >= len && strncasecmp(list + n - len, word, len) == 0 &&
		    (n == len || list[n - len - 1] == '/'))
			return true;
		list += n;
		list += strspn(list, " ");
	}
	return false;
}

static bool
is_our_audience(const char *aud)
{
	static const char *const ours[] = { "https://outlook.office.com",
		"https://outlook.office365.com" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		size_t len = strlen(ours[i]);

		if (strncmp(aud, ours[i], len) == 0 &&
		    (aud[len] == '\0' || strcmp(aud + len, "/") == 0))
			return true;
	}
	return false;
}

/* Why the token itself opens nothing here, or NULL. */
static const char *
token_flaw(struct smtp_session *session, const struct token_facts *facts,
    bool app_only)
{
	const struct smtp_world *world = session->world;
	char plain[SMTP_SETTING_SIZE];

	if (facts->revoked)
		return "token revoked";
	if (facts->exp <= world->now(world->self))
		return "token expired";
	if (world->setting(world->self, "plain", plain, sizeof(plain)))
		return NULL;
	if (!is_our_audience(facts->aud))
		return "token for another audience";
	if (app_only ? !list_has(facts->roles, "SMTP.SendAsApp")
		     : !list_has(facts->scp, "SMTP.Send"))
		return "token without the permission to send";
	return NULL;
}

/* Whose mailbox it is; NULL or why the name is not taken. */
static const char *
name_flaw(struct smtp_session *session, const char *user,
    const struct token_facts *facts, struct mailbox_facts *mailbox)
{
	const struct smtp_world *world = session->world;

	if (!world->mailbox(world->self, user, mailbox))
		return "no such mailbox";
	if (facts->upn[0] == '\0')
		return NULL;
	if (mailbox->is_shared)
		return "shared mailbox as login name";
	if (strcasecmp(user, facts->upn) != 0)
		return "login name is not who signed in";
	return NULL;
}

static const char *
switch_flaw(struct smtp_session *session, const struct mailbox_facts *mailbox)
{
	if (mailbox->smtp_auth_disabled ||
	    smtp_is_on(session, "mailbox-disabled"))
		return "Mailbox";
	if (smtp_is_on(session, "tenant-disabled"))
		return "Tenant";
	return NULL;
}

/* The last word of a refused login, late as on the real server. */
static void
refuse_login(struct smtp_session *session, const char *words)
{
	session->delay_ms +=
	    (unsigned)smtp_number(session, "auth-delay-ms", 0);
	session->mode = MODE_COMMAND;
	smtp_refuse(session, "%s", words);
}

/* 535, or Google's manner: first a challenge that the client answers. */
static void
refuse_token(struct smtp_session *session)
{
	static const char json[] =
	    "{\"status\":\"401\",\"schemes\":\"bearer\","
	    "\"scope\":\"https://outlook.office.com/SMTP.Send\"}";
	char encoded[(sizeof(json) + 2) / 3 * 4 + 1];

	if (!smtp_is_on(session, "challenge")) {
		refuse_login(session, "535 5.7.3 Authentication unsuccessful");
		return;
	}
	smtp_base64_encode(encoded, (const unsigned char *)json,
	    sizeof(json) - 1);
	smtp_say(session, "334 %s", encoded);
	session->mode = MODE_LOGIN;
	session->sasl = SASL_FAILED;
}

static void
accept_login(struct smtp_session *session, const struct smtp_bearer *bearer,
    const struct token_facts *facts, const struct mailbox_facts *mailbox)
{
	struct smtp_who *who = &session->who;

	who->app_only = facts->upn[0] == '\0';
	snprintf(who->user, sizeof(who->user), "%s", bearer->user);
	snprintf(who->identity, sizeof(who->identity), "%s",
	    who->app_only ? facts->appid : facts->upn);
	snprintf(who->mailbox, sizeof(who->mailbox), "%s", mailbox->address);
	session->world->attach(session->world->self, who->user, true);
	smtp_event(session, "auth", "ok", who->user);
	smtp_say(session, "235 2.7.0 Authentication successful");
}

static void
judge(struct smtp_session *session, const struct smtp_bearer *bearer)
{
	struct token_facts facts = { 0 };
	struct mailbox_facts mailbox = { 0 };
	const struct smtp_world *world = session->world;
	const char *flaw = "unknown token";
	const char *off;
	char words[160];

	if (world->token_facts(world->self, bearer->token, &facts))
		flaw = token_flaw(session, &facts, facts.upn[0] == '\0');
	if (flaw == NULL)
		flaw = name_flaw(session, bearer->user, &facts, &mailbox);
	if (flaw != NULL) {
		smtp_event(session, "auth", "refused", flaw);
		refuse_token(session);
		return;
	}
	off = switch_flaw(session, &mailbox);
	if (off == NULL) {
		accept_login(session, bearer, &facts, &mailbox);
		return;
	}
	smtp_event(session, "auth", "disabled", off);
	snprintf(words, sizeof(words), "535 5.7.139 Authentication "
	    "unsuccessful, SmtpClientAuthentication is disabled for the %s. "
	    "Visit https://aka.ms/smtp_auth_disabled for more information.",
	    off);
	refuse_login(session, words);
}

/* The step of the stage "auth": base64 of user and token is here. */
static void
do_bearer(struct smtp_session *session, const char *encoded)
{
	struct smtp_bearer *bearer = must_alloc(1, sizeof(*bearer));
	unsigned char bytes[SMTP_TOKEN_SIZE + 64];
	size_t len = strlen(encoded);

	session->mode = MODE_COMMAND;
	if (strcmp(encoded, "*") == 0) {
		smtp_refuse(session, "501 5.0.0 Authentication cancelled");
	} else if (len > sizeof(bytes) ||
	    !smtp_base64_decode(bytes, &len, encoded, len)) {
		smtp_event(session, "auth", "malformed", "base64");
		smtp_refuse(session, "501 5.5.2 Cannot decode response");
	} else if (!smtp_bearer_parse(bearer, (const char *)bytes, len)) {
		smtp_event(session, "auth", "malformed", "XOAUTH2");
		smtp_refuse(session, "501 5.5.4 Invalid arguments");
	} else {
		judge(session, bearer);
	}
	explicit_bzero(bytes, sizeof(bytes));
	explicit_bzero(bearer, sizeof(*bearer));
	free(bearer);
}

static void
refuse_password(struct smtp_session *session)
{
	smtp_event(session, "auth", "password", "");
	refuse_login(session, "535 5.7.139 Authentication unsuccessful, "
			      "basic authentication is disabled.");
}

void
smtp_login_line(struct smtp_session *session, const char *line)
{
	if (session->sasl == SASL_BEARER) {
		smtp_stage_run(session, STAGE_AUTH, do_bearer, line);
		session->mode = session->sasl == SASL_FAILED ? MODE_LOGIN
							     : MODE_COMMAND;
	} else if (session->sasl == SASL_FAILED) {
		if (line[0] != '\0')
			smtp_violation(session, "words behind a challenge");
		refuse_login(session, "535 5.7.3 Authentication unsuccessful");
	} else if (session->sasl == SASL_NAME && strcmp(line, "*") != 0) {
		session->sasl = SASL_PASSWORD;
		smtp_say(session, "334 UGFzc3dvcmQ6");
	} else {
		refuse_password(session);
	}
}

/* XOAUTH2 or LOGIN without an initial response. */
static void
ask(struct smtp_session *session, bool bearer)
{
	session->mode = MODE_LOGIN;
	session->sasl = bearer ? SASL_BEARER : SASL_NAME;
	smtp_say(session, bearer ? "334 " : "334 VXNlcm5hbWU6");
}

/* Why AUTH cannot be taken at this point, or NULL. */
static const char *
auth_obstacle(struct smtp_session *session, const char *argument, size_t len)
{
	if (session->relay)
		return "500 5.3.3 Unrecognized command";
	if (!session->tls) {
		smtp_violation(session, "AUTH without TLS");
		return "530 5.7.0 Must issue a STARTTLS command first";
	}
	if (!session->extended)
		return "503 5.5.2 Send hello first";
	if (session->who.user[0] != '\0')
		return "503 5.5.1 Already authenticated";
	if (!is_offered(session, argument, len)) {
		smtp_violation(session, "AUTH that was not offered");
		return "504 5.7.4 Unrecognized authentication type";
	}
	return NULL;
}

void
smtp_do_auth(struct smtp_session *session, const char *argument)
{
	size_t len = strcspn(argument, " ");
	const char *initial = argument + len + strspn(argument + len, " ");
	const char *obstacle = auth_obstacle(session, argument, len);
	bool bearer = len == 7 && strncasecmp(argument, "XOAUTH2", 7) == 0;
	bool login = len == 5 && strncasecmp(argument, "LOGIN", 5) == 0;

	if (obstacle != NULL)
		smtp_refuse(session, "%s", obstacle);
	else if (!bearer && !login)
		refuse_password(session);
	else if (initial[0] == '\0')
		ask(session, bearer);
	else {
		session->sasl = bearer ? SASL_BEARER : SASL_NAME;
		session->mode = MODE_LOGIN;
		smtp_login_line(session, initial);
	}
}
