/* SPDX-License-Identifier: ISC */
/* The plain face when this person cannot do a step: somebody else does it, with
 * a sheet that says how, or it is done another way. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/clean.h"
#include "setup/browser.h"
#include "setup/plain_part.h"
#include "setup/sheet_file.h"
#include "setup/validate.h"

enum { NAME_SIZE = 96 };

/* What could be opened now. */
static bool
find_address(const struct plain *plain, struct text *address)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct known known = wizard_known(wizard, plain_now(plain));

	if (wizard->mode == WIZARD_SIGNIN)
		return text_adds(address, wizard->address);
	return wizard->mode == WIZARD_ASKING &&
	    step_address(wizard->step, &known, address);
}

enum step_id
plain_sheet_step(const struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	enum step_id cure = wizard_cure(wizard);

	if (wizard->mode == WIZARD_VERDICT && cure < STEP_COUNT &&
	    cure != STEP_SIGNIN && sheet_is_for(cure) &&
	    wizard_may_jump(wizard, cure))
		return cure;
	if (!sheet_is_for(wizard->step) ||
	    (wizard->step == STEP_SIGNIN && wizard->address[0] == '\0'))
		return STEP_COUNT;
	return wizard->step;
}

char *
plain_keys(const struct plain *plain, char out[static KEYS_SIZE])
{
	const struct wizard *wizard = &plain->desk->wizard;
	bool is_signin = wizard->mode == WIZARD_SIGNIN;
	/* The short page of a code is shown anyway. */
	bool is_code = is_signin && wizard->user_code[0] != '\0';
	struct text address;
	bool has;

	text_init(&address, SIGNIN_URL_SIZE);
	has = find_address(plain, &address);
	text_clear(&address);
	snprintf(out, KEYS_SIZE, "%s%s%s%s%s%s", has && !is_code ? "u" : "",
	    is_signin && !is_code ? "f" : "",
	    has && plain->has_browser ? "b" : "", is_signin ? "n" : "",
	    plain_sheet_step(plain) < STEP_COUNT ? "w" : "",
	    steps[wizard->step].door_count > 0 ? "o" : "");
	return out;
}

/* Who was named last; "" when nobody was. */
static const char *
last_name(const struct wizard *wizard)
{
	const struct step_record *last = NULL;
	size_t i;

	for (i = 0; i < STEP_COUNT; i++)
		if (wizard->steps[i].waiting_for[0] != '\0' &&
		    (last == NULL || wizard->steps[i].since > last->since))
			last = &wizard->steps[i];
	return last != NULL ? last->waiting_for : "";
}

/* The name goes onto a page that others read, and into the draft. */
static bool
take_name(struct plain *plain, char whom[static NAME_SIZE])
{
	const char *typed = secret_open(&plain->typed);
	bool fits = !validate_is_like_secret(typed) &&
	    !clean_has_control(typed, strlen(typed));

	if (fits)
		snprintf(whom, NAME_SIZE, "%s", typed);
	secret_close(&plain->typed);
	if (!fits)
		prompt_say(plain->prompt, "This is no name: it looks like a "
		    "secret, or has a control character in it. Example: Anna");
	return fits;
}

/* False: nobody, the person goes back to the question. */
static bool
ask_who(struct plain *plain, char whom[static NAME_SIZE])
{
	char words[2 * NAME_SIZE];
	struct question question = { .words = words,
		.help = "A name, for you and for the sheet: it says what this "
			"person has to do, and why. Nothing is sent; you hand "
			"the sheet over. Meanwhile the set-up goes on with "
			"what can be done." };
	const char *last = last_name(&plain->desk->wizard);

	snprintf(whom, NAME_SIZE, "%s", last[0] != '\0' ? last
						       : "somebody else");
	snprintf(words, sizeof(words), "Who does it (Enter = %s): ", whom);
	if (plain_ask(plain, &question) != ANSWER_TEXT)
		return false;
	return secret_is_empty(&plain->typed) || take_name(plain, whom);
}

/* The sheet is not read out unasked: it is a page long. */
static void
offer_page(struct plain *plain, const struct text *page)
{
	struct question question = {
		.words = "Enter = go on, p = print it here: ", .keys = "p",
		.help = "The sheet is a text file for the other person: send "
			"it by mail, or read it to them. There is no secret "
			"in it." };

	enum answer_kind kind;

	do {
		kind = plain_ask(plain, &question);
		if (kind == ANSWER_KEY)
			prompt_print(plain->prompt, page->at, page->len);
	} while (kind == ANSWER_KEY || kind == ANSWER_MOVED);
}

