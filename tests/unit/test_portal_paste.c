/* SPDX-License-Identifier: ISC */
/* What is found in things copied from the portal, and what is not. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "setup/portal_paste.h"

#define APP    "6731de76-14a6-49ae-97bc-6eba6914391e"
#define TENANT "9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"
#define OBJECT "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"

/* What is pasted, and what has to be found; NULL: nothing of the kind. */
struct sample {
	const char *pasted;
	const char *client_id;
	const char *tenant;
	const char *cloud;
	bool object_id;
};

static void
assert_found(const struct sample *sample, const struct portal_paste *paste,
    const char *setting, const char *wanted)
{
	const char *value = portal_paste_value(paste, setting);

	if (wanted == NULL && value != NULL)
		fail_msg("%s: %s is \"%s\"", sample->pasted, setting, value);
	if (wanted != NULL && (value == NULL || strcmp(value, wanted) != 0))
		fail_msg("%s: %s is \"%s\"", sample->pasted, setting,
		    value != NULL ? value : "(nothing)");
}

static void
check(const struct sample *samples, size_t count, bool recognised)
{
	struct portal_paste paste;
	size_t i;
	bool found;

	for (i = 0; i < count; i++) {
		found = portal_paste_read(samples[i].pasted,
		    strlen(samples[i].pasted), &paste);
		assert_found(&samples[i], &paste, "registration.client_id",
		    samples[i].client_id);
		assert_found(&samples[i], &paste, "registration.tenant",
		    samples[i].tenant);
		assert_found(&samples[i], &paste, "cloud", samples[i].cloud);
		assert_int_equal(paste.object_id, samples[i].object_id);
		if (paste.recognised != recognised)
			fail_msg("recognised %d: %s", paste.recognised,
			    samples[i].pasted);
		assert_int_equal(found, paste.count > 0);
	}
}

#define CHECK(samples, recognised) \
	check(samples, sizeof(samples) / sizeof((samples)[0]), recognised)

static void
an_endpoint_of_any_cloud_names_the_directory(void **state)
{
	static const struct sample samples[] = {
		{ "https://login.microsoftonline.com/" TENANT
		  "/oauth2/v2.0/authorize", NULL, TENANT, "global", false },
		{ "https://login.microsoftonline.com/" TENANT "/oauth2/token",
		    NULL, TENANT, "global", false },
		{ " https://login.microsoftonline.com/contoso.com/v2.0/"
		  ".well-known/openid-configuration\n",
		    NULL, "contoso.com", "global", false },
		{ "https://login.microsoftonline.us/" TENANT
		  "/oauth2/v2.0/token", NULL, TENANT, "usgov-high", false },
		{ "https://login.partner.microsoftonline.cn/" TENANT
		  "/oauth2/v2.0/token", NULL, TENANT, "china", false },
		{ "HTTPS://LOGIN.MICROSOFTONLINE.COM/"
		  "9A1F7C52-0D0E-4F6E-9D6C-3F0B6C1A2D4E/OAUTH2/V2.0/TOKEN",
		    NULL, TENANT, "global", false },
		{ "https://login.windows.net/" TENANT "/oauth2/authorize",
		    NULL, TENANT, "global", false },
	};

	(void)state;
	CHECK(samples, true);
}

