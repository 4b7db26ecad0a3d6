/* SPDX-License-Identifier: ISC */
/* Actions of the walkthrough answered by a script: what was asked for is kept,
 * what comes of it is set before. */
#ifndef TESTS_LIB_SCRIPTED_H
#define TESTS_LIB_SCRIPTED_H

#include <stdbool.h>

#include "setup/action.h"

enum { SCRIPTED_MAX = 64 };

struct scripted {
	enum action asked[SCRIPTED_MAX];
	size_t count;
	/* Answers by action; a zeroed one is "good, nothing to say". */
	struct outcome answers[ACTION_COUNT];
	bool is_bad[ACTION_COUNT];
	size_t settled;
	bool was_pasted; /* the sign-in's end was handed something */
	bool is_held;	 /* what runs does not end before this is false */
	bool has_question; /* asked for once, while it is held */
	struct fault question;
	size_t strangers; /* so many sign-ins' ends ask who that was, and fail
			   * when the answer is no */
	bool is_asking;	  /* about one of them */
	bool was_refused;
	bool was_answered, answer;
	size_t cancelled;
	enum action last;
};

extern const struct action_ops scripted_ops; /* self is a struct scripted */

/* The action fails with this kind and set-up step. */
void scripted_fail(struct scripted *scripted, enum action action,
    enum fault_kind kind, const char *step);
/* Was it asked for, and how often? */
size_t scripted_times(const struct scripted *scripted, enum action action);

#endif
