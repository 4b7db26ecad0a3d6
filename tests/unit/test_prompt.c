/* SPDX-License-Identifier: ISC */
/* The plain line reader on a pseudo-terminal and on a pipe. */
#include <config.h>

#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "setup/prompt.h"

enum { PASTE = 8192 };

/* A terminal, and a child that types on its other side. */
struct terminal {
	int master;
	int slave;
	pid_t typist;
};

static void
open_terminal(struct terminal *terminal)
{
	terminal->master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(terminal->master >= 0);
	assert_int_equal(grantpt(terminal->master), 0);
	assert_int_equal(unlockpt(terminal->master), 0);
	terminal->slave = open(ptsname(terminal->master), O_RDWR | O_NOCTTY);
	assert_true(terminal->slave >= 0);
	terminal->typist = 0;
}

/* Reads until the words of the prompt were printed, types, and reads on into
 * seen until the terminal closes, so that nothing blocks. */
_Noreturn static void
type_and_exit(struct terminal *terminal, const char *bytes, size_t len,
    int report)
{
	char seen[1], words[2] = "";
	ssize_t got;

	close(terminal->slave);
	while (strcmp(words, "> ") != 0 &&
	    read(terminal->master, seen, 1) == 1) {
		words[0] = words[1];
		words[1] = seen[0];
		if (words[0] == '>' && words[1] == ' ')
			break;
	}
	while (len > 0) {
		size_t part = len > 512 ? 512 : len;

		got = write(terminal->master, bytes, part);
		if (got <= 0)
			_exit(1);
		bytes += got;
		len -= (size_t)got;
	}
	for (;;) {
		got = read(terminal->master, seen, 1);
		if (got <= 0)
			break;
		if (write(report, seen, 1) != 1)
			break;
	}
	_exit(0);
}

/* What the line reader makes of typed bytes; seen gets what was echoed. */
static enum prompt_end
read_typed(const char *bytes, size_t len, const struct prompt_wish *given,
    struct secret *into, char *seen, size_t seen_size)
{
	struct prompt_wish wish = *given;
	struct terminal terminal;
	struct termios before, after;
	struct prompt prompt;
	enum prompt_end end;
	int report[2];
	ssize_t got;
	size_t n = 0;

	open_terminal(&terminal);
	assert_int_equal(pipe(report), 0);
	assert_int_equal(tcgetattr(terminal.slave, &before), 0);
	terminal.typist = fork();
	if (terminal.typist == 0) {
		close(report[0]);
		type_and_exit(&terminal, bytes, len, report[1]);
	}
	close(report[1]);
	close(terminal.master);
	wish.words = "> ";
	wish.timeout_ms = -1;
	prompt_open(&prompt, terminal.slave, terminal.slave);
	end = prompt_read(&prompt, &wish, into);
	assert_int_equal(tcgetattr(terminal.slave, &after), 0);
	prompt_close(&prompt);
	assert_int_equal(before.c_lflag, after.c_lflag);
	assert_int_equal(before.c_iflag, after.c_iflag);
	close(terminal.slave);
	while (n + 1 < seen_size) {
		got = read(report[0], seen + n, 1);
		if (got <= 0)
			break;
		n++;
	}
	seen[n] = '\0';
	close(report[0]);
	waitpid(terminal.typist, NULL, 0);
	return end;
}

static void
assert_line(const struct secret *got, const char *wanted)
{
	assert_string_equal(secret_open(got), wanted);
	secret_close(got);
}

static void
check(const char *typed, const struct prompt_wish *wish, const char *wanted,
    const char *echoed)
{
	struct secret into;
	char seen[4096];

	secret_init(&into, PROMPT_MAX);
	assert_int_equal(read_typed(typed, strlen(typed), wish, &into, seen,
	    sizeof(seen)), PROMPT_LINE);
	assert_line(&into, wanted);
	if (echoed != NULL)
		assert_string_equal(seen, echoed);
	secret_clear(&into);
}

static void
a_line_is_echoed_and_ends_with_enter(void **state)
{
	struct prompt_wish wish = { .keeps_lines = true };

	(void)state;
	check("hello\r", &wish, "hello", "hello\r\n");
}

