/* SPDX-License-Identifier: ISC */
/* The wizard's face without a terminal: a home of its own, actions answered by a
 * script, a clock that stands, and keys pressed by name. */
#ifndef TESTS_LIB_FACING_H
#define TESTS_LIB_FACING_H

#include "account/layout.h"
#include "setup/desk.h"
#include "tests/lib/scripted.h"
#include "tui/face.h"

#define FACING_CLIENT "6731de76-14a6-49ae-97bc-6eba6914391e"
#define FACING_TENANT "9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"
#define FACING_ADDRESS "https://login.microsoftonline.com/" FACING_TENANT \
	"/oauth2/v2.0/authorize?client_id=" FACING_CLIENT
#define FACING_BACK "http://localhost:8765/postfrank?" \
	"code=0.AAAAAAAAAAAAAAAAAAAAAAAA&state=y"

struct facing {
	struct layout layout;
	struct desk desk;
	struct scripted script;
	struct face face;
	size_t strokes; /* keys pressed, pastes not counted */
};

/* The clock of all of them; set by facing_make(). */
extern int64_t facing_now;

/* In static storage: the shape of a client secret, made at run time. */
const char *facing_secret(void);

/* Aborts on trouble. */
void facing_make(struct facing *facing);
void facing_remove(struct facing *facing);
/* As a crash and a new start do: nothing is told to the old face. */
void facing_restart(struct facing *facing);

void facing_press(struct facing *facing, enum stroke stroke);
void facing_type(struct facing *facing, const char *text);
void facing_paste(struct facing *facing, const char *text);
/* Until no action has anything to tell. */
void facing_work(struct facing *facing);

/* Answers as a person with the portal beside would, until this step is asked
 * for (STEP_COUNT: until the end); true when it was reached. each: called
 * behind every accepted field, may be NULL. */
bool facing_answer_to(struct facing *facing, enum step_id step,
    void (*each)(struct facing *facing));

#endif
