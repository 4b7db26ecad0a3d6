/* SPDX-License-Identifier: ISC */
/* The walkthrough's engine: one function changes the wizard and says what has
 * to be done next. It does no I/O and knows no clock; faces only show it and
 * hand it events. */
#ifndef SETUP_WIZARD_H
#define SETUP_WIZARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"
#include "setup/action.h"
#include "setup/answers.h"
#include "setup/step.h"
#include "setup/validate.h"

enum {
	RECENT_SECONDS = 600,  /* made so short ago that it may not be known */
	QUIETLY_SECONDS = 120, /* how long a "not yet" is tried again */
	RETRY_SECONDS = 10,
	TEST_SECONDS = 60,    /* between two tries of a test mail, */
	TEST_PATIENCE = 3600  /* and for how long: permissions need up to an
			       * hour to be known (microsoft.md 2.4) */
};

enum field_state {
	FIELD_EMPTY,
	FIELD_EDITED,	 /* typed, not judged */
	FIELD_FITS,	 /* judged here */
	FIELD_CONFIRMED, /* by a server */
	FIELD_FINDING
};

enum step_state {
	STEP_NEW,
	STEP_PARTLY,
	STEP_FILLED,	/* all fields fit */
	STEP_CONFIRMED, /* and its action went well */
	STEP_NOT_YET,	/* made minutes ago, not known everywhere */
	STEP_WAITING,	/* for somebody else */
	STEP_PROBLEM,
	STEP_NOT_NEEDED
};

enum wizard_mode {
	WIZARD_ASKING,	/* the current field of the current step */
	WIZARD_LEAVING, /* "Leave?": text = yes, back = stay */
	WIZARD_WORKING, /* an action runs; back gives it up */
	WIZARD_SIGNIN,	/* address is shown; asks for what came of it. By a
			 * device code the action runs meanwhile */
	WIZARD_QUESTION, /* the running action asks (fault): who signed in is
			 * not who was expected. text = no, choice 1 = yes */
	WIZARD_VERDICT, /* fault: text = try again, jump = to where it is
			 * cured, skip = go on all the same, back,
			 * waiting = somebody else's turn */
	WIZARD_GONE	/* nothing is handled any more */
};

struct field_record {
	enum field_state state;
	bool is_given; /* a secret that the draft's vault holds */
	struct finding finding;
};

struct step_record {
	enum step_state state;
	int64_t made;  /* when its fields were complete, 0: not yet */
	int64_t tried; /* first "not yet", 0: none */
	int64_t next;  /* when it is tried again by itself, 0: not */
	unsigned tries;
	char waiting_for[96];
	int64_t since;
	bool is_passed_over; /* the person went on in spite of its state */
	bool is_seen; /* STEP_WAITING: it was looked at in this session */
	char note[NOTE_SIZE]; /* what its action last said */
};

/* Owned by the face; about 100 KB, no pointer in it owns anything. */
struct wizard {
	enum wizard_mode mode;
	enum step_id step;
	size_t field; /* index in the step's fields */
	struct answers answers;
	struct step_record steps[STEP_COUNT];
	struct field_record fields[STEP_COUNT][FIELDS_MAX];
	char host[72];
	bool is_live;	 /* there is an account, ours or from before */
	bool is_changed; /* answers differ from the live account */
	enum action running;
	bool is_quiet; /* the running action is a repetition behind the
			* person's back */
	enum step_id running_for;
	int64_t running_since;
	enum action failed; /* WIZARD_VERDICT: what trying again repeats */
	struct fault fault;   /* WIZARD_VERDICT */
	char note[NOTE_SIZE]; /* what to say once, "" if nothing */
	char address[SIGNIN_URL_SIZE]; /* WIZARD_SIGNIN */
	char user_code[32];
	int64_t until;
	char whom[96];	  /* who was last waited for: proposed again */
	bool is_declined; /* the person did not want who signed in */
	enum wizard_mode before_leaving;
};

enum event_kind {
	EVENT_OPEN,    /* the first: take up where the draft left off */
	EVENT_TEXT,    /* Enter on a text; "" takes what was answered before,
			* else the proposed value, and keeps a value that
			* was only warned about; a choice's number or word;
			* "" or "yes" for a confirmation */
	EVENT_SECRET,  /* Enter on a secret, or a sign-in's answer; an empty
			* one keeps the one given before */
	EVENT_CLEAR,   /* the answer is taken back; stays at the field */
	EVENT_CHOICE,  /* number: index in the field's choices */
	EVENT_TOUCHED, /* a key: the finding goes */
	EVENT_FIELD,   /* to the field of this number; text was left behind */
	EVENT_BACK,    /* text, perhaps unfinished, is kept; may be NULL */
	EVENT_JUMP,    /* number: the step */
	EVENT_SKIP,
	EVENT_WAITING, /* text: for whom; goes on with what can be done */
	EVENT_DOOR,    /* number: index in the step's doors */
	EVENT_ASKED,   /* the action's question; outcome->why */
	EVENT_RENEW,   /* a new sign-in address or code */
	EVENT_RESULT,
	EVENT_TICK,
	EVENT_HANGUP,
	EVENT_LEAVE
};

/* All pointers are borrowed for the call. */
struct event {
	enum event_kind kind;
	int64_t now;
	const char *text;
	struct secret *secret; /* may be tidied, never kept */
	size_t number;
	const struct outcome *outcome;
};

enum request_kind {
	REQUEST_NONE,
	REQUEST_START, /* begin action, with the event's secret for
			* ACTION_SIGNIN_FINISH; give up a running one first */
	REQUEST_CANCEL,
	REQUEST_ANSWER, /* to the running action's question: yes */
	REQUEST_QUIT,
	REQUEST_REMOVE /* the person wants the account removed; quit */
};

/* At most one thing to do. Before it, in this order: keep (move the event's
 * secret into the draft's vault under that name), then save. */
struct request {
	enum request_kind kind;
	enum action action;
	bool yes;	  /* REQUEST_ANSWER */
	const char *keep; /* NULL, or "client_secret" */
	bool save;
};

/* A new walkthrough on this machine. Of a finished account the face then adds
 * the answers (answers_account.h) and sets is_live; draft_load() fills in what
 * was left unfinished. */
void wizard_init(struct wizard *wizard, const char *host);

/* The only function that changes a wizard after wizard_init() and
 * draft_load(). */
void wizard_handle(struct wizard *wizard, const struct event *event,
    struct request *request);

/* For showing. */
struct known wizard_known(const struct wizard *wizard, int64_t now);
const struct field *wizard_field(const struct wizard *wizard);
const struct finding *wizard_finding(const struct wizard *wizard);
/* The field before the current one in this step; FIELDS_MAX at the first. For
 * faces that ask one question at a time: EVENT_FIELD with it, else
 * EVENT_BACK. */
size_t wizard_field_before(const struct wizard *wizard);
/* May the person go to this step now? */
bool wizard_may_jump(const struct wizard *wizard, enum step_id step);
/* The step in which the present fault is cured; STEP_COUNT for none. */
enum step_id wizard_cure(const struct wizard *wizard);
/* "done", "here", "problem", "waiting for Anna since 23 Nov 2026 15:00",
 * "not known everywhere yet (tried 3 times)", ... */
bool wizard_step_words(const struct wizard *wizard, enum step_id step,
    struct text *out);

#endif