static void
backspace_and_ctrl_u_work_and_take_whole_characters(void **state)
{
	struct prompt_wish wish = { .keeps_lines = true };

	(void)state;
	check("helli\x7fo\r", &wish, "hello", NULL);
	check("wrong\x15right\r", &wish, "right", NULL);
	check("one two  \x17three\r", &wish, "one three", NULL);
	check("\x17one\x17\r", &wish, "", NULL);
	check("gr\xc3\xbc\x7fu\r", &wish, "gru", NULL);
	check("\x7f\x7f""a\r", &wish, "a", NULL);
}

static void
a_secret_is_not_echoed(void **state)
{
	struct prompt_wish wish = { .is_hidden = true };

	(void)state;
	check("s3cret\x7f\x7ft!\r", &wish, "s3crt!", "\r\n");
}

static void
arrow_keys_and_paste_marks_are_dropped(void **state)
{
	struct prompt_wish wish = { .keeps_lines = true };

	(void)state;
	check("\x1b[200~abc\x1b[201~\x1b[A\x1bOB\r", &wish, "abc", NULL);
}

static void
a_pasted_newline_is_folded_or_kept(void **state)
{
	struct prompt_wish folds = { .is_hidden = true };
	struct prompt_wish keeps = { .keeps_lines = true };

	(void)state;
	check("http://localhost/?a=1 \r  \r&b=2\r", &folds,
	    "http://localhost/?a=1&b=2", NULL);
	check("one\rtwo\r", &keeps, "one\ntwo", NULL);
}

static void
req_35_a_paste_of_8_kib_arrives_whole(void **state)
{
	struct prompt_wish wish = { .keeps_lines = false };
	static char paste[PASTE + 2], seen[4 * PASTE];
	struct secret into;
	size_t i;

	(void)state;
	for (i = 0; i < PASTE; i++)
		paste[i] = (char)('a' + i % 26);
	paste[PASTE] = '\r';
	secret_init(&into, PROMPT_MAX);
	assert_int_equal(read_typed(paste, PASTE + 1, &wish, &into, seen,
	    sizeof(seen)), PROMPT_LINE);
	assert_int_equal(into.len, PASTE);
	assert_memory_equal(secret_open(&into), paste, PASTE);
	secret_close(&into);
	assert_memory_equal(seen, paste, PASTE);
	secret_clear(&into);
}

static void
ctrl_d_is_the_end_only_on_an_empty_line(void **state)
{
	struct prompt_wish wish = { .keeps_lines = true };
	struct secret into;
	char seen[64];

	(void)state;
	secret_init(&into, PROMPT_MAX);
	assert_int_equal(read_typed("\x04", 1, &wish, &into, seen,
	    sizeof(seen)), PROMPT_EOF);
	secret_clear(&into);
	check("a\x04""b\r", &wish, "ab", NULL);
}

/* All that was printed, after the writing side is closed. */
static void
read_seen(int from, char *seen, size_t size)
{
	size_t n = 0;
	ssize_t got;

	do {
		got = read(from, seen + n, size - 1 - n);
		n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && n < size - 1);
	seen[n] = '\0';
}

static void
switch_echo_off(const struct terminal *terminal)
{
	struct termios modes;

	assert_int_equal(tcgetattr(terminal->slave, &modes), 0);
	modes.c_lflag &= (tcflag_t)~ECHO;
	assert_int_equal(tcsetattr(terminal->slave, TCSANOW, &modes), 0);
}

/* An emacs shell shows what is typed by itself, and has the echo off. */
static void
a_terminal_that_does_not_echo_is_not_echoed_to(void **state)
{
	struct prompt_wish wish = { .keeps_lines = true };
	struct terminal terminal;
	struct termios modes;
	struct prompt prompt;
	struct secret into;
	char seen[64] = "";

	(void)state;
	open_terminal(&terminal);
	switch_echo_off(&terminal);
	secret_init(&into, PROMPT_MAX);
	wish.words = "Value: ";
	wish.timeout_ms = -1;
	prompt_open(&prompt, terminal.slave, terminal.slave);
	assert_int_equal(write(terminal.master, "abc\x7f\r", 5), 5);
	assert_int_equal(prompt_read(&prompt, &wish, &into), PROMPT_LINE);
	prompt_say(&prompt, "Taken.");
	assert_line(&into, "ab");
	assert_int_equal(tcgetattr(terminal.slave, &modes), 0);
	assert_int_equal(modes.c_lflag & ECHO, 0);
	prompt_close(&prompt);
	close(terminal.slave);
	read_seen(terminal.master, seen, sizeof(seen));
	assert_string_equal(seen, "Value: Taken.\r\n");
	close(terminal.master);
	secret_clear(&into);
}

