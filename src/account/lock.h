/* SPDX-License-Identifier: ISC */
/* One holder at a time, between processes, freed by the kernel when the holder
 * dies: flock on a file that is never renamed (reliability.md 4, rule 1). */
#ifndef ACCOUNT_LOCK_H
#define ACCOUNT_LOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/fault.h"

enum { LOCK_SECONDS = 45, LOCK_STEP_MS = 20 };

struct lock {
	int fd; /* -1: not held */
};
#define LOCK_NONE { -1 }

/* What a holder writes into the file. */
struct lock_holder {
	pid_t pid; /* 0: not known */
	int64_t since;
	char tty[64]; /* "" without a terminal */
};

/*
 * Takes the lock within so many seconds (0: now or not) by the clock that never
 * jumps. FAULT_LATER names the holder; FAULT_CREATE, FAULT_IO: the file cannot
 * be made or opened. The descriptor closes on exec; a forked child must close
 * it (lock_forget), or it holds the lock too.
 */
bool lock_take(struct lock *lock, const char *path, unsigned seconds,
    struct fault *why);
void lock_release(struct lock *lock);
/* In a forked child: closes the descriptor, the parent goes on holding. */
void lock_forget(struct lock *lock);
bool lock_is_held(const struct lock *lock);

/* Who wrote the file last and is still alive; false: nobody. */
bool lock_read_holder(const char *path, struct lock_holder *holder);

#endif
