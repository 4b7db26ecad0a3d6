/* SPDX-License-Identifier: ISC */
/* The sign-in from the command line as a conversation: the address or code, and
 * what the browser ended on. */
#include <config.h>

#include "setup/finish_part.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/moment.h"
#include "setup/plain.h"

/* Back to the question: the same address still serves. */
static bool
ask_again(struct signing *signing, struct fault *why)
{
	if (signing->desk == NULL ||
	    signing->desk->wizard.mode == WIZARD_SIGNIN)
		return true;
	return driver_text(&signing->driver, "", why) &&
	    signing->desk->wizard.mode == WIZARD_SIGNIN;
}

static bool
left(struct fault *why)
{
	fault_set(why, FAULT_SIGNIN, "the sign-in has not been finished");
	return fault_next(why, "The address stays good. Bring back what the "
	    "browser ended on with: postfrank signin --finish");
}

/* Whatever comes first: the person's paste or the browser itself. */
static bool
wait_for_answer(struct signing *signing, struct secret *pasted,
    struct fault *why)
{
	struct pollfd fds[PROMPT_OTHERS];
	struct prompt_wish wish = { .words = "What the browser ended on (q "
	    "leaves): ", .others = fds };
	struct fault failed;
	enum prompt_end end;
	bool quit;

	for (;;) {
		wish.timeout_ms = -1;
		wish.other_count = signin_poll(&signing->signin, fds,
		    &wish.timeout_ms);
		end = prompt_read(signing->prompt, &wish, pasted);
		if (end == PROMPT_LINE)
			break;
		if (end == PROMPT_TOO_LONG) {
			prompt_say(signing->prompt, "Error: that is far too "
			    "long.");
			continue;
		}
		if (end != PROMPT_OTHER && end != PROMPT_TIME)
			return left(why);
		switch (signin_look(&signing->signin, pasted, &failed)) {
		case SIGNIN_CAME:
			prompt_say(signing->prompt, "The browser came back.");
			return true;
		case SIGNIN_FAILED:
			prompt_fault(signing->prompt, &failed);
			break;
		default:
			break;
		}
	}
	quit = pasted->len == 1 && *secret_open(pasted) == 'q';
	if (pasted->len == 1)
		secret_close(pasted);
	return !quit || left(why);
}

/* A wrong paste is explained and asked for again; what the network or the
 * settings are to blame for ends it. */
static bool
converse(struct signing *signing, struct fault *why)
{
	struct secret pasted;
	bool ok = false, again = true;

	secret_init(&pasted, PROMPT_MAX);
	while (!ok && again) {
		again = wait_for_answer(signing, &pasted, why);
		if (!again || secret_is_empty(&pasted))
			continue;
		ok = finish_redeem(signing, &pasted, why);
		if (ok)
			break;
		again = why->kind == FAULT_SIGNIN || why->kind == FAULT_DATA ||
		    why->kind == FAULT_USAGE;
		if (again) {
			prompt_fault(signing->prompt, why);
			again = ask_again(signing, why);
		}
	}
	secret_clear(&pasted);
	return ok;
}

/* --finish: one answer, from the terminal or all of standard input. */
static bool
read_once(struct signing *signing, struct fault *why)
{
	struct prompt_wish wish = { .words = "What the browser ended on: ",
		.timeout_ms = -1 };
	struct secret pasted;
	bool ok = true;

	secret_init(&pasted, PROMPT_MAX);
	if (signing->prompt->is_terminal)
		ok = prompt_read(signing->prompt, &wish, &pasted) ==
		    PROMPT_LINE || left(why);
	else if (!secret_read(&pasted, signing->prompt->in))
		ok = fault_set(why, FAULT_INPUT, "cannot read standard input: "
		    "%s", strerror(errno));
	if (ok && secret_is_empty(&pasted))
		ok = left(why);
	ok = ok && finish_redeem(signing, &pasted, why);
	secret_clear(&pasted);
	return ok;
}

static void
show_address(struct signing *signing)
{
	const struct outcome *begun = &signing->begun;
	char until[MOMENT_SIZE], host[72];
	struct session who;

	prompt_say(signing->prompt, "Open the address below in a private "
	    "browser window, on any computer, and sign in as %s.",
	    account_sign_in_as(&signing->account));
	if (begun->user_code[0] != '\0') {
		plain_show_code(signing->prompt, begun->address,
		    begun->user_code);
		prompt_say(signing->prompt, "It is good until %s.",
		    moment_words(until, begun->until));
		return;
	}
	prompt_carry(signing->prompt, begun->address);
	if (gethostname(host, sizeof(host)) != 0)
		snprintf(host, sizeof(host), "HOST");
	host[sizeof(host) - 1] = '\0';
	session_find(&who, host);
	plain_show_tunnel(signing->prompt, &signing->signin, &who);
	prompt_say(signing->prompt, "At the end the browser shows a page that "
	    "it cannot load, which is as it should be. Copy the address of "
	    "that page and paste it here; or paste what else it shows.");
}

/* The address alone on standard output, for whoever reads it there. */
static bool
hand_over(struct signing *signing, struct fault *why)
{
	prompt_carry(signing->prompt, signing->begun.address);
	if (signing->begun.user_code[0] != '\0')
		prompt_carry(signing->prompt, signing->begun.user_code);
	fault_set(why, FAULT_SIGNIN, "somebody has to open this address and "
	    "sign in as %s", account_sign_in_as(&signing->account));
	return fault_next(why, "Hand what the browser ended on to the "
	    "standard input of: postfrank signin --finish");
}

static bool
wait_for_code(struct signing *signing, struct fault *why)
{
	struct secret nothing;

	if (signing->begun.address[0] != '\0')
		show_address(signing);
	secret_init(&nothing, 1);
	prompt_say(signing->prompt, "Waiting for it; ^C gives up.");
	return finish_redeem(signing, &nothing, why);
}

bool
finish_ask(struct signing *signing, struct fault *why)
{
	const struct finish *finish = signing->finish;
	bool waits = finish->only_finish || finish->device ||
	    signing->prompt->is_terminal;

	if (finish_is_by_code(signing) && waits)
		return wait_for_code(signing, why);
	if (finish->only_finish)
		return read_once(signing, why);
	if (!signing->prompt->is_terminal)
		return hand_over(signing, why);
	show_address(signing);
	return converse(signing, why);
}
