/* SPDX-License-Identifier: ISC */
/* Reads answers and finds the row that judges them. */
#include <config.h>

#include "mail/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"
#include "base/json.h"
#include "base/random.h"
#include "mail/chars.h"
#include "mail/reply_table.h"

/* The length of "5.7.139" at text, 0 when there is none (RFC 3463 2). */
static size_t
enhanced_length(const char *text, size_t len)
{
	size_t i = 2;
	int dots;

	if (len < 5 || strchr("245", text[0]) == NULL || text[1] != '.')
		return 0;
	for (dots = 0; dots < 2; dots++) {
		size_t start = i;

		while (i < len && i - start < 3 && char_is_digit(text[i]))
			i++;
		if (i == start)
			return 0;
		if (dots == 0 && (i == len || text[i++] != '.'))
			return 0;
	}
	if (i < len && (char_is_alnum(text[i]) ||
	    (text[i] == '.' && i + 1 < len && char_is_digit(text[i + 1]))))
		return 0;
	return i;
}

void
reply_blot(char *text)
{
	static const char blotted[] = "[...]";
	char *p = text;

	while (*p != '\0') {
		size_t n = 0;

		while (char_is_alnum(p[n]) ||
		    (p[n] != '\0' && strchr("+/=._-~", p[n]) != NULL))
			n++;
		if (n >= REPLY_WORD_MAX) {
			memcpy(p, blotted, sizeof(blotted) - 1);
			memmove(p + sizeof(blotted) - 1, p + n,
			    strlen(p + n) + 1);
			n = sizeof(blotted) - 1;
		}
		p += n > 0 ? n : 1;
	}
}

static void
add_words(struct reply *reply, const char *text, size_t len)
{
	size_t have = strlen(reply->text);
	int n = (int)(len < REPLY_LINE_MAX ? len : REPLY_LINE_MAX);

	/* What is beyond the end is not needed to judge or to show. */
	snprintf(reply->text + have, sizeof(reply->text) - have, "%s%.*s",
	    have > 0 ? " " : "", n, text);
	/* A challenge is base64 itself: reply_challenge() looks after it. */
	if (reply->code != 334)
		reply_blot(reply->text + have);
}

/* 200-599, or 0. */
static int
code_at(const char *text, size_t len)
{
	if (len < 3 || text[0] < '2' || text[0] > '5' ||
	    !char_is_digit(text[1]) || !char_is_digit(text[2]))
		return 0;
	return (text[0] - '0') * 100 + (text[1] - '0') * 10 + text[2] - '0';
}

int
reply_line(struct reply *reply, const char *line, size_t len)
{
	int code = code_at(line, len);
	bool last;
	size_t n;

	if (code == 0 || (reply->code != 0 && reply->code != code))
		return -1;
	last = len == 3 || line[3] == ' ';
	if (!last && line[3] != '-')
		return -1;
	reply->code = code;
	line += len > 3 ? 4 : 3;
	len -= len > 3 ? 4 : 3;
	n = enhanced_length(line, len);
	if (n > 0) {
		snprintf(reply->enhanced, sizeof(reply->enhanced), "%.*s",
		    (int)n, line);
		while (n < len && line[n] == ' ')
			n++;
	}
	add_words(reply, line + n, len - n);
	return last ? 1 : 0;
}

static int
status_of(const char *enhanced)
{
	char *end;
	long part[3] = { 0 };
	int i;

	for (i = 0; i < 3 && *enhanced != '\0'; i++) {
		part[i] = strtol(enhanced, &end, 10);
		enhanced = *end == '.' ? end + 1 : end;
	}
	return (int)STATUS(part[0], part[1], part[2]);
}

static bool
code_fits(const struct reply_rule *rule, const struct reply *reply)
{
	int digit = reply->code != 0 ? reply->code / 100 :
	    reply->enhanced[0] != '\0' ? reply->enhanced[0] - '0' : 0;

	if (rule->code == 0)
		return true;
	if (rule->code < 10)
		return rule->code == digit;
	/* Without a code (a bare 5.7.139) the enhanced one decides. */
	return rule->code == reply->code ||
	    (reply->code == 0 && rule->first != 0);
}