/* News that leave the question as it is must not cost what was typed. */
static void
a_line_that_news_broke_off_is_shown_again_and_goes_on(void **state)
{
	struct prompt_wish wish = { .words = "Value: ", .keeps_lines = true };
	struct terminal terminal;
	struct prompt prompt;
	struct secret into;
	char seen[128] = "";

	(void)state;
	open_terminal(&terminal);
	secret_init(&into, PROMPT_MAX);
	prompt_open(&prompt, terminal.slave, terminal.slave);
	/* Nothing is typed while it reads, and the kernel would echo it. */
	switch_echo_off(&terminal);
	assert_int_equal(write(terminal.master, "half", 4), 4);
	do
		assert_int_equal(prompt_read(&prompt, &wish, &into),
		    PROMPT_TIME);
	while (into.len < 4);
	prompt_say(&prompt, "News.");
	wish.goes_on = true;
	wish.timeout_ms = -1;
	assert_int_equal(write(terminal.master, "way\r", 4), 4);
	assert_int_equal(prompt_read(&prompt, &wish, &into), PROMPT_LINE);
	assert_line(&into, "halfway");
	prompt_close(&prompt);
	close(terminal.slave);
	read_seen(terminal.master, seen, sizeof(seen));
	assert_string_equal(seen, "Value: half\r\nNews.\r\n"
	    "Value: halfway\r\n");
	close(terminal.master);
	secret_clear(&into);
}

/* A reader on a pipe that holds these bytes and then ends. */
static enum prompt_end
read_piped(struct prompt *prompt, const char *bytes, struct secret *into)
{
	struct prompt_wish wish = { .words = "", .timeout_ms = -1 };
	int in[2], null = open("/dev/null", O_WRONLY);
	enum prompt_end end;

	assert_int_equal(pipe(in), 0);
	assert_true(write_all(in[1], bytes, strlen(bytes)));
	close(in[1]);
	prompt_open(prompt, in[0], null);
	end = prompt_read(prompt, &wish, into);
	prompt_close(prompt);
	close(in[0]);
	close(null);
	return end;
}

static void
a_pipe_gives_one_line_at_a_time(void **state)
{
	struct prompt prompt;
	struct secret into;

	(void)state;
	secret_init(&into, PROMPT_MAX);
	assert_int_equal(read_piped(&prompt, "one\ntwo\n", &into),
	    PROMPT_LINE);
	assert_line(&into, "one");
	assert_int_equal(read_piped(&prompt, "last", &into), PROMPT_LINE);
	assert_line(&into, "last");
	assert_int_equal(read_piped(&prompt, "", &into), PROMPT_EOF);
	secret_clear(&into);
}

static void
req_35_8_kib_arrive_whole_through_a_pipe(void **state)
{
	static char line[PASTE + 2];
	struct prompt prompt;
	struct secret into;
	size_t i;

	(void)state;
	for (i = 0; i < PASTE; i++)
		line[i] = (char)('a' + i % 26);
	line[PASTE] = '\n';
	secret_init(&into, PROMPT_MAX);
	assert_int_equal(read_piped(&prompt, line, &into), PROMPT_LINE);
	assert_int_equal(into.len, PASTE);
	assert_memory_equal(secret_open(&into), line, PASTE);
	secret_close(&into);
	secret_clear(&into);
}

