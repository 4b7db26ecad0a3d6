/* SPDX-License-Identifier: ISC */
/* One transaction: sender, recipients, message (RFC 5321 3.3; in one flight
 * where the server takes it, RFC 2920). */
#include <config.h>

#include "mail/smtp.h"

#include <stdio.h>
#include <string.h>

#include "base/clean.h"
#include "base/journal.h"
#include "mail/compose.h"
#include "mail/smtp_inside.h"

/* What becomes of one transaction. */
struct transaction {
	struct smtp *smtp;
	const struct smtp_mail *mail;
	struct smtp_result *result;
	struct fault *why;
	bool sender_ok;
	bool data_ok; /* 354 */
	bool lost;    /* why says how the line ended */
};

/* The steps of the envelope: RSET, MAIL, one RCPT each, DATA. */
enum { STEP_RESET, STEP_MAIL, STEP_RCPT };

static size_t
step_data(const struct transaction *t)
{
	return STEP_RCPT + t->mail->count;
}

static void
add_mail(const struct transaction *t, struct text *out)
{
	const struct smtp_offer *offer = &t->smtp->offer;
	const struct smtp_mail *mail = t->mail;

	text_addf(out, "MAIL FROM:<%s>", mail->from);
	if (offer->size)
		text_addf(out, " SIZE=%llu",
		    (unsigned long long)message_size(mail->message));
	if (offer->eight_bit && message_is_8bit(mail->message))
		text_adds(out, " BODY=8BITMIME");
	if (offer->dsn && mail->dsn_ret != NULL)
		text_addf(out, " RET=%s", mail->dsn_ret);
	text_adds(out, "\r\n");
}

static void
add_rcpt(const struct transaction *t, size_t i, struct text *out)
{
	text_addf(out, "RCPT TO:<%s>", t->mail->to[i].address);
	if (t->smtp->offer.dsn && t->mail->dsn_notify != NULL)
		text_addf(out, " NOTIFY=%s", t->mail->dsn_notify);
	text_adds(out, "\r\n");
}

static void
add_step(const struct transaction *t, size_t step, struct text *out)
{
	if (step == STEP_RESET)
		text_adds(out, t->smtp->needs_reset ? "RSET\r\n" : "");
	else if (step == STEP_MAIL)
		add_mail(t, out);
	else if (step < step_data(t))
		add_rcpt(t, step - STEP_RCPT, out);
	else
		text_adds(out, "DATA\r\n");
}

/* Is there a point in this step? Without PIPELINING refusals end early. */
static bool
is_due(const struct transaction *t, size_t step)
{
	if (step == STEP_RESET)
		return t->smtp->needs_reset;
	if (t->smtp->offer.pipelining || step == STEP_MAIL)
		return true;
	if (step < step_data(t))
		return t->sender_ok;
	return t->result->recipients > 0;
}

static const char *
detail(const struct smtp *smtp, char out[static 256])
{
	snprintf(out, 256, "%s %.200s", smtp->reply.enhanced,
	    smtp->reply.text);
	return out;
}

/* A refused sender is named, and who signed in. */
static void
name_sender(struct transaction *t)
{
	const char *user = t->smtp->user;

	if (t->result->class != REPLY_SENDER || t->why == NULL)
		return;
	if (t->why->kind == FAULT_SIGNIN)
		snprintf(t->why->what, sizeof(t->why->what),
		    "%.200s may not send as %.200s",
		    user[0] != '\0' ? user : "this machine", t->mail->from);
	else
		snprintf(t->why->what, sizeof(t->why->what),
		    "the server does not take mail from %.200s",
		    t->mail->from);
}

static void
take_mail(struct transaction *t)
{
	struct smtp *smtp = t->smtp;
	char words[256];

	t->result->class = reply_judge(&smtp->reply, PLACE_MAIL, smtp->user,
	    t->why);
	t->sender_ok = t->result->class == REPLY_OK;
	name_sender(t);
	if (!t->sender_ok)
		return;
	smtp->needs_reset = true;
	smtp_pass(smtp, SMTP_SENDER, detail(smtp, words));
	smtp->stage = SMTP_RECIPIENT;
}

static void
take_rcpt(struct transaction *t, struct smtp_recipient *one)
{
	struct smtp *smtp = t->smtp;
	char words[256];

	if (!t->sender_ok) {
		/* Whatever is said about it follows from the sender's no. */
		one->class = t->result->class;
		if (t->why != NULL)
			one->why = *t->why;
		return;
	}
	one->class = reply_judge(&smtp->reply, PLACE_RCPT, one->address,
	    &one->why);
	one->accepted = one->class == REPLY_OK;
	if (!one->accepted)
		return;
	if (t->result->recipients++ > 0)
		return;
	smtp_pass(smtp, SMTP_RECIPIENT, detail(smtp, words));
	smtp->stage = SMTP_MESSAGE;
}

