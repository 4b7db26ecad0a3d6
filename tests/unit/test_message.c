/* SPDX-License-Identifier: ISC */
/* Composed messages: header, encodings, attachments, limits. */
#include <config.h>

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/random.h"
#include "mail/compose.h"
#include "tests/lib/messages.h"

static const struct address sender = { .spec = "alerts@contoso.example",
	.name = "Alerts" };

static char *
composed(const struct letter *letter)
{
	struct fault why;
	struct message *message = message_compose(letter, &why);
	char *bytes;

	if (message == NULL)
		fail_msg("%s", why.what);
	bytes = message_bytes(message);
	message_free(message);
	return bytes;
}

static void
a_plain_letter_is_this_and_no_more(void **state)
{
	struct address_list to = { .count = 0 };
	struct letter letter = { .from = &sender, .to = &to,
		.subject = "disk full", .body = "one\ntwo", .body_len = 7,
		.message_id = "<1@contoso.example>", .date = 1795446000,
		.auto_submitted = true };
	char *bytes;

	(void)state;
	setenv("TZ", "UTC", 1);
	address_list_parse(&to, "Ops <ops@example.net>", 21, NULL);
	bytes = composed(&letter);
	assert_string_equal(bytes,
	    "Date: Mon, 23 Nov 2026 15:00:00 +0000\r\n"
	    "From: Alerts <alerts@contoso.example>\r\n"
	    "To: Ops <ops@example.net>\r\n"
	    "Subject: disk full\r\n"
	    "Message-ID: <1@contoso.example>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n"
	    "\r\n"
	    "one\r\ntwo\r\n");
	free(bytes);
	address_list_clear(&to);
}

static void
bodies_are_encoded_when_they_have_to_be(void **state)
{
	char line[1200];
	struct letter letter = { .from = &sender, .body = "caf\xc3\xa9 ok\n",
		.body_len = 9, .date = 1 };
	char *bytes;

	(void)state;
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "quoted-printable"));
	assert_non_null(strstr(bytes, "\r\n\r\ncaf=C3=A9 ok\r\n"));
	assert_non_null(strstr(bytes, "To: undisclosed-recipients:;"));
	free(bytes);
	letter.body = "\xe7\xa3\x81\xe7\x9b\x98\xe5\xb7\xb2\xe6\xbb\xa1\n";
	letter.body_len = 13;
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "Encoding: base64"));
	assert_non_null(strstr(bytes, "\r\n\r\n56OB55uY5bey5ruhDQo=\r\n"));
	free(bytes);
	letter.body = "caf\xe9\n";
	letter.body_len = 5;
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "charset=iso-8859-1"));
	free(bytes);
	memset(line, 'x', sizeof(line));
	letter.body = line;
	letter.body_len = 999;
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "quoted-printable"));
	free(bytes);
	letter.body_len = 998;
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "7bit"));
	free(bytes);
	letter.body_len = 0;
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "7bit\r\n\r\n"));
	free(bytes);
}

static void
long_foreign_texts_keep_their_lines_in_base64(void **state)
{
	char *text = must_alloc(60000, 1);
	struct letter letter = { .from = &sender, .body = text, .date = 1 };
	struct secret back;
	char *bytes, *body, *p, *q;
	size_t i;

	(void)state;
	for (i = 0; i < 3000; i++)
		memcpy(text + letter.body_len + i * 17,
		    "\xe7\xa3\x81\xe7\x9b\x98\xe5\xb7\xb2\xe6\xbb\xa1 ab\r\n",
		    17);
	letter.body_len = 3000 * 17;
	bytes = composed(&letter);
	body = strstr(bytes, "\r\n\r\n") + 4;
	for (p = q = body; *p != '\0'; p++)
		if (*p != '\r' && *p != '\n')
			*q++ = *p;
	secret_init(&back, 100000);
	assert_true(base64_decode(&back, body, (size_t)(q - body)));
	assert_int_equal(back.len, letter.body_len);
	assert_memory_equal(secret_open(&back), text, back.len);
	secret_close(&back);
	secret_clear(&back);
	free(bytes);
	free(text);
}

static void
attachments_come_back_byte_by_byte(void **state)
{
	static unsigned char content[100001];
	char path[] = "/tmp/test-message-XXXXXX.pdf";
	const char *files[] = { path };
	struct letter letter = { .from = &sender, .body = "see file\n",
		.body_len = 9, .files = files, .file_count = 1, .date = 1 };
	struct secret back;
	char *bytes, *part, *end, *p, *q;

	(void)state;
	random_bytes(content, sizeof(content));
	make_file(path, content, sizeof(content));
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "Content-Type: multipart/mixed;\r\n "
	    "boundary=\"=_"));
	assert_non_null(strstr(bytes, "\r\n\r\nsee file\r\n\r\n--=_"));
	assert_non_null(strstr(bytes, "Content-Type: application/pdf\r\n"));
	part = strstr(bytes, "Content-Disposition: attachment;\r\n "
	    "filename=test-message-");
	assert_non_null(part);
	part = strstr(part, "\r\n\r\n") + 4;
	end = strstr(part, "\r\n--=_");
	assert_non_null(end);
	assert_string_equal(end + strlen(end) - 4, "--\r\n");
	for (p = q = part; p < end; p++)
		if (*p != '\r' && *p != '\n')
			*q++ = *p;
	secret_init(&back, 200000);
	assert_true(base64_decode(&back, part, (size_t)(q - part)));
	assert_int_equal(back.len, sizeof(content));
	assert_memory_equal(secret_open(&back), content, sizeof(content));
	secret_close(&back);
	secret_clear(&back);
	free(bytes);
	unlink(path);
}

