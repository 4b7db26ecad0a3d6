/* SPDX-License-Identifier: ISC */
/* The failures of the stand-in tenant, and where a person meets them. */
#ifndef TESTS_TUI_FAILURES_H
#define TESTS_TUI_FAILURES_H

#include <stddef.h>

enum meeting {
	AT_SERVER, /* the mail server is looked at */
	AT_SECRET, /* the secret is tried */
	AT_RECENT, /* the same, and it may only be too new */
	AT_MAIL,   /* the test mail is sent */
	AT_TOKEN,  /* the sign-in is good, its token is not */
	AT_DEVICE, /* a code is asked for, and waited for */
	AT_CODE,   /* the code has been entered */
	AT_SIGNIN, /* what the browser brought is handed in */
	AT_PAGE,   /* the browser shows an error */
	MEETINGS
};

struct failure {
	enum meeting meeting;
	const char *name, *value; /* of the switch */
	const char *what, *next;  /* words that are on the screen */
};

extern const struct failure failures[];
extern const size_t failure_count;

#endif
