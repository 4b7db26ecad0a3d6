/* SPDX-License-Identifier: ISC */
/* Pieces of SMTP text: paths with parameters, host names, header fields, the
 * SASL messages. Pure; knows no session. */
#ifndef TENANT_SMTP_PARSE_H
#define TENANT_SMTP_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SMTP_ADDRESS_SIZE = 321, /* 64 @ 255 and a NUL */
	SMTP_PARAMETERS_SIZE = 512,
	SMTP_TOKEN_SIZE = 12288 /* RFC 4954 4: the longest AUTH line */
};

/* The argument of MAIL or RCPT. */
struct smtp_path {
	char address[SMTP_ADDRESS_SIZE]; /* "" for <> */
	char parameters[SMTP_PARAMETERS_SIZE]; /* as sent, "" when none */
	bool blank_after_colon; /* not allowed by RFC 5321 3.3 */
};

/*
 * Reads "FROM:<a@b> SIZE=1 BODY=8BITMIME" (keyword is "FROM" or "TO"). False:
 * no such thing, or too long.
 */
bool smtp_path_parse(struct smtp_path *path, const char *keyword,
    const char *from);

/* The value of a parameter (NAME=value) by its name in capitals; "" when it
 * stands without one; false when it is not there or does not fit. */
bool smtp_parameter(const struct smtp_path *path, const char *name, char *out,
    size_t size);

/* What Exchange takes behind EHLO: letters, digits, - and ., or [literal]. */
bool smtp_domain_is_valid(const char *domain);

/* The bare address of the first field of that name in a message ("From"), in
 * lower case; false when the field is missing or holds none. */
bool smtp_header_address(const char *message, size_t len, const char *name,
    char out[static SMTP_ADDRESS_SIZE]);

/* The value of the first field of that name, unfolded; false when missing. */
bool smtp_header_value(const char *message, size_t len, const char *name,
    char *out, size_t size);

/* user= and auth=Bearer of a decoded XOAUTH2 message. */
struct smtp_bearer {
	char user[SMTP_ADDRESS_SIZE];
	char token[SMTP_TOKEN_SIZE];
};
bool smtp_bearer_parse(struct smtp_bearer *bearer, const char *bytes,
    size_t len);

/* Strict base64 with padding (RFC 4648 4); false on any other character. len
 * bytes become at most len / 4 * 3 in out. */
bool smtp_base64_decode(unsigned char *out, size_t *out_len, const char *from,
    size_t len);
/* Encodes into out, which has room for (len + 2) / 3 * 4 + 1 bytes. */
void smtp_base64_encode(char *out, const unsigned char *from, size_t len);

#endif