static void
a_file_opened_before_needs_no_path(void **state)
{
	char path[] = "/tmp/test-message-XXXXXX.txt";
	const char *files[] = { path };
	struct fault why;
	int fds[1];
	struct letter letter = { .from = &sender, .body = "", .files = files,
		.file_fds = fds, .file_count = 1, .date = 1 };
	char *bytes;

	(void)state;
	make_file(path, "abc", 3);
	fds[0] = message_open_file(path, &why);
	assert_true(fds[0] >= 0);
	unlink(path);
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "filename=test-message-"));
	assert_non_null(strstr(bytes, "\r\n\r\nYWJj\r\n"));
	free(bytes);
	/* It stays the caller's. */
	assert_int_equal(close(fds[0]), 0);
	assert_int_equal(message_open_file(path, &why), -1);
	assert_int_equal(why.kind, FAULT_INPUT);
	letter.file_fds = NULL;
	assert_null(message_compose(&letter, &why));
}

static void
what_is_too_large_is_refused_before_it_is_read(void **state)
{
	char path[] = "/tmp/test-message-XXXXXX.iso";
	const char *files[] = { path };
	struct letter letter = { .from = &sender, .body = "", .files = files,
		.file_count = 1, .date = 1, .limit = 36700160 };
	struct fault why;

	(void)state;
	make_file(path, "x", 1);
	assert_int_equal(truncate(path, 30 * 1024 * 1024), 0);
	assert_null(message_compose(&letter, &why));
	assert_int_equal(why.kind, FAULT_DATA);
	assert_string_equal(why.what, "30 MB becomes 41 MB in a mail, your "
	    "mailbox takes 35 MB");
	assert_string_equal(why.next, "Compress it, split it, or send a "
	    "link.");
	unlink(path);
}

static void
files_that_cannot_be_attached_say_why(void **state)
{
	const char *files[] = { "/nonexistent/file.txt" };
	struct letter letter = { .from = &sender, .body = "", .files = files,
		.file_count = 1, .date = 1 };
	struct fault why;

	(void)state;
	assert_null(message_compose(&letter, &why));
	assert_int_equal(why.kind, FAULT_INPUT);
	assert_non_null(strstr(why.what, "/nonexistent/file.txt"));
	files[0] = "/tmp";
	assert_null(message_compose(&letter, &why));
	assert_non_null(strstr(why.what, "is a directory"));
	files[0] = "/tmp/a\r\nBcc: b";
	assert_null(message_compose(&letter, &why));
	assert_int_equal(why.kind, FAULT_DATA);
}

static void
options_cannot_inject_fields(void **state)
{
	struct letter letter = { .from = &sender, .body = "", .date = 1,
		.subject = "x\r\nBcc: evil@example.net" };
	struct fault why;

	(void)state;
	assert_null(message_compose(&letter, &why));
	assert_int_equal(why.kind, FAULT_DATA);
}

static void
a_body_is_read_from_pipes_and_files(void **state)
{
	char path[] = "/tmp/test-message-XXXXXX.txt";
	struct letter letter = { .from = &sender, .date = 1 };
	char *bytes;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "piped\n", 6), 6);
	close(fds[1]);
	letter.body_fd = fds[0];
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "\r\n\r\npiped\r\n"));
	free(bytes);
	close(fds[0]);
	make_file(path, "head\nfrom file\n", 15);
	letter.body_fd = open(path, O_RDONLY);
	/* What was read of it before is not sent again. */
	lseek(letter.body_fd, 5, SEEK_SET);
	bytes = composed(&letter);
	assert_non_null(strstr(bytes, "\r\n\r\nfrom file\r\n"));
	free(bytes);
	close(letter.body_fd);
	unlink(path);
}

static void
types_go_by_the_extension(void **state)
{
	(void)state;
	assert_string_equal(media_type("/tmp/Report.PDF"), "application/pdf");
	assert_string_equal(media_type("a.tar.gz"), "application/gzip");
	assert_string_equal(media_type("README"), "application/octet-stream");
	assert_string_equal(media_type("/x.pdf/y"),
	    "application/octet-stream");
	assert_string_equal(media_type("a.pd"), "application/octet-stream");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_letter_is_this_and_no_more),
		cmocka_unit_test(bodies_are_encoded_when_they_have_to_be),
		cmocka_unit_test(long_foreign_texts_keep_their_lines_in_base64),
		cmocka_unit_test(attachments_come_back_byte_by_byte),
		cmocka_unit_test(a_file_opened_before_needs_no_path),
		cmocka_unit_test(
		    what_is_too_large_is_refused_before_it_is_read),
		cmocka_unit_test(files_that_cannot_be_attached_say_why),
		cmocka_unit_test(options_cannot_inject_fields),
		cmocka_unit_test(a_body_is_read_from_pipes_and_files),
		cmocka_unit_test(types_go_by_the_extension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
