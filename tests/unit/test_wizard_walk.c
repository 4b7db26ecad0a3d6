/* SPDX-License-Identifier: ISC */
/* The pure function of the wizard in every step, mode and state of a field, and
 * on any way through them, for every event: wizard.md 4.5 and what of 4.8 can be
 * told without a terminal. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "setup/wizard_part.h"
#include "tests/lib/rider.h"

enum {
	CONDITIONS = 4, /* of a field: empty, half, wrong, right */
	ROUNDS = 200,	/* random walks, */
	TURNS = 150,	/* and events of each */
	DEPTH = 3	/* events within which there is a way elsewhere */
};

enum condition { IS_EMPTY, IS_HALF, IS_WRONG, IS_RIGHT };

static struct rider ride, spare;
static struct wizard before;
static struct wizard *const wizard = &ride.wizard;
static uint32_t seed;

static int
begin(void **state)
{
	(void)state;
	seed = 2026;
	rider_begin(&ride);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	rider_end(&ride);
	return 0;
}

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

/* --- Preparing a state ---------------------------------------------------- */

/* Control characters are nobody's value. */
static const char wrong[] = "x\x01y";

static const char *
right_value(const struct field *field)
{
	if (field->kind == FIELD_CHOICE)
		return field->choices[0].value;
	return field->kind == FIELD_CONFIRM ? "yes" : field->example;
}

static void
put_field(enum step_id step, size_t index, enum condition condition)
{
	static const enum field_state states[] = { FIELD_EMPTY, FIELD_EDITED,
		FIELD_FINDING, FIELD_FITS };
	const struct field *field = step_field(step, index);
	struct field_record *record = &wizard->fields[step][index];
	char half[ANSWER_SIZE];
	const char *value = "";

	snprintf(half, sizeof(half), "%.3s", right_value(field));
	if (condition == IS_HALF)
		value = half;
	else if (condition == IS_WRONG)
		value = wrong;
	else if (condition == IS_RIGHT)
		value = right_value(field);
	memset(record, 0, sizeof(*record));
	if (field->kind == FIELD_SECRET || field->kind == FIELD_PASTE) {
		record->is_given = condition == IS_RIGHT &&
		    field->kind == FIELD_SECRET;
		record->state = condition == IS_RIGHT ? FIELD_FITS
						      : FIELD_EMPTY;
		return;
	}
	record->state = states[condition];
	if (condition == IS_WRONG)
		finding_set(&record->finding, 2, "wrong. Example: %s",
		    field->example);
	answers_set(&wizard->answers, field->setting, value,
	    condition == IS_RIGHT);
}

/* The action of a step, or of what precedes its question. */
static enum action
work_of(enum step_id step)
{
	enum action action = step_action(step, &wizard->answers);

	return action != ACTION_NONE ? action : ACTION_GO_LIVE;
}

/* Work and its verdict come only after fields that fit, an address only where
 * one signs in; false: there is no such state. */
static bool
put_mode(enum step_id step, enum wizard_mode mode)
{
	wizard->mode = mode;
	if (mode == WIZARD_WORKING || mode == WIZARD_VERDICT) {
		if (step == STEP_DONE || step == STEP_START ||
		    !step_fits(wizard, step) ||
		    (work_of(step) == ACTION_GO_LIVE &&
		     wizard->steps[STEP_TEST].state != STEP_CONFIRMED))
			return false;
	}
	if (mode == WIZARD_WORKING) {
		wizard->running = work_of(step);
		wizard->running_for = step;
	}
	if (mode == WIZARD_VERDICT) {
		wizard->failed = work_of(step);
		wizard->steps[step].state = STEP_PROBLEM;
		fault_set(&wizard->fault, FAULT_REFUSED, "no");
	}
	if (mode == WIZARD_QUESTION) {
		wizard->running = ACTION_SIGNIN_FINISH;
		wizard->running_for = STEP_SIGNIN;
		fault_set(&wizard->fault, FAULT_SIGNIN, "who?");
	}
	if (mode == WIZARD_SIGNIN)
		snprintf(wizard->address, sizeof(wizard->address), "%s",
		    RIDER_ADDRESS);
	if (mode == WIZARD_LEAVING)
		wizard->before_leaving = WIZARD_ASKING;
	return (mode != WIZARD_SIGNIN && mode != WIZARD_QUESTION) ||
	    step == STEP_SIGNIN;
}

