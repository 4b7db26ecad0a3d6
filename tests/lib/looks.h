/* SPDX-License-Identifier: ISC */
/* Every scene at every size, to be looked at as text: for rules that hold of
 * all pictures. */
#ifndef TESTS_LIB_LOOKS_H
#define TESTS_LIB_LOOKS_H

#include "tests/lib/scenes.h"
#include "tests/unit/unit.h"
#include "tui/plan.h"

enum { LOOK_ROW = 4096 };

/* One picture, and what it looks like as text. */
struct look {
	const struct scene *scene;
	struct facing *facing;
	struct screen screen;
	struct plan plan;
	struct text text;
};

/* Hands over each scene's picture at each of many sizes. */
void look_at_all(void (*check)(const struct look *look));
/* Of one scene at one size; look_end() afterwards. */
void look_begin(struct look *look, const struct scene *scene);
void look_draw(struct look *look, int rows, int columns);
void look_end(struct look *look);

/* Fails, and shows the picture. */
#define look_true(look, truth) do { \
	if (!(truth)) { \
		print_error("%s at %dx%d: %s\n%s", (look)->scene->name, \
		    (look)->screen.columns, (look)->screen.rows, #truth, \
		    (look)->text.at); \
		fail(); \
	} \
} while (0)

/* A row as text, blanks at its end taken off. */
void look_row(const struct look *look, int row, char out[static LOOK_ROW]);
/* Is there a row that is this and nothing else? */
bool look_has_row(const struct look *look, const char *wanted);
/* Is all of a text there, wherever its rows are broken? */
bool look_has(const struct look *look, const char *words);
/* Is it a field that is on the screen, with nothing over it? */
bool look_is_form(const struct look *look);

#endif
