/* SPDX-License-Identifier: ISC */
/* Finding out what somebody pasted. */
#include <config.h>

#include "oauth/paste.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clean.h"
#include "base/http.h"
#include "oauth/advice.h"
#include "oauth/cloud.h"

enum { WORDS_MAX = 8192, CODE_MIN = 20 };

/* What an answer of the sign-in server may carry; all else is passed over. */
enum part {
	PART_CODE,
	PART_STATE,
	PART_ERROR,
	PART_DESCRIPTION,
	PART_SUBCODE,
	PART_CONSENT,
	PART_TENANT,
	PART_CLIENT_ID,
	PARTS
};

static const char *const part_names[PARTS] = {
	[PART_CODE] = "code",
	[PART_STATE] = "state",
	[PART_ERROR] = "error",
	[PART_DESCRIPTION] = "error_description",
	[PART_SUBCODE] = "error_subcode",
	[PART_CONSENT] = "admin_consent",
	[PART_TENANT] = "tenant",
	[PART_CLIENT_ID] = "client_id",
};

struct answer {
	struct secret part[PARTS];
	bool found[PARTS];
	bool broken[PARTS]; /* cut in the middle of an escape, or too long */
};

static const char copy_all[] = "Copy the whole line from the browser's address "
			       "bar: click into it, select all, copy.";

void
paste_init(struct paste *paste)
{
	*paste = (struct paste){ 0 };
	secret_init(&paste->code, SECRET_MAX);
}

void
paste_clear(struct paste *paste)
{
	secret_clear(&paste->code);
	*paste = (struct paste){ 0 };
}

/* Terminals and mail programs wrap and quote; an address has no blanks, so all
 * of them go. HTML's &amp; becomes what it stands for. */
static void
squeeze(const char *bytes, size_t len, struct secret *out)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (isspace((unsigned char)bytes[i]) || bytes[i] == '\0' ||
		    strchr("\"'<>`", bytes[i]) != NULL)
			continue;
		secret_add(out, bytes + i, 1);
		if (len - i >= 5 && memcmp(bytes + i, "&amp;", 5) == 0)
			i += 4;
	}
}

static void
take_pair(struct answer *answer, const char *pair, size_t len)
{
	const char *equals = memchr(pair, '=', len);
	size_t name_len = equals == NULL ? len : (size_t)(equals - pair), i;

	for (i = 0; i < PARTS; i++) {
		if (answer->found[i] || equals == NULL ||
		    strlen(part_names[i]) != name_len ||
		    memcmp(part_names[i], pair, name_len) != 0)
			continue;
		answer->found[i] = true;
		answer->broken[i] = !http_form_decode(equals + 1,
		    len - name_len - 1, &answer->part[i]);
	}
}

/* The parts of the query: behind ? or #, or the whole text when it has neither
 * (only the end of the address was copied). */
static void
read_answer(struct answer *answer, const char *text, size_t len)
{
	size_t at = strcspn(text, "?#"), pair_len, i;

	for (i = 0; i < PARTS; i++)
		secret_init(&answer->part[i], SECRET_MAX);
	for (at = at < len ? at + 1 : 0; at < len; at += pair_len + 1) {
		pair_len = strcspn(text + at, "&#?");
		take_pair(answer, text + at, pair_len);
	}
}

static void
clear_answer(struct answer *answer)
{
	size_t i;

	for (i = 0; i < PARTS; i++)
		secret_clear(&answer->part[i]);
}

static bool
incomplete(struct paste *paste, struct fault *why, const char *what)
{
	paste->kind = PASTE_INCOMPLETE;
	fault_set(why, FAULT_DATA, "%s", what);
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "signin");
	return fault_next(why, "%s", copy_all);
}

/* Is the state the beginning of the one that we wait for? */
static bool
state_is_cut(const struct secret *state, const struct secret *wanted)
{
	bool cut = state->len < wanted->len &&
	    memcmp(secret_open(state), secret_open(wanted), state->len) == 0;

	secret_close(state);
	secret_close(wanted);
	return cut;
}

/* True: the state is that of this sign-in. */
static bool
check_state(const struct answer *answer, const struct pending *pending,
    struct paste *paste, struct fault *why)
{
	const struct secret *state = &answer->part[PART_STATE];