/* Each field of one step in a condition, all else done. */
static bool
put(enum step_id step, size_t index, enum condition condition,
    enum wizard_mode mode)
{
	size_t i;

	rider_begin(&ride);
	rider_to(&ride, STEP_TEST);
	rider_type(&ride, "admin@contoso.com");
	rider_good(&ride, ACTION_TEST_MAIL);
	rider_good(&ride, ACTION_GO_LIVE);
	wizard->step = step;
	wizard->field = index;
	wizard->running = ACTION_NONE;
	for (i = 0; i < step_field_count(step); i++)
		put_field(step, i, i == index ? condition : IS_RIGHT);
	if (step_field_count(step) > 0) {
		wizard->steps[step].state = STEP_PARTLY;
		step_update(wizard, step);
	}
	return put_mode(step, mode) && (step == STEP_DONE ||
	    field_is_needed(step_field(step, index), &wizard->answers));
}

/* Calls for each state that there is. */
static void
for_each_state(void (*visit)(enum condition condition))
{
	int step, condition, mode;
	size_t index, count;

	for (step = 0; step < STEP_COUNT; step++)
		for (condition = 0; condition < CONDITIONS; condition++)
			for (mode = 0; mode < WIZARD_GONE; mode++) {
				count = step_field_count((enum step_id)step);
				for (index = 0; index == 0 || index < count;
				     index++)
					if (put((enum step_id)step, index,
					    (enum condition)condition,
					    (enum wizard_mode)mode))
						visit((enum condition)
						    condition);
			}
}

/* --- What holds after any event ------------------------------------------- */

static void
assert_place(const struct event *event)
{
	const struct field *field = wizard_field(wizard);

	assert_true(wizard->step < STEP_COUNT);
	assert_true((unsigned)wizard->mode <= WIZARD_GONE);
	if (wizard->mode == WIZARD_GONE)
		return;
	if (!step_is_needed(wizard->step, &wizard->answers) ||
	    (field == NULL && wizard->step != STEP_DONE) ||
	    (field != NULL && !field_is_needed(field, &wizard->answers)))
		fail_msg("event %d leads from %s to where nothing is asked",
		    event->kind, steps[before.step].id);
	if (wizard->mode == WIZARD_SIGNIN && (wizard->step != STEP_SIGNIN ||
	    wizard->address[0] == '\0'))
		fail_msg("event %d shows an address that is not there",
		    event->kind);
	if (wizard->mode == WIZARD_SIGNIN && wizard->user_code[0] != '\0' &&
	    wizard->running == ACTION_NONE)
		fail_msg("event %d shows a code that nobody asks about",
		    event->kind);
	if ((wizard->mode == WIZARD_WORKING ||
	    wizard->mode == WIZARD_QUESTION) &&
	    wizard->running == ACTION_NONE)
		fail_msg("event %d at %s waits for nothing", event->kind,
		    steps[before.step].id);
}

/* One thing to do at the most, and what belongs to it. */
static void
assert_request(const struct event *event)
{
	const struct request *request = &ride.request;

	assert_true((unsigned)request->kind <= REQUEST_REMOVE);
	assert_int_equal(request->kind == REQUEST_START,
	    request->action != ACTION_NONE);
	if (request->kind == REQUEST_START)
		assert_int_equal(wizard->running, request->action);
	if (request->kind == REQUEST_CANCEL)
		assert_int_equal(wizard->running, ACTION_NONE);
	if (request->kind == REQUEST_ANSWER)
		assert_int_equal(wizard->running, before.running);
	else
		assert_false(request->yes);
	if (request->kind == REQUEST_QUIT || request->kind == REQUEST_REMOVE)
		assert_int_equal(wizard->mode, WIZARD_GONE);
	if (request->keep != NULL) {
		assert_int_equal(event->kind, EVENT_SECRET);
		assert_string_equal(request->keep, "client_secret");
		assert_true(request->save);
	}
	assert_string_equal(answers_typed(&wizard->answers,
	    "secrets.client_secret"), "");
	assert_string_equal(answers_typed(&wizard->answers, "signin.pasted"),
	    "");
}

/* What runs on behind another question may end, be given up or be replaced, but
 * not be forgotten: the face would wait for it. */
