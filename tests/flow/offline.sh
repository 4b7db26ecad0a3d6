#!/bin/sh
# SPDX-License-Identifier: ISC
# What an administrator types that asks no server: explain, account, and what
# they say when it cannot be done.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"

home=$TMP/home
pf() { check_run "$top_builddir/postfrank" --home "$home" "$@"; }
settings() {
	mkdir -p "$home/etc" "$home/state"
	printf '{ "postfrank": 1, "account": "%s", "mailbox": "%s",
  "registration": { "client_id": "6731de76-14a6-49ae-97bc-6eba6914391e",
                    "tenant": "contoso.example" } }\n' "$1" "$2" \
	    >"$home/etc/$1.json"
	chmod 644 "$home/etc/$1.json"
}

pf explain AADSTS7000215
is "$status" 0 'an AADSTS number is explained'
like "$out" 'Secret ID' 'by what is likely wrong'
like "$out" 'step "secret"' 'with the step that cures it'
like "$out" "Microsoft's page: https://" 'and the page about it'
pf explain --json invalid_grant
is "$status" 0 'a word of OAuth is, too'
like "$out" '"code": "invalid_grant"' 'as JSON when asked for'
like "$out" '"exit": 77' 'with the exit code it stands for'
pf explain 535 5.7.139 Authentication unsuccessful
is "$status" 0 "a server's answer is"
like "$out" '535 5.7.139: ' 'by its code'
unlike "$out" "Microsoft's page" 'which has no page of its own'
printf 'Sorry, but we are having trouble.\nAADSTS50076: use MFA\n' >"$TMP/page"
check_run_with "$TMP/page" "$top_builddir/postfrank" explain
is "$status" 0 'a pasted page is read from standard input'
like "$out" 'AADSTS50076: ' 'and its number found'
pf explain nothing of the kind
is "$status" 65 'what is not known ends with 65'
like "$err" 'no code that is known' 'and says so'
check_run_with "$TMP" "$top_builddir/postfrank" explain
is "$status" 66 'input that cannot be read ends with 66'

pf account
is "$status" 0 'an empty home can be listed'
like "$out" 'No account is set up' 'and says what comes next'
pf account show
is "$status" 78 'there is nothing to show in it'
pf account set sender.name x
is "$status" 78 'nor to change'
pf account remove --yes
is "$status" 78 'nor to remove'
settings one alerts@contoso.example
settings two backup@contoso.example
pf account list
like "$out" 'alerts@contoso.example' 'accounts are listed with their mailbox'
pf --json account
is "$(printf '%s' "$out" | tr -d ' \n')" '["one","two"]' 'as JSON, by name'
pf account show
is "$status" 64 'with two accounts one must be named'
like "$err" '--account one' 'for example the first'
pf --account one account show
is "$status" 0 'which is then shown'
unlike "$out" '"rate"' 'without what has its default'
pf --account one account show --all
like "$out" '"rate": null' 'or with it'
pf --account none account show
is "$status" 78 'one that is not there ends with 78'
like "$err" 'there is no account "none"' 'and is named'
pf --account one account set sender.name 'Server 1'
is "$status" 0 'a value is changed'
pf --account one account show
like "$out" '"Server 1"' 'and stays so'
pf --account one account set mailbox ''
is "$status" 78 'what is required cannot be taken away'
pf --account one account set smtp.port many
is "$status" 78 'a number must be one'
pf --account one account set colour blue
is "$status" 78 'a key must be known'
pf --account one account paint
is "$status" 64 'so must a verb'
echo '{' >"$home/etc/two.json"
pf account list
like "$out" 'two  ' 'an account that is broken is listed'
like "$out" 'line 2' 'with what is wrong in it'
pf --account one account remove
is "$status" 64 'nothing is removed without a yes'
is "$(test -e "$home/etc/one.json"; echo $?)" 0 'and the file is there'
pf --account one account remove --yes
is "$status" 0 'with one it is'
is "$(test -e "$home/etc/one.json"; echo $?)" 1 'and the file is gone'

done_testing
