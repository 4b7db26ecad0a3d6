/* SPDX-License-Identifier: ISC */
/* Measures what a full-screen program costs a terminal of 80x24: bytes and time
 * to its first picture, for a typed character and for a move of the focus, and
 * its peak memory.
 *
 *   paint RUNS BEFORE MOVE PROGRAM [ARGUMENT...]
 *
 * BEFORE: keys that lead to a field to type into (\r, \t, \e are understood),
 * each sent by itself; MOVE: the key that moves the focus. Prints the medians:
 * first bytes, first ms, typed bytes, typed ms, moved bytes, moved ms, peak KiB.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 100, QUIET_MS = 200, LATEST_MS = 5000 };

enum figure {
	FIRST_BYTES,
	FIRST_MS,
	TYPED_BYTES,
	TYPED_MS,
	MOVED_BYTES,
	MOVED_MS,
	PEAK_KIB,
	FIGURES
};

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Reads until nothing has come for a while; bytes, and when the last came. */
static double
listen_to(int master, double since, double *last_ms)
{
	struct pollfd fd = { .fd = master, .events = POLLIN };
	char buffer[4096];
	double bytes = 0;
	ssize_t got;

	*last_ms = 0;
	while (poll(&fd, 1, bytes > 0 ? QUIET_MS : LATEST_MS) > 0) {
		got = read(master, buffer, sizeof(buffer));
		if (got <= 0)
			break;
		bytes += (double)got;
		*last_ms = now_ms() - since;
	}
	return bytes;
}

static void
send_key(int master, const char *key, size_t len)
{
	if (write(master, key, len) != (ssize_t)len) {
		perror("paint: write");
		exit(74);
	}
}

/* The next key of a list: one character, or \r, \t, \e; moves on. */
static char
next_key(const char **keys)
{
	char key = *(*keys)++;

	if (key != '\\' || **keys == '\0')
		return key;
	key = *(*keys)++;
	return key == 'r' ? '\r' : key == 't' ? '\t' : key == 'e' ? '\033'
								  : key;
}

static void
press(int master, const char *keys, double *bytes, double *ms)
{
	char sequence[32];
	size_t len = 0;
	double since = now_ms();

	while (*keys != '\0' && len < sizeof(sequence))
		sequence[len++] = next_key(&keys);
	send_key(master, sequence, len);
	*bytes = listen_to(master, since, ms);
}

static double
peak_kib(pid_t pid)
{
	char path[64], line[256];
	double kib = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	status = fopen(path, "r");
	while (status != NULL && fgets(line, sizeof(line), status) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtod(line + 6, NULL);
	if (status != NULL)
		fclose(status);
	return kib;
}

static void
run_once(char *const *words, double figures[static FIGURES])
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const char *before = words[0];
	double since = now_ms(), bytes, ms;
	char key;
	int master;
	pid_t pid = forkpty(&master, NULL, NULL, &size);

	if (pid < 0) {
		perror("paint: forkpty");
		exit(71);
	}
	if (pid == 0) {
		execvp(words[2], words + 2);
		_exit(127);
	}
	figures[FIRST_BYTES] = listen_to(master, since, &figures[FIRST_MS]);
	while (*before != '\0') {
		key = next_key(&before);
		since = now_ms();
		send_key(master, &key, 1);
		listen_to(master, since, &ms);
	}
	press(master, "x", &bytes, &ms);
	press(master, "y", &figures[TYPED_BYTES], &figures[TYPED_MS]);
	press(master, words[1], &figures[MOVED_BYTES], &figures[MOVED_MS]);
	figures[PEAK_KIB] = peak_kib(pid);
	close(master);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static int
by_size(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

int
main(int argc, char **argv)
{
	static double all[FIGURES][RUNS_MAX];
	static const char *const names[FIGURES] = { "first bytes", "first ms",
		"typed bytes", "typed ms", "moved bytes", "moved ms",
		"peak KiB" };
	double figures[FIGURES];
	long runs = argc > 4 ? strtol(argv[1], NULL, 10) : 0;
	long i;
	size_t f;

	if (runs < 1 || runs > RUNS_MAX) {
		fprintf(stderr, "usage: paint RUNS BEFORE MOVE PROGRAM "
		    "[ARGUMENT...]\n");
		return 64;
	}
	for (i = 0; i < runs; i++) {
		run_once(argv + 2, figures);
		for (f = 0; f < FIGURES; f++)
			all[f][i] = figures[f];
	}
	for (f = 0; f < FIGURES; f++) {
		qsort(all[f], (size_t)runs, sizeof(all[f][0]), by_size);
		printf("%s %.1f%s", names[f], all[f][runs / 2],
		    f + 1 < FIGURES ? ", " : "\n");
	}
	return 0;
}
