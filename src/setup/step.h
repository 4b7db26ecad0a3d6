/* SPDX-License-Identifier: ISC */
/* The walkthrough as data: its steps in the portal's order, their fields, and
 * every text of theirs with the values filled in. Nothing here draws, waits or
 * writes. */
#ifndef SETUP_STEP_H
#define SETUP_STEP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "setup/action.h"
#include "setup/answers.h"
#include "setup/validate.h"

enum step_id {
	STEP_START,
	STEP_REGISTER,
	STEP_VALUES,
	STEP_MAILBOX,
	STEP_SERVER,
	STEP_SECRET,
	STEP_PERMISSIONS,
	STEP_SIGNIN,
	STEP_TEST,
	STEP_MACHINE,
	STEP_CARE,
	STEP_DONE,
	STEP_COUNT
};

enum { FIELDS_MAX = 8 };

enum field_kind {
	FIELD_LINE,
	FIELD_SECRET, /* masked; lives in the draft's vault alone */
	FIELD_PASTE,  /* what the browser ended on: shown, but kept nowhere */
	FIELD_CHOICE,
	FIELD_DATE,
	FIELD_CONFIRM /* Enter says that it is done; stored as "yes" */
};

struct choice {
	const char *value; /* what is stored */
	const char *label;
	const char *help;  /* a sentence about this choice */
	bool later;	   /* drawn, and refused with "comes later" */
};

struct field {
	const char *setting; /* key in the answers, see answers.h */
	enum field_kind kind;
	bool optional;	      /* may stay empty */
	bool follows;	      /* optional, and fallback only shows what then
			       * follows from the other answers */
	const char *label;    /* as the portal words it; a template */
	const char *example;
	const char *help;     /* about this very value; a template */
	const char *fallback; /* proposed value; a template, NULL for none */
	const struct choice *choices;
	size_t choice_count;
	void (*tidy)(char *value);
	/* value may be "" for an optional field; of a FIELD_SECRET or
	 * FIELD_PASTE it is the secret's bytes, readable during the call. */
	bool (*check)(const char *value, const struct known *known,
	    struct finding *found);
	bool (*needed)(const struct answers *answers); /* NULL: always */
	bool takes_url; /* a pasted address is this field's own value */
	bool afterwards; /* asked once the step's action went well: it is about
			  * what came of it, and holds nothing up */
	unsigned shakes; /* bits 1u << STEP_x: steps that have to be checked
			  * again when this answer changes */
};

/* What is to be carried over to the portal; templates. */
struct carry {
	const char *label;
	const char *value;
	bool (*needed)(const struct answers *answers);
};

/* Another way, for when the portal will not let the person do this step. */
struct door {
	const char *id;	   /* "device": stable */
	const char *label;
	const char *help;  /* what it needs, and from whom */
	const char *later; /* NULL, or why this version cannot: drawn and
			    * refused */
	const char *grant; /* what choosing it answers; NULL: unchanged */
	const char *credential;
};

struct step {
	const char *id; /* stable: drafts, faults and tests name it */
	const char *title;
	const char *path;    /* where to click; a template */
	const char *address; /* the portal's direct one; a template, or NULL */
	const char *advice;  /* what to do there; a template, paragraphs
			      * separated by a newline */
	const char *advice_live; /* the same for a finished account; NULL: no
				  * difference */
	const char *advice_custom; /* the same when no portal of Microsoft's
				    * is involved; NULL: no difference */
	const struct carry *carries;
	size_t carry_count;
	bool (*needed)(const struct answers *answers); /* NULL: always */
	enum action begin;  /* started when the step is entered */
	bool begins_quietly; /* and the person is asked meanwhile */
	enum action action; /* started by Enter on the last field; see
			     * step_action() */
	bool (*acts)(const struct answers *answers); /* is there something for
			     * action to do? NULL: always */
	bool optional;	    /* may be left forward with nothing filled in */
	bool is_portal;	    /* done in a browser: somebody else may do it */
	const char *doors_words; /* "The portal will not let me add a secret" */
	const struct door *doors;
	size_t door_count;
	unsigned rests_on;  /* bits 1u << STEP_x: steps without which it cannot
			     * be begun */
};

extern const struct step steps[STEP_COUNT];

/* The fields of a step in their order, all of them; NULL behind the last. */
const struct field *step_field(enum step_id step, size_t index);
size_t step_field_count(enum step_id step);

/* STEP_COUNT when there is no step of that id. */
enum step_id step_find(const char *id);
bool step_is_needed(enum step_id step, const struct answers *answers);
bool field_is_needed(const struct field *field, const struct answers *answers);
/* What checks the step with these answers; ACTION_NONE: nothing does. */
enum action step_action(enum step_id step, const struct answers *answers);
/* "2 of 10": numbers among the steps that are needed; start is 0 and done is
 * not counted. */
unsigned step_number(enum step_id step, const struct answers *answers);
unsigned step_total(const struct answers *answers);

/* The field of a setting and, if step is not NULL, where it stands. */
const struct field *field_find(const char *setting, enum step_id *step,
    size_t *index);

/*
 * Texts with their values filled in, added to out, not yet wrapped; paragraphs
 * are separated by a newline and none ends in one. False and nothing added
 * where the step has no such text.
 */
bool step_path(enum step_id step, const struct known *known, struct text *out);
bool step_address(enum step_id step, const struct known *known,
    struct text *out);
bool step_advice(enum step_id step, const struct known *known,
    struct text *out);
/* One value to be carried over; false when this one is not needed. */
bool step_carry(enum step_id step, size_t index, const struct known *known,
    struct text *label, struct text *value);
bool field_label(const struct field *field, const struct known *known,
    struct text *out);
bool field_help(const struct field *field, const struct known *known,
    struct text *out);
/* The value that Enter alone would take: what was answered before, else the
 * proposed one; for a choice the stored word. "" is added when there is none
 * (and false returned). */
bool field_default(const struct field *field, const struct known *known,
    struct text *out);
/* Index of a choice by its stored word; choice_count when there is none. */
size_t field_choice(const struct field *field, const char *value);

/*
 * Judges a value (tidied first, in place, except for secrets) as the step's
 * field would: kind, emptiness, choices and check. True: fits.
 */
bool field_judge(const struct field *field, char value[static ANSWER_SIZE],
    const struct known *known, struct finding *found);
bool field_judge_secret(const struct field *field, const struct secret *secret,
    const struct known *known, struct finding *found);

#endif
