/* SPDX-License-Identifier: ISC */
/* The table of settings, and text in and out of it. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/settings.h"
#include "account/settings_parts.h"

#define NEEDED \
	"\"postfrank\": 1, \"mailbox\": \"alerts@contoso.example\"," \
	"\"registration\": {\"client_id\": \"c\", \"tenant\": \"t\"}"

static bool
parse(struct account *account, const char *words, struct fault *why)
{
	struct settings_options options = { .file = "FILE" };
	struct text source;
	bool good;

	text_init(&source, 1 << 20);
	text_adds(&source, words);
	good = settings_parse(account, &source, &options, why);
	text_clear(&source);
	return good;
}

/* The text is refused, and the message contains these words. */
static void
refuses(const char *words, const char *message)
{
	struct account account = { 0 };
	struct fault why;

	assert_false(parse(&account, words, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	if (strstr(why.what, message) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", message, why.what);
	/* Nothing of it is used. */
	assert_null(account.mailbox);
	account_clear(&account);
}

static void
every_row_of_the_table_is_sound(void **state)
{
	const struct setting *row;
	struct account account = { 0 };
	struct text text;

	(void)state;
	account_init(&account);
	for (size_t i = 0; (row = settings_row(i)) != NULL; i++) {
		assert_ptr_equal(settings_find(row->key), row);
		assert_true(row->help != NULL && strlen(row->help) <= 100);
		assert_true(row->kind != SETTING_WORD || row->words != NULL);
		assert_true(row->kind != SETTING_NUMBER ||
		    row->min <= row->max);
		assert_true(account_is_default(&account, row->key));
		/* The default is a value that may be set. */
		text_init(&text, 1000);
		assert_true(account_get(&account, row->key, &text));
		assert_true(account_set(&account, row->key, text.at, NULL));
		assert_true(account_is_default(&account, row->key));
		text_clear(&text);
	}
	for (size_t i = 0; (row = settings_backup_row(i)) != NULL; i++)
		assert_non_null(row->help);
	assert_null(settings_find("no.such"));
	assert_false(account_is_default(&account, "no.such"));
	text_init(&text, 10);
	assert_false(account_get(&account, "no.such", &text));
	account_clear(&account);
}

static void
the_least_file_gets_every_default(void **state)
{
	struct account account = { 0 };
	struct fault why;

	(void)state;
	assert_true(parse(&account, "{" NEEDED "}", &why));
	assert_string_equal(account.mailbox, "alerts@contoso.example");
	assert_string_equal(account.name, "default");
	assert_null(account.id);
	assert_int_equal(account.cloud, CLOUD_GLOBAL);
	assert_int_equal(account.smtp.port, 587);
	assert_int_equal(account.imap.security, SECURITY_TLS);
	assert_int_equal(account.limits.message_bytes, 36700160);
	assert_int_equal(account.rate, -1);
	assert_string_equal(account.registration.redirect_uri,
	    "http://localhost:8765/postfrank");
	assert_true(account.notice.url);
	assert_false(account.ack.on);
	account_clear(&account);
}

/* The object of design.md 3 with other values. */
static const char full[] =
    "{ \"postfrank\": 1, \"account\": \"ops\",\n"
    "  \"id\": \"0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9\",\n"
    "  \"mailbox\": \"alerts@contoso.example\", \"sign_in_as\": "
    "\"ann@contoso.example\",\n"
    "  \"sender\": {\"address\": \"box@contoso.example\", \"name\": "
    "\"The box\", \"policy\": \"keep\"},\n"
    "  \"root_to\": [\"ops@contoso.example\", \"b@contoso.example\"],\n"
    "  \"cloud\": \"custom\", \"ca_file\": \"/etc/ca.pem\", \"proxy\": "
    "\"http://proxy.lan:3128\",\n"
    "  \"registration\": {\"name\": \"x\", \"client_id\": \"c-1\", "
    "\"tenant\": null, \"authorization_url\": \"https://a.example/a\",\n"
    "    \"token_url\": \"https://a.example/t\", "
    "\"device_authorization_url\": \"https://a.example/d\",\n"
    "    \"redirect_uri\": \"http://localhost/x\", \"credential\": "
    "\"none\", \"secret_expires\": \"2027-05-31\"},\n"
    "  \"grant\": \"device_code\", \"scope\": \"a b\",\n"
    "  \"use\": {\"smtp\": true, \"imap\": true, \"pop3\": true},\n"
    "  \"smtp\": {\"host\": \"mail.example\", \"port\": 465, "
    "\"security\": \"tls\", \"user\": \"u\"},\n"
    "  \"imap\": {\"port\": 143, \"security\": \"starttls\"},\n"
    "  \"rate\": 5, \"limits\": {\"message_bytes\": 100000},\n"
    "  \"backup\": [{\"id\": \"relay\", \"host\": \"relay.lan\"},\n"
    "    {\"id\": \"b2\", \"host\": \"b2.lan\", \"port\": 465, "
    "\"security\": \"tls\", \"auth\": \"password\", \"user\": \"me\"}],\n"
    "  \"notice\": {\"to\": [\"c@contoso.example\"], \"syslog\": false, "
    "\"command\": \"/bin/tell\", \"webhook\": \"https://h.example/x\"},\n"
    "  \"flood\": {\"except\": [\"cron\"]}, \"heartbeat_days\": 7,\n"
    "  \"ack\": {\"from\": [\"ann@contoso.example\"], \"folder\": "
    "\"Answers\", \"delete\": true},\n"
    "  \"users\": [\"www-data\"] }\n";

static void
a_full_file_survives_printing_and_reading(void **state)
{
	struct account first = { 0 }, second = { 0 };
	struct text one, two;
	struct fault why;

	(void)state;
	text_init(&one, 1 << 16);
	text_init(&two, 1 << 16);
	assert_true(parse(&first, full, &why));
	assert_int_equal(first.backup_count, 2);
	assert_int_equal(first.backup[1].auth, AUTH_PASSWORD);
	assert_true(first.ack.on);
	assert_true(settings_print(&first, false, &one));
	assert_true(parse(&second, one.at, &why));
	assert_true(settings_print(&second, false, &two));
	assert_string_equal(one.at, two.at);
	assert_non_null(strstr(one.at, "\"keep\""));
	/* What is at its default is not in the file. */
	assert_null(strstr(one.at, "\"pop3\": {"));
	assert_null(strstr(one.at, "recipients_per_day"));
	account_clear(&second);
	account_copy(&second, &first);
	text_reset(&two);
	assert_true(settings_print(&second, false, &two));
	assert_string_equal(one.at, two.at);
	text_reset(&two);
	assert_true(settings_print(&second, true, &two));
	assert_non_null(strstr(two.at, "recipients_per_day"));
	account_clear(&first);
	account_clear(&second);
	text_clear(&one);
	text_clear(&two);
}

static void
every_setting_can_be_got_and_set_as_text(void **state)
{
	struct account from = { 0 }, into = { 0 };
	const struct setting *row;
	struct text one, two;
	struct fault why;

	(void)state;
	assert_true(parse(&from, full, &why));
	account_init(&into);
	text_init(&one, 1 << 16);
	text_init(&two, 1 << 16);
	for (size_t i = 0; (row = settings_row(i)) != NULL; i++) {
		text_reset(&one);
		assert_true(account_get(&from, row->key, &one));
		if (!account_set(&into, row->key, one.at, &why))
			fail_msg("%s", why.what);
	}
	text_reset(&one);
	assert_true(settings_print(&from, true, &one));
	assert_true(settings_print(&into, true, &two));
	assert_string_equal(one.at, two.at);
	account_clear(&from);
	account_clear(&into);
	text_clear(&one);
	text_clear(&two);
}

static void
what_is_wrong_is_told_with_line_and_column(void **state)
{
	(void)state;
	refuses("{\n  \"mailbx\": \"a@b\",\n" NEEDED "}",
	    "FILE, line 2, column 3: \"mailbx\" is no setting");
	refuses("{" NEEDED ",\n \"smtp\": {\n\t\"port\": \"587\"}}",
	    "line 3, column 2: \"smtp.port\" must be a number, and is a "
	    "string");
	refuses("{" NEEDED ",\n\"smtp\": {\"port\": 70000}}",
	    "line 2, column 10: \"smtp.port\" must be a whole number from 1 "
	    "to 65535");
	refuses("{" NEEDED ",\n\"smtp\": {\"port\": 1.5}}", "whole number");
	refuses("{" NEEDED ",\n\"rate\": -1}", "from 0 to 100000, or null");
	refuses("{" NEEDED ",\n\"smtp\": 3}",
	    "line 2, column 1: \"smtp\" must be an object");
	refuses("{" NEEDED ",\n\"ack\": 3}", "\"ack\" must be an object or "
	    "null");
	refuses("{" NEEDED ",\n\"ack\": {\"frm\": []}}",
	    "line 2, column 9: \"ack.frm\" is no setting");
	refuses("{" NEEDED ",\"use\": {\"smtp\": 1}}",
	    "\"use.smtp\" must be true or false, and is a number");
	refuses("{" NEEDED ",\"cloud\": \"moon\"}", "must be one of: global, "
	    "usgov-high, usgov-dod, china, outlook, custom");
	refuses("{" NEEDED ",\"cloud\": \"\"}", "must be one of");
	refuses("{" NEEDED ",\"cloud\": null}", "\"cloud\" must be a string");
	refuses("{" NEEDED ",\"root_to\": \"a@b.example\"}", "list of strings");
	refuses("{" NEEDED ",\"root_to\": [1]}", "one entry is none");
	refuses("{" NEEDED ",\"root_to\": [\"\"]}", "without empty entries");
	refuses("{" NEEDED ",\"root_to\": [\"x\"]}", "a mail address");
	refuses("{" NEEDED ",\"smtp\": {\"security\": \"none\"}}",
	    "must be one of: starttls, tls");
	refuses("{" NEEDED ",\"scope\": 4}", "a string or null");
	refuses("{" NEEDED ",\"scope\": \"a\\nb\"}", "control characters");
	refuses("{" NEEDED ",\"smtp.port\": 25}",
	    "\"smtp.port\" is no setting");
}

static void
backups_are_judged_one_by_one(void **state)
{
	(void)state;
	refuses("{" NEEDED ",\"backup\": {}}", "list of objects");
	refuses("{" NEEDED ",\n\"backup\": [3]}",
	    "line 2, column 12: \"backup[0]\" must be an object");
	refuses("{" NEEDED ",\n\"backup\": [{\"id\": \"a\"}]}",
	    "\"backup[0]\" must have \"host\"");
	refuses("{" NEEDED ",\n\"backup\": [{\"host\": \"a\"}]}",
	    "must have \"id\"");
	refuses("{" NEEDED ",\n\"backup\": [{\"id\": \"a\", \"host\": \"h\"},\n"
	    " {\"id\": \"b\", \"prot\": 1}]}",
	    "line 3, column 14: \"backup[1].prot\" is no setting");
	refuses("{" NEEDED ",\n\"backup\": [{\"id\": \"a\", \"host\": \"h\","
	    "\"auth\": \"password\", \"security\": \"none\"}]}",
	    "sends a password");
}

static void
no_json_and_no_object_is_refused(void **state)
{
	(void)state;
	refuses("", "FILE: ");
	refuses("{", "line 1");
	refuses("[]", "must be an object");
	refuses("{" NEEDED "} x", "line 1");
	refuses("{" NEEDED ", \"cloud\": \"global\", \"cloud\": \"china\"}",
	    "\"cloud\"");
	refuses("{\"postfrank\": 2}", "newer postfrank");
	refuses("{\"postfrank\": 0}", "\"postfrank\" must be");
	refuses("{\"mailbox\": \"a@b.example\", \"registration\": "
	    "{\"client_id\": \"c\", \"tenant\": \"t\"}}",
	    "\"postfrank\": 1 is missing");
	refuses("{\"postfrank\": 1}", "\"mailbox\" is missing");
	refuses("{\"postfrank\": 1, \"mailbox\": \"a@b.example\"}",
	    "\"registration.client_id\" is missing");
	refuses("{\"postfrank\": 1, \"mailbox\": \"a@b.example\", "
	    "\"registration\": {\"client_id\": \"c\", \"token_url\": "
	    "\"https://a.example/t\"}}", "\"registration.tenant\" is missing");
}

static void
a_byte_order_mark_and_crlf_are_taken(void **state)
{
	struct account account = { 0 };
	struct fault why;

	(void)state;
	assert_true(parse(&account, "\xef\xbb\xbf{\r\n" NEEDED "\r\n}\r\n",
	    &why));
	account_clear(&account);
	refuses("\xef\xbb\xbf{\r\n" NEEDED ",\r\n \"x\": 1}",
	    "line 3, column 2: \"x\"");
	account_clear(&account);
}

static void
a_nul_is_refused(void **state)
{
	static const char bytes[] = "{" NEEDED "\0}";
	struct settings_options options = { 0 };
	struct account account = { 0 };
	struct text source;
	struct fault why;

	(void)state;
	text_init(&source, 1000);
	text_add(&source, bytes, sizeof(bytes) - 1);
	assert_false(settings_parse(&account, &source, &options, &why));
	assert_int_equal(why.kind, FAULT_SETTINGS);
	assert_non_null(strstr(why.what, "the settings: "));
	account_clear(&account);
	text_clear(&source);
	refuses("{" NEEDED ", \"scope\": \"\\u0000\"}", "line 1");
}

static void
bad_values_of_each_form_are_refused(void **state)
{
	static const struct {
		const char *key;
		const char *good;
		const char *bad[8];
	} rows[] = {
		{ "mailbox", "o'neil+x@contoso.example",
		    { "x", "@x", "x@", "a@b@c", "a b@c", "<a@b>", "a@b\n",
			"\xc3\xa4@b" } },
		{ "registration.client_id",
		    "5f0d6a3c-1b77-4a2e-9d57-0c6d0a4b8e21",
		    { "a b", "\"a\"", "../x", "a\\b", "a?b", "a#", "a&b=c" } },
		{ "registration.tenant", "contoso.example",
		    { "a b", "\"a\"", "../x", "..", "a..b", ".a", "a/b",
			"a:b" } },
		{ "registration.token_url", "https://login.example/t",
		    { "http://login.example/t", "https://u@login.example/",
			"login.example", "https://login.example/#x",
			"https://login.example/ x" } },
		{ "registration.redirect_uri", "http://localhost:1/x",
		    { "http://127.0.0.1/", "http://localhostx/", "x",
			"http://localhost/a b" } },
		{ "proxy", "http://10.0.0.1:3128",
		    { "http://proxy", "proxy:3128", "https://proxy:1",
			"http://u:p@proxy:1", "http://proxy:0",
			"http://proxy:99999", "http://proxy:1x",
			"http://:1" } },
		{ "registration.secret_expires", "2028-02-29",
		    { "2027-02-29", "31.05.2027", "2027-5-31", "x",
			"2027-05-31T00:00:00Z" } },
		{ "ca_file", "/etc/x.pem", { "x.pem", "~/x.pem" } },
		{ "id", "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9",
		    { "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f",
			"0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f90",
			"0b1c2d3e-4f50-4617-8293-a4b5c6d7e8fG",
			"0b1c2d3e04f50-4617-8293-a4b5c6d7e8f9" } },
		{ "account", "ops", { "../x", "A", "a b" } },
		{ "smtp.host", "2001:db8::1",
		    { "a b", "a/b", "-x", ".x", "http://x" } },
		{ "users", "root, www-data", { "a b", "a,,b", ",", "a," } },
		{ "use.imap", "true", { "yes", "1", "TRUE" } },
		{ "ack", "true", { "false", "x" } },
		{ "heartbeat_days", "30", { "0", "367", "x", "7 ", "0x7",
		    "99999999999999999999" } },
		{ "backup", "[{\"id\":\"a\",\"host\":\"h\"}]",
		    { "x", "[{}]", "{}", "[{\"id\":\"a\",\"port\":0}]" } },
	};
	struct account account = { 0 };
	struct fault why;

	(void)state;
	account_init(&account);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!account_set(&account, rows[i].key, rows[i].good, &why))
			fail_msg("%s", why.what);
		for (size_t j = 0; j < 8 && rows[i].bad[j] != NULL; j++) {
			struct text before, after;

			text_init(&before, 1 << 16);
			text_init(&after, 1 << 16);
			account_get(&account, rows[i].key, &before);
			if (account_set(&account, rows[i].key, rows[i].bad[j],
				&why))
				fail_msg("%s took \"%s\"", rows[i].key,
				    rows[i].bad[j]);
			assert_int_equal(why.kind, FAULT_SETTINGS);
			assert_non_null(strstr(why.what, rows[i].key));
			/* The old value stays. */
			account_get(&account, rows[i].key, &after);
			assert_string_equal(before.at, after.at);
			text_clear(&before);
			text_clear(&after);
		}
	}
	assert_false(account_set(&account, "no.such", "x", &why));
	account_clear(&account);
}

static void
empty_text_means_the_default(void **state)
{
	static const char *const keys[] = { "smtp.port", "cloud", "use.smtp",
		"root_to", "scope", "rate", "account", "backup", "ack" };
	struct account account = { 0 };
	struct fault why;

	(void)state;
	assert_true(parse(&account, full, &why));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		assert_true(account_set(&account, keys[i], "", &why));
		assert_true(account_is_default(&account, keys[i]));
	}
	/* A setting of a section brings the section back. */
	assert_true(account_set(&account, "ack.from", "", &why));
	assert_false(account.ack.on);
	assert_true(account_set(&account, "ack.from", "a@b.example", &why));
	assert_true(account.ack.on);
	account_clear(&account);
}

