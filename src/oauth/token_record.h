/* SPDX-License-Identifier: ISC */
/* What stands beside the tokens in the vault: how and when they were obtained.
 * For token.c alone. */
#ifndef OAUTH_TOKEN_RECORD_H
#define OAUTH_TOKEN_RECORD_H

#include <stdbool.h>
#include <stdint.h>

struct vault;

#define TOKEN_RECORD "token_record"
#define TOKEN_HOW_SECRET "secret" /* sent with the client secret */
#define TOKEN_HOW_PUBLIC "public" /* and must be refreshed as it was */

struct token_record {
	char how[16];	       /* of the refresh token; "" not known */
	char previous_how[16]; /* of the one before it */
	int64_t previous_until;
	int64_t issued_at;     /* the access token, 0: none */
	int64_t expires_at;
	int64_t boot_ms;       /* moment_boot_ms() at issued_at */
	char boot_id[40];
};

/* The clocks at one moment. */
struct token_time {
	int64_t now;
	int64_t boot_ms;
	const char *boot_id;
};

/* The clocks now. */
struct token_time token_time(void);

/* A vault without a record gives an empty one. */
void token_record_read(const struct vault *vault, struct token_record *record);
void token_record_write(struct vault *vault,
    const struct token_record *record);

/* Good for TOKEN_SPARE and TOKEN_SKEW seconds more (a quarter of its life for
 * one that lives shortly), and do the clocks agree that it is? */
bool token_record_is_fresh(const struct token_record *record,
    const struct token_time *time);

#endif
