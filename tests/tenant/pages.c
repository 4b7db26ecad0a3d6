/* SPDX-License-Identifier: ISC */
/* Paints pages; what leads from one to the next is in signin.c. */
#include <config.h>

#include "tests/tenant/pages.h"

#include <string.h>

#include "tests/tenant/trouble.h"

static void
begin(struct answer *answer, const char *id, const char *title)
{
	answer_set(answer, 200, "text/html; charset=utf-8",
	    "<!DOCTYPE html>\n<html lang=\"en\"><head>"
	    "<meta charset=\"utf-8\">"
	    "<meta name=\"viewport\" content=\"width=device-width\"><title>");
	add_html(&answer->body, title);
	text_addf(&answer->body,
	    " - stand-in tenant</title></head>\n<body><main id=\"%s\"><h1>",
	    id);
	add_html(&answer->body, title);
	text_adds(&answer->body, "</h1>\n");
}

static void
end(struct answer *answer)
{
	text_adds(&answer->body,
	    "<p><small>This is a stand-in for practice. Nothing here belongs "
	    "to Microsoft.</small></p>\n</main></body></html>\n");
}

static void
paragraph(struct answer *answer, const char *attributes, const char *words)
{
	text_addf(&answer->body, "<p%s>", attributes);
	add_html(&answer->body, words);
	text_adds(&answer->body, "</p>\n");
}

static void
open_form(struct answer *answer, const struct flow *flow)
{
	text_addf(&answer->body,
	    "<form method=\"post\" action=\"/signin\">\n"
	    "<input type=\"hidden\" name=\"flow\" value=\"%s\">\n",
	    flow->id);
}

static void
button(struct answer *answer, const char *name, const char *value,
    const char *label)
{
	text_addf(&answer->body, "<p><button name=\"%s\" value=\"", name);
	add_html(&answer->body, value);
	text_adds(&answer->body, "\">");
	add_html(&answer->body, label);
	text_adds(&answer->body, "</button></p>\n");
}

void
page_signin(struct request *request, struct answer *answer,
    const struct flow *flow, const char *hint, const char *problem)
{
	(void)request;
	begin(answer, "signin", "Sign in");
	if (problem[0] != '\0')
		paragraph(answer, " role=\"alert\"", problem);
	open_form(answer, flow);
	text_adds(&answer->body,
	    "<p><label>User name<br>\n<input type=\"email\" name=\"username\" "
	    "autocomplete=\"username\" size=\"40\" value=\"");
	add_html(&answer->body, hint);
	text_adds(&answer->body,
	    "\"></label></p>\n<p><label>Password<br>\n<input "
	    "type=\"password\" name=\"password\" size=\"40\" "
	    "autocomplete=\"current-password\"></label></p>\n");
	button(answer, "answer", "signin", "Sign in");
	button(answer, "answer", "cancel", "Cancel");
	text_adds(&answer->body, "</form>\n");
	end(answer);
}

void
page_accounts(struct answer *answer, const struct flow *flow,
    const char *upns)
{
	char upn[NAME_SIZE];

	begin(answer, "accounts", "Pick an account");
	open_form(answer, flow);
	while (words_next(&upns, upn, sizeof(upn)))
		button(answer, "account", upn, upn);
	button(answer, "account", "other", "Use another account");
	text_adds(&answer->body, "</form>\n");
	end(answer);
}

void
page_consent(struct answer *answer, const struct flow *flow,
    const char *scopes)
{
	bool device = flow->kind == FLOW_DEVICE;
	char word[NAME_SIZE];

	begin(answer, "consent",
	    device ? "Are you trying to sign in?" : "Permissions requested");
	paragraph(answer, "", flow->account->upn);
	paragraph(answer, "", flow->app->name);
	paragraph(answer, "",
	    device ? "Go on only if you asked this application on another "
		     "device to sign in." :
		     "This application would like to:");
	text_adds(&answer->body, "<ul>\n");
	while (!device && words_next(&scopes, word, sizeof(word))) {
		text_adds(&answer->body, "<li>");
		add_html(&answer->body, word);
		text_adds(&answer->body, "</li>\n");
	}
	text_adds(&answer->body, "</ul>\n");
	open_form(answer, flow);
	button(answer, "answer", "accept", device ? "Continue" : "Accept");
	button(answer, "answer", "cancel", "Cancel");
	text_adds(&answer->body, "</form>\n");
	end(answer);
}

void
page_user_code(struct answer *answer, const char *problem)
{
	begin(answer, "usercode", "Enter code");
	if (problem[0] != '\0')
		paragraph(answer, " role=\"alert\"", problem);
	text_adds(&answer->body,
	    "<form method=\"post\" action=\"/devicelogin\">\n<p><label>Code "
	    "that your device shows<br>\n<input name=\"user_code\" "
	    "autocomplete=\"off\"></label></p>\n<p><button name=\"answer\" "
	    "value=\"next\">Next</button></p>\n</form>\n");
	end(answer);
}

void
page_words(struct answer *answer, const char *title, const char *words)
{
	begin(answer, "done", title);
	paragraph(answer, "", words);
	end(answer);
}

void
page_error(struct request *request, struct answer *answer, long number,
    const char *detail)
{
	struct text text;

	text_init(&text, 4096);
	trouble_describe(request, number, detail, &text);
	begin(answer, "error", "Sorry, we cannot sign you in");
	paragraph(answer, " role=\"alert\"", text.at);
	end(answer);
	text_clear(&text);
	keepf(request->outcome, sizeof(request->outcome), "%ld", number);
}

void
page_post(struct answer *answer, const char *where,
    const struct field *fields)
{
	begin(answer, "post", "Back to the application");
	text_adds(&answer->body, "<form method=\"post\" action=\"");
	add_html(&answer->body, where);
	text_adds(&answer->body, "\">\n");
	for (; fields != NULL; fields = fields->next) {
		text_addf(&answer->body,
		    "<input type=\"hidden\" name=\"%s\" value=\"",
		    fields->name);
		add_html(&answer->body, fields->value);
		text_adds(&answer->body, "\">\n");
	}
	text_adds(&answer->body,
	    "<p><button>Continue</button></p>\n</form>\n");
	end(answer);
}
