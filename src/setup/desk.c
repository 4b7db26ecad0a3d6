/* SPDX-License-Identifier: ISC */
/* Opening, keeping and leaving a draft. */
#include <config.h>

#include "setup/desk.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "account/golive.h"
#include "account/settings.h"
#include "account/state.h"
#include "base/file.h"
#include "base/moment.h"
#include "base/random.h"
#include "oauth/advice.h"
#include "setup/answers_account.h"
#include "setup/chest.h"
#include "setup/draft.h"
#include "setup/sheet_file.h"
#include "setup/wizard_part.h"

/* An answer that no field asks for: upon what the answers are laid. */
#define BASE "start.base"
#define BASE_DEFAULTS "defaults"

struct vault_place
desk_place(const struct desk *desk)
{
	return (struct vault_place){ .layout = desk->layout,
		.name = desk->name,
		.id = answers_get(&desk->wizard.answers, "id"),
		.draft = true };
}

bool
desk_has_draft(const struct layout *layout, const char *name)
{
	char path[PATH_SIZE];

	return layout_path(path, layout, LAYOUT_DRAFT, name, NULL) &&
	    access(path, F_OK) == 0;
}

/* Every draft has the id that its vault is sealed for. */
static bool
give_id(struct desk *desk, struct fault *why)
{
	char id[UUID_SIZE];
	const char *known = answers_get(&desk->wizard.answers, "id");

	if (desk->is_live && desk->live.id != NULL)
		snprintf(id, sizeof(id), "%s", desk->live.id);
	else if (known[0] != '\0')
		return true;
	else
		random_uuid(id);
	if (!answers_set(&desk->wizard.answers, "id", id, true))
		return fault_set(why, FAULT_BUG,
		    "the draft has no room for the account's id");
	return true;
}

static void
begin_anew(struct desk *desk)
{
	struct fault why;
	char host[72];

	if (gethostname(host, sizeof(host)) != 0)
		snprintf(host, sizeof(host), "this machine");
	host[sizeof(host) - 1] = '\0';
	wizard_init(&desk->wizard, host);
	desk->wizard.is_live = desk->is_live;
	if (desk->is_live) {
		answers_set(&desk->wizard.answers, "start.live", "yes", true);
		answers_from_account(&desk->wizard.answers, &desk->live);
	}
	give_id(desk, NULL);
	fault_clear(&why);
	if (desk->is_live && desk_has_secret(desk, &why))
		desk->wizard.fields[STEP_SECRET][0].is_given = true;
}

/* The step that cures what the sign-in server said last. */
static const char *
cure_of(const struct state *state)
{
	const char *code = state->error_code;
	struct advice advice;

	if (advice_explain(code, strlen(code), &advice) &&
	    strcmp(advice.step, steps[STEP_SECRET].id) == 0)
		return advice.step;
	return steps[STEP_SIGNIN].id;
}

/* A secret whose day has come, whether it was noticed or not. */
static bool
secret_has_ended(const struct account *account)
{
	const char *end = account->registration.secret_expires;
	char today[MOMENT_SIZE];

	moment_iso(today, moment_now());
	return end != NULL &&
	    account->registration.credential == CREDENTIAL_SECRET &&
	    strncmp(end, today, strlen("2026-11-23")) <= 0;
}

/* What the state tells of a sign-in that no longer works, and the settings of a
 * secret that has ended. */
static void
look_for_end(struct desk *desk)
{
	const char *step = steps[STEP_SECRET].id;
	char date[MOMENT_SIZE];
	struct state state;
	struct fault ignored;

	fault_clear(&desk->ended);
	if (!desk->is_live)
		return;
	state_load(&state, desk->layout, desk->name, &ignored);
	if (state.signin_needed) {
		step = cure_of(&state);
		fault_set(&desk->ended, FAULT_SIGNIN, "A %s is needed since "
		    "%s.%s%s%s", strcmp(step, steps[STEP_SECRET].id) == 0
		    ? "new client secret" : "sign-in",
		    moment_words(date, state.signin_needed_since),
		    state.error_what[0] != '\0' ? " " : "", state.error_what,
		    state.error_what[0] != '\0' ? "." : "");
	} else if (secret_has_ended(&desk->live))
		fault_set(&desk->ended, FAULT_SIGNIN, "By what was "
		    "entered, the client secret ended on %s.",
		    desk->live.registration.secret_expires);
	if (desk->ended.kind != FAULT_NONE)
		snprintf(desk->ended.step, sizeof(desk->ended.step), "%s",
		    step);
	state_clear(&state);
}

