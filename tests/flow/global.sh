#!/bin/sh
# SPDX-License-Identifier: ISC
# The cloud "global" and nothing else, where Microsoft's own host names lead to
# the stand-in: a network and a /etc/hosts of its own.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"

if [ -z "${PF_INSIDE:-}" ]; then
	spaces=-mn
	[ "$(id -u)" -eq 0 ] || spaces=-Urmn
	command -v ip >/dev/null 2>&1 || skip_all 'the command ip is missing'
	unshare $spaces true 2>/dev/null ||
		skip_all 'this machine allows no name spaces (unshare)'
	PF_INSIDE=1
	export PF_INSIDE top_srcdir top_builddir
	unshare $spaces sh "$0"
	exit
fi

. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"
ip link set lo up || bail_out 'the loopback cannot be set up'
tenant_start "$TMP/tenant" --https-port 443 --smtp-port 587

# What a machine elsewhere would have by itself: the names, and an authority
# that vouches for them among the system's.
bundle=
for file in /etc/ssl/certs/ca-certificates.crt \
	/etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem \
	/etc/ssl/cert.pem; do
	[ -n "$bundle" ] || ! [ -f "$file" ] || bundle=$file
done
[ -n "$bundle" ] || bail_out 'where are the authorities of this system?'
cat "$bundle" "$tenant_ca_file" >"$TMP/bundle"
echo '127.0.0.1 localhost login.microsoftonline.com smtp.office365.com' \
	>"$TMP/hosts"
mount --bind "$TMP/bundle" "$bundle" &&
	mount --bind "$TMP/hosts" /etc/hosts ||
	bail_out 'nothing can be mounted here'

home=$TMP/home
mkdir "$home"
cat >"$home/answers.json" <<EOT
{
  "postfrank": 1,
  "mailbox": "$tenant_account_alerts",
  "registration": { "client_id": "$tenant_client_id",
                    "tenant": "$tenant_domain" },
  "secrets": { "client_secret": { "file": "$tenant_secret_file" } },
  "test": { "to": "ops@contoso.example" }
}
EOT
pf "$home" setup --answers "$home/answers.json"
is "$status" 77 'five values are enough to come to the sign-in'
like "$out" "https://login.microsoftonline.com/$tenant_id/oauth2/v2.0/authorize?" \
	'which is at Microsoft, with the id that the domain has'
live_signin "$home" alerts
is "$status" 0 'it is finished'
[ "$status" -eq 0 ] || note "$out" "$err" "$(cat "$TMP/browse.err")"
is "$(live_mail_count)" 1 'and the test mail has arrived'

echo text >"$TMP/body"
check_run_with "$TMP/body" "$pf_program" --home "$home" send -s worldwide \
	ops@contoso.example
is "$status" 0 'a mail is sent'
[ "$status" -eq 0 ] || note "$err"
like "$(cat "$(live_newest_mail)")" 'Subject: worldwide' 'and arrives'
live_age "$home"
pf "$home" test ops@contoso.example
is "$status" 0 'the test passes every stage, a refresh among them'
[ "$status" -eq 0 ] || note "$out" "$err"
like "$out" login.microsoftonline.com 'its endpoints are those of Microsoft'
pf "$home"
is "$status" 0 'status is content'

settings=$(cat "$home/etc/default.json")
unlike "$settings" ca_file 'no authority stands in the settings'
unlike "$settings" '_url"' 'and no address'
unlike "$settings" '"host"' 'and no server'
pf "$home" setup --answers "$home/answers.json"
is "$status" 0 'run again, with the domain in place of the id,'
like "$out" 'Nothing to do' 'it has nothing to do'
is "$(tenant_count violation)" 0 'nothing on the wire broke a rule'
done_testing
