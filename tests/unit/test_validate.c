/* SPDX-License-Identifier: ISC */
/* Every validator and tidy against tables of good and bad values. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/validate.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define GUID "6731de76-14a6-49ae-97bc-6eba6914391e"
#define OTHER "9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"

/* A value, the words its finding must hold (NULL: it fits), and where. */
struct row {
	const char *value;
	const char *words;
	size_t position;
	const char *suggestion;
};

static void
check_row(const struct row *row, bool fits, const struct finding *found)
{
	if (row->words == NULL) {
		if (!fits || found->text[0] != '\0')
			fail_msg("\"%s\" should fit: %s", row->value,
			    found->text);
		return;
	}
	if (fits)
		fail_msg("\"%s\" should not fit", row->value);
	if (strstr(found->text, row->words) == NULL)
		fail_msg("\"%s\": %s", row->value, found->text);
	if (found->position != row->position)
		fail_msg("\"%s\": position %zu: %s", row->value,
		    found->position, found->text);
	if (strcmp(found->suggestion,
	    row->suggestion != NULL ? row->suggestion : "") != 0)
		fail_msg("\"%s\" suggests \"%s\"", row->value,
		    found->suggestion);
	assert_false(found->is_warning);
}

static void
check_rows(const struct row *rows, size_t count,
    bool (*validate)(const char *, struct finding *))
{
	struct finding found;
	size_t i;
	bool fits;

	for (i = 0; i < count; i++) {
		memset(&found, 'x', sizeof(found));
		fits = validate(rows[i].value, &found);
		check_row(&rows[i], fits, &found);
	}
}

static void
an_id_is_judged_by_length_place_and_character(void **state)
{
	static const struct row rows[] = {
		{ GUID, NULL, 0, NULL },
		{ "6731DE76-14A6-49AE-97BC-6EBA6914391E", NULL, 0, NULL },
		{ "", "nothing was typed", 0, NULL },
		{ "6731de76", "too short, 8 of 36", 9, NULL },
		{ GUID "0", "too long, 37 of 36", 37, NULL },
		{ "6731de76-14a6-49ae-97bc-6eba6914391g",
		    "\"g\" at position 36", 36, NULL },
		{ "6731de76 14a6-49ae-97bc-6eba6914391e",
		    "a blank at position 9", 9, NULL },
		{ "6731\xc3\xa9", "\"\xc3\xa9\" at position 5", 5, NULL },
		{ "67\x01", "a control character at position 3", 3, NULL },
		{ "6731de7614a649ae97bc6eba6914391e", "hyphens are missing", 9,
		    GUID },
		{ "6731de761-4a6-49ae-97bc-6eba6914391e",
		    "a hyphen should stand at position 9", 9, NULL },
		{ "6731de7-14a66-49ae-97bc-6eba6914391e",
		    "a hyphen should not stand at position 8", 8, NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), validate_guid);
}

static void
one_id_in_both_fields_is_noticed(void **state)
{
	struct finding found;

	(void)state;
	assert_true(validate_client_id(GUID, "", &found));
	assert_true(validate_client_id(GUID, OTHER, &found));
	assert_false(validate_client_id(GUID, GUID, &found));
	assert_non_null(strstr(found.text, "Object ID"));
	assert_true(validate_tenant(GUID, OTHER, &found));
	assert_false(validate_tenant(GUID, GUID, &found));
	assert_non_null(strstr(found.text, "copied twice"));
}

static bool
tenant_alone(const char *value, struct finding *found)
{
	return validate_tenant(value, "", found);
}

static void
a_tenant_is_an_id_or_a_domain(void **state)
{
	static const struct row rows[] = {
		{ GUID, NULL, 0, NULL },
		{ "contoso.com", NULL, 0, NULL },
		{ "contoso.onmicrosoft.com", NULL, 0, NULL },
		{ "contoso,com",
		    "neither an ID nor a domain name: \",\" at position 8", 8,
		    NULL },
		{ "contoso", "a domain has a dot", 0, NULL },
		{ "contoso..com", "two dots", 0, NULL },
		{ "contoso.com.", "the end is missing", 0, NULL },
		{ "6731de76", "too short, 8 of 36", 9, NULL },
		{ "common", "everybody's", 0, NULL },
		{ "organizations", "everybody's", 0, NULL },
		{ "https://contoso.com", "\":\" at position 6", 6, NULL },
		{ "", "nothing was typed", 0, NULL },
		{ "10.0.0.1", "does not end in a digit", 0, NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), tenant_alone);
}

