/* SPDX-License-Identifier: ISC */
/* The draft of one account while somebody works on it: its lock, its wizard,
 * its file and its vault. Does no network. */
#ifndef SETUP_DESK_H
#define SETUP_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "account/account.h"
#include "account/layout.h"
#include "account/lock.h"
#include "account/vault.h"
#include "base/fault.h"
#include "base/secret.h"
#include "setup/wizard.h"

struct desk {
	const struct layout *layout;
	char name[64]; /* of the account */
	struct lock lock;
	struct wizard wizard;
	struct account live; /* the finished account's settings, if any */
	bool is_live;
	struct fault ended;  /* what ended the live sign-in and the step that
			      * cures it, FAULT_NONE while nothing did */
	bool is_resumed;     /* a draft was there */
	int64_t saved;	     /* when it was last written */
	struct fault damaged; /* a draft that could not be read, else none */
	char path[PATH_SIZE];
};

enum { DESK_PATIENCE = 5 }; /* seconds from SIGHUP to SIGKILL */

/*
 * Takes the draft's lock and reads what there is: the draft, else the finished
 * account, else nothing. Ends a go-live that a crash interrupted. FAULT_LATER
 * names who holds the draft; desk_holder() tells more.
 */
bool desk_open(struct desk *desk, const struct layout *layout,
    const char *name, struct fault *why);
/* Gives the lock back; the draft stays. */
void desk_close(struct desk *desk);

/* Who works on the draft now; false: nobody. */
bool desk_holder(const struct layout *layout, const char *name,
    struct lock_holder *holder);
/* For how many seconds nobody has typed there, by its terminal's time of last
 * access; -1: not known. */
int64_t desk_idle(const struct lock_holder *holder, int64_t now);
/* Asks the holder to save and leave, and ends it when it does not. Only the
 * same user or root may: FAULT_LATER with the reason otherwise. */
bool desk_take_over(const struct layout *layout, const char *name,
    struct fault *why);

/* Is there a draft file? Needs no lock. */
bool desk_has_draft(const struct layout *layout, const char *name);

/* Writes the draft. */
bool desk_save(struct desk *desk, int64_t now, struct fault *why);
/* Moves a secret into the draft's vault. */
bool desk_keep(struct desk *desk, const char *field, struct secret *secret,
    struct fault *why);
/* Is there a client secret, in the draft's vault or the live one? */
bool desk_has_secret(struct desk *desk, struct fault *why);
/* Throws the draft and its secrets away; the wizard begins anew. */
bool desk_drop(struct desk *desk, struct fault *why);

/* Throws the draft away too, but begins one that takes nothing from a finished
 * account: what an answers file does not say has its default. */
bool desk_begin_bare(struct desk *desk, struct fault *why);

/* The draft's vault; borrows the desk. */
struct vault_place desk_place(const struct desk *desk);
/* What the account would be if it went live now; initialised here. */
bool desk_account(const struct desk *desk, const struct answers *answers,
    struct account *account, struct fault *why);

#endif
