/* SPDX-License-Identifier: ISC */
/* The stand-in tenant's rules that need no network: redirect addresses, scopes,
 * fault scripts. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/tenant/authorize.h"
#include "tests/tenant/faults.h"
#include "tests/tenant/scope.h"

static char dir[] = "/tmp/tenant-rules-XXXXXX";

static int
open_store(void **state)
{
	if (mkdtemp(dir) == NULL)
		return -1;
	*state = store_new(dir);
	return *state == NULL ? -1 : 0;
}

static int
close_store(void **state)
{
	char path[DIR_SIZE];

	store_free(*state);
	snprintf(path, sizeof(path), "%s/events.jsonl", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/mail", dir);
	rmdir(path);
	return rmdir(dir);
}

static bool
registered(const char *uris, const char *uri)
{
	static struct app app;

	keep(app.redirect_uris, sizeof(app.redirect_uris), uris);
	return redirect_is_registered(&app, uri);
}

static void
the_port_of_localhost_does_not_count(void **state)
{
	(void)state;
	assert_true(registered("http://localhost:8765/postfrank",
	    "http://localhost:1/postfrank"));
	assert_true(registered("http://localhost/postfrank",
	    "http://LOCALHOST:8765/postfrank"));
	assert_true(registered("http://localhost", "http://localhost:80/"));
	assert_false(registered("http://127.0.0.1:8765/postfrank",
	    "http://127.0.0.1:1/postfrank"));
	assert_false(registered("https://host.example:1/x",
	    "https://host.example:2/x"));
}

static void
the_path_counts_to_the_letter(void **state)
{
	(void)state;
	assert_false(registered("http://localhost/postfrank",
	    "http://localhost/Postfrank"));
	assert_false(registered("http://localhost/postfrank",
	    "http://localhost/postfrank/"));
	assert_false(registered("http://localhost/postfrank",
	    "https://localhost/postfrank"));
	assert_true(registered("https://a.example/x http://localhost/postfrank",
	    "http://localhost:5/postfrank"));
	assert_false(registered("", "http://localhost/"));
	assert_false(registered("http://localhost.evil.example/x",
	    "http://localhost.evil.example:1/x"));
	assert_false(registered("http://x/localhost", "localhost"));
}

static void
a_scope_without_a_resource_means_graph(void **state)
{
	struct scopes scopes;

	assert_int_equal(scopes_parse(*state, "SMTP.Send", &scopes), 0);
	assert_string_equal(scopes.resource, "https://graph.microsoft.com");
	assert_int_equal(scopes_parse(*state,
	    "openid offline_access https://outlook.office.com/SMTP.Send",
	    &scopes), 0);
	assert_string_equal(scopes.resource, "https://outlook.office.com");
	assert_string_equal(scopes.names, "SMTP.Send");
	assert_string_equal(scopes.oidc, "openid offline_access");
	assert_false(scopes.several);
}

static void
wrong_scopes_and_two_resources_are_seen(void **state)
{
	struct scopes scopes;

	assert_int_equal(scopes_parse(*state,
	    "https://outlook.office.com/SMTP.Sent", &scopes), 70011);
	assert_int_equal(scopes_parse(*state,
	    "https://outlook.ofice.com/SMTP.Send", &scopes), 500011);
	assert_int_equal(scopes_parse(*state,
	    "User.Read https://outlook.office.com/SMTP.Send", &scopes), 0);
	assert_true(scopes.several);
}

static void
a_fault_script_is_taken_by_request_number(void **state)
{
	static const char *const kinds[] = { "close", "empty", "empty", "",
		"expires" };
	struct fault_plan plan;
	size_t i;

	assert_true(switch_set(*state, "token.fault",
	    "1:close,2-3:empty,5-*:expires/60"));
	for (i = 0; i < 5; i++) {
		faults_plan(*state, "token.fault", &plan);
		assert_string_equal(plan.kind, kinds[i]);
	}
	assert_int_equal(plan.number, 60);
	faults_plan(*state, "discovery.fault", &plan);
	assert_string_equal(plan.kind, "");
}

static void
a_fault_script_that_makes_no_sense_is_refused(void **state)
{
	(void)state;
	assert_true(faults_are_valid("1:429/30,*:slow"));
	assert_true(faults_are_valid(""));
	assert_false(faults_are_valid("close"));
	assert_false(faults_are_valid("0:close"));
	assert_false(faults_are_valid("1:clsoe"));
	assert_false(faults_are_valid("1-:close"));
}

static void
every_named_switch_has_help_and_takes_its_default(void **state)
{
	struct text text;

	text_init(&text, 65536);
	switches_print(*state, &text);
	assert_non_null(strstr(text.at, "\nhttps.cert=good\t# "));
	assert_null(strstr(text.at, "# \n"));
	text_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_port_of_localhost_does_not_count),
		cmocka_unit_test(the_path_counts_to_the_letter),
		cmocka_unit_test(a_scope_without_a_resource_means_graph),
		cmocka_unit_test(wrong_scopes_and_two_resources_are_seen),
		cmocka_unit_test(a_fault_script_is_taken_by_request_number),
		cmocka_unit_test(a_fault_script_that_makes_no_sense_is_refused),
		cmocka_unit_test(
		    every_named_switch_has_help_and_takes_its_default),
	};

	return cmocka_run_group_tests(tests, open_store, close_store);
}
