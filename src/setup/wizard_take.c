/* SPDX-License-Identifier: ISC */
/* What the person typed, chose or pasted becomes an answer, or a finding. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oauth/cloud.h"
#include "setup/portal_paste.h"
#include "setup/validate.h"
#include "setup/wizard_part.h"

/* Stores a judged value; what rests on it is shaken when it is a new one. */
static void
store(struct wizard *wizard, enum step_id step, size_t index,
    const char *value, bool fits)
{
	const struct field *field = step_field(step, index);
	struct field_record *record = &wizard->fields[step][index];
	const char *before = answers_typed(&wizard->answers, field->setting);
	bool is_new = strcmp(before, value) != 0;
	bool own = strncmp(field->setting, "start.", 6) == 0 ||
	    strncmp(field->setting, "done.", 5) == 0 || field->afterwards;

	if (!answers_set(&wizard->answers, field->setting, value, fits)) {
		finding_set(&record->finding, 0, "there is no room for this "
		    "answer: it has more than %d characters", ANSWER_SIZE - 1);
		fits = false;
	}
	if (is_new && !own)
		wizard_shake(wizard, step, index);
	if (!fits)
		record->state = FIELD_FINDING;
	else if (is_new || record->state != FIELD_CONFIRMED)
		record->state = FIELD_FITS;
	step_update(wizard, step);
}

/* Judges and stores; true when the field may be left forward. A warning holds
 * once: the same value again goes through. */
static bool
take_value(struct wizard *wizard, enum step_id step, size_t index,
    const char *text, int64_t now)
{
	const struct field *field = step_field(step, index);
	struct field_record *record = &wizard->fields[step][index];
	struct known known = wizard_known(wizard, now);
	bool was_warned = record->state == FIELD_FINDING &&
	    record->finding.is_warning;
	char value[ANSWER_SIZE];
	bool fits, warned;

	if (strlen(text) >= sizeof(value)) {
		record->state = FIELD_FINDING;
		return finding_set(&record->finding, 0, "%zu characters are "
		    "too many; at most %d fit. Example: %s", strlen(text),
		    ANSWER_SIZE - 1, field->example);
	}
	snprintf(value, sizeof(value), "%s", text);
	fits = field_judge(field, value, &known, &record->finding);
	warned = fits && record->finding.text[0] != '\0';
	if (warned && was_warned && strcmp(value,
	    answers_typed(&wizard->answers, field->setting)) == 0)
		warned = false;
	if (!fits && validate_is_like_secret(text)) {
		/* It goes no further, and the answer from before stays. */
		explicit_bzero(value, sizeof(value));
		record->state = FIELD_FINDING;
		step_update(wizard, step);
		return false;
	}
	store(wizard, step, index, value, fits);
	if (!fits)
		return false;
	if (warned)
		record->state = FIELD_FINDING;
	else
		finding_clear(&record->finding);
	return !warned;
}

/* Until one is chosen it is the one that is proposed. */
static const char *
chosen_cloud(const struct wizard *wizard)
{
	const char *chosen = answers_get(&wizard->answers, "cloud");

	return chosen[0] != '\0' ? chosen : "global";
}

/* Of two clouds with the same login page the chosen one stays, and so does a
 * server of one's own. */
static bool
is_same_cloud(const struct wizard *wizard, const char *name)
{
	const struct cloud *one = cloud_by_name(name);
	const struct cloud *two = cloud_by_name(chosen_cloud(wizard));

	return one == NULL || two == NULL || two->login_host[0] == '\0' ||
	    strcmp(one->login_host, two->login_host) == 0;
}

static void
take_item(struct wizard *wizard, const struct portal_item *item, int64_t now)
{
	const struct field *field;
	enum step_id step;
	size_t index, len = strlen(wizard->note);
	struct known known = wizard_known(wizard, now);
	struct text label;

	field = field_find(item->setting, &step, &index);
	if (field == NULL || !field_is_needed(field, &wizard->answers))
		return;
	if (strcmp(item->setting, "cloud") == 0 &&
	    is_same_cloud(wizard, item->value))
		return;
	if (!take_value(wizard, step, index, item->value, now))
		return;
	text_init(&label, 128);
	field_label(field, &known, &label);
	snprintf(wizard->note + len, sizeof(wizard->note) - len, "%s%s",
	    len == 0 ? "Taken from what was pasted: " : ", ", label.at);
	text_clear(&label);
}

/* Fills in all that was found. True when that was meant as a paste and not as
 * this field's own value. */
