/* SPDX-License-Identifier: ISC */
/* Events and the requests that follow, one after the other. */
#include <config.h>

#include "setup/driver.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/moment.h"

static int64_t
driver_now(const struct driver *driver)
{
	return driver->now != NULL ? driver->now() : moment_now();
}

static void
tell(struct driver *driver, const char *line)
{
	if (driver->tell != NULL && line[0] != '\0')
		driver->tell(driver->arg, line);
}

/* Has it asked something? It has its answer now. */
static bool
answer(struct driver *driver)
{
	struct fault question;

	if (!driver->ops->asked(driver->ops_self, &question))
		return false;
	driver->ops->answer(driver->ops_self, driver->confirm != NULL &&
	    driver->confirm(driver->arg, &question));
	return true;
}

/* Until it has ended, or the person has had enough. */
static bool
wait_for_end(struct driver *driver, struct outcome *outcome)
{
	struct pollfd fd = { .events = POLLIN };
	struct prompt_wish wish = { .words = "", .is_deaf = true,
		.others = &fd, .other_count = 1, .timeout_ms = -1 };
	struct secret nothing;
	enum prompt_end end = PROMPT_OTHER;

	secret_init(&nothing, PROMPT_MAX);
	while (!driver->ops->ended(driver->ops_self, driver->prompt == NULL
	    ? -1 : 0, outcome)) {
		if (answer(driver))
			continue;
		fd.fd = driver->ops->descriptor(driver->ops_self);
		if (driver->prompt != NULL && fd.fd >= 0)
			end = prompt_read(driver->prompt, &wish, &nothing);
		if (end == PROMPT_OTHER)
			continue;
		driver->ops->cancel(driver->ops_self);
		outcome->good = false;
		fault_set(&outcome->why, FAULT_LATER, "you ended this before "
		    "it was done");
		return false;
	}
	return outcome->good;
}

static bool
act(struct driver *driver, const struct order *order, struct outcome *outcome)
{
	char line[128];

	snprintf(line, sizeof(line), "%s ...", action_words(order->action));
	tell(driver, line);
	memset(outcome, 0, sizeof(*outcome));
	outcome->action = order->action;
	return driver->ops->start(driver->ops_self, order, &outcome->why) &&
	    wait_for_end(driver, outcome);
}

bool
driver_act(struct driver *driver, enum action action,
    const struct secret *pasted, struct outcome *outcome)
{
	struct order order = { .action = action, .pasted = pasted,
		.now = driver_now(driver) };

	if (driver->desk != NULL)
		order.answers = &driver->desk->wizard.answers;
	return act(driver, &order, outcome);
}

bool
driver_ask(struct driver *driver, enum action action,
    const struct answers *answers, struct outcome *outcome)
{
	struct order order = { .action = action, .answers = answers,
		.now = driver_now(driver) };

	return act(driver, &order, outcome);
}

/* One event, and the action that it asks for. */
static bool
step(struct driver *driver, struct event *event, struct outcome *outcome,
    bool *acted, struct fault *why)
{
	struct wizard *wizard = &driver->desk->wizard;
	struct request request;
	struct order order = { .answers = &wizard->answers };
	char before[NOTE_SIZE];

	event->now = driver_now(driver);
	*acted = false;
	snprintf(before, sizeof(before), "%s", wizard->note);
	wizard_handle(wizard, event, &request);
	/* A note stays until the next answer, and is told once. */
	if (strcmp(before, wizard->note) != 0)
		tell(driver, wizard->note);
	if (request.keep != NULL)
		driver->ops->settle(driver->ops_self);
	if (request.keep != NULL && !desk_keep(driver->desk, request.keep,
	    event->secret, why))
		return false;
	if (request.save && !desk_save(driver->desk, event->now, why))
		return false;
	/* What begins beside a question is for a person who looks on. */
	if (request.kind != REQUEST_START || wizard->mode != WIZARD_WORKING)
		return true;
	order.action = request.action;
	order.now = event->now;
	if (request.action == ACTION_SIGNIN_FINISH)
		order.pasted = event->secret;
	act(driver, &order, outcome);
	*acted = true;
	return true;
}

bool
driver_event(struct driver *driver, struct event *event, struct fault *why)
{
	struct outcome outcome, last;
	struct event result = { .kind = EVENT_RESULT, .outcome = &last };
	bool acted, ok;

	ok = step(driver, event, &outcome, &acted, why);
	while (ok && acted) {
		last = outcome;
		ok = step(driver, &result, &outcome, &acted, why);
	}
	return ok;
}

bool
driver_poll(struct driver *driver, struct fault *why)
{
	struct wizard *wizard = &driver->desk->wizard;
	struct order order = { .action = ACTION_SIGNIN_FINISH,
		.answers = &wizard->answers, .now = driver_now(driver) };
	struct outcome outcome;
	struct event result = { .kind = EVENT_RESULT, .outcome = &outcome };

	if (wizard->mode != WIZARD_SIGNIN ||
	    wizard->running != ACTION_SIGNIN_FINISH)
		return true;
	act(driver, &order, &outcome);
	return driver_event(driver, &result, why);
}

bool
driver_text(struct driver *driver, const char *text, struct fault *why)
{
	struct event event = { .kind = EVENT_TEXT, .text = text };

	return driver_event(driver, &event, why);
}
