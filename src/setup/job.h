/* SPDX-License-Identifier: ISC */
/* One action of the walkthrough, carried out in the child that work.c made for
 * it; others use work.h. */
#ifndef SETUP_JOB_H
#define SETUP_JOB_H

#include <stdbool.h>

#include "account/account.h"
#include "base/secret.h"
#include "oauth/grant.h"
#include "queue/route.h"
#include "setup/action.h"
#include "setup/work.h"

struct job {
	struct work *work;
	const struct order *order;
	struct account account;	     /* as it would be now */
	struct secret client_secret; /* empty: a public client */
	struct secret proxy_password;
	int channel;		     /* to the parent */
	struct outcome *outcome;     /* zeroed but for its action */
};

enum record_kind { RECORD_LINE, RECORD_QUESTION, RECORD_OUTCOME };

/* What goes from child to parent: this and len bytes (a text without its NUL, a
 * struct fault, a struct outcome). A question is answered by one byte, 'y' or
 * 'n'. */
struct record {
	uint32_t kind;
	uint32_t len;
};
bool record_send(int channel, enum record_kind kind, const void *bytes,
    size_t len);

/* Does job->order's action and fills job->outcome. */
void job_run(struct job *job);

/* Tells a line; asks what only a person can answer. */
void job_tell(struct job *job, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool job_ask(struct job *job, const struct fault *question);

enum { JOB_LINE_MAX = 511 }; /* of what job_tell() tells */

/*
 * The stages of a mail (setup/stage.h), told as they end. expected are bits 1u
 * << ROUTE_x. passed and again are for struct route_watch, with the stages as
 * their arg.
 */
struct job_stages {
	struct job *job;
	unsigned expected;
	unsigned done;
	int64_t began; /* the present one, moment_boot_ms() */
};
void job_stages_begin(struct job_stages *stages, struct job *job,
    unsigned expected);
void job_stage_passed(void *arg, enum route_stage which, int64_t ms,
    const char *detail);
void job_stages_again(void *arg, const struct fault *why);
/* It failed in this one, and the expected ones behind it are not tried. */
void job_stages_failed(struct job_stages *stages, enum route_stage which);

/* Fills the outcome's note; learns a setting. */
void job_note(struct job *job, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void job_learn(struct job *job, const char *setting, const char *value);

/* The account's mail server; borrows the job. FAULT_SETTINGS: not known. */
struct smtp_server;
bool job_server(const struct job *job, struct smtp_server *server,
    struct fault *why);

/* The application as it asks for tokens; borrows the job. */
struct grant_client job_client(const struct job *job);

/* From here on until job_unguard() SIGTERM waits: a token that has been handed
 * out must reach the disk. */
void job_guard(void);
void job_unguard(void);

/* The actions with files of their own; each true when it went well. */
bool job_begin_device(struct job *job, struct fault *why);
/* Asks until the code has been typed, as often as the server allows; true: the
 * reply is filled in, and SIGTERM waits (job_guard). */
bool job_wait_for_device(struct job *job, struct pending *pending,
    struct token_reply *reply, struct fault *why);
bool job_finish(struct job *job, struct fault *why);
bool job_mail(struct job *job, struct fault *why);
bool job_look(struct job *job, struct fault *why);
bool job_backup(struct job *job, struct fault *why);

#endif
