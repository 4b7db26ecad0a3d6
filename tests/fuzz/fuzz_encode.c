/* SPDX-License-Identifier: ISC */
/* Header fields that we write: encoded words (RFC 2047) and parameters (RFC
 * 2231), read back by a reader that was written for this alone. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "mail/header.h"
#include "mail/normalise.h"

enum { ENCODED_WORD = 75, ENCODED_LINE = 76 };

static int
hex(char c)
{
	const char *all = "0123456789ABCDEF", *found = strchr(all, c);

	FUZZ_CHECK(c != '\0' && found != NULL);
	return (int)(found - all);
}

/* Whole lines of ASCII that end in CRLF, none too long, none of blanks only; an
 * encoded word (there are none in parameters) stands on a shorter one. */
static void
check_form(const struct text *out, bool words)
{
	const char *at = out->at, *end;

	FUZZ_CHECK(!out->overflow && strlen(out->at) == out->len);
	for (; *at != '\0'; at = end + 2) {
		end = strstr(at, "\r\n");
		FUZZ_CHECK(end != NULL);
		FUZZ_CHECK(end - at <= LINE_LIMIT);
		FUZZ_CHECK(strspn(at, " \t") < (size_t)(end - at));
		FUZZ_CHECK(at == out->at || *at == ' ' || *at == '\t');
		FUZZ_CHECK(!words || end - at <= ENCODED_LINE ||
		    memmem(at, (size_t)(end - at), "=?UTF-8?", 8) == NULL);
		for (; at < end; at++)
			FUZZ_CHECK(*at == '\t' || (*at >= 0x20 && *at < 0x7f));
	}
}

/* Adds what one encoded word says; returns what is behind it. */
static const char *
decode_word(const char *at, struct text *into)
{
	const char *end = strstr(at + 10, "?=");
	struct secret bytes;

	FUZZ_CHECK(end != NULL && end + 2 - at <= ENCODED_WORD);
	if (at[8] == 'B') {
		secret_init(&bytes, ENCODED_WORD);
		FUZZ_CHECK(base64_decode(&bytes, at + 10,
		    (size_t)(end - at) - 10));
		FUZZ_CHECK(utf8_is_valid(secret_open(&bytes), bytes.len));
		text_add(into, secret_open(&bytes), bytes.len);
		secret_clear(&bytes);
		return end + 2;
	}
	FUZZ_CHECK(at[8] == 'Q');
	for (at += 10; at < end; at++) {
		if (*at == '=') {
			text_addc(into, (char)(hex(at[1]) * 16 + hex(at[2])));
			at += 2;
		} else {
			text_addc(into, *at == '_' ? ' ' : *at);
		}
	}
	return end + 2;
}

/* The value as a mail program shows it: unfolded, words decoded. */
static void
decode_text(const struct text *out, struct text *into)
{
	const char *at = strchr(out->at, ':') + 1;
	bool after_word = false;

	at += *at == ' ';
	while (*at != '\0') {
		size_t gap = strspn(at, " \t\r\n");
		bool word = strncmp(at + gap, "=?UTF-8?", 8) == 0;

		if (!(after_word && word))
			for (; gap > 0; gap--, at++)
				if (*at != '\r' && *at != '\n')
					text_addc(into, *at);
		at += gap;
		after_word = word;
		if (word)
			at = decode_word(at, into);
		else if (*at != '\0')
			text_addc(into, *at++);
	}
}

static void
check_text(const char *value)
{
	struct text out, back;

	text_init(&out, 1 << 20);
	text_init(&back, 1 << 20);
	FUZZ_CHECK(header_text(&out, "Subject", value));
	check_form(&out, true);
	decode_text(&out, &back);
	FUZZ_CHECK(strcmp(back.at, value) == 0);
	text_clear(&out);
	text_clear(&back);
}

/* One piece "name=value", "name*=utf-8''%XX" or "name*N*=%XX". */
static const char *
decode_piece(const char *at, int section, struct text *into)
{
	char begin[32];
	bool quoted, extended;

	extended = strncmp(at, "filename*", 9) == 0;
	if (!extended)
		snprintf(begin, sizeof(begin), "filename=");
	else if (at[9] == '=')
		snprintf(begin, sizeof(begin), "filename*=utf-8''");
	else
		snprintf(begin, sizeof(begin), "filename*%d*=%s", section,
		    section == 0 ? "utf-8''" : "");
	FUZZ_CHECK(strncmp(at, begin, strlen(begin)) == 0);
	at += strlen(begin);
	quoted = !extended && *at == '"';
	for (at += quoted; *at != '\0'; at++) {
		if (quoted ? *at == '"' : *at == ';')
			return at + quoted;
		if (extended && *at == '%') {
			text_addc(into, (char)(hex(at[1]) * 16 + hex(at[2])));
			at += 2;
		} else {
			at += quoted && *at == '\\';
			text_addc(into, *at);
		}
	}
	FUZZ_CHECK(!quoted);
	return at;
}

static void
check_parameter(const char *value)
{
	struct text out, back;
	const char *at;
	int section = 0;

	text_init(&out, 1 << 20);
	text_init(&back, 1 << 20);
	text_adds(&out, "Content-Disposition: attachment");
	FUZZ_CHECK(header_parameter(&out, "filename", value));
	at = strstr(out.at, ";\r\n ");
	while (at != NULL && *at != '\0') {
		FUZZ_CHECK(strncmp(at, ";\r\n ", 4) == 0);
		at = decode_piece(at + 4, section++, &back);
	}
	FUZZ_CHECK(strcmp(back.at, value) == 0);
	text_adds(&out, "\r\n");
	check_form(&out, false);
	text_clear(&out);
	text_clear(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *value = fuzz_copy(data, size, true);
	struct fault why;

	fault_clear(&why);
	if (header_is_safe("the subject", value, &why)) {
		check_text(value);
		check_parameter(value);
	} else {
		FUZZ_CHECK(why.kind == FAULT_DATA);
		fuzz_check_fault(&why);
	}
	free(value);
	return 0;
}
