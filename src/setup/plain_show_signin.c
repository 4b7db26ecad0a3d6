/* SPDX-License-Identifier: ISC */
/* What the plain face prints about a sign-in, about what went wrong, and about
 * other ways. Asks nothing. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "setup/plain_part.h"

enum { TUNNEL_MAX = 2048 };

/* The listener's port; 0: there is none. */
static unsigned
listener_port(const struct signin *signin)
{
	return signin != NULL && signin->redirect != NULL
	    ? redirect_port(signin->redirect) : 0;
}

void
plain_show_tunnel(struct prompt *prompt, const struct signin *signin,
    const struct session *session)
{
	static const struct session nobody = { .server = "" };
	unsigned port = listener_port(signin);
	struct text tunnel;

	if (port == 0)
		return;
	text_init(&tunnel, TUNNEL_MAX);
	session_tunnel(session != NULL ? session : &nobody, port, &tunnel);
	prompt_say(prompt, "With a tunnel it is enough to open "
	    "http://localhost:%u/ and nothing need be pasted. The tunnel, to "
	    "be typed on your own computer:", port);
	prompt_carry(prompt, tunnel.at);
	text_clear(&tunnel);
}

void
show_signin_help(struct plain *plain)
{
	unsigned port = listener_port(plain->signin);
	struct text putty;

	if (port == 0 || plain->session == NULL)
		return;
	text_init(&putty, TUNNEL_MAX);
	if (session_putty(plain->session, port, &putty))
		prompt_say(plain->prompt, "%s", putty.at);
	text_clear(&putty);
}

void
plain_show_code(struct prompt *prompt, const char *address, const char *code)
{
	prompt_say(prompt, "The page to open:");
	prompt_carry(prompt, address);
	prompt_say(prompt, "The code to type there:");
	prompt_carry(prompt, code);
	prompt_say(prompt, "Letter by letter:");
	prompt_spell(prompt, code);
}

/* The short ways first; a long address is read on request. */
static void
show_browser_ways(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;

	plain_show_tunnel(plain->prompt, plain->signin, plain->session);
	prompt_say(plain->prompt, "u prints the address to open: one unbroken "
	    "line of %zu characters. f writes it into a file.",
	    strlen(wizard->address));
}

void
show_signin(struct plain *plain)
{
	const struct wizard *wizard = &plain->desk->wizard;
	bool has_code = wizard->user_code[0] != '\0';
	char until[MOMENT_SIZE];

	if (has_code)
		plain_show_code(plain->prompt, wizard->address,
		    wizard->user_code);
	else
		show_browser_ways(plain);
	if (wizard->until != 0)
		prompt_say(plain->prompt, "Good until %s.",
		    moment_words(until, wizard->until));
	if (has_code)
		prompt_say(plain->prompt, "Waiting for the sign-in. You may "
		    "leave: the wait goes on where you left it.");
	show_reminder(plain, has_code ? "Type the code there"
				      : "Paste what the browser ended on");
}

void
show_doors(struct plain *plain)
{
	const struct step *step = &steps[plain->desk->wizard.step];
	size_t i;

	prompt_say(plain->prompt, "%s:", step->doors_words);
	for (i = 0; i < step->door_count; i++)
		prompt_say(plain->prompt, "%zu %s%s: %s", i + 1,
		    step->doors[i].label,
		    step->doors[i].later != NULL ? " (comes later)" : "",
		    step->doors[i].help);
}

void
show_asked(struct prompt *prompt, const struct fault *question)
{
	prompt_say(prompt, "%s.", question->what);
	if (question->next[0] != '\0')
		prompt_say(prompt, "%s", question->next);
	prompt_say(prompt,
	    "1 Do not use it; sign in again, in a private window");
	prompt_say(prompt, "2 It is right: keep this sign-in");
}

static void __attribute__((format(printf, 4, 5)))
add_way(struct way ways[static WAYS_MAX], size_t *count, enum event_kind kind,
    const char *format, ...)
{
	struct way *way = &ways[(*count)++];
	va_list args;

	way->kind = kind;
	va_start(args, format);
	if (vsnprintf(way->words, sizeof(way->words), format, args) < 0)
		way->words[0] = '\0';
	va_end(args);
}

/* Something that was typed in this step can be mended here. */
static bool
is_corrected_here(const struct wizard *wizard, enum step_id cure)
{
	const struct field *field = step_field(wizard->step, 0);

	return field != NULL && field->kind != FIELD_PASTE &&
	    (cure == wizard->step || cure == STEP_COUNT);
}

/* In the order of the full screen: where only time helps, trying again comes
 * first. */
size_t
show_verdict(struct plain *plain, struct way ways[static WAYS_MAX])
{
	const struct wizard *wizard = &plain->desk->wizard;
	const struct step *step = &steps[wizard->step];
	const char *again = wizard->step == STEP_SIGNIN ? "Sign in again"
							: "Try again";
	enum step_id cure = wizard_cure(wizard);
	bool waits = wizard->fault.turn == TURN_WAIT ||
	    wizard->steps[wizard->step].state == STEP_NOT_YET;
	size_t count = 0, i;

	if (waits)
		add_way(ways, &count, EVENT_TEXT, "%s", again);
	if (cure < STEP_COUNT && cure != wizard->step &&
	    wizard_may_jump(wizard, cure))
		add_way(ways, &count, EVENT_JUMP, "Go to step %u, %s",
		    step_number(cure, &wizard->answers), steps[cure].title);
	if (is_corrected_here(wizard, cure))
		add_way(ways, &count, EVENT_FIELD,
		    "Correct what was entered in this step");
	if (!waits)
		add_way(ways, &count, EVENT_TEXT, "%s", again);
	if (plain_sheet_step(plain) < STEP_COUNT)
		add_way(ways, &count, EVENT_WAITING,
		    "Somebody else has to do this");
	if (step->door_count > 0)
		add_way(ways, &count, EVENT_DOOR, "%s", step->doors_words);
	add_way(ways, &count, EVENT_SKIP, "Go on all the same");
	if (plain->has_told_verdict)
		return count;
	plain->has_told_verdict = true;
	prompt_fault(plain->prompt, &wizard->fault);
	for (i = 0; i < count; i++)
		prompt_say(plain->prompt, "%zu %s", i + 1, ways[i].words);
	return count;
}
