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
 * whose word is in libcurl's detail (or that has none) is taken. */
static const struct row {
	int code;
	const char *word;
	enum fault_kind kind;
	const char *what;
	const char *next;
} rows[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, NULL, FAULT_LATER,
	    "the name %s cannot be resolved",
	    "Check the spelling of the host and the name servers in "
	    "/etc/resolv.conf." },
	{ CURLE_COULDNT_RESOLVE_PROXY, NULL, FAULT_LATER,
	    "the name of the proxy on the way to %s cannot be resolved",
	    "Check \"proxy\" in the account's settings." },
	{ CURLE_COULDNT_CONNECT, "refused", FAULT_LATER,
	    "%s refused the connection",
	    "Check host and port, and whether a firewall stands between." },
	{ CURLE_COULDNT_CONNECT, "unreachable", FAULT_LATER,
	    "there is no network route to %s",
	    "Check this machine's network (ip route)." },
	{ CURLE_COULDNT_CONNECT, NULL, FAULT_LATER,
	    "no connection to %s came about",
	    "Check this machine's network and whether a firewall drops the "
	    "connection." },
	{ CURLE_OPERATION_TIMEDOUT, NULL, FAULT_LATER,
	    "%s did not answer in time",
	    "It is tried again; if it stays so, look for a firewall that "
	    "drops the connection." },
	{ CURLE_SSL_CONNECT_ERROR, "version", FAULT_LATER,
	    "%s speaks no TLS 1.2 or newer, and older TLS is not accepted",
	    "Whoever runs that server must bring it up to date; or a device "
	    "on the way meddles with TLS." },
	{ CURLE_SSL_CONNECT_ERROR, "protocol", FAULT_LATER,
	    "%s speaks no TLS 1.2 or newer, and older TLS is not accepted",
	    "Whoever runs that server must bring it up to date; or a device "
	    "on the way meddles with TLS." },
	{ CURLE_SSL_CONNECT_ERROR, NULL, FAULT_LATER,
	    "the encrypted connection to %s did not come about",
	    "Check host, port and kind of security; something that is no TLS "
	    "server may answer there." },
	{ CURLE_SSL_CACERT_BADFILE, NULL, FAULT_SETTINGS,
	    "the CA file for %s cannot be used",
	    "Give \"ca_file\" a PEM file that the service user can read." },
	{ CURLE_GOT_NOTHING, NULL, FAULT_LATER,
	    "%s closed the connection without an answer",
	    "It is tried again." },
	{ CURLE_RECV_ERROR, NULL, FAULT_LATER,
	    "the connection to %s broke while waiting for its answer",
	    "It is tried again." },
	{ CURLE_SEND_ERROR, NULL, FAULT_LATER,
	    "the connection to %s broke while sending",
	    "It is tried again." },
	{ CURLE_PARTIAL_FILE, NULL, FAULT_LATER,
	    "the answer of %s ended in the middle",
	    "It is tried again." },
	{ CURLE_WEIRD_SERVER_REPLY, NULL, FAULT_LATER,
	    "what answers at %s is not the kind of server expected",
	    "Check host and port, and whether a captive portal or proxy "
	    "answers in its place." },
	{ CURLE_UNSUPPORTED_PROTOCOL, NULL, FAULT_LATER,
	    "what answers at %s is not the kind of server expected",
	    "Check host and port, and whether a captive portal or proxy "
	    "answers in its place." },
	{ CURLE_HTTP2, NULL, FAULT_LATER,
	    "%s broke the rules of HTTP/2", "It is tried again." },
	{ CURLE_HTTP2_STREAM, NULL, FAULT_LATER,
	    "%s broke the rules of HTTP/2", "It is tried again." },
};

/* What a certificate can have, found in the TLS library's words. */
static const struct {
	const char *word;
	const char *what;
	const char *next;
} certificates[] = {
	{ "expired", "the certificate of %s has expired, or this machine's "
	    "clock is wrong (it says %s)",
	    "Compare the clock with a watch (timedatectl); if it is right, "
	    "whoever runs the server must renew the certificate." },
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

static bool
certificate_fault(struct fault *why, const char *host, const char *detail)
{
	char now[MOMENT_SIZE];
	size_t i = 0;

	while (certificates[i].word != NULL &&
	    strcasestr(detail, certificates[i].word) == NULL)
		i++;
	moment_words(now, moment_now());
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	/* The rows above hold exactly two %s each. */
	fault_set(why, FAULT_LATER, certificates[i].what, host, now);
#pragma GCC diagnostic pop
	fault_next(why, "%s", certificates[i].next);
	why->turn = TURN_YOU;
	return fault_server(why, detail, strlen(detail));
}

static const struct row *
find_row(int code, const char *detail)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code &&
		    (rows[i].word == NULL ||
			strcasestr(detail, rows[i].word) != NULL))
			return &rows[i];
	return NULL;
}

/* libcurl's words, or where it has none the system's. */
static const char *
best_detail(void *curl, int result, const char *detail)
{
	long error = 0;

	if (result == CURLE_COULDNT_CONNECT &&
	    curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &error) == CURLE_OK &&
	    error != 0)
		return strerror((int)error);
	return detail[0] != '\0' ? detail
				 : curl_easy_strerror((CURLcode)result);
}

bool
curl_fault(struct fault *why, void *curl, int result, const char *url,
    const char *detail)
{
	const struct row *row;
	char host[256];

	http_host(url, host, sizeof(host));
	if (result == CURLE_OUT_OF_MEMORY)
		return fault_set(why, FAULT_OS, "out of memory");
	detail = best_detail(curl, result, detail);
	if (result == CURLE_PEER_FAILED_VERIFICATION)
		return certificate_fault(why, host, detail);
	row = find_row(result, detail);
	if (row == NULL) {
		fault_set(why, FAULT_LATER, "talking to %s failed (libcurl "
		    "%d)", host, result);
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
