#!/bin/sh
# SPDX-License-Identifier: ISC
# A finished account whose sign-in or secret has ended: one Enter leads to what
# cures it, and afterwards it works without any other step.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"

typist=$top_builddir/tests/lib/typist
TERM=dumb
export TERM

# typed <SCRIPT: the set-up.
typed() {
	status=0
	"$typist" "$TMP/seen" "$pf_program" --home "$pf_home" setup --plain \
	    2>"$TMP/err" || status=$?
	[ "$status" -eq 0 ] || note "$(cat "$TMP/err")" "$(cat "$TMP/seen")"
}

# The access token is old, so that a mail needs a refresh, which is refused.
mail_fails() {
	"$top_builddir/tests/lib/oauth_drive" "$pf_home" age >/dev/null
	pf send --sync -s broken ops@contoso.example
	is "$status" 77 "$1"
}

mail_goes() {
	pf send --sync -s again ops@contoso.example
	is "$status" 0 "$1"
	[ "$status" -eq 0 ] || note "$(cat "$TMP/err")"
}

tenant_start
answers_write "$TMP/answers"
pf setup --answers "$TMP/answers"
answers_signin alerts
pf_with "$TMP/landed" signin --finish
is "$status" 0 'there is an account'
cat >"$TMP/browse" <<END
"$browse_program" --ca "$tenant_ca_file" --as alerts@contoso.example \
    --password-file "$tenant_dir/alerts.password" --print-address \
    "\$(cat "$TMP/out")" >"$TMP/landed"
END

tenant_control /revoke upn=alerts@contoso.example >/dev/null
mail_fails 'sessions are revoked'
cat >"$TMP/script" <<END
wait A sign-in is needed since
wait What would you like to do
wait Enter = 1, Sign in again
type 
wait What the browser ended on
type u
wait What the browser ended on
line https:// $TMP/out
run sh $TMP/browse
file $TMP/landed
wait Signed in as alerts@contoso.example.
wait These settings are in use now.
wait Enter ends the set-up: 
type 
END
typed <"$TMP/script"
is "$status" 0 'one Enter shows the address, and signing in is all'
mail_goes 'mail goes out again'

# Looked at, and left: the next time it is one Enter again.
tenant_control /expire-secret app=$tenant_client_id >/dev/null
mail_fails 'the secret has expired'
cat >"$TMP/script" <<END
wait A new client secret is needed since
wait What would you like to do
wait Enter = 2, Replace the client secret
keys \\x03
END
status=0
"$typist" "$TMP/seen" "$pf_program" --home "$pf_home" setup --plain \
    <"$TMP/script" 2>"$TMP/err" || status=$?
is "$status" 75 'whoever only looks may leave'
is "$(find "$pf_home/state" -name '*.draft' | wc -l)" 0 \
    'and leaves no draft behind'

tenant_control /app id=$tenant_client_id new_secret=1 >"$TMP/app"
sed -n 's/^secret=//p' "$TMP/app" | tr -d '\n' >"$TMP/new"
signed=$(tenant_count token.code)
cat >"$TMP/script" <<END
wait A new client secret is needed since
wait What would you like to do
wait Enter = 2, Replace the client secret
type 
wait not shown): 
file $TMP/new
wait as the portal shows it
type 
wait Send a test mail to: 
type ops@contoso.example
wait These settings are in use now.
wait Has it arrived
wait Number
type 
wait Enter ends the set-up: 
type 
END
typed <"$TMP/script"
is "$status" 0 'one Enter opens at the secret, and a test mail proves it'
is "$(tenant_count token.code)" "$signed" 'nobody had to sign in'
mail_goes 'mail goes out again'
cat >"$TMP/script" <<END
wait What would you like to do
wait Enter = 1, Sign in again
keys \\x03
END
status=0
"$typist" "$TMP/seen" "$pf_program" --home "$pf_home" setup --plain \
    <"$TMP/script" 2>"$TMP/err" || status=$?
unlike "$(cat "$TMP/seen")" 'is needed since' 'and nothing is said to be wrong'
[ -n "${SHOW:-}" ] && cat "$TMP/seen"
done_testing
