/* SPDX-License-Identifier: ISC */
/* Answers of a token endpoint. The first line of an input is the status, with
 * "j" behind it when the answer calls itself JSON; the rest is the body. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "oauth/error_object.h"
#include "oauth/grant.h"

#define CANARY "CANARYSECRET" /* stands for the client secret that was sent */

static void
split(const uint8_t *data, size_t size, struct http_answer *answer)
{
	size_t i = 0;

	*answer = (struct http_answer){ .status = 0 };
	for (; i < size && data[i] >= '0' && data[i] <= '9'; i++)
		if (answer->status < 1000)
			answer->status = answer->status * 10 + data[i] - '0';
	for (; i < size && data[i] != '\n'; i++)
		answer->json = answer->json || data[i] == 'j';
	secret_init(&answer->body, HTTP_BODY_MAX);
	if (i < size)
		secret_add(&answer->body, data + i + 1, size - i - 1);
}

static void
check_reply(const struct token_reply *reply)
{
	fuzz_check_token(&reply->access_token);
	if (!secret_is_empty(&reply->refresh_token))
		fuzz_check_token(&reply->refresh_token);
	if (!secret_is_empty(&reply->id_token))
		fuzz_check_token(&reply->id_token);
	FUZZ_CHECK(reply->expires_in >= 60 && reply->expires_in <= 86400);
	FUZZ_CHECK(memchr(reply->scope, '\0', sizeof(reply->scope)) != NULL);
	FUZZ_CHECK(fuzz_is_clean(reply->scope, sizeof(reply->scope)));
}

static void
check_error(const struct error_object *error)
{
	FUZZ_CHECK(fuzz_is_clean(error->error, sizeof(error->error)));
	FUZZ_CHECK(fuzz_is_clean(error->suberror, sizeof(error->suberror)));
	FUZZ_CHECK(fuzz_is_clean(error->words, sizeof(error->words)));
	FUZZ_CHECK(fuzz_is_clean(error->trace_id, sizeof(error->trace_id)));
	FUZZ_CHECK(fuzz_is_clean(error->timestamp, sizeof(error->timestamp)));
	FUZZ_CHECK(fuzz_is_clean(error->policies, sizeof(error->policies)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sent_secrets sent = { .count = 1 };
	struct error_object error = { 0 };
	struct http_answer answer;
	struct token_reply reply;
	struct secret canary;
	struct fault why;

	secret_init(&canary, 64);
	secret_adds(&canary, CANARY);
	sent.secret[0] = &canary;
	split(data, size, &answer);
	token_reply_init(&reply);
	fault_clear(&why);
	if (token_reply_read(&answer, &sent, &reply, &error, &why)) {
		check_reply(&reply);
	} else {
		FUZZ_CHECK(why.kind != FAULT_NONE);
		FUZZ_CHECK(secret_is_empty(&reply.access_token));
		FUZZ_CHECK(secret_is_empty(&reply.refresh_token));
		fuzz_check_fault(&why);
		fuzz_check_absent(&why, CANARY);
		check_error(&error);
	}
	token_reply_clear(&reply);
	http_answer_clear(&answer);
	secret_clear(&canary);
	return 0;
}