static void
take_data(struct transaction *t)
{
	struct smtp *smtp = t->smtp;

	t->data_ok = smtp->reply.code == 354;
	if (t->data_ok || t->result->recipients == 0)
		return;
	t->result->class = reply_judge(&smtp->reply, PLACE_DATA, smtp->user,
	    t->why);
	if (t->result->class == REPLY_OK) {
		t->result->class = REPLY_PROTOCOL;
		smtp_wire_fault(smtp, WIRE_GARBAGE, "the message was announced",
		    t->why);
	}
}

/* 421: the server ends the session; what it said counts for the whole message,
 * and there will be no more answers (RFC 5321 3.8). */
static void
take_farewell(struct transaction *t)
{
	t->smtp->alive = false;
	t->lost = true;
	t->result->class = reply_judge(&t->smtp->reply, PLACE_ANY,
	    t->smtp->user, t->why);
}

static void
take_step(struct transaction *t, size_t step)
{
	if (t->smtp->reply.code == 421)
		take_farewell(t);
	else if (step == STEP_RESET)
		t->smtp->needs_reset = false;
	else if (step == STEP_MAIL)
		take_mail(t);
	else if (step < step_data(t))
		take_rcpt(t, &t->mail->to[step - STEP_RCPT]);
	else
		take_data(t);
}

static void
lose(struct transaction *t, enum wire wire, const char *doing)
{
	t->lost = true;
	t->result->class = REPLY_TRANSIENT;
	smtp_wire_fault(t->smtp, wire, doing, t->why);
}

static bool
put_text(struct transaction *t, const struct text *text)
{
	enum wire wire = smtp_put(t->smtp, text->at, text->len, false);

	journal_write(JOURNAL_DEBUG, "smtp: > %.*s", (int)text->len, text->at);
	/* An answer before the end of the line: read it, it says why. */
	if (wire == WIRE_OK || wire == WIRE_EARLY)
		return true;
	lose(t, wire, "the envelope was sent");
	return false;
}

/* The whole envelope in one flight, or step by step. */
static void
run_envelope(struct transaction *t)
{
	bool pipelining = t->smtp->offer.pipelining;
	int64_t ms = smtp_limit(t->smtp->server->stage_ms, SMTP_STAGE_MS);
	bool reset = t->smtp->needs_reset;
	struct text flight;
	size_t step;

	text_init(&flight, 1024 * 1024);
	for (step = 0; pipelining && step <= step_data(t); step++)
		add_step(t, step, &flight);
	if (pipelining && !put_text(t, &flight))
		goto out;
	for (step = reset ? 0 : 1; step <= step_data(t) && !t->lost; step++) {
		enum wire wire;

		if (!is_due(t, step))
			continue;
		text_reset(&flight);
		add_step(t, step, &flight);
		if (!pipelining && !put_text(t, &flight))
			break;
		wire = smtp_get(t->smtp, ms);
		if (wire != WIRE_OK) {
			lose(t, wire, "the envelope was checked");
			break;
		}
		take_step(t, step);
	}
out:
	text_clear(&flight);
}

/* DATA was agreed to although nobody would get the message: an empty one goes,
 * which the server throws away (RFC 2920 3.1). */
static void
send_nothing(struct transaction *t)
{
	int64_t ms = smtp_limit(t->smtp->server->stage_ms, SMTP_STAGE_MS);

	if (smtp_put(t->smtp, ".\r\n", 3, false) != WIRE_OK ||
	    smtp_get(t->smtp, ms) != WIRE_OK)
		t->smtp->alive = false;
}

/* "<id@host>" where the answer has one, else the words behind the codes. */
static void
note_id(struct smtp_result *result, const struct reply *reply)
{
	const char *begin = strchr(reply->text, '<');
	const char *end = begin == NULL ? NULL : strchr(begin, '>');
	char words[CLEAN_SIZE];

	if (end == NULL)
		clean_string(words, sizeof(words), reply->text);
	else
		clean_text(words, sizeof(words), begin,
		    (size_t)(end - begin) + 1);
	snprintf(result->id, sizeof(result->id), "%.255s", words);
}

