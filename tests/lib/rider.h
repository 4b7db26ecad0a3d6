/* SPDX-License-Identifier: ISC */
/* Takes a wizard through its steps as a face does, without one: events in,
 * requests out, and the draft as it would be on disk at any moment. */
#ifndef TESTS_LIB_RIDER_H
#define TESTS_LIB_RIDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "setup/wizard.h"

#define RIDER_NOW     INT64_C(1795435200) /* 23 Nov 2026 */
#define RIDER_APP     "6731de76-14a6-49ae-97bc-6eba6914391e"
#define RIDER_TENANT  "9a1f7c52-0d0e-4f6e-9d6c-3f0b6c1a2d4e"
#define RIDER_LANDED  "http://localhost:8765/postfrank?code=made-up&state=x"
#define RIDER_ADDRESS "https://login.example/authorize?x"

/* Large: keep it static. */
struct rider {
	struct wizard wizard;
	struct request request; /* of the last event */
	struct outcome outcome; /* handed over by good() and bad() */
	int64_t now;
	struct text saved;	/* the draft as last saved */
	bool gives_code;	/* a sign-in begins with a code to be typed */
};

/* A new walkthrough, opened; with a finished account behind it. */
void rider_begin(struct rider *rider);
void rider_begin_live(struct rider *rider);
void rider_end(struct rider *rider);

void rider_event(struct rider *rider, struct event *event);
void rider_send(struct rider *rider, enum event_kind kind);
void rider_type(struct rider *rider, const char *text);
void rider_number(struct rider *rider, enum event_kind kind, size_t number);
void rider_wait(struct rider *rider, const char *whom);
void rider_give(struct rider *rider, const char *secret);
/* The running action, which has to be this one, ends well; or with a fault that
 * the step of that id cures. */
void rider_good(struct rider *rider, enum action action);
void rider_bad(struct rider *rider, enum action action, const char *step);
/* The same with a fault that may pass by itself. */
void rider_early(struct rider *rider, enum action action, const char *step);
/* The running action asks who that was. */
void rider_ask(struct rider *rider);
/* Killed and started again: what was not saved is gone. */
void rider_kill(struct rider *rider);

/* From a new walkthrough to the first field of a step, all going well. */
void rider_to(struct rider *rider, enum step_id step);
/* A value with the shape of a client secret, made at run time. */
const char *rider_secret(void);

/* Fails the test unless the wizard is there; setting may be NULL. */
void rider_at(const struct rider *rider, enum step_id step,
    const char *setting);
/* ... unless the step list says this of the step. */
void rider_words(const struct rider *rider, enum step_id step,
    const char *piece);

#endif
