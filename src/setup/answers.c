/* SPDX-License-Identifier: ISC */
/* The store of answers; see the header for its keys. */
#include <config.h>

#include "setup/answers.h"

#include <string.h>

#include "setup/validate.h"

bool
setting_is_secret(const char *setting)
{
	return strncmp(setting, "secrets.", 8) == 0 ||
	    strcmp(setting, "signin.pasted") == 0;
}

static const struct answer *
find(const struct answers *answers, const char *setting)
{
	size_t i;

	for (i = 0; i < answers->count; i++)
		if (strcmp(answers->rows[i].setting, setting) == 0)
			return &answers->rows[i];
	return NULL;
}

const char *
answers_get(const struct answers *answers, const char *setting)
{
	const struct answer *row = find(answers, setting);

	return row != NULL && row->fits ? row->value : "";
}

const char *
answers_typed(const struct answers *answers, const char *setting)
{
	const struct answer *row = find(answers, setting);

	return row != NULL ? row->value : "";
}

bool
answers_fit(const struct answers *answers, const char *setting)
{
	const struct answer *row = find(answers, setting);

	return row != NULL && row->fits;
}

bool
answers_is(const struct answers *answers, const char *setting, const char *word)
{
	return strcmp(answers_get(answers, setting), word) == 0;
}

/* The order of the others stays, so that a draft's diff is short. */
static void
remove_row(struct answers *answers, size_t at)
{
	answers->count--;
	memmove(&answers->rows[at], &answers->rows[at + 1],
	    (answers->count - at) * sizeof(answers->rows[0]));
	memset(&answers->rows[answers->count], 0, sizeof(answers->rows[0]));
}

bool
answers_set(struct answers *answers, const char *setting, const char *value,
    bool fits)
{
	const struct answer *found = find(answers, setting);
	size_t at = found != NULL ? (size_t)(found - answers->rows)
				  : answers->count;
	size_t len = strlen(value);

	if (setting_is_secret(setting) || strlen(setting) >= SETTING_SIZE ||
	    len >= ANSWER_SIZE || validate_is_like_secret(value))
		return false;
	if (len == 0) {
		if (found != NULL)
			remove_row(answers, at);
		return true;
	}
	if (at == ANSWERS_MAX)
		return false;
	if (found == NULL) {
		memcpy(answers->rows[at].setting, setting, strlen(setting) + 1);
		answers->count++;
	}
	/* The value may be the row's own. */
	memmove(answers->rows[at].value, value, len + 1);
	answers->rows[at].fits = fits;
	return true;
}