	if (!answer->found[PART_STATE])
		return incomplete(paste, why, "the address ends too early: the "
		    "part \"state=\" is missing");
	if (!answer->broken[PART_STATE] && !secret_is_empty(&pending->state) &&
	    secret_equals(state, &pending->state))
		return true;
	if (answer->broken[PART_STATE] || state->len == 0 ||
	    state_is_cut(state, &pending->state))
		return incomplete(paste, why, "the address ends too early: the "
		    "part \"state=\" is cut off");
	paste->kind = PASTE_OTHER;
	fault_set(why, FAULT_DATA, "this answer belongs to another sign-in: an "
	    "older attempt, another account or another machine");
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "signin");
	return fault_next(why, "Open the sign-in address that is shown now, "
	    "and paste where that one ends.");
}

/* The fault of an error that came back with the browser. */
static bool
take_error(const struct answer *answer, struct paste *paste, struct fault *why)
{
	const struct secret *words = &answer->part[PART_DESCRIPTION];
	const struct secret *error = &answer->part[PART_ERROR];
	const char *text = secret_open(words);
	size_t len = words->len < WORDS_MAX ? words->len : WORDS_MAX, tail;

	paste->kind = PASTE_ERROR;
	advice_fault(why, secret_open(error), NULL, advice_number(text, len));
	for (tail = 0; tail < len; tail++)
		if (strncmp(text + tail, "Trace ID:", 9) == 0)
			break;
	fault_server(why, text, tail);
	secret_close(error);
	secret_close(words);
	return false;
}

static bool
take_consent(const struct answer *answer, const struct pending *pending,
    struct paste *paste, struct fault *why)
{
	const struct secret *tenant = &answer->part[PART_TENANT];
	bool granted;

	granted = strcasecmp(secret_open(&answer->part[PART_CONSENT]),
		      "true") == 0;
	secret_close(&answer->part[PART_CONSENT]);
	/* A consent may come from a sheet that was handed on, without state. */
	if (answer->found[PART_STATE] &&
	    !check_state(answer, pending, paste, why))
		return false;
	if (!granted) {
		paste->kind = PASTE_ERROR;
		return advice_fault(why, "consent_required", NULL, 0);
	}
	clean_text(paste->tenant, sizeof(paste->tenant), secret_open(tenant),
	    tenant->len);
	secret_close(tenant);
	paste->kind = PASTE_CONSENT;
	return true;
}

static bool
take_code(struct answer *answer, const struct pending *pending,
    struct paste *paste, struct fault *why)
{
	struct secret *code = &answer->part[PART_CODE];

	if (answer->broken[PART_CODE] || code->len == 0)
		return incomplete(paste, why, "the part \"code=\" of the "
		    "address is cut off");
	if (!check_state(answer, pending, paste, why))
		return false;
	secret_take(&paste->code, code);
	paste->kind = PASTE_CODE;
	return true;
}

static bool
login_page(struct paste *paste, struct fault *why)
{
	paste->kind = PASTE_LOGIN_PAGE;
	fault_set(why, FAULT_DATA, "this is the address of the sign-in page, "
	    "the sign-in there is not finished");
	if (why != NULL)
		snprintf(why->step, sizeof(why->step), "signin");
	return fault_next(why, "Sign in there; when the browser says that "
	    "localhost cannot be reached, paste that address. Does the page "
	    "show a number such as AADSTS50020, paste the number.");
}

/* XXX8Q~... : three characters, a digit, Q, a tilde, and a long rest. */
static bool
is_client_secret(const char *text, size_t len)
{
	return len >= 37 && len <= 40 && isdigit((unsigned char)text[3]) &&
	    text[4] == 'Q' && text[5] == '~';
}

static bool
is_bare_code(const char *text, size_t len)
{
	return len >= CODE_MIN && text[1] == '.' &&
	    strchr("01M", text[0]) != NULL &&
	    strpbrk(text, "/?&=:") == NULL;
}

/* Text that is no answer with parts: an address, an error page, or nothing that
 * we know. */
static bool
judge_text(const char *text, size_t len, const char *raw, size_t raw_len,
    struct paste *paste, struct fault *why)
{
	struct advice advice;
	char host[256];