static void
a_value_beyond_the_limit_is_refused(void **state)
{
	char words[SETTINGS_VALUE_MAX + 2];
	struct account account = { 0 };
	struct fault why;

	(void)state;
	account_init(&account);
	memset(words, 'x', sizeof(words));
	words[sizeof(words) - 1] = '\0';
	assert_false(account_set(&account, "scope", words, &why));
	words[sizeof(words) - 2] = '\0';
	assert_true(account_set(&account, "scope", words, &why));
	account_clear(&account);
}

static void
answers_hand_over_secrets_and_test(void **state)
{
	static const char words[] = "{" NEEDED ", \"secrets\": "
	    "{\"client_secret\": {\"file\": \"/x\"}}, \"test\": "
	    "{\"to\": \"a@b.example\"}}";
	struct settings_options options = { .answers = true };
	struct account account = { 0 };
	struct text source;
	struct fault why;

	(void)state;
	refuses(words, "\"secrets\" is no setting");
	text_init(&source, 10000);
	text_adds(&source, words);
	assert_true(settings_parse(&account, &source, &options, &why));
	assert_string_equal(json_string(options.test, "to"), "a@b.example");
	assert_string_equal(
	    json_string(json_member(options.secrets, "client_secret"), "file"),
	    "/x");
	json_free(options.secrets);
	json_free(options.test);
	account_clear(&account);
	/* On failure nothing is handed over. */
	text_reset(&source);
	text_adds(&source, "{\"test\": {}, \"secrets\": {}, \"x\": 1}");
	assert_false(settings_parse(&account, &source, &options, NULL));
	assert_null(options.secrets);
	assert_null(options.test);
	account_clear(&account);
	text_clear(&source);
}

