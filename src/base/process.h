/* SPDX-License-Identifier: ISC */
/* What a process that handles secrets does first, and how it learns of its end
 * while it holds signals back. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>

/*
 * Call first in main(): descriptors 0-2 are open, no core and no ptrace
 * (PR_SET_DUMPABLE 0, RLIMIT_CORE 0), SIGPIPE and SIGXFSZ ignored, umask 077,
 * the environment reduced to what is harmless (PATH fixed, TERM, LANG, LC_*,
 * TZ, HOME, XDG_*, NO_COLOR, ACCESSIBLE, ESCDELAY, COLUMNS, LINES, DISPLAY,
 * SSH_*, SUDO_*, CREDENTIALS_DIRECTORY, USER, LOGNAME), so that neither
 * SSLKEYLOGFILE nor a stranger's proxy or OPENSSL_CONF is honoured.
 */
void process_harden(void);

/* While signals are blocked: does one wait that would end this process
 * (SIGTERM, SIGINT, SIGHUP, SIGQUIT, where it is not ignored)? */
bool process_told_to_end(void);

/* _exit(2): ends without what atexit(3) was told, for a process that shares it
 * with another one. Builds for coverage write their counts before. */
_Noreturn void process_end(int code);

#endif
