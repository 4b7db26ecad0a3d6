/* SPDX-License-Identifier: ISC */
/* Follows /usr/sbin/sendmail to the program behind it and gives it a name. */
#include <config.h>

#include "setup/survey.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "setup/wizard_part.h"

#define SENDMAIL "/usr/sbin/sendmail"

enum { HOPS_MAX = 16 };

/*
 * A mailer shows by the name of a link on the way (Fedora's alternatives are
 * called sendmail.postfix, Debian's exim4 is a link), or by its directory. Some
 * put a program of their own in place of /usr/sbin/sendmail: they show by
 * another program of theirs, and by settings, which alone are no proof, since a
 * package that was removed may leave them behind.
 */
static const struct mailer {
	const char *id;
	const char *words;    /* for people */
	const char *names;    /* last parts of paths, each between blanks */
	const char *place;    /* part of a path, NULL for none */
	const char *program;  /* NULL: never /usr/sbin/sendmail itself */
	const char *settings;
} mailers[] = {
	{ "postfrank", "postfrank", " postfrank postfrank-sendmail ", NULL,
	    NULL, NULL },
	{ "postfix", "Postfix", " postfix sendmail.postfix ", "/postfix/",
	    "/usr/sbin/postfix", "/etc/postfix/main.cf" },
	{ "exim4", "Exim", " exim exim4 sendmail.exim sendmail.exim4 ",
	    "/exim/", "/usr/sbin/exim4", "/etc/exim4" },
	{ "msmtp", "msmtp", " msmtp sendmail.msmtp ", NULL, NULL, NULL },
	{ "nullmailer", "nullmailer", " nullmailer sendmail.nullmailer ",
	    "/nullmailer/", "/usr/sbin/nullmailer-send", "/etc/nullmailer" },
	{ "dma", "dma", " dma sendmail.dma ", NULL, NULL, NULL },
	{ "ssmtp", "sSMTP", " ssmtp sendmail.ssmtp ", NULL, NULL, NULL },
	{ "opensmtpd", "OpenSMTPD", " smtpctl sendmail.opensmtpd ",
	    "/opensmtpd/", NULL, NULL },
	{ "esmtp", "esmtp", " esmtp esmtp-wrapper sendmail.esmtp ", NULL,
	    NULL, NULL },
	{ "busybox", "BusyBox", " busybox ", NULL, NULL, NULL },
	{ "sendmail", "Sendmail", " sendmail.sendmail ", "/sm.bin/",
	    SENDMAIL, "/etc/mail/sendmail.cf" },
};
enum { MAILERS = sizeof(mailers) / sizeof(mailers[0]) };

static bool
exists(const char *root, const char *path)
{
	char full[PATH_SIZE];
	struct stat st;

	return file_path(full, root, path + 1, NULL) && stat(full, &st) == 0;
}

/* Is there, at the end of all links, a program? */
static bool
is_program(const char *root, const char *path)
{
	char full[PATH_SIZE];
	struct stat st;

	return file_path(full, root, path + 1, NULL) &&
	    lstat(full, &st) == 0 && S_ISREG(st.st_mode);
}

static const struct mailer *
by_path(const char *path)
{
	const char *last = strrchr(path, '/');
	char name[80];
	size_t i;

	/* No name in the table is that long. */
	snprintf(name, sizeof(name), " %.70s ",
	    last != NULL ? last + 1 : path);
	for (i = 0; i < MAILERS; i++)
		if (strstr(mailers[i].names, name) != NULL ||
		    (mailers[i].place != NULL &&
		     strstr(path, mailers[i].place) != NULL))
			return &mailers[i];
	return NULL;
}

/* Whose own program is /usr/sbin/sendmail? */
static const struct mailer *
by_belongings(const char *root)
{
	int wanted;
	size_t i;

	/* 2: program and settings; 1: the program alone. */
	for (wanted = 2; wanted > 0; wanted--)
		for (i = 0; i < MAILERS; i++)
			if (mailers[i].program != NULL &&
			    strcmp(mailers[i].program, SENDMAIL) != 0 &&
			    exists(root, mailers[i].program) &&
			    (wanted == 1 || exists(root, mailers[i].settings)))
				return &mailers[i];
	for (i = 0; i < MAILERS; i++)
		if (mailers[i].program != NULL &&
		    strcmp(mailers[i].program, SENDMAIL) == 0 &&
		    exists(root, mailers[i].settings))
			return &mailers[i];
	return NULL;
}

