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
ended(void *self, int wait_ms, struct outcome *outcome)
{
	struct scripted *scripted = self;

	(void)wait_ms;
	*outcome = scripted->answers[scripted->last];
	outcome->action = scripted->last;
	outcome->good = !scripted->is_bad[scripted->last];
	return true;
}

static int
descriptor(void *self)
{
	(void)self;
	return -1;
}

static void
cancel(void *self)
{
	(void)self;
}

static void
settle(void *self)
{
	struct scripted *scripted = self;

	scripted->settled++;
}

const struct action_ops scripted_ops = { .start = start, .ended = ended,
	.descriptor = descriptor, .cancel = cancel, .settle = settle };

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