static void
assert_nothing_lost(const struct event *event)
{
	bool is_over = event->kind == EVENT_RESULT ||
	    ride.request.kind != REQUEST_NONE;

	if (before.running != ACTION_NONE && !before.is_quiet &&
	    wizard->running == ACTION_NONE && !is_over)
		fail_msg("event %d at %s forgets what is at work",
		    event->kind, steps[before.step].id);
}

/* req_11: no server is asked about a value that was not judged, and none is
 * wrong. */
static void
assert_judged(void)
{
	enum step_id step = wizard->running_for;
	const struct field *field;
	struct known known = wizard_known(wizard, ride.now);
	struct finding found;
	char value[ANSWER_SIZE];
	size_t i;

	if (ride.request.kind != REQUEST_START || steps[step].action !=
	    ride.request.action || step == STEP_SIGNIN)
		return;
	for (i = 0; i < step_field_count(step); i++) {
		field = step_field(step, i);
		if (field->afterwards || field->kind == FIELD_SECRET ||
		    !field_is_needed(field, &wizard->answers))
			continue;
		snprintf(value, sizeof(value), "%s",
		    answers_get(&wizard->answers, field->setting));
		if (!field_judge(field, value, &known, &found))
			fail_msg("%s is asked about while %s is \"%s\"",
			    steps[step].id, field->setting, value);
	}
}

/* req_11: a step is left forward with every field judged, or by a word that
 * says that it is left open. */
static void
assert_not_forward(const struct event *event)
{
	static const enum event_kind free[] = { EVENT_JUMP, EVENT_SKIP,
		EVENT_WAITING, EVENT_DOOR, EVENT_OPEN };
	bool chose = before.step == STEP_START &&
	    answers_is(&wizard->answers, "start.live", "yes");
	size_t i;

	for (i = 0; i < sizeof(free) / sizeof(free[0]); i++)
		if (event->kind == free[i])
			return;
	if (wizard->step > before.step && !chose &&
	    step_is_needed(before.step, &wizard->answers) &&
	    !step_fits(wizard, before.step))
		fail_msg("event %d leaves %s with an unjudged field",
		    event->kind, steps[before.step].id);
}

static void
assert_live(void)
{
	if (ride.request.action == ACTION_GO_LIVE &&
	    wizard->steps[STEP_TEST].state != STEP_CONFIRMED)
		fail_msg("goes live before a test mail was taken");
	if (wizard->is_live && !before.is_live)
		assert_int_equal(before.running, ACTION_GO_LIVE);
}

static bool
is_typing(enum event_kind kind)
{
	return kind == EVENT_TEXT || kind == EVENT_SECRET ||
	    kind == EVENT_CLEAR || kind == EVENT_CHOICE ||
	    kind == EVENT_DOOR || kind == EVENT_SKIP ||
	    kind == EVENT_WAITING || kind == EVENT_RESULT;
}

/* An answer goes only where the person types. */
static void
assert_kept(const struct event *event)
{
	const struct answer *row;
	size_t i;

	if (is_typing(event->kind) || event->text != NULL)
		return;
	for (i = 0; i < before.answers.count; i++) {
		row = &before.answers.rows[i];
		if (strcmp(answers_typed(&wizard->answers, row->setting),
		    row->value) != 0)
			fail_msg("event %d at %s loses %s", event->kind,
			    steps[before.step].id, row->setting);
	}
}

static void
apply(struct event *event)
{
	memcpy(&before, wizard, sizeof(before));
	rider_event(&ride, event);
	assert_place(event);
	assert_request(event);
	assert_nothing_lost(event);
	assert_judged();
	assert_not_forward(event);
	assert_live();
	assert_kept(event);
}

/* --- All that may come ----------------------------------------------------- */

static const char *const texts[] = { "", "1", "2", "x", wrong, RIDER_APP,
	RIDER_TENANT, "contoso.com", "alerts@contoso.com", "587", "custom",
	"device_code", "yes", "no", "later", "2028-11-12", "11/12/2028",
	"relay.contoso.com", "signin", "secret", "two\nlines",
	"https://login.microsoftonline.com/" RIDER_TENANT "/oauth2/v2.0/token",
	"https://id.example.com/t" };
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static struct outcome outcomes[6];
#define OUTCOMES (sizeof(outcomes) / sizeof(outcomes[0]))

