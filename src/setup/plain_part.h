/* SPDX-License-Identifier: ISC */
/* What the files of the plain face share; others use plain.h. */
#ifndef SETUP_PLAIN_PART_H
#define SETUP_PLAIN_PART_H

#include "setup/plain.h"

enum answer_kind {
	ANSWER_TEXT,  /* in plain->typed, doubled commands undone */
	ANSWER_BACK,  /* < */
	ANSWER_HELP,  /* ? */
	ANSWER_CLEAR, /* ! */
	ANSWER_STATUS, /* = */
	ANSWER_LEAVE, /* q */
	ANSWER_MOVED, /* something happened meanwhile: look again */
	ANSWER_OVER   /* the session has ended */
};

struct question {
	const char *words;
	bool is_hidden;
	bool keeps_lines;
};

/* plain.c */
int64_t plain_now(const struct plain *plain);
void plain_event(struct plain *plain, struct event *event);
enum answer_kind plain_ask(struct plain *plain,
    const struct question *question);
/* The action may have ended: takes its result in. */
bool plain_look(struct plain *plain, int wait_ms);
/* Reads a line; PROMPT_OTHER: something has happened meanwhile. */
enum prompt_end plain_wait(struct plain *plain, struct prompt_wish *wish);
/* Ends: the draft, or a secret, cannot be kept, and going on would lose what is
 * typed. */
void plain_fail(struct plain *plain, const struct fault *why);
/* Ends with the draft saved and a word on how to go on. */
void plain_leave(struct plain *plain, int code);
/* A number from 1 to count that was typed, or, for an empty line, fallback; 0:
 * none of these. */
size_t plain_number(const struct plain *plain, size_t count, size_t fallback);

/* plain_begin.c */
bool plain_resume(struct plain *plain);

/* plain_ask.c */
/* Was this character typed and nothing else? */
bool plain_is_lone(const struct plain *plain, char c);
void plain_field(struct plain *plain);
void plain_signin(struct plain *plain);
void plain_verdict(struct plain *plain);

/* plain_show.c */
void show_step(struct plain *plain);
void show_question(struct plain *plain);
void show_finding(struct plain *plain);
void show_help(struct plain *plain);
void show_status(struct plain *plain);
void show_signin(struct plain *plain);
void show_verdict(struct plain *plain, size_t *choices, size_t *cure_at);

#endif
