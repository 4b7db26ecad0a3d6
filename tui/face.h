/* SPDX-License-Identifier: ISC */
/* The wizard on a full screen: what is shown beside the wizard's own state, and
 * what each key does to it. Knows no curses: presses in, pictures out. Decides
 * nothing that the wizard decides. */
#ifndef TUI_FACE_H
#define TUI_FACE_H

#include <stdbool.h>
#include <stdint.h>

#include "account/lock.h"
#include "base/fault.h"
#include "base/moment.h"
#include "base/secret.h"
#include "setup/action.h"
#include "setup/desk.h"
#include "setup/session.h"
#include "setup/signin.h"
#include "setup/survey.h"
#include "tui/editor.h"
#include "tui/plan.h"
#include "tui/press.h"
#include "tui/screen.h"

/* What lies over the wizard's own view; WIZARD_LEAVING's question lies over all
 * of them. */
enum overlay {
	OVERLAY_NONE,
	OVERLAY_TAKE_OVER, /* somebody else works on the draft (holder, idle);
			    * the desk is not open yet: look at nothing else */
	OVERLAY_RESUME,	  /* a draft was there: go on, from the start, drop;
			   * also when there was one that is damaged
			   * (desk->damaged) */
	OVERLAY_HELP,	  /* about this field, and all keys */
	OVERLAY_STEPS,	  /* the list of steps */
	OVERLAY_WHO,	  /* hand over: who does it? */
	OVERLAY_SHEET,	  /* hand over: the sheet that was written */
	OVERLAY_WAYS,	  /* other ways, when the portal will not let one */
	OVERLAY_REMOVE,	  /* really remove the account? */
	OVERLAY_PAGE	  /* the plain page is up */
};

enum { PROGRESS_LINES = 32, PROGRESS_SIZE = 240 };

/* One line of what a running action told. */
struct progress {
	int64_t at;
	char words[PROGRESS_SIZE];
};

/* Fill in the first part, zero the rest, then face_begin(). */
struct face {
	struct desk *desk; /* with the wizard in it */
	const struct action_ops *ops;
	void *ops_self;
	struct signin *signin;		/* its listener; NULL: none */
	const struct session *session;	/* who sits there, and from where */
	const struct survey *survey;	/* what is here already; NULL: not
					 * looked */
	const char *again;		/* the command that goes on later */
	int64_t (*now)(void);		/* NULL: moment_now */
	bool has_code, has_copy, has_colour; /* what the terminal can do */
	bool has_browser;		/* there is one on this machine */

	enum shape shape;	/* of the window, kept by the loop */
	enum overlay overlay;
	enum overlay under;	/* OVERLAY_PAGE: what comes back behind it */
	struct lock_holder holder; /* OVERLAY_TAKE_OVER */
	char idle[MOMENT_SIZE];	/* "3 hours": how long nobody typed there, ""
				 * when that is not known */
	struct editor editor;	/* of the current field, or of OVERLAY_WHO */
	enum step_id edited_step;
	size_t edited_field;
	bool is_edited;		/* the editor belongs to that field */
	bool is_fresh;		/* its text is as it was put there: a paste
				 * takes its place */
	bool is_proposed;	/* and nobody has answered with it yet: so does
				 * what is typed */
	struct finding found;	/* of the editor; see face_finding() */
	size_t choice;		/* the chosen one of face_rows() */
	size_t offered;		/* which reading of the finding's is in the
				 * editor: 0 none, 1 suggestion, 2 other */
	size_t carry;		/* which value ^Y offered last */
	int scroll;		/* rows that are scrolled away at the top */
	int scroll_max;		/* set by drawing */
	char say[NOTE_SIZE];	/* one line: "Copy was offered to ..." */
	struct progress progress[PROGRESS_LINES];
	size_t progress_count;
	char sheet_path[PATH_SIZE];
	struct text sheet;
	bool is_running;	/* an action */
	bool wants_page;	/* the loop is to show face_page() plainly */
	bool wants_copy;	/* ... to offer face_copy() to the clipboard */
	bool wants_browser;	/* ... to open the address here */
	bool wants_repaint;
	bool wants_plain;	/* the plain questions: no room for this face */
	bool is_removed;	/* the person wants the account removed */
	bool is_over;
	int code;		/* to exit with */
	struct fault failed;	/* why it ended, when it had to */

	/* The face's own business. */
	enum step_id hand_step; /* what is handed over */
	char whom[96];		/* and to whom */
	struct editor stash;	/* the field's, while a name is asked for */
	bool stash_fresh, stash_proposed;
	size_t carry_next;
	size_t kept_choice;	/* of the view below an overlay */
	int kept_scroll;
	enum wizard_mode seen_mode; /* what choice, scroll and editor are for */
	enum step_id seen_step;
	size_t seen_field;
	struct secret came;	/* what the listener brought, until it can be
				 * used */
	bool has_come;
	bool has_news;
	int64_t ticked;		/* when time was last told to the wizard */
};

/* The first picture's state: a draft to resume, or the wizard opened. */
void face_begin(struct face *face);
void face_clear(struct face *face);

/* What a press does. Resize and suspend are the loop's. */
void face_press(struct face *face, struct press *press);
/* The running action may have ended or has a question; the listener may have
 * news; time may have passed. True when the picture may be another one. */
bool face_look(struct face *face);
/* Milliseconds until face_look() is due by the clock; -1: never. */
int face_timeout(const struct face *face);
/* Told by struct work: arg is a struct face. */
void face_tell(void *arg, const char *line);

/* Draws everything (tui/view.c). Pure but for face->scroll_max. */
void face_draw(struct face *face, struct screen *screen);
/* What the plain page and the clipboard get; "" and false for nothing. */
bool face_page(const struct face *face, struct text *out);
bool face_copy(const struct face *face, struct text *out);
/* The address to open now: the sign-in's, or the portal's page. */
bool face_address(const struct face *face, struct text *out);

/*
 * The rows among which the person chooses now, in the order of their digits: a
 * choice field's, what can be done about a verdict or a question, an overlay's
 * list. 0: nothing is chosen here. face_row() adds the words of one, and is
 * false for one that is drawn but cannot be taken ("comes later", a step that
 * may not be gone to yet). face->choice is the one that Enter takes.
 */
size_t face_rows(const struct face *face);
bool face_row(const struct face *face, size_t index, struct text *out);

/* The finding to be shown at the current field: the editor's own (a paste that
 * was refused), else the wizard's; its text is "" for none. Where it has a
 * suggestion, Down puts that, and then the other one, into the field. */
const struct finding *face_finding(const struct face *face);

/* Is the editor what the keys go to? Then the cursor belongs into it. */
bool face_is_editing(const struct face *face);

/* Does this key do anything now? The footer, the help and face_press() all
 * ask here (tui/keys.c). */
bool face_acts(const struct face *face, enum stroke stroke);

#endif
