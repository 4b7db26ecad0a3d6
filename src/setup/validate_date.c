/* SPDX-License-Identifier: ISC */
/* The day on which a secret ends, in all the ways that portals write days. */
#include <config.h>

#include "setup/validate.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/moment.h"

struct day {
	unsigned year;
	unsigned month;
	unsigned day;
};

/* A date as three numbers or a month's name among them. */
struct reading {
	struct day first;
	struct day second; /* the other reading; year 0 when there is none */
};

static const char *const months[] = { "jan", "feb", "mar", "apr", "may",
	"jun", "jul", "aug", "sep", "oct", "nov", "dec" };

/* Up to digits digits; how many were read, 0 for none or too many. */
static size_t
read_number(const char *from, size_t digits, unsigned *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i <= digits && isdigit((unsigned char)from[i]); i++)
		*out = *out * 10 + (unsigned)(from[i] - '0');
	return i > digits ? 0 : i;
}

/* The letters of a month's name in English, three of them at least. */
static size_t
read_month(const char *from, unsigned *out)
{
	size_t len = 0, i;

	while (isalpha((unsigned char)from[len]))
		len++;
	for (i = 0; i < 12 && len >= 3; i++)
		if (strncasecmp(from, months[i], 3) == 0) {
			*out = (unsigned)i + 1;
			return len;
		}
	return 0;
}

static bool
is_day(const struct day *day)
{
	int64_t days;

	return day->year >= 2000 && day->year <= 2100 &&
	    moment_from_date((int)day->year, (int)day->month, (int)day->day,
		&days);
}

/* "12 Nov 2028" and "Nov 12, 2028". */
static bool
read_named(const char *value, struct day *day)
{
	size_t n, at = 0;
	bool month_first = isalpha((unsigned char)value[0]) != 0;

	n = month_first ? read_month(value, &day->month)
			: read_number(value, 2, &day->day);
	if (n == 0)
		return false;
	at = n + strspn(value + n, " .,-");
	n = month_first ? read_number(value + at, 2, &day->day)
			: read_month(value + at, &day->month);
	if (n == 0)
		return false;
	at += n;
	at += strspn(value + at, " .,-");
	n = read_number(value + at, 4, &day->year);
	return n == 4 && value[at + n] == '\0' && is_day(day);
}

/* "2028-11-12": the year stands first. */
static bool
read_iso(const char *value, struct day *day)
{
	size_t n, at;

	if (read_number(value, 4, &day->year) != 4 ||
	    value[4] == '\0' || strchr("-/.", value[4]) == NULL)
		return false;
	n = read_number(value + 5, 2, &day->month);
	at = 5 + n;
	if (n == 0 || value[at] != value[4])
		return false;
	n = read_number(value + at + 1, 2, &day->day);
	return n > 0 && value[at + 1 + n] == '\0' && is_day(day);
}

/* "12.11.2028" is day first wherever it is written; "11/12/2028" and
 * "11-12-2028" may be either. */
static bool
read_year_last(const char *value, struct reading *out)
{
	unsigned a, b, year;
	size_t n, at;
	struct day swapped;

	at = read_number(value, 2, &a);
	if (at == 0 || value[at] == '\0' || strchr("/.-", value[at]) == NULL)
		return false;
	n = read_number(value + at + 1, 2, &b);
	if (n == 0 || value[at + 1 + n] != value[at])
		return false;
	if (read_number(value + at + n + 2, 4, &year) != 4 ||
	    value[at + n + 6] != '\0')
		return false;
	out->first = (struct day){ year, a, b };
	swapped = (struct day){ year, b, a };
	if (value[at] == '.' || !is_day(&out->first))
		out->first = swapped;
	else if (a != b && is_day(&swapped))
		out->second = swapped;
	return is_day(&out->first);
}

static bool
read_day(const char *value, struct reading *out)
{
	memset(out, 0, sizeof(*out));
	return read_iso(value, &out->first) ||
	    read_named(value, &out->first) || read_year_last(value, out);
}

static void
print_day(const struct day *day, char *out, size_t size)
{
	snprintf(out, size, "%04u-%02u-%02u", day->year % 10000,
	    day->month % 100, day->day % 100);
}

static const char *
words_of(const struct day *day, char out[static MOMENT_SIZE])
{
	int64_t days = 0;

	moment_from_date((int)day->year, (int)day->month, (int)day->day, &days);
	return moment_date(out, days * 86400);
}

bool
date_normal(const char *value, char out[static 11])
{
	struct reading reading;

	if (!read_day(value, &reading) || reading.second.year != 0)
		return false;
	print_day(&reading.first, out, 11);
	return true;
}

/* Days from today (UTC) to the day; negative when it is past. */
static int64_t
days_until(const struct day *day, int64_t now)
{
	int64_t days = 0;

	moment_from_date((int)day->year, (int)day->month, (int)day->day, &days);
	return days - now / 86400;
}

static bool
judge_day(const struct day *day, int64_t now, struct finding *found)
{
	char words[MOMENT_SIZE];
	int64_t days = days_until(day, now);

	if (days < 0)
		return finding_set(found, 0, "%s is past: a secret that has "
		    "ended serves no more. Read the day in the column Expires "
		    "again, or add a new secret", words_of(day, words));
	/* 24 months are at most 731 days; the day of making is two days off
	 * at most between time zones. */
	if (days > 733)
		return finding_warn(found, "%s is more than 24 months ahead, "
		    "which the portal does not allow: check the year",
		    words_of(day, words));
	return true;
}

bool
validate_date(const char *value, int64_t now, struct finding *found)
{
	struct reading reading;
	char one[MOMENT_SIZE], two[MOMENT_SIZE];

	finding_clear(found);
	if (!read_day(value, &reading))
		return finding_set(found, 0, "no day that can be read, with "
		    "four digits for the year. Example: 2028-11-12 or "
		    "12 Nov 2028");
	if (reading.second.year == 0)
		return judge_day(&reading.first, now, found);
	finding_set(found, 0, "this can be read as %s (month first) or %s "
	    "(day first); say which one is meant",
	    words_of(&reading.first, one), words_of(&reading.second, two));
	print_day(&reading.first, found->suggestion, sizeof(found->suggestion));
	print_day(&reading.second, found->other, sizeof(found->other));
	return false;
}
