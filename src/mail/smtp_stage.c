/* SPDX-License-Identifier: ISC */
/* Follows a session while libcurl opens it: where it stands, how long it may
 * stay there, what the server offers. */
#include <config.h>

#include "mail/smtp_inside.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"
#include "base/moment.h"
#include "mail/chars.h"

static const char *const stage_words[SMTP_STAGES] = {
	[SMTP_RESOLVE] = "name resolution",
	[SMTP_CONNECT] = "connect",
	[SMTP_SECURE] = "TLS",
	[SMTP_LOGIN] = "login",
	[SMTP_SENDER] = "sender accepted",
	[SMTP_RECIPIENT] = "recipient accepted",
	[SMTP_MESSAGE] = "message accepted",
};

static const enum smtp_stage stage_of[] = {
	[POINT_RESOLVE] = SMTP_RESOLVE,
	[POINT_CONNECT] = SMTP_CONNECT,
	[POINT_GREETING] = SMTP_CONNECT,
	[POINT_EHLO] = SMTP_CONNECT,
	[POINT_STARTTLS] = SMTP_SECURE,
	[POINT_HANDSHAKE] = SMTP_SECURE,
	[POINT_EHLO_SECURE] = SMTP_SECURE,
	[POINT_LOGIN] = SMTP_LOGIN,
	[POINT_OPEN] = SMTP_SENDER,
};

const char *
smtp_stage_words(enum smtp_stage stage)
{
	return stage < SMTP_STAGES ? stage_words[stage] : "";
}

int64_t
smtp_limit(int64_t wanted, int64_t usual)
{
	return wanted > 0 ? wanted : usual;
}

void
smtp_pass(struct smtp *smtp, enum smtp_stage stage, const char *detail)
{
	int64_t now = moment_boot_ms();
	char words[CLEAN_SIZE];

	if (smtp->watch != NULL && smtp->watch->passed != NULL)
		smtp->watch->passed(smtp->watch->arg, stage,
		    now - smtp->stage_began,
		    clean_string(words, sizeof(words), detail));
	smtp->stage_began = now;
}

static const char *
detail_of(const struct smtp *smtp, char *out, size_t size)
{
	switch (smtp->stage) {
	case SMTP_RESOLVE:
		return smtp->address;
	case SMTP_SECURE:
		return smtp->tls;
	case SMTP_LOGIN:
		snprintf(out, size, "%s %.200s", smtp->reply.enhanced,
		    smtp->reply.text);
		return out;
	default:
		snprintf(out, size, "%s port %u", smtp->address,
		    smtp->server->port);
		return out;
	}
}

void
smtp_enter(struct smtp *smtp, enum smtp_point point)
{
	enum smtp_stage stage = stage_of[point];
	char detail[256];

	smtp->point = point;
	smtp->point_began = moment_boot_ms();
	/* With implicit TLS the greeting comes after it: a stage that was left
	 * is not entered again. */
	if (stage <= smtp->stage)
		return;
	smtp_pass(smtp, smtp->stage, detail_of(smtp, detail, sizeof(detail)));
	smtp->stage = stage;
}

static bool
has_time(const struct smtp *smtp, CURLINFO info)
{
	curl_off_t time = 0;

	return curl_easy_getinfo(smtp->curl, info, &time) == CURLE_OK &&
	    time > 0;
}

bool
smtp_tick(struct smtp *smtp)
{
	bool implicit = smtp->server->security == SMTP_TLS;

	if (smtp->point == POINT_OPEN)
		return true;
	if (smtp->point == POINT_CONNECT &&
	    has_time(smtp, CURLINFO_CONNECT_TIME_T))
		smtp_enter(smtp, implicit ? POINT_HANDSHAKE : POINT_GREETING);
	if (smtp->point == POINT_HANDSHAKE &&
	    has_time(smtp, CURLINFO_APPCONNECT_TIME_T))
		smtp_enter(smtp, implicit ? POINT_GREETING :
		    POINT_EHLO_SECURE);
	if (moment_boot_ms() - smtp->point_began <=
	    smtp_limit(smtp->server->stage_ms, SMTP_STAGE_MS))
		return true;
	smtp->trouble = TROUBLE_STALL;
	return false;
}

