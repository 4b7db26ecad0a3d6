/* SPDX-License-Identifier: ISC */
/* The answers of a file as the wizard will want them, and whether they are all
 * there. Asks no server. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "account/settings.h"
#include "setup/unattended.h"
#include "setup/unattended_part.h"

/* Not carried over: they are the draft's or the account's own. */
static const char *const own_keys[] = { "postfrank", "account", "id",
	"use.smtp", "use.imap", "use.pop3" };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
is_own_key(const char *key)
{
	size_t i;

	for (i = 0; i < COUNT(own_keys); i++)
		if (strcmp(key, own_keys[i]) == 0)
			return true;
	return false;
}

bool
answers_bad_key(const struct answers_file *file, const char *key,
    const char *what, struct fault *why)
{
	fault_set(why, FAULT_SETTINGS, "%s: %s", key, what);
	return fault_next(why, "Set \"%s\" in %s.", key, file->path);
}

/* As the wizard will keep them, so that a draft can be compared. */
static void
tidy(struct answers *answers)
{
	const struct field *field;
	char value[ANSWER_SIZE];
	size_t i;

	for (i = 0; i < answers->count; i++) {
		field = field_find(answers->rows[i].setting, NULL, NULL);
		if (field == NULL || field->tidy == NULL)
			continue;
		snprintf(value, sizeof(value), "%s", answers->rows[i].value);
		field->tidy(value);
		answers_set(answers, field->setting, value, true);
	}
}

/* Is it asked on the way to the sign-in? What is not goes into the draft as it
 * is: the file was checked as a whole. */
bool
answers_is_asked(const struct answers *answers, const char *setting)
{
	enum step_id step;
	const struct field *field = field_find(setting, &step, NULL);

	return field != NULL && step < STEP_SIGNIN &&
	    step_is_needed(step, answers) && field_is_needed(field, answers);
}

/* Where the file says nothing the wizard's proposal is taken, as by Enter. */
static void
propose(struct answers *answers, const char *host)
{
	struct known known = { answers, host, 0 };
	const struct field *field;
	struct text value;
	size_t step, i;

	for (step = 0; step < STEP_SIGNIN; step++)
		for (i = 0; i < step_field_count((enum step_id)step); i++) {
			field = step_field((enum step_id)step, i);
			if (field->follows || !answers_is_asked(answers,
			    field->setting) || answers_typed(answers,
			    field->setting)[0] != '\0')
				continue;
			text_init(&value, ANSWER_SIZE - 1);
			if (field_default(field, &known, &value))
				answers_set(answers, field->setting, value.at,
				    true);
			text_clear(&value);
		}
}

/* One answer for each setting that is not at its default. */
bool
answers_collect(const struct answers_file *file, struct answers *answers,
    const char *host, struct fault *why)
{
	const struct account *account = &file->account;
	const struct setting *row;
	struct text value;
	bool ok = true;
	size_t i;

	memset(answers, 0, sizeof(*answers));
	for (i = 0; ok && (row = settings_row(i)) != NULL; i++) {
		if (is_own_key(row->key) ||
		    account_is_default(account, row->key))
			continue;
		text_init(&value, SETTINGS_VALUE_MAX);
		account_get(account, row->key, &value);
		ok = answers_set(answers, row->key, value.at, true) ||
		    answers_bad_key(file, row->key,
		    "there is no room for this answer", why);
		text_clear(&value);
	}
	ok = ok && answers_set(answers, "use", account->use.imap
	    ? "smtp imap" : account->use.pop3 ? "smtp pop3" : "smtp", true) &&
	    answers_set(answers, "test.to", file->test_to, true);
	if (ok) {
		tidy(answers);
		propose(answers, host);
	}
	return ok;
}

static bool
check_secret(const struct answers_file *file, const struct field *field,
    const struct known *known, bool has_secret, struct fault *why)
{
	struct finding found;

	if (secret_is_empty(&file->client_secret))
		return has_secret || answers_bad_key(file, field->setting,
		    "is missing", why);
	if (field_judge_secret(field, &file->client_secret, known, &found) ||
	    found.is_warning)
		return true;
	return answers_bad_key(file, field->setting, found.text, why);
}

static bool
check_field(const struct answers_file *file, const struct field *field,
    const struct known *known, struct fault *why)
{
	struct finding found;
	struct text value;
	char judged[ANSWER_SIZE];
	bool ok;

	text_init(&value, ANSWER_SIZE - 1);
	if (field->follows || field->optional)
		text_adds(&value,
		    answers_typed(known->answers, field->setting));
	else
		field_default(field, known, &value);
	snprintf(judged, sizeof(judged), "%s", value.at);
	text_clear(&value);
	if (judged[0] == '\0' && field->optional)
		return true;
	if (judged[0] == '\0')
		return answers_bad_key(file, field->setting, "is missing", why);
	ok = field_judge(field, judged, known, &found) || found.is_warning;
	return ok || answers_bad_key(file, field->setting, found.text, why);
}

bool
answers_is_for_file(const struct field *field)
{
	return field->kind != FIELD_CONFIRM && field->kind != FIELD_PASTE &&
	    strncmp(field->setting, "start.", 6) != 0;
}

static bool
check_step(const struct answers_file *file, enum step_id step,
    const struct known *known, bool has_secret, struct fault *why)
{
	const struct field *field;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < step_field_count(step); i++) {
		field = step_field(step, i);
		if (!answers_is_for_file(field) ||
		    !field_is_needed(field, known->answers))
			continue;
		if (field->kind == FIELD_SECRET)
			ok = check_secret(file, field, known, has_secret, why);
		else if (strcmp(field->setting, "test.to") != 0 ||
		    file->test_to[0] != '\0')
			ok = check_field(file, field, known, why);
	}
	return ok;
}

bool
unattended_check(const struct answers_file *file, const char *host, int64_t now,
    bool has_secret, struct fault *why)
{
	struct answers answers;
	struct known known = { &answers, host, now };
	size_t i;

	if (!answers_collect(file, &answers, host, why))
		return false;
	for (i = 0; i < STEP_DONE; i++)
		if (step_is_needed((enum step_id)i, &answers) &&
		    !check_step(file, (enum step_id)i, &known, has_secret, why))
			return false;
	return settings_complete(&file->account, why);
}
