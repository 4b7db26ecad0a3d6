/* SPDX-License-Identifier: ISC */
/* What the two halves of hands.h say to each other. */
#ifndef ACCOUNT_HANDS_PARTS_H
#define ACCOUNT_HANDS_PARTS_H

#include <signal.h>
#include <stdint.h>

#include "account/hands.h"

enum hands_verb { HANDS_WRITE, HANDS_REMOVE };

/*
 * Followed by len bytes. Both ends are the same program, forked. The serial is
 * random and comes back with the answer: a process that was killed between its
 * request and the answer leaves one behind, which is nobody's and is skipped.
 */
struct hands_request {
	uint64_t serial;
	enum hands_verb verb;
	enum layout_file file;
	char name[64];
	size_t len;
};

struct hands_answer {
	uint64_t serial;
	bool good;
	struct fault why;
};

/* Does it, in this process; the parent's half as well as everybody's who has
 * no parent. Judges file, name and length first. */
bool hands_serve(const struct layout *layout,
    const struct hands_request *request, const struct secret *bytes,
    struct fault *why);

/* The parent's life: answers on the socket and passes signals on until the
 * child is gone, then ends as it did. Called with signals blocked; mask is what
 * they are to be. */
void hands_stand_by(const struct layout *layout, int fd, pid_t child,
    const sigset_t *mask) __attribute__((noreturn));

#endif
