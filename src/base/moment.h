/* SPDX-License-Identifier: ISC */
/* Times: whole seconds since 1970 in UTC, the clock that never jumps, and how
 * both are written and read. Pure functions take the time as an argument. */
#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Renderings keep to the years 0 to 9999; times beyond become the nearest. */
enum { MOMENT_SIZE = 40 }; /* bytes for any rendering below */

/* Wall clock, seconds. */
int64_t moment_now(void);
/* Milliseconds that go on during suspend and never jump (CLOCK_BOOTTIME, else
 * CLOCK_MONOTONIC); for deadlines and for judging the wall clock. */
int64_t moment_boot_ms(void);
/* The kernel's boot id, "" where there is none; static storage. */
const char *moment_boot_id(void);

/* "2026-11-23T14:00:00Z"; returns out. */
const char *moment_iso(char out[static MOMENT_SIZE], int64_t at);
/* "Mon, 23 Nov 2026 15:00:00 +0100" (RFC 5322), local time. */
const char *moment_mail(char out[static MOMENT_SIZE], int64_t at);
/* "23 Nov 2026 15:00" in local time, for people. */
const char *moment_words(char out[static MOMENT_SIZE], int64_t at);
/* "23 Nov 2026", the date alone in UTC. */
const char *moment_date(char out[static MOMENT_SIZE], int64_t at);
/* "3 days", "2 hours", "1 minute", "20 seconds": the largest whole unit,
 * rounded down; a negative span as its opposite. */
const char *moment_span(char out[static MOMENT_SIZE], int64_t seconds);

/* Reads "2026-11-23T14:00:00Z" or "2026-11-23" (then 00:00 UTC). */
bool moment_parse(const char *text, int64_t *at);
/* Days since 1970-01-01 of a civil date; false when there is no such date. */
bool moment_from_date(int year, int month, int day, int64_t *at);

#endif
