/* SPDX-License-Identifier: ISC */
/* What went wrong, in our words, with the next step and the server's words. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* Each kind is one exit code (sysexits.h; see fault_exit). */
enum fault_kind {
	FAULT_NONE,	/* 0 */
	FAULT_USAGE,	/* 64 the command line, or no recipients */
	FAULT_DATA,	/* 65 a bad message or address */
	FAULT_INPUT,	/* 66 input that cannot be read */
	FAULT_REFUSED,	/* 69 refused for good by a server */
	FAULT_BUG,	/* 70 ours */
	FAULT_OS,	/* 71 memory or operating system */
	FAULT_CREATE,	/* 73 a file that cannot be created */
	FAULT_IO,	/* 74 reading or writing failed */
	FAULT_LATER,	/* 75 may work later; nothing to be done now */
	FAULT_SIGNIN,	/* 77 a sign-in or a permission is needed */
	FAULT_SETTINGS, /* 78 the settings, key or vault are wrong */
	FAULT_KINDS
};

/* Whose turn it is to do the next step. */
enum turn {
	TURN_YOU,   /* the person at this terminal */
	TURN_ADMIN, /* who administers the tenant or the mailbox */
	TURN_WAIT,  /* nobody: trying again later may do */
	TURN_US	    /* a bug of postfrank */
};

/*
 * Owned by the caller, bounded, nothing in it is allocated. All texts are clean
 * (base/clean.h) and hold no secret.
 */
struct fault {
	enum fault_kind kind;
	enum turn turn;
	char what[480];	  /* what happened and why, a sentence, no full stop */
	char next[640];	  /* the next step, "" when what says it all */
	char server[520]; /* the server's own words, "" when it said nothing */
	char code[40];	  /* AADSTS7000215, "535 5.7.3", "" for none */
	char step[16];	  /* id of the set-up step that cures it, "" for none */
	unsigned retry_after; /* seconds a server asked us to wait, 0: none */
	bool recent;	  /* may pass by itself within minutes of being made */
};

/* Empty: no fault. */
void fault_clear(struct fault *why);

/* Clears why, sets kind and sentence and the turn that the kind usually means
 * (TURN_WAIT for FAULT_LATER, TURN_US for FAULT_BUG, else TURN_YOU). Always
 * returns false, so that `return fault_set(...)` reads well. why may be NULL,
 * here and below. */
bool fault_set(struct fault *why, enum fault_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sets the next step; always returns false. */
bool fault_next(struct fault *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Sets the server's words, cleaned; always returns false. */
bool fault_server(struct fault *why, const char *words, size_t len);

/* Sets the code; always returns false. */
bool fault_code(struct fault *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The exit code of a kind: 0, 64 ... 78. */
int fault_exit(enum fault_kind kind);

/* The worse of two kinds for a run over many messages:
 * none < later < sign-in < settings; any other kind ranks as later. */
enum fault_kind fault_worse(enum fault_kind a, enum fault_kind b);

/* The words before a next step: "Next: ", "Your administrator: ", ... */
const char *turn_words(enum turn turn);

#endif
