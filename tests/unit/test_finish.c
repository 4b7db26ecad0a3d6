/* SPDX-License-Identifier: ISC */
/* Finished messages of other programs, made fit for the wire. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "mail/compose.h"
#include "tests/lib/messages.h"

static const struct address sender = { .spec = "alerts@contoso.example",
	.name = "Alerts" };

static char *
finished(const char *raw, const struct message_rules *rules)
{
	struct fault why;
	struct message *message = message_from_bytes(raw, strlen(raw), rules,
	    &why);
	char *bytes;

	if (message == NULL)
		fail_msg("%s", why.what);
	bytes = message_bytes(message);
	message_free(message);
	return bytes;
}

/* Raw messages, and what must and must not be in them afterwards. */
static const struct {
	const char *raw;
	const char *has[4];
	const char *lacks[3];
} cases[] = {
	/* cron, as it is */
	{ "From: root (Cron Daemon)\nTo: root\nSubject: Cron <root@h> x\n"
	    "X-Cron-Env: <SHELL=/bin/sh>\n\nout\n.\nend\n",
	    { "From: root (Cron Daemon)\r\n", "Date: ", "Message-ID: <",
	    "\r\n\r\nout\r\n.\r\nend\r\n" }, { NULL } },
	/* no header at all */
	{ "the array is degraded\nsecond line\n",
	    { "From: Alerts <alerts@contoso.example>\r\n",
	    "To: undisclosed-recipients:;\r\n",
	    "\r\n\r\nthe array is degraded\r\nsecond line\r\n" }, { NULL } },
	/* an mbox line on top, no blank line before the body */
	{ "From root Mon Nov 23 15:00:00 2026\nSubject: x\nbody at once\n",
	    { "Subject: x\r\n", "\r\n\r\nbody at once\r\n" },
	    { "From root" } },
	/* PHP: CRLF header, mixed body, Bcc */
	{ "To: a@example.net\r\nBcc: hidden@example.net\r\nresent-bcc :\r\n "
	    "other@example.net\r\nSubject: x\r\n\r\none\ntwo\r\nthree\rfour",
	    { "To: a@example.net\r\n",
	    "\r\n\r\none\r\ntwo\r\nthree\r\nfour\r\n" },
	    { "hidden@", "other@", "Bcc" } },
	/* raw 8-bit in the header, UTF-8 and ISO 8859-1 */
	{ "Subject: Platte gr\xc3\xbc\xc3\x9f" "e\nFrom: J\xfcrgen "
	    "<j@b.example>\n\nx\n",
	    { "Subject: =?UTF-8?", "From: =?UTF-8?Q?J=C3=BCrgen?= "
	    "<j@b.example>\r\n" }, { "\xc3", "\xfc" } },
	/* what is there stays */
	{ "Date: yesterday\nMessage-ID: <own@id>\nFrom: me\nTo: you\n\nx\n",
	    { "Date: yesterday\r\n", "Message-ID: <own@id>\r\n",
	    "From: me\r\n" }, { "undisclosed", "alerts@" } },
	{ "Return-Path: <x@y>\nSubject: a\n b\n\tc\n\n",
	    { "Subject: a\r\n b\r\n\tc\r\n" }, { "Return-Path" } },
};

static void
finished_messages_are_made_fit(void **state)
{
	struct message_rules rules = { .from = &sender, .date = 1795446000 };
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *bytes = finished(cases[i].raw, &rules);

		for (j = 0; j < 4 && cases[i].has[j] != NULL; j++)
			if (strstr(bytes, cases[i].has[j]) == NULL)
				fail_msg("%s is not in %s", cases[i].has[j],
				    bytes);
		for (j = 0; j < 3 && cases[i].lacks[j] != NULL; j++)
			if (strstr(bytes, cases[i].lacks[j]) != NULL)
				fail_msg("%s is in %s", cases[i].lacks[j],
				    bytes);
		free(bytes);
	}
}

static void
recipients_are_found_also_in_bcc_and_resent(void **state)
{
	struct address_list list = { .bare = true };
	struct message_rules rules = { .from = &sender, .recipients = &list };

	(void)state;
	free(finished("To: a@x.example, root\nTo: b@x.example\nCC: c@x.example,"
	    "\n A@x.example, a@X.example\nbcc: team: d@x.example;\n\nx\n",
	    &rules));
	assert_int_equal(list.count, 6);
	assert_true(address_list_has(&list, "root"));
	assert_true(address_list_has(&list, "d@x.example"));
	address_list_clear(&list);
	free(finished("Resent-To: new@x.example\nReceived: x\n"
	    "Resent-To: old@x.example\nTo: a@x.example\n\nx\n", &rules));
	assert_int_equal(list.count, 1);
	assert_string_equal(list.at[0].spec, "new@x.example");
	address_list_clear(&list);
}

