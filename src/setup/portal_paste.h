/* SPDX-License-Identifier: ISC */
/* Finds settings in what was copied from the portal: an address of the
 * Endpoints pane, the browser's address bar, a block with labels. Pure. */
#ifndef SETUP_PORTAL_PASTE_H
#define SETUP_PORTAL_PASTE_H

#include <stdbool.h>
#include <stddef.h>

#include "setup/answers.h"

enum { PORTAL_PASTE_ITEMS = 6 };

struct portal_item {
	const char *setting; /* static */
	char value[256];
	const char *note; /* static: where it stood */
};

struct portal_paste {
	struct portal_item items[PORTAL_PASTE_ITEMS];
	size_t count;
	/* An Object ID stood there: not used, and worth saying so. */
	bool object_id;
	/* It was an address or a labelled block at all; the field it was
	 * pasted into should not take it as a value of its own. */
	bool recognised;
};

/* Reads len bytes. True when at least one setting was found. */
bool portal_paste_read(const char *bytes, size_t len,
    struct portal_paste *paste);
/* The value found for a setting, or NULL. */
const char *portal_paste_value(const struct portal_paste *paste,
    const char *setting);

#endif
