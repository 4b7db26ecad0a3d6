/* SPDX-License-Identifier: ISC */
/* Starts the tenant, reads what it tells, and speaks to its control port. */
#include <config.h>

#include "tests/lib/beside.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"

enum { ANSWER_MAX = 4 * 1024 * 1024, LINE_MAX_BYTES = 8192,
	READY_MAX = 65536, ROWS_MAX = 96 };

struct beside {
	pid_t pid;
	int leash; /* its standard input: when we end, it does */
	struct text ready; /* ready.sh, cut into its words */
	struct {
		const char *key, *value;
	} rows[ROWS_MAX];
	size_t count;
	struct text switches; /* as they were at first */
	char line[LINE_MAX_BYTES];
};

_Noreturn static void
give_up(const char *what, const char *which)
{
	fprintf(stderr, "# beside: %s: %s\n", what, which);
	abort();
}

static void
must(bool good, const char *what)
{
	if (!good)
		give_up("this does not work", what);
}

/* A program of the build tree. */
static void
program_path(char *out, size_t size, const char *name)
{
	const char *top = getenv("top_builddir");

	snprintf(out, size, "%s/%s", top != NULL ? top : ".", name);
}

_Noreturn static void
become(char **argv, const int fds[static 3])
{
	int i;

	for (i = 0; i < 3; i++)
		if (fds[i] >= 0)
			dup2(fds[i], i);
	for (i = 3; i < 256; i++)
		close(i);
	execv(argv[0], argv);
	_exit(127);
}

/* All that comes until the other side closes. */
static void
take_all(int fd, struct text *out)
{
	char bytes[4096];
	ssize_t got;

	for (;;) {
		got = read(fd, bytes, sizeof(bytes));
		if (got <= 0)
			break;
		text_add(out, bytes, (size_t)got);
	}
}

const char *
beside_value(struct beside *beside, const char *key)
{
	size_t i;

	for (i = 0; i < beside->count; i++)
		if (strcmp(beside->rows[i].key, key) == 0)
			return beside->rows[i].value;
	give_up("no such value", key);
}

/* POSTs a form, or with NULL only asks; the answer's body into out. */
static void
control(struct beside *beside, const char *path, const char *form,
    struct text *out)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtoul(
		    beside_value(beside, "control_port"), NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const char *body;
	struct text asked;

	text_init(&asked, 65536);
	text_addf(&asked, "%s %s HTTP/1.0\r\nHost: localhost\r\n"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: %zu\r\n\r\n%s", form != NULL ? "POST" : "GET",
	    path, form != NULL ? strlen(form) : 0, form != NULL ? form : "");
	must(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 &&
	    write(fd, asked.at, asked.len) == (ssize_t)asked.len, path);
	text_reset(out);
	take_all(fd, out);
	close(fd);
	text_clear(&asked);
	body = strstr(out->at, "\r\n\r\n");
	if (body == NULL || strstr(out->at, " 200 ") == NULL)
		give_up(path, out->at);
	body += 4;
	out->len -= (size_t)(body - out->at);
	memmove(out->at, body, out->len + 1);
}

/* Lines tenant_KEY='VALUE', or without the quotes. */
static void
cut_ready(struct beside *beside)
{
	char *line = beside->ready.at, *end, *value;

	for (; *line != '\0' && beside->count < ROWS_MAX; line = end) {
		end = line + strcspn(line, "\n");
		if (*end != '\0')
			*end++ = '\0';
		value = strchr(line, '=');
		if (value == NULL || strncmp(line, "tenant_", 7) != 0)
			continue;
		*value++ = '\0';
		value += *value == '\'';
		value[strcspn(value, "'")] = '\0';
		beside->rows[beside->count].key = line + 7;
		beside->rows[beside->count++].value = value;
	}
}

/* Waits for the line that tells that it is ready. */
static void
read_ready(struct beside *beside, const char *place, int fd)
{
	char path[4200], c;
	int file;

	while (read(fd, &c, 1) == 1 && c != '\n')
		continue;
	snprintf(path, sizeof(path), "%s/ready.sh", place);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		give_up("the tenant did not start", place);
	text_init(&beside->ready, READY_MAX);
	take_all(file, &beside->ready);
	close(file);
	cut_ready(beside);
}

struct beside *
beside_start(const char *dir, bool is_microsoft)
{
	struct beside *beside = must_alloc(1, sizeof(*beside));
	char program[4096], place[4096];
	char *argv[] = { program, (char[]){ "--dir" }, place,
		(char[]){ "--until-eof" }, NULL, (char[]){ "443" },
		(char[]){ "--smtp-port" }, (char[]){ "587" }, NULL };
	char option[] = "--https-port";
	int in[2], out[2];

	program_path(program, sizeof(program), "tests/tenant/tenant");
	snprintf(place, sizeof(place), "%s/tenant", dir);
	must(mkdir(place, 0755) == 0, place);
	must(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0, "pipe");
	if (is_microsoft)
		argv[4] = option;
	fflush(NULL);
	beside->pid = fork();
	if (beside->pid == 0)
		become(argv, (const int[]){ in[0], out[1], -1 });
	close(in[0]);
	close(out[1]);
	beside->leash = in[1];
	read_ready(beside, place, out[0]);
	close(out[0]);
	text_init(&beside->switches, ANSWER_MAX);
	control(beside, "/switch", NULL, &beside->switches);
	return beside;
}

