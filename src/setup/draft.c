/* SPDX-License-Identifier: ISC */
/* Drafts on disk. */
#include <config.h>

#include "setup/draft.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/json.h"

/*
 * The file, pretty-printed JSON:
 *   "postfrank_draft": 1
 *   "saved": seconds since 1970
 *   "step": id, "field": setting of the current field
 *   "live": is there an account; "changed": do the answers differ from it
 *   "whom": who was last waited for
 *   "answers": { setting: value as typed }, never a secret
 *   "steps": { id: { "state", "made", "tried", "next", "tries", "waiting_for",
 *              "since", "passed_over", "note",
 *              "fields": { setting: { "state", "given" } } } }
 * Times that are 0 and texts that are empty are left out.
 */
enum { DRAFT_VERSION = 1 };

static const char *const state_words[] = {
	[STEP_NEW] = "new",		[STEP_PARTLY] = "partly",
	[STEP_FILLED] = "filled",	[STEP_CONFIRMED] = "confirmed",
	[STEP_NOT_YET] = "not yet",	[STEP_WAITING] = "waiting",
	[STEP_PROBLEM] = "problem",	[STEP_NOT_NEEDED] = "skipped",
};

static const char *const field_words[] = {
	[FIELD_EMPTY] = "empty",   [FIELD_EDITED] = "edited",
	[FIELD_FITS] = "fits",	   [FIELD_CONFIRMED] = "confirmed",
	[FIELD_FINDING] = "finding",
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static size_t
find_word(const char *const *words, size_t count, const char *word)
{
	size_t i;

	for (i = 0; word != NULL && i < count; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return count;
}

static struct json *
print_answers(const struct answers *answers)
{
	struct json *object = json_new_object();
	const struct answer *row;
	size_t i;

	for (i = 0; i < answers->count; i++) {
		row = &answers->rows[i];
		/* answers_set() refuses secrets; this is the second lock. */
		if (!setting_is_secret(row->setting))
			json_set_string(object, row->setting, row->value);
	}
	return object;
}

static struct json *
print_fields(const struct wizard *wizard, enum step_id step)
{
	struct json *object = json_new_object(), *member;
	const struct field_record *record;
	const struct field *field;
	size_t i;

	for (i = 0; i < step_field_count(step); i++) {
		field = step_field(step, i);
		record = &wizard->fields[step][i];
		if (record->state == FIELD_EMPTY && !record->is_given)
			continue;
		/* What was pasted for a sign-in is kept nowhere. */
		if (field->kind == FIELD_PASTE)
			continue;
		member = json_new_object();
		json_set_string(member, "state", field_words[record->state]);
		if (record->is_given)
			json_set_bool(member, "given", true);
		json_set(object, field->setting, member);
	}
	return object;
}

static void
set_time(struct json *object, const char *key, int64_t at)
{
	if (at != 0)
		json_set_int(object, key, at);
}

static struct json *
print_step(const struct wizard *wizard, enum step_id step)
{
	const struct step_record *record = &wizard->steps[step];
	struct json *object = json_new_object();

	json_set_string(object, "state", state_words[record->state]);
	set_time(object, "made", record->made);
	set_time(object, "tried", record->tried);
	set_time(object, "next", record->next);
	set_time(object, "tries", record->tries);
	if (record->state == STEP_WAITING) {
		json_set_string(object, "waiting_for", record->waiting_for);
		json_set_int(object, "since", record->since);
	}
	if (record->is_passed_over)
		json_set_bool(object, "passed_over", true);
	if (record->note[0] != '\0')
		json_set_string(object, "note", record->note);
	json_set(object, "fields", print_fields(wizard, step));
	return object;
}

bool
draft_print(const struct wizard *wizard, int64_t now, struct text *out)
{
	struct json *root = json_new_object(), *list = json_new_object();
	const struct field *field = wizard_field(wizard);
	bool fits;
	size_t i;

	json_set_int(root, "postfrank_draft", DRAFT_VERSION);
	json_set_int(root, "saved", now);
	json_set_string(root, "step", steps[wizard->step].id);
	if (field != NULL)
		json_set_string(root, "field", field->setting);
	json_set_bool(root, "live", wizard->is_live);
	json_set_bool(root, "changed", wizard->is_changed);
	if (wizard->whom[0] != '\0')
		json_set_string(root, "whom", wizard->whom);
	json_set(root, "answers", print_answers(&wizard->answers));
	for (i = 0; i < STEP_COUNT; i++)
		json_set(list, steps[i].id,
		    print_step(wizard, (enum step_id)i));
	json_set(root, "steps", list);
	fits = json_print(root, true, out);
	json_free(root);
	return fits;
}

static bool
parse_answers(const struct json *object, struct wizard *wizard,
    struct fault *why)
{
	const struct json *child;

	for (child = json_first(object); child != NULL;
	     child = json_next(child)) {
		if (setting_is_secret(json_key(child)))
			return fault_set(why, FAULT_SETTINGS, "the draft holds "
			    "\"%s\", which must not stand in it",
			    json_key(child));
		if (json_string_at(child) == NULL)
			return fault_set(why, FAULT_SETTINGS, "in the draft, "
			    "\"%s\" is %s and not text", json_key(child),
			    json_kind_words(json_kind_of(child)));
		/* Judged again by EVENT_OPEN; nothing fits until then. */
		if (!answers_set(&wizard->answers, json_key(child),
		    json_string_at(child), false))
			return fault_set(why, FAULT_SETTINGS, "in the draft, "
			    "\"%s\" is too long, or there are too many answers",
			    json_key(child));
	}
	return true;
}

static void
parse_fields(const struct json *object, struct wizard *wizard,
    enum step_id step)
{
	struct field_record *record;
	const struct json *member;
	size_t i, state;

	for (i = 0; i < step_field_count(step); i++) {
		member = json_member(object, step_field(step, i)->setting);
		record = &wizard->fields[step][i];
		state = find_word(field_words, COUNT(field_words),
		    json_string(member, "state"));
		if (state < COUNT(field_words))
			record->state = (enum field_state)state;
		json_bool(member, "given", &record->is_given);
	}
}

static void
parse_text(const struct json *object, const char *key, char *out, size_t size)
{
	const char *value = json_string(object, key);

	if (value != NULL)
		snprintf(out, size, "%s", value);
}

static void
parse_step(const struct json *object, struct wizard *wizard, enum step_id step)
{
	struct step_record *record = &wizard->steps[step];
	size_t state = find_word(state_words, COUNT(state_words),
	    json_string(object, "state"));
	int64_t tries = 0;

	if (state < COUNT(state_words))
		record->state = (enum step_state)state;
	json_int(object, "made", 0, INT64_MAX, &record->made);
	json_int(object, "tried", 0, INT64_MAX, &record->tried);
	json_int(object, "next", 0, INT64_MAX, &record->next);
	json_int(object, "since", 0, INT64_MAX, &record->since);
	if (json_int(object, "tries", 0, 1000000, &tries))
		record->tries = (unsigned)tries;
	parse_text(object, "waiting_for", record->waiting_for,
	    sizeof(record->waiting_for));
	parse_text(object, "note", record->note, sizeof(record->note));
	json_bool(object, "passed_over", &record->is_passed_over);
	parse_fields(json_member(object, "fields"), wizard, step);
}

/* Where it was left; a step or field that no longer exists is no damage. */
static void
parse_place(const struct json *root, struct wizard *wizard)
{
	const char *step = json_string(root, "step");
	const char *setting = json_string(root, "field");
	const struct field *field;
	enum step_id id = step != NULL ? step_find(step) : STEP_COUNT;
	size_t i;

	if (id == STEP_COUNT)
		return;
	wizard->step = id;
	for (i = 0; setting != NULL && i < step_field_count(id); i++) {
		field = step_field(id, i);
		/* Whether it is needed is only known once EVENT_OPEN has judged
		 * the answers; it then moves on if it is not. */
		if (strcmp(field->setting, setting) == 0) {
			wizard->field = i;
			return;
		}
	}
}

static bool
parse_root(const struct json *root, struct wizard *wizard, int64_t *saved,
    struct fault *why)
{
	const struct json *list = json_member(root, "steps");
	int64_t version = 0;
	size_t i;

	if (!json_int(root, "postfrank_draft", 1, 1000, &version) ||
	    version != DRAFT_VERSION)
		return fault_set(why, FAULT_SETTINGS, "this is no draft of "
		    "this version of postfrank");
	if (!parse_answers(json_member(root, "answers"), wizard, why))
		return false;
	json_bool(root, "live", &wizard->is_live);
	json_bool(root, "changed", &wizard->is_changed);
	parse_text(root, "whom", wizard->whom, sizeof(wizard->whom));
	*saved = 0;
	json_int(root, "saved", 0, INT64_MAX, saved);
	for (i = 0; i < STEP_COUNT; i++)
		parse_step(json_member(list, steps[i].id), wizard,
		    (enum step_id)i);
	parse_place(root, wizard);
	return true;
}

bool
draft_parse(const char *bytes, size_t len, struct wizard *wizard,
    int64_t *saved, struct fault *why)
{
	struct json *root = json_parse(bytes, len, why);
	struct wizard *fresh;
	bool fits;

	if (root == NULL) {
		why->kind = FAULT_SETTINGS;
		return false;
	}
	fresh = must_alloc(1, sizeof(*fresh));
	wizard_init(fresh, wizard->host);
	fits = parse_root(root, fresh, saved, why);
	if (fits)
		memcpy(wizard, fresh, sizeof(*wizard));
	free(fresh);
	json_free(root);
	return fits;
}

bool
draft_save(const struct wizard *wizard, int64_t now, const char *path,
    struct fault *why)
{
	struct text out;
	bool saved = false;

	text_init(&out, DRAFT_MAX);
	if (!draft_print(wizard, now, &out))
		fault_set(why, FAULT_BUG, "the draft is larger than %d bytes",
		    DRAFT_MAX);
	else
		saved = file_replace(path, 0600, out.at, out.len, why);
	text_clear(&out);
	return saved;
}

/* Out of the way, but not lost: somebody may want to read it. */
static bool
put_aside(const char *path, struct fault *why)
{
	char aside[PATH_SIZE], what[sizeof(why->what)];

	if ((size_t)snprintf(aside, sizeof(aside), "%s.damaged", path) >=
	    sizeof(aside) || rename(path, aside) != 0) {
		fault_next(why, "Move %s away and begin anew", path);
		return false;
	}
	memcpy(what, why->what, sizeof(what));
	fault_set(why, FAULT_SETTINGS, "the draft cannot be read: %s", what);
	return fault_next(why, "It is kept as %s. Begin anew with \"postfrank "
	    "setup\"; what is asked is the same", aside);
}

bool
draft_load(struct wizard *wizard, const char *path, bool *exists,
    int64_t *saved, struct fault *why)
{
	struct text bytes;
	bool loaded;

	text_init(&bytes, DRAFT_MAX);
	loaded = file_read(path, &bytes, exists, why);
	if (loaded && *exists &&
	    !draft_parse(bytes.at, bytes.len, wizard, saved, why))
		loaded = put_aside(path, why);
	text_clear(&bytes);
	return loaded;
}
