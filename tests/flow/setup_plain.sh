#!/bin/sh
# SPDX-License-Identifier: ISC
# The walkthrough by plain questions on a terminal, from the first one to the
# mail that arrives.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"

typist=$top_builddir/tests/lib/typist
TERM=dumb
export TERM

# typed SCRIPT VERB...: $status, and the transcript in $TMP/seen.
typed() {
	typed_script=$1
	shift
	status=0
	"$typist" "$TMP/seen" "$pf_program" --home "$pf_home" "$@" \
	    <"$typed_script" 2>"$TMP/err" || status=$?
	[ "$status" -ne 99 ] || note "$(cat "$TMP/err")" "$(cat "$TMP/seen")"
}

tenant_start

# Up to the sign-in; what follows is the caller's.
cat >"$TMP/begin" <<END
wait What for
wait Where the mailbox is
wait Number
type 6
wait How to sign in
wait Number
type 
wait What for
wait Number
type 
wait Step 1 of
wait Enter =
type 
wait Enter = 
type 
wait Application (client) ID.
wait Application (client) ID: 
type $tenant_client_id
wait Authorization URL: 
type $tenant_authorize_url
wait Token URL: 
type $tenant_token_url
wait authority (Enter = none): 
type $tenant_ca_file
END
sed -i '1d' "$TMP/begin"
cat >"$TMP/middle" <<END
wait Mailbox that mail is sent from: 
type alerts@contoso.example
wait Who signs in
wait alerts@contoso.example): 
type 
wait Name shown beside the address (Enter = none): 
type 
wait Enter takes:
wait Scope: 
type 
wait SMTP server: 
type localhost
wait Port (Enter = 587): 
type 99999
wait Error: Port:
wait Port: 
type $tenant_smtp_port
wait Number (Enter = 1, 
type 
wait Login name at the server (
type 
wait not shown): 
file $tenant_secret_file
wait characters read.
wait as the portal shows it (Enter = none): 
type 
END
cat >"$TMP/signin" <<END
wait What the browser ended on: 
type u
wait one unbroken line:
wait What the browser ended on: 
line https:// $TMP/out
run top_builddir='$top_builddir' top_srcdir='$top_srcdir' sh $TMP/browse
END
cat >"$TMP/browse" <<END
"$browse_program" --ca "$tenant_ca_file" --as alerts@contoso.example \
    --password-file "$tenant_password_file_alerts" --print-address \
    "\$(cat "$TMP/out")" >"$TMP/landed"
END
cat >"$TMP/end" <<END
file $TMP/landed
wait Signed in as alerts@contoso.example.
wait Send a test mail to: 
type ops@contoso.example
wait These settings are in use now.
wait Has it arrived
wait Number
type 2
wait Note: Has it arrived
wait Number
type 
wait Who reads mail to root
type 
wait Who is told when mail stops
type 
wait Backup SMTP server
type 
wait There is no other way
wait Enter = yes
type 
wait Enter ends the set-up: 
type 
END
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