/* Secrets of the real shape are made here and stand in no file. */
static void
make_secret(char out[static 64], size_t len)
{
	size_t i;

	memcpy(out, "k3w8Q", 5);
	out[5] = '~';
	for (i = 6; i < len; i++)
		out[i] = (char)('a' + i % 26);
	out[len] = '\0';
}

static bool
judge_secret(const char *value, struct finding *found)
{
	return validate_secret(value, strlen(value), true, found);
}

static void
a_secret_of_the_known_shape_fits(void **state)
{
	struct finding found;
	char secret[64];
	size_t len;

	(void)state;
	for (len = 37; len <= 40; len++) {
		make_secret(secret, len);
		assert_true(judge_secret(secret, &found));
		assert_string_equal(found.text, "");
	}
}

static void
another_shape_of_secret_is_warned_about_and_not_refused(void **state)
{
	static const char *const values[] = { "hunter2",
		"Ab+/=?[]cdefghijklmnopqrstuvwxyz0" };
	struct finding found;
	char secret[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(values); i++) {
		assert_true(judge_secret(values[i], &found));
		assert_true(found.is_warning);
		assert_null(strstr(found.text, values[i]));
	}
	make_secret(secret, 20);
	assert_true(judge_secret(secret, &found));
	assert_true(found.is_warning);
	assert_non_null(strstr(found.text, "20 characters"));
	make_secret(secret, 40);
	assert_true(validate_secret(secret, 40, false, &found));
	assert_true(validate_secret("hunter2", 7, false, &found));
	assert_string_equal(found.text, "");
}

static void
what_cannot_be_a_secret_is_named(void **state)
{
	static const struct row rows[] = {
		{ "", "nothing was typed", 0, NULL },
		{ GUID, "Secret ID, not the Value", 0, NULL },
		{ "k3w******", "masked", 0, NULL },
		{ "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2", "masked", 0, NULL },
		{ "\xe2\x97\x8f\xe2\x97\x8f", "masked", 0, NULL },
		{ "k3w8...", "masked", 0, NULL },
		{ "k3w8\xe2\x80\xa6", "masked", 0, NULL },
		{ "abc def", "blank at position 4", 4, NULL },
		{ "abc\xc3\xa9", "position 4 cannot", 4, NULL },
		{ "abc\x07", "position 4 cannot", 4, NULL },
		{ "https://portal.azure.com/", "web address", 0, NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), judge_secret);
}

static void
a_secret_in_a_place_for_ids_is_not_repeated(void **state)
{
	struct finding found;
	char secret[64];

	(void)state;
	make_secret(secret, 40);
	assert_false(validate_guid(secret, &found));
	assert_non_null(strstr(found.text, "client secret"));
	assert_null(strstr(found.text, "k3w8"));
	assert_false(validate_tenant(secret, "", &found));
	assert_non_null(strstr(found.text, "client secret"));
	assert_false(validate_pasted(secret, 40, &found));
	assert_non_null(strstr(found.text, "client secret"));
	assert_null(strstr(found.text, "k3w8"));
}

static bool
judge_pasted(const char *value, struct finding *found)
{
	return validate_pasted(value, strlen(value), found);
}

/* What only the pending sign-in or the server can judge goes through. */
static void
what_no_browser_ends_on_is_told_here(void **state)
{
	static const struct row rows[] = {
		{ "banana", "not where the browser ended", 0, NULL },
		{ "http://localhost:8765/postfrank", "cut off", 0, NULL },
		{ "https://login.microsoftonline.com/common/oauth2/v2.0/"
		  "authorize?client_id=1", "the sign-in page", 0, NULL },
		{ "", "nothing was pasted", 0, NULL },
		{ "http://localhost:8765/postfrank?code="
		  "0.AAAAAAAAAAAAAAAAAAAAAAAA&state=y", NULL, 0, NULL },
		{ "AADSTS53003", NULL, 0, NULL },
		{ "Error: access_denied", NULL, 0, NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), judge_pasted);
}

