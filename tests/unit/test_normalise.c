/* SPDX-License-Identifier: ISC */
/* Bodies on their way to the wire: line ends, dots, encodings; random ones are
 * compared after what a server would undo. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "mail/encode.h"
#include "mail/normalise.h"

enum { MOST = 4096 };

/* A small generator with a fixed seed, so that a failure can be repeated. */
static unsigned seed = 20261123;

static unsigned
draw(unsigned below)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % below;
}

static size_t
in_pieces(const char *from, size_t len, char *out)
{
	struct normaliser lines = { .line = 0 };
	size_t n = 0;

	while (len > 0) {
		size_t piece = 1 + draw(7);

		if (piece > len)
			piece = len;
		n += normalise(&lines, from, piece, out + n);
		from += piece;
		len -= piece;
	}
	n += normalise_end(&lines, out + n);
	assert_int_equal(lines.out, n);
	return n;
}

static size_t
stuff_in_pieces(const char *from, size_t len, char *out)
{
	struct stuffer stuffer = { .line_start = true };
	size_t n = 0;

	while (len > 0) {
		size_t piece = 1 + draw(9);

		if (piece > len)
			piece = len;
		if (stuff_is_needless(&stuffer, from, piece)) {
			memcpy(out + n, from, piece);
			n += piece;
		} else {
			n += stuff_dots(&stuffer, from, piece, out + n);
		}
		from += piece;
		len -= piece;
	}
	return n;
}

/* What the body is, read a byte at a time: the rule in its plainest form. */
static size_t
plainly(const char *from, size_t len, char *out)
{
	size_t n = 0;
	size_t line = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (from[i] == '\n' && i > 0 && from[i - 1] == '\r')
			continue;
		if (from[i] == '\r' || from[i] == '\n') {
			out[n++] = '\r';
			out[n++] = '\n';
			line = 0;
		} else if (from[i] != '\0') {
			out[n++] = from[i];
			line++;
		}
	}
	if (line > 0) {
		out[n++] = '\r';
		out[n++] = '\n';
	}
	return n;
}

/* As a server reads: dots halved; a lone dot would be the end. */
static size_t
unstuff(const char *from, size_t len, char *out)
{
	size_t n = 0;
	size_t i;
	bool start = true;

	for (i = 0; i < len; i++) {
		if (start && from[i] == '.') {
			i++;
			assert_true(i < len && from[i] != '\r');
			assert_int_equal(from[i], '.');
		}
		out[n++] = from[i];
		start = from[i] == '\n';
	}
	return n;
}

static void
check_wire(const char *wire, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		assert_int_not_equal(wire[i], '\0');
		if (wire[i] == '\n')
			assert_true(i > 0 && wire[i - 1] == '\r');
		if (wire[i] == '\r')
			assert_true(i + 1 < len && wire[i + 1] == '\n');
	}
}

static void
fifteen_hundred_random_bodies_come_through(void **state)
{
	static const char *const letters[] = { "\r\n", "\n", "\r", ".", "a",
		"" };
	static char body[MOST], normal[2 * MOST], wire[4 * MOST],
	    back[4 * MOST], expected[2 * MOST];
	int round;

	(void)state;
	for (round = 0; round < 1500; round++) {
		size_t len = 0;
		size_t count = draw(400);
		size_t n, m;

		while (count-- > 0) {
			const char *letter = letters[draw(6)];
			/* The empty one stands for NUL. */
			size_t size = *letter == '\0' ? 1 : strlen(letter);

			memcpy(body + len, letter, size);
			len += size;
		}
		n = in_pieces(body, len, normal);
		m = stuff_in_pieces(normal, n, wire);
		check_wire(wire, m);
		assert_int_equal(unstuff(wire, m, back), n);
		assert_memory_equal(back, normal, n);
		assert_int_equal(plainly(body, len, expected), n);
		assert_memory_equal(expected, normal, n);
	}
}

static void
what_was_seen_is_counted(void **state)
{
	struct normaliser lines = { .line = 0 };
	char out[64];

	(void)state;
	normalise(&lines, "ab\ncaf\xc3\xa9\n", 10, out);
	normalise_end(&lines, out);
	assert_int_equal(lines.longest, 5);
	assert_int_equal(lines.high, 2);
	assert_int_equal(lines.out, 11);
}