static void
a_draft_may_lack_what_is_required(void **state)
{
	struct settings_options options = { .partial = true };
	struct account account = { 0 };
	struct text source;
	struct fault why;

	(void)state;
	text_init(&source, 10000);
	text_adds(&source, "{\"cloud\": \"china\", \"mailbox\": null}");
	assert_true(settings_parse(&account, &source, &options, &why));
	assert_int_equal(account.cloud, CLOUD_CHINA);
	assert_false(settings_complete(&account, &why));
	/* And what is printed of it is read again. */
	text_reset(&source);
	assert_true(settings_print(&account, false, &source));
	account_clear(&account);
	assert_true(settings_parse(&account, &source, &options, &why));
	account_clear(&account);
	text_clear(&source);
}

static void
places_are_found_behind_every_kind_of_value(void **state)
{
	struct text source;
	unsigned line, column;

	(void)state;
	text_init(&source, 1000);
	text_adds(&source, "{ \"a\" : \"x\\\"}\" , \"b\":[ ],\n \"c\":[1, "
	    "{\"d\":null}, [true]],\n\t\"e\" :{} ,\"f\":{\"g\":-1e3}}");
	assert_true(settings_place(&source, "a", &line, &column));
	assert_int_equal(line * 100 + column, 103);
	assert_true(settings_place(&source, "b", &line, &column));
	assert_int_equal(line * 100 + column, 118);
	assert_true(settings_place(&source, "c[1].d", &line, &column));
	assert_int_equal(line * 100 + column, 211);
	assert_true(settings_place(&source, "c[2]", &line, &column));
	assert_int_equal(line * 100 + column, 222);
	assert_true(settings_place(&source, "f.g", &line, &column));
	assert_int_equal(line * 100 + column, 316);
	assert_false(settings_place(&source, "h", &line, &column));
	assert_int_equal(line * 100 + column, 101);
	text_clear(&source);
}