static void
an_address_is_judged_with_its_position(void **state)
{
	static const struct row rows[] = {
		{ "alerts@contoso.com", NULL, 0, NULL },
		{ "a.b+c_d@sub.contoso-x.example", NULL, 0, NULL },
		{ "", "nothing was typed", 0, NULL },
		{ "alerts", "has an @", 0, NULL },
		{ "alerts@contoso,com", "\",\" at position 15", 15, NULL },
		{ "alerts@contoso", "a dot in it", 15, NULL },
		{ "al erts@contoso.com", "a blank at position 3", 3, NULL },
		{ "a@b@contoso.com", "\"@\" at position 2", 2, NULL },
		{ "@contoso.com", "before @ is missing", 1, NULL },
		{ ".a@contoso.com", "no valid one", 1, NULL },
		{ "Alerts <alerts@contoso.com>", "without a name", 8,
		    "alerts@contoso.com" },
		{ "a@contoso.com, b@contoso.com", "\"@\" at position 2", 2,
		    NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), validate_address);
}

static void
several_addresses_are_judged_one_by_one(void **state)
{
	static const struct row rows[] = {
		{ "a@contoso.com", NULL, 0, NULL },
		{ "a@contoso.com, b@contoso.com", NULL, 0, NULL },
		{ "a@contoso.com b@contoso.com;c@contoso.com", NULL, 0, NULL },
		{ "a@contoso.com, b@contoso!com", "\"!\"", 25, NULL },
		{ " , ", "nothing was typed", 0, NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), validate_addresses);
}

static void
a_scope_keeps_the_sign_in_alive(void **state)
{
	static const struct row rows[] = {
		{ "https://outlook.office.com/SMTP.Send offline_access", NULL,
		    0, NULL },
		{ "mail.send offline_access", NULL, 0, NULL },
		{ "https://outlook.office.com/SMTP.Send",
		    "offline_access is missing", 0,
		    "https://outlook.office.com/SMTP.Send offline_access" },
		{ "not_offline_access", "offline_access is missing", 0,
		    "not_offline_access offline_access" },
		{ "offline_access", "alone allows nothing", 0, NULL },
		{ "a,offline_access", "separated by blanks", 2, NULL },
		{ "https://x/IMAP.AccessAsApp offline_access",
		    "without a sign-in", 0, NULL },
		{ "a\tb", "position 2 cannot", 2, NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), validate_scope);
}

static void
a_host_is_a_name_or_an_ip_address(void **state)
{
	static const struct row rows[] = {
		{ "smtp.office365.com", NULL, 0, NULL },
		{ "localhost", NULL, 0, NULL },
		{ "192.0.2.1", NULL, 0, NULL },
		{ "2001:db8::1", NULL, 0, NULL },
		{ "smtp.office365.com:587", "port has a field of its own", 19,
		    "smtp.office365.com" },
		{ "https://smtp.office365.com/x", "does not belong", 6,
		    "smtp.office365.com" },
		{ "smtp office", "a blank at position 5", 5, "" },
		{ "-smtp.com", "begins with a hyphen", 0, NULL },
		{ "smtp-.com", "ends in a hyphen", 0, NULL },
		{ "smtp..com", "two dots", 0, NULL },
		{ "", "nothing was typed", 0, NULL },
	};
	struct finding found;

	(void)state;
	check_rows(rows, COUNT(rows), validate_host);
	assert_true(validate_host("smtp.outlook.com", &found));
	assert_true(found.is_warning);
	assert_string_equal(found.suggestion, "smtp.office365.com");
}

static void
a_port_is_a_number_in_its_range(void **state)
{
	static const struct row rows[] = {
		{ "1", NULL, 0, NULL },
		{ "587", NULL, 0, NULL },
		{ "65535", NULL, 0, NULL },
		{ "0", "from 1 to 65535", 0, NULL },
		{ "65536", "from 1 to 65535", 0, NULL },
		{ "99999999999999999999999", "from 1 to 65535", 0, NULL },
		{ "", "from 1 to 65535", 0, NULL },
		{ "58x", "position 3 is no digit", 3, NULL },
		{ "-1", "position 1 is no digit", 1, NULL },
	};
	struct finding found;

	(void)state;
	check_rows(rows, COUNT(rows), validate_port);
	assert_true(validate_port("993", &found));
	assert_true(found.is_warning);
}

