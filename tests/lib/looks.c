/* SPDX-License-Identifier: ISC */
/* See the header. */
#include <config.h>

#include "tests/lib/looks.h"

#include <string.h>

enum { PRINT_MAX = 1 << 20 };

static struct facing facing; /* too big for a stack */

static const struct {
	int columns, rows;
} sizes[] = { { 40, 12 }, { 41, 12 }, { 40, 17 }, { 59, 24 }, { 60, 18 },
	{ 60, 17 }, { 72, 20 }, { 80, 18 }, { 80, 24 }, { 80, 25 },
	{ 100, 30 }, { 109, 40 }, { 110, 23 }, { 110, 24 }, { 120, 40 },
	{ 132, 43 }, { 200, 24 }, { 200, 60 } };

void
look_begin(struct look *look, const struct scene *scene)
{
	memset(look, 0, sizeof(*look));
	look->scene = scene;
	look->facing = &facing;
	scene_make(&facing, scene);
	screen_init(&look->screen, 1, 1, !scene->is_ascii);
	text_init(&look->text, PRINT_MAX);
}

void
look_draw(struct look *look, int rows, int columns)
{
	screen_reset(&look->screen, rows, columns);
	text_reset(&look->text);
	look->plan = plan_for(rows, columns);
	facing.face.shape = look->plan.shape;
	face_draw(&facing.face, &look->screen);
	assert_true(screen_print(&look->screen, &look->text));
}

void
look_end(struct look *look)
{
	text_clear(&look->text);
	screen_clear(&look->screen);
	scene_clear(&facing);
}

void
look_at_all(void (*check)(const struct look *look))
{
	struct look look;
	size_t i, at;

	for (i = 0; scene_at(i) != NULL; i++) {
		look_begin(&look, scene_at(i));
		for (at = 0; at < sizeof(sizes) / sizeof(sizes[0]); at++) {
			look_draw(&look, sizes[at].rows, sizes[at].columns);
			check(&look);
		}
		look_end(&look);
	}
}

void
look_row(const struct look *look, int row, char out[static LOOK_ROW])
{
	const char *at = look->text.at;
	size_t len;

	while (row-- > 0)
		at += strcspn(at, "\n") + 1;
	len = strcspn(at, "\n");
	assert_in_range(len, 0, LOOK_ROW - 1);
	memcpy(out, at, len);
	out[len] = '\0';
}

bool
look_has_row(const struct look *look, const char *wanted)
{
	char row[LOOK_ROW];
	int i;

	for (i = 0; i < look->screen.rows; i++) {
		look_row(look, i, row);
		if (strcmp(row, wanted) == 0)
			return true;
	}
	return false;
}

/* Do the letters that come next spell these words, blanks aside? */
static bool
spells(const char *at, const char *words)
{
	while (*words != '\0') {
		if (*words == ' ')
			words++;
		else if (*at == ' ' || *at == '\n')
			at++;
		else if (*at++ != *words++)
			return false;
	}
	return true;
}

bool
look_has(const struct look *look, const char *words)
{
	const char *at;

	for (at = look->text.at; *at != '\0'; at++)
		if (spells(at, words))
			return true;
	return false;
}

bool
look_is_form(const struct look *look)
{
	const struct wizard *wizard = &look->facing->desk.wizard;

	return look->facing->face.overlay == OVERLAY_NONE &&
	    wizard->mode == WIZARD_ASKING && wizard_field(wizard) != NULL;
}
