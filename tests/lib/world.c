/* SPDX-License-Identifier: ISC */
/* Name spaces of Linux: network and mounts, and users for who is not root. */
#include <config.h>

#include "tests/lib/world.h"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { BUNDLE_MAX = 16 * 1024 * 1024 };

static bool
put(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool good;

	if (fd < 0)
		return false;
	good = write(fd, bytes, len) == (ssize_t)len;
	return close(fd) == 0 && good;
}

/* We stay who we are to the files that we made: our id becomes root's there. */
static bool
map_user(uid_t uid, gid_t gid)
{
	char line[64];

	snprintf(line, sizeof(line), "0 %ld 1\n", (long)uid);
	if (!put("/proc/self/uid_map", line, strlen(line)) ||
	    !put("/proc/self/setgroups", "deny", 4))
		return false;
	snprintf(line, sizeof(line), "0 %ld 1\n", (long)gid);
	return put("/proc/self/gid_map", line, strlen(line));
}

static bool
loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool good = false;

	if (fd < 0)
		return false;
	if (ioctl(fd, SIOCGIFFLAGS, &request) == 0) {
		request.ifr_flags |= IFF_UP;
		good = ioctl(fd, SIOCSIFFLAGS, &request) == 0;
	}
	close(fd);
	return good;
}

bool
world_enter(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int spaces = CLONE_NEWNET | CLONE_NEWNS;

	if (unshare(uid == 0 ? spaces : spaces | CLONE_NEWUSER) != 0 ||
	    (uid != 0 && !map_user(uid, gid)))
		return false;
	/* what is mounted here is nobody else's business */
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	    loopback_up();
}

static bool
add_file(struct text *out, const char *path)
{
	char bytes[65536];
	ssize_t got = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	do {
		got = read(fd, bytes, sizeof(bytes));
	} while (got > 0 && text_add(out, bytes, (size_t)got));
	close(fd);
	return got == 0;
}

static bool
cover(const char *path, const char *name, const char *dir,
    const struct text *bytes)
{
	char copy[4096];

	snprintf(copy, sizeof(copy), "%s/%s", dir, name);
	return put(copy, bytes->at, bytes->len) && chmod(copy, 0644) == 0 &&
	    mount(copy, path, NULL, MS_BIND, NULL) == 0;
}

static bool
trust(const char *ca_file, const char *dir)
{
	static const char *const bundles[] = {
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem" };
	struct text bytes;
	bool good = false;
	size_t i;

	text_init(&bytes, BUNDLE_MAX);
	for (i = 0; i < sizeof(bundles) / sizeof(bundles[0]); i++)
		if (add_file(&bytes, bundles[i])) {
			good = add_file(&bytes, ca_file) &&
			    cover(bundles[i], "bundle", dir, &bytes);
			break;
		}
	text_clear(&bytes);
	return good;
}

bool
world_is_microsoft(const char *ca_file, const char *dir)
{
	struct text hosts;
	bool good;

	text_init(&hosts, 1024);
	text_adds(&hosts, "127.0.0.1 localhost login.microsoftonline.com "
	    "smtp.office365.com\n::1 localhost\n");
	good = trust(ca_file, dir) && cover("/etc/hosts", "hosts", dir, &hosts);
	text_clear(&hosts);
	return good;
}
