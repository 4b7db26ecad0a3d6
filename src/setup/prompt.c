/* SPDX-License-Identifier: ISC */
/* The line reader of the plain face; what it prints is in prompt_say.c. */
#include <config.h>

#include "setup/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"

enum { ESCAPE_MAX = 16 };

/* What signal handlers need to see; one prompt at a time owns it. */
static struct {
	int wake[2]; /* a handler writes the signal's number */
	int terminal; /* -1: its modes are as we found them */
	struct termios found;
	/* Set by SIGCONT: the stop that was asked for is over already. */
	volatile sig_atomic_t has_gone_on;
} shared = { { -1, -1 }, -1, { 0 }, 0 };

static const int watched[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP,
	SIGCONT };
static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
enum {
	WATCHED = sizeof(watched) / sizeof(watched[0]),
	CRASHES = sizeof(crashes) / sizeof(crashes[0])
};
static struct sigaction before[WATCHED + CRASHES];

/* tcsetattr() and write() may be called in a handler (POSIX 2.4.3). */
static void
give_terminal_back(void)
{
	int saved = errno;

	if (shared.terminal >= 0)
		tcsetattr(shared.terminal, TCSANOW, &shared.found);
	shared.terminal = -1;
	errno = saved;
}

static void
note_signal(int signal_number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)signal_number;

	if (signal_number == SIGTSTP || signal_number == SIGCONT)
		shared.has_gone_on = signal_number == SIGCONT;
	if (signal_number == SIGCONT)
		return;
	if (write(shared.wake[1], &byte, 1) < 0)
		errno = saved;
	errno = saved;
}

static void
crash(int signal_number)
{
	give_terminal_back();
	/* SA_RESETHAND has put the default back: this one ends us. */
	raise(signal_number);
}

static void
take_signals(void)
{
	struct sigaction act = { 0 };
	size_t i;

	sigfillset(&act.sa_mask);
	for (i = 0; i < WATCHED; i++) {
		act.sa_handler = note_signal;
		sigaction(watched[i], &act, &before[i]);
	}
	sigemptyset(&act.sa_mask);
	act.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
	for (i = 0; i < CRASHES; i++) {
		act.sa_handler = crash;
		sigaction(crashes[i], &act, &before[WATCHED + i]);
	}
}

