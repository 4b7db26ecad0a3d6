/* SPDX-License-Identifier: ISC */
/* The wizard's face in every state there is, by name, for pictures of it. */
#ifndef TESTS_LIB_SCENES_H
#define TESTS_LIB_SCENES_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/lib/facing.h"

struct scene {
	const char *name; /* of its golden screens */
	void (*play)(struct facing *facing);
	bool is_ascii;
};

/* One after the other; NULL behind the last. */
const struct scene *scene_at(size_t index);
/* The one of that name; aborts when there is none. */
const struct scene *scene_find(const char *name);

/* A secret that scenes type; its bytes may be on no screen but scene
 * "secret-shown". */
const char *scene_secret(void);

/* A face in that state; scene_clear() afterwards. Test programs link with
 * --wrap=redirect_port. */
void scene_make(struct facing *facing, const struct scene *scene);
void scene_clear(struct facing *facing);

#endif