static void
a_signal_ends_the_reading_and_says_which_kind(void **state)
{
	static const struct {
		int number;
		enum prompt_end end;
	} rows[] = { { SIGINT, PROMPT_STOPPED }, { SIGTERM, PROMPT_STOPPED },
		{ SIGHUP, PROMPT_HANGUP } };
	struct prompt_wish wish = { .words = "", .timeout_ms = -1 };
	struct prompt prompt;
	struct secret into;
	int in[2];
	size_t i;

	(void)state;
	secret_init(&into, PROMPT_MAX);
	assert_int_equal(pipe(in), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		prompt_open(&prompt, in[0], in[1]);
		raise(rows[i].number);
		assert_int_equal(prompt_read(&prompt, &wish, &into),
		    rows[i].end);
		prompt_close(&prompt);
	}
	close(in[0]);
	close(in[1]);
	secret_clear(&into);
}

/* Asks "> " on two pipes until a line comes; ends with 0 when that is "x". */
static void
ask_in_a_child(int in, int out, bool is_stopped_and_gone_on)
{
	struct prompt_wish wish = { .words = "> ", .timeout_ms = -1 };
	struct prompt prompt;
	struct secret into;
	bool good;

	secret_init(&into, PROMPT_MAX);
	prompt_open(&prompt, in, out);
	if (is_stopped_and_gone_on) {
		raise(SIGTSTP);
		raise(SIGCONT);
	}
	good = prompt_read(&prompt, &wish, &into) == PROMPT_LINE &&
	    into.len == 1;
	prompt_close(&prompt);
	_exit(good ? 0 : 1);
}

static void
read_words(int from, const char *wanted)
{
	char seen[16];
	size_t n = strlen(wanted), i;

	for (i = 0; i < n; i++)
		assert_int_equal(read(from, seen + i, 1), 1);
	assert_memory_equal(seen, wanted, n);
}

static void
after_a_stop_the_question_stands_there_again(void **state)
{
	int in[2], out[2], status;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	child = fork();
	if (child == 0)
		ask_in_a_child(in[0], out[1], false);
	read_words(out[0], "> ");
	assert_int_equal(kill(child, SIGTSTP), 0);
	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	assert_true(WIFSTOPPED(status));
	assert_int_equal(kill(child, SIGCONT), 0);
	read_words(out[0], "> ");
	assert_int_equal(write(in[1], "x\n", 2), 2);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(in[0]);
	close(in[1]);
	close(out[0]);
	close(out[1]);
}

/* As below a script, where the shell was faster than we. */
static void
a_stop_that_is_over_already_is_not_made_again(void **state)
{
	int in[2], out[2], status;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	child = fork();
	if (child == 0)
		ask_in_a_child(in[0], out[1], true);
	assert_int_equal(write(in[1], "x\n", 2), 2);
	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	assert_false(WIFSTOPPED(status));
	assert_int_equal(status, 0);
	close(in[0]);
	close(in[1]);
	close(out[0]);
	close(out[1]);
}

static void
an_answer_beyond_the_limit_is_refused_as_a_whole(void **state)
{
	struct prompt_wish wish = { .words = "", .timeout_ms = -1 };
	struct prompt prompt;
	struct secret into;
	char path[] = "/tmp/prompt.XXXXXX";
	int fd = mkstemp(path), null = open("/dev/null", O_WRONLY);
	size_t i;

	(void)state;
	assert_true(fd >= 0);
	unlink(path);
	for (i = 0; i <= PROMPT_MAX / 64; i++)
		assert_true(write_all(fd, "0123456789012345678901234567890123"
		    "456789012345678901234567890123", 64));
	assert_true(write_all(fd, "\nnext\n", 6));
	lseek(fd, 0, SEEK_SET);
	secret_init(&into, PROMPT_MAX);
	prompt_open(&prompt, fd, null);
	assert_int_equal(prompt_read(&prompt, &wish, &into), PROMPT_TOO_LONG);
	assert_int_equal(prompt_read(&prompt, &wish, &into), PROMPT_LINE);
	assert_line(&into, "next");
	prompt_close(&prompt);
	secret_clear(&into);
	close(fd);
	close(null);
}

/* What the prompt prints by say() on a terminal of so many columns; 0: on a
 * pipe. */
