/* SPDX-License-Identifier: ISC */
/* The test mail of set-up and `postfrank test`: a real mail with a tag that
 * nobody can guess, so that what arrives can be told from what was there. */
#ifndef QUEUE_TEST_MAIL_H
#define QUEUE_TEST_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "mail/address.h"
#include "queue/route.h"

struct test_mail {
	bool tried;	   /* the route was tried: the fault is its */
	char to[ADDRESS_SIZE];
	char tag[24];
	char subject[192]; /* holds the tag */
	struct smtp_result result;
};

/*
 * Composes and sends to one address by the route. True: the server accepted it.
 * False: why, and where mail->tried, route->failed says in which stage.
 * FAULT_DATA for an address that is none.
 */
bool test_mail_send(struct test_mail *mail, struct route *route,
    const char *to, int64_t now, struct fault *why);

#endif
