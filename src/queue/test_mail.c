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
write_body(const struct test_mail *mail, const struct test_wish *wish,
    const char *host, struct text *out)
{
	char date[MOMENT_SIZE];

	text_addf(out,
	    "This is a test of postfrank on %s.\n\n"
	    "It was sent on %s through %s.\n"
	    "That you read it shows that alerts of this machine reach you.\n\n"
	    "Tag: %s\n",
	    host, moment_mail(date, wish->now), wish->way, mail->tag);
}

/* Of a letter that has its people: the rest. */
static struct message *
write_letter(struct test_mail *mail, const struct test_wish *wish,
    struct letter *letter, struct fault *why)
{
	struct message *message;
	struct text body;
	char host[128];

	make_tag(mail->tag, sizeof(mail->tag));
	host_name(host, sizeof(host));
	snprintf(mail->subject, sizeof(mail->subject),
	    "postfrank test from %s, %s", host, mail->tag);
	text_init(&body, 4096);
	write_body(mail, wish, host, &body);
	letter->subject = mail->subject;
	letter->body = body.at;
	letter->body_len = body.len;
	message = message_compose(letter, why);
	text_clear(&body);
	return message;
}

struct message *
test_mail_compose(struct test_mail *mail, const struct account *account,
    const struct test_wish *wish, struct fault *why)
{
	struct address_list list = { 0 };
	struct address from, one;
	struct letter letter = { .from = &from, .to = &list,
		.date = wish->now, .body_fd = -1, .auto_submitted = true,
		.limit = (uint64_t)account->limits.message_bytes };
	struct message *message;

	memset(mail, 0, sizeof(*mail));
	if (!sender_of(account, &from, why) ||
	    !address_parse(wish->to, &one, why) ||
	    !address_list_add(&list, &one, why))
		return NULL;
	snprintf(mail->from, sizeof(mail->from), "%s", from.spec);
	snprintf(mail->to, sizeof(mail->to), "%s", one.spec);
	message = write_letter(mail, wish, &letter, why);
	address_list_clear(&list);
	return message;
}

bool
test_mail_send(struct test_mail *mail, struct route *route, const char *to,
    int64_t now, struct fault *why)
{
	const struct account *account = route->source.account;
	char way[ADDRESS_SIZE + 100];
	const struct test_wish wish = { .to = to, .way = way, .now = now };
	struct smtp_recipient recipient = { .address = mail->to };
	struct smtp_mail envelope = { .from = mail->from, .to = &recipient,
		.count = 1 };
	bool good;

	snprintf(way, sizeof(way), "the mailbox\n%s, with a sign-in "
	    "(OAuth 2.0) in place of a password", account_mailbox(account));
	envelope.message = test_mail_compose(mail, account, &wish, why);
	if (envelope.message == NULL)
		return false;
	mail->tried = true;
	good = route_send(route, &envelope, &mail->result, why);
	message_free(envelope.message);
	return good;
}
