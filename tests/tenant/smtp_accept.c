/* SPDX-License-Identifier: ISC */
/* The message is whole: what Exchange says behind the final dot, where the
 * right to send as somebody is decided (microsoft.md 5.3). */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tests/tenant/craft.h"
#include "tests/tenant/smtp_inside.h"

/* One reason to refuse: NULL or the reply. Words may be put into spare. */
typedef const char *check(struct smtp_session *session, char *spare,
    size_t size);

static const char *
check_lines(struct smtp_session *session, char *spare, size_t size)
{
	const struct smtp_body *body = &session->body;
	char declared[32] = "";
	bool eight;

	(void)spare;
	(void)size;
	smtp_parameter(&session->from, "BODY", declared, sizeof(declared));
	eight = strcasecmp(declared, "8BITMIME") == 0 ||
	    strcasecmp(declared, "BINARYMIME") == 0;
	for (enum smtp_flaw i = 0; i < FLAWS; i++)
		if (body->flaw[i] > 0 && !(i == FLAW_8BIT && eight))
			smtp_violation(session, "%u times %s in the message",
			    body->flaw[i], smtp_flaw_words(i));
	if (body->flaw[FLAW_BARE_LF] == 0)
		return NULL;
	return "550 5.6.11 Invalid characters: a line feed stands alone";
}

static const char *
check_size(struct smtp_session *session, char *spare, size_t size)
{
	int64_t limit = smtp_message_limit(session);

	(void)spare;
	(void)size;
	if (!session->body.bytes.overflow &&
	    (int64_t)session->body.bytes.len <= limit)
		return NULL;
	return "552 5.3.4 Message size exceeds fixed maximum message size";
}

static const char *
check_from(struct smtp_session *session, char *spare, size_t size)
{
	const struct text *bytes = &session->body.bytes;
	char address[SMTP_ADDRESS_SIZE];

	(void)spare;
	(void)size;
	if (session->relay ||
	    smtp_header_address(bytes->at, bytes->len, "From", address))
		return NULL;
	return "550 5.7.512 Access denied, the message must be RFC 5322 "
	       "section 3.6.2 compliant";
}

/* App-only: the login was taken although the mailbox is none of its own. */
static const char *
check_logon(struct smtp_session *session, char *spare, size_t size)
{
	const struct smtp_world *world = session->world;

	(void)spare;
	(void)size;
	if (session->relay || !session->who.app_only ||
	    world->may_send_as(world->self, session->who.identity,
		session->who.mailbox))
		return NULL;
	return "430 4.2.0 STOREDRV; mailbox logon failure; "
	       "STOREDRV.Submission.Exception:"
	       "ConnectionFailedTransientException.MapiExceptionLogonFailed";
}

/* The first sender that is not allowed: MAIL FROM or From; NULL when both
 * are. */
static const char *
find_denied(struct smtp_session *session, char from[static SMTP_ADDRESS_SIZE])
{
	const struct smtp_world *world = session->world;
	const struct text *bytes = &session->body.bytes;
	const char *envelope = session->from.address;

	if (envelope[0] != '\0' &&
	    !world->may_send_as(world->self, session->who.identity, envelope))
		return envelope;
	if (smtp_header_address(bytes->at, bytes->len, "From", from) &&
	    !world->may_send_as(world->self, session->who.identity, from))
		return from;
	return NULL;
}

static const char *
check_sender(struct smtp_session *session, char *spare, size_t size)
{
	char from[SMTP_ADDRESS_SIZE];
	char style[SMTP_SETTING_SIZE];
	const char *denied;

	if (session->relay)
		return NULL;
	denied = find_denied(session, from);
	if (denied == NULL)
		return NULL;
	if (!smtp_setting(session, "sendas", style, sizeof(style)) ||
	    strcmp(style, "5.2.252") != 0)
		return "550 5.7.60 SMTP; Client does not have permissions to "
		       "send as this sender";
	snprintf(spare, size, "554 5.2.252 SendAsDenied; %s not allowed to "
	    "send as %s; STOREDRV.Submission.Exception:SendAsDenied"
	    "Exception.MapiExceptionSendAsDenied", session->who.user, denied);
	return spare;
}

static const char *
check_full(struct smtp_session *session, char *spare, size_t size)
{
	const struct smtp_world *world = session->world;
	struct mailbox_facts facts = { 0 };

	(void)spare;
	(void)size;
	if (session->relay)
		return NULL;
	world->mailbox(world->self, session->who.mailbox, &facts);
	if (!facts.full && !smtp_is_on(session, "full"))
		return NULL;
	return "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:"
	       "QuotaExceededException.MapiExceptionQuotaExceeded";
}

