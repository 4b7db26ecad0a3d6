/* SPDX-License-Identifier: ISC */
/* What lies over the wizard's own views. */
#include <config.h>

#include "tests/lib/scenes_part.h"

#include <stdio.h>

static void
play_help(struct facing *facing)
{
	scene_play_values_finding(facing);
	facing_press(facing, STROKE_HELP);
}

static void
play_help_signin(struct facing *facing)
{
	scene_play_signin(facing);
	facing_press(facing, STROKE_HELP);
}

static void
play_help_down(struct facing *facing)
{
	struct screen screen;

	play_help(facing);
	/* How far there is to scroll is known when it was drawn. */
	screen_init(&screen, 24, 80, true);
	face_draw(&facing->face, &screen);
	facing_press(facing, STROKE_PAGE_DOWN);
	screen_clear(&screen);
}

static void
play_steps(struct facing *facing)
{
	scene_play_waiting(facing);
	facing_press(facing, STROKE_STEPS);
}

static void
play_who(struct facing *facing)
{
	scene_play_permissions(facing);
	facing_press(facing, STROKE_HAND_OVER);
	facing_type(facing, "Anna");
}

static void
play_sheet(struct facing *facing)
{
	play_who(facing);
	facing_press(facing, STROKE_ENTER);
	snprintf(facing->face.sheet_path, sizeof(facing->face.sheet_path),
	    "/var/lib/postfrank/default.sheet-permissions.txt");
}

static void
play_ways(struct facing *facing)
{
	scene_play_secret(facing);
	facing_press(facing, STROKE_OTHER_WAY);
}

static void
play_resume(struct facing *facing)
{
	scene_play_signin(facing);
	facing_restart(facing);
	snprintf(facing->desk.wizard.host, sizeof(facing->desk.wizard.host),
	    "server01");
	facing->desk.saved = facing_now - 200;
	facing->desk.wizard.until = facing_now + 11 * 60 + 5;
}

static void
play_damaged(struct facing *facing)
{
	play_resume(facing);
	facing->desk.is_resumed = false;
	fault_set(&facing->desk.damaged, FAULT_SETTINGS, "the draft could not "
	    "be read and was set aside as default.draft.damaged");
	fault_next(&facing->desk.damaged, "Begin anew; what is in the portal "
	    "already can be copied once more.");
}

static void
play_take_over(struct facing *facing)
{
	facing->face.overlay = OVERLAY_TAKE_OVER;
	facing->face.holder.pid = 4711;
	facing->face.holder.since = facing_now - 7300;
	snprintf(facing->face.holder.tty, sizeof(facing->face.holder.tty),
	    "pts/3");
	snprintf(facing->face.idle, sizeof(facing->face.idle), "2 hours");
}

static void
play_remove(struct facing *facing)
{
	scene_play_start_live(facing);
	facing->face.overlay = OVERLAY_REMOVE;
	facing->face.choice = 0;
}

static void
play_leaving(struct facing *facing)
{
	scene_play_mailbox(facing);
	facing_press(facing, STROKE_LEAVE);
}

static void
play_leaving_working(struct facing *facing)
{
	scene_play_working(facing);
	facing_press(facing, STROKE_LEAVE);
}

static void
play_leaving_waiting(struct facing *facing)
{
	scene_play_waiting(facing);
	facing_press(facing, STROKE_LEAVE);
	snprintf(facing->desk.wizard.note, NOTE_SIZE, "Nothing more can be "
	    "done here before Anna has done step 6, API permissions. What is "
	    "waited for is tried first when you come back.");
}

const struct scene scenes_over[] = {
	{ "help", play_help, false },
	{ "help-down", play_help_down, false },
	{ "help-signin", play_help_signin, false },
	{ "steps", play_steps, false },
	{ "who", play_who, false },
	{ "sheet", play_sheet, false },
	{ "ways", play_ways, false },
	{ "resume", play_resume, false },
	{ "resume-damaged", play_damaged, false },
	{ "take-over", play_take_over, false },
	{ "remove", play_remove, false },
	{ "leaving", play_leaving, false },
	{ "leaving-working", play_leaving_working, false },
	{ "leaving-waiting", play_leaving_waiting, false },
	{ NULL, NULL, false },
};
