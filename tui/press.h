/* SPDX-License-Identifier: ISC */
/* One thing that the person, or the terminal, did. */
#ifndef TUI_PRESS_H
#define TUI_PRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/secret.h"

enum stroke {
	STROKE_NONE,
	/* bytes: typed characters, complete in UTF-8; a byte that is none in
	 * this locale comes alone, as it is, for the editor to refuse */
	STROKE_TEXT,
	/* pasted: all of it, line breaks as '\n'; also what comes without
	 * markers faster than anyone types (decoder.h) */
	STROKE_PASTE,
	STROKE_TOO_MUCH, /* a paste of more than PRESS_PASTE_MAX: dropped */
	STROKE_RESIZE,
	STROKE_HANGUP,	 /* the line dropped, or SIGHUP */
	STROKE_END,	 /* SIGTERM, SIGINT from outside */
	STROKE_ENTER,
	STROKE_ESC,
	STROKE_TAB,
	STROKE_BACKTAB,
	STROKE_UP,
	STROKE_DOWN,
	STROKE_LEFT,
	STROKE_RIGHT,
	STROKE_HOME,	   /* also ^A */
	STROKE_LINE_END,   /* End, also ^E */
	STROKE_PAGE_UP,
	STROKE_PAGE_DOWN,
	STROKE_BACKSPACE,
	STROKE_DELETE,
	STROKE_KILL_BEFORE, /* ^U */
	STROKE_KILL_WORD,   /* ^W */
	STROKE_KILL_AFTER,  /* ^K */
	STROKE_HELP,	    /* ^G, F1 */
	STROKE_STEPS,	    /* ^T, F2 */
	STROKE_REVEAL,	    /* ^R */
	STROKE_COPY,	    /* ^Y */
	STROKE_PAGE,	    /* ^O */
	STROKE_NEW,	    /* ^N */
	STROKE_HAND_OVER,   /* ^D: somebody else must do this */
	STROKE_OTHER_WAY,   /* ^P: the portal will not let me */
	STROKE_BROWSER,	    /* ^B: open in a browser here */
	STROKE_REPAINT,	    /* ^L */
	STROKE_SUSPEND,	    /* ^Z: it has been done */
	STROKE_LEAVE,	    /* ^X */
	STROKE_BREAK,	    /* ^C, ^\: as ^X; twice leaves at once */
	STROKE_COUNT
};

enum { PRESS_PASTE_MAX = 16384, PRESS_BYTES = 64 };

/* Owned by who reads it; press_clear() wipes. */
struct press {
	enum stroke stroke;
	char bytes[PRESS_BYTES]; /* STROKE_TEXT */
	size_t len;
	struct secret pasted;	 /* STROKE_PASTE */
};

void press_init(struct press *press);
void press_clear(struct press *press);

#endif
