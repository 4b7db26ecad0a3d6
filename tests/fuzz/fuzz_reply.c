/* SPDX-License-Identifier: ISC */
/* Answers of SMTP servers, line by line and as a person pastes them. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"
#include "mail/reply.h"

static void
check_reply(const struct reply *reply)
{
	FUZZ_CHECK(reply->code == 0 ||
	    (reply->code >= 200 && reply->code < 600));
	FUZZ_CHECK(memchr(reply->enhanced, '\0', sizeof(reply->enhanced)) !=
	    NULL);
	FUZZ_CHECK(strspn(reply->enhanced, "0123456789.") ==
	    strlen(reply->enhanced));
	FUZZ_CHECK(memchr(reply->text, '\0', sizeof(reply->text)) != NULL);
}

/* No run of a token's letters is longer than a word. */
static void
check_blotted(const char *text)
{
	size_t run = 0;

	for (; *text != '\0'; text++) {
		run = isalnum((unsigned char)*text) ||
		    strchr("+/=._-~", *text) != NULL ? run + 1 : 0;
		FUZZ_CHECK(run < REPLY_WORD_MAX + 8);
	}
}

static void
check_judged(const struct reply *reply)
{
	enum reply_place place;
	struct fault why;

	for (place = PLACE_ANY; place <= PLACE_DOT; place++) {
		enum reply_class class;

		fault_clear(&why);
		class = reply_judge(reply, place, "a@b.example", &why);
		FUZZ_CHECK(class < REPLY_CLASSES);
		FUZZ_CHECK((class == REPLY_OK) == (why.kind == FAULT_NONE));
		FUZZ_CHECK(strstr(why.what, "{who}") == NULL);
		FUZZ_CHECK(strstr(why.next, "{who}") == NULL);
		fuzz_check_fault(&why);
		check_blotted(why.server);
		FUZZ_CHECK(reply_class_words(class)[0] != '\0');
	}
}

static void
check_lines(const char *bytes, size_t size)
{
	struct reply reply = { .code = 0 };
	size_t at = 0;
	int state = 0;

	while (at < size && state == 0) {
		const char *end = memchr(bytes + at, '\n', size - at);
		size_t len = end == NULL ? size - at :
		    (size_t)(end - bytes) - at;

		state = reply_line(&reply, bytes + at, len);
		FUZZ_CHECK(state >= -1 && state <= 1);
		check_reply(&reply);
		at += len + 1;
	}
	if (reply.code != 0)
		check_judged(&reply);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_copy(data, size, false);
	char *string = fuzz_copy(data, size, true);
	char out[CLEAN_SIZE];
	struct reply reply;
	struct fault why;

	check_lines(bytes, size);
	if (reply_parse(&reply, bytes, size))
		check_judged(&reply);
	check_reply(&reply);
	fault_clear(&why);
	if (reply_explain(string, &why)) {
		fuzz_check_fault(&why);
		FUZZ_CHECK(why.what[0] != '\0');
	}
	reply_challenge(out, sizeof(out), string);
	FUZZ_CHECK(fuzz_is_clean(out, CLEAN_COLUMNS));
	check_blotted(out);
	free(bytes);
	free(string);
	return 0;
}
