/* SPDX-License-Identifier: ISC */
/* MAIL, RCPT, DATA and BDAT: the envelope and the way into the message. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "tests/tenant/smtp_inside.h"

enum { MESSAGE_MAX = 160 << 20 };

void
smtp_forget_mail(struct smtp_session *session)
{
	session->mode = MODE_COMMAND;
	session->has_from = false;
	free(session->to);
	session->to = NULL;
	session->to_count = 0;
	session->chunk_left = 0;
	session->chunk_refused = false;
	smtp_body_clear(&session->body);
	smtp_body_init(&session->body, MESSAGE_MAX);
}

/* Parameters of MAIL and RCPT and the switch that takes each away. */
static const struct parameter {
	const char *name;
	const char *unless;
	bool of_mail;
} parameters[] = {
	{ "SIZE", "no-size", true },
	{ "BODY", "no-8bitmime", true },
	{ "RET", "no-dsn", true },
	{ "ENVID", "no-dsn", true },
	{ "SMTPUTF8", "no-smtputf8", true },
	{ "NOTIFY", "no-dsn", false },
	{ "ORCPT", "no-dsn", false },
};

static bool
is_known(struct smtp_session *session, bool of_mail, const char *name,
    size_t len)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++)
		if (parameters[i].of_mail == of_mail &&
		    strlen(parameters[i].name) == len &&
		    strncasecmp(parameters[i].name, name, len) == 0)
			return session->extended &&
			    !smtp_is_on(session, parameters[i].unless);
	return of_mail && len == 4 && strncasecmp(name, "AUTH", 4) == 0;
}

/* Does every parameter belong to something that was offered? */
static bool
parameters_are_known(struct smtp_session *session, bool of_mail,
    const struct smtp_path *path)
{
	const char *at = path->parameters;

	while (*at != '\0') {
		size_t len = strcspn(at, "= ");

		if (!is_known(session, of_mail, at, len)) {
			smtp_violation(session, "parameter %.*s not offered",
			    (int)(len < 40 ? len : 40), at);
			return false;
		}
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	return true;
}

/* Why MAIL is out of place, or NULL. */
static const char *
mail_obstacle(struct smtp_session *session)
{
	if (!session->hello)
		return "503 5.5.2 Send hello first";
	if (session->has_from)
		return "503 5.5.2 Sender already specified";
	if (session->relay || session->who.user[0] != '\0')
		return NULL;
	smtp_violation(session, "MAIL without a login");
	if (!session->tls)
		return "530 5.7.0 Must issue a STARTTLS command first";
	return "530 5.7.57 Client not authenticated to send mail";
}

int64_t
smtp_message_limit(struct smtp_session *session)
{
	const struct smtp_world *world = session->world;
	struct mailbox_facts facts;
	int64_t limit = smtp_number(session, "size", 157286400);

	if (!session->relay &&
	    world->mailbox(world->self, session->who.mailbox, &facts) &&
	    facts.max_bytes > 0 && facts.max_bytes < limit)
		limit = facts.max_bytes;
	return smtp_number(session, "max-bytes", limit);
}

static bool
size_fits(struct smtp_session *session)
{
	char value[32];

	return !smtp_parameter(&session->from, "SIZE", value, sizeof(value)) ||
	    strtoll(value, NULL, 10) <= smtp_message_limit(session);
}

void
smtp_do_mail(struct smtp_session *session, const char *argument)
{
	const char *obstacle = mail_obstacle(session);

	if (obstacle != NULL) {
		smtp_refuse(session, "%s", obstacle);
	} else if (!smtp_path_parse(&session->from, "FROM", argument) ||
	    !parameters_are_known(session, true, &session->from)) {
		smtp_refuse(session, "501 5.5.4 Invalid arguments");
	} else if (!size_fits(session)) {
		smtp_refuse(session, "552 5.3.4 Message size exceeds fixed "
				     "maximum message size");
	} else {
		if (session->from.blank_after_colon)
			smtp_violation(session, "blank behind MAIL FROM:");
		session->has_from = true;
		smtp_say(session, "250 2.1.0 Sender OK");
	}
}

/* Addresses that say by their name what becomes of them. */
static const struct answer {
	const char *prefix;
	const char *words;
} answers[] = {
	{ "refused-", "550 5.4.1 Recipient address rejected: Access denied." },
	{ "later-", "451 4.7.500 Server busy. Please try again later." },
};

static const char *
recipient_refusal(const char *address)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (strncasecmp(address, answers[i].prefix,
			strlen(answers[i].prefix)) == 0)
			return answers[i].words;
	return NULL;
}

