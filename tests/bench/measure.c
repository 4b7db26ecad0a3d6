/* SPDX-License-Identifier: ISC */
/* Runs two shell commands in turn and compares what the kernel counted for
 * each: wall and CPU time, peak memory. Quote the ratios, which hold on a noisy
 * machine, and not single times.
 *
 *   measure RUNS 'COMMAND A' 'COMMAND B'
 *
 * One run of each is not counted. Prints a line for each figure: its name, the
 * median of A, that of B, and that of the ratios A/B. */
#include <config.h>

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 100, FIGURES = 3 };

static const char *const names[FIGURES] = { "wall ms", "cpu ms", "peak KiB" };

struct run {
	double figure[FIGURES];
};

static double
milliseconds(struct timespec from, struct timespec to)
{
	return (double)(to.tv_sec - from.tv_sec) * 1e3 +
	    (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

static double
cpu_of(const struct rusage *usage)
{
	return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) *
	    1e3 + (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) /
	    1e3;
}

static void
run_command(const char *command, struct run *run)
{
	struct timespec from, to;
	struct rusage usage;
	int status;
	pid_t pid;

	clock_gettime(CLOCK_MONOTONIC, &from);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid) {
		perror("measure");
		exit(1);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (status != 0) {
		fprintf(stderr, "measure: status %d of: %s\n", status,
		    command);
		exit(1);
	}
	run->figure[0] = milliseconds(from, to);
	run->figure[1] = cpu_of(&usage);
	run->figure[2] = (double)usage.ru_maxrss;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), by_size);
	return count % 2 == 1 ? values[count / 2]
			      : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void
print_figure(const struct run *a, const struct run *b, size_t runs, size_t f)
{
	double ours[RUNS_MAX], theirs[RUNS_MAX], ratio[RUNS_MAX];
	size_t i;

	for (i = 0; i < runs; i++) {
		ours[i] = a[i].figure[f];
		theirs[i] = b[i].figure[f];
		ratio[i] = ours[i] / (theirs[i] > 0 ? theirs[i] : 1);
	}
	printf("%-9s %10.1f %10.1f  %6.2f\n", names[f], median(ours, runs),
	    median(theirs, runs), median(ratio, runs));
}

int
main(int argc, char **argv)
{
	static struct run a[RUNS_MAX], b[RUNS_MAX];
	long runs = argc == 4 ? strtol(argv[1], NULL, 10) : 0;
	long i;
	size_t f;

	if (runs < 1 || runs > RUNS_MAX) {
		fputs("usage: measure RUNS 'COMMAND A' 'COMMAND B'\n", stderr);
		return 64;
	}
	run_command(argv[2], &a[0]);
	run_command(argv[3], &b[0]);
	for (i = 0; i < runs; i++) {
		run_command(argv[2], &a[i]);
		run_command(argv[3], &b[i]);
	}
	for (f = 0; f < FIGURES; f++)
		print_figure(a, b, (size_t)runs, f);
	return 0;
}
