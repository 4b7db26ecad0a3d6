/* SPDX-License-Identifier: ISC */
/* What libcurl is told before it opens an SMTP session: every rule explicitly,
 * because an option that was not taken would quietly weaken the session. */
#include <config.h>

#include "mail/smtp_inside.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/journal.h"
#include "mail/chars.h"
#include "mail/header.h"

/* A name with a dot, of letters, digits and hyphens (Exchange refuses '_'). */
static bool
is_full_name(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (!char_is_alnum(name[i]) && name[i] != '.' &&
		    (name[i] != '-' || i == 0))
			return false;
	return i > 0 && i < SMTP_HELO_SIZE && strchr(name, '.') != NULL &&
	    name[0] != '.' && name[i - 1] != '.' &&
	    strncasecmp(name, "localhost", 9) != 0;
}

/* What the resolver (mostly /etc/hosts) makes of a short name. */
static bool
canonical_name(const char *name, char out[static SMTP_HELO_SIZE])
{
	struct addrinfo hints = { .ai_flags = AI_CANONNAME,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	bool ok = false;

	if (getaddrinfo(name, NULL, &hints, &found) != 0)
		return false;
	if (found->ai_canonname != NULL && is_full_name(found->ai_canonname)) {
		snprintf(out, SMTP_HELO_SIZE, "%s", found->ai_canonname);
		ok = true;
	}
	freeaddrinfo(found);
	return ok;
}

/* "[192.0.2.1]" or "[IPv6:2001:db8::1]" of an interface that is up. */
static void
address_literal(char out[static SMTP_HELO_SIZE])
{
	struct ifaddrs *all = NULL;
	const struct ifaddrs *one;
	char text[INET6_ADDRSTRLEN];

	snprintf(out, SMTP_HELO_SIZE, "[127.0.0.1]");
	if (getifaddrs(&all) != 0)
		return;
	for (one = all; one != NULL; one = one->ifa_next) {
		const struct sockaddr *address = one->ifa_addr;

		if (address == NULL || address->sa_family != AF_INET ||
		    (one->ifa_flags & IFF_LOOPBACK) != 0 ||
		    (one->ifa_flags & IFF_UP) == 0)
			continue;
		if (getnameinfo(address, sizeof(struct sockaddr_in), text,
		    sizeof(text), NULL, 0, NI_NUMERICHOST) == 0) {
			snprintf(out, SMTP_HELO_SIZE, "[%s]", text);
			break;
		}
	}
	freeifaddrs(all);
}

const char *
smtp_helo_name(char out[static SMTP_HELO_SIZE])
{
	char name[SMTP_HELO_SIZE] = "";

	if (gethostname(name, sizeof(name) - 1) == 0 && is_full_name(name))
		snprintf(out, SMTP_HELO_SIZE, "%s", name);
	else if (name[0] == '\0' || !canonical_name(name, out))
		address_literal(out);
	return out;
}

/* smtp://host:port/helo; libcurl decodes the path and uses it for EHLO. */
static bool
set_url(struct smtp *smtp, struct fault *why)
{
	const struct smtp_server *server = smtp->server;
	const char *host = server->host == NULL ? "" : server->host;
	bool numeric6 = strchr(host, ':') != NULL;
	char helo[SMTP_HELO_SIZE], path[3 * SMTP_HELO_SIZE];
	size_t n = 0;
	size_t i;

	for (i = 0; host[i] != '\0' && (char_is_alnum(host[i]) ||
	    strchr(".-_:", host[i]) != NULL); i++)
		;
	if (i == 0 || host[i] != '\0' || i > 253 || server->port == 0 ||
	    server->port > 65535) {
		fault_set(why, FAULT_SETTINGS, "\"%s\" port %u is no mail "
		    "server's address", host, server->port);
		return fault_next(why, "Give a host like smtp.office365.com "
		    "and a port from 1 to 65535, usually 587.");
	}
	if (server->helo != NULL && strlen(server->helo) < sizeof(helo))
		snprintf(helo, sizeof(helo), "%s", server->helo);
	else
		smtp_helo_name(helo);
	for (i = 0; helo[i] != '\0'; i++)
		n += (size_t)snprintf(path + n, sizeof(path) - n,
		    char_is_alnum(helo[i]) || helo[i] == '.' ||
		    helo[i] == '-' ? "%c" : "%%%02X", (unsigned char)helo[i]);
	path[n] = '\0';
	snprintf(smtp->url, sizeof(smtp->url), "%s://%s%s%s:%u/%.300s",
	    server->security == SMTP_TLS ? "smtps" : "smtp",
	    numeric6 ? "[" : "", host, numeric6 ? "]" : "", server->port,
	    path);
	return true;
}

/* Only what is known to hold no secret: our greeting, the server's answers and
 * libcurl's own remarks. */
static int
hear_debug(CURL *curl, curl_infotype type, char *bytes, size_t len, void *arg)
{
	static const char using[] = "SSL connection using TLSv";
	struct smtp *smtp = arg;
	size_t n = sizeof(using) - 1;

	(void)curl;
	if (type == CURLINFO_TEXT && chars_begin(bytes, len, using) &&
	    len > n + 3)
		snprintf(smtp->tls, sizeof(smtp->tls), "TLS %.3s", bytes + n);
	if (!journal_is_debug())
		return 0;
	if (type == CURLINFO_TEXT)
		journal_write(JOURNAL_DEBUG, "smtp: %.*s", (int)len, bytes);
	else if (type == CURLINFO_HEADER_IN)
		journal_write(JOURNAL_DEBUG, "smtp: < %.*s", (int)len, bytes);
	else if (type == CURLINFO_HEADER_OUT && smtp->point != POINT_LOGIN &&
	    (chars_begin(bytes, len, "EHLO ") ||
	    chars_begin(bytes, len, "STARTTLS")))
		journal_write(JOURNAL_DEBUG, "smtp: > %.*s", (int)len, bytes);
	return 0;
}

static size_t
hear_line(char *bytes, size_t size, size_t count, void *arg)
{
	size_t len = size * count;

	/* Anything but len makes libcurl end the session. */
	return smtp_take_line(arg, bytes, len) ? len : len + 1;
}

static int
hear_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c,
    curl_off_t d)
{
	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return smtp_tick(arg) ? 0 : 1;
}

