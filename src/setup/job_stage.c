/* SPDX-License-Identifier: ISC */
/* Tells the stages of a mail as they end, and after a failure which ones were
 * not tried. */
#include <config.h>

#include "setup/job.h"

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/stage.h"

void
job_stages_begin(struct job_stages *stages, struct job *job, unsigned expected)
{
	*stages = (struct job_stages){ .job = job, .expected = expected,
		.began = moment_boot_ms() };
}

static void
tell(struct job_stages *stages, enum route_stage which, struct stage *stage)
{
	struct text line;

	snprintf(stage->words, sizeof(stage->words), "%s", stage_words(which));
	text_init(&line, JOB_LINE_MAX);
	stage_write(stage, &line);
	job_tell(stages->job, "%s", line.at);
	text_clear(&line);
}

void
job_stage_passed(void *arg, enum route_stage which, int64_t ms,
    const char *detail)
{
	struct job_stages *stages = arg;
	struct stage stage = { .end = STAGE_DONE, .ms = ms };

	/* Told once: a token that is handed to the route was a stage of its
	 * own before. */
	if ((stages->done & 1u << which) != 0)
		return;
	/* A long detail loses its end: it is a remark. */
	snprintf(stage.detail, sizeof(stage.detail), "%.190s",
	    detail != NULL ? detail : "");
	stages->done |= 1u << which;
	stages->began = moment_boot_ms();
	tell(stages, which, &stage);
}

void
job_stages_again(void *arg, const struct fault *why)
{
	struct job_stages *stages = arg;

	(void)why;
	stages->done = 0;
	stages->began = moment_boot_ms();
	job_tell(stages->job, "The login was refused; it is tried once more "
	    "with a new access token.");
}

void
job_stages_failed(struct job_stages *stages, enum route_stage which)
{
	struct stage failed = { .end = STAGE_FAILED,
		.ms = moment_boot_ms() - stages->began };
	struct stage rest = { .end = STAGE_NOT_TRIED };
	unsigned i;

	tell(stages, which, &failed);
	for (i = (unsigned)which + 1; i < ROUTE_STAGES; i++)
		if ((stages->expected & 1u << i) != 0)
			tell(stages, (enum route_stage)i, &rest);
}
