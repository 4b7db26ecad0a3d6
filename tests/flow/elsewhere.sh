#!/bin/sh
# SPDX-License-Identifier: ISC
# The same binary works where nobody is Microsoft: a sign-in server that knows
# the standards only, and Dovecot as the mail server.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/dovecot.sh"
. "$top_srcdir/tests/lib/live.sh"

dovecot_is_here || skip_all 'Dovecot 2.3 with submission is missing'
tenant_start
tenant_switch plain=1
dovecot_start

registration="\"registration\":{\"client_id\":\"$tenant_client_id\",\"authorization_url\":\"$tenant_base/authorize\",\"token_url\":\"$tenant_base/token\"}"

home=$TMP/home
live_account "$home" "$registration" \
	"\"smtp\":{\"host\":\"localhost\",\"port\":$dovecot_submission_port}"
pass 'an account without a tenant is set up, signed in, and goes live'

echo 'through a server that none of us wrote' >"$TMP/body"
check_run_with "$TMP/body" "$pf_program" --home "$home" send -s elsewhere \
	ops@contoso.example
is "$status" 0 'a mail is sent through Dovecot with XOAUTH2'
is "$(grep -l 'Subject: elsewhere' "$tenant_relay_dir"/*.eml | wc -l)" 1 \
	'and has been relayed'
like "$(grep 'submission-login: Info: Login:' "$dovecot_dir/log")" \
	'method=XOAUTH2' 'Dovecot saw XOAUTH2'

pf "$home" test ops@contoso.example
is "$status" 0 'test passes every stage'
pf "$home"
is "$status" 0 'status is content'
unlike "$out" 'Idle deadline' 'and knows no 90 days of Microsoft'

tenant_control /revoke all=1 >/dev/null
rm -rf "$TMP/copy"
cp -a "$home" "$TMP/copy"
tenant_switch introspect.username=nobody@contoso.example
pf "$TMP/copy" send -s refused ops@contoso.example
is "$status" 77 'a sign-in that was called back ends with 77'
like "$err" 'sign in' 'and says that a sign-in is needed'
unlike "$err" 'AADSTS' 'without a number of Microsoft'
done_testing
