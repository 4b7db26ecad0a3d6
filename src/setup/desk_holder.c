/* SPDX-License-Identifier: ISC */
/* Who else works on a draft, and taking it over from them. */
#include <config.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "setup/desk.h"

bool
desk_holder(const struct layout *layout, const char *name,
    struct lock_holder *holder)
{
	char path[PATH_SIZE];

	return layout_path(path, layout, LAYOUT_DRAFT_LOCK, name, NULL) &&
	    lock_read_holder(path, holder) && holder->pid > 0;
}

int64_t
desk_idle(const struct lock_holder *holder, int64_t now)
{
	char path[128];
	struct stat st;

	if (holder->tty[0] == '\0' || snprintf(path, sizeof(path), "%s%s",
	    holder->tty[0] == '/' ? "" : "/dev/", holder->tty) >=
	    (int)sizeof(path) || stat(path, &st) != 0)
		return -1;
	return now > st.st_atime ? now - (int64_t)st.st_atime : 0;
}

static bool
may_not_end(pid_t pid, struct fault *why)
{
	fault_set(why, FAULT_LATER, "process %ld works on this set-up and "
	    "cannot be asked to leave: %s", (long)pid, strerror(errno));
	return fault_next(why, "leave it there with q, or start again as root");
}

/* Waits for the lock; it is given back at once, desk_open() takes it. */
static bool
wait_for_lock(const char *path, unsigned seconds, struct fault *why)
{
	struct lock lock = { -1 };

	if (!lock_take(&lock, path, seconds, why))
		return false;
	lock_release(&lock);
	return true;
}

/* Whoever owns the lock says which process holds it: root must not end just
 * any on another user's word (--home). */
static bool
may_trust(const char *path, const struct lock_holder *holder,
    struct fault *why)
{
	struct stat st;

	if (geteuid() != 0 || (lstat(path, &st) == 0 && st.st_uid == 0))
		return true;
	fault_set(why, FAULT_LATER, "%s is another user's, and says that "
	    "process %ld works on this set-up", path, (long)holder->pid);
	return fault_next(why, "look at that process, and end it by hand");
}

/* What a killed holder wrote into the lock outlives it, and its number may be
 * another process's by now: only who holds the lock is told anything. */
bool
desk_take_over(const struct layout *layout, const char *name,
    struct fault *why)
{
	struct lock_holder holder, still;
	char path[PATH_SIZE];
	struct fault ignored;

	if (!layout_path(path, layout, LAYOUT_DRAFT_LOCK, name, why))
		return false;
	if (wait_for_lock(path, 0, &ignored) ||
	    !desk_holder(layout, name, &holder))
		return true;
	if (!may_trust(path, &holder, why))
		return false;
	if (kill(holder.pid, SIGHUP) != 0 && errno != ESRCH)
		return may_not_end(holder.pid, why);
	if (wait_for_lock(path, DESK_PATIENCE, why))
		return true;
	/* Still there: stopped, or caught in something that does not end. */
	if (!desk_holder(layout, name, &still) || still.pid != holder.pid ||
	    still.since != holder.since)
		return false;
	if (kill(holder.pid, SIGKILL) != 0 && errno != ESRCH)
		return may_not_end(holder.pid, why);
	return wait_for_lock(path, DESK_PATIENCE, why);
}
