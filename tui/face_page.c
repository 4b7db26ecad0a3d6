/* SPDX-License-Identifier: ISC */
/* What goes out of the window: the plain page, the clipboard, the address that
 * a browser opens. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tui/face_part.h"

static bool
is_at_signin(const struct wizard *wizard)
{
	return wizard->step == STEP_SIGNIN && wizard->mode == WIZARD_SIGNIN &&
	    wizard->address[0] != '\0';
}

/* Is the wizard's own view one of a step, with what is to be carried over? */
static bool
is_at_step(const struct wizard *wizard)
{
	return wizard->mode == WIZARD_ASKING;
}

bool
face_carry(const struct face *face, size_t index, struct text *label,
    struct text *value)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct known known = wizard_known(wizard, face_now(face));

	return index < steps[wizard->step].carry_count &&
	    step_carry(wizard->step, index, &known, label, value);
}

bool
face_address(const struct face *face, struct text *out)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct known known = wizard_known(wizard, face_now(face));

	if (is_at_signin(wizard))
		return text_adds(out, wizard->address);
	return is_at_step(wizard) && step_address(wizard->step, &known, out);
}

/* A value alone on its line, under a line that says what it is. */
static void
add_value(struct text *out, const char *label, const char *value)
{
	text_addf(out, "%s:\n%s\n\n", label, value);
}

static void
add_step(const struct face *face, struct text *out)
{
	enum step_id step = face->desk->wizard.step;
	struct text label, value;
	size_t i;

	text_init(&value, FACE_PAGE_MAX);
	if (face_address(face, &value))
		add_value(out, "The portal's page", value.at);
	for (i = 0; i < steps[step].carry_count; i++) {
		text_init(&label, FACE_PAGE_MAX);
		text_reset(&value);
		if (face_carry(face, i, &label, &value))
			add_value(out, label.at, value.at);
		text_clear(&label);
	}
	text_clear(&value);
}

bool
face_page(const struct face *face, struct text *out)
{
	const struct wizard *wizard = &face->desk->wizard;
	enum overlay overlay = face->overlay == OVERLAY_PAGE ? face->under
	    : face->overlay;
	size_t before = out->len;

	if (overlay == OVERLAY_SHEET) {
		text_addf(out, "%s\n", face->sheet.at);
	} else if (overlay == OVERLAY_NONE && is_at_signin(wizard)) {
		text_addf(out, "\n%s\n\n", wizard->address);
		if (wizard->user_code[0] != '\0')
			add_value(out, "The code to enter there",
			    wizard->user_code);
	} else if (overlay == OVERLAY_NONE && is_at_step(wizard)) {
		add_step(face, out);
	}
	if (out->len == before)
		return false;
	return text_adds(out, "Press Enter to return");
}

/* The first value from this one on, round the end; carry_count: none. */
static size_t
find_carry(const struct face *face, size_t from, struct text *label,
    struct text *value)
{
	size_t count = steps[face->desk->wizard.step].carry_count, i;

	for (i = 0; i < count; i++)
		if (face_carry(face, (from + i) % count, label, value))
			return (from + i) % count;
	return count;
}

bool
face_copy(const struct face *face, struct text *out)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct text label;
	bool found = false;

	if (face->overlay != OVERLAY_NONE)
		return false;
	if (is_at_signin(wizard))
		return text_adds(out, wizard->user_code[0] != '\0'
		    ? wizard->user_code : wizard->address);
	if (!is_at_step(wizard))
		return false;
	text_init(&label, FACE_PAGE_MAX);
	found = find_carry(face, face->carry, &label, out) <
	    steps[wizard->step].carry_count;
	text_clear(&label);
	return found;
}

/* Says what was copied; the next press copies the next value. */
void
face_offer_copy(struct face *face)
{
	const struct wizard *wizard = &face->desk->wizard;
	struct text label, value;
	size_t at;

	face->wants_copy = true;
	if (is_at_signin(wizard)) {
		face_say(face, "Copy was offered to your terminal: the %s.",
		    wizard->user_code[0] != '\0' ? "code" : "address");
		return;
	}
	text_init(&label, FACE_PAGE_MAX);
	text_init(&value, FACE_PAGE_MAX);
	at = find_carry(face, face->carry_next, &label, &value);
	face_say(face, "Copy was offered to your terminal: %s.", label.at);
	text_clear(&label);
	text_clear(&value);
	face->carry = at;
	face->carry_next = at + 1;
}
