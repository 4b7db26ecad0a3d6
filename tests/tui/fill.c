/* SPDX-License-Identifier: ISC */
/* fill HOME SETTING [SETTING=VALUE...]: for flow tests, a draft in HOME up to
 * the field of SETTING, answered as stage_fill() does without a tenant. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "account/layout.h"
#include "tests/tui/stage.h"

enum { PAIRS_MAX = 32 };

int
main(int argc, char **argv)
{
	const char *others[2 * PAIRS_MAX + 1] = { NULL };
	struct layout layout;
	struct stage stage = { .layout = &layout };
	struct layout_wish wish = { 0 };
	struct fault why = { 0 };
	char *value;
	int i;

	if (argc < 3 || argc > PAIRS_MAX)
		return 64;
	snprintf(stage.home, sizeof(stage.home), "%s", argv[1]);
	wish.home = argv[1];
	if (!layout_choose(&layout, &wish, &why) ||
	    !layout_prepare(&layout, &why)) {
		fprintf(stderr, "%s\n", why.what);
		return 73;
	}
	for (i = 3; i < argc; i++) {
		value = strchr(argv[i], '=');
		if (value == NULL)
			return 64;
		*value++ = '\0';
		others[2 * (i - 3)] = argv[i];
		others[2 * (i - 3) + 1] = value;
	}
	/* what does not work ends it: nobody catches the failed assertion */
	stage_fill(&stage, argv[2], others);
	return 0;
}
