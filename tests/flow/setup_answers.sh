#!/bin/sh
# SPDX-License-Identifier: ISC
# The whole road without a terminal: answers, an address, a sign-in, a mail.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"

tenant_start
answers_write "$TMP/answers"

pf setup --answers "$TMP/answers" --check
is "$status" 0 'a complete file passes the check'
is "$(tenant_count token.client_credentials)" 0 'which asks no server'

pf setup --answers "$TMP/answers"
is "$status" 77 'without a sign-in it ends with 77'
[ "$status" -eq 77 ] || note "$(cat "$TMP/err")"
is "$(wc -l <"$TMP/out")" 1 'the address stands alone on standard output'
like "$(cat "$TMP/out")" "$tenant_authorize_url?" \
    'it is the address of the sign-in page'
is "$(test -e "$pf_home/etc/default.json"; echo $?)" 1 'nothing is live yet'
cp "$TMP/out" "$TMP/first"
pf setup --answers "$TMP/answers"
is "$status" 77 'run again it still wants a sign-in'
is "$(cat "$TMP/out")" "$(cat "$TMP/first")" 'with the same address'
chmod 0666 "$pf_home/state/default.draft"
pf setup --answers "$TMP/answers"
is "$status" 78 'a draft that others may write is not gone on with'
like "$(cat "$TMP/err")" 'chmod 0600' 'and how to mend it is said'
chmod 0600 "$pf_home/state/default.draft"

pf signin 'http://localhost:8765/postfrank?code=abc'
is "$status" 64 'an address as an operand is refused'
like "$(cat "$TMP/err")" --finish 'and what to do is said'

cp "$TMP/first" "$TMP/out"
answers_signin alerts
echo page >"$pf_home/state/default.sheet-secret.txt"
pf_with "$TMP/landed" signin --finish
is "$status" 0 'what the browser ended on finishes it'
[ "$status" -eq 0 ] || note "$(cat "$TMP/err" "$TMP/out")"
like "$(cat "$TMP/out")" 'Signed in as alerts@contoso.example' \
    'it says who signed in'
is "$(find "$tenant_mail_dir" -type f -name '*.eml' | wc -l)" 1 \
    'the tenant has the test mail'
is "$(test -e "$pf_home/etc/default.json"; echo $?)" 0 'the account is live'
is "$(find "$pf_home/state" -name '*.draft*' ! -name '*.lock' | wc -l)" 0 \
    'and no draft is left'
is "$(find "$pf_home/state" -name '*.sheet-*' | wc -l)" 0 \
    'nor a page that asks others for something'

cp "$pf_home/etc/default.json" "$TMP/before"
ls -i "$pf_home/etc/default.json" >"$TMP/inode"
cksum "$pf_home/state/default.vault" >"$TMP/vault"
pf setup --answers "$TMP/answers"
is "$status" 0 'run again it has nothing to do'
like "$(cat "$TMP/out")" 'Nothing to do' 'and says so'
is "$(ls -i "$pf_home/etc/default.json")" "$(cat "$TMP/inode")" \
    'the settings are the same file'
is "$(cksum "$pf_home/state/default.vault")" "$(cat "$TMP/vault")" \
    'and so is the vault'

# Another setting needs no other sign-in.
answers_write "$TMP/answers" 'more=
  "sender": { "name": "Alerts" },'
pf setup --answers "$TMP/answers"
is "$status" 0 'a name beside the address needs no new sign-in'
[ "$status" -eq 0 ] || note "$(cat "$TMP/err")"
like "$(cat "$pf_home/etc/default.json")" Alerts 'and is live'

pf signin
is "$status" 77 'a sign-in without a terminal prints the address'
like "$(cat "$TMP/out")" "$tenant_authorize_url?" 'alone on a line'
answers_signin alerts
pf_with "$TMP/landed" signin --finish
is "$status" 0 'on a finished account, too, it is finished from a file'
[ "$status" -eq 0 ] || note "$(cat "$TMP/err")"
pf_with "$TMP/landed" signin --finish
is "$status" 77 'the same answer does not serve twice'

printf 'hello\n' >"$TMP/body"
pf_with "$TMP/body" send --sync -s one ops@contoso.example
is "$status" 0 'mail goes out'
[ "$status" -eq 0 ] || note "$(cat "$TMP/err")"

# No room for a new token: none is asked for, since the old one would be spent.
pf signin --new
answers_signin alerts
pf_with "$TMP/landed" signin --finish
is "$status" 0 'signed in again'
answers_write "$TMP/answers" 'more=
  "sender": { "name": "Alarms" },'
before=$(tenant_count token.refresh)
status=0
(
	ulimit -f 64
	exec "$pf_program" --home "$pf_home" setup --answers "$TMP/answers"
) >"$TMP/out" 2>"$TMP/err" </dev/null || status=$?
is "$status" 74 'without room for a token the set-up says so'
like "$(cat "$TMP/err")" 'cannot make room' 'and why'
is "$(tenant_count token.refresh)" "$before" 'and spends no token'
pf setup --answers "$TMP/answers"
is "$status" 0 'with room again it goes on'

secret=$(cat "$tenant_secret_file")
code=$(query_field "$landed" code)
grep -rqF -- "$secret" "$pf_home"
is "$?" 1 'no file holds the secret in the clear'
grep -rqF -- "$code" "$pf_home"
is "$?" 1 'nor the code'
done_testing
