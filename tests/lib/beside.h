/* SPDX-License-Identifier: ISC */
/* The stand-in tenant in a process of its own, beside a test in C; what does
 * not work aborts the test. */
#ifndef TESTS_LIB_BESIDE_H
#define TESTS_LIB_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

struct beside;

/* Starts one in dir/tenant. is_microsoft: at Microsoft's ports 443 and 587, for
 * a world of its own (world.h). */
struct beside *beside_start(const char *dir, bool is_microsoft);
void beside_stop(struct beside *beside);

/* What it tells under that name ("client_id", "smtp_port"); borrowed. */
const char *beside_value(struct beside *beside, const char *key);
/* The first line of the file that such a value names; borrowed until
 * the next call. */
const char *beside_file(struct beside *beside, const char *key);

/* Control: a switch, the clock, one more setting of an object ("/account",
 * "upn=...&smtp_auth_disabled=1"). */
void beside_switch(struct beside *beside, const char *name, const char *value);
void beside_post(struct beside *beside, const char *path, const char *form);
/* All switches as they were at first. */
void beside_reset(struct beside *beside);
/* How many events of a type there were ("token.code", "smtp.mail:250"). */
long beside_count(struct beside *beside, const char *type);
/* Returns when there have been so many. */
void beside_wait(struct beside *beside, const char *type, long count);
/* Messages that arrived. */
size_t beside_mails(struct beside *beside);
/* All codes and tokens that were given out, one a line behind a word; to be
 * freed. */
char *beside_tickets(struct beside *beside);

struct beside_visit {
	const char *who;     /* "alerts": signs in as alerts@contoso.example */
	const char *address; /* to open */
	const char *code;    /* to type there, or NULL */
	const char *option;  /* of browse: "--follow", or NULL */
};

/* Plays the person in a browser; out gets the address bar's last address, or
 * the words of the page. Returns browse's exit status. */
int beside_browse(struct beside *beside, const struct beside_visit *visit,
    char *out, size_t size);

#endif
