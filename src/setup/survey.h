/* SPDX-License-Identifier: ISC */
/* What is on this machine already: who sends its mail now. Only looks. */
#ifndef SETUP_SURVEY_H
#define SETUP_SURVEY_H

#include <stdbool.h>

#include "base/text.h"
#include "setup/wizard.h"

struct survey {
	char sendmail[160]; /* what /usr/sbin/sendmail ends at, "" for none */
	char mailer[32];    /* "postfix", "msmtp", "postfrank", ... or "" */
	bool is_root;	    /* the system's account is being set up */
};

/* root: NULL, or another root directory (tests). is_root is told from the
 * effective user: call it before rights are given up, or set it afterwards. */
void survey_take(struct survey *survey, const char *root);

/* What the first screen says about it: an account or a draft that is there,
 * another mailer, and that without root only this user is set up; sentences,
 * one a line. False: nothing to say. */
bool survey_words(const struct survey *survey, const struct wizard *wizard,
    struct text *out);

#endif