/* What a finished account most likely needs is what Enter takes. */
static void
propose_cure(struct desk *desk)
{
	bool secret = strcmp(desk->ended.step, steps[STEP_SECRET].id) == 0;

	answers_set(&desk->wizard.answers, "start.cure",
	    secret ? "secret" : "", true);
}

/* What no question is about (the id, what an answers file said besides) is not
 * judged by the wizard: it was checked when it was put there. */
static void
trust_rows_not_asked(struct answers *answers)
{
	bool from_file;
	struct answer *row;
	size_t i;

	for (i = 0; i < answers->count; i++) {
		row = &answers->rows[i];
		if (field_find(row->setting, NULL, NULL) == NULL)
			row->fits = true;
	}
	from_file = answers_is(answers, "start.file", "yes");
	for (i = 0; from_file && i < answers->count; i++)
		answers->rows[i].fits = true;
}

static bool
remove_files(struct desk *desk, struct fault *why)
{
	char path[PATH_SIZE];

	desk->is_resumed = false;
	return layout_path(path, desk->layout, LAYOUT_DRAFT_VAULT, desk->name,
	    why) && file_remove(path, why) &&
	    sheet_remove_all(desk->layout, desk->name, why) &&
	    file_remove(desk->path, why);
}

static bool
is_waiting(const struct wizard *wizard)
{
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		if (wizard->steps[i].state == STEP_WAITING)
			return true;
	return false;
}

/* All that is in this draft is in use already, and it is of no help with what
 * has ended since: nobody should have to get past it. */
static bool
is_spent(const struct desk *desk)
{
	const struct wizard *wizard = &desk->wizard;
	bool helps = desk->ended.kind == FAULT_NONE ||
	    wizard->step == step_find(desk->ended.step);

	if (!desk->is_live || !wizard->is_live || wizard->is_changed ||
	    is_waiting(wizard))
		return false;
	return wizard->step == STEP_START || wizard->step == STEP_DONE ||
	    !helps;
}

static bool
drop_spent(struct desk *desk, bool *exists, struct fault *why)
{
	*exists = false;
	if (!remove_files(desk, why))
		return false;
	begin_anew(desk);
	return true;
}

static bool
read_desk(struct desk *desk, struct fault *why)
{
	bool exists = false;

	if (!golive_finish(desk->layout, desk->name, why))
		return false;
	desk->is_live = account_exists(desk->layout, desk->name);
	if (desk->is_live && !settings_load(desk->layout, desk->name,
	    &desk->live, why)) {
		desk->is_live = false;
		return false;
	}
	begin_anew(desk);
	look_for_end(desk);
	fault_clear(&desk->damaged);
	/* Whoever may write the draft may say where the secret is sent. */
	if (!file_is_private(desk->path, desk->layout->data.uid,
	    layout_mode(LAYOUT_DRAFT), why))
		return false;
	if (!draft_load(&desk->wizard, desk->path, &exists, &desk->saved,
	    &desk->damaged)) {
		/* It was set aside: a new one begins, and it is told. */
		if (desk->damaged.kind != FAULT_SETTINGS) {
			*why = desk->damaged;
			return false;
		}
		begin_anew(desk);
	}
	if (exists && is_spent(desk) && !drop_spent(desk, &exists, why))
		return false;
	desk->is_resumed = exists && desk->damaged.kind == FAULT_NONE;
	propose_cure(desk);
	trust_rows_not_asked(&desk->wizard.answers);
	/* EVENT_OPEN judges again; until then faces tell of the place. What a
	 * finished account says counts as checked there, while untouched. */
	if (desk->is_resumed || !desk->is_live)
		wizard_judge_all(&desk->wizard, moment_now());
	desk->wizard.is_live = desk->is_live &&
	    !answers_is(&desk->wizard.answers, BASE, BASE_DEFAULTS);
	return give_id(desk, why);
}

