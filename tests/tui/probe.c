/* SPDX-License-Identifier: ISC */
/* The terminal alone, without a wizard: paints one of its pictures, tells each
 * press in a file, and does what a few keys say.
 *
 *	probe LOG PICTURE
 *
 * The pictures: form (two fields; text goes into the one with the cursor),
 * address (an unbroken one, below it fields), styles. The keys: ^X ends it, ^O
 * shows the address alone, Enter comes back from there, ^L paints anew, ^Y
 * copies the address, Tab moves on, ^R aborts, F2 writes to closed memory, ^N
 * has a child do that, ^B tells what a child would inherit, ^G starts anew, Esc
 * clears the field.
 */
#include <config.h>

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tui/screen.h"
#include "tui/terminal.h"

enum { FIELD_SIZE = 256, HUNG_UP = 129, ENDED = 143, UNSUITED = 64 };

static const char address[] =
    "https://login.example.com/9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e/oauth2/"
    "v2.0/authorize?client_id=6731de76-14a6-49ae-97bc-6eba6914391e&"
    "response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A8765%2F"
    "postfrank&scope=https%3A%2F%2Foutlook.office.com%2FSMTP.Send&"
    "state=LXEWQrcmsEQBYnyp-6wy9c&code_challenge=LXEWQrcmsEQBYnyp-6wy9chTD7G"
    "QPMTbAiWHF5IaSIE&code_challenge_method=S256&prompt=select_account";

static struct {
	struct terminal terminal;
	struct terminal_wish wish;
	struct screen screen;
	const char *picture;
	char field[2][FIELD_SIZE];
	size_t len[2];
	size_t focus;
	FILE *log;
} probe;

static const char *const names[STROKE_COUNT] = {
	[STROKE_TEXT] = "text",
	[STROKE_PASTE] = "paste",
	[STROKE_TOO_MUCH] = "too-much",
	[STROKE_RESIZE] = "resize",
	[STROKE_HANGUP] = "hangup",
	[STROKE_END] = "end",
	[STROKE_ENTER] = "enter",
	[STROKE_ESC] = "esc",
	[STROKE_TAB] = "tab",
	[STROKE_BACKTAB] = "backtab",
	[STROKE_UP] = "up",
	[STROKE_DOWN] = "down",
	[STROKE_LEFT] = "left",
	[STROKE_RIGHT] = "right",
	[STROKE_HOME] = "home",
	[STROKE_LINE_END] = "line-end",
	[STROKE_PAGE_UP] = "page-up",
	[STROKE_PAGE_DOWN] = "page-down",
	[STROKE_BACKSPACE] = "backspace",
	[STROKE_DELETE] = "delete",
	[STROKE_KILL_BEFORE] = "kill-before",
	[STROKE_KILL_WORD] = "kill-word",
	[STROKE_KILL_AFTER] = "kill-after",
	[STROKE_HELP] = "help",
	[STROKE_STEPS] = "steps",
	[STROKE_REVEAL] = "reveal",
	[STROKE_COPY] = "copy",
	[STROKE_PAGE] = "page",
	[STROKE_NEW] = "new",
	[STROKE_HAND_OVER] = "hand-over",
	[STROKE_OTHER_WAY] = "other-way",
	[STROKE_BROWSER] = "browser",
	[STROKE_REPAINT] = "repaint",
	[STROKE_SUSPEND] = "suspend",
	[STROKE_LEAVE] = "leave",
	[STROKE_BREAK] = "break",
};

static void
tell(const char *words, const char *bytes, size_t len)
{
	size_t i;

	fprintf(probe.log, "%s%s", words, len > 0 ? " " : "");
	for (i = 0; i < len; i++)
		if (bytes[i] >= 0x20 && bytes[i] < 0x7f)
			fputc(bytes[i], probe.log);
		else
			fprintf(probe.log, "\\x%02x", (unsigned char)bytes[i]);
	fputc('\n', probe.log);
	fflush(probe.log);
}

static void
tell_press(const struct press *press)
{
	char words[64];

	if (press->stroke == STROKE_RESIZE) {
		snprintf(words, sizeof(words), "resize %dx%d",
		    probe.terminal.columns, probe.terminal.rows);
		tell(words, "", 0);
	} else if (press->stroke == STROKE_PASTE) {
		snprintf(words, sizeof(words), "paste %zu", press->pasted.len);
		tell(words, secret_open(&press->pasted), press->pasted.len);
		secret_close(&press->pasted);
	} else {
		tell(names[press->stroke], press->bytes, press->len);
	}
}

static void
draw_fields(int row)
{
	struct screen *screen = &probe.screen;
	size_t i;

	for (i = 0; i < 2; i++, row += 3) {
		screen_put(screen, row, 2, STYLE_PLAIN,
		    i == 0 ? "Application (client) ID" :
			     "Directory (tenant) ID");
		screen_put(screen, row + 1, 2, STYLE_PLAIN, "> ");
		screen_put(screen, row + 1, 4, STYLE_PLAIN, probe.field[i]);
		if (probe.focus == i)
			screen_point(screen, row + 1,
			    4 + (int)probe.len[i]);
	}
}