static bool
take_paste(struct wizard *wizard, const char *bytes, size_t len, int64_t now)
{
	const struct field *field = wizard_field(wizard);
	struct portal_paste paste;
	size_t i;

	portal_paste_read(bytes, len, &paste);
	if (!paste.recognised)
		return false;
	wizard->note[0] = '\0';
	/* The cloud goes first: which fields are needed hangs on it. */
	for (i = 0; i < paste.count; i++)
		if (strcmp(paste.items[i].setting, "cloud") == 0)
			take_item(wizard, &paste.items[i], now);
	for (i = 0; i < paste.count; i++)
		if (strcmp(paste.items[i].setting, "cloud") != 0)
			take_item(wizard, &paste.items[i], now);
	if (portal_paste_value(&paste, field->setting) != NULL)
		return true;
	field_record(wizard)->state = FIELD_FINDING;
	finding_set(&field_record(wizard)->finding, 0,
	    wizard->note[0] != '\0'
		? "what was pasted has been put where it belongs, but this "
		  "value was not in it. Example: %s"
		: "this is taken from the portal, but the value wanted here "
		  "is not in it. Example: %s", field->example);
	return true;
}

/* An address of a portal's pages is nobody's endpoint or scope; of the others
 * the field has to judge. */
static bool
wants_address(const struct field *field, const char *text)
{
	return field->takes_url && strstr(text, "/#") == NULL;
}

static void
take_line(struct wizard *wizard, const char *text, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	int64_t now = call->event->now;
	enum step_id step = wizard->step;
	size_t index = wizard->field;
	char cloud[16];

	call->request->save = true;
	snprintf(cloud, sizeof(cloud), "%s", chosen_cloud(wizard));
	if (text[0] != '\0' && !wants_address(field, text) &&
	    take_paste(wizard, text, strlen(text), now)) {
		if (field_record(wizard)->state == FIELD_FITS ||
		    field_record(wizard)->state == FIELD_CONFIRMED)
			wizard_next_field(wizard, call);
		return;
	}
	if (!take_value(wizard, step, index, text, now))
		return;
	/* Other hosts are to be reached in another cloud. */
	if (steps[step].begins_quietly &&
	    strcmp(chosen_cloud(wizard), cloud) != 0)
		wizard_look(wizard, call);
	wizard_next_field(wizard, call);
}

void
wizard_answer(struct wizard *wizard, const char *setting, const char *value,
    struct call *call)
{
	enum step_id step;
	size_t index;

	if (field_find(setting, &step, &index) == NULL)
		return;
	take_value(wizard, step, index, value, call->event->now);
	call->request->save = true;
}

/* Enter alone: what is there, else what is proposed. */
static void
take_default(struct wizard *wizard, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	struct known known = wizard_known(wizard, call->event->now);
	struct text value;

	text_init(&value, ANSWER_SIZE - 1);
	if (field->follows)
		text_adds(&value,
		    answers_typed(&wizard->answers, field->setting));
	else
		field_default(field, &known, &value);
	take_line(wizard, value.at, call);
	text_clear(&value);
}

/* A choice by its number from 1, or by its word. */
static void
take_choice_text(struct wizard *wizard, const char *text, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	size_t digits = strspn(text, "0123456789");

	if (digits > 0 && digits < 4 && text[digits] == '\0')
		wizard_take_choice(wizard,
		    (size_t)strtoul(text, NULL, 10) - 1, call);
	else
		wizard_take_choice(wizard, field_choice(field, text), call);
}

void
wizard_take_choice(struct wizard *wizard, size_t number, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	struct field_record *record;

	if (field == NULL || field->kind != FIELD_CHOICE)
		return;
	if (number < field->choice_count) {
		take_line(wizard, field->choices[number].value, call);
		return;
	}
	record = field_record(wizard);
	record->state = FIELD_FINDING;
	finding_set(&record->finding, 0, "there is no such choice; type a "
	    "number from 1 to %zu. Example: 1", field->choice_count);
}

void
wizard_take_text(struct wizard *wizard, const char *text, struct call *call)
{
	const struct field *field = wizard_field(wizard);

	if (field == NULL) {
		call->request->kind = REQUEST_QUIT;
		wizard->mode = WIZARD_GONE;
	} else if (field->kind == FIELD_SECRET || field->kind == FIELD_PASTE) {
		/* A secret never comes as plain text; Enter alone may. */
		if (text[0] == '\0')
			wizard_take_secret(wizard, call);
	} else if (field->kind == FIELD_CONFIRM) {
		take_line(wizard, text[0] == '\0' ? "yes" : text, call);
	} else if (text[0] == '\0') {
		take_default(wizard, call);
	} else if (field->kind == FIELD_CHOICE) {
		take_choice_text(wizard, text, call);
	} else {
		take_line(wizard, text, call);
	}
}

