/* SPDX-License-Identifier: ISC */
/* What the files of the plain face share; others use plain.h. */
#ifndef SETUP_PLAIN_PART_H
#define SETUP_PLAIN_PART_H

#include "setup/plain.h"

enum answer_kind {
	ANSWER_TEXT,  /* in plain->typed, doubled commands undone */
	ANSWER_KEY,   /* one of the question's own letters, in plain->key */
	ANSWER_BACK,  /* < */
	ANSWER_HELP,  /* ? */
	ANSWER_CLEAR, /* ! */
	ANSWER_STATUS, /* = */
	ANSWER_LEAVE, /* q */
	ANSWER_MOVED, /* something happened meanwhile: look again */
	ANSWER_OVER   /* the session has ended */
};

/* Every question takes the commands <, ?, !, = and q. */
struct question {
	const char *words; /* what stands before the line that is typed */
	const char *help;  /* what ? says; NULL: about the wizard's field */
	const char *keys;  /* letters that alone mean something here, or NULL */
	bool is_hidden;
	bool keeps_lines;
	bool has_value;	   /* ! is for the caller */
	bool has_leave;	   /* q is for the caller */
	bool may_jump;	   /* = asks for a step to go to */
};

/* plain.c */
int64_t plain_now(const struct plain *plain);
void plain_event(struct plain *plain, struct event *event);
/* The action may have ended, or may ask: takes in what comes of it. */
bool plain_look(struct plain *plain, int wait_ms);
/* Reads a line; PROMPT_OTHER: something has happened meanwhile. */
enum prompt_end plain_wait(struct plain *plain, struct prompt_wish *wish);
/* Ends: the draft, or a secret, cannot be kept, and going on would lose what is
 * typed. */
void plain_fail(struct plain *plain, const struct fault *why);
/* Ends with the draft saved and a word on how to go on. */
void plain_leave(struct plain *plain, int code);

/* plain_command.c */
/* Asks until there is an answer for the caller: help, status and leaving are
 * dealt with, and so is clearing where nothing has a value. */
enum answer_kind plain_ask(struct plain *plain,
    const struct question *question);
/* A number from 1 to count that was typed, or, for an empty line, fallback; 0:
 * none of these. */
size_t plain_number(const struct plain *plain, size_t count, size_t fallback);
/* Says so when there was no such number. */
void plain_no_number(struct plain *plain, size_t count);

/* plain_begin.c */
bool plain_resume(struct plain *plain);

/* plain_ask.c */
void plain_field(struct plain *plain);
void plain_signin(struct plain *plain);
void plain_verdict(struct plain *plain);
void plain_question(struct plain *plain);
/* One question back: within the step, else to the step before. */
void plain_back(struct plain *plain);

/* plain_hand.c: when somebody else has to do it, or it goes another way. */
void plain_hand_over(struct plain *plain);
void plain_other_way(struct plain *plain);
/* Whose sheet tells what somebody else has to do now: that of the step which
 * cures the fault, else this one's; STEP_COUNT: there is none. */
enum step_id plain_sheet_step(const struct plain *plain);
/* Which of u, f, b, n, w and o mean something now; returns out. */
enum { KEYS_SIZE = 12 };
char *plain_keys(const struct plain *plain, char out[static KEYS_SIZE]);
/* Obeys one of them. */
void plain_obey_key(struct plain *plain);

/* plain_show.c */
void show_step(struct plain *plain);
void show_question(struct plain *plain);
void show_finding(struct plain *plain);
void show_reminder(struct plain *plain, const char *what);
void show_help(struct plain *plain, const struct question *question);
void show_status(struct plain *plain);

/* plain_show_signin.c */
void show_signin(struct plain *plain);
/* The tunnel in PuTTY's words. */
void show_signin_help(struct plain *plain);
void show_doors(struct plain *plain);

/* What can be done about what went wrong. */
struct way {
	enum event_kind kind;
	char words[80];
};
enum { WAYS_MAX = 6 };
/* Prints the fault and these, from 1, unless they were printed since the last
 * answer; the first is what Enter does. */
size_t show_verdict(struct plain *plain, struct way ways[static WAYS_MAX]);
/* Who signed in, and the two answers. */
void show_asked(struct prompt *prompt, const struct fault *question);

#endif
