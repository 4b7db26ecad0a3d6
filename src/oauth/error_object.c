/* SPDX-License-Identifier: ISC */
/* Reading what a token endpoint says no with. The raw body is never searched:
 * an error may hold the very words of a success (microsoft.md, warning 2). */
#include <config.h>

#include "oauth/error_object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"
#include "oauth/advice.h"

enum { WORDS_MAX = 8192 };

enum { ENCODED_MAX = 3 * SECRET_MAX + 1 };

static void
hide_bytes(struct text *words, const char *bytes, size_t len)
{
	char *at = words->at;

	for (;;) {
		at = memmem(at, words->len - (size_t)(at - words->at), bytes,
		    len);
		if (at == NULL)
			return;
		memset(at, '*', len);
		at += len;
	}
}

/* Servers have been seen to repeat what they were sent: the value, or the form
 * with it, where it is percent-encoded. */
static void
hide_secret(struct text *words, const struct secret *secret)
{
	struct secret encoded;

	if (secret == NULL || secret->len < 4)
		return;
	hide_bytes(words, secret_open(secret), secret->len);
	secret_close(secret);
	secret_init(&encoded, ENCODED_MAX);
	http_form_add_secret(&encoded, "", secret);
	/* Behind the sign that separates it from its name. */
	if (encoded.len > 1)
		hide_bytes(words, secret_open(&encoded) + 1, encoded.len - 1);
	secret_close(&encoded);
	secret_clear(&encoded);
}

/* Our copy of a text of the server: bounded, without what we sent. */
static void
copy_words(struct text *out, const char *from, const struct sent_secrets *sent)
{
	size_t len = strlen(from), i;

	text_add(out, from, len < WORDS_MAX ? len : WORDS_MAX);
	for (i = 0; sent != NULL && i < sent->count; i++)
		hide_secret(out, sent->secret[i]);
}

static void
clean_words(const char *from, const struct sent_secrets *sent, char *out,
    size_t size)
{
	struct text words;

	text_init(&words, WORDS_MAX);
	copy_words(&words, from, sent);
	clean_text(out, size, words.at, words.len);
	text_clear(&words);
}

/* Fills out with the cleaned member, "" when it is no string. */
static void
read_word(const struct json *json, const char *key,
    const struct sent_secrets *sent, char *out, size_t size)
{
	const char *value = json_string(json, key);

	out[0] = '\0';
	if (value != NULL)
		clean_words(value, sent, out, size);
}

/* The description without the ids that follow it, each on a line of its own or
 * behind a blank. */
static void
read_description(const struct json *json, const struct sent_secrets *sent,
    struct error_object *error)
{
	const char *value = json_string(json, "error_description");
	struct text words;
	char *tail;

	if (value == NULL)
		return;
	text_init(&words, WORDS_MAX);
	copy_words(&words, value, sent);
	tail = strstr(words.at, "Trace ID:");
	clean_text(error->words, sizeof(error->words), words.at,
	    tail != NULL ? (size_t)(tail - words.at) : words.len);
	if (error->number == 0)
		error->number = advice_number(words.at, words.len);
	text_clear(&words);
}

static unsigned
read_number(const struct json *json)
{
	const struct json *codes = json_member(json, "error_codes");
	struct json *wrapped, *first = codes == NULL ? NULL : json_first(codes);
	int64_t number = 0;

	if (first == NULL)
		return 0;
	wrapped = json_new_object();
	json_set(wrapped, "n", json_copy(first));
	if (!json_int(wrapped, "n", 1, 999999999, &number))
		number = 0;
	json_free(wrapped);
	return (unsigned)number;
}

static const struct json *
walk(const struct json *from, const char *const path[])
{
	while (from != NULL && *path != NULL)
		from = json_member(from, *path++);
	return from;
}

/* Ids of Conditional Access policies, findable in the portal. claims has been
 * seen as an object and as a string that holds one. */
static void
read_policies(const struct json *json, const struct sent_secrets *sent,
    struct error_object *error)
{
	static const char *const path[] = { "access_token", "capolids",
		"values", NULL };
	const struct json *claims = json_member(json, "claims");
	const char *string = claims == NULL ? NULL : json_string_at(claims);
	struct json *parsed = NULL;
	const struct json *value;
	char clean[CLEAN_SIZE];
	size_t used = 0;

	if (string != NULL)
		claims = parsed = json_parse(string, strlen(string), NULL);
	value = walk(claims, path);
	for (value = value == NULL ? NULL : json_first(value); value != NULL;
	    value = json_next(value)) {
		const char *id = json_string_at(value);

		if (id == NULL)
			continue;
		clean_words(id, sent, clean, sizeof(clean));
		if (used + strlen(clean) + 2 > sizeof(error->policies))
			continue;
		used += (size_t)snprintf(error->policies + used,
		    sizeof(error->policies) - used, "%s%s", used > 0 ? " " : "",
		    clean);
	}
	json_free(parsed);
}

