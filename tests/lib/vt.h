/* SPDX-License-Identifier: ISC */
/* A program on a pseudo-terminal whose screen is kept in memory (libvterm), for
 * tests: keys and signals go in, and what the person would see is looked at.
 * Nothing sleeps: what is waited for is a look of the screen, with a generous
 * limit for a busy machine. Whatever must hold and does not fails the cmocka
 * test at once and prints the screen. */
#ifndef TESTS_LIB_VT_H
#define TESTS_LIB_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { VT_LIMIT_MS = 20000 };

/* Bytes of keys as an xterm sends them; CTRL('X') for the others. */
#define VT_ENTER     "\r"
#define VT_ESC	     "\033"
#define VT_TAB	     "\t"
#define VT_BACKTAB   "\033[Z"
#define VT_UP	     "\033OA"
#define VT_DOWN	     "\033OB"
#define VT_RIGHT     "\033OC"
#define VT_LEFT	     "\033OD"
#define VT_HOME	     "\033OH"
#define VT_END	     "\033OF"
#define VT_PAGE_UP   "\033[5~"
#define VT_PAGE_DOWN "\033[6~"
#define VT_BACKSPACE "\177"
#define VT_DELETE    "\033[3~"
#define VT_F1	     "\033OP"
#define VT_F2	     "\033OQ"
/* VT_CTRL('X') is the one byte of ^X, as a string. */
#define VT_CTRL(letter) ((const char[]){ (char)((letter) & 0x1f), '\0' })

struct vt;

struct vt_wish {
	const char *const *argv; /* ends in NULL; argv[0] is found by PATH */
	/* NAME=VALUE, or NAME to take it away; ends in NULL, may be NULL. What
	 * is there without: PATH, HOME (an empty one), TMPDIR, LANG=C.UTF-8,
	 * TERM=xterm-256color; nothing else of the test's own is passed on but
	 * what sanitizers read. */
	const char *const *environment;
	int rows, columns; /* 0: 24 and 80 */
	bool ignores_hangup; /* SIGHUP, as under nohup */
};

/* Starts it; never NULL. */
struct vt *vt_start(const struct vt_wish *wish);
/* Kills it if it still runs, and frees. */
void vt_free(struct vt *vt);
/* For cmocka: frees every one that is left, so that a failed test leaves no
 * program behind. */
int vt_teardown(void **state);

pid_t vt_pid(const struct vt *vt);
void vt_signal(struct vt *vt, int number);
/* The person's window is closed: the master side goes away. */
void vt_hangup(struct vt *vt);
/* Waits until it has ended: its exit status, or 128 and the signal. */
int vt_status(struct vt *vt);
/* Waits for it only if it has ended already. */
bool vt_has_ended(struct vt *vt);
/* Milliseconds of processor time that it took; after vt_status(). */
long vt_cpu_ms(const struct vt *vt);
/* Its greatest resident size so far (VmHWM), in KiB. */
long vt_peak_kib(struct vt *vt);
/* It waits for a person: sleeps, has read all keys, and has been silent for
 * some looks in a row. A key of Esc's is still undecided then. */
void vt_settle(struct vt *vt);

/* Bytes as keys, one call a press: settles, writes them at once, settles. */
void vt_type(struct vt *vt, const char *keys);
/* The same for bytes that may hold NUL; settles neither before nor after. */
void vt_send(struct vt *vt, const char *bytes, size_t len);
/* A paste, with the markers if the program asked for them. */
void vt_paste(struct vt *vt, const char *text);
/* A paste into a terminal that knows no markers. */
void vt_paste_bare(struct vt *vt, const char *text);
/* The window is dragged to another size. */
void vt_resize(struct vt *vt, int rows, int columns);

/* Reads what was printed, waiting up to so long for the first byte; false:
 * there was nothing. */
bool vt_take(struct vt *vt, int timeout_ms);
/* Takes in output until it holds; false: it did not within the limit, or the
 * program ended without it. */
bool vt_wait(struct vt *vt, bool (*holds)(struct vt *vt, void *arg), void *arg);
/* The limit of all waiting on this terminal; VT_LIMIT_MS at first. */
void vt_patience(struct vt *vt, int ms);

/* The text is on the screen now; its words may be wrapped over rows. */
bool vt_shows(struct vt *vt, const char *text);
/* Waits for it, and fails when it does not come. */
void vt_see(struct vt *vt, const char *text);
/* Waits until it is there no more. */
void vt_lose(struct vt *vt, const char *text);
/* Waits until the output since the mark holds these bytes. */
void vt_see_bytes(struct vt *vt, const char *bytes);

/* Everything that was printed, or since vt_mark(); borrowed until the next
 * call. */
const char *vt_log(struct vt *vt, size_t *len);
void vt_mark(struct vt *vt);
const char *vt_since(struct vt *vt, size_t *len);
size_t vt_count(struct vt *vt);

/* The screen (tests/lib/vt_screen.c) */

struct vt_cell {
	char text[32]; /* UTF-8, " " for an empty one */
	int width;
	bool bold, underline, reverse, blink;
	int fg, bg; /* palette index; -1: the terminal's own, -2: RGB */
};

int vt_rows(const struct vt *vt);
int vt_columns(const struct vt *vt);
/* A row without the blanks at its end; borrowed until it is asked for again. */
const char *vt_row(struct vt *vt, int row);
/* All rows, a newline behind each; borrowed until the next call. */
const char *vt_screen(struct vt *vt);
/* All words of it with one blank between; borrowed until the next call. */
const char *vt_words(struct vt *vt);
/* Where a text of one row begins; false: nowhere. */
bool vt_find(struct vt *vt, const char *text, int *row, int *column);
/* The row that it is on; fails when there is none. */
int vt_row_of(struct vt *vt, const char *text);
struct vt_cell vt_cell(struct vt *vt, int row, int column);
void vt_cursor(struct vt *vt, int *row, int *column);
bool vt_cursor_is_visible(const struct vt *vt);
bool vt_is_alternate(const struct vt *vt);
bool vt_has_mouse(const struct vt *vt);
/* Does it want pastes marked? */
bool vt_marks_pastes(struct vt *vt);
/* Is the terminal's line mode as a shell wants it (ICANON, ECHO)? */
bool vt_is_cooked(const struct vt *vt);
/* Prints the screen as comments. */
void vt_show(struct vt *vt);

#endif
