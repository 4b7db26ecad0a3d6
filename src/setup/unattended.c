/* SPDX-License-Identifier: ISC */
/* Answers from a file to the questions of the walkthrough. */
#include <config.h>

#include "setup/unattended.h"

#include <stdio.h>
#include <string.h>

#include "account/settings.h"
#include "account/state.h"
#include "base/moment.h"
#include "oauth/cloud.h"
#include "setup/answers_account.h"
#include "setup/chest.h"
#include "setup/finish.h"
#include "setup/unattended_part.h"

/* A sign-in holds for as long as none of these changes. */
static const char *const signin_keys[] = { "cloud", "grant", "scope",
	"registration.client_id", "registration.tenant",
	"registration.authorization_url", "registration.token_url",
	"registration.credential", "mailbox", "sign_in_as", "use.imap",
	"use.pop3" };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Is the value of this key the same in both? */
static bool
is_same(const struct account *a, const struct account *b, const char *key)
{
	struct text left, right;
	bool same;

	text_init(&left, SETTINGS_VALUE_MAX);
	text_init(&right, SETTINGS_VALUE_MAX);
	same = account_get(a, key, &left) && account_get(b, key, &right) &&
	    strcmp(left.at, right.at) == 0;
	text_clear(&left);
	text_clear(&right);
	return same;
}

/* A domain in the file stands for the id that it was found to have. */
static bool
is_same_tenant(const struct account *live, const struct answers_file *file)
{
	return is_same(live, &file->target, "registration.tenant") ||
	    (file->tenant_id[0] != '\0' && live->registration.tenant != NULL &&
	     strcmp(live->registration.tenant, file->tenant_id) == 0);
}

/* Asks for the id of a domain, where there is something to compare it with. */
static bool
resolve_tenant(struct driver *driver, struct answers_file *file,
    const struct answers *answers, struct fault *why)
{
	const char *tenant = file->account.registration.tenant;
	struct outcome outcome;
	size_t i;

	if (!driver->desk->is_live || tenant == NULL ||
	    cloud_is_guid(tenant) || file->account.cloud == CLOUD_CUSTOM)
		return true;
	if (!driver_ask(driver, ACTION_DISCOVER, answers, &outcome)) {
		*why = outcome.why;
		return false;
	}
	for (i = 0; i < outcome.learned_count; i++)
		if (strcmp(outcome.learned[i].setting,
		    "registration.tenant") == 0)
			snprintf(file->tenant_id, sizeof(file->tenant_id),
			    "%.63s", outcome.learned[i].value);
	return true;
}

static bool
says_the_same(struct driver *driver, const struct answers_file *file)
{
	const struct setting *row;
	size_t i;

	for (i = 0; (row = settings_row(i)) != NULL; i++) {
		if (strcmp(row->key, "account") == 0 ||
		    strcmp(row->key, "id") == 0)
			continue;
		if (strcmp(row->key, "registration.tenant") == 0
		    ? !is_same_tenant(&driver->desk->live, file)
		    : !is_same(&driver->desk->live, &file->target, row->key))
			return false;
	}
	return true;
}

static bool
needs_signin(struct driver *driver, const struct answers_file *file)
{
	const struct desk *desk = driver->desk;
	struct vault_place place = desk_place(desk);
	struct secret token;
	struct state state;
	bool needed;
	size_t i;

	for (i = 0; i < COUNT(signin_keys); i++)
		if (strcmp(signin_keys[i], "registration.tenant") == 0
		    ? !is_same_tenant(&desk->live, file)
		    : !is_same(&desk->live, &file->target, signin_keys[i]))
			return true;
	place.draft = false;
	secret_init(&token, SECRET_MAX);
	chest_peek(&place, VAULT_REFRESH_TOKEN, &token, NULL);
	state_load(&state, desk->layout, desk->name, NULL);
	needed = secret_is_empty(&token) || state.signin_needed;
	state_clear(&state);
	secret_clear(&token);
	return needed;
}

