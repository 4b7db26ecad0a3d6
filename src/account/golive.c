/* SPDX-License-Identifier: ISC */
/* The steps from a draft to the live account, and their completion after a
 * crash. */
#include <config.h>

#include "account/golive.h"

#include <string.h>
#include <sys/stat.h>

#include "account/hands.h"
#include "account/lock.h"
#include "account/settings_parts.h"
#include "account/vault.h"
#include "base/json.h"

static void
step_done(const struct golive *job, enum golive_step step)
{
	if (job->after != NULL)
		job->after(step, job->arg);
}

static bool
remove_file(const struct layout *layout, enum layout_file file,
    const char *name, struct fault *why)
{
	char path[PATH_SIZE];

	return layout_path(path, layout, file, name, why) &&
	    file_remove(path, why);
}

/* (0) The settings to come, with the mark that (1) puts into the vault. */
static bool
write_plan(const struct golive *job, const char *mark, struct fault *why)
{
	struct json *plan = json_new_object();
	struct text settings, text;
	char path[PATH_SIZE];
	bool good;

	text_init(&settings, HANDS_MAX);
	text_init(&text, HANDS_MAX * 2);
	json_set_string(plan, "mark", mark);
	good = settings_print(job->account, false, &settings);
	json_set_string(plan, "settings", settings.at);
	good = (good && json_print(plan, true, &text)) ||
	    fault_set(why, FAULT_SETTINGS, "the settings are too long");
	good = good &&
	    layout_path(path, job->layout, LAYOUT_GOLIVE, job->account->name,
		why) &&
	    file_replace(path, layout_mode(LAYOUT_GOLIVE), text.at, text.len,
		why);
	json_free(plan);
	text_clear(&settings);
	text_clear(&text);
	return good;
}

/* An older sign-in's tokens must not outlive a new one: they may be another
 * person's or another registration's. */
static void
drop_older_sign_in(struct vault *live)
{
	static const char access[] = VAULT_ACCESS_TOKEN;
	const char *name;
	size_t i = 0;

	vault_drop(live, VAULT_PREVIOUS_REFRESH_TOKEN);
	while ((name = vault_field_name(live, i)) != NULL)
		if (strncmp(name, access, sizeof(access) - 1) == 0)
			vault_drop(live, name);
		else
			i++;
}

static bool
merge(struct vault *live, const struct vault *draft, struct fault *why)
{
	struct secret value;
	const char *name;

	if (vault_has(draft, VAULT_REFRESH_TOKEN))
		drop_older_sign_in(live);
	for (size_t i = 0; (name = vault_field_name(draft, i)) != NULL; i++) {
		secret_init(&value, SECRET_MAX);
		vault_get(draft, name, &value);
		if (!vault_put(live, name, &value))
			return fault_set(why, FAULT_SETTINGS,
			    "the vault holds more than %d secrets",
			    VAULT_FIELDS_MAX);
	}
	return true;
}

/* (1) */
static bool
merge_vaults(const struct golive *job, const struct lock *lock,
    const char *mark, struct fault *why)
{
	struct vault_place place = {
		.layout = job->layout,
		.name = job->account->name,
		.id = job->account->id,
		.draft = true,
	};
	struct vault live, draft;
	bool exists, good;

	if (!vault_open(&draft, &place, &exists, why))
		return false;
	place.draft = false;
	good = vault_open_or_new(&live, &place, why);
	if (good) {
		vault_set_mark(&live, mark);
		good = (!exists || merge(&live, &draft, why)) &&
		    vault_write(&live, lock, why);
		vault_clear(&live);
	}
	vault_clear(&draft);
	return good;
}

/* (3), the plan last: while it is there, this is repeated. */
static bool
clean(const struct layout *layout, const char *name, struct fault *why)
{
	return remove_file(layout, LAYOUT_DRAFT, name, why) &&
	    remove_file(layout, LAYOUT_DRAFT_VAULT, name, why) &&
	    remove_file(layout, LAYOUT_GOLIVE, name, why);
}

