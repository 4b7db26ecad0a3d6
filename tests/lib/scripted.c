/* SPDX-License-Identifier: ISC */
/* See the header. */
#include <config.h>

#include "tests/lib/scripted.h"

#include <stdio.h>
#include <string.h>

static bool
start(void *self, const struct order *order, struct fault *why)
{
	struct scripted *scripted = self;

	(void)why;
	if (scripted->count < SCRIPTED_MAX)
		scripted->asked[scripted->count++] = order->action;
	scripted->last = order->action;
	if (order->action == ACTION_SIGNIN_FINISH && order->pasted != NULL)
		scripted->was_pasted = true;
	return true;
}

static bool
meets_stranger(const struct scripted *scripted)
{
	return scripted->last == ACTION_SIGNIN_FINISH &&
	    scripted->strangers > 0;
}

static bool
ended(void *self, int wait_ms, struct outcome *outcome)
{
	struct scripted *scripted = self;

	(void)wait_ms;
	if (scripted->is_held || scripted->is_asking ||
	    meets_stranger(scripted))
		return false;
	*outcome = scripted->answers[scripted->last];
	outcome->action = scripted->last;
	outcome->good = !scripted->is_bad[scripted->last] &&
	    !scripted->was_refused;
	if (scripted->was_refused)
		fault_set(&outcome->why, FAULT_SIGNIN, "it was not wanted");
	scripted->was_refused = false;
	return true;
}

static int
descriptor(void *self)
{
	(void)self;
	return -1;
}

static bool
asked(void *self, struct fault *question)
{
	struct scripted *scripted = self;
	bool has = scripted->has_question;

	if (meets_stranger(scripted) && !scripted->is_asking) {
		scripted->strangers--;
		scripted->is_asking = true;
		return !fault_set(question, FAULT_SIGNIN, "somebody else "
		    "signed in");
	}
	*question = scripted->question;
	scripted->has_question = false;
	return has;
}

static void
answer(void *self, bool yes)
{
	struct scripted *scripted = self;

	scripted->was_answered = true;
	scripted->answer = yes;
	scripted->was_refused = scripted->is_asking && !yes;
	scripted->is_asking = false;
}

static void
cancel(void *self)
{
	struct scripted *scripted = self;

	scripted->is_asking = scripted->was_refused = false;
	scripted->cancelled++;
}

static void
settle(void *self)
{
	struct scripted *scripted = self;

	scripted->settled++;
}

const struct action_ops scripted_ops = { .start = start, .ended = ended,
	.descriptor = descriptor, .asked = asked, .answer = answer,
	.cancel = cancel, .settle = settle };

void
scripted_fail(struct scripted *scripted, enum action action,
    enum fault_kind kind, const char *step)
{
	struct fault *why = &scripted->answers[action].why;

	scripted->is_bad[action] = true;
	fault_set(why, kind, "the script says that this fails");
	fault_next(why, "Mend it.");
	snprintf(why->step, sizeof(why->step), "%s", step);
}

size_t
scripted_times(const struct scripted *scripted, enum action action)
{
	size_t i, n = 0;

	for (i = 0; i < scripted->count; i++)
		n += scripted->asked[i] == action;
	return n;
}