static bool
rule_fits(const struct reply_rule *rule, const struct reply *reply,
    enum reply_place place)
{
	int status = status_of(reply->enhanced);
	int last = rule->last != 0 ? rule->last : rule->first;

	return code_fits(rule, reply) &&
	    (rule->first == 0 || (status >= rule->first && status <= last)) &&
	    (rule->places == 0 || (rule->places & AT(place)) != 0) &&
	    (rule->words == NULL || chars_find(reply->text,
		strlen(reply->text), rule->words) != NULL);
}

static const struct reply_rule *
find_rule(const struct reply *reply, enum reply_place place)
{
	size_t i = 0;

	while (i + 1 < reply_rule_count &&
	    !rule_fits(&reply_rules[i], reply, place))
		i++;
	return &reply_rules[i];
}

/* What a text is filled in with: its name, and what stands for nobody known. */
static const struct {
	const char *mark;
	const char *nobody;
} fillers[] = { { "{who}", "the mailbox" }, { "{id}", "MAILBOX" } };

/* The filler that begins here, or NULL; *len is its mark's length. */
static const char *
filler_at(const char *text, const char *who, size_t *len)
{
	size_t i;

	for (i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++) {
		*len = strlen(fillers[i].mark);
		if (strncmp(text, fillers[i].mark, *len) == 0)
			return *who != '\0' ? who : fillers[i].nobody;
	}
	return NULL;
}

/* Puts who, or plain words, where a text says {who} or {id}. */
static void
fill_in(char *out, size_t size, const char *text, const char *who)
{
	const char *filler;
	size_t n = 0, len;

	while (*text != '\0' && n + 1 < size) {
		filler = filler_at(text, who, &len);
		if (filler == NULL) {
			out[n++] = *text++;
			continue;
		}
		snprintf(out + n, size - n, "%s", filler);
		n += strlen(out + n);
		text += len;
	}
	out[n] = '\0';
}

static void
tell(const struct reply_rule *rule, const struct reply *reply, const char *who,
    struct fault *why)
{
	char words[sizeof(why->next)];
	char server[REPLY_TEXT_SIZE + 64];

	fill_in(words, sizeof(words), rule->what, who);
	fault_set(why, rule->kind, "%s", words);
	if (why == NULL)
		return;
	fill_in(words, sizeof(words), rule->next, who);
	fault_next(why, "%s", words);
	why->turn = rule->turn;
	why->recent = rule->recent;
	if (rule->step != NULL)
		snprintf(why->step, sizeof(why->step), "%s", rule->step);
	if (reply->code != 0)
		fault_code(why, "%d %s", reply->code, reply->enhanced);
	else
		fault_code(why, "%s", reply->enhanced);
	if (reply->code == 334)
		reply_challenge(server, sizeof(server), reply->text);
	else
		snprintf(server, sizeof(server), "%s %s", why->code,
		    reply->text);
	fault_server(why, server, strlen(server));
}

enum reply_class
reply_judge(const struct reply *reply, enum reply_place place, const char *who,
    struct fault *why)
{
	const struct reply_rule *rule;
	int digit = reply->code / 100;

	if (digit == 2 || (digit == 3 && place != PLACE_AUTH))
		return REPLY_OK;
	rule = find_rule(reply, place);
	tell(rule, reply, who, why);
	return rule->class;
}

