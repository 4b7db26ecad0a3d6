/* SPDX-License-Identifier: ISC */
/* The golden screens: every state at four sizes, byte for byte. GOLDEN=renew
 * writes them anew, to be looked at before they are committed. */
#include <config.h>

#include "tests/unit/unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/lib/scenes.h"

enum { GOLDEN_MAX = 1 << 20 };

static const struct {
	int columns, rows;
} sizes[] = { { 80, 24 }, { 120, 40 }, { 60, 18 }, { 40, 12 } };

static struct facing facing;

static bool
is_renewed(void)
{
	const char *how = getenv("GOLDEN");

	return how != NULL && strcmp(how, "renew") == 0;
}

/* tests/tui/golden/80x24/NAME.txt */
static void
write_path(char *out, size_t size, size_t at, const char *name)
{
	const char *top = getenv("top_srcdir");
	int len;

	len = snprintf(out, size, "%s/tests/tui/golden/%dx%d/%s%s",
	    top != NULL ? top : ".", sizes[at].columns, sizes[at].rows, name,
	    name[0] != '\0' ? ".txt" : "");
	assert_in_range(len, 1, size - 1);
}

/* The picture, and below it what text alone does not tell: where the cursor is,
 * and what is sent in one run. */
static void
draw(const struct scene *scene, size_t at, struct text *out)
{
	struct screen screen;

	scene_make(&facing, scene);
	facing.face.shape = plan_for(sizes[at].rows, sizes[at].columns).shape;
	screen_init(&screen, sizes[at].rows, sizes[at].columns,
	    !scene->is_ascii);
	face_draw(&facing.face, &screen);
	screen_print(&screen, out);
	text_addf(out, "cursor: row %d, column %d\n", screen.cursor_row,
	    screen.cursor_column);
	if (screen.unbroken[0] != '\0')
		text_addf(out, "one run: %zu characters from row %d\n",
		    strlen(screen.unbroken), screen.unbroken_row);
	assert_false(out->overflow);
	screen_clear(&screen);
	scene_clear(&facing);
}

static void
write_golden(const char *path, const struct text *picture)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(picture->at, 1, picture->len, file),
	    picture->len);
	assert_int_equal(fclose(file), 0);
}

static bool
is_as_before(const char *path, const struct text *picture)
{
	static char before[GOLDEN_MAX];
	FILE *file = fopen(path, "r");
	size_t n;

	if (file == NULL) {
		print_error("%s: %s\n", path, strerror(errno));
		return false;
	}
	n = fread(before, 1, sizeof(before) - 1, file);
	before[n] = '\0';
	fclose(file);
	if (strcmp(before, picture->at) == 0)
		return true;
	/* cmocka's own words are cut where a picture only begins. */
	fprintf(stderr, "%s: GOLDEN=renew writes this picture, which "
	    "differs:\n%s", path, picture->at);
	return false;
}

static void
compare(size_t at)
{
	char path[512];
	struct text picture;
	size_t i, wrong = 0;

	write_path(path, sizeof(path), at, "");
	if (is_renewed())
		mkdir(path, 0777);
	for (i = 0; scene_at(i) != NULL; i++) {
		text_init(&picture, GOLDEN_MAX);
		draw(scene_at(i), at, &picture);
		write_path(path, sizeof(path), at,
		    scene_at(i)->name);
		if (is_renewed())
			write_golden(path, &picture);
		else if (!is_as_before(path, &picture))
			wrong++;
		text_clear(&picture);
	}
	assert_int_equal(wrong, 0);
}

static void
screens_of_80_by_24_are_as_before(void **state)
{
	(void)state;
	compare(0);
}

static void
screens_of_120_by_40_are_as_before(void **state)
{
	(void)state;
	compare(1);
}

static void
screens_of_60_by_18_are_as_before(void **state)
{
	(void)state;
	compare(2);
}

static void
screens_of_40_by_12_are_as_before(void **state)
{
	(void)state;
	compare(3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_of_80_by_24_are_as_before),
		cmocka_unit_test(screens_of_120_by_40_are_as_before),
		cmocka_unit_test(screens_of_60_by_18_are_as_before),
		cmocka_unit_test(screens_of_40_by_12_are_as_before),
	};

	return cmocka_run_group_tests_name("views", tests, NULL, NULL);
}
