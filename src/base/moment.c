/* SPDX-License-Identifier: ISC */
/* Reads the clocks and renders times; it decides nothing by them. */
#include <config.h>

#include "base/moment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t
moment_now(void)
{
	return (int64_t)time(NULL);
}

int64_t
moment_boot_ms(void)
{
	struct timespec at = { 0, 0 };

#ifdef CLOCK_BOOTTIME
	if (clock_gettime(CLOCK_BOOTTIME, &at) != 0)
#endif
		clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

const char *
moment_boot_id(void)
{
	static char id[40];
	FILE *file;

	if (id[0] != '\0')
		return id;
	file = fopen("/proc/sys/kernel/random/boot_id", "re");
	if (file == NULL)
		return id;
	if (fgets(id, sizeof(id), file) == NULL)
		id[0] = '\0';
	fclose(file);
	id[strcspn(id, "\n")] = '\0';
	return id;
}

/* The C locale's names, whatever LANG says: these go into mail and files. */
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri",
	"Sat" };

/* Years 0 to 9999: what lies beyond is no date of ours, and would not fit. */
static int64_t
within_calendar(int64_t at)
{
	const int64_t first = -62167219200, last = 253402300799;

	return at < first ? first : at > last ? last : at;
}

static struct tm
broken_down(int64_t at, bool local)
{
	time_t seconds = (time_t)within_calendar(at);
	struct tm tm;

	memset(&tm, 0, sizeof(tm));
	tm.tm_mday = 1;
	if (local)
		localtime_r(&seconds, &tm);
	else
		gmtime_r(&seconds, &tm);
	return tm;
}

const char *
moment_iso(char out[static MOMENT_SIZE], int64_t at)
{
	struct tm tm = broken_down(at, false);

	snprintf(out, MOMENT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec);
	return out;
}

const char *
moment_mail(char out[static MOMENT_SIZE], int64_t at)
{
	struct tm tm = broken_down(at, true);
	long minutes = tm.tm_gmtoff / 60;
	char sign = minutes < 0 ? '-' : '+';

	if (minutes < 0)
		minutes = -minutes;
	snprintf(out, MOMENT_SIZE, "%s, %d %s %04d %02d:%02d:%02d %c%02ld%02ld",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
	    tm.tm_hour, tm.tm_min, tm.tm_sec, sign, minutes / 60,
	    minutes % 60);
	return out;
}

const char *
moment_words(char out[static MOMENT_SIZE], int64_t at)
{
	struct tm tm = broken_down(at, true);

	snprintf(out, MOMENT_SIZE, "%d %s %d %02d:%02d", tm.tm_mday,
	    months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min);
	return out;
}

const char *
moment_date(char out[static MOMENT_SIZE], int64_t at)
{
	struct tm tm = broken_down(at, false);

	snprintf(out, MOMENT_SIZE, "%d %s %d", tm.tm_mday, months[tm.tm_mon],
	    tm.tm_year + 1900);
	return out;
}

const char *
moment_span(char out[static MOMENT_SIZE], int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *word;
	} units[] = { { 86400, "day" }, { 3600, "hour" }, { 60, "minute" },
		{ 1, "second" } };
	size_t i = 0;
	int64_t n;

	if (seconds < 0)
		seconds = -(seconds < -INT64_MAX ? -INT64_MAX : seconds);
	while (i < 3 && seconds < units[i].seconds)
		i++;
	n = seconds / units[i].seconds;
	snprintf(out, MOMENT_SIZE, "%lld %s%s", (long long)n, units[i].word,
	    n == 1 ? "" : "s");
	return out;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
moment_from_date(int year, int month, int day, int64_t *at)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int64_t total = 0;
	int length, i;

	if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	length = lengths[month - 1] + (month == 2 && is_leap(year));
	if (day > length)
		return false;
	for (i = 1970; i < year; i++)
		total += is_leap(i) ? 366 : 365;
	for (i = 1; i < month; i++)
		total += lengths[i - 1] + (i == 2 && is_leap(year));
	*at = total + day - 1;
	return true;
}

/* Exactly width digits as a number, -1 when there is anything else. */
static int
digits(const char *from, size_t width)
{
	int n = 0;
	size_t i;

	for (i = 0; i < width; i++) {
		if (from[i] < '0' || from[i] > '9')
			return -1;
		n = n * 10 + (from[i] - '0');
	}
	return n;
}

static bool
parse_clock(const char *text, int64_t *seconds)
{
	int hour = digits(text + 1, 2), minute, second;

	if (text[0] != 'T' || hour < 0 || text[3] != ':')
		return false;
	minute = digits(text + 4, 2);
	if (minute < 0 || text[6] != ':')
		return false;
	second = digits(text + 7, 2);
	if (second < 0 || strcmp(text + 9, "Z") != 0)
		return false;
	*seconds = hour * 3600 + minute * 60 + second;
	return hour < 24 && minute < 60 && second < 61;
}

bool
moment_parse(const char *text, int64_t *at)
{
	int64_t days_since, seconds = 0;
	size_t len = strlen(text);

	if ((len != 10 && len != 20) || text[4] != '-' || text[7] != '-' ||
	    !moment_from_date(digits(text, 4), digits(text + 5, 2),
		digits(text + 8, 2), &days_since))
		return false;
	if (len == 20 && !parse_clock(text + 10, &seconds))
		return false;
	*at = days_since * 86400 + seconds;
	return true;
}