static void
write_sheet(struct plain *plain, enum step_id step, const char *whom)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct sheet sheet = { .whom = whom,
		.address = step == STEP_SIGNIN ? wizard->address : NULL };
	char path[PATH_SIZE];
	struct text page;
	struct fault why;

	text_init(&page, SHEET_MAX);
	if (sheet_keep(plain->desk, step, &sheet, &page, path, &why)) {
		prompt_say(plain->prompt, "What %s has to do is written here:",
		    whom);
		prompt_carry(plain->prompt, path);
	} else
		prompt_fault(plain->prompt, &why);
	if (page.len > 0)
		offer_page(plain, &page);
	text_clear(&page);
}

/* Names who does it, writes down what, and goes on with what can be done. */
void
plain_hand_over(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	struct event jump = { .kind = EVENT_JUMP,
		.number = plain_sheet_step(plain) };
	struct event event = { .kind = EVENT_WAITING };
	enum step_id step = wizard->step;
	char whom[NAME_SIZE];

	if (!ask_who(plain, whom))
		return;
	write_sheet(plain, (enum step_id)jump.number, whom);
	/* The browser may have come meanwhile. */
	if (plain->is_over || wizard->step != step)
		return;
	event.text = whom;
	plain->has_asked = false;
	if (step != jump.number)
		plain_event(plain, &jump);
	plain_event(plain, &event);
}

/* The doors of this step: ways that need something else from the portal. */
void
plain_other_way(struct plain *plain)
{
	const struct step *step = &steps[plain->desk->wizard.step];
	struct question question = {
		.words = "Number (Enter = back to the question): ",
		.help = "Each of these signs in in another way. What one of "
			"them needs, and from whom, stands behind it." };
	struct event event = { .kind = EVENT_DOOR };
	size_t number;

	show_doors(plain);
	for (;;) {
		if (plain_ask(plain, &question) != ANSWER_TEXT ||
		    secret_is_empty(&plain->typed))
			return;
		number = plain_number(plain, step->door_count, 0);
		if (number == 0) {
			plain_no_number(plain, step->door_count);
			continue;
		}
		if (step->doors[number - 1].later == NULL)
			break;
		prompt_say(plain->prompt, "Error: %s.",
		    step->doors[number - 1].later);
	}
	event.number = number - 1;
	plain->has_asked = false;
	plain_event(plain, &event);
}

static void
show_address(struct plain *plain)
{
	struct text address;

	text_init(&address, SIGNIN_URL_SIZE);
	find_address(plain, &address);
	prompt_say(plain->prompt, "The address, one unbroken line:");
	prompt_carry(plain->prompt, address.at);
	text_clear(&address);
}

static void
open_browser(struct plain *plain)
{
	struct text address;

	text_init(&address, SIGNIN_URL_SIZE);
	find_address(plain, &address);
	browser_open(address.at);
	prompt_say(plain->prompt, "The browser on this machine was asked to "
	    "open it.");
	text_clear(&address);
}

/* The sign-in's address where it can be fetched from: too long to be read out,
 * and a paste buffer may not reach this terminal. */
static void
put_into_file(struct plain *plain)
{
	struct sheet sheet = { .whom = "",
		.address = plain->desk->wizard.address };
	char path[PATH_SIZE];
	struct text page;
	struct fault why;

	text_init(&page, SHEET_MAX);
	if (sheet_keep(plain->desk, STEP_SIGNIN, &sheet, &page, path, &why)) {
		prompt_say(plain->prompt, "The address, and what to do with "
		    "it, is in this file:");
		prompt_carry(plain->prompt, path);
	} else
		prompt_fault(plain->prompt, &why);
	text_clear(&page);
}

void
plain_obey_key(struct plain *plain)
{
	struct event renew = { .kind = EVENT_RENEW };

	switch (plain->key) {
	case 'u':
		show_address(plain);
		break;
	case 'f':
		put_into_file(plain);
		break;
	case 'b':
		open_browser(plain);
		break;
	case 'n':
		plain->has_asked = false;
		plain_event(plain, &renew);
		break;
	case 'w':
		plain_hand_over(plain);
		break;
	case 'o':
		plain_other_way(plain);
		break;
	default:
		break;
	}
}