/* The answer to the message, or to what the server has seen of it. */
static bool
take_final(struct transaction *t, bool handed_over)
{
	struct smtp *smtp = t->smtp;
	char words[256];

	t->result->class = reply_judge(&smtp->reply, PLACE_DOT, smtp->user,
	    t->why);
	name_sender(t);
	if (smtp->reply.code == 421 || !handed_over)
		smtp->alive = false;
	if (t->result->class == REPLY_OK &&
	    (!handed_over || smtp->reply.code / 100 != 2)) {
		lose(t, WIRE_GARBAGE, "the message was sent");
		return false;
	}
	if (t->result->class != REPLY_OK)
		return false;
	t->result->accepted = true;
	note_id(t->result, &smtp->reply);
	smtp_pass(smtp, SMTP_MESSAGE, detail(smtp, words));
	return true;
}

static bool
run_message(struct transaction *t)
{
	struct smtp *smtp = t->smtp;
	int64_t ms = smtp_limit(smtp->server->final_ms, SMTP_FINAL_MS);
	struct fault why = { .kind = FAULT_NONE };
	bool handed_over;
	enum wire wire;

	wire = smtp_put_message(smtp, t->mail->message, &handed_over, &why);
	if (why.kind != FAULT_NONE) {
		/* The file under it failed: without a dot nothing is
		 * delivered. */
		smtp->alive = false;
		t->result->class = REPLY_MESSAGE;
		if (t->why != NULL)
			*t->why = why;
		return false;
	}
	if (wire == WIRE_OK || wire == WIRE_EARLY)
		wire = smtp_get(smtp, handed_over ? ms :
		    smtp_limit(smtp->server->stage_ms, SMTP_STAGE_MS));
	if (wire == WIRE_OK)
		return take_final(t, handed_over);
	lose(t, wire, handed_over ? "it confirmed the message" :
	    "the message was sent");
	t->result->uncertain = handed_over;
	if (handed_over)
		fault_next(t->why, "It may have arrived all the same: "
		    "who sends it again may send it twice.");
	return false;
}

/* No recipient, or not the sender: says so by the first refusal. */
static bool
nobody(struct transaction *t)
{
	const struct smtp_recipient *first = &t->mail->to[0];

	if (t->data_ok && t->smtp->alive)
		send_nothing(t);
	if (!t->sender_ok)
		return false;
	t->result->class = first->class;
	if (t->why != NULL)
		*t->why = first->why;
	return false;
}

static bool
check_size(struct transaction *t)
{
	const struct smtp_offer *offer = &t->smtp->offer;
	uint64_t size = message_size(t->mail->message);

	if (offer->size_max == 0 || size <= offer->size_max)
		return true;
	t->result->class = REPLY_SIZE;
	return message_too_large(size, size, offer->size_max, t->why);
}

/* What is wrong before anything is sent. */
static bool
check_mail(struct transaction *t)
{
	const struct smtp_mail *mail = t->mail;
	size_t i;

	t->result->class = REPLY_MESSAGE;
	if (!t->smtp->alive) {
		t->result->class = REPLY_TRANSIENT;
		return fault_set(t->why, FAULT_LATER,
		    "the session with %s is over", t->smtp->server->host);
	}
	if (mail->from[0] != '\0' && !address_check(mail->from, t->why))
		return false;
	if (mail->count == 0)
		return fault_set(t->why, FAULT_USAGE,
		    "the message has no recipients");
	for (i = 0; i < mail->count; i++)
		if (!address_check(mail->to[i].address, t->why))
			return false;
	if (message_is_8bit(mail->message) && !t->smtp->offer.eight_bit) {
		fault_set(t->why, FAULT_DATA, "%s takes no 8-bit messages",
		    t->smtp->server->host);
		return fault_next(t->why,
		    "The message must be encoded (quoted-printable).");
	}
	return check_size(t);
}

bool
smtp_send(struct smtp *smtp, const struct smtp_mail *mail,
    struct smtp_result *result, struct fault *why)
{
	struct transaction t = { .smtp = smtp, .mail = mail, .result = result,
		.why = why };
	bool ok;
	size_t i;

	*result = (struct smtp_result){ .class = REPLY_OK };
	for (i = 0; i < mail->count; i++) {
		mail->to[i].accepted = false;
		mail->to[i].class = REPLY_OK;
		fault_clear(&mail->to[i].why);
	}
	smtp->stage = SMTP_SENDER;
	if (!check_mail(&t))
		return false;
	result->class = REPLY_OK;
	run_envelope(&t);
	if (t.lost)
		return false;
	if (result->recipients == 0)
		return nobody(&t);
	if (!t.data_ok)
		return false;
	ok = run_message(&t);
	/* Whatever the answer was, the transaction is over. */
	smtp->needs_reset = false;
	return ok;
}