void
prompt_open(struct prompt *prompt, int in, int out)
{
	struct termios modes;
	int i;

	*prompt = (struct prompt){ .in = in, .out = out,
		.is_terminal = tcgetattr(in, &modes) == 0 };
	prompt->is_echoed = prompt->is_terminal &&
	    (modes.c_lflag & ECHO) != 0;
	if (pipe(shared.wake) != 0)
		alloc_failed();
	for (i = 0; i < 2; i++) {
		fcntl(shared.wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(shared.wake[i], F_SETFL, O_NONBLOCK);
	}
	alloc_on_failure(give_terminal_back);
	take_signals();
}

void
prompt_close(struct prompt *prompt)
{
	size_t i;

	prompt_forget(prompt);
	give_terminal_back();
	for (i = 0; i < WATCHED; i++)
		sigaction(watched[i], &before[i], NULL);
	for (i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &before[WATCHED + i], NULL);
	alloc_on_failure(NULL);
	for (i = 0; i < 2; i++) {
		close(shared.wake[i]);
		shared.wake[i] = -1;
	}
}

void
prompt_forget(struct prompt *prompt)
{
	if (prompt->is_open)
		prompt_print(prompt, "\n", 1);
	prompt->is_begun = prompt->is_open = false;
	give_terminal_back();
}

/*
 * Our own line mode, since the kernel's cuts at 4095 bytes: ICANON and ECHO
 * off, the rest as found (ISIG stays, so that ^C and ^Z are signals; ICRNL
 * stays or Enter would not be a newline on every terminal).
 */
static void
set_modes(struct prompt *prompt)
{
	struct termios modes;

	if (!prompt->is_terminal || shared.terminal >= 0 ||
	    tcgetattr(prompt->in, &shared.found) != 0)
		return;
	modes = shared.found;
	modes.c_lflag &= (tcflag_t)~(ICANON | ECHO | ECHONL);
	modes.c_iflag |= ICRNL;
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	shared.terminal = prompt->in;
	tcsetattr(prompt->in, TCSANOW, &modes);
}

/*
 * ^Z: the shell gets its terminal as it was, and we take it again after fg.
 * Below a script or sudo the shell may see that one stop and be at the terminal
 * before us: then the modes are its own affair, and touching them would stop us
 * (SIGTTOU) until fg, so that stopping once more is one time too many.
 */
static void
stop_for_a_while(struct prompt *prompt)
{
	if (tcgetpgrp(prompt->in) == getpgrp())
		give_terminal_back();
	else
		shared.terminal = -1;
	if (!shared.has_gone_on)
		kill(getpid(), SIGSTOP);
	set_modes(prompt);
}

static bool
is_shown(const struct prompt *prompt, const struct prompt_wish *wish)
{
	return prompt->is_echoed && !wish->is_hidden;
}

/* The words and what was typed behind them. */
static void
show_line(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into)
{
	prompt_words(prompt, wish->words);
	if (is_shown(prompt, wish) && into->len > 0) {
		prompt_print(prompt, secret_open(into), into->len);
		secret_close(into);
	}
}

/* A signal that has come, as what it means for the caller. */
static bool
take_signal(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into, enum prompt_end *end)
{
	unsigned char byte;

	while (read(shared.wake[0], &byte, 1) == 1) {
		if (byte == SIGTSTP) {
			stop_for_a_while(prompt);
			show_line(prompt, wish, into);
			continue;
		}
		*end = byte == SIGHUP ? PROMPT_HANGUP : PROMPT_STOPPED;
		return true;
	}
	return false;
}

/* Drops the last character: a byte and the continuation bytes before it. */
static void
drop_character(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into)
{
	const char *bytes = secret_open(into);
	size_t n = 0;

	while (n < into->len &&
	    ((unsigned char)bytes[into->len - 1 - n] & 0xc0) == 0x80)
		n++;
	if (n < into->len)
		n++;
	secret_close(into);
	if (n > 0 && is_shown(prompt, wish))
		prompt_print(prompt, "\b \b", 3);
	secret_drop(into, n);
}

/* ^W: the last word, and the blanks behind it. */
static void
drop_word(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into)
{
	bool in_word = false, is_blank;

	while (into->len > 0) {
		is_blank = secret_open(into)[into->len - 1] == ' ';
		secret_close(into);
		if (is_blank && in_word)
			return;
		in_word = in_word || !is_blank;
		drop_character(prompt, wish, into);
	}
}

/* Blanks before a pasted newline that goes. */
static void
drop_blanks(struct secret *into)
{
	const char *bytes = secret_open(into);
	size_t n = 0;

	while (n < into->len && (bytes[into->len - 1 - n] == ' ' ||
	    bytes[into->len - 1 - n] == '\t'))
		n++;
	secret_close(into);
	secret_drop(into, n);
}

/* Arrow keys and paste marks: ESC, then [ or O, then up to a letter or ~. */
static bool
is_in_escape(struct prompt *prompt, unsigned char byte)
{
	if (prompt->escape == 0) {
		prompt->escape = byte == 27 ? 1 : 0;
		return byte == 27;
	}
	if (prompt->escape == 1 && (byte == '[' || byte == 'O')) {
		prompt->escape = 2;
		return true;
	}
	if (prompt->escape == 1) {
		prompt->escape = 0; /* Esc alone, or Alt and a key */
		return false;
	}
	prompt->escape++;
	if (byte >= 0x40 || prompt->escape > ESCAPE_MAX)
		prompt->escape = 0;
	return true;
}

/* One byte that is no newline; false: the answer is too long for us. */
static bool
take_byte(struct prompt *prompt, const struct prompt_wish *wish,
    unsigned char byte, struct secret *into)
{
	char c = (char)byte;

	if (!prompt->is_terminal)
		return byte == '\r' || secret_add(into, &c, 1);
	if (is_in_escape(prompt, byte))
		return true;
	if (byte == 0x7f || byte == '\b') {
		drop_character(prompt, wish, into);
		return true;
	}
	if (byte == 'U' - 64) {
		while (into->len > 0)
			drop_character(prompt, wish, into);
		return true;
	}
	if (byte == 'W' - 64)
		drop_word(prompt, wish, into);
	if (byte < ' ' && byte != '\t')
		return true;
	if (!secret_add(into, &c, 1))
		return false;
	if (is_shown(prompt, wish)) {
		prompt_print(prompt, &c, 1);
		prompt->is_open = true;
	}
	return true;
}

/*
 * Waits for a byte of input. True: there is one (or the end, or an error) to
 * read; false: *end says what else has happened.
 */
static bool
wait_for_input(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into, enum prompt_end *end)
{
	struct pollfd fds[2 + PROMPT_OTHERS];
	size_t count = wish->other_count, i;
	int got;

	if (count > PROMPT_OTHERS)
		count = PROMPT_OTHERS;
	for (;;) {
		if (take_signal(prompt, wish, into, end))
			return false;
		if (prompt->is_broken) {
			*end = PROMPT_HANGUP;
			return false;
		}
		fds[0] = (struct pollfd){ shared.wake[0], POLLIN, 0 };
		fds[1] = (struct pollfd){ wish->is_deaf ? -1 : prompt->in,
			POLLIN, 0 };
		for (i = 0; i < count; i++)
			fds[2 + i] = wish->others[i];
		got = poll(fds, (nfds_t)(2 + count), wish->timeout_ms);
		if (got == 0) {
			*end = PROMPT_TIME;
			return false;
		}
		if (got < 0 || fds[0].revents != 0)
			continue;
		if (fds[1].revents != 0)
			return true;
		*end = PROMPT_OTHER;
		return false;
	}
}

/* Was what follows the newline pasted with it? */
static bool
more_was_pasted(struct prompt *prompt)
{
	struct pollfd fd = { prompt->in, POLLIN, 0 };

	return prompt->is_terminal && poll(&fd, 1, PROMPT_PASTE_MS) == 1 &&
	    (fd.revents & POLLIN) != 0;
}

/* A newline: the end of the line, or one within a paste. */
static bool
ends_line(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into)
{
	if (!more_was_pasted(prompt))
		return true;
	if (wish->keeps_lines && into->len > 0) {
		secret_add(into, "\n", 1);
		if (is_shown(prompt, wish))
			prompt_print(prompt, "\n", 1);
	} else
		drop_blanks(into);
	return false;
}

static enum prompt_end
read_line(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into)
{
	enum prompt_end end = PROMPT_EOF;
	unsigned char byte;
	bool fits = true;
	ssize_t got;

	for (;;) {
		if (!wait_for_input(prompt, wish, into, &end))
			return end;
		got = read(prompt->in, &byte, 1);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0)
			return PROMPT_HANGUP;
		if (got == 0 && into->len > 0 && !prompt->is_terminal)
			break; /* a last line without its newline */
		if (got == 0)
			return prompt->is_terminal ? PROMPT_HANGUP : PROMPT_EOF;
		if (prompt->is_terminal && byte == 4 && into->len == 0)
			return PROMPT_EOF;
		if (byte == '\n') {
			if (ends_line(prompt, wish, into))
				break;
		} else if (!take_byte(prompt, wish, byte, into))
			fits = false;
	}
	/* A terminal that shows by itself what is typed has ended its line. */
	if (prompt->is_terminal && !prompt->is_echoed && !wish->is_hidden)
		prompt->is_open = false;
	prompt_forget(prompt);
	return fits ? PROMPT_LINE : PROMPT_TOO_LONG;
}

enum prompt_end
prompt_read(struct prompt *prompt, const struct prompt_wish *wish,
    struct secret *into)
{
	enum prompt_end end;

	/* Before the words: whoever answers as soon as he sees them must not
	 * be echoed by the kernel. */
	if (!wish->is_deaf)
		set_modes(prompt);
	if (!prompt->is_begun) {
		if (!wish->goes_on) {
			secret_clear(into);
			secret_init(into, PROMPT_MAX);
		}
		show_line(prompt, wish, into);
		prompt->is_begun = true;
		prompt->is_open = wish->words[0] != '\0';
		prompt->escape = 0;
	}
	end = read_line(prompt, wish, into);
	/* While a line is begun, the kernel would echo what comes between two
	 * calls. */
	if (end != PROMPT_OTHER && end != PROMPT_TIME)
		prompt_forget(prompt);
	return end;
}