static void
print_to(unsigned short columns, void (*print)(struct prompt *), char *seen,
    size_t size)
{
	struct winsize window = { .ws_row = 12, .ws_col = columns };
	int pair[2], null = open("/dev/null", O_RDONLY);
	struct terminal terminal;
	struct prompt prompt;

	if (columns > 0) {
		open_terminal(&terminal);
		ioctl(terminal.slave, TIOCSWINSZ, &window);
		pair[0] = terminal.master;
		pair[1] = terminal.slave;
	} else
		assert_int_equal(pipe(pair), 0);
	prompt_open(&prompt, null, pair[1]);
	print(&prompt);
	prompt_close(&prompt);
	close(pair[1]);
	read_seen(pair[0], seen, size);
	close(pair[0]);
	close(null);
}

static void
say_much(struct prompt *prompt)
{
	prompt_say(prompt, "%s %s %s", "This sentence is much too long for "
	    "one line and has therefore to be broken by words into two or "
	    "three of them, none of which may be wider than that.",
	    "http://localhost:8765/an/address/that/is/longer/than/a/line/and/"
	    "must/stand/alone/on/its/own/line", "End.");
}

/* Every line but an address, which stands alone, fits. */
static void
assert_fits(char *seen, size_t columns)
{
	char *line, *next;

	for (line = seen; *line != '\0'; line = next + 1) {
		next = strchr(line, '\n');
		assert_non_null(next);
		*next = '\0';
		line[strcspn(line, "\r")] = '\0';
		if (strstr(line, "://") == NULL)
			assert_true(strlen(line) <= columns);
		else
			assert_ptr_equal(strchr(line, ' '), NULL);
	}
}

static void
what_is_said_is_at_most_76_columns_wide(void **state)
{
	char seen[4096];

	(void)state;
	print_to(0, say_much, seen, sizeof(seen));
	assert_fits(seen, PROMPT_COLUMNS);
	print_to(40, say_much, seen, sizeof(seen));
	assert_fits(seen, 40);
}

static void
ask_much(struct prompt *prompt)
{
	prompt_words(prompt, "Name of the app (Enter = postfrank on server01 "
	    "for emailing via Office365): ");
}

static void
a_question_that_is_too_wide_is_broken_by_words(void **state)
{
	char seen[256];

	(void)state;
	print_to(40, ask_much, seen, sizeof(seen));
	assert_string_equal(seen, "Name of the app (Enter = postfrank on\r\n"
	    "server01 for emailing via Office365): ");
}

static void
spell(struct prompt *prompt)
{
	prompt_spell(prompt, "CK-J4");
}

static void
a_code_is_spelled_letter_by_letter(void **state)
{
	char seen[64];

	(void)state;
	print_to(0, spell, seen, sizeof(seen));
	assert_string_equal(seen, "C, K, dash, J, 4.\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_echoed_and_ends_with_enter),
		cmocka_unit_test(
		    backspace_and_ctrl_u_work_and_take_whole_characters),
		cmocka_unit_test(a_secret_is_not_echoed),
		cmocka_unit_test(arrow_keys_and_paste_marks_are_dropped),
		cmocka_unit_test(a_pasted_newline_is_folded_or_kept),
		cmocka_unit_test(req_35_a_paste_of_8_kib_arrives_whole),
		cmocka_unit_test(req_35_8_kib_arrive_whole_through_a_pipe),
		cmocka_unit_test(ctrl_d_is_the_end_only_on_an_empty_line),
		cmocka_unit_test(
		    a_terminal_that_does_not_echo_is_not_echoed_to),
		cmocka_unit_test(
		    a_line_that_news_broke_off_is_shown_again_and_goes_on),
		cmocka_unit_test(a_pipe_gives_one_line_at_a_time),
		cmocka_unit_test(a_signal_ends_the_reading_and_says_which_kind),
		cmocka_unit_test(after_a_stop_the_question_stands_there_again),
		cmocka_unit_test(a_stop_that_is_over_already_is_not_made_again),
		cmocka_unit_test(
		    an_answer_beyond_the_limit_is_refused_as_a_whole),
		cmocka_unit_test(what_is_said_is_at_most_76_columns_wide),
		cmocka_unit_test(a_question_that_is_too_wide_is_broken_by_words),
		cmocka_unit_test(a_code_is_spelled_letter_by_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