/* Good, good with a code, wrong, wrong elsewhere, not yet, no network. */
static struct outcome *
outcome_of(size_t which)
{
	static const char *const cures[] = { "", "", "secret", "values",
		"permissions", "" };
	struct outcome *outcome = &outcomes[which];

	memset(outcome, 0, sizeof(*outcome));
	outcome->action = wizard->running;
	outcome->good = which < 2;
	snprintf(outcome->address, sizeof(outcome->address), RIDER_ADDRESS);
	if (which == 1) {
		snprintf(outcome->user_code, sizeof(outcome->user_code),
		    "CKJ4PQWZ7");
		outcome->until = ride.now + 900;
	}
	if (outcome->good)
		return outcome;
	fault_set(&outcome->why, which == 5 ? FAULT_LATER : FAULT_REFUSED,
	    "no");
	snprintf(outcome->why.step, sizeof(outcome->why.step), "%s",
	    cures[which]);
	outcome->why.recent = which == 4;
	return outcome;
}

static void
apply_secret(const char *bytes)
{
	struct event event = { .kind = EVENT_SECRET };
	struct secret secret;

	secret_init(&secret, SECRET_MAX);
	secret_adds(&secret, bytes);
	event.secret = &secret;
	apply(&event);
	secret_clear(&secret);
}

/* One event of every kind with what it may carry: variant counts up. False:
 * there are no more variants. */
static bool
apply_variant(enum event_kind kind, size_t variant)
{
	static const char *const secrets[] = { "", "x", RIDER_LANDED,
		"AADSTS53003: no" };
	struct event event = { .kind = kind };
	size_t count = 1;

	switch (kind) {
	case EVENT_TEXT:
		event.text = variant < TEXTS ? texts[variant] : NULL;
		count = TEXTS + 1;
		break;
	case EVENT_SECRET:
		if (variant < 4)
			apply_secret(secrets[variant]);
		else if (variant == 4)
			apply_secret(rider_secret());
		return variant < 4;
	case EVENT_BACK:
	case EVENT_FIELD:
	case EVENT_LEAVE:
	case EVENT_WAITING:
		event.text = variant % 3 == 0 ? NULL
					      : texts[variant % TEXTS];
		event.number = variant;
		count = FIELDS_MAX + 1;
		break;
	case EVENT_JUMP:
	case EVENT_CHOICE:
	case EVENT_DOOR:
		event.number = variant;
		count = STEP_COUNT + 1;
		break;
	case EVENT_ASKED:
	case EVENT_RESULT:
		event.outcome = variant < OUTCOMES ? outcome_of(variant)
						   : NULL;
		count = OUTCOMES + 1;
		break;
	default:
		break;
	}
	apply(&event);
	return variant + 1 < count;
}

static void
visit_with_every_event(enum condition condition)
{
	size_t variant;
	bool more;
	int kind;

	(void)condition;
	memcpy(&spare.wizard, wizard, sizeof(*wizard));
	for (kind = 0; kind <= EVENT_LEAVE; kind++)
		for (variant = 0, more = true; more; variant++) {
			memcpy(wizard, &spare.wizard, sizeof(*wizard));
			more = apply_variant((enum event_kind)kind, variant);
		}
}

static void
every_state_takes_every_event(void **state)
{
	(void)state;
	for_each_state(visit_with_every_event);
}

/* --- Back ------------------------------------------------------------------ */

static const char *
typed_in(const struct field *field, enum condition condition)
{
	static char half[ANSWER_SIZE];

	if (field->kind != FIELD_LINE && field->kind != FIELD_DATE)
		return NULL;
	if (condition == IS_EMPTY)
		return "";
	snprintf(half, sizeof(half), condition == IS_HALF ? "%.3s" : "%s",
	    condition == IS_WRONG ? wrong : field->example);
	return half;
}

/* Where each mode's Esc leads. */
static void
assert_back(enum step_id step, enum wizard_mode from)
{
	switch (from) {
	case WIZARD_WORKING:
		assert_int_equal(ride.request.kind, REQUEST_CANCEL);
		assert_int_equal(wizard->step, step);
		assert_true(wizard->mode == WIZARD_ASKING ||
		    wizard->mode == WIZARD_SIGNIN);
		break;
	case WIZARD_QUESTION:
		assert_int_equal(ride.request.kind, REQUEST_ANSWER);
		assert_false(ride.request.yes);
		break;
	case WIZARD_VERDICT:
	case WIZARD_LEAVING:
		assert_int_equal(wizard->step, step);
		assert_int_equal(wizard->mode, WIZARD_ASKING);
		break;
	default:
		if (step == STEP_START)
			assert_int_equal(wizard->mode, WIZARD_LEAVING);
		else
			assert_true(wizard->step < step);
	}
}

