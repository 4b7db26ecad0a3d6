/* SPDX-License-Identifier: ISC */
/* Addresses: what may go on the wire, and lists as header fields write them. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "mail/address.h"

static void
good_addresses_pass(void **state)
{
	static const char *const good[] = { "alerts@contoso.example",
		"a.b+c=d@x-y.example", "\"two words\"@x.example",
		"\"at@inside\"@x.example", "root@localhost",
		"o'neil@x.example", "x@[192.0.2.1]", "x@[IPv6:2001:db8::1]",
		"\"q\\\"uote\"@x.example" };
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!address_check(good[i], &why))
			fail_msg("%s: %s", good[i], why.what);
}

static void
bad_addresses_are_refused_with_place_and_example(void **state)
{
	static const struct {
		const char *spec;
		const char *words;
	} bad[] = {
		{ "", "empty" },
		{ "root", "no @" },
		{ "a@b@c.example", "second @" },
		{ "@b.example", "nothing stands before" },
		{ "a b@c.example", "blank (position 2)" },
		{ "a@b.example>\r\nRCPT TO:<evil@c.example", "< and >" },
		{ "a@b.example\r\nDATA", "control" },
		{ "a\x01@b.example", "control character (position 2)" },
		{ "caf\xc3\xa9@b.example", "outside ASCII" },
		{ "a@b..example", "not whole" },
		{ "a@", "not whole" },
		{ "a@-b.example", "cannot stand in a domain" },
		{ "a@b-.example", "hyphen" },
		{ "a@b_c.example", "cannot stand in a domain" },
		{ ".a@b.example", "dot is out of place" },
		{ "a..b@c.example", "dot is out of place" },
		{ "\"a@b.example", "quotation mark is missing" },
		{ "\"a\"b@c.example", "behind the quotation" },
		{ "a(b)@c.example", "needs quotes" },
		{ "a@[1.2.3.4", "brackets" },
	};
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(address_check(bad[i].spec, &why));
		assert_int_equal(why.kind, FAULT_DATA);
		if (strstr(why.what, bad[i].words) == NULL)
			fail_msg("%s gave: %s", bad[i].spec, why.what);
		assert_non_null(strstr(why.next, "alerts@contoso.example"));
	}
}

static void
two_hundred_and_fifty_four_bytes_are_the_most(void **state)
{
	char spec[ADDRESS_SIZE + 1];

	(void)state;
	memset(spec, 'a', sizeof(spec));
	memcpy(spec + 100, "@b.example.b.example", 20);
	memset(spec + 115, '.', 1);
	memcpy(spec + 254 - 60, ".", 1);
	memcpy(spec + 160, ".", 1);
	spec[254] = '\0';
	assert_true(address_check(spec, NULL));
	spec[254] = 'a';
	spec[255] = '\0';
	assert_false(address_check(spec, NULL));
}

static void
one_address_comes_with_its_name(void **state)
{
	static const struct {
		const char *text;
		const char *spec;
		const char *name;
	} cases[] = {
		{ "a@b.example", "a@b.example", "" },
		{ " a@b.example ", "a@b.example", "" },
		{ "Ann Onym <a@b.example>", "a@b.example", "Ann Onym" },
		{ "\"Onym, Ann\" <a@b.example>", "a@b.example", "Onym, Ann" },
		{ "\"Ann \\\"A\\\" O\" <a@b.example>", "a@b.example",
		    "Ann \"A\" O" },
		{ "<a@b.example>", "a@b.example", "" },
		{ "a@b.example (Ann Onym)", "a@b.example", "Ann Onym" },
		{ "J\xc3\xbcrgen <j@b.example>", "j@b.example",
		    "J\xc3\xbcrgen" },
		{ "Dr. A. B. <a@b.example>", "a@b.example", "Dr. A. B." },
		{ "a . b @ c . example", "a.b@c.example", "" },
		{ "<@relay.example,@two.example:a@b.example>", "a@b.example",
		    "" },
		{ "\"a b\"@c.example", "\"a b\"@c.example", "" },
		{ "A (one (two)) B <a@b.example>", "a@b.example", "A B" },
	};
	struct address one;
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (!address_parse(cases[i].text, &one, &why))
			fail_msg("%s: %s", cases[i].text, why.what);
		assert_string_equal(one.spec, cases[i].spec);
		assert_string_equal(one.name, cases[i].name);
	}
}

static void
more_or_less_than_one_address_is_said_so(void **state)
{
	struct address one;
	struct fault why;

	(void)state;
	assert_false(address_parse("a@b.example, c@d.example", &one, &why));
	assert_non_null(strstr(why.what, "not 2"));
	assert_false(address_parse("  ", &one, &why));
	assert_non_null(strstr(why.what, "empty"));
	assert_false(address_parse("root", &one, &why));
	assert_non_null(strstr(why.what, "an @ is missing"));
}

static size_t
count_of(const char *value, bool bare)
{
	struct address_list list = { .bare = bare };
	struct fault why;
	size_t count;

	if (!address_list_parse(&list, value, strlen(value), &why))
		fail_msg("%s: %s", value, why.what);
	count = list.count;
	address_list_clear(&list);
	return count;
}

static void
lists_are_read_with_folds_groups_and_empty_places(void **state)
{
	(void)state;
	assert_int_equal(count_of("a@b.example,\r\n\tC <c@d.example>", false),
	    2);
	assert_int_equal(count_of("undisclosed-recipients:;", false), 0);
	assert_int_equal(count_of("team: a@b.example, c@d.example;, "
	    "e@f.example", false), 3);
	assert_int_equal(count_of(",, a@b.example ,,", false), 1);
	assert_int_equal(count_of("", false), 0);
	assert_int_equal(count_of("a@b.example; c@d.example", false), 2);
	assert_int_equal(count_of("root, a@b.example, postmaster", true), 3);
	assert_int_equal(count_of("root (Cron Daemon)", true), 1);
	assert_int_equal(count_of("\"a,b\" <a@b.example>, <c@d.example>",
	    false), 2);
}

static void
what_cannot_be_read_says_where(void **state)
{
	static const char *const bad[] = { "a@b.example c@d.example",
		"<a@b.example", "A <>", "(open", "\"open", "a@b.example>",
		"<@relay.example>", "root" };
	struct address_list list = { .count = 0 };
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (address_list_parse(&list, bad[i], strlen(bad[i]), &why))
			fail_msg("%s was taken", bad[i]);
		assert_int_equal(why.kind, FAULT_DATA);
		assert_true(why.next[0] != '\0');
	}
	address_list_clear(&list);
}

static void
names_cannot_smuggle_line_ends(void **state)
{
	struct address one;

	(void)state;
	assert_true(address_parse("\"A\\\r\nBcc: x\" <a@b.example>", &one,
	    NULL));
	assert_null(strpbrk(one.name, "\r\n"));
}

static void
a_thousand_addresses_are_the_most(void **state)
{
	struct address_list list = { .count = 0 };
	struct address one = { .spec = "a@b.example" };
	struct fault why;
	size_t i;

	(void)state;
	for (i = 0; i < ADDRESS_LIST_MAX; i++)
		assert_true(address_list_add(&list, &one, NULL));
	assert_false(address_list_add(&list, &one, &why));
	assert_int_equal(why.kind, FAULT_DATA);
	assert_true(address_list_has(&list, "a@B.Example"));
	assert_false(address_list_has(&list, "A@b.example"));
	address_list_clear(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_addresses_pass),
		cmocka_unit_test(
		    bad_addresses_are_refused_with_place_and_example),
		cmocka_unit_test(two_hundred_and_fifty_four_bytes_are_the_most),
		cmocka_unit_test(one_address_comes_with_its_name),
		cmocka_unit_test(more_or_less_than_one_address_is_said_so),
		cmocka_unit_test(
		    lists_are_read_with_folds_groups_and_empty_places),
		cmocka_unit_test(what_cannot_be_read_says_where),
		cmocka_unit_test(names_cannot_smuggle_line_ends),
		cmocka_unit_test(a_thousand_addresses_are_the_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