/* Is the file's secret the one that is kept (or does it name none)? */
static bool
is_same_secret(struct driver *driver, struct answers_file *file, bool draft)
{
	struct vault_place place = desk_place(driver->desk);
	struct secret kept;
	bool same;

	if (secret_is_empty(&file->client_secret))
		return true;
	place.draft = draft;
	secret_init(&kept, SECRET_MAX);
	chest_peek(&place, VAULT_CLIENT_SECRET, &kept, NULL);
	same = secret_equals(&kept, &file->client_secret);
	secret_clear(&kept);
	return same;
}

/* Was this draft begun by these answers? */
static bool
is_ours(struct driver *driver, struct answers_file *file,
    const struct answers *answers)
{
	const struct answers *draft = &driver->desk->wizard.answers;
	const struct answer *row;
	const char *source;
	size_t i;

	for (i = 0; i < answers->count; i++) {
		row = &answers->rows[i];
		source = strcmp(row->setting, "registration.tenant") == 0
		    ? answers_typed(draft, "start.tenant") : "";
		if (strcmp(row->value, answers_typed(draft, row->setting)) !=
		    0 && strcmp(row->value, source) != 0)
			return false;
	}
	return answers_is(draft, "start.file", "yes") &&
	    is_same_secret(driver, file, true);
}

/* Begins a draft for the file, which keeps what the file called the tenant, in
 * case that is a domain. */
static bool
begin(struct driver *driver, const struct answers *answers, struct fault *why)
{
	struct answers *draft = &driver->desk->wizard.answers;
	const struct answer *row;
	size_t i;

	if (!desk_begin_bare(driver->desk, why))
		return false;
	for (i = 0; i < answers->count; i++) {
		row = &answers->rows[i];
		if (!answers_is_asked(answers, row->setting) &&
		    !answers_set(draft, row->setting, row->value, true))
			return fault_set(why, FAULT_SETTINGS, "%s: there is no "
			    "room for this answer", row->setting);
	}
	return answers_set(draft, "start.file", "yes", true) &&
	    answers_set(draft, "start.tenant",
	    answers_get(answers, "registration.tenant"), true);
}

static bool
give_secret(struct driver *driver, struct answers_file *file,
    struct fault *why)
{
	struct secret copy;
	struct event event = { .kind = EVENT_SECRET, .secret = &copy };
	bool ok;

	secret_init(&copy, SECRET_MAX);
	if (!secret_is_empty(&file->client_secret))
		secret_copy(&copy, &file->client_secret);
	ok = driver_event(driver, &event, why);
	secret_clear(&copy);
	return ok;
}

/* The present question, answered from the file. A warning is passed over: the
 * file was written with a purpose. */
static bool
answer(struct driver *driver, struct answers_file *file,
    const struct answers *answers, struct fault *why)
{
	const struct wizard *wizard = &driver->desk->wizard;
	const struct field *field = wizard_field(wizard);
	enum step_id step = wizard->step;
	size_t index = wizard->field;
	const struct finding *found;
	bool ok;

	if (field->kind == FIELD_SECRET)
		ok = give_secret(driver, file, why);
	else if (field->kind == FIELD_CONFIRM)
		ok = driver_text(driver, "", why);
	else
		ok = driver_text(driver,
		    answers_get(answers, field->setting), why);
	if (!ok || wizard->mode != WIZARD_ASKING || wizard->step != step ||
	    wizard->field != index)
		return ok;
	found = wizard_finding(wizard);
	if (!found->is_warning)
		return answers_bad_key(file, field->setting,
		    found->text[0] != '\0' ? found->text : "is not taken",
		    why);
	return driver_text(driver, "", why) &&
	    (wizard->step != step || wizard->field != index ||
	     wizard->mode != WIZARD_ASKING ||
	     answers_bad_key(file, field->setting, found->text, why));
}