bool
error_object_read(const struct json *json, const struct sent_secrets *sent,
    struct error_object *error)
{
	*error = (struct error_object){ 0 };
	if (json_kind_of(json) != JSON_OBJECT ||
	    json_member(json, "error") == NULL)
		return false;
	read_word(json, "error", sent, error->error, sizeof(error->error));
	if (error->error[0] == '\0')
		snprintf(error->error, sizeof(error->error), "error");
	read_word(json, "suberror", sent, error->suberror,
	    sizeof(error->suberror));
	read_word(json, "trace_id", sent, error->trace_id,
	    sizeof(error->trace_id));
	read_word(json, "timestamp", sent, error->timestamp,
	    sizeof(error->timestamp));
	error->number = read_number(json);
	read_description(json, sent, error);
	read_policies(json, sent, error);
	return true;
}

bool
error_object_fault(const struct error_object *error, struct fault *why)
{
	struct text words;

	if (why == NULL)
		return false;
	advice_fault(why, error->error, error->suberror, error->number);
	text_init(&words, 2048);
	text_addf(&words, "%s%s%s", error->error,
	    error->words[0] != '\0' ? ": " : "", error->words);
	if (error->policies[0] != '\0')
		text_addf(&words, " (policy %s)", error->policies);
	if (error->trace_id[0] != '\0')
		text_addf(&words, " [trace %s %s]", error->trace_id,
		    error->timestamp);
	fault_server(why, words.at, words.len);
	text_clear(&words);
	return false;
}

static bool
is_web_page(const struct http_answer *answer)
{
	const char *body = secret_open(&answer->body);
	size_t i = 0;
	bool page;

	while (i < answer->body.len && strchr(" \t\r\n", body[i]) != NULL)
		i++;
	page = i < answer->body.len && body[i] == '<';
	secret_close(&answer->body);
	return page;
}

/* What a status means when the body says nothing that we can read. */
static bool
fault_of_status(const struct http_answer *answer, struct fault *why)
{
	long status = answer->status;

	if (status >= 300 && status < 400) {
		fault_set(why, FAULT_LATER,
		    "the sign-in server wants to lead elsewhere (status %ld), "
		    "which is not followed", status);
		return fault_next(why, "Look for a captive portal or a "
		    "proxy on this network, and check the token URL.");
	}
	if (status == 429 || status >= 500) {
		fault_set(why, FAULT_LATER, status == 429
			? "the sign-in server is asked too often (status %ld)"
			: "the sign-in server has trouble (status %ld)",
		    status);
		return fault_next(why, "Try again in a few minutes.");
	}
	if (status == 404) {
		fault_set(why, FAULT_SETTINGS,
		    "there is nothing at that address of the sign-in server "
		    "(status 404)");
		return fault_next(why, "Check the token URL.");
	}
	fault_set(why, FAULT_LATER, answer->body.len == 0
		? "the sign-in server sent an empty answer (status %ld)"
		: is_web_page(answer)
		? "a web page came in place of the sign-in server's answer "
		  "(status %ld)"
		: "the answer is not that of a sign-in server: no JSON "
		  "(status %ld)",
	    status);
	return fault_next(why, "Look for a captive portal or a proxy on this "
	    "network, and check the token URL.");
}

bool
error_object_judge(const struct http_answer *answer,
    const struct sent_secrets *sent, struct json **json,
    struct error_object *error, struct fault *why)
{
	struct json *parsed = NULL;

	*json = NULL;
	*error = (struct error_object){ 0 };
	if (answer->status < 300 || answer->status >= 400)
		if (answer->json && answer->body.len > 0)
			parsed = json_parse_secret(&answer->body, NULL);
	if (parsed != NULL && error_object_read(parsed, sent, error))
		error_object_fault(error, why);
	else if (parsed == NULL || answer->status < 200 ||
	    answer->status >= 300 || json_kind_of(parsed) != JSON_OBJECT)
		fault_of_status(answer, why);
	else {
		*json = parsed;
		return true;
	}
	json_free(parsed);
	/* A server that is too busy says so by its status, whatever its words
	 * are. */
	if (why != NULL && (answer->status == 429 || answer->status >= 500)) {
		why->kind = FAULT_LATER;
		why->turn = TURN_WAIT;
	}
	if (why != NULL && why->kind == FAULT_LATER)
		why->retry_after = answer->retry_after;
	return false;
}