	if (advice_number(raw, raw_len) != 0) {
		paste->kind = PASTE_ERROR;
		return advice_fault(why, NULL, NULL,
		    advice_number(raw, raw_len));
	}
	if (strncasecmp(text, "https://", 8) == 0 &&
	    cloud_knows_host(http_host(text, host, sizeof(host))))
		return login_page(paste, why);
	if (strncasecmp(text, "http://localhost", 16) == 0 ||
	    strncasecmp(text, "http://127.0.0.1", 16) == 0)
		return incomplete(paste, why, "the address ends too early: the "
		    "parts \"code=\" and \"state=\" are missing");
	if (is_bare_code(text, len))
		return incomplete(paste, why, "this seems to be the code "
		    "alone; the part \"state=\" is needed too");
	if (is_client_secret(text, len)) {
		paste->kind = PASTE_SECRET;
		fault_set(why, FAULT_DATA, "this looks like a client secret, "
		    "which does not belong here");
		return fault_next(why, "%s", copy_all);
	}
	if (advice_explain(raw, raw_len, &advice)) {
		paste->kind = PASTE_ERROR;
		return advice_fault(why, advice.word, NULL, 0);
	}
	paste->kind = PASTE_NONSENSE;
	fault_set(why, FAULT_DATA, "this is neither the address that the "
	    "browser ended on nor an error of the sign-in server");
	return fault_next(why, "%s It begins with http://localhost and has "
	    "\"code=\" in it.", copy_all);
}

static bool
judge(struct answer *answer, const struct pending *pending,
    struct paste *paste, struct fault *why)
{
	if (answer->found[PART_ERROR]) {
		if (answer->found[PART_STATE] &&
		    !check_state(answer, pending, paste, why) &&
		    paste->kind == PASTE_OTHER)
			return false;
		return take_error(answer, paste, why);
	}
	if (answer->found[PART_CODE])
		return take_code(answer, pending, paste, why);
	if (answer->found[PART_CONSENT])
		return take_consent(answer, pending, paste, why);
	if (answer->found[PART_CLIENT_ID])
		return login_page(paste, why);
	return incomplete(paste, why, "the part \"code=\" of the address is "
	    "missing");
}

bool
paste_has_state(const char *bytes, size_t len, const struct pending *pending)
{
	struct answer answer = { 0 };
	struct secret text;
	bool has;

	secret_init(&text, PASTE_MAX);
	squeeze(bytes, len, &text);
	read_answer(&answer, secret_open(&text), text.len);
	secret_close(&text);
	has = answer.found[PART_STATE] && !answer.broken[PART_STATE] &&
	    !secret_is_empty(&pending->state) &&
	    secret_equals(&answer.part[PART_STATE], &pending->state);
	clear_answer(&answer);
	secret_clear(&text);
	return has;
}

bool
paste_read(const char *bytes, size_t len, const struct pending *pending,
    struct paste *paste, struct fault *why)
{
	struct answer answer = { 0 };
	struct secret text;
	bool good = false;

	paste_clear(paste);
	paste_init(paste);
	if (len > PASTE_MAX) {
		paste->kind = PASTE_NONSENSE;
		fault_set(why, FAULT_DATA,
		    "this is far too long for an address");
		return fault_next(why, "%s", copy_all);
	}
	secret_init(&text, PASTE_MAX);
	squeeze(bytes, len, &text);
	read_answer(&answer, secret_open(&text), text.len);
	if (text.len == 0) {
		paste->kind = PASTE_NOTHING;
		fault_set(why, FAULT_DATA, "nothing was pasted");
		fault_next(why, "%s", copy_all);
	} else if (answer.found[PART_CODE] || answer.found[PART_STATE] ||
	    answer.found[PART_ERROR] || answer.found[PART_CONSENT] ||
	    answer.found[PART_CLIENT_ID]) {
		good = judge(&answer, pending, paste, why);
	} else {
		good = judge_text(secret_open(&text), text.len, bytes, len,
		    paste, why);
		secret_close(&text);
	}
	secret_close(&text);
	clear_answer(&answer);
	secret_clear(&text);
	return good;
}

bool
paste_is_ending(const char *bytes, size_t len, enum paste_kind *kind,
    struct fault *why)
{
	struct pending none;
	struct paste paste;

	pending_init(&none);
	paste_init(&paste);
	paste_read(bytes, len, &none, &paste, why);
	*kind = paste.kind;
	paste_clear(&paste);
	pending_clear(&none);
	return *kind == PASTE_CODE || *kind == PASTE_CONSENT ||
	    *kind == PASTE_ERROR || *kind == PASTE_OTHER;
}
