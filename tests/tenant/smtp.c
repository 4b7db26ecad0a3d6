/* SPDX-License-Identifier: ISC */
/* Listening ports and threads of the mail half; see the header. */
#include <config.h>

#include "tests/tenant/smtp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/tenant/listen.h"
#include "tests/tenant/smtp_hall.h"

struct smtp_server {
	struct smtp_hall *hall;
	struct tls *tls;
	char host[SMTP_HOST_SIZE];
	struct listener listeners[SMTP_PORTS];
	int stop[2]; /* closing the second wakes everybody */
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t lock;
	pthread_cond_t idle;
	unsigned calls; /* connections that are open */
};

/* One connection on its way to its thread. */
struct guest {
	struct smtp_server *server;
	struct smtp_call call;
};

static void *
run_guest(void *at)
{
	struct guest *guest = at;
	struct smtp_server *server = guest->server;

	smtp_wire_run(&guest->call);
	free(guest);
	pthread_mutex_lock(&server->lock);
	server->calls--;
	pthread_cond_signal(&server->idle);
	pthread_mutex_unlock(&server->lock);
	return NULL;
}

static void
start_guest(struct smtp_server *server, enum smtp_port port, int fd)
{
	struct guest *guest = must_alloc(1, sizeof(*guest));
	pthread_attr_t attributes;
	pthread_t thread;

	guest->server = server;
	guest->call = (struct smtp_call){
		.fd = fd,
		.stop = server->stop[0],
		.port = port,
		.number = smtp_hall_number(server->hall),
		.host = server->host,
		.world = smtp_hall_world(server->hall),
		.tls = server->tls,
	};
	pthread_mutex_lock(&server->lock);
	server->calls++;
	pthread_mutex_unlock(&server->lock);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&thread, &attributes, run_guest, guest) != 0)
		run_guest(guest);
	pthread_attr_destroy(&attributes);
}

static void
accept_one(struct smtp_server *server, enum smtp_port port, int listener)
{
	int fd = accept(listener, NULL, NULL);

	if (fd < 0)
		return;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	start_guest(server, port, fd);
}

static void *
run_server(void *at)
{
	struct smtp_server *server = at;
	struct pollfd fds[SMTP_PORTS * 2 + 1];

	for (int i = 0; i < SMTP_PORTS; i++) {
		fds[2 * i] = (struct pollfd){ .fd = server->listeners[i].v4,
			.events = POLLIN };
		fds[2 * i + 1] = (struct pollfd){
			.fd = server->listeners[i].v6, .events = POLLIN };
	}
	fds[SMTP_PORTS * 2] = (struct pollfd){ .fd = server->stop[0],
		.events = POLLIN };
	for (;;) {
		if (poll(fds, SMTP_PORTS * 2 + 1, -1) < 0)
			continue;
		if (fds[SMTP_PORTS * 2].revents != 0)
			return NULL;
		for (int i = 0; i < SMTP_PORTS * 2; i++)
			if ((fds[i].revents & POLLIN) != 0)
				accept_one(server, (enum smtp_port)(i / 2),
				    fds[i].fd);
	}
}

static bool
open_ports(struct smtp_server *server, const struct smtp_options *options)
{
	for (int i = 0; i < SMTP_PORTS; i++) {
		if (options->port[i] == SMTP_NO_PORT)
			continue;
		if (!listener_open(&server->listeners[i], options->address,
			(uint16_t)options->port[i]))
			return false;
	}
	return true;
}

static struct smtp_server *
make_server(const struct smtp_options *options)
{
	struct smtp_server *server = must_alloc(1, sizeof(*server));

	server->tls = options->tls;
	snprintf(server->host, sizeof(server->host), "%s", options->host);
	server->stop[0] = -1;
	server->stop[1] = -1;
	for (int i = 0; i < SMTP_PORTS; i++)
		server->listeners[i] = (struct listener){ -1, -1, 0 };
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->idle, NULL);
	return server;
}

struct smtp_server *
smtp_serve(struct store *store, const struct smtp_options *options)
{
	struct smtp_server *server = make_server(options);

	server->hall = smtp_hall_new(store);
	if (server->hall != NULL && open_ports(server, options) &&
	    pipe2(server->stop, O_CLOEXEC) == 0 &&
	    pthread_create(&server->thread, NULL, run_server, server) == 0) {
		server->has_thread = true;
		return server;
	}
	smtp_stop(server);
	return NULL;
}

uint16_t
smtp_port(const struct smtp_server *server, enum smtp_port port)
{
	return server->listeners[port].port;
}

void
smtp_stop(struct smtp_server *server)
{
	if (server == NULL)
		return;
	if (server->stop[1] >= 0)
		close(server->stop[1]);
	if (server->has_thread)
		pthread_join(server->thread, NULL);
	pthread_mutex_lock(&server->lock);
	while (server->calls > 0)
		pthread_cond_wait(&server->idle, &server->lock);
	pthread_mutex_unlock(&server->lock);
	if (server->stop[0] >= 0)
		close(server->stop[0]);
	for (int i = 0; i < SMTP_PORTS; i++)
		listener_close(&server->listeners[i]);
	if (server->hall != NULL)
		smtp_hall_free(server->hall);
	pthread_cond_destroy(&server->idle);
	pthread_mutex_destroy(&server->lock);
	free(server);
}