/* Drops "/./", "//" and "/x/.." from an absolute path, in place. */
static void
straighten(char *path)
{
	char *to = path, *from = path;
	size_t len;

	while (*from != '\0') {
		while (*from == '/')
			from++;
		len = strcspn(from, "/");
		if (len == 2 && memcmp(from, "..", 2) == 0) {
			while (to > path && *--to != '/')
				;
		} else if (len > 0 && !(len == 1 && *from == '.')) {
			*to++ = '/';
			memmove(to, from, len);
			to += len;
		}
		from += len;
	}
	*to = '\0';
}

/* One link further: true when path was one, and is now what it points at. */
static bool
follow(const char *root, char path[static PATH_SIZE])
{
	char full[PATH_SIZE], target[PATH_SIZE], next[2 * PATH_SIZE];
	ssize_t len;

	if (!file_path(full, root, path + 1, NULL))
		return false;
	len = readlink(full, target, sizeof(target));
	if (len <= 0 || (size_t)len >= sizeof(target))
		return false;
	target[len] = '\0';
	if (target[0] == '/')
		snprintf(next, sizeof(next), "%s", target);
	else
		snprintf(next, sizeof(next), "%.*s/%s",
		    (int)(strrchr(path, '/') - path), path, target);
	straighten(next);
	if (strlen(next) >= PATH_SIZE || next[0] == '\0')
		return false;
	memcpy(path, next, strlen(next) + 1);
	return true;
}

void
survey_take(struct survey *survey, const char *root)
{
	const struct mailer *mailer = NULL;
	char path[PATH_SIZE] = SENDMAIL;
	int hops = 0;

	memset(survey, 0, sizeof(*survey));
	survey->is_root = geteuid() == 0;
	if (root == NULL)
		root = "";
	do {
		if (mailer == NULL)
			mailer = by_path(path);
	} while (hops++ < HOPS_MAX && follow(root, path));
	if (hops > HOPS_MAX || !is_program(root, path))
		return;
	snprintf(survey->sendmail, sizeof(survey->sendmail), "%.*s",
	    (int)sizeof(survey->sendmail) - 1, path);
	if (mailer == NULL && strcmp(path, SENDMAIL) == 0)
		mailer = by_belongings(root);
	if (mailer != NULL)
		snprintf(survey->mailer, sizeof(survey->mailer), "%s",
		    mailer->id);
}

static void
line(struct text *out)
{
	if (out->len > 0)
		text_addc(out, '\n');
}

static void
add_account(const struct wizard *wizard, struct text *out)
{
	const char *mailbox = answers_get(&wizard->answers, "mailbox");

	line(out);
	text_addf(out, "There is an account here, for %s; it goes on as it is "
	    "until you have tested something else.",
	    mailbox[0] != '\0' ? mailbox : "a mailbox that it does not name");
}

/* Has anything been entered that a finished account does not say? */
static bool
is_begun(const struct wizard *wizard)
{
	size_t i;

	if (wizard->is_live)
		return wizard->is_changed;
	for (i = STEP_START + 1; i < STEP_DONE; i++)
		if (wizard->steps[i].state != STEP_NEW &&
		    wizard->steps[i].state != STEP_NOT_NEEDED)
			return true;
	return false;
}

static void
add_draft(const struct wizard *wizard, struct text *out)
{
	enum step_id open = wizard_first_open(wizard);

	line(out);
	text_adds(out, "A set-up was begun and is kept");
	if (open > STEP_START && open < STEP_DONE)
		text_addf(out, "; the next open step is %u, %s",
		    step_number(open, &wizard->answers), steps[open].title);
	text_addc(out, '.');
}

static void
add_mailer(const struct survey *survey, struct text *out)
{
	size_t i;

	line(out);
	if (survey->sendmail[0] == '\0') {
		text_adds(out, "No program takes this machine's own mail now: "
		    "there is no " SENDMAIL ".");
		return;
	}
	for (i = 0; i < MAILERS; i++)
		if (strcmp(mailers[i].id, survey->mailer) == 0)
			break;
	if (i < MAILERS)
		text_addf(out, "%s takes this machine's own mail now",
		    mailers[i].words);
	else
		text_addf(out, "%s takes this machine's own mail now",
		    survey->sendmail);
	text_adds(out, "; that stays as it is.");
}

bool
survey_words(const struct survey *survey, const struct wizard *wizard,
    struct text *out)
{
	struct text said;
	bool is_said;

	text_init(&said, 1024);
	if (wizard->is_live)
		add_account(wizard, &said);
	if (is_begun(wizard))
		add_draft(wizard, &said);
	if (strcmp(survey->mailer, "postfrank") != 0)
		add_mailer(survey, &said);
	if (!survey->is_root) {
		line(&said);
		text_adds(&said, "Without root this is set up for you alone. "
		    "For the whole machine: sudo postfrank setup");
	}
	is_said = said.len > 0 && text_add(out, said.at, said.len);
	text_clear(&said);
	return is_said;
}
