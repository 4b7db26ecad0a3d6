/* SPDX-License-Identifier: ISC */
/* The rows by which answers are judged; for reply.c and its test. */
#ifndef MAIL_REPLY_TABLE_H
#define MAIL_REPLY_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "mail/reply.h"

/* An enhanced status code as one number. */
#define STATUS(class, subject, detail) \
	((class) * 1000000 + (subject) * 1000 + (detail))
#define AT(place) (1u << (place))

struct reply_rule {
	int code;	    /* 0: any */
	int first, last;    /* enhanced codes; first 0: any, last 0: first */
	const char *words;  /* in the text, without regard to case; NULL: any */
	unsigned places;    /* AT() of where it may stand; 0: anywhere */
	enum reply_class class;
	enum fault_kind kind;
	enum turn turn;
	bool recent;	    /* may pass within minutes of a change */
	const char *step;   /* set-up step that cures it, NULL: none */
	const char *what;   /* {who} is replaced */
	const char *next;
};

/* The first that fits counts; the last ones fit everything. */
extern const struct reply_rule reply_rules[];
extern const size_t reply_rule_count;

#endif