static void
cut_json_never_leads_the_search_astray(void **state)
{
	struct text source;
	unsigned line, column;
	size_t len;

	(void)state;
	text_init(&source, 10000);
	text_adds(&source, full);
	for (len = source.len; len > 0; len--) {
		source.len = len - 1;
		source.at[len - 1] = '\0';
		settings_place(&source, "users", &line, &column);
	}
	text_clear(&source);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_the_table_is_sound),
		cmocka_unit_test(the_least_file_gets_every_default),
		cmocka_unit_test(a_full_file_survives_printing_and_reading),
		cmocka_unit_test(every_setting_can_be_got_and_set_as_text),
		cmocka_unit_test(what_is_wrong_is_told_with_line_and_column),
		cmocka_unit_test(backups_are_judged_one_by_one),
		cmocka_unit_test(no_json_and_no_object_is_refused),
		cmocka_unit_test(a_byte_order_mark_and_crlf_are_taken),
		cmocka_unit_test(a_nul_is_refused),
		cmocka_unit_test(bad_values_of_each_form_are_refused),
		cmocka_unit_test(empty_text_means_the_default),
		cmocka_unit_test(a_value_beyond_the_limit_is_refused),
		cmocka_unit_test(answers_hand_over_secrets_and_test),
		cmocka_unit_test(a_draft_may_lack_what_is_required),
		cmocka_unit_test(places_are_found_behind_every_kind_of_value),
		cmocka_unit_test(cut_json_never_leads_the_search_astray),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
