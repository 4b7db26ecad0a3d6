/* SPDX-License-Identifier: ISC */
/* What the files of the unattended set-up share; others use unattended.h. */
#ifndef SETUP_UNATTENDED_PART_H
#define SETUP_UNATTENDED_PART_H

#include <stdbool.h>

#include "setup/answers_file.h"
#include "setup/step.h"

/* FAULT_SETTINGS: the key, what is wrong with it, and which file to mend. */
bool answers_bad_key(const struct answers_file *file, const char *key,
    const char *what, struct fault *why);
/* One answer for each setting that is not at its default, tidied, and what the
 * wizard proposes where the file says nothing. */
bool answers_collect(const struct answers_file *file, struct answers *answers,
    const char *host, struct fault *why);
/* Is it asked on the way to the sign-in? What is not goes into the draft as it
 * is: the file was checked as a whole. */
bool answers_is_asked(const struct answers *answers, const char *setting);
/* Can a file answer this question? */
bool answers_is_for_file(const struct field *field);

#endif
