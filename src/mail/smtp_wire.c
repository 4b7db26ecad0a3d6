/* SPDX-License-Identifier: ISC */
/* Bytes of an open session, by libcurl's raw send and receive. Neither waits:
 * poll(2) does, always for both directions while sending, since a server may
 * answer early and stop reading. */
#include <config.h>

#include "mail/smtp_inside.h"

#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/journal.h"
#include "base/moment.h"

/* Receives what is there, until nothing is: TLS may hold bytes that poll(2)
 * does not see. False: the line is gone. */
static bool
receive(struct smtp *smtp)
{
	char block[4096];
	size_t n;
	CURLcode result;

	for (;;) {
		result = curl_easy_recv(smtp->curl, block, sizeof(block), &n);
		if (result == CURLE_AGAIN)
			return true;
		if (result != CURLE_OK || n == 0)
			return false;
		if (!text_add(&smtp->in, block, n))
			return false;
	}
}

/* False when nothing happened for ms. */
static bool
wait_for(const struct smtp *smtp, short events, int64_t ms)
{
	struct pollfd pollfd = { .fd = smtp->fd, .events = events };
	int64_t end = moment_boot_ms() + ms;
	int n;

	do {
		int64_t left = end - moment_boot_ms();

		n = poll(&pollfd, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	return n > 0;
}

/* Passes the next complete line of what was received on to the answer. */
static enum wire
take_line(struct smtp *smtp, bool *found)
{
	const char *line = smtp->in.at + smtp->in_at;
	size_t have = smtp->in.len - smtp->in_at;
	const char *end = memchr(line, '\n', have);
	size_t len = end == NULL ? 0 : (size_t)(end - line) + 1;

	*found = end != NULL;
	if (end == NULL && have > REPLY_LINE_MAX) {
		smtp->trouble = TROUBLE_ENDLESS;
		return WIRE_GARBAGE;
	}
	if (end == NULL)
		return WIRE_OK;
	if (!smtp_take_line(smtp, line, len))
		return WIRE_GARBAGE;
	journal_write(JOURNAL_DEBUG, "smtp: < %.*s", (int)len, line);
	smtp->in_at += len;
	if (smtp->in_at == smtp->in.len) {
		text_reset(&smtp->in);
		smtp->in_at = 0;
	}
	return WIRE_OK;
}

/* Takes lines up to the end of an answer, or of what is there. */
static enum wire
take_reply(struct smtp *smtp, bool *whole)
{
	enum wire wire;
	bool found;

	*whole = false;
	do {
		wire = take_line(smtp, &found);
		*whole = wire == WIRE_OK && found && smtp->reply_whole;
	} while (wire == WIRE_OK && found && !*whole);
	return wire;
}

enum wire
smtp_get(struct smtp *smtp, int64_t ms)
{
	int64_t end = moment_boot_ms() + ms;
	bool open = true;
	bool whole;

	for (;;) {
		enum wire wire = take_reply(smtp, &whole);
		size_t had = smtp->in.len;

		if (wire != WIRE_OK || whole)
			return wire;
		if (!open)
			return WIRE_LOST;
		open = receive(smtp);
		if (open && smtp->in.len == had &&
		    !wait_for(smtp, POLLIN, end - moment_boot_ms()))
			return WIRE_STALL;
	}
}

/* Has an answer begun to come while we were sending? */
static bool
hears_answer(struct smtp *smtp)
{
	return wait_for(smtp, POLLIN, 0) &&
	    (!receive(smtp) || smtp->in.len > smtp->in_at);
}

/* The line is gone; what the server said before that tells more. */
static enum wire
look_once_more(struct smtp *smtp)
{
	receive(smtp);
	return smtp->in.len > smtp->in_at ? WIRE_EARLY : WIRE_LOST;
}

enum wire
smtp_put(struct smtp *smtp, const char *bytes, size_t len, bool early)
{
	int64_t stall = smtp_limit(smtp->server->stall_ms, SMTP_STALL_MS);
	CURLcode result;
	size_t n;

	if (early && hears_answer(smtp))
		return WIRE_EARLY;
	while (len > 0) {
		/* After CURLE_AGAIN the same bytes must come again: OpenSSL
		 * has begun a record with them. */
		result = curl_easy_send(smtp->curl, bytes, len, &n);
		if (result == CURLE_OK) {
			bytes += n;
			len -= n;
			continue;
		}
		if (result != CURLE_AGAIN)
			return look_once_more(smtp);
		if (!wait_for(smtp, POLLIN | POLLOUT, stall))
			return WIRE_STALL;
		if (early && hears_answer(smtp))
			return WIRE_EARLY;
		if (!early && wait_for(smtp, POLLIN, 0) && !receive(smtp))
			return look_once_more(smtp);
	}
	return WIRE_OK;
}

bool
smtp_wire_fault(struct smtp *smtp, enum wire wire, const char *doing,
    struct fault *why)
{
	const char *host = smtp->server->host;

	smtp->alive = false;
	if (wire == WIRE_STALL)
		fault_set(why, FAULT_LATER, "%s did not answer in time while "
		    "%s", host, doing);
	else if (wire == WIRE_GARBAGE && smtp->trouble == TROUBLE_ENDLESS)
		fault_set(why, FAULT_LATER,
		    "%s sent an answer without end while %s", host, doing);
	else if (wire == WIRE_GARBAGE)
		fault_set(why, FAULT_LATER,
		    "%s sent something that is no SMTP answer while %s", host,
		    doing);
	else
		fault_set(why, FAULT_LATER,
		    "the connection to %s broke while %s", host, doing);
	if (wire == WIRE_GARBAGE)
		fault_server(why, smtp->odd_line, strlen(smtp->odd_line));
	return fault_next(why, "Try again in a few minutes.");
}
