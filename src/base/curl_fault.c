/* SPDX-License-Identifier: ISC */
/* Turns libcurl's results into sentences with a next step. */
#include <config.h>

#include "base/curl_fault.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>

#include "base/http.h"
#include "base/moment.h"

/* %s in what is the host; the rows of one code stand together, and the first
 * is taken whose errno is the system's and whose word is in libcurl's detail,
 * where it has any (strerror() may be translated, libcurl's words are not). */
static const struct row {
	int code;
	int error;
	const char *word;
	enum fault_kind kind;
	const char *what;
	const char *next;
} rows[] = {
	{ CURLE_URL_MALFORMAT, 0, NULL, FAULT_SETTINGS,
	    "libcurl cannot read the address of %s",
	    "Give an address like https://login.example.org/token." },
	{ CURLE_COULDNT_RESOLVE_HOST, 0, NULL, FAULT_LATER,
	    "the name %s cannot be resolved",
	    "Check the spelling of the host and the name servers in "
	    "/etc/resolv.conf." },
	{ CURLE_COULDNT_RESOLVE_PROXY, 0, NULL, FAULT_LATER,
	    "the name of the proxy on the way to %s cannot be resolved",
	    "Check \"proxy\" in the account's settings." },
	{ CURLE_COULDNT_CONNECT, ECONNREFUSED, NULL, FAULT_LATER,
	    "%s refused the connection",
	    "Check host and port, and whether a firewall stands between." },
	{ CURLE_COULDNT_CONNECT, ENETUNREACH, NULL, FAULT_LATER,
	    "there is no network route to %s",
	    "Check this machine's network (ip route)." },
	{ CURLE_COULDNT_CONNECT, EHOSTUNREACH, NULL, FAULT_LATER,
	    "there is no network route to %s",
	    "Check this machine's network (ip route)." },
	{ CURLE_COULDNT_CONNECT, 0, NULL, FAULT_LATER,
	    "no connection to %s came about",
	    "Check this machine's network and whether a firewall drops the "
	    "connection." },
	{ CURLE_OPERATION_TIMEDOUT, 0, NULL, FAULT_LATER,
	    "%s did not answer in time",
	    "Try again; if it stays so, look for a firewall that "
	    "drops the connection." },
	{ CURLE_SSL_CONNECT_ERROR, 0, "protocol version", FAULT_LATER,
	    "%s speaks no TLS 1.2 or newer, and older TLS is not accepted",
	    "Whoever runs that server must bring it up to date; or a device "
	    "on the way meddles with TLS." },
	{ CURLE_SSL_CONNECT_ERROR, 0, "unsupported protocol", FAULT_LATER,
	    "%s speaks no TLS 1.2 or newer, and older TLS is not accepted",
	    "Whoever runs that server must bring it up to date; or a device "
	    "on the way meddles with TLS." },
	{ CURLE_SSL_CONNECT_ERROR, 0, "unsupported version", FAULT_LATER,
	    "%s speaks no TLS 1.2 or newer, and older TLS is not accepted",
	    "Whoever runs that server must bring it up to date; or a device "
	    "on the way meddles with TLS." },
	{ CURLE_SSL_CONNECT_ERROR, 0, NULL, FAULT_LATER,
	    "the encrypted connection to %s did not come about",
	    "Check host, port and kind of security; something that is no TLS "
	    "server may answer there." },
	{ CURLE_SSL_CACERT_BADFILE, 0, NULL, FAULT_SETTINGS,
	    "the CA file for %s cannot be used",
	    "Name a PEM file that exists and that the user who sends can "
	    "read (\"ca_file\")." },
	{ CURLE_GOT_NOTHING, 0, NULL, FAULT_LATER,
	    "%s closed the connection without an answer",
	    "Try again in a few minutes." },
	{ CURLE_RECV_ERROR, 0, "CONNECT", FAULT_LATER,
	    "the proxy does not let connections to %s through",
	    "Check \"proxy\" in the account's settings, its password, and "
	    "ask whoever runs it." },
	{ CURLE_RECV_ERROR, 0, NULL, FAULT_LATER,
	    "the connection to %s broke while waiting for its answer",
	    "Try again in a few minutes." },
	{ CURLE_SEND_ERROR, 0, NULL, FAULT_LATER,
	    "the connection to %s broke while sending",
	    "Try again in a few minutes." },
	{ CURLE_ABORTED_BY_CALLBACK, 0, NULL, FAULT_LATER,
	    "the call to %s was given up before it was answered",
	    "Try again." },
	{ CURLE_PARTIAL_FILE, 0, NULL, FAULT_LATER,
	    "the answer of %s ended in the middle",
	    "Try again in a few minutes." },
	{ CURLE_WEIRD_SERVER_REPLY, 0, NULL, FAULT_LATER,
	    "what answers at %s is not the kind of server expected",
	    "Check host and port, and whether a captive portal or proxy "
	    "answers in its place." },
	{ CURLE_UNSUPPORTED_PROTOCOL, 0, NULL, FAULT_LATER,
	    "what answers at %s is not the kind of server expected",
	    "Check host and port, and whether a captive portal or proxy "
	    "answers in its place." },
	{ CURLE_HTTP2, 0, NULL, FAULT_LATER,
	    "%s broke the rules of HTTP/2", "Try again in a few minutes." },
	{ CURLE_HTTP2_STREAM, 0, NULL, FAULT_LATER,
	    "%s broke the rules of HTTP/2", "Try again in a few minutes." },
};

