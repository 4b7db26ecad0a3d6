/* SPDX-License-Identifier: ISC */
/* What the files of the wizard share; faces use wizard.h. */
#ifndef SETUP_WIZARD_PART_H
#define SETUP_WIZARD_PART_H

#include "setup/wizard.h"

/* One call of wizard_handle(): what came, and what is to be done. */
struct call {
	const struct event *event;
	struct request *request;
};

/* wizard_state.c: what the states are and how answers change them. */
struct field_record *field_record(struct wizard *wizard);
bool step_fits(const struct wizard *wizard, enum step_id step);
bool step_is_finished(const struct wizard *wizard, enum step_id step);
bool step_is_passed(const struct wizard *wizard, enum step_id step);
void step_update(struct wizard *wizard, enum step_id step);
/* The answer of this field has changed: its step, and those that rest on it,
 * have to be checked again. */
void wizard_shake(struct wizard *wizard, enum step_id step, size_t index);
/* Nothing is known any more of a test mail that was taken. */
void wizard_forget_test(struct wizard *wizard);
/* Judges all that is there, after a draft or an account was taken in. */
void wizard_judge_all(struct wizard *wizard, int64_t now);
void wizard_say(struct wizard *wizard, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* wizard_move.c: from field to field and from step to step. */
void wizard_enter(struct wizard *wizard, enum step_id step, struct call *call);
/* Which steps and fields are needed may have changed; the current ones always
 * are. */
void wizard_find_place(struct wizard *wizard, struct call *call);
void wizard_advance(struct wizard *wizard, struct call *call);
void wizard_after_step(struct wizard *wizard, struct call *call);
void wizard_next_field(struct wizard *wizard, struct call *call);
void wizard_back(struct wizard *wizard, struct call *call);
void wizard_start(struct wizard *wizard, enum action action,
    enum step_id step, struct call *call);
void wizard_give_up(struct wizard *wizard, struct call *call);
/* The first step that is neither done nor out of reach for now. */
enum step_id wizard_first_open(const struct wizard *wizard);
/* At a step, without beginning anything there. */
void wizard_stand(struct wizard *wizard, enum step_id step, struct call *call);
/* Starts what a step begins with behind the person's back. */
void wizard_look(struct wizard *wizard, struct call *call);
/* Back to the step's question, or to the sign-in's address. */
void wizard_ask(struct wizard *wizard);

/* wizard_hand.c: somebody else's turn, and other doors. */
/* Bits 1u << STEP_x: what waits, and what cannot be begun before that. */
unsigned wizard_blocked(const struct wizard *wizard);
void wizard_leave_waiting(struct wizard *wizard, struct call *call);
void wizard_wait(struct wizard *wizard, struct call *call);
void wizard_try(struct wizard *wizard, enum step_id step, struct call *call);
void wizard_resume(struct wizard *wizard, struct call *call);
void wizard_take_door(struct wizard *wizard, struct call *call);

/* wizard_take.c: values into answers. */
void wizard_take_text(struct wizard *wizard, const char *text,
    struct call *call);
void wizard_take_secret(struct wizard *wizard, struct call *call);
void wizard_take_choice(struct wizard *wizard, size_t number,
    struct call *call);
/* Answers another field than the current one, with a value that fits. */
void wizard_answer(struct wizard *wizard, const char *setting,
    const char *value, struct call *call);
/* Keeps what was typed without going anywhere; judge: with a verdict. */
void wizard_leave_text(struct wizard *wizard, bool judge, struct call *call);
void wizard_clear_answer(struct wizard *wizard, struct call *call);

/* wizard_result.c: what actions tell, and "not yet". */
void wizard_result(struct wizard *wizard, struct call *call);
void wizard_tick(struct wizard *wizard, struct call *call);
/* The running action asks; the person answers. */
void wizard_asked(struct wizard *wizard, struct call *call);
void wizard_reply(struct wizard *wizard, bool yes, struct call *call);
/* By a device code: asks the server while the code is shown. */
void wizard_poll_code(struct wizard *wizard, struct call *call);
void wizard_forget_signin(struct wizard *wizard);

#endif
