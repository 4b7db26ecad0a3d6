/* SPDX-License-Identifier: ISC */
/* What has been answered so far: dotted setting keys and their values as text,
 * in fixed storage. Holds no secret, and refuses to. */
#ifndef SETUP_ANSWERS_H
#define SETUP_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ANSWER_SIZE = 1024, /* bytes of a value with its NUL */
	SETTING_SIZE = 48,  /* bytes of a key with its NUL */
	ANSWERS_MAX = 48
};

/*
 * Keys are those of the account file ("registration.client_id"), of the answers
 * file ("test.to"), and these of the walkthrough alone:
 *   use          "smtp", "smtp imap" or "smtp pop3"
 *   start.live   "yes" when there is a finished account
 *   start.what   what to do with it
 *   start.console  "yes" when nothing can be copied from the terminal
 *   start.cure   "secret" when its client secret has ended: proposed there
 *   done.STEP    "yes": the person says that the portal's part is done
 */
struct answer {
	char setting[SETTING_SIZE];
	char value[ANSWER_SIZE];
	bool fits; /* judged and right; only then others may rely on it */
};

struct answers {
	struct answer rows[ANSWERS_MAX];
	size_t count;
};

/* Is this a setting whose value is a secret ("secrets.client_secret", anything
 * below "secrets.", "signin.pasted")? Nothing here ever stores one. */
bool setting_is_secret(const char *setting);

/* The value when it is there and fits, else "". Borrowed until the next set. */
const char *answers_get(const struct answers *answers, const char *setting);
/* The value as it was typed, whether it fits or not; "" when there is none. */
const char *answers_typed(const struct answers *answers, const char *setting);
bool answers_fit(const struct answers *answers, const char *setting);
/* Does the value, when it fits, equal this word? */
bool answers_is(const struct answers *answers, const char *setting,
    const char *word);

/* Sets or replaces; "" removes. False, and nothing changed, for a secret
 * setting, for a value with the shape of a secret (validate_is_like_secret), or
 * when it does not fit the storage. */
bool answers_set(struct answers *answers, const char *setting,
    const char *value, bool fits);

/* What texts are filled in from and checks may look at; all borrowed. */
struct known {
	const struct answers *answers;
	const char *host; /* this machine's name */
	int64_t now;	  /* seconds since 1970 */
};

#endif