static void
draw_styles(void)
{
	struct screen *screen = &probe.screen;

	screen_put(screen, 2, 2, STYLE_FINDING, "! not a GUID");
	screen_put(screen, 3, 2, STYLE_DONE, "done 1 Register the app");
	screen_put(screen, 4, 2, STYLE_CHOSEN, "2 Application values");
	screen_put(screen, 5, 2, STYLE_PLAIN,
	    "J\303\266rg \346\274\242\345\255\227 e\314\201");
	if (probe.terminal.has_code)
		screen_put(screen, 7, 2, STYLE_CODE, "\342\226\204\342\226\200");
	if (probe.terminal.is_stand_in)
		screen_put(screen, 8, 2, STYLE_PLAIN, "stand-in");
	screen_point(screen, 2, 2);
}

static void
paint(void)
{
	struct screen *screen = &probe.screen;
	int rows = probe.terminal.rows;

	screen_reset(screen, rows, probe.terminal.columns);
	screen_put(screen, 0, 1, STYLE_TITLE, "postfrank setup");
	screen_rule(screen, 1);
	if (strcmp(probe.picture, "styles") == 0)
		draw_styles();
	else if (strcmp(probe.picture, "address") == 0)
		draw_fields(3 + screen_unbroken(screen, 2, rows - 1, address));
	else
		draw_fields(3);
	screen_rule(screen, rows - 2);
	screen_put(screen, rows - 1, 1, STYLE_PLAIN, "Enter Next  Esc Back");
	terminal_paint(&probe.terminal, screen);
}

static void
edit(const struct press *press)
{
	size_t *len = &probe.len[probe.focus];

	if (press->stroke == STROKE_ESC)
		*len = 0;
	else if (*len + press->len < FIELD_SIZE)
		memcpy(probe.field[probe.focus] + *len, press->bytes,
		    press->len);
	if (press->stroke != STROKE_ESC)
		*len += press->len;
	probe.field[probe.focus][*len] = '\0';
}

/* A real one: sanitizers would take a null pointer for themselves. */
static void
crash(void)
{
	volatile char *closed = mmap(NULL, 1, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	*closed = 1;
}

static void
crash_a_child(void)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		crash();
		_exit(0);
	}
	waitpid(child, &status, 0);
	tell(WIFSIGNALED(status) ? "child crashed" : "child lives", "", 0);
}

/* What a program would inherit that is started now, a browser for one. */
static void
tell_inherited(void)
{
	int fd, count = 0;

	for (fd = STDERR_FILENO + 1; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) == 0)
			count++;
	tell(count == 0 ? "nothing inherited" : "something inherited", "", 0);
}

static void
open_terminal(void)
{
	struct fault why;

	if (!terminal_open(&probe.terminal, &probe.wish, &why)) {
		fprintf(stderr, "%s\n%s\n", why.what, why.next);
		exit(UNSUITED);
	}
}

static void
obey(const struct press *press)
{
	char page[sizeof(address) + 64];

	switch (press->stroke) {
	case STROKE_PAGE:
		snprintf(page, sizeof(page), "\n%s\n\n\xc2\x9b" "2J\x1b[2J\n"
		    "F\303\274r J\303\266rg: Press Enter to return.\n",
		    address);
		terminal_page(&probe.terminal, page);
		break;
	case STROKE_ENTER:
		terminal_page_end(&probe.terminal);
		break;
	case STROKE_REPAINT:
		terminal_repaint(&probe.terminal);
		break;
	case STROKE_COPY:
		terminal_copy(&probe.terminal, address);
		break;
	case STROKE_TAB:
		probe.focus = 1 - probe.focus;
		break;
	case STROKE_REVEAL:
		abort();
	case STROKE_STEPS:
		crash();
		break;
	case STROKE_NEW:
		crash_a_child();
		break;
	case STROKE_BROWSER:
		tell_inherited();
		break;
	case STROKE_HELP:
		terminal_close(&probe.terminal);
		open_terminal();
		break;
	default:
		edit(press);
		break;
	}
}

/* What the program ends with; 0: it goes on. */
static int
end_of(enum stroke stroke)
{
	return stroke == STROKE_HANGUP ? HUNG_UP :
	    stroke == STROKE_END ? ENDED :
				   0;
}

static int
run(void)
{
	struct pollfd fds[TERMINAL_FDS];
	struct press press;
	int code = 0;
	bool is_left = false;

	press_init(&press);
	while (code == 0 && !is_left) {
		paint();
		poll(fds, terminal_poll(&probe.terminal, fds), -1);
		terminal_read(&probe.terminal, &press);
		if (press.stroke == STROKE_NONE)
			continue;
		tell_press(&press);
		code = end_of(press.stroke);
		is_left = press.stroke == STROKE_LEAVE;
		obey(&press);
	}
	press_clear(&press);
	return code;
}

int
main(int argc, char **argv)
{
	struct fault why;
	int code;

	if (argc != 3)
		return UNSUITED;
	setlocale(LC_ALL, "");
	probe.wish.no_colour = getenv("NO_COLOR") != NULL;
	probe.picture = argv[2];
	probe.log = fopen(argv[1], "ae");
	if (probe.log == NULL)
		return UNSUITED;
	if (!terminal_suits(STDIN_FILENO, STDOUT_FILENO, &why)) {
		fprintf(stderr, "%s\n%s\n", why.what, why.next);
		return UNSUITED;
	}
	open_terminal();
	screen_init(&probe.screen, probe.terminal.rows, probe.terminal.columns,
	    probe.terminal.is_utf8);
	code = run();
	terminal_close(&probe.terminal);
	tell("closed", "", 0);
	fclose(probe.log);
	return code;
}