static void
everybodys_directory_is_not_taken(void **state)
{
	static const struct sample samples[] = {
		{ "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		    NULL, NULL, NULL, false },
		{ "https://login.microsoftonline.com/organizations/v2.0/"
		  ".well-known/openid-configuration", NULL, NULL, NULL,
		    false },
		{ "https://entra.microsoft.com/#home", NULL, NULL, NULL,
		    false },
	};

	(void)state;
	CHECK(samples, true);
}

static void
the_address_bar_names_the_app(void **state)
{
	static const struct sample samples[] = {
		{ "https://entra.microsoft.com/#view/Microsoft_AAD_Registered"
		  "Apps/ApplicationMenuBlade/~/Overview/appId/" APP,
		    APP, NULL, "global", false },
		{ "https://portal.azure.com/#@contoso.onmicrosoft.com/view/"
		  "Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/"
		  "Credentials/appId/" APP "/isMSAApp~/false",
		    APP, "contoso.onmicrosoft.com", "global", false },
		{ "https://portal.azure.us/#blade/Microsoft_AAD_Registered"
		  "Apps/ApplicationMenuBlade/Overview/quickStartType//"
		  "sourceType/Microsoft_AAD_IAM/appId/" APP "/objectId/"
		  OBJECT, APP, NULL, "usgov-high", true },
		{ "https://login.microsoftonline.com/" TENANT
		  "/oauth2/v2.0/authorize?client_id=" APP "&scope=x",
		    APP, TENANT, "global", false },
	};

	(void)state;
	CHECK(samples, true);
}

static void
a_block_with_labels_fills_both_ids_and_not_the_object_id(void **state)
{
	static const struct sample samples[] = {
		{ "Display name\npostfrank on server01\n"
		  "Application (client) ID\n" APP "\n"
		  "Object ID\n" OBJECT "\n"
		  "Directory (tenant) ID\n" TENANT "\n"
		  "Supported account types\nMy organization only\n",
		    APP, TENANT, NULL, true },
		{ "Application (client) ID: " APP ", Directory (tenant) ID: "
		  TENANT, APP, TENANT, NULL, false },
		{ "client id = " APP "\r\ntenant id = " TENANT,
		    APP, TENANT, NULL, false },
		{ "Directory (tenant) ID\tCopy to clipboard\t" TENANT,
		    NULL, TENANT, NULL, false },
		{ "Object ID\n" OBJECT, NULL, NULL, NULL, true },
		/* The value is missing: the next label's is not taken. */
		{ "Application (client) ID\nDirectory (tenant) ID\n" TENANT,
		    NULL, TENANT, NULL, false },
	};

	(void)state;
	CHECK(samples, true);
}

static void
several_addresses_fill_what_each_holds(void **state)
{
	static const struct sample samples[] = {
		{ "https://login.microsoftonline.com/" TENANT
		  "/oauth2/v2.0/authorize\n"
		  "https://login.microsoftonline.com/" TENANT
		  "/oauth2/v2.0/token\n"
		  "https://entra.microsoft.com/#view/x/appId/" APP "\n",
		    APP, TENANT, "global", false },
	};

	(void)state;
	CHECK(samples, true);
}

static void
other_things_are_left_alone(void **state)
{
	static const struct sample samples[] = {
		{ "", NULL, NULL, NULL, false },
		{ APP, NULL, NULL, NULL, false },
		{ "contoso.com", NULL, NULL, NULL, false },
		{ "alerts@contoso.com", NULL, NULL, NULL, false },
		{ "https://id.example.com/" TENANT "/oauth2/v2.0/token",
		    NULL, NULL, NULL, false },
		{ "https://login.microsoftonline.com.evil.example/" TENANT
		  "/oauth2/v2.0/token", NULL, NULL, NULL, false },
		{ "http://localhost:8765/postfrank?code=abc&state=def", NULL,
		    NULL, NULL, false },
		{ "https://outlook.office.com/SMTP.Send offline_access", NULL,
		    NULL, NULL, false },
		{ "https://", NULL, NULL, NULL, false },
		{ "client id", NULL, NULL, NULL, false },
	};

	(void)state;
	CHECK(samples, false);
}

static void
a_piece_of_any_sample_does_no_harm(void **state)
{
	static const char whole[] =
	    "https://portal.azure.com/#@contoso.onmicrosoft.com/view/x/appId/"
	    APP "/tenantId%2F" TENANT "\nObject ID " OBJECT
	    " Application (client) ID " APP;
	struct portal_paste paste;
	size_t from, to;

	(void)state;
	for (from = 0; from < sizeof(whole) - 1; from++)
		for (to = from; to < sizeof(whole); to += 7) {
			portal_paste_read(whole + from, to - from, &paste);
			assert_true(paste.count <= PORTAL_PASTE_ITEMS);
		}
	assert_false(portal_paste_read("a\0b", 3, &paste));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_endpoint_of_any_cloud_names_the_directory),
		cmocka_unit_test(everybodys_directory_is_not_taken),
		cmocka_unit_test(the_address_bar_names_the_app),
		cmocka_unit_test(
		    a_block_with_labels_fills_both_ids_and_not_the_object_id),
		cmocka_unit_test(several_addresses_fill_what_each_holds),
		cmocka_unit_test(other_things_are_left_alone),
		cmocka_unit_test(a_piece_of_any_sample_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