static void
note_mechanisms(struct smtp_offer *offer, const char *words)
{
	offer->auth = true;
	clean_string(offer->mechanisms, sizeof(offer->mechanisms), words);
	while (*words != '\0') {
		size_t n;

		words += strspn(words, " =");
		n = strcspn(words, " =");
		if (n == 7 && chars_begin(words, n, "XOAUTH2"))
			offer->xoauth2 = true;
		else if (n == 5 && chars_begin(words, n, "PLAIN"))
			offer->plain = true;
		else if (n == 5 && chars_begin(words, n, "LOGIN"))
			offer->login = true;
		words += n;
	}
}

/* One line of the answer to EHLO (RFC 5321 4.1.1.1). */
static void
note_offer(struct smtp_offer *offer, const char *line, size_t len)
{
	static const struct {
		const char *word;
		size_t flag;
	} flags[] = {
		{ "STARTTLS", offsetof(struct smtp_offer, starttls) },
		{ "PIPELINING", offsetof(struct smtp_offer, pipelining) },
		{ "8BITMIME", offsetof(struct smtp_offer, eight_bit) },
		{ "DSN", offsetof(struct smtp_offer, dsn) },
		{ "SMTPUTF8", offsetof(struct smtp_offer, smtputf8) },
		{ "SIZE", offsetof(struct smtp_offer, size) },
	};
	char words[512];
	size_t n, i;

	snprintf(words, sizeof(words), "%.*s", (int)(len < 511 ? len : 511),
	    line);
	n = strcspn(words, " =");
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strlen(flags[i].word) == n &&
		    chars_begin(words, n, flags[i].word))
			*(bool *)((char *)offer + flags[i].flag) = true;
	if (n == 4 && chars_begin(words, n, "SIZE"))
		offer->size_max = strtoull(words + n, NULL, 10);
	else if (n == 4 && chars_begin(words, n, "AUTH"))
		note_mechanisms(offer, words + n);
}

/* A whole answer has come: where does that lead? */
static void
advance(struct smtp *smtp)
{
	bool starttls = smtp->server->security == SMTP_STARTTLS;
	int digit = smtp->reply.code / 100;

	if (digit != 2)
		return;
	if (smtp->point == POINT_GREETING || smtp->point == POINT_CONNECT)
		smtp_enter(smtp, POINT_EHLO);
	else if (smtp->point == POINT_EHLO && starttls)
		smtp_enter(smtp, POINT_STARTTLS);
	else if (smtp->point == POINT_STARTTLS)
		smtp_enter(smtp, POINT_HANDSHAKE);
	else if (smtp->point == POINT_EHLO || smtp->point == POINT_EHLO_SECURE)
		smtp_enter(smtp, POINT_LOGIN);
}

static bool
end_in_trouble(struct smtp *smtp, enum smtp_trouble trouble, const char *line,
    size_t len)
{
	char copy[REPLY_LINE_MAX + 1];

	smtp->trouble = trouble;
	/* Whole, since of a token that was cut too little may be left to know
	 * it by. */
	snprintf(copy, sizeof(copy), "%.*s",
	    (int)(len < REPLY_LINE_MAX ? len : REPLY_LINE_MAX), line);
	reply_blot(copy);
	clean_string(smtp->odd_line, sizeof(smtp->odd_line), copy);
	explicit_bzero(copy, sizeof(copy));
	return false;
}

bool
smtp_take_line(struct smtp *smtp, const char *line, size_t len)
{
	int taken;

	smtp_tick(smtp);
	if (smtp->point == POINT_HANDSHAKE)
		smtp_enter(smtp, smtp->server->security == SMTP_TLS ?
		    POINT_GREETING : POINT_EHLO_SECURE);
	while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	if (smtp->reply_whole) {
		smtp->reply = (struct reply){ .code = 0 };
		smtp->reply_whole = false;
		smtp->reply_lines = 0;
	}
	if (len > REPLY_LINE_MAX || ++smtp->reply_lines > REPLY_LINES_MAX)
		return end_in_trouble(smtp, TROUBLE_ENDLESS, line, len);
	taken = reply_line(&smtp->reply, line, len);
	if (taken < 0)
		return end_in_trouble(smtp, TROUBLE_GARBAGE, line, len);
	/* What was offered in plain text says nothing about the server behind
	 * TLS. */
	if (smtp->reply.code == 220)
		smtp->offer = (struct smtp_offer){ .starttls = false };
	if ((smtp->point == POINT_EHLO || smtp->point == POINT_EHLO_SECURE) &&
	    smtp->reply.code == 250 && len > 4)
		note_offer(&smtp->offer, line + 4, len - 4);
	if (taken == 1) {
		smtp->reply_whole = true;
		advance(smtp);
	}
	return true;
}
