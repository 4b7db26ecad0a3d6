/* SPDX-License-Identifier: ISC */
/* See the header. */
#include <config.h>

#include "tests/lib/facing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/home.h"

int64_t facing_now;

static int64_t
standing_now(void)
{
	return facing_now;
}

const char *
facing_secret(void)
{
	static char secret[41];

	/* Five and six are what a scan of the source looks for. */
	snprintf(secret, sizeof(secret), "%.3s%d%c~%s", "abc", 8, 'Q',
	    "0123456789abcdefghijklmnopqrstuvwx");
	return secret;
}

static void
look_in(struct facing *facing)
{
	struct fault why;

	if (!desk_open(&facing->desk, &facing->layout, "default", &why)) {
		fprintf(stderr, "%s\n", why.what);
		abort();
	}
	facing->face = (struct face){ .desk = &facing->desk,
		.ops = &scripted_ops, .ops_self = &facing->script,
		.again = "postfrank setup", .now = standing_now,
		.has_copy = true, .shape = SHAPE_NORMAL };
	face_begin(&facing->face);
}

void
facing_make(struct facing *facing)
{
	facing_now = 1795442400; /* 23 Nov 2026 */
	memset(facing, 0, sizeof(*facing));
	home_make(&facing->layout);
	snprintf(facing->script.answers[ACTION_SIGNIN_BEGIN].address,
	    SIGNIN_URL_SIZE, "%s", FACING_ADDRESS);
	snprintf(facing->script.answers[ACTION_SIGNIN_RENEW].address,
	    SIGNIN_URL_SIZE, "%s", FACING_ADDRESS "&again=1");
	look_in(facing);
}

void
facing_remove(struct facing *facing)
{
	face_clear(&facing->face);
	desk_close(&facing->desk);
	home_remove(&facing->layout);
}

void
facing_restart(struct facing *facing)
{
	face_clear(&facing->face);
	desk_close(&facing->desk);
	look_in(facing);
}

void
facing_press(struct facing *facing, enum stroke stroke)
{
	struct press press = { .stroke = stroke };

	secret_init(&press.pasted, 0);
	facing->strokes++;
	face_press(&facing->face, &press);
}

void
facing_type(struct facing *facing, const char *text)
{
	struct press press = { .stroke = STROKE_TEXT, .len = 1 };

	for (; *text != '\0'; text++) {
		press.bytes[0] = *text;
		facing->strokes++;
		face_press(&facing->face, &press);
	}
}

void
facing_paste(struct facing *facing, const char *text)
{
	struct press press = { .stroke = STROKE_PASTE };

	secret_init(&press.pasted, PRESS_PASTE_MAX);
	secret_adds(&press.pasted, text);
	face_press(&facing->face, &press);
	secret_clear(&press.pasted);
}

void
facing_work(struct facing *facing)
{
	int turns;

	for (turns = 0; turns < 100 && facing->face.is_running &&
	     !facing->script.is_held; turns++)
		face_look(&facing->face);
}

/* What is brought over from the portal, or out of the person's head. */
static void
fill_in(struct facing *facing)
{
	static const struct {
		const char *setting;
		const char *text;
		bool is_typed;
	} values[] = {
		{ "registration.client_id", FACING_CLIENT, false },
		{ "registration.tenant", FACING_TENANT, false },
		{ "mailbox", "alerts@contoso.com", false },
		{ "registration.secret_expires", "2028-11-12", true },
		{ "signin.pasted", FACING_BACK, false },
		{ "test.to", "admin@contoso.com", false },
	};
	const struct field *field = wizard_field(&facing->desk.wizard);
	size_t i;

	if (field == NULL)
		return;
	if (strcmp(field->setting, "secrets.client_secret") == 0)
		facing_paste(facing, facing_secret());
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (strcmp(values[i].setting, field->setting) != 0)
			continue;
		if (values[i].is_typed)
			facing_type(facing, values[i].text);
		else
			facing_paste(facing, values[i].text);
	}
}

bool
facing_answer_to(struct facing *facing, enum step_id step,
    void (*each)(struct facing *facing))
{
	const struct wizard *wizard = &facing->desk.wizard;
	int turns;

	for (turns = 0; turns < 100 && !facing->face.is_over; turns++) {
		facing_work(facing);
		if (wizard->step == step)
			return true;
		fill_in(facing);
		facing_press(facing, STROKE_ENTER);
		if (each != NULL && !facing->face.is_over)
			each(facing);
	}
	return step == STEP_COUNT && facing->face.is_over;
}
