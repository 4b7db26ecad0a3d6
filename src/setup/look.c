/* SPDX-License-Identifier: ISC */
/* Puts into words what was seen on the way to the servers. */
#include <config.h>

#include "setup/look.h"

#include <stdio.h>
#include <string.h>

#include "base/moment.h"
#include "base/text.h"

#define PROXY_NEXT "Where an HTTP proxy is the only way out, name it in an " \
	"answers file: \"proxy\": \"http://proxy.example.com:3128\"."

/* What is wrong, and for each what to do; both grow by sentences. */
struct findings {
	struct text what;
	struct text next;
	bool closed;
};

static void
add_what(struct findings *findings, const char *words)
{
	text_addf(&findings->what, "%s%s", findings->what.len > 0 ? "; " : "",
	    words);
}

static void
add_next(struct findings *findings, const char *words)
{
	text_addf(&findings->next, "%s%s", findings->next.len > 0 ? " " : "",
	    words);
}

/* "smtp.office365.com", or "localhost port 1587" where that is not plain. */
static const char *
name_place(const struct look_place *place, char out[static 160])
{
	if (place->port == place->usual)
		snprintf(out, 160, "%.120s", place->host);
	else
		snprintf(out, 160, "%.120s port %u", place->host, place->port);
	return out;
}

static void
judge_clock(const struct look *look, struct findings *findings)
{
	int64_t ahead = look->here - look->there;
	char span[MOMENT_SIZE], words[200];

	if (look->there == 0 ||
	    (ahead >= -LOOK_TOLERANCE && ahead <= LOOK_TOLERANCE))
		return;
	snprintf(words, sizeof(words), "this machine's clock is %s %s the "
	    "sign-in server's", moment_span(span, ahead),
	    ahead > 0 ? "ahead of" : "behind");
	add_what(findings, words);
	add_next(findings, "Set the clock right, for example by: timedatectl "
	    "set-ntp true. With a wrong one certificates look expired, and "
	    "mail carries a wrong date.");
}

static void
judge_name(const struct look_place *place, struct findings *findings)
{
	char words[300];

	snprintf(words, sizeof(words), "the name %.120s cannot be resolved",
	    place->host);
	add_what(findings, words);
	snprintf(words, sizeof(words), "Check the name servers in "
	    "/etc/resolv.conf, for example by: getent hosts %.120s.",
	    place->host);
	add_next(findings, words);
}

static void
judge_port(const struct look_place *place, struct findings *findings)
{
	char words[300];

	snprintf(words, sizeof(words), "%.120s cannot be reached on TCP port "
	    "%u", place->host, place->port);
	add_what(findings, words);
	snprintf(words, sizeof(words), "Ask whoever runs this network to open "
	    "outgoing TCP port %u to %.120s.", place->port, place->host);
	add_next(findings, words);
	findings->closed = true;
}

static void
judge_proxy(const struct look *look, struct findings *findings)
{
	char words[300];

	if (look->login.end != LOOK_NO_PROXY && look->smtp.end != LOOK_NO_PROXY)
		return;
	snprintf(words, sizeof(words), "the proxy %.120s cannot be reached",
	    look->proxy);
	add_what(findings, words);
	add_next(findings, "Check \"proxy\" in the answers file or the "
	    "account's settings, or ask whoever runs it.");
}

static void
judge_place(const struct look_place *place, struct findings *findings)
{
	switch (place->end) {
	case LOOK_NO_NAME:
		judge_name(place, findings);
		break;
	case LOOK_CLOSED:
		judge_port(place, findings);
		break;
	case LOOK_OTHER:
		add_what(findings, place->why.what);
		add_next(findings, place->why.next);
		break;
	default:
		break;
	}
}

/* "login.microsoftonline.com and smtp.office365.com can be reached"; nothing
 * when there was nothing to try. */
static void
name_reached(const struct look *look, struct text *out)
{
	char login[160], smtp[160];

	if (look->login.end == LOOK_REACHED)
		text_adds(out, name_place(&look->login, login));
	if (look->smtp.end == LOOK_REACHED)
		text_addf(out, "%s%s", out->len > 0 ? " and " : "",
		    name_place(&look->smtp, smtp));
	if (out->len > 0)
		text_adds(out, " can be reached");
}

static void
say_good(const struct look *look, char note[static NOTE_SIZE])
{
	struct text reached;

	text_init(&reached, NOTE_SIZE - 100);
	name_reached(look, &reached);
	if (reached.len == 0)
		snprintf(note, NOTE_SIZE, "Nothing was tried over the network "
		    "yet: where the servers are is asked first.");
	else if (look->there != 0)
		snprintf(note, NOTE_SIZE, "The clock is right, and %s.",
		    reached.at);
	else
		snprintf(note, NOTE_SIZE, "%s; nothing told the time, so this "
		    "machine's clock was not compared.", reached.at);
	text_clear(&reached);
}

bool
look_judge(const struct look *look, char note[static NOTE_SIZE],
    struct fault *why)
{
	struct findings findings = { .closed = false };
	const struct fault *told = &look->login.why;

	note[0] = '\0';
	text_init(&findings.what, sizeof(why->what) - 1);
	text_init(&findings.next, sizeof(why->next) - 1);
	judge_clock(look, &findings);
	judge_proxy(look, &findings);
	judge_place(&look->login, &findings);
	judge_place(&look->smtp, &findings);
	if (findings.closed)
		add_next(&findings, PROXY_NEXT);
	if (findings.what.len == 0) {
		say_good(look, note);
	} else {
		if (told->server[0] == '\0')
			told = &look->smtp.why;
		fault_set(why, FAULT_LATER, "%s", findings.what.at);
		fault_next(why, "%s", findings.next.at);
		fault_server(why, told->server, strlen(told->server));
		why->turn = TURN_YOU;
	}
	text_clear(&findings.what);
	text_clear(&findings.next);
	return note[0] != '\0';
}
