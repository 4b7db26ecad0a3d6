/* SPDX-License-Identifier: ISC */
/* Composes the test mail and hands it to the route. */
#include <config.h>

#include "queue/test_mail.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "account/account.h"
#include "base/moment.h"
#include "base/random.h"
#include "base/text.h"
#include "mail/compose.h"
#include "queue/sender.h"

static void
make_tag(char *out, size_t size)
{
	unsigned char bytes[5];

	random_bytes(bytes, sizeof(bytes));
	snprintf(out, size, "%02x%02x%02x%02x%02x", bytes[0], bytes[1],
	    bytes[2], bytes[3], bytes[4]);
}

static void
host_name(char *out, size_t size)
{
	if (gethostname(out, size) != 0)
		snprintf(out, size, "this machine");
	out[size - 1] = '\0';
}

static void
write_body(const struct test_mail *mail, const struct account *account,
    const char *host, int64_t now, struct text *out)
{
	char date[MOMENT_SIZE];

	text_addf(out,
	    "This is a test of postfrank on %s.\n\n"
	    "It was sent on %s through the mailbox %s\n"
	    "with a sign-in (OAuth 2.0) in place of a password. That you read "
	    "it shows that\nalerts of this machine reach you.\n\n"
	    "Tag: %s\n",
	    host, moment_mail(date, now), account_mailbox(account), mail->tag);
}

static bool
send_letter(struct test_mail *mail, struct route *route,
    const struct letter *letter, struct fault *why)
{
	struct smtp_recipient to = { .address = mail->to };
	struct smtp_mail envelope = { .from = letter->from->spec, .to = &to,
		.count = 1 };
	bool good;

	envelope.message = message_compose(letter, why);
	if (envelope.message == NULL)
		return false;
	mail->tried = true;
	good = route_send(route, &envelope, &mail->result, why);
	message_free(envelope.message);
	return good;
}

bool
test_mail_send(struct test_mail *mail, struct route *route, const char *to,
    int64_t now, struct fault *why)
{
	const struct account *account = route->source.account;
	struct address_list list = { 0 };
	struct address from, one;
	struct letter letter = { .from = &from, .to = &list, .date = now,
		.body_fd = -1, .auto_submitted = true };
	struct text body;
	char host[128];
	bool good;

	memset(mail, 0, sizeof(*mail));
	if (!sender_of(account, &from, why) || !address_parse(to, &one, why) ||
	    !address_list_add(&list, &one, why))
		return false;
	snprintf(mail->to, sizeof(mail->to), "%s", one.spec);
	make_tag(mail->tag, sizeof(mail->tag));
	host_name(host, sizeof(host));
	snprintf(mail->subject, sizeof(mail->subject),
	    "postfrank test from %s, %s", host, mail->tag);
	text_init(&body, 4096);
	write_body(mail, account, host, now, &body);
	letter.subject = mail->subject;
	letter.body = body.at;
	letter.body_len = body.len;
	letter.limit = (uint64_t)account->limits.message_bytes;
	good = send_letter(mail, route, &letter, why);
	text_clear(&body);
	address_list_clear(&list);
	return good;
}
