/* SPDX-License-Identifier: ISC */
/* The QR code: its size, that it is whole or not there, and that a reader reads
 * from the picture what was put in. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/qr.h"

#define DEVICE "https://microsoft.com/devicelogin"

enum { PIXELS = 4 }; /* for each module */

static void
its_size_is_the_measured_one(void **state)
{
	int columns, rows;

	(void)state;
	assert_true(qr_size(DEVICE, false, &columns, &rows));
	assert_int_equal(columns, 33);
	assert_int_equal(rows, 17);
	assert_true(qr_size(DEVICE, true, &columns, &rows));
	assert_int_equal(columns, 37);
	assert_int_equal(rows, 19);
	assert_false(qr_size("", false, &columns, &rows));
}

static void
a_code_that_does_not_fit_is_not_drawn(void **state)
{
	static const struct {
		int rows, columns, row, column;
		bool is_utf8, fits;
	} table[] = {
		{ 17, 33, 0, 0, true, true },  { 16, 33, 0, 0, true, false },
		{ 17, 32, 0, 0, true, false }, { 18, 34, 1, 1, true, true },
		{ 18, 34, 2, 1, true, false }, { 18, 34, 1, 2, true, false },
		{ 40, 80, -1, 0, true, false }, { 40, 80, 0, 0, false, false },
	};
	struct screen screen;
	struct text text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		screen_init(&screen, table[i].rows, table[i].columns,
		    table[i].is_utf8);
		assert_int_equal(qr_draw(&screen, table[i].row,
		    table[i].column, DEVICE, false), table[i].fits);
		text_init(&text, 1 << 16);
		screen_print(&screen, &text);
		assert_int_equal(strspn(text.at, "\n") == text.len,
		    !table[i].fits);
		text_clear(&text);
		screen_clear(&screen);
	}
}

/* Is this half of a cell white? */
static bool
is_white(const struct cell *cell, bool is_lower)
{
	if (cell->style != STYLE_CODE)
		return false;
	if (strcmp(cell->text, "\xe2\x96\x88") == 0)
		return true;
	return strcmp(cell->text,
	    is_lower ? "\xe2\x96\x84" : "\xe2\x96\x80") == 0;
}

/* The screen as a terminal with a black background shows it. */
static void
write_picture(const struct screen *screen, FILE *file)
{
	int x, y, row;

	fprintf(file, "P5\n%d %d\n255\n", screen->columns * PIXELS,
	    screen->rows * 2 * PIXELS);
	for (y = 0; y < screen->rows * 2 * PIXELS; y++)
		for (x = 0; x < screen->columns * PIXELS; x++) {
			row = y / PIXELS;
			putc(is_white(&screen->cells[row / 2 * screen->columns +
			    x / PIXELS], row % 2 == 1) ? 255 : 0, file);
		}
}

/* What a reader makes of the picture; "" for nothing. */
static void
read_picture(const struct screen *screen, char *out, size_t size)
{
	char path[] = "/tmp/postfrank-qr-XXXXXX", command[128];
	int fd = mkstemp(path);
	FILE *file;
	size_t n;

	assert_true(fd >= 0);
	file = fdopen(fd, "wb");
	assert_non_null(file);
	write_picture(screen, file);
	assert_int_equal(fclose(file), 0);
	snprintf(command, sizeof(command),
	    "zbarimg -q --raw --oneshot %s 2>/dev/null", path);
	file = popen(command, "r");
	assert_non_null(file);
	n = fread(out, 1, size - 1, file);
	pclose(file);
	unlink(path);
	while (n > 0 && out[n - 1] == '\n')
		n--;
	out[n] = '\0';
}

static void
req_20_a_reader_reads_exactly_the_address(void **state)
{
	static const struct {
		const char *address;
		bool is_wide;
	} table[] = {
		{ DEVICE, false },
		{ DEVICE, true },
		{ "https://login.microsoftonline.us/common/oauth2/deviceauth",
		    false },
		{ "https://microsoft.com/deviceloginchina", true },
	};
	struct screen screen;
	char read[256];
	size_t i;

	(void)state;
	if (system("command -v zbarimg >/dev/null 2>&1") != 0)
		skip();
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		screen_init(&screen, 24, 80, true);
		assert_true(qr_draw(&screen, 2, 37, table[i].address,
		    table[i].is_wide));
		read_picture(&screen, read, sizeof(read));
		assert_string_equal(read, table[i].address);
		screen_clear(&screen);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_size_is_the_measured_one),
		cmocka_unit_test(a_code_that_does_not_fit_is_not_drawn),
		cmocka_unit_test(req_20_a_reader_reads_exactly_the_address),
	};

	return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
