/* SPDX-License-Identifier: ISC */
/* See the header: each state is reached by the keys that lead there, and by
 * what actions answer; only what others decide is put in by hand. */
#include <config.h>

#include "tests/lib/scenes_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oauth/redirect.h"

#define ADDRESS "https://login.microsoftonline.com/9a1f7c52-0d0e-4f6e-9d6c-" \
	"3f0b6c1a2d4e/oauth2/v2.0/authorize?client_id=" FACING_CLIENT \
	"&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A8765%2F" \
	"postfrank&response_mode=query&scope=https%3A%2F%2Foutlook.office." \
	"com%2FSMTP.Send+offline_access+openid+profile&state=LXEWQrcmsEQBYn" \
	"yp6wy9cLXEWQrcmsEQBYnyp6wy9c0&code_challenge=LXEWQrcmsEQBYnyp6wy9c" \
	"hTD7GQPMTbAiWHF5IaSIE&code_challenge_method=S256&login_hint=alerts" \
	"%40contoso.com&prompt=select_account"

enum { PORT = 8765 };

struct session scene_session;
struct survey scene_survey;
struct signin scene_signin;

/* A listener that is there without one. */
unsigned __wrap_redirect_port(const struct redirect *redirect);
unsigned
__wrap_redirect_port(const struct redirect *redirect)
{
	(void)redirect;
	return PORT;
}

const char *
scene_secret(void)
{
	return facing_secret();
}

const struct scene *
scene_at(size_t index)
{
	static const struct scene *const tables[] = { scenes_of_steps,
		scenes_of_work, scenes_over };
	const struct scene *scene;
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (scene = tables[i]; scene->name != NULL; scene++)
			if (index-- == 0)
				return scene;
	return NULL;
}

const struct scene *
scene_find(const char *name)
{
	size_t i;

	for (i = 0; scene_at(i) != NULL; i++)
		if (strcmp(scene_at(i)->name, name) == 0)
			return scene_at(i);
	abort();
}

void
scene_make(struct facing *facing, const struct scene *scene)
{
	struct face *face = &facing->face;

	setenv("TZ", "UTC", 1);
	scene_session = (struct session){ .user = "anna", .port = 2222,
		.server = "server01.example.com", .is_remote = true };
	scene_survey = (struct survey){ .is_root = true };
	memset(&scene_signin, 0, sizeof(scene_signin));
	scene_signin.redirect = (struct redirect *)&scene_signin;
	facing_make(facing);
	snprintf(facing->desk.wizard.host, sizeof(facing->desk.wizard.host),
	    "server01");
	snprintf(facing->script.answers[ACTION_SIGNIN_BEGIN].address,
	    SIGNIN_URL_SIZE, "%s", ADDRESS);
	face->session = &scene_session;
	face->survey = &scene_survey;
	face->again = "sudo postfrank setup";
	face->has_code = true;
	facing->desk.saved = facing_now;
	scene->play(facing);
	/* From here on it only is looked at. */
	face->signin = &scene_signin;
}

void
scene_clear(struct facing *facing)
{
	facing->face.signin = NULL;
	facing_remove(facing);
}