static const struct {
	const char *words;
	bool stops_route;
	bool may_pass;
} classes[REPLY_CLASSES] = {
	[REPLY_OK] = { "ok", false, false },
	[REPLY_AUTH] = { "login", true, false },
	[REPLY_SENDER] = { "sender", true, false },
	[REPLY_MAILBOX_FULL] = { "mailbox full", true, false },
	[REPLY_POLICY] = { "policy", true, false },
	[REPLY_THROTTLE] = { "throttle", false, true },
	[REPLY_TRANSIENT] = { "transient", false, true },
	[REPLY_RECIPIENT] = { "recipient", false, false },
	[REPLY_SIZE] = { "size", false, false },
	[REPLY_MESSAGE] = { "message", false, false },
	[REPLY_PROTOCOL] = { "protocol", true, true },
};

const char *
reply_class_words(enum reply_class class)
{
	return classes[class].words;
}

bool
reply_stops_route(enum reply_class class)
{
	return classes[class].stops_route;
}

bool
reply_may_pass(enum reply_class class)
{
	return classes[class].may_pass;
}

/* Is there a row that these words alone point to? */
static bool
has_known_words(const struct reply *reply)
{
	size_t i;

	for (i = 0; i < reply_rule_count; i++) {
		const struct reply_rule *rule = &reply_rules[i];

		if (rule->words != NULL && rule->code == 0 &&
		    rule->first == 0 && rule->places == 0 &&
		    rule_fits(rule, reply, PLACE_ANY))
			return true;
	}
	return false;
}

bool
reply_parse(struct reply *reply, const char *text, size_t len)
{
	size_t i;

	*reply = (struct reply){ .code = 0 };
	for (i = 0; i < len; i++) {
		const char *p = text + i;
		size_t n = enhanced_length(p, len - i);

		if (i > 0 && (char_is_alnum(p[-1]) || p[-1] == '.'))
			continue;
		if (n > 0 && reply->enhanced[0] == '\0')
			snprintf(reply->enhanced, sizeof(reply->enhanced),
			    "%.*s", (int)n, p);
		else if (reply->code == 0 && reply->enhanced[0] == '\0' &&
		    (len - i == 3 || (len - i > 3 && !char_is_alnum(p[3]) &&
		    p[3] != '.')))
			reply->code = code_at(p, len - i);
	}
	add_words(reply, text, len);
	return reply->code != 0 || reply->enhanced[0] != '\0' ||
	    has_known_words(reply);
}

bool
reply_explain(const char *text, struct fault *why)
{
	struct reply reply;
	enum reply_place place = PLACE_ANY;

	if (!reply_parse(&reply, text, strlen(text)))
		return false;
	if (reply.code == 535 || reply.code == 334 || reply.code == 454)
		place = PLACE_AUTH;
	if (reply_judge(&reply, place, "", why) == REPLY_OK) {
		fault_set(why, FAULT_NONE, "that is no error: the server "
		    "agreed");
		fault_next(why, "An accepted message can still come back as a "
		    "report to the mailbox.");
	}
	fault_server(why, reply.text, strlen(reply.text));
	return true;
}

/* "status 401, schemes bearer, ..." */
static bool
challenge_words(const struct json *json, struct text *words)
{
	struct json *member;

	for (member = json_first(json); member != NULL;
	     member = json_next(member)) {
		const char *value = json_string_at(member);

		if (value != NULL)
			text_addf(words, "%s%s %s", words->len > 0 ? ", " : "",
			    json_key(member), value);
	}
	return words->len > 0;
}

const char *
reply_challenge(char *out, size_t size, const char *text)
{
	struct secret bytes;
	struct text words;
	struct json *json = NULL;
	const char *from = strncmp(text, "334 ", 4) == 0 ? text + 4 : text;

	secret_init(&bytes, REPLY_TEXT_SIZE);
	text_init(&words, REPLY_TEXT_SIZE);
	if (base64_decode(&bytes, from, strlen(from)))
		json = json_parse_secret(&bytes, NULL);
	if (json != NULL && json_kind_of(json) == JSON_OBJECT &&
	    challenge_words(json, &words))
		clean_text(out, size, words.at, words.len);
	else
		clean_string(out, size, text);
	reply_blot(out);
	json_free(json);
	text_clear(&words);
	secret_clear(&bytes);
	return out;
}
