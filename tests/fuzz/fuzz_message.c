/* SPDX-License-Identifier: ISC */
/* Messages of other programs on their way to the wire: only CRLF, no NUL, no
 * long line, ASCII in the header, no Bcc; dots doubled and halved again. */
#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "mail/compose.h"
#include "mail/normalise.h"

enum { WIRE_MAX = 16 << 20 };

static void
check_wire(const struct text *wire, bool seven_bit)
{
	bool header = true;
	size_t line = 0;
	size_t i;

	for (i = 0; i < wire->len; i++) {
		unsigned char c = (unsigned char)wire->at[i];

		FUZZ_CHECK(c != '\0' && c != '\n');
		if (c == '\r') {
			FUZZ_CHECK(i + 1 < wire->len && wire->at[++i] == '\n');
			header = header && line > 0;
			line = 0;
			continue;
		}
		FUZZ_CHECK(++line <= LINE_LIMIT);
		FUZZ_CHECK(c < 0x80 || !(header || seven_bit));
		FUZZ_CHECK(!header || line > 1 ||
		    strncasecmp(wire->at + i, "Bcc:", 4) != 0);
	}
	FUZZ_CHECK(line == 0 && !header);
}

static void
read_all(struct message *message, struct text *wire)
{
	char block[MESSAGE_BLOCK];
	struct fault why;
	ssize_t n;

	text_init(wire, WIRE_MAX);
	for (;;) {
		n = message_read(message, block, sizeof(block), &why);
		FUZZ_CHECK(n >= 0);
		if (n == 0)
			break;
		FUZZ_CHECK(text_add(wire, block, (size_t)n));
	}
	FUZZ_CHECK(wire->len == message_size(message));
}

static void
check_message(const char *bytes, size_t size, bool seven_bit)
{
	static const struct address from = { "a@b.example", "Ann" };
	struct address_list to = { .bare = true };
	struct message_rules rules = { .from = &from, .date = 1795435200,
		.seven_bit = seven_bit, .recipients = &to };
	struct message *message;
	struct text wire, again;
	struct fault why;

	fault_clear(&why);
	message = message_from_bytes(bytes, size, &rules, &why);
	if (message == NULL) {
		FUZZ_CHECK(why.kind == FAULT_DATA);
		fuzz_check_fault(&why);
	} else {
		read_all(message, &wire);
		check_wire(&wire, seven_bit);
		message_rewind(message);
		read_all(message, &again);
		FUZZ_CHECK(wire.len == again.len);
		FUZZ_CHECK(memcmp(wire.at, again.at, wire.len) == 0);
		text_clear(&wire);
		text_clear(&again);
	}
	message_free(message);
	address_list_clear(&to);
}

/* Line ends and dots, in pieces whose sizes the input gives. */
static size_t
in_pieces(const char *bytes, size_t size, char *out)
{
	struct normaliser state = { .line = 0 };
	size_t at = 0, n = 0;

	while (at < size) {
		size_t piece = 1 + (unsigned char)bytes[at] % 7;

		if (piece > size - at)
			piece = size - at;
		n += normalise(&state, bytes + at, piece, out + n);
		at += piece;
	}
	n += normalise_end(&state, out + n);
	FUZZ_CHECK(state.out == n);
	return n;
}

static size_t
stuff(const char *bytes, size_t size, char *out)
{
	struct stuffer state = { .line_start = true };
	size_t at = 0, n = 0;

	while (at < size) {
		size_t piece = 1 + (unsigned char)bytes[at] % 5;

		if (piece > size - at)
			piece = size - at;
		if (stuff_is_needless(&state, bytes + at, piece)) {
			memcpy(out + n, bytes + at, piece);
			n += piece;
		} else {
			n += stuff_dots(&state, bytes + at, piece, out + n);
		}
		at += piece;
	}
	return n;
}

/* As a server reads it; a lone dot would be the end. */
static size_t
unstuff(const char *bytes, size_t size, char *out)
{
	bool start = true;
	size_t n = 0;
	size_t i;

	for (i = 0; i < size; i++) {
		if (start && bytes[i] == '.') {
			FUZZ_CHECK(i + 1 < size && bytes[i + 1] == '.');
			i++;
		}
		out[n++] = bytes[i];
		start = bytes[i] == '\n';
	}
	return n;
}

static void
check_body(const char *bytes, size_t size)
{
	char *normal = must_alloc(2 * size + 2, 1);
	char *wire = must_alloc(4 * size + 4, 1);
	char *back = must_alloc(4 * size + 4, 1);
	size_t n = in_pieces(bytes, size, normal), m, i;

	for (i = 0; i < n; i++) {
		FUZZ_CHECK(normal[i] != '\0');
		FUZZ_CHECK(normal[i] != '\n' ||
		    (i > 0 && normal[i - 1] == '\r'));
		FUZZ_CHECK(normal[i] != '\r' ||
		    (i + 1 < n && normal[i + 1] == '\n'));
	}
	m = stuff(normal, n, wire);
	FUZZ_CHECK(unstuff(wire, m, back) == n);
	FUZZ_CHECK(memcmp(back, normal, n) == 0);
	free(normal);
	free(wire);
	free(back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_copy(data, size, false);

	check_body(bytes, size);
	check_message(bytes, size, false);
	check_message(bytes, size, true);
	free(bytes);
	return 0;
}
