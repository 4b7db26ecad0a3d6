/* SPDX-License-Identifier: ISC */
/* Mail addresses: what people and header fields write (RFC 5322 3.4), and what
 * may go on the wire (RFC 5321 4.1.2). No look-ups, no aliases. */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/text.h"

enum {
	ADDRESS_MAX = 254,	 /* bytes of local@domain (RFC 5321 4.5.3) */
	ADDRESS_SIZE = ADDRESS_MAX + 1,
	ADDRESS_NAME_SIZE = 256, /* of a display name; a longer one is cut */
	ADDRESS_LIST_MAX = 1000, /* addresses in one message */
	ADDRESS_FIELD_MAX = 256 * 1024 /* bytes of one list */
};

struct address {
	char spec[ADDRESS_SIZE];      /* local@domain, as it goes on the wire */
	char name[ADDRESS_NAME_SIZE]; /* display name, unquoted, "" for none */
};

/* Grows; zeroed is empty. With bare set before parsing, names without a domain
 * ("root") pass and have no @ in spec. */
struct address_list {
	struct address *at;
	size_t count;
	size_t cap;
	bool bare;
};

/* May this go between < and > on the wire? ASCII, one @ outside quotes, no
 * controls, no <>, a legal domain or address literal, ADDRESS_MAX bytes.
 * FAULT_DATA says what is wrong, where, and gives an example. */
bool address_check(const char *spec, struct fault *why);

/* Reads exactly one: "a@b.example" or "Ann Onym <a@b.example>". FAULT_DATA. */
bool address_parse(const char *text, struct address *out, struct fault *why);

/* Adds all addresses of a header value of len bytes (folded lines, comments,
 * quoted strings, groups; empty groups and empty places in the list are fine).
 * FAULT_DATA names the position; what was added before it stays. */
bool address_list_parse(struct address_list *list, const char *value,
    size_t len, struct fault *why);
/* Adds one that was already checked. FAULT_DATA beyond ADDRESS_LIST_MAX. */
bool address_list_add(struct address_list *list, const struct address *one,
    struct fault *why);
bool address_list_has(const struct address_list *list, const char *spec);
void address_list_clear(struct address_list *list);

/* The part behind the last @, "" when there is none; borrowed. */
const char *address_domain(const char *spec);
/* Equal, the domain without regard to case (RFC 5321 2.4). */
bool address_equal(const char *a, const char *b);

#endif