static void
visit_with_back(enum condition condition)
{
	const struct field *field = wizard_field(wizard);
	enum wizard_mode from = wizard->mode;
	enum step_id step = wizard->step;
	struct event event = { .kind = EVENT_BACK };
	struct event jump = { .kind = EVENT_JUMP, .number = step };
	char text[ANSWER_SIZE];

	if (field != NULL)
		event.text = typed_in(field, condition);
	if (event.text != NULL)
		snprintf(text, sizeof(text), "%s", event.text);
	apply(&event);
	assert_back(step, from);
	if (event.text == NULL || from != WIZARD_ASKING)
		return;
	assert_string_equal(answers_typed(&wizard->answers, field->setting),
	    text);
	/* And it is offered again on return, judged or not. */
	if (wizard->mode == WIZARD_LEAVING)
		return;
	apply(&jump);
	if (wizard_may_jump(&before, step))
		assert_int_equal(wizard->step, step);
	assert_string_equal(answers_typed(&wizard->answers, field->setting),
	    text);
}

static void
req_10_back_works_in_every_step_and_mode_with_any_field(void **state)
{
	(void)state;
	for_each_state(visit_with_back);
}

/* --- Forward ---------------------------------------------------------------- */

/* Enter, on the field and again, with what is there. */
static void
visit_with_enter(enum condition condition)
{
	const struct field *field = wizard_field(wizard);
	enum step_id step = wizard->step;
	struct event event = { .kind = EVENT_TEXT };
	char text[ANSWER_SIZE];
	int i;

	if (wizard->mode != WIZARD_ASKING || field == NULL ||
	    condition == IS_RIGHT || (field->kind != FIELD_LINE &&
	     field->kind != FIELD_DATE))
		return;
	snprintf(text, sizeof(text), "%s", typed_in(field, condition));
	event.text = text;
	for (i = 0; i < 2; i++) {
		apply(&event);
		if (condition == IS_WRONG && (wizard->step != step ||
		    ride.request.kind == REQUEST_START))
			fail_msg("%s goes forward with a wrong value",
			    field->setting);
	}
}

static void
req_11_no_step_is_left_forward_with_an_unjudged_field(void **state)
{
	(void)state;
	for_each_state(visit_with_enter);
}

/* Every mode but asking is behind fields that fit. */
static void
visit_with_skip(enum condition condition)
{
	enum step_id step = wizard->step;
	struct event event = { .kind = EVENT_SKIP };

	if (wizard->mode != WIZARD_ASKING || condition == IS_RIGHT ||
	    step == STEP_DONE || steps[step].optional ||
	    wizard_field(wizard)->afterwards)
		return;
	/* An optional field is no reason to stay. */
	if (step_fits(wizard, step))
		return;
	apply(&event);
	assert_int_equal(wizard->step, step);
	assert_true(wizard_finding(wizard)->text[0] != '\0');
}

static void
req_11_what_is_needed_cannot_be_skipped(void **state)
{
	(void)state;
	for_each_state(visit_with_skip);
}

/* --- Findings ---------------------------------------------------------------- */

static void
assert_helpful(const struct field *field, const char *value)
{
	const struct finding *found = wizard_finding(wizard);

	if (found->text[0] == '\0')
		return;
	if (!found->is_warning && strstr(found->text, "xample") == NULL)
		fail_msg("%s says of \"%.60s\" without an example: %s",
		    field->setting, value, found->text);
	assert_int_equal(wizard->fields[wizard->step][wizard->field].state,
	    FIELD_FINDING);
}

static void
find_at(enum step_id step, size_t index, const char *value)
{
	const struct field *field = step_field(step, index);
	struct event event = { .kind = EVENT_TEXT, .text = value };

	if (!put(step, index, IS_EMPTY, WIZARD_ASKING))
		return;
	apply(&event);
	if (wizard->step != step || wizard->field != index ||
	    wizard_finding(wizard)->text[0] == '\0')
		return;
	assert_helpful(field, value);
	/* Gone with the next key, and not back before the next Enter. */
	rider_send(&ride, EVENT_TOUCHED);
	assert_string_equal(wizard_finding(wizard)->text, "");
	assert_int_equal(wizard->fields[step][index].state, FIELD_EDITED);
	rider_send(&ride, EVENT_TOUCHED);
	rider_send(&ride, EVENT_TICK);
	assert_string_equal(wizard_finding(wizard)->text, "");
}