static void
base64_is_what_the_library_makes_with_line_ends(void **state)
{
	unsigned char bytes[400];
	char lines[700], flat[700];
	struct text expected;
	size_t len, i, n, m;

	(void)state;
	random_bytes(bytes, sizeof(bytes));
	for (len = 0; len <= sizeof(bytes); len++) {
		text_init(&expected, 1024);
		base64_add(&expected, bytes, len);
		n = base64_lines(bytes, len, lines);
		assert_int_equal(n, base64_size(len));
		for (i = m = 0; i < n; i++) {
			if (i % 78 == 76)
				assert_int_equal(lines[i], '\r');
			if (lines[i] != '\r' && lines[i] != '\n')
				flat[m++] = lines[i];
		}
		assert_int_equal(m, expected.len);
		assert_memory_equal(flat, expected.at, m);
		if (n > 0)
			assert_memory_equal(lines + n - 2, "\r\n", 2);
		text_clear(&expected);
	}
}

static void
check_quoted(const char *from, const char *expected)
{
	struct quoter quoter = { .column = 0 };
	char out[1024];
	size_t n = quote(&quoter, from, strlen(from), out);

	n += quote_end(&quoter, out + n);
	out[n] = '\0';
	assert_string_equal(out, expected);
}

static void
quoted_printable_follows_rfc_2045(void **state)
{
	(void)state;
	check_quoted("plain\r\n", "plain\r\n");
	check_quoted("caf\xc3\xa9 = ok\r\n", "caf=C3=A9 =3D ok\r\n");
	check_quoted("ends in blank \r\n", "ends in blank=20\r\n");
	check_quoted("ends in tab\t\r\nx\r\n", "ends in tab=09\r\nx\r\n");
	check_quoted(".\r\n..x\r\n", "=2E\r\n=2E.x\r\n");
	check_quoted("0123456789012345678901234567890123456789012345678901234"
	    "56789012345678901234567890\r\n",
	    "0123456789012345678901234567890123456789012345678901234"
	    "56789012345678901234=\r\n567890\r\n");
}

static int
hex(char c)
{
	return c <= '9' ? c - '0' : c - 'A' + 10;
}

static size_t
draw_text(char *text, size_t len)
{
	static const char letters[] = "a. \t=\xc3\xa9xyz";
	size_t n = 0;

	while (n < len) {
		bool end = draw(30) == 0;

		text[n++] = end ? '\r' : letters[draw(11)];
		if (end)
			text[n++] = '\n';
	}
	text[n++] = '\r';
	text[n++] = '\n';
	return n;
}

/* Reads quoted-printable as RFC 2045 6.7 tells a receiver to, strictly. */
static size_t
unquote(const char *from, size_t len, char *out)
{
	size_t n = 0;
	size_t column = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		column = from[i] == '\n' ? 0 : column + 1;
		assert_true(column <= QP_LINE + 1); /* with its CR */
		if (from[i] == '=' && from[i + 1] == '\r') {
			i += 2;
			column = 0;
		} else if (from[i] == '=') {
			out[n++] = (char)(hex(from[i + 1]) * 16 +
			    hex(from[i + 2]));
			i += 2;
			column += 2;
		} else {
			if (from[i] == '\r' && i > 0)
				assert_true(from[i - 1] != ' ' &&
				    from[i - 1] != '\t');
			out[n++] = from[i];
		}
	}
	return n;
}

static void
random_texts_survive_quoted_printable(void **state)
{
	static char text[MOST], out[QUOTE_ROOM(MOST)], back[MOST];
	int round;

	(void)state;
	for (round = 0; round < 300; round++) {
		struct quoter quoter = { .column = 0 };
		size_t len = draw_text(text, 900);
		size_t n = 0;
		size_t i, piece;

		for (i = 0; i < len; i += piece) {
			piece = 1 + draw(5);
			if (piece > len - i)
				piece = len - i;
			n += quote(&quoter, text + i, piece, out + n);
		}
		n += quote_end(&quoter, out + n);
		assert_int_equal(unquote(out, n, back), len);
		assert_memory_equal(back, text, len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fifteen_hundred_random_bodies_come_through),
		cmocka_unit_test(what_was_seen_is_counted),
		cmocka_unit_test(
		    base64_is_what_the_library_makes_with_line_ends),
		cmocka_unit_test(quoted_printable_follows_rfc_2045),
		cmocka_unit_test(random_texts_survive_quoted_printable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
