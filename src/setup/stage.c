/* SPDX-License-Identifier: ISC */
/* Lines that tell a stage, written and read. */
#include <config.h>

#include "setup/stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const words[ROUTE_STAGES] = {
	[ROUTE_ENDPOINTS] = "the sign-in server",
	[ROUTE_TOKEN] = "a new access token",
	[ROUTE_RESOLVE] = "the mail server's name",
	[ROUTE_CONNECT] = "connection",
	[ROUTE_SECURE] = "encryption",
	[ROUTE_LOGIN] = "login",
	[ROUTE_SENDER] = "sender",
	[ROUTE_RECIPIENT] = "recipient",
	[ROUTE_MESSAGE] = "message",
};

static const char *const heads[] = {
	[STAGE_DONE] = "ok: ",
	[STAGE_FAILED] = "FAILED: ",
	[STAGE_NOT_TRIED] = "not tried: ",
};

const char *
stage_words(enum route_stage stage)
{
	return stage < ROUTE_STAGES ? words[stage] : "";
}

void
stage_write(const struct stage *stage, struct text *out)
{
	text_adds(out, heads[stage->end]);
	text_adds(out, stage->words);
	if (stage->end == STAGE_NOT_TRIED)
		return;
	text_addf(out, ", %" PRId64 " ms", stage->ms);
	if (stage->detail[0] != '\0')
		text_addf(out, ": %s", stage->detail);
}

/* Which head the line begins with; false: none. */
static bool
read_head(const char **line, enum stage_end *end)
{
	size_t i, len;

	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		len = strlen(heads[i]);
		if (strncmp(*line, heads[i], len) == 0) {
			*line += len;
			*end = (enum stage_end)i;
			return true;
		}
	}
	return false;
}

bool
stage_read(const char *line, struct stage *stage)
{
	size_t len;
	int used = 0;

	memset(stage, 0, sizeof(*stage));
	if (!read_head(&line, &stage->end))
		return false;
	len = strcspn(line, ",:");
	if (len == 0 || len >= sizeof(stage->words))
		return false;
	memcpy(stage->words, line, len);
	line += len;
	if (stage->end == STAGE_NOT_TRIED)
		return *line == '\0';
	if (sscanf(line, ", %9" SCNd64 " ms%n", &stage->ms, &used) != 1 ||
	    used == 0 || stage->ms < 0)
		return false;
	line += used;
	if (strncmp(line, ": ", 2) == 0)
		snprintf(stage->detail, sizeof(stage->detail), "%s", line + 2);
	else if (*line != '\0')
		return false;
	return true;
}
