/* SPDX-License-Identifier: ISC */
/* The footer's keys, in every state: each does something, and no other key that
 * a footer could name does. */
#include <config.h>

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#include "tests/tui/stage.h"

/* So wide that every key has room. */
static const struct stage_wish wide = { .rows = 40, .columns = 240 };

static const struct {
	const char *name;
	const char *bytes;
} keys[] = {
	{ "Enter ", "\r" },   { "Tab ", "\t" },    { "^Y ", "\031" },
	{ "^O ", "\017" },    { "^N ", "\016" },   { "^R ", "\022" },
	{ "^D ", "\004" },    { "^P ", "\020" },   { "^G ", "\007" },
	{ "^T ", "\024" },    { "^X ", "\030" },   { "^B ", "\002" },
	{ "PageDown ", "\033[6~" }, { "Esc ", "\033" },
};

enum { KEYS = sizeof(keys) / sizeof(keys[0]), ESC = KEYS - 1 };

/* Does the last row name it? */
static bool
is_named(struct vt *vt, const char *name)
{
	char row[4096];
	const char *found;

	snprintf(row, sizeof(row), " %s ", vt_row(vt, vt_rows(vt) - 1));
	found = strstr(row, name);
	while (found != NULL && found[-1] != ' ')
		found = strstr(found + 1, name);
	return found != NULL;
}

static bool
changed(struct vt *vt, void *before)
{
	return vt_has_ended(vt) || !vt_is_alternate(vt) ||
	    strcmp(vt_screen(vt), before) != 0;
}

/* A terminal at some state. */
typedef struct vt *open_state(struct stage *stage);

static void
assert_acts(struct vt *vt, const char *state, size_t key)
{
	char before[65536];

	vt_settle(vt);
	vt_mark(vt);
	snprintf(before, sizeof(before), "%s", vt_screen(vt));
	vt_send(vt, keys[key].bytes, strlen(keys[key].bytes));
	/* the clipboard is offered without a change of the picture */
	if (strcmp(keys[key].name, "^Y ") == 0) {
		vt_see_bytes(vt, "\033]52;");
		return;
	}
	if (vt_wait(vt, changed, before))
		return;
	vt_show(vt);
	fail_msg("%s: %sis in the footer and does nothing", state,
	    keys[key].name);
}

static void
assert_acts_not(struct vt *vt, const char *state, size_t key)
{
	vt_mark(vt);
	vt_type(vt, keys[key].bytes);
	if (vt_count(vt) == 0 && !vt_has_ended(vt))
		return;
	vt_show(vt);
	fail_msg("%s: %sdoes something and is not in the footer", state,
	    keys[key].name);
}

/* Another home, and no switch left on. */
static void
begin(void **state)
{
	stage_begin(state);
	beside_reset(((struct stage *)*state)->tenant);
}

/* What opened a view closes it again, which Esc is in the footer for. */
static bool
is_its_own_end(const char *state, const char *key)
{
	return (strcmp(state, "the list of steps") == 0 &&
	    strcmp(key, "^T ") == 0) ||
	    (strcmp(state, "help") == 0 && strcmp(key, "^G ") == 0) ||
	    (strcmp(state, "leaving") == 0 && strcmp(key, "^X ") == 0) ||
	    (strcmp(state, "other ways") == 0 && strcmp(key, "^P ") == 0);
}

static void
try_state(void **state, const char *name, open_state *open)
{
	struct stage *stage = *state;
	bool named[KEYS];
	struct vt *vt;
	size_t i, n = 0;

	begin(state);
	vt = open(stage);
	vt_settle(vt);
	for (i = 0; i < KEYS; i++) {
		named[i] = is_named(vt, keys[i].name);
		n += named[i];
	}
	if (n == 0) {
		vt_show(vt);
		fail_msg("%s: there is no footer", name);
	}
	/* All that do nothing in a row; of Esc a wait would be the test. */
	for (i = 0; i < ESC; i++)
		if (!named[i] && !is_its_own_end(name, keys[i].name))
			assert_acts_not(vt, name, i);
	vt_free(vt);
	for (i = 0; i < KEYS; i++) {
		if (!named[i])
			continue;
		begin(state);
		vt = open(stage);
		assert_acts(vt, name, i);
		vt_free(vt);
	}
}

/* States without a server */

static struct vt *
at_field(struct stage *stage, const char *setting)
{
	static const char *const others[] = { "cloud", "global", NULL };
	struct vt *vt;

	stage_fill(stage, setting, others);
	vt = stage_resume(stage, &wide);
	vt_settle(vt);
	return vt;
}

static struct vt *
at_text(struct stage *stage)
{
	return at_field(stage, "mailbox");
}

static struct vt *
at_half_a_text(struct stage *stage)
{
	struct vt *vt = at_text(stage);

	vt_type(vt, "half");
	return vt;
}

