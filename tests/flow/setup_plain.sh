#!/bin/sh
# SPDX-License-Identifier: ISC
# The walkthrough by plain questions on a terminal, from the first one to the
# mail that arrives.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"

. "$top_srcdir/tests/lib/questions.sh"

TERM=dumb
export TERM
tenant_start
questions_write
cat "$TMP/begin" "$TMP/middle" "$TMP/signin" "$TMP/end" >"$TMP/script"
typed "$TMP/script" setup --plain
is "$status" 0 'the walkthrough ends with 0'
is "$(find "$tenant_mail_dir" -name '*.eml' | wc -l)" 1 'the mail has arrived'
is "$(test -e "$pf_home/etc/default.json"; echo $?)" 0 'the account is live'
is "$(find "$pf_home/state" -name '*.draft*' ! -name '*.lock' | wc -l)" 0 \
    'no draft is left'
like "$(cat "$pf_home/etc/default.json")" '"root_to"' \
    'what was answered after the test mail is live too'
grep -q "$(printf '\033')" "$TMP/seen"
is "$?" 1 'req_25: no escape byte was printed'
is "$(tr -d '\r' <"$TMP/seen" | grep -v -e '://' -e "$tenant_client_id" \
    -e 'openid ' -e "$tenant_ca_file" |
    awk 'length > 76' | head -n 1)" '' \
    'no line but an address is longer than 76 columns'
grep -qF -- "$(cat "$tenant_secret_file")" "$TMP/seen"
is "$?" 1 'req_21: the secret was not shown'
for secret in "$(cat "$tenant_secret_file")" \
    "$(query_field "$(cat "$TMP/landed")" code)"; do
	grep -rqF -- "$secret" "$pf_home"
	is "$?" 1 'req_22: no file holds what is secret in the clear'
done

# Its door for later: sign in again, in two answers.
cat >"$TMP/again" <<END
wait What would you like to do
wait Number
type 1
END
cat >"$TMP/bye" <<END
wait Enter ends the set-up: 
type 
END
sed '/^wait Send a test/,$d' "$TMP/end" >"$TMP/end.again"
cat "$TMP/again" "$TMP/signin" "$TMP/end.again" >"$TMP/script"
echo 'wait These settings are in use now.' >>"$TMP/script"
cat "$TMP/bye" >>"$TMP/script"
typed "$TMP/script" setup --plain
is "$status" 0 'a finished account is signed in again'

# Another door: a new secret is tried by a mail, and the sign-in stays.
cat >"$TMP/script" <<END
wait What would you like to do
wait Number
type 2
wait not shown): 
file $tenant_secret_file
wait Expires, as the portal shows it (Enter = none): 
type 2099-01-31
wait Enter keeps it as it is.
type 
wait Send a test mail to (Enter = ops@contoso.example): 
type 
wait These settings are in use now.
wait Has it arrived
type 3
END
cat "$TMP/bye" >>"$TMP/script"
signed=$(tenant_count token.code)
typed "$TMP/script" setup --plain
is "$status" 0 'the secret of a finished account is replaced'
is "$(tenant_count token.code)" "$signed" 'without another sign-in'
is "$(find "$tenant_mail_dir" -name '*.eml' | wc -l)" 2 \
    'and a second test mail has shown that it serves'
like "$("$pf_program" --home "$pf_home" account show)" 2099-01-31 \
    'its end is known'
[ -n "${SHOW:-}" ] && cat "$TMP/seen"
done_testing
