/* SPDX-License-Identifier: ISC */
/* The question whether to sign in now; the work is the verb signin's. */
#include <config.h>

#include "command/offer.h"

#include <stdio.h>
#include <unistd.h>

/* The rest of a line that was typed belongs to no later question. */
static int
first_of_line(void)
{
	int first = getchar(), c = first;

	while (c != '\n' && c != EOF)
		c = getchar();
	return first;
}

bool
command_offer_signin(struct command_context *context)
{
	int answer;

	if (context->json || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return false;
	fputs("\nSign in now? Enter = yes, n = no: ", stdout);
	fflush(stdout);
	answer = first_of_line();
	if (answer != '\n' && answer != 'y' && answer != 'Y')
		return false;
	return command_signin.run(context, 0, NULL) == 0;
}