/* Called when the name is resolved and the first connection is begun. */
static curl_socket_t
make_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct smtp *smtp = arg;

	(void)purpose;
	if (getnameinfo(&address->addr, address->addrlen, smtp->address,
	    sizeof(smtp->address), NULL, 0, NI_NUMERICHOST) != 0)
		smtp->address[0] = '\0';
	if (smtp->point == POINT_RESOLVE)
		smtp_enter(smtp, POINT_CONNECT);
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
}

static bool
set_hearing(struct smtp *smtp)
{
	CURL *curl = smtp->curl;

	return curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear_line) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_HEADERDATA, smtp) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, hear_progress) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, smtp) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, make_socket) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, smtp) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, hear_debug) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->error) ==
	    CURLE_OK;
}

static bool
set_rules(struct smtp *smtp)
{
	CURL *curl = smtp->curl;
	bool plain = smtp->server->security == SMTP_PLAIN;

	return curl_easy_setopt(curl, CURLOPT_URL, smtp->url) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(plain ?
	    CURLUSESSL_NONE : CURLUSESSL_ALL)) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSLVERSION,
		(long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    /* Ours are shorter and name the stage. */
	    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 3600L) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, 3600L) ==
	    CURLE_OK;
}

static bool
set_way(struct smtp *smtp)
{
	const struct smtp_server *server = smtp->server;
	const struct secret *password = server->proxy_password;
	CURL *curl = smtp->curl;
	bool ok = true;

	/* The folder of the system's authorities would stay in force beside a
	 * file of the account's. */
	if (server->ca_file != NULL)
		ok = curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_file) ==
		    CURLE_OK &&
		    curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK;
	if (server->proxy == NULL)
		return ok &&
		    curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
		    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*") == CURLE_OK;
	ok = ok &&
	    curl_easy_setopt(curl, CURLOPT_PROXY, server->proxy) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_NOPROXY, "") == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_HTTPPROXYTUNNEL, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) ==
	    CURLE_OK;
	if (ok && password != NULL && !secret_is_empty(password)) {
		ok = curl_easy_setopt(curl, CURLOPT_PROXYUSERPWD,
		    secret_open(password)) == CURLE_OK;
		secret_close(password);
	}
	return ok;
}

static bool
set_login(struct smtp *smtp)
{
	const struct smtp_login *login = smtp->login;
	CURL *curl = smtp->curl;
	bool token = login->how == SMTP_XOAUTH2;
	bool ok;

	if (login->how == SMTP_NO_LOGIN)
		return true;
	ok = curl_easy_setopt(curl, CURLOPT_USERNAME, login->user) ==
	    CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, token ?
	    "AUTH=XOAUTH2" : "AUTH=PLAIN;AUTH=LOGIN") == CURLE_OK &&
	    curl_easy_setopt(curl, CURLOPT_SASL_IR, 1L) == CURLE_OK &&
	    curl_easy_setopt(curl, token ? CURLOPT_XOAUTH2_BEARER :
	    CURLOPT_PASSWORD, secret_open(login->token)) == CURLE_OK;
	secret_close(login->token);
	return ok;
}

static bool
check_login(const struct smtp *smtp, struct fault *why)
{
	const struct smtp_login *login = smtp->login;

	if (login->how == SMTP_NO_LOGIN)
		return true;
	if (smtp->server->security == SMTP_PLAIN) {
		fault_set(why, FAULT_SETTINGS, "a login without encryption is "
		    "not made: everybody on the way could read it");
		return fault_next(why, "Set the server's security to starttls "
		    "or tls.");
	}
	if (login->user == NULL || login->user[0] == '\0' ||
	    login->token == NULL || secret_is_empty(login->token))
		return fault_set(why, FAULT_BUG,
		    "a login was asked for without a name or a token");
	return header_is_safe("the login name", login->user, why);
}

bool
smtp_set_options(struct smtp *smtp, struct fault *why)
{
	if (!check_login(smtp, why) || !set_url(smtp, why))
		return false;
	if (set_rules(smtp) && set_hearing(smtp) && set_way(smtp) &&
	    set_login(smtp))
		return true;
	fault_set(why, FAULT_SETTINGS, "libcurl does not take the proxy, the "
	    "CA file or one of our rules for %s", smtp->server->host);
	return fault_next(why, "Check \"proxy\" and \"ca_file\"; libcurl 7.85 "
	    "or newer with OpenSSL or GnuTLS is needed.");
}
