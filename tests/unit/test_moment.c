/* SPDX-License-Identifier: ISC */
/* Times: rendering and reading, leap days, 2038, spans, zones. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/moment.h"

static void
set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static const struct {
	int64_t at;
	const char *iso;
} moments[] = {
	{ 0, "1970-01-01T00:00:00Z" },
	{ 951782399, "2000-02-28T23:59:59Z" },
	{ 951782400, "2000-02-29T00:00:00Z" },
	{ 1709164800, "2024-02-29T00:00:00Z" },
	{ 1709251200, "2024-03-01T00:00:00Z" },
	{ 2147483647, "2038-01-19T03:14:07Z" },
	{ 2147483648, "2038-01-19T03:14:08Z" },
	{ 2147558400, "2038-01-20T00:00:00Z" },
	{ 4107542400, "2100-03-01T00:00:00Z" },
	{ 4294967296, "2106-02-07T06:28:16Z" },
	{ 253402300799, "9999-12-31T23:59:59Z" },
};

static void
moments_are_written_and_read_the_same(void **state)
{
	char out[MOMENT_SIZE];
	int64_t at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		assert_string_equal(moment_iso(out, moments[i].at),
		    moments[i].iso);
		assert_true(moment_parse(moments[i].iso, &at));
		assert_true(at == moments[i].at);
	}
	assert_true(moment_parse("2038-01-20", &at));
	assert_true(at == 2147558400);
}

static void
every_day_of_four_centuries_follows_the_day_before(void **state)
{
	int year, month, day;
	int64_t at, expected = 0;

	(void)state;
	for (year = 1970; year < 2370; year++)
		for (month = 1; month <= 12; month++)
			for (day = 1; day <= 31; day++) {
				if (!moment_from_date(year, month, day, &at))
					continue;
				assert_true(at == expected);
				expected++;
			}
	assert_int_equal(expected, 146097); /* days in 400 years */
}

static void
what_is_no_date_is_refused(void **state)
{
	static const char *const texts[] = { "", "2026", "2026-11", "x",
		"2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
		"2026-04-31", "2026-02-29", "2100-02-29", "1969-12-31",
		"2026/11/23", "26-11-23", "2026-1-023", "+026-11-23",
		" 2026-11-23", "2026-11-23 ", "2026-11-23T14:00:00",
		"2026-11-23T14:00:00+", "2026-11-23 14:00:00Z",
		"2026-11-23T24:00:00Z", "2026-11-23T14:60:00Z",
		"2026-11-23T14:00:61Z", "2026-11-23T14-00-00Z",
		"2026-11-23T14:00:0xZ", "2026-11-23T14:00:00z",
		"2026-11-23T-1:00:00Z", "2026-11-23T14:00:00ZZ" };
	int64_t at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (moment_parse(texts[i], &at))
			fail_msg("taken: %s", texts[i]);
	assert_false(moment_from_date(10000, 1, 1, &at));
}

static void
mail_dates_carry_the_local_zone(void **state)
{
	char out[MOMENT_SIZE];

	(void)state;
	set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	assert_string_equal(moment_mail(out, 1795442400),
	    "Mon, 23 Nov 2026 15:00:00 +0100");
	assert_string_equal(moment_mail(out, 1782997200),
	    "Thu, 2 Jul 2026 15:00:00 +0200");
	assert_string_equal(moment_words(out, 1795442400),
	    "23 Nov 2026 15:00");
	set_zone("NST3:30");
	assert_string_equal(moment_mail(out, 1795442400),
	    "Mon, 23 Nov 2026 10:30:00 -0330");
	set_zone("XXX0:30");
	assert_string_equal(moment_mail(out, 1795442400),
	    "Mon, 23 Nov 2026 13:30:00 -0030");
	set_zone("LINT-14");
	assert_string_equal(moment_mail(out, 1795442400),
	    "Tue, 24 Nov 2026 04:00:00 +1400");
	assert_string_equal(moment_date(out, 1795442400), "23 Nov 2026");
	set_zone("UTC0");
	assert_string_equal(moment_mail(out, 1795442400),
	    "Mon, 23 Nov 2026 14:00:00 +0000");
}