static void
req_09_findings_come_with_enter_and_hold_an_example(void **state)
{
	static char long_one[ANSWER_SIZE + 100];
	const char *const values[] = { wrong, "two\nlines", "?", "a b",
		"a@", "http://", "0", "99999", "6731de76", "1/1/1", long_one,
		"bogus" };
	size_t step, index, i;

	(void)state;
	memset(long_one, 'a', sizeof(long_one) - 1);
	for (step = 0; step < STEP_COUNT; step++)
		for (index = 0; index < step_field_count((enum step_id)step);
		     index++)
			for (i = 0; i < sizeof(values) / sizeof(values[0]);
			     i++)
				find_at((enum step_id)step, index, values[i]);
}

/* Judged on leaving, and found there again. */
static void
req_09_findings_come_with_leaving_for_another_field(void **state)
{
	struct event event = { .kind = EVENT_FIELD, .number = 1,
		.text = "6731de76" };

	(void)state;
	rider_to(&ride, STEP_VALUES);
	assert_string_equal(wizard_finding(wizard)->text, "");
	apply(&event);
	assert_int_equal(wizard->field, 1);
	assert_string_equal(wizard_finding(wizard)->text, "");
	event.number = 0;
	event.text = "";
	apply(&event);
	assert_non_null(strstr(wizard_finding(wizard)->text, "8 of 36"));
	assert_non_null(strstr(wizard_finding(wizard)->text, "xample"));
}

static void
req_09_typing_alone_is_never_judged(void **state)
{
	struct event back = { .kind = EVENT_BACK, .text = "6731de76" };
	int i;

	(void)state;
	rider_to(&ride, STEP_VALUES);
	for (i = 0; i < 36; i++) {
		rider_send(&ride, EVENT_TOUCHED);
		assert_string_equal(wizard_finding(wizard)->text, "");
	}
	apply(&back);
	rider_number(&ride, EVENT_JUMP, STEP_VALUES);
	assert_string_equal(wizard_finding(wizard)->text, "");
	assert_int_equal(wizard->fields[STEP_VALUES][0].state, FIELD_EDITED);
}

/* --- Going live ---------------------------------------------------------------- */

static void
req_29_nothing_goes_live_before_the_test_mail_was_taken(void **state)
{
	int i;

	(void)state;
	/* Whatever is skipped, handed over or wrong on the way. */
	for (i = 0; i < 5000; i++) {
		if (i % 100 == 0 || wizard->mode == WIZARD_GONE)
			rider_begin(&ride);
		if (wizard->running != ACTION_NONE && dice(2) > 0) {
			struct event event = { .kind = EVENT_RESULT,
				.outcome = outcome_of(
				    wizard->running == ACTION_TEST_MAIL
				    ? 2 : dice(OUTCOMES)) };

			apply(&event);
		} else if (dice(2) > 0) {
			apply_variant(EVENT_TEXT, dice(TEXTS));
		} else {
			apply_variant((enum event_kind)(1 + dice(EVENT_LEAVE)),
			    dice(STEP_COUNT));
		}
		assert_false(wizard->is_live);
		assert_int_not_equal(ride.request.action, ACTION_GO_LIVE);
	}
}

/* --- No dead end ------------------------------------------------------------- */

/* Leave, and leave. */
static void
assert_end_in_sight(void)
{
	struct event event = { .kind = EVENT_LEAVE };
	int i;

	for (i = 0; i < 2 && wizard->mode != WIZARD_GONE; i++)
		apply(&event);
	if (wizard->mode != WIZARD_GONE)
		fail_msg("there is no way out of %s in mode %d",
		    steps[before.step].id, before.mode);
}

/* Keys that a person has, and ends of what is at work. */
static bool
press(size_t key)
{
	static const enum event_kind keys[] = { EVENT_BACK, EVENT_TEXT,
		EVENT_RESULT };
	struct event event = { .kind = EVENT_JUMP };

	if (key < 3) {
		event.kind = keys[key];
		event.text = key == 1 ? "" : NULL;
		event.outcome = outcome_of(2);
	} else
		event.number = key - 3;
	if (key >= 3 + STEP_COUNT)
		return false;
	apply(&event);
	return true;
}