static void
add_recipient(struct smtp_session *session, const struct smtp_path *path)
{
	if (path->blank_after_colon)
		smtp_violation(session, "blank behind RCPT TO:");
	session->to = must_realloc(session->to, session->to_count + 1,
	    sizeof(*session->to));
	session->to[session->to_count++] = *path;
	smtp_say(session, "250 2.1.5 Recipient OK");
}

void
smtp_do_rcpt(struct smtp_session *session, const char *argument)
{
	struct smtp_path path;
	const char *refusal;
	int64_t most = smtp_number(session, "recipients", 500);

	if (!session->has_from) {
		smtp_refuse(session, "503 5.5.2 Need mail command");
		return;
	}
	if (!smtp_path_parse(&path, "TO", argument) ||
	    strchr(path.address, '@') == NULL ||
	    !parameters_are_known(session, false, &path)) {
		smtp_refuse(session, "501 5.5.4 Invalid arguments");
		return;
	}
	refusal = recipient_refusal(path.address);
	if (refusal != NULL)
		smtp_refuse(session, "%s", refusal);
	else if ((int64_t)session->to_count >= most)
		smtp_refuse(session, "452 4.5.3 Too many recipients");
	else
		add_recipient(session, &path);
}

void
smtp_do_data(struct smtp_session *session, const char *argument)
{
	(void)argument;
	if (session->to_count == 0) {
		smtp_refuse(session, session->has_from
			? "503 5.5.2 Need rcpt command"
			: "503 5.5.2 Need mail command");
		return;
	}
	session->mode = MODE_BODY;
	session->early = (size_t)smtp_number(session, "body-after", 1);
	smtp_say(session, "354 Start mail input; end with <CRLF>.<CRLF>");
}

/* The moment in the middle of a message at which a switch may strike. */
static void
do_middle(struct smtp_session *session)
{
	char words[SMTP_SETTING_SIZE];

	session->early = 0;
	if (smtp_fault_applies(session, STAGE_BODY) ||
	    !smtp_setting(session, "reply.body", words, sizeof(words)) ||
	    !smtp_is_on(session, "reply.body"))
		return;
	smtp_say(session, "%s", words);
	smtp_event(session, "reply", "body", words);
	session->then = THEN_LINGER;
}

void
smtp_take_body(struct smtp_session *session)
{
	size_t len = session->in.len;
	size_t taken;

	if (session->early > 0 && session->body.total + len > session->early)
		len = session->early - session->body.total;
	taken = smtp_body_feed(&session->body, session->in.at, len);
	smtp_drop_input(session, taken);
	if (session->early > 0 && session->body.total >= session->early) {
		do_middle(session);
		return;
	}
	if (!session->body.done)
		return;
	session->mode = MODE_COMMAND;
	session->at_dot = true;
	if (session->in.len > 0)
		smtp_session_hasty(session, session->in.at, session->in.len);
	smtp_stage_run(session, STAGE_DOT, smtp_do_dot, "");
	smtp_forget_mail(session);
}

/* "1234" or "1234 LAST". */
void
smtp_do_bdat(struct smtp_session *session, const char *argument)
{
	char *end;
	unsigned long long size = strtoull(argument, &end, 10);

	if (session->relay || !session->extended) {
		smtp_refuse(session, "500 5.3.3 Unrecognized command");
		return;
	}
	session->chunk_last = strcasecmp(end, " LAST") == 0;
	if (end == argument || size > MESSAGE_MAX ||
	    (*end != '\0' && !session->chunk_last)) {
		smtp_refuse(session, "501 5.5.4 Invalid arguments");
		session->then = THEN_CLOSE;
		return;
	}
	session->chunk_left = (size_t)size;
	session->chunk_refused = session->to_count == 0;
	session->mode = MODE_CHUNK;
	if (size == 0)
		smtp_take_chunk(session);
}

void
smtp_take_chunk(struct smtp_session *session)
{
	size_t len = session->in.len;

	if (len > session->chunk_left)
		len = session->chunk_left;
	if (!session->chunk_refused)
		smtp_body_chunk(&session->body, session->in.at, len);
	smtp_drop_input(session, len);
	session->chunk_left -= len;
	if (session->chunk_left > 0)
		return;
	session->mode = MODE_COMMAND;
	if (session->chunk_refused) {
		smtp_refuse(session, "503 5.5.2 Need rcpt command");
	} else if (!session->chunk_last) {
		smtp_say(session, "250 2.1.5 Chunk received");
		return;
	} else {
		smtp_stage_run(session, STAGE_DOT, smtp_do_dot, "");
	}
	smtp_forget_mail(session);
}
