/* SPDX-License-Identifier: ISC */
/* Addresses of header fields and of people: what was read may go on the wire,
 * and what is written is read as the same. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "mail/address.h"
#include "mail/header.h"
#include "mail/normalise.h"

static void
check_one(const struct address *one, bool bare)
{
	size_t i;

	FUZZ_CHECK(one->spec[0] != '\0');
	FUZZ_CHECK(address_check(one->spec, NULL) ||
	    (bare && strchr(one->spec, '@') == NULL));
	for (i = 0; one->spec[i] != '\0'; i++)
		FUZZ_CHECK(one->spec[i] >= 0x20 && one->spec[i] < 0x7f &&
		    one->spec[i] != '<' && one->spec[i] != '>');
	for (i = 0; one->name[i] != '\0'; i++)
		FUZZ_CHECK((unsigned char)one->name[i] >= 0x20 &&
		    one->name[i] != 0x7f);
	FUZZ_CHECK(i < ADDRESS_NAME_SIZE);
}

/* Folded lines of ASCII, none too long. */
static void
check_lines(const struct text *out)
{
	size_t line = 0;
	size_t i;

	for (i = 0; i < out->len; i++) {
		char c = out->at[i];

		if (c == '\r') {
			FUZZ_CHECK(out->at[++i] == '\n');
			FUZZ_CHECK(i + 1 == out->len || out->at[i + 1] == ' ');
			line = 0;
			continue;
		}
		FUZZ_CHECK(c >= 0x20 && c < 0x7f);
		FUZZ_CHECK(++line <= LINE_LIMIT);
	}
	FUZZ_CHECK(line == 0 && out->len > 0);
}

static void
check_written(const struct address_list *list)
{
	struct address_list back = { .bare = list->bare };
	struct text out;
	size_t i;

	text_init(&out, 1 << 20);
	FUZZ_CHECK(header_addresses(&out, "To", list->at, list->count));
	check_lines(&out);
	FUZZ_CHECK(address_list_parse(&back, out.at + 3, out.len - 3, NULL));
	FUZZ_CHECK(back.count == list->count);
	for (i = 0; i < back.count; i++)
		FUZZ_CHECK(strcmp(back.at[i].spec, list->at[i].spec) == 0);
	address_list_clear(&back);
	text_clear(&out);
}

static void
check_list(const char *bytes, size_t size, bool bare)
{
	struct address_list list = { .bare = bare };
	struct fault why;
	size_t i;

	fault_clear(&why);
	if (address_list_parse(&list, bytes, size, &why)) {
		if (list.count > 0)
			check_written(&list);
	} else {
		FUZZ_CHECK(why.kind == FAULT_DATA);
		fuzz_check_fault(&why);
	}
	for (i = 0; i < list.count; i++)
		check_one(&list.at[i], bare);
	address_list_clear(&list);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_copy(data, size, false);
	char *string = fuzz_copy(data, size, true);
	struct address one;
	struct fault why;

	fault_clear(&why);
	check_list(bytes, size, false);
	check_list(bytes, size, true);
	if (!address_check(string, &why) || !address_parse(string, &one, &why))
		fuzz_check_fault(&why);
	free(bytes);
	free(string);
	return 0;
}
