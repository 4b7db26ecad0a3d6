/* SPDX-License-Identifier: ISC */
/* The work that steps ask for, and the table of functions through which a face
 * has it done; the wizard itself does none of it. */
#ifndef SETUP_ACTION_H
#define SETUP_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/secret.h"
#include "setup/answers.h"

enum action {
	ACTION_NONE,
	ACTION_LOOK_AROUND,	  /* clock, names, ports 443 and 587 */
	ACTION_DISCOVER,	  /* the tenant's or server's own document */
	ACTION_PROBE_CREDENTIALS, /* tenant + client id + secret */
	ACTION_PROBE_SERVER,	  /* connect, EHLO, STARTTLS, XOAUTH2? */
	ACTION_SIGNIN_BEGIN,	  /* make, or show again, the address to open */
	ACTION_SIGNIN_RENEW,	  /* a new one in place of the old */
	ACTION_SIGNIN_FINISH,	  /* redeem what the browser ended on */
	ACTION_TEST_MAIL,	  /* a real mail to test.to */
	ACTION_TEST_BACKUP,	  /* a real mail by the backup server */
	ACTION_GO_LIVE,		  /* the draft becomes the account */
	ACTION_COUNT
};

enum { OUTCOME_LEARNED = 4, SIGNIN_URL_SIZE = 4096, NOTE_SIZE = 480 };

/* What a finished action tells. */
struct outcome {
	enum action action;
	bool good;
	struct fault why;     /* when not good; why.step names the cure */
	char note[NOTE_SIZE]; /* one sentence for the person, may be "" */
	/* Settings that the work found out (a domain's tenant id). */
	struct {
		char setting[SETTING_SIZE];
		char value[256];
	} learned[OUTCOME_LEARNED];
	size_t learned_count;
	/* ACTION_SIGNIN_BEGIN, _RENEW: what to open, what to type there, and
	 * until when it is good (0: until it is used). */
	char address[SIGNIN_URL_SIZE];
	char user_code[32];
	int64_t until;
};

/* What an action starts from; all borrowed for the time of start(). */
struct order {
	enum action action;
	const struct answers *answers;
	const struct secret *pasted; /* ACTION_SIGNIN_FINISH only */
	int64_t now;
};

/*
 * How a face has work done: in the same process, in a child, or by a script of
 * a test. One action runs at a time.
 */
struct action_ops {
	/* Begins; false with why when it cannot even begin. */
	bool (*start)(void *self, const struct order *order, struct fault *why);
	/* True when it has ended and outcome is filled in; waits at most that
	 * long for it (0: only looks, -1: for as long as it takes). */
	bool (*ended)(void *self, int wait_ms, struct outcome *outcome);
	/* Readable when ended() would be worth a call; -1: just call it. */
	int (*descriptor)(void *self);
	/* The running action wants to know something that only a person can
	 * tell: true, once for each question, after ended() returned false;
	 * question's what and next say it. It waits for answer(). */
	bool (*asked)(void *self, struct fault *question);
	void (*answer)(void *self, bool yes);
	/* Gives the running action up; no outcome comes any more. */
	void (*cancel)(void *self);
	/* Waits until what was given up has ended: it may be keeping an answer
	 * still, so that this comes before a secret is kept. */
	void (*settle)(void *self);
};

/* "Asking the sign-in server about the tenant": what to show meanwhile. */
const char *action_words(enum action action);
/* Seconds after which it will have ended in any case. */
unsigned action_limit(enum action action);
/* May it be repeated by itself (it uses nothing up and sends nothing twice)? */
bool action_is_repeatable(enum action action);
/* A word for drafts and tests: "discover". */
const char *action_id(enum action action);

#endif