void
beside_stop(struct beside *beside)
{
	close(beside->leash);
	waitpid(beside->pid, NULL, 0);
	text_clear(&beside->switches);
	text_clear(&beside->ready);
	free(beside);
}

const char *
beside_file(struct beside *beside, const char *key)
{
	FILE *file = fopen(beside_value(beside, key), "r");

	if (file == NULL || fgets(beside->line, LINE_MAX_BYTES, file) == NULL)
		give_up("cannot read", key);
	fclose(file);
	beside->line[strcspn(beside->line, "\n")] = '\0';
	return beside->line;
}

void
beside_post(struct beside *beside, const char *path, const char *form)
{
	struct text out;

	text_init(&out, ANSWER_MAX);
	control(beside, path, form, &out);
	text_clear(&out);
}

/* What a form reserves is encoded. */
static void
encode(struct text *out, const char *value)
{
	for (; *value != '\0'; value++)
		if (strchr("%&+=# ", *value) != NULL)
			text_addf(out, "%%%02X", (unsigned char)*value);
		else
			text_addc(out, *value);
}

void
beside_switch(struct beside *beside, const char *name, const char *value)
{
	struct text form;

	text_init(&form, 4096);
	text_addf(&form, "%s=", name);
	encode(&form, value);
	beside_post(beside, "/switch", form.at);
	text_clear(&form);
}

void
beside_reset(struct beside *beside)
{
	const char *was = beside->switches.at, *is, *end;
	char name[64], value[1024];
	struct text now;

	text_init(&now, ANSWER_MAX);
	control(beside, "/switch", NULL, &now);
	/* the same switches in the same order, "name=value<TAB># help" each */
	for (is = now.at; *is != '\0' && *was != '\0'; is = end + 1) {
		if (strncmp(is, was, strcspn(was, "\t") + 1) != 0 &&
		    sscanf(was, "%63[^=]=%1023[^\t]", name, value) >= 1) {
			if (was[strcspn(was, "=") + 1] == '\t')
				value[0] = '\0';
			beside_switch(beside, name, value);
		}
		was += strcspn(was, "\n");
		was += *was == '\n';
		end = is + strcspn(is, "\n");
		if (*end == '\0')
			break;
	}
	text_clear(&now);
}

long
beside_count(struct beside *beside, const char *type)
{
	struct text out;
	const char *line;
	size_t len = strlen(type);
	long count = 0;

	text_init(&out, ANSWER_MAX);
	control(beside, "/counts", NULL, &out);
	for (line = out.at; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, type, len) == 0 && line[len] == ' ')
			count = strtol(line + len, NULL, 10);
	}
	text_clear(&out);
	return count;
}

void
beside_wait(struct beside *beside, const char *type, long count)
{
	struct text out;
	char path[256];

	text_init(&out, ANSWER_MAX);
	snprintf(path, sizeof(path), "/wait?type=%s&count=%ld", type, count);
	control(beside, path, NULL, &out);
	text_clear(&out);
}

size_t
beside_mails(struct beside *beside)
{
	DIR *dir = opendir(beside_value(beside, "mail_dir"));
	struct dirent *entry;
	size_t n = 0, len;

	if (dir == NULL)
		return 0;
	for (entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
		len = strlen(entry->d_name);
		n += len > 4 && strcmp(entry->d_name + len - 4, ".eml") == 0;
	}
	closedir(dir);
	return n;
}

char *
beside_tickets(struct beside *beside)
{
	struct text out;

	text_init(&out, ANSWER_MAX);
	control(beside, "/tickets", NULL, &out);
	return text_take(&out);
}

int
beside_browse(struct beside *beside, const struct beside_visit *visit,
    char *out, size_t size)
{
	char program[4096], upn[64], password[64];
	const char *argv[16] = { program, "--ca",
		beside_value(beside, "ca_file"), "--as", NULL,
		"--password-file", NULL };
	struct text said;
	size_t n = 7;
	int ends[2], status;
	pid_t pid;

	program_path(program, sizeof(program), "tests/tenant/browse");
	snprintf(upn, sizeof(upn), "account_%s", visit->who);
	snprintf(password, sizeof(password), "password_file_%s", visit->who);
	argv[4] = beside_value(beside, upn);
	argv[6] = beside_value(beside, password);
	if (visit->code != NULL) {
		argv[n++] = "--user-code";
		argv[n++] = visit->code;
	}
	if (visit->option != NULL)
		argv[n++] = visit->option;
	argv[n] = visit->address;
	must(pipe2(ends, O_CLOEXEC) == 0, "pipe");
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become((char **)(uintptr_t)argv,
		    (const int[]){ -1, ends[1], ends[1] });
	close(ends[1]);
	text_init(&said, ANSWER_MAX);
	take_all(ends[0], &said);
	close(ends[0]);
	waitpid(pid, &status, 0);
	snprintf(out, size, "%.*s", (int)(said.len > 0 &&
	    said.at[said.len - 1] == '\n' ? said.len - 1 : said.len), said.at);
	text_clear(&said);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