/* Blanks and quotes around it are not part of it. */
static void
tidy_in_place(struct secret *secret)
{
	struct secret tidied;
	const char *bytes = secret_open(secret);
	size_t start, len;

	secret_init(&tidied, secret->max);
	len = tidy_secret(bytes, secret->len, &start);
	secret_add(&tidied, bytes + start, len);
	secret_close(secret);
	if (len != secret->len)
		secret_take(secret, &tidied);
	secret_clear(&tidied);
}

/* Nothing new was given. */
static void
keep_secret(struct wizard *wizard, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	struct field_record *record = field_record(wizard);

	if (field->kind == FIELD_PASTE &&
	    wizard->steps[wizard->step].state == STEP_CONFIRMED) {
		record->state = FIELD_CONFIRMED;
		finding_clear(&record->finding);
		wizard_after_step(wizard, call);
	} else if (field->kind == FIELD_PASTE && wizard->address[0] == '\0') {
		wizard_start(wizard, steps[wizard->step].begin, wizard->step,
		    call);
	} else if (field->kind == FIELD_PASTE && wizard->user_code[0] != '\0') {
		wizard_poll_code(wizard, call);
	} else if (record->is_given) {
		if (record->state != FIELD_CONFIRMED)
			record->state = FIELD_FITS;
		finding_clear(&record->finding);
		step_update(wizard, wizard->step);
		wizard_next_field(wizard, call);
	} else {
		record->state = FIELD_FINDING;
		finding_set(&record->finding, 0, "nothing was typed. Example: "
		    "%s", field->example);
	}
}

/* Is it something of the portal instead of a secret? Then it is no secret. */
static bool
take_secret_paste(struct wizard *wizard, const struct secret *secret,
    int64_t now)
{
	bool taken = take_paste(wizard, secret_open(secret), secret->len, now);

	secret_close(secret);
	return taken;
}

void
wizard_take_secret(struct wizard *wizard, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	struct known known = wizard_known(wizard, call->event->now);
	struct field_record *record = field_record(wizard);
	struct secret *secret = call->event->secret;
	bool is_paste;

	if (field == NULL ||
	    (field->kind != FIELD_SECRET && field->kind != FIELD_PASTE))
		return;
	is_paste = field->kind == FIELD_PASTE;
	call->request->save = true;
	if (secret == NULL || secret_is_empty(secret)) {
		keep_secret(wizard, call);
		return;
	}
	tidy_in_place(secret);
	if (!is_paste && take_secret_paste(wizard, secret, call->event->now))
		return;
	record->state = FIELD_FINDING;
	if (!field_judge_secret(field, secret, &known, &record->finding))
		return;
	if (is_paste) {
		record->state = FIELD_FITS;
		wizard_start(wizard, steps[wizard->step].action, wizard->step,
		    call);
		return;
	}
	call->request->keep = field->setting + strlen("secrets.");
	wizard_shake(wizard, wizard->step, wizard->field);
	record->is_given = true;
	record->state = record->finding.text[0] != '\0' ? FIELD_FINDING
							: FIELD_FITS;
	step_update(wizard, wizard->step);
	if (record->state == FIELD_FITS)
		wizard_next_field(wizard, call);
}

void
wizard_leave_text(struct wizard *wizard, bool judge, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	struct field_record *record = field_record(wizard);
	const char *text = call->event->text, *before;

	if (field == NULL || text == NULL ||
	    (field->kind != FIELD_LINE && field->kind != FIELD_DATE))
		return;
	before = answers_typed(&wizard->answers, field->setting);
	if (strcmp(before, text) == 0 || strlen(text) >= ANSWER_SIZE)
		return;
	/* Half a text is kept, a secret in the wrong place never. */
	if (!judge && validate_is_like_secret(text))
		return;
	call->request->save = true;
	if (judge && text[0] != '\0') {
		take_value(wizard, wizard->step, wizard->field, text,
		    call->event->now);
		return;
	}
	store(wizard, wizard->step, wizard->field, text, false);
	record->state = text[0] == '\0' ? FIELD_EMPTY : FIELD_EDITED;
	finding_clear(&record->finding);
	step_update(wizard, wizard->step);
}

void
wizard_clear_answer(struct wizard *wizard, struct call *call)
{
	const struct field *field = wizard_field(wizard);
	struct field_record *record = field_record(wizard);

	if (field == NULL)
		return;
	call->request->save = true;
	if (answers_typed(&wizard->answers, field->setting)[0] != '\0')
		store(wizard, wizard->step, wizard->field, "", false);
	record->state = FIELD_EMPTY;
	record->is_given = false;
	finding_clear(&record->finding);
	step_update(wizard, wizard->step);
}
