/* SPDX-License-Identifier: ISC */
/* What an SMTP server's answer means: cause, whose turn it is, the next step,
 * and whether trying again helps. Pure; the table is Exchange Online's answers
 * first and the general rules of RFC 5321 and RFC 3463 behind them. */
#ifndef MAIL_REPLY_H
#define MAIL_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum {
	REPLY_LINE_MAX = 4096,	/* bytes of one line */
	REPLY_LINES_MAX = 100,	/* lines of one answer */
	REPLY_WORD_MAX = 100,	/* what is longer may be a token: "[...]" */
	REPLY_TEXT_SIZE = 2048	/* what we keep of all of them */
};

struct reply {
	int code;		     /* 200-599; 0: none yet */
	char enhanced[12];	     /* "5.7.139" (RFC 3463), "" for none */
	char text[REPLY_TEXT_SIZE];  /* the lines without code and enhanced
				      * code, joined by blanks, not cleaned */
};

/* Where in the session the answer came. */
enum reply_place {
	PLACE_ANY,
	PLACE_GREETING,
	PLACE_EHLO,
	PLACE_STARTTLS,
	PLACE_AUTH,
	PLACE_MAIL,
	PLACE_RCPT,
	PLACE_DATA,
	PLACE_DOT /* after the message */
};

/* What an answer asks of the message and of its route. */
enum reply_class {
	REPLY_OK,
	REPLY_AUTH,	    /* login refused: one refresh, then a person */
	REPLY_SENDER,	    /* may not send as this address: stop the route */
	REPLY_MAILBOX_FULL, /* the sender's own: stop the route */
	REPLY_POLICY,	    /* account or tenant blocked: stop the route */
	REPLY_THROTTLE,	    /* slower, one connection, later */
	REPLY_TRANSIENT,    /* later */
	REPLY_RECIPIENT,    /* this recipient never */
	REPLY_SIZE,	    /* this message never: too large */
	REPLY_MESSAGE,	    /* this message never: its form or content */
	REPLY_PROTOCOL,	    /* ours to mend, or no SMTP server */
	REPLY_CLASSES
};

/* Reads one line of an answer (without its CRLF) into reply, adding to what is
 * there; reply is zeroed before the first. 1: that was the last line, 0: more
 * follow, -1: not an SMTP answer. */
int reply_line(struct reply *reply, const char *line, size_t len);
/* Reads a whole answer as a person pastes it, also only "5.7.60" or
 * "535 5.7.139 ...". False: nothing like it in the text. */
bool reply_parse(struct reply *reply, const char *text, size_t len);

/*
 * Judges and, unless it is REPLY_OK, fills why: kind, turn, what, next, server,
 * code, step. who is the mailbox or user that the advice should name ("" for
 * none). FAULT_LATER for what may pass, FAULT_SIGNIN for login and permission,
 * FAULT_REFUSED for what is final.
 */
enum reply_class reply_judge(const struct reply *reply, enum reply_place place,
    const char *who, struct fault *why);

/* A word for lists and state files: "throttle", "recipient". */
const char *reply_class_words(enum reply_class class);
/* Is the route, and not the message, what is in trouble? */
bool reply_stops_route(enum reply_class class);
/* Is trying again without a person's help sensible? */
bool reply_may_pass(enum reply_class class);

/* A server may repeat the token that it was shown: runs of its letters as long
 * as no word, host or id (REPLY_WORD_MAX) become "[...]", so that they reach no
 * screen or log. In place, before the text is cut. */
void reply_blot(char *text);

/* For `explain`: false when the text holds no SMTP code; else fills why. */
bool reply_explain(const char *text, struct fault *why);

/* A base64 JSON challenge ("334 eyJ...") as clean text for people; the words as
 * they are when they are no such thing. Returns out. */
const char *reply_challenge(char *out, size_t size, const char *text);

#endif