/* Three at once, so many recipients a day, so many messages a minute. */
static const char *
check_limits(struct smtp_session *session, char *spare, size_t size)
{
	const struct smtp_world *world = session->world;
	struct smtp_usage usage;
	int64_t connections = smtp_number(session, "connections", 0);
	int64_t quota = smtp_number(session, "quota", 0);
	int64_t rate = smtp_number(session, "rate", 0);

	(void)spare;
	(void)size;
	world->usage(world->self, session->who.user, &usage);
	if (connections > 0 && usage.connections > connections)
		return "432 4.3.2 Concurrent connections limit exceeded. "
		       "Visit https://aka.ms/concurrent_sending for more "
		       "information.";
	if (quota > 0 && usage.recipients + (int64_t)session->to_count > quota)
		return "550 5.1.90 Your message can't be sent because you've "
		       "reached your daily limit for message recipients";
	if (rate > 0 && usage.messages >= rate) {
		smtp_event(session, "delayed", NULL, session->who.user);
		session->delay_ms += (unsigned)smtp_number(session,
		    "rate-delay-ms", (int64_t)usage.wait * 1000);
	}
	return NULL;
}

static check *const checks[] = { check_lines, check_size, check_from,
	check_logon, check_sender, check_full, check_limits };

static void
make_id(struct smtp_session *session, char *out, size_t size)
{
	struct text letters;

	text_init(&letters, 64);
	craft_letters(&letters, 22);
	snprintf(out, size, "<%s@%s>", letters.at, session->host);
	text_clear(&letters);
}

static void
keep_message(struct smtp_session *session, const char *id)
{
	const struct smtp_world *world = session->world;
	struct smtp_message message = {
		.who = session->relay ? NULL : &session->who,
		.from = &session->from,
		.to = session->to,
		.to_count = session->to_count,
		.body = &session->body,
		.id = id,
		.helo = session->helo,
		.tls = session->tls,
		.flights = session->flights,
	};

	if (!world->keep(world->self, &message)) {
		smtp_refuse_message(session, "451 4.3.0 Cannot keep message");
		return;
	}
	smtp_event(session, "mail", "ok", id);
	smtp_say(session, "250 2.0.0 OK %s [Hostname=%s]", id, session->host);
}

/* What comes back later about a recipient that nobody knows. */
static void
report_unknown(struct smtp_session *session, const char *address,
    const char *id)
{
	const struct smtp_world *world = session->world;
	static const struct smtp_path nobody;
	struct smtp_path to = { 0 };
	struct smtp_message message = { .who = &session->who,
		.from = &nobody, .to = &to, .to_count = 1,
		.helo = session->host, .report = true };
	struct smtp_body body;
	char name[SMTP_ID_SIZE];

	snprintf(to.address, sizeof(to.address), "%s", session->who.mailbox);
	make_id(session, name, sizeof(name));
	smtp_body_init(&body, 8192);
	text_addf(&body.bytes,
	    "From: postmaster@%s\r\nTo: %s\r\nMessage-ID: %s\r\n"
	    "In-Reply-To: %s\r\nSubject: Undeliverable\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/report; report-type=delivery-status;\r\n"
	    "\tboundary=report\r\n\r\n--report\r\n\r\nNobody has the address "
	    "%s.\r\n--report\r\nContent-Type: message/delivery-status\r\n\r\n"
	    "Reporting-MTA: dns; %s\r\n\r\nFinal-Recipient: rfc822; %s\r\n"
	    "Action: failed\r\nStatus: 5.1.10\r\n--report--\r\n",
	    session->host, to.address, name, id, address, session->host,
	    address);
	message.body = &body;
	message.id = name;
	if (world->keep(world->self, &message))
		smtp_event(session, "report", NULL, address);
	smtp_body_clear(&body);
}

static void
report_all(struct smtp_session *session, const char *id)
{
	for (size_t i = 0; i < session->to_count; i++)
		if (strncasecmp(session->to[i].address, "unknown-", 8) == 0)
			report_unknown(session, session->to[i].address, id);
}

void
smtp_do_dot(struct smtp_session *session, const char *unused)
{
	const char *words = NULL;
	char spare[900];
	char id[SMTP_ID_SIZE];

	(void)unused;
	for (size_t i = 0;
	     words == NULL && i < sizeof(checks) / sizeof(checks[0]); i++)
		words = checks[i](session, spare, sizeof(spare));
	if (words != NULL) {
		smtp_refuse_message(session, words);
		return;
	}
	make_id(session, id, sizeof(id));
	keep_message(session, id);
	if (!session->relay && smtp_is_on(session, "report"))
		report_all(session, id);
}