/* The keys of a step, for the end of a message. */
static void
name_keys(const struct wizard *wizard, const char *path, struct fault *why)
{
	enum step_id cure = wizard_cure(wizard);
	enum step_id step = cure < STEP_COUNT ? cure : wizard->step;
	char next[sizeof(why->next)];
	struct text keys;
	size_t i;

	text_init(&keys, 400);
	for (i = 0; i < step_field_count(step); i++)
		if (answers_is_for_file(step_field(step, i)) &&
		    field_is_needed(step_field(step, i), &wizard->answers) &&
		    (i == 0 || strcmp(step_field(step, i)->setting,
		    step_field(step, i - 1)->setting) != 0))
			text_addf(&keys, "%s%s", keys.len > 0 ? ", " : "",
			    step_field(step, i)->setting);
	snprintf(next, sizeof(next), "%s", why->next);
	if (keys.len > 0)
		fault_next(why, "%s%sThe keys in %.120s: %s.", next,
		    next[0] != '\0' ? " " : "", path, keys.at);
	text_clear(&keys);
}

/* Through all questions before the sign-in. */
static bool
walk(struct driver *driver, struct answers_file *file,
    const struct answers *answers, struct fault *why)
{
	const struct wizard *wizard = &driver->desk->wizard;
	struct event open = { .kind = EVENT_OPEN };
	bool ok = driver_event(driver, &open, why);

	while (ok && wizard->mode == WIZARD_ASKING &&
	    wizard->step < STEP_SIGNIN)
		ok = answer(driver, file, answers, why);
	if (ok && wizard->mode == WIZARD_VERDICT) {
		*why = wizard->fault;
		name_keys(wizard, file->path, why);
		ok = false;
	}
	return ok;
}

/* What was made minutes ago and is not known everywhere stands in nobody's way;
 * but nobody looks on here, so it is told with the keys that it hangs on. */
static void
tell_not_yets(struct driver *driver, const struct answers_file *file)
{
	struct wizard *wizard = &driver->desk->wizard;
	struct fault why;
	char line[1400];
	size_t i;

	for (i = 0; driver->tell != NULL && i < STEP_SIGNIN; i++) {
		if (wizard->steps[i].state != STEP_NOT_YET)
			continue;
		why = wizard->fault;
		name_keys(wizard, file->path, &why);
		snprintf(line, sizeof(line), "Not yet: %s. If it is still so "
		    "in ten minutes: %s", why.what, why.next);
		driver->tell(driver->arg, line);
	}
}

/* The draft has come to the sign-in, or past it. */
static bool
go_on(struct driver *driver, struct answers_file *file,
    enum unattended_end *end, struct text *address, struct fault *why)
{
	const struct desk *desk = driver->desk;
	const struct wizard *wizard = &desk->wizard;
	char note[NOTE_SIZE];

	if (wizard->mode == WIZARD_SIGNIN &&
	    (!desk->is_live || needs_signin(driver, file))) {
		*end = UNATTENDED_SIGNIN;
		text_adds(address, wizard->address);
		if (wizard->user_code[0] != '\0')
			text_addf(address, "\n%s", wizard->user_code);
		return !address->overflow;
	}
	*end = UNATTENDED_LIVE;
	if (!finish_rest(driver, note, why))
		return false;
	if (driver->tell != NULL)
		driver->tell(driver->arg, note);
	return true;
}

bool
unattended_run(struct driver *driver, struct answers_file *file,
    enum unattended_end *end, struct text *address, struct fault *why)
{
	struct desk *desk = driver->desk;
	struct answers answers;

	if (!unattended_check(file, desk->wizard.host, moment_now(),
	    desk_has_secret(desk, why), why) || !answers_collect(file, &answers,
	    desk->wizard.host, why) ||
	    !answers_to_account(&answers, &file->target, why) ||
	    !resolve_tenant(driver, file, &answers, why))
		return false;
	if (desk->is_live && !desk->is_resumed &&
	    says_the_same(driver, file) &&
	    is_same_secret(driver, file, false) &&
	    !needs_signin(driver, file)) {
		*end = UNATTENDED_NOTHING;
		return true;
	}
	if ((!desk->is_resumed || !is_ours(driver, file, &answers)) &&
	    !begin(driver, &answers, why))
		return false;
	if (!walk(driver, file, &answers, why))
		return false;
	tell_not_yets(driver, file);
	return go_on(driver, file, end, address, why);
}