static void
names_of_months_and_days_do_not_depend_on_the_language(void **state)
{
	static const char *const expected[] = { "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	char out[MOMENT_SIZE], word[8];
	int64_t day;
	int month;

	(void)state;
	for (month = 1; month <= 12; month++) {
		assert_true(moment_from_date(2026, month, 3, &day));
		moment_date(out, day * 86400);
		memcpy(word, out + 2, 3);
		word[3] = '\0';
		assert_string_equal(word, expected[month - 1]);
	}
}

static void
times_beyond_the_calendar_become_its_nearest_end(void **state)
{
	char out[MOMENT_SIZE];

	(void)state;
	set_zone("UTC0");
	assert_string_equal(moment_iso(out, INT64_MAX),
	    "9999-12-31T23:59:59Z");
	assert_string_equal(moment_iso(out, 67767976233532799),
	    "9999-12-31T23:59:59Z");
	assert_string_equal(moment_iso(out, INT64_MIN),
	    "0000-01-01T00:00:00Z");
	assert_string_equal(moment_iso(out, -1), "1969-12-31T23:59:59Z");
	set_zone("LINT-14");
	moment_mail(out, INT64_MAX);
	moment_words(out, INT64_MIN);
	moment_date(out, INT64_MAX);
	assert_string_equal(out, "31 Dec 9999");
	set_zone("UTC0");
}

static const struct {
	int64_t seconds;
	const char *words;
} spans[] = {
	{ 0, "0 seconds" }, { 1, "1 second" }, { 2, "2 seconds" },
	{ 59, "59 seconds" }, { 60, "1 minute" }, { 119, "1 minute" },
	{ 120, "2 minutes" }, { 3599, "59 minutes" }, { 3600, "1 hour" },
	{ 86399, "23 hours" }, { 86400, "1 day" }, { 172799, "1 day" },
	{ 172800, "2 days" }, { 7776000, "90 days" }, { -60, "1 minute" },
	{ INT64_MAX, "106751991167300 days" },
	{ INT64_MIN, "106751991167300 days" },
};

static void
a_span_is_told_in_its_largest_whole_unit(void **state)
{
	char out[MOMENT_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		assert_string_equal(moment_span(out, spans[i].seconds),
		    spans[i].words);
}

static void
the_clocks_go_on(void **state)
{
	struct timespec wall, boot;
	int64_t before, after;

	(void)state;
	clock_gettime(CLOCK_REALTIME, &wall);
	assert_true(moment_now() - wall.tv_sec <= 5);
	/* time() reads a coarser clock, which may be a tick behind. */
	assert_true(moment_now() >= wall.tv_sec - 1);
	clock_gettime(CLOCK_BOOTTIME, &boot);
	before = (int64_t)boot.tv_sec * 1000 + boot.tv_nsec / 1000000;
	after = moment_boot_ms();
	assert_true(after >= before);
	assert_true(after - before < 5000);
}

static void
the_boot_id_is_the_kernels(void **state)
{
	const char *id = moment_boot_id();

	(void)state;
	assert_true(strlen(id) == 36 || strlen(id) == 0);
	assert_null(strchr(id, '\n'));
	assert_ptr_equal(moment_boot_id(), id);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moments_are_written_and_read_the_same),
		cmocka_unit_test(
		    every_day_of_four_centuries_follows_the_day_before),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(mail_dates_carry_the_local_zone),
		cmocka_unit_test(
		    names_of_months_and_days_do_not_depend_on_the_language),
		cmocka_unit_test(
		    times_beyond_the_calendar_become_its_nearest_end),
		cmocka_unit_test(a_span_is_told_in_its_largest_whole_unit),
		cmocka_unit_test(the_clocks_go_on),
		cmocka_unit_test(the_boot_id_is_the_kernels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