static struct vt *
at_choice(struct stage *stage)
{
	return at_field(stage, "smtp.security");
}

static struct vt *
at_confirmation(struct stage *stage)
{
	return at_field(stage, "done.register");
}

static struct vt *
at_secret(struct stage *stage)
{
	return at_field(stage, "secrets.client_secret");
}

static struct vt *
at_typed_secret(struct stage *stage)
{
	struct vt *vt = at_secret(stage);

	vt_type(vt, "abc");
	return vt;
}

static struct vt *
at_resume(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "mailbox", NULL);
	vt = stage_start(stage, &wide);
	vt_see(vt, "You were at");
	return vt;
}

static struct vt *
with_key(struct stage *stage, const char *setting, const char *key,
    const char *title)
{
	struct vt *vt = at_field(stage, setting);

	vt_type(vt, key);
	vt_see(vt, title);
	return vt;
}

static struct vt *
at_steps(struct stage *stage)
{
	return with_key(stage, "mailbox", VT_CTRL('T'), "All steps");
}

static struct vt *
at_help(struct stage *stage)
{
	return with_key(stage, "mailbox", VT_CTRL('G'), "Help");
}

static struct vt *
at_leaving(struct stage *stage)
{
	return with_key(stage, "mailbox", VT_CTRL('X'), "Leave?");
}

static struct vt *
at_who(struct stage *stage)
{
	return with_key(stage, "done.register", VT_CTRL('D'),
	    "Somebody else does it");
}

static struct vt *
at_sheet(struct stage *stage)
{
	struct vt *vt = at_who(stage);

	vt_type(vt, "Anna");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "For whoever does it");
	return vt;
}

static struct vt *
at_ways(struct stage *stage)
{
	return with_key(stage, "secrets.client_secret", VT_CTRL('P'),
	    "Other ways");
}

struct row {
	const char *name;
	open_state *open;
};

static void
try_rows(void **state, const struct row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		try_state(state, rows[i].name, rows[i].open);
}

#define TRY(rows) try_rows(state, rows, sizeof(rows) / sizeof((rows)[0]))

static void
req_30_at_fields_the_footer_names_what_acts(void **state)
{
	static const struct row rows[] = {
		{ "a text", at_text },
		{ "half a text", at_half_a_text },
		{ "a choice", at_choice },
		{ "a confirmation", at_confirmation },
		{ "a secret", at_secret },
		{ "a typed secret", at_typed_secret },
	};

	TRY(rows);
}

static void
req_30_over_the_steps_the_footer_names_what_acts(void **state)
{
	static const struct row rows[] = {
		{ "a draft to resume", at_resume },
		{ "the list of steps", at_steps },
		{ "help", at_help },
		{ "leaving", at_leaving },
		{ "who does it", at_who },
		{ "the sheet", at_sheet },
		{ "other ways", at_ways },
	};

	TRY(rows);
}

/* States with one */

static struct vt *
at_work(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "smtp.user", NULL);
	beside_switch(stage->tenant, "smtp.silent", "greeting");
	vt = stage_resume(stage, &wide);
	vt_see(vt, "Login name at the server");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Give up");
	return vt;
}

static struct vt *
at_verdict(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "smtp.user", NULL);
	beside_switch(stage->tenant, "smtp.no-auth", "1");
	vt = stage_resume(stage, &wide);
	vt_see(vt, "Login name at the server");
	vt_type(vt, VT_ENTER);
	vt_see(vt, "Try again");
	return vt;
}

static struct vt *
at_signin(struct stage *stage)
{
	struct vt *vt;

	stage_fill(stage, "signin.pasted", NULL);
	vt = stage_resume(stage, &wide);
	vt_see(vt, "https://");
	return vt;
}

static struct vt *
at_question(struct stage *stage)
{
	struct vt *vt = at_signin(stage);
	char landed[4096];

	stage_browse(stage, vt, "ops", landed, sizeof(landed));
	vt_paste(vt, landed);
	vt_type(vt, VT_ENTER);
	vt_see(vt, "It is right");
	return vt;
}

static struct vt *
at_finished(struct stage *stage)
{
	struct vt *vt;

	stage_live(stage);
	vt = stage_start(stage, &wide);
	vt_see(vt, "Sign in again");
	/* what was looked at meanwhile has been told */
	vt_see(vt, "can be reached");
	return vt;
}

static void
req_30_with_servers_the_footer_names_what_acts(void **state)
{
	static const struct row rows[] = {
		{ "work", at_work },
		{ "a verdict", at_verdict },
		{ "a sign-in", at_signin },
		{ "a question", at_question },
		{ "a finished account", at_finished },
	};
	TRY(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(req_30_at_fields_the_footer_names_what_acts),
		CASE(req_30_over_the_steps_the_footer_names_what_acts),
		CASE(req_30_with_servers_the_footer_names_what_acts),
	};

	return cmocka_run_group_tests(tests, stage_open_tenant, stage_close);
}
