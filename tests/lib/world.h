/* SPDX-License-Identifier: ISC */
/* A network of the test's own, in which nothing but the loopback exists, and
 * names of Microsoft's may lead to the stand-in tenant. */
#ifndef TESTS_LIB_WORLD_H
#define TESTS_LIB_WORLD_H

#include <stdbool.h>

/* Moves this process (and what it starts later) there. There must be no thread.
 * False: this machine allows no name spaces, and all is as it was. */
bool world_enter(void);

/* In it: the hosts of the cloud "global" are this machine, and the authority in
 * that PEM file is trusted beside the system's. dir: for copies, a directory of
 * the test's own. False: nothing can be mounted. */
bool world_is_microsoft(const char *ca_file, const char *dir);

#endif
