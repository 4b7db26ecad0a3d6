/* SPDX-License-Identifier: ISC */
/* Where the wizard is tried: a home of its own for every case, the stand-in
 * tenant for all of a program's, drafts and accounts made by the real core, and
 * postfrank-setup on a terminal in memory. */
#ifndef TESTS_TUI_STAGE_H
#define TESTS_TUI_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "setup/wizard.h"
#include "tests/lib/beside.h"
#include "tests/lib/vt.h"

struct stage {
	char dir[64];	/* all of it */
	char home[80];	/* of this case: --home */
	unsigned cases;
	bool is_microsoft;
	struct beside *tenant; /* NULL: without */
	struct layout *layout;
};

/* For cmocka: the group's. Each enters a world of its own where this machine
 * allows it, so that nothing leaves the loopback. */
int stage_open_alone(void **state); /* no tenant */
int stage_open_tenant(void **state);
/* Microsoft's names lead to the tenant; *state is NULL where that cannot be. */
int stage_open_microsoft(void **state);
int stage_close(void **state);
/* Each case's. */
int stage_begin(void **state);
int stage_end(void **state);

#define CASE(function) \
	cmocka_unit_test_setup_teardown(function, stage_begin, stage_end)

/* Answers questions as somebody does who does everything right, up to the field
 * of that setting, which is not answered; leaves the draft. What the servers
 * would say is taken for granted. others: pairs of setting and value in place
 * of those that lead to the tenant, NULL behind; may be NULL. */
void stage_fill(struct stage *stage, const char *until,
    const char *const *others);
/* A finished account, signed in as alerts, by the real commands. */
void stage_live(struct stage *stage);
/* What the draft on disk says; "" for nothing. Borrowed until the next call. */
const char *stage_answer(struct stage *stage, const char *setting);
/* The draft on disk, to be looked at until the next call; NULL: none. */
const struct wizard *stage_draft(struct stage *stage);
/* Is there a live account? */
bool stage_is_live(struct stage *stage);
/* Does any file of this home hold the bytes? */
bool stage_holds(struct stage *stage, const char *bytes);

struct stage_wish {
	int rows, columns;
	const char *const *environment;
	bool ignores_hangup;
	bool by_command; /* "postfrank setup" in place of postfrank-setup */
};

/* The wizard on this home; wish may be NULL. */
struct vt *stage_start(struct stage *stage, const struct stage_wish *wish);
/* With a draft: waits for the question about it and goes on. */
struct vt *stage_resume(struct stage *stage, const struct stage_wish *wish);

/* Runs postfrank with --home and these arguments, NULL behind; input: a text
 * for its standard input. Returns its exit status; out gets what it printed. */
int stage_command(struct stage *stage, const char *const *arguments,
    const char *input, struct text *out);

/* All of the sign-in's address that is on the screen, which begins in column 0
 * and goes on over whole rows. */
void stage_address(struct vt *vt, char *out, size_t size);
/* NAME signs in at the address on the screen; out: what the browser ends on. */
void stage_browse(struct stage *stage, struct vt *vt, const char *who,
    char *out, size_t size);

/* At a verdict: takes the row "Try again" by its number. */
void stage_try_again(struct vt *vt);
/* What a sign-in by a code shows: where to go, and what to type there. */
void stage_code(struct vt *vt, char *address, size_t size,
    char code[static 32]);
/* The first title of a step that is on the screen: "Client secret"; "" for
 * none. */
const char *stage_title(struct vt *vt);

/* Waits until the draft on disk is at the field of that setting. */
void stage_see_field(struct stage *stage, struct vt *vt, const char *setting);
/* Answers the field that the draft is at, as stage_fill() would, by typing and
 * pasting into the real program, and waits until the draft is at another one.
 * At the sign-in alerts signs in. */
void stage_answer_field(struct stage *stage, struct vt *vt,
    const char *const *others);
/* What stage_fill() answers. */
const char *stage_value(struct stage *stage, const char *setting,
    const char *const *others);

#endif