bool
desk_open(struct desk *desk, const struct layout *layout, const char *name,
    struct fault *why)
{
	char path[PATH_SIZE];

	memset(desk, 0, sizeof(*desk));
	desk->layout = layout;
	desk->lock.fd = -1;
	if (!account_name_check(name, why))
		return false;
	account_init(&desk->live);
	snprintf(desk->name, sizeof(desk->name), "%s", name);
	if (layout_path(path, layout, LAYOUT_DRAFT_LOCK, name, why) &&
	    layout_path(desk->path, layout, LAYOUT_DRAFT, name, why) &&
	    lock_take(&desk->lock, path, 0, why) && read_desk(desk, why))
		return true;
	desk_close(desk);
	return false;
}

void
desk_close(struct desk *desk)
{
	account_clear(&desk->live);
	if (lock_is_held(&desk->lock))
		lock_release(&desk->lock);
	desk->lock.fd = -1;
}

bool
desk_save(struct desk *desk, int64_t now, struct fault *why)
{
	if (!draft_save(&desk->wizard, now, desk->path, why))
		return false;
	desk->saved = now;
	return true;
}

bool
desk_keep(struct desk *desk, const char *field, struct secret *secret,
    struct fault *why)
{
	struct vault_place place = desk_place(desk);
	struct chest chest;
	bool ok;

	if (!chest_open(&chest, &place, &desk->lock, why))
		return false;
	ok = vault_put(&chest.vault, field, secret) ||
	    fault_set(why, FAULT_DATA, "this secret is too long to be kept");
	ok = ok && chest_write(&chest, why);
	chest_close(&chest);
	return ok;
}

bool
desk_has_secret(struct desk *desk, struct fault *why)
{
	struct vault_place place = desk_place(desk);
	struct secret value;
	bool found, ok;

	secret_init(&value, SECRET_MAX);
	ok = chest_peek(&place, VAULT_CLIENT_SECRET, &value, why);
	place.draft = false;
	if (ok && secret_is_empty(&value) && desk->is_live)
		ok = chest_peek(&place, VAULT_CLIENT_SECRET, &value, why);
	found = ok && !secret_is_empty(&value);
	secret_clear(&value);
	return found;
}

bool
desk_drop(struct desk *desk, struct fault *why)
{
	if (!remove_files(desk, why))
		return false;
	begin_anew(desk);
	propose_cure(desk);
	return true;
}

bool
desk_begin_bare(struct desk *desk, struct fault *why)
{
	char host[sizeof(desk->wizard.host)];

	if (!remove_files(desk, why))
		return false;
	snprintf(host, sizeof(host), "%s", desk->wizard.host);
	wizard_init(&desk->wizard, host);
	if (!answers_set(&desk->wizard.answers, BASE, BASE_DEFAULTS, true) ||
	    !give_id(desk, why))
		return false;
	desk->wizard.fields[STEP_SECRET][0].is_given =
	    desk->is_live && desk_has_secret(desk, why);
	return true;
}

bool
desk_account(const struct desk *desk, const struct answers *answers,
    struct account *account, struct fault *why)
{
	bool ok;

	account_init(account);
	if (desk->is_live && !answers_is(answers, BASE, BASE_DEFAULTS))
		account_copy(account, &desk->live);
	ok = account_set(account, "account", desk->name, why) &&
	    answers_to_account(answers, account, why) &&
	    account_set(account, "id", answers_get(&desk->wizard.answers, "id"),
	    why);
	if (!ok)
		account_clear(account);
	return ok;
}
