/* SPDX-License-Identifier: ISC */
/* Draws how much of a large message has gone out. */
#include <config.h>

#include "command/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MEGABYTE = 1000000, BAR = 30 };

void
progress_begin(struct progress *progress, bool wanted)
{
	const char *term = getenv("TERM");

	progress->shown = wanted && isatty(STDERR_FILENO) && term != NULL &&
	    strcmp(term, "dumb") != 0 && getenv("ACCESSIBLE") == NULL;
	progress->last = -1;
}

void
progress_show(void *arg, uint64_t sent, uint64_t total)
{
	struct progress *progress = arg;
	char bar[BAR + 1];
	int percent;

	if (!progress->shown || total < MEGABYTE)
		return;
	percent = (int)(sent * 100 / total);
	if (percent == progress->last)
		return;
	progress->last = percent;
	memset(bar, '-', BAR);
	memset(bar, '#', (size_t)(percent * BAR / 100));
	bar[BAR] = '\0';
	fprintf(stderr, "\rSending %3d%% of %llu MB [%s]", percent,
	    (unsigned long long)((total + MEGABYTE / 2) / MEGABYTE), bar);
	fflush(stderr);
}

void
progress_end(struct progress *progress)
{
	if (progress->last >= 0)
		fputs("\r\033[K", stderr);
	progress->last = -1;
}
