/* SPDX-License-Identifier: ISC */
/* The stages of a mail that is being tried, each a line that the work tells as
 * the stage ends: a plain face prints it, another one reads it into a list. */
#ifndef SETUP_STAGE_H
#define SETUP_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "queue/route.h"

enum stage_end {
	STAGE_DONE,
	STAGE_FAILED,
	STAGE_NOT_TRIED /* because one before it failed */
};

struct stage {
	enum stage_end end;
	char words[40];	  /* stage_words(); no comma and no colon in it */
	int64_t ms;	  /* what it took; not for STAGE_NOT_TRIED */
	char detail[200]; /* clean, may be "" */
};

/* "the mail server's name": for people, as a row of a list. */
const char *stage_words(enum route_stage stage);

/* "ok: connection, 12 ms: 192.0.2.1 port 587", "FAILED: login, 80 ms",
 * "not tried: sender". */
void stage_write(const struct stage *stage, struct text *out);
/* False: the line tells something else. */
bool stage_read(const char *line, struct stage *stage);

#endif
