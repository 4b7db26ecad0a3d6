/* SPDX-License-Identifier: ISC */
/* The test mail of set-up and `postfrank test`: a real mail with a tag that
 * nobody can guess, so that what arrives can be told from what was there. */
#ifndef QUEUE_TEST_MAIL_H
#define QUEUE_TEST_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "mail/address.h"
#include "mail/message.h"
#include "queue/route.h"

struct test_mail {
	bool tried;	   /* the route was tried: the fault is its */
	char from[ADDRESS_SIZE];
	char to[ADDRESS_SIZE];
	char tag[24];
	char subject[192]; /* holds the tag */
	struct smtp_result result;
};

/*
 * Composed only, for a session that is not the account's own, to be freed by
 * the caller; envelope and tag are in mail. way says what it travels through:
 * "the backup server relay.lan, without a sign-in". NULL: why.
 */
struct test_wish {
	const char *to;
	const char *way;
	int64_t now;
};
struct message *test_mail_compose(struct test_mail *mail,
    const struct account *account, const struct test_wish *wish,
    struct fault *why);

/*
 * Composes and sends to one address by the route. True: the server accepted it.
 * False: why, and where mail->tried, route->failed says in which stage.
 * FAULT_DATA for an address that is none.
 */
bool test_mail_send(struct test_mail *mail, struct route *route,
    const char *to, int64_t now, struct fault *why);

#endif
