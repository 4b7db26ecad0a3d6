/* SPDX-License-Identifier: ISC */
/* From a sign-in on a draft to an account in use. */
#include <config.h>

#include <poll.h>
#include <stdio.h>

#include "base/moment.h"
#include "setup/finish.h"

/* Made minutes ago and perhaps not known everywhere: like the wizard's "not
 * yet", tried again for two minutes. */
static bool
is_not_yet(const struct driver *driver, const struct fault *why, int64_t since)
{
	const struct wizard *wizard = &driver->desk->wizard;
	enum step_id made_in = why->step[0] != '\0' ? step_find(why->step)
						    : STEP_TEST;
	int64_t now = moment_now();

	return why->recent && made_in < STEP_COUNT &&
	    wizard->steps[made_in].made != 0 &&
	    now - wizard->steps[made_in].made <= RECENT_SECONDS &&
	    now - since <= QUIETLY_SECONDS;
}

/* Waits as ^C allows. */
static bool
wait_a_little(struct driver *driver)
{
	struct prompt_wish wish = { .words = "", .is_deaf = true,
		.timeout_ms = RETRY_SECONDS * 1000 };
	struct secret nothing;

	if (driver->prompt == NULL)
		return poll(NULL, 0, RETRY_SECONDS * 1000) == 0;
	secret_init(&nothing, PROMPT_MAX);
	return prompt_read(driver->prompt, &wish, &nothing) == PROMPT_TIME;
}

bool
finish_rest(struct driver *driver, char note[static NOTE_SIZE],
    struct fault *why)
{
	struct outcome outcome;
	int64_t since = moment_now();
	bool told = false, ok;

	for (;;) {
		ok = driver_act(driver, ACTION_TEST_MAIL, NULL, &outcome);
		if (ok || !is_not_yet(driver, &outcome.why, since) ||
		    !wait_a_little(driver))
			break;
		if (!told && driver->tell != NULL)
			driver->tell(driver->arg, "This was made minutes ago "
			    "and is not known everywhere yet, which is usual. "
			    "It is tried again for two minutes.");
		told = true;
	}
	snprintf(note, NOTE_SIZE, "%s", outcome.note);
	ok = ok && driver_act(driver, ACTION_GO_LIVE, NULL, &outcome);
	if (!ok)
		*why = outcome.why;
	return ok;
}