static void
long_lines_and_8bit_are_encoded_where_they_may(void **state)
{
	struct message_rules rules = { .from = &sender, .seven_bit = true };
	char raw[1400], *bytes;
	struct fault why;
	size_t len;

	(void)state;
	bytes = finished("Subject: x\n\ncaf\xc3\xa9\n", &rules);
	assert_non_null(strstr(bytes, "Content-Type: text/plain; "
	    "charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"));
	assert_non_null(strstr(bytes, "caf=C3=A9\r\n"));
	free(bytes);
	rules.seven_bit = false;
	bytes = finished("Subject: x\n\ncaf\xc3\xa9\n", &rules);
	assert_null(strstr(bytes, "quoted"));
	assert_non_null(strstr(bytes, "caf\xc3\xa9\r\n"));
	free(bytes);
	len = (size_t)snprintf(raw, sizeof(raw), "Content-Type: text/html; "
	    "charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\n");
	memset(raw + len, 'y', 1200);
	raw[len + 1200] = '\0';
	bytes = finished(raw, &rules);
	assert_non_null(strstr(bytes, "text/html"));
	assert_non_null(strstr(bytes, "Encoding: quoted-printable\r\n"));
	assert_null(strstr(bytes, "8bit"));
	free(bytes);
	memcpy(raw, "Content-Type: multipart/x", 25);
	assert_null(message_from_bytes(raw, strlen(raw), &rules, &why));
	assert_int_equal(why.kind, FAULT_DATA);
}

static void
a_part_of_a_file_can_be_a_message(void **state)
{
	char path[] = "/tmp/test-message-XXXXXX.spl";
	struct message_rules rules = { .from = &sender, .length = 20 };
	struct message *message;
	char *bytes;
	int fd;

	(void)state;
	make_file(path, "envelope\nSubject: x\n\nbody..\nEND\n", 32);
	fd = open(path, O_RDONLY);
	lseek(fd, 9, SEEK_SET);
	message = message_from_fd(fd, &rules, NULL);
	close(fd);
	assert_non_null(message);
	bytes = message_bytes(message);
	assert_non_null(strstr(bytes, "Subject: x\r\n"));
	assert_non_null(strstr(bytes, "\r\n\r\nbody..\r\n"));
	assert_null(strstr(bytes, "END"));
	free(bytes);
	message_free(message);
	unlink(path);
}

static void
a_header_without_end_is_refused(void **state)
{
	struct message_rules rules = { .from = &sender };
	char *raw = must_alloc(400000, 1);
	struct fault why;
	size_t n;

	(void)state;
	for (n = 0; n < 399000; n += 8)
		memcpy(raw + n, "X-A: b\r\n", 8);
	assert_null(message_from_bytes(raw, n, &rules, &why));
	assert_non_null(strstr(why.what, "256 KB"));
	free(raw);
}

static void
check_wire(const char *bytes, size_t len)
{
	size_t line = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		assert_int_not_equal(bytes[i], '\0');
		if (bytes[i] == '\n')
			assert_true(i > 0 && bytes[i - 1] == '\r');
		if (bytes[i] == '\r')
			assert_true(i + 1 < len && bytes[i + 1] == '\n');
		line = bytes[i] == '\n' ? 0 : line + 1;
		assert_true(line <= 999);
	}
	assert_memory_equal(bytes + len - 2, "\r\n", 2);
}

/* Pieces that messages are made of, and that parsers stumble over. */
static const char *const pieces[] = { "From: ", "To: ", "Subject: ", "Bcc:",
	"Content-Type: multipart/x", "Content-Transfer-Encoding: 8bit",
	"Message-ID: <a@b>", "Date: now", "Resent-To: ", "From x",
	"a@b.example", "root", "\"", "(", ")", "<", ">", ",", ";", ":", "@", "[", "]", "\\",
	"\n", "\n", "\n", "\r\n", "\r", "\n ", "\n\t", "\n\n", ".", "=?",
	"\xc3\xa9", "\xe9", "\x01", "", " ", "word" };

static void
whatever_comes_in_goes_out_fit_for_the_wire(void **state)
{
	struct address_list list = { .bare = true };
	struct message_rules rules = { .from = &sender, .date = 1 };
	static char raw[8192];
	unsigned seed = 20261123;
	int round, taken = 0;

	(void)state;
	for (round = 0; round < 1500; round++) {
		struct message *message;
		struct fault why;
		size_t len = 0;
		int i;

		rules.recipients = round % 2 == 0 ? NULL : &list;
		rules.seven_bit = round % 3 == 0;
		for (i = 0; i < 120; i++) {
			const char *piece;
			size_t n;

			seed = seed * 1103515245u + 12345u;
			piece = pieces[(seed >> 16) %
			    (sizeof(pieces) / sizeof(pieces[0]))];
			n = *piece == '\0' ? 1 : strlen(piece);
			memcpy(raw + len, piece, n);
			len += n;
		}
		message = message_from_bytes(raw, len, &rules, &why);
		if (message != NULL) {
			char *bytes = message_bytes(message);

			check_wire(bytes, (size_t)message_size(message));
			free(bytes);
			taken++;
		} else {
			assert_int_equal(why.kind, FAULT_DATA);
		}
		message_free(message);
		address_list_clear(&list);
	}
	assert_true(taken > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finished_messages_are_made_fit),
		cmocka_unit_test(recipients_are_found_also_in_bcc_and_resent),
		cmocka_unit_test(
		    long_lines_and_8bit_are_encoded_where_they_may),
		cmocka_unit_test(a_part_of_a_file_can_be_a_message),
		cmocka_unit_test(a_header_without_end_is_refused),
		cmocka_unit_test(whatever_comes_in_goes_out_fit_for_the_wire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
