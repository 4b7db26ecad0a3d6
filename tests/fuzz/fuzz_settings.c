/* SPDX-License-Identifier: ISC */
/* Settings, answers files and drafts: what was read is printed and read as the
 * same again, and what was refused leaves nothing behind. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "account/settings.h"
#include "setup/draft.h"

enum { NOW = 1795435200 };

static bool
parse(struct account *account, const struct text *source, bool answers,
    struct fault *why)
{
	struct settings_options options = { .file = "FILE",
		.partial = answers, .answers = answers };
	bool good = settings_parse(account, source, &options, why);

	json_free(options.secrets);
	json_free(options.test);
	return good;
}

static void
check_again(const struct account *account, bool all)
{
	struct account again = { 0 };
	struct text first, second;
	struct fault why;

	text_init(&first, 1 << 20);
	text_init(&second, 1 << 20);
	FUZZ_CHECK(settings_print(account, all, &first));
	FUZZ_CHECK(parse(&again, &first, true, &why));
	FUZZ_CHECK(settings_print(&again, all, &second));
	FUZZ_CHECK(strcmp(first.at, second.at) == 0);
	account_clear(&again);
	text_clear(&first);
	text_clear(&second);
}

static void
check_settings(const struct text *source, bool answers)
{
	struct account account = { 0 };
	struct fault why;

	fault_clear(&why);
	if (parse(&account, source, answers, &why)) {
		check_again(&account, false);
		check_again(&account, true);
		FUZZ_CHECK(answers || settings_complete(&account, &why));
	} else {
		FUZZ_CHECK(why.kind == FAULT_SETTINGS);
		FUZZ_CHECK(account.mailbox == NULL);
		fuzz_check_fault(&why);
	}
	account_clear(&account);
}

static void
check_draft(const struct text *source)
{
	static struct wizard wizard, again;
	struct text first, second;
	struct fault why;
	int64_t saved;

	wizard_init(&wizard, "host");
	wizard_init(&again, "host");
	fault_clear(&why);
	if (!draft_parse(source->at, source->len, &wizard, &saved, &why)) {
		FUZZ_CHECK(why.kind == FAULT_SETTINGS);
		fuzz_check_fault(&why);
		return;
	}
	text_init(&first, DRAFT_MAX);
	text_init(&second, DRAFT_MAX);
	FUZZ_CHECK(draft_print(&wizard, NOW, &first));
	FUZZ_CHECK(draft_parse(first.at, first.len, &again, &saved, &why));
	FUZZ_CHECK(saved == NOW);
	FUZZ_CHECK(draft_print(&again, NOW, &second));
	FUZZ_CHECK(strcmp(first.at, second.at) == 0);
	text_clear(&first);
	text_clear(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text source;

	text_init(&source, 1 << 20);
	text_add(&source, data, size);
	check_settings(&source, false);
	check_settings(&source, true);
	check_draft(&source);
	text_clear(&source);
	return 0;
}
