/* SPDX-License-Identifier: ISC */
/* tenant: a Microsoft 365 of our own on loopback, for tests and for practice.
 * Reads its options, starts the servers, and waits for its end. */
#include <config.h>

#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tenant/control.h"
#include "tests/tenant/listen.h"
#include "tests/tenant/places.h"
#include "tests/tenant/ready.h"
#include "tests/tenant/smtp.h"
#include "tests/tenant/tls.h"
#include "tests/tenant/web.h"

struct options {
	const char *dir;
	const char *address;
	uint16_t https_port;
	uint16_t control_port;
	uint16_t smtp_port;
	uint16_t plain_smtp_port;
	bool until_eof;
};

static const char usage[] =
    "usage: tenant --dir DIR [--https-port N] [--control-port N]\n"
    "              [--smtp-port N] [--plain-smtp-port N]\n"
    "              [--address 127.0.0.1] [--until-eof]\n"
    "A stand-in for Microsoft 365 on loopback. A port of 0, the default, is\n"
    "chosen by the kernel; DIR/ready.json tells them, and so does standard\n"
    "output. GET /switch on the control port lists what can be switched.\n";

static const struct option long_options[] = {
	{ "dir", required_argument, NULL, 'd' },
	{ "https-port", required_argument, NULL, 'h' },
	{ "control-port", required_argument, NULL, 'c' },
	{ "smtp-port", required_argument, NULL, 's' },
	{ "plain-smtp-port", required_argument, NULL, 'p' },
	{ "address", required_argument, NULL, 'a' },
	{ "until-eof", no_argument, NULL, 'e' },
	{ "help", no_argument, NULL, '?' },
	{ NULL, 0, NULL, 0 },
};

static bool
read_port(const char *words, uint16_t *port)
{
	char *end;
	long number = strtol(words, &end, 10);

	if (end == words || *end != '\0' || number < 0 || number > 65535)
		return false;
	*port = (uint16_t)number;
	return true;
}

static bool
read_option(int option, struct options *options)
{
	switch (option) {
	case 'd':
		options->dir = optarg;
		return true;
	case 'a':
		options->address = optarg;
		return true;
	case 'e':
		options->until_eof = true;
		return true;
	case 'h':
		return read_port(optarg, &options->https_port);
	case 'c':
		return read_port(optarg, &options->control_port);
	case 's':
		return read_port(optarg, &options->smtp_port);
	case 'p':
		return read_port(optarg, &options->plain_smtp_port);
	default:
		return false;
	}
}

static bool
read_options(int argc, char **argv, struct options *options)
{
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!read_option(option, options))
			return false;
	return optind == argc && options->dir != NULL;
}

/* Before any thread: the signals that end us are read from a descriptor. */
static int
catch_signals(void)
{
	pid_t parent = getppid();
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent) /* it died before we asked */
		raise(SIGTERM);
	return signalfd(-1, &ends, SFD_CLOEXEC);
}

static void
wait_for_end(int signals, bool until_eof)
{
	struct pollfd watched[2] = {
		{ .fd = signals, .events = POLLIN },
		{ .fd = until_eof ? STDIN_FILENO : -1, .events = POLLIN },
	};
	char ignored[256];

	for (;;) {
		if (poll(watched, 2, -1) < 0)
			continue;
		if (watched[0].revents != 0)
			return;
		if (watched[1].revents != 0 &&
		    read(STDIN_FILENO, ignored, sizeof(ignored)) <= 0)
			return;
	}
}

/* What runs, to be stopped in the other order. */
struct servers {
	struct store *store;
	struct tls *tls;
	struct web *https;
	struct web *control;
	struct smtp_server *smtp;
};

static bool
start_web(struct store *store, struct tls *tls, const char *address,
    uint16_t *port, struct web **web)
{
	struct listener listener;

	if (!listener_open(&listener, address, *port))
		return false;
	*port = listener.port;
	*web = web_start(store, tls, &listener,
	    tls == NULL ? control_handle : places_handle);
	return *web != NULL;
}

static bool
start_smtp(struct servers *servers, const struct options *options,
    struct ports *ports)
{
	struct smtp_options wanted = {
		.address = options->address,
		.host = "smtp.contoso.example",
		.tls = servers->tls,
	};

	wanted.port[PORT_SUBMISSION] = options->smtp_port;
	wanted.port[PORT_TLS] = 0;
	wanted.port[PORT_RELAY] = options->plain_smtp_port;
	servers->smtp = smtp_serve(servers->store, &wanted);
	if (servers->smtp == NULL)
		return false;
	ports->smtp = smtp_port(servers->smtp, PORT_SUBMISSION);
	ports->smtp_tls = smtp_port(servers->smtp, PORT_TLS);
	ports->plain_smtp = smtp_port(servers->smtp, PORT_RELAY);
	return true;
}

static bool
start(struct servers *servers, struct options *options)
{
	struct ports ports = { .smtp = 0 };

	servers->store = store_new(options->dir);
	if (servers->store == NULL)
		return false;
	servers->tls = tls_new(options->dir);
	if (servers->tls == NULL ||
	    !start_web(servers->store, servers->tls, options->address,
		&options->https_port, &servers->https) ||
	    !start_web(servers->store, NULL, "127.0.0.1",
		&options->control_port, &servers->control) ||
	    !start_smtp(servers, options, &ports))
		return false;
	keepf(servers->store->base, sizeof(servers->store->base),
	    "https://localhost:%u", options->https_port);
	ports.https = options->https_port;
	ports.control = options->control_port;
	return ready_tell(servers->store, &ports);
}

static void
stop(struct servers *servers)
{
	if (servers->store != NULL)
		store_stop(servers->store);
	smtp_stop(servers->smtp);
	web_stop(servers->control);
	web_stop(servers->https);
	tls_free(servers->tls);
	store_free(servers->store);
}

int
main(int argc, char **argv)
{
	struct options options = { .address = "127.0.0.1" };
	struct servers servers = { .store = NULL };
	bool started;
	int signals;

	if (!read_options(argc, argv, &options)) {
		fputs(usage, stderr);
		return 64;
	}
	umask(077);
	signals = catch_signals();
	started = start(&servers, &options);
	if (started)
		wait_for_end(signals, options.until_eof);
	stop(&servers);
	close(signals);
	return started ? 0 : 71;
}
