/* SPDX-License-Identifier: ISC */
/* Waiting after a refresh that failed. */
#include <config.h>

#include "oauth/token_trouble.h"

#include <stdio.h>
#include <string.h>

#include "base/moment.h"

/* The state's member: an object with the fault, so that those who come later
 * tell the same. */
#define MEMBER "refresh_trouble"

static const struct json *
find_trouble(const struct state *state)
{
	return state->rest == NULL ? NULL : json_member(state->rest, MEMBER);
}

static int64_t
number_of(const struct json *json, const char *key, int64_t max)
{
	int64_t value = 0;

	return json_int(json, key, 0, max, &value) ? value : 0;
}

static void
copy_word(const struct json *json, const char *key, char *out, size_t size)
{
	const char *value = json_string(json, key);

	if (value != NULL)
		snprintf(out, size, "%.*s", (int)size - 1, value);
}

/* The clock may have been set back since: no wait is longer than the longest
 * one that we would set. */
static int64_t
seconds_to_wait(const struct state *state, int64_t now)
{
	int64_t wait = state->refresh_not_before - now;

	return wait <= 0 || wait > TROUBLE_MAX ? 0 : wait;
}

bool
token_trouble_blocks(const struct state *state,
    const struct trouble_look *look, struct fault *why)
{
	const struct json *trouble = find_trouble(state);
	int64_t wait = seconds_to_wait(state, look->now);
	char when[MOMENT_SIZE];
	enum fault_kind kind;
	const char *what;

	if (wait == 0 || trouble == NULL ||
	    number_of(trouble, "generation", INT64_C(1) << 52) !=
		look->generation)
		return false;
	what = json_string(trouble, "what");
	kind = (enum fault_kind)number_of(trouble, "kind", FAULT_KINDS - 1);
	if (what == NULL || kind == FAULT_NONE ||
	    (look->insist && kind != FAULT_LATER))
		return false;
	fault_set(why, kind, "%s", what);
	if (why == NULL)
		return true;
	copy_word(trouble, "next", why->next, sizeof(why->next));
	copy_word(trouble, "server", why->server, sizeof(why->server));
	copy_word(trouble, "code", why->code, sizeof(why->code));
	copy_word(trouble, "step", why->step, sizeof(why->step));
	why->turn = (enum turn)number_of(trouble, "turn", TURN_US);
	json_bool(trouble, "recent", &why->recent);
	if (kind == FAULT_LATER) {
		why->retry_after = (unsigned)wait;
		fault_next(why, "The server is not asked again before "
		    "%s; try again then.",
		    moment_words(when, state->refresh_not_before));
	}
	return true;
}

static int64_t
wait_after(const struct fault *why, int64_t failures)
{
	int64_t wait;

	if (why->kind == FAULT_SIGNIN && !why->recent)
		return TROUBLE_SIGNIN;
	if (why->retry_after > 0)
		return why->retry_after < TROUBLE_MAX ? why->retry_after
						      : TROUBLE_MAX;
	wait = why->code[0] != '\0' ? TROUBLE_SERVER : TROUBLE_NETWORK;
	for (; failures > 0 && wait < TROUBLE_MAX; failures--)
		wait *= 2;
	return wait < TROUBLE_MAX ? wait : TROUBLE_MAX;
}

/* What was found wrong here, before anything was asked, is found again for
 * nothing, and is cured by an edit of the settings. */
static bool
is_local(const struct fault *why)
{
	return why->kind != FAULT_LATER && why->code[0] == '\0';
}

void
token_trouble_note(struct state *state, int64_t generation, int64_t now,
    const struct fault *why)
{
	const struct json *old = find_trouble(state);
	/* Failures in a row, at the most as many as change the wait. */
	int64_t failures = old == NULL ? 0 : number_of(old, "failures", 1000);
	struct json *trouble;

	if (is_local(why))
		return;
	trouble = json_new_object();
	state->refresh_not_before = now + wait_after(why, failures);
	if (why->kind == FAULT_SIGNIN) {
		if (!state->signin_needed)
			state->signin_needed_since = now;
		state->signin_needed = true;
	}
	json_set_int(trouble, "generation", generation);
	json_set_int(trouble, "failures", failures + 1);
	json_set_int(trouble, "kind", why->kind);
	json_set_int(trouble, "turn", why->turn);
	json_set_string(trouble, "what", why->what);
	json_set_string(trouble, "next", why->next);
	json_set_string(trouble, "server", why->server);
	json_set_string(trouble, "code", why->code);
	json_set_string(trouble, "step", why->step);
	json_set_bool(trouble, "recent", why->recent);
	if (state->rest == NULL)
		state->rest = json_new_object();
	json_set(state->rest, MEMBER, trouble);
	state_set_error(state, why, now);
}

void
token_trouble_end(struct state *state)
{
	if (find_trouble(state) != NULL || state->signin_needed)
		state_set_error(state, NULL, 0);
	if (state->rest != NULL)
		json_remove(state->rest, MEMBER);
	state->refresh_not_before = 0;
	state->signin_needed = false;
	state->signin_needed_since = 0;
}