#define LOGIN "https://login.microsoftonline.com/"

static void
an_old_endpoint_is_offered_in_its_new_form(void **state)
{
	static const struct row rows[] = {
		{ LOGIN GUID "/oauth2/v2.0/token", NULL, 0, NULL },
		{ LOGIN GUID "/oauth2/token", "old (v1) endpoint", 79,
		    LOGIN GUID "/oauth2/v2.0/token" },
		{ LOGIN "contoso.com/oauth2/authorize", "old (v1) endpoint", 54,
		    LOGIN "contoso.com/oauth2/v2.0/authorize" },
		{ LOGIN "common/oauth2/devicecode", "old (v1) endpoint", 49,
		    LOGIN "common/oauth2/v2.0/devicecode" },
		{ "https://id.example.com/oauth2/token", NULL, 0, NULL },
		{ "https://id.example.com:8443/realms/x/oauth2/token", NULL, 0,
		    NULL },
		{ "http://id.example.com/t", "https://", 1,
		    "https://id.example.com/t" },
		{ "id.example.com/t", "begin with https://", 1, NULL },
		{ "https://user@id.example.com/t", "\"@\" at position 13", 13,
		    NULL },
		{ "https://id.example.com/t#x", "\"#\" at position 25", 25,
		    NULL },
		{ "https://id.example.com/a b", "a blank at position 25", 25,
		    NULL },
		{ "https://id.example.com:0/t", "the port is no number", 24,
		    NULL },
		{ "https://id.example.com:port/t", "the port is no number", 24,
		    NULL },
		{ "https:///t", "the host is no valid one", 9, NULL },
		{ "", "nothing was typed", 0, NULL },
	};

	(void)state;
	check_rows(rows, COUNT(rows), validate_endpoint);
}

static int64_t
noon(int year, int month, int day)
{
	int64_t days = 0;

	assert_true(moment_from_date(year, month, day, &days));
	return days * 86400 + 43200;
}

static bool
judge_date(const char *value, struct finding *found)
{
	return validate_date(value, noon(2026, 11, 23), found);
}

static void
a_day_is_read_in_every_way_that_names_it(void **state)
{
	static const char *const same[] = { "2028-11-12", "12.11.2028",
		"12 Nov 2028", "Nov 12, 2028", "12 November 2028",
		"november 12 2028", "2028/11/12", "12-Nov-2028" };
	struct finding found;
	char normal[11];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(same); i++) {
		if (!judge_date(same[i], &found) || found.text[0] != '\0')
			fail_msg("\"%s\": %s", same[i], found.text);
		assert_true(date_normal(same[i], normal));
		assert_string_equal(normal, "2028-11-12");
	}
	assert_true(date_normal("11/23/2028", normal));
	assert_string_equal(normal, "2028-11-23");
	assert_true(date_normal("23/11/2028", normal));
	assert_string_equal(normal, "2028-11-23");
	assert_true(date_normal("11/11/2028", normal));
	assert_string_equal(normal, "2028-11-11");
}

static void
a_day_with_two_readings_is_asked_about(void **state)
{
	static const char *const both[] = { "11/12/2028", "11-12-2028" };
	struct finding found;
	char normal[11];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(both); i++) {
		assert_false(judge_date(both[i], &found));
		assert_false(found.is_warning);
		assert_non_null(strstr(found.text, "12 Nov 2028"));
		assert_non_null(strstr(found.text, "11 Dec 2028"));
		assert_string_equal(found.suggestion, "2028-11-12");
		assert_string_equal(found.other, "2028-12-11");
		assert_false(date_normal(both[i], normal));
	}
}