static bool
do_steps(const struct golive *job, const struct lock *lock, struct fault *why)
{
	char mark[UUID_SIZE];

	random_uuid(mark);
	if (!write_plan(job, mark, why))
		return false;
	step_done(job, GOLIVE_PREPARED);
	if (!merge_vaults(job, lock, mark, why)) {
		remove_file(job->layout, LAYOUT_GOLIVE, job->account->name,
		    NULL);
		return false;
	}
	step_done(job, GOLIVE_MERGED);
	if (!settings_save(job->layout, job->account, why))
		return false;
	step_done(job, GOLIVE_COMMITTED);
	if (!clean(job->layout, job->account->name, why))
		return false;
	step_done(job, GOLIVE_CLEANED);
	return true;
}

static bool
take(struct lock *lock, const struct layout *layout, const char *name,
    struct fault *why)
{
	char path[PATH_SIZE];

	return layout_path(path, layout, LAYOUT_LOCK, name, why) &&
	    lock_take(lock, path, LOCK_SECONDS, why);
}

bool
golive(const struct golive *job, struct fault *why)
{
	const char *name = job->account->name;
	struct lock lock = LOCK_NONE;
	bool good;

	if (!settings_complete(job->account, why) ||
	    !golive_finish(job->layout, name, why))
		return false;
	settings_find_id(job->layout, job->account);
	if (!take(&lock, job->layout, name, why))
		return false;
	good = do_steps(job, &lock, why);
	if (good)
		settings_keep_good(job->layout, job->account, NULL);
	lock_release(&lock);
	return good;
}

/* Reads a plan. One that cannot be read is a fault: to take it for none would
 * leave new secrets beside old settings. */
static bool
read_plan(const struct layout *layout, const char *name, struct json **plan,
    struct fault *why)
{
	const struct file_rule rule = { layout->data.uid,
		layout_mode(LAYOUT_GOLIVE) };
	char path[PATH_SIZE];
	struct text text;
	bool exists, good;

	*plan = NULL;
	text_init(&text, HANDS_MAX * 2);
	good = layout_path(path, layout, LAYOUT_GOLIVE, name, why) &&
	    file_read_private(path, &rule, &text, &exists, why);
	if (good && exists)
		*plan = json_parse(text.at, text.len, NULL);
	text_clear(&text);
	return good;
}

/* (2) from the plan. */
static bool
commit_plan(const struct layout *layout, const char *name,
    const struct json *plan, struct fault *why)
{
	const char *words = json_string(plan, "settings");
	struct text settings;
	bool good;

	text_init(&settings, HANDS_MAX);
	good = words != NULL && text_adds(&settings, words) ?
	    hands_write_settings(layout, name, &settings, why) :
	    fault_set(why, FAULT_BUG, "a plan without settings");
	text_clear(&settings);
	return good;
}

/* Under the lock: does what the plan says, if (1) was done. */
static bool
finish(const struct layout *layout, const char *name, struct fault *why)
{
	char kept[UUID_SIZE];
	struct json *plan;
	const char *mark;
	bool good;

	if (!read_plan(layout, name, &plan, why))
		return false;
	mark = json_string(plan, "mark");
	good = vault_read_mark(layout, name, kept, why);
	if (good && mark != NULL && strcmp(mark, kept) == 0)
		good = commit_plan(layout, name, plan, why) &&
		    clean(layout, name, why);
	else if (good)
		good = remove_file(layout, LAYOUT_GOLIVE, name, why);
	json_free(plan);
	return good;
}

bool
golive_finish(const struct layout *layout, const char *name, struct fault *why)
{
	struct lock lock = LOCK_NONE;
	char path[PATH_SIZE];
	struct stat st;
	bool good;

	if (!layout_path(path, layout, LAYOUT_GOLIVE, name, why))
		return false;
	if (layout->read_only || lstat(path, &st) != 0)
		return true;
	if (!take(&lock, layout, name, why))
		return false;
	good = finish(layout, name, why);
	lock_release(&lock);
	return good;
}
