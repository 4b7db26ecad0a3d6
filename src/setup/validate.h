/* SPDX-License-Identifier: ISC */
/* Judges one typed value, and cleans it of what copying brings along. Pure:
 * nothing is asked of a server, a file or the clock. */
#ifndef SETUP_VALIDATE_H
#define SETUP_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What is wrong with a value, where, and how a right one looks. Never holds a
 * byte of a secret.
 */
struct finding {
	size_t position;      /* 1 = first character; 0: not one place */
	bool is_warning;      /* the value may be kept all the same */
	char text[400];	      /* "" when there is nothing to say */
	char suggestion[256]; /* a value that would be right, "" if none */
	char other[256];      /* a second reading that could be meant */
};

void finding_clear(struct finding *found);
/* Sets the text; always returns false. */
bool finding_set(struct finding *found, size_t position, const char *format,
    ...) __attribute__((format(printf, 3, 4)));
/* The same for what may be kept; always returns true. */
bool finding_warn(struct finding *found, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Tidies change a value in place and never make it longer. Each drops
 * leading and trailing white space, quotes, angle brackets and zero-width
 * characters; the others say what they do besides.
 */
void tidy_line(char *value);
void tidy_guid(char *value);	/* braces off, lower case */
void tidy_host(char *value);	/* lower case, smtp:// and final dot off */
void tidy_address(char *value);	/* mailto: off, host in lower case */
void tidy_words(char *value);	/* each run of white space is one blank */
/* Which bytes of a secret are meant: white space, quotes and zero-width
 * characters around it are not. Returns how many from *start on. */
size_t tidy_secret(const char *bytes, size_t len, size_t *start);

/*
 * Each takes a tidied value and returns true when it fits, perhaps with a
 * warning in found; false with the finding otherwise. found is cleared first.
 */
bool validate_guid(const char *value, struct finding *found);
/* tenant: the other field's value, "" when not known. */
bool validate_client_id(const char *value, const char *tenant,
    struct finding *found);
/* A GUID or a domain; client_id as above. */
bool validate_tenant(const char *value, const char *client_id,
    struct finding *found);
/* Has this text the shape of a client secret, a token or a code somewhere in
 * it? Such a text is never stored as an answer, whatever field it was pasted
 * into by mistake. */
bool validate_is_like_secret(const char *text);
/* Bytes of a client secret of Microsoft's cloud; of any other server when
 * microsoft is false (then only masks, blanks and controls are judged). */
bool validate_secret(const char *bytes, size_t len, bool microsoft,
    struct finding *found);
bool validate_address(const char *value, struct finding *found);
/* One or more, separated by commas or blanks. */
bool validate_addresses(const char *value, struct finding *found);
bool validate_name(const char *value, struct finding *found);
bool validate_scope(const char *value, struct finding *found);
bool validate_host(const char *value, struct finding *found);
bool validate_port(const char *value, struct finding *found);
bool validate_https(const char *value, struct finding *found);
/* An authorization, token or device endpoint: https, and of Microsoft's forms
 * only the v2.0 ones (the v2.0 form is the suggestion). */
bool validate_endpoint(const char *value, struct finding *found);
bool validate_path(const char *value, struct finding *found);
/*
 * The day on which a secret ends: 2028-11-12, 12.11.2028, 12 Nov 2028,
 * Nov 12, 2028 or 11/12/2028. Where day and month could be exchanged, false
 * with both readings in suggestion (month first) and other (day first). A day
 * that is past is refused, one more than 24 months ahead warned about.
 */
bool validate_date(const char *value, int64_t now, struct finding *found);
/* The same day as YYYY-MM-DD; false when validate_date refuses its form. */
bool date_normal(const char *value, char out[static 11]);
/* What the browser ended on: an address with a code or an error, or a text
 * that an error page shows. Only what cannot be either is refused. */
bool validate_pasted(const char *bytes, size_t len, struct finding *found);

/* Has the text the shape of a GUID (36 characters, any case)? */
bool guid_is(const char *value, size_t len);

#endif
