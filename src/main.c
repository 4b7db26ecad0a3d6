/* SPDX-License-Identifier: ISC */
/* postfrank: makes the process tight and hands over to the verbs. */
#include <config.h>

#include "base/process.h"
#include "command/command.h"

int
main(int argc, char **argv)
{
	process_harden();
	return command_main(argc, argv);
}
