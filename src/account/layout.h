/* SPDX-License-Identifier: ISC */
/* Where files live and who owns them (design.md 3). Opens none of them. */
#ifndef ACCOUNT_LAYOUT_H
#define ACCOUNT_LAYOUT_H

#include <stdbool.h>
#include <sys/types.h>

#include "account/account.h"
#include "base/fault.h"
#include "base/file.h"

#define SERVICE_USER "postfrank"

enum layout_kind { LAYOUT_SYSTEM, LAYOUT_USER, LAYOUT_HOME };

/* The files of one account. */
enum layout_file {
	LAYOUT_SETTINGS,    /* etc/NAME.json, 0644, root's */
	LAYOUT_KEY,	    /* key/NAME, 0400 */
	LAYOUT_VAULT,	    /* NAME.vault, 0600, as all below but two */
	LAYOUT_LOCK,	    /* NAME.lock */
	LAYOUT_DRAFT,	    /* NAME.draft */
	LAYOUT_DRAFT_VAULT, /* NAME.draft-vault */
	LAYOUT_DRAFT_LOCK,  /* NAME.draft.lock */
	LAYOUT_STATE,	    /* NAME.state, 0644 */
	LAYOUT_EVENTS,	    /* NAME.events, 0644 */
	LAYOUT_GOOD,	    /* NAME.good.json, 0644 */
	LAYOUT_GOLIVE,	    /* NAME.golive, settings on their way (golive.h) */
	LAYOUT_FILES
};

struct owner {
	uid_t uid;
	gid_t gid;
};

struct layout {
	enum layout_kind kind;
	bool read_only; /* the system's, seen by somebody else */
	int hands;	/* socket to the parent that writes for us (hands.h),
			 * -1: we write ourselves */
	struct owner settings; /* whom settings must belong to */
	struct owner data;     /* whom everything else must belong to */
	char etc[PATH_SIZE];
	char key[PATH_SIZE];
	char state[PATH_SIZE];
	char spool[PATH_SIZE];
	char run[PATH_SIZE];
};

/* What the command line says; all false and NULL: choose by the rules. */
struct layout_wish {
	const char *home; /* --home DIR */
	bool system;
	bool user;
	bool make; /* the command makes an account: never the system's
		    * read-only one */
	bool goes_on; /* the command goes on with a set-up that was begun: a
		       * user's own draft counts as an account */
};

/*
 * Effective uid 0 or the service user: the system's. Others: the user's own
 * layout when it has an account or the wish is to make one, or when it has a
 * draft and the wish is to go on with it or the system has no account; else
 * the system's, read-only. Touches nothing. FAULT_USAGE for wishes that
 * contradict each other, FAULT_SETTINGS when root asks for the system's and
 * there is no service user, or when the user has no home directory.
 */
bool layout_choose(struct layout *layout, const struct layout_wish *wish,
    struct fault *why);

/* The path of an account's file. FAULT_USAGE for a bad name. */
bool layout_path(char out[static PATH_SIZE], const struct layout *layout,
    enum layout_file file, const char *name, struct fault *why);
/* The mode that a file of this kind is made with, and who must own it. */
mode_t layout_mode(enum layout_file file);
struct owner layout_owner(const struct layout *layout, enum layout_file file);

/* Makes what directories are missing, with modes and, as root in the system
 * layout, owners; call before hands_split(). */
bool layout_prepare(const struct layout *layout, struct fault *why);

/* Names of accounts that have settings, sorted; no directory: none. */
bool account_list(const struct layout *layout, struct strings *names,
    struct fault *why);
/* Has a set-up been begun here and not ended? */
bool layout_has_draft(const struct layout *layout);
/* Has this account settings? */
bool account_exists(const struct layout *layout, const char *name);

#endif