/* Is there a way to another step within some presses? */
static bool
gets_away(const struct wizard *from, enum step_id step, int depth)
{
	struct wizard *here = malloc(sizeof(*here));
	bool away = false;
	size_t key;

	assert_non_null(here);
	for (key = 0; !away; key++) {
		memcpy(wizard, from, sizeof(*wizard));
		if (!press(key))
			break;
		if (wizard->mode == WIZARD_GONE)
			continue;
		away = wizard->step != step;
		if (away || depth == 1)
			continue;
		memcpy(here, wizard, sizeof(*here));
		away = gets_away(here, step, depth - 1);
	}
	free(here);
	return away;
}

static void
assert_no_dead_end(void)
{
	enum wizard_mode mode = wizard->mode;
	enum step_id step = wizard->step;

	if (mode == WIZARD_GONE)
		return;
	memcpy(&spare.wizard, wizard, sizeof(*wizard));
	if (!gets_away(&spare.wizard, step, DEPTH))
		fail_msg("%s in mode %d is a dead end", steps[step].id, mode);
	memcpy(wizard, &spare.wizard, sizeof(*wizard));
	assert_end_in_sight();
	memcpy(wizard, &spare.wizard, sizeof(*wizard));
}

static void
visit_and_get_away(enum condition condition)
{
	(void)condition;
	/* Before the first step has an answer there is no other. */
	assert_no_dead_end();
}

static void
no_state_is_a_dead_end(void **state)
{
	(void)state;
	for_each_state(visit_and_get_away);
}

static void
random_event(void)
{
	enum event_kind kind = (enum event_kind)(1 + dice(EVENT_LEAVE));
	struct event event = { .kind = EVENT_RESULT };

	ride.now += dice(90);
	/* Mostly forward, so that far states are reached. */
	if (wizard->running != ACTION_NONE && dice(4) > 0) {
		event.outcome = outcome_of(dice(3) > 0 ? dice(2)
						       : dice(OUTCOMES));
		apply(&event);
	} else if (dice(3) > 0 && wizard_field(wizard) != NULL) {
		event.kind = EVENT_TEXT;
		event.text = right_value(wizard_field(wizard));
		if (wizard_field(wizard)->kind == FIELD_SECRET)
			apply_secret(rider_secret());
		else if (wizard_field(wizard)->kind == FIELD_PASTE)
			apply_secret(RIDER_LANDED);
		else
			apply(&event);
	} else if (kind != EVENT_HANGUP && kind != EVENT_LEAVE) {
		apply_variant(kind, dice(STEP_COUNT));
	}
}

/* Any way, killed anywhere. A step of a new walkthrough is only behind one once
 * something has been answered. */
static void
no_way_leads_into_a_dead_end(void **state)
{
	unsigned reached[STEP_COUNT] = { 0 }, modes[WIZARD_GONE + 1] = { 0 };
	int round, turn;
	size_t i;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		if (round % 5 == 4)
			rider_begin_live(&ride);
		else
			rider_begin(&ride);
		for (turn = 0; turn < TURNS; turn++) {
			if (wizard->mode == WIZARD_GONE)
				break;
			random_event();
			if (ride.saved.len > 0 && dice(60) == 0)
				rider_kill(&ride);
			reached[wizard->step]++;
			modes[wizard->mode]++;
			if (turn % 10 == 0 && wizard->step != STEP_START)
				assert_no_dead_end();
		}
	}
	for (i = 0; i < STEP_COUNT; i++)
		if (reached[i] == 0)
			fail_msg("the walk never came to %s", steps[i].id);
	for (i = 0; i < WIZARD_GONE; i++)
		if (modes[i] == 0)
			fail_msg("the walk never came to mode %zu", i);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_state_takes_every_event),
		CASE(req_10_back_works_in_every_step_and_mode_with_any_field),
		CASE(req_11_no_step_is_left_forward_with_an_unjudged_field),
		CASE(req_11_what_is_needed_cannot_be_skipped),
		CASE(req_09_findings_come_with_enter_and_hold_an_example),
		CASE(req_09_findings_come_with_leaving_for_another_field),
		CASE(req_09_typing_alone_is_never_judged),
		CASE(req_29_nothing_goes_live_before_the_test_mail_was_taken),
		CASE(no_state_is_a_dead_end),
		CASE(no_way_leads_into_a_dead_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