static void
a_day_that_cannot_be_is_refused(void **state)
{
	static const struct row rows[] = {
		{ "", "no day", 0, NULL },
		{ "2028-02-30", "no day", 0, NULL },
		{ "31.04.2028", "no day", 0, NULL },
		{ "13/13/2028", "no day", 0, NULL },
		{ "11/12/28", "no day", 0, NULL },
		{ "2028-11-12x", "no day", 0, NULL },
		{ "Nonember 12 2028", "no day", 0, NULL },
		{ "in 24 months", "no day", 0, NULL },
		{ "2026-11-22", "is past", 0, NULL },
	};
	struct finding found;

	(void)state;
	check_rows(rows, COUNT(rows), judge_date);
	assert_true(judge_date("2026-11-23", &found));
	assert_string_equal(found.text, "");
	assert_true(judge_date("2028-11-24", &found));
	assert_string_equal(found.text, "");
	assert_true(judge_date("2028-12-01", &found));
	assert_true(found.is_warning);
	assert_non_null(strstr(found.text, "24 months"));
}

static void
copying_leaves_nothing_behind(void **state)
{
	static const struct {
		void (*tidy)(char *);
		const char *before;
		const char *after;
	} rows[] = {
		{ tidy_line, " \t value\r\n", "value" },
		{ tidy_line, "\"value\"", "value" },
		{ tidy_line, "\xe2\x80\x9cvalue\xe2\x80\x9d", "value" },
		{ tidy_line, "\xc2\xa0value\xc2\xa0", "value" },
		{ tidy_line, "va\xe2\x80\x8blue\xef\xbb\xbf", "value" },
		{ tidy_line, "<value>", "value" },
		{ tidy_line, "  ", "" },
		{ tidy_line, "", "" },
		{ tidy_guid, " {6731DE76-14A6} ", "6731de76-14a6" },
		{ tidy_guid, "(6731DE76)", "6731de76" },
		{ tidy_guid, "{", "{" },
		{ tidy_host, "SMTP://Mail.Example.COM./", "mail.example.com" },
		{ tidy_address, "mailto:Alerts@Contoso.COM",
		    "Alerts@contoso.com" },
		{ tidy_address, "<alerts@contoso.com>", "alerts@contoso.com" },
		{ tidy_words, " a \n b\t\tc ", "a b c" },
	};
	char value[128];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		snprintf(value, sizeof(value), "%s", rows[i].before);
		rows[i].tidy(value);
		assert_string_equal(value, rows[i].after);
	}
}

static void
a_secret_loses_only_what_stands_around_it(void **state)
{
	static const struct {
		const char *before;
		const char *after;
	} rows[] = {
		{ "abc", "abc" },
		{ " abc\r\n", "abc" },
		{ "\"abc\"", "abc" },
		{ "\"abc", "\"abc" },
		{ "a\"bc'", "a\"bc'" },
		{ "\xe2\x80\x8b" "abc\xc2\xa0", "abc" },
		{ " \n ", "" },
		{ "", "" },
		{ "\"", "\"" },
	};
	size_t i, start, len;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		len = tidy_secret(rows[i].before, strlen(rows[i].before),
		    &start);
		assert_int_equal(len, strlen(rows[i].after));
		assert_memory_equal(rows[i].before + start, rows[i].after,
		    len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_is_judged_by_length_place_and_character),
		cmocka_unit_test(one_id_in_both_fields_is_noticed),
		cmocka_unit_test(a_tenant_is_an_id_or_a_domain),
		cmocka_unit_test(a_secret_of_the_known_shape_fits),
		cmocka_unit_test(
		    another_shape_of_secret_is_warned_about_and_not_refused),
		cmocka_unit_test(what_cannot_be_a_secret_is_named),
		cmocka_unit_test(a_secret_in_a_place_for_ids_is_not_repeated),
		cmocka_unit_test(what_no_browser_ends_on_is_told_here),
		cmocka_unit_test(an_address_is_judged_with_its_position),
		cmocka_unit_test(several_addresses_are_judged_one_by_one),
		cmocka_unit_test(a_scope_keeps_the_sign_in_alive),
		cmocka_unit_test(a_host_is_a_name_or_an_ip_address),
		cmocka_unit_test(a_port_is_a_number_in_its_range),
		cmocka_unit_test(an_old_endpoint_is_offered_in_its_new_form),
		cmocka_unit_test(a_day_is_read_in_every_way_that_names_it),
		cmocka_unit_test(a_day_with_two_readings_is_asked_about),
		cmocka_unit_test(a_day_that_cannot_be_is_refused),
		cmocka_unit_test(copying_leaves_nothing_behind),
		cmocka_unit_test(a_secret_loses_only_what_stands_around_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
