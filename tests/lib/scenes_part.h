/* SPDX-License-Identifier: ISC */
/* What the files of the scenes share; tests use scenes.h. */
#ifndef TESTS_LIB_SCENES_PART_H
#define TESTS_LIB_SCENES_PART_H

#include "tests/lib/scenes.h"

/* Ended by one without a name. */
extern const struct scene scenes_of_steps[];
extern const struct scene scenes_of_work[];
extern const struct scene scenes_over[];

/* Of the scene that is made: who sits there, what is there, the listener. */
extern struct session scene_session;
extern struct survey scene_survey;
extern struct signin scene_signin;

void scene_to_step(struct facing *facing, enum step_id step);
void scene_play_start_live(struct facing *facing);
void scene_play_values(struct facing *facing);
void scene_play_values_finding(struct facing *facing);
void scene_play_mailbox(struct facing *facing);
void scene_play_secret(struct facing *facing);
void scene_play_secret_masked(struct facing *facing);
void scene_play_permissions(struct facing *facing);
void scene_play_waiting(struct facing *facing);
void scene_play_test(struct facing *facing);
void scene_play_signin(struct facing *facing);
void scene_play_device(struct facing *facing);
void scene_play_working(struct facing *facing);

#endif
