/* SPDX-License-Identifier: ISC */
/* The files of the pages for somebody else. */
#include <config.h>

#include "setup/sheet_file.h"

#include <stdio.h>

#include "base/moment.h"

static bool
sheet_path(char out[static PATH_SIZE], const struct layout *layout,
    const char *name, enum step_id step)
{
	char file[128];

	snprintf(file, sizeof(file), "%s.sheet-%s.txt", name, steps[step].id);
	return file_path(out, layout->state, file, NULL);
}

bool
sheet_keep(const struct desk *desk, enum step_id step,
    const struct sheet *sheet, struct text *page, char path[PATH_SIZE],
    struct fault *why)
{
	struct known known = wizard_known(&desk->wizard, moment_now());

	path[0] = '\0';
	text_reset(page);
	if (!sheet_write(step, &known, sheet, page)) {
		fault_set(why, FAULT_BUG, "there is no page about the step "
		    "\"%s\" that fits", steps[step].title);
		return fault_next(why, "Tell what the step shows in your own "
		    "words; nothing is lost.");
	}
	if (!sheet_path(path, desk->layout, desk->name, step))
		return fault_set(why, FAULT_SETTINGS,
		    "the path of the page is too long");
	return file_replace(path, 0644, page->at, page->len, why);
}

bool
sheet_remove_all(const struct layout *layout, const char *name,
    struct fault *why)
{
	char path[PATH_SIZE];
	size_t step;

	for (step = 0; step < STEP_COUNT; step++)
		if (sheet_is_for((enum step_id)step) &&
		    (!sheet_path(path, layout, name, (enum step_id)step) ||
		     !file_remove(path, why)))
			return false;
	return true;
}
