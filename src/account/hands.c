/* SPDX-License-Identifier: ISC */
/* The child's half: becoming the service user, and asking the parent. */
#include <config.h>

#include "account/hands.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include "account/hands_parts.h"
#include "base/random.h"

/* Are we the owner, with nothing left of what we were, and no way back? */
static bool
is_dropped(const struct owner *owner)
{
	uid_t real, effective, saved;
	gid_t real_group, effective_group, saved_group, groups[2];

	if (getresuid(&real, &effective, &saved) != 0 ||
	    getresgid(&real_group, &effective_group, &saved_group) != 0)
		return false;
	if (real != owner->uid || effective != owner->uid ||
	    saved != owner->uid || real_group != owner->gid ||
	    effective_group != owner->gid || saved_group != owner->gid)
		return false;
	if (getgroups(2, groups) != 1 || groups[0] != owner->gid)
		return false;
	return owner->uid == 0 || (setuid(0) != 0 && seteuid(0) != 0);
}

static bool
drop(const struct owner *owner, struct fault *why)
{
	if (setgroups(1, &owner->gid) != 0 ||
	    setresgid(owner->gid, owner->gid, owner->gid) != 0 ||
	    setresuid(owner->uid, owner->uid, owner->uid) != 0)
		return fault_set(why, FAULT_OS,
		    "cannot become the user " SERVICE_USER ": %s",
		    strerror(errno));
	if (!is_dropped(owner))
		return fault_set(why, FAULT_OS, "became the user " SERVICE_USER
		    ", but not for good");
#ifdef HAVE_SYS_PRCTL_H
	/* Changing the user resets both: no core, and an end with the parent,
	 * by a signal that a token write can hold back. */
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
	return true;
}

bool
hands_split(struct layout *layout, struct fault *why)
{
	pid_t parent = getpid(), child;
	sigset_t all, before;
	int pair[2];

	if (layout->kind != LAYOUT_SYSTEM || geteuid() != 0)
		return true;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return fault_set(why, FAULT_OS, "cannot make a socket: %s",
		    strerror(errno));
	/* What is buffered would be written by both. */
	fflush(NULL);
	/* A signal must not end root's process before it can pass it on. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	child = fork();
	if (child > 0) {
		close(pair[1]);
		hands_stand_by(layout, pair[0], child, &before);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(pair[0]);
	if (child < 0) {
		close(pair[1]);
		return fault_set(why, FAULT_OS, "cannot fork: %s",
		    strerror(errno));
	}
	layout->hands = pair[1];
	if (!drop(&layout->data, why))
		return false;
	/* It may have ended before we asked to end with it. */
	return getppid() == parent || fault_set(why, FAULT_OS,
		"the process that writes settings as root has gone");
}

/* Waits for the answer to this request. */
static bool
await(int fd, uint64_t serial, struct hands_answer *answer)
{
	do {
		if (!read_all(fd, answer, sizeof(*answer)))
			return false;
	} while (answer->serial != serial);
	return true;
}

/* Asks the parent, or does it here. */
static bool
ask(const struct layout *layout, const struct hands_request *request,
    const struct secret *bytes, struct fault *why)
{
	struct hands_answer answer;
	bool sent;

	if (layout->read_only)
		return fault_set(why, FAULT_SETTINGS,
		    "the system's settings are not yours to change; run it "
		    "as root (sudo)");
	if (layout->hands < 0)
		return hands_serve(layout, request, bytes, why);
	sent = write_all(layout->hands, request, sizeof(*request));
	if (sent && request->len > 0) {
		sent = write_all(layout->hands, secret_open(bytes),
		    request->len);
		secret_close(bytes);
	}
	if (!sent || !await(layout->hands, request->serial, &answer))
		return fault_set(why, FAULT_OS,
		    "the process that writes settings as root has gone");
	if (!answer.good && why != NULL)
		*why = answer.why;
	return answer.good;
}

static bool
prepare(struct hands_request *request, enum hands_verb verb,
    enum layout_file file, const char *name)
{
	int len;

	memset(request, 0, sizeof(*request));
	random_bytes(&request->serial, sizeof(request->serial));
	request->verb = verb;
	request->file = file;
	len = snprintf(request->name, sizeof(request->name), "%s", name);
	return len > 0 && len < (int)sizeof(request->name);
}

static bool
bad_name(const char *name, struct fault *why)
{
	return account_name_check(name, why) ||
	    fault_set(why, FAULT_BUG, "a name of no account");
}

bool
hands_write_key(const struct layout *layout, const char *name,
    const struct secret *key, struct fault *why)
{
	struct hands_request request;

	if (!prepare(&request, HANDS_WRITE, LAYOUT_KEY, name))
		return bad_name(name, why);
	request.len = key->len;
	return ask(layout, &request, key, why);
}

bool
hands_write_settings(const struct layout *layout, const char *name,
    const struct text *bytes, struct fault *why)
{
	struct hands_request request;
	struct secret copy;
	bool good;

	if (!prepare(&request, HANDS_WRITE, LAYOUT_SETTINGS, name))
		return bad_name(name, why);
	secret_init(&copy, HANDS_MAX);
	if (!secret_add(&copy, bytes->at, bytes->len))
		return fault_set(why, FAULT_SETTINGS,
		    "the settings are longer than %d bytes", HANDS_MAX);
	request.len = copy.len;
	good = ask(layout, &request, &copy, why);
	secret_clear(&copy);
	return good;
}

bool
hands_remove(const struct layout *layout, enum layout_file file,
    const char *name, struct fault *why)
{
	struct hands_request request;

	if (!prepare(&request, HANDS_REMOVE, file, name))
		return bad_name(name, why);
	return ask(layout, &request, NULL, why);
}
