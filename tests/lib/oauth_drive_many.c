/* SPDX-License-Identifier: ISC */
/* oauth_drive's crowds and deaths: many processes that want a token at once,
 * and one that is killed at a system call. */
#include <config.h>

#include "tests/lib/oauth_drive.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* One of the crowd: waits for the start, then tells its token by a digest-free
 * short line, its tail. */
static int
join(struct drive *drive, const int pipes[2], const struct secret *refused)
{
	struct secret access;
	char line[64], byte = 0;
	const char *token;
	int len;

	while (read(pipes[0], &byte, 1) > 0)
		;
	if (write(pipes[1], "", 1) != 1)
		return 1;
	close(pipes[1]);
	secret_init(&access, SECRET_MAX);
	if (!token_get(&drive->source, refused, &access, &drive->why)) {
		len = snprintf(line, sizeof(line), "%d failed %d %.24s\n",
		    (int)getpid(), fault_exit(drive->why.kind),
		    drive->why.code);
	} else {
		token = secret_open(&access);
		len = snprintf(line, sizeof(line), "%d got %.24s\n",
		    (int)getpid(), token + (access.len > 24
			? access.len - 24 : 0));
		secret_close(&access);
	}
	secret_clear(&access);
	return write(STDOUT_FILENO, line, (size_t)len) == len ? 0 : 1;
}

/* storm N [refused]: N processes ask together. "all N" is printed when the last
 * one is on its way, then a line for each. */
bool
drive_storm(struct drive *drive)
{
	int count = drive->argc > 0 ? atoi(drive->argv[0]) : 0, i, begun;
	int start[2], ready[2];
	char byte;
	struct secret refused;
	bool force = drive->argc > 1;

	secret_init(&refused, SECRET_MAX);
	if (force && !token_get(&drive->source, NULL, &refused, &drive->why))
		return false;
	if (pipe(start) != 0 || pipe(ready) != 0)
		return fault_set(&drive->why, FAULT_OS, "pipe");
	fflush(stdout);
	for (i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			close(start[1]);
			close(ready[0]);
			_exit(join(drive, (int[]){ start[0], ready[1] },
			    force ? &refused : NULL));
		}
		if (pid < 0)
			return fault_set(&drive->why, FAULT_OS, "fork");
	}
	close(start[0]);
	close(start[1]);
	close(ready[1]);
	for (begun = 0; begun < count && read(ready[0], &byte, 1) == 1;)
		begun++;
	printf("all %d\n", begun);
	fflush(stdout);
	while (wait(NULL) > 0)
		;
	secret_clear(&refused);
	return true;
}

/* Lets the child run to its n-th stop at a system call (each call has two) and
 * kills it there. False: it ended before; *stops is how many there were. */
static bool
kill_at(pid_t pid, long n, long *stops, int *status)
{
	waitpid(pid, status, 0);
	for (*stops = 0; !WIFEXITED(*status) && !WIFSIGNALED(*status);) {
		int deliver = 0;

		if (*stops == n) {
			kill(pid, SIGKILL);
			waitpid(pid, status, 0);
			return true;
		}
		if (WIFSTOPPED(*status) && WSTOPSIG(*status) != SIGTRAP)
			deliver = WSTOPSIG(*status) == SIGSTOP
			    ? 0 : WSTOPSIG(*status);
		ptrace(PTRACE_SYSCALL, pid, NULL, deliver);
		waitpid(pid, status, 0);
		(*stops)++;
	}
	return false;
}

/* kill N: one process asks for a token and dies at its N-th stop; prints
 * killed=N, or ended=STOPS with N -1. */
bool
drive_kill(struct drive *drive)
{
	long n = drive->argc > 0 ? atol(drive->argv[0]) : -1, stops;
	struct secret access;
	int status = 0;
	pid_t pid;
	bool good;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		secret_init(&access, SECRET_MAX);
		good = token_get(&drive->source, NULL, &access, &drive->why);
		secret_clear(&access);
		_exit(good ? 0 : 1);
	}
	if (pid < 0)
		return fault_set(&drive->why, FAULT_OS, "fork");
	if (kill_at(pid, n, &stops, &status))
		printf("killed=%ld\n", n);
	else
		printf("ended=%ld\nstatus=%d\n", stops, WEXITSTATUS(status));
	return true;
}
