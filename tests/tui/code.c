/* SPDX-License-Identifier: ISC */
/* The QR code of a sign-in by a short code, read off the screen by zbarimg. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tui/stage.h"

enum { SCALE = 4, LIGHT = 255, DARK = 0 };

#define FULL  "\xe2\x96\x88"
#define UPPER "\xe2\x96\x80"
#define LOWER "\xe2\x96\x84"

static struct vt *
at_code(struct stage *stage, const struct stage_wish *wish)
{
	static const char *const others[] = { "grant", "device_code", NULL };
	char form[256];
	struct vt *vt;

	snprintf(form, sizeof(form), "id=%s&allow_public=1",
	    beside_value(stage->tenant, "client_id"));
	beside_post(stage->tenant, "/app", form);
	stage_fill(stage, "signin.pasted", others);
	vt = stage_resume(stage, wish);
	vt_see(vt, "enter this code");
	vt_settle(vt);
	return vt;
}

static bool
has_code(struct vt *vt)
{
	return vt_shows(vt, FULL) || vt_shows(vt, UPPER) ||
	    vt_shows(vt, LOWER);
}

/* Light or dark: the colours of the code are explicit, whatever the terminal's
 * own are. */
static int
shade(const struct vt_cell *cell, bool is_upper, int own)
{
	bool is_ink = strcmp(cell->text, FULL) == 0 ||
	    strcmp(cell->text, is_upper ? UPPER : LOWER) == 0;
	int colour = is_ink != cell->reverse ? cell->fg : cell->bg;

	if (colour < 0)
		return is_ink ? LIGHT - own : own;
	return colour == 7 || colour == 15 ? LIGHT : DARK;
}

/* The whole screen as a picture, each half of a cell a square. */
static void
take_picture(struct vt *vt, const char *path, int own)
{
	int row, column, half, x, y;
	struct vt_cell cell;
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fprintf(file, "P5\n%d %d\n255\n", vt_columns(vt) * SCALE,
	    vt_rows(vt) * 2 * SCALE);
	for (row = 0; row < vt_rows(vt); row++)
		for (half = 0; half < 2; half++)
			for (y = 0; y < SCALE; y++)
				for (column = 0; column < vt_columns(vt);
				    column++) {
					cell = vt_cell(vt, row, column);
					for (x = 0; x < SCALE; x++)
						fputc(shade(&cell, half == 0,
						    own), file);
				}
	assert_int_equal(fclose(file), 0);
}

static void
read_picture(const char *path, char *out, size_t size)
{
	char command[256];
	FILE *pipe;

	snprintf(command, sizeof(command),
	    "zbarimg -q --raw '%s' 2>/dev/null", path);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	out[0] = '\0';
	if (fgets(out, (int)size, pipe) != NULL)
		out[strcspn(out, "\n")] = '\0';
	pclose(pipe);
}

static void
assert_reads(struct stage *stage, const struct stage_wish *wish)
{
	struct vt *vt = at_code(stage, wish);
	char path[256], address[512], code[32], read[512];

	stage_code(vt, address, sizeof(address), code);
	snprintf(path, sizeof(path), "%s/code.pgm", stage->home);
	if (system("zbarimg --version >/dev/null 2>&1") != 0) {
		print_message("# zbarimg is not installed\n");
		assert_true(has_code(vt));
		return;
	}
	take_picture(vt, path, DARK);
	read_picture(path, read, sizeof(read));
	if (strcmp(read, address) != 0)
		vt_show(vt);
	assert_string_equal(read, address);
	/* the same on a light background */
	take_picture(vt, path, LIGHT);
	read_picture(path, read, sizeof(read));
	assert_string_equal(read, address);
}

static void
req_20_the_code_on_the_screen_is_the_address(void **state)
{
	assert_reads(*state, NULL);
}

static void
req_20_in_a_wide_window_too(void **state)
{
	const struct stage_wish wish = { .rows = 40, .columns = 120 };

	assert_reads(*state, &wish);
}

static void
req_20_no_color_does_not_take_its_colours(void **state)
{
	const char *const environment[] = { "NO_COLOR=1", NULL };
	const struct stage_wish wish = { .environment = environment };

	assert_reads(*state, &wish);
}

static void
req_20_it_is_absent_where_it_would_come_out_wrong(void **state)
{
	static const char *const environments[] = { "LANG=C", "TERM=linux",
		"TERM=vt100" };
	struct stage *stage = *state;
	const char *environment[2] = { NULL };
	struct stage_wish wish = { .environment = environment };
	struct vt *vt;
	size_t i;

	for (i = 0; i < sizeof(environments) / sizeof(environments[0]); i++) {
		stage_begin(state);
		environment[0] = environments[i];
		vt = at_code(stage, &wish);
		if (has_code(vt)) {
			vt_show(vt);
			fail_msg("a code is drawn with %s", environments[i]);
		}
	}
}

static void
req_20_it_is_absent_where_it_does_not_fit(void **state)
{
	static const int sizes[][2] = { { 12, 40 }, { 18, 60 }, { 16, 80 } };
	struct stage *stage = *state;
	struct vt *vt = at_code(stage, NULL);
	size_t i;

	assert_true(has_code(vt));
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		vt_resize(vt, sizes[i][0], sizes[i][1]);
		vt_see(vt, "code");
		vt_settle(vt);
		if (has_code(vt)) {
			vt_show(vt);
			fail_msg("a code is drawn at %d columns", sizes[i][1]);
		}
	}
	vt_resize(vt, 24, 80);
	vt_see(vt, FULL FULL);
}

static void
req_27_nothing_is_painted_while_a_code_is_waited_for(void **state)
{
	struct stage *stage = *state;
	struct vt *vt;
	long polls;

	beside_switch(stage->tenant, "device.interval", "1");
	vt = at_code(stage, NULL);
	polls = beside_count(stage->tenant, "device.poll");
	beside_wait(stage->tenant, "device.poll", polls + 1);
	vt_settle(vt);
	vt_mark(vt);
	beside_wait(stage->tenant, "device.poll", polls + 4);
	vt_settle(vt);
	assert_int_equal(vt_count(vt), 0);
	assert_true(vt_cursor_is_visible(vt));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_20_the_code_on_the_screen_is_the_address),
		CASE(req_20_in_a_wide_window_too),
		CASE(req_20_no_color_does_not_take_its_colours),
		CASE(req_20_it_is_absent_where_it_would_come_out_wrong),
		CASE(req_20_it_is_absent_where_it_does_not_fit),
		CASE(req_27_nothing_is_painted_while_a_code_is_waited_for),
	};

	return cmocka_run_group_tests(tests, stage_open_tenant, stage_close);
}