/* What a certificate can have, found in the words of OpenSSL and GnuTLS. */
static const struct {
	const char *word;
	const char *what;
	const char *next;
} certificates[] = {
	{ "expired", "the certificate of %s has expired, or this machine's "
	    "clock is wrong (it says %s)",
	    "Compare the clock with a watch (timedatectl); if it is right, "
	    "whoever runs the server must renew the certificate." },
	{ "expiration date has passed", "the certificate of %s has expired, or "
	    "this machine's clock is wrong (it says %s)",
	    "Compare the clock with a watch (timedatectl); if it is right, "
	    "whoever runs the server must renew the certificate." },
	{ "not activated", "the certificate of %s is not valid yet, or this "
	    "machine's clock is wrong (it says %s)",
	    "Set the clock right (timedatectl set-ntp true)." },
	{ "not yet valid", "the certificate of %s is not valid yet, or this "
	    "machine's clock is wrong (it says %s)",
	    "Set the clock right (timedatectl set-ntp true)." },
	{ "does not match", "the certificate presented by %s is for another "
	    "host (system time %s)",
	    "Check the host name; a proxy or captive portal may answer in "
	    "the server's place." },
	{ "no alternative certificate", "the certificate presented by %s is "
	    "for another host (system time %s)",
	    "Check the host name; a proxy or captive portal may answer in "
	    "the server's place." },
	{ NULL, "the certificate of %s is not signed by an authority that "
	    "this machine trusts (system time %s)",
	    "A proxy that opens TLS may stand between. For a private "
	    "authority choose cloud \"custom\" and give \"ca_file\"; "
	    "certificates are always checked." },
};

/* "host", or "host:587" where the address has a port: one machine may show one
 * certificate here and another one there. */
static void
name_place(const char *url, char *out, size_t size)
{
	const char *from = strstr(url, "://");
	size_t len = from == NULL ? 0 : strcspn(from + 3, "/?#");

	if (len == 0 || len >= size || memchr(from + 3, '@', len) != NULL) {
		http_host(url, out, size);
		return;
	}
	memcpy(out, from + 3, len);
	out[len] = '\0';
}

static bool
certificate_fault(struct fault *why, const char *url, const char *detail)
{
	char now[MOMENT_SIZE], place[256];
	size_t i = 0;

	while (certificates[i].word != NULL &&
	    strcasestr(detail, certificates[i].word) == NULL)
		i++;
	moment_words(now, moment_now());
	name_place(url, place, sizeof(place));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	/* The rows above hold exactly two %s each. */
	fault_set(why, FAULT_LATER, certificates[i].what, place, now);
#pragma GCC diagnostic pop
	fault_next(why, "%s", certificates[i].next);
	why->turn = TURN_YOU;
	return fault_server(why, detail, strlen(detail));
}

static const struct row *
find_row(int code, int error, const char *detail)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code &&
		    (rows[i].error == 0 || rows[i].error == error) &&
		    (rows[i].word == NULL ||
			/* not "Connection" for "CONNECT" */
			strstr(detail, rows[i].word) != NULL))
			return &rows[i];
	return NULL;
}

/* The system's reason why there is no connection, 0 when it gave none. */
static int
connect_error(void *curl, int result)
{
	long error = 0;

	if (result == CURLE_COULDNT_CONNECT && curl != NULL)
		curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &error);
	return (int)error;
}

bool
curl_fault(struct fault *why, void *curl, int result, const char *url,
    const char *detail)
{
	int error = connect_error(curl, result);
	const struct row *row;
	char host[256];

	http_host(url, host, sizeof(host));
	if (result == CURLE_OUT_OF_MEMORY)
		return fault_set(why, FAULT_OS, "out of memory");
	if (error != 0)
		detail = strerror(error);
	else if (detail[0] == '\0')
		detail = curl_easy_strerror((CURLcode)result);
	if (result == CURLE_PEER_FAILED_VERIFICATION)
		return certificate_fault(why, url, detail);
	row = find_row(result, error, detail);
	if (row == NULL) {
		fault_set(why, FAULT_LATER, "talking to %s failed (libcurl "
		    "%d)", host, result);
		fault_next(why, "Try again in a few minutes.");
	} else {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		/* The rows above hold exactly one %s each. */
		fault_set(why, row->kind, row->what, host);
#pragma GCC diagnostic pop
		fault_next(why, "%s", row->next);
	}
	return fault_server(why, detail, strlen(detail));
}
